"""Questions asked of the ledger about one employee: which facts bear on the answer, and the answer with its digest.

What is read grows with that employee's history and the units above, never with the ledger: the two streams of the
person, the assignments of the supervisors above, the units above with their calendars, and the policies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import msgspec
import rfc8785

from domain.errors import SaksiError
from domain.events import EmployeeAssigned, Fact, UnitDefined
from domain.replay import replay
from ledger.application import Ledger


class UnknownPosition(SaksiError):
    """A position that the ledger has not reached: what is known at it cannot be said yet."""

    code = "unknown_position"


def position_of(ledger: Ledger, known_at: int | datetime | None) -> int:
    """The position meant by *known at*: itself, the last one recorded by an instant, or by default the end.

    Raises ``UnknownPosition`` for a position below 0 or past the end: its answer could still change.
    """
    if isinstance(known_at, datetime):
        return ledger.position_at(known_at)
    last = ledger.last_position()
    if known_at is None:
        return last
    if not 0 <= known_at <= last:
        raise UnknownPosition(
            f"the ledger has no position {known_at}: it ends at {last}", f"give a position from 0 to {last}"
        )
    return known_at


def facts_about(ledger: Ledger, nip: str, known_at: int) -> list[Fact]:
    """Every fact recorded up to a position that can bear on the employee's replay, by position."""

    def read(*streams: str) -> list[Fact]:
        return [entry.recorded for stream in streams for entry in ledger.read_stream(stream, known_at)]

    own_posts = read(f"staff-{nip}")
    facts = read(f"employee-{nip}", *ledger.stream_names("policy-")) + own_posts
    facts += _transitively(read, "staff-", _supervisors(own_posts), _supervisors, without={nip})
    units = _transitively(read, "unit-", _units_of(own_posts), _parents)
    scopes = _units_of(own_posts) | {fact.event.unit for fact in units if isinstance(fact.event, UnitDefined)}
    facts += units + read(*(f"calendar-{scope}" for scope in sorted(scopes)))
    return sorted(facts, key=lambda fact: fact.position)


def replay_employee(
    ledger: Ledger,
    nip: str,
    *,
    as_of: datetime,
    known_at: int | datetime | None = None,
    first: date | None = None,
    last: date | None = None,
) -> dict[str, Any]:
    """The answer of SPEC section 9 with its digest, as plain JSON values. ``as_of`` has an offset, dates are local.

    Raises ``UnknownPosition``, and what reading the ledger raises.
    """
    position = position_of(ledger, known_at)
    answer = replay(nip, facts_about(ledger, nip, position), as_of=as_of, known_at=position, first=first, last=last)
    return with_digest(msgspec.to_builtins(answer))


def with_digest(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer and the SHA-256 of its canonical JSON (RFC 8785), taken without the digest."""
    return {**answer, "digest": f"sha256:{hashlib.sha256(rfc8785.dumps(answer)).hexdigest()}"}


def _transitively(
    read: Callable[[str], list[Fact]],
    prefix: str,
    names: set[str],
    further: Callable[[list[Fact]], set[str]],
    without: Iterable[str] = (),
) -> list[Fact]:
    """The facts of the streams of these names, of those that the facts name in turn, and so on."""
    facts: list[Fact] = []
    seen = set(without)
    while names := names - seen:
        seen |= names
        found = [fact for name in sorted(names) for fact in read(prefix + name)]
        facts += found
        names = further(found)
    return facts


def _supervisors(facts: list[Fact]) -> set[str]:
    events = [fact.event for fact in facts]
    return {event.supervisor for event in events if isinstance(event, EmployeeAssigned) and event.supervisor}


def _units_of(facts: list[Fact]) -> set[str]:
    return {fact.event.unit for fact in facts if isinstance(fact.event, EmployeeAssigned)}


def _parents(facts: list[Fact]) -> set[str]:
    return {fact.event.parent for fact in facts if isinstance(fact.event, UnitDefined) and fact.event.parent}
