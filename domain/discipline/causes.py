"""The facts behind a change of what a case stands on: what today's reading rests on and that of then did not.

An event that is gone was voided, and the void is named; one that came back was brought back by the void of a void.
``domain.dispute.settle`` finds the same by trying each event, which is exact also where a revocation leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domain.corrections import Facts
from domain.discipline.events import Basis
from domain.discipline.footing import Behind, Change
from domain.events import EmployeeAssigned, EmploymentEnded, PolicyEnacted, PolicyRevoked, Recorded

if TYPE_CHECKING:
    from domain.judgement import Judgement


class Causes:
    """For one basis. The judgement as known at the basis is made when the first change is asked about."""

    def __init__(self, basis: Basis, judgement: Judgement) -> None:
        self._basis = basis
        self._now = _Side(judgement)

    @cached_property
    def _then(self) -> _Side:
        return _Side(self._now.judgement.known_earlier(self._basis.known_at))

    def behind(self, change: Change, beside: Sequence[Change], instant: datetime) -> tuple[Behind, ...]:
        """The facts behind one of the changes of the basis at an instant, by position."""
        below = [one for one in beside if one.part in ("call", "day")]
        parts = [change] if change.part in ("call", "day") else below
        found: dict[int, Recorded[Any]] = {}
        for part in parts:
            self._differing(part, instant, found)
        if not found:
            self._differing(None, instant, found)
        return tuple(Behind(fact.event.id, position) for position, fact in sorted(found.items()))

    def _differing(self, part: Change | None, instant: datetime, found: dict[int, Recorded[Any]]) -> None:
        """The facts because of which a part, or with None anything of the basis, rests on other events than then."""
        then = self._then.rests_on(part, self._basis, self._basis.as_of.astimezone(UTC))
        now = self._now.rests_on(part, self._basis, instant)
        for event in now - then:
            fact = self._brought_back(event) or self._now.fact(event)
            if fact is not None:
                found[fact.position] = fact
        for event in then - now:
            for fact in self._taken_away(event):
                found[fact.position] = fact
        if not found:
            found |= {fact.position: fact for fact in self._now.of_service if fact.position > self._basis.known_at}

    def _brought_back(self, event: str) -> Recorded[Any] | None:
        """The void of the void by which an event counts again."""
        void = self._then.void_of(event)
        return self._now.void_of(void.event.id) if void is not None else None

    def _taken_away(self, event: str) -> Iterable[Recorded[Any]]:
        """The void of an event, or the revocation of a policy."""
        void = self._now.void_of(event)
        if void is not None:
            yield void
            return
        fact = self._then.fact(event)
        if fact is not None and isinstance(fact.event, PolicyEnacted):
            for revoked in self._now.of(PolicyRevoked):
                if revoked.event.policy == fact.event.policy and revoked.position > self._basis.known_at:
                    yield revoked


class _Side(Struct):
    """A judgement, and the facts it was made of by id."""

    judgement: Judgement

    @property
    def _facts(self) -> tuple[Facts, Facts]:
        return self.judgement.facts, self.judgement.jurisdiction.facts

    def fact(self, event: str) -> Recorded[Any] | None:
        """A fact in account."""
        return next((found for facts in self._facts if (found := facts.by_id.get(event)) is not None), None)

    def void_of(self, event: str) -> Recorded[Any] | None:
        """The void in account of an event."""
        return next((found for facts in self._facts if (found := facts.voids.get(event)) is not None), None)

    def of(self, kind: type[Any]) -> list[Recorded[Any]]:
        """The facts in account of a type, whoever shares them."""
        return list({fact.position: fact for facts in self._facts for fact in facts.of(kind)}.values())

    @property
    def of_service(self) -> list[Recorded[Any]]:
        """The employee's own assignments and ends of employment."""
        found = [*self.of(EmployeeAssigned), *self.of(EmploymentEnded)]
        return [fact for fact in found if fact.event.nip == self.judgement.nip]

    def rests_on(self, part: Change | None, basis: Basis, instant: datetime) -> set[str]:
        """The ids of the events that a call or a day rests on, or with None everything that a basis asks about."""
        if part is not None and part.part == "day":
            return self._day(date.fromisoformat(part.key), instant)
        if part is not None:
            return self._calls(instant, lambda call: call.position == part.position)
        found: set[str] = set()
        if basis.allegation is not None:
            reached = basis.allegation.reached_at
            found |= self._calls(instant, lambda call: call.placed_at <= reached)
        if basis.absence is not None:
            for day in basis.absence.days:
                found |= self._day(day.date, instant)
            ruling = self.judgement.duties.on(basis.last).ruling("absence")
            found |= {decider.enactment.fact.event.id for decider in ruling.deciders}
        return found

    def _calls(self, instant: datetime, chosen: Any) -> set[str]:
        return {
            event
            for call in self.judgement.calls
            if call.placed_at <= instant and chosen(call)
            for event in (*call.events, *call.outcome(instant).events)
        }

    def _day(self, day: date, instant: datetime) -> set[str]:
        judged = self.judgement.day(day)
        if judged is None:
            return set()
        return {*judged.events, *(event for presence in judged.presences(instant) for event in presence.events)}
