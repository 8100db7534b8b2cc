"""The transcript in the README is what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAKSI = str(Path(sys.executable).with_name("saksi"))

CONSOLE = re.search(r"```console\n(.*?)\n```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
STEPS = re.findall(r"^\$ saksi (.*)\n((?:(?!\$ ).*\n?)*)", CONSOLE, re.MULTILINE)
RECORDED = re.compile(r"(recorded\s+)\w{3} \d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})? WITA")
"""When the facts were recorded differs from run to run."""


def masked(text: str) -> str:
    """The text without the instants of recording, and without the line breaks that their length moves."""
    return " ".join(RECORDED.sub(r"\1…", text).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the story where the README has it, and no ledger yet."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "tests").mkdir()
    (folder / "tests" / "cases").symlink_to(ROOT / "tests" / "cases")
    return folder


def test_the_transcript_has_its_three_steps() -> None:
    assert len(STEPS) == 3


def test_the_transcript_is_what_the_commands_print(folder: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAKSI_")}
    environment |= {"COLUMNS": "80", "SAKSI_LANG": "en"}
    for arguments, shown in STEPS:
        done = subprocess.run(
            [SAKSI, *shlex.split(arguments)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        for part in re.split(r"^…$", shown, flags=re.MULTILINE):
            assert masked(part) in masked(done.stdout)
