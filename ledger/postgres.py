"""The recorder on PostgreSQL, and the factory by which the library finds it.

Writers take an advisory lock first and read the end of the log in a statement after it, in READ COMMITTED: each sees
all that was committed before it, so positions are dense and in the order of commits, and a rolled-back append leaves no
hole. The ids of a batch are looked up under the lock before COPY, which would otherwise fail as a whole at a duplicate.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from ledger import factory  # the module: the library looks for the one factory among the names here
from ledger.avro import Codec
from ledger.entry import ENTRIES_IN_A_BLOCK, Block
from ledger.errors import LedgerDamaged, UnsafeSetting
from ledger.postgres_database import WRITERS_LOCK, connect, connect_bare, explained, label
from ledger.postgres_tables import CHANNEL, misfits
from ledger.postgres_trees import PostgresTrees
from ledger.reader import NO_LIMIT, PAGE_OF_ROWS, LogRow
from ledger.recorder import Head, LedgerRecorder, SlotTaken, utc_now
from ledger.settlement import Stored
from ledger.streams import after_all
from ledger.trees import Trees

NAMES_KEPT = 500_000
"""How many names of streams a reader keeps in memory; beyond, it asks again."""

LOOK_AGAIN_SECONDS = 1.0
"""How long to trust in silence while waiting for news: some connection poolers swallow notifications."""

_BEGIN = f"""BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_advisory_xact_lock({WRITERS_LOCK});
SELECT position, recorded_at FROM saksi.event ORDER BY position DESC LIMIT 1"""

_COLUMNS = "position, stream, version, previous, recorded_at, source, line, topic, state, slot"
_COPY = f"COPY saksi.event ({_COLUMNS}) FROM STDIN (FORMAT BINARY)"
_INSERT = f"INSERT INTO saksi.event ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %b, %s)"
_COPY_FROM_ROWS = 4

_HEADS = """SELECT name, number, version, position FROM saksi.stream JOIN saksi.head ON head.stream = number
WHERE name = ANY(%b::text[])"""
_OPEN_STREAMS = """INSERT INTO saksi.stream
SELECT last.number + place, name
FROM (SELECT coalesce(max(number), 0) AS number FROM saksi.stream) AS last,
  unnest(%b::text[]) WITH ORDINALITY AS new (name, place)
RETURNING name, number"""
_NEW_HEADS = """INSERT INTO saksi.head (version, position, stream)
SELECT * FROM unnest(%s::text::bigint[], %s::text::bigint[], %s::text::bigint[])"""
_MOVED_HEADS = """UPDATE saksi.head SET version = moved.version, position = moved.position
FROM unnest(%s::text::bigint[], %s::text::bigint[], %s::text::bigint[]) AS moved (version, position, stream)
WHERE head.stream = moved.stream"""

_BLOCKS_OF = """SELECT last, first, entries FROM saksi.leaves WHERE last IN (
  SELECT (SELECT block.last FROM saksi.leaves AS block WHERE block.last >= asked ORDER BY block.last LIMIT 1)
  FROM unnest(%s::text::bigint[]) AS asked)
ORDER BY last"""
_PLACES = """SELECT name, version FROM saksi.event JOIN saksi.stream ON number = stream
WHERE position > %s AND position <= %s ORDER BY position"""
_PAGE = """SELECT position, recorded_at, stream, version, previous, source, line, topic, state
FROM saksi.event WHERE position > %s AND position <= %s{} ORDER BY position LIMIT %s"""
_CHAIN = """WITH RECURSIVE chain AS (
  SELECT event.* FROM saksi.stream JOIN saksi.head ON head.stream = stream.number
    JOIN saksi.event ON event.position = head.position WHERE stream.name = %s
  UNION ALL
  SELECT event.* FROM chain JOIN saksi.event ON event.position = chain.previous
  WHERE chain.previous < chain.position AND event.version > %s)
SELECT position, recorded_at, stream, version, previous, source, line, topic, state
FROM chain WHERE position <= %s AND version > %s ORDER BY position"""
_STATES = """WITH RECURSIVE chain AS (
  SELECT event.position, recorded_at, state, previous FROM saksi.stream
    JOIN saksi.head ON head.stream = stream.number JOIN saksi.event ON event.position = head.position
  WHERE stream.name = %s
  UNION ALL
  SELECT event.position, event.recorded_at, event.state, event.previous
  FROM chain JOIN saksi.event ON event.position = chain.previous WHERE chain.previous < chain.position)
SELECT position, recorded_at, state FROM chain WHERE position <= %s ORDER BY position"""
_SORTED = """SELECT rank::int4 - 1, position, recorded_at, state
FROM unnest(%s::text[]) WITH ORDINALITY AS chosen (name, rank)
  JOIN saksi.stream USING (name) JOIN saksi.event ON event.stream = stream.number
