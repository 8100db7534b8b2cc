"""Holidays and periods, as declared for a unit and everything below it (SPEC section 3)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from domain.corrections import Facts
from domain.events import HolidayDeclared, PeriodDeclared, Recorded
from domain.organisation import UnitOnDay


class Calendar:
    """What was declared, whenever it was declared: it counts by position alone."""

    def __init__(self, facts: Facts) -> None:
        self._holidays: dict[date, list[Recorded[HolidayDeclared]]] = defaultdict(list)
        self._periods: dict[str, list[Recorded[PeriodDeclared]]] = defaultdict(list)
        for holiday in facts.of(HolidayDeclared):
            self._holidays[holiday.event.date].append(holiday)
        for period in facts.of(PeriodDeclared):
            self._periods[period.event.period_id].append(period)

    def holidays(self, unit: UnitOnDay, day: date) -> list[Recorded[HolidayDeclared]]:
        """The declarations that make the day a holiday for the unit: those for itself or for what is above it."""
        declared = self._holidays.get(day)
        return [fact for fact in declared if fact.event.scope in (unit.name, *unit.path)] if declared else []

    def periods(self, unit: UnitOnDay, day: date) -> list[Recorded[PeriodDeclared]]:
        """The declarations of the periods that hold for the unit on the day.

        For each ``period_id`` the deepest scope on the unit's path, then the latest position, decides its dates.
        """
        holding = []
        for declared in self._periods.values():
            deciding = max(
                (fact for fact in declared if fact.event.scope in unit.path),
                key=lambda fact: (unit.depth(fact.event.scope) or 0, fact.position),
                default=None,
            )
            if deciding is not None and deciding.event.first <= day <= deciding.event.last:
                holding.append(deciding)
        return holding
