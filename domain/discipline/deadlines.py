"""What is due in a case, by when, and by which rule: every time limit with the days counted one by one.

    for one in deadlines(case, rules_on, days, today=date(2026, 7, 20)):
        one.limit, one.due, one.state        # "in_force", date(2026, 8, 4), "due"

A limit of the examinee (an objection, an appeal) lapses; all others are overdue. Dates are local.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from domain.discipline.case import Case, Ruling
from domain.discipline.clauses import Limit, LimitName
from domain.discipline.events import AnyCaseEvent, HearingFailed, SummonsIssued
from domain.discipline.rules import DisciplineRules
from domain.discipline.workdays import Counting, WorkingDays

RulesOn: TypeAlias = Callable[[date], DisciplineRules]
State: TypeAlias = Literal["due", "overdue", "done", "done_late", "open", "lapsed"]
OF_THE_EXAMINEE: tuple[LimitName, ...] = ("objection", "appeal")


class Deadline(Struct, frozen=True, kw_only=True):
    """A time limit of a case: from which step it runs, by or on which day, and by which step it was met, if it was."""

    limit: LimitName
    rule: Limit
    since: AnyCaseEvent
    counting: Counting
    done: AnyCaseEvent | None
    today: date

    @property
    def due(self) -> date:
        """The last day for it, or the day it happens on."""
        return self.counting.last

    @property
    def begins(self) -> date:
        """The day from which the days are counted."""
        return self.counting.days[0].date

    @property
    def state(self) -> State:
        """How it stands today. The last day itself is not over."""
        if self.done is not None:
            return "done_late" if self.done.on > self.due else "done"
        if self.limit in OF_THE_EXAMINEE:
            return "lapsed" if self.today > self.due else "open"
        return "overdue" if self.today > self.due else "due"


def deadlines(case: Case, rules_on: RulesOn, days: WorkingDays, today: date) -> list[Deadline]:
    """Every time limit that runs or ran in a case, in the order of the case. The law is that of the day each begins.

    Raises ``NoDisciplineRules`` where no rules hold on that day.
    """
    found = []
    for limit, since, done in _running(case, rules_on):
        if case.closed is not None and done is None and limit not in OF_THE_EXAMINEE:
            continue  # nothing more is to be done
        rule = rules_on(since.on).limit(limit)
        counting = days.after(_begins(case, since), rule.days, rule.unit, day_zero=rule.day_zero)
        found.append(Deadline(limit=limit, rule=rule, since=since, counting=counting, done=done, today=today))
    return found


def deadline(case: Case, limit: LimitName, rules_on: RulesOn, days: WorkingDays, today: date) -> Deadline | None:
    """The time limit of that name; None if it does not run."""
    return next((one for one in deadlines(case, rules_on, days, today) if one.limit == limit), None)


def ends_service(case: Case, rules: DisciplineRules) -> bool:
    """Whether the sanction that was decided ends the service, so that an appeal lies against it."""
    decision = case.ruling.decision if case.ruling is not None else None
    catalogue = rules.catalogue(case.basis.act_on)
    if decision is None or decision.kind is None or catalogue is None:
        return False
    rank = catalogue.rank(decision.kind)
    return rank is not None and catalogue.kinds[rank].ends_service


def _begins(case: Case, since: AnyCaseEvent) -> date:
    """The day that a limit runs from: of a missed hearing its own, however late it is recorded (art. 27(1))."""
    if isinstance(since, HearingFailed):
        return next((one.hearing_on for one in case.summonses if one.which == since.summons), since.on)
    return since.on


Running: TypeAlias = tuple[LimitName, AnyCaseEvent, AnyCaseEvent | None]


def _running(case: Case, rules_on: RulesOn) -> Iterator[Running]:
    """Each limit with the step it runs from and the step that meets it."""
    missed = next((one for one in case.failed if one.summons == "first"), None)
    if missed is not None and (case.held is None or case.held.on > missed.on):
        second: SummonsIssued | None = next((one for one in case.summonses if one.which == "second"), None)
        yield "second_summons", missed, second or case.held
    if case.ruling is not None:
        yield from _of_ruling(case, case.ruling, rules_on)


def _of_ruling(case: Case, ruling: Ruling, rules_on: RulesOn) -> Iterator[Running]:
    decision, received = ruling.decision, ruling.delivered
    yield "delivery", decision, ruling.sent or received
    if ruling.missed is not None:
        yield "sending", ruling.missed, ruling.sent or received
    if received is None or decision.kind is None:
        return
    appealable = ends_service(case, rules_on(decision.on))
    filed = ruling.appeal if appealable else ruling.objection
    limit: LimitName = "appeal" if appealable else "objection"
    begins: dict[str, AnyCaseEvent] = {"received": received, "decided": decision}
    yield limit, begins.get(rules_on(received.on).limit(limit).counted_from, received), filed
    appealed = ruling.appeal is not None and not _inadmissible(ruling)  # then the decision on it says (art. 38(2))
    if ruling.sanction is not None and not appealed:
        yield "in_force", received, ruling.in_force
    if ruling.objection is not None:
        yield "objection_decision", ruling.objection, ruling.objection_decided
    if ruling.appeal is not None:
        yield "appeal_reply", ruling.appeal, ruling.reply
        yield "appeal_decision", ruling.appeal, ruling.appeal_decided


def _inadmissible(ruling: Ruling) -> bool:
    return ruling.appeal_decided is not None and ruling.appeal_decided.outcome == "inadmissible"
