"""Whether a text that was enacted still stands, so that enacting it again would change nothing (SPEC section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.corrections import Facts
from domain.events import PolicyEnacted, PolicyRevoked, Recorded


class Standing(NamedTuple):
    """An enactment that stands, and the later one that took its place from a day after its own first; None: none."""

    enactment: Recorded[PolicyEnacted]
    replaced_by: Recorded[PolicyEnacted] | None


def standing(facts: Facts, document: Mapping[str, Any]) -> Standing | None:
    """The last enactment of this very document that stands; None if it would have to be enacted again.

    ``facts`` are those in account. A revocation recorded since ends it, from whatever day; so does another text of the
    policy recorded since that begins on the same day, as of equals the later position holds. One that begins on a later
    day takes its place from there on, and enacting the earlier text again would not bring it back.
    """
    policy = document["policy"]
    enacted = [fact for fact in facts.of(PolicyEnacted) if fact.event.policy == policy]
    same = next((fact for fact in reversed(enacted) if fact.event.document == document), None)
    if same is None:
        return None
    revoked = [fact for fact in facts.of(PolicyRevoked) if fact.event.policy == policy]
    since = [fact for fact in enacted if fact.position > same.position]
    if any(fact.position > same.position for fact in revoked) or any(_first(fact) == _first(same) for fact in since):
        return None
    replacing = [fact for fact in since if _first(fact) > _first(same)]
    return Standing(same, min(replacing, key=_first, default=None))


def _first(fact: Recorded[PolicyEnacted]) -> date:
    return date.fromisoformat(fact.event.document["effective_from"])
