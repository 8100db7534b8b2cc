"""PostgreSQL itself refuses to change what is recorded, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.channels import Advance
from tests.integration.ledger.conftest import submissions, withdrawn
from tests.integration.postgres import Databases

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)

TABLES = ["stream", "topic", "source", "event", "head", "intake_offset", "format"]
ACTS = [
    "UPDATE saksi.{} SET {} = {}",
    "DELETE FROM saksi.{}",
    "DELETE FROM saksi.{} WHERE false",
    "TRUNCATE saksi.{}",
    "TRUNCATE saksi.event, saksi.{} CASCADE",
]


@pytest.fixture
def database(ledger: Ledger, url: str) -> Iterator[Any]:
    """A superuser's connection to a ledger of three events."""
    ledger.record(submissions(withdrawn("a"), withdrawn("b"), withdrawn("c", nip="8")))
    ledger.append([], [Advance("topic/0", None, 5)])
    ledger.append([], [Advance("topic/0", 5, 7)])
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def contents(database: Any) -> dict[str, list[Any]]:
    return {table: database.execute(f"SELECT * FROM saksi.{table} ORDER BY 1").fetchall() for table in TABLES}


def test_these_are_all_tables(database: Any) -> None:
    rows = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'saksi'")
    assert {name for (name,) in rows} == set(TABLES)


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
    [(p, 2**60, 1, 1, 1) for p in (0, -1, 2, 5, 100)]
    + [(4, 0, 1, 1, 1), (4, 2**60, 9, 1, 1), (4, 2**60, 1, 9, 1), (4, 2**60, 1, 1, 9)],
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
    for first, second in (((4, at), (6, at)), ((4, at + 1), (5, at))):
        with pytest.raises(psycopg.errors.RestrictViolation):
            database.execute(f"INSERT INTO saksi.event VALUES {row.format(*first)}, {row.format(*second)}")
    database.execute(f"INSERT INTO saksi.event VALUES {row.format(5, at)}, {row.format(4, at)}")


def test_two_events_never_have_one_slot(database: Any) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.execute(
            "INSERT INTO saksi.event SELECT 4, stream, 3, 2, recorded_at, slot, source, line, topic, state "
            "FROM saksi.event WHERE position = 2"
        )


def test_a_head_does_not_go_back_or_to_an_event_of_another_stream(database: Any) -> None:
    for statement in (
        "UPDATE saksi.head SET position = 1, version = 1 WHERE stream = 1",
        "UPDATE saksi.head SET position = 3, version = 1 WHERE stream = 1",
        "UPDATE saksi.head SET position = 4, version = 3 WHERE stream = 1",
        "UPDATE saksi.head SET stream = 3 - stream",
        "INSERT INTO saksi.head VALUES (3, 1, 9)",
        "INSERT INTO saksi.head VALUES (1, 1, 1) ON CONFLICT (stream) DO UPDATE SET position = 1, version = 1",
    ):
        with pytest.raises(psycopg.IntegrityError):
            database.execute(statement)


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
