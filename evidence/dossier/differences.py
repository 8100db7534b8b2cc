"""What was known otherwise earlier: two answers to one question, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidence.dossier import moments
from evidence.dossier.legible import legible
from evidence.dossier.rules import sanction
from evidence.dossier.words import DAY_STATUS, OUTCOME, STATE, WINDOW_STATUS, word

Answer = Mapping[str, Any]


def differences(earlier: Answer, now: Answer) -> list[tuple[str, str, str]]:
    """What differs, as it was known and as it is known: days, calls, location requests, strikes, absence."""
    before, after = dict(_items(earlier)), dict(_items(now))
    return [
        (name, before.get(name, "tidak ada"), after.get(name, "tidak ada"))
        for name in {**after, **before}
        if before.get(name) != after.get(name)
    ]


def _items(answer: Answer) -> Iterator[tuple[str, str]]:
    strikes = answer["strikes"]
    threshold = f" dari {strikes['threshold']}" if strikes["threshold"] is not None else ""
    yield "Panggilan terlewat", f"{word(STATE, strikes['state'])}, {strikes['count']}{threshold}"
    for number, one in enumerate(strikes["allegations"], 1):
        reached = moments.instant(moments.read(one["reached_at"]))
        yield f"Dugaan {number}", f"tercapai {reached} atas {', '.join(map(legible, one['calls']))}"
    for year, tally in answer["absence"].items():
        band = f"; {sanction(tally['band'])}" if tally["band"] else ""
        yield f"Ketidakhadiran {year}", f"{tally['counted_days']} hari terhitung, {tally['lost_minutes']} menit{band}"
    for day in answer["days"]:
        windows = ", ".join(f"{legible(one['name'])} {_came(one)}" for one in day["windows"])
        said = word(DAY_STATUS, day["status"])
        yield moments.day(moments.read(day["date"]).date()), f"{said} ({windows})" if windows else said
    for name, part, at in (
        ("Panggilan", "calls", "placed_at"),
        ("Permintaan lokasi", "location_requests", "requested_at"),
    ):
        for item in answer[part]:
            key = item["call_id" if part == "calls" else "request_id"]
            yield f"{name} {legible(key)}, {moments.instant(moments.read(item[at]))}", word(OUTCOME, item["outcome"])


def _came(window: Answer) -> str:
    minutes = window["late_minutes"] + window["early_minutes"]
    said = word(WINDOW_STATUS, window["status"]) + (f" {minutes} menit" if minutes else "")
    return f"{moments.clock(moments.read(window['at']))} {said}" if window["at"] else said
