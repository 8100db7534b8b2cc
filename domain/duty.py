"""What the law asked of an employee on a day: the kind of day, its arrangement and its windows (SPEC section 5).

Nothing here depends on what the employee did or on the instant of the question, only on facts that carry dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.events import DutyLetterIssued, Event, Recorded, ShiftAssigned
from domain.jurisdiction import Jurisdiction
from domain.policy.document import ShiftWindows
from domain.policy.law import Regime, Ruling
from domain.post import Asked, DutyWindow, Kind, PostDay
from domain.record import EmployeeRecord
from domain.zones import at, minutes


class Span(Struct, frozen=True):
    """A shift as instants."""

    start: datetime
    end: datetime
    fact: Recorded[ShiftAssigned]


class Duty(Struct, frozen=True):
    """What was asked on a day. ``rulings`` are those that made the kind of day and its windows, ``facts`` likewise."""

    day: date
    kind: Kind
    zone: ZoneInfo
    arrangement: str | None = None
    windows: tuple[DutyWindow, ...] = ()
    shifts: tuple[Span, ...] = ()
    regime: Regime | None = None
    rulings: tuple[Ruling, ...] = ()
    facts: tuple[Recorded[Event], ...] = ()
    home_letter: Recorded[DutyLetterIssued] | None = None

    @property
    def by_shift(self) -> bool:
        """A duty day by shift."""
        return self.kind is Kind.DUTY and self.arrangement == "shift"

    def ruling(self, parameter: str) -> Ruling:
        """The ruling on another parameter under this day's arrangement; unset for the unemployed."""
        if self.regime is None:
            return Ruling(parameter)
        return self.regime.ruling(parameter, self.arrangement)


class Duties:
    """An employee's duties on every day, each worked out once."""

    def __init__(self, jurisdiction: Jurisdiction, record: EmployeeRecord) -> None:
        self._jurisdiction = jurisdiction
        self._record = record
        self._worked_out: dict[date, Duty] = {}
        self._zones: dict[date, ZoneInfo] = {}

    def on(self, day: date) -> Duty:
        """What the law asked of the employee on the day."""
        duty = self._worked_out.get(day)
        if duty is None:
            duty = self._worked_out[day] = self._work_out(day)
        return duty

    def zone(self, day: date) -> ZoneInfo:
        """The employee's zone on a day."""
        return self.on(day).zone

    def local_date(self, instant: datetime) -> date:
        """The date of an instant in the employee's zone on the instant's UTC date (SPEC section 3)."""
        utc_date = (instant if instant.tzinfo is UTC else instant.astimezone(UTC)).date()
        duty = self._worked_out.get(utc_date)
        zone = duty.zone if duty is not None else self._zones.get(utc_date)
        if zone is None:
            zone = self._zones[utc_date] = self._jurisdiction.staff.zone(self._record.nip, utc_date)
        return instant.astimezone(zone).date()

    def day_of(self, instant: datetime) -> date:
        """The day an instant belongs to: its local date, or the day before it while a shift of that day lasts."""
        local = self.local_date(instant)
        if not self._record.works_in_shifts:
            return local
        before = local - timedelta(days=1)
        if self._record.shifts(before):
            duty = self.on(before)
            if duty.by_shift and any(shift.start <= instant < shift.end for shift in duty.shifts):
                return before
        return local

    def _work_out(self, day: date) -> Duty:
        """The kind of day: the first of SPEC section 5, steps 1 to 7, that fits."""
        record, staff = self._record, self._jurisdiction.staff
        assignment = staff.assignment(record.nip, day)
        if assignment is None:
            return Duty(day, Kind.UNEMPLOYED, staff.zone(record.nip, day))
        post = self._jurisdiction.post_day(assignment.event, day)
        home_letter = self._home_letter(post)
        arrangement = "home" if home_letter is not None else post.arrangement.value

        def duty(asked: Asked, *facts: Recorded[Event], shifts: tuple[Span, ...] = ()) -> Duty:
            return Duty(
                day,
                asked.kind,
                post.zone,
                arrangement,
                asked.windows,
                shifts,
                post.regime,
                asked.rulings,
                (assignment, *post.facts, *asked.facts, *facts),
                home_letter,
            )

        leave = record.leave(day)
        if leave is not None:
            return duty(Asked(Kind.LEAVE, ()), leave.granted)
        letter = record.letter(day, "travel", "training")
        if letter is not None:
            return duty(Asked(Kind.OFFICIAL_DUTY, ()), letter)
        if home_letter is not None:
            # Without the shift, a day by shift would have stayed off.
            shifts = record.shifts(day) if post.arrangement.value == "shift" else ()
            return duty(post.asked("home"), home_letter, *shifts)
        if arrangement != "shift":
            return duty(post.asked(arrangement))
        spans = tuple(span_of(shift, post.zone) for shift in record.shifts(day))
        return duty(_asked_by_shift(post, spans), shifts=spans)

    def _home_letter(self, post: PostDay) -> Recorded[DutyLetterIssued] | None:
        """The letter that turns the arrangement into home, if one does (SPEC section 4, *Resolution*)."""
        letter = self._record.letter(post.day, "home")
        ruling = post.arrangement
        if letter is None or ruling.conflict or ruling.value == "off":
            return None
        if ruling.value == "shift" and not self._record.shifts(post.day):
            return None
        return letter


def _asked_by_shift(post: PostDay, shifts: tuple[Span, ...]) -> Asked:
    """Step 6 and, where there is a shift, step 7. Holidays do not touch shifts."""
    if not shifts:
        return Asked(Kind.OFF, (post.arrangement,))
    ruling = post.regime.ruling("shift_windows", "shift")
    rulings = (post.arrangement, ruling)
    facts = tuple(shift.fact for shift in shifts)
    if ruling.conflict:
        return Asked(Kind.CONFLICT, rulings, facts=facts)
    if ruling.unset:
        return Asked(Kind.UNREGULATED, rulings, facts=facts)
    windows = tuple(window for shift in shifts for window in shift_windows(shift, ruling.value))
    return Asked(Kind.DUTY, rulings, windows, facts)


def span_of(shift: Recorded[ShiftAssigned], zone: ZoneInfo) -> Span:
    """A shift as instants: one whose ``end`` is not after its ``start`` ends the next day."""
    event = shift.event
    last_day = event.date if event.end > event.start else event.date + timedelta(days=1)
    return Span(at(event.date, event.start, zone), at(last_day, event.end, zone), shift)


def shift_windows(span: Span, around: ShiftWindows) -> tuple[DutyWindow, DutyWindow]:
    """The windows ``in`` and ``out`` of a shift; an early ``out`` counts only after the late ``in`` has ended."""
    late_until = span.start + minutes(around.late)
    return (
        DutyWindow(
            "in",
            span.start - minutes(around.in_before),
            span.start + minutes(around.in_after),
            late_until=late_until,
        ),
        DutyWindow(
            "out",
            span.end - minutes(around.out_before),
            span.end + minutes(around.out_after),
            early_from=span.end - minutes(around.out_early),
            early_after=late_until,
        ),
    )
