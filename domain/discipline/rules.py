"""The law of discipline cases as a document (``policies/discipline-*.yaml``), and what is wrong with one.

    discipline: pp94-2021
    employment: [PNS, CPNS]
    effective_from: 2021-08-31          # the procedure: by the day of a step
    levels: [light, moderate, severe]
    catalogues:                         # kinds and grounds: by the day of the act
      - acts_from: 2021-08-31
        kinds:                          # from the lightest to the heaviest
          - {kind: oral_reprimand, level: light, name: teguran lisan, reference: PP 94/2021 art. 8(2) a, confidence: H}

Every value that is law carries its ``reference`` and a ``confidence``, so that a warning, a deadline and a letter can
say both. A ``reading`` says which of several readings the value takes. Days are whole numbers, dates are local.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, get_args

import msgspec
from msgspec import Meta

from domain.discipline.catalogue import Catalogue, expect_unique
from domain.discipline.clauses import (
    CapacityRule,
    Consequence,
    Entitlement,
    Letters,
    Limit,
    LimitName,
    MemberRule,
    OnceRule,
    RecordRule,
    ReliefRule,
    Remedy,
    Repetition,
    Summonses,
    TeamRule,
)
from domain.errors import SaksiError, Unfit
from domain.events import Employment, Name
from domain.policy.document import Clause, Weekday, problems_in, without_nulls
from domain.problems import Problem


class DisciplineRules(Clause, frozen=True, kw_only=True):
    """All of it for some kinds of employment, below a unit, from a day until a day (both included)."""

    discipline: Name
    title: str
    regulation: str
    scope: Name
    effective_from: date
    effective_until: date | None = None
    employment: Annotated[list[Employment], Meta(min_length=1)]
    working_week: Annotated[list[Weekday], Meta(min_length=1)]
    levels: Annotated[list[str], Meta(min_length=1)]
    catalogues: Annotated[list[Catalogue], Meta(min_length=1)]
    summonses: Summonses
    team: list[TeamRule]
    members: MemberRule | None = None
    records: list[RecordRule] = msgspec.field(default_factory=list)
    once: OnceRule
    relief: ReliefRule | None = None
    limits: list[Limit]
    posts: Annotated[list[str], Meta(min_length=1)]
    authorities: Annotated[list[Entitlement], Meta(min_length=1)]
    capacities: list[CapacityRule]
    remedies: list[Remedy]
    repetition: Repetition | None = None
    letters: Letters = msgspec.field(default_factory=Letters)
    consequences: list[Consequence] = msgspec.field(default_factory=list)

    def __post_init__(self) -> None:
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise Unfit(
                "`effective_until` must not be before `effective_from`: {until} is before {first}",
                ".effective_until",
                until=self.effective_until,
                first=self.effective_from,
            )
        expect_unique(self.levels, "levels")
        expect_unique(self.posts, "posts")
        expect_unique([limit.limit for limit in self.limits], "limits", "limit")
        expect_unique([one.level for one in self.team], "team", "level")
        expect_unique([one.record for one in self.records], "records", "record")
        expect_unique([one.capacity for one in self.capacities], "capacities", "capacity")
        expect_unique([one.remedy for one in self.remedies], "remedies", "remedy")
        self._check_catalogues()
        self._check_names()
        missing = [name for name in get_args(LimitName) if name not in {limit.limit for limit in self.limits}]
        if missing:
            raise Unfit("there must be a limit `{limit}`", ".limits", limit=missing[0])
        for place, ending in enumerate((True, False)):
            if not any(remedy.ends_service is ending for remedy in self.remedies):
                raise Unfit(
                    "there must be a remedy with `ends_service: {value}`",
                    ".remedies",
                    value="false" if place else "true",
                )

    def _check_catalogues(self) -> None:
        for index, (one, following) in enumerate(pairwise(self.catalogues), 1):
            if one.acts_until is None or (following.acts_from - one.acts_until).days != 1:
                raise Unfit(
                    "a catalogue must begin on the day after the one before it ends: {first} does not follow {last}",
                    f".catalogues[{index}].acts_from",
                    first=following.acts_from,
                    last=one.acts_until or "-",
                )
        for index, catalogue in enumerate(self.catalogues):
            if catalogue.acts_until is not None and catalogue.acts_until < catalogue.acts_from:
                raise Unfit(
                    "`acts_until` must not be before `acts_from`: {until} is before {first}",
                    f".catalogues[{index}].acts_until",
                    until=catalogue.acts_until,
                    first=catalogue.acts_from,
                )
            order = [self.levels.index(kind.level) if kind.level in self.levels else -1 for kind in catalogue.kinds]
            for place, (before, rank) in enumerate(pairwise([0, *order])):
                if 0 <= rank < before:
                    raise Unfit(
                        "kinds stand from the lightest to the heaviest: {kind} is of a lighter level than before it",
                        f".catalogues[{index}].kinds[{place}].level",
                        kind=catalogue.kinds[place].kind,
                    )

    def _check_names(self) -> None:
        """Every level, post and kind that is named exists."""
        for index, catalogue in enumerate(self.catalogues):
            at = f".catalogues[{index}]"
            for place, kind in enumerate(catalogue.kinds):
                self._known_level([kind.level], f"{at}.kinds[{place}].level")
            for place, ground in enumerate(catalogue.grounds):
                if ground.level is not None:
                    self._known_level([ground.level], f"{at}.grounds[{place}].level")
                    if all(kind.level != ground.level for kind in catalogue.kinds):
                        raise Unfit(
                            "there is no kind of the level '{level}'",
                            f"{at}.grounds[{place}].level",
                            level=ground.level,
                        )
        for index, rule in enumerate(self.team):
            self._known_level([rule.level], f".team[{index}].level")
        for index, entitlement in enumerate(self.authorities):
            self._known_level(entitlement.levels, f".authorities[{index}].levels")
            self._known_post([entitlement.authority], f".authorities[{index}].authority")
            self._known_post(entitlement.subjects, f".authorities[{index}].subjects")
        for index, capacity in enumerate(self.capacities):
            self._known_level(capacity.levels, f".capacities[{index}].levels")
        if self.relief is not None:
            self._known_level(self.relief.levels, ".relief.levels")
        for index, consequence in enumerate(self.consequences):
            self._known_level(consequence.levels, f".consequences[{index}].levels")
        kinds = {kind.kind for catalogue in self.catalogues for kind in catalogue.kinds}
        for index, remedy in enumerate(self.remedies):
            for kind_name in remedy.doubtful:
                if kind_name not in kinds:
                    raise Unfit(
                        "there is no kind '{kind}'; there are {kinds}",
                        f".remedies[{index}].doubtful",
                        kind=kind_name,
                        kinds=", ".join(sorted(kinds)),
                    )

    def _known_level(self, levels: Iterable[str], at: str) -> None:
        for level in levels:
            if level not in self.levels:
                raise Unfit(
                    "there is no level '{level}'; there are {levels}", at, level=level, levels=_row(self.levels)
                )

    def _known_post(self, posts: Iterable[str], at: str) -> None:
        for post in posts:
            if post not in self.posts:
                raise Unfit("there is no post '{post}'; there are {posts}", at, post=post, posts=_row(self.posts))

    def in_force(self, day: date) -> bool:
        """Whether these rules hold on a day."""
        return self.effective_from <= day and (self.effective_until is None or day <= self.effective_until)

    def catalogue(self, act: date) -> Catalogue | None:
        """The kinds and grounds for an act of that day: the law of the time of the act."""
        for catalogue in self.catalogues:
            if catalogue.acts_from <= act and (catalogue.acts_until is None or act <= catalogue.acts_until):
                return catalogue
        return None

    def limit(self, name: LimitName) -> Limit:
        """The time limit of that name."""
        return next(limit for limit in self.limits if limit.limit == name)

    def team_rule(self, level: str) -> TeamRule | None:
        """What holds of a team at a level; None where none is asked for."""
        return next((rule for rule in self.team if rule.level == level), None)

    def remedy(self, ends_service: bool) -> Remedy:
        """What may be done against a kind that ends the service, or one that does not."""
        return next(remedy for remedy in self.remedies if remedy.ends_service is ends_service)


class NoDisciplineRules(SaksiError):
    """No rules hold for that employment, unit and day, or several of equal standing do."""

    code = "no_discipline_rules"


def rules_for(
    packs: Iterable[DisciplineRules], employment: Employment, path: Sequence[str], day: date
) -> DisciplineRules:
    """The rules for an employee of a unit on a day. ``path`` runs from the unit up to the root.

    Those of the deepest scope hold; of equals, those that begin later. PP 49/2018 art. 51: each institution sets the
    discipline of its PPPK, so the same employment has other rules elsewhere. Raises ``NoDisciplineRules``.
    """
    holding = [pack for pack in packs if employment in pack.employment and pack.scope in path and pack.in_force(day)]
    if not holding:
        raise NoDisciplineRules(
            "no discipline rules hold for {employment} of {unit} on {day}",
            "enact a pack such as policies/discipline-pp94-2021.yaml whose `employment` and `scope` include them",
            employment=employment,
            unit=path[0] if path else "-",
            day=day,
        )

    def standing(pack: DisciplineRules) -> tuple[int, date]:
        return -path.index(pack.scope), pack.effective_from

    first, *others = sorted(holding, key=standing, reverse=True)
    if others and standing(others[0]) == standing(first):
        raise NoDisciplineRules(
            "two packs of discipline rules hold for {employment} of {unit} on {day}: {one} and {other}",
            "end one of them with `effective_until`; Saksi does not choose between equals",
            employment=employment,
            unit=path[0],
            day=day,
            one=first.discipline,
            other=others[0].discipline,
        )
    return first


def read_rules(document: dict[str, Any]) -> DisciplineRules:
    """The document with its types. Raises ``msgspec.ValidationError`` if it does not validate."""
    return msgspec.convert(without_nulls(document), DisciplineRules)


def problems_in_rules(document: Any) -> list[Problem]:
    """Everything that is wrong with a document, by path; empty if it validates."""
    return problems_in(document, DisciplineRules)


def _row(names: Iterable[str]) -> str:
    return ", ".join(names)
