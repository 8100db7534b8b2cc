"""``saksi status``, ``board``, ``sanctions`` and ``recap``: what an agency asks every morning."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from projections.follower import Follower, FollowerStopped
from projections.views import ViewsBusy
from tests.unit.cli.conftest import STORY, Ran

BUDI = "199007212015021002"
FRIDAY = "2026-02-20"
EVENING = "2026-02-20T17:00:00+08:00"
MORNING = "2026-02-20T09:00:00+08:00"
RECORDED_LATER = "2026-03-03T08:00:00+08:00"
CHECK_IN = {
    "type": "CheckedIn",
    "id": "forgotten",
    "nip": BUDI,
    "occurred_at": "2026-02-20T12:00:00+08:00",
}
QUESTIONS = {
    "status": ["status", "--date", FRIDAY],
    "board": ["board", "kaltim", "--date", FRIDAY],
    "sanctions": ["sanctions"],
    "recap": ["recap", "--month", "2026-02"],
}


@pytest.fixture(scope="session")
def _followed_story(tmp_path_factory, _recorded_story) -> Path:
    from ledger.application import Ledger
    from projections.views import open_views

    file = Path(shutil.copy(_recorded_story, tmp_path_factory.mktemp("followed") / "saksi.db"))
    url = f"sqlite:///{file}"
    with Ledger.open(url) as ledger, open_views(url) as views:
        Follower(ledger, views).catch_up()
    return file


@pytest.fixture
def followed(_followed_story, tmp_path) -> Path:
    """The story and its read models in the test's own folder."""
    shutil.copy(_followed_story.with_name("saksi.db.views"), tmp_path / "saksi.db.views")
    return Path(shutil.copy(_followed_story, tmp_path / "saksi.db"))


