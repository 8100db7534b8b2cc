"""Evidence from a real ledger, by the commands that people type."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from domain.discipline.basis import basis_of_report
from domain.discipline.events import CaseOpened
from ledger.application import Ledger
from ledger.drafts import Submission
from tests.integration.evidence.conftest import AS_OF, BUDI, KEY, POLICY, Run, printed
from tests.unit.domain import cases as told_of


def _export(run: Run, url: str, *options: str, file: str = "e.zip") -> tuple[int, str, str]:
    return run("evidence", "export", BUDI, "--as-of", AS_OF, "-o", file, "--db", url, *options)


def test_a_bundle_is_exported_and_proved(signed: str, run: Run, tmp_path: Path):
    status, out, _ = _export(run, signed, "--since", "64", "--format", "json")
    assert status == 0
    told = json.loads(out)
    assert (told["nip"], told["known_at"], told["size"], told["entries"]) == (BUDI, 181, 181, 65)
    assert stat.S_IMODE((tmp_path / "e.zip").stat().st_mode) == 0o600
    replayed = json.loads(run("replay", BUDI, "--as-of", AS_OF, "--db", signed, "--format", "json")[1])
    assert told["digest"] == replayed["digest"]
    status, out, err = run("evidence", "verify", "e.zip", "--key", "pub", "--replay")
    assert (status, err) == (0, "")
    assert out.startswith("PROVED: ")
    status, out, _ = run("evidence", "verify", "e.zip", "--key", str(KEY.public), "--replay", "--format", "json")
    told = json.loads(out)
    assert (told["result"], told["problem"], told["keys"][0]["from_outside"]) == ("proved", None, True)
    assert {one["what"]: one["count"] for one in told["checked"]}["streams"] == 15


def test_a_bundle_of_somebody_with_a_case_proves_the_case_and_that_there_is_no_other(
    signed: str, run: Run, tmp_path: Path
):
    case, when = f"{BUDI}_1", datetime(2026, 3, 5, tzinfo=UTC)
    with Ledger.open(signed) as ledger:
        seen = {"as_of": when, "known_at": ledger.last_position(), "today": when.date()}
        basis = basis_of_report(told_of.PAPER, when.date(), digest=lambda _first, _last: told_of.DIGEST, **seen)
        opened = CaseOpened(
            id="opened",
            case=case,
            occurred_at=when,
            on=when.date(),
            nip=BUDI,
            opened_by="x",
            examinee=told_of.CLERK,
            basis=basis,
        )
        ledger.record([Submission(step, "officer") for step in (opened, told_of.summoned(case, when))])
    assert run("checkpoint", "--db", signed, "--key", "key")[0] == 0
    status, _, err = _export(run, signed)
    assert (status, err) == (0, "")
    replayed = json.loads(run("replay", BUDI, "--as-of", AS_OF, "--db", signed, "--format", "json")[1])
    assert [one["stage"] for one in replayed["cases"]] == ["summoned"]
    status, out, _ = run("evidence", "verify", "e.zip", "--key", "pub", "--replay", "--format", "json")
    assert (status, json.loads(out)["result"]) == (0, "proved")
    with ZipFile(tmp_path / "e.zip") as archive:
        (listed,) = [name for name in archive.namelist() if name.endswith("/data/streams.jsonl")]
        streams = {one["stream"]: one["found"] for one in map(json.loads, archive.read(listed).splitlines())}
        (alone,) = [name for name in archive.namelist() if name.endswith("/data/verify_evidence.py")]
        (tmp_path / "verify_evidence.py").write_bytes(archive.read(alone))
    assert (streams[f"case-{case}"]["version"], streams[f"case-{BUDI}_2"]) == (2, None)
    command = [sys.executable, "-I", "-S", "verify_evidence.py", "e.zip", "--key", str(KEY.public)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_it_is_the_same_bytes_twice_and_from_another_database(signed: str, run: Run, tmp_path: Path):
    options = ("--known-at", "150", "--from", "2026-02-01", "--to", "2026-02-28")
    assert _export(run, signed, *options)[0] == 0
    assert _export(run, signed, *options, file="again.zip")[0] == 0
    assert (tmp_path / "e.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert run("evidence", "verify", "e.zip", "--key", "pub", "--replay")[0] == 0


def test_without_a_checkpoint_it_says_what_to_do(url: str, run: Run):
    assert run("ingest", "/dev/null", "--db", url)[0] == 0
    status, _, err = _export(run, url)
    assert status == 1
    assert "the ledger has no checkpoint" in err
    assert "saksi checkpoint" in err


def test_a_position_beyond_the_checkpoint_is_refused(signed: str, run: Run, tmp_path: Path):
    fact = {"type": "CheckedIn", "id": "late", "nip": BUDI, "occurred_at": "2026-03-02T07:00:00+08:00"}
    (tmp_path / "late.jsonl").write_text(json.dumps(fact))
    assert run("ingest", "late.jsonl", "--db", signed)[0] == 0
    status, _, err = _export(run, signed, "--known-at", "182")
    assert status == 1
    assert "position 182 is beyond the newest checkpoint, which has 181 entries" in err
    assert "saksi checkpoint" in err
    assert _export(run, signed)[0] == 0
    assert run("evidence", "verify", "e.zip", "--key", "pub", "--replay")[0] == 0


def test_a_later_bundle_continues_the_checkpoint_of_an_earlier_decision(signed: str, run: Run, tmp_path: Path):
    with Ledger.open(signed) as ledger:
        decision = printed(ledger, 181)
    fact = {"type": "CheckedIn", "id": "late", "nip": BUDI, "occurred_at": "2026-03-02T07:00:00+08:00"}
    (tmp_path / "late.jsonl").write_text(json.dumps(fact))
    assert run("ingest", "late.jsonl", "--db", signed)[0] == 0
    assert run("checkpoint", "--key", "key", "--db", signed)[0] == 0
    assert _export(run, signed, "--since", "181", "--known-at", "181")[0] == 0
    verify = ("evidence", "verify", "e.zip", "--key", "pub", "--replay", "--earlier")
    assert run(*verify, decision)[0] == 0
    (tmp_path / "decision.txt").write_text((tmp_path / "key.checkpoint").read_text())
    assert run(*verify, "decision.txt")[0] == 0
    assert run(*verify, f"181 {'A' * 43}=")[0] == 1
    assert run(*verify, f"100 {'A' * 43}=")[0] == 2
    assert run(*verify, "yesterday")[0] == 2


def test_a_file_is_not_overwritten_unless_told(signed: str, run: Run, tmp_path: Path):
    (tmp_path / "e.zip").write_text("precious")
    status, _, err = _export(run, signed)
    assert status == 2
    assert "--overwrite" in err
    assert (tmp_path / "e.zip").read_text() == "precious"
    assert _export(run, signed, "--overwrite")[0] == 0


def test_earlier_sizes_that_are_none_are_refused(signed: str, run: Run):
    status, _, err = _export(run, signed, "--since", "182")
    assert status == 1
    assert "the newest has 181" in err


def test_what_cannot_be_verified_ends_with_status_2(signed: str, run: Run, tmp_path: Path):
    assert _export(run, signed)[0] == 0
    assert run("evidence", "verify", "e.zip")[0] == 2
    assert run("evidence", "verify", "nowhere.zip", "--key", "pub")[0] == 2
    assert run("evidence", "verify", "pub", "--key", "pub")[0] == 2
    assert run("evidence", "verify", "e.zip", "--key", "nonsense")[0] == 2
    (tmp_path / "policy.txt").write_text("quorum nobody\n")
    assert run("evidence", "verify", "e.zip", "--key", "pub", "--witnesses", "policy.txt")[0] == 2


def test_a_policy_of_witnesses_is_not_met_without_cosignatures(signed: str, run: Run, tmp_path: Path):
    assert _export(run, signed)[0] == 0
    (tmp_path / "policy.txt").write_text(POLICY)
    status, out, _ = run("evidence", "verify", "e.zip", "--witnesses", "policy.txt")
    assert status == 1
    assert "less than the policy of witnesses asks for" in out


def test_it_is_told_in_indonesian_too(signed: str, run: Run):
    assert _export(run, signed)[0] == 0
    out = run("evidence", "verify", "e.zip", "--key", "pub", "--lang", "id")[1]
    assert out.startswith("TERBUKTI: ")
    assert "tidak diperiksa" in out
    assert "checked" not in out
