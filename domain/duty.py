"""What the law asked of an employee on a day: the kind of day, its arrangement and its windows (SPEC section 5).

Nothing here depends on what the employee did or on the instant of the question, only on facts that carry dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.events import DutyLetterIssued, EmployeeAssigned, Event, Recorded, ShiftAssigned
from domain.jurisdiction import Jurisdiction
from domain.organisation import UnitOnDay
from domain.policy.document import ShiftWindows, Window
from domain.policy.law import Regime, Ruling
from domain.record import EmployeeRecord
from domain.zones import at, minutes


class Kind(StrEnum):
    """The kind of a day, in the order in which SPEC section 5 asks for it. Only on a duty day is presence required."""

    UNEMPLOYED = "unemployed"
    LEAVE = "leave"
    OFFICIAL_DUTY = "official_duty"
    CONFLICT = "conflict"
    UNREGULATED = "unregulated"
    HOLIDAY = "holiday"
    OFF = "off"
    NOT_REQUIRED = "not_required"
    DUTY = "duty"


class DutyWindow(Struct, frozen=True):
    """A window as instants. ``early_after`` is exclusive: an early leaving counts only after the late arrival's end."""

    name: str
    opens: datetime
    closes: datetime
    late_until: datetime | None = None
    early_from: datetime | None = None
    early_after: datetime | None = None
    at_office: bool = False

    @property
    def last_instant(self) -> datetime:
        """The last instant at which a presence can still arrive."""
        return self.late_until or self.closes


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

    def on(self, day: date) -> Duty:
        """What the law asked of the employee on the day."""
        if day not in self._worked_out:
            self._worked_out[day] = self._work_out(day)
        return self._worked_out[day]

    def local_date(self, instant: datetime) -> date:
        """The date of an instant in the employee's zone on the instant's UTC date (SPEC section 3)."""
        zone = self._jurisdiction.staff.zone(self._record.nip, instant.astimezone(UTC).date())
        return instant.astimezone(zone).date()

    def day_of(self, instant: datetime) -> date:
        """The day an instant belongs to: its local date, or the day before it while a shift of that day lasts."""
        local = self.local_date(instant)
        before = local - timedelta(days=1)
        if self._record.shifts(before):
            duty = self.on(before)
            if duty.by_shift and any(shift.start <= instant < shift.end for shift in duty.shifts):
                return before
        return local

    def _work_out(self, day: date) -> Duty:
        """The kind of day: the first of SPEC section 5, steps 1 to 7, that fits."""
        staff = self._jurisdiction.staff
        zone = staff.zone(self._record.nip, day)
        assignment = staff.assignment(self._record.nip, day)
        if assignment is None:
            return Duty(day, Kind.UNEMPLOYED, zone)
        return _DutyOfTheDay(self._jurisdiction, self._record, day, zone, assignment).work_out()


class _DutyOfTheDay:
    """The steps from an assignment to a duty."""

    def __init__(
        self,
        jurisdiction: Jurisdiction,
        record: EmployeeRecord,
        day: date,
        zone: ZoneInfo,
        assignment: Recorded[EmployeeAssigned],
    ) -> None:
        post = assignment.event
        self.record, self.day, self.zone = record, day, zone
        self.unit: UnitOnDay = jurisdiction.units.on(post.unit, day)
        self.holidays = jurisdiction.calendar.holidays(self.unit, day)
        periods = jurisdiction.calendar.periods(self.unit, day)
        names = {declared.event.period for declared in periods}
        self.regime = jurisdiction.law.regime(self.unit, post.employment, post.title, day, names)
        self.facts: list[Recorded[Event]] = [assignment, *self.unit.facts, *periods]
        self.rulings: list[Ruling] = []
        self.home_letter: Recorded[DutyLetterIssued] | None = None
        self.arrangement = self._arrangement()

    def _arrangement(self) -> str | None:
        """What the rules say, which a home letter turns into home (SPEC section 4, *Resolution*)."""
        ruling = self.regime.ruling("arrangement")
        self.rulings.append(ruling)
        said: str | None = ruling.value
        letter = self.record.letter(self.day, "home")
        turns = letter is not None and not ruling.conflict and said != "off"
        if turns and not (said == "shift" and not self.record.shifts(self.day)):
            self.home_letter = letter
            return "home"
        return said

    def work_out(self) -> Duty:
        leave = self.record.leave(self.day)
        if leave is not None:
            self.facts.append(leave.granted)
            return self._duty(Kind.LEAVE, rulings=())
        letter = self.record.letter(self.day, "travel", "training")
        if letter is not None:
            self.facts.append(letter)
            return self._duty(Kind.OFFICIAL_DUTY, rulings=())
        if self.home_letter is not None:
            self.facts.append(self.home_letter)
        elif self.rulings[0].conflict:
            return self._duty(Kind.CONFLICT)
        elif self.rulings[0].unset:
            return self._duty(Kind.UNREGULATED)
        if self.arrangement == "shift":
            return self._duty_by_shift()
        return self._duty_by_windows()

    def _duty_by_windows(self) -> Duty:
        """Step 5 and, where windows are required, step 7."""
        if self.holidays:
            self.facts += self.holidays
            return self._duty(Kind.HOLIDAY)
        if self.arrangement == "off":
            return self._duty(Kind.OFF)
        windows = self.regime.ruling("windows", self.arrangement)
        self.rulings.append(windows)
        hours = self.regime.ruling("hours", self.arrangement)
        if hours.conflict:
            self.rulings.append(hours)
        if windows.conflict or hours.conflict:
            return self._duty(Kind.CONFLICT)
        if windows.unset:
            return self._duty(Kind.UNREGULATED)
        if not windows.value:
            return self._duty(Kind.NOT_REQUIRED)
        return self._duty(Kind.DUTY, windows=tuple(self._window(window) for window in windows.value))

    def _window(self, window: Window) -> DutyWindow:
        def instant(clock: str | None) -> datetime | None:
            return at(self.day, clock, self.zone) if clock is not None else None

        return DutyWindow(
            window.name,
            at(self.day, window.opens, self.zone),
            at(self.day, window.closes, self.zone),
            late_until=instant(window.late_until),
            early_from=instant(window.early_from),
            at_office=window.place == "office",
        )

    def _duty_by_shift(self) -> Duty:
        """Steps 6 and 7. Holidays do not touch shifts."""
        shifts = self.record.shifts(self.day)
        if not shifts:
            return self._duty(Kind.OFF)
        ruling = self.regime.ruling("shift_windows", self.arrangement)
        self.rulings.append(ruling)
        self.facts += shifts
        if ruling.conflict:
            return self._duty(Kind.CONFLICT)
        if ruling.unset:
            return self._duty(Kind.UNREGULATED)
        spans = tuple(span_of(shift, self.zone) for shift in shifts)
        windows = tuple(window for span in spans for window in shift_windows(span, ruling.value))
        return self._duty(Kind.DUTY, windows=windows, shifts=spans)

    def _duty(
        self,
        kind: Kind,
        rulings: Sequence[Ruling] | None = None,
        windows: tuple[DutyWindow, ...] = (),
        shifts: tuple[Span, ...] = (),
    ) -> Duty:
        return Duty(
            self.day,
            kind,
            self.zone,
            arrangement=self.arrangement,
            windows=windows,
            shifts=shifts,
            regime=self.regime,
            rulings=tuple(self.rulings if rulings is None else rulings),
            facts=tuple(self.facts),
            home_letter=self.home_letter,
        )


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
