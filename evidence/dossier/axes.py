"""Both axes of time: what is in account, what was learned later than it happened, and in which zone a day is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any, NamedTuple

from domain.corrections import Facts, in_account
from domain.events import EventVoided, Fact
from evidence.dossier import moments
from evidence.dossier.content import Dossier
from evidence.dossier.legible import brief, legible
from evidence.dossier.rules import named
from ledger.checkpoint import Checkpoint
from ledger.note import Note, parse


class Late(NamedTuple):
    """A fact that was recorded on a later day than it happened; or before it happened, by its own clock."""

    position: int
    after: timedelta

    def __str__(self) -> str:
        if self.after < timedelta(0):
            return f"#{self.position} dicatat {moments.apart(self.after)} SEBELUM waktu terjadi yang dinyatakannya"
        return f"#{self.position} dicatat {moments.apart(self.after)} setelah terjadi"


class Account:
    """The facts of a dossier as they count, and the checkpoint that they are held to."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._answer = dossier.answer
        self.note: Note = parse(dossier.checkpoint)
        self.checkpoint = Checkpoint.of(self.note)
        self.unused = frozenset(self._answer["unused"])
        self.nip: str = self._answer["nip"]
        self.as_of = moments.read(self._answer["as_of"])
        """In the zone of its day."""

    # Zones

    @cached_property
    def zone(self) -> timezone:
        """That of the instant asked about."""
        return _offset(self._answer["as_of"])

    @cached_property
    def zone_name(self) -> str:
        """``WITA``, or all there were: ``WIB, WITA``."""
        zones = {moments.zone(datetime(2000, 1, 1, tzinfo=zone)) for _, zone in self._zones}
        return ", ".join(sorted(zones)) or moments.zone(moments.read(self._answer["as_of"]))

    @cached_property
    def _zones(self) -> list[tuple[date, timezone]]:
        """From which day on which offset holds, as the instants of the answer's days show it."""
        days = {day["date"]: day["windows"][0]["opens"] for day in self._answer["days"] if day["windows"]}
        days |= {call["placed_at"][:10]: call["placed_at"] for call in self._answer["calls"]}
        days |= {one["requested_at"][:10]: one["requested_at"] for one in self._answer["location_requests"]}
        found: list[tuple[date, timezone]] = []
        for day, instant in sorted(days.items()):
            zone = _offset(instant)
            if not found or found[-1][1] != zone:
                found.append((date.fromisoformat(day), zone))
        return found

    def local(self, instant: datetime) -> datetime:
        """An instant in the zone of its day."""
        if not self._zones:
            return instant.astimezone(self.zone)
        place = bisect_right(self._zones, instant.astimezone(UTC).date(), key=lambda pair: pair[0])
        return instant.astimezone(self._zones[max(0, place - 1)][1])

    # Facts

    @cached_property
    def _counting(self) -> list[Fact]:
        return in_account(self._dossier.facts, self._answer["known_at"])

    @cached_property
    def facts(self) -> Facts:
        """The facts in account."""
        return Facts(self._counting)

    @cached_property
    def voided(self) -> dict[str, str]:
        """By id, the facts that are out of account, and which void says so."""
        counting = {fact.event.id for fact in self._counting}
        voids = {fact.event.target: fact for fact in self.facts.of(EventVoided)}  # of two the later
        return {
            fact.event.id: f"dibatalkan oleh #{void.position}: {brief(void.event.reason)}"
            for fact in self._dossier.facts
            if fact.event.id not in counting and (void := voids.get(fact.event.id)) is not None
        }

    @cached_property
    def late(self) -> dict[str, Late]:
        """By id, what was recorded on another local day than it happened, or before it happened."""
        found = {}
        for fact in self._dossier.facts:
            if not self.is_own(fact):
                continue
            occurred = occurred_at(fact)
            after = fact.recorded_at - occurred
            if after < timedelta(0) or (
                after >= _SAME_DAY and self.local(fact.recorded_at).date() > self.local(occurred).date()
            ):
                found[fact.event.id] = Late(fact.position, after)
        return found

    def is_own(self, fact: Fact) -> bool:
        """Something that happened to this employee, as against posts, rules and calendars."""
        return hasattr(fact.event, "occurred_at") and getattr(fact.event, "nip", None) == self.nip

    @cached_property
    def happened(self) -> list[tuple[Fact, datetime]]:
        """What happened on the days asked about, and what the answer names besides, by its time in the local zone."""
        first = self._dossier.first or date.min
        last = self._dossier.last or date.max
        used = self._used
        own = [(fact, self.local(occurred_at(fact))) for fact in self._dossier.facts if self.is_own(fact)]
        shown = [pair for pair in own if first <= pair[1].date() <= last or pair[0].event.id in used]
        return sorted(shown, key=lambda pair: (pair[1], pair[0].position))

    @cached_property
    def standing(self) -> list[Fact]:
        """Posts, units, rules, calendars, leaves, letters, shifts and voids, by position."""
        return [fact for fact in self._dossier.facts if not hasattr(fact.event, "occurred_at")]

    @property
    def not_shown(self) -> int:
        """How many facts are in neither list."""
        return len(self._dossier.facts) - len(self.happened) - len(self.standing)

    @cached_property
    def _used(self) -> set[str]:
        parts = ("days", "calls", "location_requests")
        return {name for part in parts for item in self._answer[part] for name in item["events"]}


