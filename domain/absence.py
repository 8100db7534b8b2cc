"""The tally of a calendar year: unlawful absence and lost time as counted days.

SPEC section 7; PP 94/2021 art. 9 to 11 and 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec import Struct

from domain.answer import BandAnswer
from domain.policy.document import Absence
from domain.presence import JudgedDay
from domain.reasons import Reason

NEUTRAL = frozenset({"off", "holiday", "not_required", "unregulated", "conflict", "pending"})
"""Days that neither break a run nor count in it."""

ONE_DAY = timedelta(days=1)


class AbsenceRule(Struct, frozen=True, array_like=True):
    """The ``absence`` parameter of a day and what decided it; None where its sides are in conflict."""

    parameter: Absence | None
    reasons: tuple[Reason, ...]


class DayOfTally(Struct, frozen=True):
    """What a day adds: its status, the minutes lost, and the windows missed if it is partial."""

    status: str
    lost_minutes: int
    windows_missed: int


class Tally(Struct, frozen=True):
    """A year up to the day of the question.

    ``rule`` gave the bands. ``conflict`` is that of the last day, which counts as unset.
    """

    absent_days: int = 0
    lost_minutes: int = 0
    counted_days: int = 0
    longest_run: int = 0
    band: BandAnswer | None = None
    consecutive: BandAnswer | None = None
    rule: AbsenceRule | None = None
    conflict: AbsenceRule | None = None


class Service(Protocol):
    """What a tally asks of an employee's days, judged afresh or kept."""

    @property
    def first_countable_day(self) -> date | None:
        """The day before which nothing can count: nobody is absent before being assigned, or before there is a law."""

    def day(self, day: date) -> JudgedDay | None:
        """The day, or None if the employee was unemployed on it."""

    def absence_rule(self, day: date) -> AbsenceRule | None:
        """The ``absence`` parameter of a day, or None where it is unset."""


class Tallies:
    """The tallies of one employee as of an instant, whose local date is ``today``."""

    def __init__(self, service: Service, as_of: datetime, today: date) -> None:
        self._service, self._as_of, self._today = service, as_of, today
        self._first = service.first_countable_day
        self._days_read: dict[date, DayOfTally | None] = {}

    def of(self, year: int) -> Tally:
        """The tally of a calendar year. A year that lies after T has zeros and nulls."""
        if year > self._today.year or self._first is None:
            return Tally()
        last, begin, days = self._days_of(year, self._first)
        rule = self._rule(date(year, 1, 1), last)
        parameter = rule.parameter if rule is not None else None

        served = [day for day in days if day is not None]
        absent_days = sum(day.status == "absent" for day in served)
        partial_minutes = parameter.partial_minutes if parameter is not None else 0
        lost_minutes = sum(day.lost_minutes + partial_minutes * day.windows_missed for day in served)
        longest_run = self._longest_run(days, begin)
        counted_days = absent_days
        band = consecutive = None
        if parameter is not None:
            counted_days += lost_minutes // parameter.day_minutes
            band = _band(parameter, counted_days)
            consecutive = _consecutive(parameter, longest_run)
        on_last = self._service.absence_rule(last)
        conflict = on_last if on_last is not None and on_last.parameter is None else None
        return Tally(absent_days, lost_minutes, counted_days, longest_run, band, consecutive, rule, conflict)

    def leads_to(self, year: int) -> tuple[BandAnswer | None, BandAnswer | None]:
        """``band`` and ``consecutive`` of the same tally, for which less of the past need be read."""
        if year > self._today.year or self._first is None:
            return None, None
        rule = self._rule(date(year, 1, 1), min(self._today, date(year, 12, 31)))
        if rule is None or rule.parameter is None:
            return None, None
        parameter = rule.parameter
        _, begin, days = self._days_of(year, self._first)
        served = [day for day in days if day is not None]
        lost_minutes = sum(day.lost_minutes + parameter.partial_minutes * day.windows_missed for day in served)
        counted_days = sum(day.status == "absent" for day in served) + lost_minutes // parameter.day_minutes
        enough = parameter.consecutive_days
        run = self._longest_run(days, begin, enough) if enough is not None else 0
        return _band(parameter, counted_days), _consecutive(parameter, run)

    def _days_of(self, year: int, countable: date) -> tuple[date, date, list[DayOfTally | None]]:
        """The last and the first day of the tally of a year, and what all from the first to the last add."""
        last = min(self._today, date(year, 12, 31))
        begin = max(date(year, 1, 1), countable)
        return last, begin, [self.day(begin + timedelta(days=count)) for count in range((last - begin).days + 1)]

    def day(self, day: date) -> DayOfTally | None:
        """What a day adds; None on a day of unemployment."""
        if day not in self._days_read:
            judged = self._service.day(day)
            self._days_read[day] = _day_of_tally(judged, self._as_of) if judged is not None else None
        return self._days_read[day]

    def _rule(self, begin: date, last: date) -> AbsenceRule | None:
        """The ``absence`` of the last day or, where it is unset there, of the latest earlier day that has one."""
        day = last
        while day >= begin:
            rule = self._service.absence_rule(day)
            if rule is not None and rule.parameter is not None:
                return rule
            day -= ONE_DAY
        return None

    def _longest_run(self, days: Sequence[DayOfTally | None], begin: date, enough: int | None = None) -> int:
        """The longest run with a day in the year, counting all its days, also those before the year.

        Where a run of so many days is ``enough``, no longer one is looked for.
        """
        longest = run = 0
        leading = True
        for day in days:
            if day is not None and day.status == "absent":
                if leading and run == 0:
                    run = self._run_before(begin, enough)
                run += 1
                longest = max(longest, run)
                if enough is not None and longest >= enough:
                    return longest
            elif day is None or day.status not in NEUTRAL:
                run = 0
                leading = False
        return longest

    def _run_before(self, begin: date, enough: int | None) -> int:
        """The absent days of the run that reaches up to a day from before it."""
        run = 0
        day = begin - ONE_DAY
        while self._first is not None and day >= self._first and (enough is None or run < enough):
            read = self.day(day)
            if read is None or (read.status != "absent" and read.status not in NEUTRAL):
                break
            run += read.status == "absent"
            day -= ONE_DAY
        return run


def _day_of_tally(day: JudgedDay, as_of: datetime) -> DayOfTally:
    """Late and early minutes of a day, and the windows missed of a partial one."""
    presences = day.presences(as_of)
    status = day.status_with(presences)
    return DayOfTally(
        status,
        sum(presence.late_minutes + presence.early_minutes for presence in presences),
        sum(presence.status == "missed" for presence in presences) if status == "partial" else 0,
    )


def _band(parameter: Absence, counted_days: int) -> BandAnswer | None:
    """The band with the greatest ``days`` not above the counted days."""
    reached = [band for band in parameter.bands if band.days <= counted_days]
    return BandAnswer(reached[-1].days, reached[-1].level, reached[-1].kind) if reached else None


def _consecutive(parameter: Absence, longest_run: int) -> BandAnswer | None:
    """What so many days in a row may lead to (PP 94/2021 art. 11(2)d: 10 working days)."""
    days, level, kind = parameter.consecutive_days, parameter.consecutive_level, parameter.consecutive_kind
    if days is None or level is None or kind is None or longest_run < days:
        return None
    return BandAnswer(days, level, kind)
