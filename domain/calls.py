"""Calls of superiors and what became of them; a missed call is a strike (SPEC section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.demands import NOT_COUNTED, rulings_asked, why_not_askable
from domain.duty import Duties, Duty
from domain.events import CallPlaced, Event, Recorded
from domain.jurisdiction import Jurisdiction
from domain.policy.document import Calls
from domain.policy.law import Ruling
from domain.record import EmployeeRecord
from domain.timeline import BEGINNING, Stage, at, stages
from domain.zones import minutes

MISSED = "missed"


class Outcome(Struct, frozen=True):
    """What had become of a call, and the answers, reasons and decisions that made it so."""

    outcome: str
    facts: tuple[Recorded[Event], ...] = ()


class JudgedCall(Struct, frozen=True):
    """A call, the day it belongs to, why it does not count if it does not, and its outcome through time."""

    placed: Recorded[CallPlaced]
    duty: Duty
    ruling: Ruling
    deadline: datetime | None
    why: str | None
    rulings: tuple[Ruling, ...]
    stages: tuple[Stage[Outcome], ...]

    @property
    def call_id(self) -> str:
        return self.placed.event.call_id

    @property
    def placed_at(self) -> datetime:
        return self.placed.event.occurred_at

    @property
    def day(self) -> date:
        return self.duty.day

    @property
    def counted(self) -> bool:
        return self.why is None

    def outcome(self, instant: datetime) -> Outcome:
        """The outcome at an instant."""
        return at(self.stages, instant)

    def settled_at(self, instant: datetime) -> datetime | None:
        """The instant since which the call has been missed without a break up to this one; None if it is not missed."""
        settled = None
        for stage in self.stages:
            if stage.since > instant:
                break
            if stage.value.outcome != MISSED:
                settled = None
            elif settled is None:
                settled = stage.since
        return settled


def judge_calls(record: EmployeeRecord, duties: Duties, jurisdiction: Jurisdiction) -> list[JudgedCall]:
    """Every call to the employee, in the order placed. Whether one counts depends on those before it, never after."""
    judged: list[JudgedCall] = []
    seen: set[str] = set()
    previous: datetime | None = None
    for placed in record.calls:
        duty = duties.on(duties.day_of(placed.event.occurred_at))
        chain = jurisdiction.staff.chain(record.nip, duty.day)
        ruling = duty.ruling("calls")
        repeated = placed.event.call_id in seen
        why = "repeated_id" if repeated else _why_not_counted(placed.event, duty, ruling, chain, previous)
        call = JudgedCall(
            placed,
            duty,
            ruling,
            _deadline(placed.event.occurred_at, ruling),
            why,
            rulings_asked(why, duty, ruling),
            _through_time(placed.event, ruling, record) if why is None else (Stage(BEGINNING, Outcome(NOT_COUNTED)),),
        )
        seen.add(call.call_id)
        if call.counted:
            previous = call.placed_at
        judged.append(call)
    return judged


def _why_not_counted(
    call: CallPlaced,
    duty: Duty,
    ruling: Ruling,
    chain: Sequence[str],
    previous: datetime | None,
) -> str | None:
    """The first reason that applies, or None: the call counts. A repeated id comes before all of these."""
    placed_at = call.occurred_at
    deadline = _deadline(placed_at, ruling)
    why = why_not_askable(
        duty,
        ruling,
        fits=lambda start, end: start <= placed_at and deadline is not None and deadline <= end,
        touches=lambda start, end: placed_at < end and deadline is not None and deadline > start,
    )
    if why is not None:
        return why
    if not _may_call(call, ruling.value, chain):
        return "caller"
    if previous is not None and placed_at - previous < minutes(ruling.value.spacing):
        return "spacing"
    return None


def _deadline(placed_at: datetime, ruling: Ruling) -> datetime | None:
    """Until when the call must be answered; None where there is no parameter to say."""
    return placed_at + minutes(ruling.value.respond_within) if ruling.value is not None else None


def _may_call(call: CallPlaced, parameter: Calls, chain: Sequence[str]) -> bool:
    """Whether the caller is one whose calls must be answered. Nobody calls themselves."""
    if call.placed_by == call.nip:
        return False
    if parameter.callers == "any":
        return True
    return call.placed_by in (chain[:1] if parameter.callers == "direct" else chain)


def _through_time(call: CallPlaced, ruling: Ruling, record: EmployeeRecord) -> tuple[Stage[Outcome], ...]:
    """The outcome of a call that counts: the first that holds of SPEC section 6, steps 2 to 7."""
    parameter: Calls = ruling.value
    deadline = call.occurred_at + minutes(parameter.respond_within)
    reason_deadline = deadline + minutes(parameter.reason_within)
    pleas = record.pleas_about_calls.get(call.call_id, ())
    answer = next(
        (
            answer
            for answer in record.answers.get(call.call_id, ())
            if answer.event.means in parameter.means and call.occurred_at <= answer.event.occurred_at <= deadline
        ),
        None,
    )

    def outcome_at(instant: datetime) -> Outcome:
        facts = tuple(fact for plea in pleas for fact in plea.facts(instant))
        if answer is not None and answer.event.occurred_at <= instant:
            return Outcome("answered", (answer, *facts))
        if any(plea.accepted(instant) for plea in pleas):
            return Outcome("excused", facts)
        if instant < deadline:
            return Outcome("open", facts)
        in_time = [plea for plea in pleas if plea.given(instant) and plea.given(reason_deadline)]
        if any(plea.decision(instant) is None for plea in in_time):
            return Outcome("under_review", facts)
        return Outcome("awaiting_reason" if instant < reason_deadline else MISSED, facts)

    changes = {deadline, reason_deadline, *(instant for plea in pleas for instant in plea.instants)}
    if answer is not None:
        changes.add(answer.event.occurred_at)
    return stages(changes, outcome_at)
