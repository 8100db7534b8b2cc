"""The commands of discipline cases: what they show, refuse and say, in both languages."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from cli.main import main
from tests.unit.cli.conftest import Run

CALLS = Path(__file__).resolve().parents[2] / "cases" / "discipline-calls.jsonl"
BUNGA, ANDI = "199007212015022002", "198603152010011004"
CASE = f"{BUNGA}_1"
OPEN = ("case", "open", BUNGA, "--allegation", "--by", ANDI, "--post", "jf_ahli_pertama", "--institution", "province")
AT = ("--at", "2026-03-03T09:00:00+08:00")
SUMMONS = ("case", "step", CASE, "summons-issued", "which=first", "hearing_on=2026-03-16", f"issued_by={ANDI}")
LETTER = ("letter=letter.pdf", "letter.number=800/1", "--at", "2026-03-04T09:00:00+08:00")


@pytest.fixture
def facts(_alone: None) -> None:
    assert main(["ingest", str(CALLS)]) == 0
    Path("letter.pdf").write_bytes(b"letter")


@pytest.fixture
def opened(facts: None) -> None:
    assert main([*OPEN, *AT]) == 0


def test_opening_the_same_again_with_its_instant_is_recorded_once(run: Run, opened: None):
    told = run(*OPEN, *AT, "--format", "json").json
    assert (told["duplicate"], told["position"]) == (True, 44)
    assert run(*OPEN, *AT, "--lang", "id").out.startswith(
        f"Perkara {CASE}: perkara dibuka sudah tercatat, di posisi 44."
    )


def test_a_step_given_twice_is_recorded_once(run: Run, opened: None):
    first = run(*SUMMONS, *LETTER, "--format", "json").json
    again = run(*SUMMONS, *LETTER, "--format", "json").json
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    assert first["position"] == again["position"]


def test_a_document_is_named_by_its_hash_and_media_type(run: Run, opened: None):
    letter = run(*SUMMONS, *LETTER, "--format", "json").json["event"]["letter"]
    digest = hashlib.sha256(b"letter").hexdigest()
    assert letter == {"sha256": digest, "media_type": "application/pdf", "number": "800/1"}


def test_a_whole_step_comes_from_a_file(run: Run, opened: None):
    step = {
        "type": "SummonsIssued",
        "id": "s-1",
        "occurred_at": "2026-03-04T09:00:00+08:00",
        "on": "2026-03-04",
        "which": "first",
        "hearing_on": "2026-03-16",
        "issued_by": ANDI,
        "letter": {"sha256": "0" * 64, "media_type": "application/pdf"},
    }
    Path("step.json").write_text(json.dumps(step))
    told = run("case", "step", CASE, "--json", "step.json", "--format", "json").json
    assert (told["event"]["id"], told["case"]) == ("s-1", CASE)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("case", "open", BUNGA, "--by", ANDI, "--post", "p", "--institution", "province"), "wrong_usage", 2),
        ((*OPEN, "--absence", "2026"), "wrong_usage", 2),
        ((*OPEN, "--consecutive"), "wrong_usage", 2),
        (("case", "open", BUNGA, "--report", "letter.pdf", *OPEN[4:]), "wrong_usage", 2),
        (("case", "show", "x"), "wrong_case", 2),
        (("case", "show", f"{BUNGA}_2"), "no_such_case", 1),
        (("case", "step", CASE), "no_such_step", 2),
        (("case", "step", CASE, "nope"), "no_such_step", 2),
        (("case", "step", CASE, "case-opened"), "no_such_step", 2),
        (("case", "step", CASE, "hearing-held", "held_by"), "wrong_field", 2),
        (("case", "step", CASE, "hearing-held", "nobody=1"), "unknown_field", 2),
        (("case", "step", CASE, "hearing-held", "occurred_at=1"), "unknown_field", 2),
        (("case", "step", CASE, "hearing-held"), "wrong_step", 2),
        (("case", "step", CASE, "hearing-held", f"held_by={ANDI}"), "step_refused", 1),
        (
            ("case", "step", CASE, "hearing-held", f"held_by={ANDI}", "--as-of", "2026-03-04T00:00:00Z"),
            "wrong_usage",
            2,
        ),
        (("case", "step", CASE, "basis-renewed", "basis=1"), "wrong_step", 2),
        (("case", "step", CASE, "--json", "letter.pdf"), "wrong_step", 2),
        (("case", "step", CASE, "hearing-held", "--json", "letter.pdf"), "wrong_usage", 2),
        (("case", "step", CASE, "summons-issued", "letter=nowhere.pdf"), "file_error", 2),
        (("case", "letter", CASE, "summons", "-o", "letter.pdf"), "file_exists", 2),
        (("case", "letter", CASE, "summons", "kind=x", "-o", "new.pdf"), "wrong_particulars", 1),
        (("case", "letter", CASE, "summons", "kind", "-o", "new.pdf"), "wrong_field", 2),
        (("case", "deadlines", "--unit", "nowhere"), "no_such_unit", 2),
        (("case", "list", "--unit", "nowhere"), "no_such_unit", 2),
    ],
)
def test_wrong_input_is_told_in_one_sentence_and_changes_nothing(run: Run, opened: None, arguments, code, status):
    ran = run(*arguments, "--format", "json")
    assert (ran.error["code"], ran.status) == (code, status)
    assert "\n" not in ran.error["message"]
    assert run("case", "show", CASE, "--format", "json").json["known_at"] == 44
    assert run(*arguments, "--lang", "id").err.startswith("Galat: ")


def test_without_rules_a_case_cannot_be_opened(run: Run):
    lines = [line for line in CALLS.read_text().splitlines() if "DisciplineEnacted" not in line]
    Path("facts.jsonl").write_text("\n".join(lines))
    assert run("ingest", "facts.jsonl").status == 0
    ran = run(*OPEN, *AT, "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "no_discipline_rules")


def test_a_note_is_said_beside_what_is_recorded(run: Run, opened: None):
    near = [word.replace("2026-03-16", "2026-03-06") for word in SUMMONS]
    ran = run(*near, *LETTER)
    assert ran.status == 0
    assert ran.err.splitlines()[0] == (
        "Note: only 1 clear days lie between the letter and the hearing, not 7 (PP 94/2021 art. 26(2), M)"
    )
    assert run("case", "show", CASE, "--format", "json").json["steps"][1]["warnings"][0]["confidence"] == "M"


def test_a_case_is_shown_listed_checked_and_due_in_both_languages(run: Run, opened: None):
    assert run(*SUMMONS, *LETTER).status == 0
    assert run("case", "step", CASE, "hearing-failed", "summons=first", "--at", "2026-03-16T16:00:00+08:00").status == 0
    as_of = ("--as-of", "2026-03-17T08:00:00+08:00")
    for language, said in (
        ("en", ("missed", "it holds", "second summons", "Wed 2026-04-01")),
        ("id", ("tidak dihadiri", "masih berlaku", "panggilan kedua", "Rab 2026-04-01")),
    ):
        told = "".join(
            run("case", *words, *as_of, "--lang", language).out
            for words in (("show", CASE), ("list",), ("check",), ("deadlines", "--explain"))
        )
        for text in said:
            assert text in " ".join(told.split()), (language, text)


def test_lists_are_csv_with_a_row_each(run: Run, opened: None):
    rows = run("case", "list", "--format", "csv").out.splitlines()
    assert rows[1].startswith(f"{CASE},{BUNGA},Bunga Lestari,diskominfo-kaltim,allegation,opened,2026-03-03,43,yes")
    assert run("case", "deadlines", "--format", "csv").out.splitlines()[0].startswith("case,limit,state,")
    assert run("case", "list", "--state", "closed", "--format", "json").json["cases"] == []


def test_the_steps_of_a_case_are_among_the_events_of_the_employee(run: Run, opened: None):
    assert f"{CASE}: on calls c-1 (#40)" in " ".join(run("events", BUNGA).out.split())


def test_a_voided_hearing_takes_the_ground_from_the_record(run: Run, opened: None):
    assert run(*SUMMONS, *LETTER).status == 0
    held = run(
        *("case", "step", CASE, "hearing-held", f"held_by={ANDI}", "--at", "2026-03-16T09:00:00+08:00"),
        *("--id", "hearing", "--format", "json"),
    ).json
    assert held["event"]["id"] == "hearing"
    record = ("record=examination", "document=letter.pdf", f"signed_by={ANDI}", "examinee=signed")
    assert run("case", "step", CASE, "record-signed", *record, "--at", "2026-03-16T10:00:00+08:00").status == 0
    void = {"type": "EventVoided", "id": "v", "target": "hearing", "reason": "keliru", "authority": "BKD"}
    Path("void.jsonl").write_text(json.dumps(void))
    assert run("ingest", "void.jsonl").status == 0
    ran = run("case", "check", CASE, "--format", "json")
    assert ran.status == 1
    (step,) = ran.json["cases"][0]["unsupported"]
    assert step["type"] == "RecordSigned"
    again = run("case", "step", CASE, "hearing-held", f"held_by={ANDI}", "--id", "hearing", "--format", "json")
    assert again.error["code"] == "step_refused"
