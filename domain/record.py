"""One employee's own facts, by subject and in order (SPEC sections 1 to 3).

Leaves, letters and shifts carry dates and count as they stand; what occurred is in the order in which it occurred, and
whoever reads it asks by when. Identifiers are per employee.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from domain.corrections import Facts
from domain.events import (
    CallAnswered,
    CallPlaced,
    CheckedIn,
    DutyLetterIssued,
    Event,
    LeaveCancelled,
    LeaveGranted,
    LocationRequested,
    LocationShared,
    ReasonDecided,
    ReasonSubmitted,
    Recorded,
    ShiftAssigned,
    ShiftWithdrawn,
)

E = TypeVar("E", bound=Event)

_nip = attrgetter("event.nip")
_occurred_at = attrgetter("event.occurred_at")


class Leave(Struct, frozen=True):
    """A leave as granted last, and the cancellations of it that came after."""

    granted: Recorded[LeaveGranted]
    cancelled: tuple[Recorded[LeaveCancelled], ...]

    def covers(self, day: date) -> bool:
        """Whether the day lies in the leave and before every cancellation's date."""
        leave = self.granted.event
        return leave.first <= day <= leave.last and not any(
            cancellation.event.effective_from <= day for cancellation in self.cancelled
        )


class Plea(Struct, frozen=True):
    """A reason and the decisions on it.

    The subject and the time are those of the earliest submission; later ones of the same id only add text. A decision
    by the employee is none.
    """

    submitted: Recorded[ReasonSubmitted]
    decisions: tuple[Recorded[ReasonDecided], ...]

    @property
    def instants(self) -> list[datetime]:
        """When it was given and decided."""
        return [self.submitted.event.occurred_at, *(decision.event.occurred_at for decision in self.decisions)]

    def given(self, at: datetime) -> bool:
        """Whether it had been given by an instant. A decision on a reason that is not given yet does not count yet."""
        return self.submitted.event.occurred_at <= at

    def decision(self, at: datetime) -> Recorded[ReasonDecided] | None:
        """The decision that stands at an instant: the latest by time, then position."""
        if not self.given(at):
            return None
        return next((one for one in reversed(self.decisions) if one.event.occurred_at <= at), None)

    def accepted(self, at: datetime) -> bool:
        """Whether the reason stands accepted at an instant."""
        decision = self.decision(at)
        return decision is not None and decision.event.accepted

    def facts(self, at: datetime) -> list[Recorded[Event]]:
        """The reason, if given by an instant, and the decision that stands."""
        decision = self.decision(at)
        given: list[Recorded[Event]] = [self.submitted] if self.given(at) else []
        return [*given, decision] if decision is not None else given


