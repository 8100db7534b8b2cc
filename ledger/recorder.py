"""What the ledger's recorders share, whatever database is below them.

A recorder is an ``ApplicationRecorder`` of the library: ``insert_events`` and ``select_…`` mean what they mean there.
Facts take a way of their own, ``append``, which decides in the same transaction which of them are new.

A stream is a chain: each event names the position of the one before it, and a *head* names the last. So appending to a
stream touches its head, of which there is one per stream, and no index over all events; reading a stream follows the
chain and costs what the stream is long, however large the ledger.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent, Subscription

from ledger.avro import Codec, micros_of
from ledger.drafts import Appended, Draft
from ledger.settlement import Accepted, Settlement, Stored

HEADS_KEPT = 500_000
"""How many streams' heads a writer keeps in memory; beyond, it reads them again."""


class LogRow(NamedTuple):
    """An event as the log gives it back: names for numbers, ``recorded_at`` in microseconds since 1970 (UTC).

    ``previous`` is the position of the event before it in its stream, 0 for the first.
    """

    position: int
    recorded_at: int
    stream: str
    version: int
    previous: int
    source: str
    line: int
    topic: str
    state: bytes


class Head:
    """Where a stream ends: its last version and the position of that event."""

    __slots__ = ("position", "stream", "version")

    def __init__(self, stream: int, version: int, position: int) -> None:
        self.stream = stream
        self.version = version
        self.position = position


class SlotTaken(Exception):
    """An id, or one that shares its slot, is in the ledger already."""


def utc_now() -> datetime:
    """The ledger's clock."""
    return datetime.now(UTC)


