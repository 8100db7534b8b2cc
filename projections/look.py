"""A look at one employee: what stands as of an instant, held against what was told last.

    looked = look(sheets, calls, told, as_of)
    looked.verdicts      what to tell, in order
    looked.told          what is told then
    looked.due           the next instant at which time alone may change it

A month whose sheet is byte for byte the one that was looked at, and in which nothing matures meanwhile, is not decoded
again; a year's tally is made of the days that were told, and only if one of them was looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

from msgspec import Struct

from domain.absence import NEUTRAL, AbsenceRule, DayOfTally, Tallies, Tally
from domain.answer import BandAnswer
from domain.calls import JudgedCall
from domain.discipline.judged import JudgedCase
from domain.presence import JudgedDay
from domain.replay import beside_cases
from domain.strikes import Allegation, allegations_at, strike_state
from domain.verdicts import (
    PENDING,
    AllegationReached,
    AllegationWithdrawn,
    BandReached,
    BandWithdrawn,
    CalledAt,
    DayChanged,
    DayFinalised,
    DayReading,
    DayWithdrawn,
    Verdict,
    band_verdict,
    day_reading,
)
from domain.zones import zone
from projections.look_cases import ToldCase, look_at_cases
from projections.read_models.calls import read_call
from projections.read_models.cases import read_case
from projections.read_models.sheets import KeptDay, Sheet, days_of_month

ONE_DAY = timedelta(days=1)
NOT_SERVED = "not_served"


class ToldMonth(Struct, frozen=True, array_like=True):
    """The days of a month as they were told; None for a day that was not served, ``pending`` for one not final.

    ``seen`` is the digest of the sheet, ``due`` the next instant at which one of its days may change by itself, and
    ``ruled`` says whether any day has a rule for absence.
    """

    seen: bytes
    due: datetime | None
    ruled: bool
    days: list[DayReading | None]


class ToldAllegation(Struct, frozen=True, array_like=True):
    """An allegation as it was told."""

    reached_at: datetime
    calls: tuple[CalledAt, ...]

    @property
    def positions(self) -> tuple[int, ...]:
        """Where its calls stand: what tells it from any other."""
        return tuple(call.position for call in self.calls)


class ToldYear(Struct, frozen=True, array_like=True):
    """The bands of a year as they were told."""

    band: BandAnswer | None = None
    consecutive: BandAnswer | None = None


class Told(Struct, frozen=True, array_like=True):
    """All that was told of an employee. What ``seen`` and ``due`` are to a month, others are to calls and to cases."""

    months: dict[str, ToldMonth] = {}
    calls_seen: bytes = b""
    calls_due: datetime | None = None
    allegations: tuple[ToldAllegation, ...] = ()
    years: dict[int, ToldYear] = {}
    cases_seen: bytes = b""
    cases_due: datetime | None = None
    cases: dict[str, ToldCase] = {}


class Looked(Struct, frozen=True):
    """What came of a look."""

    verdicts: list[Verdict]
    told: Told
    due: datetime | None


def look(
    sheets: Mapping[str, bytes],
    calls: Sequence[tuple[bool, bytes]],
    told: Told,
    as_of: datetime,
    cases: Sequence[bytes] = (),
) -> Looked:
    """What is to be told as of an instant that is not before the one of the last look.

    ``sheets`` are all there are of the employee, by month; ``calls`` all calls by position, and whether each is a
    strike at any instant; ``cases`` the discipline cases by id.
    """
    days = _Days(sheets, told.months, as_of)
    seen, calls_due, allegations = told.calls_seen, told.calls_due, told.allegations
    verdicts = days.verdicts
    digest = _digest(judged for _, judged in calls)
    if digest != seen or (calls_due is not None and calls_due <= as_of):
        seen = digest
        found, calls_due, allegations = _allegations(calls, allegations, as_of)
        verdicts += found
    years = told.years
    if days.looked_at:
        years = _years(days, told.years, as_of)
    cases_seen, cases_due, cases_told = told.cases_seen, told.cases_due, told.cases
    digest = _digest(cases) if cases else b""
    if digest != cases_seen or (cases_due is not None and cases_due <= as_of):
        judged = sorted(map(read_case, cases), key=lambda case: case.number)
        looked = look_at_cases(judged, cases_told, as_of, lambda: _strikes(days, calls, judged, as_of))
        verdicts += looked.verdicts
        cases_seen, cases_due, cases_told = digest, looked.due, looked.told
    dues = [due for due in (calls_due, cases_due, *(month.due for month in days.months.values())) if due is not None]
    now = Told(days.months, seen, calls_due, allegations, years, cases_seen, cases_due, cases_told)
    return Looked(verdicts, now, min(dues, default=None))


# Days


class _Days:
    """The days of an employee: which were told, and what is to be told of them."""

    def __init__(self, sheets: Mapping[str, bytes], told: Mapping[str, ToldMonth], as_of: datetime) -> None:
        self._sheets, self._as_of = sheets, as_of
        self._read: dict[str, Sheet] = {}
        self.months: dict[str, ToldMonth] = {}
        self.looked_at: list[str] = []
        self.verdicts: list[Verdict] = []
        for month in sorted({*sheets, *told}):
            before = told.get(month)
            if month not in sheets:
                self._withdraw(month, before.days if before is not None else [])
                continue
            seen = _digest((sheets[month],))
            if before is not None and before.seen == seen and (before.due is None or before.due > as_of):
                self.months[month] = before
            else:
                self._look_at(month, seen, before.days if before is not None else [])

    def _look_at(self, month: str, seen: bytes, before: Sequence[DayReading | None]) -> None:
        kept = list(self._sheet(month).days)
        first = _first_of(month)
        now = [_reading(one, first + number * ONE_DAY, self._as_of) for number, one in enumerate(kept)]
        self.looked_at.append(month)
        ruled = any(one.absence_rule is not None for one in kept)
        self.months[month] = ToldMonth(seen, _due(kept, first, self._as_of), ruled, now)
        for number, one in enumerate(kept):
            was = _final(before[number]) if before else None
            after = now[number]
            if was != _final(after):
                self.verdicts.append(_day_verdict(first + number * ONE_DAY, was, after, one.judged, self._as_of))

    def _withdraw(self, month: str, before: Sequence[DayReading | None]) -> None:
        """There is no sheet any more: nobody serves, or no law regulates the month."""
        self.looked_at.append(month)
        for number, reading in enumerate(before):
            was = _final(reading)
            if was is not None:
                self.verdicts.append(_day_verdict(_first_of(month) + number * ONE_DAY, was, None, None, self._as_of))

    def _sheet(self, month: str) -> Sheet:
        if month not in self._read:
            self._read[month] = Sheet(self._sheets[month])
        return self._read[month]

    def kept(self, day: date) -> KeptDay | None:
        """A day of a sheet; None if there is none."""
        month = day.isoformat()[:7]
        return self._sheet(month).day(day) if month in self._sheets else None

    def reading(self, day: date) -> DayReading | None:
        """A day as it was looked at."""
        month = self.months.get(day.isoformat()[:7])
        return month.days[day.day - 1] if month is not None else None

    # The service that a tally asks

    @property
    def first_countable_day(self) -> date | None:
        """The first day of the first sheet."""
        return _first_of(min(self.months)) if self.months else None

    def absence_rule(self, day: date) -> AbsenceRule | None:
        """The rule for absence of a day."""
        month = self.months.get(day.isoformat()[:7])
        if month is None or not month.ruled:  # else a year without one would be decoded in search of it
            return None
        kept = self.kept(day)
        return kept.absence_rule if kept is not None else None

    def day(self, day: date) -> JudgedDay | None:
        """The day, or None if the employee was unemployed on it."""
        kept = self.kept(day)
        return kept.judged if kept is not None else None


def _reading(kept: KeptDay, day: date, as_of: datetime) -> DayReading | None:
    """A day at an instant. One that is no duty day is final when it is over: until then it may become one."""
    if kept.judged is None:
        return None
    if kept.judged.status is not None and as_of < _end_of(day, kept):
        return DayReading(PENDING, kept.judged.arrangement)
    return day_reading(kept.judged, as_of)


def _final(reading: DayReading | None) -> DayReading | None:
    return reading if reading is not None and reading.status != PENDING else None


def _end_of(day: date, kept: KeptDay) -> datetime:
    """The midnight after a day (UTC)."""
    return datetime.combine(day + ONE_DAY, time(), zone(kept.zone)).astimezone(UTC)


def _due(kept: Sequence[KeptDay], first: date, as_of: datetime) -> datetime | None:
    """The next instant at which a day of a month may change, or what a tally makes of the days so far.

    That changes where the rule for absence does: at the end of a day whose rule is not the next one's.
    """
    found: list[datetime] = []
    for number, one in enumerate(kept):
        last = number + 1 == len(kept)
        if one.judged is not None:
            found += (stage.since for window in one.judged.windows for stage in window.stages)
        over = one.judged is not None and one.judged.status is not None
        if over or last or one.absence_rule != kept[number + 1].absence_rule:
            found.append(_end_of(first + number * ONE_DAY, one))
    return min((instant for instant in found if instant > as_of), default=None)


def _day_verdict(
    day: date, was: DayReading | None, after: DayReading | None, judged: JudgedDay | None, as_of: datetime
) -> Verdict:
    final = _final(after)
    about: DayFinalised | DayChanged | DayWithdrawn
    if final is None:
        assert was is not None, "it differs"
        about = DayWithdrawn(day, was, NOT_SERVED if after is None else PENDING)
    else:
        about = DayFinalised(day, final) if was is None else DayChanged(day, was, final)
    if judged is None:
        return Verdict(about, frozenset(), ())
    return Verdict(about, _events_of(judged, as_of), judged.reasons)


def _events_of(judged: JudgedDay, as_of: datetime) -> frozenset[str]:
    return frozenset({*judged.events, *(event for one in judged.presences(as_of) for event in one.events)})


# Allegations


def _allegations(
    rows: Sequence[tuple[bool, bytes]], told: tuple[ToldAllegation, ...], as_of: datetime
) -> tuple[list[Verdict], datetime | None, tuple[ToldAllegation, ...]]:
    """What is to be told, when to look again, and what is told then."""
    if not told and not any(strikes for strikes, _ in rows):
        return [], None, ()
    judged = sorted((read_call(row) for _, row in rows), key=lambda call: (call.placed_at, call.position))
    calls = [call for call in judged if call.placed_at <= as_of]
    standing = {tuple(call.position for call in one.calls): one for one in allegations_at(calls, as_of)}
    verdicts = [_withdrawn(one, calls, as_of) for one in told if one.positions not in standing]
    known = {one.positions: one for one in told}
    verdicts += [_reached(one, as_of) for positions, one in standing.items() if positions not in known]
    now = tuple(known.get(positions) or _as_told(one) for positions, one in standing.items())
    instants = [instant for call in judged for instant in (call.placed_at, *(stage.since for stage in call.stages))]
    return verdicts, min((instant for instant in instants if instant > as_of), default=None), now


def _strikes(days: _Days, rows: Sequence[tuple[bool, bytes]], cases: Sequence[JudgedCase], as_of: datetime) -> str:
    """The state of strikes with what the cases make of it, as a verdict names it."""
    judged = sorted((read_call(row) for _, row in rows), key=lambda call: (call.placed_at, call.position))
    calls = [call for call in judged if call.placed_at <= as_of]
    day = _day_of(days, as_of)
    kept = days.kept(day)
    state = strike_state(calls, as_of, day, kept.call_rule if kept is not None else None)
    return beside_cases(state, cases, as_of).state.replace(" ", "_")


def _day_of(days: _Days, as_of: datetime) -> date:
    """The day an instant belongs to (SPEC section 3)."""
    today = _today(days, as_of)
    before = days.day(today - ONE_DAY) if days.months else None
    if before is not None and before.by_shift and any(turn.start <= as_of < turn.end for turn in before.turns):
        return before.day
    return today


def _as_told(allegation: Allegation) -> ToldAllegation:
    calls = tuple(CalledAt(call.call_id, call.position) for call in allegation.calls)
    return ToldAllegation(allegation.reached_at, calls)


def _reached(allegation: Allegation, as_of: datetime) -> Verdict:
    told = _as_told(allegation)
    about = AllegationReached(told.reached_at, told.calls, allegation.retroactive)
    return _of_calls(about, allegation.calls, told, as_of)


def _withdrawn(told: ToldAllegation, calls: Sequence[JudgedCall], as_of: datetime) -> Verdict:
    """It rests on its calls as they are now: the decision that excused one is among their events."""
    still = [call for call in calls if call.position in told.positions]
    return _of_calls(AllegationWithdrawn(told.reached_at, told.calls), still, told, as_of)


def _of_calls(
    about: AllegationReached | AllegationWithdrawn, calls: Iterable[JudgedCall], told: ToldAllegation, as_of: datetime
) -> Verdict:
    calls = tuple(calls)
    events = frozenset(event for call in calls for event in (*call.events, *call.outcome(as_of).events))
    reasons = tuple(dict.fromkeys(reason for call in calls for reason in call.reasons))
    return Verdict(about, events, reasons, frozenset(told.positions))


# Bands


class _TalliesOfReadings(Tallies):
    """Tallies that take the days as they were looked at, so that no sheet is decoded for them."""

    def __init__(self, days: _Days, as_of: datetime, today: date) -> None:
        super().__init__(days, as_of, today)
        self._looked_at = days

    def day(self, day: date) -> DayOfTally | None:
        reading = self._looked_at.reading(day)
        if reading is None:
            return None
        missed = reading.missed_windows if reading.status == "partial" else 0
        return DayOfTally(reading.status, reading.late_minutes + reading.early_minutes, missed)


def _years(days: _Days, told: Mapping[int, ToldYear], as_of: datetime) -> dict[int, ToldYear]:
    """The bands of every year, and what is to be told of them. Years before the first month looked at stand."""
    since = int(min(days.looked_at)[:4])
    first, today = days.first_countable_day, _today(days, as_of)
    years = {year: bands for year, bands in told.items() if year < since}
    now: dict[int, Tally] = {}
    if first is not None and today >= first:
        tallies = _TalliesOfReadings(days, as_of, today)
        now = {year: tallies.of(year) for year in range(max(since, first.year), today.year + 1)}
    for year in sorted({*now, *(year for year in told if year >= since)}):
        tally, was = now.get(year, Tally()), told.get(year, ToldYear())
        if tally.band is not None or tally.consecutive is not None:
            years[year] = ToldYear(tally.band, tally.consecutive)
        if was.band != tally.band:
            about = band_verdict(year, False, was.band, tally.band, tally.counted_days)
            days.verdicts.append(_of_tally(about, tally, days, _counted(days, year, today), as_of))
        if was.consecutive != tally.consecutive:
            about = band_verdict(year, True, was.consecutive, tally.consecutive, tally.longest_run)
            counted = [*_counted(days, year, today, "absent"), *_run_before(days, year)]
            days.verdicts.append(_of_tally(about, tally, days, counted, as_of))
    return years


def _of_tally(
    about: BandReached | BandWithdrawn, tally: Tally, days: _Days, counted: Iterable[date], as_of: datetime
) -> Verdict:
    judged = [one for day in counted if (one := days.day(day)) is not None]
    events = frozenset(event for one in judged for event in _events_of(one, as_of))
    return Verdict(about, events, tally.rule.reasons if tally.rule is not None else ())


def _today(days: _Days, as_of: datetime) -> date:
    """The local date of an instant, in the zone of its UTC date, or of the nearest day that has a sheet."""
    if not days.months:
        return date.min
    utc = as_of.astimezone(UTC).date()
    first, last = _first_of(min(days.months)), days_of_month(_first_of(max(days.months)))[-1]
    kept = days.kept(min(max(utc, first), last))
    return as_of.astimezone(zone(kept.zone)).date() if kept is not None else utc


def _counted(days: _Days, year: int, today: date, status: str | None = None) -> Iterator[date]:
    """The days of a year up to today that count in its tally: absent, or with time lost."""
    day, last = date(year, 1, 1), min(today, date(year, 12, 31))
    while day <= last:
        reading = days.reading(day)
        if reading is not None and (
            reading.status == "absent"
            or (status is None and (reading.late_minutes or reading.early_minutes or reading.status == "partial"))
        ):
            yield day
        day += ONE_DAY


def _run_before(days: _Days, year: int) -> Iterator[date]:
    """The absent days of a run that reaches into a year from before it."""
    day = date(year, 1, 1) - ONE_DAY
    while (reading := days.reading(day)) is not None and (reading.status == "absent" or reading.status in NEUTRAL):
        if reading.status == "absent":
            yield day
        day -= ONE_DAY


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _digest(parts: Iterable[bytes]) -> bytes:
    digest = blake2b(digest_size=8)
    for part in parts:
        digest.update(part)
    return digest.digest()
