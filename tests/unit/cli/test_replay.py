"""``saksi replay``: the answer as JSON and as tables, and why it is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from domain.answer import Answer
from tests.unit.cli.conftest import STORY

EXPECTED = json.loads(STORY.with_name("kaltim-2026.expected.json").read_text(encoding="utf-8"))["cases"]
BUDI, ANDI, CITRA = "199007212015021002", "198603152010011004", "199211052019032007"
EKO, SETIA, DEWI = "200001012024211009", "197001011995031001", "198812302012122003"
AS_OF = ("--as-of", "2026-02-28T08:00:00+08:00")


def same(expected, answered):
    """Every key that is expected is there with its value; instants of different offsets are not looked for here."""
    if isinstance(expected, dict):
        return all(same(value, answered[key]) for key, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(answered) and all(map(same, expected, answered))
    return expected == answered or (isinstance(expected, float) and abs(expected - answered) <= 0.2)


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: f"{case['question']['nip']}-{case['question']['as_of']}")
def test_the_command_answers_as_the_golden_ledger_expects(run, story, case):
    question = case["question"]
    arguments = ["replay", question["nip"], "--from", question["from"], "--to", question["to"]]
    arguments += ["--as-of", question["as_of"], "--format", "json"]
    if question["known_at"] is not None:
        arguments += ["--known-at", str(question["known_at"])]
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert same(case["answer"], ran.json)


def test_known_at_an_instant_is_the_last_position_recorded_by_then(run, story):
    assert run("replay", BUDI, *AS_OF, "--known-at", "2020-01-01T00:00:00Z", "--format", "json").json["known_at"] == 0
    assert run("replay", BUDI, *AS_OF, "--known-at", "2099-01-01T00:00:00Z", "--format", "json").json["known_at"] == 179


@pytest.mark.parametrize(
    "how", [("--format", "json"), ("--format", "json", "--explain"), ("--explain",), ("--against", "175")]
)
def test_no_stream_of_the_ledger_is_read_twice_for_one_answer(run, story, monkeypatch, how):
    from ledger.application import Ledger

    names = []

    def counting(read):
        def counted(ledger, name, upto=None):
            names.append(name)
            return read(ledger, name, upto)

        return counted

    for way in ("read_stream", "facts"):
        monkeypatch.setattr(Ledger, way, counting(getattr(Ledger, way)))
    assert run("replay", BUDI, *AS_OF, *how).status == 0
    assert f"employee-{BUDI}" in names
    assert len(names) == len(set(names))


def test_the_digest_is_that_of_the_canonical_answer(run, story):
    import hashlib

    import rfc8785

    answer = run("replay", BUDI, *AS_OF, "--format", "json").json
    digest = answer.pop("digest")
    assert digest == f"sha256:{hashlib.sha256(rfc8785.dumps(answer)).hexdigest()}"


def test_json_is_the_same_in_both_languages(run, story):
    english = run("--lang", "en", "replay", BUDI, *AS_OF, "--format", "json", "--explain")
    indonesian = run("--lang", "id", "replay", BUDI, *AS_OF, "--format", "json", "--explain")
    assert english.out == indonesian.out


def test_the_table_leads_with_who_where_when_and_what_is_known(run, story):
    lines = run("replay", BUDI, *AS_OF, "--known-at", "175").out.splitlines()
    assert lines[0] == "Employee  Budi Hartono, NIP 199007212015021002, Pranata Komputer, diskominfo"
    assert lines[1] == "Zone      WITA"
    assert lines[2] == "As of     Sat 2026-02-28 08:00 WITA"
    assert lines[3] == "Known at  position 175 of 179"
    assert lines[4].startswith("Digest sha256:")
    headings = [line for line in lines if line in ("Days", "Calls", "Strikes", "Location requests", "Absence")]
    assert headings == ["Days", "Calls", "Strikes", "Location requests", "Absence"]


def test_the_table_says_what_the_answer_says(run, story):
    shown = " ".join(run("replay", BUDI, *AS_OF, "--known-at", "175").out.split())
    assert "Wed 2026-02-18 late office in 06:00-07:30 07:45:30 late 16 min" in shown
    assert "Fri 2026-02-20 partial anywhere morning 07:00-08:00 07:12:09 on time midday 11:00-13:00 missed" in shown
    assert "c-02 Fri 2026-02-13 14:00 14:10 missed, a strike since 2026-02-16 14:10" in shown
    assert "c-03 Fri 2026-02-13 14:05 14:15 not counted: it was placed too soon after the one before" in shown
    assert "Allegation reached Mon 2026-02-23 10:10 WITA on calls c-02, c-04, c-07" in shown
    assert "Retroactive: kaltim-wfa-friday" in shown


def test_the_table_is_in_indonesian_where_that_is_spoken(run, story):
    shown = " ".join(run("--lang", "id", "replay", BUDI, *AS_OF, "--known-at", "175").out.split())
    assert "Rab 2026-02-18 terlambat kantor in 06:00-07:30 07:45:30 terlambat 16 mnt" in shown
    assert "Diketahui posisi 175 dari 179" in shown
    assert "Dugaan tercapai Sen 2026-02-23 10:10 WITA atas panggilan c-02, c-04, c-07" in shown


def test_a_sanction_is_named_with_its_days(run, story):
    shown = " ".join(run("replay", SETIA, "--as-of", "2026-03-31T20:00:00+08:00").out.split())
    assert "from 14 days: moderate, allowance cut by 25 percent for 9 months" in shown
    assert "from 10 days in a row: severe, honourable dismissal" in shown


def test_a_shift_past_midnight_shows_the_date_of_the_next_day(run, story):
    assert "2026-02-21 07:00" in run("replay", DEWI, *AS_OF).out


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("nip", [BUDI, ANDI, CITRA, EKO, SETIA, DEWI])
@pytest.mark.parametrize("explain", [False, True])
def test_a_table_fits_into_80_columns_without_losing_a_word(run, story, nip, language, explain):
    more = ["--explain"] if explain else []
    narrow = run("--lang", language, "replay", nip, "--as-of", "2026-03-31T20:00:00+08:00", *more).out
    assert max(map(len, narrow.splitlines())) <= 80
    assert "…" not in narrow
    assert all(line == line.rstrip() for line in narrow.splitlines())


def test_a_wide_terminal_shows_the_same_words(run, story, monkeypatch):
    narrow = run("replay", EKO, *AS_OF, "--explain").out
    monkeypatch.setenv("COLUMNS", "140")
    wide = run("replay", EKO, *AS_OF, "--explain").out
    assert sorted(narrow.replace("─", "").split()) == sorted(wide.replace("─", "").split())


def test_nothing_known_of_a_nip_is_an_empty_answer_and_a_sentence(run, story):
    ran = run("replay", "198001012005011999", *AS_OF, "--format", "json")
    assert ran.status == 0
    assert (ran.json["days"], ran.json["calls"], ran.json["strikes"]["state"]) == ([], [], "clear")
    assert len(ran.err.splitlines()) == 1
    assert "198001012005011999" in ran.err
    assert run("replay", "198001012005011999", *AS_OF).status == 0


def test_what_cannot_be_a_number_of_anybody_is_told_in_one_sentence(run, story):
    ran = run("replay", "x" * 300, *AS_OF)
    assert ran.status == 2
    assert "Traceback" not in ran.err


# --explain


def explained(run, nip, *more, language="en"):
    return " ".join(run("--lang", language, "replay", nip, *AS_OF, "--explain", *more).out.split())


def test_an_explanation_names_the_facts_by_position_and_id_with_what_they_said(run, story):
    said = explained(run, BUDI, "--from", "2026-02-13", "--to", "2026-02-13")
    assert "#113 e-00113 CheckedIn Fri 2026-02-13 06:44:10 WITA: away from the office" in said
    assert "Standing facts: #1 e-00001, #2 e-00002, #4 e-00004, #8 e-00008, #22 e-00022" in said
    assert "#8 e-00008 EmployeeAssigned: Budi Hartono, PNS, Pranata Komputer in diskominfo" in said


def test_an_explanation_names_rule_regulation_and_recording_and_marks_what_is_retroactive(run, story):
    said = explained(run, BUDI, "--from", "2026-02-13", "--to", "2026-02-13")
    assert "By kaltim-wfa-friday (SE Gubernur Kaltim 100.3.4/739/B.ORG-III/2026), recorded" in said
    assert "retroactive: recorded after this day: arrangement by rule friday, windows by rule regular." in said
    assert "kaltim-wfa-friday, three-calls, calls: answer within 10 minutes; 3 strikes in 30 days" in said


def test_an_explanation_sets_the_check_in_against_the_bounds_of_its_window(run, story):
    said = explained(run, BUDI, "--from", "2026-02-18", "--to", "2026-02-20")
    assert (
        "in: open 06:00 to 07:30 at the office, late until 11:00; checked in 07:45:30 (e-00130): 16 min late." in said
    )
    assert "midday: open 11:00 to 13:00; no check-in counts: missed." in said


def test_an_explanation_of_a_call_tells_its_deadline_the_time_for_reasons_and_what_settled_it(run, story):
    said = explained(run, BUDI, "--known-at", "175")
    assert "To be answered by Fri 2026-02-13 14:30 WITA, within 10 minutes." in said
    assert "Answered by message Fri 2026-02-13 14:31 WITA (e-00125), after the deadline." in said
    assert "A reason could be submitted until Mon 2026-02-16 14:30 WITA." in said
    assert "Settled Mon 2026-02-23 09:00 WITA, when reason r-01 was rejected by 197001011995031001." in said
    assert "Settled Mon 2026-02-16 14:10 WITA, when the time for reasons ran out." in said


def test_an_explanation_names_the_rejection_of_this_very_call(run, story, tmp_path):
    """At the same instant another call's reason is rejected, and the employee decides on his own, which counts not."""

    def reason(name, call, when):
        subject = {"subject": {"call_id": call}, "text": "Sinyal hilang", "occurred_at": when}
        return {"type": "ReasonSubmitted", "id": f"s-{name}", "nip": BUDI, "reason_id": name, **subject}

    def rejected(name, by):
        decided = {"accepted": False, "decided_by": by, "occurred_at": "2026-02-24T09:00:00+08:00"}
        return {"type": "ReasonDecided", "id": f"d-{name}-{by}", "nip": BUDI, "reason_id": name, **decided}

    facts = (
        reason("r-11", "c-02", "2026-02-13T15:00:00+08:00"),
        reason("r-12", "c-07", "2026-02-20T15:00:00+08:00"),
        *(rejected("r-11", SETIA), rejected("r-12", BUDI), rejected("r-12", ANDI)),
    )
    (tmp_path / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts))
    assert run("ingest", "facts.jsonl").status == 0
    said = explained(run, BUDI).partition("Why each call is as it is")[2]
    settled = re.findall(r"Settled Tue 2026-02-24 09:00 WITA, when reason (\S+) was rejected by (\d+)\.", said)
    assert settled == [("r-11", SETIA), ("r-12", ANDI)]


