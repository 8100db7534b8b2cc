"""Ledgers told in any order, with voids and law that comes late: live, rebuilt and replayed say the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bench.province import province
from ledger.application import Ledger
from projections.follower import Follower
from projections.rebuild import Rebuild
from projections.views import open_views

from .agreement import CASES, disagreements, submissions
from .officers import Officers

LATE = datetime(2027, 3, 1, tzinfo=UTC)


def told_anyhow(case: str, dice: random.Random) -> list[bytes]:
    """The facts of a case in any order, with voids and voids of voids among them."""
    lines = (CASES / f"{case}.jsonl").read_bytes().splitlines()
    return mixed([line for line in lines if b'"EventVoided"' not in line], dice)


def mixed(lines: list[bytes], dice: random.Random) -> list[bytes]:
    """These facts in any order, with voids and voids of voids among them."""
    dice.shuffle(lines)
    told: list[bytes] = []
    ids: list[str] = []
    for line in lines:
        told.append(line)
        ids.append(msgspec.json.decode(line)["id"])
        if dice.random() < 0.06:
            void = {"type": "EventVoided", "id": f"v-{len(told)}", "target": dice.choice(ids), "reason": "x"}
            told.append(msgspec.json.encode(void | {"authority": "x"}))
            ids.append(f"v-{len(told) - 1}")
    return told


@pytest.mark.parametrize("seed", range(6))
def test_live_rebuilt_and_replayed_agree_on_a_ledger_told_anyhow(seed: int, ledger_url: str) -> None:
    dice = random.Random(seed)
    case = dice.choice(["rank-1000", "rank-1001", "rank-1002", "calls-1003", "mixed-1002"])
    agree_all_along(told_anyhow(case, dice), dice, ledger_url)


@pytest.mark.parametrize("seed", range(2))
def test_they_agree_on_the_province_of_the_generator_with_law_and_facts_that_come_late(
    seed: int, ledger_url: str
) -> None:
    dice = random.Random(seed)
    lines = [line.strip() for line in province(700, seed, staff=9, units=4)]
    agree_all_along(mixed(lines, dice), dice, ledger_url)


@pytest.mark.parametrize("seed", range(6))
def test_they_agree_on_cases_whatever_steps_are_taken_and_whatever_is_voided_under_them(
    seed: int, ledger_url: str
) -> None:
    dice = random.Random(seed)
    case = dice.choice(["calls-1001", "calls-1002", "calls-1004", "calls-1005", "mixed-1001"])
    agree_all_along(told_anyhow(case, dice), dice, ledger_url, acts=8)


def agree_all_along(lines: list[bytes], dice: random.Random, ledger_url: str, acts: int = 0) -> None:
    """Told in random batches, followed by one follower after the other: at the end all three say the same.

    Between batches officers take up to so many steps in discipline cases.
    """
    told = submissions(lines)
    count_of_all = len(told)
    with Ledger.open(ledger_url, create=True) as ledger, open_views(ledger_url) as views:
        ledger.recorder.clock = lambda: LATE - timedelta(days=400 * len(told) / count_of_all)
        officers = Officers(ledger, dice, [one.event.id for one in told])
        while told:
            count = dice.randint(1, 40)
            now, told = told[:count], told[count:]
            ledger.record(now)
            for _ in range(dice.randint(0, acts)):
                officers.act(LATE - timedelta(days=dice.uniform(1, 330)))
            for _ in range(dice.randint(0, 2)):
                Follower(ledger, views).step()  # one that was killed and one that goes on are the same
        for _ in range(4 * acts):
            officers.act(LATE - timedelta(days=dice.uniform(1, 330)))
            Follower(ledger, views).step()
        Follower(ledger, views).catch_up()
        instants = [LATE - timedelta(days=dice.uniform(1, 460)) for _ in range(2)]
        assert list(disagreements(ledger, views, instants)) == []
        rebuild = Rebuild(ledger_url, ledger, views, processes=1)
        rebuild.build()
        assert rebuild.finish(lambda _: True).differences == []
