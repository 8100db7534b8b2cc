"""A policy document (SPEC section 4): what it may say, and everything that is wrong with one that says otherwise.

    policy: kaltim-wfa-friday
    title: Work from anywhere on Fridays
    regulation: SE Gubernur Kaltim 100.3.4/739/B.ORG-III/2026
    scope: kaltim
    effective_from: 2026-02-13
    rules:
      - id: friday
        when: {weekday: [fri], direct_service: false}
        set: {arrangement: anywhere}

A rule's ``when`` narrows, its ``set`` gives values to parameters. Defaults are filled in by the types below, so that
two rules say the same exactly when their values are equal. All durations are whole minutes.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from domain.errors import Sentence, Unfit
from domain.events import ClockTime, Employment, Means, Name
from domain.problems import Problem, alternatives, problem_of

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Arrangement: TypeAlias = Literal["office", "anywhere", "home", "shift", "off"]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=10_000_000)]
"""A whole number that is not negative; as minutes the bound is 19 years, so that no deadline runs out of dates."""
Positive: TypeAlias = Annotated[int, Meta(ge=1, le=10_000_000)]
Precedence: TypeAlias = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]


class Clause(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a policy document; it refuses what it does not know."""


class Interval(Clause, frozen=True, kw_only=True):
    """A stretch of one day, at the wall clock."""

    start: ClockTime
    end: ClockTime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise Unfit("`end` must be after `start`: {end} is not after {start}", start=self.start, end=self.end)


class Window(Clause, frozen=True, kw_only=True):
    """When a presence must be shown: on time in [opens, closes], late or early in the parts around it."""

    name: str
    opens: ClockTime
    closes: ClockTime
    late_until: ClockTime | None = None
    early_from: ClockTime | None = None
    place: Literal["office"] | None = None

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise Unfit(
                "`closes` must be after `opens`: {closes} is not after {opens}", closes=self.closes, opens=self.opens
            )
        if self.late_until is not None and self.late_until <= self.closes:
            raise Unfit(
                "`late_until` must be after `closes`: {late} is not after {closes}",
                late=self.late_until,
                closes=self.closes,
            )
        if self.early_from is not None and self.early_from >= self.opens:
            raise Unfit(
                "`early_from` must be before `opens`: {early} is not before {opens}",
                early=self.early_from,
                opens=self.opens,
            )


class ShiftWindows(Clause, frozen=True, kw_only=True):
    """How far around the start and the end of a shift a presence counts (minutes)."""

    in_before: Count
    in_after: Count
    late: Count
    out_early: Count
    out_before: Count
    out_after: Count

    def __post_init__(self) -> None:
        if self.late < self.in_after:
            raise Unfit(
                "`late` must be at least `in_after`: {late} is less than {after}", late=self.late, after=self.in_after
            )
        if self.out_early < self.out_before:
            raise Unfit(
                "`out_early` must be at least `out_before`: {early} is less than {before}",
                early=self.out_early,
                before=self.out_before,
            )


class RollingDays(Clause, frozen=True, kw_only=True):
    """A period of days less than ``days`` apart."""

    days: Positive


ALL_MEANS: tuple[Means, ...] = ("answered", "call_back", "message")


class Calls(Clause, frozen=True, kw_only=True):
    """Whose calls must be answered, how soon, and how many unanswered ones make an allegation (SPEC section 6)."""

    respond_within: Positive
    strikes: Positive
    period: Literal["day", "month", "year", "policy"] | RollingDays
    spacing: Count = 0
    consecutive: bool = False
    span_at_most: Count | None = None
    span_at_least: Count | None = None
    means: Annotated[list[Means], Meta(min_length=1)] = msgspec.field(default_factory=lambda: list(ALL_MEANS))
    callers: Literal["any", "direct", "chain"] = "chain"
    reason_within: Count = 0


class Location(Clause, frozen=True, kw_only=True):
    """How soon a location must be shared when it is asked for (minutes)."""

    respond_within: Positive


