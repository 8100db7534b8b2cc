"""Every call to an employee and its outcome through time: what strikes and allegations are read from."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.calls import MISSED, JudgedCall
from domain.judgement import Judgement
from projections.months import Months
from projections.read_model import Row

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(JudgedCall)


class Calls:
    """One row for each call, by its position. ``strikes`` says whether it is a strike at any instant."""

    name = "call"
    version = 1
    by_month = False
    columns = {"position": "BIGINT NOT NULL", "strikes": "INTEGER NOT NULL", "judged": "BLOB NOT NULL"}
    indexes = ("strikes",)

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's calls in the order placed."""
        for call in judgement.calls:
            strikes = any(stage.value.outcome == MISSED for stage in call.stages)
            yield call.position, int(strikes), _encoder.encode(call)


def read_call(judged: bytes) -> JudgedCall:
    """The call of a row."""
    return _decoder.decode(judged)
