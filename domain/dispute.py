"""A replay known at two positions side by side: what differs, and which events made the difference.

That is what a dispute is about: the committee decided on what the ledger held at K, the appeal holds up what it held
at K2.

    dispute = settle(nip, facts, as_of=t, known_at=175, against=179)
    dispute.differences     # call c-04: missed at 175, excused at 179
    dispute.causes          # e-00177 at position 177, the decision that accepts the reason

An event *made a difference* if it was recorded between the two positions and one differing item is otherwise without
it: taken away from the later ledger, or added alone to the earlier one. Events that only together change an item are
found by the first, events of which each alone would do by the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from domain.answer import Answer
from domain.events import EventVoided, Fact
from domain.replay import replay

Item: TypeAlias = tuple[str, str]
"""A part of an answer and what names it there: ``("calls", "c-04")``."""

_NOT_COMPARED = frozenset({"events", "windows", "event"})
"""The ids of events used are the evidence, not the verdict; windows are compared one by one."""


class Difference(Struct, frozen=True):
    """One item that differs: as known at the earlier position and at the later, None where it is not in the answer.

    ``part`` is ``days``, ``windows``, ``calls``, ``strikes``, ``allegations``, ``location_requests``, ``absence``,
    ``cases`` or ``bases``; ``key`` the date, the date and the window's name, the call, the time reached and the calls,
    the request, the year, or the case. ``fields`` are those that differ.
    """

    part: str
    key: str
    fields: list[str]
    earlier: dict[str, Any] | None
    later: dict[str, Any] | None


class Cause(Struct, frozen=True):
    """An event that made a difference, and to which items (part and key)."""

    fact: Fact
    changes: list[Item]


class Dispute(Struct, frozen=True):
    """Two answers to one question, what differs and why.

    ``unexplained`` are the items that no single event changes.
    """

    earlier: Answer
    later: Answer
    differences: list[Difference]
    causes: list[Cause]
    unexplained: list[Item]


def settle(
    nip: str,
    facts: Iterable[Fact],
    *,
    as_of: datetime,
    known_at: int,
    against: int,
    first: date | None = None,
    last: date | None = None,
) -> Dispute:
    """Compare the answers as known at two positions, over the same days and as of the same instant.

    ``facts`` may be more than needed, as for ``domain.replay.replay``, which says what the other arguments mean.
    """
    held = list(facts)
    before, after = sorted((known_at, against))

    def answer(of: Sequence[Fact], position: int) -> Answer:
        return replay(nip, of, as_of=as_of, known_at=position, first=first, last=last)

    earlier, later = answer(held, before), answer(held, after)
    differences = compare(earlier, later)
    search = _Search(held, before, after, earlier, later, differences, answer)
    causes = search.causes() if differences else []
    explained = {item for cause in causes for item in cause.changes}
    unexplained = [item for item in search.differing if item not in explained]
    return Dispute(earlier, later, differences, causes, unexplained)


def compare(earlier: Answer, later: Answer) -> list[Difference]:
    """What differs between two answers, in the order of the later one's parts."""
    before, after = _items(earlier), _items(later)
    found = []
    for item in sorted({**before, **after}, key=_in_order):
        one, other = before.get(item), after.get(item)
        fields = _differing(one, other)
        if fields:
            found.append(Difference(*item, fields, one, other))
    return found


