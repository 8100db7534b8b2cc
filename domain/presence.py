"""What became of a day: its windows, its status, and the minutes lost (SPEC section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.duty import Duties, Duty, span_of
from domain.events import Recorded, ShiftAssigned
from domain.post import DutyWindow, Kind
from domain.reasons import Reason, Reasons
from domain.record import EmployeeRecord, Plea
from domain.timeline import BEGINNING, Stage, at, stages


class Presence(Struct, frozen=True, array_like=True):
    """What became of a window: ``on_time``, ``late``, ``early``, ``missed``, ``excused`` or ``pending``.

    ``at`` (UTC) is the check-in's, if there is one; ``events`` are the ids of check-in, reasons and decisions.
    """

    status: str
    at: datetime | None = None
    late_minutes: int = 0
    early_minutes: int = 0
    events: tuple[str, ...] = ()

    @property
    def event(self) -> str | None:
        """The id of the check-in."""
        return self.events[0] if self.at is not None else None


class JudgedWindow(Struct, frozen=True, array_like=True):
    """A window and its presence through time."""

    window: DutyWindow
    stages: tuple[Stage[Presence], ...]


class Turn(Struct, frozen=True, order=True, array_like=True):
    """A turn on the roster: a post from one instant to another (UTC)."""

    post: str
    start: datetime
    end: datetime


class JudgedDay(Struct, frozen=True, array_like=True):
    """A day on which the employee served, and what became of its windows through time.

    ``status`` is that of another than a duty day, which no instant changes; on a duty day it is None. ``events`` are
    the ids of the facts that made the day what it was, check-ins and reasons aside. ``turns`` are those on the roster,
    whatever the arrangement; ``at_office`` is the first check-in of the day at the office (UTC).
    """

    day: date
    zone: str
    status: str | None
    arrangement: str | None
    windows: tuple[JudgedWindow, ...]
    reasons: tuple[Reason, ...]
    events: tuple[str, ...]
    turns: tuple[Turn, ...]
    at_office: datetime | None

    @property
    def by_shift(self) -> bool:
        """A duty day by shift: then two windows, in and out, belong to each turn."""
        return self.status is None and self.arrangement == "shift"

    def presences(self, instant: datetime) -> list[Presence]:
        """What had become of each window by an instant."""
        return [at(window.stages, instant) for window in self.windows]

    def status_with(self, presences: Sequence[Presence]) -> str:
        """The status of the day with these presences."""
        return self.status or day_status([presence.status for presence in presences])

    @property
    def matures_at(self) -> datetime:
        """The instant from which on nothing that is known changes the day any more."""
        return max((window.stages[-1].since for window in self.windows), default=BEGINNING)


PENDING = Presence("pending")
AT_FIRST_PENDING = Stage(BEGINNING, PENDING)


def judge_day(duty: Duty, record: EmployeeRecord, reasons: Reasons, at_office: datetime | None) -> JudgedDay:
    """What became of a day on which the employee served, and was ``at_office`` first at that instant."""
    pleas = record.pleas_about_days.get(duty.day, ())
    return JudgedDay(
        duty.day,
        duty.zone.key,
        None if duty.kind is Kind.DUTY else duty.kind.value,
        duty.arrangement,
        tuple([JudgedWindow(window, _through_time(window, record, pleas)) for window in duty.windows]),
        reasons.of(duty.rulings, duty),
        reasons.ids(duty),
        tuple([_turn(shift, duty.zone) for shift in record.shifts(duty.day)]),
        at_office,
    )


def _turn(shift: Recorded[ShiftAssigned], zone: ZoneInfo) -> Turn:
    span = span_of(shift, zone)
    return Turn(shift.event.post, span.start, span.end)


def first_at_office(record: EmployeeRecord, duties: Duties) -> dict[date, datetime]:
    """By day, the first check-in at the office that belongs to it (UTC)."""
    first: dict[date, datetime] = {}
    for instant, check_in in record.check_ins:
        if check_in.event.place == "office":
            first.setdefault(duties.day_of(instant), instant)
    return first


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


def _through_time(
    window: DutyWindow, record: EmployeeRecord, pleas_about_day: Sequence[Plea]
) -> tuple[Stage[Presence], ...]:
    """A window is pending until a check-in serves it or its last instant has come; then only reasons can change it."""
    since, presence = _served(window, record)
    pleas = [plea for plea in pleas_about_day if _covers(plea, window)] if pleas_about_day else []
    if not pleas or presence.status == "on_time":
        return AT_FIRST_PENDING, Stage(since, presence)
    changes = {since, *(instant for plea in pleas for instant in plea.instants if instant > since)}
    return stages(changes, lambda instant: PENDING if instant < since else _pleaded(presence, pleas, instant))


def _served(window: DutyWindow, record: EmployeeRecord) -> tuple[datetime, Presence]:
    """Which check-in serves the window, and from when on that is so.

    The earliest on time, else the earliest late, else at the last instant the latest early one, else none.
    """

    last = window.late_until or window.closes
    for instant, check_in in record.check_ins_within(window.opens, last):
        if window.at_office and check_in.event.place != "office":
            continue
        if instant <= window.closes:
            return instant, Presence("on_time", instant, 0, 0, (check_in.event.id,))
        return instant, Presence("late", instant, whole_minutes(instant - window.closes), 0, (check_in.event.id,))
    if window.early_from is not None:
        for instant, check_in in reversed(record.check_ins_within(window.early_from, window.opens)):
            if window.at_office and check_in.event.place != "office":
                continue
            if window.early_after is None or instant > window.early_after:
                early_minutes = whole_minutes(window.opens - instant)
                return last, Presence("early", instant, 0, early_minutes, (check_in.event.id,))
    return last, MISSED


MISSED = Presence("missed")


def _pleaded(presence: Presence, pleas: Sequence[Plea], instant: datetime) -> Presence:
    """An accepted reason turns late, early and missed into excused: ``at`` stays, minutes become 0."""
    events = (*presence.events, *(fact.event.id for plea in pleas for fact in plea.facts(instant)))
    if any(plea.accepted(instant) for plea in pleas):
        return Presence("excused", presence.at, events=events)
    return Presence(presence.status, presence.at, presence.late_minutes, presence.early_minutes, events)


def _covers(plea: Plea, window: DutyWindow) -> bool:
    """A reason about a day covers every window of it, one about a window those of that name."""
    named = plea.submitted.event.subject.window
    return named is None or named == window.name


def whole_minutes(lost: timedelta) -> int:
    """Lost time in minutes, rounded up: a second late is a minute lost."""
    return -(-lost // timedelta(minutes=1))
