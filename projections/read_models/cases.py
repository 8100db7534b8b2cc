"""Every discipline case of an employee, and how what it stands on reads through time."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.discipline.judged import JudgedCase
from domain.judgement import Judgement
from projections.months import Months
from projections.read_model import Part, ReadModel, Row, decoded

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(JudgedCase)


class Cases(ReadModel):
    """One row for each case whose opening is in account, by its id; ``unit`` is that of the day it was opened on."""

    name = "discipline_case"
    columns = {"id": "TEXT NOT NULL", "unit": "TEXT", "judged": "BLOB NOT NULL"}

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's cases by number."""
        for case in judgement.cases:
            yield case.case, case.unit, _encoder.encode(case)

    def parts(self, row: Row) -> Iterable[Part]:
        """The case, and what it stands on."""
        judged = read_case(row[2])
        standing = judged.bases[-1].stages[-1].value
        events = {step.event.id for step in judged.steps}
        events |= {one.event for change in standing.changes for one in change.behind}
        words = "holds" if standing.holds else f"basis changed in {len(standing.changes)} places"
        yield Part(f"case {judged.case}", f"{len(judged.steps)} steps, {words}", frozenset(events), judged)


READ_MODEL = Cases()


def read_case(judged: bytes) -> JudgedCase:
    """The case of a row. Raises ``UnreadableRow``."""
    return decoded(_decoder, judged)
