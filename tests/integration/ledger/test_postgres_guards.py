"""PostgreSQL itself refuses to change what is recorded, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.channels import Advance
from ledger.sealing import seal
from tests.integration.ledger.conftest import submissions, withdrawn
from tests.integration.postgres import Databases

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)

TABLES = [
    *("stream", "topic", "source", "event", "head", "intake_offset", "format"),
    *("leaves", "checkpoint", "cosignature", "timestamp"),
]
WORKED_OUT = ["tile", "stream_head", "stream_part", "stream_kind", "tree_progress"]
"""What follows from the leaves: nothing guards it, for it can be worked out again."""
ACTS = [
    "UPDATE saksi.{} SET {} = {}",
    "DELETE FROM saksi.{}",
    "DELETE FROM saksi.{} WHERE false",
    "TRUNCATE saksi.{}",
    "TRUNCATE saksi.event, saksi.{} CASCADE",
]


@pytest.fixture
def database(ledger: Ledger, url: str) -> Iterator[Any]:
    """A superuser's connection to a ledger of three events and a seal."""
    ledger.record(submissions(withdrawn("a"), withdrawn("b"), withdrawn("c", nip="8")))
    ledger.append([], [Advance("topic/0", None, 5)])
    ledger.append([], [Advance("topic/0", 5, 7)])
    seal(ledger)
    ledger.recorder.add_checkpoint(2, b"of two")
    ledger.recorder.add_checkpoint(4, b"of four")
    ledger.recorder.keep("cosignature", [(2, "key", "line"), (4, "key", "line")])
    ledger.recorder.keep("timestamp", [(2, "authority", b"reply"), (4, "authority", b"reply")])
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def contents(database: Any) -> dict[str, list[Any]]:
    return {table: database.execute(f"SELECT * FROM saksi.{table} ORDER BY 1").fetchall() for table in TABLES}


def test_these_are_all_tables(database: Any) -> None:
    rows = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'saksi'")
    assert {name for (name,) in rows} == {*TABLES, *WORKED_OUT}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_nothing_is_changed_deleted_or_truncated_even_by_a_superuser(database: Any, table: str, role: str) -> None:
    before = contents(database)
    database.execute(f"SET session_replication_role = {role}")
    columns = [
        name
        for (name,) in database.execute(
            f"SELECT attname FROM pg_attribute WHERE attrelid = 'saksi.{table}'::regclass AND attnum > 0"
        ).fetchall()
    ]
    for act in ACTS:
        for column in columns:
            with pytest.raises(psycopg.errors.RestrictViolation):
                database.execute(act.format(table, column, column))
    assert contents(database) == before


@pytest.mark.parametrize(
    ("position", "recorded_at", "stream", "source", "topic"),
    [(p, 2**60, 1, 1, 1) for p in (0, -1, 2, 4, 6, 100)]
    + [(5, 0, 1, 1, 1), (5, 2**60, 9, 1, 1), (5, 2**60, 1, 9, 1), (5, 2**60, 1, 1, 9)],
)
def test_an_event_takes_the_next_position_in_time_and_is_of_something(
    database: Any, position: int, recorded_at: int, stream: int, source: int, topic: int
) -> None:
    before = contents(database)
    with pytest.raises(psycopg.IntegrityError):
        database.execute(
            "INSERT INTO saksi.event VALUES (%s, %s, 3, 2, %s, NULL, %s, 0, %s, '')",
            (position, stream, recorded_at, source, topic),
        )
    assert contents(database) == before


def test_events_of_one_statement_are_dense_and_in_time_too(database: Any) -> None:
    row = "({}, 1, 3, 2, {}, NULL, 1, 0, 1, '')"
    at = 2**60
    for first, second in (((5, at), (7, at)), ((5, at + 1), (6, at))):
        with pytest.raises(psycopg.errors.RestrictViolation):
            database.execute(f"INSERT INTO saksi.event VALUES {row.format(*first)}, {row.format(*second)}")
    database.execute(f"INSERT INTO saksi.event VALUES {row.format(6, at)}, {row.format(5, at)}")


