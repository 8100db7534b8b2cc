"""The log in Kafka: every position once, in order, for whoever reads committed records.

    with Publisher(ledger, settings) as publisher:
        publisher.open()
        while publisher.step():
            …

A step is one transaction: rows in order of position, and the last position in the control topic. So whatever ends a
publisher, the next one goes on behind the last position that readers see. It publishes nothing behind a position that
is missing or cannot be read (``PublisherStopped``).
"""

from __future__ import annotations

from typing import Self

from consumers.cloudevent import DEFAULT_SOURCE, CloudEvents, proof_of
from consumers.errors import OtherLedger, PublisherStopped
from consumers.record import Record
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import PARTITIONS, Topics, ensure, position_of
from consumers.transaction import ExactlyOnce, Noted
from ledger.application import Ledger
from ledger.avro import UnreadableEvent
from ledger.reader import NO_LIMIT, LogRow
from schemas.published import Catalogue

BATCH_OF_EVENTS = 5_000
BATCH_BYTES = 4 << 20
"""A transaction ends with the row that reaches either."""


class Publisher:
    """Publishes a ledger. After an error of ``consumers.errors.PASSING`` it can be opened again."""

    def __init__(
        self,
        ledger: Ledger,
        settings: KafkaSettings,
        registry: RegistrySettings | None = None,
        source: str = DEFAULT_SOURCE,
        partitions: int = PARTITIONS,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._registry = registry
        self._source = source
        self._wanted_partitions = partitions
        self._sending: ExactlyOnce | None = None
        self._events: CloudEvents | None = None
        self.position = 0
        """Up to where readers see the log, as of the last ``open`` or ``step``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether ``step`` can be called."""
        return self._sending is not None and self._sending.is_open

    def open(self) -> None:
        """Make the topics if they are missing, take the place of whoever published before, and see how far it came.

        Raises ``WrongTopic``, ``OtherLedger``, ``Fenced``, and what the broker and the registry raise.
        """
        topic = Topics(self._settings.topics).events
        if self._events is None:
            ids = None if self._registry is None else Registry(self._registry).register(topic.name, self._catalogue)
            self._events = CloudEvents(self._ledger.codec, self._source, ids)
        if self._sending is None:
            found = ensure(self._settings, (topic, position_of(topic)), self._wanted_partitions)
            self._sending = ExactlyOnce(self._settings, topic, found[topic.name])
        noted = self._sending.open()
        try:
            self._expect_this_ledger(noted)
        except OtherLedger:
            self.close()
            raise
        self.position = noted.position

    def step(self) -> int:
        """Publish the next rows in one transaction; how many. 0 at the end of the log.

        Raises ``PublisherStopped`` at a row that cannot be published, once all before it are; and what the broker
        raises, after which it is to be opened again.
        """
        assert self._sending is not None, "open it first"
        rows = self._next_rows()
        if not rows:
            return 0
        records, stopped = self._records(rows)
        if records:
            last = rows[len(records) - 1]
            self._sending.send(records, Noted(last.position, proof_of(last)))
            self.position = last.position
        elif stopped is not None:
            raise stopped
        return len(records)

    def close(self) -> None:
        """Let go of Kafka."""
        if self._sending is not None:
            self._sending.close()

    @property
    def _catalogue(self) -> Catalogue:
        return self._ledger.codec.catalogue

    def _next_rows(self) -> list[LogRow]:
        return self._ledger.recorder.page(self.position, NO_LIMIT, BATCH_OF_EVENTS)

    def _records(self, rows: list[LogRow]) -> tuple[list[Record], PublisherStopped | None]:
        """The records of the first rows, as many as make a transaction, and what is wrong with the row after them."""
        assert self._events is not None
        records: list[Record] = []
        size, of = 0, self._events.of
        for position, row in enumerate(rows, self.position + 1):
            if row.position != position:
                return records, PublisherStopped(
                    "the ledger has no position {position}, though it has position {next}",
                    "nothing behind it is published; run `saksi verify`",
                    position=position,
                    next=row.position,
                )
            try:
                records.append(of(row))
            except UnreadableEvent as error:
                return records, PublisherStopped(
                    "position {position} of the ledger cannot be published: {why}",
                    "nothing behind it is published; run `saksi verify`, or update Saksi",
                    position=position,
                    why=error.said,
                )
            size += len(row.state)
            if size >= BATCH_BYTES:
                break
        return records, None

    def _expect_this_ledger(self, noted: Noted) -> None:
        """Raises ``OtherLedger`` if what stands at the position is not what was published there."""
        if noted.position == 0:
            return
        row = next(iter(self._ledger.recorder.page(noted.position - 1, noted.position, 1)), None)
        if row is None or proof_of(row) != noted.proof:
            raise OtherLedger(
                "{topic} holds another ledger up to position {position}, or this one was restored to an earlier state",
                "check --db and --kafka; a ledger of its own needs topics of its own, with --topics",
                topic=Topics(self._settings.topics).events.name,
                position=noted.position,
            )
