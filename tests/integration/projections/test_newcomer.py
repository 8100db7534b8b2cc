"""A read model is added by writing one file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import projections
from projections.views import open_views
from tests.integration.projections.agreement import CASES

FILE = '''"""How often somebody was called in each month."""

from collections import Counter

from projections.read_model import ReadModel


class CallsByMonth(ReadModel):
    name = "called"
    columns = {"month": "TEXT NOT NULL", "calls": "INTEGER NOT NULL"}

    def rows(self, judgement, months):
        return sorted(Counter(call.day.isoformat()[:7] for call in judgement.calls).items())


READ_MODEL = CallsByMonth()
'''


def test_a_file_in_the_folder_is_a_read_model_that_is_built_followed_and_compared(
    ledger_url: str, tmp_path: Path
) -> None:
    shutil.copytree(Path(projections.__file__).parent, tmp_path / "ours" / "projections")
    (tmp_path / "ours" / "projections" / "read_models" / "called.py").write_text(FILE)
    case = (CASES / "calls-1003.jsonl").read_text().splitlines(keepends=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "ours"), "SAKSI_DB": ledger_url}

    def saksi(*arguments: str, told: str = "") -> str:
        command = [Path(sys.executable).with_name("saksi"), *arguments]
        done = subprocess.run(command, env=environment, input=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    half = len(case) // 2
    saksi("ingest", "-", told="".join(case[:half]))
    saksi("rebuild", "--processes", "2")
    saksi("ingest", "-", told="".join(case[half:]))
    saksi("follow", "--once")
    with open_views(ledger_url) as views:
        followed = views.query("SELECT nip, month, calls FROM called_1 ORDER BY nip, month")
        assert sum(calls for _, _, calls in followed) == sum('"CallPlaced"' in line for line in case)
        views.write("UPDATE called_1 SET calls = calls + 1 WHERE nip = ?", [(followed[0][0],)])
    differences = json.loads(saksi("rebuild", "--format", "json"))["differences"]
    assert [(one["nip"], one["what"]) for one in differences] == [(followed[0][0], f"called {followed[0][1]}")]
