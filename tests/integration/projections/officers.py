"""Officers who open cases and take steps at random, also such as no procedure allows: what stands must be answered."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from domain.discipline.basis import NothingToRestOn, basis_of_absence, basis_of_allegation, basis_of_report
from domain.discipline.events import Basis, CaseOpened
from domain.events import Event, EventVoided, LeaveGranted, ReasonDecided, ReasonSubmitted, Subject
from domain.judgement import Judgement
from domain.strikes import allegations_at
from ledger.application import Ledger
from ledger.drafts import Submission
from ledger.province import Province
from tests.unit.domain import cases as told

from .agreement import people_in

STEPS: tuple[Callable[[str, datetime], Event], ...] = (
    *(told.summoned, told.missed, told.heard, told.decided, told.decided, told.delivered, told.in_force),
    *(told.objected, told.objection_decided, told.appealed, told.appeal_decided),
    *(told.withdrawn, told.closed, told.reopened),
)


def digest(first: date, last: date) -> str:
    """Stands for that of a replay."""
    return told.DIGEST


class Officers:
    """They act on whoever the ledger knows, as of an instant that lies before the recording."""

    def __init__(self, ledger: Ledger, dice: random.Random, facts: list[str]) -> None:
        self._ledger, self._dice = ledger, dice
        self._facts = facts
        self._cases: dict[str, int] = {}
        self._steps: list[str] = []

    def act(self, as_of: datetime) -> None:
        """Open a case, take a step, renew a basis, or void a step or a fact."""
        acts = [self._open, self._open]
        if self._cases:
            acts += [self._step] * 6 + [self._renew, self._void] + [self._void_a_fact, self._excuse] * 2
        self._dice.choice(acts)(as_of)

    def _open(self, as_of: datetime) -> None:
        nip, basis = self._suspect(as_of)
        number = self._cases.get(nip, 0) + 1
        self._cases[nip] = number
        case = f"{nip}_{number}"
        opened = CaseOpened(
            id=f"{case} opened",
            case=case,
            occurred_at=as_of,
            on=as_of.date(),
            nip=nip,
            opened_by="x",
            examinee=told.CLERK,
            basis=basis,
        )
        self._record(opened)

    def _suspect(self, as_of: datetime) -> tuple[str, Basis]:
        """Somebody, and what there is against them; after a few looks whoever it is, on a report."""
        people = people_in(self._ledger)
        for nip in self._dice.sample(people, min(len(people), 6)):
            basis = self._basis(nip, as_of)
            if basis.report is None:
                return nip, basis
        return nip, basis

    def _basis(self, nip: str, as_of: datetime) -> Basis:
        known_at = self._ledger.last_position()
        judgement = Province(self._ledger, known_at, [nip]).judgement(nip)
        seen: dict[str, Any] = {"as_of": as_of, "known_at": known_at, "digest": digest}
        standing = allegations_at([call for call in judgement.calls if call.placed_at <= as_of], as_of)
        if standing and self._dice.random() < 0.9:
            return basis_of_allegation(self._dice.choice(standing), **seen)
        return self._of_absence(judgement, seen, as_of.date())

    def _of_absence(self, judgement: Judgement, seen: dict[str, Any], today: date) -> Basis:
        year = today.year - self._dice.randint(0, 1)
        try:
            return basis_of_absence(judgement, year, self._dice.random() < 0.3, today=today, **seen)
        except NothingToRestOn:
            return basis_of_report(told.PAPER, today, today=today, **seen)

    def _step(self, as_of: datetime) -> None:
        step = self._dice.choice(STEPS)(self._case(), as_of)
        self._record(replace(step, id=f"{step.id} {len(self._steps)}"))

    def _renew(self, as_of: datetime) -> None:
        case = self._case()
        step = told.renewed(case, self._basis(case.rpartition("_")[0], as_of))
        self._record(replace(step, id=f"{step.id} {len(self._steps)}"))

    def _void(self, as_of: datetime) -> None:
        self._take_back(self._dice.choice(self._steps))

    def _void_a_fact(self, as_of: datetime) -> None:
        """A fact about somebody with a case, or else anybody's."""
        nip = self._case().rpartition("_")[0]
        own = [fact.event.id for fact in self._ledger.facts(f"employee-{nip}")]
        self._take_back(self._dice.choice(own if own and self._dice.random() < 0.7 else self._facts))

    def _excuse(self, as_of: datetime) -> None:
        """What comes late: an accepted reason for a call, or a leave over days that counted."""
        nip = self._case().rpartition("_")[0]
        judgement = Province(self._ledger, self._ledger.last_position(), [nip]).judgement(nip)
        name = f"excuse {len(self._steps)}"
        for case in judgement.cases:
            opened = case.steps[0].event
            basis = opened.basis if isinstance(opened, CaseOpened) else None
            if basis is not None and basis.allegation is not None:
                call = self._dice.choice(basis.allegation.calls).call_id
                subject = Subject(call_id=call)
                pleaded: dict[str, Any] = {"nip": nip, "reason_id": name, "occurred_at": as_of}
                self._record(ReasonSubmitted(id=name, subject=subject, text="x", **pleaded))
                self._record(ReasonDecided(id=f"{name} decided", accepted=True, decided_by="x", **pleaded))
            elif basis is not None and basis.absence is not None:
                day = self._dice.choice(basis.absence.days).date
                self._record(LeaveGranted(id=name, nip=nip, leave_id=name, kind="x", first=day, last=day, letter="x"))

    def _take_back(self, target: str) -> None:
        self._record(EventVoided(id=f"void {len(self._steps)}", target=target, reason="x", authority="x"))

    def _case(self) -> str:
        nip = self._dice.choice(sorted(self._cases))
        return f"{nip}_{self._dice.randint(1, self._cases[nip])}"

    def _record(self, event: Event) -> None:
        (outcome,) = self._ledger.record([Submission(event, "officers")])  # type: ignore[arg-type]
        if outcome.position is not None:
            self._steps.append(event.id)