def test_an_explanation_says_why_a_call_is_not_counted(run, story):
    said = explained(run, BUDI)
    assert "Not counted: it was placed too soon after the one before." in said
    assert "Not counted: the one who placed it is not a superior who may." in said
    assert "Not counted: it does not lie within working hours, to its deadline." in said


def test_an_explanation_says_how_long_after_which_call_one_came_too_soon(run, story):
    said = explained(run, BUDI)
    assert "Placed 5 min after call c-02 of Fri 2026-02-13 14:00 WITA (#122 e-00122)" in said
    assert "the rule asks for 15 minutes or more." in said
    indonesian = explained(run, BUDI, language="id")
    assert "Dilakukan 5 mnt setelah panggilan c-02 pada Jum 2026-02-13 14:00 WITA (#122 e-00122)" in indonesian


def test_an_explanation_names_the_superiors_of_whom_the_caller_is_none(run, story):
    superiors = "198603152010011004 (Andi Saputra), 197001011995031001 (Setia Rahman)"
    assert f"198812302012122003 is not among those who may call on this day: {superiors}." in explained(run, BUDI)


def test_an_explanation_names_the_earlier_call_and_request_of_the_same_id(run, story, tmp_path):
    about = {"nip": BUDI, "occurred_at": "2026-02-27T09:00:30+08:00"}
    call = {"type": "CallPlaced", "call_id": "c-02", "placed_by": ANDI, "channel": "phone", **about}
    request = {"type": "LocationRequested", "request_id": "q-9", "requested_by": ANDI, **about}
    again = {**request, "id": "again", "occurred_at": "2026-02-27T09:02:00+08:00"}
    facts = [{**call, "id": "late"}, {**request, "id": "first"}, again, {**again, "id": "own", "request_id": "q-10"}]
    facts[-1]["requested_by"] = BUDI
    (tmp_path / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts))
    assert run("ingest", "facts.jsonl").status == 0
    said = explained(run, BUDI)
    assert (
        "c-02 is the id of the one of Fri 2026-02-13 14:00 WITA already (#122 e-00122), 19860 min 30 s before." in said
    )
    assert "q-9 is the id of the one of Fri 2026-02-27 09:00:30 WITA already (#181 first), 1 min 30 s before." in said


