"""What is told, folded by a subscriber, is what a replay says: for everybody, at every instant, after whatever came."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bench.province import province
from ledger.application import Ledger
from projections.announcer import Announcer
from projections.follower import Follower
from projections.generation import Generation
from projections.rebuild import Rebuild
from projections.told import ToldUnreadable
from projections.views import Views, open_views

from .agreement import CASES as CASES_FOLDER
from .agreement import people_in, submissions
from .officers import Officers
from .subscriber import Subscriber, what_stands
from .test_random_ledgers import mixed, told_anyhow

CASES = ("rank-1000", "rank-1001", "rank-1002", "calls-1003", "calls-1004", "mixed-1002", "mixed-1001")


def announce(announcer: Announcer, subscriber: Subscriber, known_at: int) -> None:
    """Announce all there is, and hand it to the subscriber."""
    while announcer.step(published=subscriber.number):
        pass
    for row in announcer.tables.after(subscriber.number, 1_000_000):
        subscriber.take(row, known_at)


def expect_agreement(ledger: Ledger, views: Views, announcer: Announcer, subscriber: Subscriber) -> None:
    generation = Generation.serving(views)
    assert generation is not None
    checkpoint = generation.checkpoint
    if checkpoint.laid_until is None:
        assert subscriber.number == 0
        return
    as_of = announcer.tables.announced().as_of
    expected = what_stands(ledger, people_in(ledger), checkpoint.position, checkpoint.laid_until, as_of)
    assert subscriber.days == expected.days
    assert subscriber.allegations == expected.allegations
    assert subscriber.bands == expected.bands
    assert subscriber.cases == expected.cases
    assert subscriber.bases == expected.bases


class Clock:
    """The ledger's clock, which only goes on."""

    def __init__(self) -> None:
        self.now = datetime(2025, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def tell_all_along(lines: list[bytes], dice: random.Random, ledger_url: str, batch: int, acts: int = 0) -> Subscriber:
    """Told in random portions with the clock going on, followed and announced now and then.

    After each portion officers take up to so many steps in discipline cases.
    """
    clock, subscriber, told = Clock(), Subscriber(), submissions(lines)
    step = timedelta(days=480) * batch / len(told)
    with Ledger.open(ledger_url, create=True, clock=clock) as ledger, open_views(ledger_url) as views:
        ledger.record(told[:1])
        follower = Follower(ledger, views)
        follower.catch_up()
        announcer = Announcer(ledger, views)
        officers = Officers(ledger, dice, [one.event.id for one in told])
        while told:
            count = dice.randint(1, batch)
            now, told = told[:count], told[count:]
            ledger.record(now)
            for _ in range(dice.randint(0, acts)):
                officers.act(clock.now - timedelta(days=dice.uniform(-3, 90)))
            clock.now += step * dice.uniform(0, 1.5) * dice.choice((0, 0.01, 1, 1))
            for _ in range(dice.randint(0, 3)):
                follower.step()
            if dice.random() < 0.4:
                announce(announcer, subscriber, ledger.last_position())
            if dice.random() < 0.05:
                rebuild = Rebuild(ledger_url, ledger, views, processes=1)
                rebuild.build()
                announce(announcer, subscriber, ledger.last_position())
                rebuild.finish(lambda _: dice.random() < 0.8)
            if dice.random() < 0.1:
                follower.catch_up()
                announce(announcer, subscriber, ledger.last_position())
                expect_agreement(ledger, views, announcer, subscriber)
        follower.catch_up()
        for _ in range(3):
            announce(announcer, subscriber, ledger.last_position())
            expect_agreement(ledger, views, announcer, subscriber)
            clock.now += timedelta(days=dice.uniform(0, 20))
    return subscriber


@pytest.mark.parametrize("seed", range(5))
def test_a_subscriber_holds_what_a_replay_says_of_a_ledger_told_anyhow(seed: int, ledger_url: str) -> None:
    dice = random.Random(seed)
    tell_all_along(told_anyhow(dice.choice(CASES), dice), dice, ledger_url, 40)


@pytest.mark.parametrize("seed", range(2))
def test_a_subscriber_holds_what_a_replay_says_of_a_province(seed: int, ledger_url: str) -> None:
    dice = random.Random(seed)
    lines = [line.strip() for line in province(700, seed, staff=9, units=4)]
    subscriber = tell_all_along(mixed(lines, dice), dice, ledger_url, 60)
    assert {kind for kind, _ in subscriber.told} >= {"DayFinalised", "DayChanged", "BandReached"}


@pytest.mark.parametrize("seed", range(4))
def test_a_subscriber_holds_what_a_replay_says_of_cases_and_what_they_stand_on(seed: int, ledger_url: str) -> None:
    dice = random.Random(seed)
    case = dice.choice(["calls-1001", "calls-1002", "calls-1004", "calls-1005"])
    subscriber = tell_all_along(told_anyhow(case, dice), dice, ledger_url, 40, acts=8)
    assert "CaseMoved" in {kind for kind, _ in subscriber.told}


def story_of(url: str, case: str = "kaltim-2026") -> tuple[Ledger, Views]:
    """A case that was recorded and followed."""
    ledger, views = Ledger.open(url, create=True, clock=lambda: datetime(2026, 6, 1, tzinfo=UTC)), open_views(url)
    ledger.record(submissions((CASES_FOLDER / f"{case}.jsonl").read_bytes().splitlines()))
    Follower(ledger, views).catch_up()
    return ledger, views


def rebuild_of(url: str, ledger: Ledger, views: Views) -> None:
    rebuild = Rebuild(url, ledger, views, processes=1)
    rebuild.build()
    rebuild.finish(lambda _: True)


def test_a_rebuild_without_a_difference_tells_nothing_and_one_with_it_tells_it_once(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        announcer, subscriber = Announcer(ledger, views), Subscriber()
        announce(announcer, subscriber, ledger.last_position())
        told = subscriber.number
        rebuild_of(ledger_url, ledger, views)
        announce(announcer, subscriber, ledger.last_position())
        assert subscriber.number == told > 100
        serving = Generation.serving(views)
        assert serving is not None
        nip = "199007212015021002"
        (month,) = views.query(f"SELECT max(month) FROM {serving.table('sheet')} WHERE nip = ?", (nip,))[0]
        views.write(f"DELETE FROM {serving.table('sheet')} WHERE nip = ? AND month < ?", [(nip, month)])
        views.write(f"INSERT INTO {serving.table('stirred')} VALUES (?)", [(nip,)])
        announce(announcer, subscriber, ledger.last_position())
        wrong = subscriber.number - told
        assert wrong > 0, "rows that are wrong are told as they are"
        rebuild_of(ledger_url, ledger, views)
        announce(announcer, subscriber, ledger.last_position())
        assert subscriber.number == told + 2 * wrong
        expect_agreement(ledger, views, announcer, subscriber)


def test_nothing_is_told_beyond_what_the_read_models_know(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        ledger.recorder.clock = lambda: datetime(2026, 6, 3, tzinfo=UTC)
        announcer = Announcer(ledger, views)
        while announcer.step():
            pass
        assert announcer.tables.announced().as_of == datetime(2026, 6, 3, tzinfo=UTC)
        ledger.recorder.clock = lambda: datetime(2026, 6, 5, tzinfo=UTC)
        ledger.record(
            submissions([b'{"type":"EventVoided","id":"late","target":"e-00114","reason":"x","authority":"y"}'])
        )
        ledger.recorder.clock = lambda: datetime(2026, 6, 20, tzinfo=UTC)
        while announcer.step():
            pass
        assert announcer.tables.announced().as_of <= datetime(2026, 6, 5, tzinfo=UTC)
        Follower(ledger, views).catch_up()
        while announcer.step():
            pass
        assert announcer.tables.announced().as_of == datetime(2026, 6, 20, tzinfo=UTC)
        ledger.recorder.clock = lambda: datetime(2026, 9, 1, tzinfo=UTC)
        while announcer.step():
            pass
        end_of_june_in_the_east = datetime(2026, 6, 30, 15, tzinfo=UTC)
        assert announcer.tables.announced().as_of < end_of_june_in_the_east, "no sheets are laid out beyond"


def test_whoever_waits_to_be_derived_again_is_not_looked_at(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        serving, follower = Generation.serving(views), Follower(ledger, views)
        assert serving is not None
        late = {"type": "HolidayDeclared", "id": "late", "scope": "kaltim", "date": "2026-02-20", "kind": "holiday"}
        ledger.record(submissions([msgspec.json.encode(late | {"name": "x", "regulation": "y"})]))
        follower.step()
        waiting = {nip for (nip,) in views.query(f"SELECT nip FROM {serving.table('pending')}")}
        assert waiting
        announcer = Announcer(ledger, views)
        while announcer.step():
            pass
        assert not waiting & {row.nip for row in announcer.tables.after(0, 10_000)}
        follower.catch_up()
        subscriber = Subscriber()
        announce(announcer, subscriber, ledger.last_position())
        assert waiting & {told["nip"] for _, told in subscriber.told}
        expect_agreement(ledger, views, announcer, subscriber)


def test_a_day_that_is_not_served_any_more_names_the_assignments(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        announcer, subscriber = Announcer(ledger, views), Subscriber()
        announce(announcer, subscriber, ledger.last_position())
        nip = "199007212015021002"
        ended = {"type": "EmploymentEnded", "id": "end", "nip": nip, "effective_from": "2026-02-20", "reason": "x"}
        ledger.record(submissions([msgspec.json.encode(ended)]))
        Follower(ledger, views).catch_up()
        before = len(subscriber.told)
        announce(announcer, subscriber, ledger.last_position())
        withdrawn = [told for kind, told in subscriber.told[before:] if kind == "DayWithdrawn"]
        assert {told["why"] for told in withdrawn} == {"not_served"}
        assert all(told["positions"][-1] == ledger.last_position() for told in withdrawn)
        expect_agreement(ledger, views, announcer, subscriber)


def test_what_was_told_and_cannot_be_read_is_said_in_one_sentence(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        announcer = Announcer(ledger, views)
        while announcer.step():
            pass
        serving = Generation.serving(views)
        assert serving is not None
        nip = people_in(ledger)[0]
        views.write("UPDATE told SET state = ? WHERE nip = ?", [(b"?", nip)])
        views.write(f"INSERT INTO {serving.table('stirred')} VALUES (?)", [(nip,)])
        with pytest.raises(ToldUnreadable, match=f"what was told of employee {nip} cannot be read"):
            announcer.step()


def test_what_is_published_leaves_the_outbox_but_for_the_last(ledger_url: str) -> None:
    ledger, views = story_of(ledger_url)
    with ledger, views:
        announcer = Announcer(ledger, views)
        while announcer.step():
            pass
        last = announcer.last_number
        assert len(announcer.tables.after(0, 10_000)) == last
        serving = Generation.serving(views)
        assert serving is not None
        views.write(f"INSERT INTO {serving.table('stirred')} VALUES ('nobody')")
        assert announcer.step(published=last)
        assert [row.position for row in announcer.tables.after(0, 10_000)] == [last]
