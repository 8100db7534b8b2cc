"""A dossier as it is read: plain lines of text, section by section, from which both the page and the paper are made.

Nothing is judged here. What an answer says is said in words, beside the facts that it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import starmap

from evidence.dossier import moments
from evidence.dossier.axes import Account, both_axes
from evidence.dossier.cases import CaseReading
from evidence.dossier.content import Dossier
from evidence.dossier.days import Days
from evidence.dossier.differences import differences
from evidence.dossier.disputes import Disputes
from evidence.dossier.legible import legible
from evidence.dossier.lines import DayLine, Disputed, Pair, Section, Tally
from evidence.dossier.rules import Rule, Rules
from evidence.dossier.sources import Sources
from evidence.dossier.staff import Staff
from evidence.dossier.tallies import tally_of
from evidence.dossier.timeline import Timeline
from evidence.dossier.words import DAY_STATUS, OUTCOME, STATE, STATE_MEANING, word


class Reading:
    """One dossier in words."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.answer = dossier.answer
        self.account = Account(dossier)
        self.as_of = self.account.as_of
        self._staff = Staff(self.account)
        self._post = self._staff.post(self.answer["nip"], self.as_of.date())
        sources, rules = Sources(self.account, dossier.facts), Rules(dossier.facts)
        days, disputes = Days(sources, rules), Disputes(self.account, sources, self._staff, rules)
        self.days: list[DayLine] = list(starmap(days.line, enumerate(self.answer["days"])))
        self.calls: list[Disputed] = list(starmap(disputes.call, enumerate(self.answer["calls"])))
        self.requests: list[Disputed] = list(starmap(disputes.request, enumerate(self.answer["location_requests"])))
        self.tallies: list[Tally] = [
            tally_of(year, tally, [day for day in self.answer["days"] if day["date"].startswith(f"{year}-")], rules)
            for year, tally in self.answer["absence"].items()
        ]
        self.rules: list[Rule] = rules.told()
        self.case = CaseReading(dossier.case, dossier, self.account) if dossier.case is not None else None

    # Who and what was asked

    @cached_property
    def name(self) -> str:
        """The employee's name, as the last post has it; the NIP where there is none."""
        return legible(self._post.name) if self._post is not None else self.nip

    @property
    def kind(self) -> str:
        """What sort of evidence this is."""
        if self.case is None:
            return "Berkas bukti kehadiran dan panggilan pegawai"
        return "Berkas bukti perkara disiplin pegawai"

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
        above = [Pair("Atasan langsung", self._staff.named(post.supervisor))] if post.supervisor else []
        return [
            Pair("Nama", self.name),
            Pair("NIP", self.nip),
            Pair("Jabatan", f"{legible(post.title)} ({post.employment})"),
            Pair("Unit", self._staff.unit(post.unit)),
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
    def months(self) -> list[tuple[str, list[DayLine]]]:
        """The same, month by month."""
        found: dict[str, list[DayLine]] = {}
        for day in self.days:
            found.setdefault(moments.month(day.when), []).append(day)
        return list(found.items())

    # The facts

    @cached_property
    def sections(self) -> list[Section]:
        """The facts that stand, and those that happened to the employee, by month."""
        return Timeline(self.account).sections()

    @property
    def not_shown(self) -> int:
        """How many facts of other days are in the bundle and not in the timeline."""
        return self.account.not_shown


def _counted(words: Mapping[str, str], codes: Iterable[str]) -> str:
    counts = Counter(codes)
    return ", ".join(f"{counts[code]} {name}" for code, name in words.items() if counts[code]) or "-"
