"""How long ``saksi status`` of an agency of 500 takes, whole process; beside it, replaying each of the 500."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

from bench.whole_process import saksi_milliseconds
from ledger.application import Ledger
from ledger.province import Province
from ledger.reader import LogRow

AGENCY = "agency-00"


def status_milliseconds(url: str) -> float:
    """The median of some rounds, warm, of the ledger's last day."""
    with Ledger.open(url) as ledger:
        day = _last_day(ledger)
    return saksi_milliseconds(url, "status", "--date", day.date().isoformat(), "--unit", AGENCY, "--format", "json")


def replaying_milliseconds(url: str) -> float:
    """How long the same lines take without read models: every employee of the agency replayed, in this process."""
    with Ledger.open(url) as ledger:
        start = perf_counter()
        as_of, position = _last_day(ledger), ledger.last_position()
        province = Province(ledger, position)
        staff, units = province.jurisdiction.staff, province.jurisdiction.units
        day = as_of.date()
        for nip in province.nips:
            assignment = staff.assignment(nip, day)
            if assignment is not None and AGENCY in units.on(assignment.event.unit, day).path:
                province.answer(nip, as_of=as_of, first=day, last=day)
        return (perf_counter() - start) * 1000


def _last_day(ledger: Ledger) -> datetime:
    last: LogRow = next(iter(ledger.recorder.read_log(ledger.last_position() - 1, None)))
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=last.recorded_at)