def test_an_explanation_tells_of_locations_and_distances(run, story):
    said = explained(run, EKO)
    assert "Shared Fri 2026-02-20 09:04 WITA. 40.1 m from the place in the letter: inside the agreed place." in said
    assert "1548.0 m from the place in the letter: outside the agreed place." in said
    assert "By letter 800.1.11.1/77" in said


def test_an_explanation_shows_what_was_recorded_and_used_by_nothing(run, story):
    said = explained(run, BUDI)
    unused = said.partition("Recorded in these days and used by nothing above")[2]
    assert "#125 e-00125 CallAnswered" in unused
    assert "#128 e-00128 WorkReported" in unused
    assert "e-00113" not in unused


def test_an_explanation_is_said_in_indonesian(run, story):
    said = explained(run, BUDI, "--known-at", "175", language="id")
    assert "Tuntas Sen 2026-02-23 09:00 WITA, saat alasan r-01 ditolak oleh 197001011995031001." in said
    assert "Menurut kaltim-wfa-friday" in said


def test_in_indonesian_a_work_arrangement_and_a_date_have_headings_of_their_own(run, story):
    answer = " ".join(run("--lang", "id", "replay", BUDI, *AS_OF).out.split())
    assert "Tanggal Status Pola kerja" in answer
    assert "Keadaan terhitung (ada panggilan terlewat terhitung, belum mencapai batas)" in answer
    policies = " ".join(run("--lang", "id", "policy", "show", "kaltim-wfa-friday").out.split())
    assert "Berlaku sejak 2026-02-13" in policies


