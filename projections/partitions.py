"""The partitions of a topic that a group of workers keeps a generation by, each with a checkpoint of its own.

    kept_partition   generation, number, topic, topic_id, next_offset, position, horizon, laid_from, …, updated_at

A row says: every employee whose stream lies in this partition is as known at ``position``, or further. What is known of
all of them, the generation's own position, is the least. Positions decide what is applied; ``next_offset`` only says
where in the partition one may begin to read: nothing before it is beyond ``position``.

There are rows only on PostgreSQL, once a worker has laid them. Whoever writes rows of an employee holds the row of the
employee's partition locked, or writes alone; a follower that keeps everybody moves them all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.errors import SaksiError
from ledger.streams import partition_of
from projections.checkpoint import NAMES, Checkpoint, checkpoint_in, now_as_text
from projections.views import Views

TABLE = "kept_partition"
LAYOUT = f"""CREATE TABLE IF NOT EXISTS {TABLE} (
  generation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  topic TEXT NOT NULL,
  topic_id TEXT NOT NULL,
  next_offset BIGINT NOT NULL,
  position BIGINT NOT NULL,
  horizon TEXT,
  laid_from TEXT,
  laid_until TEXT,
  stopped TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (generation, number)
)"""


class KeptElsewhere(SaksiError):
    """The read models are kept from another topic now, or by no group any more."""

    code = "kept_elsewhere"


def kept_elsewhere(topic: str) -> KeptElsewhere:
    """The error for a worker that reads a topic from which the read models are not kept."""
    return KeptElsewhere(
        "the read models are not kept from the topic {topic} any more",
        "end the workers that read it; those of the topic named last with `saksi project` go on",
        topic=topic,
    )


class PartitionsChanged(SaksiError):
    """The topic has another number of partitions than it had: a stream's events may lie in two."""

    code = "partitions_changed"


class EventTopic(Struct, frozen=True):
    """The topic that a group reads: its name, what Kafka calls it (new if it is made anew), its partitions."""

    name: str
    identity: str
    partitions: int


class KeptPartition(Struct, frozen=True):
    """How far the rows of those are whose streams lie in a partition. ``updated_at`` is UTC."""

    number: int
    topic: str
    topic_id: str
    next_offset: int
    checkpoint: Checkpoint
    updated_at: datetime


class Share(Struct, frozen=True):
    """Employees of a generation who are known at one position: everybody, or those of some partitions.

    ``count`` is how many partitions there are, 0 if no group keeps the generation. ``upto`` is where the next share
    stands: from there on, both are one.
    """

    checkpoint: Checkpoint
    numbers: frozenset[int] = frozenset()
    count: int = 0
    upto: int | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out."""
        return len(self.numbers) == self.count

    def holds(self, nip: str) -> bool:
        """Whether it is this employee's."""
        return self.is_everybody or self.part_of(nip) in self.numbers

    def part_of(self, nip: str) -> int:
        """The partition of an employee; 0 if there are none."""
        return partition_of(f"employee-{nip}", self.count) if self.count else 0


