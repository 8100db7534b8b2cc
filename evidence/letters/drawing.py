"""A letter of a case that a ledger holds: everything that fills it, read at the end of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from domain.corrections import Facts, in_account
from domain.discipline.case import Case
from domain.discipline.events import nip_of
from evidence.letters.draft import Draft, letter
from evidence.letters.particulars import LetterName
from ledger.application import Ledger
from ledger.case_file import END, CaseFile
from ledger.checkpoint import Checkpoint
from ledger.inquiry import facts_about


def draw(ledger: Ledger, name: str, which: LetterName, said: Mapping[str, Any]) -> bytes:
    """The draft as PDF; what is said goes into it (``particulars``).

    Raises ``NoSuchCase``, ``NoDisciplineRules`` and ``WrongParticulars``.
    """
    position = ledger.last_position()
    file = CaseFile(ledger, nip_of(name), position)
    held = file.held(name, END)
    case = held.case
    people = {case.nip, *_named(case), *(value for value in _texts(said.values()))}
    facts = {fact.position: fact for nip in sorted(people) for fact in facts_about(ledger, nip, position)}
    note = ledger.recorder.checkpoint()
    draft = Draft(
        case,
        msgspec.to_builtins(file.replayed(case.basis)),
        rules=file.rules_on(case.steps[-1].on),
        facts=Facts(in_account(facts.values(), position)),
        zone=file.zone(case.basis.last),
        checkpoint=Checkpoint.of(note) if note is not None else None,
    )
    return letter(which, draft, said)


def _named(case: Case) -> Iterator[str]:
    """Everybody whom the steps name by number."""
    for step in case.steps:
        for name in ("opened_by", "issued_by", "held_by", "signed_by", "formed_by"):
            yield from _texts([getattr(step, name, None)])
    if case.ruling is not None:
        yield case.ruling.decision.authority.nip


def _texts(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))