_SAME_DAY = timedelta(hours=1)
"""A fact of 23:59 that was recorded at 00:00 is not late for that."""


def both_axes(answer: Mapping[str, Any], account: Account) -> list[str]:
    """A sentence for each way in which the ledger learned of something after it happened."""
    found = []
    late = [one for one in account.late.values() if one.after > timedelta(0)]
    if late:
        latest = max(late, key=lambda one: (one.after, -one.position))
        found.append(
            f"{len(late)} fakta dicatat pada hari sesudah terjadinya; yang paling lama #{latest.position}, "
            f"{moments.apart(latest.after)} kemudian."
        )
    early = [one for one in account.late.values() if one.after < timedelta(0)]
    if early:
        found.append(f"{len(early)} fakta menyatakan waktu terjadi yang lebih lambat daripada waktu dicatatnya.")
    if account.voided:
        found.append(f"{len(account.voided)} fakta dibatalkan; tetap tersimpan, dan ditampilkan dengan tercoret.")
    found += _retroactive(answer)
    return found


def _retroactive(answer: Mapping[str, Any]) -> list[str]:
    """For each policy recorded after a day that it judges: which, when, for how many days and calls."""
    judged: dict[tuple[str, str], tuple[set[int], set[int]]] = {}
    for part, place in (("days", 0), ("calls", 1), ("location_requests", 1)):
        for item in answer[part]:
            for rule in item["because"]:
                if rule["retroactive"]:
                    key = (named(rule["policy"], rule["regulation"]), rule["recorded_at"])
                    judged.setdefault(key, (set(), set()))[place].add(id(item))
    said = []
    for (policy, recorded_at), (days, items) in judged.items():
        counts = [f"{len(days)} hari"] if days else []
        counts += [f"{len(items)} panggilan atau permintaan"] if items else []
        when = moments.recorded(moments.read(recorded_at))
        said.append(f"Berlaku surut: {policy} dicatat {when}, sesudah {' dan '.join(counts)} yang dinilainya.")
    said += [
        f"Dugaan atas panggilan {', '.join(map(legible, one['calls']))} berlaku surut: bersandar pada aturan yang "
        "dicatat setelah salah satu panggilannya."
        for one in answer["strikes"]["allegations"]
        if one["retroactive"]
    ]
    return said


def occurred_at(fact: Fact) -> datetime:
    """When something happened, which is asked of such facts only."""
    happened: datetime = fact.event.occurred_at  # type: ignore[union-attr]
    return happened


def _offset(instant: str) -> timezone:
    return timezone(moments.read(instant).utcoffset() or timedelta(0))
