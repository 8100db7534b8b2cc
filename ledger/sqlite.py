"""The recorder on SQLite, and the factory by which the library finds it (``PERSISTENCE_MODULE=ledger.sqlite``).

Writers begin with BEGIN IMMEDIATE: a transaction that reads first and then writes under the library's deferred BEGIN
fails at once with "database is locked" when two processes write, whatever the busy timeout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    InfrastructureFactory,
    Notification,
    NotSupportedError,
    ProcessRecorder,
    StoredEvent,
    TrackingRecorder,
)

from ledger.avro import Codec
from ledger.recorder import Head, LedgerRecorder, LogRow, SlotTaken, utc_now
from ledger.settlement import Stored
from ledger.sqlite_file import connect, explained, misfits

PAGE_OF_ROWS = 5_000
"""Readers take pages: an open read transaction would keep the write-ahead log from being written back."""

_ROWS = """
SELECT position, recorded_at, stream.name, version, previous, source.name, line, topic.name, CAST(state AS BLOB)
FROM event JOIN stream ON stream.number = stream
  JOIN source ON source.number = source JOIN topic ON topic.number = topic"""

_CHAIN = """
WITH RECURSIVE chain (position, recorded_at, version, previous, source, line, topic, state) AS (
  SELECT event.position, recorded_at, event.version, previous, source, line, topic, state
  FROM stream JOIN head ON head.stream = stream.number JOIN event ON event.position = head.position
  WHERE stream.name = ?
  UNION ALL
  SELECT event.position, event.recorded_at, event.version, event.previous, event.source, event.line, event.topic,
    event.state
  FROM chain JOIN event ON event.position = chain.previous
  WHERE chain.previous < chain.position AND event.version > ?)
