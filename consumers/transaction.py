"""Sending records exactly once: records and how far one is, in one transaction of Kafka.

    with ExactlyOnce(settings, topic, partitions=12) as sending:
        noted = sending.open()                     # from the control topic, never from memory
        sending.send(records, Noted(position=500, proof="…"))

The control topic (``consumers.topics.position_of``) holds how far the records go, written in the same transaction as
they are, so after whatever happened its last committed record says what a reader sees. What makes that hold, against
the traps of ``kafka-python`` 3.0:

- ``commit_transaction()`` can report success for a transaction that was aborted underneath, and a batch that expires
  leaves a transaction that can be committed without it. So everything is flushed and every record's own answer is asked
  for before the commit.
- A producer that saw an error may ask for a new identity and fence the rightful one. So it is never used again: its
  thread is ended, and the next one begins by reading the control topic.
- ``init_transactions()`` makes the broker end what a predecessor left open; only then is the control topic read, to the
  end as it is without transactions: a reader of committed records alone would stop before one that is still open.
- Commit and abort wait without a limit, so they are waited for elsewhere (``_within``).
- Whoever opens notes its own name. A producer that fails because another took its place finds another's name there, and
  ends (``Fenced``) instead of fencing it in turn.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Self

import msgspec
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, RetriableError

from consumers import checksums
from consumers.errors import Fenced, interrupting, telling
from consumers.record import Record
from consumers.settings import KafkaSettings
from consumers.topics import RECORD_BYTES, Topic, position_of
from ledger.streams import partition_of

checksums.quicken()

TRANSACTION_SECONDS = 30
"""How long a transaction may be open before the broker ends it: so long may a publisher that was killed, and is not
started again, hold up those who read committed records."""
REQUEST_SECONDS = 10
DELIVERY_SECONDS = 12
"""Enough for a transaction's bytes; and no more, because after a broker has restarted the library sends nothing more in
the transaction that was open, and only then a new one is tried."""
RETRY_MILLISECONDS = 20
"""The broker is still writing a transaction's end when the next one begins, and says so: then it is asked again."""
WATCH_SECONDS = 25
"""How long a commit, or opening, is waited for."""
ABORT_SECONDS = 5
BATCH_BYTES = 256 << 10
LINGER_MILLISECONDS = 10
"""How long a batch waits for more; a transaction's end sends it at once."""


class Noted(msgspec.Struct, frozen=True):
    """What the control topic says: how far the records go, what stands there, and who wrote it."""

    position: int = 0
    proof: str = ""
    """Of what is at the position, so that nobody goes on from another ledger."""
    publisher: str = ""


