"""The discipline cases of an employee held against what was told: the stage, the sanction, what they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from domain.discipline.case import Case
from domain.discipline.docket import HeldCase
from domain.discipline.footing import Change, Item, rests_on
from domain.discipline.judged import JudgedCase, Standing
from domain.verdicts import (
    BasisChanged,
    CaseMoved,
    ChangeTold,
    ReadingTold,
    SanctionNow,
    StepAt,
    Verdict,
)


class ToldCase(Struct, frozen=True, array_like=True):
    """A case as it was told, and the positions of its steps: what remains of it when its opening is voided."""

    stage: str
    rests_on: str
    sanction: SanctionNow | None
    basis_known_at: int
    changes: tuple[ChangeTold, ...]
    positions: tuple[int, ...]


class LookedAtCases(Struct, frozen=True):
    """What is to be told of cases, what is told then, and the next instant at which time alone may change it."""

    verdicts: list[Verdict]
    told: dict[str, ToldCase]
    due: datetime | None


def look_at_cases(
    cases: Sequence[JudgedCase], told: Mapping[str, ToldCase], as_of: datetime, strikes: Callable[[], str]
) -> LookedAtCases:
    """What is to be told as of an instant; ``strikes`` gives the state of strikes, where something moved."""
    held = {case.case: (case, now) for case in cases if (now := case.at(as_of)) is not None}
    verdicts = [
        _verdict(CaseMoved(name, was.rests_on, was.stage, None, None, strikes()), was.positions)
        for name, was in told.items()
        if name not in held
    ]
    now_told: dict[str, ToldCase] = {}
    for name, (case, now) in held.items():
        standing = case.standing(now, as_of)
        was = told.get(name)
        is_now = now_told[name] = _as_told(now, standing)
        if was is None or (was.stage, was.sanction, was.rests_on) != (is_now.stage, is_now.sanction, is_now.rests_on):
            before = was.stage if was is not None else None
            about = CaseMoved(name, is_now.rests_on, before, is_now.stage, is_now.sanction, strikes())
            verdicts.append(_verdict(about, is_now.positions))
        if is_now.changes != (was.changes if was is not None else ()):
            verdicts.append(_basis_changed(case, now, standing, is_now, as_of))
    return LookedAtCases(verdicts, now_told, min(_instants(cases, as_of), default=None))


def _as_told(held: HeldCase, standing: Standing) -> ToldCase:
    case = held.case
    return ToldCase(
        case.stage,
        rests_on(case.basis),
        _sanction(case),
        case.basis.known_at,
        tuple(_change(change) for change in standing.changes),
        tuple(sorted(step.position for step in (*held.steps, *held.loose))),
    )


def _sanction(case: Case) -> SanctionNow | None:
    sanction, ruling = case.sanction, case.ruling
    if sanction is None or ruling is None:
        return None
    return SanctionNow(sanction.level, sanction.kind, sanction.by, sanction.on, ruling.in_force is not None)


def _basis_changed(case: JudgedCase, held: HeldCase, standing: Standing, told: ToldCase, as_of: datetime) -> Verdict:
    affected = tuple(StepAt(type(step.event).__name__, step.position) for step in case.affected(held, as_of))
    about = BasisChanged(case.case, told.basis_known_at, standing.holds, told.changes, affected)
    behind = {one.position for change in standing.changes for one in change.behind}
    return _verdict(about, {*told.positions, *behind})


def _verdict(about: CaseMoved | BasisChanged, positions: Iterable[int]) -> Verdict:
    return Verdict(about, frozenset(), (), frozenset(positions))


def _change(change: Change) -> ChangeTold:
    return ChangeTold(change.part, change.key, _reading(change.then), _reading(change.now))


def _reading(item: Item | None) -> ReadingTold | None:
    return ReadingTold(item.said, item.amount) if item is not None else None


def _instants(cases: Iterable[JudgedCase], as_of: datetime) -> Iterator[datetime]:
    """When a step is yet to occur, or a basis reads otherwise."""
    for case in cases:
        instants = [step.event.occurred_at for step in case.steps]
        instants += [stage.since for basis in case.bases for stage in basis.stages]
        yield from (instant for instant in instants if instant > as_of)
