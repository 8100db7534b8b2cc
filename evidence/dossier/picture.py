"""The days drawn to scale: a row a day, the hours from left to right; windows as bars, what happened as marks on them.

    Jum 13  |      [morning]●        △      [ midday ]●      ✕  |  hadir

One description of polygons and texts serves the page (SVG) and the paper (PDF). Shapes of one style are one path, so
that a year is drawn in some milliseconds. Lengths are in units of the picture, from its upper left corner; the page
gives one of them one pixel, the paper two thirds of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil, cos, floor, pi, sin
from typing import Any, NamedTuple, TypeAlias

from domain.events import CheckedIn
from evidence.dossier import moments
from evidence.dossier.reading import Reading
from evidence.dossier.words import DAY_STATUS, word

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = Sequence[Point]

WIDTH, ROW, HEAD = 760, 14, 22
_LEFT, _RIGHT = 64, 96
_SCALE = WIDTH - _LEFT - _RIGHT
_HOUR = timedelta(hours=1)


class Style(NamedTuple):
    """How the polygons of a layer look; colours as ``#rrggbb``, None for none."""

    fill: str | None
    stroke: str | None = None
    width: float = 1


class Text(NamedTuple):
    """A text whose left or right end, or middle, stands on a point of its base line."""

    x: float
    y: float
    text: str
    size: float = 10
    colour: str = "#1a1a1a"
    anchor: str = "start"


class Picture(NamedTuple):
    """Layers from the lowest up, and the texts above them all."""

    title: str
    description: str
    width: float
    height: float
    layers: tuple[tuple[Style, tuple[Polygon, ...]], ...]
    texts: tuple[Text, ...]


INK, PALE, RULE = "#1a1a1a", "#eef1f4", "#c9d1d9"
GREEN, ORANGE, RED, BLUE, GREY = "#009e73", "#e69f00", "#c0392b", "#0072b2", "#6b7280"
_SHOWN_AS = {
    "row": Style(PALE),
    "away": Style("#dde7f0"),
    "hour": Style(None, RULE, 0.6),
    "side": Style("#e3e6ea"),
    "on_time": Style("#bfe3d6", GREEN, 0.8),
    "late": Style("#f7dfae", ORANGE, 0.8),
    "early": Style("#f7dfae", ORANGE, 0.8),
    "excused": Style("#cfe0ef", BLUE, 0.8),
    "missed": Style("#ffffff", RED, 1.2),
    "pending": Style("#ffffff", GREY, 0.8),
    "check_in": Style(INK),
    "unused": Style("#ffffff", INK, 0.9),
    "answered": Style(BLUE),
    "waiting": Style("#ffffff", BLUE, 1),
    "not_counted": Style("#ffffff", GREY, 0.8),
    "strike": Style(RED, RED, 0.6),
    "shared": Style(GREEN),
    "not_shared": Style("#ffffff", RED, 1.2),
    "allegation": Style(RED, "#ffffff", 0.6),
}
"""Layers by their style, the lowest first."""
_CALL = {"answered": "answered", "excused": "answered", "missed": "strike", "not_counted": "not_counted"}
_REQUEST = {"shared": "shared", "late": "not_shared", "missed": "not_shared"}
_AWAY = frozenset({"leave", "official_duty", "holiday", "off", "not_required", "unregulated", "conflict"})


def pictures(reading: Reading) -> list[Picture]:
    """One for each month that has a day with a verdict; all of the same hours."""
    days = _days(reading)
    instants = [instant for day in days.values() for instant in day.instants()]
    hours = [(instant - day.midnight) / _HOUR for day in days.values() for instant in day.instants()]
    first = min(6, floor(min(hours, default=6)))
    last = max(18, ceil(max(hours, default=18)))
    assert len(instants) == len(hours)
    return [_month(title, [days[line.when] for line in lines], first, last) for title, lines in reading.months]


def legend() -> Picture:
    """What the marks of the pictures mean."""
    layers: dict[str, list[Polygon]] = {}
    texts = []
    for index, (style, text) in enumerate(_LEGEND):
        x, y = 8 + index % 3 * (WIDTH / 3), 12 + index // 3 * 17
        layers.setdefault(style, []).append(
            _box(x - 4, y - 4, 18, 8) if style in _BARS else _MARKS.get(style, _triangle)(x + 5, y)
        )
        texts.append(Text(x + 20, y + 3.5, text, 9.5))
    return _picture("Keterangan gambar", "", ceil(len(_LEGEND) / 3) * 17 + 6, layers, texts)


