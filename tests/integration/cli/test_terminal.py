"""What a person at a terminal sees and a pipe does not: progress, colour, and lines broken between words."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

SAKSI = Path(sys.executable).with_name("saksi")
STORY = Path(__file__).resolve().parents[2] / "cases" / "kaltim-2026.jsonl"
BUDI = "199007212015021002"


@pytest.fixture
def at_terminal(tmp_path):
    """Run the command with a terminal of so many columns for all three streams; what it showed, and its status."""

    def run(*arguments: str, columns: int = 80, **more: str) -> tuple[str, int]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        environment = {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SAKSI_LANG": "en", **more}
        environment["SAKSI_DB"] = f"sqlite:///{tmp_path}/saksi.db"
        process = subprocess.Popen(
            [SAKSI, *arguments], env=environment, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not chunk:
                break
            shown += chunk
        os.close(ours)
        return shown.decode().replace("\r\n", "\n"), process.wait(60)

    return run


def many(folder: Path) -> str:
    (folder / "many.jsonl").write_text(
        "".join(
            f'{{"type": "CheckedIn", "id": "c-{n}", "nip": "{BUDI}", "occurred_at": "2026-02-20T07:00:00+08:00"}}\n'
            for n in range(50_000)
        )
    )
    return "many.jsonl"


def test_a_long_intake_shows_progress_on_a_terminal(at_terminal, tmp_path):
    shown, status = at_terminal("ingest", many(tmp_path))
    assert status == 0
    assert "many.jsonl" in shown
    assert "lines" in shown
    assert "\x1b[" in shown
    assert shown.rstrip().endswith("Recorded 50000, duplicates 0, refused 0; the ledger ends at position 50000.")


def test_a_pipe_sees_no_progress(tmp_path):
    ran = subprocess.run(
        [SAKSI, "ingest", many(tmp_path), "--db", "sqlite:///saksi.db"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["en", "id"])
def test_tables_and_messages_keep_to_the_width_of_the_terminal(at_terminal, language, columns):
    at_terminal("ingest", str(STORY))
    for arguments in (["replay", BUDI, "--explain"], ["events", BUDI], ["policy", "list"], ["replay", "x" * 30]):
        shown, status = at_terminal("--lang", language, *arguments, columns=columns)
        assert status == 0
        assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines())) <= columns


def test_colour_is_for_terminals_that_want_it(at_terminal):
    at_terminal("ingest", str(STORY))
    assert "\x1b[31m" in at_terminal("replay", BUDI)[0]
    assert "\x1b[3" not in at_terminal("replay", BUDI, NO_COLOR="1")[0]
    assert "\x1b" not in at_terminal("replay", BUDI, TERM="dumb")[0]


def test_a_long_error_is_broken_between_words(at_terminal):
    shown, status = at_terminal("replay", BUDI, "--as-of", "2026-02-02T10:00")
    assert status == 2
    assert max(map(len, shown.splitlines())) <= 80
    assert "+09:00 for WIT" in " ".join(shown.split())