def test_two_events_never_have_one_slot(database: Any) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.execute(
            "INSERT INTO saksi.event SELECT 5, stream, 3, 2, recorded_at, slot, source, line, topic, state "
            "FROM saksi.event WHERE position = 2"
        )


def test_a_head_does_not_go_back_or_to_an_event_of_another_stream(database: Any) -> None:
    for statement in (
        "UPDATE saksi.head SET position = 1, version = 1 WHERE stream = 1",
        "UPDATE saksi.head SET position = 3, version = 1 WHERE stream = 1",
        "UPDATE saksi.head SET position = 5, version = 3 WHERE stream = 1",
        "UPDATE saksi.head SET stream = 3 - stream",
        "INSERT INTO saksi.head VALUES (9, 1, 9)",
        "INSERT INTO saksi.head VALUES (1, 1, 1) ON CONFLICT (stream) DO UPDATE SET position = 1, version = 1",
    ):
        with pytest.raises(psycopg.IntegrityError):
            database.execute(statement)


@pytest.mark.parametrize(
    "blocks",
    [
        *([(1, 1)], [(4, 4)], [(4, 5)], [(5, 4)], [(6, 6)], [(0, 0)], [(-1, -1)], [(5, 6)], [(5, 5), (5, 6)]),
        *([(5, 5), (7, 7)], [(6, 6), (5, 5), (4, 4)]),
    ],
)
def test_entries_take_the_next_positions_and_no_others(database: Any, blocks: list[tuple[int, int]]) -> None:
    """There is one event, at position 5, that has none yet."""
    database.execute(f"INSERT INTO saksi.event VALUES (5, 1, 3, 2, {2**60}, NULL, 1, 0, 1, '')")
    before = contents(database)
    rows = ", ".join(f"({last}, {first}, '')" for first, last in blocks)
    with pytest.raises(psycopg.IntegrityError):
        database.execute(f"INSERT INTO saksi.leaves VALUES {rows}")
    assert contents(database) == before
    database.execute("INSERT INTO saksi.leaves VALUES (5, 5, '')")


@pytest.mark.parametrize("sizes", [*([size] for size in (-1, 0, 1, 2, 3, 4, 5, 100)), [4, 5]])
def test_a_checkpoint_is_larger_than_the_last_and_no_larger_than_the_ledger(database: Any, sizes: list[int]) -> None:
    rows = ", ".join(f"({size}, '')" for size in sizes)
    with pytest.raises(psycopg.IntegrityError):
        database.execute(f"INSERT INTO saksi.checkpoint VALUES {rows}")


@pytest.mark.parametrize("table", ["cosignature", "timestamp"])
def test_what_is_signed_below_a_checkpoint_needs_it(database: Any, table: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute(f"INSERT INTO saksi.{table} VALUES (3, 'a', 'b')")


def test_the_log_can_be_read_by_hand(database: Any) -> None:
    row = database.execute(
        "SELECT position, recorded_at AT TIME ZONE 'UTC', stream, version, source, topic FROM saksi.log"
    ).fetchone()
    assert (row[0], str(row[1]), *row[2:]) == (
        *(1, "2026-02-20 00:00:01", "employee-7", 1, "test:1", "saksi.ShiftWithdrawn"),
    )


def test_what_is_recorded_is_on_the_disk_whatever_the_database_prefers(databases: Databases) -> None:
    url = databases.new()
    databases.execute(f"ALTER DATABASE {url.split('/')[3].split('?')[0]} SET synchronous_commit = off")
    with Ledger.open(url, create=True) as ledger:
        ours = ledger.recorder._connection  # type: ignore[attr-defined]
        assert ours.execute("SHOW synchronous_commit").fetchone() == ("on",)
