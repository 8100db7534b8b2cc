"""A unit's board of a day: which posts are manned, and who is at the office (SPEC section 4, *coverage*, *office_cap*).

    headcount = Headcount()
    for judged_day in days_of_everyone_assigned_to_the_unit:      # judged afresh, or kept
        headcount.add(judged_day, as_of)
    board(asked_of_unit(jurisdiction, "rsud-aws", day), headcount)

What is asked of a unit is resolved for the unit itself, by the rules that ask for no employment and no title. Who
counts for it are those assigned to the unit itself on the day: what lies below it has boards of its own.

A *turn* is one post from one hour to another, as the roster has it. On it are *assigned* whose shift it is, but who are
on leave or away on duty are not; *present* is who has shown a presence for it, late and early included; *pending* who
still can. A day judged by shift has two windows for each turn. On any other day, such as that of a clerk who keeps
office hours and is on a roster too, whoever came to work at all was there; a day without windows shows nothing. A post
that must be manned and stands on no roster of the day is an empty post: a turn without hours.

Headcounts of parts of a unit, counted apart, add up.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct, field

from domain.jurisdiction import Jurisdiction
from domain.policy.law import Ruling
from domain.presence import JudgedDay, Turn

AWAY = frozenset({"leave", "official_duty"})
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

    def add(self, day: JudgedDay, as_of: datetime) -> None:
        """Count one who is assigned to the unit on the day."""
        self.staff += 1
        self.expected += day.status is None and day.arrangement == "office"
        self.seen += day.at_office is not None and day.at_office <= as_of
        if day.status in AWAY:
            return
        presences = day.presences(as_of)
        for index, turn in enumerate(day.turns):
            shown = presences[2 * index : 2 * index + 2] if day.by_shift else presences
            present = any(presence.at is not None for presence in shown)
            manning = self.turns.setdefault(turn, Manning())
            manning.assigned += 1
            manning.present += present
            manning.pending += not present and any(presence.status == "pending" for presence in shown)

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
