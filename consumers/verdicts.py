"""Verdicts in Kafka: every number of the outbox once, in order.

    with VerdictPublisher(announcer, settings) as publisher:
        publisher.open()
        while announcer.step(publisher.position) or publisher.step():
            …

A record is a CloudEvent as those of the log are (``consumers.cloudevent``), with these differences:

    key              employee-<nip>
    ce_id            the number and the beginning of the SHA-256 of the verdict: the same whenever it is published
    ce_source        that of the ledger, and /verdicts
    ce_type          saksi.verdict.DayFinalised, the schema's full name
    ce_time          the instant as of which the verdict stands (UTC)
    ce_sequence      the number in 20 digits: 1, 2, 3 …
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consumers.cloudevent import CONTENT_TYPE, DEFAULT_SOURCE, SPECVERSION, attribute, source_header
from consumers.errors import PublisherStopped, VerdictsForgotten
from consumers.publication import BATCH_OF_ROWS, Publication, proof_of
from consumers.record import Record
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import PARTITIONS, Topics
from consumers.transaction import Noted
from domain.errors import SaksiError
from ledger.avro import FRAME
from projections.announcement import Announcements
from projections.announcer import Announcer
from projections.told import VerdictRow
from schemas.published import VERDICTS

OF_EMPLOYEES = "employee-"


class VerdictEvents:
    """Makes records of verdicts. ``schema_ids`` are a registry's by fingerprint; without, values are as stored.

    Raises ``WrongSetting`` for a source that is no URI reference.
    """

    def __init__(self, source: str, schema_ids: Mapping[bytes, int] | None = None) -> None:
        self._source = source_header(f"{source.rstrip('/')}/verdicts")
        self._schema_ids = schema_ids
        self._announcements = Announcements()

    def of(self, row: VerdictRow) -> Record:
        """The record of a verdict. Raises ``UnreadableVerdict``."""
        schema = self._announcements.schema_of(row.state)
        key = f"{OF_EMPLOYEES}{row.nip}".encode()
        headers = [
            SPECVERSION,
            ("ce_id", f"{row.position}-{proof_of(row)[:16]}".encode()),
            self._source,
            ("ce_type", schema.full_name.encode()),
            ("ce_time", self._announcements.decode(row.state)["as_of"].isoformat().encode()),
            ("ce_sequence", b"%020d" % row.position),
            ("ce_subject", attribute(row.nip)),
            ("ce_partitionkey", attribute(key.decode())),
            CONTENT_TYPE,
        ]
        if self._schema_ids is None:
            return Record(key, row.state, headers)
        number = self._schema_ids[schema.fingerprint]
        return Record(key, b"\x00" + number.to_bytes(4, "big") + row.state[FRAME:], headers)


class VerdictPublisher(Publication[VerdictRow]):
    """Publishes the outbox of an announcer. With ``anew`` whatever was told is told again, into topics that are empty.

    After an error of ``consumers.errors.PASSING`` it can be opened again.
    """

    def __init__(
        self,
        announcer: Announcer,
        settings: KafkaSettings,
        registry: RegistrySettings | None = None,
        source: str = DEFAULT_SOURCE,
        partitions: int = PARTITIONS,
        *,
        anew: bool = False,
    ) -> None:
        super().__init__(Topics(settings.topics).verdicts, VERDICTS, settings, registry, partitions)
        self._announcer = announcer
        self._source = source
        self._anew = anew
        self._events: VerdictEvents | None = None

    def _prepare(self, schema_ids: Mapping[bytes, int] | None) -> None:
        self._events = VerdictEvents(self._source, schema_ids)

    def _rows_after(self, position: int) -> Sequence[VerdictRow]:
        return self._announcer.tables.after(position, BATCH_OF_ROWS)

    def _record(self, row: VerdictRow) -> Record:
        assert self._events is not None, "it is prepared"
        return self._events.of(row)

    def _expect_ours(self, noted: Noted) -> None:
        """Raises ``VerdictsForgotten`` unless the outbox goes on where the topic ends."""
        if self._anew and noted.position == 0:
            self._announcer.forget()
            self._anew = False
            return
        if self._anew:
            raise VerdictsForgotten(
                "{topic} holds verdicts up to number {position} already, so they cannot be told anew there",
                "name empty topics with --topics",
                topic=self._topic.name,
                position=noted.position,
            )
        if noted.position == 0 and self._announcer.last_number == 0:
            return
        first = next(iter(self._announcer.tables.after(max(0, noted.position - 1), 1)), None)
        if noted.position == 0:
            known = first is not None and first.position == 1
        else:
            known = first is not None and first.position == noted.position and proof_of(first) == noted.proof
        if not known:
            raise VerdictsForgotten(
                "{topic} ends with verdict {position}, and the read models do not know it: what was told is forgotten",
                "tell everything again into empty topics, with --anew and --topics; or check --db and --kafka",
                topic=self._topic.name,
                position=noted.position,
            )

    def _missing(self, position: int, following: int) -> PublisherStopped:
        return PublisherStopped(
            "the outbox has no verdict {position}, though it has verdict {next}",
            "nothing behind it is published; tell everything again into empty topics, with --anew and --topics",
            position=position,
            next=following,
        )

    def _unreadable(self, position: int, error: SaksiError) -> PublisherStopped:
        return PublisherStopped(
            "verdict {position} of the outbox cannot be published: {why}",
            "nothing behind it is published; update Saksi",
            position=position,
            why=error.said,
        )
