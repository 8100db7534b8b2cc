"""What differs between two generations, as a rule at one position: whose verdicts, and by which events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from projections.generation import Generation
from projections.read_model import Part, ReadModel, Row, UnreadableRow
from projections.read_models import READ_MODELS


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


class Comparison(Struct, frozen=True):
    """Two generations, the new one at a position. ``first`` says that there was none to compare with."""

    position: int
    first: bool
    employees: int
    differences: list[Difference]


def compare(serving: Generation | None, new: Generation) -> Comparison:
    """What the new generation says otherwise than the serving one; it stands at the same position unless it stopped."""
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
    # As IS DISTINCT FROM, which SQLite knows from 3.39 on only: Ubuntu 22.04 has 3.37.
    unlike = " OR ".join(
        f"NOT coalesce(one.{name} = other.{name}, one.{name} IS NULL AND other.{name} IS NULL)" for name in columns
    )
    # What both have is compared in the first round; the second only looks, in the index, for what is new.
    for left, right, differs in ((serving, new, unlike), (new, serving, "other.nip IS NULL")):
        rows = new.views.query(
            f"SELECT one.nip FROM {left.table(model.name)} one LEFT JOIN {right.table(model.name)} other "
            f"ON other.nip = one.nip AND other.{columns[0]} = one.{columns[0]} WHERE {differs}"
        )
        yield from (nip for (nip,) in rows)


def _differences(nip: str, serving: Generation, new: Generation) -> Iterator[Difference]:
    before, after = _parts(nip, serving), _parts(nip, new)
    for what in sorted({*before, *after}):
        was, is_now = before.get(what, NOTHING), after.get(what, NOTHING)
        if was.whole != is_now.whole:
            yield Difference(nip, what, was.words, is_now.words, tuple(sorted(was.events ^ is_now.events)))


UNREADABLE = "unreadable"
NOTHING = Part("", "-", frozenset(), None)


def _parts(nip: str, generation: Generation) -> dict[str, Part]:
    """Everything kept of an employee."""
    return {
        part.what: part
        for model in READ_MODELS
        for row in generation.rows(model, nip)
        for part in _parts_of_row(model, row)
    }


def _parts_of_row(model: ReadModel, row: Row) -> Iterable[Part]:
    """What a row says. One that cannot be read keeps no rebuild from replacing it."""
    try:
        return list(model.parts(row))
    except UnreadableRow:
        return [Part(f"{model.name} {row[0]}", UNREADABLE, frozenset(), row)]
