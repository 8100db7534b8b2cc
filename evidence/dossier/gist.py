"""What an event says, in one line of Bahasa Indonesia; the identifiers in it are the event's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain import events
from domain.discipline.events import CaseEvent
from evidence.dossier import moments
from evidence.dossier.case_gist import step_gist
from evidence.dossier.legible import brief
from evidence.dossier.words import HOLIDAY, LETTER, MEANS, PLACE, word


def gist(event: events.Event) -> str:
    """One line: type and times are shown beside it, so it says the rest."""
    if isinstance(event, CaseEvent):
        said = f"perkara {event.case}, tanggal {moments.plain(event.on)}"
        return brief(f"{said}: {told}" if (told := step_gist(event)) else said)
    return brief(_GISTS[type(event)](event))


def _unit(event: events.UnitDefined) -> str:
    parts = [
        f"{event.unit}: {event.name}, sejak {moments.plain(event.effective_from)}",
        f"di bawah {event.parent}" if event.parent else "di puncak",
    ]
    if event.timezone:
        parts.append(event.timezone)
    if event.direct_service is not None:
        parts.append("pelayanan langsung" if event.direct_service else "bukan pelayanan langsung")
    return ", ".join(parts)


def _assigned(event: events.EmployeeAssigned) -> str:
    said = f"{event.name} ({event.nip}), {event.employment}, {event.title} di {event.unit}"
    said += f", sejak {moments.plain(event.effective_from)}"
    return f"{said}, di bawah {event.supervisor}" if event.supervisor else said


def _enacted(event: events.PolicyEnacted) -> str:
    document = event.document
    said = f"{event.policy}: {document.get('title')}; {document.get('regulation')}; untuk {document.get('scope')}"
    said += f", sejak {document.get('effective_from')}"
    until = document.get("effective_until")
    return f"{said} sampai {until}" if until else said


def _discipline(event: events.DisciplineEnacted) -> str:
    document = event.document
    said = f"{event.discipline}: {document.get('title')}; {document.get('regulation')}"
    return f"{said}, sejak {document.get('effective_from')}"


def _letter(event: events.DutyLetterIssued) -> str:
    said = f"surat {event.letter} ({word(LETTER, event.kind)}): {_days(event.first, event.last)}"
    if event.place is None:
        return said
    return f"{said}, dalam {event.place.radius_m:g} m dari {_point(event.place)}"


def _checked_in(event: events.CheckedIn) -> str:
    parts = [word(PLACE, event.place or "unknown")]
    if event.lat is not None and event.lon is not None:
        parts.append(_point(event))
    if event.accuracy_m is not None:
        parts.append(f"±{event.accuracy_m:g} m")
    if event.device:
        parts.append(f"perangkat {event.device}")
    return ", ".join(parts)


def _shared(event: events.LocationShared) -> str:
    said = f"lokasi {_point(event)}"
    if event.accuracy_m is not None:
        said += f" ±{event.accuracy_m:g} m"
    return f"{said}, untuk permintaan {event.request_id}" if event.request_id else said


def _decided(event: events.ReasonDecided) -> str:
    said = f"alasan {event.reason_id} {'diterima' if event.accepted else 'ditolak'} oleh {event.decided_by}"
    return f"{said}: {event.note}" if event.note else said


def _work(event: events.WorkReported) -> str:
    said = f"kerja pada {moments.day(event.date)}: {event.summary}"
    return f"{said} ({', '.join(event.outputs)})" if event.outputs else said


def _about(subject: events.Subject) -> str:
    if subject.date is None:
        return f"panggilan {subject.call_id}"
    about = moments.day(subject.date)
    return f"{about}, rentang waktu {subject.window}" if subject.window else about


def _days(first: Any, last: Any) -> str:
    return moments.day(first) if first == last else f"{moments.day(first)} sampai {moments.day(last)}"


def _point(place: Any) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}"


_GISTS: dict[type[events.Event], Callable[[Any], str]] = {
    events.UnitDefined: _unit,
    events.EmployeeAssigned: _assigned,
    events.EmploymentEnded: lambda one: f"{one.nip}: tidak bertugas lagi sejak {one.effective_from}: {one.reason}",
    events.PolicyEnacted: _enacted,
    events.PolicyRevoked: lambda one: f"{one.policy} dicabut sejak {one.effective_from}: {one.reason}",
    events.DisciplineEnacted: _discipline,
    events.HolidayDeclared: lambda one: (
        f"{moments.day(one.date)} untuk {one.scope}: {one.name} ({word(HOLIDAY, one.kind)}, {one.regulation})"
    ),
    events.PeriodDeclared: lambda one: (
        f"{one.period_id} untuk {one.scope}: {_days(one.first, one.last)} ({one.regulation})"
    ),
    events.LeaveGranted: lambda one: (
        f"cuti {one.leave_id} ({one.kind}): {_days(one.first, one.last)}, surat {one.letter}"
    ),
    events.LeaveCancelled: lambda one: f"cuti {one.leave_id} dibatalkan sejak {moments.plain(one.effective_from)}",
    events.DutyLetterIssued: _letter,
    events.ShiftAssigned: lambda one: f"sif {one.shift_id}: {moments.day(one.date)} {one.start}-{one.end}, {one.post}",
    events.ShiftWithdrawn: lambda one: f"sif {one.shift_id} ditarik",
    events.CheckedIn: _checked_in,
    events.LocationRequested: lambda one: f"permintaan lokasi {one.request_id} oleh {one.requested_by}",
    events.LocationShared: _shared,
    events.CallPlaced: lambda one: f"panggilan {one.call_id} oleh {one.placed_by}, {one.channel}",
    events.CallAnswered: lambda one: f"panggilan {one.call_id}: {word(MEANS, one.means)}",
    events.ReasonSubmitted: lambda one: f"alasan {one.reason_id} tentang {_about(one.subject)}: {one.text}",
    events.ReasonDecided: _decided,
    events.WorkReported: _work,
    events.EventVoided: lambda one: f"membatalkan {one.target}: {one.reason} ({one.authority})",
}
