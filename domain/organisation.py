"""Units and people as dated facts: who served where, under whom, in which zone (SPEC section 3)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.corrections import Facts
from domain.dated import Dated
from domain.events import EmployeeAssigned, EmploymentEnded, Recorded, UnitDefined
from domain.zones import DEFAULT_ZONE, zone

ONE_DAY = timedelta(days=1)


class UnitOnDay(Struct, frozen=True):
    """A unit as it stands on a day: itself and what is above it, and what it states or inherits.

    ``path`` runs from the unit up to the root and is empty for a unit that is not defined on the day. ``facts`` are the
    definitions on the path. A scope's *depth* is its distance from the root, which has depth 0.
    """

    name: str
    path: tuple[str, ...]
    facts: tuple[Recorded[UnitDefined], ...]
    zone: ZoneInfo
    direct_service: bool

    def depth(self, scope: str) -> int | None:
        """The depth of a scope on the path, or None if the unit is not at or below it."""
        return len(self.path) - 1 - self.path.index(scope) if scope in self.path else None


class Units:
    """Every unit, on every day."""

    def __init__(self, facts: Facts) -> None:
        definitions: dict[str, list[tuple[date, int, Recorded[UnitDefined]]]] = defaultdict(list)
        changes: set[date] = set()
        for fact in facts.of(UnitDefined):
            definitions[fact.event.unit].append((fact.event.effective_from, fact.position, fact))
            changes.add(fact.event.effective_from)
        self._definitions = {name: Dated(entries) for name, entries in definitions.items()}
        self._changes = sorted(changes)
        self._seen: dict[tuple[str, int], UnitOnDay] = {}

    @property
    def names(self) -> list[str]:
        """Every unit that was ever defined."""
        return sorted(self._definitions)

    def on(self, name: str, day: date) -> UnitOnDay:
        """The unit of that name as it stands on the day. Between two definitions of any unit nothing changes."""
        key = (name, bisect_right(self._changes, day))
        if key not in self._seen:
            self._seen[key] = self._look_up(name, day)
        return self._seen[key]

    def _look_up(self, name: str, day: date) -> UnitOnDay:
        """The path ends at a unit not defined on the day, and where it would repeat."""
        path: list[str] = []
        facts: list[Recorded[UnitDefined]] = []
        above: str | None = name
        while above is not None and above not in path:
            definition = self._definitions[above].on(day) if above in self._definitions else None
            if definition is None:
                break
            path.append(above)
            facts.append(definition)
            above = definition.event.parent
        units = [fact.event for fact in facts]
        zone_name = next((unit.timezone for unit in units if unit.timezone is not None), DEFAULT_ZONE)
        direct_service = next((unit.direct_service for unit in units if unit.direct_service is not None), False)
        return UnitOnDay(name, tuple(path), tuple(facts), zone(zone_name), direct_service)


class Staff:
    """Who is assigned where on which day, and under whom."""

    def __init__(self, facts: Facts, units: Units) -> None:
        assigned: dict[str, list[tuple[date, int, Recorded[EmployeeAssigned]]]] = defaultdict(list)
        ended: dict[str, list[tuple[date, int, None]]] = defaultdict(list)
        for fact in facts.of(EmployeeAssigned):
            assigned[fact.event.nip].append((fact.event.effective_from, fact.position, fact))
        for end in facts.of(EmploymentEnded):
            ended[end.event.nip].append((end.event.effective_from, end.position, None))
        self._units = units
        self._assigned = {nip: Dated(entries) for nip, entries in assigned.items()}
        self._ended = {nip: Dated(entries) for nip, entries in ended.items()}

    @property
    def nips(self) -> list[str]:
        """Everyone who was ever assigned, sorted."""
        return sorted(self._assigned)

    def assignment(self, nip: str, day: date) -> Recorded[EmployeeAssigned] | None:
        """The assignment of an employee on a day, or None if *unemployed*: never assigned by then, or ended since."""
        assigned = self._assigned.get(nip)
        if assigned is None:
            return None
        ended = self._ended.get(nip)
        if ended is not None:
            since, end = assigned.order_on(day), ended.order_on(day)
            if since is not None and end is not None and end > since:
                return None
        return assigned.on(day)

    def first_day(self, nip: str) -> date | None:
        """The earliest ``effective_from`` of the employee's assignments."""
        assigned = self._assigned.get(nip)
        return assigned.first_start if assigned is not None else None

    def service(self, nip: str) -> list[tuple[date, date | None, Recorded[EmployeeAssigned]]]:
        """The employee's assignments in order: the first day, the last or None, and the assignment."""
        if nip not in self._assigned:
            return []
        changes = sorted({*self._assigned[nip].starts, *(self._ended[nip].starts if nip in self._ended else ())})
        found: list[tuple[date, date | None, Recorded[EmployeeAssigned]]] = []
        for start, following in zip(changes, [*changes[1:], None], strict=True):
            assignment = self.assignment(nip, start)
            if assignment is None:
                continue
            last = following - ONE_DAY if following is not None else None
            if found and found[-1][2] is assignment and found[-1][1] == start - ONE_DAY:
                found[-1] = (found[-1][0], last, assignment)
            else:
                found.append((start, last, assignment))
        return found

    def zone(self, nip: str, day: date) -> ZoneInfo:
        """The zone of an employee on a day: of the unit assigned, also after an end.

        Before the first assignment it is that of the first on its own date.
        """
        assigned = self._assigned.get(nip)
        if assigned is None or assigned.first_start is None:
            return zone(DEFAULT_ZONE)
        when = max(day, assigned.first_start)
        fact = assigned.on(when)
        assert fact is not None
        return self._units.on(fact.event.unit, when).zone

    def chain(self, nip: str, day: date) -> tuple[str, ...]:
        """The supervisors above an employee on a day, the direct one first.

        The chain ends before one who is unemployed on the day or already on it.
        """
        chain: list[str] = []
        assignment = self.assignment(nip, day)
        while assignment is not None:
            supervisor = assignment.event.supervisor
            if supervisor is None or supervisor in chain:
                break
            assignment = self.assignment(supervisor, day)
            if assignment is not None:
                chain.append(supervisor)
        return tuple(chain)
