"""Attendance sheets: a month of an employee, day by day, as agencies keep it (daftar hadir).

A sheet holds each day as ``domain.presence`` judges it, through all instants, with the rules for calls and absence of
the day; from sheets alone the status of a day and the tally of a year can be given as of any instant. Reasons and
standing facts are the same on most days of a month, so a sheet holds each once and its days name them by number.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from domain.absence import AbsenceRule
from domain.calls import CallRule
from domain.judgement import Judgement
from domain.presence import JudgedDay, JudgedWindow, Turn
from domain.reasons import Reason
from projections.months import Months
from projections.read_model import Part, ReadModel, Row, decoded

T = TypeVar("T")


class KeptDay(Struct, frozen=True):
    """A day of a sheet: its zone, what is judged of it (None if unemployed), and the rules for calls and absence."""

    zone: str
    judged: JudgedDay | None
    absence_rule: AbsenceRule | None
    call_rule: CallRule | None


class _Line(Struct, frozen=True, array_like=True):
    """A day of service as it is stored. Numbers point into the sheet's lists."""

    status: str | None
    arrangement: str | None
    windows: tuple[JudgedWindow, ...]
    reasons: int
    events: int
    turns: tuple[Turn, ...]
    at_office: datetime | None
    absence_rule: int | None
    call_rule: int | None


class _Stored(Struct, frozen=True, array_like=True):
    """A sheet as it is stored; a line of None is a day of unemployment."""

    first_day: date
    zones: list[str]
    reasons: list[tuple[Reason, ...]]
    events: list[tuple[str, ...]]
    absence_rules: list[AbsenceRule]
    call_rules: list[CallRule]
    zone_of_day: list[int]
    lines: list[_Line | None]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Stored)


class Sheets(ReadModel):
    """One row for each month from the employee's first regulated day on."""

    name = "sheet"
    by_month = True
    columns = {"month": "TEXT NOT NULL", "days": "BLOB NOT NULL"}

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's sheets of those months."""
        for first_day in months.first_days:
            for day in days_of_month(first_day):
                judgement.duties.on(day)  # first all: to whose day a check-in belongs is then known at once
        for first_day in months.first_days:
            yield first_day.isoformat()[:7], _encoder.encode(_lay_out(judgement, first_day))

    def parts(self, row: Row) -> Iterable[Part]:
        """The days of service."""
        for kept in Sheet(row[1]).days:
            if kept.judged is not None:
                yield _in_words(kept.judged, kept)


READ_MODEL = Sheets()


def _in_words(judged: JudgedDay, kept: KeptDay) -> Part:
    presences = judged.presences(judged.matures_at)
    lost = sum(one.late_minutes + one.early_minutes for one in presences)
    status = judged.status_with(presences)
    events = frozenset({*judged.events, *(event for one in presences for event in one.events)})
    return Part(f"day {judged.day}", f"{status} {lost} min" if lost else status, events, kept)


def _lay_out(judgement: Judgement, first_day: date) -> _Stored:
    """A sheet of what is judged."""
    zones, events, reasons = _Numbered[str](), _Numbered[tuple[str, ...]](), _Numbered[tuple[Reason, ...]]()
    absence_rules, call_rules = _Numbered[AbsenceRule](), _Numbered[CallRule]()
    lines: list[_Line | None] = []
    days = days_of_month(first_day)
    for day in days:
        judged = judgement.day(day)
        if judged is None:
            lines.append(None)
            continue
        lines.append(
            _Line(
                judged.status,
                judged.arrangement,
                judged.windows,
                reasons.number(judged.reasons),
                events.number(judged.events),
                judged.turns,
                judged.at_office,
                absence_rules.number_or_none(judgement.absence_rule(day)),
                call_rules.number_or_none(judgement.call_rule(day)),
            )
        )
    return _Stored(
        first_day,
        zones.values,
        reasons.values,
        events.values,
        absence_rules.values,
        call_rules.values,
        [zones.number(judgement.duties.zone(day).key) for day in days],
        lines,
    )


class Sheet:
    """A sheet as it is read: a day is put together when it is asked for. Raises ``UnreadableRow``."""

    def __init__(self, days: bytes) -> None:
        self._stored = decoded(_decoder, days)

    def day(self, day: date) -> KeptDay | None:
        """A day of the month; None for one of another."""
        stored = self._stored
        number = (day - stored.first_day).days
        if not 0 <= number < len(stored.lines):
            return None
        return _kept(stored, day, stored.zones[stored.zone_of_day[number]], stored.lines[number])

    @property
    def days(self) -> Iterator[KeptDay]:
        """All of them."""
        for day in days_of_month(self._stored.first_day):
            kept = self.day(day)
            assert kept is not None, "a sheet has every day of its month"
            yield kept


def _kept(stored: _Stored, day: date, zone: str, line: _Line | None) -> KeptDay:
    if line is None:
        return KeptDay(zone, None, None, None)
    judged = JudgedDay(
        day,
        zone,
        line.status,
        line.arrangement,
        line.windows,
        stored.reasons[line.reasons],
        stored.events[line.events],
        line.turns,
        line.at_office,
    )
    return KeptDay(
        zone,
        judged,
        stored.absence_rules[line.absence_rule] if line.absence_rule is not None else None,
        stored.call_rules[line.call_rule] if line.call_rule is not None else None,
    )


class _Numbered(Generic[T]):
    """Values in the order in which they first came, and the number of each.

    A judgement gives the same object for the same reasons and rules: cheaper to see than that they are equal.
    """

    def __init__(self) -> None:
        self.values: list[T] = []
        self._numbers: dict[int, int] = {}

    def number(self, value: T) -> int:
        """The number of a value, a new one if it comes for the first time."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self.values)
            self.values.append(value)
        return number

    def number_or_none(self, value: T | None) -> int | None:
        """The same, and None for None."""
        return self.number(value) if value is not None else None


@cache
def days_of_month(first_day: date) -> list[date]:
    """The days of the month that begins on that day."""
    return [first_day + timedelta(days=number) for number in range(monthrange(first_day.year, first_day.month)[1])]
