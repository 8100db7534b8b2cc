"""Enacting a policy document, or rules of discipline: once while it stands, and again after it was revoked, amended
or voided.

Its event has an id that follows from what the document says, whatever its file is called and however it is laid out;
enacted again it gets the same id with a number. So the same command twice is one event, and of two processes that
enact the same document at once the other's is a duplicate.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import rfc8785

from domain.corrections import Facts, in_account
from domain.errors import SaksiError
from domain.events import DisciplineEnacted, PolicyEnacted, Recorded
from domain.policy.standing import standing
from ledger.application import Ledger
from ledger.drafts import Submission


class Replaced(SaksiError):
    """The text was enacted before and another has taken its place; enacting it again would not bring it back."""

    code = "policy_replaced"


class Enacted(NamedTuple):
    """The event by which the document is enacted; a duplicate was there before."""

    id: str
    position: int
    duplicate: bool


def enact(ledger: Ledger, document: dict[str, Any], source: str, event_id: str | None = None) -> Enacted:
    """Record that a valid document is enacted, unless it stands already; under ``event_id`` whether it does or not.

    Raises ``Refusal`` (``id_reused``) if that id is taken, ``Replaced``, and what writing raises.
    """
    if "discipline" in document:
        return _enact_discipline(ledger, document, source, event_id)
    policy = document["policy"]
    if event_id is None:
        known_at = ledger.last_position()
        facts = ledger.facts(f"policy-{policy}", known_at)
        found = standing(Facts(in_account(facts, known_at)), document)
        if found is not None and found.replaced_by is None:
            return Enacted(found.enactment.event.id, found.enactment.position, duplicate=True)
        if found is not None and found.replaced_by is not None:
            raise Replaced(
                "policy {policy} was enacted like this before, at position {position}, but from {day} on the text at "
                "position {later} stands",
                "to bring this text back give it an effective_from of {day} or later; --id ID records it as it is",
                policy=policy,
                position=found.enactment.position,
                later=found.replaced_by.position,
                day=found.replaced_by.event.document["effective_from"],
            )
        event_id = _next_identity(document, {fact.event.id for fact in facts})
    return _record(ledger, PolicyEnacted(id=event_id, policy=policy, document=document), source)


def _enact_discipline(ledger: Ledger, document: dict[str, Any], source: str, event_id: str | None) -> Enacted:
    """Rules of discipline stand if they are the last of their name that begin on their day."""
    name = document["discipline"]
    if event_id is None:
        known_at = ledger.last_position()
        facts = ledger.facts(f"discipline-{name}", known_at)
        held: list[Recorded[DisciplineEnacted]] = Facts(in_account(facts, known_at)).of(DisciplineEnacted)
        alike = [fact for fact in held if fact.event.document["effective_from"] == document["effective_from"]]
        if alike and alike[-1].event.document == document:
            return Enacted(alike[-1].event.id, alike[-1].position, duplicate=True)
        event_id = _next_identity(document, {fact.event.id for fact in facts}, "discipline")
    return _record(ledger, DisciplineEnacted(id=event_id, discipline=name, document=document), source)


def _record(ledger: Ledger, event: PolicyEnacted | DisciplineEnacted, source: str) -> Enacted:
    [outcome] = ledger.record([Submission(event, source)])
    if outcome.refusal is not None:
        raise outcome.refusal
    assert outcome.position is not None
    return Enacted(event.id, outcome.position, outcome.duplicate)


def _next_identity(document: dict[str, Any], taken: set[str], key: str = "policy") -> str:
    """The id made from what the document says, with a number if it has been enacted before."""
    digest = hashlib.sha256(rfc8785.dumps(document)).hexdigest()
    identity = f"{key}:{document[key]}"[:160] + f":{digest[:32]}"
    number, found = 1, identity
    while found in taken:
        number += 1
        found = f"{identity}:{number}"
    return found
