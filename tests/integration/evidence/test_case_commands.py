"""The evidence of a discipline case from a real ledger, by the commands that people type, on both databases."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest

from evidence.export import VERIFIER
from ledger.application import Ledger
from ledger.case_file import END, CaseFile
from ledger.key_file import write_key
from tests.integration.evidence.conftest import KEY, Run

CASES = Path(__file__).resolve().parents[2] / "cases"
AS_OF = "2026-06-30T08:00:00+08:00"
AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class Told(NamedTuple):
    """A ledger with a story of a case in it, signed."""

    url: str
    case: str


def steps(name: str) -> list[list[str]]:
    """The rows of a story's page that are steps: name, instant, words, result."""
    page = (CASES / f"{name}.md").read_text(encoding="utf-8")
    people = dict(re.findall(r"^\| (\w+) \| (\d{18}) \|", page, re.MULTILINE))
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if "|" in line]
    found = [row for row in rows if len(row) == 4 and (row[0] == "facts" or AT.fullmatch(row[1]))]
    for row in found:
        for person, nip in people.items():
            row[2] = re.sub(rf"\b{person}\b", nip, row[2])
    return found


@pytest.fixture
def told(url: str, run: Run, tmp_path: Path) -> Told:
    """The story of an absence whose basis was renewed twice."""
    name, nip = "discipline-absence", "198805172014031003"
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for step, when, given, result in steps(name):
        if step == "facts":
            first, _, last = given.removeprefix("lines ").partition("-")
            (tmp_path / "facts.jsonl").write_text("\n".join(lines[int(first) - 1 : int(last or first)]) + "\n")
            assert run("ingest", "facts.jsonl", "--db", url)[0] == 0
            continue
        words = shlex.split(given.strip("`")) if given != "-" else []
        for paper in re.findall(r"=([\w.-]+\.pdf)", given):
            (tmp_path / paper).write_bytes(paper.encode())
        begin = ("case", "open", nip) if step == "open" else ("case", "step", f"{nip}_1", step)
        status, _, err = run(*begin, *words, "--at", f"{when.replace(' ', 'T')}:00+08:00", "--db", url)
        assert (status == 0) == result.startswith("recorded"), err
    write_key(tmp_path / "key", KEY)
    (tmp_path / "pub").write_text(f"{KEY.public}\n")
    assert run("checkpoint", "--key", "key", "--db", url)[0] == 0
    return Told(url, f"{nip}_1")


def export(run: Run, told: Told, *options: str, file: str = "case.zip") -> tuple[int, str, str]:
    return run("evidence", "export", "--case", told.case, "--as-of", AS_OF, "-o", file, "--db", told.url, *options)


def inside(file: Path, path: str) -> Any:
    with ZipFile(file) as archive:
        (found,) = [name for name in archive.namelist() if name.endswith(f"/data/{path}")]
        return json.loads(archive.read(found))


def test_a_case_is_exported_and_proved_by_both_programs(told: Told, run: Run, tmp_path: Path) -> None:
    status, out, err = export(run, told, "--format", "json")
    assert (status, err) == (0, "")
    said = json.loads(out)["case"]
    assert (said["id"], said["bases"]) == (told.case, 3)
    status, out, err = run("evidence", "verify", "case.zip", "--key", "pub", "--replay", "--format", "json")
    assert (status, err) == (0, "")
    report = json.loads(out)
    assert (report["result"], report["case"]) == ("proved", {"id": told.case, "digest": said["digest"]})
    counts = {one["what"]: one["count"] for one in report["checked"]}
    assert (counts["case"], counts["case_replay"], counts["discipline"]) == (said["steps"], 3, 1)
    command = [sys.executable, "-I", "-S", str(VERIFIER), "case.zip", "--key", str(KEY.public), "--lang", "en"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.partition("\n")[0]) == (0, "HOLDS")


def test_it_holds_what_the_case_is_said_to_be_and_each_basis_as_the_ledger_replays_it(
    told: Told, run: Run, tmp_path: Path
) -> None:
    assert export(run, told)[0] == 0
    part = inside(tmp_path / "case.zip", "case.json")
    status, out, _ = run("case", "show", told.case, "--as-of", AS_OF, "--db", told.url, "--format", "json")
    assert status == 0
    shown = json.loads(out)
    both = part["answer"].keys() & shown.keys() - {"steps"}
    assert {name: part["answer"][name] for name in both} == {name: shown[name] for name in both}
    assert {"stage", "basis", "sanction", "closed"} <= both
    assert [(one["id"], one["n"], one["type"]) for one in part["steps"]] == [
        (one["event"]["id"], one["position"], one["event"]["type"]) for one in shown["steps"]
    ]
    with Ledger.open(told.url) as ledger:
        file = CaseFile(ledger, told.case.partition("_")[0], ledger.last_position())
        bases = file.held(told.case, END).case.bases
        assert [one["then"]["digest"] for one in part["bases"]] == [basis.digest for basis in bases]
        assert [one["then"] for one in part["bases"]] == [file.replayed(basis) for basis in bases]
    assert part["bases"][1]["then"]["absence"] != part["bases"][1]["now"]["absence"]


