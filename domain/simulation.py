"""What a policy document would change if it were enacted: real history judged twice (SPEC section 9, *simulate*).

    simulation = Simulation(laws, Question(first, last, as_of))
    for judgement in employees:                     # each under the law as it is
        simulation.take(judgement)
    study = study_of(simulation.part, laws, question, known_at)

Nothing is recorded: the enactment is imagined, one position past the last. That every rule of it is then retroactive
is its nature, and no change. Employees can be taken by any number of simulations apart, whose parts add up.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct, field

from domain.board import AskedOfUnit, Headcount, asked_of_unit, board
from domain.comparison import Comparison, Question
from domain.duty import Duty
from domain.imagined import Laws
from domain.judgement import Judgement
from domain.policy.law import Ruling
from domain.replay import ENGINE
from domain.study import EmployeeChange, Figures, NewConflict, Pair, PostChange, Side, StudiedDocument, Study, UnitStudy

Conflict: TypeAlias = tuple[str, tuple[Side, ...]]
"""A parameter, and the rules that disagree on it."""


class Spread(Struct):
    """How far a new conflict reaches."""

    units: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    employees: int = 0


class Heads(Struct):
    """A unit's headcount of a day, under the law as it is and as it would be."""

    before: Headcount = field(default_factory=Headcount)
    after: Headcount = field(default_factory=Headcount)


class Part(Struct):
    """What the comparisons of some employees found.

    ``employees`` are those for whom anything changes, ``heads`` the headcounts of units of which something is asked.
    """

    total: Figures = field(default_factory=Figures)
    units: dict[str, Figures] = field(default_factory=dict)
    employees: list[EmployeeChange] = field(default_factory=list)
    conflicts: dict[Conflict, Spread] = field(default_factory=dict)
    heads: dict[tuple[str, date], Heads] = field(default_factory=dict)

    def merge(self, other: Part) -> None:
        """Add the part of other employees."""
        self.total.merge(other.total)
        for unit, figures in other.units.items():
            self.units.setdefault(unit, Figures()).merge(figures)
        self.employees += other.employees
        for conflict, spread in other.conflicts.items():
            mine = self.conflicts.setdefault(conflict, Spread())
            mine.units |= spread.units
            mine.days |= spread.days
            mine.employees += spread.employees
        for key, heads in other.heads.items():
            counted = self.heads.setdefault(key, Heads())
            counted.before.merge(heads.before)
            counted.after.merge(heads.after)


class Simulation:
    """Takes employees one by one and adds up what the document changes for them, in ``part``."""

    def __init__(self, laws: Laws, question: Question) -> None:
        self.part = Part()
        self._laws = laws
        self._question = question
        self._asked = _AskedOfUnits(laws, question.as_of)
        self._new_conflicts: dict[tuple[object, ...], list[Conflict]] = {}

    def take(self, judgement: Judgement) -> None:
        """Compare one employee's history, judged under the law as it is, with what the document would make of it."""
        compared = Comparison(self._laws, self._question, judgement)
        if not compared.days:
            return
        self.part.total.merge(compared.own)
        for unit, figures in compared.figures.items():
            self.part.units.setdefault(unit, Figures()).merge(figures)
        if compared.change is not None:
            self.part.employees.append(compared.change)
        self._take_conflicts(compared)
        self._take_heads(compared)

    def _take_conflicts(self, compared: Comparison) -> None:
        before, after = compared.before.duties, compared.after.duties
        met: set[Conflict] = set()
        for day in compared.days:
            for conflict in () if day.alike else self._only_after(before.on(day.date), after.on(day.date)):
                spread = self.part.conflicts.setdefault(conflict, Spread())
                spread.units.add(day.unit)
                spread.days.add(day.date)
                met.add(conflict)
        for conflict in met:
            self.part.conflicts[conflict].employees += 1

    def _only_after(self, before: Duty, after: Duty) -> list[Conflict]:
        """The conflicts of a day that are there only with the document. Each law keeps its regimes for good."""
        key = (id(before.regime), id(after.regime), before.arrangement, after.arrangement)
        if key not in self._new_conflicts:
            self._new_conflicts[key] = new_conflicts(rulings_on(before), rulings_on(after))
        return self._new_conflicts[key]

    def _take_heads(self, compared: Comparison) -> None:
        as_of = self._question.as_of
        for day in compared.days:
            if self._asked.on(day.unit, day.date) is not None:
                heads = self.part.heads.setdefault((day.unit, day.date), Heads())
                heads.before.add(day.before, as_of)
                heads.after.add(day.after, as_of)


