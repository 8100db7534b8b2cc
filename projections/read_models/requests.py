"""Every location request to an employee and the response through time."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.judgement import Judgement
from domain.locations import JudgedRequest
from projections.months import Months
from projections.read_model import Part, ReadModel, Row, decoded

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(JudgedRequest)


class Requests(ReadModel):
    """One row for each request, by its position."""

    name = "request"
    columns = {"position": "BIGINT NOT NULL", "judged": "BLOB NOT NULL"}

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's requests in the order placed."""
        for request in judgement.requests:
            yield request.position, _encoder.encode(request)

    def parts(self, row: Row) -> Iterable[Part]:
        """The request."""
        request = read_request(row[1])
        response = request.stages[-1].value
        events = frozenset({*request.events, *response.events})
        yield Part(f"request {request.request_id} #{request.position}", response.outcome, events, request)


READ_MODEL = Requests()


def read_request(judged: bytes) -> JudgedRequest:
    """The request of a row. Raises ``UnreadableRow``."""
    return decoded(_decoder, judged)
