"""Who is who: the employee's post, the names of people and of units, as the facts have them."""

from __future__ import annotations

from datetime import date

from domain.events import EmployeeAssigned, UnitDefined
from evidence.dossier.axes import Account
from evidence.dossier.legible import legible


class Staff:
    """The people and units among the facts in account."""

    def __init__(self, account: Account) -> None:
        self._posts = account.facts.of(EmployeeAssigned)
        self._names = {fact.event.nip: fact.event.name for fact in self._posts}
        self._units = {fact.event.unit: fact.event.name for fact in account.facts.of(UnitDefined)}

    def post(self, nip: str, day: date) -> EmployeeAssigned | None:
        """The post of an employee on a day, or the first after it; None if there is none."""
        posts = [fact for fact in self._posts if fact.event.nip == nip]
        begun = [fact for fact in posts if fact.event.effective_from <= day]
        if begun:
            return max(begun, key=lambda fact: (fact.event.effective_from, fact.position)).event
        return min(posts, key=lambda fact: fact.event.effective_from).event if posts else None

    def named(self, nip: str) -> str:
        """``Andi Saputra (198603152010011004)``; the NIP alone where nobody is known by it."""
        return legible(f"{self._names[nip]} ({nip})" if nip in self._names else nip)

    def unit(self, unit: str) -> str:
        """A unit by its name likewise."""
        return legible(f"{self._units[unit]} ({unit})" if unit in self._units else unit)
