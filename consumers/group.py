"""A member of a consumer group whose places are kept beside what it writes, never in Kafka.

    member = Member(settings, topic, places)
    …                                       # one poll after the other, in one thread
    member.rest(0.5)                        # when what it writes to does not answer: it stays in the group
    member.close()

The group's own offsets are for those who watch the lag: nothing here ever reads them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import KafkaError

from consumers.errors import telling
from consumers.places import Places
from consumers.settings import KafkaSettings

REQUEST_SECONDS = 10
SILENT_SECONDS = 10
"""After so long without a message it is asked whether a broker is there."""
SESSION_SECONDS = 15
"""How long a consumer may be silent before the group gives its partitions to others: so long they wait if it was
killed. Stopped by a signal, it says so itself."""
HEARTBEAT_SECONDS = 2
JOINING_SECONDS = 10
"""How long to wait for a partition once all are given to others, if the work is to end when it is through."""


def new_consumer(settings: KafkaSettings, group: str | None, *, records: int, fetch_bytes: int) -> KafkaConsumer:
    """A consumer of committed records. ``records`` are the most that one poll gives, ``fetch_bytes`` what the library
    holds ready of each partition, at least one message."""
    return KafkaConsumer(
        **settings.for_client(),
        group_id=group,
        session_timeout_ms=SESSION_SECONDS * 1000,
        heartbeat_interval_ms=HEARTBEAT_SECONDS * 1000,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="none",
        partition_assignment_strategy=[CooperativeStickyAssignor],
        max_poll_records=records,
        max_partition_fetch_bytes=fetch_bytes,
        request_timeout_ms=REQUEST_SECONDS * 1000,
        metrics_enabled=False,
    )


class Member:
    """Reads one topic together with the others of its group. Raises the errors of ``consumers.errors``."""

    def __init__(self, settings: KafkaSettings, topic: str, places: Places[Any]) -> None:
        self._servers = settings.servers
        self._topic = topic
        self._places = places
        self.consumer = places.consumer
        self._heard = time.monotonic()
        self._idle_since: float | None = None
        """Since when, by the monotonic clock, the group gives us nothing."""
        with telling(settings.servers):
            self.consumer.subscribe([topic], listener=places)
            # Or it joins before it knows the topic, and as the group's leader gives nobody anything for a while.
            self.consumer.partitions_for_topic(topic)

    @property
    def assigned(self) -> list[int]:
        """The partitions that the group gave us."""
        return sorted(partition.partition for partition in self.consumer.assignment())

    def heard(self) -> None:
        """Note that a broker has answered."""
        self._heard = time.monotonic()

    def expect_an_answer(self) -> None:
        """Raises ``KafkaUnreachable`` if it is silent because no broker answers: the library waits without a word."""
        if time.monotonic() > self._heard + SILENT_SECONDS:
            self.ends()
            self.heard()

    def rest(self, seconds: float) -> None:
        """Wait, and stay in the group meanwhile; then all places are asked for again.

        The partitions are paused, so nothing more is fetched than the library holds already.
        """
        end = time.monotonic() + seconds
        self._places.forget(self._places.taken)
        while (left := end - time.monotonic()) > 0:
            self.consumer.pause(*self.consumer.assignment())
            with suppress(KafkaError):
                self.consumer.poll(timeout_ms=int(left * 1000))

    def ends(self) -> dict[TopicPartition, int]:
        """Where the committed records of all partitions of the topic end now."""
        with telling(self._servers):
            numbers = self.consumer.partitions_for_topic(self._topic)
            ends: dict[TopicPartition, int] = self.consumer.end_offsets(
                [TopicPartition(self._topic, number) for number in sorted(numbers)]
            )
        return ends

    def is_left_out(self) -> bool:
        """Whether for ``JOINING_SECONDS`` none of the partitions became ours: all are with others of the group."""
        if self.consumer.assignment():
            self._idle_since = None
            return False
        joined = self.consumer.group_metadata().generation_id >= 0
        self._idle_since = self._idle_since or time.monotonic() if joined else None
        return self._idle_since is not None and time.monotonic() > self._idle_since + JOINING_SECONDS

    def tell(self, places: Mapping[TopicPartition, int | None]) -> None:
        """Tell the group how far partitions are, for those who watch."""
        offsets = {partition: OffsetAndMetadata(place, "", -1) for partition, place in places.items()}
        with suppress(KafkaError):
            self.consumer.commit_async(offsets)

    def close(self) -> None:
        """Leave the group, and let go of Kafka."""
        with suppress(KafkaError):
            self.consumer.close(autocommit=False, timeout_ms=REQUEST_SECONDS * 1000)
