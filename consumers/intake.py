"""Facts that come by Kafka: from the topic ``saksi.intake`` into the ledger, each message exactly once.

    with Intake(ledger, settings) as intake:
        intake.open()
        while intake.step():
            …

A step takes what is waiting, a batch of bounded size, and does three things in this order:

1. reads the messages; those that are no facts go to ``saksi.intake.rejected``, and the brokers have to have them;
2. records the facts, and how far each partition was taken in, in one transaction of the ledger;
3. tells the group how far it is. That is for those who watch the lag: nothing here ever reads it.

So a consumer that dies between any two of them goes on where the ledger ends: what was refused is listed once, what was
recorded is recorded once. Where a partition begins for whoever gets it is what the ledger says, never what Kafka says,
and the ledger refuses a batch whose beginning is not where it ends (``OffsetsMoved``), so one who was thought dead and
is not can do no harm.

The steps follow each other in one thread, and the library gives partitions up only inside of ``poll``: whatever was
read of them has been recorded by then.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from typing import Any, Self

from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import CorruptRecordError, KafkaError, OffsetOutOfRangeError

from consumers.dead_letters import DeadLetters
from consumers.errors import MessagesGone, telling
from consumers.message import UNREADABLE_RECORD, Message, Reading
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import PARTITIONS, Topics, ensure
from domain.errors import Refusal
from ledger.application import Ledger
from ledger.channels import Advance, OffsetsMoved, SomeRefused
from ledger.drafts import Draft, draft_of

BATCH_MESSAGES = 20_000
"""The most that one transaction takes."""
FETCH_BYTES = 2 << 20
"""How much of each partition the library holds ready, at least one message. With 12 partitions: 24 MiB."""
WAIT_SECONDS = 0.5
"""How long a step waits for messages; so soon a signal to end is heeded."""
REQUEST_SECONDS = 10
SILENT_SECONDS = 10
"""After so long without a message it is asked whether a broker is there."""
SESSION_SECONDS = 15
"""How long a consumer may be silent before the group gives its partitions to others: so long they wait if it was
killed. Stopped by a signal, it says so itself."""
HEARTBEAT_SECONDS = 2
JOINING_SECONDS = 10
"""How long to wait for a partition once all are given to others, if the intake is to end when it is through."""


class Intake:
    """Takes messages in. After an error that passes by itself, ``rest`` and go on.

    Raises the errors of ``consumers.errors`` and ``ledger.errors``.
    """

    def __init__(
        self,
        ledger: Ledger,
        settings: KafkaSettings,
        registry: RegistrySettings | None = None,
        *,
        partitions: int = PARTITIONS,
        past_deleted: bool = False,
        group: str | None = None,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self.topic = Topics(settings.topics).intake.name
        self._group = group or self.topic
        self._partitions = partitions
        self._past_deleted = past_deleted
        self._reading = Reading(ledger.codec, None if registry is None else Registry(registry))
        self._letters = DeadLetters(settings)
        self._consumer: KafkaConsumer | None = None
        self._held: _Held | None = None
        self._taken: dict[TopicPartition, int | None] = {}
        """Where each partition of ours goes on by the ledger (``None``: at its beginning), once that was found out."""
        self._heard = time.monotonic()
        self._idle_since: float | None = None
        """Since when, by the monotonic clock, the group gives us nothing."""
        self.recorded = 0
        self.duplicates = 0
        self.rejected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Make the topics if they are missing, make room for offsets in the ledger, and join the group.

        Raises ``WrongTopic``, ``LedgerForbidden`` and what the brokers and the ledger raise.
        """
        self._ledger.keep_offsets()
        topics = Topics(self._settings.topics)
        ensure(self._settings, (topics.intake, topics.rejected), self._partitions)
        with telling(self._settings.servers):
            self._consumer = self._new_consumer(self._group)
            self._held = _Held(self._consumer)
            self._consumer.subscribe([self.topic], listener=self._held)

    @property
    def is_open(self) -> bool:
        """Whether ``step`` can be called."""
        return self._consumer is not None

    @property
    def assigned(self) -> list[int]:
        """The partitions that the group gave us."""
        return [] if self._consumer is None else sorted(one.partition for one in self._consumer.assignment())

    def step(self) -> int:
        """Take in what is waiting, or wait ``WAIT_SECONDS`` for it; how many messages.

        If it raises, nothing of the batch was recorded, or it is not known; ``rest`` before the next step.
        """
        consumer = self._joined()
        self._find_places(consumer)
        batch = self._poll(consumer)
        if not batch:
            self._expect_an_answer()
            return 0
        self._heard = time.monotonic()
        try:
            self._take_in(batch)
        except OffsetsMoved:
            self._forget(batch)
            return 0
        self._tell_the_group(consumer, batch)
        return sum(map(len, batch.values()))

    def rest(self, seconds: float) -> None:
        """Wait, and stay in the group meanwhile; then go on where the ledger ends.

        The partitions are paused, so nothing more is fetched than the library holds already.
        """
        end = time.monotonic() + seconds
        consumer = self._consumer
        if consumer is None:
            time.sleep(seconds)
            return
        self._forget(self._taken)
        while (left := end - time.monotonic()) > 0:
            consumer.pause(*consumer.assignment())
            with suppress(KafkaError):
                consumer.poll(timeout_ms=int(left * 1000))

    def ends(self) -> dict[TopicPartition, int]:
        """Where all partitions of the topic end now."""
        consumer = self._joined()
        with telling(self._settings.servers):
            numbers = consumer.partitions_for_topic(self.topic)
            ends: dict[TopicPartition, int] = consumer.end_offsets(
                [TopicPartition(self.topic, number) for number in sorted(numbers)]
            )
        return ends

    def is_through(self, ends: Mapping[TopicPartition, int]) -> bool:
        """Whether all that is ours has been taken in up to these offsets.

        Partitions that others of the group take in are theirs; all are if for ``JOINING_SECONDS`` none became ours.
        """
        consumer = self._joined()
        assigned = consumer.assignment()
        if not assigned:
            joined = consumer.group_metadata().generation_id >= 0
            self._idle_since = self._idle_since or time.monotonic() if joined else None
            return self._idle_since is not None and time.monotonic() > self._idle_since + JOINING_SECONDS
        self._idle_since = None
        if set(self._taken) != assigned:
            return False
        with telling(self._settings.servers):
            return all(consumer.position(partition) >= ends.get(partition, 0) for partition in assigned)

    def close(self) -> None:
        """Leave the group, and let go of Kafka."""
        consumer, self._consumer = self._consumer, None
        self._taken.clear()
        if consumer is not None:
            with suppress(KafkaError):
                consumer.close(autocommit=False, timeout_ms=REQUEST_SECONDS * 1000)
        self._letters.close()

    # A batch

    def _poll(self, consumer: KafkaConsumer) -> dict[TopicPartition, list[Any]]:
        with telling(self._settings.servers):
            try:
                batch: dict[TopicPartition, list[Any]] = consumer.poll(timeout_ms=int(WAIT_SECONDS * 1000))
            except OffsetOutOfRangeError as error:
                self._forget(error.args[0])
                return {}
            except CorruptRecordError as error:
                self._pass_over(consumer, error)
                return {}
        return batch

    def _pass_over(self, consumer: KafkaConsumer, error: CorruptRecordError) -> None:
        """Refuse a record that the library cannot read, such as one whose header's name is not UTF-8.

        The library does not say where it lies, only that it is the next of some partition, and would hang at it if it
        were polled again. A record whose checksum is wrong is another thing: there Kafka itself is damaged.
        """
        try:
            # It is the next one to be read: whatever stood before it was given to us, and recorded.
            places = {partition: consumer.position(partition) for partition in sorted(self._taken)}
            damaged = "crc" in str(error)
            found = [] if damaged else [one for one in places if self._is_unreadable(one, places[one])]
            for partition in found[:1]:
                refusal = Refusal(
                    "the record cannot be read: {detail}",
                    "have its source send it again; names of headers must be UTF-8",
                    UNREADABLE_RECORD,
                    detail=str(error),
                )
                place = places[partition]
                self._letters.put([(Message(partition.partition, place, None, b"", ()), refusal)])
                self._ledger.append([], [Advance(_channel(partition), self._taken[partition], place + 1)])
                consumer.seek(partition, place + 1)
                self._taken[partition] = place + 1
                self.rejected += 1
        except BaseException:
            self.close()
            raise
        if not found:
            self.close()
            raise error

    def _is_unreadable(self, partition: TopicPartition, place: int) -> bool:
        with closing(self._new_consumer(group=None)) as reader:
            reader.assign([partition])
            reader.seek(partition, place)
            try:
                reader.poll(timeout_ms=REQUEST_SECONDS * 1000, max_records=1)
            except CorruptRecordError:
                return True
        return False

    def _expect_an_answer(self) -> None:
        """Raises ``KafkaUnreachable`` if it is silent because no broker answers: the library waits without a word."""
        if time.monotonic() > self._heard + SILENT_SECONDS:
            self.ends()
            self._heard = time.monotonic()

    def _take_in(self, batch: Mapping[TopicPartition, Sequence[Any]]) -> None:
        drafts: list[Draft] = []
        messages: list[Message] = []
        refused: list[tuple[Message, Refusal]] = []
        codec, event_of = self._ledger.codec, self._reading.event
        self._reading.begin()
        for partition, records in batch.items():
            channel = _channel(partition)
            for record in records:
                try:
                    event = event_of(record.value, record.headers)
                except Refusal as refusal:
                    refused.append((_message(record), refusal))
                    continue
                drafts.append(draft_of(event, channel, record.offset, codec))
                messages.append(record)
        advances = [
            Advance(_channel(partition), self._taken[partition], records[-1].offset + 1)
            for partition, records in batch.items()
        ]
        self._letters.put(refused)
        while True:
            try:
                appended = self._ledger.append(drafts, advances)
                break
            except SomeRefused as some:
                more = [(_message(messages[index]), refusal) for index, refusal in some.refusals.items()]
                self._letters.put(more)
                refused += more
                kept = [index for index in range(len(drafts)) if index not in some.refusals]
                drafts, messages = [drafts[index] for index in kept], [messages[index] for index in kept]
        for partition, advance in zip(batch, advances, strict=True):
            self._taken[partition] = advance.next
        self.recorded += appended.recorded
        self.duplicates += len(appended.duplicates)
        self.rejected += len(refused)

    def _tell_the_group(self, consumer: KafkaConsumer, batch: Mapping[TopicPartition, Any]) -> None:
        offsets = {partition: OffsetAndMetadata(self._taken[partition], "", -1) for partition in batch}
        with suppress(KafkaError):
            consumer.commit_async(offsets)

    # Where partitions go on

    def _find_places(self, consumer: KafkaConsumer) -> None:
        """Go to where the ledger ends, for partitions that came to us since, or whose place is not known any more."""
        assigned = consumer.assignment()
        new_to_us = self._held.take_new() if self._held is not None else set()
        for gone in set(self._taken) - assigned | new_to_us:
            self._taken.pop(gone, None)
        new = sorted(assigned - set(self._taken))
        if not new:
            return
        with telling(self._settings.servers):
            first, last = consumer.beginning_offsets(new), consumer.end_offsets(new)
        for partition in new:
            before = self._ledger.next_offset(_channel(partition))
            place = self._place(partition, before, first[partition], last[partition])
            with suppress(ValueError, KeyError):  # it was given up meanwhile
                consumer.seek(partition, place)
                consumer.resume(partition)
                self._taken[partition] = before

    def _place(self, partition: TopicPartition, before: int | None, first: int, last: int) -> int:
        if before is None:
            return first
        if before > last:
            raise MessagesGone(
                "{channel} ends at offset {last}, but the ledger has taken it in up to {before}: it is another topic",
                "give a topic that was made anew another name, with --topics; the ledger goes by its name and offsets",
                channel=_channel(partition),
                last=last,
                before=before,
            )
        if before < first and not self._past_deleted:
            raise MessagesGone(
                "the messages {before} to {last} of {channel} were deleted before they were taken in",
                "have them sent again, and go on with --past-deleted; keep messages longer (retention.ms)",
                channel=_channel(partition),
                before=before,
                last=first - 1,
            )
        return max(before, first)

    def _forget(self, partitions: Mapping[TopicPartition, Any]) -> None:
        """Ask the ledger again where these go on. They are paused until then."""
        consumer = self._joined()
        for partition in list(partitions):
            self._taken.pop(partition, None)
            with suppress(KeyError):  # it was given up meanwhile
                consumer.pause(partition)

    def _joined(self) -> KafkaConsumer:
        assert self._consumer is not None, "open it first"
        return self._consumer

    def _new_consumer(self, group: str | None) -> KafkaConsumer:
        return KafkaConsumer(
            **self._settings.for_client(),
            group_id=group,
            session_timeout_ms=SESSION_SECONDS * 1000,
            heartbeat_interval_ms=HEARTBEAT_SECONDS * 1000,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="none",
            partition_assignment_strategy=[CooperativeStickyAssignor],
            max_poll_records=BATCH_MESSAGES,
            max_partition_fetch_bytes=FETCH_BYTES,
            request_timeout_ms=REQUEST_SECONDS * 1000,
            metrics_enabled=False,
        )


class _Held(ConsumerRebalanceListener):  # type: ignore[misc]
    """What the group gave us. It is told in a thread of the library's, so it only takes note.

    A partition that comes is paused at a made-up place, so that the library looks for none itself, until the intake has
    asked the ledger.
    """

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer
        self._new: set[TopicPartition] = set()

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        for partition in assigned:
            self._consumer.pause(partition)
            self._consumer.seek(partition, 0)
        self._new |= assigned

    def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """All that was read of them is recorded: nothing is under way while the library polls."""

    def on_partitions_lost(self, lost: set[TopicPartition]) -> None:
        """The group went on without us. What is recorded stays; the rest is read by whoever has them now."""

    def take_new(self) -> set[TopicPartition]:
        """Those that came since this was asked last, also those that went and came back."""
        new, self._new = self._new, set()
        return new


def _channel(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"


def _message(record: Any) -> Message:
    return Message(record.partition, record.offset, record.key, record.value, record.headers)
