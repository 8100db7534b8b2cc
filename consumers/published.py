"""How far the log is published, as the control topic says it to those who follow the topic of events.

    published = Published(settings, ledger)
    published.position                      # everything up to it is in the topic
    published.ends([0, 3])                  # where these partitions end now; asked after the position

A position is noted in the transaction that publishes it, so all up to it was sent before. But the brokers end a
transaction in one partition after the other: its records may still be open in one when its position can be read. So
where a partition ends is asked with all that is open in it, and whoever has read its committed records up to there has
seen everything up to the position that was told before.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import msgspec
from kafka import KafkaConsumer, TopicPartition

from consumers.errors import OtherLedger, telling, unreachable
from consumers.publication import proof_of
from consumers.settings import KafkaSettings
from consumers.topics import Topics, position_of
from consumers.transaction import Noted
from ledger.application import Ledger

PATIENCE_SECONDS = 40
"""How long the control topic may take to be read to its end: longer than a killed publisher's transaction is open."""


class Published:
    """Follows the control topic. Raises ``OtherLedger`` if another ledger is published, and the errors of
    ``consumers.errors``."""

    def __init__(self, settings: KafkaSettings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        topic = Topics(settings.topics).events
        self._topic = topic.name
        self._control = TopicPartition(position_of(topic).name, 0)
        self._noted = Noted()
        with telling(settings.servers):
            self._all = self._reader("read_uncommitted")
            self._committed = self._reader("read_committed")
            self._committed.assign([self._control])
            self._committed.seek_to_beginning(self._control)
            # To the end with what is open there: what a publisher has committed may not be readable yet.
            end, deadline = self._all.end_offsets([self._control])[self._control], _deadline()
            while self._committed.position(self._control) < end:
                self._read(100)
                if time.monotonic() > deadline:
                    raise unreachable(settings.servers, "no record")
        expect_this_ledger(self._ledger, self._noted, self._topic)

    @property
    def position(self) -> int:
        """Up to where the log is published, as was read last."""
        return self._noted.position

    def look(self) -> int:
        """Read what came since; the position then."""
        before = self._noted
        with telling(self._settings.servers):
            self._read(0)
        if self._noted.proof != before.proof:
            expect_this_ledger(self._ledger, self._noted, self._topic)
        return self._noted.position

    def ends(self, numbers: Collection[int]) -> dict[int, int]:
        """Where these partitions of the topic of events end, with what is not committed yet."""
        with telling(self._settings.servers):
            found = self._all.end_offsets([TopicPartition(self._topic, number) for number in sorted(numbers)])
        return {partition.partition: end for partition, end in found.items()}

    def close(self) -> None:
        """Let go of Kafka."""
        self._all.close()
        self._committed.close()

    def _read(self, milliseconds: int) -> None:
        for record in self._committed.poll(timeout_ms=milliseconds).get(self._control, ()):
            if record.key == self._topic.encode() and record.value is not None:
                self._noted = msgspec.json.decode(record.value, type=Noted)

    def _reader(self, isolation: str) -> Any:
        return KafkaConsumer(
            **self._settings.for_client(),
            isolation_level=isolation,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            metrics_enabled=False,
        )


def expect_this_ledger(ledger: Ledger, noted: Noted, topic: str) -> None:
    """Raises ``OtherLedger`` if what stands at the noted position is not what was published there."""
    if noted.position == 0:
        return
    row = next(iter(ledger.recorder.page(noted.position - 1, noted.position, 1)), None)
    if row is None or proof_of(row) != noted.proof:
        raise OtherLedger(
            "{topic} holds another ledger up to position {position}, or this one was restored to an earlier state",
            "check --db and --kafka; a ledger of its own needs topics of its own, with --topics",
            topic=topic,
            position=noted.position,
        )


def _deadline() -> float:
    return time.monotonic() + PATIENCE_SECONDS
