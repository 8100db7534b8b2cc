"""Cases against Andi, step by step through the procedure alone: what stands and the calendar are told, not judged.

    andi = Proceedings(on_calls())
    andi.step(SummonsIssued, "2026-03-04", which="first", hearing_on="2026-03-16")      # what it warns of
    with refused("no second summons"):
        andi.step(SummonsIssued, "2026-03-05", which="second", hearing_on="2026-03-17")

Fields that a test does not care about have values that nothing is wrong with. The rules are the pack of PP 94/2021.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.discipline.case import after
from domain.discipline.docket import Docket, HeldCase
from domain.discipline.events import (
    AnyCaseEvent,
    AppealDecided,
    AppealFiled,
    AppealReplied,
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseEvent,
    CaseOpened,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionSent,
    DecisionWithdrawn,
    DeliveryMissed,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)
from domain.discipline.footing import CallNow, Footing
from domain.discipline.procedure import expect
from domain.discipline.refusal import Caution, StepRefused
from domain.discipline.rules import DisciplineRules, read_rules
from domain.discipline.workdays import WorkingDays
from domain.events import HolidayDeclared, Recorded
from ledger.policy_file import read_discipline_file
from tests.unit.domain.story import as_recorded

POLICIES = Path(__file__).parents[4] / "policies"
ANDI, SUPERVISOR, HEAD, CLERK, INSPECTOR = (f"19800101200501100{number}" for number in range(1, 6))
PAPER = {"sha256": "0" * 64, "media_type": "application/pdf"}
TEAM = [
    {"nip": SUPERVISOR, "role": "supervisor"},
    {"nip": INSPECTOR, "role": "supervision"},
    {"nip": CLERK, "role": "personnel"},
]
EXAMINEE = {"employment": "PNS", "post": "jf_ahli_pertama", "institution": "province"}
GOVERNOR = {"nip": HEAD, "office": {"post": "ppk"}}
HEAD_OF_AGENCY = {"nip": HEAD, "office": {"post": "jpt_pratama"}}

ORDINARY: dict[type[CaseEvent], dict[str, Any]] = {
    BasisRenewed: {"why": "the count climbed"},
    TeamFormed: {"formed_by": HEAD, "decree": PAPER, "members": TEAM},
    SummonsIssued: {"which": "first", "issued_by": SUPERVISOR, "letter": PAPER},
    HearingHeld: {"held_by": [SUPERVISOR]},
    HearingFailed: {"summons": "first"},
    RecordSigned: {"record": "examination", "document": PAPER, "signed_by": [SUPERVISOR], "examinee": "signed"},
    TemporaryReliefOrdered: {"ordered_by": SUPERVISOR, "decree": PAPER},
    CaseDecided: {
        "outcome": "sanction",
        "ground": "duty_neglected_unit",
        "level": "light",
        "kind": "written_reprimand",
        "legal_ground": "PP 94/2021",
        "decree": PAPER,
        "authority": HEAD_OF_AGENCY,
        "examinee": EXAMINEE,
    },
    DeliveryMissed: {},
    DecisionSent: {"to": "Jalan Gajah Mada 2, Samarinda"},
    DecisionDelivered: {"how": "handed_over"},
    DecisionInForce: {},
    ObjectionFiled: {"document": PAPER},
    ObjectionDecided: {"outcome": "confirmed", "decided_by": SUPERVISOR, "decree": PAPER},
    AppealFiled: {"document": PAPER},
    AppealReplied: {"document": PAPER},
    AppealDecided: {"outcome": "confirmed", "decree": PAPER},
    DecisionWithdrawn: {"withdrawn_by": HEAD, "decree": PAPER, "why": "the facts fell"},
    CaseClosed: {"outcome": "sanctioned", "closed_by": SUPERVISOR, "why": "done"},
    CaseReopened: {"reopened_by": SUPERVISOR, "why": "new facts"},
}
SEVERE = {
    "ground": "duty_neglected_state",
    "level": "severe",
    "kind": "demotion_one_level_12_months",
    "authority": GOVERNOR,
}
DISMISSAL = {**SEVERE, "kind": "honourable_dismissal_not_at_own_request"}


@cache
def pack(name: str = "discipline-pp94-2021") -> DisciplineRules:
    """Rules of the repository."""
    return read_rules(read_discipline_file(POLICIES / f"{name}.yaml"))


@cache
def calendar_2026() -> dict[date, list[Recorded[HolidayDeclared]]]:
    """The holidays and collective leave of 2026 by date."""
    lines = (POLICIES / "calendar-2026.jsonl").read_text().splitlines()
    found: dict[date, list[Recorded[HolidayDeclared]]] = {}
    for fact in as_recorded([line for line in map(msgspec.json.decode, lines) if line["type"] == "HolidayDeclared"]):
        found.setdefault(fact.event.date, []).append(fact)
    return found


def working_days(*more: date) -> WorkingDays:
    """The working days of 2026 in a five-day week, without these days too."""

    def holidays(day: date) -> list[Recorded[HolidayDeclared]]:
        event = HolidayDeclared(id=f"h-{day}", scope="id", date=day, kind="holiday", name="Libur", regulation="SKB")
        return calendar_2026().get(day, []) + (
            [Recorded(1, datetime(2026, 1, 1, tzinfo=UTC), event)] if day in more else []
        )

    return WorkingDays(("mon", "tue", "wed", "thu", "fri"), holidays)


def refused(said: str) -> AbstractContextManager[Any]:
    """A step is refused, and its sentence says this."""
    return pytest.raises(StepRefused, match=re.escape(said))


def on_calls(*positions: int, act_on: str = "2026-02-27") -> dict[str, Any]:
    """The basis of an allegation on calls at these positions."""
    calls = [{"call_id": f"c-{position}", "position": position} for position in positions or (1, 2, 3)]
    return _basis(act_on, allegation={"reached_at": f"{act_on}T10:00:00+08:00", "calls": calls})


def on_absence(
    days: int = 3, *, year: int = 2026, consecutive: bool = False, act_on: str = "2026-02-27"
) -> dict[str, Any]:
    """The basis of so many days of absence."""
    absence = {
        "year": year,
        "consecutive": consecutive,
        "counted_days": days,
        "days": [{"date": act_on, "status": "absent"}],
    }
    return _basis(act_on, absence=absence)


def on_report(act_on: str = "2026-02-27") -> dict[str, Any]:
    """The basis of a report about an act of that day."""
    return _basis(act_on, report=PAPER)


def _basis(act_on: str, **stands_on: Any) -> dict[str, Any]:
    return {
        "as_of": f"{act_on}T17:00:00+08:00",
        "known_at": 9,
        "first": act_on,
        "last": act_on,
        "digest": "sha256:" + "1" * 64,
        "act_on": act_on,
        **stands_on,
    }


def footing_of(basis: dict[str, Any], days: int | None = None, *, stands: bool = True) -> Footing:
    """What stands of a basis; ``days`` of absence if they are others now."""
    if "allegation" in basis:
        calls = tuple(CallNow(call["call_id"], call["position"], "missed") for call in basis["allegation"]["calls"])
        return Footing(rests_on="allegation", stands=stands, calls=calls)
    if "absence" in basis:
        counted = basis["absence"]["counted_days"] if days is None else days
        return Footing(rests_on="absence", stands=counted > 0, counted_days=counted)
    return Footing(rests_on="report", stands=True)


class Proceedings:
    """The cases of one employee. A refused step changes nothing; ``tried`` is the latest, accepted or not."""

    def __init__(self, basis: dict[str, Any] | None = None, *, on: str = "2026-03-03", **opened: Any) -> None:
        self.rules, self.days = pack(), working_days()
        self.held: dict[str, HeldCase] = {}
        self.footings: dict[str, Footing] = {}
        self.cautions: list[Caution] = []
        self.tried: AnyCaseEvent | None = None
        if basis is not None:
            self.open(basis, on, **opened)

    def open(self, basis: dict[str, Any], on: str = "2026-03-03", **fields: Any) -> list[str]:
        """Open the next case; what is warned of."""
        case = f"{ANDI}_{len(self.held) + 1}"
        opened = {"nip": ANDI, "opened_by": SUPERVISOR, "examinee": EXAMINEE, "basis": basis, **fields}
        self.footings[case] = footing_of(basis)
        return self._take(CaseOpened, case, on, opened)

    def step(self, kind: type[CaseEvent], on: str, number: int = 1, /, **fields: Any) -> list[str]:
        """Take a step in a case; what is warned of."""
        if kind is SummonsIssued and "hearing_on" not in fields:
            fields["hearing_on"] = (date.fromisoformat(on) + timedelta(days=14)).isoformat()
        return self._take(kind, f"{ANDI}_{number}", on, {**ORDINARY[kind], **fields})

    def _take(self, kind: type[CaseEvent], name: str, on: str, fields: dict[str, Any]) -> list[str]:
        taken = sum(len(held.steps) for held in self.held.values())
        plain = {"id": f"s-{taken + 1}", "case": name, "occurred_at": f"{on}T12:00:00+08:00", "on": on, **fields}
        step: Any = msgspec.convert(plain, kind)
        self.tried = step
        case = self.held[name].case if name in self.held else None
        footing = self.footings[name]
        if isinstance(step, BasisRenewed):
            footing = footing_of(fields["basis"])
        cautions = expect(
            case,
            step,
            docket=Docket(ANDI, tuple(self.held.values())),
            rules_on=lambda _: self.rules,
            days=self.days,
            footing=footing,
        )
        self.footings[name] = footing
        self.keep(name, step)
        self.cautions = cautions
        return [str(caution.said) for caution in cautions]

    def keep(self, name: str, step: AnyCaseEvent) -> None:
        """The step stands."""
        steps = self.held[name].steps if name in self.held else ()
        case = after(self.held[name].case if steps else None, step)
        recorded = Recorded(len(steps) + 1, datetime(2026, 1, 1, tzinfo=UTC), step)
        self.held[name] = HeldCase(case, (*steps, recorded))

    # Ways that tests begin with

    def heard(self, number: int = 1) -> Proceedings:
        """Summoned on 4 March, heard on 16 March with a record; the team was there before."""
        self.step(TeamFormed, "2026-03-03", number)
        self.step(SummonsIssued, "2026-03-04", number, hearing_on="2026-03-16")
        self.step(HearingHeld, "2026-03-16", number)
        self.step(RecordSigned, "2026-03-16", number)
        return self

    def decided(self, number: int = 1, **decision: Any) -> Proceedings:
        """Heard, and decided on 25 March."""
        self.heard(number).step(CaseDecided, "2026-03-25", number, **decision)
        return self

    def delivered(self, number: int = 1, **decision: Any) -> Proceedings:
        """Decided, and received on Thursday 26 March: in force on Friday 17 April."""
        self.decided(number, **decision).step(DecisionDelivered, "2026-03-26", number)
        return self

    def in_force(self, number: int = 1, **decision: Any) -> Proceedings:
        """Received, and in force."""
        self.delivered(number, **decision).step(DecisionInForce, "2026-04-17", number)
        return self