SELECT position, recorded_at, version, previous, source.name, line, topic.name, state
FROM chain JOIN source ON source.number = source JOIN topic ON topic.number = topic
WHERE position <= ? AND version > ? ORDER BY position"""
"""From the head back to the first event, each row looked up once; a chain that was tampered with still ends."""

NO_LIMIT = (1 << 63) - 1


class SQLiteLedgerRecorder(LedgerRecorder):
    """The log in one SQLite file. One connection, shared by threads that take turns."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool,
        busy_timeout: float = 10.0,
        codec: Codec | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(codec or Codec(), clock)
        self.path = path
        self._connection = connect(path, create=create, busy_timeout=busy_timeout)
        self._streams = 0

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            (self._streams,) = connection.execute("SELECT coalesce(max(number), 0) FROM stream").fetchone()
            yield
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise explained(error, self.path) from None
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _tip(self) -> tuple[int, int]:
        row = self._connection.execute("SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1")
        return row.fetchone() or (0, 0)

    def _claim(self, slots: list[tuple[int, int]]) -> None:
        try:
            self._connection.executemany("INSERT INTO source_id VALUES (?, ?)", slots)
        except sqlite3.IntegrityError:
            raise SlotTaken from None

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _move_heads(self, heads: list[tuple[int, int, int]]) -> None:
        self._connection.executemany("UPDATE head SET version = ?, position = ? WHERE stream = ?", heads)

    def _read_head(self, stream: str) -> Head | None:
        row = self._connection.execute(
            "SELECT number, version, position FROM stream JOIN head ON head.stream = number WHERE name = ?", (stream,)
        ).fetchone()
        return row and Head(*row)

    def _open_stream(self, stream: str) -> Head:
        self._streams += 1
        self._connection.execute("INSERT INTO stream VALUES (?, ?)", (self._streams, stream))
        self._connection.execute("INSERT INTO head VALUES (?, 0, 0)", (self._streams,))
        return Head(self._streams, 0, 0)

    def _topic(self, name: str) -> int:
        return self._number_of("topic", name)

    def _source(self, name: str) -> int:
        return self._number_of("source", name)

    def _number_of(self, table: str, name: str) -> int:
        found = self._connection.execute(f"SELECT number FROM {table} WHERE name = ?", (name,)).fetchone()  # noqa: S608
        if found is None:
            cursor = self._connection.execute(f"INSERT INTO {table} (name) VALUES (?)", (name,))  # noqa: S608
            return cursor.lastrowid or 0
        number: int = found[0]
        return number

    # Reading

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(statement, parameters).fetchall()
            except sqlite3.Error as error:
                raise explained(error, self.path) from None

    def last_position(self) -> int:
        (position,) = self._rows("SELECT coalesce(max(position), 0) FROM event")[0]
        return int(position)

    def position_at(self, recorded_at: int) -> int:
        """By halving: ``recorded_at`` never goes back as the position grows, so no index is needed."""
        low, high = 0, self.last_position()
        while low < high:
            middle = (low + high + 1) // 2
            ((recorded,),) = self._rows("SELECT recorded_at FROM event WHERE position = ?", (middle,))
            if recorded <= recorded_at:
                low = middle
            else:
                high = middle - 1
        return low

    def read_log(self, after: int, upto: int | None, topics: Sequence[str] = ()) -> Iterator[LogRow]:
        last = NO_LIMIT if upto is None else upto
        while True:
            page = self._page(after, last, PAGE_OF_ROWS, topics)
            yield from page
            if len(page) < PAGE_OF_ROWS:
                return
            after = page[-1].position

    def _page(self, after: int, upto: int, limit: int, topics: Sequence[str]) -> list[LogRow]:
        chosen = f" AND topic.name IN ({','.join('?' * len(topics))})" if topics else ""
        statement = f"{_ROWS} WHERE position > ? AND position <= ?{chosen} ORDER BY position LIMIT ?"
        return [LogRow(*row) for row in self._rows(statement, (after, upto, *topics, limit))]

    def read_stream(self, name: str, upto: int | None, after_version: int | None = None) -> list[LogRow]:
        after = -1 if after_version is None else after_version
        rows = self._rows(_CHAIN, (name, after, NO_LIMIT if upto is None else upto, after))
        return [LogRow(position, recorded_at, name, *others) for position, recorded_at, *others in rows]

    def stream_names(self, prefix: str) -> list[str]:
        end = prefix + "\U0010ffff"
        statement = "SELECT name FROM stream WHERE name >= ? AND name < ? ORDER BY name"
        return [name for (name,) in self._rows(statement, (prefix, end))]

    # For verification

    def layout_problems(self) -> list[str]:
        try:
            return [*misfits(self._connection), *self._page_problems()]
        except sqlite3.Error as error:
            raise explained(error, self.path) from None

    def _page_problems(self) -> list[str]:
        found = self._rows("PRAGMA quick_check(10)")
        return [] if found == [("ok",)] else [f"a page of the file is damaged: {text}" for (text,) in found]

    def in_slot(self, slot: int) -> Stored | None:
        rows = self._rows(
            "SELECT event.position, stream.name, state FROM source_id JOIN event USING (position) "
            "JOIN stream ON stream.number = stream WHERE slot = ?",
            (slot,),
        )
        return Stored(*rows[0]) if rows else None

    def stream_at(self, position: int) -> str | None:
        rows = self._rows("SELECT name FROM event JOIN stream ON number = stream WHERE position = ?", (position,))
        return rows[0][0] if rows else None

    def identities_upto(self, position: int) -> int:
        ((count,),) = self._rows("SELECT count(*) FROM source_id WHERE position <= ?", (position,))
        return int(count)

    def heads(self) -> dict[str, tuple[int, int]]:
        rows = self._rows("SELECT name, version, position FROM head JOIN stream ON number = stream")
        return {name: (version, position) for name, version, position in rows}

    # The library's own way out

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        rows = self.read_stream(str(originator_id), None, gt)
        events = [
            StoredEvent(originator_id, row.version, row.topic, row.state)
            for row in rows
            if lte is None or row.version <= lte
        ]
        if desc:
            events.reverse()
        return events[:limit]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        return [
            Notification(row.stream, row.version, row.topic, row.state, row.position)
            for row in self._page(after, NO_LIMIT if stop is None else stop, limit, topics)
        ]


class SQLiteLedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives the library's ``Application`` its recorder: ``LEDGER_PATH``, ``LEDGER_CREATE``, ``LEDGER_BUSY_TIMEOUT``."""

    _recorder: SQLiteLedgerRecorder | None = None

    def application_recorder(self) -> SQLiteLedgerRecorder:
        if self.env.get("ORIGINATOR_ID_TYPE") != "text":
            raise OSError("a ledger names its streams: set ORIGINATOR_ID_TYPE to 'text'")
        if self._recorder is None:
            self._recorder = SQLiteLedgerRecorder(
                Path(self.env["LEDGER_PATH"]),
                create=self.env.get("LEDGER_CREATE") == "y",
                busy_timeout=float(self.env.get("LEDGER_BUSY_TIMEOUT") or 10),
            )
        return self._recorder

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Refused: a ledger has no snapshots."""
        _not_offered("snapshots")

    def tracking_recorder(self, tracking_recorder_class: type[TrackingRecorder] | None = None) -> TrackingRecorder:
        """Refused: checkpoints belong to the store of the projection they are of."""
        _not_offered("checkpoints")

    def process_recorder(self) -> ProcessRecorder:
        """Refused: a ledger takes facts from outside only."""
        _not_offered("the events of other applications")

    def close(self) -> None:
        if self._recorder is not None:
            self._recorder.close()


def _not_offered(what: str) -> NoReturn:
    raise NotSupportedError(f"a ledger file does not keep {what}")