class _Day:
    """What is drawn in the row of a day."""

    def __init__(self, item: Mapping[str, Any], midnight: datetime) -> None:
        self.item = item
        self.midnight = midnight
        self.windows = [
            (
                moments.read(one["early_from"] or one["opens"]),
                moments.read(one["opens"]),
                moments.read(one["closes"]),
                moments.read(one["late_until"] or one["closes"]),
                one["status"],
            )
            for one in item["windows"]
        ]
        self.marks: list[tuple[str, datetime]] = []

    def instants(self) -> Iterable[datetime]:
        """All that lies on the row."""
        for first, _, _, last, _ in self.windows:
            yield from (first, last)
        yield from (instant for _, instant in self.marks)


def _days(reading: Reading) -> dict[date, _Day]:
    answer = reading.answer
    found: dict[date, _Day] = {}
    row_of: dict[str, date] = {}
    for item in answer["days"]:
        when = date.fromisoformat(item["date"])
        first = item["windows"][0]["opens"] if item["windows"] else None
        zone = moments.read(first).tzinfo if first else reading.account.local(_noon(when, reading)).tzinfo
        found[when] = _Day(item, datetime(when.year, when.month, when.day, tzinfo=zone))
        row_of |= {one["event"]: when for one in item["windows"] if one["event"]}
    for fact, occurred in reading.account.happened:
        name = fact.event.id
        if isinstance(fact.event, CheckedIn) and occurred <= reading.as_of and name not in reading.account.voided:
            row = found.get(row_of.get(name, occurred.date()))
            if row is not None:
                row.marks.append(("check_in" if name in row_of else "unused", occurred))
    for part, at, styles in (("calls", "placed_at", _CALL), ("location_requests", "requested_at", _REQUEST)):
        waiting = "waiting" if part == "calls" else "not_shared"
        for item in answer[part]:
            placed = moments.read(item[at])
            if placed.date() in found:
                style = "not_counted" if item["outcome"] == "not_counted" else styles.get(item["outcome"], waiting)
                found[placed.date()].marks.append((style if part == "calls" else f"at {style}", placed))
    for one in answer["strikes"]["allegations"]:
        reached = moments.read(one["reached_at"])
        if reached.date() in found:
            found[reached.date()].marks.append(("allegation", reached))
    return found


def _noon(when: date, reading: Reading) -> datetime:
    return datetime(when.year, when.month, when.day, 12, tzinfo=reading.account.zone)


def _month(title: str, days: Sequence[_Day], first: int, last: int) -> Picture:
    layers: dict[str, list[Polygon]] = {}
    texts: list[Text] = []
    bottom = HEAD + ROW * len(days)
    each = _SCALE / (last - first)
    step = 1 if last - first <= 16 else 2 if last - first <= 30 else 4
    for hour in range(first, last + 1):
        x = _LEFT + (hour - first) * each
        layers.setdefault("hour", []).append(((x, HEAD - 3), (x, bottom)))
        if (hour - first) % step == 0:
            texts.append(Text(x, HEAD - 8, f"{hour % 24:02}.00" + ("" if 0 <= hour < 24 else "*"), 9, GREY, "middle"))
    for index, day in enumerate(days):
        top = HEAD + ROW * index
        if index % 2 == 0:
            layers.setdefault("row", []).append(_box(0, top, WIDTH, ROW))
        when, status = day.midnight.date(), day.item["status"]
        texts.append(Text(4, top + 10.5, f"{moments.WEEKDAYS[when.weekday()][:3]} {when.day}"))
        grave = status in ("absent", "partial", "late", "early")
        texts.append(Text(WIDTH - _RIGHT + 8, top + 10.5, word(DAY_STATUS, status), colour=RED if grave else INK))
        if status in _AWAY:
            layers.setdefault("away", []).append(_box(_LEFT, top + 3, _SCALE, ROW - 6))
        _draw(day, layers, top, first, each)
    return _picture(title, _description(title, days), bottom + 4, layers, texts)


def _draw(day: _Day, layers: dict[str, list[Polygon]], top: float, first: int, each: float) -> None:
    def x(instant: datetime) -> float:
        return _LEFT + ((instant - day.midnight) / _HOUR - first) * each

    for begins, opens, closes, ends, status in day.windows:
        if begins < opens:
            layers.setdefault("side", []).append(_box(x(begins), top + 5, x(opens) - x(begins), ROW - 10))
        if closes < ends:
            layers.setdefault("side", []).append(_box(x(closes), top + 5, x(ends) - x(closes), ROW - 10))
        layers.setdefault(status, []).append(_box(x(opens), top + 2.5, x(closes) - x(opens), ROW - 5))
    for style, instant in day.marks:
        at = style.removeprefix("at ")
        shape = _square if at != style else _MARKS.get(style, _triangle)
        layers.setdefault(at, []).append(shape(x(instant), top + ROW / 2))


