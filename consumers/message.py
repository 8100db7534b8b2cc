"""What a message says: the fact in it, as JSON or as Avro, or why it is none.

    content-type: application/json, or no such header     one JSON object as SPEC section 2 has it
    content-type: application/avro                        Avro's single-object encoding, C3 01 + fingerprint + body,
                                                          or the registry's wire format, 00 + id of the schema + body

A fact in Avro is held to the same rules as one in JSON: it is put down as JSON and admitted as that, so that neither
way lets in what the other refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

import msgspec

from consumers.errors import RegistryRefused
from consumers.registry import Registry
from domain.admission import admit
from domain.errors import MALFORMED_JSON, WRONG_FIELD, Refusal
from domain.events import AnyEvent
from ledger.avro import FRAME, MAGIC, Codec, UnreadableEvent
from ledger.lines import LINE_BYTES
from ledger.statements import AnyLogged
from schemas.published import fingerprint_of

MALFORMED_AVRO = "malformed_avro"
UNKNOWN_SCHEMA = "unknown_schema"
UNKNOWN_CONTENT = "unknown_content_type"
UNREADABLE_RECORD = "unreadable_record"

MESSAGE_CODES = (MALFORMED_AVRO, UNKNOWN_SCHEMA, UNKNOWN_CONTENT, UNREADABLE_RECORD)
"""For what no line of JSON can be refused for."""

CONTENT_TYPE = "content-type"
JSON = "application/json"
AVRO = "application/avro"

WIRE_FRAME = 5
"""Of the registry's wire format: a zero and the id of the schema, big-endian."""

_SINGLE_OBJECT = (
    "write C3 01 and the fingerprint of a published schema before the body, or 00 and its id at the registry"
)

_PUBLISHED = "write it with a schema that `saksi schemas export` gives out"


class Message(NamedTuple):
    """A message as it came."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Reading:
    """Reads messages. With a registry it understands the wire format, and asks for each schema once."""

    def __init__(self, codec: Codec, registry: Registry | None) -> None:
        self._codec = codec
        self._registry = registry
        self._frames: dict[bytes, bytes] = {}
        self._unknown: set[bytes] = set()

    def begin(self) -> None:
        """Ask anew for schemas that the registry did not know, once: it may have learnt of them."""
        self._unknown.clear()

    def event(self, value: bytes | None, headers: Sequence[tuple[str, bytes | None]]) -> AnyEvent:
        """The fact in a message.

        Raises ``Refusal`` if there is none, with a code of ``domain.errors`` or of ``MESSAGE_CODES``, and
        ``RegistryUnreachable`` or ``RegistryRefused`` if the registry does not say what the schema is.
        """
        if value is None:
            raise Refusal("the message has no value", "send the fact as its value", MALFORMED_JSON)
        if len(value) > LINE_BYTES:
            raise Refusal(
                "the message is longer than {most} MiB", "send one fact in each", MALFORMED_JSON, most=LINE_BYTES >> 20
            )
        kind = _content_type(headers) if headers else JSON
        if kind == JSON:
            return admit(value)
        if kind == AVRO:
            return self._event_in_avro(value)
        raise Refusal(
            "messages of the content type '{kind}' are not read",
            "send application/json, or application/avro",
            UNKNOWN_CONTENT,
            kind=kind[:100],
        )

    def _event_in_avro(self, value: bytes) -> AnyEvent:
        if value[:1] == b"\0" and len(value) >= WIRE_FRAME:
            state = self._frame_of(value[1:WIRE_FRAME]) + value[WIRE_FRAME:]
        elif value[:2] == MAGIC and len(value) >= FRAME:
            state = value
        else:
            raise Refusal("the value begins as no Avro message does", _SINGLE_OBJECT, MALFORMED_AVRO)
        if state[2:FRAME] not in self._codec.catalogue.by_fingerprint:
            raise Refusal(
                "no published schema has the fingerprint {fingerprint}",
                _PUBLISHED,
                UNKNOWN_SCHEMA,
                fingerprint=state[2:FRAME].hex(),
            )
        try:
            event = self._codec.decode(state)
        except UnreadableEvent as error:
            raise Refusal("{why}", "write it with the schema that it names", MALFORMED_AVRO, why=error.said) from None
        except RecursionError:
            raise Refusal("the message is nested too deep", _SINGLE_OBJECT, MALFORMED_AVRO) from None
        _refuse_what_json_cannot_say(event)
        return admit(msgspec.json.encode(event))

    def _frame_of(self, number: bytes) -> bytes:
        """What stands before the body in the single-object encoding, for the id of a schema at the registry."""
        frame = self._frames.get(number)
        if frame is None:
            said = str(int.from_bytes(number, "big"))
            if self._registry is None:
                raise Refusal(
                    "the message is in a registry's wire format, and no registry is named",
                    "name it with --registry, or send Avro's single-object encoding",
                    UNKNOWN_SCHEMA,
                )
            if number in self._unknown:
                raise _unknown_to_the_registry(said)
            frame = MAGIC + self._fingerprint(self._registry, number, said)
            self._frames[number] = frame
        return frame

    def _fingerprint(self, registry: Registry, number: bytes, said: str) -> bytes:
        try:
            found = fingerprint_of(registry.schema(int.from_bytes(number, "big")))
        except RegistryRefused as error:
            if not _says_that_there_is_none(error):
                raise
            found = b""
        if found not in self._codec.catalogue.by_fingerprint:
            self._unknown.add(number)
            raise _unknown_to_the_registry(said)
        return found


def _content_type(headers: Sequence[tuple[str, bytes | None]]) -> str:
    """The last one, without parameters such as ``; charset=utf-8``; JSON if there is none."""
    told = next((value for name, value in reversed(headers) if name.lower() == CONTENT_TYPE), None)
    if not told:
        return JSON
    return told.decode("ascii", "backslashreplace").partition(";")[0].strip().lower()


def _refuse_what_json_cannot_say(event: AnyLogged) -> None:
    """Not a number, and infinity: JSON would have them left out."""
    for name in event.__struct_fields__:
        value = getattr(event, name)
        for part, number in ((name, value), (f"{name}.radius_m", getattr(value, "radius_m", None))):
            if isinstance(number, float) and not isfinite(number):
                raise Refusal("`{field}` is not a finite number", "correct the value", WRONG_FIELD, field=f"$.{part}")


def _says_that_there_is_none(error: RegistryRefused) -> bool:
    """The registry's own word for it, not that of a server which knows no registry at all."""
    values = error.said.values
    return values.get("status") == "HTTP 404" and "40403" in str(values.get("detail"))


def _unknown_to_the_registry(number: str) -> Refusal:
    return Refusal(
        "the schema registry has no published schema with the id {id}", _PUBLISHED, UNKNOWN_SCHEMA, id=number
    )
