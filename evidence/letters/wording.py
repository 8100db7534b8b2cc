"""How letters say numbers and dates: ``14 (empat belas)``, ``KEDUA``, ``12 Maret 2026``, dots for a blank."""

from __future__ import annotations

from datetime import date

from evidence.dossier import moments

BLANK = "." * 30
SHORT_BLANK = "." * 14
SMALL_WORDS = frozenset(["atas", "dalam", "dan", "dari", "dengan", "di", "ke", "pada", "sebagai", "untuk", "yang"])
"""What stays small in the name of a decision."""


def number(count: int) -> str:
    """``14 (empat belas)``, as letters write days."""
    return f"{count} ({in_words(count)})"


def in_words(count: int) -> str:
    """A whole number below a hundred in words; a greater one as digits."""
    ones = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
    if count < 12:
        return ones[count]
    if count < 20:
        return f"{ones[count - 10]} belas"
    if count < 100:
        tens, rest = divmod(count, 10)
        return f"{ones[tens]} puluh{f' {ones[rest]}' if rest else ''}"
    return str(count)


def ordinal(count: int) -> str:
    """``KESATU``, ``KEDUA``."""
    return "KESATU" if count == 1 else f"KE{in_words(count).upper()}"


def headline(text: str) -> str:
    """``Pemberhentian dengan Hormat sebagai PNS``: capitals as in the name of a decision, abbreviations as they are."""
    words = text.split(" ")
    return " ".join(word if word in SMALL_WORDS else f"{word[:1].upper()}{word[1:]}" for word in words)


def long_date(day: date | None) -> str:
    """``12 Maret 2026``, or dots."""
    return f"{SHORT_BLANK} 20...." if day is None else moments.whole_day(day).partition(", ")[2]


def weekday(day: date | None) -> str:
    """``Kamis``, or dots."""
    return SHORT_BLANK if day is None else moments.WEEKDAYS[day.weekday()]


def unit_of(days: str) -> str:
    """``hari kerja`` or ``hari kalender``."""
    return {"working_days": "hari kerja", "calendar_days": "hari kalender"}[days]
