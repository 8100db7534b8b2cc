"""``saksi policy simulate`` as people and programs meet it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROPOSAL = str(ROOT / "policies" / "PROPOSAL-NOT-ENACTED-kalteng-wfa.yaml")
ENACTED = str(ROOT / "policies" / "perpres-21-2023.yaml")
WEEK = ("--from", "2026-01-05", "--to", "2026-01-11", "--as-of", "2026-01-12T06:00:00+07:00")
RIVAL = """\
policy: rival
title: Another Friday
regulation: RIVAL
scope: kalteng
effective_from: 2023-12-31
rules:
  - {id: friday, when: {weekday: [fri], arrangement: [office]}, set: {windows: []}}
  - {id: nobody, when: {unit: [nowhere]}, set: {arrangement: "off"}}
"""


@pytest.fixture
def kalteng(run) -> None:
    assert run("ingest", str(ROOT / "tests" / "cases" / "kalteng-week.jsonl")).status == 0


@pytest.fixture
def rival(tmp_path) -> str:
    (tmp_path / "rival.yaml").write_text(RIVAL)
    return "rival.yaml"


@pytest.mark.usefixtures("kalteng")
def test_the_study_is_told_in_english(run):
    ran = run("policy", "simulate", PROPOSAL, *WEEK)
    assert (ran.status, ran.err) == (0, "")
    assert "A study: nothing was enacted, nothing was recorded" in ran.out
    assert "Something changes for 4 of 5 employees." in ran.out
    assert "days absent                            6       5     -1" in ran.out
    assert "strikes 0→2; a new" in ran.out
    assert "Units in which nothing changes: 1" in ran.out


@pytest.mark.usefixtures("kalteng")
def test_the_study_is_told_in_indonesian(run):
    ran = run("policy", "simulate", PROPOSAL, *WEEK, "--lang", "id")
    assert "Ada yang berubah bagi 4 dari 5 pegawai." in ran.out
    assert "hari tidak hadir                                6         5      -1" in ran.out
    assert "dugaan baru, atas c-1, c-2" in " ".join(ran.out.split())


@pytest.mark.usefixtures("kalteng")
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_fits_into_80_columns(run, rival, language):
    for file in (PROPOSAL, rival):
        ran = run("policy", "simulate", file, *WEEK, "--lang", language)
        assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.usefixtures("kalteng")
def test_conflicts_come_first_with_both_sides_and_their_days(run, rival):
    out = run("policy", "simulate", rival, *WEEK).out
    assert "on these days no unit is called nowhere" in out
    conflicts = out[out.index("New conflicts") : out.index("In total")]
    assert "On windows:" in conflicts
    assert "kalteng-pergub-53-2023 (Pergub Kalteng 53/2023), rule presence-friday" in conflicts
    assert "rival (RIVAL), rule friday" in conflicts
    assert "on Fri 2026-01-09" in conflicts
    assert "for 4 employees" in conflicts


@pytest.mark.usefixtures("kalteng")
def test_json_holds_the_whole_study(run):
    study = run("policy", "simulate", PROPOSAL, *WEEK, "--format", "json").json
    assert study["total"]["strikes"] == {"before": 0, "after": 2}
    assert study["known_at"] == 49
    assert [one["name"] for one in study["employees"]] == [
        "Wahyu Saputro",
        "Utami Kusuma",
        "Viona Siregar",
        "Zainal Abidin",
    ]


@pytest.mark.usefixtures("kalteng")
def test_csv_has_a_row_for_the_total_each_unit_and_each_employee(run):
    rows = list(csv.DictReader(io.StringIO(run("policy", "simulate", PROPOSAL, *WEEK, "--format", "csv").out)))
    assert [row["level"] for row in rows] == ["total", "unit", "unit", "unit", *["employee"] * 4]
    assert (rows[0]["missed_windows_before"], rows[0]["missed_windows_after"]) == ("12", "13")
    assert rows[6]["allegations_detail"] == "gained: c-1 c-2"
    assert rows[6]["first_change"] == "2026-01-09"


@pytest.mark.usefixtures("kalteng")
def test_the_table_names_some_and_says_how_many_more_there_are(run, monkeypatch):
    monkeypatch.setattr("cli.commands.simulate.SHOWN_EMPLOYEES", 1)
    out = run("policy", "simulate", PROPOSAL, *WEEK).out
    assert "Wahyu Saputro" in out
    assert "Viona Siregar" not in out
    assert "and 3 more: --format csv or json names all of them" in out


@pytest.mark.usefixtures("kalteng")
def test_what_is_enacted_already_changes_nothing(run):
    assert run("policy", "enact", ENACTED, "--format", "json").json["duplicate"] is True
    out = run("policy", "simulate", ENACTED, *WEEK).out
    assert "the ledger holds this very document already, at position 11" in out
    assert "Nothing changes for any of the 5 employees." in out
    assert "With it" not in out


@pytest.mark.usefixtures("kalteng")
def test_a_study_of_days_on_which_nobody_served_or_nothing_is_in_force_says_so(run):
    out = run("policy", "simulate", PROPOSAL, "--from", "2020-01-01", "--to", "2020-01-02").out
    assert "the document is in force on none of these days" in out
    assert "Nobody served on these days in the units asked about." in out


@pytest.mark.usefixtures("kalteng")
def test_days_after_the_instant_are_said_to_be_pending_on_both_sides(run):
    asked = ("--from", "2026-01-09", "--to", "2026-01-16", "--as-of", "2026-01-12T06:00:00+07:00")
    out = run("policy", "simulate", PROPOSAL, *asked).out
    assert "what was still open is pending on both sides" in " ".join(out.split())
    assert "days pending" in out


@pytest.mark.usefixtures("kalteng")
def test_a_unit_narrows_the_study_and_an_unknown_one_is_refused(run):
    ran = run("policy", "simulate", PROPOSAL, *WEEK, "--unit", "bapenda-kalteng", "--format", "json")
    assert ran.json["total"]["employees"] == 2
    ran = run("policy", "simulate", PROPOSAL, *WEEK, "--unit", "bapenda", "--format", "json")
    assert (ran.status, ran.error["code"]) == (2, "no_such_unit")
    assert run("policy", "simulate", PROPOSAL, *WEEK, "--unit", "x", "--lang", "id").err.startswith(
        "Galat: tidak ada unit seperti itu"
    )


@pytest.mark.usefixtures("kalteng")
def test_a_document_that_does_not_validate_is_refused(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text(RIVAL.replace("windows: []", "window: []"))
    ran = run("policy", "simulate", "wrong.yaml", *WEEK)
    assert (ran.status, ran.out) == (1, "")
    assert "wrong.yaml:7:" in ran.err


@pytest.mark.usefixtures("kalteng")
def test_nothing_is_written(run, tmp_path):
    ledger = (tmp_path / "saksi.db").read_bytes()
    run("policy", "simulate", PROPOSAL, *WEEK)
    assert (tmp_path / "saksi.db").read_bytes() == ledger
    assert [path.name for path in tmp_path.iterdir()] == ["saksi.db"]
    held = [one["policy"] for one in run("policy", "list", "--format", "json").json["policies"]]
    assert held == ["kalteng-pergub-53-2023", "perpres-21-2023", "pp-94-2021"]


def test_wrong_ranges_and_missing_files_are_wrong_usage(run):
    for arguments, code in (
        ((PROPOSAL, "--to", "2026-01-11"), "missing_argument"),
        ((PROPOSAL, "--from", "2026-01-11"), "missing_argument"),
        ((PROPOSAL, "--from", "2026-01-11", "--to", "2026-01-10"), "wrong_range"),
        (("missing.yaml", *WEEK), "file_error"),
        ((PROPOSAL, *WEEK), "no_such_ledger"),
    ):
        ran = run("policy", "simulate", *arguments, "--format", "json")
        assert (ran.status, ran.error["code"]) == (2, code)
