"""What an event says, in one line for people. The field names and identifiers in it are the event's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from cli import case_gist, moments
from cli.language import say, term
from cli.words import MEANS, PLACE, word
from domain import events
from domain.discipline.events import AnyCaseEvent, CaseEvent
from ledger import statements


def gist(event: events.Event) -> str:
    """One line: who and when are shown beside it, so it says the rest."""
    if isinstance(event, CaseEvent):
        return f"{event.case}: {case_gist.gist(cast('AnyCaseEvent', event))}"
    return _GISTS[type(event)](event)


SHOWN_CHARACTERS = 300
"""What a table shows of one event: a few lines. A reason may be as long as a book, laying it out takes minutes."""


def brief(event: events.Event) -> str:
    """The gist as a table shows it: what is longer ends in ``…``."""
    said = gist(event)
    return said if len(said) <= SHOWN_CHARACTERS else f"{said[:SHOWN_CHARACTERS].rstrip()}…"


def event_type(event: events.Event) -> str:
    """The name of its type, as in SPEC section 2."""
    return type(event).__name__


def _unit(event: events.UnitDefined) -> str:
    parts = [
        say("{unit}: {name}, from {day}", unit=event.unit, name=event.name, day=event.effective_from),
        say("below {parent}", parent=event.parent) if event.parent else say("at the root"),
    ]
    if event.timezone:
        parts.append(event.timezone)
    if event.direct_service is not None:
        parts.append(say("direct service") if event.direct_service else say("no direct service"))
    return ", ".join(parts)


def _assigned(event: events.EmployeeAssigned) -> str:
    said = say(
        "{name}, {employment}, {title} in {unit}, from {day}",
        name=event.name,
        employment=event.employment,
        title=event.title,
        unit=event.unit,
        day=event.effective_from,
    )
    return f"{said}, {say('under {supervisor}', supervisor=event.supervisor)}" if event.supervisor else said


def _ended(event: events.EmploymentEnded) -> str:
    return say("serves no longer from {day}: {reason}", day=event.effective_from, reason=event.reason)


def _enacted(event: events.PolicyEnacted) -> str:
    document = event.document
    said = say(
        "{policy}: {regulation}, for {scope}, from {day}",
        policy=event.policy,
        regulation=document.get("regulation"),
        scope=document.get("scope"),
        day=document.get("effective_from"),
    )
    until = document.get("effective_until")
    return f"{said} {say('until {day}', day=until)}" if until else said


def _discipline(event: events.DisciplineEnacted) -> str:
    document = event.document
    return say(
        "{policy}: {regulation}, for {scope}, from {day}",
        policy=event.discipline,
        regulation=document.get("regulation"),
        scope=document.get("scope"),
        day=document.get("effective_from"),
    )


def _revoked(event: events.PolicyRevoked) -> str:
    return say(
        "{policy} is revoked from {day}: {reason}", policy=event.policy, day=event.effective_from, reason=event.reason
    )


HOLIDAYS = {"holiday": term("holiday"), "collective_leave": term("collective leave")}


def _holiday(event: events.HolidayDeclared) -> str:
    return say(
        "{day} for {scope}: {name} ({kind}, {regulation})",
        day=moments.day(event.date),
        scope=event.scope,
        name=event.name,
        kind=word(HOLIDAYS, event.kind),
        regulation=event.regulation,
    )


def _period(event: events.PeriodDeclared) -> str:
    return say(
        "{period} for {scope}: {first} to {last} ({regulation})",
        period=event.period_id,
        scope=event.scope,
        first=event.first,
        last=event.last,
        regulation=event.regulation,
    )


def _leave(event: events.LeaveGranted) -> str:
    return say(
        "leave {id} ({kind}): {first} to {last}, letter {letter}",
        id=event.leave_id,
        kind=event.kind,
        first=event.first,
        last=event.last,
        letter=event.letter,
    )


def _leave_cancelled(event: events.LeaveCancelled) -> str:
    return say("leave {id} is cancelled from {day}", id=event.leave_id, day=event.effective_from)


LETTERS = {"travel": term("travel"), "training": term("training"), "home": term("work at home")}


def _letter(event: events.DutyLetterIssued) -> str:
    said = say(
        "letter {letter} ({kind}): {first} to {last}",
        letter=event.letter,
        kind=word(LETTERS, event.kind),
        first=event.first,
        last=event.last,
    )
    if event.place is None:
        return said
    within = say("within {radius:g} m of {place}", radius=event.place.radius_m, place=_point(event.place))
    return f"{said}, {within}"


def _shift(event: events.ShiftAssigned) -> str:
    return say(
        "shift {id}: {day} {start}-{end}, {post}",
        id=event.shift_id,
        day=moments.day(event.date),
        start=event.start,
        end=event.end,
        post=event.post,
    )


def _shift_withdrawn(event: events.ShiftWithdrawn) -> str:
    return say("shift {id} is withdrawn", id=event.shift_id)


def _checked_in(event: events.CheckedIn) -> str:
    parts = [word(PLACE, event.place or "unknown")]
    if event.lat is not None and event.lon is not None:
        parts.append(_point(event))
    if event.accuracy_m is not None:
        parts.append(f"±{event.accuracy_m:g} m")
    if event.device:
        parts.append(say("device {device}", device=event.device))
    return ", ".join(parts)


def _requested(event: events.LocationRequested) -> str:
    return say("location request {id} by {by}", id=event.request_id, by=event.requested_by)


def _shared(event: events.LocationShared) -> str:
    said = say("location {place}", place=_point(event))
    if event.accuracy_m is not None:
        said += f" ±{event.accuracy_m:g} m"
    return f"{said}, {say('for request {id}', id=event.request_id)}" if event.request_id else said


def _call(event: events.CallPlaced) -> str:
    return say("call {id} by {by}, {channel}", id=event.call_id, by=event.placed_by, channel=event.channel)


def _answered(event: events.CallAnswered) -> str:
    return say("call {id}: {means}", id=event.call_id, means=word(MEANS, event.means))


def _reason(event: events.ReasonSubmitted) -> str:
    return say(
        "reason {id} about {subject}: {text}", id=event.reason_id, subject=_about(event.subject), text=event.text
    )


def _decided(event: events.ReasonDecided) -> str:
    sentence = term("reason {id} is accepted by {by}") if event.accepted else term("reason {id} is rejected by {by}")
    said = say(sentence, id=event.reason_id, by=event.decided_by)
    return f"{said}: {event.note}" if event.note else said


def _work(event: events.WorkReported) -> str:
    said = say("work on {day}: {summary}", day=moments.day(event.date), summary=event.summary)
    return f"{said} ({', '.join(event.outputs)})" if event.outputs else said


def _sealed(event: statements.StreamsSealed) -> str:
    return say(
        "{n} streams up to position {position}: {root}",
        n=sum(event.streams.values()),
        position=event.upto,
        root=event.root.hex(),
    )


def _signing_key(event: statements.SigningKeyAdded | statements.SigningKeyRetired) -> str:
    return event.key


def _voided(event: events.EventVoided) -> str:
    return say(
        "voids {target}: {reason} ({authority})", target=event.target, reason=event.reason, authority=event.authority
    )


def _about(subject: events.Subject) -> str:
    if subject.call_id is not None:
        return say("call {id}", id=subject.call_id)
    about = moments.day(subject.date) if isinstance(subject.date, date) else "-"
    return f"{about}, {say('window {name}', name=subject.window)}" if subject.window else about


def _point(place: Any) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}"


_GISTS: dict[type[events.Event], Callable[[Any], str]] = {
    events.UnitDefined: _unit,
    events.EmployeeAssigned: _assigned,
    events.EmploymentEnded: _ended,
    events.PolicyEnacted: _enacted,
    events.PolicyRevoked: _revoked,
    events.DisciplineEnacted: _discipline,
    events.HolidayDeclared: _holiday,
    events.PeriodDeclared: _period,
    events.LeaveGranted: _leave,
    events.LeaveCancelled: _leave_cancelled,
    events.DutyLetterIssued: _letter,
    events.ShiftAssigned: _shift,
    events.ShiftWithdrawn: _shift_withdrawn,
    events.CheckedIn: _checked_in,
    events.LocationRequested: _requested,
    events.LocationShared: _shared,
    events.CallPlaced: _call,
    events.CallAnswered: _answered,
    events.ReasonSubmitted: _reason,
    events.ReasonDecided: _decided,
    events.WorkReported: _work,
    events.EventVoided: _voided,
    statements.StreamsSealed: _sealed,
    statements.SigningKeyAdded: _signing_key,
    statements.SigningKeyRetired: _signing_key,
}
