"""The rules of a policy document in words: when they hold, and what they set (SPEC section 4).

They are read from the document as it was enacted, so that people see what its issuer wrote and no default that was not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cli import moments
from cli.language import say, term
from cli.words import ARRANGEMENT, LEVEL, MEANS, SANCTION, word

WEEKDAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), moments.WEEKDAYS, strict=True))

CALLERS = {
    "any": term("from anybody"),
    "direct": term("from the direct superior"),
    "chain": term("from the chain of superiors"),
}
PERIODS = {
    "day": term("a day"),
    "month": term("a month"),
    "year": term("a year"),
    "policy": term("the time of the policy"),
}
CONDITIONS = {
    "weekday": term("on {values}"),
    "period": term("during {values}"),
    "dates": term("on the dates {values}"),
    "from": term("from {values}"),
    "until": term("until {values}"),
    "employment": term("for {values}"),
    "title": term("for those who are {values}"),
    "unit": term("in {values} and below"),
    "arrangement": term("where work is from: {values}"),
}


def condition(when: Mapping[str, Any] | None) -> str:
    """When a rule holds: ``on Fri, no direct service``; ``always`` without any condition."""
    said = []
    for name, value in (when or {}).items():
        if name == "direct_service":
            said.append(say("direct service") if value else say("no direct service"))
            continue
        values = value if isinstance(value, list) else [value]
        words = {"weekday": WEEKDAYS, "arrangement": ARRANGEMENT}.get(name)
        said.append(say(CONDITIONS[name], values=", ".join(word(words, one) if words else str(one) for one in values)))
    return ", ".join(said) or say("always")


def value_in_words(parameter: str, value: Any) -> str:
    """The value that a rule sets, in one line."""
    return _VALUES[parameter](value)


def _interval(value: Mapping[str, Any]) -> str:
    return f"{value['start']}-{value['end']}"


def _breaks(value: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(map(_interval, value)) or say("none")


def _windows(value: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(map(_window, value)) or say("none required")


def _window(value: Mapping[str, Any]) -> str:
    said = [f"{value['name']} {value['opens']}-{value['closes']}"]
    if value.get("late_until"):
        said.append(say("late until {clock}", clock=value["late_until"]))
    if value.get("early_from"):
        said.append(say("early from {clock}", clock=value["early_from"]))
    if value.get("place"):
        said.append(say("at the office"))
    return ", ".join(said)


def _shift_windows(value: Mapping[str, Any]) -> str:
    return say(
        "in from {in_before} min before the start to {in_after} after, late until {late} after; "
        "out from {out_before} min before the end to {out_after} after, early from {out_early} before",
        **value,
    )


def _calls(value: Mapping[str, Any]) -> str:
    period = value["period"]
    within = moments.span(period["days"] * 1440) if isinstance(period, dict) else word(PERIODS, period)
    said = [
        say("answer within {time}", time=moments.span(value["respond_within"])),
        say("{n} strikes in {period}", n=value["strikes"], period=within),
        word(CALLERS, value.get("callers", "chain")),
    ]
    if value.get("consecutive"):
        said.append(say("with none answered between them"))
    for name, sentence in (
        ("spacing", term("at least {time} apart")),
        ("span_at_most", term("all within {time}")),
        ("span_at_least", term("first and last at least {time} apart")),
        ("reason_within", term("a reason within {time} after that")),
    ):
        if value.get(name):
            said.append(say(sentence, time=moments.span(value[name])))
    if value.get("means"):
        said.append(say("by these means only: {means}", means=", ".join(word(MEANS, one) for one in value["means"])))
    return "; ".join(said)


def _location(value: Mapping[str, Any]) -> str:
    return say("share within {time}", time=moments.span(value["respond_within"]))


def _absence(value: Mapping[str, Any]) -> str:
    said = [
        say("{n} lost minutes make a day", n=value["day_minutes"]),
        say("a window missed on a partial day costs {n} minutes", n=value["partial_minutes"]),
    ]
    if value.get("consecutive_days"):
        said.append(
            say(
                "from {days} days in a row: {level}, {kind}",
                days=value["consecutive_days"],
                level=word(LEVEL, value["consecutive_level"]),
                kind=word(SANCTION, value["consecutive_kind"]),
            )
        )
    said += [
        say(
            "from {days} days: {level}, {kind}",
            days=band["days"],
            level=word(LEVEL, band["level"]),
            kind=word(SANCTION, band["kind"]),
        )
        for band in value["bands"]
    ]
    return "; ".join(said)


def _cap(value: float) -> str:
    return say("{share:g} % of the staff", share=value * 100)


def _coverage(value: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(say("{post} at least {n}", post=one["post"], n=one["minimum"]) for one in value) or say("none")


_VALUES: dict[str, Callable[[Any], str]] = {
    "arrangement": lambda value: word(ARRANGEMENT, value),
    "hours": _interval,
    "breaks": _breaks,
    "windows": _windows,
    "shift_windows": _shift_windows,
    "calls": _calls,
    "location": _location,
    "absence": _absence,
    "office_cap": _cap,
    "coverage": _coverage,
}