class Band(Clause, frozen=True, kw_only=True):
    """From this many counted days on: the level and kind of sanction that may follow (PP 94/2021 art. 9-11)."""

    days: Positive
    level: str
    kind: str


class Absence(Clause, frozen=True, kw_only=True):
    """How lost time and absent days become counted days, and what they may lead to (SPEC section 7)."""

    day_minutes: Positive
    partial_minutes: Count
    consecutive_days: Count | None = None
    consecutive_level: str | None = None
    consecutive_kind: str | None = None
    bands: list[Band]

    def __post_init__(self) -> None:
        given = [self.consecutive_days, self.consecutive_level, self.consecutive_kind]
        if any(value is None for value in given) and any(value is not None for value in given):
            raise Unfit("there must be all or none of `consecutive_days`, `consecutive_level` and `consecutive_kind`")
        for index, (lower, higher) in enumerate(pairwise(self.bands), 1):
            if higher.days <= lower.days:
                raise Unfit(
                    "the `days` of bands must rise: {days} is not more than {before}",
                    f".bands[{index}].days",
                    days=higher.days,
                    before=lower.days,
                )


class Cover(Clause, frozen=True, kw_only=True):
    """A post that must never stand with fewer than ``minimum`` people."""

    post: str
    minimum: Count


class When(Clause, frozen=True, kw_only=True):
    """What must hold for a rule to apply; what is left out always holds. ``from`` and ``until`` are inclusive."""

    weekday: list[Weekday] | None = None
    period: list[str] | None = None
    dates: list[date] | None = None
    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None
    direct_service: bool | None = None
    employment: list[Employment] | None = None
    title: list[str] | None = None
    unit: list[str] | None = None
    arrangement: list[Arrangement] | None = None

    def __post_init__(self) -> None:
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            raise Unfit(
                "`until` must not be before `from`: {until} is before {first}", until=self.until, first=self.from_
            )


class Set(Clause, frozen=True, kw_only=True):
    """The parameters a rule gives values to. ``null`` is no value."""

    arrangement: Arrangement | UnsetType = UNSET
    hours: Interval | UnsetType = UNSET
    breaks: list[Interval] | UnsetType = UNSET
    windows: list[Window] | UnsetType = UNSET
    shift_windows: ShiftWindows | UnsetType = UNSET
    calls: Calls | UnsetType = UNSET
    location: Location | UnsetType = UNSET
    absence: Absence | UnsetType = UNSET
    office_cap: Share | UnsetType = UNSET
    coverage: list[Cover] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if all(getattr(self, name) is UNSET for name in PARAMETERS):
            raise Unfit("there must be at least one parameter")
        if self.windows is not UNSET:
            _check_windows(self.windows)


PARAMETERS: tuple[str, ...] = Set.__struct_fields__


class Rule(Clause, frozen=True, kw_only=True):
    """When it holds, these parameters have these values."""

    id: str
    when: When | None = None
    set: Set

    def __post_init__(self) -> None:
        if self.when is not None and self.when.arrangement is not None and self.set.arrangement is not UNSET:
            raise Unfit("a rule whose `when` names `arrangement` must not set it", ".set.arrangement")


class PolicyDocument(Clause, frozen=True, kw_only=True):
    """A policy as its issuer wrote it: where it applies, from when until when, and its rules in order."""

    policy: Name
    title: str
    regulation: str
    scope: Name
    effective_from: date
    effective_until: date | None = None
    precedence: Precedence = 0
    rules: Annotated[list[Rule], Meta(min_length=1)]

    def __post_init__(self) -> None:
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise Unfit(
                "`effective_until` must not be before `effective_from`: {until} is before {first}",
                ".effective_until",
                until=self.effective_until,
                first=self.effective_from,
            )
        twice = _second_of_its_name([rule.id for rule in self.rules])
        if twice is not None:
            raise Unfit(
                "every rule needs an `id` of its own: '{id}' stands before it too",
                f".rules[{twice}].id",
                id=self.rules[twice].id,
            )


