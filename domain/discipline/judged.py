"""A case through time: its steps, and how what it stands on reads at every instant.

    [case] = judge_cases(judgement)
    case.at(t)               # the steps that had occurred, and what they add up to
    case.standing(t)         # what differs by then from its basis, and the facts behind that

As everything that is judged of an employee, it does not depend on the instant of a question; a read model keeps it.
The facts behind a change are found by a second judgement, as known at the basis, and only where something has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domain.discipline.causes import Causes
from domain.discipline.count import days_between
from domain.discipline.docket import HeldCase, Step, hold, steps_of
from domain.discipline.events import (
    AnyCaseEvent,
    Basis,
    BasisRenewed,
    CaseOpened,
    HearingFailed,
    HearingHeld,
    RecordSigned,
    SummonsIssued,
)
from domain.discipline.footing import Change, carries_less, changes, footing
from domain.events import Recorded
from domain.timeline import BEGINNING, Stage, at

if TYPE_CHECKING:
    from domain.judgement import Judgement


class Standing(Struct, frozen=True, array_like=True):
    """What differs from a basis at an instant, and whether a decision on it could rest on ``less`` now."""

    changes: tuple[Change, ...] = ()
    less: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.changes

    @property
    def since(self) -> int | None:
        """The position from which on something differs; None if nothing does, or no fact behind it is known."""
        known = [max(one.position for one in change.behind) for change in self.changes if change.behind]
        return min(known, default=None)


class JudgedBasis(Struct, frozen=True, array_like=True):
    """A basis by the position of the step that brought it, and how it stands through time."""

    position: int
    stages: tuple[Stage[Standing], ...]


class JudgedCase(Struct, frozen=True, array_like=True):
    """The steps of a case in account, by position, whenever they occurred; the unit it was opened in, if any."""

    case: str
    unit: str | None
    steps: tuple[Recorded[AnyCaseEvent], ...]
    bases: tuple[JudgedBasis, ...]

    @property
    def number(self) -> int:
        """Which of the employee's cases it is."""
        return int(self.case.rpartition("_")[2])

    def at(self, instant: datetime) -> HeldCase | None:
        """The case by the steps that had occurred by an instant; None if it had not been opened."""
        return hold(step for step in self.steps if step.event.occurred_at <= instant)

    def standing(self, held: HeldCase, instant: datetime, upon: int = -1) -> Standing:
        """How what it stands on reads at an instant: its latest basis, or the one of that number."""
        brought = [step.position for step in held.steps if isinstance(step.event, (CaseOpened, BasisRenewed))][upon]
        return at(next(basis.stages for basis in self.bases if basis.position == brought), instant)

    def affected(self, held: HeldCase, instant: datetime) -> list[Step]:
        """The steps that what has changed by an instant bears on, in the order of the case.

        The step that brought the basis; summonses and hearings about what fell; and where less stands than the
        decision rested on, the decision, what puts it in force, and what was decided about it.
        """
        found: set[str] = set()
        now = self.standing(held, instant)
        if not now.holds:
            found.add([step for step in held.steps if isinstance(step.event, (CaseOpened, BasisRenewed))][-1].event.id)
        if any(_fell(change) for change in now.changes):
            found |= {step.event.id for step in held.steps if isinstance(step.event, ABOUT_IT)}
        ruling = held.case.ruling
        if ruling is not None and ruling.sanction is not None and self.standing(held, instant, ruling.upon).less:
            upon = (ruling.decision, ruling.in_force, ruling.objection_decided, ruling.appeal_decided)
            found |= {step.id for step in upon if step is not None}
        return [step for step in held.steps if step.event.id in found]


ABOUT_IT = (SummonsIssued, HearingHeld, HearingFailed, RecordSigned)
"""Steps that are about what a case stands on."""


def _fell(change: Change) -> bool:
    """Whether something is gone or less, not more."""
    if change.then is None or change.now is None:
        return change.then is not None
    if change.part == "day":
        return change.then.said == "absent" or (change.now.amount or 0) < (change.then.amount or 0)
    return change.now.amount is None or change.now.amount < (change.then.amount or 0)


def judge_cases(judgement: Judgement) -> list[JudgedCase]:
    """Every case of an employee whose opening is in account, by number."""
    judged = []
    for name, steps in steps_of(judgement.facts, judgement.nip).items():
        held = hold(steps)
        if held is None:
            continue
        brought = [step for step in held.steps if isinstance(step.event, (CaseOpened, BasisRenewed))]
        judged.append(
            JudgedCase(
                name,
                _unit(judgement, held),
                tuple(steps),
                tuple(JudgedBasis(step.position, _through_time(step.event.basis, judgement)) for step in brought),
            )
        )
    return sorted(judged, key=lambda one: one.number)


def _unit(judgement: Judgement, held: HeldCase) -> str | None:
    assigned = judgement.jurisdiction.staff.assignment(judgement.nip, held.case.opened.on)
    return assigned.event.unit if assigned is not None else None


def _through_time(basis: Basis, judgement: Judgement) -> tuple[Stage[Standing], ...]:
    """How a basis stands from its own instant on, at every instant at which that can change."""
    causes = Causes(basis, judgement)
    stages: list[Stage[Standing]] = []
    for instant in (BEGINNING, *sorted(set(_instants(basis, judgement)))):
        asked = max(instant, basis.as_of.astimezone(UTC))
        standing = _standing(basis, judgement, asked, causes)
        if not stages or stages[-1].value != standing:
            stages.append(Stage(instant, standing))
    return tuple(stages)


def _standing(basis: Basis, judgement: Judgement, instant: datetime, causes: Causes) -> Standing:
    now = footing(basis, judgement, instant)
    found = changes(basis, now)
    return Standing(
        tuple(replace(change, behind=causes.behind(change, found, instant)) for change in found),
        carries_less(basis, now),
    )


def _instants(basis: Basis, judgement: Judgement) -> Iterator[datetime]:
    """When a call or a day that the basis can depend on reads otherwise, after the basis's own instant.

    What is settled after an allegation was reached never rewrites it (SPEC section 6), so later calls do not matter.
    """
    rows: Iterable[Stage] = ()  # type: ignore[type-arg]
    if basis.allegation is not None:
        reached = basis.allegation.reached_at
        rows = (stage for call in judgement.calls if call.placed_at <= reached for stage in call.stages)
    elif basis.absence is not None:
        judged = (judgement.day(day) for day in days_between(basis.first, basis.last))
        rows = (stage for day in judged if day is not None for window in day.windows for stage in window.stages)
    return (stage.since for stage in rows if stage.since > basis.as_of)
