"""What an item of an answer rests on: the facts that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from domain.events import Event, Fact
from evidence.dossier.axes import Account, occurred_at

Item = Mapping[str, Any]
E = TypeVar("E", bound=Event)


class Sources:
    """The facts of a dossier by their ids."""

    def __init__(self, account: Account, facts: Sequence[Fact]) -> None:
        self._account = account
        self._by_id = {fact.event.id: fact for fact in facts}

    def named(self, names: Sequence[str]) -> tuple[list[Fact], list[Fact]]:
        """The facts of these ids, by position: what happened to the employee, and what stands."""
        facts = sorted((self._by_id[name] for name in names if name in self._by_id), key=lambda fact: fact.position)
        own = [fact for fact in facts if self._account.is_own(fact)]
        return own, [fact for fact in facts if not self._account.is_own(fact)]

    def about(self, item: Item, kind: type[E]) -> E | None:
        """The event of a kind that an item is about: of two, the later, as the other came earlier."""
        found = self.all_about(item, kind)
        return found[-1] if found else None

    def all_about(self, item: Item, kind: type[E]) -> list[E]:
        """The events of a kind that an item names, by their time."""
        facts = [self._by_id[name] for name in item["events"] if name in self._by_id]
        found = [(occurred_at(fact), fact.position, fact.event) for fact in facts if isinstance(fact.event, kind)]
        return [event for _, _, event in sorted(found, key=lambda one: one[:2])]

    def late(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        """What is said of those that were recorded on another day than they happened."""
        late = self._account.late
        return tuple(str(late[fact.event.id]) for fact in facts if fact.event.id in late)


def positions(own: Sequence[Fact], standing: Sequence[Fact]) -> str:
    """``#113 #117; #1 #2``."""
    return "; ".join(" ".join(f"#{fact.position}" for fact in some) for some in (own, standing) if some)