def _check_windows(windows: list[Window]) -> None:
    """Windows are in order, disjoint with their late and early parts, and have names of their own (SPEC section 4)."""
    for index, (earlier, later) in enumerate(pairwise(windows), 1):
        last = earlier.late_until or earlier.closes
        first = later.early_from or later.opens
        if first <= last:
            raise Unfit(
                "window '{later}' must begin after '{earlier}' ends: {first} is not after {last}",
                f".windows[{index}]",
                earlier=earlier.name,
                later=later.name,
                first=first,
                last=last,
            )
    twice = _second_of_its_name([window.name for window in windows])
    if twice is not None:
        raise Unfit(
            "every window needs a `name` of its own: '{name}' stands before it too",
            f".windows[{twice}].name",
            name=windows[twice].name,
        )


def _second_of_its_name(names: list[str]) -> int | None:
    """Where a name stands that stood before."""
    return next((index for index, name in enumerate(names) if name in names[:index]), None)


def read_document(document: dict[str, Any]) -> PolicyDocument:
    """The document with its types. Raises ``msgspec.ValidationError`` if it does not validate."""
    return msgspec.convert(document, PolicyDocument)


def problems_in(document: Any, expected: type[Clause] = PolicyDocument) -> list[Problem]:
    """Everything that is wrong with a document, in its own order; empty if it validates."""
    return _out_of_proportion(document) or _problems(document, expected, "$")


LARGEST_DOCUMENT, DEEPEST_DOCUMENT = 20_000, 32
"""Values in one document, and how deep they lie: every replay reads every policy, so one must not hold up all."""


def _out_of_proportion(document: Any) -> list[Problem]:
    """A document larger or deeper than any regulation."""
    waiting = [(document, 1)]
    for count, (value, depth) in enumerate(waiting):  # grows while it is gone through
        if count >= LARGEST_DOCUMENT:
            return [Problem("$", Sentence("there may be at most {most} values", {"most": LARGEST_DOCUMENT}))]
        if depth > DEEPEST_DOCUMENT:
            return [Problem("$", Sentence("values may lie at most {most} deep", {"most": DEEPEST_DOCUMENT}))]
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(one, depth + 1) for one in inner]
    return []


def without_nulls(value: Any) -> Any:
    """The same JSON without keys whose value is null: ``null`` is the same as leaving the key out."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value]
    return value


def _problems(value: Any, expected: Any, path: str) -> list[Problem]:
    """What keeps ``value`` from being of the type: part by part, so that one mistake does not hide the next."""
    clause, clauses = _clause_in(expected), _list_of_clauses_in(expected)
    found: list[Problem] = []
    if clause is not None and isinstance(value, dict):
        found = _problems_in_clause(value, clause, path)
    elif clauses is not None and isinstance(value, list):
        for index, item in enumerate(value):
            found += _problems(item, clauses, f"{path}[{index}]")
    if found:
        return found
    try:
        msgspec.convert(without_nulls(value), expected)
    except msgspec.ValidationError as error:
        problem = problem_of(error, value, expected)
        return [Problem(path + problem.path.removeprefix("$"), problem.expected)]
    return []


def _problems_in_clause(value: dict[Any, Any], clause: type[Clause], path: str) -> list[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(clause)}
    found = []
    for key, inner in value.items():
        if key not in fields:
            there_are = Sentence("there is no key of this name; there are {fields}", {"fields": ", ".join(fields)})
            found.append(Problem(f"{path}.{key}", there_are))
        elif inner is not None or fields[key].required or fields[key].default is UNSET:
            found += _problems(inner, fields[key].type, f"{path}.{key}")
    for name, field in fields.items():
        if field.required and name not in value:
            found.append(Problem(path, Sentence("the key `{key}` is missing", {"key": name})))
    return found


def _clause_in(expected: Any) -> type[Clause] | None:
    """The one clause among the alternatives of a type, if there is one."""
    return next((one for one in alternatives(expected) if isinstance(one, type) and issubclass(one, Clause)), None)


def _list_of_clauses_in(expected: Any) -> type[Clause] | None:
    for one in alternatives(expected):
        if get_origin(one) is list:
            return _clause_in(get_args(one)[0])
    return None
