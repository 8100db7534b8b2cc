"""The read models kept by real processes: killed, told to end, two at once, and asked while they are rebuilt."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.province import province

SAKSI = Path(sys.executable).with_name("saksi")
STORY = Path(__file__).resolve().parents[2] / "cases" / "kaltim-2026.jsonl"
FRIDAY = ("status", "--date", "2026-02-20", "--format", "json")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")

Ran = subprocess.CompletedProcess[str]


class Desk:
    """A folder with a ledger, commands run in it, and those that still run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAKSI_")}
        self.environment = {**kept, "LC_ALL": "C.UTF-8", "SAKSI_DB": f"sqlite:///{folder}/saksi.db"}
        self.running: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str, **options: object) -> Ran:
        settings = {"env": self.environment, "cwd": self.folder, "capture_output": True, "text": True, "timeout": 120}
        return subprocess.run([SAKSI, *arguments], **{**settings, **options}, check=False)  # type: ignore[call-overload]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command in a group of its own, as a terminal starts it."""
        process = subprocess.Popen(
            [SAKSI, *arguments],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def ingest(self, lines: list[str]) -> None:
        assert self.run("ingest", "-", input="".join(lines)).returncode == 0

    def position(self) -> int:
        return int(json.loads(self.run("health", "--format", "json").stdout)["position"])

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def parts_of_the_story(count: int) -> list[list[str]]:
    lines = STORY.read_text(encoding="utf-8").splitlines(keepends=True)
    size = -(-len(lines) // count)
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def a_province(desk: Desk) -> None:
    """Enough employees for a rebuild to be split over processes, and to take a moment."""
    (desk.folder / "province.jsonl").write_bytes(b"".join(province(1_500, staff=300, units=6)))
    assert desk.run("ingest", "province.jsonl").returncode == 0


def nothing_differs(desk: Desk) -> bool:
    ran = desk.run("rebuild", "--dry-run", "--processes", "1", "--format", "json")
    found = json.loads(ran.stdout)
    return ran.returncode == 0 and not found["first"] and found["differences"] == []


def test_a_follower_killed_at_any_moment_loses_and_doubles_nothing(desk):
    dice = random.Random(5)
    for part in parts_of_the_story(5):
        desk.ingest(part)
        process = desk.start("follow", "--poll", "0.01")
        time.sleep(dice.uniform(0.2, 0.9))
        process.kill()
        process.wait(30)
    assert desk.run("follow", "--once").returncode == 0
    assert desk.position() == 179
    assert nothing_differs(desk)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_follower_told_to_end_says_what_was_done(desk, number):
    desk.ingest(parts_of_the_story(1)[0])
    process = desk.start("follow", "--format", "json")
    wait_until(lambda: desk.position() == 179)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out)["position"] == 179
    assert err == "Following from position 0.\n"


def test_a_follower_told_to_end_in_the_middle_finishes_its_batch(desk):
    a_province(desk)
    process = desk.start("follow", "--format", "json")
    wait_until(lambda: desk.position() > 0)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out)["position"] == desk.position()


def test_two_followers_at_once_do_each_thing_once(desk):
    first, *rest = parts_of_the_story(4)
    desk.ingest(first)
    followers = [desk.start("follow", "--poll", "0.01") for _ in range(2)]
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
    follower = desk.start("follow", "--poll", "0.01")
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


def test_the_processes_of_a_killed_rebuild_end_with_it(desk):
    a_province(desk)
    process = desk.start("rebuild", "--processes", "2")
    wait_until(lambda: len(workers_of(process)) >= 2)
    time.sleep(1)
    workers = workers_of(process)
    process.kill()
    process.wait(30)
    wait_until(lambda: not any(is_running(worker) for worker in workers))
    assert desk.run("rebuild").returncode == 0


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process this way")
    return [int(number) for number in children.read_text().split()]


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
