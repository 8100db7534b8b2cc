"""Enacting a policy document: once while it stands, and again after it was revoked, amended or voided.

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
from domain.events import PolicyEnacted
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
    event = PolicyEnacted(id=event_id, policy=policy, document=document)
    [outcome] = ledger.record([Submission(event, source)])
    if outcome.refusal is not None:
        raise outcome.refusal
    assert outcome.position is not None
    return Enacted(event_id, outcome.position, outcome.duplicate)


def _next_identity(document: dict[str, Any], taken: set[str]) -> str:
    """The id made from what the document says, with a number if it has been enacted before."""
    digest = hashlib.sha256(rfc8785.dumps(document)).hexdigest()
    identity = f"policy:{document['policy']}"[:160] + f":{digest[:32]}"
    number, found = 1, identity
    while found in taken:
        number += 1
        found = f"{identity}:{number}"
    return found
