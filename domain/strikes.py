"""From missed calls to allegations (SPEC section 6, *Allegation*).

An allegation is a suspicion that opens a hearing, never a sanction by itself. Strikes are taken in the order in which
they were settled, so that nothing which is settled later rewrites an allegation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.calls import CallRule, JudgedCall
from domain.policy.document import Calls, RollingDays
from domain.zones import minutes


class Allegation(Struct, frozen=True):
    """Reached when the last strike it needed was settled, on the calls of a series in the order placed.

    ``case`` is the id of the case that deals with it, as ``domain.discipline.docket`` says.
    """

    reached_at: datetime
    day: date
    calls: tuple[JudgedCall, ...]
    retroactive: bool
    case: str | None = None


class StrikeState(Struct, frozen=True):
    """Where an employee stands: strikes that would count with the next one, and the allegations so far."""

    counting: tuple[JudgedCall, ...]
    threshold: int | None
    state: str
    allegations: tuple[Allegation, ...]

    @property
    def count(self) -> int:
        """How many strikes would count with the next one."""
        return len(self.counting)


class _Strikes:
    """An employee's calls as they stood at an instant."""

    def __init__(self, calls: Sequence[JudgedCall], instant: datetime) -> None:
        outcomes = [(call, call.outcome(instant).outcome) for call in calls]
        self.settled = sorted(
            ((settled, call) for call in calls if (settled := call.settled_at(instant)) is not None),
            key=lambda entry: (entry[0], entry[1].placed_at, entry[1].position),
        )
        self.interruptions = sorted(call.placed_at for call, outcome in outcomes if outcome in ("answered", "excused"))

    def allegations(self) -> tuple[list[Allegation], list[JudgedCall]]:
        """Every allegation, in the order reached, and the strikes that none of them spent."""
        reached: list[Allegation] = []
        unspent: list[JudgedCall] = []
        for settled_at, strike in self.settled:
            parameter = _rule(strike).parameter
            pool = [*self.pool(unspent, _rule(strike), strike.day, strike.placed_at), strike]
            unspent.append(strike)
            series = sorted(_near(pool, strike, parameter), key=lambda call: (call.placed_at, call.position))
            if len(series) < parameter.strikes or not _long_enough(series, parameter):
                continue
            reached.append(Allegation(settled_at, strike.day, tuple(series), _retroactive(series)))
            spent = {call.position for call in pool}
            unspent = [call for call in unspent if call.position not in spent]
        return reached, unspent

    def pool(self, unspent: Sequence[JudgedCall], rule: CallRule, day: date, placed_at: datetime) -> list[JudgedCall]:
        """The unspent strikes that a strike of that day, placed then, would join."""
        return [
            strike
            for strike in unspent
            if _same_period(strike, rule, day)
            and not (rule.parameter.consecutive and self._interrupted(strike.placed_at, placed_at))
        ]

    def _interrupted(self, one: datetime, other: datetime) -> bool:
        """Whether an answered or excused call was placed strictly between the two."""
        after = bisect_right(self.interruptions, min(one, other))
        return after < len(self.interruptions) and self.interruptions[after] < max(one, other)


def strike_state(calls: Sequence[JudgedCall], as_of: datetime, day: date, rule: CallRule | None) -> StrikeState:
    """The state at T, which belongs to that day with that rule for calls: as if a call were placed and settled at T.

    ``calls`` are those placed by T, in the order placed.
    """
    strikes = _Strikes(calls, as_of)
    allegations, unspent = strikes.allegations()
    if rule is None:
        rule = next((call.rule for call in reversed(calls) if call.counted), None)
    counting: list[JudgedCall]
    if rule is None:
        counting, threshold = [], None
    else:
        counting, threshold = strikes.pool(unspent, rule, day, as_of), rule.parameter.strikes
    state = "alleged" if allegations else "counting" if counting else "clear"
    return StrikeState(tuple(counting), threshold, state, tuple(allegations))


def allegations_at(calls: Sequence[JudgedCall], as_of: datetime) -> list[Allegation]:
    """The allegations that stand at T, in the order reached. ``calls`` are as for ``strike_state``."""
    return _Strikes(calls, as_of).allegations()[0]


def _rule(strike: JudgedCall) -> CallRule:
    assert strike.rule is not None, "a call that counts has a rule"
    return strike.rule


def _same_period(strike: JudgedCall, rule: CallRule, day: date) -> bool:
    period = rule.parameter.period
    if isinstance(period, RollingDays):
        return abs((strike.day - day).days) < period.days
    if period == "policy":
        return _rule(strike).policy == rule.policy
    if period == "year":
        return strike.day.year == day.year
    if period == "month":
        return (strike.day.year, strike.day.month) == (day.year, day.month)
    return strike.day == day


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
    return any(call.law_since is not None and call.law_since > series[0].placed_at for call in series)
