"""One employee before two laws: what differs (SPEC section 9, *simulate*).

Days, calls and allegations count in the unit of their day, an allegation on the day of its last call. What a year's
tally leads to is of the whole year and counts in the unit of the last day compared.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec import Struct

from domain.absence import DayOfTally, Tallies
from domain.calls import MISSED, JudgedCall
from domain.imagined import AsIf, Laws
from domain.judgement import Judgement
from domain.presence import JudgedDay
from domain.strikes import strike_state
from domain.study import AllegationChange, BandChange, EmployeeChange, Figures


class Question(Struct, frozen=True):
    """The days compared (local dates, both included), as of which instant, and of which unit and what lies below it.

    Without a unit it is everybody.
    """

    first: date
    last: date
    as_of: datetime
    unit: str | None = None

    @property
    def days(self) -> list[date]:
        """Every day compared."""
        return [self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)]


class ComparedDay(Struct, frozen=True):
    """A day in a unit, judged under either law; ``alike`` if both ask the same."""

    unit: str
    date: date
    alike: bool
    before: JudgedDay
    after: JudgedDay


class Comparison:
    """One employee: the days compared, figures by unit, and what changes."""

    def __init__(self, laws: Laws, question: Question, judgement: Judgement) -> None:
        self._laws = laws
        self._question = question
        self._nip = judgement.nip
        self.before = judgement
        self.after = AsIf(judgement, laws)
        self.days = self._compared_days()
        self.figures: dict[str, Figures] = defaultdict(Figures)
        self._changed_days: list[date] = []
        self._allegations: list[AllegationChange] = []
        self._bands: list[BandChange] = []
        if self.days:
            self._compare()

    @cached_property
    def own(self) -> Figures:
        """All the employee's figures together, counted as one employee."""
        own = Figures()
        for figures in self.figures.values():
            own.merge(figures)
        own.employees, own.employees_changed = 1, int(own.anything_changes)
        return own

    @property
    def change(self) -> EmployeeChange | None:
        """What changes for the employee; None if nothing does."""
        if not self.own.anything_changes:
            return None
        last = self.days[-1]
        assignment = self._laws.before.staff.assignment(self._nip, last.date)
        assert assignment is not None, "a day compared is a day served"
        return EmployeeChange(
            self._nip,
            assignment.event.name,
            last.unit,
            self.own,
            min(self._changed_days, default=None),
            max(self._changed_days, default=None),
            self._allegations,
            self._bands,
        )

    def _unit(self, day: date) -> str | None:
        """The unit served in on a day, if the day and the unit are asked about."""
        if not self._question.first <= day <= self._question.last:
            return None
        assignment = self._laws.before.staff.assignment(self._nip, day)
        if assignment is None:
            return None
        unit, asked = assignment.event.unit, self._question.unit
        return unit if asked is None or asked in self._laws.before.units.on(unit, day).path else None

    def _compared_days(self) -> list[ComparedDay]:
        compared = []
        for day in self._question.days:
            unit = self._unit(day)
            if unit is not None:
                before, after = self.before.day(day), self.after.day(day)
                assert before is not None, "whoever is assigned serves"
                assert after is not None, "a policy dismisses nobody"
                compared.append(ComparedDay(unit, day, self.after.asks_alike(day), before, after))
        return compared

    def _compare(self) -> None:
        as_of = self._question.as_of
        before = _AsOf(self.before, as_of, Tallies(self.before, as_of, self.before.duties.local_date(as_of)))
        after = _AsOf(self.after, as_of, _TalliesAsIf(self.after, as_of, before.tallies))
        for day in self.days:
            self._compare_day(self.figures[day.unit], before, after, day)
        self._compare_calls(before, after)
        self._compare_allegations(before, after)
        self._compare_bands(before, after)
        for figures in self.figures.values():
            figures.employees, figures.employees_changed = 1, int(figures.anything_changes)

    def _compare_day(self, figures: Figures, before: _AsOf, after: _AsOf, day: ComparedDay) -> None:
        one = before.reading(day.before)
        other = one if day.alike else after.reading(day.after)
        rearranged = day.before.arrangement != day.after.arrangement
        figures.employee_days += 1
        figures.count_day(one.status, other.status)
        figures.days_changed += one.status != other.status
        figures.days_rearranged += rearranged
        figures.late_minutes.add(one.late_minutes, other.late_minutes)
        figures.early_minutes.add(one.early_minutes, other.early_minutes)
        figures.missed_windows.add(one.missed_windows, other.missed_windows)
        if one.status != other.status or rearranged:
            self._changed_days.append(day.date)

    def _compare_calls(self, before: _AsOf, after: _AsOf) -> None:
        """A call stands on both sides, perhaps on two days: a night shift may hold it under one law only."""
        for one, other in zip(before.calls, after.calls, strict=True):
            unit_before, unit_after = self._unit(one.day), self._unit(other.day)
            was, would_be = before.outcome(one), after.outcome(other)
            if unit_before is not None:
                self.figures[unit_before].calls_counted.add(one.counted, 0)
                self.figures[unit_before].strikes.add(was == MISSED, 0)
            if unit_after is not None:
                self.figures[unit_after].calls_counted.add(0, other.counted)
                self.figures[unit_after].strikes.add(0, would_be == MISSED)
            unit = unit_after or unit_before
            if unit is not None:
                self.figures[unit].calls_changed += was != would_be

    def _compare_allegations(self, before: _AsOf, after: _AsOf) -> None:
        """Two allegations are one if they rest on the same calls, whenever they were reached."""
        for calls, series in before.allegations.items():
            unit = self._unit(series[-1].day)
            if unit is not None:
                self.figures[unit].allegations.add(1, 0)
                if calls not in after.allegations:
                    self.figures[unit].allegations_lost += 1
                    self._allegations.append(AllegationChange(False, [call.call_id for call in series]))
        for calls, series in after.allegations.items():
            unit = self._unit(series[-1].day)
            if unit is not None:
                self.figures[unit].allegations.add(0, 1)
                if calls not in before.allegations:
                    self.figures[unit].allegations_gained += 1
                    self._allegations.append(AllegationChange(True, [call.call_id for call in series]))

    def _compare_bands(self, before: _AsOf, after: _AsOf) -> None:
        figures = self.figures[self.days[-1].unit]
        for year in range(self._question.first.year, self._question.last.year + 1):
            pairs = zip(before.tallies.leads_to(year), after.tallies.leads_to(year), strict=True)
            for consecutive, (one, other) in zip((False, True), pairs, strict=True):
                figures.bands.add(one is not None, other is not None)
                if one != other:
                    figures.bands_lost += one is not None
                    figures.bands_gained += other is not None
                    self._bands.append(BandChange(year, consecutive, one, other))


