"""The figures of a simulation: what a document would change, in total, in each unit and for whom.

Every figure that can go either way is a ``Pair``, before and after; ``before`` is the law as it is. All of it is plain
data: ``msgspec.json.encode(study)`` is what ``saksi policy simulate --format json`` prints.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct, field

from domain.answer import BandAnswer


class Pair(Struct):
    """A number under the law as it is, and as it would be."""

    before: int = 0
    after: int = 0

    def add(self, before: int, after: int) -> None:
        """Count more on either side."""
        self.before += before
        self.after += after

    @property
    def differs(self) -> bool:
        """Whether the document makes a difference to it."""
        return self.before != self.after


class Figures(Struct):
    """What is counted. Minutes are whole; a day is one employee's.

    ``statuses`` counts days by their status before and, below it, after; those that stay are in it.
    ``days_rearranged`` have another arrangement. ``missed_windows`` are windows nobody showed a presence in, of absent
    days too. A strike is a call that is ``missed`` as of the instant of the question. An allegation is gained if no
    other rests on the same calls before, and a band if the same year has another band or none before; so one that
    becomes another is lost and gained. ``coverage_gaps`` are turns on a post that lack somebody, ``over_cap_days`` days
    on which a unit has more at the office than allowed (``domain.board``).
    """

    employees: int = 0
    employees_changed: int = 0
    employee_days: int = 0
    days_changed: int = 0
    days_rearranged: int = 0
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    late_minutes: Pair = field(default_factory=Pair)
    early_minutes: Pair = field(default_factory=Pair)
    missed_windows: Pair = field(default_factory=Pair)
    calls_changed: int = 0
    calls_counted: Pair = field(default_factory=Pair)
    strikes: Pair = field(default_factory=Pair)
    allegations: Pair = field(default_factory=Pair)
    allegations_gained: int = 0
    allegations_lost: int = 0
    bands: Pair = field(default_factory=Pair)
    bands_gained: int = 0
    bands_lost: int = 0
    coverage_gaps: Pair = field(default_factory=Pair)
    over_cap_days: Pair = field(default_factory=Pair)

    @property
    def anything_changes(self) -> bool:
        """Whether the document makes any difference to these figures."""
        counts = (self.days_changed, self.days_rearranged, self.calls_changed)
        gains = (self.allegations_gained, self.allegations_lost, self.bands_gained, self.bands_lost)
        pairs = (getattr(self, name) for name in _PAIRS)
        return any(counts) or any(gains) or any(pair.differs for pair in pairs)

    def count_day(self, before: str, after: str) -> None:
        """One day more with these statuses."""
        row = self.statuses.setdefault(before, {})
        row[after] = row.get(after, 0) + 1

    def merge(self, other: Figures) -> None:
        """Add figures of others."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _PAIRS:
            more: Pair = getattr(other, name)
            getattr(self, name).add(more.before, more.after)
        for before, row in other.statuses.items():
            mine = self.statuses.setdefault(before, {})
            for after, count in row.items():
                mine[after] = mine.get(after, 0) + count


_COUNTS = tuple(name for name, kind in Figures.__annotations__.items() if kind == "int")
_PAIRS = tuple(name for name, kind in Figures.__annotations__.items() if kind == "Pair")


class AllegationChange(Struct, frozen=True):
    """An allegation that the document brings (``gained``) or takes away, and the calls it rests on, as placed."""

    gained: bool
    calls: list[str]


class BandChange(Struct, frozen=True):
    """What a year's tally leads to: by absent days in a row (``consecutive``), or else by counted days."""

    year: int
    consecutive: bool
    before: BandAnswer | None
    after: BandAnswer | None


class EmployeeChange(Struct, frozen=True):
    """One employee for whom something changes; ``unit`` is that of the last day compared, ``figures`` are of all days.

    ``first`` and ``last`` are the first and the last day whose status or arrangement changes, None if no day does.
    """

    nip: str
    name: str
    unit: str
    figures: Figures
    first: date | None
    last: date | None
    allegations: list[AllegationChange]
    bands: list[BandChange]


class Side(Struct, frozen=True, order=True):
    """A rule that disagrees with another."""

    policy: str
    regulation: str
    rule: str


class NewConflict(Struct, frozen=True):
    """A parameter on which policies of one rank disagree only if the document is enacted, and how far that reaches.

    Where ``coverage`` or ``office_cap`` are in conflict, ``employees`` is 0: they are asked of units.
    """

    parameter: str
    sides: list[Side]
    units: list[str]
    days: list[date]
    employees: int


class PostChange(Struct, frozen=True):
    """How many turns on a post lack somebody."""

    post: str
    gaps: Pair


class UnitStudy(Struct, frozen=True):
    """A unit by itself, without those below it; ``posts`` are those that lack somebody before or after."""

    unit: str
    name: str
    figures: Figures
    posts: list[PostChange]


class StudiedDocument(Struct, frozen=True):
    """The document, and what it meets.

    ``held_at`` is the position at which the ledger already holds the very same document, ``amends`` whether it holds
    another version of the policy, ``unknown_units`` what the document names and no unit is called on any day compared.
    """

    policy: str
    title: str
    regulation: str
    scope: str
    effective_from: date
    effective_until: date | None
    held_at: int | None
    amends: bool
    unknown_units: list[str]


class Study(Struct, frozen=True):
    """What a document would change from ``first`` to ``last``, as of an instant, by what is known at a position.

    ``total.employees`` counts people once; one who moved counts in both units. ``employees`` holds those for whom
    anything changes, by unit and nip.
    """

    document: StudiedDocument
    first: date
    last: date
    as_of: datetime
    known_at: int
    engine: int
    unit: str | None
    conflicts: list[NewConflict]
    total: Figures
    units: list[UnitStudy]
    employees: list[EmployeeChange]

    @property
    def units_changed(self) -> list[UnitStudy]:
        """The units in which anything changes."""
        return [unit for unit in self.units if unit.figures.anything_changes]
