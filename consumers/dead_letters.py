"""Messages that were no facts, in the topic ``saksi.intake.rejected``: put there, listed, sent again.

    key       saksi.intake/3/1207: the topic, partition and offset it came from
    value     as it came
    headers   as they came, then saksi-topic, saksi-partition, saksi-offset, saksi-code, saksi-message, saksi-hint, and
              saksi-key with the key it had, or none if it had none

The topic is compacted, so a message that is put there twice is listed once, and a record without a value (a tombstone)
stands for one that was dealt with. A message that had no value itself has an empty one and the header saksi-no-value; a
header that had no value has an empty one. A message that is too long for the topic with these headers is cut short, and
saksi-cut says how long it was; it cannot be sent again from there.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from typing import Any, Self

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, MessageSizeTooLargeError
from msgspec import Struct

from consumers import checksums
from consumers.errors import NoSuchLetter, telling, unreachable
from consumers.message import Message
from consumers.settings import KafkaSettings
from consumers.topics import RECORD_BYTES, Topics, ensure
from domain.errors import Refusal
from ledger.avro import instant_of
from ledger.lines import CUT_BYTES

checksums.quicken()

PREFIX = "saksi-"
"""What the names of our headers begin with. Those of a message that begin so are not sent again."""
RETRY_OF = "saksi-retry-of"
"""On a message that was sent again: the key it was listed under."""

DELIVERY_SECONDS = 30
REQUEST_SECONDS = 10
SILENT_SECONDS = 60
"""How long the topic may say nothing before whoever reads it to its end gives up."""

Headers = Sequence[tuple[str, bytes]]


class DeadLetter(Struct, frozen=True):
    """A message that was no fact, and why."""

    key: str
    """Where it came from: topic/partition/offset."""
    partition: int
    offset: int
    code: str
    message: str
    """In English, as ``hint``."""
    hint: str
    rejected_at: datetime
    """UTC, by Kafka's clock."""
    message_key: bytes | None
    value: bytes | None
    """As far as it was asked for, and as far as it was kept."""
    length: int
    """How many bytes the value had."""
    cut: bool
    """Whether only the beginning of it was kept."""
    headers: tuple[tuple[str, bytes], ...]


class DeadLetters:
    """Puts messages there, and sends them again. Close it, or use it in a ``with``.

    Raises the errors of ``consumers.errors``.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._intake = Topics(settings.topics).intake.name
        self._rejected = Topics(settings.topics).rejected.name
        self._producer: KafkaProducer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, refused: Iterable[tuple[Message, Refusal]]) -> None:
        """Send refused messages of the intake topic there, and wait until the brokers have them all.

        If it raises, some may be there; put again, they are listed once.
        """
        letters = [_record(self._intake, message, refusal) for message, refusal in refused]
        try:
            self._send_all(letters)
        except MessageSizeTooLargeError:
            # The producer gives up all it was sending then, without saying which was too large for the topic.
            for letter in letters:
                try:
                    self._send_all([letter])
                except MessageSizeTooLargeError:
                    self._send_all([letter.cut()])

    def retry(self, letter: DeadLetter) -> None:
        """Send a message to the intake topic again as it came, and mark it as dealt with.

        If it raises, it may have been sent: sent again, a fact that was recorded counts as a duplicate.
        """
        headers = [*letter.headers, (RETRY_OF, letter.key.encode())]
        with self._sending() as producer:
            _wait_for(producer.send(self._intake, letter.value, letter.message_key, headers))
            _wait_for(producer.send(self._rejected, None, letter.key.encode()))

    def close(self) -> None:
        """Let go of Kafka."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):
                producer.close(timeout=REQUEST_SECONDS)

    def _send_all(self, letters: Sequence[_Record]) -> None:
        if not letters:
            return
        with self._sending() as producer:
            for answer in [
                producer.send(self._rejected, letter.value, letter.key, [*letter.headers, *letter.told])
                for letter in letters
            ]:
                _wait_for(answer)

    @contextmanager
    def _sending(self) -> Iterator[KafkaProducer]:
        """A producer that saw an error is not used again: it would go on with what it did not get through."""
        try:
            with telling(self._settings.servers):
                if self._producer is None:
                    self._producer = self._new_producer()
                yield self._producer
        except BaseException as error:
            self.close()
            if isinstance(error.__cause__, MessageSizeTooLargeError):
                raise error.__cause__ from None
            raise

    def _new_producer(self) -> KafkaProducer:
        return KafkaProducer(
            **self._settings.for_client(),
            delivery_timeout_ms=DELIVERY_SECONDS * 1000,
            request_timeout_ms=REQUEST_SECONDS * 1000,
            max_block_ms=REQUEST_SECONDS * 1000,
            max_request_size=2 * RECORD_BYTES,
            metrics_enabled=False,
        )


