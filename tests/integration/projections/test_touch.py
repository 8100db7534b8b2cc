"""What many share re-derives the months it can bear on, and no others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ledger.application import Ledger
from projections.checkpoint import Checkpoint
from projections.follower import Follower
from projections.generation import Generation
from projections.partitions import Share
from projections.views import open_views

from .agreement import CASES, disagreements, submissions

HOLIDAY = (
    '{"type":"HolidayDeclared","id":"h-new","scope":"kaltim","date":"2026-02-18","kind":"holiday","name":"n",'
    '"regulation":"r"}'
)
PERIOD = (
    '{"type":"PeriodDeclared","id":"p-new","scope":"kaltim","period":"ramadan","period_id":"ramadan-1447",'
    '"first":"2026-02-18","last":"2026-03-19","regulation":"r"}'
)
POLICY = (
    '{"type":"PolicyEnacted","id":"e-new","policy":"new","document":{"policy":"new","title":"t","regulation":"r",'
    '"scope":"kaltim","effective_from":"2026-03-02","rules":[{"id":"all","set":{"office_cap":0.5}}]}}'
)
MOVED = (
    '{"type":"UnitDefined","id":"u-new","unit":"diskominfo","parent":"kaltim","name":"Diskominfo",'
    '"timezone":"Asia/Jakarta","effective_from":"2026-02-20"}'
)
VOID = '{"type":"EventVoided","id":"v-new","target":"h-new","reason":"t","authority":"BKD"}'


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ([HOLIDAY], "2026-02", "2026-02"),
        ([POLICY], "2026-02", "9999-12"),
        ([MOVED], "2026-02", "9999-12"),
        ([PERIOD], "0001-01", "9999-12"),
        ([HOLIDAY, POLICY], "2026-02", "9999-12"),
        ([HOLIDAY, VOID], "0001-01", "9999-12"),
    ],
    ids=["holiday", "policy", "unit", "period", "holiday-and-policy", "void"],
)
def test_whoever_waits_is_derived_for_the_months_that_it_bears_on(
    lines: list[str], first: str, last: str, ledger_url: str
) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    with Ledger.open(ledger_url, create=True, clock=lambda: now) as ledger, open_views(ledger_url) as views:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        follower = Follower(ledger, views)
        follower.catch_up()
        ledger.record(submissions([line.encode() for line in lines], "new"))
        follower.step()
        generation = Generation.serving(views)
        assert generation is not None
        assert {(first, last) for _, first, last in generation.pending(1000, Share(Checkpoint()))} == {(first, last)}
        follower.catch_up()
        assert generation.pending_count() == 0
        assert list(disagreements(ledger, views, [now])) == []


def test_a_new_month_lays_out_its_own_sheets_only(ledger_url: str) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    with Ledger.open(ledger_url, create=True, clock=lambda: now) as ledger, open_views(ledger_url) as views:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        Follower(ledger, views).catch_up()
        now = datetime(2026, 5, 2, tzinfo=UTC)
        line = (
            '{"type":"CheckedIn","id":"may","nip":"199007212015021002","place":"office",'
            '"occurred_at":"2026-05-02T07:00:00+08:00"}'
        )
        ledger.record(submissions([line.encode()], "new"))
        follower = Follower(ledger, views)
        follower.step()
        generation = Generation.serving(views)
        assert generation is not None
        assert {(first, last) for _, first, last in generation.pending(1000, Share(Checkpoint()))} == {
            ("2026-04", "2026-05")
        }
        follower.catch_up()
        assert list(disagreements(ledger, views, [now])) == []
