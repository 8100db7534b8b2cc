"""Calls and location requests in words: what came of each, how, and why (SPEC section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from domain.events import CallAnswered, CallPlaced, LocationRequested, ReasonDecided, Recorded
from evidence.dossier import moments
from evidence.dossier.axes import Account
from evidence.dossier.legible import legible
from evidence.dossier.lines import Disputed
from evidence.dossier.rules import Rules
from evidence.dossier.sources import Sources, positions
from evidence.dossier.staff import Staff
from evidence.dossier.words import INSIDE, MEANS, OUTCOME, OUTCOME_OF_CALL, OUTCOME_OF_REQUEST, WHY, capital, word

Item = Mapping[str, Any]


class Disputes:
    """What was asked of the employee, beside the facts and the rules that it names."""

    def __init__(self, account: Account, sources: Sources, staff: Staff, rules: Rules) -> None:
        self._account, self._sources, self._staff, self._rules = account, sources, staff, rules

    def call(self, number: int, call: Item) -> Disputed:
        """A call, of those of the answer the one so many after the first."""
        return self._disputed(number, call, "call_id", "placed_at", OUTCOME_OF_CALL, self._call_lines(call))

    def request(self, number: int, request: Item) -> Disputed:
        """A location request likewise."""
        lines = self._request_lines(request)
        return self._disputed(number, request, "request_id", "requested_at", OUTCOME_OF_REQUEST, lines)

    def _disputed(
        self, number: int, item: Item, name: str, at: str, meanings: Mapping[str, str], lines: Iterator[str]
    ) -> Disputed:
        placed = moments.read(item[at])
        deadline = item["deadline"]
        why = f": {word(WHY, item['why'])}" if item["why"] is not None else ""
        own, standing = self._sources.named(item["events"])
        return Disputed(
            number,
            legible(item[name]),
            moments.instant(placed),
            moments.short(moments.read(deadline), placed.date()) if deadline is not None else "-",
            item["outcome"],
            word(OUTCOME, item["outcome"]),
            (f"{capital(meanings.get(item['outcome'], ''))}{why}.", *lines),
            self._rules.bases(item["because"]),
            self._sources.late(own),
            positions(own, standing),
        )

    def _call_lines(self, call: Item) -> Iterator[str]:
        placed = self._sources.about(call, CallPlaced)
        if placed is not None:
            yield f"Dilakukan oleh {self._staff.named(placed.placed_by)}, {legible(placed.channel)}."
        if call["deadline"] is None or call["why"] is not None:
            return
        deadline = moments.read(call["deadline"])
        yield from self._answers(call, deadline)
        reason_within = (self._rules.value(call["because"], "calls") or {}).get("reason_within") or 0
        reason_until = deadline + timedelta(minutes=reason_within)
        if reason_within and call["outcome"] != "answered":
            yield f"Alasan dapat diajukan sampai {moments.instant(reason_until)}."
        if call["settled_at"] is not None:
            yield self._settled(call, reason_until, deadline)

    def _answers(self, call: Item, deadline: datetime) -> Iterator[str]:
        """Every answer to the call, and whether it came in time."""
        for fact in self._replies.get(call["call_id"], ()):
            reply = fact.event
            came = "tepat waktu"
            if reply.occurred_at > deadline:
                came = "setelah tenggat"
            elif reply.occurred_at < moments.read(call["placed_at"]):
                came = "sebelum panggilan"
            elif reply.id not in call["events"]:
                came = "tidak diperlukan lagi, atau bukan dengan cara yang diterima aturan"
            when = moments.short(reply.occurred_at.astimezone(deadline.tzinfo), deadline.date())
            yield f"{capital(word(MEANS, reply.means))} {when} (#{fact.position}), {came}."

    def _settled(self, call: Item, reason_until: datetime, deadline: datetime) -> str:
        settled_at = moments.read(call["settled_at"])
        when = moments.instant(settled_at)
        for decided in self._sources.all_about(call, ReasonDecided):
            if not decided.accepted and decided.occurred_at == settled_at:
                return (
                    f"Terhitung sejak {when}, saat alasan {legible(decided.reason_id)} ditolak oleh "
                    f"{self._staff.named(decided.decided_by)}."
                )
        if settled_at == reason_until and reason_until > deadline:
            return f"Terhitung sejak {when}, saat waktu mengajukan alasan habis."
        if settled_at == deadline:
            return f"Terhitung sejak {when}, saat waktu menjawab habis."
        return f"Terhitung sejak {when}."

    def _request_lines(self, request: Item) -> Iterator[str]:
        asked = self._sources.about(request, LocationRequested)
        if asked is not None:
            yield f"Diminta oleh {self._staff.named(asked.requested_by)}."
        if request["distance_m"] is not None:
            distance = f"{request['distance_m']:.1f}".replace(".", ",")
            yield f"{distance} m dari tempat dalam surat: {word(INSIDE, request['inside'])}."

    @cached_property
    def _replies(self) -> dict[str, list[Recorded[CallAnswered]]]:
        found = defaultdict(list)
        for fact in self._account.facts.of(CallAnswered):
            if fact.event.nip == self._account.nip and fact.event.occurred_at <= self._account.as_of:
                found[fact.event.call_id].append(fact)
        return found