class Partitions:
    """The rows of one generation. Whoever writes holds a transaction of the views."""

    def __init__(self, views: Views, generation: int) -> None:
        self._views = views
        self._generation = generation

    def all(self, *, locked: bool = False, numbers: Collection[int] | None = None) -> list[KeptPartition]:
        """These partitions, or all, by number; none if no group keeps the generation.

        ``locked`` waits for whoever else works on them, and keeps others from it until the transaction ends.
        """
        if not self._views.has_table(TABLE):
            return []
        chosen = "" if numbers is None else f" AND number IN ({', '.join(map(str, sorted(numbers))) or '-1'})"
        rows = self._views.query(
            f"SELECT number, topic, topic_id, next_offset, updated_at, {NAMES} FROM {TABLE} "
            f"WHERE generation = ?{chosen} ORDER BY number{' FOR UPDATE' if locked else ''}",
            (self._generation,),
        )
        return [
            KeptPartition(
                number, topic, topic_id, offset, checkpoint_in(tuple(columns)), datetime.fromisoformat(updated_at)
            )
            for number, topic, topic_id, offset, updated_at, *columns in rows
        ]

    def shares(self, numbers: Collection[int] | None = None) -> list[Share]:
        """Those of these partitions, or of all, that stand at the same position, furthest behind first; locked."""
        rows = self.all(locked=True, numbers=numbers)
        count = self._count() if numbers is not None and rows else len(rows)
        at: dict[int, list[KeptPartition]] = {}
        for row in rows:
            at.setdefault(row.checkpoint.position, []).append(row)
        positions = sorted(at)
        return [
            Share(at[position][0].checkpoint, frozenset(row.number for row in at[position]), count, upto)
            for position, upto in zip(positions, [*positions[1:], None], strict=False)
        ]

    def expect(self, topic: EventTopic) -> None:
        """Raises ``KeptElsewhere`` if it is not from this topic that the generation is kept."""
        rows = self.all()
        if not rows or not _are_of(rows, topic):
            raise kept_elsewhere(topic.name)

    def lay(self, topic: EventTopic, checkpoint: Checkpoint) -> bool:
        """See to it that the generation is kept from this topic; whether its rows had to be laid anew.

        They begin at what is known of everybody: the checkpoint, or the least of those of another topic. What was
        further is applied again, and ends where it was. Raises ``PartitionsChanged``.
        """
        self._views.write(LAYOUT)
        rows = self.all(locked=True)
        if _are_of(rows, topic):
            return False
        for row in rows[:1]:
            if (row.topic, row.topic_id) == (topic.name, topic.identity):
                raise PartitionsChanged(
                    "the topic {topic} has {now} partitions, and had {before} when the read models were laid out by it",
                    "publish to topics of another name with --topics: a topic's number of partitions stays as it is",
                    topic=topic.name,
                    now=topic.partitions,
                    before=len(rows),
                )
        self._insert(topic, min((row.checkpoint for row in rows), key=_position, default=checkpoint))
        return True

    def hand_on(self, generation: int, checkpoint: Checkpoint) -> None:
        """Keep another generation, which stands at this checkpoint, from the same partitions.

        A place to read from that may be beyond its position is not handed on.
        """
        for row in self.all(locked=True):
            offset = row.next_offset if row.checkpoint.position <= checkpoint.position else 0
            self._add((generation, row.number, row.topic, row.topic_id, offset), checkpoint)

    def move(self, share: Share, checkpoint: Checkpoint, offsets: Mapping[int, int]) -> None:
        """Note how far a share is, and from where its partitions are to be read, where that is known."""
        self._views.write(
            f"UPDATE {TABLE} SET next_offset = coalesce(?, next_offset), position = ?, horizon = ?, laid_from = ?, "
            "laid_until = ?, stopped = ?, updated_at = ? WHERE generation = ? AND number = ?",
            [
                (offsets.get(number), *checkpoint.columns, now_as_text(), self._generation, number)
                for number in sorted(share.numbers)
            ],
        )

    def drop(self) -> None:
        """Forget them."""
        if self._views.has_table(TABLE):
            self._views.write(f"DELETE FROM {TABLE} WHERE generation = ?", [(self._generation,)])

    def _count(self) -> int:
        ((count,),) = self._views.query(f"SELECT count(*) FROM {TABLE} WHERE generation = ?", (self._generation,))
        return int(count)

    def _insert(self, topic: EventTopic, checkpoint: Checkpoint) -> None:
        self.drop()
        for number in range(topic.partitions):
            self._add((self._generation, number, topic.name, topic.identity, 0), checkpoint)

    def _add(self, place: tuple[Any, ...], checkpoint: Checkpoint) -> None:
        row = (*place, *checkpoint.columns, now_as_text())
        self._views.write(f"INSERT INTO {TABLE} VALUES ({', '.join('?' * len(row))})", [row])


def _are_of(rows: list[KeptPartition], topic: EventTopic) -> bool:
    return len(rows) == topic.partitions and all(
        (row.topic, row.topic_id) == (topic.name, topic.identity) for row in rows
    )


def _position(checkpoint: Checkpoint) -> int:
    return checkpoint.position
