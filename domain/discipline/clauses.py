"""The rules of the procedure, each with its place in the law: summonses, teams, records, time limits, who may impose.

- {limit: delivery, days: 14, unit: working_days, counted_from: decided, reference: PP 94/2021 art. 37, confidence: M}
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from domain.discipline.catalogue import Cited
from domain.discipline.events import Capacity, Institution
from domain.events import Employment, Name
from domain.policy.document import Clause, Positive

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


class OnceRule(Cited, frozen=True, kw_only=True):
    """One violation is punished once, and several in one examination with one sanction, the heaviest."""


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
    """What may be done against a decision: the way, its name in a letter, before whom, and against which kinds.

    ``doubtful`` are those against which it is not certain.
    """

    remedy: Literal["objection", "appeal"]
    name: str
    before: str
    ends_service: bool
    doubtful: list[Name] = msgspec.field(default_factory=list)


class Repetition(Cited, frozen=True, kw_only=True):
    """A violation of the same nature again is punished more heavily than the last time, but for these natures."""

    except_natures: list[str]


class ConsideredLaw(Cited, frozen=True, kw_only=True):
    """A regulation that a decision is to name, by its short name (``UU 20/2023``)."""

    regulation: Name


class Copy(Cited, frozen=True, kw_only=True):
    """Who gets a copy of a decision, as the letter addresses them."""

    to: Name


class Letters(Clause, frozen=True, kw_only=True):
    """What a decision says that does not follow from the case."""

    considering: list[ConsideredLaw] = msgspec.field(default_factory=list)
    copies: list[Copy] = msgspec.field(default_factory=list)


class Consequence(Cited, frozen=True, kw_only=True):
    """What follows from a sanction of these levels for this employment, beside the sanction."""

    employment: Annotated[list[Employment], Meta(min_length=1)]
    levels: Annotated[list[str], Meta(min_length=1)]
    follows: str