def test_an_explanation_as_json_adds_the_facts_and_leaves_the_digest(run, story):
    plain = run("replay", BUDI, *AS_OF, "--format", "json").json
    with_facts = run("replay", BUDI, *AS_OF, "--format", "json", "--explain").json
    facts = {fact["event"]["id"]: fact for fact in with_facts.pop("facts")}
    assert with_facts == plain
    assert {name for day in plain["days"] for name in day["events"]} <= set(facts)
    assert facts["e-00113"]["position"] == 113
    assert facts["e-00113"]["event"]["type"] == "CheckedIn"


def test_an_answer_read_back_is_of_the_domains_own_shape(run, story):
    answer = run("replay", BUDI, *AS_OF, "--format", "json").json
    del answer["digest"]
    assert msgspec.to_builtins(msgspec.convert(answer, Answer)) == answer


def test_every_code_of_an_answer_has_its_words():
    """A code that is named here but not in the sources of the domain is misspelt, or gone."""
    import ast

    import domain
    from cli import words

    folder = Path(domain.__file__).parent
    constants = {
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for table in (words.WHY, words.OUTCOME, words.DAY_STATUS, words.WINDOW_STATUS, words.STATE, words.INSIDE):
        assert set(table) <= constants
    assert set(words.DAY_STATUS) == set(words.DAY_MEANING)
    assert set(words.OUTCOME_OF_CALL) | set(words.OUTCOME_OF_REQUEST) | {"not_counted"} == set(words.OUTCOME)
    assert set(words.STATE) == set(words.STATE_MEANING)
