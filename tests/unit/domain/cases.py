"""Discipline cases for the cases of this folder: a ledger told as in ``facts``, and a case opened on what it says.

    ledger = Told(*office(), policy(**DUTY, calls=calls(strikes=2)), *rung("09:00", "10:00"))
    case = ledger.open_on_allegation(at("12:00"))
    ledger.tell(summoned(case), void("e-7"))
    ledger.case(as_of=…)                  # the only case of the answer

Steps are events as the ledger holds them; what may follow what is not asked here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from domain.corrections import Facts, in_account
from domain.discipline.basis import allegation_to_open, basis_of_absence, basis_of_allegation, basis_of_report
from domain.discipline.docket import cases_of
from domain.discipline.events import (
    AppealDecided,
    AppealFiled,
    Authority,
    Basis,
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseOpened,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionWithdrawn,
    Document,
    Examinee,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    Office,
    SummonsIssued,
)
from domain.events import Event, Recorded
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.replay import replay
from tests.unit.domain.facts import Fact
from tests.unit.domain.story import IN_APRIL, LEDGER_OPENED, as_recorded

PAPER = Document(sha256="0" * 64, media_type="application/pdf")
CLERK = Examinee(employment="PNS", post="executor", institution="province")
DIGEST = "sha256:" + "1" * 64


class Told:
    """A ledger about ``andi``: facts as dicts, steps of cases as events, in the order of recording."""

    def __init__(self, *told: Fact | Event) -> None:
        self.facts: list[Recorded[Any]] = []
        self.tell(*told)

    def tell(self, *told: Fact | Event) -> None:
        """Record more."""
        for one in told:
            position = len(self.facts) + 1
            if isinstance(one, Event):
                self.facts.append(Recorded(position, LEDGER_OPENED.astimezone(UTC) + timedelta(seconds=position), one))
            else:
                [fact] = as_recorded([{"id": f"e-{position}", **one}])
                self.facts.append(
                    msgspec.structs.replace(
                        fact, position=position, recorded_at=fact.recorded_at + timedelta(seconds=position)
                    )
                )

    @property
    def last(self) -> int:
        """The end of it."""
        return len(self.facts)

    def judgement(self, known_at: int | None = None) -> Judgement:
        """All of it judged."""
        counting = Facts(in_account(self.facts, self.last if known_at is None else known_at))
        return Judgement("andi", counting, Jurisdiction(counting), self.judgement)

    def basis_of_allegation(self, as_of: datetime, reached_at: datetime | None = None) -> Basis:
        """The basis of a case on the only allegation, or on the one reached then."""
        judged = self.judgement()
        allegation = allegation_to_open(judged, cases_of(judged.facts, "andi"), as_of, reached_at)
        return basis_of_allegation(allegation, as_of=as_of, known_at=self.last, digest=digest)

    def basis_of_absence(self, as_of: datetime, *, year: int = 2026, consecutive: bool = False) -> Basis:
        """The basis of a case on the absence of a year."""
        return basis_of_absence(
            self.judgement(),
            year,
            consecutive,
            as_of=as_of,
            known_at=self.last,
            today=as_of.date(),
            digest=digest,
        )

    def open(self, basis: Basis, number: int = 1, on: datetime | None = None) -> str:
        """Open a case on a basis; its id."""
        case = f"andi_{number}"
        step = CaseOpened(
            **_of(case, "open", on or basis.as_of), nip="andi", opened_by="budi", examinee=CLERK, basis=basis
        )
        self.tell(step)
        return case

    def open_on_allegation(self, as_of: datetime, number: int = 1) -> str:
        """Open a case on the only allegation that stands without one."""
        return self.open(self.basis_of_allegation(as_of), number)

    def open_on_absence(self, as_of: datetime, number: int = 1, **which: Any) -> str:
        """Open a case on the absence of a year."""
        return self.open(self.basis_of_absence(as_of, **which), number)

    def open_on_report(self, as_of: datetime, number: int = 1) -> str:
        """Open a case on a report."""
        basis = basis_of_report(PAPER, as_of.date(), as_of=as_of, known_at=self.last, today=as_of.date(), digest=digest)
        return self.open(basis, number)

    def answer(self, as_of: datetime = IN_APRIL, known_at: int | None = None) -> dict[str, Any]:
        """The replay as plain values."""
        known = self.last if known_at is None else known_at
        return msgspec.to_builtins(replay("andi", self.facts, as_of=as_of, known_at=known))

    def case(self, as_of: datetime = IN_APRIL, known_at: int | None = None) -> dict[str, Any]:
        """The only case of the answer."""
        [case] = self.answer(as_of, known_at)["cases"]
        return case

    def changes(self, as_of: datetime = IN_APRIL, known_at: int | None = None) -> dict[tuple[str, str], list[Any]]:
        """What has changed of what the only case stands on: by part and key, how it was, is, and by which events."""
        found = self.case(as_of, known_at)["basis"]["changes"]
        return {(one["part"], one["key"]): [_words(one["then"]), _words(one["now"]), one["events"]] for one in found}

    def state(self, as_of: datetime = IN_APRIL) -> str:
        """The state of strikes."""
        return self.answer(as_of)["strikes"]["state"]


def _words(reading: dict[str, Any] | None) -> str | None:
    if reading is None:
        return None
    return reading["reads"] + (f" {reading['amount']}" if reading["amount"] else "")


def digest(first: date, last: date) -> str:
    """Stands for that of a replay."""
    return DIGEST


def _of(case: str, name: str, when: datetime) -> dict[str, Any]:
    return {"id": f"{case}-{name}", "case": case, "occurred_at": when, "on": when.date()}


def renewed(case: str, basis: Basis, when: datetime | None = None) -> Event:
    """The case stands on another basis."""
    return BasisRenewed(**_of(case, "renewed", when or basis.as_of), basis=basis, why="the facts changed")


def summoned(case: str, when: datetime) -> Event:
    """A first summons to a hearing two weeks on."""
    return SummonsIssued(
        **_of(case, "summons", when),
        which="first",
        issued_by="budi",
        letter=PAPER,
        hearing_on=when.date() + timedelta(days=14),
    )


def missed(case: str, when: datetime) -> Event:
    """Nobody came."""
    return HearingFailed(**_of(case, "missed", when), summons="first")


def heard(case: str, when: datetime) -> Event:
    """A hearing."""
    return HearingHeld(**_of(case, "heard", when), held_by=["budi"])


def decided(case: str, when: datetime, kind: str | None = "written_reprimand") -> Event:
    """A decision for a light sanction, or none."""
    return CaseDecided(
        **_of(case, "decided", when),
        outcome="sanction" if kind is not None else "no_sanction",
        ground="calls",
        level="light" if kind is not None else None,
        kind=kind,
        legal_ground="PP 94/2021",
        decree=PAPER,
        authority=Authority(nip="budi", office=Office(post="administrator")),
        examinee=CLERK,
    )


def delivered(case: str, when: datetime) -> Event:
    """The decision was received."""
    return DecisionDelivered(**_of(case, "delivered", when), how="handed_over")


def in_force(case: str, when: datetime) -> Event:
    """It has effect."""
    return DecisionInForce(**_of(case, "in-force", when))


def objected(case: str, when: datetime) -> Event:
    """An objection."""
    return ObjectionFiled(**_of(case, "objected", when), document=PAPER)


def objection_decided(case: str, when: datetime, outcome: str = "confirmed") -> Event:
    """What became of it."""
    return ObjectionDecided(**_of(case, "objection-decided", when), outcome=outcome, decided_by="citra", decree=PAPER)


def appealed(case: str, when: datetime) -> Event:
    """An appeal."""
    return AppealFiled(**_of(case, "appealed", when), document=PAPER)


def appeal_decided(case: str, when: datetime, outcome: str = "annulled") -> Event:
    """What became of it."""
    return AppealDecided(**_of(case, "appeal-decided", when), outcome=outcome, decree=PAPER)


def withdrawn(case: str, when: datetime) -> Event:
    """The authority takes its decision back."""
    return DecisionWithdrawn(**_of(case, "withdrawn", when), withdrawn_by="budi", decree=PAPER, why="the facts fell")


def closed(case: str, when: datetime, outcome: str = "sanctioned") -> Event:
    """Nothing more is to be done."""
    return CaseClosed(**_of(case, "closed", when), outcome=outcome, closed_by="budi", why="done")


def reopened(case: str, when: datetime) -> Event:
    """It goes on."""
    return CaseReopened(**_of(case, "reopened", when), reopened_by="budi", why="new facts")
