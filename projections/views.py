"""The database of the read models: a file beside an SQLite ledger, ``saksi.db.views`` beside ``saksi.db``.

It is apart from the ledger, so that a follower that writes never keeps a source from recording, and it can be deleted:
everything in it follows from the ledger. Statements are written with ``?`` for a parameter and ``BLOB`` for bytes.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from domain.errors import SaksiError
from ledger.sqlite_file import has_code, path_in, read_only_mode, uri_of


class ViewsBusy(SaksiError):
    """Another process has been writing read models for longer than the busy timeout."""

    code = "views_busy"


class ViewsFailed(SaksiError):
    """The read models cannot be read or written."""

    code = "views_failed"


class ViewsForbidden(SaksiError):
    """This user may not read, or not write, the read models."""

    code = "views_forbidden"


class ViewsUnreachable(SaksiError):
    """The server that keeps the read models does not answer."""

    code = "views_unreachable"


class Views(ABC):
    """A connection to the read models. Not shared between threads."""

    @abstractmethod
    def query(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT. Raises one of the errors above, as all of these do."""

    @abstractmethod
    def write(self, statement: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        """Run a statement once for each row of parameters."""

    @abstractmethod
    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""

    @abstractmethod
    def bulk(self, table: str, columns: int, rows: Sequence[Sequence[Any]]) -> None:
        """Add many rows to a table of so many columns."""

    @abstractmethod
    @contextmanager
    def transaction(self, *, shared: bool = False) -> Iterator[None]:
        """A transaction that no other writer shares; rolled back on any exception. One inside another is part of it.

        ``shared``, where the database has it: others that say so too write beside, each what it has locked.
        """
        yield

    @abstractmethod
    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is of one moment: a generation that another replaces meanwhile is still there."""
        yield

    @abstractmethod
    def nobody_reads(self) -> bool:
        """Inside a transaction: whether tables may be dropped without anybody's moment losing them."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class SQLiteViews(Views):
    """Read models in a file of their own."""

    def __init__(self, path: Path, busy_timeout: float = 30.0, *, durable: bool = False) -> None:
        self.path = path
        self._read_only = False
        with self._explained():
            try:
                self._connection = _opened(uri_of(path, "rwc"), busy_timeout, durable=durable)
            except sqlite3.Error as error:
                if not has_code(error, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                    raise
                # On a medium that cannot be written they are read as they lie there, or there are none.
                self._read_only = True
                self._connection = sqlite3.connect(
                    uri_of(path, read_only_mode(path)) if path.exists() else ":memory:",
                    uri=True,
                    timeout=busy_timeout,
                    isolation_level=None,
                )

    def query(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connection.execute(statement, parameters).fetchall()

    def write(self, statement: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        with self._explained():
            self._connection.executemany(statement, rows)

    def has_table(self, name: str) -> bool:
        return bool(self.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)))

    def bulk(self, table: str, columns: int, rows: Sequence[Sequence[Any]]) -> None:
        self.write(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)

    @contextmanager
    def transaction(self, *, shared: bool = False) -> Iterator[None]:
        if self._connection.in_transaction:
            yield
            return
        if self._read_only:
            raise self._forbidden()
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._explained():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._explained():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with self._explained():
                self._connection.execute("ROLLBACK")

    def nobody_reads(self) -> bool:
        """An SQLite reader keeps its moment, whatever is dropped."""
        return True

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if has_code(error, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
                raise self._forbidden() from None
            if has_code(error, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ViewsBusy(
                    "another process is writing the read models in {name}", "try again when it is done", name=self.path
                ) from None
            raise ViewsFailed(
                "the read models in {name} cannot be read or written: {detail}",
                "make room or correct the permissions; if the file is damaged, delete it and run `saksi rebuild`",
                name=self.path,
                detail=str(error),
            ) from None

    def _forbidden(self) -> ViewsForbidden:
        return ViewsForbidden(
            "this user may read the read models in {name}, and not write them",
            "make the file and its folder writable for whoever is to keep them",
            name=self.path,
        )


def _opened(uri: str, busy_timeout: float, *, durable: bool) -> sqlite3.Connection:
    """A connection that may write."""
    connection = sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        # A power cut may take the last batch, checkpoint and rows alike: it is then derived again. What was told to
        # others cannot be taken back.
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA cache_size=-32768")
        # Debian's SQLite writes zeros over what is deleted: half a rebuild's time to drop what served before, and the
        # ledger beside it keeps every fact anyway.
        connection.execute("PRAGMA secure_delete=OFF")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_views(url: str, *, durable: bool = False) -> Views:
    """The read models of the ledger at a URL; if ``durable``, what is committed survives a power cut at once.

    PostgreSQL is durable always. Raises ``UnsupportedUrl`` as the ledger does.
    """
    if url.startswith("postgres"):
        from projections.postgres_views import PostgresViews

        return PostgresViews(url)
    path = path_in(url)
    return SQLiteViews(path.with_name(path.name + ".views"), durable=durable)
