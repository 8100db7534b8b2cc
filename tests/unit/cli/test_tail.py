"""``saksi tail`` on a file: what it shows, what its filters take, and that its feed is one of CloudEvents."""

from __future__ import annotations

import json
import re

import pytest

from tests.unit.cli.conftest import STORY

BUDI = "199007212015021002"
TWO_TYPES = ("CallPlaced", "UnitDefined")


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_it_begins_with_the_last_ten_events_and_ends(run, story):
    ran = run("tail", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert [line["position"] for line in lines(ran.out)] == list(range(170, 180))


def test_a_table_has_one_line_for_each_event(run, story):
    heading, first, *_, last = run("tail", "--after", "171").out.splitlines()
    assert heading.split() == ["Position", "Occurred", "or", "recorded", "Event", "Subject", "What", "it", "says"]
    assert first.split(None, 5) == ["172", "2026-02-27", "07:30", "WITA", "CheckedIn", f"{BUDI}  away from the office"]
    assert last.endswith("reason r-02 is accepted by 197001011995031001")


def test_a_table_is_in_indonesian_where_that_is_spoken(run, story):
    out = run("--lang", "id", "tail", "--after", "171").out
    assert out.split()[:4] == ["Posisi", "Terjadi", "atau", "dicatat"]
    assert "panggilan c-08" in out


def test_what_a_screen_would_obey_is_shown_in_the_table_and_is_whole_in_json(run, tmp_path):
    fact = {"type": "CheckedIn", "id": "a", "nip": "1", "occurred_at": "2026-02-20T07:00:00+08:00"}
    fact |= {"place": "office", "device": "x\x1b[2J"}
    (tmp_path / "facts.jsonl").write_text(json.dumps(fact))
    run("ingest", "facts.jsonl")
    assert "device x\\x1b[2J" in run("tail").out
    assert lines(run("tail", "--format", "json").out)[0]["event"] == fact


def test_it_goes_on_after_a_position(run, story):
    assert [line["position"] for line in lines(run("tail", "--format", "json", "--after", "177").out)] == [178, 179]
    assert run("tail", "--format", "json", "--after", "179").out == ""
    assert run("tail", "--format", "json", "--after", "180").out == ""


def test_whoever_reads_the_feed_in_parts_has_the_whole_feed(run, story):
    feed = "cloudevents-json"
    whole = run("tail", "--format", feed, "--after", "0").out
    assert len(whole.splitlines()) == 179
    parts, sequence = [], "0"
    for _ in range(4):
        part = run("tail", "--format", feed, "--after", sequence).out.splitlines(keepends=True)[:50]
        parts += part
        sequence = json.loads(part[-1])["sequence"]
    assert "".join(parts) == whole


@pytest.mark.parametrize(
    ("filters", "taken"),
    [
        (["--type", "CallPlaced"], lambda e: e["event"]["type"] == "CallPlaced"),
        (["--type", "saksi.CallPlaced", "--type", "UnitDefined"], lambda e: e["event"]["type"] in TWO_TYPES),
        (["--nip", BUDI], lambda e: e["stream"] in (f"employee-{BUDI}", f"staff-{BUDI}")),
        (["--stream", "calendar-*"], lambda e: e["stream"].startswith("calendar-")),
        (["--stream", "unit-id", "--stream", "staff-*"], lambda e: re.match("unit-id$|staff-", e["stream"])),
        (["--nip", BUDI, "--type", "EventVoided"], lambda e: e["event"]["id"] == "e-00176"),
        (["--stream", "no-such-stream"], lambda e: False),
    ],
)  # fmt: skip
def test_filters_take_what_they_say(run, story, filters, taken):
    everything = lines(run("tail", "--format", "json", "--after", "0").out)
    wanted = [event for event in everything if taken(event)]
    assert lines(run("tail", "--format", "json", "--after", "0", *filters).out) == wanted
    assert lines(run("tail", "--format", "json", *filters).out) == wanted[-10:]
    assert bool(wanted) == ("no-such-stream" not in filters)


def test_the_last_ten_are_found_however_far_back_they_are(run, story, monkeypatch):
    expected = run("tail", "--format", "json", "--type", "UnitDefined").out
    monkeypatch.setattr("consumers.tail.PAGE_OF_ROWS", 7)
    assert run("tail", "--format", "json", "--type", "UnitDefined").out == expected != ""


def test_the_feed_has_the_attributes_of_cloudevents_and_what_the_source_sent(run, story):
    first, second = lines(run("tail", "--format", "cloudevents-json", "--after", "175").out)[:2]
    assert second == {
        "specversion": "1.0",
        "id": "e-00177",
        "source": "/saksi",
        "type": "saksi.ReasonDecided",
        "time": "2026-03-02T10:00:00+08:00",
        "subject": BUDI,
        "recordedtime": second["recordedtime"],
        "sequence": "00000000000000000177",
        "partitionkey": f"employee-{BUDI}",
        "datacontenttype": "application/json",
        "data": json.loads(next(line for line in STORY.read_text().splitlines() if '"e-00177"' in line)),
    }
    assert first["subject"] == BUDI, "a void has no nip; its stream says whom it concerns"
    assert first["time"] == first["recordedtime"]


def test_the_official_library_reads_every_line_of_the_feed(run, story):
    from cloudevents.core.formats.json import JSONFormat
    from cloudevents.core.v1.event import CloudEvent

    for line in run("tail", "--format", "cloudevents-json", "--after", "0").out.splitlines():
        read, told = JSONFormat().read(CloudEvent, line), json.loads(line)
        assert (read.get_id(), read.get_subject(), read.get_data()) == (told["id"], told["subject"], told["data"])
        assert read.get_time().isoformat() == told["time"]
        assert read.get_extension("sequence") == told["sequence"]


def test_the_feed_loads_no_library_for_kafka(story):
    import subprocess
    import sys

    look = "import sys; from cli.main import main; main(['tail', '--after', '178']); sys.exit('kafka' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=story.parent, check=False).returncode == 0


def test_the_feed_can_be_ingested_into_another_ledger_which_is_then_the_same(run, story, tmp_path):
    feed = lines(run("tail", "--format", "cloudevents-json", "--after", "0").out)
    (tmp_path / "again.jsonl").write_text("".join(json.dumps(event["data"]) + "\n" for event in feed))
    assert run("ingest", "again.jsonl", "--db", "sqlite:///again.db").status == 0
    again = lines(run("tail", "--format", "cloudevents-json", "--after", "0", "--db", "sqlite:///again.db").out)
    assert [event["data"] for event in again] == [event["data"] for event in feed]


def test_the_source_is_named_by_the_option_or_the_environment(run, story, monkeypatch):
    def source(*arguments: str) -> str:
        return lines(run("tail", "--format", "cloudevents-json", "--after", "178", *arguments).out)[0]["source"]

    monkeypatch.setenv("SAKSI_SOURCE", "https://bkd.kaltimprov.go.id/saksi")
    assert source() == "https://bkd.kaltimprov.go.id/saksi"
    assert source("--source", "/other") == "/other"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--type", "Nothing"], "unknown_type"),
        (["--nip", "a b"], "wrong_nip"),
        (["--after", "-1"], "wrong_usage"),
        (["--format", "xml"], "wrong_choice"),
    ],
)
def test_what_is_typed_wrong_is_wrong_usage(run, story, arguments, code):
    ran = run("tail", "--format", "json", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert code in ran.err if "xml" in arguments else ran.error["code"] == code


def test_without_a_ledger_it_says_so(run):
    assert run("tail", "--format", "json").error["code"] == "no_such_ledger"
