"""``saksi events``: everything recorded about one employee."""

from __future__ import annotations

import csv
import io
import json

from tests.unit.cli.conftest import STORY

BUDI = "199007212015021002"


def test_every_event_of_the_employee_is_listed_in_the_order_recorded(run, story):
    answer = run("events", BUDI, "--format", "json").json
    positions = [event["position"] for event in answer["events"]]
    lines = STORY.read_text(encoding="utf-8").splitlines()
    own = [number for number, line in enumerate(lines, 1) if f'"nip": "{BUDI}"' in line]
    assert positions == [*own, 176] if 176 < own[-1] is False else positions == sorted([*own, 176])


def test_an_event_has_position_times_source_type_id_and_what_it_says(run, story):
    [event] = [one for one in run("events", BUDI, "--format", "json").json["events"] if one["position"] == 158]
    assert event["source"] == "kaltim-2026.jsonl:158"
    assert event["occurred_at"] == "2026-02-23T09:00:00+08:00"
    assert event["recorded_at"].endswith("+00:00")
    assert (event["type"], event["id"]) == ("ReasonDecided", "e-00158")
    assert event["event"]["note"] == "Tidak ada bukti gangguan"


def test_a_voided_event_is_marked_as_known_at_a_position(run, story):
    def voided(*more: str) -> list[str]:
        return [
            event["id"] for event in run("events", BUDI, "--format", "json", *more).json["events"] if event["voided"]
        ]

    assert voided() == ["e-00158"]
    assert voided("--known-at", "175") == []


def test_the_void_itself_stands_among_the_events(run, story):
    assert "e-00176" in [event["id"] for event in run("events", BUDI, "--format", "json").json["events"]]


def test_the_table_fits_and_says_what_each_event_says(run, story):
    shown = run("events", BUDI).out
    assert max(map(len, shown.splitlines())) <= 80
    words = " ".join(shown.split())
    assert "158 Mon 2026-02-23 09:00 WITA ReasonDecided e-00158 (voided)" in words
    assert "kaltim-2026.jsonl:158" in words
    assert "e-00158 (dibatalkan)" in " ".join(run("--lang", "id", "events", BUDI).out.split())


def test_csv_has_a_row_for_each_event(run, story):
    rows = list(csv.DictReader(io.StringIO(run("events", BUDI, "--format", "csv").out)))
    assert len(rows) == len(run("events", BUDI, "--format", "json").json["events"])
    assert [row["id"] for row in rows if row["voided"] == "yes"] == ["e-00158"]


def test_a_cell_that_a_spreadsheet_would_compute_is_kept_from_it(run, tmp_path):
    (tmp_path / "facts.jsonl").write_text(
        '{"type": "EmploymentEnded", "id": "=1+1", "nip": "X", "effective_from": "2026-01-01", "reason": "-"}\n'
    )
    run("ingest", "facts.jsonl")
    [row] = csv.DictReader(io.StringIO(run("events", "X", "--format", "csv").out))
    assert row["id"] == "'=1+1"


def test_nobody_known_is_an_empty_list_and_a_sentence(run, story):
    ran = run("events", "nobody", "--format", "json")
    assert (ran.status, ran.json["events"]) == (0, [])
    assert "nobody" in ran.err


def test_a_text_as_long_as_a_book_is_cut_in_the_table_and_whole_in_json(run, story, tmp_path):
    text = "halaman " * 500_000
    reason = {"type": "ReasonSubmitted", "id": "long", "nip": BUDI, "reason_id": "r-99", "subject": {"call_id": "c-02"}}
    fact = {**reason, "text": text, "occurred_at": "2026-02-27T09:00:00+08:00"}
    (tmp_path / "facts.jsonl").write_text(json.dumps(fact) + "\n")
    assert run("ingest", "facts.jsonl").status == 0
    ran = run("events", BUDI)
    assert "reason r-99 about" in ran.out
    assert 0 < ran.out.count("halaman") < 50
    assert "…" in ran.out
    assert ran.err == "Note: long texts end in … here; --format json has them whole\n"
    assert run("events", BUDI, "--format", "json").json["events"][-1]["event"]["text"] == text
    explained = run("replay", BUDI, "--as-of", "2026-02-28T08:00:00+08:00", "--explain").out
    assert 0 < explained.count("halaman") < 100


def test_every_type_of_event_has_its_gist():
    from cli.gist import _GISTS
    from domain.discipline.events import CASE_EVENT_TYPES
    from ledger.statements import LOGGED_TYPES

    assert set(_GISTS) | set(CASE_EVENT_TYPES) == set(LOGGED_TYPES)


def test_a_gist_is_told_of_every_event_of_every_golden_ledger_in_both_languages():
    from cli.gist import gist
    from cli.language import speak
    from domain.admission import admit

    for language in ("id", "en"):
        speak(language)
        for case in sorted(STORY.parent.glob("*.jsonl")):
            for line in case.read_bytes().splitlines():
                said = gist(admit(line))
                assert said
                assert "{" not in said
