"""A discipline case: what its steps add up to. Steps are folded as they stand; ``procedure`` says which may follow.

    case = fold(steps)
    case.stage        "decided"
    case.sanction     Sanction(kind="written_reprimand", level="light", by="decision", on=date(2026, 4, 1))

A step that was voided is left out by whoever hands the steps over, as with all facts (SPEC section 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from domain.discipline.events import (
    AnyCaseEvent,
    AppealDecided,
    AppealFiled,
    AppealReplied,
    Basis,
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseOpened,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionSent,
    DecisionWithdrawn,
    DeliveryMissed,
    Examinee,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)

Stage: TypeAlias = Literal[
    "opened",
    "summoned",
    "missed_first",
    "missed_twice",
    "heard",
    "decided",
    "delivered",
    "under_objection",
    "under_appeal",
    "in_force",
    "annulled",
    "closed",
]


class Sanction(Struct, frozen=True):
    """The sanction that stands: of which kind and level, by what, since which date it was imposed."""

    kind: str
    level: str
    by: Literal["decision", "objection", "appeal"]
    on: date


class Ruling(Struct, frozen=True, kw_only=True):
    """A decision and what came of it. ``upon`` counts which basis of the case it stands on, from 0."""

    decision: CaseDecided
    upon: int
    missed: DeliveryMissed | None = None
    sent: DecisionSent | None = None
    delivered: DecisionDelivered | None = None
    in_force: DecisionInForce | None = None
    objection: ObjectionFiled | None = None
    objection_decided: ObjectionDecided | None = None
    appeal: AppealFiled | None = None
    reply: AppealReplied | None = None
    appeal_decided: AppealDecided | None = None
    withdrawn: DecisionWithdrawn | None = None

    @property
    def pending(self) -> ObjectionFiled | AppealFiled | None:
        """The remedy that is not decided."""
        if self.appeal is not None and self.appeal_decided is None:
            return self.appeal
        return self.objection if self.objection is not None and self.objection_decided is None else None

    @property
    def remedied(self) -> ObjectionDecided | AppealDecided | None:
        """The latest decision on a remedy."""
        return self.appeal_decided or self.objection_decided

    @property
    def sanction(self) -> Sanction | None:
        """What stands after every remedy; None without a sanction, or if it was annulled or withdrawn."""
        decision = self.decision
        if self.withdrawn is not None or decision.kind is None or decision.level is None:
            return None
        sanction = Sanction(decision.kind, decision.level, "decision", decision.on)
        remedies: tuple[tuple[Literal["objection", "appeal"], ObjectionDecided | AppealDecided | None], ...] = (
            ("objection", self.objection_decided),
            ("appeal", self.appeal_decided),
        )
        for by, remedy in remedies:
            if remedy is not None and remedy.outcome == "annulled":
                return None
            if remedy is not None and remedy.kind is not None and remedy.level is not None:
                sanction = Sanction(remedy.kind, remedy.level, by, remedy.on)
        return sanction

    @property
    def annulled(self) -> bool:
        """Whether a remedy took the sanction away."""
        return self.remedied is not None and self.remedied.outcome == "annulled"


class Case(Struct, frozen=True, kw_only=True):
    """A case after some steps.

    ``bases`` are those it stood on, the last is today's; ``past`` rulings were withdrawn.
    """

    opened: CaseOpened
    steps: tuple[AnyCaseEvent, ...]
    bases: tuple[Basis, ...]
    team: TeamFormed | None = None
    summonses: tuple[SummonsIssued, ...] = ()
    held: HearingHeld | None = None
    failed: tuple[HearingFailed, ...] = ()
    records: tuple[RecordSigned, ...] = ()
    relief: TemporaryReliefOrdered | None = None
    ruling: Ruling | None = None
    past: tuple[Ruling, ...] = ()
    closed: CaseClosed | None = None

    @property
    def name(self) -> str:
        """The id of the case."""
        return self.opened.case

    @property
    def nip(self) -> str:
        """Who is examined."""
        return self.opened.nip

    @property
    def examinee(self) -> Examinee:
        """Who that is by employment and post, as said last."""
        return self.ruling.decision.examinee if self.ruling is not None else self.opened.examinee

    @property
    def basis(self) -> Basis:
        """What the case stands on."""
        return self.bases[-1]

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done."""
        return self.closed is None

    @property
    def sanction(self) -> Sanction | None:
        """The sanction that stands, in force or not."""
        return self.ruling.sanction if self.ruling is not None else None

    @property
    def relieved(self) -> bool:
        """Whether the examinee is relieved of office: until the decision (PP 94/2021 art. 40)."""
        return self.relief is not None and self.ruling is None and self.is_open

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        if self.closed is not None:
            return "closed"
        ruling = self.ruling
        if ruling is not None:
            if ruling.pending is not None:
                return "under_appeal" if isinstance(ruling.pending, AppealFiled) else "under_objection"
            if ruling.annulled:
                return "annulled"
            if ruling.in_force is not None:
                return "in_force"
            return "delivered" if ruling.delivered is not None else "decided"
        if self.held is not None:
            return "heard"
        if self.failed and len(self.failed) == len(self.summonses):
            return "missed_first" if len(self.failed) == 1 else "missed_twice"
        return "summoned" if self.summonses else "opened"

    @property
    def strike_state(self) -> Literal["in case", "sanctioned"] | None:
        """What the case makes of the state of strikes: a sanction in force, an open case; None once it is closed."""
        if self.closed is not None:
            return None
        in_force = self.ruling is not None and self.ruling.in_force is not None and self.ruling.sanction is not None
        return "sanctioned" if in_force else "in case"


