"""Kinds of sanction and the grounds that allow them, for acts of some years, each value with its place in the law.

    catalogue.ground("absence").band(7)          # from 7 days: a written statement of dissatisfaction
    catalogue.imposed(rank, date(2026, 4, 1))    # what is imposed of that weight on a day: the transition of art. 42

Days are whole numbers, dates are local.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from domain.errors import Unfit
from domain.events import Name
from domain.policy.document import Clause, Positive

Confidence: TypeAlias = Literal["H", "M", "L", "GK"]
"""H: several sources agree; M: one decent source; L: weak or inferred; GK: general knowledge."""
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
        expect_unique([kind.kind for kind in self.kinds], "kinds", "kind")
        expect_unique([ground.ground for ground in self.grounds], "grounds", "ground")
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

    def name_of(self, kind: str) -> str | None:
        """What the law calls a kind, or one that replaces another. None if there is no such kind."""
        named = [one for entry in self.kinds for one in (entry, entry.replaced_by) if one is not None]
        return next((one.name for one in named if one.kind == kind), None)

    def imposed(self, rank: int, day: date) -> str:
        """The name of the kind of that weight which is imposed on a day."""
        kind = self.kinds[rank]
        return kind.replaced_by.kind if kind.replaced_by is not None and kind.replaced_by.on(day) else kind.kind


def expect_unique(names: Sequence[str], at: str, key: str = "") -> None:
    """Raises ``Unfit`` at the first name that stands twice."""
    for index, name in enumerate(names):
        if name in names[:index]:
            place = f".{at}[{index}]" + (f".{key}" if key else "")
            raise Unfit("'{name}' stands before it too", place, name=name)
