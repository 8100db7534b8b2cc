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
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from domain.discipline.events import Capacity, Institution
from domain.errors import SaksiError, Unfit
from domain.events import Employment, Name
from domain.policy.document import Clause, Positive, Weekday, problems_in, without_nulls
from domain.problems import Problem

Confidence: TypeAlias = Literal["H", "M", "L", "GK"]
"""H: several sources agree; M: one decent source; L: weak or inferred; GK: general knowledge."""
LimitName: TypeAlias = Literal[
    "second_summons",
    "delivery",
    "sending",
    "in_force",
    "objection",
    "objection_decision",
    "appeal",
    "appeal_reply",
    "appeal_decision",
]
Moment: TypeAlias = Literal[
    "hearing_missed", "decided", "delivery_missed", "received", "objection_filed", "appeal_filed", "appeal_copied"
]
Unit: TypeAlias = Literal["working_days", "calendar_days"]
RestsOn: TypeAlias = Literal["allegation", "absence", "report"]


class Cited(Clause, frozen=True, kw_only=True):
    """A value of the law: where it stands, how sure that is, and which reading it takes where the text is open."""

    reference: str
    confidence: Confidence
    reading: str | None = None

    @property
    def firm(self) -> bool:
        """Sure enough to refuse a step; what is weaker warns."""
        return self.confidence in ("H", "M")


