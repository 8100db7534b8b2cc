"""Whatever is wrong in a ledger in PostgreSQL is found, in its rows and in its guards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ledger.application import Ledger
from ledger.verification import Finding, verify
from tests.integration.ledger.conftest import Clock, submissions, voided, withdrawn

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)

TABLES = ["stream", "topic", "source", "event", "head", "intake_offset", "format"]
TAMPERED = [
    ("DELETE FROM event WHERE position = 5", ("gap", 5)),
    ("DELETE FROM event WHERE position = 1", ("gap", 1)),
    ("UPDATE event SET position = 100 WHERE position = 12", ("gap", 12)),
    ("UPDATE event SET version = 9 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET previous = 2 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET stream = 2 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET recorded_at = recorded_at - 9999999 WHERE position = 5", ("recorded_at", 5)),
    ("UPDATE event SET topic = 2 WHERE position = 5", ("topic", 5)),
    ("UPDATE event SET state = '' WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = state || '\\x00'::bytea WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = (SELECT state FROM event WHERE position = 1) WHERE position = 5", ("source_id", 5)),
    ("UPDATE event SET slot = NULL WHERE position = 5", ("source_id", 5)),
    ("UPDATE event SET slot = 7 WHERE position = 5", ("source_id", 5)),
    ("UPDATE head SET version = 9 WHERE stream = 1", ("head", 9)),
    ("UPDATE head SET position = 1 WHERE stream = 1", ("head", 9)),
    ("DELETE FROM head WHERE stream = 1", ("head", 9)),
    ("UPDATE stream SET name = 'employee-x' WHERE number = 1", ("stream", 1)),
    ("ALTER TABLE event ALTER source DROP NOT NULL; UPDATE event SET source = 9 WHERE position = 5", ("layout", 0)),
]


@pytest.fixture
def tampered(url: str, clock: Clock) -> Callable[[str], list[Finding]]:
    """Change a ledger of twelve events behind its back, with its triggers off, and see what is found."""
    with Ledger.open(url, create=True, clock=clock) as ledger:
        for batch in range(3):
            facts = [withdrawn(f"{batch}-{n}", nip=str(n)) for n in range(3)]
            ledger.record(submissions(*facts, voided(f"{batch}-v", f"{batch}-1")))

    def tamper(statements: str) -> list[Finding]:
        with psycopg.connect(url, autocommit=True) as database:
            tables = [f"saksi.{table}" for table in TABLES]
            for table in tables:
                database.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            database.execute("SET search_path = saksi")
            database.execute(statements)
            for trigger, table in database.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE relnamespace = 'saksi'::regnamespace"
            ).fetchall():
                database.execute(f"ALTER TABLE saksi.{table} ENABLE ALWAYS TRIGGER {trigger}")
        with Ledger.open(url) as ledger:
            return verify(ledger).findings

    return tamper


def test_a_ledger_that_nobody_touched_is_sound(tampered: Callable[[str], list[Finding]]) -> None:
    assert tampered("SELECT 1") == []


@pytest.mark.parametrize(("statement", "first"), TAMPERED, ids=[statement[:60] for statement, _ in TAMPERED])
def test_what_was_changed_is_found_at_its_position(
    tampered: Callable[[str], list[Finding]], statement: str, first: tuple[str, int]
) -> None:
    findings = tampered(statement)
    assert findings
    assert first in [(finding.code, finding.position) for finding in findings]
    assert all(finding.sentence and "\n" not in finding.sentence for finding in findings)


NOTHING = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
ELSEWHERE = """DROP TRIGGER event_append_only ON event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION other.append_only()"""
LAYOUT = [
    ("DROP TRIGGER event_append_only ON event", "the trigger event_append_only is gone"),
    ("ALTER TABLE head RENAME TO heads", "the table head is gone"),
    ("ALTER TABLE event SET UNLOGGED", "the table event is gone"),
    ("ALTER TABLE event DROP CONSTRAINT event_slot_key", "the table event is not as"),
    ("ALTER TABLE event ADD note text", "the table event is not as"),
    ("ALTER TABLE event ENABLE ROW LEVEL SECURITY", "the table event is gone"),
    ("CREATE TABLE more () INHERITS (event)", "the table event is gone"),
    ("DROP VIEW log", "the view log is gone"),
    ("CREATE RULE quiet AS ON INSERT TO event DO INSTEAD NOTHING", "the rule quiet is not of the ledger's format"),
    (
        f"CREATE OR REPLACE FUNCTION append_only() {NOTHING}",
        "the function append_only is not as",
    ),
    (
        f"CREATE FUNCTION spy() {NOTHING}; CREATE TRIGGER spy AFTER INSERT ON event EXECUTE FUNCTION spy()",
        "the trigger spy is not of the ledger's format",
    ),
    (
        f"CREATE SCHEMA other; CREATE FUNCTION other.append_only() {NOTHING}; {ELSEWHERE}",
        "the trigger event_append_only is gone",
    ),
]


@pytest.mark.parametrize(("statement", "sentence"), LAYOUT, ids=[statement[:50] for statement, _ in LAYOUT])
def test_guards_that_are_gone_or_weakened_are_found(
    tampered: Callable[[str], list[Finding]], statement: str, sentence: str
) -> None:
    findings = tampered(statement)
    assert any(finding.code == "layout" and sentence in finding.sentence for finding in findings)


def test_a_trigger_that_is_off_is_found(url: str) -> None:
    Ledger.open(url, create=True).close()
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ALTER TABLE saksi.event DISABLE TRIGGER event_append_only")
    with Ledger.open(url) as ledger:
        assert [finding.sentence for finding in verify(ledger).findings] == [
            "the trigger event_append_only is not as the ledger's format lays it out"
        ]
