"""What a worker has read of its partitions and not applied yet: who is touched, and up to where that is all.

    feed.hold(3, position=500, place=812)         # from here on partition 3 is read; its rows are known at 500
    feed.take(3, records)                         # what came of it
    feed.expect(3, position=640, end=1_020)       # once it is read to there, all up to position 640 was in it
    feed.reached(3, place=1_020)

A record says by its key and headers whose it is, of what type and of when, and that is all that is asked of it. The
history of an employee, and what all share, are read from the ledger, at the position up to which a batch goes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from ledger.application import Ledger
from ledger.avro import instant_of
from ledger.reader import LogRow
from ledger.streams import SHARED_TYPES
from projections.feed import Batch, least
from projections.generation import Generation
from projections.partitions import EventTopic, Share
from projections.touch import OWN, touched_by
from schemas.published import NAMESPACE

_SHARED_TOPICS = [f"{NAMESPACE}.{kind.__name__}" for kind in SHARED_TYPES]
_OWN = OWN.encode()
_TYPE = len(NAMESPACE) + 1


class _Own(NamedTuple):
    """An event in an employee's own stream, at its place in the log and in its partition."""

    position: int
    offset: int
    nip: str
    event_type: str
    time: str


class _Partition:
    """What was read of one partition beyond ``begin``: what waits, and up to which position that is all."""

    __slots__ = ("begin", "expected", "place", "seen", "waiting")

    def __init__(self, position: int, place: int) -> None:
        self.begin = self.seen = position
        self.place = place
        """Where the next record is read."""
        self.expected: tuple[int, int] | None = None
        self.waiting: deque[_Own] = deque()


class PartitionFeed:
    """The feed of one worker, for a follower that writes beside others."""

    alone = False

    def __init__(self, ledger: Ledger, topic: EventTopic) -> None:
        self._ledger = ledger
        self._topic = topic
        self._held: dict[int, _Partition] = {}
        self.stale: set[int] = set()
        """Partitions whose rows stand before what was read of them: somebody has laid them anew."""
        self.applied: dict[int, int] = {}
        """By partition, where what was not applied by the last batch begins."""

    # What is read

    def hold(self, number: int, position: int, place: int) -> None:
        """Begin with a partition whose rows are known at a position, and which is read from a place (an offset) on."""
        self._held[number] = _Partition(position, place)
        self.stale.discard(number)

    def keep_only(self, numbers: Collection[int]) -> None:
        """Let go of all other partitions, and of what was read of them."""
        for number in self._held.keys() - set(numbers):
            del self._held[number]

    def take(self, number: int, records: Iterable[Any]) -> None:
        """What came of a partition, in order."""
        held = self._held[number]
        for record in records:
            attributes = dict(record.headers)
            position = int(attributes["ce_sequence"])
            held.seen = max(held.seen, position)
            if position > held.begin and record.key.startswith(_OWN):
                held.waiting.append(
                    _Own(
                        position,
                        record.offset,
                        record.key[len(_OWN) :].decode(),
                        attributes["ce_type"][_TYPE:].decode(),
                        attributes["ce_time"].decode(),
                    )
                )

    def reached(self, number: int, place: int) -> None:
        """Up to where a partition has been read."""
        held = self._held[number]
        held.place = place
        if held.expected is not None and place >= held.expected[1]:
            held.seen, held.expected = max(held.seen, held.expected[0]), None

    def expect(self, number: int, position: int, end: int) -> None:
        """Once the partition is read to an end, all up to a position was in it: it is told before the end is asked."""
        held = self._held[number]
        if held.expected is None and position > held.seen:
            held.expected = position, end

    @property
    def waiting(self) -> int:
        """How many records are held."""
        return sum(len(held.waiting) for held in self._held.values())

    @property
    def exhausted(self) -> list[int]:
        """Partitions of which nothing is held, and nothing is expected either: they hold up the others."""
        return [number for number, held in self._held.items() if not held.waiting and held.expected is None]

    def seen(self) -> int | None:
        """Up to which position all that is in the partitions was read; None if there are none."""
        return min((held.seen for held in self._held.values()), default=None)

    # What the follower asks

    def shares(self, generation: Generation) -> list[Share]:
        """The partitions held. Raises ``KeptElsewhere`` if it is not from this topic that the generation is kept."""
        generation.partitions.expect(self._topic)
        return generation.shares(self._held.keys())

    def batch(self, share: Share, upto: int | None, limit: int) -> Batch | None:
        """Whom the records touch, and what many share, from the ledger; up to what was read of all these partitions."""
        after = share.checkpoint.position
        last = self._last(share, upto)
        if last is None:
            return None
        own = list(islice(self._waiting(share, last), limit))
        if len(own) == limit:
            last = own[-1].position
        shared = list(islice(self._shared(after, last), limit))
        if len(shared) == limit:
            last = shared[-1].position
        touched = touched_by(map(self._ledger.entry, shared))
        for one in own:
            if one.position <= last:
                touched.touch(one.nip, one.event_type, datetime.fromisoformat(one.time))
        return Batch(touched, last, instant_of(self._ledger.recorder.recorded_at(last)))

    def next_position(self, share: Share, upto: int | None) -> int | None:
        """The first record or shared event."""
        last = self._last(share, upto)
        if last is None:
            return None
        own = next((one.position for one in self._waiting(share, last)), None)
        shared = next((row.position for row in self._shared(share.checkpoint.position, last)), None)
        return least(own, shared)

    def offsets(self, share: Share, position: int) -> Mapping[int, int]:
        """The first record beyond the position that is held, else the one to be read next."""
        self.applied = {
            number: next((one.offset for one in held.waiting if one.position > position), held.place)
            for number, held in self._held.items()
            if number in share.numbers
        }
        return self.applied

    def _last(self, share: Share, upto: int | None) -> int | None:
        """Up to where there may be a batch; None if there is nothing to go to."""
        after = share.checkpoint.position
        partitions = {number: self._held[number] for number in share.numbers}
        self.stale |= {number for number, held in partitions.items() if after < held.begin}
        if self.stale & share.numbers:
            return None
        for held in partitions.values():
            while held.waiting and held.waiting[0].position <= after:
                held.waiting.popleft()
        last = least(upto, share.upto, min(held.seen for held in partitions.values()))
        return last if last is not None and last > after else None

    def _waiting(self, share: Share, last: int) -> Iterator[_Own]:
        """The records of these partitions up to a position, in order."""
        held = (self._held[number].waiting for number in share.numbers)
        for one in merge(*held):
            if one.position > last:
                return
            yield one

    def _shared(self, after: int, last: int) -> Iterator[LogRow]:
        """What is no one employee's own, not decoded yet."""
        rows = self._ledger.recorder.read_log(after, last, _SHARED_TOPICS)
        return (row for row in rows if not row.stream.startswith(OWN))
