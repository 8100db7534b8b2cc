"""Working days of the declared calendar, counted one by one so that each can be shown.

    days = WorkingDays(("mon", "tue", "wed", "thu", "fri"), holidays)
    days.after(date(2026, 7, 14), 15).last      # date(2026, 8, 4): the day itself is day 0

A working day is a day of the week that is worked and was declared neither a holiday nor collective leave, for the unit
of the examinee, by what the calendar says as known. Dates are local.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from msgspec import Struct

from domain.discipline.clauses import Unit
from domain.events import HolidayDeclared, Recorded

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = timedelta(days=1)
_MOST_DAYS = 4_000
"""So far a count may run: one that finds no working day in ten years ends there."""

HolidaysOn: TypeAlias = Callable[[date], Sequence[Recorded[HolidayDeclared]]]


class CountedDay(Struct, frozen=True):
    """A day of a count: its number, or None where it is not counted, and by which declarations.

    The day the count begins on has number 0; a day of no number and no declaration is no day of the working week.
    """

    date: date
    number: int | None
    holidays: tuple[Recorded[HolidayDeclared], ...] = ()


class Counting(Struct, frozen=True):
    """A count of days from one on: every day from it to the last, both included."""

    unit: Unit
    days: tuple[CountedDay, ...]

    @property
    def last(self) -> date:
        """The last of the days that were asked for."""
        return self.days[-1].date


class WorkingDays:
    """The working days of an employee: the week that is worked, and the holidays of the unit on a day."""

    def __init__(self, week: Sequence[str], holidays: HolidaysOn) -> None:
        self._week = frozenset(week)
        self._holidays = holidays

    def counts(self, day: date) -> bool:
        """Whether it is a working day."""
        return self._worked(day) and not self._holidays(day)

    def after(self, day: date, count: int, unit: Unit = "working_days", *, day_zero: bool = True) -> Counting:
        """So many days after a day. Without ``day_zero`` the day itself is the first, if it counts."""
        found: list[CountedDay] = []
        number = 0
        if day_zero:
            found.append(CountedDay(day, 0, tuple(self._holidays(day)) if unit == "working_days" else ()))
            day += _ONE_DAY
        while number < count and len(found) < _MOST_DAYS:
            holidays = tuple(self._holidays(day)) if unit == "working_days" else ()
            counts = unit == "calendar_days" or (self._worked(day) and not holidays)
            number += counts
            found.append(CountedDay(day, number if counts else None, holidays))
            day += _ONE_DAY
        return Counting(unit, tuple(found))

    def between(self, first: date, last: date, unit: Unit = "working_days") -> int:
        """How many days lie strictly between two dates."""
        days = (first + timedelta(days=number) for number in range(1, (last - first).days))
        return sum(unit == "calendar_days" or self.counts(day) for day in days)

    def _worked(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] in self._week
