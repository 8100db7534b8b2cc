"""What differs between two generations at one position: whose verdicts, and by which events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from domain.presence import JudgedDay
from projections.calls import Calls, read_call
from projections.catalogue import READ_MODELS
from projections.generation import Generation
from projections.read_model import ReadModel
from projections.requests import Requests, read_request
from projections.sheets import Sheet, Sheets


class Difference(Struct, frozen=True):
    """One thing that differs: of whom, what (``day 2026-02-20``, ``call c-04 #153``), how it was and is, and by what.

    ``events`` are the ids of those that only one of the two rests on. Where ``before`` and ``after`` are the same
    words, the verdict is the same, and its reasons differ.
    """

    nip: str
    what: str
    before: str
    after: str
    events: tuple[str, ...]


class Described(Struct, frozen=True):
    """A part of what is kept: in words, the ids it rests on, and the whole of it."""

    words: str = "-"
    events: frozenset[str] = frozenset()
    whole: object = None


class Comparison(Struct, frozen=True):
    """Two generations at a position. ``first`` says that there was none to compare with."""

    position: int
    first: bool
    employees: int
    differences: list[Difference]


def compare(serving: Generation | None, new: Generation) -> Comparison:
    """What the new generation says otherwise than the serving one. Both stand at the same position."""
    position = new.checkpoint.position
    if serving is None:
        return Comparison(position, True, 0, [])
    found: list[Difference] = []
    nips = sorted({nip for model in READ_MODELS for nip in _differing(model, serving, new)})
    for nip in nips:
        found += _differences(nip, serving, new)
    return Comparison(position, False, len(nips), found)


def _differing(model: ReadModel, serving: Generation, new: Generation) -> Iterator[str]:
    """Those who have rows that are not the same, found by the database."""
    columns = list(model.columns)
    key = columns[0]
    unlike = " OR ".join(f"one.{name} IS DISTINCT FROM other.{name}" for name in columns)
    for left, right in ((serving, new), (new, serving)):
        rows = new.views.query(
            f"SELECT DISTINCT one.nip FROM {left.table(model.name)} one LEFT JOIN {right.table(model.name)} other "
            f"ON other.nip = one.nip AND other.{key} = one.{key} WHERE {unlike}"
        )
        yield from (nip for (nip,) in rows)


def _differences(nip: str, serving: Generation, new: Generation) -> Iterator[Difference]:
    before, after = _described(nip, serving), _described(nip, new)
    for what in sorted({*before, *after}):
        was, is_now = before.get(what, Described()), after.get(what, Described())
        if was.whole != is_now.whole:
            yield Difference(nip, what, was.words, is_now.words, tuple(sorted(was.events ^ is_now.events)))


def _described(nip: str, generation: Generation) -> dict[str, Described]:
    """Everything of an employee, as it stands when all has matured."""
    return {
        what: described
        for model in READ_MODELS
        for row in generation.rows(model, nip)
        for what, described in _parts(model, row)
    }


def _parts(model: ReadModel, row: tuple[Any, ...]) -> Iterator[tuple[str, Described]]:
    """What a row is made of. A read model that is not named here is compared row by row."""
    if isinstance(model, Sheets):
        for day, kept in Sheet(row[1]).days:
            if kept.judged is not None:
                yield f"day {day}", Described(*_day_in_words(kept.judged), kept)
    elif isinstance(model, Calls):
        call = read_call(row[2])
        outcome = call.stages[-1].value
        events = frozenset({*call.events, *outcome.events})
        yield f"call {call.call_id} #{call.position}", Described(outcome.outcome, events, call)
    elif isinstance(model, Requests):
        request = read_request(row[1])
        response = request.stages[-1].value
        events = frozenset({*request.events, *response.events})
        yield f"request {request.request_id} #{request.position}", Described(response.outcome, events, request)
    else:
        yield f"{model.name} {row[0]}", Described(" ".join(str(value) for value in row[1:]), frozenset(), row)


def _day_in_words(judged: JudgedDay) -> tuple[str, frozenset[str]]:
    presences = judged.presences(judged.matures_at)
    lost = sum(one.late_minutes + one.early_minutes for one in presences)
    status = judged.status_with(presences)
    events = frozenset({*judged.events, *(event for one in presences for event in one.events)})
    return f"{status} {lost} min" if lost else status, events
