"""How many days of a year count, and which: the tally of SPEC section 7 taken apart, for a case that stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.absence import NEUTRAL, DayOfTally, Service, Tallies, Tally
from domain.discipline.events import BandOfBasis, DayOfBasis
from domain.reasons import Reason

ONE_DAY = timedelta(days=1)
NOT_SERVED = "not_served"


class Count:
    """The tally of a year, or its longest run, up to a day: how many days it counts, and which."""

    def __init__(self, judged: Service, year: int, consecutive: bool, as_of: datetime, last: date) -> None:
        self._tallies = Tallies(judged, as_of, last)
        tally: Tally = self._tallies.of(year)
        self._parameter = tally.rule.parameter if tally.rule is not None else None
        self.reasons: tuple[Reason, ...] = tally.rule.reasons if tally.rule is not None else ()
        self.counted = tally.longest_run if consecutive else tally.counted_days
        band = tally.consecutive if consecutive else tally.band
        self.band = BandOfBasis(days=band.days, level=band.level, kind=band.kind) if band is not None else None
        first, last = judged.first_countable_day, min(last, date(year, 12, 31))
        if first is None:
            self.days = []
        elif consecutive:
            self.days = self._run(date(year, 1, 1), last, first)
        else:
            self.days = [day for day in map(self.read, days_between(max(first, date(year, 1, 1)), last)) if _adds(day)]

    def read(self, day: date) -> DayOfBasis:
        """A day with its status and what it loses."""
        read = self._tallies.day(day)
        if read is None:
            return DayOfBasis(date=day, status=NOT_SERVED)
        return DayOfBasis(date=day, status=read.status, lost_minutes=self._lost(read))

    def _lost(self, read: DayOfTally) -> int:
        """The minutes that a tally takes of a day; none where no rule converts them."""
        if self._parameter is None:
            return 0
        return read.lost_minutes + self._parameter.partial_minutes * read.windows_missed

    def _run(self, begin: date, last: date, countable: date) -> list[DayOfBasis]:
        """The absent days of the longest run with a day in the year, the first of several; it may begin before it."""
        longest: list[DayOfBasis] = []
        run: list[DayOfBasis] = []
        in_year = False
        for day in map(self.read, days_between(self._begin_of_run(begin, countable), last)):
            if day.status == "absent":
                run.append(day)
                in_year = in_year or day.date >= begin
                if in_year and len(run) > len(longest):
                    longest = list(run)
            elif day.status not in NEUTRAL:
                run, in_year = [], False
        return longest

    def _begin_of_run(self, begin: date, countable: date) -> date:
        """The first day of a run that reaches into the year from before it; else the first of the year."""
        first = day = begin
        while day > countable:
            day -= ONE_DAY
            status = self.read(day).status
            if status == "absent":
                first = day
            elif status not in NEUTRAL:
                break
        return first if first < begin else max(begin, countable)


def _adds(day: DayOfBasis) -> bool:
    return day.status == "absent" or day.lost_minutes > 0


def days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def settled_until(judged: Service, begin: date, last: date, as_of: datetime) -> date:
    """The last day before the first that is pending."""
    tallies = Tallies(judged, as_of, last)
    first = judged.first_countable_day
    for day in days_between(max(begin, first), last) if first is not None else ():
        read = tallies.day(day)
        if read is not None and read.status == "pending":
            return day - ONE_DAY
    return last
