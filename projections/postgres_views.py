"""Read models beside a ledger in PostgreSQL: in a schema of their own, ``saksi_views``, of the same database.

The schema belongs to the role that keeps the read models (``postgres_roles``), and so does every table in it: whoever
is a member of that role works as it, so that any of them can drop what another has made. Everybody else may read what
was granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors, sql

from domain.errors import SaksiError
from ledger.postgres_database import connect_bare, label, lost
from projections.views import Views, ViewsBusy, ViewsFailed, ViewsForbidden, ViewsUnreachable

SCHEMA = "saksi_views"
WRITERS_LOCK = 0x53414B53495657
"""The advisory lock ("SAKSIVW") that a writer of read models holds to the end of its transaction: alone, or shared with
the other workers of a group, each of which then locks the rows of its partitions (``projections.partitions``)."""

READERS_LOCK = 0x53414B53495652
"""The advisory lock ("SAKSIVR") that readers share. A table that is dropped is gone for every snapshot, so whoever
drops one must hold it alone. A reader takes it before its snapshot: after it, the snapshot could be too old."""

KEEPER = """SELECT nspowner::regrole::text, nspowner <> current_user::regrole AND pg_has_role(nspowner,
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
FROM pg_namespace WHERE nspname = %s"""
"""The role that keeps the read models, quoted, and whether this user is another who may work as it."""

HINT = "work as a role named to `saksi postgres init`: --follower keeps them, --reader reads them"


class PostgresViews(Views):
    """Read models in a schema of the ledger's database. The connection is made again when it was lost."""

    def __init__(self, url: str, busy_timeout: float = 30.0) -> None:
        self._url = url
        self._label = label(url)
        self._busy_timeout = busy_timeout
        self._in_transaction = False
        self._may_write = False
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = connect_bare(self._url, self._label)
        with self._explained():
            connection.execute(f"SET lock_timeout = {round(self._busy_timeout * 1000)}")
            # PostgreSQL's own functions come before anything that somebody could have put into the schema.
            connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(SCHEMA)))
            found = connection.execute(KEEPER, (SCHEMA,)).fetchone()
            if found is not None and found[1]:
                connection.execute(f"SET ROLE {found[0]}")
        return connection

    def _connected(self) -> psycopg.Connection[Any]:
        """The connection; a new one if it was lost, but never in the middle of a transaction."""
        if self._connection.closed and not self._in_transaction:
            self._connection = self._connect()
        return self._connection

    def query(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connected().execute(_in_dialect(statement), parameters).fetchall()

    def write(self, statement: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        with self._explained(), self._connected().cursor() as cursor:
            cursor.executemany(_in_dialect(statement), rows)

    def has_table(self, name: str) -> bool:
        return self.query("SELECT to_regclass(?) IS NOT NULL", (f"{SCHEMA}.{name}",)) == [(True,)]

    def bulk(self, table: str, columns: int, rows: Sequence[Sequence[Any]]) -> None:
        with self._explained(), self._connected().cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self, *, shared: bool = False) -> Iterator[None]:
        if self._in_transaction:
            yield
            return
        with self._begun("BEGIN ISOLATION LEVEL READ COMMITTED"):
            self.query(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(?)", (WRITERS_LOCK,))
            if not self._may_write:
                self._expect_to_be_keeper()
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._explained():
            self._connected().execute("SELECT pg_advisory_lock_shared(%s)", (READERS_LOCK,))
        try:
            with self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
                yield
        finally:
            if not self._connection.closed:
                with self._explained():
                    self._connection.execute("SELECT pg_advisory_unlock_shared(%s)", (READERS_LOCK,))

    @contextmanager
    def _begun(self, statement: str) -> Iterator[None]:
        """A transaction begun by a statement; committed at its end, rolled back on any exception."""
        with self._explained():
            connection = self._connected()
            connection.execute(statement)
        self._in_transaction = True
        try:
            yield
            with self._explained():
                connection.execute("COMMIT")
        finally:
            self._in_transaction = False
            if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                with suppress(psycopg.Error):
                    connection.rollback()

    def nobody_reads(self) -> bool:
        # Tried, not waited for: those who came to read meanwhile would wait behind it.
        return self.query("SELECT pg_try_advisory_xact_lock(?)", (READERS_LOCK,)) == [(True,)]

    def close(self) -> None:
        self._connection.close()

    def _expect_to_be_keeper(self) -> None:
        """Raises ``ViewsForbidden`` for a reader. Makes the schema where `saksi postgres init` has not."""
        may = self.query("SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = ?", (SCHEMA,))
        if may == [(False,)]:
            raise ViewsForbidden(
                "this user may read the read models in {name}, and not write them", HINT, name=self._label
            )
        if not may:
            self.write(f"CREATE SCHEMA {SCHEMA}")
        self._may_write = bool(may)  # a schema that was only just made is gone if this transaction is rolled back

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise self._account_of(error) from None

    def _account_of(self, error: psycopg.Error) -> SaksiError:
        """What an error of PostgreSQL means, in one sentence."""
        primary = error.diag.message_primary or str(error).partition("\n")[0]
        if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)):
            return ViewsBusy(
                "another process is writing the read models in {name}", "try again when it is done", name=self._label
            )
        if isinstance(error, errors.InsufficientPrivilege):
            return ViewsForbidden(
                "this user may not do that with the read models in {name}: {detail}",
                HINT,
                name=self._label,
                detail=primary,
            )
        if lost(error):
            return ViewsUnreachable(
                "the PostgreSQL server of the read models in {name} does not answer any more",
                "run the same command again when it does: nothing was left half done",
                name=self._label,
            )
        return ViewsFailed(
            "the read models in {name} cannot be read or written: {detail}",
            "check the server and what this user may do there; then run `saksi rebuild`",
            name=self._label,
            detail=primary,
        )


def _in_dialect(statement: str) -> Any:
    """PostgreSQL writes a parameter ``%s`` and bytes ``BYTEA``."""
    return statement.replace("?", "%s").replace("BLOB", "BYTEA")
