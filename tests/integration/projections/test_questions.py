"""Who is in the answers about many, and that they are those about each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger.application import Ledger
from projections import questions
from projections.follower import Follower
from projections.questions import Questions
from projections.views import Views, open_views

from .agreement import CASES, submissions

NOON = datetime(2026, 2, 27, 4, tzinfo=UTC)
UNITS = [
    '{"type":"UnitDefined","id":"u0","unit":"root","name":"Root","effective_from":"2020-01-01"}',
    '{"type":"UnitDefined","id":"u1","unit":"east","parent":"root","name":"East","effective_from":"2020-01-01"}',
    '{"type":"UnitDefined","id":"u2","unit":"west","parent":"root","name":"West","effective_from":"2020-01-01"}',
    (
        '{"type":"PolicyEnacted","id":"p","policy":"hours","document":{"policy":"hours","title":"t","regulation":"r",'
        '"scope":"root","effective_from":"2026-01-01","rules":[{"id":"all","set":{"arrangement":"off"}}]}}'
    ),
]


def assigned(name: str, unit: str, since: str) -> str:
    nip = f"19860315201001100{ord(name) - ord('a')}"
    return (
        f'{{"type":"EmployeeAssigned","id":"{name}-{unit}-{since}","nip":"{nip}","name":"{name}","unit":"{unit}",'
        f'"employment":"PNS","title":"t","effective_from":"{since}"}}'
    )


@pytest.fixture
def store(ledger_url: str) -> Iterator[tuple[Ledger, Views]]:
    with Ledger.open(ledger_url, create=True, clock=lambda: NOON) as ledger, open_views(ledger_url) as views:
        yield ledger, views


def test_who_moved_within_the_month_is_where_the_month_ended(store: tuple[Ledger, Views]) -> None:
    ledger, views = store
    moves = [
        assigned("a", "west", "2026-01-01"),
        assigned("a", "east", "2026-02-10"),
        assigned("b", "east", "2026-01-01"),
        assigned("b", "west", "2026-02-10"),
        assigned("c", "east", "2026-01-01"),
    ]
    ledger.record(submissions([line.encode() for line in (*UNITS, *moves)]))
    Follower(ledger, views).catch_up()
    asked = Questions(ledger, views)

    def people(unit: str | None) -> list[tuple[str, str]]:
        return [(line.person.unit, line.person.name) for line in asked.recap(date(2026, 2, 1), NOON, unit)]

    assert people("east") == [("east", "a"), ("east", "c")]
    assert people("west") == [("west", "b")]
    assert people("root") == people(None) == [("east", "a"), ("east", "c"), ("west", "b")]
    on_the_fifth = [(line.person.unit, line.person.name) for line in asked.status(date(2026, 2, 5), NOON)]
    assert on_the_fifth == [("east", "b"), ("east", "c"), ("west", "a")]


def test_answers_are_the_same_however_many_are_read_at_once(
    store: tuple[Ledger, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
    Follower(ledger, views).catch_up()
    month, day = date(2026, 2, 1), date(2026, 2, 20)

    def answers() -> list[object]:
        asked = Questions(ledger, views)
        return [asked.recap(month, NOON), asked.status(day, NOON, "kaltim"), asked.sanctions(NOON, "kaltim")]

    together = answers()
    assert all(together)
    monkeypatch.setattr(questions, "MOST_NAMES", 2)
    assert answers() == together