class Replacement(Cited, frozen=True, kw_only=True):
    """Another kind is imposed instead, from a day on until a day (both included) or until further notice."""

    kind: Name
    name: str
    from_: date = msgspec.field(name="from")
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.from_:
            raise Unfit(
                "`until` must not be before `from`: {until} is before {first}", until=self.until, first=self.from_
            )

    def on(self, day: date) -> bool:
        """Whether it is imposed on a day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Kind(Cited, frozen=True, kw_only=True):
    """A kind of sanction, its level and its name in the law. ``ends_service``: against it only an appeal lies."""

    kind: Name
    level: str
    name: str
    ends_service: bool = False
    replaced_by: Replacement | None = None


class AbsenceBand(Cited, frozen=True, kw_only=True):
    """From so many days up to so many (both included, ``to`` null: and more), this kind."""

    from_: Positive = msgspec.field(name="from")
    to: Positive | None = None
    kind: Name


class Ground(Cited, frozen=True, kw_only=True):
    """What may be punished: either at most a ``level``, or by ``bands`` of days the kind that the law names.

    ``rests_on`` is what a case on this ground stands on; ``counts`` says which days of an absence the bands count.
    ``nature`` groups grounds whose repetition the law looks at.
    """

    ground: Name
    name: str
    nature: str
    rests_on: Annotated[list[RestsOn], Meta(min_length=1)]
    level: str | None = None
    counts: Literal["counted_days", "consecutive_days"] | None = None
    bands: Annotated[list[AbsenceBand], Meta(min_length=1)] | None = None

    def __post_init__(self) -> None:
        if (self.level is None) == (self.bands is None):
            raise Unfit("there must be either `level` or `bands`")
        if (self.bands is None) != (self.counts is None):
            raise Unfit("`counts` stands beside `bands`, and only there")
        bands = self.bands or []
        for index, (lower, higher) in enumerate(pairwise(bands), 1):
            if lower.to is None or higher.from_ != lower.to + 1:
                raise Unfit(
                    "a band must begin on the day after the one before it ends: {first} does not follow {last}",
                    f".bands[{index}].from",
                    first=higher.from_,
                    last="-" if lower.to is None else lower.to,
                )
        for index, band in enumerate(bands):
            if band.to is not None and band.to < band.from_:
                raise Unfit(
                    "`to` must not be less than `from`: {last} is less than {first}",
                    f".bands[{index}].to",
                    last=band.to,
                    first=band.from_,
                )
        if bands and bands[-1].to is not None:
            raise Unfit(
                "the last band must have no end: leave out its `to`, {last}",
                f".bands[{len(bands) - 1}].to",
                last=bands[-1].to,
            )

    def band(self, days: int) -> AbsenceBand | None:
        """The band that so many days lie in; None below the first."""
        return next((band for band in reversed(self.bands or []) if band.from_ <= days), None)


class Catalogue(Cited, frozen=True, kw_only=True):
    """Kinds, from the lightest to the heaviest, and grounds for acts of these days (both included)."""

    regulation: str
    acts_from: date
    acts_until: date | None = None
    kinds: Annotated[list[Kind], Meta(min_length=1)]
    grounds: Annotated[list[Ground], Meta(min_length=1)]

    def __post_init__(self) -> None:
        _unique([kind.kind for kind in self.kinds], "kinds", "kind")
        _unique([ground.ground for ground in self.grounds], "grounds", "ground")
        known = {kind.kind for kind in self.kinds}
        ranks = {kind.kind: rank for rank, kind in enumerate(self.kinds)}
        for index, ground in enumerate(self.grounds):
            for place, band in enumerate(ground.bands or []):
                if band.kind not in known:
                    raise Unfit(
                        "there is no kind '{kind}'; there are {kinds}",
                        f".grounds[{index}].bands[{place}].kind",
                        kind=band.kind,
                        kinds=", ".join(ranks),
                    )
            for place, (lower, higher) in enumerate(pairwise(ground.bands or []), 1):
                if ranks[higher.kind] <= ranks[lower.kind]:
                    raise Unfit(
                        "the kinds of bands must grow heavier: {kind} is not heavier than {before}",
                        f".grounds[{index}].bands[{place}].kind",
                        kind=higher.kind,
                        before=lower.kind,
                    )
        for index, kind in enumerate(self.kinds):
            if kind.replaced_by is not None and kind.replaced_by.kind in known:
                raise Unfit(
                    "'{kind}' stands in this list itself, so it cannot be a replacement",
                    f".kinds[{index}].replaced_by.kind",
                    kind=kind.replaced_by.kind,
                )

    def ground(self, name: str) -> Ground | None:
        """The ground of that name."""
        return next((ground for ground in self.grounds if ground.ground == name), None)

    def rank(self, kind: str) -> int | None:
        """How heavy a kind is, from 0; a replacement weighs what it replaces. None if there is no such kind."""
        for rank, one in enumerate(self.kinds):
            if one.kind == kind or (one.replaced_by is not None and one.replaced_by.kind == kind):
                return rank
        return None

    def imposed(self, rank: int, day: date) -> str:
        """The name of the kind of that weight which is imposed on a day."""
        kind = self.kinds[rank]
        return kind.replaced_by.kind if kind.replaced_by is not None and kind.replaced_by.on(day) else kind.kind


class SummonsGap(Cited, frozen=True, kw_only=True):
    """The days between the letter and the hearing: at least so many clear days, or the hearing within so many."""

    mode: Literal["min_clear", "max"]
    days: Positive
    unit: Unit = "working_days"


class Summonses(Cited, frozen=True, kw_only=True):
    """How many written summonses there may be before a case is decided without a hearing."""

    most: Annotated[int, Meta(ge=1, le=2)]
    gap: SummonsGap


class TeamRule(Cited, frozen=True, kw_only=True):
    """Whether a team examines at a level, and who must be in it."""

    level: str
    team: Literal["required", "optional"]
    roles: list[Literal["supervisor", "supervision", "personnel"]]


class MemberRule(Cited, frozen=True, kw_only=True):
    """Members of a team stand no lower than the examinee, by the order of ``posts``."""


class RecordRule(Cited, frozen=True, kw_only=True):
    """A sanction needs this record: of the hearing, or where there was none, of non-attendance."""

    record: Literal["examination", "non_attendance"]


class ReliefRule(Cited, frozen=True, kw_only=True):
    """The examinee may be relieved of office until the decision if a kind of these levels can follow."""

    levels: Annotated[list[str], Meta(min_length=1)]


class Limit(Cited, frozen=True, kw_only=True):
    """So many days from a moment. ``day_zero``: the day of the moment itself is not counted.

    ``effect``: something must be done ``by`` the last of the days, or happens ``on`` it.
    """

    limit: LimitName
    days: Positive
    unit: Unit
    counted_from: Moment
    day_zero: bool = True
    effect: Literal["by", "on"] = "by"


class Entitlement(Cited, frozen=True, kw_only=True):
    """An authority may impose these levels on these posts; what is left out does not matter.

    ``distance`` is how many levels of posts the subject stands below the authority. ``ends_service``: only kinds that
    do, or only kinds that do not.
    """

    authority: str
    subjects: Annotated[list[str], Meta(min_length=1)]
    levels: Annotated[list[str], Meta(min_length=1)]
    institution: list[Institution] | None = None
    distance: list[Positive] | None = None
    ends_service: bool | None = None


class CapacityRule(Cited, frozen=True, kw_only=True):
    """In which capacity whoever signs may impose which levels; none: not at all."""

    capacity: Capacity
    levels: list[str]


class Remedy(Cited, frozen=True, kw_only=True):
    """What may be done against a decision: the way, before whom, and against which kinds; ``doubtful``: not certain."""

    remedy: Literal["objection", "appeal"]
    before: str
    ends_service: bool
    doubtful: list[Name] = msgspec.field(default_factory=list)


class Repetition(Cited, frozen=True, kw_only=True):
    """A violation of the same nature again is punished more heavily than the last time, but for these natures."""

    except_natures: list[str]


class Consequence(Cited, frozen=True, kw_only=True):
    """What follows from a sanction of these levels for this employment, beside the sanction."""

    employment: Annotated[list[Employment], Meta(min_length=1)]
    levels: Annotated[list[str], Meta(min_length=1)]
    follows: str


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
    relief: ReliefRule | None = None
    limits: list[Limit]
    posts: Annotated[list[str], Meta(min_length=1)]
    authorities: Annotated[list[Entitlement], Meta(min_length=1)]
    capacities: list[CapacityRule]
    remedies: list[Remedy]
    repetition: Repetition | None = None
    consequences: list[Consequence] = msgspec.field(default_factory=list)

    def __post_init__(self) -> None:
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise Unfit(
                "`effective_until` must not be before `effective_from`: {until} is before {first}",
                ".effective_until",
                until=self.effective_until,
                first=self.effective_from,
            )
        _unique(self.levels, "levels")
        _unique(self.posts, "posts")
        _unique([limit.limit for limit in self.limits], "limits", "limit")
        _unique([one.level for one in self.team], "team", "level")
        _unique([one.record for one in self.records], "records", "record")
        _unique([one.capacity for one in self.capacities], "capacities", "capacity")
        _unique([one.remedy for one in self.remedies], "remedies", "remedy")
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


def _unique(names: Sequence[str], at: str, key: str = "") -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            place = f".{at}[{index}]" + (f".{key}" if key else "")
            raise Unfit("'{name}' stands before it too", place, name=name)


def _row(names: Iterable[str]) -> str:
    return ", ".join(names)