def rows_of(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


def postpone(ledger: Path, nip: str) -> None:
    """Let an employee wait to be derived again."""
    with sqlite3.connect(f"{ledger}.views") as views:
        views.execute("INSERT INTO pending_1 VALUES (?, '0000-00', '9999-99', 0)", (nip,))
    views.close()


def forget_to_follow(run, folder: Path) -> None:
    """Record one more check-in, which the read models do not hold yet."""
    (folder / "one.jsonl").write_text(json.dumps(CHECK_IN))
    assert run("ingest", "one.jsonl").status == 0


def test_the_status_of_everybody_is_what_their_replays_say(run, followed):
    for as_of in (MORNING, EVENING, RECORDED_LATER):
        found = run("status", "--date", FRIDAY, "--as-of", as_of, "--format", "json").json
        assert found["known_at"] == found["last_position"] == 179
        assert len(found["employees"]) == 6
        for line in found["employees"]:
            range_of = ("--from", FRIDAY, "--to", FRIDAY, "--as-of", as_of)
            [day] = run("replay", line["nip"], *range_of, "--format", "json").json["days"]
            assert {name: line[name] for name in day} == day


def test_the_table_names_check_ins_and_the_rules_that_decided(run, followed):
    ran = run("status", "--date", FRIDAY, "--unit", "diskominfo")
    assert (ran.status, ran.err) == (0, "")
    shown = ran.out.splitlines()
    assert "Employees  3: partial 2, present 1" in shown
    assert "Budi Hartono       partial  morning 07:12:09 on time kaltim-wfa-friday: friday," in shown
    assert max(map(len, shown)) <= 80
    assert "WITA" in ran.out
    assert "sebagian" in run("status", "--date", FRIDAY, "--lang", "id").out


def test_a_unit_means_what_lies_below_it_too(run, followed):
    nips = {
        unit: {
            line["nip"]
            for line in run("status", "--date", FRIDAY, "--unit", unit, "--format", "json").json["employees"]
        }
        for unit in ("kaltim", "bkd", "diskominfo")
    }
    assert BUDI in nips["diskominfo"]
    assert nips["diskominfo"] | nips["bkd"] <= nips["kaltim"]
    assert not nips["diskominfo"] & nips["bkd"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_first_question_builds_the_read_models(run, story, question):
    ran = run(*QUESTIONS[question])
    assert (ran.status, ran.err) == (0, "")
    assert Path(f"{story}.views").exists()


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_catching_up_there_must_be_read_models(run, story, question):
    ran = run(*QUESTIONS[question], "--no-catch-up", "--format", "json")
    assert (ran.status, ran.out, ran.error["code"]) == (1, "", "no_read_models")


def test_what_was_just_recorded_is_in_the_answer(run, followed, tmp_path):
    forget_to_follow(run, tmp_path)
    found = run("status", "--date", FRIDAY, "--format", "json").json
    assert found["known_at"] == 180
    assert {line["nip"]: line["status"] for line in found["employees"]}[BUDI] == "present"


@pytest.mark.parametrize("question", QUESTIONS)
def test_read_models_behind_the_ledger_are_said_aloud(run, followed, tmp_path, question):
    forget_to_follow(run, tmp_path)
    ran = run(*QUESTIONS[question], "--no-catch-up")
    assert ran.status == 0
    assert ran.err == "Note: this is known at position 179; the ledger goes on to 180\n"
    assert "position 179 of 180" in ran.out


def test_employees_who_wait_are_marked_and_counted(run, followed):
    postpone(followed, BUDI)
    ran = run("status", "--date", FRIDAY, "--no-catch-up")
    assert ran.status == 0
    assert "(waits)" in ran.out
    assert ran.err.startswith("Note: 1 of the employees shown wait")
    found = run("status", "--date", FRIDAY, "--no-catch-up", "--format", "json").json
    assert [line["nip"] for line in found["employees"] if line["waiting"]] == [BUDI]
    elsewhere = run("status", "--date", FRIDAY, "--unit", "bkd", "--no-catch-up")
    assert elsewhere.err == ""
    assert "(waits)" in run("sanctions", "--no-catch-up").out
    assert "(waits)" in run("recap", "--month", "2026-02", "--no-catch-up").out
    board = run("board", "kaltim", "--date", FRIDAY, "--no-catch-up")
    assert "may be as known earlier" in board.err
    assert board.out.count("Waiting  1 employees") == 1
    units = run("board", "kaltim", "--date", FRIDAY, "--no-catch-up", "--format", "json").json["units"]
    assert {unit["unit"] for unit in units if unit["waiting"]} == {"diskominfo"}
    assert run("status", "--date", FRIDAY).err == "", "catching up derives who waits"


def test_a_whole_province_is_left_to_the_follower_and_said_to_wait(run, followed, tmp_path, monkeypatch):
    monkeypatch.setattr("cli.asking.MOST_TO_DERIVE", 5)
    holiday = {"type": "HolidayDeclared", "id": "free", "scope": "kaltim", "date": FRIDAY, "kind": "holiday"}
    (tmp_path / "one.jsonl").write_text(json.dumps(holiday | {"name": "n", "regulation": "r"}))
    assert run("ingest", "one.jsonl").status == 0
    for _ in range(2):
        ran = run("status", "--date", FRIDAY)
        assert "Known at   position 180 of 180" in ran.out
        assert ran.out.count("(waits)") == 6
        assert ran.err.startswith("Note: 6 of the employees shown wait for `saksi follow`")
    assert run("follow", "--once").status == 0
    ran = run("status", "--date", FRIDAY)
    assert ran.err == ""
    assert "Employees  6: holiday 4, leave 1, present 1" in ran.out


@pytest.mark.parametrize("error", [FollowerStopped("it cannot", "void it"), ViewsBusy("somebody writes", "wait")])
def test_what_keeps_it_from_catching_up_does_not_keep_it_from_answering(run, followed, tmp_path, monkeypatch, error):
    forget_to_follow(run, tmp_path)

    def fail(*_):
        raise error

    monkeypatch.setattr(Follower, "step", fail)
    ran = run("status", "--date", FRIDAY)
    assert ran.status == 0
    assert "Budi Hartono" in ran.out
    assert ran.err.startswith(f"Note: {error.sentence}\n  {error.hint}\n")


def test_read_models_of_another_version_are_built_anew(run, followed):
    with sqlite3.connect(f"{followed}.views") as views:
        views.execute("UPDATE generation SET versions = '{}'")
        views.execute("DROP TABLE sheet_1")
    views.close()
    ran = run("status", "--date", FRIDAY)
    assert (ran.status, ran.err) == (0, "")
    assert "Budi Hartono" in ran.out


def test_the_status_in_a_spreadsheet_is_a_row_for_each_employee(run, followed):
    rows = rows_of(run("status", "--date", FRIDAY, "--format", "csv"))
    assert len(rows) == 6
    [budi] = [row for row in rows if row["nip"] == BUDI]
    assert budi["windows"] == "morning on_time 2026-02-20T07:12:09+08:00; midday missed"
    assert budi["decided_by"] == "kaltim-wfa-friday: friday, ramadan"
    assert (budi["status"], budi["waiting"]) == ("partial", "no")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["status"], "missing_argument"),
        (["status", "--date", "20-02-2026"], "wrong_date"),
        (["status", "--date", FRIDAY, "--unit", "nowhere"], "no_such_unit"),
        (["board", "nowhere", "--date", FRIDAY], "no_such_unit"),
        (["board", "kaltim"], "missing_argument"),
        (["sanctions", "--unit", "nowhere"], "no_such_unit"),
        (["recap"], "missing_argument"),
        (["recap", "--month", "2026-13"], "wrong_month"),
        (["recap", "--month", FRIDAY], "wrong_month"),
        (["status", "--date", FRIDAY, "--db", "sqlite:///none.db"], "no_such_ledger"),
    ],
)
def test_a_wrong_question_is_told_in_one_sentence(run, followed, tmp_path, arguments, code):
    ran = run(*arguments, "--format", "json")
    assert (ran.status, ran.out, ran.error["code"]) == (2, "", code)
    assert not (tmp_path / "none.db.views").exists()


