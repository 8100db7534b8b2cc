"""What the ledger's recorders share, whatever database is below them.

A recorder is an ``ApplicationRecorder`` of the library: ``insert_events`` and ``select_…`` mean what they mean there.
Facts take a way of their own, ``append``, which decides in the same transaction which of them are new.

A stream is a chain: each event names the position of the one before it, and a *head* names the last. So appending to a
stream touches its head, of which there is one per stream, and no index over all events; reading a stream follows the
chain and costs what the stream is long, however large the ledger.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.avro import Codec, identifier_in, micros_of
from ledger.channels import Advance, OffsetsMoved, SomeRefused
from ledger.drafts import Appended, Draft, next_slot, slot_of
from ledger.entry import Block, Entries, blocks
from ledger.errors import LedgerDamaged, LedgerWithoutLeaves
from ledger.reader import NO_LIMIT, LogReader, LogRow
from ledger.settlement import Accepted, Settlement, Stored
from ledger.signed import SignedRecords
from ledger.trees import Trees

HEADS_KEPT = 500_000
"""How many streams' heads a writer keeps in memory; beyond, it reads them again."""


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


class LedgerRecorder(LogReader, SignedRecords):
    """Appends to the log and reads it. Safe to share between threads; writers take turns."""

    def __init__(self, codec: Codec, clock: Callable[[], datetime] = utc_now) -> None:
        self.codec = codec
        self.clock = clock
        self._lock = RLock()
        self._heads: dict[str, Head] = {}
        self._heads_as_of = 0
        self._touched: dict[int, Head] = {}
        self._entries = Entries()

    # Facts

    def append(
        self, drafts: Sequence[Draft], advances: Sequence[Advance] = (), ends: Mapping[str, int] | None = None
    ) -> Appended:
        """Record what is new of these drafts, in order, and how far their channels are taken in, in one transaction.

        ``ends`` says at which position each of these streams must end, 0 for one that must not be there: what was
        decided upon them then still holds. Raises ``IntegrityError`` if one has gone on, the errors of
        ``ledger.errors``, and with ``advances`` ``OffsetsMoved`` and ``SomeRefused``; then nothing of the list is
        recorded and no channel moves on.
        """
        if not drafts and not advances:
            return Appended(0, self.last_position(), {}, {})
        with self._lock:
            if self._may_all_be_new(drafts):
                try:
                    return self._append_all(drafts, advances, ends or {})
                except SlotTaken:
                    pass
            return self._append_settled(drafts, advances, ends or {})

    @staticmethod
    def _may_all_be_new(drafts: Sequence[Draft]) -> bool:
        return all(draft.stream for draft in drafts) and len({draft.key for draft in drafts}) == len(drafts)

    def _append_all(self, drafts: Sequence[Draft], advances: Sequence[Advance], ends: Mapping[str, int]) -> Appended:
        """The usual case, without a look-up: claiming the slots says whether all are free."""
        with self._writing() as (last, recorded_at):
            self._expect(advances)
            self._expect_ends(ends)
            self._claim([(draft.key, position) for position, draft in enumerate(drafts, last + 1)])
            self._insert_drafts([(draft, draft.stream) for draft in drafts], last, recorded_at)
            self._advance(advances, last + len(drafts))
        return Appended(len(drafts), last + len(drafts), {}, {})

    def _append_settled(
        self, drafts: Sequence[Draft], advances: Sequence[Advance], ends: Mapping[str, int]
    ) -> Appended:
        with self._writing() as (last, recorded_at):
            self._expect(advances)
            self._expect_ends(ends)
            settlement = Settlement(self.codec, self._look_up(drafts), last + 1)
            settlement.settle(drafts)
            if advances and settlement.refusals:
                raise SomeRefused(settlement.refusals)
            accepted: list[Accepted] = settlement.accepted
            if accepted:
                self._claim([(one.slot, position) for position, one in enumerate(accepted, last + 1)])
                self._insert_drafts([(one.draft, one.stream) for one in accepted], last, recorded_at)
            self._advance(advances, last + len(accepted))
        return Appended(len(accepted), last + len(accepted), settlement.duplicates, settlement.refusals)

    def _look_up(self, drafts: Sequence[Draft]) -> Callable[[int], Stored | None]:
        """What the ledger holds in a slot; all that bears on the drafts is read at once."""
        asked = {draft.key for draft in drafts} | {slot_of(draft.target) for draft in drafts if draft.target}
        held = self.in_slots(asked)
        return lambda slot: held.get(slot) if slot in asked else self.in_slot(slot)

    def _insert_drafts(self, drafts: list[tuple[Draft, str]], last: int, recorded_at: int) -> None:
        rows, entries = [], []
        self._learn_heads(stream for _, stream in drafts)
        heads, touched, entry_of = self._heads, self._touched, self._entries.of
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
            entries.append(entry_of(position, recorded_at, stream, head.version, draft.topic, draft.state))
            head.position = position
            touched[head.stream] = head
        self._insert(rows)
        self._insert_leaves(blocks(last + 1, entries))

    @contextmanager
    def _writing(self) -> Iterator[tuple[int, int]]:
        """A write transaction: gives the last position, and the ``recorded_at`` of what comes next.

        The clock is read under the lock and never goes back: two writers cannot record out of order.
        """
        with self._transaction():
            last, last_recorded_at = self._tip()
            self._expect_leaves(last)
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

    def _expect_ends(self, ends: Mapping[str, int]) -> None:
        """Under the lock, so of two who decided upon the same end of a stream only one goes on."""
        for stream, position in ends.items():
            if max((found for found, *_ in self.stream_states(stream, None)), default=0) != position:
                raise IntegrityError(f"{stream} has gone on from position {position}")

    # How far channels were taken in

    def _expect(self, advances: Sequence[Advance]) -> None:
        """Under the lock, so of two consumers that both think a channel theirs only one goes on."""
        for advance in advances:
            found = self.next_offset(advance.channel)
            if found != advance.before:
                raise OffsetsMoved(
                    "{channel} was taken in up to offset {found} meanwhile, not up to {before}",
                    "another consumer takes it in; nothing of this batch was recorded here",
                    channel=advance.channel,
                    found=found or 0,
                    before=advance.before or 0,
                )

    def _advance(self, advances: Sequence[Advance], position: int) -> None:
        if advances:
            self._insert_offsets([(self._source(one.channel), one.next, position) for one in advances])

    # Leaves

    def _expect_leaves(self, last: int) -> None:
        """Raises ``LedgerWithoutLeaves`` unless every event up to the last position has its leaf."""
        found = self.last_leaf()
        if found != last:
            raise LedgerWithoutLeaves(
                "of {last} events in the ledger only {found} have a leaf",
                "run `saksi verify --repair-leaves`",
                last=last,
                found=found,
            )

    def first_leaf(self) -> int | None:
        """The position of the first entry: 1, in a ledger that is whole."""
        ((position,),) = self._rows(f"SELECT min(first) FROM {self.place}leaves")  # noqa: S608
        return None if position is None else int(position)

    def add_leaves(self, count: int) -> int:
        """Give so many events that have no leaf theirs, in one transaction; how many had none."""
        with self._lock, self._transaction():
            last = self.last_leaf()
            rows = self.page(last, NO_LIMIT, count)
            self._insert_leaves(blocks(last + 1, [self._entry(row) for row in rows]))
        return len(rows)

    def _entry(self, row: LogRow) -> bytes:
        return self._entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)

    @contextmanager
    def tending(self) -> Iterator[Trees]:
        """The trees, in a transaction in which nobody else writes."""
        with self._lock, self._transaction():
            yield self.trees

    def append_statement(self, made: Callable[[int], Draft]) -> int:
        """Record what the ledger says of itself after a position, which is given; its own position.

        ``made`` may bring the trees up: it is called in the transaction.
        """
        with self._lock, self._writing() as (last, recorded_at):
            draft = made(last)
            slot = draft.key
            while (holder := self._holder_of(slot)) is not None:
                if holder == draft.id:
                    raise LedgerDamaged(
                        "somebody has recorded an event with the id '{id}', which only the ledger may give",
                        "look at the event with that id; then do the same again",
                        id=draft.id,
                    )
                slot = next_slot(slot)
            self._claim([(slot, last + 1)])
            self._insert_drafts([(draft, draft.stream)], last, recorded_at)
        return last + 1

    # Copies of another ledger

    def append_offsets(self, channel: str, offsets: Sequence[tuple[int, int]]) -> None:
        """Record how far a channel was taken in by another ledger: offset and position, in order, in one transaction.

        Raises the errors of ``ledger.errors``; then nothing of it was recorded.
        """
        with self._lock, self._writing():
            number = self._source(channel)
            for offset, position in offsets:
                self._insert_offsets([(number, offset, position)])

    def append_copies(self, rows: Sequence[LogRow]) -> None:
        """Record rows of another ledger as they stand there, in one transaction.

        Their positions must go on where this log ends. Raises ``LedgerDamaged`` if they do not hang together with what
        is here, and the errors of ``ledger.errors``; then nothing of the list is recorded.
        """
        with self._lock:
            slots = [slot_of(identifier_in(row.state)) for row in rows]
            if len(set(slots)) == len(slots):
                try:
                    return self._insert_copies(rows, slots)
                except SlotTaken:
                    pass
            return self._insert_copies(rows, None)

    def _insert_copies(self, rows: Sequence[LogRow], slots: list[int] | None) -> None:
        with self._writing() as (last, _):
            slots = slots or self._free_slots(rows)
            self._claim(list(zip(slots, range(last + 1, last + 1 + len(rows)), strict=True)))
            self._learn_heads(row.stream for row in rows)
            copies, entries = [], []
            _, recorded_at = self._tip()
            for position, row in enumerate(rows, last + 1):
                head = self._heads.get(row.stream) or self._head(row.stream)
                if (row.position, row.version, row.previous) != (position, head.version + 1, head.position):
                    raise LedgerDamaged(
                        "position {position} (version {version} of {stream} after {previous}) does not follow position "
                        "{before} (version {head_version} of it at {head})",
                        "run `saksi verify` on the ledger that is copied",
                        position=row.position,
                        version=row.version,
                        stream=row.stream,
                        previous=row.previous,
                        before=position - 1,
                        head_version=head.version,
                        head=head.position,
                    )
                if row.recorded_at < recorded_at:
                    raise LedgerDamaged(
                        "position {position} was recorded before the one before it",
                        "run `saksi verify` on the ledger that is copied",
                        position=row.position,
                    )
                recorded_at = row.recorded_at
                copies.append(
                    (
                        *(position, head.stream, row.version, row.previous, row.recorded_at),
                        *(self._source(row.source), row.line, self._topic(row.topic), row.state),
                    )
                )
                entries.append(self._entry(row))
                head.version, head.position = row.version, position
                self._touched[head.stream] = head
            self._insert(copies)
            self._insert_leaves(blocks(last + 1, entries))

    def _free_slots(self, rows: Sequence[LogRow]) -> list[int]:
        """The slots that the ids of these rows take, one after the other."""
        taken: dict[int, str] = {}
        for row in rows:
            identity = identifier_in(row.state)
            slot = slot_of(identity)
            while (holder := taken.get(slot) or self._holder_of(slot)) is not None:
                if holder == identity:
                    raise LedgerDamaged(
                        "the id '{identity}' at position {position} stands before it too",
                        "run `saksi verify` on the ledger that is copied",
                        identity=identity,
                        position=row.position,
                    )
                slot = next_slot(slot)
            taken[slot] = identity
        return list(taken)

    def _holder_of(self, slot: int) -> str | None:
        stored = self.in_slot(slot)
        return stored and identifier_in(stored.state)

    # The library's own way in

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store events of the library as they are, without a source id. Versions of a stream must rise.

        Raises ``IntegrityError`` if a stream is already as far as one of these versions.
        """
        if not stored_events:
            return []
        with self._lock, self._writing() as (last, recorded_at):
            rows, entries = [], []
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
                version = stored.originator_version
                entries.append(self._entries.of(position, recorded_at, name, version, stored.topic, stored.state))
                head.version, head.position = version, position
                self._touched[head.stream] = head
            self._insert(rows)
            self._insert_leaves(blocks(last + 1, entries))
        return list(range(last + 1, last + 1 + len(rows)))

    # What a database provides

    @property
    @abstractmethod
    def trees(self) -> Trees:
        """What follows from the leaves, as far as it was worked out."""

    @abstractmethod
    def _insert_offsets(self, offsets: list[tuple[int, int, int]]) -> None:
        """Add where channels go on: source, offset, position. A channel stands there once."""

    def _learn_heads(self, streams: Iterable[str]) -> None:
        """Read the heads of these streams ahead, and open those that are new, where that is cheaper than one by one."""

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
    def _insert_leaves(self, leaves: Iterable[Block]) -> None:
        """Add the entries of events that were added."""

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


def _text(originator_id: UUID | str) -> str:
    return originator_id if isinstance(originator_id, str) else str(originator_id)
