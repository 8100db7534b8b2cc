"""Commands on ledgers in files and in databases, run in this process or as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.province import province
from cli.language import speak
from cli.main import main
from tests.integration.conftest import STORES

SAKSI = Path(sys.executable).with_name("saksi")
STORY = Path(__file__).resolve().parents[2] / "cases" / "kaltim-2026.jsonl"
BUDI = "199007212015021002"

Run = Callable[..., tuple[int, str, str]]
Ran = subprocess.CompletedProcess[str]


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no ledger yet: a file, or a database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/saksi.db"
    made: str = request.getfixturevalue("databases").new()
    return made


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line in this process: its status, and what it printed."""
    for name in ("SAKSI_DB", "SAKSI_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SAKSI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(arguments)
        told = capfd.readouterr()
        speak("en")
        return status, told.out, told.err

    return run


class Desk:
    """A folder with a ledger at a URL, commands run in it as processes, and those that still run."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAKSI_")}
        self.environment = {**kept, "LC_ALL": "C.UTF-8", "SAKSI_DB": url}
        self.running: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str, **options: object) -> Ran:
        """A command run to its end."""
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

    def follow(self, *arguments: str) -> subprocess.Popen[str]:
        """A follower at work: from here on it lives through an outage, and what it says of it comes next."""
        process = self.start("follow", *arguments)
        assert process.stderr is not None
        said = process.stderr.readline()
        assert said.startswith("Following from position "), said
        return process

    def ingest(self, lines: list[str]) -> None:
        """Record lines."""
        assert self.run("ingest", "-", input="".join(lines)).returncode == 0

    def position(self) -> int:
        """How far the read models are."""
        return int(json.loads(self.run("health", "--format", "json").stdout)["position"])

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture
def desk(tmp_path: Path, url: str) -> Iterator[Desk]:
    desk = Desk(tmp_path, url)
    yield desk
    desk.close()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait a minute at most."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def parts_of_the_story(count: int) -> list[list[str]]:
    """The lines of the story in so many parts."""
    lines = STORY.read_text(encoding="utf-8").splitlines(keepends=True)
    size = -(-len(lines) // count)
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def a_province(desk: Desk) -> None:
    """Enough employees for a rebuild to be split over processes, and to take a moment."""
    (desk.folder / "province.jsonl").write_bytes(b"".join(province(1_500, staff=300, units=6)))
    assert desk.run("ingest", "province.jsonl").returncode == 0


def nothing_differs(desk: Desk) -> bool:
    """Whether a rebuild finds what serves as it should be."""
    ran = desk.run("rebuild", "--dry-run", "--processes", "1", "--format", "json")
    found = json.loads(ran.stdout)
    return ran.returncode == 0 and not found["first"] and found["differences"] == []


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process this way")
    return [int(number) for number in children.read_text().split()]


def is_running(number: int) -> bool:
    """Whether there is a process of that number that does something."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
