"""Whom an event can touch: whose rows must be derived again after it.

Streams say it: ``employee-<nip>`` is one person's own, and so is ``staff-<nip>``, which also concerns those below; a
unit, a calendar or a policy concerns everybody who ever served in or below its scope, because whatever holds for a unit
holds for what is below it. A step of a case touches whom the case is about, and the rules of discipline nobody: no row
rests on them. A void stands in the stream of what it voids, so it touches whom that touched. What the ledger says of
itself touches nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from domain.discipline.events import nip_of
from domain.events import (
    CheckedIn,
    EmployeeAssigned,
    EmploymentEnded,
    Fact,
    HolidayDeclared,
    PolicyEnacted,
    PolicyRevoked,
    UnitDefined,
    WorkReported,
)
from domain.policy.document import ShiftWindows, read_document
from ledger.application import LogEntry
from ledger.province import CASE
from ledger.statements import OWN_STREAMS, AnyLogged

OWN, STAFF, UNIT, CALENDAR, POLICY = "employee-", "staff-", "unit-", "calendar-", "policy-"
DISCIPLINE = "discipline-"


class Touched(Struct):
    """Those whom some events touch.

    ``days`` of an employee are those near which only check-ins came; None stands for everything. ``below_people`` and
    ``scopes`` are those whose subordinates, and the units below which everybody, must be looked at again, and
    ``policies`` those whose scopes are meant. What is shared bears on the days from ``first`` to ``last``.
    """

    days: dict[str, set[date] | None]
    below_people: set[str]
    scopes: set[str]
    policies: set[str]
    first: date = date.max
    last: date = date.min

    @property
    def shared(self) -> bool:
        """Whether anything that employees share has changed."""
        return bool(self.below_people or self.scopes or self.policies)

    def touch(self, nip: str, event_type: str, occurred_at: datetime | None) -> None:
        """Note an event in an employee's own stream.

        A check-in touches the days around it, a work report none, anything else whatever there is of the employee.
        """
        if event_type == WorkReported.__name__:
            return
        if event_type != CheckedIn.__name__ or occurred_at is None:
            self.days[nip] = None
            return
        known = self.days.setdefault(nip, set())
        if known is not None:
            known.add(occurred_at.astimezone(UTC).date())


def touched_by(entries: Iterable[LogEntry]) -> Touched:
    """Whom these events touch."""
    found = Touched({}, set(), set(), set())
    for entry in entries:
        stream = entry.stream
        if stream.startswith(OWN):
            event = entry.event
            found.touch(stream.removeprefix(OWN), type(event).__name__, getattr(event, "occurred_at", None))
            continue
        if stream.startswith(CASE):
            found.days[nip_of(stream.removeprefix(CASE))] = None
            continue
        if stream.startswith((DISCIPLINE, OWN_STREAMS)):
            continue
        first, last = _bears_on(entry.event)
        found.first, found.last = min(found.first, first), max(found.last, last)
        if stream.startswith(STAFF):
            nip = stream.removeprefix(STAFF)
            found.days[nip] = None
            found.below_people.add(nip)
        elif stream.startswith(UNIT):
            found.scopes.add(stream.removeprefix(UNIT))
        elif stream.startswith(CALENDAR):
            found.scopes.add(stream.removeprefix(CALENDAR))
        elif stream.startswith(POLICY):
            found.policies.add(stream.removeprefix(POLICY))
    return found


def _bears_on(event: AnyLogged) -> tuple[date, date]:
    """The first and the last day that something shared can change (SPEC sections 3 and 4).

    A definition, an assignment and a version of a policy count from their date on. A period, declared anew, also takes
    from the days it had before, and a void from whatever it voids.
    """
    match event:
        case HolidayDeclared(date=day):
            return day, day
        case UnitDefined(effective_from=first) | EmployeeAssigned(effective_from=first):
            return first, date.max
        case EmploymentEnded(effective_from=first) | PolicyRevoked(effective_from=first):
            return first, date.max
        case PolicyEnacted(document=document):
            return read_document(document).effective_from, date.max
        case _:
            return date.min, date.max


class Neighbours:
    """Who is below whom, by every definition and assignment that was ever recorded, also those that were voided."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._units_below: dict[str, set[str]] = defaultdict(set)
        self._people_below: dict[str, set[str]] = defaultdict(set)
        self._staff_of: dict[str, set[str]] = defaultdict(set)
        self._scopes: dict[str, set[str]] = defaultdict(set)
        self.reach = timedelta(days=2)
        """How far from a check-in a day can be that it serves: a neighbour, or that of a long shift window."""
        for fact in facts:
            event = fact.event
            if isinstance(event, UnitDefined) and event.parent is not None:
                self._units_below[event.parent].add(event.unit)
            elif isinstance(event, EmployeeAssigned):
                self._staff_of[event.unit].add(event.nip)
                if event.supervisor is not None:
                    self._people_below[event.supervisor].add(event.nip)
            elif isinstance(event, PolicyEnacted):
                document = read_document(event.document)
                self._scopes[event.policy].add(document.scope)
                for rule in document.rules:
                    if isinstance(rule.set.shift_windows, ShiftWindows):
                        self.reach = max(self.reach, _reach(rule.set.shift_windows))

    def concerned(self, touched: Touched) -> set[str]:
        """Everybody else whom the events touch through what employees share."""
        scopes = touched.scopes.union(*(self._scopes[policy] for policy in touched.policies))
        staff = (self._staff_of[unit] for unit in _closure(scopes, self._units_below))
        return _closure(touched.below_people, self._people_below).union(*staff) - touched.below_people


def _closure(names: set[str], below: dict[str, set[str]]) -> set[str]:
    """The names and everything below them."""
    seen: set[str] = set()
    while names := names - seen:
        seen |= names
        names = set().union(*(below[name] for name in names))
    return seen


def _reach(around: ShiftWindows) -> timedelta:
    """A shift lasts a day at most, and its windows reach this far beyond it."""
    return timedelta(days=3, minutes=max(around.in_before, around.late, around.out_after, around.out_early))
