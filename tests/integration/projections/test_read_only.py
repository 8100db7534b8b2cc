"""Read models on a medium that cannot be written are asked as they lie there, as the ledger is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.application import Ledger

from .agreement import CASES, submissions

ASK_TWICE = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from domain.errors import SaksiError
from ledger.application import Ledger
from projections.follower import Follower
from projections.questions import Questions
from projections.views import open_views

def ask(file):
    url = f"sqlite:///{file}"
    try:
        with Ledger.open(url) as ledger, open_views(url) as views:
            try:
                Follower(ledger, views).catch_up()
            except SaksiError as error:
                print(error.code)
            print(len(Questions(ledger, views).status(date(2026, 2, 20), datetime(2026, 3, 1, tzinfo=UTC))))
    except SaksiError as error:
        print(error.code)

file = Path(sys.argv[1])
ask(file)
if "without" in sys.argv:
    Path(f"{file}.views").unlink()
for path in file.parent.iterdir():
    path.chmod(0o444)
file.parent.chmod(0o555)
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
ask(file)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")


@pytest.mark.parametrize(
    ("further", "said"),
    [
        ([], ["6", "views_forbidden", "6"]),
        (["without"], ["6", "views_forbidden", "no_read_models"]),
    ],
)
def test_where_nothing_may_be_written_what_is_there_answers(
    tmp_path: Path, further: list[str], said: list[str]
) -> None:
    file = tmp_path / "kept" / "saksi.db"
    file.parent.mkdir()
    for folder in file.parents:
        if folder.owner() == file.parent.owner() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    with Ledger.open(f"sqlite:///{file}", create=True) as ledger:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
    command = [sys.executable, "-c", ASK_TWICE, str(file), *further]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    file.parent.chmod(0o755)
    assert (ran.stdout.split(), ran.stderr) == (said, "")
