"""A dossier as it is read: plain lines of text, section by section, from which both the page and the paper are made.

Nothing is judged here. What an answer says is said in words, beside the facts that it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from domain.events import CallAnswered, CallPlaced, EmployeeAssigned, Fact, LocationRequested, ReasonDecided, UnitDefined
from evidence.dossier import moments
from evidence.dossier.axes import Account, Late, both_axes
from evidence.dossier.content import Dossier
from evidence.dossier.differences import differences
from evidence.dossier.gist import gist
from evidence.dossier.legible import legible
from evidence.dossier.rules import Rule, Rules, sanction
from evidence.dossier.words import (
    ARRANGEMENT,
    DAY_MEANING,
    DAY_STATUS,
    EVENT,
    INSIDE,
    MEANS,
    OUTCOME,
    OUTCOME_OF_CALL,
    OUTCOME_OF_REQUEST,
    STATE,
    STATE_MEANING,
    WHY,
    WINDOW_STATUS,
    word,
)

Item = Mapping[str, Any]


class Pair(NamedTuple):
    """A thing and what is said of it: a value, where the answer has exactly that, and what follows it."""

    label: str
    value: str
    says: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """All that is said."""
        return self.value + self.after


class WindowLine(NamedTuple):
    """A window of a day: its bounds, and the check-in against them."""

    name: str
    between: str
    came: str
    status: str


class DayLine(NamedTuple):
    """A day and why it is as it is."""

    index: int
    when: date
    title: str
    code: str
    status: str
    meaning: str
    arrangement: str
    windows: tuple[WindowLine, ...]
    bases: tuple[tuple[str, str], ...]
    facts: str
    notes: tuple[str, ...]


class Disputed(NamedTuple):
    """A call or a location request, its outcome, and how it came to that."""

    index: int
    name: str
    placed: str
    deadline: str
    code: str
    outcome: str
    lines: tuple[str, ...]
    bases: tuple[tuple[str, str], ...]
    facts: str


class Tally(NamedTuple):
    """The absence of a year, with its arithmetic."""

    year: str
    pairs: tuple[Pair, ...]
    bases: tuple[tuple[str, str], ...]


class FactLine(NamedTuple):
    """A fact on both axes: when it happened, and when the ledger held it."""

    position: str
    event: str
    occurred: str
    recorded: str
    kind: str
    text: str
    notes: tuple[str, ...]
    struck: bool


class Section(NamedTuple):
    """Facts under one heading."""

    title: str
    facts: tuple[FactLine, ...]


class Reading:
    """One dossier in words."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.answer = dossier.answer
        self.account = Account(dossier)
        self._by_id = {fact.event.id: fact for fact in dossier.facts}
        self._rules = Rules(dossier.facts)

    # Who and what was asked

    @cached_property
    def name(self) -> str:
        """The employee's name, as the last post has it; the NIP where there is none."""
        return legible(self._post.name) if self._post is not None else self.nip

    @property
    def nip(self) -> str:
        """The employee's NIP."""
        return legible(self.answer["nip"])

    @cached_property
    def who(self) -> list[Pair]:
        """Name, NIP, post and unit as of the answer's instant."""
        post = self._post
        if post is None:
            return [Pair("Pegawai", "tanpa penugasan"), Pair("NIP", self.nip)]
        unit = self._unit_name(post.unit)
        above = [Pair("Atasan langsung", legible(self._person(post.supervisor)))] if post.supervisor else []
        return [
            Pair("Nama", self.name),
            Pair("NIP", self.nip),
            Pair("Jabatan", f"{legible(post.title)} ({post.employment})"),
            Pair("Unit", unit),
            *above,
            Pair("Zona waktu", self.account.zone_name),
        ]

    @cached_property
    def question(self) -> list[Pair]:
        """Both axes, and the days."""
        known_at, recorded_at = self.answer["known_at"], self.dossier.recorded_at
        known = f"posisi {known_at} dari {self.dossier_size}"
        if recorded_at is not None:
            known += f", dicatat {moments.recorded(recorded_at, self.account.zone)}"
        days = self.answer["days"]
        first = self.dossier.first or (date.fromisoformat(days[0]["date"]) if days else None)
        last = self.dossier.last or self.as_of.date()
        asked = f"{moments.whole_day(first)} sampai {moments.whole_day(last)}" if first else moments.whole_day(last)
        return [
            Pair("Keadaan per", moments.whole_instant(self.as_of)),
            Pair("Diketahui pada", known),
            Pair("Hari yang ditanyakan", asked),
        ]

    @cached_property
    def as_of(self) -> datetime:
        """The instant asked about, in its local zone."""
        return moments.read(self.answer["as_of"])

    @property
    def dossier_size(self) -> int:
        """How many entries the checkpoint counts."""
        return self.account.checkpoint.size

    # The result

    @cached_property
    def headline(self) -> Pair:
        """The state of strikes in a word, and what it means."""
        state = self.answer["strikes"]["state"]
        return Pair(STATE_MEANING.get(state, ""), word(STATE, state), "strikes/state")

    @cached_property
    def result(self) -> list[Pair]:
        """What it all comes to: strikes, allegations, absence, days and calls by their number."""
        strikes = self.answer["strikes"]
        threshold = strikes["threshold"]
        of = f" dari {threshold}" if threshold is not None else " (tidak ada aturan panggilan yang berlaku)"
        found = [Pair("Panggilan terlewat terhitung", str(strikes["count"]), "strikes/count", of)]
        found += [Pair("Dugaan", one) for one in self.allegations]
        for tally in self.tallies:
            counted, band = tally.pairs[-2:]
            found.append(Pair(f"Ketidakhadiran {tally.year}", f"{counted.text}; dapat berujung: {band.value}"))
        found.append(Pair("Hari", _counted(DAY_STATUS, (day["status"] for day in self.answer["days"]))))
        for label, part in (("Panggilan", "calls"), ("Permintaan lokasi", "location_requests")):
            if self.answer[part]:
                found.append(Pair(label, _counted(OUTCOME, (one["outcome"] for one in self.answer[part]))))
        return found

    @cached_property
    def allegations(self) -> list[str]:
        """A sentence for each allegation."""
        return [
            f"tercapai {moments.instant(moments.read(one['reached_at']))} atas panggilan "
            f"{', '.join(map(legible, one['calls']))}"
            + (
                " (berlaku surut: bersandar pada aturan yang dicatat setelah salah satu panggilannya)"
                if one["retroactive"]
                else ""
            )
            for one in self.answer["strikes"]["allegations"]
        ]

    # Both axes

    @cached_property
    def axes(self) -> list[str]:
        """Where the ledger learned of something after it happened."""
        return both_axes(self.answer, self.account)

    @cached_property
    def differences(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """For each earlier answer: at which position, and what was known otherwise then."""
        return [
            (f"Diketahui pada posisi {earlier['known_at']}", differences(earlier, self.answer))
            for earlier in self.dossier.earlier
        ]

    # Days

    @cached_property
    def days(self) -> list[DayLine]:
        """Every day with a verdict."""
        return [self._day(index, day) for index, day in enumerate(self.answer["days"])]

    @cached_property
    def months(self) -> list[tuple[str, list[DayLine]]]:
        """The same, month by month."""
        found: dict[str, list[DayLine]] = {}
        for day in self.days:
            found.setdefault(moments.month(day.when), []).append(day)
        return list(found.items())

    def _day(self, index: int, day: Item) -> DayLine:
        when = date.fromisoformat(day["date"])
        minutes = [
            f"{name} {day[field]} menit"
            for name, field in (("terlambat", "late_minutes"), ("lebih awal", "early_minutes"))
            if day[field]
        ]
        meaning = DAY_MEANING.get(day["status"], "")
        own, standing = self._named(day["events"])
        late = [self.account.late[fact.event.id] for fact in own if fact.event.id in self.account.late]
        return DayLine(
            index,
            when,
            moments.day(when),
            day["status"],
            word(DAY_STATUS, day["status"]),
            f"{meaning} ({', '.join(minutes)})" if minutes else meaning,
            word(ARRANGEMENT, day["arrangement"]),
            tuple(_window(window, when) for window in day["windows"]),
            self._rules.bases(day["because"]),
            _positions(own, standing),
            tuple(map(str, late)),
        )

    # Calls and location requests

    @cached_property
    def calls(self) -> list[Disputed]:
        """Every call, in the order placed."""
        return [
            self._disputed(index, call, "call_id", "placed_at", OUTCOME_OF_CALL, self._call_lines(call))
            for index, call in enumerate(self.answer["calls"])
        ]

    @cached_property
    def requests(self) -> list[Disputed]:
        """Every location request, in the order made."""
        return [
            self._disputed(index, one, "request_id", "requested_at", OUTCOME_OF_REQUEST, self._request_lines(one))
            for index, one in enumerate(self.answer["location_requests"])
        ]

    def _disputed(
        self, index: int, item: Item, name: str, at: str, meanings: Mapping[str, str], lines: Iterator[str]
    ) -> Disputed:
        placed = moments.read(item[at])
        deadline = item["deadline"]
        why = f": {word(WHY, item['why'])}" if item["why"] is not None else ""
        own, standing = self._named(item["events"])
        late = (str(self.account.late[fact.event.id]) for fact in own if fact.event.id in self.account.late)
        return Disputed(
            index,
            legible(item[name]),
            moments.instant(placed),
            moments.short(moments.read(deadline), placed.date()) if deadline is not None else "-",
            item["outcome"],
            word(OUTCOME, item["outcome"]),
            (f"{_capital(meanings.get(item['outcome'], ''))}{why}.", *lines, *late),
            self._rules.bases(item["because"]),
            _positions(own, standing),
        )

    def _call_lines(self, call: Item) -> Iterator[str]:
        placed = self._fact_of(call, CallPlaced)
        if placed is not None:
            yield f"Dilakukan oleh {legible(self._person(placed.placed_by))}, {legible(placed.channel)}."
        if call["deadline"] is None or call["why"] is not None:
            return
        deadline = moments.read(call["deadline"])
        for fact in self._answers.get(call["call_id"], ()):
            event = fact.event
            came = "setelah tenggat" if event.occurred_at > deadline else "tepat waktu"
            if event.occurred_at < moments.read(call["placed_at"]):
                came = "sebelum panggilan"
            when = moments.short(event.occurred_at.astimezone(deadline.tzinfo), deadline.date())
            yield f"{_capital(word(MEANS, event.means))} {when} (#{fact.position}), {came}."
        reason_within = (self._rules.value(call["because"], "calls") or {}).get("reason_within") or 0
        reason_until = deadline + timedelta(minutes=reason_within)
        if reason_within and call["outcome"] != "answered":
            yield f"Alasan dapat diajukan sampai {moments.instant(reason_until)}."
        if call["settled_at"] is not None:
            yield self._settled(call, reason_until, deadline)

    def _settled(self, call: Item, reason_until: datetime, deadline: datetime) -> str:
        settled_at = moments.read(call["settled_at"])
        when = moments.instant(settled_at)
        for name in call["events"]:
            event = self._by_id[name].event if name in self._by_id else None
            if isinstance(event, ReasonDecided) and not event.accepted and event.occurred_at == settled_at:
                return (
                    f"Terhitung sejak {when}, saat alasan {legible(event.reason_id)} ditolak oleh "
                    f"{legible(self._person(event.decided_by))}."
                )
        if settled_at == reason_until and reason_until > deadline:
            return f"Terhitung sejak {when}, saat waktu mengajukan alasan habis."
        if settled_at == deadline:
            return f"Terhitung sejak {when}, saat waktu menjawab habis."
        return f"Terhitung sejak {when}."

    def _request_lines(self, request: Item) -> Iterator[str]:
        asked = self._fact_of(request, LocationRequested)
        if asked is not None:
            yield f"Diminta oleh {legible(self._person(asked.requested_by))}."
        if request["distance_m"] is not None:
            yield f"{request['distance_m']:.1f} m".replace(".", ",") + f" dari tempat dalam surat: " + (
                f"{word(INSIDE, request['inside'])}."
            )

    # Absence

    @cached_property
    def tallies(self) -> list[Tally]:
        """Every year asked about."""
        return [self._tally(year, tally) for year, tally in self.answer["absence"].items()]

    def _tally(self, year: str, tally: Item) -> Tally:
        rule = self._rules.value(tally["because"], "absence") or {}
        per_day = rule.get("day_minutes")
        days, lost, counted = tally["absent_days"], tally["lost_minutes"], tally["counted_days"]
        arithmetic = f" hari = {days} hari tidak hadir"
        if per_day:
            arithmetic += f" + {counted - days} ({lost} menit hilang dibagi {per_day}, dibulatkan ke bawah)"
        band = [sanction(tally["band"])] if tally["band"] else []
        if tally["consecutive"]:
            band.append(sanction(tally["consecutive"], " berturut-turut"))
        if tally["conflict"]:
            band.append("tidak dapat dikatakan: dua kebijakan setingkat berbeda isi")
        return Tally(
            year,
            (
                Pair("Hari tidak hadir", str(days), f"absence/{year}/absent_days"),
                Pair("Menit hilang", str(lost), f"absence/{year}/lost_minutes", self._lost(year, tally, rule)),
                Pair("Terpanjang berturut-turut", str(tally["longest_run"]), f"absence/{year}/longest_run", " hari"),
                Pair("Hari terhitung", str(counted), f"absence/{year}/counted_days", arithmetic),
                Pair("Dapat berujung", "; ".join(band) or "-"),
            ),
            self._rules.bases(tally["because"]) + self._rules.bases(tally["conflict"]),
        )

    def _lost(self, year: str, tally: Item, rule: Item) -> str:
        """What the lost minutes are the sum of, if the days asked about are all that they come from."""
        days = [day for day in self.answer["days"] if day["date"].startswith(f"{year}-")]
        late, early = sum(day["late_minutes"] for day in days), sum(day["early_minutes"] for day in days)
        windows = [window for day in days if day["status"] == "partial" for window in day["windows"]]
        missed = sum(window["status"] == "missed" for window in windows)
        each = rule.get("partial_minutes") or 0
        if late + early + missed * each != tally["lost_minutes"]:
            return " (juga dari hari di luar rentang yang ditanyakan)"
        return f" = {late} terlambat + {early} lebih awal + {missed} rentang waktu terlewat x {each}"

    # The rules, and the facts

    @cached_property
    def rules(self) -> list[Rule]:
        """Every rule that decided something."""
        assert self.days is not None
        assert self.calls is not None
        assert self.requests is not None
        assert self.tallies is not None
        return self._rules.told()

    @cached_property
    def sections(self) -> list[Section]:
        """The facts that happened to the employee, by month; before them those that stand: posts, rules, calendars."""
        standing = tuple(self._told(fact) for fact in self.account.standing)
        found = [Section("Fakta tetap: unit, penugasan, kebijakan, kalender, cuti, surat tugas, sif", standing)]
        by_month: dict[str, list[FactLine]] = {}
        for fact, occurred in self.account.happened:
            by_month.setdefault(moments.month(occurred), []).append(self._told(fact, occurred))
        return [one for one in (*found, *(Section(name, tuple(some)) for name, some in by_month.items())) if one.facts]

    @property
    def not_shown(self) -> int:
        """How many facts of other days are in the bundle and not in the timeline."""
        return self.account.not_shown

    def _told(self, fact: Fact, occurred: datetime | None = None) -> FactLine:
        late: Late | None = self.account.late.get(fact.event.id)
        voided = self.account.voided.get(fact.event.id)
        notes = [str(late)] if late is not None else []
        if voided is not None:
            notes.append(voided)
        if occurred is not None and occurred > self.as_of:
            notes.append("terjadi sesudah saat yang ditanyakan: tidak dihitung")
        if fact.event.id in self.account.unused:
            notes.append("tercatat, tidak memenuhi apa pun")
        where = occurred.tzinfo if occurred is not None else self.account.zone
        return FactLine(
            f"#{fact.position}",
            legible(fact.event.id),
            f"{moments.day(occurred.date())} {moments.clock(occurred)}" if occurred is not None else "-",
            moments.recorded(fact.recorded_at, where),
            EVENT[type(fact.event).__name__],
            gist(fact.event),
            tuple(notes),
            voided is not None,
        )

    # What is looked up among the facts

    @cached_property
    def _post(self) -> EmployeeAssigned | None:
        posts = [
            fact
            for fact in self.account.counting
            if isinstance(fact.event, EmployeeAssigned) and fact.event.nip == self.answer["nip"]
        ]
        begun = [fact for fact in posts if fact.event.effective_from <= self.as_of.date()] or posts
        return max(begun, key=lambda fact: (fact.event.effective_from, fact.position)).event if begun else None

    def _unit_name(self, unit: str) -> str:
        names = [
            fact.event.name
            for fact in self.account.counting
            if isinstance(fact.event, UnitDefined) and fact.event.unit == unit
        ]
        return f"{legible(names[-1])} ({legible(unit)})" if names else legible(unit)

    @cached_property
    def _people(self) -> dict[str, str]:
        return {fact.event.nip: fact.event.name for fact in self.dossier.facts if isinstance(fact.event, EmployeeAssigned)}

    def _person(self, nip: str) -> str:
        return f"{self._people[nip]} ({nip})" if nip in self._people else nip

    @cached_property
    def _answers(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.account.counting:
            if isinstance(fact.event, CallAnswered) and fact.event.occurred_at <= self.as_of:
                found.setdefault(fact.event.call_id, []).append(fact)
        return found

    def _fact_of(self, item: Item, kind: type) -> Any:
        """The event of a kind that an item is about: of two, the later, as the other came earlier."""
        events = [self._by_id[name] for name in item["events"] if name in self._by_id]
        found = [fact for fact in events if isinstance(fact.event, kind)]
        return max(found, key=lambda fact: (fact.event.occurred_at, fact.position)).event if found else None

    def _named(self, names: Sequence[str]) -> tuple[list[Fact], list[Fact]]:
        """The facts that an item rests on, by position: what happened, and what stands."""
        facts = sorted((self._by_id[name] for name in names if name in self._by_id), key=lambda fact: fact.position)
        own = [fact for fact in facts if self.account.is_own(fact)]
        return own, [fact for fact in facts if not self.account.is_own(fact)]


def _window(window: Item, beside: date) -> WindowLine:
    opens, closes = moments.read(window["opens"]), moments.read(window["closes"])
    between = f"{moments.short(opens, beside)}-{moments.short(closes, beside)}"
    if window["late_until"]:
        between += f", terlambat sampai {moments.short(moments.read(window['late_until']), beside)}"
    if window["early_from"]:
        between += f", lebih awal sejak {moments.short(moments.read(window['early_from']), beside)}"
    if window["place"] == "office":
        between += ", di kantor"
    minutes = window["late_minutes"] + window["early_minutes"]
    came = word(WINDOW_STATUS, window["status"]) + (f" {minutes} menit" if minutes else "")
    if window["at"]:
        came = f"{moments.short(moments.read(window['at']), beside)} {came}"
    return WindowLine(legible(window["name"]), between, came, window["status"])


def _positions(own: Sequence[Fact], standing: Sequence[Fact]) -> str:
    parts = [" ".join(f"#{fact.position}" for fact in some) for some in (own, standing) if some]
    return "; ".join(parts)


def _counted(words: Mapping[str, str], codes: Iterator[str]) -> str:
    counts = Counter(codes)
    return ", ".join(f"{counts[code]} {name}" for code, name in words.items() if counts[code]) or "-"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
