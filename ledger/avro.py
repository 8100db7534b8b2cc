"""Events as bytes: the one form in which they are stored, hashed, published and exported.

A stored event is Avro's single-object encoding:

    C3 01 | CRC-64-AVRO fingerprint of the writer's schema (8 bytes) | body

The body, from ``FRAME`` on, is what is hashed and published; it is never made again for that. An event written with an
older version of its schema is resolved to today's version by Avro's rules and then read like any other.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeAlias, cast

import msgspec

from domain.discipline.events import PARTS_OF_CASES
from domain.errors import SaksiError
from domain.events import Place, Subject
from domain.policy.document import without_nulls
from ledger.avro_source import Source, number, reader_source, writer_source
from ledger.statements import LOGGED_TYPES, AnyLogged
from schemas.published import CATALOGUE, Catalogue, PublishedSchema

MAGIC = b"\xc3\x01"
FRAME = 10
"""How many bytes stand before the body: the magic and the fingerprint."""

Write: TypeAlias = Callable[[AnyLogged], bytes]
Read: TypeAlias = Callable[[bytes, int], tuple[AnyLogged, int]]


class UnreadableEvent(SaksiError):
    """Stored bytes that are not an event of any published schema."""

    code = "unreadable_event"


class Codec:
    """Writes events with the latest version of each schema and reads those of every published version."""

    def __init__(self, catalogue: Catalogue = CATALOGUE) -> None:
        self.catalogue = catalogue
        self._writers = _Writers(catalogue)
        self._readers = _Readers(catalogue)

    def encode(self, event: AnyLogged) -> bytes:
        """The event framed as it is stored."""
        return self._writers[type(event)](event)

    def decode(self, state: bytes) -> AnyLogged:
        """The event in a frame. Raises ``UnreadableEvent`` if it is none."""
        try:
            event, end = self._readers[state[:FRAME]](state, FRAME)
        except (LookupError, ValueError, OverflowError, struct.error, msgspec.DecodeError) as error:
            raise UnreadableEvent(
                "the stored bytes are not an event: {detail}", "run `saksi verify`", detail=repr(error)
            ) from None
        if end != len(state):
            raise UnreadableEvent(
                "the stored event ends at byte {end}, but there are {length}",
                "run `saksi verify`",
                end=end,
                length=len(state),
            )
        return event

    def schema_of(self, state: bytes) -> PublishedSchema:
        """The version that a framed event was written with. Raises ``UnreadableEvent`` if none was published."""
        schema = self.catalogue.by_fingerprint.get(state[2:FRAME]) if state[:2] == MAGIC else None
        if schema is None:
            raise UnreadableEvent(
                "no published schema has the fingerprint {fingerprint}",
                "read it with a newer Saksi",
                fingerprint=state[2:FRAME].hex(),
            )
        return schema

    def is_canonical(self, state: bytes) -> bool:
        """Whether the bytes are the ones that the event is written as, by the version it was written with."""
        if self.is_current(state):
            try:
                return self.encode(self.decode(state)) == state
            except (LookupError, ValueError):  # it reads as something that cannot be written
                return False
        from io import BytesIO

        from fastavro import parse_schema, schemaless_reader, schemaless_writer

        schema, written = parse_schema(self.schema_of(state).document()), BytesIO()
        schemaless_writer(written, schema, schemaless_reader(BytesIO(state[FRAME:]), schema, None))
        return written.getvalue() == state[FRAME:]

    def is_current(self, state: bytes) -> bool:
        """Whether a framed event was written with the latest version of its schema."""
        schema = self.schema_of(state)
        return self.catalogue.latest[schema.name].fingerprint == schema.fingerprint


def identifier_in(state: bytes) -> str:
    """The source's own ``id`` of a framed event: the first field of every schema."""
    size, at = _long_number(state, FRAME)
    return state[at : at + size].decode()


