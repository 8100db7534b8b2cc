"""The commands of discipline cases: what they show, refuse and say, in both languages."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from cli.case_words import changes_in_words
from cli.main import main
from tests.unit.cli.conftest import Run

CALLS = Path(__file__).resolve().parents[2] / "cases" / "discipline-calls.jsonl"
PACKS = Path(__file__).resolve().parents[3] / "policies"
BUNGA, ANDI, HEAD = "199007212015022002", "198603152010011004", "197203051997031002"
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
        (("case", "step", CASE, "basis-renewed", "why= "), "wrong_step", 2),
        (("case", "step", CASE, "--json", "letter.pdf"), "wrong_step", 2),
        (("case", "step", CASE, "hearing-held", "--json", "letter.pdf"), "wrong_usage", 2),
        (("case", "step", CASE, "summons-issued", "letter=nowhere.pdf"), "file_error", 2),
        (("case", "letter", CASE, "summons", "-o", "letter.pdf"), "file_exists", 2),
        (("case", "step", CASE, "case-closed", "outcome=dropped", f"closed_by={ANDI}", "why= "), "wrong_step", 2),
        (("case", "letter", CASE, "summons", "kind=x", "-o", "new.pdf"), "wrong_particulars", 2),
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


def test_another_officer_is_told_which_case_deals_with_the_allegation(run: Run, opened: None):
    told = run(*OPEN[:5], "197203051997031002", *OPEN[6:], "--at", "2026-03-03T09:30:00+08:00", "--lang", "id").err
    assert told.startswith(f"Galat: dugaan terhadap {BUNGA} yang berdiri per 2026-03-03T09:30:00+08:00 sudah ditangani")
    assert f"lihat `saksi case show {CASE}`" in told


def test_a_letter_into_a_folder_that_is_not_there_names_the_folder(run: Run, opened: None):
    ran = run("case", "letter", CASE, "summons", "-o", "nowhere/summons.pdf", "--format", "json")
    assert (ran.error["code"], ran.status) == ("file_error", 2)
    assert ran.error["message"].startswith("there is no folder ")
    assert ran.error["message"].endswith("nowhere")


def test_a_case_whose_rules_were_voided_is_shown_and_says_so(run: Run, opened: None):
    assert run(*SUMMONS, *LETTER).status == 0
    void = {"type": "EventVoided", "id": "v", "target": "calls-012", "reason": "keliru", "authority": "BKD"}
    Path("void.jsonl").write_text(json.dumps(void))
    assert run("ingest", "void.jsonl").status == 0
    ran = run("case", "show", CASE)
    assert ran.status == 0
    assert " ".join(ran.out.split()).endswith("no discipline rules hold for PNS of diskominfo-kaltim on 2026-03-03")
    assert run("case", "show", CASE, "--format", "json").json["deadlines"] is None
    of_all = run("case", "deadlines")
    assert (of_all.status, of_all.out.splitlines()[-1].split()) == (1, ["Time", "limits", "0"])
    assert of_all.err.startswith(f"{CASE}: no discipline rules hold for PNS")
    assert run("case", "deadlines", CASE, "--format", "json").error["code"] == "no_discipline_rules"


def test_the_log_of_an_employee_has_the_steps_of_their_cases(run: Run, opened: None):
    assert run(*SUMMONS, *LETTER).status == 0
    told = [json.loads(line) for line in run("tail", "--nip", BUNGA, "--format", "json").out.splitlines()]
    assert [one["event"]["type"] for one in told[-2:]] == ["CaseOpened", "SummonsIssued"]
    assert run("tail", "--nip", BUNGA[:-1], "--format", "json").out == ""


def test_an_opening_that_was_voided_is_given_again_with_another_instant(run: Run, opened: None):
    opening = run("case", "show", CASE, "--format", "json").json["steps"][0]["event"]["id"]
    void = {"type": "EventVoided", "id": "v", "target": opening, "reason": "keliru", "authority": "BKD"}
    Path("void.jsonl").write_text(json.dumps(void))
    assert run("ingest", "void.jsonl").status == 0
    assert run(*OPEN, *AT, "--format", "json").error["hint"].startswith("give it again with another instant (--at)")
    assert run(*OPEN, "--at", "2026-03-03T09:00:01+08:00", "--format", "json").json["case"] == f"{BUNGA}_2"


def test_of_many_days_that_changed_ten_are_shown():
    days = [
        {"part": "day", "key": f"2026-03-{day:02}", "then": {"reads": "absent", "amount": 0}, "now": None, "events": []}
        for day in range(1, 21)
    ]
    count = {**days[0], "part": "count", "key": "2026", "now": {"reads": "counted_days", "amount": 0}}
    count["then"] = {"reads": "counted_days", "amount": 20}
    told = list(changes_in_words([*days, count]))
    assert len(told) == 12
    assert told[-2:] == ["days counted in 2026: 20, now 0", "and 10 days more (all of them with --format json)"]
    assert len(list(changes_in_words(days[:10]))) == 10


def test_a_later_change_of_the_calendar_moves_what_is_due_and_its_void_moves_it_back(run: Run, opened: None):
    """As when the isbat sets the feast on another day than was expected."""
    assert run(*SUMMONS, *LETTER).status == 0
    assert run("case", "step", CASE, "hearing-failed", "summons=first", "--at", "2026-03-16T16:00:00+08:00").status == 0
    feast = {"type": "HolidayDeclared", "id": "feast", "scope": "id", "date": "2026-03-31", "kind": "holiday"}
    moved = {"type": "EventVoided", "id": "v", "target": "feast", "reason": "isbat", "authority": "Menag"}
    for fact, due in (
        ({**feast, "name": "Libur", "regulation": "Keputusan Menag"}, "2026-04-02"),
        (moved, "2026-04-01"),
    ):
        Path("fact.jsonl").write_text(json.dumps(fact))
        assert run("ingest", "fact.jsonl").status == 0
        told = run("case", "deadlines", CASE, "--as-of", "2026-03-17T08:00:00+08:00", "--format", "json").json
        assert [one["due"] for one in told["deadlines"]] == [due]


def test_a_kind_that_only_an_agency_knows_is_shown_by_the_name_it_has_there(run: Run):
    nip, head = "199207212020122003", HEAD
    facts = [
        {
            "type": "UnitDefined",
            "id": "u-1",
            "unit": "id",
            "name": "Republik Indonesia",
            "effective_from": "1945-08-17",
        },
        {
            "type": "UnitDefined",
            "id": "u-2",
            "unit": "balikpapan",
            "parent": "id",
            "name": "Kota Balikpapan",
            "timezone": "Asia/Makassar",
            "effective_from": "1959-07-04",
        },
        {
            "type": "EmployeeAssigned",
            "id": "a-1",
            "nip": nip,
            "name": "Citra",
            "employment": "PPPK",
            "unit": "balikpapan",
            "title": "Pengelola Arsip",
            "effective_from": "2026-01-01",
        },
    ]
    Path("facts.jsonl").write_text("\n".join(map(json.dumps, facts)))
    Path("paper.pdf").write_bytes(b"paper")
    pack = PACKS / "discipline-pppk-balikpapan-example-2026.yaml"
    assert main(["ingest", "facts.jsonl"]) == 0
    assert main(["policy", "enact", str(pack)]) == 0
    opening = ["--report", "paper.pdf", "--act-on", "2026-03-02", "--by", head, "--post", "pelaksana"]
    assert main(["case", "open", nip, *opening, "--institution", "regency", "--at", "2026-03-05T09:00:00+08:00"]) == 0
    team = f"members={head}:supervisor,198001012005011001:supervision,198101012006011001:personnel"
    for day, *words in (
        ("06", "team-formed", f"formed_by={head}", "decree=paper.pdf", team),
        ("09", "summons-issued", "which=first", "hearing_on=2026-03-23", f"issued_by={head}", "letter=paper.pdf"),
        ("23", "hearing-held", f"held_by={head}"),
        ("24", "record-signed", "record=examination", "document=paper.pdf", f"signed_by={head}", "examinee=signed"),
        (
            *("30", "case-decided", "outcome=sanction", "ground=absence", "level=severe", "legal_ground=Pasal 8"),
            *("kind=contract_ended_not_at_own_request", "decree=paper.pdf", f"authority.nip={head}"),
            "authority.office.post=ppk",
        ),
    ):
        assert main(["case", "step", f"{nip}_1", *words, "--at", f"2026-03-{day}T09:00:00+08:00"]) == 0
    shown = " ".join(run("case", "show", f"{nip}_1", "--lang", "id").out.split())
    assert "Nama jenisnya pemutusan hubungan perjanjian kerja dengan hormat tidak atas permintaan sendiri" in shown


def test_what_else_the_law_attaches_to_a_sanction_is_shown_with_it(run: Run):
    facts = [json.loads(line) for line in CALLS.read_text(encoding="utf-8").splitlines()]
    for one in facts:
        if one["type"] == "EmployeeAssigned" and one["nip"] == BUNGA:
            one["employment"] = "CPNS"
    Path("facts.jsonl").write_text("\n".join(map(json.dumps, facts)))
    Path("letter.pdf").write_bytes(b"letter")
    assert main(["ingest", "facts.jsonl"]) == 0
    assert main([*OPEN, *AT]) == 0
    for day, *words in (
        ("04", *SUMMONS[3:], "letter=letter.pdf"),
        ("16", "hearing-held", f"held_by={ANDI}"),
        ("17", "record-signed", "record=examination", "document=letter.pdf", f"signed_by={ANDI}", "examinee=signed"),
        (
            *("25", "case-decided", "outcome=sanction", "ground=duty_neglected_agency", "level=moderate"),
            *("kind=periodic_rise_delayed_1_year", "legal_ground=Pasal 10", "decree=letter.pdf"),
            *(f"authority.nip={HEAD}", "authority.office.post=jpt_pratama"),
        ),
    ):
        assert main(["case", "step", CASE, *words, "--at", f"2026-03-{day}T09:00:00+08:00"]) == 0
    follows = "a candidate with a moderate or severe sanction is dismissed as candidate (PP 11/2017 art. 37, GK)"
    assert follows in " ".join(run("case", "show", CASE, "--lang", "en").out.split())
