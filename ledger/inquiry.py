"""Questions asked of the ledger about one employee: which facts bear on the answer, and the answer with its digest.

What is read grows with that employee's history and the units above, never with the ledger: the streams of the person
and of the person's cases, the assignments of the supervisors above, the units above with their calendars, and the
policies.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec

from domain.answer import Answer
from domain.errors import SaksiError
from domain.events import Fact
from ledger.application import Ledger
from ledger.province import Province, own_facts, shared_facts


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
            "the ledger has no position {position}: it ends at {last}",
            "give a position from 0 to {last}",
            position=known_at,
            last=last,
        )
    return known_at


def facts_about(ledger: Ledger, nip: str, known_at: int) -> list[Fact]:
    """Every fact recorded up to a position that can bear on the employee's replay, by position."""
    facts = shared_facts(ledger, known_at, [nip]) + own_facts(ledger, nip, known_at)
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
    answer = Province(ledger, position, [nip]).answer(nip, as_of=as_of, first=first, last=last)
    return with_digest(answer)


def with_digest(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values, and the SHA-256 of its canonical JSON (RFC 8785), taken without the digest."""
    return {**msgspec.to_builtins(answer), "digest": f"sha256:{hashlib.sha256(canonical(answer)).hexdigest()}"}


def canonical(answer: Answer) -> bytes:
    """An answer's canonical JSON (RFC 8785).

    Its keys are ASCII, its numbers whole or with one decimal, so sorting the keys is all there is to do; a test holds
    it to the ``rfc8785`` package, which takes forty times as long.
    """
    return msgspec.json.encode(answer, order="sorted")
