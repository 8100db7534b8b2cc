"""The library's mapper, in Avro: a domain event is a fact at its place in a stream."""

from __future__ import annotations

from typing import Any

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from ledger.avro import Codec
from ledger.statements import AnyLogged
from schemas.published import NAMESPACE


class StreamEvent(msgspec.Struct, frozen=True):
    """A fact at its place in a stream, as the library's event store gives it."""

    originator_id: str
    originator_version: int
    event: AnyLogged


class AvroMapper(Mapper[str]):
    """Turns facts into stored events and back. The topic is the schema's full name, never a path of this code."""

    def __init__(self, *_: Any, codec: Codec | None = None, **__: Any) -> None:
        self.codec = codec or Codec()

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The stored form of a ``StreamEvent``."""
        event = domain_event.event
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            f"{NAMESPACE}.{type(event).__name__}",
            self.codec.encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The ``StreamEvent`` of a stored event. Raises ``UnreadableEvent`` if its bytes are none."""
        return StreamEvent(
            str(stored_event.originator_id), stored_event.originator_version, self.codec.decode(stored_event.state)
        )