class _Reading(Struct, frozen=True):
    """A day as of an instant: its status, minutes and windows."""

    status: str
    late_minutes: int
    early_minutes: int
    missed_windows: int


class _AsOf:
    """A judgement as it reads at an instant."""

    def __init__(self, judgement: Judgement, as_of: datetime, tallies: Tallies) -> None:
        self._judgement = judgement
        self._as_of = as_of
        self.tallies = tallies
        self.calls = [call for call in judgement.calls if call.placed_at <= as_of]

    def reading(self, day: JudgedDay) -> _Reading:
        presences = day.presences(self._as_of)
        return _Reading(
            day.status_with(presences),
            sum(presence.late_minutes for presence in presences),
            sum(presence.early_minutes for presence in presences),
            sum(presence.status == "missed" for presence in presences),
        )

    def outcome(self, call: JudgedCall) -> str:
        return call.outcome(self._as_of).outcome

    @cached_property
    def allegations(self) -> dict[tuple[int, ...], tuple[JudgedCall, ...]]:
        """The calls of each allegation, as placed, by their positions."""
        if not any(call.counted for call in self.calls):
            return {}
        day = self._judgement.duties.day_of(self._as_of)
        state = strike_state(self.calls, self._as_of, day, self._judgement.call_rule(day))
        return {tuple(call.position for call in one.calls): one.calls for one in state.allegations}


class _TalliesAsIf(Tallies):
    """Of days that both laws ask the same of, what they add to a tally is read once."""

    def __init__(self, after: AsIf, as_of: datetime, before: Tallies) -> None:
        super().__init__(after, as_of, after.duties.local_date(as_of))
        self._after = after
        self._before = before

    def day(self, day: date) -> DayOfTally | None:
        return self._before.day(day) if self._after.asks_alike(day) else super().day(day)
