"""The read models kept by real processes: told to end, two at once, and asked while they are rebuilt."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from tests.integration.cli.conftest import (
    a_province,
    nothing_differs,
    parts_of_the_story,
    wait_until,
    workers_of,
)

FRIDAY = ("status", "--date", "2026-02-20", "--format", "json")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_follower_told_to_end_says_what_was_done(desk, number):
    desk.ingest(parts_of_the_story(1)[0])
    process = desk.follow("--format", "json")
    wait_until(lambda: desk.position() == 179)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out)["position"] == 179
    assert err == ""


def test_a_follower_told_to_end_in_the_middle_finishes_its_batch(desk):
    a_province(desk)
    process = desk.follow("--format", "json")
    wait_until(lambda: desk.position() > 0)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out)["position"] == desk.position()


def test_two_followers_at_once_do_each_thing_once(desk):
    first, *rest = parts_of_the_story(4)
    desk.ingest(first)
    followers = [desk.follow("--poll", "0.01") for _ in range(2)]
    for part in rest:
        desk.ingest(part)
    wait_until(lambda: desk.position() == 179)
    for follower in followers:
        follower.send_signal(signal.SIGTERM)
        assert follower.wait(30) == 0
    assert nothing_differs(desk)


def test_questions_are_answered_while_read_models_are_rebuilt_and_switched(desk):
    desk.ingest(parts_of_the_story(1)[0])
    wanted = json.loads(desk.run(*FRIDAY).stdout)["employees"]
    follower = desk.follow("--poll", "0.01")
    rebuilds = [desk.start("rebuild", "--processes", "1")]
    while len(rebuilds) < 4:
        ran = desk.run(*FRIDAY, "--no-catch-up")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert json.loads(ran.stdout)["employees"] == wanted
        if rebuilds[-1].poll() is not None:
            rebuilds.append(desk.start("rebuild", "--processes", "1"))
    assert [process.wait(60) for process in rebuilds] == [0, 0, 0, 0]
    follower.send_signal(signal.SIGTERM)
    assert follower.wait(30) == 0, follower.communicate()


def test_control_c_in_a_rebuild_by_many_processes_leaves_what_served(desk):
    a_province(desk)
    assert desk.run("rebuild").returncode == 0
    process = desk.start("rebuild", "--processes", "2")
    wait_until(lambda: len(workers_of(process)) >= 2)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # a terminal interrupts them all
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.startswith("Note: the read models that served before go on serving\nError: interrupted")
    assert "Traceback" not in err
    assert desk.run("health", "--max-lag", "0").returncode == 0
