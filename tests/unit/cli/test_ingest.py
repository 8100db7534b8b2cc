"""``saksi ingest``: what is recorded, counted, refused and told."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from tests.unit.cli.conftest import STORY

GOOD = '{"type": "UnitDefined", "id": "u-1", "unit": "id", "name": "Indonesia", "effective_from": "1945-08-17"}'
OTHER = '{"type": "UnitDefined", "id": "u-1", "unit": "id", "name": "Other", "effective_from": "1945-08-17"}'
SECOND = '{"type": "UnitDefined", "id": "u-2", "unit": "kaltim", "name": "Kaltim", "effective_from": "1957-01-09"}'


@pytest.fixture
def facts(tmp_path):
    def write(*lines: str, name: str = "facts.jsonl") -> str:
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return name

    return write


def test_the_story_is_recorded_once_and_its_repetition_counted(run):
    first = run("ingest", str(STORY), "--format", "json")
    again = run("ingest", str(STORY), "--format", "json")
    assert (first.status, again.status) == (0, 0)
    sums = ("recorded", "duplicates", "rejected", "last_position")
    assert [first.json[name] for name in sums] == [179, 0, 0, 179]
    assert [again.json[name] for name in sums] == [0, 179, 0, 179]
    assert not STORY.with_name("kaltim-2026.jsonl.rejected.jsonl").exists()


def test_the_sums_are_told_in_the_language_spoken(run, facts):
    name = facts(GOOD, GOOD, OTHER)
    assert run("ingest", name).out == "Recorded 1, duplicates 1, refused 1; the ledger ends at position 1.\n"
    said = run("--lang", "id", "ingest", name).out
    assert said == "Dicatat 0, duplikat 2, ditolak 1; buku besar berakhir di posisi 1.\n"


def test_refused_lines_go_to_a_file_beside_and_the_rest_is_recorded(run, facts, tmp_path):
    ran = run("ingest", facts(GOOD, "{not json", OTHER, '{"type": "Nothing", "id": "x"}', SECOND), "--format", "json")
    assert ran.status == 1
    assert (ran.json["recorded"], ran.json["rejected"]) == (2, 3)
    assert ran.json["rejects"] == ["facts.jsonl.rejected.jsonl"]
    refused = [json.loads(line) for line in (tmp_path / "facts.jsonl.rejected.jsonl").read_text().splitlines()]
    assert [(one["line"], one["code"]) for one in refused] == [
        (2, "malformed_json"),
        (3, "id_reused"),
        (4, "unknown_type"),
    ]
    assert refused[1]["input"] == OTHER


def test_the_first_refusals_are_told_with_line_code_and_sentence(run, facts):
    bad = [f'{{"type": "Nothing", "id": "{n}"}}' for n in range(8)]
    said = run("--lang", "id", "ingest", facts(*bad)).err
    assert "  baris 1, unknown_type (jenis peristiwa tidak dikenal): " in said
    assert "baris 5" in said
    assert "baris 6" not in said
    assert "dan lainnya" in said
    assert "facts.jsonl.rejected.jsonl" in said


def test_refused_lines_go_where_they_are_told_to_go(run, facts, tmp_path):
    facts("{", name="a.jsonl")
    facts("{", name="b.jsonl")
    ran = run("ingest", "a.jsonl", "b.jsonl", "--rejects", "refused.jsonl", "--format", "json")
    assert ran.json["rejects"] == ["refused.jsonl"]
    assert len((tmp_path / "refused.jsonl").read_text().splitlines()) == 2
    assert not (tmp_path / "a.jsonl.rejected.jsonl").exists()


def test_refused_lines_of_several_files_say_which_they_are_of(run, facts, tmp_path):
    facts(GOOD, "{", name="a.jsonl")
    facts("[", name="b.jsonl")
    told = run("ingest", "a.jsonl", "b.jsonl", "--rejects", "refused.jsonl").err.splitlines()
    refused = [json.loads(line) for line in (tmp_path / "refused.jsonl").read_text().splitlines()]
    assert [(one["file"], one["line"], one["input"]) for one in refused] == [("a.jsonl", 2, "{"), ("b.jsonl", 1, "[")]
    assert (told[0], told[2]) == ("  a.jsonl:", "  b.jsonl:")
    assert run("ingest", "a.jsonl", "--rejects", "refused.jsonl").status == 1
    assert list(json.loads((tmp_path / "refused.jsonl").read_text())) == ["line", "code", "message", "input"]


@pytest.mark.parametrize("beside", ["", "-wal", "-shm", "-journal", ".views", ".views-wal", ".views-shm"])
def test_refused_lines_never_take_the_place_of_the_ledger(run, facts, tmp_path, beside):
    for made in (False, True):
        if made:
            assert run("ingest", facts(GOOD, name="good.jsonl"), "--db", "sqlite:///l.db").status == 0
            (tmp_path / f"l.db{beside}").touch()
            before = (tmp_path / f"l.db{beside}").read_bytes()
        arguments = [facts("{"), "--rejects", f"{tmp_path}/./l.db{beside}", "--format", "json"]
        assert run("--db", "sqlite:///l.db", "ingest", *arguments).error["code"] == "rejects_failed"
        if made:
            assert (tmp_path / f"l.db{beside}").read_bytes() == before
        else:
            assert [path.name for path in tmp_path.iterdir()] == ["facts.jsonl"]


@pytest.mark.parametrize("rejects", ["a.jsonl", "b.jsonl"])
def test_refused_lines_never_take_the_place_of_a_file_that_is_read(run, facts, tmp_path, rejects):
    facts("{", GOOD, name="a.jsonl")
    facts("[", name="b.jsonl")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    ran = run("ingest", "a.jsonl", "b.jsonl", "--rejects", rejects, "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "rejects_failed")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_that_is_read_may_have_the_name_of_anothers_refused_lines(run, facts, tmp_path):
    facts("{", name="a.jsonl")
    facts("[", name="a.jsonl.rejected.jsonl")
    assert run("ingest", "a.jsonl", "a.jsonl.rejected.jsonl", "--format", "json").error["code"] == "rejects_failed"
    assert (tmp_path / "a.jsonl.rejected.jsonl").read_text() == "[\n"
    assert not (tmp_path / "saksi.db").exists()


def test_standard_input_is_a_file_that_is_read(run, monkeypatch, tmp_path):
    raw = tmp_path / "pipe"
    raw.write_text("{\n")
    with raw.open() as stdin:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin.buffer))
        ran = run("ingest", "-", "--rejects", "pipe", "--format", "json")
    assert ran.error["code"] == "rejects_failed"
    assert raw.read_text() == "{\n"


def test_a_file_called_partial_can_be_read(run, facts, tmp_path):
    ran = run("ingest", facts(GOOD, "{", name="c.partial"), "--rejects", "c", "--format", "json")
    assert (ran.json["recorded"], ran.json["rejected"]) == (1, 1)
    assert (tmp_path / "c.partial").read_text() == f"{GOOD}\n{{\n"
    assert json.loads((tmp_path / "c").read_text())["line"] == 2


def test_refused_lines_never_take_the_place_of_a_device(run, facts, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    ran = run("ingest", facts("{"), "--rejects", "fifo", "--format", "json")
    assert ran.error["code"] == "rejects_failed"
    assert (tmp_path / "fifo").is_fifo()
    assert not (tmp_path / "saksi.db").exists()


def test_a_file_whose_name_is_not_utf8_is_recorded_under_a_name_that_is(run, facts, tmp_path):
    name = facts(GOOD, "{", name="caf\udce9.jsonl")
    facts("{", name="b.jsonl")
    ran = run("ingest", name, "--format", "json")
    assert (ran.status, ran.json["recorded"]) == (1, 1)
    assert ran.json["rejects"] == ["caf\\xe9.jsonl.rejected.jsonl"]
    assert run("ingest", name, "b.jsonl", "--rejects", "all").status == 1
    assert json.loads((tmp_path / "all").read_text().splitlines()[0])["file"] == "caf\\xe9.jsonl"


def test_several_files_are_recorded_in_the_order_given(run, facts):
    facts(GOOD, name="a.jsonl")
    facts(SECOND, OTHER, name="b.jsonl")
    ran = run("ingest", "b.jsonl", "a.jsonl", "--format", "json")
    assert (ran.json["recorded"], ran.json["rejected"]) == (2, 1)
    assert ran.json["rejects"] == ["a.jsonl.rejected.jsonl"]


def test_no_ledger_is_made_for_a_file_that_is_missing(run, tmp_path, facts):
    assert run("ingest", facts(GOOD), "missing.jsonl").status == 2
    assert not (tmp_path / "saksi.db").exists()


def test_standard_input_is_read_for_a_dash(run, monkeypatch, tmp_path):
    raw = tmp_path / "pipe"
    raw.write_text(f"{GOOD}\n{{\n")
    with raw.open() as stdin:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin.buffer))
        ran = run("ingest", "-", "--format", "json")
    assert (ran.json["recorded"], ran.json["rejected"]) == (1, 1)
    assert ran.json["rejects"] == ["stdin.rejected.jsonl"]


def test_refused_lines_of_standard_input_never_take_the_place_of_earlier_ones(run, monkeypatch, tmp_path):
    raw = tmp_path / "pipe"
    for refused, kept in (
        ("{", "stdin.rejected.jsonl"),
        ("[", "stdin-2.rejected.jsonl"),
        ("]", "stdin-3.rejected.jsonl"),
    ):
        raw.write_text(f"{refused}\n")
        with raw.open() as stdin:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin.buffer))
            assert run("ingest", "-", "--format", "json").json["rejects"] == [kept]
        assert json.loads((tmp_path / kept).read_text())["input"] == refused
    assert json.loads((tmp_path / "stdin.rejected.jsonl").read_text())["input"] == "{"
    assert not list(tmp_path.glob("*.partial"))


def test_a_number_that_cannot_be_a_nip_is_recorded_with_a_warning(run, facts):
    line = '{"type": "CheckedIn", "id": "c", "nip": "199013212015021002", "occurred_at": "2026-02-20T07:00:00+08:00"}'
    ran = run("ingest", facts(line))
    assert ran.status == 0
    assert "199013212015021002" in ran.err


def test_a_file_named_csv_is_read_as_such_beside_others(run, tmp_path):
    (tmp_path / "devices.CSV").write_text("nip,waktu\n199007212015021002,2026-02-20 07:12:09\n")
    fact = {"type": "CheckedIn", "id": "a", "nip": "199007212015021002", "occurred_at": "2026-02-20T12:00:00+08:00"}
    (tmp_path / "facts.jsonl").write_text(json.dumps(fact) + "\n")
    ran = run("ingest", "devices.CSV", "facts.jsonl", "--zone", "WITA", "--format", "json")
    assert (ran.status, ran.json["recorded"], ran.json["rejected"]) == (0, 2, 0)
    assert run("ingest", "facts.jsonl", "--zone", "WITA").status == 2


def test_check_ins_of_a_device_are_read_from_csv(run, tmp_path):
    (tmp_path / "device.csv").write_text(
        "PIN;Waktu;Mesin\n199007212015021002;20/02/2026 07:12:09;k-3\n199007212015021002;nonsense;k-3\n"
    )
    ran = run("ingest", "--csv", "--zone", "WITA", "device.csv", "--format", "json")
    assert (ran.status, ran.json["recorded"], ran.json["rejected"]) == (1, 1, 1)
    [event] = run("events", "199007212015021002", "--format", "json").json["events"]
    assert event["occurred_at"] == "2026-02-20T07:12:09+08:00"
    assert event["event"]["device"] == "k-3"
    again = run("ingest", "--csv", "--zone", "WITA", "device.csv", "--format", "json")
    assert (again.json["recorded"], again.json["duplicates"]) == (0, 1)


def test_columns_can_be_named_and_a_device_given(run, tmp_path):
    (tmp_path / "device.csv").write_text("who,when\n199007212015021002,2026-02-20T07:12:09+08:00\n")
    arguments = ["--csv", "--column", "nip=who", "--column", "occurred_at=when", "--device", "gate", "device.csv"]
    assert run("ingest", *arguments).status == 0
    [event] = run("events", "199007212015021002", "--format", "json").json["events"]
    assert event["event"]["device"] == "gate"


def test_a_time_without_offset_and_without_zone_is_refused_as_such(run, tmp_path):
    (tmp_path / "device.csv").write_text("nip,waktu\n199007212015021002,2026-02-20 07:12:09\n")
    assert run("ingest", "--csv", "device.csv").status == 1
    refused = json.loads((tmp_path / "device.csv.rejected.jsonl").read_text())
    assert refused["code"] == "instant_without_offset"


def test_a_table_of_something_else_is_wrong_usage(run, tmp_path):
    (tmp_path / "device.csv").write_text("a,b\n1,2\n")
    ran = run("ingest", "--csv", "device.csv", "--format", "json")
    assert (ran.status, ran.error["code"]) == (2, "unreadable_table")
