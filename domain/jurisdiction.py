"""Everything that is not one employee's own: the organisation, the calendar and the law, as known at a position."""

from __future__ import annotations

from domain.calendar import Calendar
from domain.corrections import Facts
from domain.organisation import Staff, Units
from domain.policy.law import Law


class Jurisdiction:
    """Under what every employee's days are judged. One serves any number of employees."""

    def __init__(self, facts: Facts) -> None:
        self.units = Units(facts)
        self.staff = Staff(facts, self.units)
        self.calendar = Calendar(facts)
        self.law = Law(facts)
