"""The province of the benchmarks is made of facts, and always the same."""

from __future__ import annotations

import io
from collections import Counter

from bench.province import WATCHED, province
from domain.admission import admit
from ledger.application import Ledger
from ledger.intake import ingest
from ledger.verification import verify


def test_the_same_seed_gives_the_same_lines_and_another_seed_others() -> None:
    assert list(province(3000, seed=1, staff=200)) == list(province(3000, seed=1, staff=200))
    assert list(province(3000, seed=2, staff=200)) != list(province(3000, seed=1, staff=200))


def test_every_line_is_a_fact_and_none_is_there_twice(ledger: Ledger) -> None:
    tally = ingest(ledger, io.BytesIO(b"".join(province(20_000, staff=500, units=40))), "province.jsonl")
    assert (tally.recorded, tally.duplicates, tally.rejected, tally.warnings) == (20_000, 0, 0, [])
    assert verify(ledger).findings == []


def test_one_employee_has_about_two_thousand_events_however_many_there_are() -> None:
    for events in (20_000, 60_000):
        lines = province(events, staff=500, units=40)
        assert 1800 < sum(WATCHED.encode() in line for line in lines) < 2300


def test_most_kinds_of_facts_are_there() -> None:
    kinds = Counter(type(admit(line)).__name__ for line in province(60_000, staff=2000))
    assert len(kinds) >= 14
