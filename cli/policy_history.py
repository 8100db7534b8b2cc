"""The versions of every policy, and what has become of each on a day (SPEC section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cli.language import term
from domain.corrections import Facts, in_account
from domain.events import DisciplineEnacted, Fact, PolicyEnacted, PolicyRevoked, Recorded
from domain.policy.law import Law

STATES = {
    "in_force": term("in force"),
    "not_yet": term("not yet"),
    "ended": term("ended"),
    "revoked": term("revoked"),
    "replaced": term("replaced"),
}


@dataclass(frozen=True)
class Version:
    """An enactment of a policy, or of rules of discipline, and its state on a day: one of ``STATES``."""

    fact: Recorded[PolicyEnacted] | Recorded[DisciplineEnacted]
    state: str


@dataclass(frozen=True)
class History:
    """Every version of a policy that is in account, by ``effective_from``, and the revocations of it."""

    versions: Sequence[Version]
    revocations: Sequence[Recorded[PolicyRevoked]]

    @property
    def current(self) -> Version:
        """The version in force on the day; where none is, the one that would come last."""
        return next((one for one in self.versions if one.state == "in_force"), self.versions[-1])


def histories(facts: Iterable[Fact], known_at: int, day: date) -> dict[str, History]:
    """Every policy by name, as known at a position, with what is in force on a day (SPEC section 4)."""
    counting = Facts(in_account(facts, known_at))
    in_force = {enactment.fact.position for enactment in Law(counting).in_force(day)}
    enacted: dict[str, list[Recorded[PolicyEnacted]]] = {}
    for fact in counting.of(PolicyEnacted):
        enacted.setdefault(fact.event.policy, []).append(fact)
    found = {}
    for policy in sorted(enacted):
        versions = sorted(enacted[policy], key=lambda fact: (_from(fact), fact.position))
        started = [fact for fact in versions if _from(fact) <= day]
        found[policy] = History(
            [
                Version(fact, _state(fact, day, is_in_force=fact.position in in_force, is_last=fact in started[-1:]))
                for fact in versions
            ],
            [fact for fact in counting.of(PolicyRevoked) if fact.event.policy == policy],
        )
    return found


def discipline_histories(facts: Iterable[Fact], known_at: int, day: date) -> dict[str, History]:
    """The rules of discipline by name, in the same way; nothing revokes them."""
    enacted: dict[str, list[Recorded[DisciplineEnacted]]] = {}
    for fact in Facts(in_account(facts, known_at)).of(DisciplineEnacted):
        enacted.setdefault(fact.event.discipline, []).append(fact)
    found = {}
    for name in sorted(enacted):
        versions = sorted(enacted[name], key=lambda fact: (_from(fact), fact.position))
        started = [fact for fact in versions if _from(fact) <= day]
        found[name] = History([Version(fact, _own_state(fact, day, fact in started[-1:])) for fact in versions], [])
    return found


def _own_state(fact: Recorded[DisciplineEnacted], day: date, is_last: bool) -> str:
    until = fact.event.document.get("effective_until")
    ended = until is not None and date.fromisoformat(until) < day
    return _state(fact, day, is_in_force=is_last and not ended, is_last=is_last)


def _from(fact: Recorded[PolicyEnacted] | Recorded[DisciplineEnacted]) -> date:
    return date.fromisoformat(fact.event.document["effective_from"])


def _state(
    fact: Recorded[PolicyEnacted] | Recorded[DisciplineEnacted], day: date, *, is_in_force: bool, is_last: bool
) -> str:
    """What the law says of a version; where it is not in force, what its own dates say of that."""
    if is_in_force:
        return "in_force"
    if _from(fact) > day:
        return "not_yet"
    if not is_last:
        return "replaced"
    until = fact.event.document.get("effective_until")
    return "ended" if until is not None and date.fromisoformat(until) < day else "revoked"
