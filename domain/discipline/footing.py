"""What of a case's basis stands now, and what differs from what it was then.

    now = footing(basis, judgement, as_of=later)
    changes(basis, now)      # (Change("day", "2026-03-02", Item("absent", 0), Item("leave", 0)), …)

A basis holds in itself what it was: the calls, the days with their status and minutes, the count and the band. So
whether it still stands follows from one judgement. The tally is read up to ``basis.last`` only: more absence after it
changes nothing. Dates are local, minutes whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from domain.absence import Service
from domain.calls import MISSED, JudgedCall
from domain.discipline.catalogue import RestsOn
from domain.discipline.count import Count
from domain.discipline.events import AbsenceBasis, AllegationBasis, BandOfBasis, Basis, DayOfBasis
from domain.reasons import Reason
from domain.strikes import allegations_at

NOT_THERE = "not_there"


class Judged(Service, Protocol):
    """What a basis asks of an employee, judged afresh or kept."""

    @property
    def calls(self) -> list[JudgedCall]:
        """Every call, in the order placed."""


def rests_on(basis: Basis) -> RestsOn:
    """Of which sort it is."""
    if basis.allegation is not None:
        return "allegation"
    return "absence" if basis.absence is not None else "report"


# What stands now


class CallNow(Struct, frozen=True):
    """A call of a basis: its outcome now (``not_there`` if it is out of account), and whether it is a strike."""

    call_id: str
    position: int
    outcome: str

    @property
    def strike(self) -> bool:
        """Whether it counts against the employee."""
        return self.outcome == MISSED


class Footing(Struct, frozen=True, kw_only=True):
    """What a basis carries now. ``stands``: the allegation on just these calls, some day that counts, or a report.

    ``days`` are those that add to the count now, ``read`` the days of the basis as they read now; both up to its last
    day. ``policies`` are those that decide about the calls or days of the basis.
    """

    rests_on: RestsOn
    stands: bool
    calls: tuple[CallNow, ...] = ()
    counted_days: int | None = None
    days: tuple[DayOfBasis, ...] = ()
    read: tuple[DayOfBasis, ...] = ()
    band: BandOfBasis | None = None
    policies: tuple[str, ...] = ()


def footing(basis: Basis, judged: Judged, as_of: datetime) -> Footing:
    """What of a basis stands as of an instant, by today's judgement."""
    if basis.allegation is not None:
        return _footing_of_calls(basis.allegation, judged, as_of)
    if basis.absence is not None:
        return _footing_of_days(basis.absence, basis.last, judged, as_of)
    return Footing(rests_on="report", stands=True)


def _footing_of_calls(basis: AllegationBasis, judged: Judged, as_of: datetime) -> Footing:
    placed = placed_by(judged, as_of)
    by_position = {call.position: call for call in placed}
    positions = {call.position for call in basis.calls}
    found = {position: by_position[position] for position in positions & by_position.keys()}
    return Footing(
        rests_on="allegation",
        stands=any({call.position for call in one.calls} == positions for one in allegations_at(placed, as_of)),
        calls=tuple(
            CallNow(
                call.call_id,
                call.position,
                found[call.position].outcome(as_of).outcome if call.position in found else NOT_THERE,
            )
            for call in basis.calls
        ),
        policies=tuple(policies_of(reason for call in found.values() for reason in call.reasons)),
    )


def _footing_of_days(basis: AbsenceBasis, last: date, judged: Judged, as_of: datetime) -> Footing:
    count = Count(judged, basis.year, basis.consecutive, as_of, last)
    return Footing(
        rests_on="absence",
        stands=count.counted > 0,
        counted_days=count.counted,
        days=tuple(count.days),
        read=tuple(count.read(day.date) for day in basis.days),
        band=count.band,
        policies=tuple(policies_of([*reasons_of(judged, basis.days), *count.reasons])),
    )


# What differs


