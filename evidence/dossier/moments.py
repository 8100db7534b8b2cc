"""Dates and instants as an Indonesian office writes them: local, with the zone named.

Jumat, 20 Februari 2026 pukul 17.00 WITA        Jum 20 Feb 2026 17.00 WITA
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import cache

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_SHORT_MONTHS = tuple("Agu" if name == "Agustus" else name[:3] for name in MONTHS)

_ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT", timedelta(0): "UTC"}

read = datetime.fromisoformat
"""An instant of an answer (RFC 3339)."""


@cache
def day(when: date) -> str:
    """``Jum 20 Feb 2026``."""
    return f"{WEEKDAYS[when.weekday()][:3]} {plain(when)}"


@cache
def plain(when: date) -> str:
    """``20 Feb 2026``."""
    return f"{when.day} {_SHORT_MONTHS[when.month - 1]} {when.year}"


def whole_day(when: date) -> str:
    """``Jumat, 20 Februari 2026``."""
    return f"{WEEKDAYS[when.weekday()]}, {when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """``Februari 2026``."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def zone(when: datetime) -> str:
    """``WITA``; an offset that is none of Indonesia's is named by itself."""
    offset = when.utcoffset() or timedelta(0)
    return _ZONES.get(offset) or f"UTC{when.isoformat()[-6:]}"


def clock(when: datetime) -> str:
    """``17.00``, with the seconds, and what is beyond them, only where they are not zero."""
    shown = f"{when.hour:02}.{when.minute:02}"
    if when.second or when.microsecond:
        shown += f".{when.second:02}"
    return f"{shown},{when.microsecond:06}".rstrip("0") if when.microsecond else shown


def instant(when: datetime, where: tzinfo | None = None) -> str:
    """``Jum 20 Feb 2026 17.00 WITA``, in the zone given or in that of its own offset."""
    when = when.astimezone(where) if where is not None else when
    return f"{day(when.date())} {clock(when)} {zone(when)}"


def whole_instant(when: datetime, where: tzinfo | None = None) -> str:
    """``Jumat, 20 Februari 2026 pukul 17.00 WITA``."""
    when = when.astimezone(where) if where is not None else when
    return f"{whole_day(when.date())} pukul {clock(when)} {zone(when)}"


def recorded(when: datetime, where: tzinfo | None = None) -> str:
    """When something was recorded, to the second: the ledger's clock has microseconds, which tell people nothing."""
    return instant(when.replace(microsecond=0), where)


def short(when: datetime, beside: date | None = None) -> str:
    """``17.00`` on the day beside which it stands, else with its date: ``21 Feb 2026 07.00``."""
    return clock(when) if when.date() == beside else f"{plain(when.date())} {clock(when)}"


def span(minutes: int) -> str:
    """Minutes as people say them: ``10 menit``, ``3 hari``."""
    for length, name in ((1440, "hari"), (60, "jam")):
        if minutes >= 2 * length and minutes % length == 0:
            return f"{minutes // length} {name}"
    return f"{minutes} menit"


def apart(time: timedelta) -> str:
    """How much later, in its two greatest units, cut off: ``3 hari 2 jam``, ``12 menit 5 detik``."""
    seconds = int(abs(time).total_seconds())
    parts = []
    for length, name in ((86_400, "hari"), (3_600, "jam"), (60, "menit"), (1, "detik")):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "kurang dari satu detik"
