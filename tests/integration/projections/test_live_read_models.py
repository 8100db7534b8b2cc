"""The live read models say what a replay says, whatever the batches in which the ledger grew."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from ledger.application import Ledger
from projections.follower import Follower
from projections.generation import Change
from projections.views import open_views

from .agreement import CASES, disagreements, submissions

LATE = datetime(2027, 3, 1, tzinfo=UTC)
"""When everything is recorded: after all that the cases tell."""


@pytest.mark.parametrize(
    "case", ["kaltim-2026", "calls-1000", "calls-1004", "mixed-1000", "mixed-1001", "rank-1001", "rank-1002"]
)
def test_live_read_models_agree_with_replays_at_any_instant(case: str, ledger_url: str) -> None:
    lines = (CASES / f"{case}.jsonl").read_bytes().splitlines()
    dice = random.Random(case)
    with Ledger.open(ledger_url, create=True, clock=lambda: LATE) as ledger, open_views(ledger_url) as views:
        follower = Follower(ledger, views)
        told = submissions(lines)
        while told:
            count = dice.randint(1, 60)
            ledger.record(told[:count])
            told = told[count:]
            follower.step()
        follower.catch_up()
        spans = [LATE - timedelta(days=dice.uniform(1, 460)) for _ in range(3)]
        assert list(disagreements(ledger, views, spans)) == []


def test_a_check_in_on_a_day_that_has_no_sheet_changes_none(ledger_url: str) -> None:
    lines = (CASES / "kaltim-2026.jsonl").read_bytes().splitlines()
    check_in = b'{"type":"CheckedIn","id":"x","nip":"%s","occurred_at":"1990-01-01T07:00:00+08:00"}'
    changes: list[Change] = []
    with Ledger.open(ledger_url, create=True, clock=lambda: LATE) as ledger, open_views(ledger_url) as views:
        ledger.record(submissions(lines))
        Follower(ledger, views).catch_up()
        ledger.record(submissions([check_in % b"199007212015021002"]))
        assert Follower(ledger, views, on_change=changes.extend).catch_up().position == len(lines) + 1
        assert changes == []
