"""Processes that keep the read models and are killed with SIGKILL at random: nothing is lost, doubled or left over."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from ledger.application import Ledger
from projections.views import open_views
from tests.integration.cli.conftest import (
    Desk,
    a_province,
    is_running,
    nothing_differs,
    wait_until,
    workers_of,
)
from tests.integration.projections.agreement import disagreements, submissions
from tests.integration.projections.test_random_ledgers import told_anyhow

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")

IN_SMALL_STEPS = """
import sys
from projections import follower
follower.BATCH_OF_EVENTS, follower.BATCH_OF_EMPLOYEES = 7, 2
from cli.main import main
sys.exit(main(["follow", "--poll", "0.05"]))
"""
"""The follower with so little in each transaction that a kill comes between two of them, or into one."""


def follow_and_kill(desk: Desk, after: float) -> None:
    """A follower that is killed so many seconds after it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", IN_SMALL_STEPS],
        env=desk.environment,
        cwd=desk.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    desk.running.append(process)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Following from position")
    time.sleep(after)
    assert process.poll() is None
    process.kill()
    process.wait(30)
    assert process.stderr.read() == ""


@pytest.mark.parametrize("seed", range(3))
def test_a_follower_killed_at_random_while_anything_is_recorded_agrees_with_rebuilds_and_replays(
    desk: Desk, seed: int
) -> None:
    """Facts come in any order: late ones, voids and voids of voids, and policies dated long before."""
    dice = random.Random(seed)
    told = submissions(told_anyhow(dice.choice(["rank-1001", "calls-1003", "mixed-1001", "mixed-1002"]), dice))
    count = len(told)

    def write(ledger: Ledger) -> None:
        while told:
            size = dice.randint(1, max(2, count // 30))
            ledger.record(told[:size])
            del told[:size]
            time.sleep(0.1)

    with Ledger.open(desk.url, create=True) as ledger:
        writing = Thread(target=write, args=(ledger,))
        writing.start()
        kills = random.Random(-seed)
        while writing.is_alive():
            follow_and_kill(desk, after=kills.uniform(0, 0.5))
        for _ in range(2):
            follow_and_kill(desk, after=kills.uniform(0, 0.3))
        assert desk.run("follow", "--once").returncode == 0
        assert desk.position() == ledger.last_position() == count
        now = datetime.now(UTC)
        instants = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=kills.uniform(0, 300)) for _ in range(2)]
        with open_views(desk.url) as views:
            assert list(disagreements(ledger, views, [*instants, now])) == []
    assert nothing_differs(desk)


def test_rebuilds_killed_at_random_leave_what_served_and_no_process_and_no_table(desk: Desk) -> None:
    dice = random.Random(3)
    a_province(desk)
    assert desk.run("rebuild").returncode == 0
    tables = len(tables_of(desk))
    question = (
        "status",
        "--date",
        "2026-01-06",
        "--as-of",
        "2026-02-01T00:00:00Z",
        "--no-catch-up",
        "--format",
        "json",
    )
    wanted = json.loads(desk.run(*question).stdout)
    for after in (None, *(dice.uniform(0.3, 3.5) for _ in range(4))):
        kill_a_rebuild(desk, after)
        ran = desk.run(*question)
        assert (ran.returncode, ran.stderr, json.loads(ran.stdout)) == (0, "", wanted)
    assert desk.run("rebuild").returncode == 0
    with open_views(desk.url) as views:
        assert views.query("SELECT state FROM generation") == [("serving",)]
    assert len(tables_of(desk)) == tables
    assert json.loads(desk.run(*question).stdout) == wanted


def kill_a_rebuild(desk: Desk, after: float | None) -> None:
    """Kill one so many seconds after it was started, or as soon as its processes work; they must end too."""
    process = desk.start("rebuild", "--processes", "2")
    if after is None:
        wait_until(lambda: len(workers_of(process)) >= 2)
    else:
        time.sleep(after)
    workers = workers_of(process)
    process.kill()
    process.wait(30)
    wait_until(lambda: not any(is_running(worker) for worker in workers))


def tables_of(desk: Desk) -> list[str]:
    """The tables of the read models."""
    listing = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if desk.url.startswith("postgres"):
        listing = "SELECT tablename FROM pg_tables WHERE schemaname = 'saksi_views'"
    with open_views(desk.url) as views:
        return [name for (name,) in views.query(listing)]
