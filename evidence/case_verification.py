"""Whether the case of a bundle is the one that its entries tell: every step, and every basis as it was read then.

What a basis read then is bound by the step itself, whose digest stands in an entry of the log; what it reads now, and
where the case stands, follows from the facts and is worked out anew with ``--replay``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from domain.discipline.events import Basis, nip_of
from domain.events import Fact
from evidence.bundle import Bundle, Question
from evidence.case_part import BasisOfCase, CasePart, StepOfCase, bases_among
from evidence.errors import FalseEvidence
from evidence.history import History
from ledger.province import CASE

_HINT = "have the evidence exported again, or ask who changed it"


def expect_the_case(bundle: Bundle, history: History, question: Question) -> None:
    """Raises ``FalseEvidence`` with the first thing in ``case.json`` that the rest of the bundle does not say."""
    part, contents = bundle.case, bundle.contents
    assert part is not None, "it was looked for"
    assert contents is not None, "it was read"
    if part.digest != part.own_digest:
        raise FalseEvidence(
            "the case in case.json has the digest {digest}, not {said}", _HINT, digest=part.own_digest, said=part.digest
        )
    named = contents.case
    if named is None or (named.id, named.digest) != (part.case, part.digest) or nip_of(part.case) != bundle.nip:
        raise FalseEvidence("bundle.json and case.json name different cases or digests", _HINT)
    _expect_steps(part, history, question)
    steps = history.facts(CASE + part.case, question.known_at)
    _expect_bases(part, steps, question)
    cases = bundle.answer.get("cases")
    standing = [_canonical(one) for one in cases] if isinstance(cases, list) else []
    if _canonical(part.answer) not in standing or part.answer.get("case") != part.case:
        raise FalseEvidence("the case in case.json does not stand as replay.json says it does", _HINT)


def _expect_steps(part: CasePart, history: History, question: Question) -> None:
    """That the steps are the entries of the case's stream up to the position known at, each and in order."""
    entries = [one for one in history.streams.get(CASE + part.case, []) if one.position <= question.known_at]
    there = {
        entry.position: StepOfCase(
            history.event(entry).id, entry.position, entry.topic.removeprefix("saksi."), entry.version
        )
        for entry in entries
    }
    for step in part.steps:
        if step.n not in there:
            raise FalseEvidence(
                "case.json names a step at position {position}, where the bundle has no entry of the case",
                _HINT,
                position=step.n,
            )
        if step != there[step.n]:
            raise FalseEvidence(
                "case.json says of the step at position {position} what its entry does not say",
                _HINT,
                position=step.n,
            )
    named = [step.n for step in part.steps]
    for position in there:
        if position not in named:
            raise FalseEvidence(
                "the step of the case at position {position} is left out of case.json", _HINT, position=position
            )
    if named != list(there):
        raise FalseEvidence("the steps in case.json are out of order, or one stands twice", _HINT)


def _expect_bases(part: CasePart, steps: list[Fact], question: Question) -> None:
    held = bases_among(steps)
    if [(one.id, one.n) for one in part.bases] != [(step.event.id, step.position) for step, _ in held]:
        raise FalseEvidence("the bases in case.json are not those that its steps hold", _HINT)
    for said, (_, basis) in zip(part.bases, held, strict=True):
        if said.then.get("digest") != _digest(said.then):
            raise FalseEvidence(
                "the replay of the basis at position {position}, known then, has the digest {digest}, not {said}",
                _HINT,
                position=said.n,
                digest=_digest(said.then),
                said=said.then.get("digest"),
            )
        if said.now.get("digest") != _digest(said.now):
            raise FalseEvidence(
                "the replay of the basis at position {position}, known now, has the digest {digest}, not {said}",
                _HINT,
                position=said.n,
                digest=_digest(said.now),
                said=said.now.get("digest"),
            )
        if said.then["digest"] != basis.digest:
            raise FalseEvidence(
                "the step at position {position} holds the digest {digest}, and case.json shows a basis of {said}",
                _HINT,
                position=said.n,
                digest=basis.digest,
                said=said.then["digest"],
            )
        _expect_the_same_question(said, basis, question)


def _expect_the_same_question(said: BasisOfCase, basis: Basis, question: Question) -> None:
    """That what is known now answers what was asked then: the same person, instant and days, as known at the end."""
    names = ("nip", "as_of", "known_at", "engine")
    asked = {**said.then, "known_at": question.known_at}
    same = all(_canonical(said.now.get(name)) == _canonical(asked.get(name)) for name in names)
    if not same or not _days_within(said.now, basis):
        raise FalseEvidence(
            "what the basis at position {position} reads now is the answer to another question",
            _HINT,
            position=said.n,
        )


def _days_within(answer: Mapping[str, Any], basis: Basis) -> bool:
    try:
        days = [str(day["date"]) for day in answer["days"]]
    except (LookupError, TypeError):
        return False
    return all(str(basis.first) <= day <= str(basis.last) for day in days)


def _digest(answer: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in answer.items() if name != "digest"}
    return f"sha256:{hashlib.sha256(_canonical(rest)).hexdigest()}"


def _canonical(value: Any) -> bytes:
    """The one way to write a value, in which ``true`` is not 1."""
    return msgspec.json.encode(value, order="sorted")
