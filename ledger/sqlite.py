"""The recorder on SQLite, and the factory by which the library finds it (``ledger.sqlite:SQLiteLedgerFactory``).

Writers begin with BEGIN IMMEDIATE: a transaction that reads first and then writes under the library's deferred BEGIN
fails at once with "database is locked" when two processes write, whatever the busy timeout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from ledger import factory  # the module: the library looks for the one factory among the names here
from ledger.avro import Codec
from ledger.entry import ENTRIES_IN_A_BLOCK, Block
from ledger.errors import StorageFull
from ledger.reader import NO_LIMIT, PAGE_OF_ROWS, LogRow
from ledger.recorder import Head, LedgerRecorder, SlotTaken, utc_now
from ledger.settlement import Stored
from ledger.sqlite_file import connect, explained, is_full
from ledger.sqlite_layout import misfits
from ledger.sqlite_trees import SQLiteTrees
from ledger.streams import after_all
from ledger.trees import Trees

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

_STATES = """
WITH RECURSIVE chain (position, recorded_at, state, previous) AS (
  SELECT event.position, recorded_at, state, previous
  FROM stream JOIN head ON head.stream = stream.number JOIN event ON event.position = head.position
  WHERE stream.name = ?
  UNION ALL
  SELECT event.position, event.recorded_at, event.state, event.previous
  FROM chain JOIN event ON event.position = chain.previous WHERE chain.previous < chain.position)
