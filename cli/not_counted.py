"""What a call or a location request that does not count was held against (SPEC section 6).

    Placed 12 min after call c-01 of Fri 2026-02-13 14:00 WITA (#116 e-00116); the rule asks for 15 minutes or more …
    198501012010011001 is not among those who may call on this day: 197803152005011003 (Siti Rahma), …

The earlier one and the posts of the superiors are among the facts that an answer names, so nothing is judged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cli import moments
from cli.language import say
from domain.events import CallPlaced, EmployeeAssigned, Fact, LocationRequested


class NotCounted:
    """A call or request among the facts that its part of the answer names."""

    def __init__(self, facts: Sequence[Fact], kind: type[CallPlaced | LocationRequested], nip: str) -> None:
        found: list[Any] = [fact for fact in facts if isinstance(fact.event, kind)]
        found.sort(key=lambda fact: (fact.event.occurred_at, fact.position))
        self.asked = found[-1] if found else None
        """The call or request itself; of two, the other came earlier."""
        self._earlier = found[:-1]
        self._posts = {fact.event.nip: fact.event for fact in facts if isinstance(fact.event, EmployeeAssigned)}
        self._nip = nip

    def told(self, why: str | None, placed_at: datetime, rule: Mapping[str, Any]) -> Iterator[str]:
        """The lines for the reason ``why``, under a rule for calls; instants in the zone of ``placed_at``."""
        if why == "caller" and self.asked is not None:
            event = self.asked.event
            yield self._who_may(event.placed_by if isinstance(event, CallPlaced) else event.requested_by, rule)
        for fact in self._earlier if why in ("repeated_id", "spacing") else ():
            values = {
                "id": fact.event.call_id if isinstance(fact.event, CallPlaced) else fact.event.request_id,
                "fact": f"#{fact.position} {fact.event.id}",
                "when": moments.instant(fact.event.occurred_at, placed_at.tzinfo),
                "apart": _apart(placed_at - fact.event.occurred_at),
            }
            if why == "repeated_id":
                yield say("{id} is the id of the one of {when} already ({fact}), {apart} before.", **values)
            else:
                values["spacing"] = moments.span(rule.get("spacing", 0))
                yield say(
                    "Placed {apart} after call {id} of {when} ({fact}); the rule asks for {spacing} or more.",
                    **values,
                )

    def _who_may(self, by: str, rule: Mapping[str, Any]) -> str:
        """The superiors of the day, as their posts show them, or the first of them where only that one may call."""
        if by == self._nip:
            return say("{by} is the employee.", by=by)
        posts = dict(self._posts)
        chain: list[EmployeeAssigned] = []
        above = posts.pop(self._nip, None)
        while above is not None and above.supervisor in posts:
            above = posts.pop(above.supervisor)
            chain.append(above)
        if rule.get("callers") == "direct":
            chain = chain[:1]
        if not chain:
            return say("{by} is not a superior who may call: on this day there is none.", by=by)
        names = ", ".join(f"{one.nip} ({one.name})" for one in chain)
        return say("{by} is not among those who may call on this day: {names}.", by=by, names=names)


def _apart(time: timedelta) -> str:
    """Whole minutes, and the seconds only where there are some."""
    minutes, seconds = divmod(time.total_seconds(), 60)
    if not seconds:
        return say("{n} min", n=int(minutes))
    return say("{n} min {seconds:g} s", n=int(minutes), seconds=round(seconds, 6))
