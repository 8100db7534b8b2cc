"""Which steps a step follows: neither its instant nor its date may be before theirs, nor its date after its instant.

The law orders them (PP 94/2021 art. 26 to 38, PP 79/2021): a hearing follows its summons, a decision the hearing, the
receipt the decision. Steps may be recorded late and in another order, but a case as it stood on any past day must have
stood on what came before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta

from domain.discipline.case import Case, Ruling
from domain.discipline.events import (
    AnyCaseEvent,
    AppealDecided,
    AppealFiled,
    AppealReplied,
    CaseClosed,
    CaseDecided,
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
    TemporaryReliefOrdered,
)
from domain.discipline.refusal import StepRefused

_FURTHEST_EAST = timedelta(hours=14)
"""Nowhere is it a later date than where clocks are so far before UTC."""


def expect_happened(step: AnyCaseEvent) -> None:
    """Raises ``StepRefused`` if the step has a later date than the instant at which it happened had anywhere."""
    if step.on > (step.occurred_at.astimezone(UTC) + _FURTHEST_EAST).date():
        raise StepRefused(
            "{day} is after the step happened, at {instant}",
            "give the date of the step with `on`",
            day=step.on,
            instant=step.occurred_at.isoformat(),
        )


def expect_order(case: Case, step: AnyCaseEvent) -> None:
    """Raises ``StepRefused`` if the step is dated, or happened, before one that it follows."""
    for earlier in _followed(case, step):
        if step.on < earlier.on:
            raise StepRefused(
                "{day} is before {step} on {earlier}, which it follows",
                "give the date of the step with `on`",
                day=step.on,
                step=step_name(earlier),
                earlier=earlier.on,
            )
        if step.occurred_at < earlier.occurred_at:
            raise StepRefused(
                "{instant} is before {step} at {earlier}, which it follows",
                "give the instant of the step with `--at`, or leave it out and give its date with `--on`",
                instant=step.occurred_at.isoformat(),
                step=step_name(earlier),
                earlier=earlier.occurred_at.isoformat(),
            )


def step_name(step: AnyCaseEvent) -> str:
    """A step as it is typed: ``case-decided``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(step).__name__).lower()


def _followed(case: Case, step: AnyCaseEvent) -> Iterator[AnyCaseEvent]:
    yield case.opened
    if isinstance(step, CaseClosed):
        yield from case.steps
        return
    yield from [one for one in case.steps if isinstance(one, CaseReopened)][-1:]
    if case.closed is not None:
        yield case.closed
    followed = _in_examination(case, step) if case.ruling is None else _in_ruling(case.ruling, step)
    yield from (one for one in followed if one is not None)


def _in_examination(case: Case, step: AnyCaseEvent) -> Iterator[AnyCaseEvent | None]:
    """Summons, hearing, record, decision; and a new decision after the one that was taken back."""
    match step:
        case SummonsIssued(which="second"):
            yield from case.failed
        case HearingFailed():
            yield from (one for one in case.summonses if one.which == step.summons)
            yield from case.failed
        case HearingHeld():
            yield from case.summonses[:1]
            yield from case.failed
        case RecordSigned(record="examination"):
            yield case.held
        case RecordSigned():
            yield case.held if step.record == "report" and case.held is not None else next(iter(case.failed), None)
        case TemporaryReliefOrdered():
            yield from case.summonses[:1]
        case CaseDecided():
            yield case.held
            yield from case.failed
            yield from (past.withdrawn for past in case.past)


def _in_ruling(ruling: Ruling, step: AnyCaseEvent) -> Iterator[AnyCaseEvent | None]:
    """Delivery, effect, objection and appeal."""
    match step:
        case DeliveryMissed() | DecisionSent() | DecisionWithdrawn():
            yield ruling.decision
        case DecisionDelivered():
            yield ruling.decision
            yield ruling.sent
        case DecisionInForce():
            yield ruling.delivered
        case ObjectionFiled() | AppealFiled():
            yield ruling.delivered
        case ObjectionDecided():
            yield ruling.objection
        case AppealReplied() | AppealDecided():
            yield ruling.appeal
