"""The zones of Indonesia, from the pinned ``tzdata`` package and never from the host (SPEC sections 1 and 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pkgutil import get_data
from typing import Protocol
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Jakarta"

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The calendar: what lies outside is nobody's day of service, and no deadline begun inside runs out of dates."""

ABBREVIATIONS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
"""What people call them: Waktu Indonesia Barat, Tengah, Timur."""


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name, as the installed ``tzdata`` release defines it."""
    rules = get_data("tzdata", f"zoneinfo/{name}")
    assert rules is not None, "the tzdata package holds its zones as files"
    return ZoneInfo.from_file(BytesIO(rules), key=name)


@cache
def clock(text: str) -> time:
    """``"07:30"`` as a time of day."""
    return time(int(text[:2]), int(text[3:]))


def at(day: date, text: str, where: ZoneInfo) -> datetime:
    """The instant (UTC) at which the wall clock there showed ``text`` on that day.

    Inside the domain instants are kept in UTC, where comparing them costs a tenth; answers give them their zone.
    """
    return datetime.combine(day, clock(text), where).astimezone(UTC)


def minutes(count: int) -> timedelta:
    """That many minutes."""
    return timedelta(minutes=count)


class Whereabouts(Protocol):
    """Where an employee's days are: in which zone, and to which an instant belongs."""

    def zone(self, day: date) -> ZoneInfo:
        """The employee's zone on a day."""

    def day_of(self, instant: datetime) -> date:
        """The day an instant belongs to."""


def local(instant: datetime, whereabouts: Whereabouts) -> datetime:
    """An instant with the offset of the zone of the day it belongs to."""
    return instant.astimezone(whereabouts.zone(whereabouts.day_of(instant)))