SELECT position, recorded_at, state FROM chain WHERE position <= ?"""

SORTING_KIBIBYTES = 16 * 1024
"""How much SQLite sorts in memory at a time; the rest lies in a file meanwhile."""

_RANKS = "CREATE TEMP TABLE place (stream INTEGER PRIMARY KEY, rank INTEGER NOT NULL)"
_SORTED = """
SELECT rank, position, recorded_at, state FROM event CROSS JOIN temp.place USING (stream)
WHERE position <= ? ORDER BY rank, position"""
"""CROSS JOIN keeps SQLite at reading the log from end to end."""


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
            self._connection.executemany("INSERT INTO source_id VALUES (?, ?)", sorted(slots))
        except sqlite3.IntegrityError:
            raise SlotTaken from None

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _insert_leaves(self, leaves: Iterable[Block]) -> None:
        self._connection.executemany("INSERT INTO leaves VALUES (?, ?, ?)", leaves)

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

    # Entries, and what is said of them

    @property
    def trees(self) -> Trees:
        return Trees(SQLiteTrees(self._connection), self)

    def last_leaf(self) -> int:
        ((position,),) = self._rows("SELECT coalesce(max(last), 0) FROM leaves")
        return int(position)

    def _blocks(self, after: int, upto: int) -> list[Block]:
        statement = "SELECT last, first, entries FROM leaves WHERE last > ? AND last < ? ORDER BY last"
        return [Block(*row) for row in self._rows(statement, (after, upto + ENTRIES_IN_A_BLOCK))]

    def _blocks_of(self, positions: Collection[int]) -> list[Block]:
        found: list[Block] = []
        statement = "SELECT last, first, entries FROM leaves WHERE last >= ? ORDER BY last LIMIT 1"
        with self._lock:
            for position in sorted(positions):
                if not found or found[-1].last < position:
                    found += map(Block._make, self._rows(statement, (position,)))
        return found

    def _places(self, after: int, upto: int) -> list[tuple[str, int]]:
        return self._rows(
            "SELECT name, version FROM event JOIN stream ON number = stream "
            "WHERE position > ? AND position <= ? ORDER BY position",
            (after, upto),
        )

    def _keep(self, table: str, row: Sequence[Any]) -> None:
        with self._lock, self._transaction():
            self._connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608

    # How far channels were taken in

    def _insert_offsets(self, offsets: list[tuple[int, int, int]]) -> None:
        self._connection.executemany("INSERT INTO intake_offset VALUES (?, ?, ?)", offsets)

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

    def recorded_at(self, position: int) -> int:
        ((recorded_at,),) = self._rows("SELECT recorded_at FROM event WHERE position = ?", (position,))
        return int(recorded_at)

    def page(self, after: int, upto: int, limit: int, topics: Sequence[str] = ()) -> list[LogRow]:
        chosen = f" AND topic.name IN ({','.join('?' * len(topics))})" if topics else ""
        statement = f"{_ROWS} WHERE position > ? AND position <= ?{chosen} ORDER BY position LIMIT ?"
        return [LogRow(*row) for row in self._rows(statement, (after, upto, *topics, limit))]

    def read_stream(self, name: str, upto: int | None, after_version: int | None = None) -> list[LogRow]:
        after = -1 if after_version is None else after_version
        rows = self._rows(_CHAIN, (name, after, NO_LIMIT if upto is None else upto, after))
        return [LogRow(position, recorded_at, name, *others) for position, recorded_at, *others in rows]

    def stream_states(self, name: str, upto: int | None) -> list[tuple[int, int, bytes]]:
        return sorted(self._rows(_STATES, (name, NO_LIMIT if upto is None else upto)))

    def sorted_states(self, names: Sequence[str], upto: int | None) -> Iterator[tuple[int, int, int, bytes]]:
        connection = connect(self.path, create=False, busy_timeout=10.0)
        try:
            connection.execute(f"PRAGMA cache_size=-{SORTING_KIBIBYTES}")
            connection.execute("CREATE TEMP TABLE chosen (name TEXT NOT NULL, rank INTEGER NOT NULL)")
            connection.executemany("INSERT INTO chosen VALUES (?, ?)", zip(names, count()))
            connection.execute(_RANKS)
            connection.execute("INSERT INTO place SELECT number, rank FROM chosen JOIN stream USING (name)")
            yield from connection.execute(_SORTED, (NO_LIMIT if upto is None else upto,))
        except sqlite3.Error as error:
            if is_full(error):
                raise StorageFull(
                    "the disk is too full to sort the events of {name}",
                    "make room, or name a larger folder in SQLITE_TMPDIR",
                    name=self.path,
                ) from None
            raise explained(error, self.path) from None
        finally:
            connection.close()

    def channels(self) -> list[str]:
        statement = "SELECT name FROM source WHERE number IN (SELECT source FROM intake_offset) ORDER BY name"
        return [name for (name,) in self._rows(statement)]

    def offsets(self, channel: str, after: int = -1, limit: int = PAGE_OF_ROWS) -> list[tuple[int, int]]:
        return self._rows(
            "SELECT next, position FROM intake_offset WHERE source = (SELECT number FROM source WHERE name = ?) "
            "AND next > ? ORDER BY next LIMIT ?",
            (channel, after, limit),
        )

    def next_offset(self, channel: str) -> int | None:
        ((offset,),) = self._rows(
            "SELECT max(next) FROM intake_offset WHERE source = (SELECT number FROM source WHERE name = ?)", (channel,)
        )
        return None if offset is None else int(offset)

    def stream_sizes(self, prefix: str) -> dict[str, int]:
        statement = "SELECT name, version FROM stream JOIN head ON stream = number WHERE name >= ? AND name < ?"
        return dict(self._rows(statement, (prefix, after_all(prefix))))

    def stream_names(self, prefix: str) -> list[str]:
        statement = "SELECT name FROM stream WHERE name >= ? AND name < ? ORDER BY name"
        return [name for (name,) in self._rows(statement, (prefix, after_all(prefix)))]

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


class SQLiteLedgerFactory(factory.LedgerFactory):
    """Gives the library's ``Application`` a recorder on the file at ``LEDGER_PATH``."""

    def _opened(self, *, create: bool, busy_timeout: float) -> LedgerRecorder:
        return SQLiteLedgerRecorder(Path(self.env["LEDGER_PATH"]), create=create, busy_timeout=busy_timeout)
