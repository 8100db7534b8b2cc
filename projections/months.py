"""Which months there are sheets for: from the first regulated day of service to the end of the newest month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from domain.jurisdiction import Jurisdiction
from domain.zones import zone

EASTERNMOST = "Asia/Jayapura"
"""Where a date begins first: by its date nobody's day is missing yet."""


class Months(Struct, frozen=True):
    """Which months a derivation is about, as first days of months, and whether they are all there are."""

    first_days: tuple[date, ...]
    all: bool = True


def date_in_the_east(instant: datetime) -> date:
    """The latest date that it was anywhere in Indonesia."""
    return instant.astimezone(zone(EASTERNMOST)).date()


def end_of_month(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_of(jurisdiction: Jurisdiction, nip: str, laid_until: date | None) -> Months:
    """All months of an employee for which there are sheets: from the first that is regulated."""
    served, regulated = jurisdiction.staff.first_day(nip), jurisdiction.law.first_day
    if served is None or regulated is None or laid_until is None:
        return Months(())
    return Months(tuple(months_between(max(served, regulated), laid_until)))


def months_between(first: date, last: date) -> Iterable[date]:
    """The first days of the months from one date to another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


EVERY_MONTH = ("0000-00", "9999-99")
"""As text, the months from the first to the last there can be."""


def span_of_months(first: date, last: date, reach: timedelta) -> tuple[str, str]:
    """As text, the months of the days from one date to another, and of those so far around them."""
    before = first - reach if first > date.min + reach else date.min
    after = last + reach if last < date.max - reach else date.max
    return before.isoformat()[:7], after.isoformat()[:7]