def fold(steps: Iterable[AnyCaseEvent]) -> Case | None:
    """The case after these steps of it, in the order of recording; None without a step."""
    case: Case | None = None
    for step in steps:
        case = after(case, step)
    return case


_FIELD_OF_RULING = {
    DeliveryMissed: "missed",
    DecisionSent: "sent",
    DecisionDelivered: "delivered",
    DecisionInForce: "in_force",
    ObjectionFiled: "objection",
    ObjectionDecided: "objection_decided",
    AppealFiled: "appeal",
    AppealReplied: "reply",
    AppealDecided: "appeal_decided",
}


def after(case: Case | None, step: AnyCaseEvent) -> Case:
    """The case after one more step. The first is ``CaseOpened``; ``ValueError`` for a step that no case can take."""
    if case is None:
        if not isinstance(step, CaseOpened):
            raise ValueError(f"the first step of a case is CaseOpened, not {type(step).__name__}")
        return Case(opened=step, steps=(step,), bases=(step.basis,))
    changed = _changed(case, step)
    return replace(changed, steps=(*case.steps, step))


def _changed(case: Case, step: AnyCaseEvent) -> Case:
    match step:
        case BasisRenewed():
            return replace(case, bases=(*case.bases, step.basis))
        case TeamFormed():
            return replace(case, team=step)
        case SummonsIssued():
            return replace(case, summonses=(*case.summonses, step))
        case HearingHeld():
            return replace(case, held=step)
        case HearingFailed():
            return replace(case, failed=(*case.failed, step))
        case RecordSigned():
            return replace(case, records=(*case.records, step))
        case TemporaryReliefOrdered():
            return replace(case, relief=step)
        case CaseDecided():
            return replace(case, ruling=Ruling(decision=step, upon=len(case.bases) - 1))
        case CaseClosed():
            return replace(case, closed=step)
        case CaseReopened():
            return replace(case, closed=None)
    if case.ruling is None or isinstance(step, CaseOpened):
        raise ValueError(f"a case cannot take {type(step).__name__} here")
    if isinstance(step, DecisionWithdrawn):
        return replace(case, ruling=None, past=(*case.past, replace(case.ruling, withdrawn=step)))
    return replace(case, ruling=replace(case.ruling, **{_FIELD_OF_RULING[type(step)]: step}))
