"""Sheets of A4 that fill up from the top: lines, tables whose head is repeated, and a foot on every one of them.

Everything is laid out first, because the foot says how many sheets there are, and drawn at the end. Lengths are points
from the upper left corner. The fonts are those that every reader of PDF has, so they know the signs of Western Europe;
any other is shown by its number, as ``<U+1F600>``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from evidence.dossier.picture import Picture

WIDTH, HEIGHT = 595.28, 841.89
MARGIN, TOP, BOTTOM = 42.0, 58.0, 62.0
ROOM = WIDTH - 2 * MARGIN
_PAD = 4.0


class Style(NamedTuple):
    """How a line looks; its size and the distance to the next line in points."""

    font: str
    size: float
    leading: float
    colour: str = "#1a1f26"
    struck: bool = False


TEXT = Style("Helvetica", 8, 9.8)
BOLD = Style("Helvetica-Bold", 8, 9.8)
SOFT = Style("Helvetica", 7, 8.8, "#55606d")
LATE = Style("Helvetica-Bold", 7, 8.8, "#8a5a00")
GRAVE = Style("Helvetica-Bold", 8, 9.8, "#a93226")
SMALL = Style("Helvetica", 7.2, 9)
STRUCK = Style("Helvetica", 7.2, 9, "#55606d", struck=True)
HEAD = Style("Helvetica-Bold", 8, 9.8, "#ffffff")
SECTION = Style("Times-Bold", 14, 18, "#17365c")
MONTH = Style("Times-Bold", 11, 15, "#17365c")
NAME = Style("Times-Bold", 22, 26, "#17365c")
LARGE = Style("Helvetica", 10.5, 13.5)
_DEEP, _PALE, _RULE = "#17365c", "#f4f6f8", "#d3d9e0"

Cell = Sequence[tuple[Style, str]]


class Column(NamedTuple):
    """A column of a table: its head, and its share of the width."""

    head: str
    share: float


class _Fonts(dict[str, "_Widths"]):
    """The widths of words in each font."""

    def __missing__(self, font: str) -> _Widths:
        self[font] = widths = _Widths(font)
        return widths


class _Widths(dict[str, float]):
    """The widths of words at size 1, each measured once. There is no kerning: a line is as wide as its words."""

    def __init__(self, font: str) -> None:
        from reportlab.pdfbase.pdfmetrics import getFont

        self._measure = getFont(font).stringWidth

    def __missing__(self, word: str) -> float:
        self[word] = width = float(self._measure(word, 1))
        return width


class Sheets:
    """All sheets of one paper."""

    def __init__(self, head: str, foot: str) -> None:
        self._head, self._foot = known_signs(head), known_signs(foot)
        self._widths = _Fonts()
        self._lines: dict[tuple[Style, str, float], list[tuple[Style, str]]] = {}
        self._texts: list[list[tuple[Style, float, float, str]]] = []
        self._boxes: list[list[tuple[str, float, float, float, float]]] = []
        self._pictures: list[list[tuple[Picture, float, float]]] = []
        self._outline: list[tuple[int, float, str, int]] = []
        self.turn()

    # Laying out

    def turn(self) -> None:
        """Begin a new sheet."""
        self._texts.append([])
        self._boxes.append([])
        self._pictures.append([])
        self._y = TOP

    def space(self, height: float) -> None:
        """Leave some room."""
        self._y += height

    def need(self, height: float) -> None:
        """Begin a new sheet unless there is so much room left on this one."""
        if self._y + height > HEIGHT - BOTTOM and self._y > TOP:
            self.turn()

    def title(self, text: str, style: Style, level: int | None = None, follows: float = 60) -> None:
        """A heading, together with the beginning of what follows; with a level it stands in the outline too."""
        self.need(style.leading + follows)
        if level is not None:
            self._outline.append((len(self._texts), self._y, text, level))
        self.lines([(style, text)])

    def lines(self, cell: Cell, x: float = MARGIN, width: float = ROOM) -> None:
        """Lines one below the other, as wide as there is room."""
        for style, text in self._wrapped(cell, width):
            self.need(style.leading)
            self._put(style, x, self._y + style.size, text)
            self._y += style.leading

    def pairs(self, pairs: Iterable[tuple[str, str]], label: float = 130) -> None:
        """What is said of each thing, beside its name."""
        for name, value in pairs:
            self._row([[(SOFT._replace(size=8, leading=9.8), name)], [(TEXT, value)]], [label, ROOM - label], (), _RULE)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """A table; its head stands on every sheet that it goes on to."""
        whole = sum(column.share for column in columns)
        widths = [ROOM * column.share / whole for column in columns]
        heads = [[(HEAD, column.head)] for column in columns]
        self.need(60)
        self._heads(heads, widths)
        for row in rows:
            self._row(row, widths, heads, _RULE)
        self.space(8)

    def picture(self, picture: Picture) -> None:
        """A picture as wide as the sheet."""
        height = picture.height * ROOM / picture.width
        self.need(height)
        self._pictures[-1].append((picture, MARGIN, self._y))
        self._y += height + 4

    def _heads(self, heads: Sequence[Cell], widths: Sequence[float]) -> None:
        if heads:
            height = max(len(self._wrapped(cell, width - _PAD)) for cell, width in zip(heads, widths, strict=True))
            self._boxes[-1].append((_DEEP, MARGIN, self._y, ROOM, height * HEAD.leading + _PAD))
            self._cells([self._wrapped(cell, width - _PAD) for cell, width in zip(heads, widths, strict=True)], widths)

    def _row(self, row: Sequence[Cell], widths: Sequence[float], heads: Sequence[Cell], rule: str) -> None:
        wrapped = [self._wrapped(cell, width - 2 * _PAD) for cell, width in zip(row, widths, strict=True)]
        height = max(sum(style.leading for style, _ in lines) for lines in wrapped) + _PAD
        if self._y + height > HEIGHT - BOTTOM and self._y > TOP:
            self.turn()
            self._heads(heads, widths)
        while self._y + height > HEIGHT - BOTTOM:  # it is longer than a sheet: what does not fit goes on to the next
            room = HEIGHT - BOTTOM - self._y - _PAD
            count = max(1, int(room / LARGE.leading))
            self._cells([lines[:count] for lines in wrapped], widths)
            wrapped = [lines[count:] for lines in wrapped]
            height = max(sum(style.leading for style, _ in lines) for lines in wrapped) + _PAD
            self.turn()
            self._heads(heads, widths)
        self._cells(wrapped, widths)
        self._boxes[-1].append((rule, MARGIN, self._y, ROOM, 0.5))

    def _cells(self, cells: Sequence[Sequence[tuple[Style, str]]], widths: Sequence[float]) -> None:
        lowest, x = self._y, MARGIN
        for lines, width in zip(cells, widths, strict=True):
            y = self._y + _PAD / 2
            for style, text in lines:
                self._put(style, x + _PAD / 2, y + style.size, text)
                y += style.leading
            lowest, x = max(lowest, y), x + width
        self._y = lowest + _PAD / 2

    def _put(self, style: Style, x: float, y: float, text: str) -> None:
        self._texts[-1].append((style, x, y, text))

    def _wrapped(self, cell: Cell, width: float) -> list[tuple[Style, str]]:
        """The lines of a cell, none wider than there is room."""
        found: list[tuple[Style, str]] = []
        for style, text in cell:
            key = (style, text, width)
            lines = self._lines.get(key)
            if lines is None:
                lines = self._lines[key] = [
                    (style, line) for line in self._broken(style.font, text, width / style.size)
                ]
            found += lines
        return found

    def _broken(self, font: str, text: str, room: float) -> Iterator[str]:
        """The lines of a text; a word that is wider than there is room is cut."""
        widths = self._widths[font]
        space = widths[" "]
        line: list[str] = []
        used = -space
        for whole in known_signs(text).split(" "):
            word, wide = whole, widths[whole]
            if used + space + wide > room and line:
                yield " ".join(line)
                line, used = [], -space
            while wide > room and len(word) > 1:
                count = self._fitting(font, word, room)
                yield word[:count]
                word, wide = word[count:], widths[word[count:]]
            used += space + wide
            line.append(word)
        yield " ".join(line)

    def _fitting(self, font: str, word: str, room: float) -> int:
        """How many signs of a word there is room for, one at least."""
        used = 0.0
        for count, sign in enumerate(word):
            used += self._widths[font][sign]
            if used > room:
                return max(1, count)
        return len(word)

    # Drawing

    def pdf(self, title: str, subject: str, made_at: datetime) -> bytes:
        """The sheets as PDF, dated ``made_at`` (UTC): the same bytes for the same sheets."""
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.invariant = 1  # these three whatever a machine's own settings say
        rl_config.pdfComments = 0
        rl_config.useA85 = 0  # as bytes and not as text: a fifth shorter
        made = BytesIO()
        canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="id-ID")
        canvas.setTitle(known_signs(title))
        canvas.setSubject(known_signs(subject))
        canvas.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}Z")  # else the environment's SOURCE_DATE_EPOCH
        canvas.setAuthor("Saksi")
        canvas.setCreator("Saksi")
        fonts = {name: _name_in(canvas, name) for name in self._widths}
        count = len(self._texts)
        for number in range(1, count + 1):
            for place, (sheet, y, text, level) in enumerate(self._outline):
                if sheet == number:
                    canvas.bookmarkPage(f"s{place}", fit="XYZ", left=0, top=HEIGHT - y + 8, zoom=0)
                    canvas.addOutlineEntry(known_signs(text), f"s{place}", level, closed=level == 0)
            self._draw(canvas, fonts, number, count)
            canvas.showPage()
        canvas.save()
        return with_identifier(made.getvalue())

    def _draw(self, canvas: Any, fonts: Mapping[str, str], number: int, count: int) -> None:
        boxes: dict[str, list[str]] = {}
        for colour, x, y, width, height in self._boxes[number - 1]:
            boxes.setdefault(colour, []).append(f"{x:.2f} {HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re")
        for colour, boxed in boxes.items():
            canvas.addLiteral(f"{_colour(colour)} rg {' '.join(boxed)} f")
        for picture, x, y in self._pictures[number - 1]:
            _draw_picture(canvas, fonts["Helvetica"], picture, x, y)
        page = f"Halaman {number} dari {count}"
        right = WIDTH - MARGIN - SOFT.size * sum(map(self._widths[SOFT.font].__getitem__, page))
        edges = [
            (SOFT, MARGIN, 34.0, self._head),
            (LATE, MARGIN, 44.0, "Salinan baca; yang membuktikan adalah berkas di sampingnya."),
            (SOFT._replace(size=6.6), MARGIN, HEIGHT - 32, self._foot),
            (SOFT, right, 34.0, page),
        ]
        canvas.addLiteral(f"{_colour(_RULE)} RG")
        canvas.line(MARGIN, HEIGHT - 49, WIDTH - MARGIN, HEIGHT - 49)
        canvas.line(MARGIN, 44, WIDTH - MARGIN, 44)
        shown: list[str] = []
        drawn: Style | None = None
        for style, x, y, said in (*edges[:2], *self._texts[number - 1], *edges[2:]):  # as one reads: so it is copied
            if style is not drawn:
                shown.append(f"/{fonts[style.font]} {style.size:g} Tf {_colour(style.colour)} rg")
                drawn = style
            shown.append(_shown(x, HEIGHT - y, said))
        canvas.addLiteral(f"BT {' '.join(shown)} ET")
        for style, x, y, said in self._texts[number - 1]:
            if style.struck:
                canvas.addLiteral(f"{_colour(style.colour)} RG")
                middle = HEIGHT - y + style.size * 0.3
                canvas.line(x, middle, x + self._widths[style.font][said] * style.size, middle)


def _draw_picture(canvas: Any, font: str, picture: Picture, left: float, top: float) -> None:
    scale = ROOM / picture.width
    canvas.saveState()
    canvas.transform(scale, 0, 0, -scale, left, HEIGHT - top)
    for style, polygons in picture.layers:
        if style.stroke:
            canvas.addLiteral(f"{_colour(style.stroke)} RG {style.width:g} w")
        if style.fill:
            canvas.addLiteral(f"{_colour(style.fill)} rg")
        path = [
            " l ".join(f"{x:.1f} {y:.1f}" for x, y in polygon).replace(" l ", " m ", 1)
            + (" l h" if polygon[2:] else " l")
            for polygon in polygons
        ]
        canvas.addLiteral(f"{' '.join(path)} {'B' if style.fill and style.stroke else 'f' if style.fill else 'S'}")
    canvas.restoreState()
    for one in picture.texts:
        wide = canvas.stringWidth(known_signs(one.text), "Helvetica", one.size) if one.anchor == "middle" else 0
        shown = _shown(left + (one.x - wide / 2) * scale, HEIGHT - top - one.y * scale, known_signs(one.text))
        canvas.addLiteral(f"BT /{font} {one.size * scale:g} Tf {_colour(one.colour)} rg {shown} ET")


def _shown(x: float, y: float, text: str) -> str:
    """Operators that show a text at a point (ISO 32000-1 sections 9.4.2 and 9.4.3).

    A year has twenty thousand lines; with the library's own they take four times as long.
    """
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escaped, text)
    return f"1 0 0 1 {x:.2f} {y:.2f} Tm ({text}) Tj"


_SPECIAL = re.compile(r"[^ !-'*-\[\]-~]")
"""What a string of PDF does not hold as it is: brackets, the backslash, and all that is not ASCII."""


def _escaped(sign: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in sign[0].encode("cp1252", "replace"))


def with_identifier(data: bytes) -> bytes:
    """The document with an identifier that follows from what is in it (ISO 32000-1 section 14.4).

    The library makes it from the environment's SOURCE_DATE_EPOCH too, so that the same dossier would have two.
    """
    before, _, after = data.rpartition(b"\n[<")
    rest = after[after.index(b">]") :]
    identifier = hashlib.sha256(before).hexdigest()[:32].encode()
    return b"".join((before, b"\n[<", identifier, b"><", identifier, rest))


def _name_in(canvas: Any, font: str) -> str:
    """What a font is called in this document; from here on the document has it."""
    text = canvas.beginText()
    text.setFont(font, 8)
    found = re.search(r"/(\w+) 8 Tf", text.getCode())
    assert found is not None, "setting a font names it"
    return found[1]


@cache
def _colour(name: str) -> str:
    """``#rrggbb`` as operands."""
    return " ".join(f"{int(name[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def known_signs(text: str) -> str:
    """The text with every sign that the fonts do not know shown by its number."""
    if text.isascii():
        return text
    return "".join(sign if _in_fonts(sign) else f"<U+{ord(sign):04X}>" for sign in text)


def _in_fonts(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
