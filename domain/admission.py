"""What is a fact, and what is refused: one line of JSON becomes one event (SPEC section 2).

The rule is *record and flag, never refuse a fact*. Refused are only lines that are not facts, each with a code of
``domain.errors`` and a sentence that names the path and what was expected there. Whether an ``id`` is new and whether
the target of a void exists is for the ledger to say: only it knows what it holds.
"""

from __future__ import annotations

import re
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec

from domain.discipline.events import CASE_EVENT_TYPES
from domain.errors import (
    INSTANT_WITHOUT_OFFSET,
    INVALID_POLICY,
    MALFORMED_JSON,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    UNKNOWN_TYPE,
    WRONG_FIELD,
    Refusal,
    Sentence,
)
from domain.events import EVENT_TYPES, AnyEvent, DisciplineEnacted, PolicyEnacted
from domain.policy.document import problems_in, without_nulls
from domain.problems import INSTANT, Problem, found, problem_of
from domain.zones import FIRST_YEAR, LAST_YEAR

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_STEP_NAMES = {event_type.__name__ for event_type in CASE_EVENT_TYPES}
_TYPE_NAMES = ", ".join(sorted(event_type.__name__ for event_type in EVENT_TYPES))


def admit(line: bytes | str) -> AnyEvent:
    """The event on a line of JSON.

    Raises ``Refusal`` if the line is not a fact: ``malformed_json``, ``unknown_type``, ``missing_field``,
    ``unknown_field``, ``wrong_field``, ``instant_without_offset`` or ``invalid_policy``.
    """
    try:
        event = _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise _refusal(error, line) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(error) from None
    _refuse_repeated_keys(line, event)
    _refuse_what_no_calendar_reaches(event)
    _refuse_an_offset_without_its_colon(line, event)
    if isinstance(event, PolicyEnacted):
        return _admit_policy(event)
    if isinstance(event, DisciplineEnacted):
        return _admit_discipline(event)
    return event


def _admit_policy(event: PolicyEnacted) -> PolicyEnacted:
    return msgspec.structs.replace(
        event, document=_document_of("policy", event.policy, event.document, problems_in(event.document))
    )


def _admit_discipline(event: DisciplineEnacted) -> DisciplineEnacted:
    from domain.discipline.rules import problems_in_rules  # hardly ever needed, and long to load

    return msgspec.structs.replace(
        event,
        document=_document_of("discipline", event.discipline, event.document, problems_in_rules(event.document)),
    )


