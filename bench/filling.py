"""Ledgers of a size, filled as a province would have filled them: each fact recorded soon after it occurred."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from itertools import islice
from time import perf_counter

from bench.province import STAFF, UNITS, province
from ledger.application import Ledger
from ledger.intake import ingest

BATCH = 50_000
STAFF_OF_A_UNIT = STAFF // UNITS
EVENTS_OF_A_MONTH = 40
"""What each employee has at least: a small ledger is that of a small agency, not the first morning of a province."""

_OCCURRED_AT = re.compile(rb'"occurred_at":"([^"]+)"')


def fill(url: str, events: int) -> float:
    """Make a ledger of so many events; the seconds it took. ``recorded_at`` follows the facts' own time."""
    now = datetime(2026, 1, 4, tzinfo=UTC)
    staff = max(STAFF_OF_A_UNIT, min(STAFF, events // EVENTS_OF_A_MONTH))
    facts = province(events, staff=staff, units=max(1, staff // STAFF_OF_A_UNIT))
    start = perf_counter()
    with Ledger.open(url, create=True, clock=lambda: now) as ledger:
        while lines := list(islice(facts, BATCH)):
            now = max(now, _last_instant(lines) or now)
            ingest(ledger, io.BytesIO(b"".join(lines)), "province.jsonl")
        assert ledger.last_position() == events
    return perf_counter() - start


def _last_instant(lines: list[bytes]) -> datetime | None:
    found = (_OCCURRED_AT.search(line) for line in reversed(lines))
    return next((datetime.fromisoformat(match[1].decode()).astimezone(UTC) for match in found if match), None)