def _picture(
    title: str, description: str, height: float, layers: Mapping[str, Sequence[Polygon]], texts: Sequence[Text]
) -> Picture:
    ordered = tuple((style, tuple(layers[name])) for name, style in _SHOWN_AS.items() if name in layers)
    return Picture(title, description, WIDTH, height, ordered, tuple(texts))


def _description(title: str, days: Sequence[_Day]) -> str:
    counts: dict[str, int] = {}
    for day in days:
        said = word(DAY_STATUS, day.item["status"])
        counts[said] = counts.get(said, 0) + 1
    return (
        f"{title}: {', '.join(f'{count} hari {said}' for said, count in counts.items())}. Rincian ada pada tabel hari."
    )


# Shapes


def _box(x: float, y: float, width: float, height: float) -> Polygon:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


_CIRCLE = tuple((3 * cos(pi * step / 6), 3 * sin(pi * step / 6)) for step in range(12))
_CROSS = tuple(
    (0.75 * (along - across) * 1.1, 0.75 * (along + across) * 1.1)
    for along, across in (
        (1, 1), (5, 1), (5, -1), (1, -1), (1, -5), (-1, -5), (-1, -1), (-5, -1), (-5, 1), (-1, 1), (-1, 5), (1, 5),
    )
)  # fmt: skip
_TRIANGLE = ((0, -3.8), (3.6, 3), (-3.6, 3))
_SQUARE = ((-2.8, -2.8), (2.8, -2.8), (2.8, 2.8), (-2.8, 2.8))
_DIAMOND = ((0, -5.6), (4.4, 0), (0, 5.6), (-4.4, 0))


def _moved(shape: Polygon, x: float, y: float) -> Polygon:
    return tuple((x + across, y + down) for across, down in shape)


def _circle(x: float, y: float) -> Polygon:
    return _moved(_CIRCLE, x, y)


def _cross(x: float, y: float) -> Polygon:
    return _moved(_CROSS, x, y)


def _triangle(x: float, y: float) -> Polygon:
    return _moved(_TRIANGLE, x, y)


def _square(x: float, y: float) -> Polygon:
    return _moved(_SQUARE, x, y)


def _diamond(x: float, y: float) -> Polygon:
    return _moved(_DIAMOND, x, y)


_MARKS = {
    "check_in": _circle,
    "unused": _circle,
    "strike": _cross,
    "shared": _square,
    "not_shared": _square,
    "allegation": _diamond,
}
_BARS = frozenset({"on_time", "late", "excused", "missed", "pending", "side", "away"})
_LEGEND = (
    ("on_time", "rentang waktu: tepat waktu"),
    ("late", "rentang waktu: terlambat atau lebih awal"),
    ("missed", "rentang waktu: terlewat"),
    ("excused", "rentang waktu: beralasan"),
    ("pending", "rentang waktu: menunggu"),
    ("side", "masih diterima sebagai terlambat atau lebih awal"),
    ("away", "cuti, dinas luar, libur, tidak bertugas"),
    ("check_in", "presensi yang memenuhi rentang waktu"),
    ("unused", "presensi yang tidak memenuhi apa pun"),
    ("answered", "panggilan dijawab atau beralasan"),
    ("strike", "panggilan terlewat dan terhitung"),
    ("waiting", "panggilan belum tuntas"),
    ("not_counted", "panggilan atau permintaan tidak dihitung"),
    ("shared", "permintaan lokasi: dibagikan"),
    ("not_shared", "permintaan lokasi: terlambat, terlewat, terbuka"),
    ("allegation", "dugaan tercapai"),
)


# As SVG


def svg(picture: Picture) -> str:
    """The picture as an element of a page; well-formed, without a reference to anything."""
    name = _escaped(picture.title)
    box = f"0 0 {picture.width:g} {picture.height:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">',
        f"<title>{name}</title><desc>{_escaped(picture.description)}</desc>",
    ]
    for style, polygons in picture.layers:
        stroke = f' stroke="{style.stroke}" stroke-width="{style.width:g}"' if style.stroke else ""
        path = "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in polygon) + ("Z" if len(polygon) > 2 else "")
            for polygon in polygons
        )
        parts.append(f'<path fill="{style.fill or "none"}"{stroke} d="{path}"/>')
    for text in picture.texts:
        anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        parts.append(
            f'<text x="{text.x:.1f}" y="{text.y:.1f}" font-size="{text.size:g}" fill="{text.colour}"{anchor}>'
            f"{_escaped(text.text)}</text>"
        )
    return "".join((*parts, "</svg>"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
