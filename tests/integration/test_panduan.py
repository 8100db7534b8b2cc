"""The guide for committees: its commands do what it shows."""

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
PAGE = (ROOT / "docs" / "panduan-komite.md").read_text(encoding="utf-8")
COMMANDS = [
    step
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for step in re.findall(r"^\$ saksi (.*)\n((?:(?!\$ ).*\n?)*)", block, re.MULTILINE)
]
DIFFERS = re.compile(
    r"sha256:[0-9a-f ]{64,90}|SHA-256\s+(?:[0-9a-f]\s*){12,64}…?|"
    r"dicatat \w{3} 20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?)? \w+|"  # on a whole minute without seconds
    r"\w{3} 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \w+|\d+ bita|Akar\s+[0-9a-f]{64}|\+[0-9a-f]{8}(?:\+[\w/+=]+)?"
)
"""Digests, hashes and keys, when something was recorded, and the length of a file, which has such a digest in it."""
REFUSED = "Galat: "


def masked(text: str) -> str:
    """The text without what differs from ledger to ledger, and without the line breaks that this moves."""
    return " ".join(DIFFERS.sub("…", " ".join(text.split())).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the story and the policies where the guide has them, the papers, and no ledger yet."""
    folder = tmp_path_factory.mktemp("panduan")
    (folder / "tests").mkdir()
    (folder / "tests" / "cases").symlink_to(ROOT / "tests" / "cases")
    (folder / "policies").symlink_to(ROOT / "policies")
    for name in set(re.findall(r"(?:=|--report )([\w-]+\.pdf)", PAGE)):
        (folder / name).write_text(f"pindaian {name}\n")
    return folder


def run(arguments: str, folder: Path) -> tuple[int, str]:
    """The exit status and everything that is shown, messages last."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAKSI_")}
    done = subprocess.run(
        [SAKSI, *shlex.split(arguments)],
        cwd=folder,
        env=environment | {"COLUMNS": "100", "SAKSI_LANG": "id"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_guide_walks_from_the_third_call_to_the_end_of_the_appeal() -> None:
    told = " ".join(arguments for arguments, _ in COMMANDS)
    for word in ("open", "summons-issued", "case-decided", "objection-decided", "appeal-decided", "check", "export"):
        assert word in told


def test_the_guide_shows_what_its_commands_print(folder: Path) -> None:
    for arguments, shown in COMMANDS:
        assert shown.strip(), f"nothing is shown of {arguments}"
        status, printed = run(arguments, folder)
        assert status == (1 if REFUSED in shown else 0), (arguments, printed)
        for part in re.split(r"^…$", shown, flags=re.MULTILINE):
            assert masked(part) in masked(printed), arguments
