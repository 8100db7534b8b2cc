"""What a step of a discipline case says, in one line of Bahasa Indonesia. Documents stand by their whole SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.discipline import events
from evidence.dossier import moments
from evidence.dossier.case_words import CASE_OUTCOME, EXAMINEE, HELD, HOW, RECORD, REMEDY, ROLE, WHICH
from evidence.dossier.words import LEVEL, SANCTION, capital, word


def document(one: events.Document) -> str:
    """A document by its number, if it has one, and its SHA-256, by which it is compared."""
    sha256 = f"SHA-256 {one.sha256}"
    return f"{one.number} ({sha256})" if one.number else sha256


def basis(one: events.Basis) -> str:
    """What a case stands on."""
    if one.allegation is not None:
        calls = ", ".join(f"{call.call_id} (#{call.position})" for call in one.allegation.calls)
        return f"dugaan {moments.instant(one.allegation.reached_at)} atas panggilan {calls}"
    if one.absence is not None:
        counted = "hari berturut-turut" if one.absence.consecutive else "hari terhitung"
        said = f"ketidakhadiran tahun {one.absence.year}: {one.absence.counted_days} {counted}"
        band = one.absence.band
        return f"{said}; mulai {band.days} hari: {sanction(band.level, band.kind)}" if band is not None else said
    assert one.report is not None, "a basis is one of the three"
    return f"laporan {document(one.report)} tentang perbuatan {moments.day(one.act_on)}"


def sanction(level: str | None, kind: str | None) -> str:
    """A sanction by its level and kind."""
    return f"{word(LEVEL, level)}, {word(SANCTION, kind)}"


def step_gist(step: events.CaseEvent) -> str:
    """One line; the type of the step and its dates are shown beside it. What it says comes from outside."""
    return _GISTS[type(step)](step)


def _decree(decree: events.Document, by: str) -> str:
    return f"surat keputusan {document(decree)}, oleh {by}"


def _team(step: events.TeamFormed) -> str:
    members = ", ".join(f"{member.nip} ({word(ROLE, member.role)})" for member in step.members)
    return f"{_decree(step.decree, step.formed_by)}: {members}"


def _summons(step: events.SummonsIssued) -> str:
    hearing = moments.day(step.hearing_on)
    return f"{word(WHICH, step.which)}, surat {document(step.letter)}, pemeriksaan {hearing}, oleh {step.issued_by}"


def _record(step: events.RecordSigned) -> str:
    signed = ", ".join(step.signed_by)
    said = f"{word(RECORD, step.record)}, {document(step.document)}; ditandatangani {signed}"
    return f"{said}; {word(EXAMINEE, step.examinee)}"


def _relief(step: events.TemporaryReliefOrdered) -> str:
    said = _decree(step.decree, step.ordered_by)
    return f"{said}; pelaksana harian: {step.acting}" if step.acting else said


def _decided(step: events.CaseDecided) -> str:
    by = _decree(step.decree, step.authority.nip)
    if step.outcome == "no_sanction":
        return f"tanpa hukuman; {by}"
    return f"{sanction(step.level, step.kind)}; dasar pelanggaran {step.ground} ({step.legal_ground}); {by}"


def _delivered(step: events.DecisionDelivered) -> str:
    how = word(HOW, step.how)
    return f"{how}, {document(step.receipt)}" if step.receipt is not None else how


def _remedied(step: events.ObjectionDecided | events.AppealDecided) -> str:
    said = word(REMEDY, step.outcome)
    if step.kind is not None:
        said += f": {sanction(step.level, step.kind)}"
    return f"{said}; surat keputusan {document(step.decree)}"


_GISTS: dict[type[events.CaseEvent], Callable[[Any], str]] = {
    events.CaseOpened: lambda one: f"{basis(one.basis)}; oleh {one.opened_by}",
    events.BasisRenewed: lambda one: f"{basis(one.basis)}: {one.why}",
    events.TeamFormed: _team,
    events.SummonsIssued: _summons,
    events.HearingHeld: lambda one: f"{word(HELD, one.means)}, oleh {', '.join(one.held_by)}",
    events.HearingFailed: lambda one: f"yang diperiksa tidak memenuhi {word(WHICH, one.summons)}",
    events.RecordSigned: _record,
    events.TemporaryReliefOrdered: _relief,
    events.CaseDecided: _decided,
    events.DeliveryMissed: lambda _: "",
    events.DecisionSent: lambda one: f"ke {one.to}",
    events.DecisionDelivered: _delivered,
    events.DecisionInForce: lambda _: "",
    events.ObjectionFiled: lambda one: document(one.document),
    events.ObjectionDecided: _remedied,
    events.AppealFiled: lambda one: document(one.document),
    events.AppealReplied: lambda one: document(one.document),
    events.AppealDecided: _remedied,
    events.DecisionWithdrawn: lambda one: f"{_decree(one.decree, one.withdrawn_by)}: {one.why}",
    events.CaseClosed: lambda one: f"{capital(word(CASE_OUTCOME, one.outcome))}, oleh {one.closed_by}: {one.why}",
    events.CaseReopened: lambda one: f"oleh {one.reopened_by}: {one.why}",
}
