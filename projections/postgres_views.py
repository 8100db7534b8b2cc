"""Read models beside a ledger in PostgreSQL: in a schema of their own, ``saksi_views``, of the same database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors, sql

from ledger.postgres_database import connect_bare, label
from projections.views import Views, ViewsBusy, ViewsFailed

SCHEMA = "saksi_views"
WRITERS_LOCK = 0x53414B53495657
"""The advisory lock ("SAKSIVW") that a writer of read models holds to the end of its transaction."""

READERS_LOCK = 0x53414B53495652
"""The advisory lock ("SAKSIVR") that readers share. A table that is dropped is gone for every snapshot, so whoever
drops one waits until it is free. A reader takes it before its snapshot: after it, the snapshot could be too old."""


class PostgresViews(Views):
    """Read models in a schema of the ledger's database."""

    def __init__(self, url: str, busy_timeout: float = 30.0) -> None:
        self._label = label(url)
        self._connection = connect_bare(url, self._label)
        with self._explained():
            self._connection.execute(f"SET lock_timeout = {round(busy_timeout * 1000)}")
            self._connection.execute(sql.SQL("SET search_path = {}, pg_catalog").format(sql.Identifier(SCHEMA)))
            found = self._connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,)).fetchone()
            if found == (False,):
                with self._connection.transaction():
                    self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
                    self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")

    def query(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connection.execute(_in_dialect(statement), parameters).fetchall()

    def write(self, statement: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        with self._explained(), self._connection.cursor() as cursor:
            cursor.executemany(_in_dialect(statement), rows)

    def has_table(self, name: str) -> bool:
        return self.query("SELECT to_regclass(?) IS NOT NULL", (f"{SCHEMA}.{name}",)) == [(True,)]

    def bulk(self, table: str, columns: int, rows: Sequence[Sequence[Any]]) -> None:
        with self._explained(), self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            yield
            return
        with self._explained(), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._explained():
            self._connection.execute("SELECT pg_advisory_lock_shared(%s)", (READERS_LOCK,))
        try:
            with self._explained(), self._connection.transaction():
                self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
        finally:
            with self._explained():
                self._connection.execute("SELECT pg_advisory_unlock_shared(%s)", (READERS_LOCK,))

    def wait_for_readers(self) -> None:
        with self._explained():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (READERS_LOCK,))

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except errors.LockNotAvailable:
            raise ViewsBusy(
                "another process is writing the read models in {name}", "try again when it is done", name=self._label
            ) from None
        except psycopg.Error as error:
            primary = error.diag.message_primary or str(error).partition("\n")[0]
            raise ViewsFailed(
                "the read models in {name} cannot be read or written: {detail}",
                "check the server and what this user may do there; then run `saksi rebuild`",
                name=self._label,
                detail=primary,
            ) from None


def _in_dialect(statement: str) -> Any:
    """PostgreSQL writes a parameter ``%s`` and bytes ``BYTEA``."""
    return statement.replace("?", "%s").replace("BLOB", "BYTEA")
