"""The tally of a calendar year: unlawful absence and lost time as counted days.

SPEC section 7; PP 94/2021 art. 9 to 11 and 15.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from domain.answer import BandAnswer, DayAnswer
from domain.duty import Duties
from domain.policy.document import Absence
from domain.policy.law import Ruling

NEUTRAL = frozenset({"off", "holiday", "not_required", "unregulated", "conflict", "pending"})
"""Days that neither break a run nor count in it."""

ONE_DAY = timedelta(days=1)


class Tally(Struct, frozen=True):
    """A year up to the day of the question.

    ``ruling`` gave the bands, on ``decided_on``. ``conflict`` is that of the last day, which counts as unset.
    """

    absent_days: int = 0
    lost_minutes: int = 0
    counted_days: int = 0
    longest_run: int = 0
    band: BandAnswer | None = None
    consecutive: BandAnswer | None = None
    ruling: Ruling | None = None
    decided_on: date | None = None
    conflict: Ruling | None = None


class Tallies:
    """The tallies of one employee.

    ``judge`` gives the answer of a day, or None for a day on which the employee was unemployed; ``first`` is the first
    day on which the employee served under any regulation at all, before which nothing can count.
    """

    def __init__(
        self, duties: Duties, judge: Callable[[date], DayAnswer | None], today: date, first: date | None
    ) -> None:
        self._duties, self._judge, self._today, self._first = duties, judge, today, first

    def of(self, year: int) -> Tally:
        """The tally of a calendar year. A year that lies after T has zeros and nulls."""
        if year > self._today.year or self._first is None:
            return Tally()
        last = min(self._today, date(year, 12, 31))
        begin = max(date(year, 1, 1), self._first)
        days = [self._judge(begin + timedelta(days=count)) for count in range((last - begin).days + 1)]
        ruling, decided_on = self._parameter(date(year, 1, 1), last)
        parameter: Absence | None = ruling.value if ruling is not None else None

        served = [day for day in days if day is not None]
        absent_days = sum(day.status == "absent" for day in served)
        partial_minutes = parameter.partial_minutes if parameter is not None else 0
        lost_minutes = sum(lost_minutes_of(day, partial_minutes) for day in served)
        longest_run = self._longest_run([day.status if day is not None else None for day in days], begin)
        counted_days = absent_days
        band = consecutive = None
        if parameter is not None:
            counted_days += lost_minutes // parameter.day_minutes
            band = _band(parameter, counted_days)
            consecutive = _consecutive(parameter, longest_run)
        on_last = self._duties.on(last).ruling("absence")
        return Tally(
            absent_days,
            lost_minutes,
            counted_days,
            longest_run,
            band,
            consecutive,
            ruling,
            decided_on,
            on_last if on_last.conflict else None,
        )

    def _parameter(self, begin: date, last: date) -> tuple[Ruling | None, date]:
        """The ``absence`` of the last day or, where it is unset there, of the latest earlier day that has one."""
        day = last
        while day >= begin:
            ruling = self._duties.on(day).ruling("absence")
            if ruling.value is not None:
                return ruling, day
            day -= ONE_DAY
        return None, last

    def _longest_run(self, statuses: list[str | None], begin: date) -> int:
        """The longest run with a day in the year, counting all its days, also those before the year."""
        longest = run = 0
        leading = True
        for status in statuses:
            if status == "absent":
                if leading and run == 0:
                    run = self._run_before(begin)
                run += 1
                longest = max(longest, run)
            elif status not in NEUTRAL:
                run = 0
                leading = False
        return longest

    def _run_before(self, begin: date) -> int:
        """The absent days of the run that reaches up to a day from before it."""
        run = 0
        day = begin - ONE_DAY
        while self._first is not None and day >= self._first:
            answer = self._judge(day)
            if answer is None or (answer.status != "absent" and answer.status not in NEUTRAL):
                break
            run += answer.status == "absent"
            day -= ONE_DAY
        return run


def lost_minutes_of(day: DayAnswer, partial_minutes: int) -> int:
    """Late and early minutes of a day and, of a partial day, so many for each window missed."""
    missed = sum(window.status == "missed" for window in day.windows) if day.status == "partial" else 0
    return day.late_minutes + day.early_minutes + partial_minutes * missed


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
