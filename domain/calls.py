"""Calls of superiors and what became of them; a missed call is a strike (SPEC section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from domain.demands import NOT_COUNTED, rulings_asked, why_not_askable
from domain.duty import Duties, Duty
from domain.events import CallPlaced, Recorded
from domain.jurisdiction import Jurisdiction
from domain.policy.document import Calls
from domain.policy.law import Ruling
from domain.reasons import Reason, Reasons, ids_of
from domain.record import EmployeeRecord
from domain.timeline import BEGINNING, Stage, at, stages
from domain.zones import minutes

MISSED = "missed"


class Outcome(Struct, frozen=True, array_like=True):
    """What had become of a call, and the ids of the answers, reasons and decisions that made it so."""

    outcome: str
    events: tuple[str, ...] = ()


class CallRule(Struct, frozen=True, array_like=True):
    """The ``calls`` parameter of a day, and the policy that decided it."""

    parameter: Calls
    policy: str


class JudgedCall(Struct, frozen=True, array_like=True):
    """A call, the day it belongs to, why it does not count if it does not, and its outcome through time.

    ``rule`` is None where there is none, or a conflict. ``law_since`` is when the last of the rules behind it was
    recorded. Instants are UTC; ``events`` are the ids of the call, of the facts behind its day, of the posts of
    the supervisors where it was asked who called, and of the earlier call because of which it does not count.
    """

    call_id: str
    placed_at: datetime
    position: int
    day: date
    zone: str
    deadline: datetime | None
    why: str | None
    rule: CallRule | None
    law_since: datetime | None
    reasons: tuple[Reason, ...]
    events: tuple[str, ...]
    stages: tuple[Stage[Outcome], ...]

    @property
    def counted(self) -> bool:
        """Whether the call counts."""
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


def call_rule(duty: Duty) -> CallRule | None:
    """The rule for calls of a duty's day; None where it is unset or a conflict."""
    ruling = duty.ruling("calls")
    if ruling.value is None:
        return None
    return CallRule(ruling.value, ruling.deciders[0].enactment.document.policy)


def judge_calls(
    record: EmployeeRecord, duties: Duties, jurisdiction: Jurisdiction, reasons: Reasons
) -> list[JudgedCall]:
    """Every call to the employee, in the order placed. Whether one counts depends on those before it, never after."""
    judged: list[JudgedCall] = []
    seen: dict[str, Recorded[CallPlaced]] = {}
    previous: Recorded[CallPlaced] | None = None
    for placed in record.calls:
        event = placed.event
        duty = duties.on(duties.day_of(event.occurred_at))
        ruling = duty.ruling("calls")
        chain = jurisdiction.staff.chain(record.nip, duty.day)
        why = "repeated_id" if event.call_id in seen else _why_not_counted(event, duty, ruling, chain, previous)
        rulings = rulings_asked(why, duty, ruling)
        recorded = [decider.enactment.fact.recorded_at for asked in rulings for decider in asked.deciders]
        facts = [placed, *duty.facts, *_compared_with(why, seen.get(event.call_id), previous)]
        if why in ASKED_WHO_CALLED:
            posts = (jurisdiction.staff.assignment(nip, duty.day) for nip in chain)
            facts += [post for post in posts if post is not None]
        seen.setdefault(event.call_id, placed)
        if why is None:
            previous = placed
        judged.append(
            JudgedCall(
                event.call_id,
                event.occurred_at.astimezone(UTC),
                placed.position,
                duty.day,
                duty.zone.key,
                _deadline(event.occurred_at.astimezone(UTC), ruling),
                why,
                call_rule(duty),
                max(recorded, default=None),
                reasons.of(rulings, duty),
                ids_of(facts, rulings),
                _through_time(event, ruling.value, record) if why is None else NOT_COUNTED_EVER,
            )
        )
    return judged


ASKED_WHO_CALLED = frozenset({None, "caller", "spacing"})
"""Where the chain of supervisors was looked at."""


def _compared_with(
    why: str | None, same_id: Recorded[CallPlaced] | None, previous: Recorded[CallPlaced] | None
) -> list[Recorded[CallPlaced]]:
    """The earlier call because of which this one does not count."""
    earlier = {"repeated_id": same_id, "spacing": previous}.get(why or "")
    return [earlier] if earlier is not None else []


NOT_COUNTED_EVER = (Stage(BEGINNING, Outcome(NOT_COUNTED)),)


def _why_not_counted(
    call: CallPlaced,
    duty: Duty,
    ruling: Ruling,
    chain: Sequence[str],
    previous: Recorded[CallPlaced] | None,
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
    if previous is not None and placed_at - previous.event.occurred_at < minutes(ruling.value.spacing):
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


def _through_time(call: CallPlaced, parameter: Calls, record: EmployeeRecord) -> tuple[Stage[Outcome], ...]:
    """The outcome of a call that counts: the first that holds of SPEC section 6, steps 2 to 7."""
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
        events = tuple(fact.event.id for plea in pleas for fact in plea.facts(instant))
        if answer is not None and answer.event.occurred_at <= instant:
            return Outcome("answered", (answer.event.id, *events))
        if any(plea.accepted(instant) for plea in pleas):
            return Outcome("excused", events)
        if instant < deadline:
            return Outcome("open", events)
        in_time = [plea for plea in pleas if plea.given(instant) and plea.given(reason_deadline)]
        if any(plea.decision(instant) is None for plea in in_time):
            return Outcome("under_review", events)
        return Outcome("awaiting_reason" if instant < reason_deadline else MISSED, events)

    changes = {deadline, reason_deadline, *(instant for plea in pleas for instant in plea.instants)}
    if answer is not None:
        changes.add(answer.event.occurred_at)
    return stages(changes, outcome_at)
