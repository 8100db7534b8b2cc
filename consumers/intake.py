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
from contextlib import closing
from typing import Any, Self

from kafka import TopicPartition
from kafka.errors import CorruptRecordError, OffsetOutOfRangeError

from consumers.dead_letters import DeadLetters
from consumers.errors import telling
from consumers.group import REQUEST_SECONDS, Member, new_consumer
from consumers.message import UNREADABLE_RECORD, Message, Reading
from consumers.places import IntakePlaces, channel_of
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
        self._places: IntakePlaces | None = None
        self._member: Member | None = None
        self._rested = False
        self.recorded = 0
        self.duplicates = 0
        self.rejected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Make the topics if they are missing, and join the group.

        Raises ``WrongTopic`` and what the brokers and the ledger raise.
        """
        topics = Topics(self._settings.topics)
        ensure(self._settings, (topics.intake, topics.rejected), self._partitions)
        with telling(self._settings.servers):
            consumer = new_consumer(self._settings, self._group, records=BATCH_MESSAGES, fetch_bytes=FETCH_BYTES)
            self._places = IntakePlaces(consumer, self._ledger, past_deleted=self._past_deleted)
            self._member = Member(self._settings, self.topic, self._places)

    @property
    def is_open(self) -> bool:
        """Whether ``step`` can be called."""
        return self._places is not None

    @property
    def assigned(self) -> list[int]:
        """The partitions that the group gave us."""
        return self._joined().assigned

    def step(self) -> int:
        """Take in what is waiting, or wait ``WAIT_SECONDS`` for it; how many messages.

        If it raises, nothing of the batch was recorded, or it is not known; ``rest`` before the next step.
        """
        member, places = self._joined(), self._found()
        with telling(self._settings.servers):
            places.find()
            if self._rested:  # the library may have met a record it cannot read meanwhile, and have told nobody
                self._pass_over(places)
                self._rested = False
            batch = self._poll(places)
        if not batch:
            member.expect_an_answer()
            return 0
        member.heard()
        try:
            self._take_in(places, batch)
        except OffsetsMoved:
            places.forget(batch)
            return 0
        member.tell({partition: places.taken[partition] for partition in batch})
        return sum(map(len, batch.values()))

    def rest(self, seconds: float) -> None:
        """Wait, and stay in the group meanwhile; then go on where the ledger ends."""
        if self._member is None:
            time.sleep(seconds)
        else:
            self._member.rest(seconds)
            self._rested = True

    def ends(self) -> dict[TopicPartition, int]:
        """Where all partitions of the topic end now."""
        return self._joined().ends()

    def is_through(self, ends: Mapping[TopicPartition, int]) -> bool:
        """Whether all that is ours has been taken in up to these offsets.

        Partitions that others of the group take in are theirs; all are if for a while none became ours.
        """
        consumer = self._joined().consumer
        assigned = consumer.assignment()
        if not assigned:
            return self._joined().is_left_out()
        if not self._found().are_found:
            return False
        with telling(self._settings.servers):
            return all(consumer.position(partition) >= ends.get(partition, 0) for partition in assigned)

    def close(self) -> None:
        """Leave the group, and let go of Kafka."""
        member, self._member, self._places = self._member, None, None
        if member is not None:
            member.close()
        self._letters.close()

    # A batch

    def _poll(self, places: IntakePlaces) -> dict[TopicPartition, list[Any]]:
        try:
            batch: dict[TopicPartition, list[Any]] = places.consumer.poll(timeout_ms=int(WAIT_SECONDS * 1000))
        except OffsetOutOfRangeError as error:
            places.forget(error.args[0])
            return {}
        except CorruptRecordError:
            if not self._pass_over(places):
                self.close()
                raise
            return {}
        return batch

    def _pass_over(self, places: IntakePlaces) -> int:
        """Refuse the next record of each partition that the library cannot read; how many there were.

        Such as one whose header's name is not UTF-8. The library does not say where it lies, and hangs at it if that
        partition is polled again without being moved: so all are looked at, by readers of their own, and moved past it.
        """
        found = 0
        try:
            # What stood before the next ones was given to us, and recorded.
            next_ones = {partition: places.consumer.position(partition) for partition in sorted(places.taken)}
            ends = places.consumer.end_offsets(list(next_ones))
            for partition, place in next_ones.items():
                why = self._unreadable(partition, place) if place < ends[partition] else None
                if why is not None:
                    self._refuse_unread(places, partition, place, why)
                    found += 1
        except BaseException:
            self.close()
            raise
        return found

    def _refuse_unread(
        self, places: IntakePlaces, partition: TopicPartition, place: int, why: CorruptRecordError
    ) -> None:
        refusal = Refusal(
            "the record cannot be read: {detail}",
            "have its source send it again; names of headers must be UTF-8",
            UNREADABLE_RECORD,
            detail=str(why),
        )
        self._letters.put([(Message(partition.partition, place, None, b"", ()), refusal)])
        self._ledger.append([], [Advance(channel_of(partition), places.taken[partition], place + 1)])
        places.consumer.seek(partition, place + 1)
        places.taken[partition] = place + 1
        self.rejected += 1

    def _unreadable(self, partition: TopicPartition, place: int) -> CorruptRecordError | None:
        """Why the record at a place cannot be read, or None if it can, or if there is none.

        Raises it if the checksum is wrong: that is no fault of the source, but Kafka's disk is damaged.
        """
        deadline = time.monotonic() + REQUEST_SECONDS
        with closing(new_consumer(self._settings, None, records=1, fetch_bytes=FETCH_BYTES)) as reader:
            reader.assign([partition])
            reader.seek(partition, place)
            try:
                while reader.position(partition) == place and time.monotonic() < deadline:
                    reader.poll(timeout_ms=int(WAIT_SECONDS * 1000), max_records=1)
            except CorruptRecordError as error:
                if "crc" in str(error):
                    raise
                return error
        return None

    def _take_in(self, places: IntakePlaces, batch: Mapping[TopicPartition, Sequence[Any]]) -> None:
        drafts: list[Draft] = []
        messages: list[Message] = []
        refused: list[tuple[Message, Refusal]] = []
        codec, event_of = self._ledger.codec, self._reading.event
        self._reading.begin()
        for partition, records in batch.items():
            channel = channel_of(partition)
            for record in records:
                try:
                    event = event_of(record.value, record.headers)
                except Refusal as refusal:
                    refused.append((_message(record), refusal))
                    continue
                drafts.append(draft_of(event, channel, record.offset, codec))
                messages.append(record)
        advances = [
            Advance(channel_of(partition), places.taken[partition], records[-1].offset + 1)
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
            places.taken[partition] = advance.next
        self.recorded += appended.recorded
        self.duplicates += len(appended.duplicates)
        self.rejected += len(refused)

    def _joined(self) -> Member:
        assert self._member is not None, "open it first"
        return self._member

    def _found(self) -> IntakePlaces:
        assert self._places is not None, "open it first"
        return self._places


def _message(record: Any) -> Message:
    return Message(record.partition, record.offset, record.key, record.value, record.headers)
