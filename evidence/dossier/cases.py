"""The case of a dossier in words: where it stands, what each basis read then and reads now, and its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.discipline.events import Basis, CaseEvent
from domain.events import Event, Recorded
from evidence.case_part import BasisOfCase, CasePart, StepOfCase
from evidence.dossier import case_gist, moments
from evidence.dossier.axes import Account
from evidence.dossier.case_words import CASE_OUTCOME, HOLDS, IMPOSED_BY, READS, STAGE, WITHOUT
from evidence.dossier.content import Dossier
from evidence.dossier.differences import differences
from evidence.dossier.gist import gist
from evidence.dossier.legible import brief, legible
from evidence.dossier.lines import Pair
from evidence.dossier.words import DAY_STATUS, EVENT, LEVEL, OUTCOME, SANCTION, STEP, word

CAVEATS = (
    (
        "Yang dibaca sebuah dasar waktu itu terikat pada langkahnya: digestnya tertulis di dalam peristiwa langkah itu "
        "dan terbukti ada di buku besar. Yang kini diketahui, dan kedudukan perkara, dihitung ulang dengan saksi "
        "evidence verify --replay."
    ),
    (
        "Dokumen perkara (surat panggilan, berita acara, surat keputusan) tidak ada di sini. Bandingkan SHA-256 "
        "dokumen aslinya dengan yang tertulis pada langkahnya."
    ),
    (
        "Apakah setiap langkah sah menurut PP 94/2021, Peraturan BKN 6/2022, dan PP 79/2021 tidak dibuktikan di sini; "
        "aturan disiplin yang dimuat buku besar disertakan semuanya."
    ),
    (
        "Siapa yang memasukkan sebuah peristiwa (sumber dan barisnya) tidak tertulis di entri mana pun, jadi tidak ada "
        "tanda tangan yang mencakupnya."
    ),
)


class BasisLines(NamedTuple):
    """A basis: what it was read from, and what reads otherwise now."""

    title: str
    pairs: tuple[Pair, ...]
    differences: tuple[tuple[str, str, str], ...]


class StepLine(NamedTuple):
    """A step by its position and its place in the case's stream, its dates, and what it says."""

    position: str
    place: str
    on: str
    recorded: str
    kind: str
    text: str
    event: str
    notes: tuple[str, ...]
    struck: bool


class ChangeLine(NamedTuple):
    """What of today's basis reads otherwise, and the facts behind that."""

    what: str
    then: str
    now: str
    behind: str


