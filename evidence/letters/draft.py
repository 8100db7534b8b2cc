"""What a letter is filled with, from a case: who is who, what the case rests on, and the law; then the letter itself.

    draft = Draft(case, replayed, rules=…, facts=…, zone=…, checkpoint=…)
    data = letter("summons", draft, {"hearing_on": "2026-03-12"})          # PDF

Dates are local, times are in the zone of the employee's unit, which is named beside them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Facts
from domain.discipline.case import Case
from domain.discipline.catalogue import Cited, Ground, Kind
from domain.discipline.events import Basis, RecordSigned
from domain.discipline.rules import DisciplineRules
from domain.discipline.sanction import fits_basis
from domain.events import CallPlaced, EmployeeAssigned, UnitDefined
from domain.organisation import Staff, Units
from evidence.dossier import moments
from evidence.dossier.legible import brief, legible
from evidence.dossier.words import DAY_STATUS, LEVEL, word
from evidence.letters.citation import by_rank, citation, regulation, regulations
from evidence.letters.paper import pdf
from evidence.letters.particulars import (
    AnyParticulars,
    DecisionParticulars,
    LetterName,
    RecordParticulars,
    SummonsParticulars,
    WrongParticulars,
    particulars,
)
from evidence.letters.wording import (
    BLANK,
    headline,
    in_words,
    long_date,
    number,
    ordinal,
    unit_of,
    weekday,
)
from ledger.checkpoint import Checkpoint

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: dict[LetterName, str] = {
    "summons": "summons.xml.jinja",
    "second-summons": "summons.xml.jinja",
    "record": "record.xml.jinja",
    "decision": "decision.xml.jinja",
    "receipt": "receipt.xml.jinja",
}
CHANNELS = {"phone": "telepon", "whatsapp": "WhatsApp", "message": "pesan", "video": "panggilan video"}
"""By which way calls come; a source may name others, which stand as they are."""
_HERE = Path(__file__).parent


class Person(NamedTuple):
    """Somebody in a letter; what is not known is a row of dots."""

    name: str = BLANK
    nip: str = BLANK
    title: str = BLANK
    unit: str = BLANK

    @property
    def signs_with(self) -> str:
        """What stands below the name: the NIP; who has none, as a governor, signs without."""
        return f"NIP {self.nip}" if self.nip == BLANK or self.nip.isdecimal() else ""


class CallRow(NamedTuple):
    """A call of the basis: when it was placed and until when an answer was due, by whom, how."""

    placed: str
    deadline: str
    by: str
    channel: str


class DayRow(NamedTuple):
    """A day of the basis: its date, its status, the minutes it lost."""

    date: str
    status: str
    minutes: int


class Draft:
    """A case as its letters tell it.

    ``replayed`` is the answer that the basis was read from, as JSON values; ``facts`` are those in account that name
    people, units and calls; ``checkpoint`` is the last that was signed.
    """

    def __init__(
        self,
        case: Case,
        replayed: Mapping[str, Any],
        *,
        rules: DisciplineRules,
        facts: Facts,
        zone: tzinfo,
        checkpoint: Checkpoint | None,
    ) -> None:
        self.case = case
        self.rules = rules
        self._replayed = replayed
        self._zone = zone
        self._units = Units(facts)
        self._staff = Staff(facts, self._units)
        self._placed = {fact.position: fact.event for fact in facts.of(CallPlaced)}
        self.foot = _foot(case.basis, checkpoint, zone)

    @property
    def basis(self) -> Basis:
        """What the case stands on."""
        return self.case.basis

    @property
    def zone_name(self) -> str:
        """``WITA``."""
        return moments.zone(self.basis.as_of.astimezone(self._zone))

    @property
    def day(self) -> date:
        """The local date of the last step: on it people have the posts that are named."""
        return self.case.steps[-1].on

    def person(self, nip: str | None) -> Person:
        """Somebody by the number: as assigned on the day of the last step."""
        if nip is None:
            return Person()
        post = self._post(nip)
        if post is None:
            return Person(nip=legible(nip))
        return Person(legible(post.name), legible(nip), legible(post.title), self._unit(post.unit))

    @property
    def examinee(self) -> Person:
        """Whom the case is about."""
        return self.person(self.case.nip)

    @property
    def calls(self) -> list[CallRow]:
        """The calls of an allegation, in local time."""
        if self.basis.allegation is None:
            return []
        answered = {one["call_id"]: one for one in self._replayed["calls"] if one["outcome"] != "not_counted"}
        return [self._call(one.call_id, one.position, answered) for one in self.basis.allegation.calls]

    @property
    def days(self) -> list[DayRow]:
        """The days of an absence."""
        if self.basis.absence is None:
            return []
        return [
            DayRow(moments.whole_day(one.date), word(DAY_STATUS, one.status), one.lost_minutes)
            for one in self.basis.absence.days
        ]

    @property
    def lost_minutes(self) -> int:
        """All minutes of the basis together."""
        return sum(one.minutes for one in self.days)

    @property
    def record(self) -> RecordSigned | None:
        """The record of the examination or of non-attendance that was signed last."""
        return next((one for one in reversed(self.case.records) if one.record != "report"), None)

    @property
    def regulations(self) -> list[str]:
        """The regulations of the policies that decided the replay of the basis."""
        return by_rank(map(regulation, self._regulations()))

    def _regulations(self) -> Iterator[str]:
        allegation, absence = self.basis.allegation, self.basis.absence
        if allegation is not None:
            named = {one.call_id for one in allegation.calls}
            reasons = [one["because"] for one in self._replayed["calls"] if one["call_id"] in named]
        elif absence is not None:
            dates = {one.date.isoformat() for one in absence.days}
            reasons = [one["because"] for one in self._replayed["days"] if one["date"] in dates]
            reasons.append(self._replayed["absence"].get(str(absence.year), {}).get("because", []))
        else:
            reasons = []
        for because in reasons:
            for one in because:
                if one["policy"] in self.basis.policies or not self.basis.policies:
                    yield legible(one["regulation"])

    @property
    def laws(self) -> list[str]:
        """Those that the rules of discipline are made of and name beside, and with them those of the basis."""
        named = (one.regulation for one in self.rules.letters.considering)
        return by_rank([*map(regulation, named), *regulations(self.rules.regulation), *self.regulations])

    def ground(self, name: str | None) -> Ground | None:
        """A ground by its name, of the law of the time of the act."""
        catalogue = self.rules.catalogue(self.basis.act_on)
        return catalogue.ground(name) if catalogue is not None and name is not None else None

    @property
    def grounds(self) -> list[Ground]:
        """The grounds that a case on such a basis may have."""
        catalogue = self.rules.catalogue(self.basis.act_on)
        return [one for one in (catalogue.grounds if catalogue is not None else []) if fits_basis(one, self.basis)]

    def imposable(self, day: date | None) -> list[str]:
        """The kinds that are imposed on a day, else on that of the last step, for an act of that time."""
        catalogue = self.rules.catalogue(self.basis.act_on)
        if catalogue is None:
            return []
        return [catalogue.imposed(rank, day or self.day) for rank in range(len(catalogue.kinds))]

    def kind(self, name: str | None) -> Sanctioned | None:
        """A kind of sanction as the law names it; one that replaces another too."""
        catalogue = self.rules.catalogue(self.basis.act_on)
        for kind in catalogue.kinds if catalogue is not None else []:
            if kind.kind == name:
                return Sanctioned(kind.name, word(LEVEL, kind.level), kind.ends_service, [kind])
            if kind.replaced_by is not None and kind.replaced_by.kind == name:
                replaced = kind.replaced_by
                return Sanctioned(replaced.name, word(LEVEL, kind.level), kind.ends_service, [kind, replaced])
        return None

    def _call(self, call_id: str, position: int, answered: Mapping[str, Any]) -> CallRow:
        placed = self._placed.get(position)
        answer = answered.get(call_id)
        if placed is None or answer is None:
            return CallRow(legible(call_id), BLANK, BLANK, BLANK)
        at = moments.read(answer["placed_at"])
        due = moments.read(answer["deadline"])
        by = self._post(placed.placed_by)
        return CallRow(
            moments.whole_instant(at),
            f"{moments.clock(due)} {moments.zone(due)}" if due.date() == at.date() else moments.whole_instant(due),
            legible(by.name if by is not None else placed.placed_by),
            CHANNELS.get(placed.channel, brief(placed.channel)),
        )

    def _post(self, nip: str) -> EmployeeAssigned | None:
        found = self._staff.assignment(nip, self.day)
        return found.event if found is not None else None

    def _unit(self, name: str) -> str:
        facts = self._units.on(name, self.day).facts
        unit: UnitDefined | None = facts[0].event if facts else None
        return legible(unit.name if unit is not None else name)


class Sanctioned(NamedTuple):
    """A kind of sanction: its name in the law, its level, and the values of the law that say so."""

    name: str
    level: str
    ends_service: bool
    cited: Sequence[Kind | Cited]

    @property
    def references(self) -> str:
        """Where it stands."""
        return "; ".join(citation(one.reference) for one in self.cited)


def letter(name: LetterName, draft: Draft, said: Mapping[str, Any]) -> bytes:
    """One letter as PDF. Raises ``WrongParticulars`` if what is said does not fit into it."""
    particular = particulars(name, draft.case, dict(said))
    if isinstance(particular, DecisionParticulars):
        _expect_known(draft, particular)
    filled = (
        _environment()
        .get_template(TEMPLATES[name])
        .render(
            draft=draft,
            said=particular,
            second=name == "second-summons",
            notes=list(dict.fromkeys(_notes(name, draft, particular))),
            examinee=draft.examinee,
        )
    )
    made_at = draft.case.steps[-1].occurred_at.astimezone(UTC)
    return pdf(filled, title=f"Konsep: {name}, {draft.case.name}", foot=draft.foot, made_at=made_at)


def _expect_known(draft: Draft, said: DecisionParticulars) -> None:
    """A ground and a kind that the law of the time of the act has. Raises ``WrongParticulars``."""
    for value, found, names in (
        (said.ground, draft.ground(said.ground), [one.ground for one in draft.grounds]),
        (said.kind, draft.kind(said.kind), draft.imposable(said.on)),
    ):
        if value is not None and found is None:
            raise WrongParticulars(
                "the law of the time of the act has no {name}; it has {names}",
                "name one of them",
                name=value,
                names=", ".join(names),
            )


def _foot(basis: Basis, checkpoint: Checkpoint | None, zone: tzinfo) -> list[str]:
    seen = moments.instant(basis.as_of, zone)
    if checkpoint is None:
        sealed = "Titik periksa: belum ada yang ditandatangani atas buku besar ini."
    else:
        root = b64encode(checkpoint.root).decode()
        sealed = f"Titik periksa terakhir: {legible(checkpoint.origin)}  {checkpoint.size}  {root}"
    return [
        f"Dasar: keadaan per {seen}, sebagaimana diketahui pada posisi {basis.known_at} buku besar Saksi",
        f"Digest dasar: {basis.digest}",
        sealed,
    ]


def _notes(name: LetterName, draft: Draft, said: AnyParticulars) -> Iterator[str]:
    """What whoever finishes the draft must look at: every article cited, and how sure it is."""
    for one in _cited(name, draft, said):
        yield f"{citation(one.reference)}: keyakinan {one.confidence}{_sure(one)}"


def _sure(one: Cited) -> str:
    said = {
        "H": ", beberapa sumber sepakat",
        "M": ", satu sumber yang baik atau sumber yang berbeda dalam rincian",
        "L": ", lemah atau disimpulkan",
        "GK": ", pengetahuan umum",
    }[one.confidence]
    return f"{said}; teksnya dapat dibaca lebih dari satu cara" if one.reading else said


def _cited(name: LetterName, draft: Draft, said: AnyParticulars) -> Iterator[Cited]:
    rules = draft.rules
    if isinstance(said, SummonsParticulars):
        yield rules.summonses
        yield rules.summonses.gap
        if name == "summons":
            yield rules.limit("second_summons")
        yield from draft.grounds
    elif isinstance(said, RecordParticulars):
        yield rules.summonses
        yield from draft.grounds
    elif isinstance(said, DecisionParticulars):
        ground, kind = draft.ground(said.ground), draft.kind(said.kind)
        yield from [ground] if ground is not None else draft.grounds
        if kind is not None:
            yield from kind.cited
        yield from _remedy_of(draft, kind)
        yield from (*rules.letters.considering, *rules.letters.copies)
    else:
        decision = draft.case.ruling.decision if draft.case.ruling is not None else None
        yield rules.limit("delivery")
        yield from _remedy_of(draft, draft.kind(decision.kind if decision is not None else None))


def _remedy_of(draft: Draft, kind: Sanctioned | None) -> Iterator[Cited]:
    yield draft.rules.limit("in_force")
    for ends in (False, True) if kind is None else (kind.ends_service,):
        yield draft.rules.remedy(ends)
        yield draft.rules.limit("appeal" if ends else "objection")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "citation": citation,
        "number": number,
        "in_words": in_words,
        "long_date": long_date,
        "weekday": weekday,
        "unit_of": unit_of,
        "capital": lambda text: f"{text[:1].upper()}{text[1:]}",
        "headline": headline,
        "or_blank": lambda text: BLANK if text is None else legible(text),
    }
    environment.globals["ordinal"] = ordinal
    return environment
