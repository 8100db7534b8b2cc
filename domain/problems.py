"""What is wrong with a value that is not what its type asks for: where, what belongs there, and what is there.

    $.rules[1].set.arrangement    must be one of office, anywhere, home, shift, off; it is 'beach'
    $.effective_from              must be a date as 2026-02-13; it is 'soon'

``msgspec`` decodes and finds the place. What belongs there is read off the type itself, in words for those who write
facts and policies, which are often not those who know what an enum or a regular expression is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct, UnsetType

from domain.errors import Sentence, Unfit

SHOWN_CHARACTERS = 60
"""How much is shown of a text that is not what belongs there."""


class Problem(Struct, frozen=True):
    """One thing that is wrong: where (``$.rules[1].set.hours``) and what was expected."""

    path: str
    expected: Sentence

    @property
    def said(self) -> Sentence:
        """Both in one sentence."""
        return Sentence("{expected} - at `{path}`", {"expected": self.expected, "path": self.path})

    def __str__(self) -> str:
        return str(self.said)


def problem_of(error: msgspec.ValidationError, value: Any, expected: Any) -> Problem:
    """What ``msgspec`` found wrong when it converted a value of plain JSON to a type."""
    said, _, at = str(error).partition(" - at `")
    path = at.removesuffix("`") or "$"
    if isinstance(error.__cause__, Unfit):
        return Problem(path + error.__cause__.at, error.__cause__.said)
    place, asked = _follow(path, value, expected)
    name = said[said.find("`") + 1 : -1]
    if said.startswith("Object missing required field"):
        return Problem(path, Sentence("the field `{field}` is missing", {"field": name}))
    if said.startswith("Object contains unknown field"):
        fields = ", ".join(field.encode_name for field in _fields_of(asked))
        return Problem(
            path, Sentence("there is no field `{field}`; there are {fields}", {"field": name, "fields": fields})
        )
    what = belonging(asked)
    if what is None:
        return Problem(path, Sentence("{detail}", {"detail": said}))
    return Problem(path, Sentence("must be {what}; it is {found}", {"what": what, "found": found(place)}))


def belonging(expected: Any) -> Sentence | None:
    """What belongs where that type is asked for; None if that cannot be said."""
    said = [one for one in map(_in_words, _alternatives(expected)) if one is not None]
    if not said:
        return None
    first, *others = said
    for other in others:
        first = Sentence("{one} or {other}", {"one": first, "other": other})
    return first


def found(value: Any) -> Sentence | str:
    """What is there, briefly."""
    if isinstance(value, dict):
        return Sentence("an object with keys")
    if isinstance(value, list):
        return Sentence("an empty list") if not value else Sentence("a list")
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= SHOWN_CHARACTERS else f"'{value[:SHOWN_CHARACTERS]}…'"
    return json.dumps(value, default=str)


INSTANT = Sentence("an instant as 2026-02-13T07:30:00+08:00")
_KINDS: dict[Any, Sentence] = {
    str: Sentence("text"),
    bool: Sentence("true or false"),
    date: Sentence("a date as 2026-02-13"),
    datetime: INSTANT,
}


def _in_words(expected: Any) -> Sentence | None:
    """One alternative of a type."""
    bounds: dict[str, Any] = {}
    if get_origin(expected) is Annotated:
        expected, *metas = get_args(expected)
        for meta in metas:
            if isinstance(meta, Meta) and meta.description:
                return Sentence(meta.description)
            if isinstance(meta, Meta):
                bounds = {name: getattr(meta, name) for name in ("ge", "le", "min_length", "max_length")}
    if expected in (int, float):
        return _number(expected, bounds.get("ge"), bounds.get("le"))
    if expected is str and bounds.get("max_length") is not None:
        return Sentence("text of at most {most} characters", {"most": bounds["max_length"]})
    if get_origin(expected) is Literal:
        return Sentence("one of {choices}", {"choices": ", ".join(map(str, get_args(expected)))})
    if get_origin(expected) is list:
        return Sentence("a list with something in it") if bounds.get("min_length") else Sentence("a list")
    if isinstance(expected, type) and issubclass(expected, Struct):
        names = ", ".join(field.encode_name for field in msgspec.structs.fields(expected))
        return Sentence("an object with {fields}", {"fields": names})
    return Sentence("an object with keys") if get_origin(expected) is dict else _KINDS.get(expected)


def _number(kind: Any, least: float | None, most: float | None) -> Sentence:
    if least is None or most is None:
        return Sentence("a whole number") if kind is int else Sentence("a number")
    bounds = {"least": least, "most": most}
    return Sentence(
        "a whole number from {least} to {most}" if kind is int else "a number from {least} to {most}", bounds
    )


_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


def _follow(path: str, value: Any, expected: Any) -> tuple[Any, Any]:
    """What stands at a path, and which type is asked for there; None for what the path does not lead to."""
    for key, index in _STEP.findall(path):
        if key:
            types = [field.type for field in _fields_of(expected) if field.encode_name == key]
            value = value.get(key) if isinstance(value, dict) else None
        else:
            types = [get_args(one)[0] for one in alternatives(expected) if get_origin(one) is list]
            at = int(index) if index.isdigit() else -1
            value = value[at] if isinstance(value, list) and 0 <= at < len(value) else None
        expected = types[0] if types else None
    return value, expected


def _fields_of(expected: Any) -> list[msgspec.structs.FieldInfo]:
    return [
        field
        for one in alternatives(expected)
        if isinstance(one, type) and issubclass(one, Struct)
        for field in msgspec.structs.fields(one)
    ]


def alternatives(expected: Any) -> Iterator[Any]:
    """The types of a union without what is annotated to them, and without ``None``, which is "left out"."""
    for one in _alternatives(expected):
        yield get_args(one)[0] if get_origin(one) is Annotated else one


def _alternatives(expected: Any) -> Iterator[Any]:
    """The same with what is annotated to each."""
    if get_origin(expected) is Annotated and get_origin(get_args(expected)[0]) in (Union, UnionType):
        expected = get_args(expected)[0]
    if get_origin(expected) in (Union, UnionType):
        for part in get_args(expected):
            yield from _alternatives(part)
    elif expected not in (NoneType, UnsetType, None):
        yield expected