def _document_of(key: str, name: str, document: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """A document that does not validate is refused whole; nulls, which mean "left out", are not kept."""
    if problems:
        raise Refusal(
            "the policy document does not validate: {problems}",
            "run `saksi policy check` on it",
            INVALID_POLICY,
            problems=tuple(problem.said for problem in problems),
        )
    kept: dict[str, Any] = without_nulls(document)
    if kept[key] != name:
        raise Refusal(
            "`{key}` is '{name}' but `document.{key}` is '{other}'",
            "name the same in both",
            INVALID_POLICY,
            key=key,
            name=name,
            other=kept[key],
        )
    return kept


def _refusal(error: msgspec.ValidationError, line: bytes | str) -> Refusal:
    """The code for what the decoder said, and its sentence."""
    said = str(error)
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as worse:  # further on in the line
        return _malformed(worse)
    kind = value.get("type") if isinstance(value, dict) else None
    expected = next((event_type for event_type in EVENT_TYPES if event_type.__name__ == kind), None)
    problem = problem_of(error, value, expected)
    if said.startswith("Object contains unknown field"):
        return _told(UNKNOWN_FIELD, problem)
    if said.startswith("Object missing required field"):
        return _told(MISSING_FIELD, problem)
    if said.startswith("Expected `datetime` with a timezone component"):
        return _told(INSTANT_WITHOUT_OFFSET, problem)
    if said.endswith("`$.type`"):
        if isinstance(kind, str) and kind in _STEP_NAMES:
            return Refusal(
                "{type} is a step of a discipline case, which is recorded with `saksi case open` or `saksi case step`",
                "copy a ledger with its cases by `saksi migrate`",
                UNKNOWN_TYPE,
                type=kind,
            )
        there_is = Sentence("there is no type of event {found}", {"found": found(kind)})
        return _told(UNKNOWN_TYPE, Problem("$.type", there_is))
    if not isinstance(value, dict):
        return Refusal(
            "a fact is one JSON object, not {found}",
            _ONE_OBJECT,
            WRONG_FIELD,
            found=found(value),
        )
    return _told(WRONG_FIELD, problem)


def _malformed(error: Exception) -> Refusal:
    """What is no JSON at all."""
    return Refusal("not one JSON object: {detail}", _ONE_OBJECT, MALFORMED_JSON, detail=str(error))


def _told(code: str, problem: Problem) -> Refusal:
    """A problem of a field as a refusal."""
    return Refusal("{problem}", _ADVICE[code], code, problem=problem.said, types=_TYPE_NAMES)


_ONE_OBJECT = "write one JSON object on each line"
_ADVICE = {
    UNKNOWN_FIELD: "remove the field or correct its name",
    MISSING_FIELD: "add the field",
    INSTANT_WITHOUT_OFFSET: "give the instant its offset, such as +08:00",
    UNKNOWN_TYPE: "the types are {types}",
    WRONG_FIELD: "correct the value",
}


def _refuse_an_offset_without_its_colon(line: bytes | str, event: AnyEvent) -> None:
    """``+0800`` is ISO 8601, which the decoder takes too, but not RFC 3339, which readers of our exports may hold to.

    Every fact comes by here, so the text of the instant is looked for where it lies; only a line in which it cannot be
    found like that is decoded once more.
    """
    raw = line.encode() if isinstance(line, str) else line
    if _INSTANT_WITH_COLON(raw) is not None or not hasattr(event, "occurred_at"):
        return
    said = msgspec.json.decode(raw)["occurred_at"]
    if said[-3] != ":" and said[-1] not in "Zz":
        must_be = Sentence("must be {what}; it is {found}", {"what": INSTANT, "found": found(said)})
        raise _told(WRONG_FIELD, Problem("$.occurred_at", must_be))


_INSTANT_WITH_COLON = re.compile(rb'"occurred_at"\s*:\s*"[^"\\]*(?::\d\d|[Zz])"').search


def _refuse_what_no_calendar_reaches(event: AnyEvent) -> None:
    """An instant or a beginning outside of the calendar (``domain.zones``) is no fact about anybody's service.

    A date that ends something may lie beyond: ``9999-12-31`` is a common way to write that there is no end.
    """
    occurred_at = getattr(event, "occurred_at", None)
    if occurred_at is not None and not FIRST_YEAR <= occurred_at.year <= LAST_YEAR:
        raise _out_of_calendar("occurred_at")
    for name in _DATES[type(event)]:
        day = getattr(event, name)
        if day.year < FIRST_YEAR or (day.year > LAST_YEAR and name not in ("last", "effective_from")):
            raise _out_of_calendar(name)


def _out_of_calendar(field: str) -> Refusal:
    years = {"first": FIRST_YEAR, "last": LAST_YEAR}
    return _told(WRONG_FIELD, Problem(f"$.{field}", Sentence("the year must be from {first} to {last}", years)))


_DATES = {
    event_type: [field.name for field in msgspec.structs.fields(event_type) if field.type is date]
    for event_type in EVENT_TYPES
}


def _refuse_repeated_keys(line: bytes | str, event: AnyEvent) -> None:
    """Two readers of ``{"nip": "A", "nip": "B"}`` may see two people, so it is no fact.

    Looking costs ten times what decoding does, so it is done only where there are more colons after a quote than the
    event has fields, or where a space before a colon keeps that count from being sure.
    """
    raw = line.encode() if isinstance(line, str) else line
    kind = type(event)
    spaced = b" :" in raw or b"\t:" in raw or b"\r:" in raw or b"\n:" in raw
    if not spaced and raw.count(b'":') <= _KEYS_AT_MOST[kind] - _optional_fields[kind](event).count(None):
        return
    import json  # the decoder of the standard library is the one that shows every key; hardly any line needs it

    try:
        json.loads(raw, object_pairs_hook=_no_repeated_keys)
    except ValueError as error:
        raise Refusal(
            "the key `{key}` stands twice in one object", "keep one of the two", MALFORMED_JSON, key=str(error)
        ) from None
    except RecursionError:
        raise Refusal("the line is nested too deep", _ONE_OBJECT, MALFORMED_JSON) from None


_KEYS_AT_MOST = {event_type: 1 + len(event_type.__struct_fields__) for event_type in EVENT_TYPES}
"""``type`` and every field, of which those that were left out, or are null, are to be taken away."""

_optional_fields = {
    event_type: attrgetter(
        "id", "id", *(field.name for field in msgspec.structs.fields(event_type) if not field.required)
    )
    for event_type in EVENT_TYPES
}
"""The values of the fields that may be left out; ``id`` twice, so that they are always several."""


def _no_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError(key)
        seen[key] = value
    return seen
