"""The facts on both axes, in words: those that stand, then what happened, month by month."""

from __future__ import annotations

from datetime import datetime

from domain.events import Fact
from evidence.dossier import moments
from evidence.dossier.axes import Account
from evidence.dossier.gist import gist
from evidence.dossier.legible import legible
from evidence.dossier.lines import FactLine, Section
from evidence.dossier.words import EVENT, STEP


class Timeline:
    """The facts of a dossier."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def sections(self) -> list[Section]:
        """The facts that stand: posts, rules, calendars; then what happened to the employee, month by month."""
        standing = tuple(self._told(fact) for fact in self._account.standing)
        found = [Section("Fakta tetap: unit, penugasan, kebijakan, kalender, cuti, surat tugas, sif", standing)]
        by_month: dict[str, list[FactLine]] = {}
        for fact, occurred in self._account.happened:
            by_month.setdefault(moments.month(occurred), []).append(self._told(fact, occurred))
        found += [Section(name, tuple(some)) for name, some in by_month.items()]
        return [section for section in found if section.facts]

    def _told(self, fact: Fact, occurred: datetime | None = None) -> FactLine:
        late = self._account.late.get(fact.event.id)
        voided = self._account.voided.get(fact.event.id)
        notes = [str(late)] if late is not None else []
        if voided is not None:
            notes.append(voided)
        if occurred is not None and occurred > self._account.as_of:
            notes.append("terjadi sesudah saat yang ditanyakan: tidak dihitung")
        if fact.event.id in self._account.unused:
            notes.append("tercatat, tidak memenuhi apa pun")
        where = occurred.tzinfo if occurred is not None else self._account.zone
        return FactLine(
            f"#{fact.position}",
            legible(fact.event.id),
            f"{moments.day(occurred.date())} {moments.clock(occurred)}" if occurred is not None else "-",
            moments.recorded(fact.recorded_at, where),
            {**EVENT, **STEP}[type(fact.event).__name__],
            gist(fact.event),
            tuple(notes),
            voided is not None,
        )
