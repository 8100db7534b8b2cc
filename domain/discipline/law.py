"""The law of discipline cases as known at a position: which rules hold for an employee on a day.

    law = DisciplineLaw(facts)
    law.rules_for("PNS", ("diskominfo", "kaltim", "id"), date(2026, 3, 2))

Enacting a name again amends it: on a day that version holds which begins last by then; of equals the later position.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.corrections import Facts
from domain.discipline.rules import DisciplineRules, read_rules, rules_for
from domain.events import DisciplineEnacted, Employment, Recorded


class DisciplineLaw:
    """Every enactment in account."""

    def __init__(self, facts: Facts) -> None:
        self._versions: dict[str, list[tuple[date, int, DisciplineRules]]] = {}
        for fact in facts.of(DisciplineEnacted):
            self._take(fact)

    def _take(self, fact: Recorded[DisciplineEnacted]) -> None:
        rules = read_rules(fact.event.document)
        self._versions.setdefault(fact.event.discipline, []).append((rules.effective_from, fact.position, rules))

    def in_force(self, day: date) -> list[DisciplineRules]:
        """The version of each name that holds on a day, by name."""
        found = []
        for _, versions in sorted(self._versions.items()):
            begun = [version for version in versions if version[0] <= day]
            if begun:
                found.append(max(begun, key=lambda version: version[:2])[2])
        return found

    def rules_for(self, employment: Employment, path: Sequence[str], day: date) -> DisciplineRules:
        """The rules for an employee of a unit on a day; ``path`` runs up to the root. Raises ``NoDisciplineRules``."""
        return rules_for(self.in_force(day), employment, path, day)
