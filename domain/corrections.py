"""What is in account at a position (SPEC sections 1 and 8).

    1 CheckedIn a      2 EventVoided b (target a)      3 EventVoided c (target b)

At 1 the check-in counts, at 2 it does not, at 3 it does again: the void of the void brings it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

from domain.events import Event, EventVoided, Fact, Recorded

E = TypeVar("E", bound=Event)


class Facts:
    """The facts in account at a position, by type and in the order of recording."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_type: dict[type[Event], list[Recorded[Any]]] = defaultdict(list)
        for fact in facts:
            self._by_type[type(fact.event)].append(fact)

    def of(self, event_type: type[E]) -> list[Recorded[E]]:
        """Those of one type, by position."""
        return self._by_type.get(event_type, [])

    @cached_property
    def by_id(self) -> dict[str, Recorded[Any]]:
        """All of them by the id of their event."""
        return {fact.event.id: fact for facts in self._by_type.values() for fact in facts}

    @cached_property
    def voids(self) -> dict[str, Recorded[EventVoided]]:
        """The voids by the id of what they take out of account; of several, the first."""
        return {void.event.target: void for void in reversed(self.of(EventVoided))}


def in_account(facts: Iterable[Fact], known_at: int) -> list[Fact]:
    """The facts recorded up to ``known_at`` that no void which is itself in account targets, by position."""
    held = sorted((fact for fact in facts if fact.position <= known_at), key=lambda fact: fact.position)
    voided: set[str] = set()
    for fact in reversed(held):  # a void can only target what was recorded before it
        if isinstance(fact.event, EventVoided) and fact.event.id not in voided:
            voided.add(fact.event.target)
    return [fact for fact in held if fact.event.id not in voided] if voided else held
