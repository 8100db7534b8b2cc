"""Everything that follows from the facts about one employee, at every instant: what a replay reads off at one.

Nothing here depends on T. A read model can keep it and give the answer of any T, and it cannot differ from a replay's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from domain.absence import AbsenceRule
from domain.calls import CallRule, JudgedCall, call_rule, judge_calls
from domain.corrections import Facts
from domain.discipline.events import CaseOpened
from domain.duty import Duties
from domain.jurisdiction import Jurisdiction
from domain.locations import JudgedRequest, judge_requests
from domain.policy.law import Ruling
from domain.post import Kind
from domain.presence import JudgedDay, first_at_office, judge_day
from domain.reasons import Reasons
from domain.record import EmployeeRecord

if TYPE_CHECKING:
    from domain.discipline.judged import JudgedCase


class Judgement:
    """One employee before the law. ``facts`` may hold more than the employee's own.

    ``known_earlier`` gives the judgement as known at an earlier position: what a case stands on was seen at one.
    """

    def __init__(
        self,
        nip: str,
        facts: Facts,
        jurisdiction: Jurisdiction,
        known_earlier: Callable[[int], Judgement] | None = None,
    ) -> None:
        record = EmployeeRecord(nip, facts)
        self.facts = facts
        self._known_earlier = known_earlier
        self._take(record, jurisdiction, Duties(jurisdiction, record))

    def _take(self, record: EmployeeRecord, jurisdiction: Jurisdiction, duties: Duties) -> None:
        self.nip = record.nip
        self.jurisdiction = jurisdiction
        self.record = record
        self.duties = duties
        self.reasons = Reasons(duties)
        self._days: dict[date, JudgedDay | None] = {}
        self._absence_rules: dict[tuple[int, int], tuple[Ruling, AbsenceRule]] = {}
        self._call_rules: dict[int, tuple[Ruling, CallRule | None]] = {}

    def day(self, day: date) -> JudgedDay | None:
        """What became of a day, or None if the employee was unemployed on it."""
        if day not in self._days:
            duty = self.duties.on(day)
            self._days[day] = (
                None
                if duty.kind is Kind.UNEMPLOYED
                else judge_day(duty, self.record, self.reasons, self._first_at_office.get(day))
            )
        return self._days[day]

    @cached_property
    def _first_at_office(self) -> dict[date, datetime]:
        return first_at_office(self.record, self.duties)

    @property
    def first_countable_day(self) -> date | None:
        """The day before which no absence counts: nobody is absent before being assigned, or before there is a law."""
        served = self.jurisdiction.staff.first_day(self.nip)
        regulated = self.jurisdiction.law.first_day
        return max(served, regulated) if served is not None and regulated is not None else None

    def absence_rule(self, day: date) -> AbsenceRule | None:
        """The ``absence`` parameter of a day, or None where it is unset; the same object for days that are alike."""
        duty = self.duties.on(day)
        ruling = duty.ruling("absence")
        if ruling.unset:
            return None
        reasons = self.reasons.of((ruling,), duty)
        key = (id(ruling), id(reasons))
        known = self._absence_rules.get(key)
        if known is None:
            known = self._absence_rules[key] = ruling, AbsenceRule(ruling.value, reasons)
        return known[1]

    def call_rule(self, day: date) -> CallRule | None:
        """The ``calls`` parameter of a day, or None where it is unset or a conflict; the same object for days alike."""
        duty = self.duties.on(day)
        ruling = duty.ruling("calls")
        known = self._call_rules.get(id(ruling))
        if known is None:
            known = self._call_rules[id(ruling)] = ruling, call_rule(duty)
        return known[1]

    @cached_property
    def calls(self) -> list[JudgedCall]:
        """Every call, in the order placed."""
        return judge_calls(self.record, self.duties, self.jurisdiction, self.reasons)

    @cached_property
    def requests(self) -> list[JudgedRequest]:
        """Every location request, in the order placed."""
        return judge_requests(self.record, self.duties, self.reasons)

    @property
    def has_cases(self) -> bool:
        """Whether there may be a discipline case, which any fact can bear on."""
        return bool(self.facts.of(CaseOpened))

    @cached_property
    def cases(self) -> list[JudgedCase]:
        """Every discipline case whose opening is in account, by number."""
        if not self.has_cases:
            return []
        from domain.discipline.judged import judge_cases  # most employees have none, and need none of its rules

        return judge_cases(self)

    def known_earlier(self, position: int) -> Judgement:
        """The same employee as known at an earlier position."""
        assert self._known_earlier is not None, (
            "whoever judges somebody with cases can judge them at an earlier position"
        )
        return self._known_earlier(position)
