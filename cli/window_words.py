"""A window of a day in one sentence: its bounds and the check-in against them (SPEC section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cli import moments
from cli.language import say, term
from cli.words import WINDOW_STATUS, word


def window_in_words(window: Mapping[str, Any], beside: date) -> str:
    """The bounds of a window and the check-in against them."""
    opens, closes = moments.short(window["opens"], beside), moments.short(window["closes"], beside)
    last = say(", late until {last}", last=moments.short(window["late_until"], beside)) if window["late_until"] else ""
    first = (
        say(", early from {first}", first=moments.short(window["early_from"], beside)) if window["early_from"] else ""
    )
    where = say(" at the office") if window["place"] == "office" else ""
    sentences = {
        "on_time": term("open {opens} to {closes}{where}; checked in {at} ({event}): on time."),
        "late": term("open {opens} to {closes}{where}{last}; checked in {at} ({event}): {late} min late."),
        "early": term("open {opens} to {closes}{where}{first}; checked in {at} ({event}): {early} min early."),
        "missed": term("open {opens} to {closes}{where}{first}{last}; no check-in counts: missed."),
        "pending": term("open {opens} to {closes}{where}{last}; no check-in yet: pending."),
        "excused": term("open {opens} to {closes}{where}; {came}: excused by an accepted reason."),
    }
    at = moments.short(window["at"], beside) if window["at"] else ""
    came = say("checked in {at} ({event})", at=at, event=window["event"]) if at else say("no check-in counts")
    return say(
        sentences.get(window["status"], word(WINDOW_STATUS, window["status"])),
        opens=opens,
        closes=closes,
        last=last,
        first=first,
        where=where,
        at=at,
        event=window["event"],
        late=window["late_minutes"],
        early=window["early_minutes"],
        came=came,
    )
