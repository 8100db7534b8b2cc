"""What others act on: a day that is final, an allegation, a band, a case; reached, changed or taken back.

A verdict is told when what stands of an employee differs from what was told last. So it carries what it is about, and
beside it what it rests on: the ids of events, and the rules that decided.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

from domain.answer import BandAnswer
from domain.presence import JudgedDay
from domain.reasons import Reason

PENDING = "pending"


class DayReading(Struct, frozen=True, array_like=True):
    """A day as it reads at an instant: what a tally takes of it, and what payroll acts on (SPEC sections 5 and 7)."""

    status: str
    arrangement: str | None = None
    late_minutes: int = 0
    early_minutes: int = 0
    missed_windows: int = 0


def day_reading(judged: JudgedDay, as_of: datetime) -> DayReading:
    """A day of service at an instant."""
    presences = judged.presences(as_of)
    return DayReading(
        judged.status_with(presences),
        judged.arrangement,
        sum(presence.late_minutes for presence in presences),
        sum(presence.early_minutes for presence in presences),
        sum(presence.status == "missed" for presence in presences),
    )


class CalledAt(Struct, frozen=True, array_like=True):
    """A call of an allegation: its id and its position in the ledger, since an id may be used twice."""

    call_id: str
    position: int


class DayFinalised(Struct, frozen=True):
    """Nothing that is known, and no time going on, changes the day (a local date) any more."""

    date: date
    day: DayReading


class DayChanged(Struct, frozen=True):
    """A day that was told final reads otherwise."""

    date: date
    before: DayReading
    after: DayReading


class DayWithdrawn(Struct, frozen=True):
    """A day that was told final is not: ``why`` is ``pending``, or ``not_served`` if it is no day of service."""

    date: date
    before: DayReading
    why: str


class AllegationReached(Struct, frozen=True):
    """A suspicion that opens a hearing (SPEC section 6); two are one if they rest on the same calls."""

    reached_at: datetime
    calls: tuple[CalledAt, ...]
    retroactive: bool


class AllegationWithdrawn(Struct, frozen=True):
    """An allegation that was told does not stand."""

    reached_at: datetime
    calls: tuple[CalledAt, ...]


class BandReached(Struct, frozen=True):
    """A band of the tally of a year, or with ``consecutive`` what so many days in a row lead to (SPEC section 7).

    ``before`` is the band told before it, a lower one or of another law. ``counted_days`` are those that led to it, of
    the longest run with ``consecutive``.
    """

    year: int
    consecutive: bool
    before: BandAnswer | None
    band: BandAnswer
    counted_days: int


class BandWithdrawn(Struct, frozen=True):
    """A band that was told is not reached; ``after`` is the lower one that is, or None."""

    year: int
    consecutive: bool
    band: BandAnswer
    after: BandAnswer | None
    counted_days: int


class SanctionNow(Struct, frozen=True, array_like=True):
    """The sanction of a case that stands: imposed ``by`` a decision, an objection or an appeal, ``on`` a local date."""

    level: str
    kind: str
    by: str
    on: date
    in_force: bool


class StepAt(Struct, frozen=True):
    """A step of a case: its type and its position in the ledger."""

    type: str
    position: int


class CaseMoved(Struct, frozen=True):
    """A discipline case went to another stage, or another sanction stands in it.

    ``before`` is the stage told last, None if it was none; ``after`` None if its opening was voided. ``strikes`` is the
    state of strikes that follows (SPEC section 6, with cases).
    """

    case: str
    rests_on: str
    before: str | None
    after: str | None
    sanction: SanctionNow | None
    strikes: str


class ReadingTold(Struct, frozen=True):
    """How a part of what a case stands on reads: a status, an outcome or a kind, and minutes or days."""

    reads: str
    amount: int | None


class ChangeTold(Struct, frozen=True):
    """One thing that a case stands on and that reads otherwise: how it was then, how it is now."""

    part: str
    key: str
    then: ReadingTold | None
    now: ReadingTold | None


class BasisChanged(Struct, frozen=True):
    """What a case stands on reads otherwise than when it was seen at ``basis_known_at``, or, if it ``holds``, as then.

    ``affected`` are the steps of the case that the changes bear on.
    """

    case: str
    basis_known_at: int
    holds: bool
    changes: tuple[ChangeTold, ...]
    affected: tuple[StepAt, ...]


Subject: TypeAlias = (
    DayFinalised
    | DayChanged
    | DayWithdrawn
    | AllegationReached
    | AllegationWithdrawn
    | BandReached
    | BandWithdrawn
    | CaseMoved
    | BasisChanged
)

VERDICT_TYPES: tuple[type, ...] = (
    DayFinalised,
    DayChanged,
    DayWithdrawn,
    AllegationReached,
    AllegationWithdrawn,
    BandReached,
    BandWithdrawn,
    CaseMoved,
    BasisChanged,
)


class Verdict(Struct, frozen=True):
    """What is told, the ids of the events it rests on, events known by position, and the rules that decided."""

    about: Subject
    events: frozenset[str]
    reasons: tuple[Reason, ...]
    positions: frozenset[int] = frozenset()


def band_verdict(
    year: int, consecutive: bool, before: BandAnswer | None, after: BandAnswer | None, counted_days: int
) -> BandReached | BandWithdrawn:
    """A band that differs from the one told before: withdrawn if there is none any more, or only a lower one."""
    if after is not None and (before is None or before.days <= after.days):
        return BandReached(year, consecutive, before, after, counted_days)
    assert before is not None, "it differs"
    return BandWithdrawn(year, consecutive, before, after, counted_days)
