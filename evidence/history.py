"""What a bundle holds of the log: entries by stream, and the events they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, cast

import msgspec
from msgspec import Struct

from domain.events import AnyEvent, Fact, Recorded
from evidence.bundle import Bundle
from evidence.errors import FalseEvidence
from ledger.avro import FRAME, MAGIC, Codec
from ledger.merkle import leaf_hash
from ledger.statements import AnyLogged
from schemas.published import fingerprint_of

_HINT = "have the evidence exported again, or ask who changed it"
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry as it stands in the log."""

    id: str
    n: int
    recorded: str
    state: str
    topic: str
    v: int
    version: int


class Entry(NamedTuple):
    """An entry of the log: its position, when it was recorded (RFC 3339, UTC), and what it says of the event.

    ``digest`` is the SHA-256 of the stored event in hex, ``leaf`` the leaf hash of the entry.
    """

    position: int
    recorded: str
    stream: str
    version: int
    topic: str
    digest: str
    leaf: bytes


class History:
    """The entries of a bundle in order, and by stream but for the seal.

    Raises ``FalseEvidence`` for lines that are no entries, or out of order. ``streams`` has no key for an empty one.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.entries = [_entry(number, line) for number, line in enumerate(bundle.entries, 1)]
        self.streams: dict[str, list[Entry]] = {}
        for before, entry in zip([None, *self.entries], self.entries, strict=False):
            if before is not None and before.position >= entry.position:
                raise FalseEvidence("entry {position} is out of order or stands twice", _HINT, position=entry.position)
        for entry in self.entries[:-1]:
            self.streams.setdefault(entry.stream, []).append(entry)
        self._states = {entry.position: state for entry, state in zip(self.entries, bundle.events, strict=False)}
        self._schemas = bundle.schemas
        self._codec = Codec()
        self._sound: set[str] = set()

    def event(self, entry: Entry) -> AnyLogged:
        """The event of an entry. Raises ``UnreadableEvent``."""
        return self._codec.decode(self._states[entry.position])

    def facts(self, stream: str, known_at: int) -> list[Fact]:
        """What a stream says up to a position. Raises ``UnreadableEvent``."""
        return [
            Recorded(entry.position, datetime.fromisoformat(entry.recorded), cast("AnyEvent", self.event(entry)))
            for entry in self.streams.get(stream, [])
            if entry.position <= known_at
        ]

    def reader(self, known_at: int, asked: set[str]) -> Callable[..., list[Fact]]:
        """How ``ledger.province.facts_around`` reads them; the names of the streams go to ``asked``."""

        def read(*streams: str) -> list[Fact]:
            asked.update(streams)
            return [fact for stream in streams for fact in self.facts(stream, known_at)]

        return read

    def expect_schema(self, entry: Entry, state: bytes) -> str:
        """The name of the schema that an event was written with.

        Raises ``FalseEvidence`` if it is not in the bundle, has another fingerprint, or is not as it was published.
        """
        name = f"{entry.topic}-{state[len(MAGIC) : FRAME].hex()}.avsc"
        if name in self._sound:
            return name
        if state[: len(MAGIC)] != MAGIC or name not in self._schemas:
            raise FalseEvidence(
                "the schema of the event at position {position}, {name}, is missing",
                _HINT,
                position=entry.position,
                name=name,
            )
        self._expect_sound(name, entry.topic, state[len(MAGIC) : FRAME])
        self._sound.add(name)
        return name

    def _expect_sound(self, name: str, topic: str, fingerprint: bytes) -> None:
        text = self._schemas[name]
        published = self._codec.catalogue.by_fingerprint.get(fingerprint)
        if published is not None:
            versions = self._codec.catalogue.versions(published.name)
            if published.full_name != topic or not any(text == version.text() for version in versions):
                raise FalseEvidence("the schema {name} is not the one that was published", _HINT, name=name)
            return
        try:
            document = msgspec.json.decode(text)
            sound = fingerprint_of(document) == fingerprint
            sound = sound and f"{document.get('namespace')}.{document['name']}" == topic
        except Exception:
            sound = False
        if not sound:
            raise FalseEvidence("the schema {name} does not have its fingerprint", _HINT, name=name)


def _entry(number: int, line: bytes) -> Entry:
    try:
        said = msgspec.json.decode(line, type=_Line)
    except (ValueError, msgspec.DecodeError):
        said = None
    if said is None or msgspec.json.encode(said, order="sorted") != line or said.v != 1 or said.n < 1:
        raise FalseEvidence("line {number} of data/entries.jsonl is no entry", _HINT, number=number)
    if not _RECORDED.fullmatch(said.recorded):
        raise FalseEvidence("line {number} of data/entries.jsonl is no entry", _HINT, number=number)
    return Entry(said.n, said.recorded, said.id, said.version, said.topic, said.state, leaf_hash(line))
