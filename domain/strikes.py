"""From missed calls to allegations (SPEC section 6, *Allegation*).

An allegation is a suspicion that opens a hearing, never a sanction by itself. Strikes are taken in the order in which
they were settled, so that nothing which is settled later rewrites an allegation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.calls import MISSED, JudgedCall
from domain.duty import Duty
from domain.policy.document import Calls, RollingDays
from domain.policy.law import Ruling
from domain.zones import minutes


class Allegation(Struct, frozen=True):
    """Reached when the last strike it needed was settled, on the calls of a series in the order placed."""

    reached_at: datetime
    day: date
    calls: tuple[JudgedCall, ...]
    retroactive: bool


class StrikeState(Struct, frozen=True):
    """Where an employee stands: strikes that would count with the next one, and the allegations so far."""

    count: int
    threshold: int | None
    state: str
    allegations: tuple[Allegation, ...]


def strike_state(calls: Sequence[JudgedCall], as_of: datetime, duty: Duty) -> StrikeState:
    """The state at T, whose day has that duty: as if a call were placed and settled at T."""
    allegations, unspent = _allegations(calls)
    ruling = duty.ruling("calls")
    if ruling.value is None:
        ruling = next((call.ruling for call in reversed(calls) if call.counted), Ruling("calls"))
    count = 0
    if ruling.value is not None:
        count = len(_pool(unspent, calls, ruling, duty.day, as_of))
    return StrikeState(
        count=count,
        threshold=ruling.value.strikes if ruling.value is not None else None,
        state="alleged" if allegations else "counting" if count else "clear",
        allegations=tuple(allegations),
    )


def _allegations(calls: Sequence[JudgedCall]) -> tuple[list[Allegation], list[JudgedCall]]:
    """Every allegation, in the order reached, and the strikes that none of them spent."""
    strikes = sorted(
        (call for call in calls if call.outcome == MISSED),
        key=lambda call: (call.settled_at, call.placed_at, call.placed.position),
    )
    reached: list[Allegation] = []
    unspent: list[JudgedCall] = []
    for strike in strikes:
        parameter: Calls = strike.ruling.value
        pool = [*_pool(unspent, calls, strike.ruling, strike.day, strike.placed_at), strike]
        unspent.append(strike)
        series = sorted(_near(pool, strike, parameter), key=lambda call: (call.placed_at, call.placed.position))
        if len(series) < parameter.strikes or not _long_enough(series, parameter):
            continue
        assert strike.settled_at is not None
        reached.append(Allegation(strike.settled_at, strike.day, tuple(series), _retroactive(series)))
        spent = {call.placed.position for call in pool}
        unspent = [call for call in unspent if call.placed.position not in spent]
    return reached, unspent


def _pool(
    unspent: Sequence[JudgedCall], calls: Sequence[JudgedCall], ruling: Ruling, day: date, placed_at: datetime
) -> list[JudgedCall]:
    """The unspent strikes that a strike of that day, placed then, would join."""
    parameter: Calls = ruling.value
    return [
        strike
        for strike in unspent
        if _same_period(strike, ruling, day)
        and not (parameter.consecutive and _interrupted(calls, strike.placed_at, placed_at))
    ]


def _same_period(strike: JudgedCall, ruling: Ruling, day: date) -> bool:
    period = ruling.value.period
    if isinstance(period, RollingDays):
        return abs((strike.day - day).days) < period.days
    if period == "policy":
        return _policy(strike.ruling) == _policy(ruling)
    if period == "year":
        return strike.day.year == day.year
    if period == "month":
        return (strike.day.year, strike.day.month) == (day.year, day.month)
    return strike.day == day


def _policy(ruling: Ruling) -> str:
    return ruling.deciders[0].enactment.document.policy


def _interrupted(calls: Sequence[JudgedCall], one: datetime, other: datetime) -> bool:
    """Whether an answered or excused call was placed strictly between the two."""
    first, last = min(one, other), max(one, other)
    return any(first < call.placed_at < last for call in calls if call.outcome in ("answered", "excused"))


def _near(pool: Sequence[JudgedCall], strike: JudgedCall, parameter: Calls) -> list[JudgedCall]:
    """The series: those of the pool placed at most ``span_at_most`` minutes from the strike."""
    if parameter.span_at_most is None:
        return list(pool)
    return [call for call in pool if abs(call.placed_at - strike.placed_at) <= minutes(parameter.span_at_most)]


def _long_enough(series: Sequence[JudgedCall], parameter: Calls) -> bool:
    """Whether the first and the last were placed at least ``span_at_least`` minutes apart."""
    return parameter.span_at_least is None or (
        series[-1].placed_at - series[0].placed_at >= minutes(parameter.span_at_least)
    )


def _retroactive(series: Sequence[JudgedCall]) -> bool:
    """Whether it rests on a rule recorded after one of its calls."""
    recorded = [
        decider.enactment.fact.recorded_at for call in series for ruling in call.rulings for decider in ruling.deciders
    ]
    return max(recorded) > series[0].placed_at
