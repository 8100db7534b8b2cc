"""What the ledger says of itself, in its own log: they are events like any other, and nobody outside can tell them.

    ledger-seals    StreamsSealed        which streams there were, and all their entries, just before a checkpoint
    ledger-keys     SigningKeyAdded      from here on a key signs checkpoints
                    SigningKeyRetired    from here on it does not

They stand in the log so that a checkpoint commits to them: an operator who says one thing to one reader and another
thing to the next would have to fork the whole log for it.
"""

from __future__ import annotations

from domain.discipline.events import CASE_EVENT_TYPES, AnyCaseEvent
from domain.events import EVENT_TYPES, AnyEvent, Event

SEALS = "ledger-seals"
KEYS = "ledger-keys"
OWN_STREAMS = "ledger-"
"""How the names of their streams begin; no stream of facts begins so."""


class StreamsSealed(Event, frozen=True, kw_only=True):
    """The tree of streams as it was at the position before this one (``ledger.stream_tree``).

    ``streams`` counts the streams in it by kind, the part of their names before the first hyphen: who is shown as many
    policies as it says was shown all of them.
    """

    upto: int
    root: bytes
    streams: dict[str, int]


class SigningKeyAdded(Event, frozen=True, kw_only=True):
    """From here on checkpoints may be signed with this key, in its text form (``ledger.note``).

    ``vouched`` is the signature by a key that was there before; the first key has none to vouch for it.
    """

    key: str
    vouched: str | None = None


class SigningKeyRetired(Event, frozen=True, kw_only=True):
    """From here on checkpoints are not signed with this key; ``vouched`` as in ``SigningKeyAdded``."""

    key: str
    vouched: str | None = None


Statement = StreamsSealed | SigningKeyAdded | SigningKeyRetired
STATEMENT_TYPES: tuple[type[Event], ...] = (StreamsSealed, SigningKeyAdded, SigningKeyRetired)
LOGGED_TYPES: tuple[type[Event], ...] = (*EVENT_TYPES, *CASE_EVENT_TYPES, *STATEMENT_TYPES)
"""Of all that a log holds."""
AnyLogged = AnyEvent | AnyCaseEvent | Statement


def kind_of(stream: str) -> str:
    """The part of a stream's name that says what it is about."""
    return stream.partition("-")[0]
