"""A ledger that holds the Kaltim story, and a way to run commands on it inside this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.language import speak
from cli.main import main

STORY = Path(__file__).resolve().parents[2] / "cases" / "kaltim-2026.jsonl"


@dataclass
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.err)["error"]
        return found


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    """No ledger, language or width of whoever runs the tests."""
    for name in ("SAKSI_DB", "SAKSI_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SAKSI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    yield
    speak("en")


@pytest.fixture
def run(capfd) -> Run:
    """Run a command line; the ledger is ``saksi.db`` in the test's own folder."""

    def run(*arguments: str) -> Ran:
        capfd.readouterr()
        status = main(arguments)
        captured = capfd.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def _recorded_story(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("story") / "saksi.db"
    assert main(["ingest", str(STORY), "--db", f"sqlite:///{file}"]) == 0
    return file


@pytest.fixture
def story(_recorded_story, tmp_path) -> Path:
    """The story, recorded in ``saksi.db`` of the test's own folder."""
    return Path(shutil.copy(_recorded_story, tmp_path / "saksi.db"))
