"""A rebuild gives what the follower kept, serves it in one step, or leaves everything as it was."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from ledger.application import Ledger
from projections.follower import Follower
from projections.generation import Generation, OtherVersion, RebuildOvertaken
from projections.questions import Questions
from projections.rebuild import Rebuild
from projections.views import Views, open_views

from .agreement import CASES, disagreements, submissions

LATE = datetime(2027, 3, 1, tzinfo=UTC)


def ledger_of(case: str, url: str) -> tuple[Ledger, Views]:
    """A case recorded and followed in random batches."""
    dice = random.Random(case)
    ledger, views = Ledger.open(url, create=True, clock=lambda: LATE), open_views(url)
    told = submissions((CASES / f"{case}.jsonl").read_bytes().splitlines())
    while told:
        count = dice.randint(1, 80)
        ledger.record(told[:count])
        told = told[count:]
        Follower(ledger, views).catch_up()
    return ledger, views


@pytest.mark.parametrize("case", ["kaltim-2026", "calls-1003", "mixed-1001", "rank-1000"])
def test_what_the_follower_kept_is_what_a_rebuild_gives(case: str, ledger_url: str) -> None:
    ledger, views = ledger_of(case, ledger_url)
    with ledger, views:
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        comparison = rebuild.finish(lambda _: True)
        assert comparison.differences == []
        assert list(disagreements(ledger, views, [datetime(2026, 6, 1, 3, tzinfo=UTC)])) == []


def test_two_processes_build_what_one_builds(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        rebuild = Rebuild(ledger_url, ledger, views, processes=2)
        rebuild.build()
        assert rebuild.finish(lambda _: True).differences == []


def test_a_refused_rebuild_leaves_the_serving_generation(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        before = Generation.serving(views)
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        rebuild.finish(lambda _: False)
        after = Generation.serving(views)
        assert before is not None
        assert after is not None
        assert after.number == before.number
        assert views.query("SELECT count(*) FROM generation") == [(1,)]


def test_a_row_that_somebody_changed_is_found_and_named(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        serving = Generation.serving(views)
        assert serving is not None
        nip = "199007212015021002"
        views.write(f"DELETE FROM {serving.table('call')} WHERE nip = ? AND position = 153", [(nip,)])
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        comparison = rebuild.finish(lambda _: True)
        assert [(one.nip, one.what, one.before, one.after) for one in comparison.differences] == [
            (nip, "call c-07 #153", "-", "missed")
        ]


def test_a_rebuild_catches_up_with_what_was_recorded_meanwhile(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        ledger.record(
            submissions([b'{"type":"EventVoided","id":"late","target":"e-00114","reason":"x","authority":"y"}'])
        )
        Follower(ledger, views).catch_up()
        comparison = rebuild.finish(lambda _: True)
        assert comparison.differences == []
        assert comparison.position == ledger.last_position()


def test_rows_of_another_version_of_the_program_are_neither_followed_nor_read(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        follower = Follower(ledger, views)
        views.write("UPDATE generation SET versions = '{}'")
        for refused in (follower.step, follower.catch_up, lambda: Questions(ledger, views)):
            with pytest.raises(OtherVersion, match="another version"):
                refused()
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        assert rebuild.finish(lambda _: True).first
        follower.catch_up()


def test_of_two_rebuilds_the_earlier_gives_way_also_after_it_was_built(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views, open_views(ledger_url) as other:
        earlier = Rebuild(ledger_url, ledger, views, processes=1)
        earlier.build()
        later = Rebuild(ledger_url, ledger, other, processes=1)
        later.build()
        with pytest.raises(RebuildOvertaken):
            earlier.finish(lambda _: True)
        assert later.finish(lambda _: True).differences == []


def test_who_gives_up_after_the_switch_drops_nothing(ledger_url: str) -> None:
    ledger, views = ledger_of("kaltim-2026", ledger_url)
    with ledger, views:
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        assert rebuild.give_up()
        rebuild.build()
        assert rebuild.give_up()
        rebuild.build()
        rebuild.finish(lambda _: True)
        assert not rebuild.give_up()
        assert list(disagreements(ledger, views, [datetime(2026, 6, 1, 3, tzinfo=UTC)])) == []
