"""What facts say is shown on the screen and never obeyed by it."""

from __future__ import annotations

import contextlib
import json
import sqlite3

import pytest

from cli.harmless import harmless, harmless_lines

BUDI, SUPERIOR, UNIT = "199007212015021002", "198603152010011004", "diskominfo"
NAMED = "c-\u202e\u2028\x9b2J"
"""What a name or an id may hold."""
WRITTEN = "\x1b[2J\nBudi Hartono, present\r\x07\u2029\u2066"
"""What a text may hold besides."""
OBEYED = "\x1b\x07\r\x9b\u202e\u2028\u2029\u2066"
AS_OF = ("--as-of", "2026-03-10T08:00:00+08:00")

FACTS = [
    {"type": "EmployeeAssigned", "id": f"a-{NAMED}", "nip": BUDI, "name": f"Budi {NAMED}", "employment": "PNS"}
    | {"unit": UNIT, "title": f"Pranata {NAMED}", "supervisor": SUPERIOR, "effective_from": "2026-02-27"},
    {"type": "CallPlaced", "id": f"p-{NAMED}", "nip": BUDI, "call_id": NAMED, "placed_by": SUPERIOR}
    | {"channel": f"phone {NAMED}", "occurred_at": "2026-02-27T09:00:00+08:00"},
    {"type": "ReasonSubmitted", "id": f"r-{NAMED}", "nip": BUDI, "reason_id": f"r-{NAMED}"}
    | {"subject": {"call_id": NAMED}, "text": WRITTEN, "occurred_at": "2026-02-27T10:00:00+08:00"},
    {"type": "ReasonDecided", "id": f"d-{NAMED}", "nip": BUDI, "reason_id": f"r-{NAMED}", "accepted": False}
    | {"decided_by": SUPERIOR, "note": WRITTEN, "occurred_at": "2026-03-02T10:00:00+08:00"},
    {"type": "WorkReported", "id": f"w-{NAMED}", "nip": BUDI, "date": "2026-02-27", "summary": WRITTEN}
    | {"outputs": [WRITTEN], "occurred_at": "2026-02-27T15:00:00+08:00"},
]
LAST = 179 + len(FACTS)


@pytest.fixture
def told(run, story, tmp_path):
    """Run a command on the story with those facts in it, and return all that it shows."""
    (tmp_path / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in FACTS), encoding="utf-8")
    assert run("ingest", "facts.jsonl").status == 0

    def told(*arguments: str) -> str:
        ran = run(*arguments)
        return ran.out + ran.err

    return told


def shown(text: str) -> bool:
    """Whether nothing in it is obeyed, the escapes are there, and no line was forged."""
    assert not set(text) & set(OBEYED)
    assert not any(line.startswith("Budi Hartono, present") for line in map(str.strip, text.splitlines()))
    return "\\u202e" in text.replace("\n", "").replace(" ", "")


def test_a_text_is_shown_in_one_line_without_what_a_screen_obeys():
    assert harmless("a\x1b[2J\n\t\x9b\u202e\u2028\u061cé") == "a\\x1b[2J\\x0a\\x09\\x9b\\u202e\\u2028\\u061cé"
    assert harmless_lines("one\r\ntwo\x85") == "one\\x0d\ntwo\\x85"


def test_what_is_harmless_stays_as_it_is():
    for text in ("", "Signal lost: 50 % — 👩‍💻 Ngurah Rai, ꦧꦭꦶ", "\\x1b"):
        assert harmless(harmless(text)) == text


@pytest.mark.parametrize(
    "command",
    [
        ("replay", BUDI, *AS_OF),
        ("replay", BUDI, *AS_OF, "--explain"),
        ("replay", BUDI, *AS_OF, "--known-at", "179", "--against", str(LAST)),
        ("events", BUDI),
        ("status", "--date", "2026-02-27", *AS_OF),
        ("sanctions", *AS_OF),
        ("recap", "--month", "2026-02", *AS_OF),
    ],
    ids=lambda command: " ".join(word for word in command if word[:1].islower() or word in ("--explain", "--against")),
)
def test_nothing_in_a_fact_is_obeyed_by_the_screen(told, command):
    assert shown(told(*command))


def test_a_line_break_in_a_reason_begins_no_line(told):
    words = told("events", BUDI).replace("\n", "").replace(" ", "")
    assert "\\x1b[2J\\x0aBudiHartono,present\\x0d\\x07\\u2029\\u2066" in words


def test_a_refused_line_is_told_without_what_a_screen_obeys(told, tmp_path):
    fact = {"type": NAMED + WRITTEN, "id": "x", WRITTEN: 1}
    (tmp_path / "wrong.jsonl").write_text(json.dumps(fact) + "\n", encoding="utf-8")
    assert shown(told("ingest", "wrong.jsonl"))


def test_an_error_is_told_without_what_a_screen_obeys(told):
    assert shown(told("replay", BUDI, "--from", NAMED + WRITTEN))
    assert shown(told("policy", "show", NAMED + WRITTEN))
    assert shown(told(NAMED + WRITTEN))


def test_a_finding_is_told_without_what_a_screen_obeys(told, tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "saksi.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(
            "UPDATE stream SET name = ? WHERE name = ?", (f"employee-{NAMED}{WRITTEN}", f"employee-{BUDI}")
        )
        database.commit()
    assert shown(told("verify"))


def test_problems_of_a_policy_file_are_told_one_in_a_line_without_what_a_screen_obeys(told, tmp_path):
    text = f'policy: "x"\n"{json.dumps(NAMED + WRITTEN)[1:-1]}": 1\nrules: []\n'
    (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
    checked = told("policy", "check", "wrong.yaml")
    enacted = told("policy", "enact", "wrong.yaml")
    assert shown(checked)
    assert shown(enacted)
    assert enacted.count("\n") >= checked.count("\n") - 1
