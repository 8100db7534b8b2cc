"""A step of a case as it is typed: ``summons-issued which=first hearing_on=2026-03-12 letter=surat.pdf``.

    field=value                    a text, a date, a number, a NIP
    field.below=value              a field of a field: authority.office.post=jpt_pratama
    letter=surat.pdf               a document, by its file: its SHA-256 and media type are taken
    letter.number=800.1.6.2/17     its number
    held_by=NIP,NIP                a list
    members=NIP:supervisor,NIP:personnel:administrator     a list of parts, their fields in order

What is typed is only read here; whether it may follow is for the rules.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from cli.failures import Failure
from cli.harmless import legible
from cli.language import term
from domain.discipline.case import Case
from domain.discipline.events import CASE_EVENT_TYPES, AnyCaseEvent, CaseEvent, Document
from domain.problems import problem_of

NOT_TYPED = ("CaseOpened", "BasisRenewed")
"""What they say of a basis is read from the ledger."""
MADE = ("id", "case", "occurred_at", "on")
"""Fields that a command gives by itself, or by its options."""


def kebab(name: str) -> str:
    """``SummonsIssued`` as ``summons-issued``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


STEPS: dict[str, type[CaseEvent]] = {kebab(one.__name__): one for one in CASE_EVENT_TYPES}
"""Every step by the name that is typed."""


def step_of(
    case: Case, name: str, words: Sequence[str], *, at: datetime, on: date, event_id: str | None
) -> AnyCaseEvent:
    """The step that is typed. Raises ``Failure`` for words that are no fields, or do not fit."""
    asked = STEPS[name]
    said = fields_of(words, asked)
    fields = get_type_hints(asked)
    if "examinee" in fields and fields["examinee"] is type(case.examinee) and "examinee" not in said:
        said["examinee"] = msgspec.to_builtins(case.examinee)
    made: AnyCaseEvent = converted(
        {**said, "case": case.name, "occurred_at": at.isoformat(), "on": on.isoformat()}, asked, event_id
    )
    return made


def converted(said: dict[str, Any], asked: type[Any], event_id: str | None) -> Any:
    """The step that these fields make. Without an id it gets one made of all it says, so that twice is once."""
    told = {"type": asked.__name__, **{key: value for key, value in said.items() if value is not None}}
    if event_id is None:
        text = msgspec.json.encode(told, order="sorted")
        event_id = f"{told.get('case', '')}-{kebab(asked.__name__)}-{hashlib.sha256(text).hexdigest()[:12]}"
    value = {**told, "id": told.get("id", event_id)}
    try:
        return msgspec.convert(value, asked, strict=False)
    except msgspec.ValidationError as error:
        raise Failure(
            "wrong_step",
            term("{step}: {problem}"),
            term("see `saksi case step --help` for how fields are written"),
            step=kebab(asked.__name__),
            problem=problem_of(error, value, asked).said,
        ) from None


def fields_of(words: Sequence[str], asked: type[Any]) -> dict[str, Any]:
    """What ``field=value`` words say, by field; documents are read from their files."""
    said: dict[str, Any] = {}
    for word in words:
        path, equals, value = word.partition("=")
        if not equals or not path:
            raise Failure(
                "wrong_field",
                term("{word} is not field=value"),
                term("write each field as hearing_on=2026-03-12"),
                word=legible(word),
            )
        _put(said, path.split("."), legible(value), asked, path)
    return said


def _put(said: dict[str, Any], names: Sequence[str], value: str, asked: Any, whole: str) -> None:
    first, *below = names
    hints = get_type_hints(asked, include_extras=True) if _is_struct(asked) else {}
    if first not in hints or (first in MADE and issubclass(asked, CaseEvent)):
        fields = [name for name in hints if name not in MADE] if asked in STEPS.values() else list(hints)
        raise Failure(
            "unknown_field",
            term("there is no field {field}; there are {fields}"),
            term("see `saksi case step --help` for how fields are written"),
            field=whole,
            fields=", ".join(fields),
        )
    kind = _bare(hints[first])
    if below:
        inner = said.setdefault(first, {})
        if not isinstance(inner, dict) or not _is_struct(kind):
            raise Failure("wrong_field", term("{field} has no fields of its own"), field=whole.rpartition(".")[0])
        _put(inner, below, value, kind, whole)
    elif kind is Document:
        said[first] = {**document(value), **said.get(first, {})}
    else:
        said[first] = _value(value, kind)


def _value(value: str, kind: Any) -> Any:
    if value[:1] in ("{", "["):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            return value
    if get_origin(kind) is list:
        inner = _bare(get_args(kind)[0])
        parts = value.split(",")
        if _is_struct(inner):
            names = list(get_type_hints(inner))
            return [dict(zip(names, part.split(":"), strict=False)) for part in parts]
        return parts
    return value


def document(path: str) -> dict[str, Any]:
    """A document by its file: the SHA-256 of its bytes and its media type. Raises ``OSError`` if it cannot be read."""
    if path.startswith("{"):
        found = _value(path, None)
        return found if isinstance(found, dict) else {"sha256": path}
    file = Path(path)
    media_type = mimetypes.guess_type(file.name, strict=False)[0] or "application/octet-stream"
    return {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "media_type": media_type}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _bare(kind: Any) -> Any:
    """A type without what is said beside it, and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(one for one in get_args(kind) if one is not NoneType))
    return kind


def fields_in_words(asked: type[Any]) -> Mapping[str, bool]:
    """The fields of a step that are typed, and whether each must be."""
    return {field.encode_name: field.required for field in msgspec.structs.fields(asked) if field.name not in MADE}
