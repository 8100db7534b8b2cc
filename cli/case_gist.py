"""What a step of a discipline case says, in one line for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cli import moments
from cli.case_words import CASE_OUTCOME
from cli.language import say
from cli.step_words import EXAMINEE, GROUND, HELD, HOW, RECORD, REMEDY, ROLE, WHICH
from cli.words import LEVEL, SANCTION, word
from domain.discipline import events


def document(one: events.Document) -> str:
    """A document: its number, and the first digits of its SHA-256, by which it is compared."""
    short = f"SHA-256 {one.sha256[:12]}…"
    return f"{one.number} ({short})" if one.number else short


def basis(one: events.Basis) -> str:
    """What a case stands on, and as what it was seen."""
    seen = say("known at position {position}", position=one.known_at)
    if one.allegation is not None:
        calls = ", ".join(f"{call.call_id} (#{call.position})" for call in one.allegation.calls)
        return say("on calls {calls}; {seen}", calls=calls, seen=seen)
    if one.absence is not None:
        if one.absence.consecutive:
            return say("on {n} consecutive days absent; {seen}", n=one.absence.counted_days, seen=seen)
        return say(
            "on {n} days counted in {year}; {seen}", n=one.absence.counted_days, year=one.absence.year, seen=seen
        )
    assert one.report is not None
    return say("on the report {document}; {seen}", document=document(one.report), seen=seen)


def sanction(level: str | None, kind: str | None) -> str:
    """A sanction by its level and kind."""
    return f"{word(LEVEL, level)}: {word(SANCTION, kind)}"


def _opened(step: events.CaseOpened) -> str:
    return say("{basis}; opened by {by}", basis=basis(step.basis), by=step.opened_by)


def _renewed(step: events.BasisRenewed) -> str:
    return f"{basis(step.basis)}: {step.why}"


def _team(step: events.TeamFormed) -> str:
    members = ", ".join(f"{member.nip} ({word(ROLE, member.role)})" for member in step.members)
    return f"{document(step.decree)}: {members}"


def _summons(step: events.SummonsIssued) -> str:
    return say(
        "{which}, letter {letter}, hearing on {day}, by {by}",
        which=word(WHICH, step.which),
        letter=document(step.letter),
        day=moments.day(step.hearing_on),
        by=step.issued_by,
    )


def _held(step: events.HearingHeld) -> str:
    return say("{means}, by {by}", means=word(HELD, step.means), by=", ".join(step.held_by))


def _failed(step: events.HearingFailed) -> str:
    return say("the examinee did not come to the {which}", which=word(WHICH, step.summons))


def _record(step: events.RecordSigned) -> str:
    return f"{word(RECORD, step.record)}, {document(step.document)}; {word(EXAMINEE, step.examinee)}"


def _relief(step: events.TemporaryReliefOrdered) -> str:
    said = say("decree {decree}, by {by}", decree=document(step.decree), by=step.ordered_by)
    return f"{said}; {say('acting: {nip}', nip=step.acting)}" if step.acting else said


def _decided(step: events.CaseDecided) -> str:
    by = say("decree {decree}, by {by}", decree=document(step.decree), by=step.authority.nip)
    if step.outcome == "no_sanction":
        return say("no sanction; {by}", by=by)
    return say(
        "{sanction}; ground {ground} ({legal}); {by}",
        sanction=sanction(step.level, step.kind),
        ground=word(GROUND, step.ground),
        legal=step.legal_ground,
        by=by,
    )


def _nothing_more(_: events.DeliveryMissed | events.DecisionInForce) -> str:
    return ""


def _sent(step: events.DecisionSent) -> str:
    return say("to {address}", address=step.to)


def _delivered(step: events.DecisionDelivered) -> str:
    how = word(HOW, step.how)
    return f"{how}, {document(step.receipt)}" if step.receipt is not None else how


def _document(step: events.ObjectionFiled | events.AppealFiled | events.AppealReplied) -> str:
    return document(step.document)


def _remedied(step: events.ObjectionDecided | events.AppealDecided) -> str:
    said = [word(REMEDY, step.outcome)]
    if step.kind is not None:
        said.append(sanction(step.level, step.kind))
    return "; ".join([*said, say("decree {decree}", decree=document(step.decree))])


def _withdrawn(step: events.DecisionWithdrawn) -> str:
    return say("decree {decree}, by {by}: {why}", decree=document(step.decree), by=step.withdrawn_by, why=step.why)


def _closed(step: events.CaseClosed) -> str:
    return say("{outcome}, by {by}: {why}", outcome=word(CASE_OUTCOME, step.outcome), by=step.closed_by, why=step.why)


def _reopened(step: events.CaseReopened) -> str:
    return say("by {by}: {why}", by=step.reopened_by, why=step.why)


GISTS: dict[type[Any], Callable[[Any], str]] = {
    events.CaseOpened: _opened,
    events.BasisRenewed: _renewed,
    events.TeamFormed: _team,
    events.SummonsIssued: _summons,
    events.HearingHeld: _held,
    events.HearingFailed: _failed,
    events.RecordSigned: _record,
    events.TemporaryReliefOrdered: _relief,
    events.CaseDecided: _decided,
    events.DeliveryMissed: _nothing_more,
    events.DecisionSent: _sent,
    events.DecisionDelivered: _delivered,
    events.DecisionInForce: _nothing_more,
    events.ObjectionFiled: _document,
    events.ObjectionDecided: _remedied,
    events.AppealFiled: _document,
    events.AppealReplied: _document,
    events.AppealDecided: _remedied,
    events.DecisionWithdrawn: _withdrawn,
    events.CaseClosed: _closed,
    events.CaseReopened: _reopened,
}


def gist(step: events.AnyCaseEvent) -> str:
    """What a step says beside its type and date."""
    return GISTS[type(step)](step)


def documents(step: events.AnyCaseEvent) -> Iterator[tuple[str, events.Document]]:
    """The documents that a step names, by field."""
    for name in step.__struct_fields__:
        value = getattr(step, name)
        if isinstance(value, events.Document):
            yield name, value
        elif isinstance(value, events.Basis) and value.report is not None:
            yield "report", value.report
