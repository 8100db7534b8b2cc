"""The verdict derived again, from nothing but the facts in the bundle, and held to the answer value by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

import msgspec

from domain.discipline.events import Basis
from domain.events import Fact
from domain.replay import ENGINE, replay
from evidence.bundle import Bundle, Question
from evidence.case_part import case_part
from evidence.errors import FalseEvidence, Unproved
from evidence.history import History
from ledger.inquiry import with_digest
from ledger.province import CASE, facts_around, facts_of

_MISSING = "-"


def expect_the_answer_again(bundle: Bundle, history: History, question: Question) -> list[Fact]:
    """The facts that the answer of the bundle follows from, by position.

    Raises ``FalseEvidence``, naming the first difference, if it does not, and ``Unproved`` if other rules made it.
    """
    if bundle.answer["engine"] != ENGINE:
        raise Unproved(
            "the answer was made by engine {engine}, and this Saksi has engine {own}",
            "verify it with a Saksi that has this engine",
            engine=bundle.answer["engine"],
            own=ENGINE,
        )
    policies = [stream for stream in bundle.streams if stream.startswith("policy-")]
    read = history.reader(question.known_at, set())
    facts = facts_around(read, [bundle.nip]) + facts_of(read, bundle.nip) + read(*policies)
    facts.sort(key=lambda fact: fact.position)
    answer = replay(
        bundle.nip,
        facts,
        as_of=datetime.fromisoformat(question.as_of),
        known_at=question.known_at,
        first=question.first,
        last=question.last,
    )
    derived = msgspec.to_builtins(with_digest(answer))
    difference = first_difference(bundle.answer, derived)
    if difference is not None:
        path, said, found = difference
        raise FalseEvidence(
            "the answer does not follow from the facts: {path} is {said} in replay.json, and {found} by the facts",
            "the answer was changed, or made by another program: replay it from the ledger",
            path=path,
            said=said,
            found=found,
        )
    return facts


def expect_the_case_again(bundle: Bundle, history: History, question: Question, facts: Sequence[Fact]) -> None:
    """That the case, and each basis of it as known then and now, follow from these facts, the whole of the bundle.

    Raises ``FalseEvidence``, naming the first difference.
    """
    said = bundle.case
    assert said is not None, "it was looked for"

    def replayed(basis: Basis, position: int) -> dict[str, Any]:
        answer = replay(bundle.nip, facts, as_of=basis.as_of, known_at=position, first=basis.first, last=basis.last)
        return with_digest(answer)

    steps = history.facts(CASE + said.case, question.known_at)
    derived = case_part(said.case, steps, bundle.answer, replayed)
    difference = first_difference(*map(msgspec.to_builtins, (said, derived)))
    if difference is not None:
        path, one, other = difference
        raise FalseEvidence(
            "the case does not follow from the facts: {path} is {said} in case.json, and {found} by the facts",
            "the case was changed, or made by another program: look at it in the ledger with `saksi case show`",
            path=path,
            said=one,
            found=other,
        )


def first_difference(said: Any, derived: Any, path: str = "") -> tuple[str, str, str] | None:
    """Where two values of JSON first differ, in the order of their keys, and what each has there as JSON."""
    if isinstance(said, Mapping) and isinstance(derived, Mapping):
        names = sorted(said.keys() | derived.keys(), key=lambda name: (name == "digest", name))
        pairs = [
            (f"{path}.{name}".lstrip("."), said.get(name, _MISSING), derived.get(name, _MISSING)) for name in names
        ]
    elif isinstance(said, Sequence) and isinstance(derived, Sequence) and not isinstance(said, str):
        both = zip_longest(said, derived, fillvalue=_MISSING)
        pairs = [(f"{path}[{index}]", one, other) for index, (one, other) in enumerate(both)]
    else:
        same = type(said) is type(derived) and said == derived
        return None if same else (path, _json(said), _json(derived))
    return next((found for where, one, other in pairs if (found := first_difference(one, other, where))), None)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
