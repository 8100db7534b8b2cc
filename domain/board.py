"""A unit's board of a day: which posts are manned, and who is at the office (SPEC section 4, *coverage*, *office_cap*).

    headcount = Headcount()
    for judgement in everyone_assigned_to_the_unit:
        headcount.add(showing(judgement, day), as_of)
    board(asked_of_unit(jurisdiction, "rsud-aws", day), headcount)

A ``Showing`` holds for every T and can be kept; headcounts of parts of a unit, counted apart, add up.

What is asked of a unit is resolved for the unit itself, by the rules that ask for no employment and no title. Who
counts for it are those assigned to the unit itself on the day: what lies below it has boards of its own.

A *turn* is one post from one hour to another, as the roster has it. On it are *assigned* whose shift it is, but who are
on leave or away on duty are not; *present* is who has shown a presence for it, late and early included; *pending* who
still can. A post that must be manned and stands on no roster of the day is an empty post: a turn without hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from msgspec import Struct, field

from domain.duty import Duty, span_of
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.policy.law import Ruling
from domain.post import Kind
from domain.presence import JudgedDay
from domain.timeline import BEGINNING
from domain.zones import at

AWAY = frozenset({Kind.LEAVE, Kind.OFFICIAL_DUTY})
"""Who is on a roster and away all the same."""


class AskedOfUnit(Struct, frozen=True):
    """What a unit owes on a day: the rulings on ``coverage`` and ``office_cap``, each unset, set, or a conflict."""

    coverage: Ruling
    office_cap: Ruling

    @property
    def rulings(self) -> list[Ruling]:
        """Both."""
        return [self.coverage, self.office_cap]

    @property
    def anything(self) -> bool:
        """Whether any rule asks something of the unit."""
        return not all(ruling.unset for ruling in self.rulings)


class Turn(Struct, frozen=True, order=True):
    """A post from one instant to another (UTC)."""

    post: str
    start: datetime
    end: datetime


class TurnShown(Struct, frozen=True, array_like=True):
    """What somebody showed of a turn: a presence since an instant, or none, which until another was still to come."""

    turn: Turn
    present_since: datetime | None
    pending_until: datetime

    def present(self, instant: datetime) -> bool:
        """Whether a presence had been shown by an instant."""
        return self.present_since is not None and self.present_since <= instant

    def pending(self, instant: datetime) -> bool:
        """Whether at an instant none had been shown, but one still could be."""
        return not self.present(instant) and instant < self.pending_until


class Showing(Struct, frozen=True, array_like=True):
    """What one employee's day says to the board of the unit.

    ``expected`` at the office: the arrangement is the office, on a duty day. ``at_office_since`` is the first check-in
    made there that belongs to the day, whatever the arrangement (UTC).
    """

    expected: bool
    at_office_since: datetime | None
    turns: tuple[TurnShown, ...]


class Manning(Struct):
    """How many are on a turn, how many have shown themselves, and how many still can."""

    assigned: int = 0
    present: int = 0
    pending: int = 0


class Headcount(Struct):
    """Those of a unit on a day, counted one by one as of an instant."""

    staff: int = 0
    expected: int = 0
    seen: int = 0
    turns: dict[Turn, Manning] = field(default_factory=dict)

    def add(self, shown: Showing | None, as_of: datetime) -> None:
        """Count one who is assigned to the unit on the day; the unemployed (None) count for nothing."""
        if shown is None:
            return
        self.staff += 1
        self.expected += shown.expected
        self.seen += shown.at_office_since is not None and shown.at_office_since <= as_of
        for one in shown.turns:
            manning = self.turns.setdefault(one.turn, Manning())
            manning.assigned += 1
            manning.present += one.present(as_of)
            manning.pending += one.pending(as_of)

    def merge(self, other: Headcount) -> None:
        """Add another part of the same unit and day."""
        self.staff += other.staff
        self.expected += other.expected
        self.seen += other.seen
        for turn, more in other.turns.items():
            manning = self.turns.setdefault(turn, Manning())
            manning.assigned += more.assigned
            manning.present += more.present
            manning.pending += more.pending


class PostOnBoard(Struct, frozen=True):
    """A turn and what it lacks.

    ``start`` and ``end`` (UTC) are None for a post that no shift of the day is at. ``minimum`` is None for a post of
    which no rule asks anything. ``gap``: how many more are needed than are present or still can be.
    """

    post: str
    start: datetime | None
    end: datetime | None
    minimum: int | None
    assigned: int
    present: int
    pending: int
    gap: int


class OfficeOnBoard(Struct, frozen=True):
    """Who is at the office.

    ``expected``: whose arrangement is the office, on a duty day; ``seen``: who checked in there on that day, whatever
    their arrangement. ``allowed`` is the whole number of the share ``cap`` of the staff, ``over`` how many more were
    seen; without a cap both ``cap`` and ``allowed`` are None.
    """

    staff: int
    expected: int
    seen: int
    cap: float | None
    allowed: int | None
    over: int


class Board(Struct, frozen=True):
    """A unit's day. ``conflicts`` are the parameters on which policies of one rank disagree: nothing is asked then."""

    posts: list[PostOnBoard]
    office: OfficeOnBoard
    conflicts: list[str]

    @property
    def gaps(self) -> list[PostOnBoard]:
        """The turns that lack somebody."""
        return [post for post in self.posts if post.gap]


