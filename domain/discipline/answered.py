"""Cases as an answer shows them: as they stood at an instant, in the zones of the employee's days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.answer import (
    BasisAnswer,
    CaseAnswer,
    ChangeAnswer,
    ClosedAnswer,
    ReadingAnswer,
    SanctionAnswer,
    StepAnswer,
)
from domain.discipline.case import Case
from domain.discipline.docket import Docket, HeldCase
from domain.discipline.footing import Change, Item, rests_on
from domain.discipline.judged import JudgedCase
from domain.zones import Whereabouts, local


def docket_at(cases: Iterable[JudgedCase], instant: datetime) -> Docket:
    """The cases of an employee by the steps that had occurred by an instant."""
    held = [one for case in cases if (one := case.at(instant)) is not None]
    return Docket(held[0].case.nip if held else "", tuple(held))


def case_answers(cases: Iterable[JudgedCase], instant: datetime, whereabouts: Whereabouts) -> list[CaseAnswer]:
    """Every case that had been opened by an instant, by number."""
    return [_case_answer(one, held, instant, whereabouts) for one in cases if (held := one.at(instant)) is not None]


def _case_answer(judged: JudgedCase, held: HeldCase, instant: datetime, whereabouts: Whereabouts) -> CaseAnswer:
    case, basis = held.case, held.case.basis
    standing = judged.standing(held, instant)
    allegation, absence = basis.allegation, basis.absence
    return CaseAnswer(
        case=case.name,
        rests_on=rests_on(basis),
        stage=case.stage,
        opened_at=local(case.opened.occurred_at, whereabouts),
        reached_at=local(allegation.reached_at, whereabouts) if allegation is not None else None,
        calls=[call.call_id for call in allegation.calls] if allegation is not None else [],
        year=absence.year if absence is not None else None,
        consecutive=absence.consecutive if absence is not None else None,
        basis=BasisAnswer(
            as_of=local(basis.as_of, whereabouts),
            known_at=basis.known_at,
            digest=basis.digest,
            holds=standing.holds,
            changes=[_change_answer(change) for change in standing.changes],
            affected=[step.event.id for step in judged.affected(held, instant)],
        ),
        sanction=_sanction_answer(case),
        closed=ClosedAnswer(case.closed.outcome, case.closed.on) if case.closed is not None else None,
        steps=[
            StepAnswer(
                step.event.id,
                type(step.event).__name__,
                local(step.event.occurred_at, whereabouts),
                step.event.on,
            )
            for step in sorted((*held.steps, *held.loose), key=lambda step: step.position)
        ],
    )


def _sanction_answer(case: Case) -> SanctionAnswer | None:
    sanction = case.sanction
    if sanction is None or case.ruling is None:
        return None
    return SanctionAnswer(sanction.level, sanction.kind, sanction.by, sanction.on, case.ruling.in_force is not None)


def _change_answer(change: Change) -> ChangeAnswer:
    return ChangeAnswer(
        change.part, change.key, _reading(change.then), _reading(change.now), [one.event for one in change.behind]
    )


def _reading(item: Item | None) -> ReadingAnswer | None:
    return ReadingAnswer(item.said, item.amount) if item is not None else None
