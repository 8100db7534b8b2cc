"""A command that is killed at any moment has recorded its step whole or not at all; given again, it is there once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAKSI = str(Path(sys.executable).with_name("saksi"))
CALLS = Path(__file__).resolve().parents[2] / "cases" / "discipline-calls.jsonl"
BUNGA, ANDI = "199007212015022002", "198603152010011004"
OPEN = (
    *("case", "open", BUNGA, "--allegation", "--by", ANDI, "--post", "jf_ahli_pertama", "--institution", "province"),
    *("--at", "2026-03-03T09:00:00+08:00"),
)
SUMMONS = (
    *("case", "step", f"{BUNGA}_1", "summons-issued", "which=first", "hearing_on=2026-03-16", f"issued_by={ANDI}"),
    *("letter=letter.pdf", "--at", "2026-03-04T09:00:00+08:00"),
)


def saksi(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SAKSI, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_a_killed_command_given_again_has_recorded_its_step_once(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"letter")
    assert saksi(tmp_path, "ingest", str(CALLS)).returncode == 0
    for command in (OPEN, SUMMONS):
        for seconds in (0.1, 0.3, 0.5, 0.7):
            process = subprocess.Popen(
                [SAKSI, *command], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(seconds)
            process.kill()
            process.wait()
        for _ in range(2):
            assert saksi(tmp_path, *command).returncode == 0
    shown = json.loads(saksi(tmp_path, "case", "show", f"{BUNGA}_1", "--format", "json").stdout)
    assert [step["event"]["type"] for step in shown["steps"]] == ["CaseOpened", "SummonsIssued"]
    assert saksi(tmp_path, "case", "show", f"{BUNGA}_2").returncode == 1
    assert saksi(tmp_path, "verify").returncode == 0


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_refused_step_leaves_nothing_behind(tmp_path: Path, language: str) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"letter")
    assert saksi(tmp_path, "ingest", str(CALLS)).returncode == 0
    assert saksi(tmp_path, *OPEN).returncode == 0
    refused = saksi(tmp_path, "case", "step", f"{BUNGA}_1", "decision-in-force", "--lang", language)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 2
    assert "position 44 of 44" in saksi(tmp_path, "case", "show", f"{BUNGA}_1", "--lang", "en").stdout
