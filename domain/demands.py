"""When a superior may ask something of an employee: what calls and location requests share (SPEC section 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.duty import Duty
from domain.policy.law import Ruling
from domain.post import Kind
from domain.zones import at

NOT_COUNTED = "not_counted"

SpanTest = Callable[[datetime, datetime], bool]
"""Asked of a start and an end."""


def why_not_askable(duty: Duty, ruling: Ruling, *, fits: SpanTest, touches: SpanTest) -> str | None:
    """The first reason, up to the breaks, for which a demand on that day does not count; None if there is none.

    ``ruling`` is that on ``calls`` or ``location``; ``fits`` says whether the demand lies in working hours from start
    to end, ``touches`` whether it meets a break from start to end.
    """
    if ruling.unset:
        return "no_policy"
    if ruling.conflict or duty.ruling("breaks").conflict:
        return "conflict"
    if duty.kind is not Kind.DUTY:
        return "off_duty"
    if not any(fits(start, end) for start, end in working_spans(duty)):
        return "outside_hours"
    if any(touches(start, end) for start, end in break_spans(duty)):
        return "break"
    return None


def rulings_asked(why: str | None, duty: Duty, ruling: Ruling) -> tuple[Ruling, ...]:
    """The rulings that were asked on the way to that reason, or to an outcome."""
    if why in ("repeated_id", "no_policy"):
        return (ruling,)
    if why == "conflict":
        return (ruling, duty.ruling("breaks"))
    if why == "off_duty":
        return (ruling, *duty.rulings)
    asked = (ruling, *duty.rulings) if duty.by_shift else (ruling, *duty.rulings, duty.ruling("hours"))
    return asked if why == "outside_hours" else (*asked, duty.ruling("breaks"))


def working_spans(duty: Duty) -> list[tuple[datetime, datetime]]:
    """The hours of a duty day: those of ``hours``, or by shift those of each shift; none where hours are unset."""
    if duty.by_shift:
        return [(shift.start, shift.end) for shift in duty.shifts]
    hours = duty.ruling("hours").value
    return [(at(duty.day, hours.start, duty.zone), at(duty.day, hours.end, duty.zone))] if hours is not None else []


def break_spans(duty: Duty) -> list[tuple[datetime, datetime]]:
    """The breaks of a duty day: at its wall clock and, by shift, also at the next day's, for what is after midnight."""
    days = [duty.day, duty.day + timedelta(days=1)] if duty.by_shift else [duty.day]
    return [
        (at(day, one.start, duty.zone), at(day, one.end, duty.zone))
        for day in days
        for one in duty.ruling("breaks").value or ()
    ]
