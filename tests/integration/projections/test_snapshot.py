"""A question sees the read models of one moment and is answered at once, whatever is rebuilt and switched meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger.application import Ledger
from projections.comparison import Comparison
from projections.follower import Follower
from projections.generation import Generation
from projections.questions import Questions, StatusLine
from projections.rebuild import Rebuild
from projections.views import Views, open_views

from .agreement import CASES, submissions

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FRIDAY = date(2026, 2, 20)
STORY = (CASES / "kaltim-2026.jsonl").read_bytes().splitlines()


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, create=True, clock=lambda: NOW) as opened:
        opened.record(submissions(STORY[:150]))
        yield opened


@pytest.fixture
def views(ledger: Ledger, ledger_url: str) -> Iterator[Views]:
    """Read models that are up to date."""
    with open_views(ledger_url) as opened:
        Follower(ledger, opened).catch_up()
        yield opened


@pytest.fixture
def other(ledger: Ledger, ledger_url: str) -> Iterator[Views]:
    """Another connection to the same read models."""
    with open_views(ledger_url) as opened:
        yield opened


def rebuilt(url: str, ledger: Ledger, views: Views) -> Rebuild:
    """A rebuild that is built, and neither compared nor switched to yet."""
    rebuild = Rebuild(url, ledger, views, processes=1)
    rebuild.build()
    return rebuild


def status(ledger: Ledger, views: Views) -> list[StatusLine]:
    with views.snapshot():
        return Questions(ledger, views).status(FRIDAY, NOW)


def test_a_switch_in_the_middle_of_a_question_is_not_seen(
    ledger_url: str, ledger: Ledger, views: Views, other: Views
) -> None:
    with views.snapshot():
        questions = Questions(ledger, views)
        before = questions.status(FRIDAY, NOW)
        rebuilt(ledger_url, ledger, other).finish(lambda _: True)
        assert questions.status(FRIDAY, NOW) == before
        assert status(ledger, other) == before, "nobody waits for the one who is still reading"
    assert status(ledger, views) == before


def test_what_served_is_dropped_when_nobody_reads_it_any_more(
    ledger_url: str, ledger: Ledger, views: Views, other: Views
) -> None:
    served = Generation.serving(views)
    assert served is not None
    with views.snapshot():
        before = Questions(ledger, views).status(FRIDAY, NOW)
        rebuilt(ledger_url, ledger, other).finish(lambda _: True)
        Follower(ledger, other).catch_up()
        assert Questions(ledger, views).status(FRIDAY, NOW) == before
    Follower(ledger, other).catch_up()
    assert other.query("SELECT state FROM generation") == [("serving",)]
    assert not other.has_table(served.table("sheet"))


def test_questions_are_answered_while_generations_are_compared_and_switched(
    ledger_url: str, ledger: Ledger, views: Views, other: Views
) -> None:
    before = status(ledger, other)
    answers: list[list[StatusLine]] = []

    def accept(_: Comparison) -> bool:
        """Called in the middle of the transaction that compares and switches."""
        answers.append(status(ledger, other))
        return True

    rebuilt(ledger_url, ledger, views).finish(accept)
    assert answers == [before]


def test_others_write_between_the_steps_by_which_a_rebuild_catches_up(
    ledger_url: str, ledger: Ledger, views: Views, other: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild = rebuilt(ledger_url, ledger, views)
    ledger.record(submissions(STORY[150:]))
    monkeypatch.setattr("projections.follower.BATCH_OF_EVENTS", 5)
    step = Follower.step
    applied: list[bool] = []
    ends = 0

    def step_after_somebody_else(follower: Follower, upto: int | None = None) -> bool:
        nonlocal ends
        may_write = ends < 4  # each generation comes to the end twice before the last transaction
        if may_write:
            with other.transaction():
                other.query("SELECT count(*) FROM generation")
        moved = step(follower, upto)
        if moved:
            applied.append(may_write)
        else:
            ends += 1
        return moved

    monkeypatch.setattr(Follower, "step", step_after_somebody_else)
    comparison = rebuild.finish(lambda _: True)
    assert len(applied) > 10
    assert all(applied), "the last transaction had nothing to catch up with"
    assert (comparison.position, comparison.differences) == (len(STORY), [])
