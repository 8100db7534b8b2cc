"""What becomes of drafts where some may be there already: recorded, duplicates, or refused (SPEC section 2).

The same ``id`` with the same content again is a duplicate. The same ``id`` with other content, and a void whose target
is neither in the ledger nor earlier in the same list, are refused, and an ``id`` that was refused is not used up. What
the ledger says of itself is no fact, so there is nothing of it to be voided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.errors import ID_REUSED, UNKNOWN_TARGET, Refusal
from ledger.avro import Codec, identifier_in
from ledger.drafts import Draft, next_slot, slot_of
from ledger.statements import OWN_STREAMS


class Stored(NamedTuple):
    """An event that is in the ledger."""

    position: int
    stream: str
    state: bytes


class Accepted(NamedTuple):
    """A draft that will be recorded, with the slot its id takes and the stream it goes to."""

    draft: Draft
    slot: int
    stream: str


class Settlement:
    """Goes through drafts in order. ``look_up`` gives what the ledger holds in a slot."""

    def __init__(self, codec: Codec, look_up: Callable[[int], Stored | None], first_position: int) -> None:
        self._codec = codec
        self._look_up = look_up
        self._first_position = first_position
        self._taken: dict[int, Stored] = {}
        self.accepted: list[Accepted] = []
        self.duplicates: dict[int, int] = {}
        self.refusals: dict[int, Refusal] = {}

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Decide for every draft."""
        for index, draft in enumerate(drafts):
            slot, stored = self._find(draft.id, draft.key)
            if stored is not None:
                self._settle_known(index, draft, stored)
                continue
            stream = draft.stream
            if not stream:
                _, target = self._find(draft.target, slot_of(draft.target))
                if target is None or target.stream.startswith(OWN_STREAMS):
                    self.refusals[index] = _unknown_target(draft)
                    continue
                stream = target.stream
            position = self._first_position + len(self.accepted)
            self._taken[slot] = Stored(position, stream, draft.state)
            self.accepted.append(Accepted(draft, slot, stream))

    def _settle_known(self, index: int, draft: Draft, stored: Stored) -> None:
        if self._in_current_form(stored.state) == draft.state:
            self.duplicates[index] = stored.position
        else:
            self.refusals[index] = Refusal(
                "the id '{id}' of this {type} is already used by the {other} at position {position}, "
                "whose content differs",
                "a new fact needs a new id; a wrong one is corrected by a void and a new event",
                ID_REUSED,
                id=draft.id,
                type=_type_in(draft.topic),
                other=self._type_of(stored),
                position=stored.position,
            )

    def _find(self, identity: str, slot: int) -> tuple[int, Stored | None]:
        """The event with this id, or the free slot that the id would take."""
        while True:
            stored = self._taken.get(slot) or self._look_up(slot)
            if stored is None or identifier_in(stored.state) == identity:
                return slot, stored
            slot = next_slot(slot)

    def _in_current_form(self, state: bytes) -> bytes:
        """Content is compared in today's schema, whichever version it was written with."""
        return state if self._codec.is_current(state) else self._codec.encode(self._codec.decode(state))

    def _type_of(self, stored: Stored) -> str:
        return self._codec.schema_of(stored.state).name


def _type_in(topic: str) -> str:
    return topic.rpartition(".")[2]


def _unknown_target(draft: Draft) -> Refusal:
    return Refusal(
        "the void '{id}' targets '{target}', which the ledger does not hold",
        "record the event before its void, or correct `target`",
        UNKNOWN_TARGET,
        id=draft.id,
        target=draft.target,
    )
