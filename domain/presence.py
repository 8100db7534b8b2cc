"""What became of a day: its windows, its status, and the minutes lost (SPEC section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from domain.duty import Duty
from domain.events import CheckedIn, Event, Recorded
from domain.post import DutyWindow, Kind
from domain.record import EmployeeRecord, Plea
from domain.timeline import BEGINNING, Stage, at, stages


class Presence(Struct, frozen=True):
    """What became of a window: ``on_time``, ``late``, ``early``, ``missed``, ``excused`` or ``pending``.

    ``facts`` are the check-in, the reasons and the decisions it rests on.
    """

    status: str
    check_in: Recorded[CheckedIn] | None = None
    late_minutes: int = 0
    early_minutes: int = 0
    facts: tuple[Recorded[Event], ...] = ()


class JudgedWindow(Struct, frozen=True):
    """A window and its presence through time."""

    window: DutyWindow
    stages: tuple[Stage[Presence], ...]


class JudgedDay(Struct, frozen=True):
    """A day on which the employee served, and what became of its windows through time."""

    duty: Duty
    windows: tuple[JudgedWindow, ...]

    def presences(self, instant: datetime) -> list[Presence]:
        """What had become of each window by an instant."""
        return [at(window.stages, instant) for window in self.windows]

    def status(self, presences: Sequence[Presence]) -> str:
        """The status of the day with these presences; that of another than a duty day is its kind."""
        if self.duty.kind is not Kind.DUTY:
            return self.duty.kind.value
        return day_status([presence.status for presence in presences])


PENDING = Presence("pending")


def judge_day(duty: Duty, record: EmployeeRecord) -> JudgedDay:
    """What became of a day on which the employee served."""
    pleas = record.pleas_about_days.get(duty.day, ())
    return JudgedDay(
        duty,
        tuple(
            JudgedWindow(window, _through_time(window, record, [plea for plea in pleas if _covers(plea, window)]))
            for window in duty.windows
        ),
    )


def day_status(windows: Sequence[str]) -> str:
    """The status of a duty day: the first that holds."""
    outcomes = set(windows)
    if "pending" in outcomes:
        return "pending"
    if outcomes == {"on_time"}:
        return "present"
    if outcomes <= {"on_time", "excused"}:
        return "excused"
    if "missed" not in outcomes:
        return "late" if "late" in outcomes else "early"
    return "absent" if outcomes == {"missed"} else "partial"


def _through_time(window: DutyWindow, record: EmployeeRecord, pleas: Sequence[Plea]) -> tuple[Stage[Presence], ...]:
    """A window is pending until a check-in serves it or its last instant has come; then only reasons can change it."""
    since, presence = _served(window, record)
    pending = Stage(BEGINNING, PENDING)
    if not pleas or presence.status == "on_time":
        return pending, Stage(since, presence)
    changes = {since, *(instant for plea in pleas for instant in plea.instants if instant > since)}
    return stages(changes, lambda instant: PENDING if instant < since else _pleaded(presence, pleas, instant))


def _served(window: DutyWindow, record: EmployeeRecord) -> tuple[datetime, Presence]:
    """Which check-in serves the window, and from when on that is so.

    The earliest on time, else the earliest late, else at the last instant the latest early one, else none.
    """

    def within(first: datetime, last: datetime) -> list[Recorded[CheckedIn]]:
        found = record.check_ins(first, last)
        return [fact for fact in found if not window.at_office or fact.event.place == "office"]

    for check_in in within(window.opens, window.last_instant)[:1]:
        instant = check_in.event.occurred_at
        if instant <= window.closes:
            return instant, Presence("on_time", check_in, facts=(check_in,))
        late_minutes = whole_minutes(instant - window.closes)
        return instant, Presence("late", check_in, late_minutes=late_minutes, facts=(check_in,))
    if window.early_from is not None:
        for check_in in reversed(within(window.early_from, window.opens)):
            instant = check_in.event.occurred_at
            if window.early_after is None or instant > window.early_after:
                early_minutes = whole_minutes(window.opens - instant)
                early = Presence("early", check_in, early_minutes=early_minutes, facts=(check_in,))
                return window.last_instant, early
    return window.last_instant, Presence("missed")


def _pleaded(presence: Presence, pleas: Sequence[Plea], instant: datetime) -> Presence:
    """An accepted reason turns late, early and missed into excused."""
    facts = (*presence.facts, *(fact for plea in pleas for fact in plea.facts(instant)))
    if any(plea.accepted(instant) for plea in pleas):
        return Presence("excused", presence.check_in, facts=facts)
    return Presence(presence.status, presence.check_in, presence.late_minutes, presence.early_minutes, facts)


def _covers(plea: Plea, window: DutyWindow) -> bool:
    """A reason about a day covers every window of it, one about a window those of that name."""
    named = plea.submitted.event.subject.window
    return named is None or named == window.name


def whole_minutes(lost: timedelta) -> int:
    """Lost time in minutes, rounded up: a second late is a minute lost."""
    return -(-lost // timedelta(minutes=1))
