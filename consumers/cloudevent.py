"""A row of the log as a record of Kafka: a CloudEvent 1.0 by its Kafka protocol binding, in binary mode.

    key              the stream, such as employee-198603152010011004
    ce_specversion   1.0
    ce_id            the source's own id, the same whenever the event is published
    ce_source        which ledger, a URI reference; (source, id) is unique
    ce_type          saksi.CheckedIn, the schema's full name
    ce_time          when it occurred, with the offset as given; else when it was recorded
    ce_recordedtime  when the ledger stored it (UTC)
    ce_sequence      the position in 20 digits, so that it sorts as text
    ce_subject       the nip of whom it is about, else the stream
    ce_partitionkey  the stream
    content-type     application/avro
    value            C3 01, the schema's fingerprint (8 bytes), body: Avro's single-object encoding, as stored
                     or, with a registry: 00, the registry's id of the schema (4 bytes, big end first), the same body

CloudEvents has no empty texts and no control characters. A text that is so in an event, where any text may be an id,
stands in a header as ``sha256:`` and the SHA-256 of its UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from consumers.errors import WrongSetting
from consumers.record import Header, Record
from ledger.avro import FRAME, Codec, instant_of
from ledger.reader import LogRow

DEFAULT_SOURCE = "/saksi"
"""Offices whose events are read together give each ledger a source of its own."""

SPECVERSION: Header = ("ce_specversion", b"1.0")
CONTENT_TYPE: Header = ("content-type", b"application/avro")
STREAMS_KEPT = 200_000

_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"^$|^sha256:|[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef{_NO_CHARACTERS}]")
_URI_REFERENCE = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_OF_PERSONS = ("employee-", "staff-")


class CloudEvents:
    """Makes records. ``schema_ids`` are a registry's ids by fingerprint; without, values are as stored.

    Raises ``WrongSetting`` for a source that is no URI reference, and ``of`` raises ``UnreadableEvent`` for bytes that
    are no event of any published schema.
    """

    def __init__(self, codec: Codec, source: str, schema_ids: Mapping[bytes, int] | None = None) -> None:
        self._codec = codec
        self._source = source_header(source)
        self._prefixes = (
            None
            if schema_ids is None
            else {key: b"\x00" + number.to_bytes(4, "big") for key, number in schema_ids.items()}
        )
        self._types: dict[str, Header] = {}
        self._streams: dict[str, tuple[bytes, Header, Header]] = {}
        self._recorded_at = -1
        self._recorded: Header = ("ce_recordedtime", b"")

    def of(self, row: LogRow) -> Record:
        """The record of a row."""
        state = row.state
        event = self._codec.decode(state)
        if row.recorded_at != self._recorded_at:  # rows of one transaction share it
            self._recorded_at = row.recorded_at
            self._recorded = ("ce_recordedtime", instant_of(row.recorded_at).isoformat().encode())
        occurred = getattr(event, "occurred_at", None)
        key, subject, partition_key = self._streams.get(row.stream) or self._of_stream(row.stream)
        headers = [
            SPECVERSION,
            ("ce_id", attribute(event.id)),
            self._source,
            self._types.get(row.topic) or self._types.setdefault(row.topic, ("ce_type", row.topic.encode())),
            ("ce_time", self._recorded[1] if occurred is None else occurred.isoformat().encode()),
            self._recorded,
            ("ce_sequence", b"%020d" % row.position),
            subject,
            partition_key,
            CONTENT_TYPE,
        ]
        return Record(key, self._value(state), headers)

    def _value(self, state: bytes) -> bytes:
        return state if self._prefixes is None else self._prefixes[state[2:FRAME]] + state[FRAME:]

    def _of_stream(self, stream: str) -> tuple[bytes, Header, Header]:
        if len(self._streams) >= STREAMS_KEPT:
            self._streams.clear()
        kind = next((kind for kind in _OF_PERSONS if stream.startswith(kind)), "")
        made = (
            stream.encode(),
            ("ce_subject", attribute(stream.removeprefix(kind))),
            ("ce_partitionkey", attribute(stream)),
        )
        self._streams[stream] = made
        return made


def source_header(source: str) -> Header:
    """The header that names the source. Raises ``WrongSetting`` for one that is no URI reference."""
    if not _URI_REFERENCE.fullmatch(source):
        raise WrongSetting(
            "{source} cannot be the source of events: it is no URI",
            "write it as /saksi/kaltim or https://saksi.kaltimprov.go.id",
            source=repr(source),
        )
    return "ce_source", source.encode()


def attribute(text: str) -> bytes:
    """A text as a CloudEvents attribute may hold it, in UTF-8; two texts never become one."""
    if _UNFIT.search(text):
        return b"sha256:" + sha256(text.encode()).hexdigest().encode()
    return text.encode()
