"""Numbered rows in a topic: each once, in order, for whoever reads committed records. What rows they are, others say.

A step is one transaction: rows in order of their numbers, and the last number in the control topic. So whatever ends a
publisher, the next one goes on behind the last number that readers see. Nothing is published behind a number that is
missing or cannot be read (``PublisherStopped``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Generic, Protocol, Self, TypeVar

from consumers.errors import PublisherStopped
from consumers.record import Record
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import PARTITIONS, Topic, ensure, position_of
from consumers.transaction import ExactlyOnce, Noted
from domain.errors import SaksiError
from schemas.published import Catalogue

BATCH_OF_ROWS = 5_000
BATCH_BYTES = 4 << 20
"""A transaction ends with the row that reaches either."""


class Row(Protocol):
    """What has a number, and bytes that are published."""

    @property
    def position(self) -> int:
        """Its number: 1, 2, 3 …"""

    @property
    def state(self) -> bytes:
        """Avro's single-object encoding."""


R = TypeVar("R", bound=Row)


def proof_of(row: Row) -> str:
    """What tells the row with a number from any other: the SHA-256 of its stored bytes."""
    return sha256(row.state).hexdigest()


class Publication(ABC, Generic[R]):
    """Publishes rows to one topic. After an error of ``consumers.errors.PASSING`` it can be opened again."""

    def __init__(
        self,
        topic: Topic,
        catalogue: Catalogue,
        settings: KafkaSettings,
        registry: RegistrySettings | None,
        partitions: int = PARTITIONS,
    ) -> None:
        self._topic, self._catalogue = topic, catalogue
        self._settings = settings
        self._registry = registry
        self._wanted_partitions = partitions
        self._prepared = False
        self._sending: ExactlyOnce | None = None
        self.position = 0
        """Up to which number readers see the rows, as of the last ``open`` or ``step``."""

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

        Raises ``WrongTopic``, ``Fenced``, what ``_expect_ours`` and what the broker and the registry raise.
        """
        if not self._prepared:
            named = self._registry
            self._prepare(None if named is None else Registry(named).register(self._topic.name, self._catalogue))
            self._prepared = True
        if self._sending is None:
            found = ensure(self._settings, (self._topic, position_of(self._topic)), self._wanted_partitions)
            self._sending = ExactlyOnce(self._settings, self._topic, found[self._topic.name])
        noted = self._sending.open()
        try:
            self._expect_ours(noted)
        except SaksiError:
            self.close()
            raise
        self.position = noted.position

    def step(self) -> int:
        """Publish the next rows in one transaction; how many. 0 if there are none.

        Raises ``PublisherStopped`` at a row that cannot be published, once all before it are; and what the broker
        raises, after which it is to be opened again.
        """
        assert self._sending is not None, "open it first"
        rows = self._rows_after(self.position)
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

    def _records(self, rows: Sequence[R]) -> tuple[list[Record], PublisherStopped | None]:
        """The records of the first rows, as many as make a transaction, and what is wrong with the row after them."""
        records: list[Record] = []
        size, of = 0, self._record
        for position, row in enumerate(rows, self.position + 1):
            if row.position != position:
                return records, self._missing(position, row.position)
            try:
                records.append(of(row))
            except SaksiError as error:
                return records, self._unreadable(position, error)
            size += len(row.state)
            if size >= BATCH_BYTES:
                break
        return records, None

    @abstractmethod
    def _prepare(self, schema_ids: Mapping[bytes, int] | None) -> None:
        """Be ready to make records; ``schema_ids`` are a registry's by fingerprint, if there is one."""

    @abstractmethod
    def _rows_after(self, position: int) -> Sequence[R]:
        """The next rows behind a number, in order; not more than ``BATCH_OF_ROWS``."""

    @abstractmethod
    def _record(self, row: R) -> Record:
        """The record of a row. Raises ``SaksiError`` for one that is not readable."""

    @abstractmethod
    def _expect_ours(self, noted: Noted) -> None:
        """Raises if what was published so far is of somewhere else."""

    @abstractmethod
    def _missing(self, position: int, following: int) -> PublisherStopped:
        """The error for a number that is missing, though another follows."""

    @abstractmethod
    def _unreadable(self, position: int, error: SaksiError) -> PublisherStopped:
        """The error for a row that cannot be published."""
