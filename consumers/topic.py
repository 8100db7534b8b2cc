"""The log as the topic has it: what subscribers see, decoded as ``consumers.tail`` decodes the ledger.

    with TopicLog(settings, registry) as topic:
        for one in topic.last(10, wanted): …
        for one in topic.after(179, wanted, follow=True): …

Only committed records are read, without a group, so that nobody's place is moved. A stream stays in order, as its
partition does; two streams may come in another order than in the ledger.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Self

from consumers.errors import no_events_topic, telling, unreachable
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.tail import NAP_SECONDS, Seen, Wanted, attributes_in
from consumers.topics import Topics
from ledger.avro import MAGIC, Codec, UnreadableEvent
from schemas.published import fingerprint_of

PATIENCE_SECONDS = 30
"""How long nothing may come of what stands in the topic."""
LOOKED_BACK = 1_000
"""How many records of each partition are looked through for the last that are wanted."""


class TopicLog:
    """Reads the topic of events. Raises the errors of ``consumers.errors`` and ``UnreadableEvent``."""

    def __init__(self, settings: KafkaSettings, registry: RegistrySettings | None, codec: Codec | None = None) -> None:
        from kafka import KafkaConsumer, TopicPartition

        self._settings = settings
        self._codec = codec or Codec()
        self._registry = Registry(registry) if registry is not None else None
        self._fingerprints: dict[bytes, bytes] = {}
        name = Topics(settings.topics).events.name
        with telling(settings.servers):
            self._consumer: Any = KafkaConsumer(
                **settings.for_client(), isolation_level="read_committed", enable_auto_commit=False
            )
            partitions = self._consumer.partitions_for_topic(name)
            if not partitions:
                self._consumer.close()
                raise no_events_topic(name, settings.servers)
            self._partitions = [TopicPartition(name, number) for number in sorted(partitions)]
            self._consumer.assign(self._partitions)
            self._starts = self._consumer.beginning_offsets(self._partitions)
            self._ends = self._consumer.end_offsets(self._partitions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()

    def last(self, count: int, wanted: Wanted) -> list[Seen]:
        """The last so many events that are wanted among the newest of each partition, in order of their sequence.

        ``after`` then goes on behind them.
        """
        self._seek({one: max(self._starts[one], self._ends[one] - LOOKED_BACK) for one in self._partitions})
        return sorted(self._to_the_end(wanted), key=lambda one: one.position)[-count:]

    def after(
        self,
        position: int | None,
        wanted: Wanted,
        *,
        follow: bool = False,
        wait: Callable[[], bool] = lambda: True,
    ) -> Iterator[Seen]:
        """What has a greater sequence; with ``follow`` on and on, ``wait`` being asked meanwhile whether to.

        None goes on behind what was read before.
        """
        if position is not None:
            self._seek(self._starts)
            yield from (one for one in self._to_the_end(wanted) if one.position > position)
        while follow and wait():
            yield from (one for one in self._polled(wanted) if one.position > (position or 0))

    def _seek(self, offsets: dict[Any, int]) -> None:
        for partition, offset in offsets.items():
            self._consumer.seek(partition, offset)

    def _to_the_end(self, wanted: Wanted) -> Iterator[Seen]:
        """What stood in the topic when it was opened; then the reader stands behind that, whatever was polled with it.

        An end is known by the place of the reader, since the marks of transactions take places too.
        """
        places, since = self._places(), time.monotonic()
        while any(places[one] < self._ends[one] for one in self._partitions):
            yield from self._polled(wanted, self._ends)
            if (now := self._places()) != places:
                places, since = now, time.monotonic()
            elif time.monotonic() - since > PATIENCE_SECONDS:
                raise unreachable(self._settings.servers, "no record")
        self._seek(self._ends)

    def _places(self) -> dict[Any, int]:
        with telling(self._settings.servers):
            return {one: self._consumer.position(one) for one in self._partitions}

    def _polled(self, wanted: Wanted, upto: dict[Any, int] | None = None) -> list[Seen]:
        with telling(self._settings.servers):
            polled = self._consumer.poll(timeout_ms=int(NAP_SECONDS * 1000))
        found = [
            self._seen(record)
            for partition, records in polled.items()
            for record in records
            if (upto is None or record.offset < upto[partition]) and self._is(record, wanted)
        ]
        return sorted(found, key=lambda one: one.position)

    def _is(self, record: Any, wanted: Wanted) -> bool:
        return wanted.takes(attributes_in(record.headers)["type"], record.key.decode())

    def _seen(self, record: Any) -> Seen:
        return Seen(record.key.decode(), attributes_in(record.headers), self._codec.decode(self._framed(record.value)))

    def _framed(self, value: bytes) -> bytes:
        """A value as the ledger stores it: with the schema's fingerprint, not with the number a registry gave it."""
        if value[:1] != b"\x00":
            return value
        number = value[1:5]
        if number not in self._fingerprints:
            if self._registry is None:
                raise UnreadableEvent(
                    "the event names schema {number} of a registry, and it is not said where that is",
                    "name it with --registry or SAKSI_REGISTRY",
                    number=int.from_bytes(number, "big"),
                )
            self._fingerprints[number] = fingerprint_of(self._registry.schema(int.from_bytes(number, "big")))
        return MAGIC + self._fingerprints[number] + value[5:]
