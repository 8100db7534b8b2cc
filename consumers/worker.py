"""One worker of the group that keeps the read models: the partitions of ``saksi.events`` are shared out among them.

    with Worker(ledger, views, settings) as worker:
        worker.open()
        while True:
            worker.step()

A step reads what is there, and lets a ``Follower`` apply it to the employees of its own partitions. Rows and the
partitions' checkpoints are one transaction of PostgreSQL; where a partition begins for whoever gets it is what its row
says. Whoever writes has the row locked, and begins where the row stands then: a worker that was thought dead, and is
not, finds that the row has moved on, and passes over what was applied by another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from consumers.errors import MessagesGone, telling
from consumers.group import Member, new_consumer
from consumers.partition_feed import PartitionFeed
from consumers.places import Places
from consumers.published import Published
from consumers.settings import KafkaSettings
from consumers.topics import Topics, identified
from ledger.application import Ledger
from projections.follower import Follower
from projections.generation import Change, Generation
from projections.partitions import EventTopic, kept_elsewhere
from projections.views import Views

BATCH_MESSAGES = 5_000
"""The most that are read at once."""
MOST_HELD = 20_000
"""Records that are read ahead; beyond, only those partitions are read that hold up the others."""
FETCH_BYTES = 1 << 20
WAIT_SECONDS = 0.1
"""How long a step waits for messages; so soon a signal to end is heeded, and what came elsewhere is seen."""


class Worker:
    """Keeps the read models beside the others of its group. After an error that passes by itself, ``rest`` and go on.

    Raises the errors of ``consumers.errors``, of ``projections.follower`` and of ``projections.partitions``.
    """

    def __init__(
        self,
        ledger: Ledger,
        views: Views,
        settings: KafkaSettings,
        *,
        group: str | None = None,
        on_change: Callable[[Sequence[Change]], None] = lambda _: None,
    ) -> None:
        self._ledger, self._views, self._settings = ledger, views, settings
        self.topic = Topics(settings.topics).events.name
        self._group = group or f"{self.topic}.project"
        self._on_change = on_change
        self._published: Published | None = None
        self._member: Member | None = None
        self._places: _RowPlaces | None = None
        self._feed: PartitionFeed | None = None
        self._follower: Follower | None = None
        self._idle = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """See to it that the read models are kept from the topic, and join the group.

        Raises ``WrongTopic``, ``OtherLedger``, ``PartitionsChanged``, ``OtherVersion`` and what the brokers and the
        database raise.
        """
        topic = EventTopic(self.topic, *identified(self._settings, Topics(self._settings.topics).events))
        self._published = Published(self._settings, self._ledger)
        with self._views.transaction():
            generation = Generation.serving_or_new(self._views)
            generation.expect_current()
            generation.keep_from(topic)
        self._feed = PartitionFeed(self._ledger, topic)
        self._follower = Follower(self._ledger, self._views, on_change=self._on_change, feed=self._feed)
        with telling(self._settings.servers):
            consumer = new_consumer(self._settings, self._group, records=BATCH_MESSAGES, fetch_bytes=FETCH_BYTES)
            self._places = _RowPlaces(consumer, self._views, self._feed)
            self._member = Member(self._settings, self.topic, self._places)

    @property
    def is_open(self) -> bool:
        """Whether ``step`` can be called."""
        return self._member is not None

    @property
    def assigned(self) -> list[int]:
        """The partitions that the group gave us."""
        return self._member.assigned if self._member is not None else []

    @property
    def published(self) -> int:
        """Up to where the log is published, as was read last."""
        assert self._published is not None, "open it first"
        return self._published.position

    def step(self) -> bool:
        """Read what is there, and apply a batch, or derive some of those who wait. False if nothing was to be done.

        If it raises, nothing of the batch was applied, or it is not known; ``rest`` before the next step.
        """
        assert self._member is not None, "open it first"
        assert self._places is not None
        assert self._feed is not None
        assert self._follower is not None
        with telling(self._settings.servers):
            self._places.find()
            self._read(self._member, self._places, self._feed)
            self._expect_ends(self._feed)
        moved = self._follower.step()
        if self._feed.stale:
            self._places.forget([TopicPartition(self.topic, number) for number in self._feed.stale])
            return False
        if moved:
            self._member.tell({TopicPartition(self.topic, number): at for number, at in self._feed.applied.items()})
        self._idle = not moved
        return moved

    def rest(self, seconds: float) -> None:
        """Wait, and stay in the group meanwhile; then go on where the rows stand."""
        if self._member is None:
            time.sleep(seconds)
        else:
            self._member.rest(seconds)

    def is_through(self, position: int) -> bool:
        """Whether all that is ours is known up to a position, and nobody of it waits, as of the last step.

        Partitions that others of the group keep are theirs; all are if for a while none became ours.
        """
        assert self._member is not None, "open it first"
        assert self._places is not None
        assert self._follower is not None
        if not self._member.assigned:
            return self._member.is_left_out()
        return self._idle and self._places.are_found and self._follower.position >= position

    def close(self) -> None:
        """Leave the group, and let go of Kafka."""
        member, published = self._member, self._published
        self._member = self._places = self._feed = self._follower = self._published = None
        if member is not None:
            member.close()
        if published is not None:
            with suppress(KafkaError):
                published.close()

    # Reading

    def _read(self, member: Member, places: _RowPlaces, feed: PartitionFeed) -> None:
        """What has come, for the partitions whose place is known."""
        consumer = member.consumer
        full = feed.waiting > MOST_HELD
        starved = set(feed.exhausted)
        for partition in places.taken:
            with suppress(KeyError):  # it was given up meanwhile
                consumer.pause(partition) if full and partition.partition not in starved else consumer.resume(partition)
        polled = consumer.poll(timeout_ms=int(WAIT_SECONDS * 1000) if self._idle else 10)
        ours = consumer.assignment() & set(places.taken)
        for partition in ours:
            feed.take(partition.partition, polled.get(partition, ()))
            feed.reached(partition.partition, consumer.position(partition))
        if polled:
            member.heard()
        else:
            member.expect_an_answer()

    def _expect_ends(self, feed: PartitionFeed) -> None:
        """Where nothing is left, find out up to which position that is all."""
        assert self._published is not None
        position, seen = self._published.look(), feed.seen()
        if seen is not None and position > seen and (exhausted := feed.exhausted):
            for number, end in self._published.ends(exhausted).items():
                feed.expect(number, position, end)


class _RowPlaces(Places[int]):
    """The position at which the row of each partition stood."""

    def __init__(self, consumer: KafkaConsumer, views: Views, feed: PartitionFeed) -> None:
        super().__init__(consumer)
        self._views = views
        self._feed = feed

    def find(self) -> None:
        super().find()
        self._feed.keep_only({partition.partition for partition in self.taken})

    def _look_up(self, partition: TopicPartition, first: int, last: int) -> tuple[int, int]:
        generation = Generation.serving(self._views)
        row = next(iter(generation.partitions.all(numbers=[partition.partition])), None) if generation else None
        if row is None:
            raise kept_elsewhere(partition.topic)
        place = row.next_offset if row.next_offset <= last else 0
        if place < first:
            raise MessagesGone(
                "the events before offset {first} of partition {number} of {topic} were deleted before they were read",
                "publish to topics of another name with --topics: a topic of events keeps all (retention.ms=-1)",
                first=first,
                number=partition.partition,
                topic=partition.topic,
            )
        self._feed.hold(partition.partition, row.checkpoint.position, place)
        return row.checkpoint.position, place
