"""Everything that is not one employee's own: the organisation, the calendar and the law, as known at a position."""

from __future__ import annotations

from copy import copy
from datetime import date

from domain.calendar import Calendar
from domain.corrections import Facts
from domain.events import EmployeeAssigned
from domain.organisation import Staff, Units
from domain.policy.law import Law
from domain.post import PostDay

POST_DAYS_KEPT = 20_000
"""How many days of posts are kept: those of a unit over years. Whoever judges many employees goes unit by unit."""


class Jurisdiction:
    """Under what every employee's days are judged. One serves any number of employees."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.units = Units(facts)
        self.staff = Staff(facts, self.units)
        self.calendar = Calendar(facts)
        self.law = Law(facts)
        self._post_days: dict[tuple[tuple[str, str, str], date], PostDay] = {}

    def post_day(self, assignment: EmployeeAssigned, day: date) -> PostDay:
        """The post of an assignment on a day."""
        post = (assignment.unit, assignment.employment, assignment.title)
        found = self._post_days.get((post, day))
        if found is None:
            if len(self._post_days) >= POST_DAYS_KEPT:
                self._post_days.clear()
            found = self._post_days[post, day] = PostDay(self.units, self.calendar, self.law, post, day)
        return found

    def under(self, law: Law) -> Jurisdiction:
        """The same organisation and calendar under another law."""
        other = copy(self)
        other.law, other._post_days = law, {}
        return other
