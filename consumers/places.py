"""Which partitions of a topic are ours, and where each goes on: what our own store says, never what Kafka says.

The group gives partitions and takes them back while the library polls, in a thread of its own. So what it says is only
noted there: a partition that comes is paused, at a made-up place, so that the library looks for none itself. Before the
next poll the store is asked, and the partition goes on from there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from typing import Generic, TypeVar

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition

from consumers.errors import MessagesGone
from ledger.application import Ledger

Taken = TypeVar("Taken")


class Places(ConsumerRebalanceListener, Generic[Taken]):  # type: ignore[misc]
    """The partitions of one consumer."""

    def __init__(self, consumer: KafkaConsumer) -> None:
        self.consumer = consumer
        self.taken: dict[TopicPartition, Taken] = {}
        """What the store says of each, for those whose place was found."""
        self._came: set[TopicPartition] = set()

    def find(self) -> None:
        """Go to where the store ends, for partitions that came since, or were forgotten.

        Raises ``MessagesGone``, and what the brokers and the store raise.
        """
        assigned = self.consumer.assignment()
        came, self._came = self._came, set()
        for gone in set(self.taken) - assigned | came:  # what went and came back may be elsewhere now
            self.taken.pop(gone, None)
        new = sorted(assigned - set(self.taken))
        if not new:
            return
        first, last = self.consumer.beginning_offsets(new), self.consumer.end_offsets(new)
        for partition in new:
            taken, place = self._look_up(partition, first[partition], last[partition])
            with suppress(ValueError, KeyError):  # it was given up meanwhile
                self.consumer.seek(partition, place)
                self.consumer.resume(partition)
                self.taken[partition] = taken

    @property
    def are_found(self) -> bool:
        """Whether all that is ours is where the store says."""
        return set(self.taken) == self.consumer.assignment() and not self._came

    def forget(self, partitions: Iterable[TopicPartition]) -> None:
        """Ask the store again where these go on. They are paused until then."""
        for partition in list(partitions):
            self.taken.pop(partition, None)
            with suppress(KeyError):  # it was given up meanwhile
                self.consumer.pause(partition)

    @abstractmethod
    def _look_up(self, partition: TopicPartition, first: int, last: int) -> tuple[Taken, int]:
        """What the store says of a partition, and where it goes on; in Kafka it begins and ends so."""

    # What the group says

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        for partition in assigned:
            self.consumer.pause(partition)
            self.consumer.seek(partition, 0)
        self._came |= assigned

    def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """All that was read of them is recorded: nothing is under way while the library polls."""

    def on_partitions_lost(self, lost: set[TopicPartition]) -> None:
        """The group went on without us. What is recorded stays; the rest is read by whoever has them now."""


class IntakePlaces(Places[int | None]):
    """Up to where the ledger has taken each in; ``None``: nothing of it was."""

    def __init__(self, consumer: KafkaConsumer, ledger: Ledger, *, past_deleted: bool) -> None:
        super().__init__(consumer)
        self._ledger = ledger
        self._past_deleted = past_deleted

    def _look_up(self, partition: TopicPartition, first: int, last: int) -> tuple[int | None, int]:
        before = self._ledger.next_offset(channel_of(partition))
        return before, self._place(partition, before, first, last)

    def _place(self, partition: TopicPartition, before: int | None, first: int, last: int) -> int:
        if before is None:
            return first
        if before > last:
            raise MessagesGone(
                "{channel} ends at offset {last}, but the ledger has taken it in up to {before}: it is another topic",
                "give a topic that was made anew another name, with --topics; the ledger goes by its name and offsets",
                channel=channel_of(partition),
                last=last,
                before=before,
            )
        if before < first and not self._past_deleted:
            raise MessagesGone(
                "the messages {before} to {last} of {channel} were deleted before they were taken in",
                "have them sent again, and go on with --past-deleted; keep messages longer (retention.ms)",
                channel=channel_of(partition),
                before=before,
                last=first - 1,
            )
        return max(before, first)


def channel_of(partition: TopicPartition) -> str:
    """What the ledger calls it: the source of its events."""
    return f"{partition.topic}/{partition.partition}"