class _AskedOfUnits:
    """What either law asks of units up to the local date of an instant: on days to come nobody is missing yet."""

    def __init__(self, laws: Laws, as_of: datetime) -> None:
        self._laws, self._as_of = laws, as_of
        self._seen: dict[tuple[str, date], tuple[AskedOfUnit, AskedOfUnit] | None] = {}

    def on(self, unit: str, day: date) -> tuple[AskedOfUnit, AskedOfUnit] | None:
        """What is asked of a unit on a day before and after; None where that is nothing."""
        if (unit, day) not in self._seen:
            self._seen[unit, day] = self._work_out(unit, day)
        return self._seen[unit, day]

    def _work_out(self, unit: str, day: date) -> tuple[AskedOfUnit, AskedOfUnit] | None:
        if day > self._as_of.astimezone(self._laws.before.units.on(unit, day).zone).date():
            return None
        before, after = asked_of_unit(self._laws.before, unit, day), asked_of_unit(self._laws.after, unit, day)
        return (before, after) if before.anything or after.anything else None


def rulings_on(duty: Duty) -> list[Ruling]:
    """What the law says of the parameters that a day with that duty's arrangement may come to need."""
    if duty.regime is None:
        return []
    needed = {
        None: (),
        "off": (),
        "shift": ("shift_windows", "breaks", "calls", "location"),
    }.get(duty.arrangement, ("windows", "hours", "breaks", "calls", "location"))
    return [duty.regime.ruling("arrangement"), *(duty.ruling(parameter) for parameter in (*needed, "absence"))]


def new_conflicts(before: list[Ruling], after: list[Ruling]) -> list[Conflict]:
    """The conflicts among the rulings after that are not among those before, between whatever rules of the policies."""
    known = {(ruling.parameter, _policies(ruling)) for ruling in before if ruling.conflict}
    return [
        (
            ruling.parameter,
            tuple(
                Side(decider.enactment.document.policy, decider.enactment.document.regulation, decider.rule.id)
                for decider in ruling.deciders
            ),
        )
        for ruling in after
        if ruling.conflict and (ruling.parameter, _policies(ruling)) not in known
    ]


def _policies(ruling: Ruling) -> tuple[str, ...]:
    return tuple(decider.enactment.document.policy for decider in ruling.deciders)


def study_of(part: Part, laws: Laws, question: Question, known_at: int) -> Study:
    """The study from the merged parts of all employees; its part is used up. Boards of units are made here."""
    posts = _compare_boards(part, _AskedOfUnits(laws, question.as_of))
    return Study(
        document=_studied(laws, question),
        first=question.first,
        last=question.last,
        as_of=question.as_of,
        known_at=known_at,
        engine=ENGINE,
        unit=question.unit,
        conflicts=[
            NewConflict(parameter, list(sides), sorted(spread.units), sorted(spread.days), spread.employees)
            for (parameter, sides), spread in sorted(part.conflicts.items(), key=lambda entry: entry[0])
        ],
        total=part.total,
        units=[
            UnitStudy(
                unit,
                _name_of(laws, unit, question.last),
                figures,
                [PostChange(post, gaps) for post, gaps in sorted(posts.get(unit, {}).items())],
            )
            for unit, figures in sorted(part.units.items())
        ],
        employees=sorted(part.employees, key=lambda one: (one.unit, one.nip)),
    )


def _compare_boards(part: Part, asked: _AskedOfUnits) -> dict[str, dict[str, Pair]]:
    """Put what the boards of units say into the figures; gives the turns that lack somebody, by unit and post."""
    posts: dict[str, dict[str, Pair]] = {}
    for (unit, day), heads in sorted(part.heads.items()):
        both = asked.on(unit, day)
        assert both is not None, "heads are counted only where something is asked"
        before, after = board(both[0], heads.before), board(both[1], heads.after)
        for figures in (part.total, part.units[unit]):
            figures.coverage_gaps.add(len(before.gaps), len(after.gaps))
            figures.over_cap_days.add(before.office.over > 0, after.office.over > 0)
        for gap in before.gaps:
            posts.setdefault(unit, {}).setdefault(gap.post, Pair()).add(1, 0)
        for gap in after.gaps:
            posts.setdefault(unit, {}).setdefault(gap.post, Pair()).add(0, 1)
        for conflict in new_conflicts(both[0].rulings, both[1].rulings):
            spread = part.conflicts.setdefault(conflict, Spread())
            spread.units.add(unit)
            spread.days.add(day)
    return posts


def _studied(laws: Laws, question: Question) -> StudiedDocument:
    document = laws.enacted.document
    versions = [one for one in laws.held if one.document.policy == document.policy]
    same = [one.fact.position for one in versions if one.document == document]
    named = {document.scope, *(unit for rule in document.rules if rule.when for unit in rule.when.unit or ())}
    units, days = laws.before.units, question.days
    return StudiedDocument(
        policy=document.policy,
        title=document.title,
        regulation=document.regulation,
        scope=document.scope,
        effective_from=document.effective_from,
        effective_until=document.effective_until,
        held_at=max(same, default=None),
        amends=bool(versions),
        unknown_units=sorted(name for name in named if not any(units.on(name, day).path for day in days)),
    )


def _name_of(laws: Laws, unit: str, day: date) -> str:
    definitions = laws.before.units.on(unit, day).facts
    return definitions[0].event.name if definitions else unit