class _Search:
    """For the events behind the differences, the likely ones first."""

    def __init__(
        self,
        facts: Sequence[Fact],
        before: int,
        after: int,
        earlier: Answer,
        later: Answer,
        differences: Sequence[Difference],
        answer: Callable[[Sequence[Fact], int], Answer],
    ) -> None:
        self.answer = answer
        self.after = after
        self.facts = [fact for fact in facts if fact.position <= after]
        self.held_before = [fact for fact in self.facts if fact.position <= before]
        self.recorded_between = sorted(
            (fact for fact in self.facts if fact.position > before), key=lambda fact: fact.position
        )
        self.differing = [(one.part, one.key) for one in differences]
        self.items_earlier, self.items_later = _items(earlier), _items(later)
        self.used = _events_used(earlier, later, differences)

    def causes(self) -> list[Cause]:
        """Every likely event is tried; the others only while a difference has no cause yet.

        A try is a whole replay, so an event that is found in one way is tried in the other only where that is needed.
        Where very many events lie between, trying each would take hours: then what the answers say they used is taken.
        """
        if len(self.recorded_between) > MOST_TRIED:
            return self._causes_used()
        found: dict[int, list[Item]] = {}
        unexplained = set(self.differing)
        for tier in self._tiers():
            for fact in tier:
                changes = self._changed_without(fact) or self._changed_alone(fact)
                if changes:
                    found[fact.position] = changes
                    unexplained.difference_update(changes)
            for fact in tier:
                if unexplained and fact.position in found:
                    more = [item for item in self._changed_alone(fact) if item in unexplained]
                    found[fact.position] += more
                    unexplained.difference_update(more)
            if not unexplained:
                break
        return [Cause(fact, found[fact.position]) for fact in self.recorded_between if fact.position in found]

    def _causes_used(self) -> list[Cause]:
        """The events that a differing item of the later answer rests on, and voids of those that the earlier did."""
        found = []
        for fact in self.recorded_between:
            changes = [item for item in self.differing if fact.event.id in self._behind(item, self.items_later)]
            if isinstance(fact.event, EventVoided):
                undone = self._undone_by(fact.event)
                changes += [item for item in self.differing if undone & self._behind(item, self.items_earlier)]
            if changes:
                found.append(Cause(fact, sorted(set(changes), key=self.differing.index)))
        return found

    def _behind(self, item: Item, items: Mapping[Item, dict[str, Any]]) -> set[str]:
        """The ids that an item rests on; a window's are its day's, and what sums up rests on all that differs below."""
        part, key = item
        if part == "windows":
            return self._behind(("days", key.split(" ")[0]), items)
        if part in _SUMS:
            below = [
                one for one in self.differing if one[0] in _SUMS[part] and (part != "absence" or one[1][:4] == key)
            ]
            return {event for one in below for event in self._behind(one, items)}
        return set(items.get(item, {}).get("events", ()))

    def _undone_by(self, void: EventVoided) -> set[str]:
        """What a void takes out of account: its target, and what that, if it is a void itself, had taken out."""
        by_id = {fact.event.id: fact.event for fact in self.facts}
        undone, target = {void.target}, by_id.get(void.target)
        while isinstance(target, EventVoided):
            undone.add(target.target)
            target = by_id.get(target.target)
        return undone

    def _tiers(self) -> tuple[list[Fact], list[Fact], list[Fact]]:
        """Events that an answer used and voids; then what carries dates instead of a time; then all others.

        What takes something away, such as a revocation, leaves no trace in the answers: hence the second.
        """
        likely, dated, others = [], [], []
        for fact in self.recorded_between:
            if fact.event.id in self.used or isinstance(fact.event, EventVoided):
                likely.append(fact)
            elif not hasattr(fact.event, "occurred_at"):
                dated.append(fact)
            else:
                others.append(fact)
        return likely, dated, others

    def _changed_without(self, fact: Fact) -> list[Item]:
        """The differing items that are otherwise in the later ledger without the event."""
        without = _items(self.answer([one for one in self.facts if one.position != fact.position], self.after))
        return [item for item in self.differing if _differing(without.get(item), self.items_later.get(item))]

    def _changed_alone(self, fact: Fact) -> list[Item]:
        """The differing items that are otherwise in the earlier ledger with only this event added."""
        alone = _items(self.answer([*self.held_before, fact], self.after))
        return [item for item in self.differing if _differing(self.items_earlier.get(item), alone.get(item))]


MOST_TRIED = 60
"""Events between two positions up to which each is tried by replaying without it."""

_SUMS = {"strikes": ("calls", "cases"), "allegations": ("calls", "cases"), "absence": ("days",)}
"""What sums up, and what it sums or is seen beside."""

_PARTS = ("days", "windows", "calls", "strikes", "allegations", "location_requests", "absence", "cases", "bases")


def _in_order(item: Item) -> tuple[int, str, int, str]:
    """Windows stand with their day."""
    part, key = item
    rank = _PARTS.index(part)
    return (0, key[:10], rank, key) if part in ("days", "windows") else (rank, "", 0, key)


def _items(answer: Answer) -> dict[Item, dict[str, Any]]:
    """Everything in an answer that can differ, by part and key. A name that comes again is counted: ``c-01 (2)``."""
    plain: dict[str, Any] = msgspec.to_builtins(answer)
    items: dict[Item, dict[str, Any]] = {}

    def add(part: str, name: str, item: dict[str, Any]) -> None:
        key, again = name, 2
        while (part, key) in items:
            key, again = f"{name} ({again})", again + 1
        items[part, key] = item

    for day in plain["days"]:
        add("days", day["date"], day)
        for window in day["windows"]:
            add("windows", f"{day['date']} {window['name']}", window)
    for call in plain["calls"]:
        add("calls", call["call_id"], call)
    strikes = plain["strikes"]
    for allegation in strikes.pop("allegations"):
        add("allegations", f"{allegation['reached_at']} {' '.join(allegation['calls'])}", allegation)
    add("strikes", "", strikes)
    for request in plain["location_requests"]:
        add("location_requests", request["request_id"], request)
    for year, tally in plain["absence"].items():
        add("absence", year, tally)
    for case in plain["cases"]:
        basis = case.pop("basis")
        behind = [event for change in basis["changes"] for event in change["events"]]
        add("cases", case["case"], {**case, "events": [step["id"] for step in case["steps"]]})
        add("bases", case["case"], {**basis, "events": behind})
    return items


def _differing(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> list[str]:
    """The fields in which two items differ; all of them if only one is there."""
    if one is None or other is None:
        there = one if one is not None else other
        return [name for name in there or () if name not in _NOT_COMPARED]
    return [name for name in other if name not in _NOT_COMPARED and one.get(name) != other[name]]


def _events_used(earlier: Answer, later: Answer, differences: Sequence[Difference]) -> set[str]:
    """The ids of the events that the differing days, calls and requests rest on, in either answer.

    Strikes and tallies rest on the calls and days below them, which differ too where an event changed them.
    """
    used: set[str] = set()
    for one in differences:
        for side in (one.earlier, one.later):
            used.update((side or {}).get("events", ()))
    if any(one.part in ("windows", "absence", "strikes", "allegations") for one in differences):
        for answer in (earlier, later):
            for part in (answer.days, answer.calls):
                used.update(event for item in part for event in item.events)
    return used