class _Record(Struct, frozen=True):
    """A refused message as it goes to the topic."""

    key: bytes
    value: bytes
    headers: Headers
    """As they came."""
    told: Headers
    """Those of ours."""

    def cut(self) -> _Record:
        """Only the beginning of it."""
        told = [(name, value[:CUT_BYTES]) for name, value in self.told]
        return _Record(self.key, self.value[:CUT_BYTES], (), [*told, (f"{PREFIX}cut", str(len(self.value)).encode())])


def waiting(
    settings: KafkaSettings, keys: Collection[str] | None = None, value_bytes: int | None = None
) -> list[DeadLetter]:
    """The messages that were not dealt with yet, of these keys or all, in order of partition and offset.

    Of each value only the first ``value_bytes`` are kept, if that is given. Raises the errors of ``consumers.errors``,
    and ``NoSuchLetter`` for a key under which nothing waits.
    """
    topic = Topics(settings.topics).rejected
    partitions = [TopicPartition(topic.name, number) for number in range(ensure(settings, (topic,))[topic.name])]
    found: dict[str, DeadLetter] = {}
    with telling(settings.servers):
        for record in _to_the_end(settings, partitions):
            key = (record.key or b"").decode("utf-8", "backslashreplace")
            if keys is not None and key not in keys:
                continue
            if record.value is None:
                found.pop(key, None)
            else:
                found[key] = _letter(key, record, value_bytes)
    for key in keys or ():
        if key not in found:
            raise NoSuchLetter(
                "no refused message waits under {key}",
                "see `saksi dead-letters list`; one that was sent again is not listed any more",
                key=key,
            )
    return sorted(found.values(), key=lambda letter: (letter.partition, letter.offset, letter.key))


def _to_the_end(settings: KafkaSettings, partitions: list[TopicPartition]) -> Iterator[Any]:
    """Every record of these partitions as they are now."""
    reader = KafkaConsumer(
        **settings.for_client(),
        enable_auto_commit=False,
        max_partition_fetch_bytes=4 << 20,
        max_poll_records=5_000,
        metrics_enabled=False,
    )
    with closing(reader):
        reader.assign(partitions)
        ends = reader.end_offsets(partitions)
        reader.seek_to_beginning(*partitions)
        heard = time.monotonic()
        while any(reader.position(one) < ends[one] for one in partitions):
            for records in reader.poll(timeout_ms=200).values():
                yield from records
                heard = time.monotonic()
            if time.monotonic() > heard + SILENT_SECONDS:
                raise unreachable(settings.servers, "TimeoutError")


def _record(topic: str, message: Message, refusal: Refusal) -> _Record:
    ours = {
        "topic": topic,
        "partition": str(message.partition),
        "offset": str(message.offset),
        "code": refusal.code,
        "message": refusal.sentence,
        "hint": refusal.hint,
    }
    told = [(PREFIX + name, text.encode("utf-8", "backslashreplace")) for name, text in ours.items()]
    if message.key is not None:
        told.append((f"{PREFIX}key", message.key))
    if message.value is None:
        told.append((f"{PREFIX}no-value", b"1"))
    key = f"{topic}/{message.partition}/{message.offset}".encode()
    headers = [(name, value or b"") for name, value in message.headers]  # the library sends no header without a value
    return _Record(key, message.value or b"", headers, told)


def _letter(key: str, record: Any, value_bytes: int | None) -> DeadLetter:
    """What stands in a record. Of headers with one name the last is ours."""
    ours = {name: value or b"" for name, value in record.headers if name.startswith(PREFIX)}
    told = {name: value.decode("utf-8", "backslashreplace") for name, value in ours.items()}
    cut = told.get(f"{PREFIX}cut", "")
    return DeadLetter(
        key=key,
        partition=_number(told.get(f"{PREFIX}partition")),
        offset=_number(told.get(f"{PREFIX}offset")),
        code=told.get(f"{PREFIX}code", ""),
        message=told.get(f"{PREFIX}message", ""),
        hint=told.get(f"{PREFIX}hint", ""),
        rejected_at=instant_of(record.timestamp * 1000),
        message_key=ours.get(f"{PREFIX}key"),
        value=None if f"{PREFIX}no-value" in ours else record.value[:value_bytes],
        length=_number(cut) if cut else len(record.value),
        cut=bool(cut),
        headers=tuple((name, value or b"") for name, value in record.headers if not name.startswith(PREFIX)),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else -1


def _wait_for(answer: Any) -> None:
    answer.get(timeout=DELIVERY_SECONDS + REQUEST_SECONDS)
