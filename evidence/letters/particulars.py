"""What a letter says that only its writer knows: its date, a place, an hour, who signs. What is not said stays blank.

A step that was recorded says some of it; so the draft of a letter that is out already can be made again.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from domain.discipline.case import Case
from domain.discipline.events import Text
from domain.errors import SaksiError
from domain.events import Name, Nip
from domain.problems import problem_of

LetterName: TypeAlias = Literal["summons", "second-summons", "record", "decision", "receipt"]


class WrongParticulars(SaksiError):
    """What is said of a letter does not fit into it."""

    code = "wrong_particulars"


class Particulars(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every letter may say: its date (local), and the town or office where it is written."""

    on: date | None = None
    place: Text | None = None


class SummonsParticulars(Particulars, frozen=True, kw_only=True):
    """For a summons: who sends it, when and where the examinee is to come, and to whom (else to the sender)."""

    issued_by: Nip | None = None
    hearing_on: date | None = None
    time: Text | None = None
    room: Text | None = None
    before: Nip | None = None


class RecordParticulars(Particulars, frozen=True, kw_only=True):
    """For a record: of an examination or of non-attendance, and who examined."""

    record: Literal["examination", "non_attendance"] = "examination"
    held_by: list[Nip] = []
    means: Literal["face_to_face", "virtual"] = "face_to_face"


class DecisionParticulars(Particulars, frozen=True, kw_only=True):
    """For a decision: on which ground, of which kind, and who decides."""

    ground: Name | None = None
    kind: Name | None = None
    authority: Nip | None = None


class ReceiptParticulars(Particulars, frozen=True, kw_only=True):
    """For a receipt: who hands the decision over."""

    handed_by: Nip | None = None


AnyParticulars: TypeAlias = SummonsParticulars | RecordParticulars | DecisionParticulars | ReceiptParticulars

TYPES: dict[LetterName, type[AnyParticulars]] = {
    "summons": SummonsParticulars,
    "second-summons": SummonsParticulars,
    "record": RecordParticulars,
    "decision": DecisionParticulars,
    "receipt": ReceiptParticulars,
}


def particulars(name: LetterName, case: Case, said: dict[str, Any]) -> AnyParticulars:
    """What the steps of the case say, and over it what is said now. Raises ``WrongParticulars``."""
    asked = TYPES[name]
    value = {**_recorded(name, case), **said}
    try:
        return msgspec.convert(value, asked, strict=False)
    except msgspec.ValidationError as error:
        raise WrongParticulars(
            "this cannot be put into the letter: {problem}",
            "see `saksi case letter --help`; dates are written as 2026-03-12",
            problem=problem_of(error, value, asked).said,
        ) from None


def _recorded(name: LetterName, case: Case) -> dict[str, Any]:
    """What the steps say about a letter; nothing where its step is not recorded."""
    if name in ("summons", "second-summons"):
        which = "first" if name == "summons" else "second"
        sent = next((one for one in reversed(case.summonses) if one.which == which), None)
        return {} if sent is None else {"on": sent.on, "issued_by": sent.issued_by, "hearing_on": sent.hearing_on}
    if name == "record":
        return _of_record(case)
    ruling = case.ruling
    if ruling is None:
        return {}
    if name == "receipt":
        return {} if ruling.delivered is None else {"on": ruling.delivered.on}
    decision = ruling.decision
    said = {"on": decision.on, "ground": decision.ground, "kind": decision.kind, "authority": decision.authority.nip}
    return {key: value for key, value in said.items() if value is not None}


def _of_record(case: Case) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if case.held is not None:
        said = {"on": case.held.on, "held_by": case.held.held_by, "means": case.held.means}
    elif case.failed:
        said = {"record": "non_attendance", "on": case.failed[-1].on}
        said["held_by"] = [case.summonses[-1].issued_by] if case.summonses else []
    signed = next((one for one in reversed(case.records) if one.record != "report"), None)
    if signed is not None:
        said |= {"on": signed.on, "held_by": signed.signed_by, "record": signed.record}
    return said