def asked_of_unit(jurisdiction: Jurisdiction, unit: str, day: date) -> AskedOfUnit:
    """What the law asks on a day of the unit of that name; nothing of one that is not defined on it."""
    on_day = jurisdiction.units.on(unit, day)
    periods = {declared.event.period for declared in jurisdiction.calendar.periods(on_day, day)}
    regime = jurisdiction.law.regime(on_day, None, None, day, periods)
    arrangement = regime.ruling("arrangement").value
    return AskedOfUnit(regime.ruling("coverage", arrangement), regime.ruling("office_cap", arrangement))


def board(asked: AskedOfUnit, headcount: Headcount) -> Board:
    """The board of those counted, against what is asked of their unit; posts by name, then hours."""
    minimums: dict[str, int] = {}
    for cover in asked.coverage.value or ():
        minimums[cover.post] = max(cover.minimum, minimums.get(cover.post, 0))
    posts = [
        _on_board(turn.post, turn.start, turn.end, minimums.get(turn.post), manning)
        for turn, manning in sorted(headcount.turns.items())
    ]
    rostered = {turn.post for turn in headcount.turns}
    empty = [post for post in minimums if post not in rostered]
    posts += [_on_board(post, None, None, minimums[post], Manning()) for post in empty]
    posts.sort(key=lambda one: one.post)  # sorting is stable: turns stay in the order of their hours
    conflicts = [ruling.parameter for ruling in asked.rulings if ruling.conflict]
    return Board(posts, _office(asked.office_cap, headcount), conflicts)


def _on_board(
    post: str, start: datetime | None, end: datetime | None, minimum: int | None, manning: Manning
) -> PostOnBoard:
    gap = max(0, (minimum or 0) - manning.present - manning.pending)
    return PostOnBoard(post, start, end, minimum, manning.assigned, manning.present, manning.pending, gap)


def _office(cap: Ruling, headcount: Headcount) -> OfficeOnBoard:
    share: float | None = cap.value
    # As it is written, not as binary holds it: 0.29 of 100 is 29.
    allowed = int(Decimal(repr(share)) * headcount.staff) if share is not None else None
    over = max(0, headcount.seen - allowed) if allowed is not None else 0
    return OfficeOnBoard(headcount.staff, headcount.expected, headcount.seen, share, allowed, over)


def showing(judgement: Judgement, day: date) -> Showing | None:
    """What an employee's day says to the board; None on a day of unemployment."""
    judged = judgement.day(day)
    if judged is None:
        return None
    duty = judgement.duties.on(day)
    return Showing(
        duty.kind is Kind.DUTY and duty.arrangement == "office",
        _at_office_since(judgement, duty),
        () if duty.kind in AWAY else tuple(_turns(judgement, duty, judged)),
    )


def _turns(judgement: Judgement, duty: Duty, judged: JudgedDay) -> Iterator[TurnShown]:
    """The shifts of a day, each with its two windows if the day is judged by shift.

    On any other day, such as that of a clerk who keeps office hours and is on a roster too, whoever came to work at
    all was there; a day without windows shows nothing.
    """
    spans = duty.shifts or tuple(span_of(fact, duty.zone) for fact in judgement.record.shifts(duty.day))
    for index, span in enumerate(spans):
        windows = judged.windows[2 * index : 2 * index + 2] if duty.by_shift else judged.windows
        since = [stage.since for window in windows for stage in window.stages if stage.value.at is not None]
        until = [next(stage.since for stage in window.stages if stage.value.status != "pending") for window in windows]
        yield TurnShown(
            Turn(span.fact.event.post, span.start, span.end), min(since, default=None), max(until, default=BEGINNING)
        )


def _at_office_since(judgement: Judgement, duty: Duty) -> datetime | None:
    """The first check-in at the office that belongs to the day; a day with a night shift reaches into the next."""
    begin = at(duty.day, "00:00", duty.zone)
    return next(
        (
            fact.event.occurred_at.astimezone(UTC)
            for fact in judgement.record.check_ins(begin, begin + timedelta(days=2))
            if fact.event.place == "office" and judgement.duties.day_of(fact.event.occurred_at) == duty.day
        ),
        None,
    )
