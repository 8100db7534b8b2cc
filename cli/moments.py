"""Dates and instants as people read them: local, with the zone named.

    Fri 2026-02-20 17:00 WITA        Jum 2026-02-20 17:00 WITA

The offset of an instant names the zone: Indonesia has WIB at +07:00, WITA at +08:00 and WIT at +09:00. Dates keep the
order of ISO 8601, which is read the same way by everybody and sorts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from cli.language import say, term

WEEKDAYS = (term("Mon"), term("Tue"), term("Wed"), term("Thu"), term("Fri"), term("Sat"), term("Sun"))

_ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT", timedelta(0): "UTC"}


def read(text: str) -> datetime:
    """An instant of an answer (RFC 3339)."""
    return datetime.fromisoformat(text)


def day(when: date | str) -> str:
    """``Fri 2026-02-20``."""
    when = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{say(WEEKDAYS[when.weekday()])} {when.isoformat()}"


def zone(when: datetime) -> str:
    """``WITA``; an offset that is none of Indonesia's is named by itself."""
    offset = when.utcoffset() or timedelta(0)
    return _ZONES.get(offset) or when.strftime("%z")


def clock(when: datetime) -> str:
    """``17:00``, with the seconds, and what is beyond them, only where they are not zero."""
    shown = when.strftime("%H:%M:%S") if when.second or when.microsecond else when.strftime("%H:%M")
    return f"{shown}.{when.microsecond:06d}".rstrip("0") if when.microsecond else shown


def instant(when: datetime | str, where: tzinfo | None = None) -> str:
    """``Fri 2026-02-20 17:00 WITA``, in the zone given or in that of its own offset."""
    when = _at(when, where)
    return f"{day(when.date())} {clock(when)} {zone(when)}"


def recorded(when: datetime | str, where: tzinfo | None = None) -> str:
    """When something was recorded, to the second: the ledger's clock has microseconds, which tell people nothing."""
    return instant(_at(when, where).replace(microsecond=0))


def as_of(when: datetime) -> str:
    """The instant asked about, in its own offset; now, which is told in UTC, in Indonesia's first zone."""
    from domain.zones import DEFAULT_ZONE
    from domain.zones import zone as zone_of

    return instant(when, zone_of(DEFAULT_ZONE) if when.tzinfo is UTC else None)


def short(when: datetime | str, beside: date | None = None) -> str:
    """``17:00`` on the day beside which it stands, else with its date: ``2026-02-21 07:00``."""
    when = _at(when, None)
    return clock(when) if when.date() == beside else f"{when.date().isoformat()} {clock(when)}"


def span(minutes: int) -> str:
    """Minutes as people say them: ``10 minutes``, ``3 days``."""
    for length, words in ((1440, term("{n} days")), (60, term("{n} hours"))):
        if minutes >= 2 * length and minutes % length == 0:
            return say(words, n=minutes // length)
    return say(term("{n} minutes"), n=minutes) if minutes != 1 else say(term("1 minute"))


def _at(when: datetime | str, where: tzinfo | None) -> datetime:
    when = read(when) if isinstance(when, str) else when
    return when.astimezone(where) if where is not None else when