WHERE position <= %s ORDER BY rank, position"""
_IN_SLOTS = """SELECT slot, position, stream.name, state FROM saksi.event JOIN saksi.stream ON stream.number = stream
WHERE slot = ANY(%s::text::bigint[])"""


class PostgresLedgerRecorder(LedgerRecorder):
    """The log in a PostgreSQL database. One connection, shared by threads that take turns, and made again when lost."""

    def __init__(
        self,
        url: str,
        *,
        create: bool,
        busy_timeout: float = 10.0,
        codec: Codec | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(codec or Codec(), clock)
        self.url = url
        self.name = label(url)
        self.busy_timeout = busy_timeout
        self._connection = connect(url, create=create, busy_timeout=busy_timeout)
        self._listening: psycopg.Connection[Any] | None = None
        self._last = (0, 0)
        self._slots: dict[int, int] = {}
        self._opened: set[int] = set()
        self._numbers: dict[str, dict[str, int]] = {"topic": {}, "source": {}}
        self._names: dict[str, dict[int, str]] = {"stream": {}, "topic": {}, "source": {}}

    def close(self) -> None:
        with self._lock:
            self._connection.close()
            if self._listening is not None:
                self._listening.close()

    def _connected(self) -> psycopg.Connection[Any]:
        if self._connection.closed:
            self._heads.clear()
            self._connection = connect(self.url, create=False, busy_timeout=self.busy_timeout)
        return self._connection

    # Writing

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._connected()
        try:
            self._last = self._begin(connection)
            self._slots, self._opened = {}, set()
            yield
            connection.execute("COMMIT")
        except BaseException as error:
            for numbers in self._numbers.values():
                numbers.clear()
            if isinstance(error, psycopg.Error):
                raise explained(error, self.name) from None
            raise
        finally:
            if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
                with suppress(psycopg.Error):
                    connection.rollback()

    @staticmethod
    def _begin(connection: psycopg.Connection[Any]) -> tuple[int, int]:
        """Begin, take the lock and read the end of the log in one journey, yet in statements of their own."""
        answers = connection.execute(_BEGIN, prepare=False)
        while answers.nextset():
            pass
        return answers.fetchone() or (0, 0)

    def _tip(self) -> tuple[int, int]:
        return self._last

    def _claim(self, slots: list[tuple[int, int]]) -> None:
        taken = "SELECT 1 FROM saksi.event WHERE slot = ANY(%s::text::bigint[]) LIMIT 1"
        if self._connection.execute(taken, (_array(slot for slot, _ in slots),)).fetchone():
            raise SlotTaken
        self._slots = {position: slot for slot, position in slots}

    def _insert_leaves(self, leaves: Iterable[Block]) -> None:
        with self._connection.cursor().copy("COPY saksi.leaves FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "int8", "bytea"])
            for block in leaves:
                copy.write_row(block)

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        slots, cursor = self._slots, self._connection.cursor()
        if len(rows) < _COPY_FROM_ROWS:
            for row in rows:
                cursor.execute(_INSERT, (*row, slots.get(row[0])))
            return
        with cursor.copy(_COPY) as copy:
            copy.set_types(["int8"] * 8 + ["bytea", "int8"])
            for row in rows:
                copy.write_row((*row, slots.get(row[0])))

    def _move_heads(self, heads: list[tuple[int, int, int]]) -> None:
        for statement, chosen in (
            (_NEW_HEADS, [head for head in heads if head[2] in self._opened]),
            (_MOVED_HEADS, [head for head in heads if head[2] not in self._opened]),
        ):
            if chosen:
                self._connection.execute(statement, [_array(column) for column in zip(*chosen, strict=True)])

    def _learn_heads(self, streams: Iterable[str]) -> None:
        unknown = [stream for stream in dict.fromkeys(streams) if stream not in self._heads]
        if not unknown:
            return
        for name, *head in self._connection.cursor(binary=True).execute(_HEADS, (unknown,)):
            self._heads[name] = Head(*head)
        self._open([stream for stream in unknown if stream not in self._heads])

    def _read_head(self, stream: str) -> Head | None:
        self._learn_heads([stream])
        return self._heads[stream]

    def _open_stream(self, stream: str) -> Head:
        self._open([stream])
        return self._heads[stream]

    def _open(self, streams: list[str]) -> None:
        if streams:
            for name, number in self._connection.execute(_OPEN_STREAMS, (streams,)):
                self._heads[name] = Head(number, 0, 0)
                self._opened.add(number)

    def _topic(self, name: str) -> int:
        return self._number_of("topic", name)

    def _source(self, name: str) -> int:
        return self._number_of("source", name)

    def _number_of(self, table: str, name: str) -> int:
        numbers = self._numbers[table]
        if name not in numbers:
            known = f"SELECT number FROM saksi.{table} WHERE name = %s"
            new = (
                f"INSERT INTO saksi.{table} SELECT coalesce(max(number), 0) + 1, %s FROM saksi.{table} RETURNING number"
            )
            execute = self._connection.execute
            found = execute(known, (name,)).fetchone() or execute(new, (name,)).fetchone()
            (numbers[name],) = found or (0,)
        return numbers[name]

    # Entries, and what is said of them

    place, mark = "saksi.", "%s"

    @property
    def trees(self) -> Trees:
        return Trees(PostgresTrees(self._connected), self)

    def last_leaf(self) -> int:
        rows = self._rows("SELECT last FROM saksi.leaves ORDER BY last DESC LIMIT 1")
        return int(rows[0][0]) if rows else 0

    def _blocks(self, after: int, upto: int) -> list[Block]:
        statement = "SELECT last, first, entries FROM saksi.leaves WHERE last > %s AND last < %s ORDER BY last"
        return [Block(*row) for row in self._rows(statement, (after, upto + ENTRIES_IN_A_BLOCK))]

    def _blocks_of(self, positions: Collection[int]) -> list[Block]:
        return [Block(*row) for row in self._rows(_BLOCKS_OF, (_array(positions),))]

    def _places(self, after: int, upto: int) -> list[tuple[str, int]]:
        return self._rows(_PLACES, (after, upto))

    def _keep(self, table: str, row: Sequence[Any]) -> None:
        with self._lock, self._transaction():
            marks = ", ".join("%b" if isinstance(value, bytes) else "%s" for value in row)
            self._connection.execute(f"INSERT INTO saksi.{table} VALUES ({marks})", row)

    # How far channels were taken in

    def _insert_offsets(self, offsets: list[tuple[int, int, int]]) -> None:
        for offset in offsets:
            self._connection.execute("INSERT INTO saksi.intake_offset VALUES (%s, %s, %s)", offset)

    # Reading

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            connection = self._connected()
            try:
                return connection.cursor(binary=True).execute(statement, parameters).fetchall()
            except psycopg.Error as error:
                raise explained(error, self.name) from None

    def last_position(self) -> int:
        rows = self._rows("SELECT position FROM saksi.event ORDER BY position DESC LIMIT 1")
        return int(rows[0][0]) if rows else 0

    def recorded_at(self, position: int) -> int:
        ((recorded_at,),) = self._rows("SELECT recorded_at FROM saksi.event WHERE position = %s", (position,))
        return int(recorded_at)

    def wait_for_news(self, after: int, timeout: float) -> int:
        """As ``LogReader.wait_for_news``, told by the database; beside the connection that reads and writes."""
        end = time.monotonic() + timeout
        while True:
            try:
                if self._listening is None or self._listening.closed:
                    self._listening = connect_bare(self.url, self.name)
                    self._listening.execute(f"LISTEN {CHANNEL}")
                last = self.last_position()  # after LISTEN: what is committed from here on is told
                left = end - time.monotonic()
                if last > after or left <= 0:
                    return last
                for _ in self._listening.notifies(timeout=min(left, LOOK_AGAIN_SECONDS), stop_after=1):
                    pass
            except psycopg.Error as error:
                raise explained(error, self.name) from None

    def page(self, after: int, upto: int, limit: int, topics: Sequence[str] = ()) -> list[LogRow]:
        if not topics:
            return self._named(self._rows(_PAGE.format(""), (after, upto, limit)))
        numbers = "SELECT number FROM saksi.topic WHERE name = ANY(%b::text[])"
        statement = _PAGE.format(f" AND topic IN ({numbers})")
        return self._named(self._rows(statement, (after, upto, list(topics), limit)))

    def read_stream(self, name: str, upto: int | None, after_version: int | None = None) -> list[LogRow]:
        after = -1 if after_version is None else after_version
        return self._named(self._rows(_CHAIN, (name, after, NO_LIMIT if upto is None else upto, after)))

    def stream_states(self, name: str, upto: int | None) -> list[tuple[int, int, bytes]]:
        return self._rows(_STATES, (name, NO_LIMIT if upto is None else upto))

    def sorted_states(self, names: Sequence[str], upto: int | None) -> Iterator[tuple[int, int, int, bytes]]:
        try:
            with (
                connect_bare(self.url, self.name) as connection,
                connection.transaction(),
                connection.cursor("sorted_states", binary=True) as cursor,
            ):
                cursor.itersize = PAGE_OF_ROWS
                yield from cursor.execute(_SORTED, (list(names), NO_LIMIT if upto is None else upto))
        except psycopg.Error as error:
            raise explained(error, self.name) from None

    def stream_sizes(self, prefix: str) -> dict[str, int]:
        statement = """SELECT name, version FROM saksi.stream JOIN saksi.head ON head.stream = stream.number
            WHERE name >= %s AND name < %s"""
        return dict(self._rows(statement, (prefix, after_all(prefix))))

    def _named(self, rows: list[Any]) -> list[LogRow]:
        """Rows with names for numbers. Names are asked for once: a join costs more than the page itself."""
        streams, sources, topics = (
            self._names_of(table, {row[at] for row in rows})
            for table, at in (("stream", 2), ("source", 5), ("topic", 7))
        )
        return [
            LogRow(
                position, recorded_at, streams[stream], version, previous, sources[source], line, topics[topic], state
            )
            for position, recorded_at, stream, version, previous, source, line, topic, state in rows
        ]

    def _names_of(self, table: str, numbers: set[int]) -> dict[int, str]:
        with self._lock:
            names = self._names[table]
            unknown = numbers - names.keys()
            if unknown:
                if len(names) + len(unknown) > NAMES_KEPT:
                    names = self._names[table] = {}
                    unknown = numbers
                statement = f"SELECT number, name FROM saksi.{table} WHERE number = ANY(%s::text::bigint[])"
                names.update(self._rows(statement, (_array(unknown),)))
            if not names.keys() >= numbers:
                raise LedgerDamaged(
                    "the ledger {name} names no {table} for some events",
                    "run `saksi verify`",
                    name=self.name,
                    table=table,
                )
            return names

    def channels(self) -> list[str]:
        statement = """SELECT name FROM saksi.source
            WHERE EXISTS (SELECT FROM saksi.intake_offset WHERE source = number) ORDER BY name"""
        return [name for (name,) in self._rows(statement)]

    def offsets(self, channel: str, after: int = -1, limit: int = PAGE_OF_ROWS) -> list[tuple[int, int]]:
        statement = """SELECT next, position FROM saksi.intake_offset JOIN saksi.source ON number = source
            WHERE name = %s AND next > %s ORDER BY next LIMIT %s"""
        return [(offset, position) for offset, position in self._rows(statement, (channel, after, limit))]

    def next_offset(self, channel: str) -> int | None:
        statement = """SELECT next FROM saksi.intake_offset WHERE source = (SELECT number FROM saksi.source
            WHERE name = %s) ORDER BY next DESC LIMIT 1"""
        rows = self._rows(statement, (channel,))
        return int(rows[0][0]) if rows else None

    def stream_names(self, prefix: str) -> list[str]:
        statement = "SELECT name FROM saksi.stream WHERE name >= %s AND name < %s ORDER BY name"
        return [name for (name,) in self._rows(statement, (prefix, after_all(prefix)))]

    # For verification

    def layout_problems(self) -> list[str]:
        with self._lock:
            try:
                return misfits(self._connected())
            except psycopg.Error as error:
                raise explained(error, self.name) from None

    def in_slot(self, slot: int) -> Stored | None:
        return self.in_slots([slot]).get(slot)

    def in_slots(self, slots: Collection[int]) -> dict[int, Stored]:
        return {slot: Stored(*stored) for slot, *stored in self._rows(_IN_SLOTS, (_array(slots),))}

    def stream_at(self, position: int) -> str | None:
        statement = "SELECT name FROM saksi.event JOIN saksi.stream ON number = stream WHERE position = %s"
        rows = self._rows(statement, (position,))
        return rows[0][0] if rows else None

    def identities_upto(self, position: int) -> int:
        ((count,),) = self._rows("SELECT count(slot) FROM saksi.event WHERE position <= %s", (position,))
        return int(count)

    def heads(self) -> dict[str, tuple[int, int]]:
        rows = self._rows("SELECT name, version, position FROM saksi.head JOIN saksi.stream ON number = stream")
        return {name: (version, position) for name, version, position in rows}


def _array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array of them: for many, ten times faster than the driver's own arrays."""
    return f"{{{','.join(map(str, numbers))}}}"


class PostgresLedgerFactory(factory.LedgerFactory):
    """Gives the library's ``Application`` a recorder on ``LEDGER_URL``."""

    def _opened(self, *, create: bool, busy_timeout: float) -> LedgerRecorder:
        if self.env.get("POSTGRES_ENABLE_DB_FUNCTIONS") or os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS"):
            raise UnsafeSetting(
                "POSTGRES_ENABLE_DB_FUNCTIONS is set: appends by its functions take no lock and leave holes",
                "unset POSTGRES_ENABLE_DB_FUNCTIONS",
            )
        return PostgresLedgerRecorder(self.env["LEDGER_URL"], create=create, busy_timeout=busy_timeout)
