"""Every call to an employee and its outcome through time: what strikes and allegations are read from."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.calls import MISSED, JudgedCall
from domain.judgement import Judgement
from projections.months import Months
from projections.read_model import Part, ReadModel, Row, decoded

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(JudgedCall)


class Calls(ReadModel):
    """One row for each call, by its position. ``strikes`` says whether it is a strike at any instant."""

    name = "call"
    columns = {"position": "BIGINT NOT NULL", "strikes": "INTEGER NOT NULL", "judged": "BLOB NOT NULL"}
    indexes = ("strikes",)

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's calls in the order placed."""
        for call in judgement.calls:
            strikes = any(stage.value.outcome == MISSED for stage in call.stages)
            yield call.position, int(strikes), _encoder.encode(call)

    def parts(self, row: Row) -> Iterable[Part]:
        """The call."""
        call = read_call(row[2])
        outcome = call.stages[-1].value
        events = frozenset({*call.events, *outcome.events})
        yield Part(f"call {call.call_id} #{call.position}", outcome.outcome, events, call)


READ_MODEL = Calls()


def read_call(judged: bytes) -> JudgedCall:
    """The call of a row. Raises ``UnreadableRow``."""
    return decoded(_decoder, judged)