class EmployeeRecord:
    """What is held about one employee."""

    def __init__(self, nip: str, facts: Facts) -> None:
        def own(event_type: type[E]) -> list[Recorded[E]]:
            return [fact for fact in facts.of(event_type) if _nip(fact) == nip]

        def occurred(event_type: type[E]) -> list[Recorded[E]]:
            return sorted(own(event_type), key=_occurred_at)  # sorting is stable: equal times stay by position

        self.nip = nip
        self.leaves = _leaves(own(LeaveGranted), own(LeaveCancelled))
        self.letters = own(DutyLetterIssued)
        self._shifts = _shifts(own(ShiftAssigned), own(ShiftWithdrawn))
        self.check_ins = [(fact.event.occurred_at.astimezone(UTC), fact) for fact in occurred(CheckedIn)]
        """Each with its instant in UTC, by time, then position."""
        self._check_in_times = [instant for instant, _ in self.check_ins]
        self.calls = occurred(CallPlaced)
        self.answers = _grouped((fact.event.call_id, fact) for fact in occurred(CallAnswered))
        self.requests = occurred(LocationRequested)
        self.shares = _grouped((fact.event.request_id, fact) for fact in occurred(LocationShared))
        self.pleas = _pleas(nip, occurred(ReasonSubmitted), occurred(ReasonDecided))
        self.pleas_about_calls = _grouped((plea.submitted.event.subject.call_id, plea) for plea in self.pleas)
        self.responses: list[Recorded[Event]] = [
            *(fact for _, fact in self.check_ins),
            *(fact for some in self.answers.values() for fact in some),
            *(fact for some in self.shares.values() for fact in some),
            *occurred(ReasonSubmitted),
            *occurred(ReasonDecided),
        ]
        """What the employee did, and what was decided of it: each was meant to satisfy something."""
        self.pleas_about_days = _grouped((plea.submitted.event.subject.date, plea) for plea in self.pleas)

    @property
    def works_in_shifts(self) -> bool:
        """Whether any shift was assigned and not withdrawn."""
        return bool(self._shifts)

    def shifts(self, day: date) -> Sequence[Recorded[ShiftAssigned]]:
        """The shifts assigned on a day and not withdrawn, by start, then position."""
        return self._shifts.get(day, ())

    def leave(self, day: date) -> Leave | None:
        """A leave that covers the day."""
        for leave in self.leaves:
            if leave.covers(day):
                return leave
        return None

    def letter(self, day: date, *kinds: str, with_place: bool = False) -> Recorded[DutyLetterIssued] | None:
        """The latest letter of one of these kinds that covers the day; with ``with_place``, of those that name one."""
        for fact in reversed(self.letters):
            letter = fact.event
            if letter.first <= day <= letter.last and letter.kind in kinds:
                if with_place and letter.place is None:
                    continue
                return fact
        return None

    def check_ins_within(self, first: datetime, last: datetime) -> Sequence[tuple[datetime, Recorded[CheckedIn]]]:
        """The check-ins with first <= t <= last, by time, then position."""
        times = self._check_in_times
        return self.check_ins[bisect_left(times, first) : bisect_right(times, last)]


def _leaves(granted: Iterable[Recorded[LeaveGranted]], cancelled: Sequence[Recorded[LeaveCancelled]]) -> list[Leave]:
    """A later grant of the same id replaces the earlier; a cancellation acts on what stands before it in position."""
    standing = {fact.event.leave_id: fact for fact in granted}
    return [
        Leave(
            fact,
            tuple(one for one in cancelled if one.event.leave_id == leave_id and one.position > fact.position),
        )
        for leave_id, fact in standing.items()
    ]


def _shifts(
    assigned: Iterable[Recorded[ShiftAssigned]], withdrawn: Iterable[Recorded[ShiftWithdrawn]]
) -> dict[date, list[Recorded[ShiftAssigned]]]:
    """A later assignment of the same id replaces the earlier; a withdrawal acts on what stands before it."""
    standing = {fact.event.shift_id: fact for fact in assigned}
    for withdrawal in withdrawn:
        shift = standing.get(withdrawal.event.shift_id)
        if shift is not None and shift.position < withdrawal.position:
            del standing[withdrawal.event.shift_id]
    by_day = _grouped((fact.event.date, fact) for fact in standing.values())
    for shifts in by_day.values():
        shifts.sort(key=lambda fact: (fact.event.start, fact.position))
    return by_day


def _pleas(
    nip: str, submitted: Iterable[Recorded[ReasonSubmitted]], decided: Iterable[Recorded[ReasonDecided]]
) -> list[Plea]:
    """The reasons in the order of their earliest submission, each with its decisions by time, then position."""
    earliest: dict[str, Recorded[ReasonSubmitted]] = {}
    for fact in submitted:
        earliest.setdefault(fact.event.reason_id, fact)
    decisions = _grouped((fact.event.reason_id, fact) for fact in decided if fact.event.decided_by != nip)
    return [Plea(fact, tuple(decisions.get(reason_id, ()))) for reason_id, fact in earliest.items()]


Key = TypeVar("Key")
Value = TypeVar("Value")


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
