"""Verdicts as bytes: Avro's single-object encoding, as they lie in the outbox and are published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import msgspec
from fastavro import parse_schema, schemaless_reader, schemaless_writer

from domain.errors import SaksiError
from domain.reasons import Reason
from domain.verdicts import VERDICT_TYPES, Verdict
from ledger.avro import FRAME, MAGIC
from schemas.published import VERDICTS, PublishedSchema


class UnreadableVerdict(SaksiError):
    """Bytes that are no verdict of any published schema."""

    code = "unreadable_verdict"


class Announcements:
    """Writes verdicts with the latest version of each schema, and reads those of every published version."""

    def __init__(self) -> None:
        self._written = {
            kind: (MAGIC + schema.fingerprint, parse_schema(schema.document()))
            for kind in VERDICT_TYPES
            for schema in (VERDICTS.latest[kind.__name__],)
        }
        self._read: dict[bytes, Any] = {}

    def encode(self, nip: str, verdict: Verdict, as_of: datetime, known_at: int, positions: Sequence[int]) -> bytes:
        """A verdict about an employee as it is published."""
        frame, schema = self._written[type(verdict.about)]
        message = {
            "nip": nip,
            **_plain(verdict.about),
            "as_of": as_of,
            "known_at": known_at,
            "positions": positions,
            "reasons": [_reason(reason) for reason in verdict.reasons],
        }
        written = BytesIO()
        written.write(frame)
        schemaless_writer(written, schema, message)
        return written.getvalue()

    def schema_of(self, state: bytes) -> PublishedSchema:
        """The version that a framed verdict was written with. Raises ``UnreadableVerdict``."""
        schema = VERDICTS.by_fingerprint.get(state[2:FRAME]) if state[:2] == MAGIC else None
        if schema is None:
            raise UnreadableVerdict(
                "no published schema has the frame {frame}", "read it with a newer Saksi", frame=state[:FRAME].hex()
            )
        return schema

    def decode(self, state: bytes) -> dict[str, Any]:
        """A framed verdict as its fields. Raises ``UnreadableVerdict`` if it is none."""
        schema = self.schema_of(state)
        if schema.fingerprint not in self._read:
            self._read[schema.fingerprint] = parse_schema(schema.document())
        try:
            found: Any = schemaless_reader(BytesIO(state[FRAME:]), self._read[schema.fingerprint], None)
        except (EOFError, ValueError, IndexError) as error:
            raise UnreadableVerdict(
                "the bytes are not a {type}: {detail}", "publish it again", type=schema.full_name, detail=repr(error)
            ) from None
        return dict(found)


@lru_cache(10_000)
def _reason(reason: Reason) -> dict[str, Any]:
    """The same on most days of many employees."""
    return _plain(reason)


def _plain(said: msgspec.Struct) -> dict[str, Any]:
    """A struct as a record of Avro; those that are stored as lists too."""
    return {name: _value(getattr(said, name)) for name in said.__struct_fields__}


def _value(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _plain(value)
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    assert value is None or isinstance(value, (str, int, date)), "a date, an instant, a number or a text"
    return value