def test_its_days_are_those_of_all_bases_unless_told(told: Told, run: Run, tmp_path: Path) -> None:
    assert export(run, told)[0] == 0
    asked = inside(tmp_path / "case.zip", "bundle.json")["question"]
    assert (asked["from"], asked["to"]) == ("2026-01-01", "2026-06-03")
    assert export(run, told, "--from", "2026-04-01", "--to", "2026-04-30", file="april.zip")[0] == 0
    asked = inside(tmp_path / "april.zip", "bundle.json")["question"]
    assert (asked["from"], asked["to"]) == ("2026-04-01", "2026-04-30")
    assert run("evidence", "verify", "april.zip", "--key", "pub", "--replay")[0] == 0


def test_it_is_the_same_bytes_twice(told: Told, run: Run, tmp_path: Path) -> None:
    assert export(run, told)[0] == 0
    assert export(run, told, file="again.zip")[0] == 0
    assert (tmp_path / "case.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_as_known_before_the_last_steps_it_holds_those_known_then(told: Told, run: Run, tmp_path: Path) -> None:
    assert export(run, told)[0] == 0
    whole = inside(tmp_path / "case.zip", "case.json")["steps"]
    assert export(run, told, "--known-at", str(whole[2]["n"]), file="early.zip")[0] == 0
    assert inside(tmp_path / "early.zip", "case.json")["steps"] == whole[:3]
    assert run("evidence", "verify", "early.zip", "--key", "pub", "--replay")[0] == 0


def test_a_case_that_is_not_there_is_said_as_elsewhere(told: Told, run: Run) -> None:
    nip = told.case.partition("_")[0]
    for case, options, said in (
        (f"{nip}_2", (), f"there is no case {nip}_2 at position"),
        (told.case, ("--known-at", "10"), f"there is no case {told.case} at position 10"),
        (told.case, ("--as-of", "2026-01-05T08:00:00+08:00"), "had not been opened as of"),
    ):
        status, _, err = run("evidence", "export", "--case", case, "-o", "no.zip", "--db", told.url, *options)
        assert status == 1
        assert said in err
        assert len(err.splitlines()) == 2


@pytest.mark.parametrize("arguments", [(), ("199007212015021002", "--case", "199007212015021002_1")])
def test_it_is_about_an_employee_or_a_case_and_never_both_or_neither(arguments: tuple[str, ...], run: Run) -> None:
    status, _, err = run("evidence", "export", *arguments, "-o", "no.zip", "--db", "sqlite:///none.db")
    assert status == 2
    assert "evidence is either about one employee or about one case" in err
    assert "give the NIP, or --case with the id of the case, and not both" in err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "In place of the NIP: all that this discipline case rests on."),
        ("id", "Sebagai ganti NIP: semua yang menjadi dasar perkara disiplin ini."),
    ],
)
def test_its_help_says_what_the_option_is_for_in_both_languages(language: str, said: str, run: Run) -> None:
    status, out, _ = run("evidence", "export", "--help", "--lang", language)
    assert status == 0
    assert said in " ".join(out.split())


def test_it_is_told_in_indonesian_too(told: Told, run: Run) -> None:
    status, out, _ = export(run, told, "--lang", "id")
    assert status == 0
    assert re.search(rf"Perkara {told.case}: \d+ langkah, 3 dasar sebagaimana diketahui waktu itu dan kini", out)
    out = run("evidence", "verify", "case.zip", "--key", "pub", "--replay", "--lang", "id")[1]
    assert out.startswith("TERBUKTI: ")
    assert f"langkah perkara {told.case}, semua yang ada, dan 3 dasar sebagaimana dibaca waktu itu" in out


def test_a_step_whose_basis_has_another_digest_is_not_exported_as_if_it_held(told: Told, run: Run) -> None:
    from domain.discipline.basis import basis_of_report
    from domain.discipline.events import CaseOpened
    from ledger.drafts import Submission
    from tests.unit.domain import cases as of_others

    nip, when = "197203051997031002", datetime.fromisoformat("2026-06-10T08:00:00+08:00")
    with Ledger.open(told.url) as ledger:
        seen = {"as_of": when, "known_at": ledger.last_position(), "today": when.date()}
        basis = basis_of_report(of_others.PAPER, when.date(), digest=of_others.digest, **seen)
        opened = CaseOpened(
            id="other",
            case=f"{nip}_1",
            occurred_at=when,
            on=when.date(),
            nip=nip,
            opened_by="x",
            examinee=of_others.CLERK,
            basis=basis,
        )
        ledger.record([Submission(opened, "officer")])
    assert run("checkpoint", "--key", "key", "--db", told.url)[0] == 0
    status, _, err = run("evidence", "export", "--case", f"{nip}_1", "-o", "no.zip", "--db", told.url)
    assert status == 1
    assert f"says that it rests on a replay of the digest {of_others.DIGEST}, but that replay has the digest" in err
    assert run("evidence", "export", nip, "-o", "employee.zip", "--db", told.url)[0] == 0