class Item(Struct, frozen=True, array_like=True):
    """How something reads: a status, an outcome or a kind of sanction, and minutes or days where there are any."""

    said: str
    amount: int | None = None


class Behind(Struct, frozen=True, array_like=True):
    """A fact that made a difference: its id and its position."""

    event: str
    position: int


Part: TypeAlias = Literal["call", "allegation", "day", "count", "band", "policy"]


class Change(Struct, frozen=True, array_like=True):
    """One thing of a basis that reads otherwise: of which part, which one, how it was then and is now.

    ``key`` is the call's id, the instant the allegation was reached, the date, the year, or the policy; ``position``
    the call's. ``then`` is None for a day that did not add and now does, and for a band that was not reached.
    ``behind`` are the facts that made the difference, as ``causes`` finds them.
    """

    part: Part
    key: str
    then: Item | None
    now: Item | None
    position: int | None = None
    behind: tuple[Behind, ...] = ()


def changes(basis: Basis, now: Footing) -> tuple[Change, ...]:
    """What differs between a basis and what stands now; empty if it holds."""
    found: tuple[Change, ...] = ()
    if basis.allegation is not None:
        found = _changes_of_calls(basis.allegation, now)
    elif basis.absence is not None:
        found = _changes_of_days(basis.absence, now)
    if found:
        return found
    # The same calls and days, by other rules: what they rested on in law is gone.
    gone = [policy for policy in basis.policies if policy not in now.policies] if now.rests_on != "report" else []
    return tuple(Change("policy", policy, Item("decides"), None) for policy in gone)


def _changes_of_calls(basis: AllegationBasis, now: Footing) -> tuple[Change, ...]:
    found = [
        Change("call", call.call_id, Item(MISSED), Item(call.outcome), call.position)
        for call in now.calls
        if not call.strike
    ]
    if not now.stands:
        found.append(Change("allegation", basis.reached_at.isoformat(), Item("stands"), None))
    return tuple(found)


def _changes_of_days(basis: AbsenceBasis, now: Footing) -> tuple[Change, ...]:
    then = {day.date: day for day in basis.days}
    found = [
        Change("day", day.isoformat(), _item(then[day]), _item(read))
        for day, read in ((read.date, read) for read in now.read)
        if read != then[day]
    ]
    found += [Change("day", day.date.isoformat(), None, _item(day)) for day in now.days if day.date not in then]
    found.sort(key=lambda change: change.key)
    counted = "consecutive_days" if basis.consecutive else "counted_days"
    if now.counted_days != basis.counted_days:
        found.append(
            Change("count", str(basis.year), Item(counted, basis.counted_days), Item(counted, now.counted_days))
        )
    if now.band != basis.band:
        found.append(Change("band", str(basis.year), _band_item(basis.band), _band_item(now.band)))
    return tuple(found)


def carries_less(basis: Basis, now: Footing) -> bool:
    """Whether less stands than a decision on the basis could rest on: no allegation, no or a lower band.

    Where no band was reached, fewer days are less.
    """
    if basis.absence is None or not now.stands:
        return not now.stands
    if basis.absence.band is None:
        return (now.counted_days or 0) < basis.absence.counted_days
    return now.band is None or (now.band != basis.absence.band and now.band.days <= basis.absence.band.days)


def _item(day: DayOfBasis) -> Item:
    return Item(day.status, day.lost_minutes)


def _band_item(band: BandOfBasis | None) -> Item | None:
    return Item(band.kind, band.days) if band is not None else None


def placed_by(judged: Judged, as_of: datetime) -> list[JudgedCall]:
    return [call for call in judged.calls if call.placed_at <= as_of]


def reasons_of(judged: Judged, days: Iterable[DayOfBasis]) -> list[Reason]:
    served = [judged.day(day.date) for day in days]
    return [reason for day in served if day is not None for reason in day.reasons]


def policies_of(reasons: Iterable[Reason]) -> list[str]:
    return sorted({reason.policy for reason in reasons if reason.policy is not None})