class _Writers(dict[type, Write]):
    """Generated when first needed, so that starting costs nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def __missing__(self, event_type: type) -> Write:
        schema = self._catalogue.latest[event_type.__name__]
        constants = _WRITER_NAMES | {"HEADER": MAGIC + schema.fingerprint}
        writer = cast("Write", _compiled(writer_source(schema.document()), "write", constants))
        self[event_type] = writer
        return writer


class _Readers(dict[bytes, Read]):
    """By the first bytes of a frame."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def __missing__(self, header: bytes) -> Read:
        schema = self._catalogue.by_fingerprint.get(header[2:]) if header[:2] == MAGIC else None
        if schema is None:
            raise UnreadableEvent(
                "no published schema has the frame {frame}", "read it with a newer Saksi", frame=header.hex()
            )
        latest = self._catalogue.latest[schema.name]
        today = cast("Read", _compiled(reader_source(latest.document(), _STRUCTS), "read", _READER_NAMES))
        reader = today if schema.fingerprint == latest.fingerprint else _resolving(schema, latest, today)
        self[header] = reader
        return reader


def _resolving(written: PublishedSchema, latest: PublishedSchema, today: Read) -> Read:
    """Reads an older version: Avro resolves the body to the latest schema, whose reader then reads it."""
    from io import BytesIO

    from fastavro import parse_schema, schemaless_reader, schemaless_writer

    writer_schema, reader_schema = parse_schema(written.document()), parse_schema(latest.document())

    def read(data: bytes, at: int) -> tuple[AnyLogged, int]:
        source, resolved = BytesIO(data), BytesIO()
        source.seek(at)
        try:
            record = schemaless_reader(source, writer_schema, reader_schema)
        except EOFError:
            raise ValueError("the body ends too early") from None
        schemaless_writer(resolved, reader_schema, record)
        event, _ = today(resolved.getvalue(), 0)
        return event, source.tell()

    return read


def _compiled(source: Source, name: str, names: dict[str, Any]) -> Callable[..., Any]:
    scope: dict[str, Any] = names | source.constants
    exec(str(source), scope)  # noqa: S102  the source is made of our own schema files
    function: Callable[..., Any] = scope[name]
    return function


class _Lengths(dict[int, bytes]):
    def __missing__(self, length: int) -> bytes:
        return number(length)


class _Offsets(dict[timedelta, bytes]):
    def __missing__(self, offset: timedelta) -> bytes:
        minutes, seconds = divmod(offset, timedelta(minutes=1))
        if seconds:
            raise ValueError(f"the offset {offset} is not whole minutes")
        self[offset] = number(minutes)
        return self[offset]


class _Clock(dict[str, bytes]):
    def __missing__(self, text: str) -> bytes:
        self[text] = number((int(text[:2]) * 60 + int(text[3:])) * 60_000)
        return self[text]