class ExactlyOnce:
    """Sends into one topic. Raises the errors of ``consumers.errors``; after any of them it must be opened again."""

    def __init__(self, settings: KafkaSettings, topic: Topic, partitions: int) -> None:
        self._settings = settings
        self._topic = topic.name
        self._control = position_of(topic).name
        self._partitions = partitions
        self._name = str(uuid.uuid4())
        self._claimed = False
        self._producer: KafkaProducer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether it can send."""
        return self._producer is not None

    def open(self) -> Noted:
        """Take the place of whoever sent before; how far they came. Raises ``Fenced`` if another did so meanwhile."""
        self.close()
        with telling(self._settings.servers):
            if self._claimed:
                self._expect_no_other()
            producer = self._producer = self._new_producer()
            with self._discarding():
                _within(WATCH_SECONDS, producer.init_transactions)
                noted = self._last_noted(everything=True)
                self._transaction(producer, (), noted)
        self._claimed = True
        return noted

    def send(self, records: Sequence[Record], noted: Noted) -> None:
        """Send these and note how far they go, in one transaction. If it raises, they may be there all or not at all:
        ``open`` says which."""
        producer = self._producer
        assert producer is not None, "open it first"
        with telling(self._settings.servers), self._discarding():
            self._transaction(producer, records, noted)

    def close(self) -> None:
        """Let go of it. Nothing is open then."""
        if self._producer is not None:
            with suppress(KafkaError):
                self._producer.close(timeout=ABORT_SECONDS)
            self._end_producer()

    def _transaction(self, producer: KafkaProducer, records: Sequence[Record], noted: Noted) -> None:
        topic, partitions = self._topic, self._partitions
        producer.begin_transaction()
        sent = [
            producer.send(topic, value, key, headers, partition_of(key.decode(), partitions))
            for key, value, headers in records
        ]
        note = msgspec.json.encode(msgspec.structs.replace(noted, publisher=self._name))
        sent.append(producer.send(self._control, note, topic.encode(), partition=0))
        producer.flush(DELIVERY_SECONDS + REQUEST_SECONDS)
        for answer in sent:
            if not answer.is_done or answer.exception is not None:
                answer.get(timeout=0)
        _within(WATCH_SECONDS, producer.commit_transaction)

    @contextmanager
    def _discarding(self) -> Iterator[None]:
        """Whatever is raised in it, the producer is not used again."""
        try:
            yield
        except BaseException as error:
            lost = isinstance(error, (RetriableError, OSError)) or type(error) in interrupting()
            if not lost and self._producer is not None:  # else whoever opens next makes the broker abort
                with suppress(KafkaError, TimeoutError):
                    _within(ABORT_SECONDS, self._producer.abort_transaction)
            self._end_producer()
            raise

    def _end_producer(self) -> None:
        """End its thread. ``close`` alone gives up while something is not sent yet, and leaves a thread that goes on
        trying, and might fence its successor."""
        producer, self._producer = self._producer, None
        if producer is not None:
            producer._sender.force_close()
            with suppress(KafkaError):
                producer.close(timeout=0)
            producer._sender.join(ABORT_SECONDS)

    def _expect_no_other(self) -> None:
        """Raises ``Fenced`` if another has noted its name after this one."""
        other = self._last_noted(everything=False).publisher
        if other not in ("", self._name):
            raise Fenced(
                "another process publishes to {topic}, so this one ends",
                "run one `saksi publish` for each topic; it goes on where another ended",
                topic=self._topic,
            )

    def _last_noted(self, *, everything: bool) -> Noted:
        """The last committed record of the control topic; with ``everything``, up to where it ends now, not up to where
        a transaction is open."""
        control = TopicPartition(self._control, 0)
        noted = Noted()
        reader = KafkaConsumer(
            **self._settings.for_client(),
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        with closing(reader):
            reader.assign([control])
            end = self._end(control) if everything else reader.end_offsets([control])[control]
            reader.seek_to_beginning(control)
            deadline = time.monotonic() + WATCH_SECONDS
            while reader.position(control) < end:
                for records in reader.poll(timeout_ms=200).values():
                    for record in records:
                        if record.key == self._topic.encode() and record.value is not None:
                            noted = msgspec.json.decode(record.value, type=Noted)
                if time.monotonic() > deadline:
                    raise TimeoutError
        return noted

    def _end(self, control: TopicPartition) -> int:
        """Where a partition ends, open transactions included."""
        with closing(KafkaConsumer(**self._settings.for_client())) as reader:
            end: int = reader.end_offsets([control])[control]
            return end

    def _new_producer(self) -> KafkaProducer:
        return KafkaProducer(
            **self._settings.for_client(),
            transactional_id=f"{self._topic}.publisher",
            transaction_timeout_ms=TRANSACTION_SECONDS * 1000,
            delivery_timeout_ms=DELIVERY_SECONDS * 1000,
            request_timeout_ms=REQUEST_SECONDS * 1000,
            max_block_ms=WATCH_SECONDS * 1000,
            max_request_size=RECORD_BYTES + BATCH_BYTES,
            batch_size=BATCH_BYTES,
            linger_ms=LINGER_MILLISECONDS,
            metrics_enabled=False,
            retry_backoff_ms=RETRY_MILLISECONDS,
        )


def _within(seconds: float, act: Callable[[], object]) -> None:
    """Do something that waits without a limit of its own. Raises what it raises, or ``TimeoutError``."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if raised:
        raise raised[0]
