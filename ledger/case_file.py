"""What is known of one employee's discipline cases at a position, to be shown: the cases, the law, the calendar.

    file = CaseFile.of(ledger, "198603152010011004_1", known_at)
    file.answer(as_of)               # the case as answers show it
    file.rules_on(day)               # the law of discipline that holds for the employee on a day

Nothing is recorded here; ``ledger.cases`` decides what may follow.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.answer import CaseAnswer
from domain.corrections import Facts, in_account
from domain.discipline.answered import case_answers, docket_at
from domain.discipline.case import Case, after
from domain.discipline.deadlines import Deadline, deadlines
from domain.discipline.docket import Docket, HeldCase
from domain.discipline.events import AnyCaseEvent, Basis, BasisRenewed, CaseOpened, nip_of
from domain.discipline.footing import footing
from domain.discipline.judged import JudgedCase
from domain.discipline.law import DisciplineLaw
from domain.discipline.procedure import expect
from domain.discipline.refusal import Caution, StepRefused
from domain.discipline.rules import DisciplineRules, NoDisciplineRules
from domain.discipline.workdays import WorkingDays
from domain.errors import SaksiError
from domain.events import EmployeeAssigned, Fact, HolidayDeclared, Recorded
from domain.judgement import Judgement
from domain.organisation import UnitOnDay, Units
from domain.replay import read_off
from ledger.errors import UnknownUnit
from ledger.inquiry import with_digest
from ledger.province import CASE, Province, own_facts

if TYPE_CHECKING:
    from ledger.application import Ledger


END = datetime.fromisoformat("9998-12-31T00:00:00+00:00")
"""After every step."""
DISCIPLINE = "discipline-"
"""The beginning of the names of the streams of rules of discipline."""


class NoSuchCase(SaksiError):
    """The ledger holds no case of that id, or its opening was voided."""

    code = "no_such_case"


def case_names(ledger: Ledger) -> list[str]:
    """The ids of all cases, by employee and number; also of those whose opening was voided."""
    names = (name.removeprefix(CASE) for name in ledger.stream_names(CASE))
    return sorted(names, key=lambda name: (nip_of(name), int(name.rpartition("_")[2])))


def units_below(ledger: Ledger, unit: str, position: int, day: date) -> set[str]:
    """A unit and everything below it on a day. Raises ``UnknownUnit`` if it is not defined on it."""
    held = [fact for name in ledger.stream_names("unit-") for fact in ledger.facts(name, position)]
    units = Units(Facts(in_account(held, position)))
    below = {name for name in units.names if unit in units.on(name, day).path}
    if unit not in below:
        raise UnknownUnit(
            "no unit '{unit}' is defined on {day}", "check the name of the unit and the date", unit=unit, day=day
        )
    return below


class Reviewed(NamedTuple):
    """A step, what to look at about it, and why it could not be taken now; None if it could."""

    step: Recorded[AnyCaseEvent]
    cautions: tuple[Caution, ...]
    refused: SaksiError | None


def _earlier(other: HeldCase, step: Recorded[AnyCaseEvent], name: str) -> bool:
    """Whether a case, other than that of a step, had been opened when the step was taken."""
    return other.case.name != name and other.steps[0].position < step.position


class CaseFile:
    """One employee, as known at a position."""

    def __init__(self, ledger: Ledger, nip: str, known_at: int) -> None:
        self._ledger = ledger
        self.nip = nip
        self.known_at = known_at
        self._province = Province(ledger, known_at, [nip])
        self.judgement: Judgement = self._province.judgement(nip)

    @property
    def jurisdiction_facts(self) -> Facts:
        """The facts that many share, in account."""
        return self.judgement.jurisdiction.facts

    def judged(self, name: str) -> JudgedCase:
        """The case of that id. Raises ``NoSuchCase``."""
        for case in self.judgement.cases:
            if case.case == name:
                return case
        raise NoSuchCase(
            "there is no case {case} at position {position}",
            "see `saksi case list` for all cases",
            case=name,
            position=self.known_at,
        )

    def held(self, name: str, as_of: datetime) -> HeldCase:
        """The case by the steps that had occurred by an instant. Raises ``NoSuchCase``."""
        held = self.judged(name).at(as_of)
        if held is None:
            raise NoSuchCase(
                "the case {case} had not been opened as of {instant}",
                "ask as of a later instant",
                case=name,
                instant=as_of.isoformat(),
            )
        return held

    def answers(self, as_of: datetime) -> list[CaseAnswer]:
        """Every case that had been opened by an instant."""
        return case_answers(self.judgement.cases, as_of, self.judgement.duties)

    def answer(self, name: str, as_of: datetime) -> CaseAnswer:
        """The case of that id as it stood at an instant. Raises ``NoSuchCase``."""
        self.held(name, as_of)
        return next(one for one in self.answers(as_of) if one.case == name)

    def replayed(self, basis: Basis) -> dict[str, Any]:
        """The answer that a basis was read from, as it was known then, as plain JSON values with its digest."""
        judgement = self.judgement.known_earlier(basis.known_at)
        answer = read_off(judgement, as_of=basis.as_of, known_at=basis.known_at, first=basis.first, last=basis.last)
        return with_digest(answer)

    def zone(self, day: date) -> ZoneInfo:
        """The employee's zone on a day."""
        return self.judgement.duties.zone(day)

    def today(self, instant: datetime) -> date:
        """The employee's local date at an instant."""
        return instant.astimezone(self.zone(instant.date())).date()

    def post(self, day: date) -> EmployeeAssigned | None:
        """The employee's assignment on a day."""
        found = self.judgement.jurisdiction.staff.assignment(self.nip, day)
        return found.event if found is not None else None

    @cached_property
    def law(self) -> DisciplineLaw:
        """Every enactment of rules of discipline in account at the position."""
        names = self._ledger.stream_names(DISCIPLINE)
        held = [fact for name in names for fact in self._ledger.facts(name, self.known_at)]
        return DisciplineLaw(Facts(in_account(held, self.known_at)))

    def rules_on(self, day: date) -> DisciplineRules:
        """The rules that hold for the employee on a day, or where nobody is employed then, in the last post.

        Raises ``NoDisciplineRules``.
        """
        staff, post = self.judgement.jurisdiction.staff, self.post(day)
        if post is None:
            begun = [one for one in staff.service(self.nip) if one[0] <= day] or staff.service(self.nip)[:1]
            post = begun[-1][2].event if begun else None
        if post is None:
            raise NoDisciplineRules(
                "no discipline rules can be chosen: {nip} was never assigned anywhere",
                "record the assignment of the employee first",
                nip=self.nip,
            )
        return self.law.rules_for(post.employment, self._unit(post.unit, day).path, day)

    def working_days(self, day: date) -> WorkingDays:
        """The working days of the employee's unit on a day, by the week of the rules that hold on it."""
        jurisdiction, post = self.judgement.jurisdiction, self.post(day)

        def holidays(one: date) -> list[Recorded[HolidayDeclared]]:
            return jurisdiction.calendar.holidays(self._unit(post.unit, one), one) if post is not None else []

        return WorkingDays(self.rules_on(day).working_week, holidays)

    def deadlines(self, name: str, as_of: datetime) -> list[Deadline]:
        """Every time limit of a case as of an instant. Raises ``NoSuchCase`` and ``NoDisciplineRules``."""
        case, today = self.held(name, as_of).case, self.today(as_of)
        return deadlines(case, self.rules_on, self.working_days(case.opened.on), today)

    def review(self, name: str, as_of: datetime) -> list[Reviewed]:
        """Each step of a case held again to what stood before it: what to look at, and what it lost its support by.

        The basis is read as it was when the step was taken: that it changed is told elsewhere (``answer``).
        """
        held = self.held(name, as_of)
        docket = docket_at(self.judgement.cases, as_of)
        before: Case | None = None
        found = []
        for step in sorted((*held.steps, *held.loose), key=lambda one: one.position):
            cautions: list[Caution] = []
            refused: SaksiError | None = None
            try:
                cautions = self._held_again(before, step, docket)
                before = after(before, step.event)
            except (StepRefused, NoDisciplineRules) as error:
                refused = error
                if step in held.steps:
                    before = after(before, step.event)
            except ValueError:
                refused = StepRefused("what this step followed was voided", "void it too, or record what is missing")
            found.append(Reviewed(step, tuple(cautions), refused))
        return found

    def _held_again(self, before: Case | None, step: Recorded[AnyCaseEvent], docket: Docket) -> list[Caution]:
        event = step.event
        basis = event.basis if isinstance(event, (CaseOpened, BasisRenewed)) else before.basis if before else None
        if basis is None:
            raise ValueError("no case was opened")
        then = CaseFile(self._ledger, self.nip, step.position - 1).judgement
        return expect(
            before,
            event,
            docket=Docket(self.nip, tuple(one for one in docket.held if _earlier(one, step, event.case))),
            rules_on=self.rules_on,
            days=self.working_days(event.on),
            footing=footing(basis, then, event.occurred_at),
        )

    def _unit(self, name: str, day: date) -> UnitOnDay:
        return self.judgement.jurisdiction.units.on(name, day)

    @property
    def facts(self) -> list[Fact]:
        """Every fact in account that bears on the employee, by position."""
        held = [*self._province.facts, *own_facts(self._ledger, self.nip, self.known_at)]
        return sorted(in_account(held, self.known_at), key=lambda fact: fact.position)