class CaseReading:
    """One case in words."""

    def __init__(self, part: CasePart, dossier: Dossier, account: Account) -> None:
        self._part, self._account = part, account
        self._answer: Mapping[str, Any] = part.answer
        self._by_position: dict[int, Recorded[Any]] = {fact.position: fact for fact in dossier.facts}
        self._place = next(
            number for number, one in enumerate(dossier.answer["cases"]) if one["case"] == self._answer["case"]
        )
        self._positions = {fact.event.id: fact.position for fact in dossier.facts}

    @property
    def name(self) -> str:
        """The id of the case."""
        return legible(self._part.case)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What nothing in the bundle says of the case."""
        return CAVEATS

    @property
    def digest(self) -> str:
        """That of ``case.json``."""
        return self._part.digest

    @property
    def summary(self) -> list[Pair]:
        """Where it stands, by which sanction, and whether its basis holds."""
        case, closed = self._answer, self._answer["closed"]
        after = (
            f", {moments.plain(date.fromisoformat(closed['on']))}: {word(CASE_OUTCOME, closed['outcome'])}"
            if closed
            else ""
        )
        holds = str(case["basis"]["holds"]).lower()
        return [
            Pair("Perkara", self.name),
            Pair("Dibuka", moments.instant(moments.read(case["opened_at"]))),
            Pair("Atas dasar", self._ground()),
            Pair("Tahap", word(STAGE, case["stage"]), f"cases/{self._place}/stage", after, "stage"),
            Pair("Hukuman", self._sanction()),
            Pair("Dasar perkara", HOLDS[holds], f"cases/{self._place}/basis/holds", "", "holds"),
            Pair("Langkah", f"{len(self._part.steps)}, semua yang ada dalam aliran perkara ini"),
        ]

    def _ground(self) -> str:
        todays = self._answer["basis"]["digest"]
        held = [one for one in self._part.bases if one.then["digest"] == todays]
        return legible(case_gist.basis(self._basis(held[-1])))

    def _sanction(self) -> str:
        one = self._answer["sanction"]
        if one is None:
            return "tidak ada yang berdiri"
        parts = [
            word(LEVEL, one["level"]),
            word(SANCTION, one["kind"]),
            word(IMPOSED_BY, one["by"]),
            moments.plain(date.fromisoformat(one["on"])),
            "berlaku" if one["in_force"] else "belum berlaku",
        ]
        return legible(", ".join(parts))

    # What it stands on

    @property
    def changes(self) -> list[ChangeLine]:
        """What of the last basis reads otherwise now."""
        return [
            ChangeLine(
                _what(one),
                _reading(one["part"], one["then"]),
                _reading(one["part"], one["now"]),
                ", ".join(self._fact(name) for name in one["events"]) or "-",
            )
            for one in self._answer["basis"]["changes"]
        ]

    def _fact(self, name: str) -> str:
        position = self._positions.get(name)
        return f"#{position} {legible(name)}" if position is not None else legible(name)

    @property
    def bases(self) -> list[BasisLines]:
        """Each basis: the opening's, and every renewed one."""
        return [self._lines(number, one) for number, one in enumerate(self._part.bases, 1)]

    def _lines(self, number: int, one: BasisOfCase) -> BasisLines:
        basis, step = self._basis(one), self._by_position[one.n]
        kind = STEP[type(step.event).__name__]
        rules = [Pair("Kebijakan yang menentukan", legible(", ".join(basis.policies)))] if basis.policies else []
        voided = self._account.voided.get(step.event.id)
        gone = [Pair("Langkahnya", voided)] if voided is not None else []
        days = [Pair("Hari yang menambah hitungan", _days(basis))] if basis.absence is not None else []
        return BasisLines(
            f"Dasar {number}: {kind} {moments.plain(step.event.on)} (#{one.n})",
            (
                Pair("Berdiri atas", legible(case_gist.basis(basis))),
                *gone,
                *days,
                Pair("Keadaan per", moments.instant(moments.read(one.then["as_of"]))),
                Pair("Diketahui waktu itu", f"pada posisi {basis.known_at}"),
                Pair("Kini diketahui", f"pada posisi {one.now['known_at']}"),
                Pair("Hari yang dibaca", f"{moments.day(basis.first)} sampai {moments.day(basis.last)}"),
                *rules,
                Pair("Digest waktu itu", one.then["digest"]),
                Pair("Digest kini", one.now["digest"]),
            ),
            tuple(differences(one.then, one.now)),
        )

    def _basis(self, one: BasisOfCase) -> Basis:
        held: Basis = self._by_position[one.n].event.basis
        return held

    # Steps

    @property
    def steps(self) -> list[StepLine]:
        """Every step, by position."""
        return [self._step(one) for one in self._part.steps]

    def _step(self, one: StepOfCase) -> StepLine:
        fact = self._by_position[one.n]
        event: Event = fact.event
        return StepLine(
            f"#{one.n}",
            f"entri {one.version} dari {len(self._part.steps)}",
            moments.day(event.on) if isinstance(event, CaseEvent) else "-",
            moments.recorded(fact.recorded_at, self._account.zone),
            {**EVENT, **STEP}[one.type],
            brief(case_gist.step_gist(event)) if isinstance(event, CaseEvent) else gist(event),
            legible(event.id),
            tuple(self._notes(event)),
            event.id in self._account.voided,
        )

    def _notes(self, event: Event) -> Iterator[str]:
        if event.id in self._account.voided:
            yield self._account.voided[event.id]
        if isinstance(event, CaseEvent) and event.occurred_at > self._account.as_of:
            yield "terjadi sesudah saat yang ditanyakan: tidak dihitung"
        if event.id in self._answer["basis"]["affected"]:
            yield "yang berubah menyangkut langkah ini"


def _days(basis: Basis) -> str:
    days: Sequence[Any] = basis.absence.days if basis.absence is not None else ()
    return ", ".join(
        f"{moments.plain(day.date)} {word(DAY_STATUS, day.status)}"
        + (f" {day.lost_minutes} menit" if day.lost_minutes else "")
        for day in days
    )


def _what(change: Mapping[str, Any]) -> str:
    part, key = change["part"], change["key"]
    if part == "day":
        return moments.day(date.fromisoformat(key))
    if part == "allegation":
        return f"dugaan {moments.instant(moments.read(key))}"
    name = {"call": "panggilan", "count": "hari terhitung tahun", "band": "jenjang tahun", "policy": "kebijakan"}[part]
    return legible(f"{name} {key}")


def _reading(part: str, reading: Mapping[str, Any] | None) -> str:
    if reading is None:
        return word(WITHOUT, part)
    said, amount = word({**OUTCOME, **DAY_STATUS, **SANCTION, **READS}, reading["reads"]), reading["amount"]
    if part == "count":
        return str(amount)
    if part == "band":
        return legible(f"mulai {amount} hari: {said}")
    return legible(f"{said} {amount} menit" if amount else said)
