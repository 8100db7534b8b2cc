"""Which partitions of the intake topic are ours, and where each goes on: what the ledger says, never what Kafka says.

The group gives partitions and takes them back while the library polls, in a thread of its own. So what it says is only
noted there: a partition that comes is paused, at a made-up place, so that the library looks for none itself. Before the
next poll the ledger is asked, and the partition goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition

from consumers.errors import MessagesGone
from ledger.application import Ledger


class Places(ConsumerRebalanceListener):  # type: ignore[misc]
    """The partitions of one consumer."""

    def __init__(self, consumer: KafkaConsumer, ledger: Ledger, *, past_deleted: bool) -> None:
        self.consumer = consumer
        self.taken: dict[TopicPartition, int | None] = {}
        """Up to where each was taken in (``None``: nothing of it was), for those whose place was found."""
        self._ledger = ledger
        self._past_deleted = past_deleted
        self._came: set[TopicPartition] = set()

    def find(self) -> None:
        """Go to where the ledger ends, for partitions that came since, or were forgotten.

        Raises ``MessagesGone``, and what the brokers and the ledger raise.
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
            before = self._ledger.next_offset(channel_of(partition))
            place = self._place(partition, before, first[partition], last[partition])
            with suppress(ValueError, KeyError):  # it was given up meanwhile
                self.consumer.seek(partition, place)
                self.consumer.resume(partition)
                self.taken[partition] = before

    @property
    def are_found(self) -> bool:
        """Whether all that is ours is where the ledger says."""
        return set(self.taken) == self.consumer.assignment() and not self._came

    def forget(self, partitions: Iterable[TopicPartition]) -> None:
        """Ask the ledger again where these go on. They are paused until then."""
        for partition in list(partitions):
            self.taken.pop(partition, None)
            with suppress(KeyError):  # it was given up meanwhile
                self.consumer.pause(partition)

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


def channel_of(partition: TopicPartition) -> str:
    """What the ledger calls it: the source of its events."""
    return f"{partition.topic}/{partition.partition}"
