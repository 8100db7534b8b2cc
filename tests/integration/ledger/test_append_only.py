"""The database itself refuses to change what is recorded, whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.channels import Advance
from ledger.sealing import seal
from ledger.sqlite_layout import TABLES as LAYOUT
from tests.integration.ledger.conftest import submissions, withdrawn

TABLES = [
    *("stream", "topic", "source", "event", "source_id", "head", "intake_offset"),
    *("leaves", "checkpoint", "cosignature", "timestamp"),
]
WORKED_OUT = ["tile", "stream_head", "stream_part", "stream_kind", "tree_progress"]
"""What follows from the leaves: nothing guards it, for it can be worked out again."""


@pytest.fixture
def database(ledger: Ledger, path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else's connection to a ledger of three events and a seal, without any of our settings."""
    ledger.record(submissions(withdrawn("a"), withdrawn("b"), withdrawn("c", nip="8")))
    ledger.append([], [Advance("topic/0", None, 5)])
    ledger.append([], [Advance("topic/0", 5, 7)])
    seal(ledger)
    ledger.recorder.add_checkpoint(2, b"of two")
    ledger.recorder.add_checkpoint(4, b"of four")
    ledger.recorder.keep("cosignature", [(2, "key", "line"), (4, "key", "line")])
    ledger.recorder.keep("timestamp", [(2, "authority", b"reply"), (4, "authority", b"reply")])
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def contents(database: sqlite3.Connection) -> dict[str, list[object]]:
    return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def test_these_are_all_tables(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in rows} == {*TABLES, *WORKED_OUT}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_deleted(database: sqlite3.Connection, table: str) -> None:
    before = contents(database)
    for statement in (f"DELETE FROM {table}", f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    assert contents(database) == before


def columns() -> Iterator[tuple[str, str]]:
    model = sqlite3.connect(":memory:")
    for statement in LAYOUT:
        model.execute(statement)
    for table in TABLES:
        for _, column, *_ in model.execute(f"PRAGMA table_info({table})"):
            yield table, column
    model.close()


@pytest.mark.parametrize(("table", "column"), list(columns()))
def test_nothing_is_changed(database: sqlite3.Connection, table: str, column: str) -> None:
    before = contents(database)
    for value in ("NULL", "0", "1", "2", "3", "4", "'x'", f"{column} + 1"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(f"UPDATE OR IGNORE {table} SET {column} = {value}")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(f"UPDATE OR REPLACE {table} SET {column} = {value}")
    assert contents(database) == before


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(database: sqlite3.Connection, table: str) -> None:
    before = contents(database)
    for row in before[table]:
        values = [repr(value) if not isinstance(value, bytes) else f"x'{value.hex()}'" for value in row]  # type: ignore[attr-defined]
        for act in ("REPLACE", "INSERT OR REPLACE"):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(f"{act} INTO {table} VALUES ({', '.join(values)})")
    assert contents(database) == before


def test_a_name_is_not_replaced_under_another_number(database: sqlite3.Connection) -> None:
    before = contents(database)
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("REPLACE INTO stream VALUES (99, 'employee-7')")
    assert contents(database) == before


@pytest.mark.parametrize("position", [0, -1, 2, 4, 6, 100, "NULL"])
def test_an_event_takes_the_next_position_and_no_other(database: sqlite3.Connection, position: object) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(f"INSERT INTO event VALUES ({position}, 1, 3, 2, 0, 1, 0, 1, x'')")


@pytest.mark.parametrize(
    ("first", "last"), [(1, 1), (4, 4), (4, 5), (5, 5), (5, 4), (6, 6), (0, 0), (-1, -1), ("NULL", 5), (5, "NULL")]
)
def test_entries_take_the_next_positions_and_no_others(
    database: sqlite3.Connection, first: object, last: object
) -> None:
    """There is no event at position 5 either."""
    for act in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(f"{act} INTO leaves VALUES ({last}, {first}, x'00')")


@pytest.mark.parametrize("size", [-1, 0, 1, 2, 3, 4, 5, 100])
def test_a_checkpoint_is_larger_than_the_last_and_no_larger_than_the_ledger(
    database: sqlite3.Connection, size: int
) -> None:
    for act in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
        with pytest.raises(sqlite3.IntegrityError, match="larger"):
            database.execute(f"{act} INTO checkpoint VALUES ({size}, x'00')")


def test_what_is_signed_below_a_checkpoint_needs_it(database: sqlite3.Connection, ledger: Ledger) -> None:
    from ledger.errors import StorageFailed

    for table, row in (("cosignature", (3, "key", "line")), ("timestamp", (3, "authority", b"reply"))):
        with pytest.raises(StorageFailed):
            ledger.recorder.keep(table, [row])


def test_a_head_does_not_go_back_or_to_an_event_of_another_stream(database: sqlite3.Connection) -> None:
    for statement in (
        "UPDATE head SET position = 1, version = 1 WHERE stream = 1",
        "UPDATE head SET position = 3, version = 1 WHERE stream = 1",
        "UPDATE head SET position = 5, version = 3 WHERE stream = 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="only moves on"):
            database.execute(statement)


def test_the_file_keeps_to_what_was_promised_for_it(database: sqlite3.Connection, ledger: Ledger) -> None:
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    ours = ledger.recorder._connection  # type: ignore[attr-defined]
    assert ours.execute("PRAGMA synchronous").fetchone() == (2,)
    assert ours.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert ours.execute("PRAGMA busy_timeout").fetchone() == (10_000,)


def test_the_log_can_be_read_by_hand(database: sqlite3.Connection) -> None:
    row = database.execute("SELECT position, recorded_at, stream, version, source, topic FROM log").fetchone()
    assert row == (1, "2026-02-20T00:00:01.000Z", "employee-7", 1, "test:1", "saksi.ShiftWithdrawn")
