"""What a source does: it sends messages to the intake topic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafka import KafkaProducer

from consumers.settings import KafkaSettings
from consumers.topics import RECORD_BYTES, Topics, ensure

JSON = [("content-type", b"application/json")]
AVRO = [("content-type", b"application/avro")]


class Source:
    """Sends to the intake topic, which it makes with so many partitions."""

    def __init__(self, settings: KafkaSettings, partitions: int = 1, **options: Any) -> None:
        topics = Topics(settings.topics)
        self.topic = topics.intake.name
        ensure(settings, (topics.intake, topics.rejected), partitions)
        self._producer = KafkaProducer(**settings.for_client(), max_request_size=2 * RECORD_BYTES, **options)

    def send(
        self,
        value: bytes | str | None,
        headers: Iterable[tuple[str, bytes]] = (),
        *,
        key: bytes | None = None,
        partition: int | None = None,
    ) -> int:
        """Send one message and wait until it is there; its offset."""
        data = value.encode() if isinstance(value, str) else value
        sent = self._producer.send(self.topic, data, key, list(headers), partition)
        return int(sent.get(30).offset)

    def send_all(self, values: Iterable[bytes | str], partition: int | None = None, key: bytes | None = None) -> None:
        """Send messages, and wait until all are there."""
        sent = [
            self._producer.send(self.topic, one.encode() if isinstance(one, str) else one, key, None, partition)
            for one in values
        ]
        for one in sent:
            one.get(60)

    def close(self) -> None:
        self._producer.close()
