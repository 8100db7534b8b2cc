"""Which version of a policy is in force, and which rule decides a parameter (SPEC section 4, *Resolution*).

    law = Law(facts)
    regime = law.regime(unit, "PNS", "Analis", day, periods)
    ruling = regime.ruling("windows", arrangement="anywhere")
    ruling.value, ruling.deciders, ruling.conflict

The engine never guesses between equals: where two policies of the same rank say different things, the ruling is a
conflict and names both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, get_args

from msgspec import UNSET, Struct

from domain.corrections import Facts
from domain.dated import Dated
from domain.events import PolicyEnacted, PolicyRevoked, Recorded
from domain.organisation import UnitOnDay
from domain.policy.document import PARAMETERS, Arrangement, Calls, PolicyDocument, Rule, When, read_document

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Enactment(Struct, frozen=True):
    """A policy document as it was recorded."""

    fact: Recorded[PolicyEnacted]
    document: PolicyDocument


class Decider(Struct, frozen=True):
    """The rule that decided a parameter, and the enactment it stands in."""

    enactment: Enactment
    rule: Rule


class Ruling(Struct, frozen=True):
    """What the law says of one parameter: a value and its decider; nothing (*unset*); or a conflict and its sides."""

    parameter: str
    value: Any = None
    deciders: tuple[Decider, ...] = ()
    conflict: bool = False

    @property
    def unset(self) -> bool:
        """No rule sets the parameter."""
        return not self.deciders


class Regime:
    """The rules that hold for everyone of one unit, employment and title on days that are alike to the law."""

    def __init__(
        self, ranked: Sequence[tuple[tuple[int, int, date], Enactment, list[Rule]]], known: dict[object, Ruling]
    ) -> None:
        self._ranked = ranked
        self._known = known
        self._rulings: dict[tuple[str, str | None], Ruling] = {}

    def ruling(self, parameter: str, arrangement: str | None = None) -> Ruling:
        """The ruling on a parameter under an arrangement.

        ``arrangement`` itself is resolved with None: by the rules that do not mention it.
        """
        key = (parameter, arrangement)
        if key not in self._rulings:
            ruling = self._resolve(parameter, arrangement)
            said = (parameter, ruling.conflict, *((id(one.enactment), one.rule.id) for one in ruling.deciders))
            self._rulings[key] = self._known.setdefault(said, ruling)
        return self._rulings[key]

    def rules_like(self, other: Regime) -> bool:
        """Whether the same policies give every parameter the same value, in whatever version, under any arrangement."""
        return all(
            _alike(self.ruling(parameter, arrangement), other.ruling(parameter, arrangement))
            for parameter in PARAMETERS
            for arrangement in (None, *get_args(Arrangement))
        )

    def _resolve(self, parameter: str, arrangement: str | None) -> Ruling:
        """The first rule that sets the parameter decides, unless another policy of the same rank says otherwise."""
        for _, equals in groupby(self._ranked, key=lambda entry: entry[0]):
            deciders = []
            for _, enactment, rules in equals:
                rule = next((rule for rule in rules if _decides(rule, parameter, arrangement)), None)
                if rule is not None:
                    deciders.append(Decider(enactment, rule))
            if deciders:
                deciders.sort(key=lambda decider: decider.enactment.fact.position)
                values = [getattr(decider.rule.set, parameter) for decider in deciders]
                if all(same_value(values[0], value) for value in values[1:]):
                    return Ruling(parameter, values[0], (deciders[0],))
                sides = sorted(deciders, key=lambda decider: decider.enactment.document.policy)
                return Ruling(parameter, None, tuple(sides), conflict=True)
        return Ruling(parameter)


class Law:
    """Every policy that was enacted or revoked, and what is in force of it on a day."""

    def __init__(self, facts: Facts) -> None:
        enacted: dict[str, list[tuple[date, int, Enactment]]] = defaultdict(list)
        self._revoked: dict[str, list[Recorded[PolicyRevoked]]] = defaultdict(list)
        for fact in facts.of(PolicyEnacted):
            enactment = Enactment(fact, read_document(fact.event.document))
            enacted[fact.event.policy].append((enactment.document.effective_from, fact.position, enactment))
        for revocation in facts.of(PolicyRevoked):
            self._revoked[revocation.event.policy].append(revocation)
        self._enacted = {policy: Dated(entries) for policy, entries in enacted.items()}
        self.enactments = [entry[2] for entries in enacted.values() for entry in entries]
        """Every version of every policy, whether in force or not."""
        documents = [enactment.document for enactment in self.enactments]
        self._changes = sorted(_days_of_change(documents, facts.of(PolicyRevoked)))
        self.first_day = min((document.effective_from for document in documents), default=None)
        """The first day on which anything at all is regulated."""
        self._seen: dict[tuple[object, ...], Regime] = {}
        self._known: dict[object, Ruling] = {}  # regimes that decide alike share their rulings

    def in_force(self, day: date) -> list[Enactment]:
        """The version of each policy in force on the day.

        When the version of a day has run out or is revoked, an earlier one does not come back.
        """
        versions = (enacted.on(day) for enacted in self._enacted.values())
        return [version for version in versions if version is not None and self._stands(version, day)]

    def _stands(self, version: Enactment, day: date) -> bool:
        until = version.document.effective_until
        if until is not None and day > until:
            return False
        return not any(
            revocation.event.effective_from <= day and revocation.position > version.fact.position
            for revocation in self._revoked.get(version.document.policy, ())
        )

    def regime(
        self, unit: UnitOnDay, employment: str | None, title: str | None, day: date, periods: Iterable[str]
    ) -> Regime:
        """The rules in force on the day for a post in a unit; without a post, those for the unit itself.

        Days between two changes of the law that share a weekday and the periods that hold are alike, so their regime is
        worked out once.
        """
        names = frozenset(periods)
        alike = (
            unit.path,
            unit.direct_service,
            employment,
            title,
            day.weekday(),
            names,
            bisect_right(self._changes, day),
        )
        if alike not in self._seen:
            self._seen[alike] = self._work_out(unit, employment, title, day, names)
        return self._seen[alike]

    def _work_out(
        self, unit: UnitOnDay, employment: str | None, title: str | None, day: date, periods: frozenset[str]
    ) -> Regime:
        """Higher precedence first, then the deeper scope, then the later version."""
        ranked = []
        for enactment in self.in_force(day):
            document = enactment.document
            depth = unit.depth(document.scope)
            if depth is None:
                continue
            rules = [rule for rule in document.rules if _holds(rule.when, unit, employment, title, day, periods)]
            if rules:
                ranked.append(((document.precedence, depth, document.effective_from), enactment, rules))
        ranked.sort(key=lambda entry: entry[0], reverse=True)
        return Regime(ranked, self._known)


def same_value(one: Any, other: Any) -> bool:
    """Whether two rules say the same: defaults filled in, ``means`` as a set, other lists in order."""
    if isinstance(one, Calls) and isinstance(other, Calls) and set(one.means) == set(other.means):
        return all(getattr(one, name) == getattr(other, name) for name in Calls.__struct_fields__ if name != "means")
    return bool(one == other)


def _decides(rule: Rule, parameter: str, arrangement: str | None) -> bool:
    """Whether a rule whose other conditions hold sets the parameter under this arrangement."""
    if getattr(rule.set, parameter) is UNSET:
        return False
    asked = rule.when.arrangement if rule.when is not None else None
    return asked is None or arrangement in asked


def _alike(one: Ruling, other: Ruling) -> bool:
    """Whether two rulings give the same value, or are the same conflict, in the name of the same policies."""
    return len(one.deciders) == len(other.deciders) and all(
        mine.enactment.document.policy == theirs.enactment.document.policy
        and same_value(getattr(mine.rule.set, one.parameter), getattr(theirs.rule.set, one.parameter))
        for mine, theirs in zip(one.deciders, other.deciders, strict=True)
    )


def _holds(
    when: When | None,
    unit: UnitOnDay,
    employment: str | None,
    title: str | None,
    day: date,
    periods: frozenset[str],
) -> bool:
    """Whether all conditions but ``arrangement`` hold."""
    if when is None:
        return True
    return (
        (when.weekday is None or WEEKDAYS[day.weekday()] in when.weekday)
        and (when.period is None or not periods.isdisjoint(when.period))
        and (when.dates is None or day in when.dates)
        and (when.from_ is None or when.from_ <= day)
        and (when.until is None or day <= when.until)
        and (when.direct_service is None or when.direct_service == unit.direct_service)
        and (when.employment is None or employment in when.employment)
        and (when.title is None or title in when.title)
        and (when.unit is None or any(name in unit.path for name in when.unit))
    )


def _days_of_change(documents: Iterable[PolicyDocument], revoked: Iterable[Recorded[PolicyRevoked]]) -> set[date]:
    """The days on which the law may differ from the day before, weekdays and periods aside."""
    days = {revocation.event.effective_from for revocation in revoked}
    for document in documents:
        days.add(document.effective_from)
        days |= _day_after(document.effective_until)
        for rule in document.rules:
            if rule.when is not None:
                days |= {rule.when.from_} if rule.when.from_ is not None else set()
                days |= _day_after(rule.when.until)
                for one in rule.when.dates or ():
                    days |= {one} | _day_after(one)
    return days


def _day_after(day: date | None) -> set[date]:
    return {day + timedelta(days=1)} if day is not None and day < date.max else set()
