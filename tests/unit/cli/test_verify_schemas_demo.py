"""``saksi verify``, ``schemas export`` and ``demo``."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path

import pytest

from cli.commands.demo import STORY as SHIPPED
from schemas.published import CATALOGUE, VERDICTS
from tests.unit.cli.conftest import STORY


def test_a_sound_ledger_verifies(run, story):
    ran = run("verify")
    sound = "179 events verified: the ledger is sound.\n"
    unsigned = "There is no checkpoint: who runs the ledger could have made it anew.\n"
    assert (ran.status, ran.out, ran.err) == (0, sound + unsigned, "")
    assert run("verify", "--format", "json").json == {
        "events": 179,
        "sound": True,
        "findings": [],
        "omitted": 0,
        "checkpoints": 0,
        "keys": [],
    }


def test_a_ledger_that_was_tampered_with_does_not_verify(run, story):
    with sqlite3.connect(story) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE event SET recorded_at = recorded_at - 1 WHERE position = 100")
    database.close()
    ran = run("verify")
    assert ran.status == 1
    assert "position 100" in ran.out
    assert "the ledger does not verify" in ran.out
    found = run("verify", "--format", "json").json
    assert found["sound"] is False
    assert 100 in [finding["position"] for finding in found["findings"]]


def test_the_schemas_are_exported_byte_for_byte(run, tmp_path):
    ran = run("schemas", "export", "out/deep", "--format", "json")
    assert ran.status == 0
    for schema in CATALOGUE.schemas:
        assert (tmp_path / "out" / "deep" / schema.path.name).read_bytes() == schema.text()
    for schema in VERDICTS.schemas:
        assert (tmp_path / "out" / "deep" / "verdicts" / schema.path.name).read_bytes() == schema.text()
    written = (path for path in (tmp_path / "out" / "deep").rglob("*") if path.is_file())
    assert set(ran.json["files"]) == {str(path.relative_to(tmp_path / "out" / "deep")) for path in written}


def test_schemas_cannot_be_exported_into_a_file(run, tmp_path):
    (tmp_path / "out").touch()
    ran = run("schemas", "export", "out", "--format", "json")
    assert ran.status in (1, 2)
    assert ran.error["code"] == "file_error"


def test_the_story_that_ships_is_the_golden_one():
    assert SHIPPED.read_bytes() == STORY.read_bytes()


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_demo_replays_the_dispute_both_ways_and_shows_its_commands(run, language, tmp_path):
    ran = run("demo", "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    commands = [line for line in ran.out.splitlines() if line.startswith("$ ")]
    assert [command.split()[2] for command in commands[1:]] == [
        *("ingest", "replay", "replay"),
        *("ingest", "replay", "replay", "replay"),
        "verify",
    ]
    words = " ".join(ran.out.split())
    assert "--known-at 175 --against 179" in words
    assert "c-04" in words
    assert "e-00176" in words
    assert "SAKSI_DB" not in os.environ
    assert list(tmp_path.iterdir()) == []


def test_the_demo_shows_the_same_digest_for_what_was_known_before(run):
    digests = re.findall(r"sha256:[0-9a-f]{64}", run("demo").out)
    assert len(digests) == 4
    assert digests[1] == digests[3]
    assert digests[0] != digests[2]


def test_the_demo_leaves_no_ledger_behind(run):
    folder = re.search(r"SAKSI_DB=sqlite:///(\S+)/saksi\.db", run("demo").out)
    assert folder is not None
    assert not Path(folder.group(1)).exists()


def test_the_demo_takes_a_story_without_a_correction(run, tmp_path):
    lines = STORY.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "short.jsonl").write_text("".join(lines[:60]), encoding="utf-8")
    ran = run("demo", "short.jsonl")
    assert ran.status == 0
    assert "--against" not in ran.out


def test_lines_that_are_recorded_as_nothing_move_no_position_of_the_demo(run, tmp_path):
    lines = STORY.read_bytes().splitlines(keepends=True)
    (tmp_path / "story.jsonl").write_bytes(
        b"\xef\xbb\xbf" + b"".join([*lines[:3], b"\n", b" \r\n", lines[2], *lines[3:]])
    )
    ran = run("demo", "story.jsonl")
    assert ran.status == 0
    assert "# The first 175 facts of the story are recorded." in ran.out
    assert "--known-at 175 --against 179" in " ".join(ran.out.split())


@pytest.mark.parametrize("name", ['"A\u2028B"', '"A\u0085B"', '\r"A"'])
def test_a_line_of_the_demo_ends_at_a_newline_only(run, tmp_path, name):
    unit = f'{{"type": "UnitDefined", "id": "u", "unit": "odd", "effective_from": "2020-01-01", "name": {name}}}\n'
    (tmp_path / "story.jsonl").write_bytes(unit.encode() + STORY.read_bytes())
    ran = run("demo", "story.jsonl")
    assert (ran.status, ran.err) == (0, "")
    assert "--known-at 176 --against 180" in " ".join(ran.out.split())


def test_a_file_that_tells_no_story_is_told_so(run, tmp_path):
    (tmp_path / "empty.jsonl").touch()
    ran = run("demo", "empty.jsonl")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 2