class LedgerRecorder(ApplicationRecorder):
    """Appends to the log and reads it. Safe to share between threads; writers take turns."""

    def __init__(self, codec: Codec, clock: Callable[[], datetime] = utc_now) -> None:
        self.codec = codec
        self.clock = clock
        self._lock = RLock()
        self._heads: dict[str, Head] = {}
        self._heads_as_of = 0
        self._touched: dict[int, Head] = {}

    # Facts

    def append(self, drafts: Sequence[Draft]) -> Appended:
        """Record what is new of these drafts, in order, in one transaction.

        Raises the errors of ``ledger.errors``; then nothing of the list is recorded.
        """
        if not drafts:
            return Appended(0, self.last_position(), {}, {})
        with self._lock:
            if self._may_all_be_new(drafts):
                try:
                    return self._append_all(drafts)
                except SlotTaken:
                    pass
            return self._append_settled(drafts)

    @staticmethod
    def _may_all_be_new(drafts: Sequence[Draft]) -> bool:
        return all(draft.stream for draft in drafts) and len({draft.key for draft in drafts}) == len(drafts)

    def _append_all(self, drafts: Sequence[Draft]) -> Appended:
        """The usual case, without a look-up: claiming the slots says whether all are free."""
        with self._writing() as (last, recorded_at):
            self._claim(sorted((draft.key, position) for position, draft in enumerate(drafts, last + 1)))
            self._insert_drafts(((draft, draft.stream) for draft in drafts), last, recorded_at)
        return Appended(len(drafts), last + len(drafts), {}, {})

    def _append_settled(self, drafts: Sequence[Draft]) -> Appended:
        with self._writing() as (last, recorded_at):
            settlement = Settlement(self.codec, self.in_slot, last + 1)
            settlement.settle(drafts)
            accepted: list[Accepted] = settlement.accepted
            if accepted:
                self._claim(sorted((one.slot, position) for position, one in enumerate(accepted, last + 1)))
                self._insert_drafts(((one.draft, one.stream) for one in accepted), last, recorded_at)
        return Appended(len(accepted), last + len(accepted), settlement.duplicates, settlement.refusals)

    def _insert_drafts(self, drafts: Iterable[tuple[Draft, str]], last: int, recorded_at: int) -> None:
        rows = []
        heads, touched = self._heads, self._touched
        topic_numbers: dict[str, int] = {}
        source_numbers: dict[str, int] = {}
        position = last
        for draft, stream in drafts:
            position += 1
            head = heads.get(stream) or self._head(stream)
            head.version += 1
            topic = topic_numbers.get(draft.topic) or topic_numbers.setdefault(draft.topic, self._topic(draft.topic))
            source = source_numbers.get(draft.source) or source_numbers.setdefault(
                draft.source, self._source(draft.source)
            )
            rows.append(
                (
                    position,
                    head.stream,
                    head.version,
                    head.position,
                    recorded_at,
                    source,
                    draft.line,
                    topic,
                    draft.state,
                )
            )
            head.position = position
            touched[head.stream] = head
        self._insert(rows)

    @contextmanager
    def _writing(self) -> Iterator[tuple[int, int]]:
        """A write transaction: gives the last position, and the ``recorded_at`` of what comes next.

        The clock is read under the lock and never goes back: two writers cannot record out of order.
        """
        with self._transaction():
            last, last_recorded_at = self._tip()
            if last != self._heads_as_of or len(self._heads) > HEADS_KEPT:
                self._heads.clear()
            self._touched.clear()
            try:
                yield last, max(micros_of(self.clock()), last_recorded_at)
                self._move_heads([(head.version, head.position, head.stream) for head in self._in_order_of_stream()])
            except BaseException:
                self._heads.clear()
                raise
            self._heads_as_of = max((head.position for head in self._touched.values()), default=last)

    def _in_order_of_stream(self) -> list[Head]:
        return [head for _, head in sorted(self._touched.items())]

    def _head(self, stream: str) -> Head:
        head = self._read_head(stream) or self._open_stream(stream)
        self._heads[stream] = head
        return head

    # The library's own way in

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store events of the library as they are, without a source id. Versions of a stream must rise.

        Raises ``IntegrityError`` if a stream is already as far as one of these versions.
        """
        if not stored_events:
            return []
        with self._lock, self._writing() as (last, recorded_at):
            rows = []
            for position, stored in enumerate(stored_events, last + 1):
                name = _text(stored.originator_id)
                head = self._heads.get(name) or self._head(name)
                if head.position and stored.originator_version <= head.version:
                    raise IntegrityError(f"{name} already has version {head.version}")
                rows.append(
                    (
                        *(position, head.stream, stored.originator_version, head.position, recorded_at),
                        *(self._source(""), 0, self._topic(stored.topic), stored.state),
                    )
                )
                head.version, head.position = stored.originator_version, position
                self._touched[head.stream] = head
            self._insert(rows)
        return list(range(last + 1, last + 1 + len(rows)))

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Not offered: the log is followed by reading it from a position on."""
        raise NotImplementedError(f"{type(self).__name__} has no subscriptions; read the log from a position on")

    def max_notification_id(self) -> int | None:
        return self.last_position() or None

    # What a database provides

    @abstractmethod
    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction that no other writer shares; committed at its end, rolled back on any exception."""
        yield

    @abstractmethod
    def _tip(self) -> tuple[int, int]:
        """The last position and its ``recorded_at``; zeros if there is none."""

    @abstractmethod
    def _claim(self, slots: list[tuple[int, int]]) -> None:
        """Give slots to positions. Raises ``SlotTaken`` if one is not free; the transaction then must end."""

    @abstractmethod
    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        """Add rows to the log: position, stream, version, previous, recorded_at, source, line, topic, state."""

    @abstractmethod
    def _move_heads(self, heads: list[tuple[int, int, int]]) -> None:
        """Move (or set) heads: version, position, stream."""

    @abstractmethod
    def _read_head(self, stream: str) -> Head | None: ...

    @abstractmethod
    def _open_stream(self, stream: str) -> Head:
        """Give a new stream its number; its head is version 0 at position 0."""

    @abstractmethod
    def _topic(self, name: str) -> int:
        """The number of a topic, new or known."""

    @abstractmethod
    def _source(self, name: str) -> int:
        """The number of a source, new or known."""

    @abstractmethod
    def last_position(self) -> int:
        """The position of the last event, 0 if there is none."""

    @abstractmethod
    def position_at(self, recorded_at: int) -> int:
        """The last position whose ``recorded_at`` (microseconds since 1970, UTC) is not after this; 0 if none."""

    @abstractmethod
    def read_log(self, after: int, upto: int | None, topics: Sequence[str] = ()) -> Iterator[LogRow]:
        """The log in order of position, from after one position up to another (included)."""

    @abstractmethod
    def read_stream(self, name: str, upto: int | None, after_version: int | None = None) -> list[LogRow]:
        """A stream in order of version, up to a position of the ledger (included)."""

    @abstractmethod
    def stream_names(self, prefix: str) -> list[str]:
        """The names of streams that begin so, in order."""

    # For verification

    @abstractmethod
    def layout_problems(self) -> list[str]:
        """What is not as the format lays it out: tables, triggers, pages."""

    @abstractmethod
    def in_slot(self, slot: int) -> Stored | None:
        """The event whose id is in a slot."""

    @abstractmethod
    def stream_at(self, position: int) -> str | None:
        """The stream of the event at a position."""

    @abstractmethod
    def identities_upto(self, position: int) -> int:
        """How many source ids there are of events up to a position."""

    @abstractmethod
    def heads(self) -> dict[str, tuple[int, int]]:
        """By stream, the version and position of its head."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""


def _text(originator_id: UUID | str) -> str:
    return originator_id if isinstance(originator_id, str) else str(originator_id)
