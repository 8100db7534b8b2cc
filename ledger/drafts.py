"""Events made ready to be recorded before the ledger is locked: encoded, hashed, and given their stream."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from domain.errors import Refusal
from domain.events import AnyEvent, EventVoided
from ledger.avro import Codec
from ledger.statements import LOGGED_TYPES, AnyLogged
from ledger.streams import stream_of
from schemas.published import NAMESPACE

SLOTS = 1 << 64


class Submission(msgspec.Struct, frozen=True):
    """A fact and where it came from: the name of its source, and the line there (1, 2, 3 …; 0 if it has none)."""

    event: AnyEvent
    source: str
    line: int = 0


class Draft(msgspec.Struct, frozen=True, gc=False):
    """An event as it will be stored. ``stream`` is empty for a void, which goes where its target is."""

    id: str
    key: int
    stream: str
    topic: str
    state: bytes
    source: str
    line: int
    target: str


class Appended(msgspec.Struct):
    """What became of a list of drafts, by their index in it. Those that are not named were recorded, in order."""

    recorded: int
    last_position: int
    duplicates: dict[int, int]
    """The position of the event that is already there."""
    refusals: dict[int, Refusal]


class Outcome(msgspec.Struct, frozen=True):
    """What became of one submission: recorded at a position, a duplicate of what stands there, or refused."""

    position: int | None
    duplicate: bool = False
    refusal: Refusal | None = None


def drafts_of(submissions: Iterable[Submission], codec: Codec) -> list[Draft]:
    """Make events ready to be recorded."""
    return [draft_of(submission.event, submission.source, submission.line, codec) for submission in submissions]


def draft_of(event: AnyLogged, source: str, line: int, codec: Codec) -> Draft:
    """Make one event ready to be recorded."""
    event_type = type(event)
    identity = event.id
    if isinstance(event, EventVoided):
        stream, target = "", event.target
    else:
        stream, target = stream_of(event), ""
    topic = _TOPICS[event_type]
    return Draft(identity, slot_of(identity), stream, topic, codec.encode(event), source, line, target)


_TOPICS = {event_type: f"{NAMESPACE}.{event_type.__name__}" for event_type in LOGGED_TYPES}


def slot_of(identity: str) -> int:
    """Where the search for a source's id starts: 64 bits of its BLAKE2b, as a signed number.

    Ids are kept by open addressing: an id stands in the first free slot from here on, so two ids that share a slot by
    chance are told apart by looking at the ids themselves, and both are found.
    """
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "big", signed=True)


def next_slot(slot: int) -> int:
    """The slot to look at when this one holds another id; after the last comes the first."""
    return slot + 1 if slot + 1 < SLOTS // 2 else -SLOTS // 2
