"""How a ledger is read, whatever database is below it: by position, by stream, by the names of streams."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription

from ledger.avro import identifier_in
from ledger.drafts import next_slot, slot_of
from ledger.entry import Block
from ledger.errors import LedgerDamaged
from ledger.settlement import Stored

PAGE_OF_ROWS = 5_000
"""Readers take pages: memory stays flat, and no long transaction keeps the database from tidying."""

NO_LIMIT = (1 << 63) - 1
POLL_SECONDS = 0.05


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


class LogReader(ApplicationRecorder):
    """Reads the log; also in the ways of the library. Safe to share between threads."""

    @abstractmethod
    def last_position(self) -> int:
        """The position of the last event, 0 if there is none."""

    def position_at(self, recorded_at: int) -> int:
        """The last position whose ``recorded_at`` (microseconds since 1970, UTC) is not after this; 0 if none.

        By halving: ``recorded_at`` never goes back as the position grows, so no index is needed.
        """
        low, high = 0, self.last_position()
        while low < high:
            middle = (low + high + 1) // 2
            if self.recorded_at(middle) <= recorded_at:
                low = middle
            else:
                high = middle - 1
        return low

    @abstractmethod
    def recorded_at(self, position: int) -> int:
        """When the event at a position was recorded, in microseconds since 1970 (UTC)."""

    def wait_for_news(self, after: int, timeout: float) -> int:
        """Wait until the log goes on after a position, or so many seconds; the last position then."""
        end = time.monotonic() + timeout
        while True:
            last = self.last_position()
            left = end - time.monotonic()
            if last > after or left <= 0:
                return last
            time.sleep(min(POLL_SECONDS, left))

    def read_log(self, after: int, upto: int | None, topics: Sequence[str] = ()) -> Iterator[LogRow]:
        """The log in order of position, from after one position up to another (included)."""
        last = NO_LIMIT if upto is None else upto
        while True:
            page = self.page(after, last, PAGE_OF_ROWS, topics)
            yield from page
            if len(page) < PAGE_OF_ROWS:
                return
            after = page[-1].position

    @abstractmethod
    def page(self, after: int, upto: int, limit: int, topics: Sequence[str] = ()) -> list[LogRow]:
        """So many rows at most, from after one position up to another (included), of some topics (none: of all)."""

    @abstractmethod
    def read_stream(self, name: str, upto: int | None, after_version: int | None = None) -> list[LogRow]:
        """A stream in order of version, up to a position of the ledger (included)."""

    @abstractmethod
    def stream_states(self, name: str, upto: int | None) -> list[tuple[int, int, bytes]]:
        """Position, ``recorded_at`` and framed event of a stream's events up to a position, in order: what is judged.

        Cheaper than ``read_stream`` for whoever reads the streams of a whole province.
        """

    @abstractmethod
    def sorted_states(self, names: Sequence[str], upto: int | None) -> Iterator[tuple[int, int, int, bytes]]:
        """The events of these streams up to a position, stream by stream in the order of the names, each in order.

        Each row is the index of the name, position, ``recorded_at`` and framed event. The log is read once from end to
        end and sorted by the database, on disk where it is large: for whoever reads most of it, many times cheaper than
        to look each event up. It has a connection of its own, and what it reads is of one moment.
        """

    @abstractmethod
    def stream_sizes(self, prefix: str) -> dict[str, int]:
        """How many events there are in each stream whose name begins so."""

    @abstractmethod
    def stream_names(self, prefix: str) -> list[str]:
        """The names of streams that begin so, in order of their code points."""

    # Entries

    @abstractmethod
    def last_leaf(self) -> int:
        """The position of the last event that has a leaf; that of the last event, in a ledger that is whole."""

    def entries(self, after: int, upto: int) -> list[bytes]:
        """The entries from after one position up to another (included), in order."""
        found = (pair for block in self._blocks(after, upto) for pair in block.by_position().items())
        return [entry for position, entry in found if after < position <= upto]

    def named_entries(self, after: int, upto: int) -> list[tuple[str, int, bytes]]:
        """The same, each after the stream and the version of its event. Raises ``LedgerDamaged`` if one is missing."""
        places, entries = self._places(after, upto), self.entries(after, upto)
        if not len(places) == len(entries) == upto - after:
            raise LedgerDamaged(
                "between the positions {first} and {upto} there are {events} events and {entries} entries",
                "run `saksi verify`",
                first=after + 1,
                upto=upto,
                events=len(places),
                entries=len(entries),
            )
        return [(*place, entry) for place, entry in zip(places, entries, strict=True)]

    def entries_at(self, positions: Collection[int]) -> dict[int, bytes]:
        """The entries of these positions; one that the ledger has not reached is left out."""
        found = {p: entry for block in self._blocks_of(positions) for p, entry in block.by_position().items()}
        return {position: found[position] for position in positions if position in found}

    @abstractmethod
    def _blocks(self, after: int, upto: int) -> list[Block]:
        """The blocks with the entries from after one position up to another (included), in order; maybe one more."""

    @abstractmethod
    def _blocks_of(self, positions: Collection[int]) -> list[Block]:
        """The blocks that have an entry of one of these positions, in order."""

    @abstractmethod
    def _places(self, after: int, upto: int) -> list[tuple[str, int]]:
        """The stream and the version of each event from after one position up to another (included), in order."""

    # How far channels were taken in

    @abstractmethod
    def channels(self) -> list[str]:
        """The channels that were taken in (``ledger.channels``), in order of their code points."""

    @abstractmethod
    def offsets(self, channel: str, after: int = -1, limit: int = PAGE_OF_ROWS) -> list[tuple[int, int]]:
        """Where a channel goes on and where the log ended then, for each batch, beyond an offset, in order."""

    @abstractmethod
    def next_offset(self, channel: str) -> int | None:
        """Where a channel goes on; ``None`` if nothing of it was taken in."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    # For verification

    @abstractmethod
    def layout_problems(self) -> list[str]:
        """What is not as the format lays it out: tables, triggers, pages."""

    @abstractmethod
    def in_slot(self, slot: int) -> Stored | None:
        """The event whose id is in a slot."""

    def in_slots(self, slots: Collection[int]) -> dict[int, Stored]:
        """The events whose ids are in these slots, by slot."""
        return {slot: stored for slot in slots if (stored := self.in_slot(slot)) is not None}

    def positions_of(self, identities: Collection[str]) -> dict[str, int]:
        """By id, the positions of the events with these ids of their sources; an id that is not held is left out."""
        found: dict[str, int] = {}
        asked = {slot_of(identity): identity for identity in identities}
        crowded = [identity for identity in identities if asked[slot_of(identity)] != identity]
        for slot, stored in self.in_slots(asked).items():
            if identifier_in(stored.state) == asked[slot]:
                found[asked[slot]] = stored.position
            else:
                crowded.append(asked[slot])
        for identity in crowded:  # of two ids that share a slot by chance
            slot = slot_of(identity)
            while (held := self.in_slot(slot)) is not None:
                if identifier_in(held.state) == identity:
                    found[identity] = held.position
                    break
                slot = next_slot(slot)
        return found

    @abstractmethod
    def stream_at(self, position: int) -> str | None:
        """The stream of the event at a position."""

    @abstractmethod
    def identities_upto(self, position: int) -> int:
        """How many source ids there are of events up to a position."""

    @abstractmethod
    def heads(self) -> dict[str, tuple[int, int]]:
        """By stream, the version and position of its head."""

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
            for row in self.page(after, NO_LIMIT if stop is None else stop, limit, topics)
        ]

    def max_notification_id(self) -> int | None:
        return self.last_position() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:
        """Not offered: the log is followed by reading it from a position on, and ``wait_for_news`` at its end."""
        raise NotImplementedError(f"{type(self).__name__} has no subscriptions; read the log from a position on")