def test_a_day_without_sheets_is_judged_afresh(run, followed):
    """Before the first policy there are no read models, and after the newest fact's month none yet."""
    assert run("status", "--date", "1999-01-01", "--format", "json").json["employees"] == []
    later = run("status", "--date", "2990-01-01", "--format", "json")
    assert {line["status"] for line in later.json["employees"]} == {"pending", "off"}


def test_what_is_missing_is_named_as_it_is_typed(run, followed):
    assert run("status").err.startswith("Error: --date is missing")


def test_an_empty_ledger_says_so(run, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{\n")
    assert run("ingest", "bad.jsonl").status == 1
    ran = run("status", "--date", FRIDAY, "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "empty_ledger")


def test_sanctions_are_what_replays_say(run, followed):
    for as_of in ("2026-02-20T11:00:00+08:00", "2026-02-24T08:00:00+08:00", RECORDED_LATER):
        found = run("sanctions", "--as-of", as_of, "--format", "json").json
        standing = {
            line["nip"]: {name: line[name] for name in ("count", "threshold", "state", "allegations")}
            for line in found["employees"]
        }
        for line in run("status", "--date", FRIDAY, "--format", "json").json["employees"]:
            strikes = run("replay", line["nip"], "--as-of", as_of, "--format", "json").json["strikes"]
            assert standing.get(line["nip"]) == (strikes if strikes["state"] != "clear" else None)


def test_sanctions_name_the_calls_and_when_an_allegation_was_reached(run, followed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    ran = run("sanctions", "--as-of", RECORDED_LATER)
    shown = " ".join(ran.out.split())
    assert "Alleged 1 Counting 0" in shown
    assert "1 of 3 strikes" in shown
    assert "reached Mon 2026-03-02 09:40 WITA on calls c-02, c-07, c-08" in shown
    [row] = rows_of(run("sanctions", "--as-of", RECORDED_LATER, "--format", "csv"))
    assert (row["nip"], row["state"], row["count"], row["on_calls"]) == (BUDI, "alleged", "1", "c-02; c-07; c-08")
    assert row["counting_calls"] == "c-09", "those on which an allegation rests stand with it, and count no more"


def test_an_allegation_does_not_end_with_the_employment(run, followed, tmp_path):
    ended = {"type": "EmploymentEnded", "id": "gone", "nip": BUDI, "effective_from": "2026-03-03", "reason": "contract"}
    (tmp_path / "one.jsonl").write_text(json.dumps(ended))
    assert run("ingest", "one.jsonl").status == 0
    [line] = run("sanctions", "--as-of", RECORDED_LATER, "--unit", "diskominfo", "--format", "json").json["employees"]
    strikes = run("replay", BUDI, "--as-of", RECORDED_LATER, "--format", "json").json["strikes"]
    assert (line["nip"], line["state"], line["count"]) == (BUDI, "alleged", strikes["count"])
    assert line["allegations"] == strikes["allegations"]


def test_nobody_to_sanction_is_a_sentence(run, followed):
    ran = run("sanctions", "--unit", "bkd")
    assert ran.status == 0
    assert "Nobody has strikes that count" in ran.out


def test_a_recap_adds_up_the_month_of_the_replays(run, followed):
    found = run("recap", "--month", "2026-02", "--as-of", RECORDED_LATER, "--format", "json").json
    assert len(found["employees"]) == 6
    for line in found["employees"]:
        month = ("--from", "2026-02-01", "--to", "2026-02-28", "--as-of", RECORDED_LATER)
        days = run("replay", line["nip"], *month, "--format", "json").json["days"]
        assert line["days"] == Counter(day["status"] for day in days)
        assert line["late_minutes"] == sum(day["late_minutes"] for day in days)
        assert line["early_minutes"] == sum(day["early_minutes"] for day in days)


def test_the_year_of_a_recap_ends_with_its_month(run, followed):
    evening = "2026-02-28T23:59:00+08:00"
    found = run("recap", "--month", "2026-02", "--format", "json").json
    for line in found["employees"]:
        tally = run("replay", line["nip"], "--as-of", evening, "--format", "json").json["absence"]["2026"]
        assert {name: line["year"][name] for name in ("absent_days", "band")} == {
            name: tally[name] for name in ("absent_days", "band")
        }


def test_a_recap_in_a_spreadsheet_has_a_column_for_each_status(run, followed):
    rows = rows_of(run("recap", "--month", "2026-02", "--format", "csv"))
    [head] = [row for row in rows if row["nip"] == "197001011995031001"]
    assert (head["days_absent"], head["days_late"], head["year_counted_days"]) == ("3", "0", "3")
    assert (head["band_level"], head["band_kind"]) == ("light", "oral_reprimand")
    table = run("recap", "--month", "2026-02").out
    assert "oral" in table
    assert max(map(len, table.splitlines())) <= 80


def test_a_board_names_empty_posts_and_those_who_man_the_others(run, tmp_path):
    assert run("ingest", str(STORY.with_name("dinkes-week.jsonl"))).status == 0
    asked = ("board", "rsud-aws", "--date", "2026-02-27")
    shown = [" ".join(line.split()) for line in run(*asked).out.splitlines()]
    assert "Farmasi no shift: empty 1 0 0 0 1" in shown
    assert "Rawat Inap 14:00-21:00 WITA 1 1 1 0" in shown
    rows = rows_of(run(*asked, "--format", "csv"))
    assert {row["post"]: row["gap"] for row in rows if row["minimum"]}["Farmasi"] == "1"
    [unit] = run(*asked, "--format", "json").json["units"]
    assert unit["office"] == {"staff": 2, "expected": 0, "seen": 1, "cap": None, "allowed": None, "over": 0}
    assert unit["because"][0]["policy"] == "kaltim-dinkes-roster"