class _ClockText(dict[int, str]):
    def __missing__(self, milliseconds: int) -> str:
        if milliseconds % 60_000 or not 0 <= milliseconds < 86_400_000:
            raise ValueError(f"{milliseconds} ms after midnight is no whole minute of a day")
        hours, minutes = divmod(milliseconds // 60_000, 60)
        self[milliseconds] = f"{hours:02}:{minutes:02}"
        return self[milliseconds]


class _Midnight(dict[int, datetime]):
    """By offset in minutes, 1970-01-01T00:00Z on a clock with that offset."""

    def __missing__(self, minutes: int) -> datetime:
        zone = UTC if minutes == 0 else timezone(timedelta(minutes=minutes))
        self[minutes] = EPOCH.astimezone(zone)
        return self[minutes]


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = EPOCH.toordinal()
_NULL, _PRESENT = b"\x00", b"\x02"


def micros_of(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z, exactly."""
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def instant_of(micros: int) -> datetime:
    """The instant (UTC) so many microseconds after 1970-01-01T00:00Z."""
    return EPOCH + timedelta(0, 0, micros)


def _instant(instant: datetime) -> bytes:
    since = instant - EPOCH
    rest = ((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds) << 1
    if 1 << 49 <= rest < 1 << 56:  # 1978 to 3111: always eight bytes
        return bytes(
            (
                rest & 127 | 128,
                rest >> 7 & 127 | 128,
                rest >> 14 & 127 | 128,
                rest >> 21 & 127 | 128,
                rest >> 28 & 127 | 128,
                rest >> 35 & 127 | 128,
                rest >> 42 & 127 | 128,
                rest >> 49,
            )
        )
    return number(rest >> 1)


def _long_number(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    at += 1
    value, shift = byte & 127, 7
    while byte > 127 and shift < 70:  # ten bytes at most: a number of a million would take hours to add up
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
    return (value >> 1) ^ -(value & 1), at


def _texts(values: list[str] | None) -> bytes:
    if not values:
        return _NULL
    encoded = [value.encode() for value in values]
    return number(len(encoded)) + b"".join(number(len(value)) + value for value in encoded) + _NULL


def _items(values: list[Any], write: Callable[[Any], bytes]) -> bytes:
    if not values:
        return _NULL
    return number(len(values)) + b"".join(map(write, values)) + _NULL


def _numbers(values: dict[str, int]) -> bytes:
    if not values:
        return _NULL
    encoded = ((name.encode(), value) for name, value in sorted(values.items()))
    parts = (number(len(name)) + name + number(value) for name, value in encoded)
    return number(len(values)) + b"".join(parts) + _NULL


def _read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    size, at = _long_number(data, at)
    if size < 0:
        raise ValueError("bytes have a negative length")
    return data[at : at + size], at + size


def _read_numbers(data: bytes, at: int) -> tuple[dict[str, int], int]:
    values = {}
    count, at = _long_number(data, at)
    while count:
        if count < 0:
            count = -count
            _, at = _long_number(data, at)
        for _ in range(count):
            name, at = _read_bytes(data, at)
            values[name.decode()], at = _long_number(data, at)
        count, at = _long_number(data, at)
    return values, at


def _read_items(data: bytes, at: int, read: Callable[[bytes, int], tuple[Any, int]]) -> tuple[list[Any], int]:
    values = []
    count, at = _long_number(data, at)
    while count:
        if count < 0:
            count = -count
            _, at = _long_number(data, at)
        for _ in range(count):
            value, at = read(data, at)
            values.append(value)
        count, at = _long_number(data, at)
    return values, at


def _read_texts(data: bytes, at: int) -> tuple[list[str], int]:
    values = []
    count, at = _long_number(data, at)
    while count:
        if count < 0:  # a block may say its size in bytes, so that it can be skipped
            count = -count
            _, at = _long_number(data, at)
        for _ in range(count):
            size, at = _long_number(data, at)
            if size < 0:  # going back, it could be read for ever
                raise ValueError("a text has a negative length")
            values.append(data[at : at + size].decode())
            at += size
        count, at = _long_number(data, at)
    return values, at


def _canonical_json(document: dict[str, Any]) -> bytes:
    import rfc8785

    return rfc8785.dumps(without_nulls(document))


_WRITER_NAMES: dict[str, Any] = {
    "join": b"".join,
    "LENGTH": _Lengths({length: number(length) for length in range(256)}),
    "OFFSET": _Offsets(),
    "CLOCK": _Clock(),
    "NULL": _NULL,
    "PRESENT": _PRESENT,
    "TRUE": b"\x01",
    "FALSE": b"\x00",
    "EPOCH_DAY": _EPOCH_DAY,
    "number": number,
    "instant": _instant,
    "texts": _texts,
    "numbers": _numbers,
    "items": _items,
    "canonical_json": _canonical_json,
    "pack_double": struct.Struct("<d").pack,
}
_READER_NAMES: dict[str, Any] = {
    "long_number": _long_number,
    "read_texts": _read_texts,
    "read_bytes": _read_bytes,
    "read_numbers": _read_numbers,
    "read_items": _read_items,
    "read_json": msgspec.json.decode,
    "unpack_double": struct.Struct("<d").unpack_from,
    "from_ordinal": date.fromordinal,
    "timedelta": timedelta,
    "BOOLEAN": {0: False, 1: True},
    "EPOCH_DAY": _EPOCH_DAY,
    "MIDNIGHT": _Midnight(),
    "CLOCK_TEXT": _ClockText(),
}
_STRUCTS: dict[str, type] = {event_type.__name__: event_type for event_type in LOGGED_TYPES} | {
    "LetterPlace": Place,
    "ReasonSubject": Subject,
    **{part.__name__: part for part in PARTS_OF_CASES},
}
