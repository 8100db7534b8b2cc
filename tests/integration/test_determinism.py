"""The same answer on any machine: no zone, locale or hash seed of the host reaches it (SPEC section 9, *digest*)."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .projections.test_random_ledgers import CASES, told_anyhow

DIGESTS = """
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from cli.main import main
from domain.admission import admit
from ledger.application import Ledger
from ledger.drafts import Submission
from ledger.inquiry import replay_employee, with_digest

OPENED = datetime(2026, 2, 20, 16, 30, tzinfo=UTC)  # by then the next day in Jayapura, not in New York
AS_OF = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)

for told in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    url = f"sqlite:///{Path(sys.argv[2]) / told.stem}.db"
    with Ledger.open(url, create=True) as ledger:
        seconds = count()
        ledger.recorder.clock = lambda: OPENED + timedelta(seconds=next(seconds))
        ledger.record([Submission(admit(line), told.name) for line in told.read_bytes().splitlines()])
        people = [name.removeprefix("employee-") for name in ledger.stream_names("employee-")]
        assert people
        for nip in people:
            print(told.stem, nip, with_digest(replay_employee(ledger, nip, as_of=AS_OF))["digest"], flush=True)
    assert main(["replay", people[0], "--as-of", AS_OF.isoformat(), "--format", "json", "--db", url]) == 0
"""

HOSTS = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Jayapura", "LC_ALL": "id_ID.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "America/New_York", "LC_ALL": "id_ID.UTF-8", "PYTHONHASHSEED": "0", "PYTHONTZPATH": ""},
]
"""Where the locale is not installed, the language is Indonesian all the same and the rest is C's."""


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    """The golden ledgers, and one of them told in any order with voids among it."""
    folder = tmp_path_factory.mktemp("told")
    for case in CASES.glob("*.jsonl"):
        shutil.copy(case, folder)
    (folder / "told-anyhow.jsonl").write_bytes(b"\n".join(told_anyhow("mixed-1001", random.Random(20))))
    return folder


def answers_on(host: dict[str, str], told: Path, ledgers: Path) -> list[str]:
    """What such a host answers, one line of digest for each employee and the JSON of a command for each ledger."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SAKSI_"))}
    ran = subprocess.run(
        [sys.executable, "-c", DIGESTS, told, ledgers], env=kept | host, capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def test_a_ledger_is_answered_the_same_under_any_zone_locale_and_hash_seed_of_the_host(told, tmp_path):
    answers = []
    for number, host in enumerate(HOSTS):
        (ledgers := tmp_path / str(number)).mkdir()
        answers.append(answers_on(host, told, ledgers))
    assert sum("sha256:" in line for line in answers[0]) > 50
    for other in answers[1:]:
        assert other == answers[0]
