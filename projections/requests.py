"""Every location request to an employee and the response through time."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.judgement import Judgement
from domain.locations import JudgedRequest
from projections.months import Months
from projections.read_model import Row

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(JudgedRequest)


class Requests:
    """One row for each request, by its position."""

    name = "request"
    version = 1
    by_month = False
    columns = {"position": "BIGINT NOT NULL", "judged": "BLOB NOT NULL"}
    indexes = ()

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's requests in the order placed."""
        for request in judgement.requests:
            yield request.position, _encoder.encode(request)


def read_request(judged: bytes) -> JudgedRequest:
    """The request of a row."""
    return _decoder.decode(judged)
