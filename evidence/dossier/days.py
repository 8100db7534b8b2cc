"""The days of an answer in words: what each is, its windows, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from evidence.dossier import moments
from evidence.dossier.legible import legible
from evidence.dossier.lines import DayLine, WindowLine
from evidence.dossier.rules import Rules
from evidence.dossier.sources import Sources, positions
from evidence.dossier.words import ARRANGEMENT, DAY_MEANING, DAY_STATUS, WINDOW_STATUS, word

Item = Mapping[str, Any]


class Days:
    """The days beside the facts and the rules that they name."""

    def __init__(self, sources: Sources, rules: Rules) -> None:
        self._sources, self._rules = sources, rules

    def line(self, number: int, day: Item) -> DayLine:
        """A day of the answer, which is so many days after its first."""
        when = date.fromisoformat(day["date"])
        minutes = [
            f"{name} {day[field]} menit"
            for name, field in (("terlambat", "late_minutes"), ("lebih awal", "early_minutes"))
            if day[field]
        ]
        meaning = DAY_MEANING.get(day["status"], "")
        own, standing = self._sources.named(day["events"])
        return DayLine(
            number,
            when,
            moments.day(when),
            day["status"],
            word(DAY_STATUS, day["status"]),
            f"{meaning} ({', '.join(minutes)})" if minutes else meaning,
            word(ARRANGEMENT, day["arrangement"]),
            tuple(_window(window, when) for window in day["windows"]),
            self._rules.bases(day["because"]),
            self._sources.late(own),
            positions(own, standing),
        )


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
