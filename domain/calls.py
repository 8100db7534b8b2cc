"""Calls of superiors and what became of them; a missed call is a strike (SPEC section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.demands import NOT_COUNTED, rulings_asked, why_not_askable
from domain.duty import Duties, Duty
from domain.events import CallAnswered, CallPlaced, Event, Recorded
from domain.jurisdiction import Jurisdiction
from domain.policy.document import Calls
from domain.policy.law import Ruling
from domain.record import EmployeeRecord, Plea
from domain.zones import minutes

MISSED = "missed"


class JudgedCall(Struct, frozen=True):
    """A call, the day it belongs to, and its outcome as of the record's instant."""

    placed: Recorded[CallPlaced]
    duty: Duty
    ruling: Ruling
    deadline: datetime | None
    outcome: str
    why: str | None
    settled_at: datetime | None
    rulings: tuple[Ruling, ...]
    facts: tuple[Recorded[Event], ...]

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
        return self.outcome != NOT_COUNTED


def judge_calls(record: EmployeeRecord, duties: Duties, jurisdiction: Jurisdiction) -> list[JudgedCall]:
    """Every counting call to the employee, in the order placed."""
    judged: list[JudgedCall] = []
    seen: set[str] = set()
    previous: datetime | None = None
    for placed in record.calls:
        call = _judge(placed, record, duties, jurisdiction, repeated=placed.event.call_id in seen, previous=previous)
        seen.add(placed.event.call_id)
        if call.counted:
            previous = call.placed_at
        judged.append(call)
    return judged


def _judge(
    placed: Recorded[CallPlaced],
    record: EmployeeRecord,
    duties: Duties,
    jurisdiction: Jurisdiction,
    *,
    repeated: bool,
    previous: datetime | None,
) -> JudgedCall:
    duty = duties.on(duties.day_of(placed.event.occurred_at))
    ruling = duty.ruling("calls")
    deadline = _deadline(placed.event.occurred_at, ruling)
    chain = jurisdiction.staff.chain(record.nip, duty.day)
    why = "repeated_id" if repeated else _why_not_counted(placed.event, duty, ruling, chain, previous)
    rulings = rulings_asked(why, duty, ruling)
    if why is not None or deadline is None:
        return JudgedCall(placed, duty, ruling, deadline, NOT_COUNTED, why, None, rulings, (placed, *duty.facts))
    life = _Life(
        placed.event,
        deadline,
        ruling.value,
        record.answers.get(placed.event.call_id, ()),
        record.pleas_about_calls.get(placed.event.call_id, ()),
    )
    outcome = life.outcome(record.as_of)
    settled_at = life.missed_since(record.as_of) if outcome == MISSED else None
    facts = (placed, *duty.facts, *life.facts(record.as_of))
    return JudgedCall(placed, duty, ruling, deadline, outcome, None, settled_at, rulings, facts)


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


class _Life:
    """A counted call through time: its outcome at any instant, with what had occurred by then."""

    def __init__(
        self,
        call: CallPlaced,
        deadline: datetime,
        parameter: Calls,
        answers: Iterable[Recorded[CallAnswered]],
        pleas: Sequence[Plea],
    ) -> None:
        self.deadline = deadline
        self.reason_deadline = deadline + minutes(parameter.reason_within)
        self.pleas = pleas
        self.answers = [
            answer
            for answer in answers
            if answer.event.means in parameter.means and call.occurred_at <= answer.event.occurred_at <= deadline
        ]

    def outcome(self, at: datetime) -> str:
        """The first that holds of SPEC section 6, steps 2 to 7."""
        given = [plea for plea in self.pleas if plea.submitted.event.occurred_at <= at]
        if any(answer.event.occurred_at <= at for answer in self.answers):
            return "answered"
        if any(plea.accepted(at) for plea in given):
            return "excused"
        if at < self.deadline:
            return "open"
        if any(
            plea.submitted.event.occurred_at <= self.reason_deadline and plea.decision(at) is None for plea in given
        ):
            return "under_review"
        return "awaiting_reason" if at < self.reason_deadline else MISSED

    def missed_since(self, at: datetime) -> datetime:
        """The instant since which the call has been missed without a break. Only at these instants can it change."""
        instants = {self.deadline, self.reason_deadline}
        for plea in self.pleas:
            instants.add(plea.submitted.event.occurred_at)
            instants |= {decision.event.occurred_at for decision in plea.decisions}
        since = at
        for instant in sorted((one for one in instants if one <= at), reverse=True):
            if self.outcome(instant) != MISSED:
                break
            since = instant
        return since

    def facts(self, at: datetime) -> list[Recorded[Event]]:
        """The answers, the reasons and the decisions that stand."""
        used: list[Recorded[Event]] = list(self.answers[:1])
        for plea in self.pleas:
            decision = plea.decision(at)
            used += [plea.submitted, decision] if decision is not None else [plea.submitted]
        return used
