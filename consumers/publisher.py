"""The log in Kafka: every position once, in order, for whoever reads committed records.

    with Publisher(ledger, settings) as publisher:
        publisher.open()
        while publisher.step():
            …

``consumers.publication`` says how that holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from consumers.cloudevent import DEFAULT_SOURCE, CloudEvents
from consumers.errors import PublisherStopped
from consumers.publication import BATCH_OF_ROWS, Publication
from consumers.published import expect_this_ledger
from consumers.record import Record
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import PARTITIONS, Topics
from consumers.transaction import Noted
from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.reader import NO_LIMIT, LogRow


class Publisher(Publication[LogRow]):
    """Publishes a ledger. After an error of ``consumers.errors.PASSING`` it can be opened again."""

    def __init__(
        self,
        ledger: Ledger,
        settings: KafkaSettings,
        registry: RegistrySettings | None = None,
        source: str = DEFAULT_SOURCE,
        partitions: int = PARTITIONS,
    ) -> None:
        super().__init__(Topics(settings.topics).events, ledger.codec.catalogue, settings, registry, partitions)
        self._ledger = ledger
        self._source = source
        self._events: CloudEvents | None = None

    def _prepare(self, schema_ids: Mapping[bytes, int] | None) -> None:
        self._events = CloudEvents(self._ledger.codec, self._source, schema_ids)

    def _rows_after(self, position: int) -> list[LogRow]:
        return self._ledger.recorder.page(position, NO_LIMIT, BATCH_OF_ROWS)

    def _record(self, row: LogRow) -> Record:
        assert self._events is not None, "it is prepared"
        return self._events.of(row)

    def _expect_ours(self, noted: Noted) -> None:
        expect_this_ledger(self._ledger, noted, self._topic.name)

    def _missing(self, position: int, following: int) -> PublisherStopped:
        return PublisherStopped(
            "the ledger has no position {position}, though it has position {next}",
            "nothing behind it is published; run `saksi verify`",
            position=position,
            next=following,
        )

    def _unreadable(self, position: int, error: SaksiError) -> PublisherStopped:
        return PublisherStopped(
            "position {position} of the ledger cannot be published: {why}",
            "nothing behind it is published; run `saksi verify`, or update Saksi",
            position=position,
            why=error.said,
        )
