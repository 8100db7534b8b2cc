"""The absence of a year in words, with its arithmetic (SPEC section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evidence.dossier.lines import Pair, Tally
from evidence.dossier.rules import Rules, sanction

Item = Mapping[str, Any]


def tally_of(year: str, tally: Item, days: Sequence[Item], rules: Rules) -> Tally:
    """The tally of a year; ``days`` are those of the answer that lie in it."""
    rule = rules.value(tally["because"], "absence") or {}
    per_day = rule.get("day_minutes")
    absent, lost, counted = tally["absent_days"], tally["lost_minutes"], tally["counted_days"]
    arithmetic = f" hari = {absent} hari tidak hadir"
    if per_day:
        arithmetic += f" + {counted - absent} ({lost} menit hilang dibagi {per_day}, dibulatkan ke bawah)"
    band = [sanction(tally["band"])] if tally["band"] else []
    if tally["consecutive"]:
        band.append(sanction(tally["consecutive"], " berturut-turut"))
    if tally["conflict"]:
        band.append("tidak dapat dikatakan: dua kebijakan setingkat berbeda isi")
    return Tally(
        year,
        (
            Pair("Hari tidak hadir", str(absent), f"absence/{year}/absent_days"),
            Pair("Menit hilang", str(lost), f"absence/{year}/lost_minutes", _lost(days, tally, rule)),
            Pair("Terpanjang berturut-turut", str(tally["longest_run"]), f"absence/{year}/longest_run", " hari"),
            Pair("Hari terhitung", str(counted), f"absence/{year}/counted_days", arithmetic),
            Pair("Dapat berujung", "; ".join(band) or "-"),
        ),
        rules.bases(tally["because"]) + rules.bases(tally["conflict"]),
    )


def _lost(days: Sequence[Item], tally: Item, rule: Item) -> str:
    """What the lost minutes are the sum of, if the days asked about are all that they come from."""
    late, early = sum(day["late_minutes"] for day in days), sum(day["early_minutes"] for day in days)
    windows = [window for day in days if day["status"] == "partial" for window in day["windows"]]
    missed = sum(window["status"] == "missed" for window in windows)
    each = rule.get("partial_minutes") or 0
    if late + early + missed * each != tally["lost_minutes"]:
        return " (juga dari hari di luar rentang yang ditanyakan)"
    return f" = {late} terlambat + {early} lebih awal + {missed} rentang waktu terlewat x {each}"
