"""What is known of one employee's discipline cases at a position, to be shown: the cases, the law, the calendar.

    file = CaseFile.of(ledger, "198603152010011004_1", known_at)
    file.answer(as_of)               # the case as answers show it
    file.rules_on(day)               # the law of discipline that holds for the employee on a day

Nothing is recorded here; ``ledger.cases`` decides what may follow.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from domain.answer import CaseAnswer
from domain.corrections import Facts, in_account
from domain.discipline.answered import case_answers
from domain.discipline.docket import HeldCase
from domain.discipline.events import Basis, nip_of
from domain.discipline.judged import JudgedCase
from domain.errors import SaksiError
from domain.events import EmployeeAssigned, Fact
from domain.judgement import Judgement
from domain.replay import read_off
from ledger.inquiry import with_digest
from ledger.province import CASE, Province, own_facts

if TYPE_CHECKING:
    from ledger.application import Ledger


class NoSuchCase(SaksiError):
    """The ledger holds no case of that id, or its opening was voided."""

    code = "no_such_case"


def case_names(ledger: Ledger) -> list[str]:
    """The ids of all cases, by employee and number; also of those whose opening was voided."""
    names = (name.removeprefix(CASE) for name in ledger.stream_names(CASE))
    return sorted(names, key=lambda name: (nip_of(name), int(name.rpartition("_")[2])))


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
        answer = read_off(
            judgement, as_of=basis.as_of, known_at=basis.known_at, first=basis.first, last=basis.last
        )
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

    @property
    def facts(self) -> list[Fact]:
        """Every fact in account that bears on the employee, by position."""
        held = [*self._province.facts, *own_facts(self._ledger, self.nip, self.known_at)]
        return sorted(in_account(held, self.known_at), key=lambda fact: fact.position)
