"""Everything that follows from the facts about one employee, at every instant: what a replay reads off at one.

Nothing here depends on T. A read model can keep it and give the answer of any T, and it cannot differ from a replay's.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from domain.calls import JudgedCall, judge_calls
from domain.corrections import Facts
from domain.duty import Duties
from domain.jurisdiction import Jurisdiction
from domain.locations import JudgedRequest, judge_requests
from domain.post import Kind
from domain.presence import JudgedDay, judge_day
from domain.reasons import Reasons
from domain.record import EmployeeRecord


class Judgement:
    """One employee before the law. ``facts`` may hold more than the employee's own."""

    def __init__(self, nip: str, facts: Facts, jurisdiction: Jurisdiction) -> None:
        self.nip = nip
        self.jurisdiction = jurisdiction
        self._record = EmployeeRecord(nip, facts)
        self.duties = Duties(jurisdiction, self._record)
        self.reasons = Reasons(self.duties)
        self._days: dict[date, JudgedDay | None] = {}

    def day(self, day: date) -> JudgedDay | None:
        """What became of a day, or None if the employee was unemployed on it."""
        if day not in self._days:
            duty = self.duties.on(day)
            self._days[day] = None if duty.kind is Kind.UNEMPLOYED else judge_day(duty, self._record, self.reasons)
        return self._days[day]

    @cached_property
    def calls(self) -> list[JudgedCall]:
        """Every call, in the order placed."""
        return judge_calls(self._record, self.duties, self.jurisdiction, self.reasons)

    @cached_property
    def requests(self) -> list[JudgedRequest]:
        """Every location request, in the order placed."""
        return judge_requests(self._record, self.duties, self.reasons)
