"""Sheets of A4 that fill up from the top: lines, tables whose head is repeated, and a foot on every one of them.

Everything is laid out first, because the foot says how many sheets there are, and drawn at the end. Lengths are points
from the upper left corner. The fonts are those that every reader of PDF has, so they know the signs of Western Europe;
any other is shown by its number, as ``<U+1F600>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
STRUCK = Style("Helvetica", 8, 9.8, "#55606d", struck=True)
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


class Sheets:
    """All sheets of one paper."""

    def __init__(self, head: str, foot: str) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        self._head, self._foot = _known(head), _known(foot)
        self._string_width = stringWidth
        self._widths: dict[tuple[str, str], float] = {}
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

    def band(self, colour: str, height: float) -> None:
        """A coloured band behind what comes next."""
        self._boxes[-1].append((colour, MARGIN - 8, self._y - 4, ROOM + 16, height))

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
        """The lines of a cell, none wider than there is room; a word that is wider is cut."""
        found = []
        for style, text in cell:
            room = width / style.size
            if self._width(style.font, text := _known(text)) <= room:
                found.append((style, text))
                continue
            line, used = "", 0.0
            space = self._width(style.font, " ")
            for word in self._words(style.font, text, room):
                wide = self._width(style.font, word)
                if line and used + space + wide > room:
                    found.append((style, line))
                    line, used = word, wide
                else:
                    line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
            found.append((style, line))
        return found

    def _words(self, font: str, text: str, room: float) -> Iterable[str]:
        for word in text.split(" "):
            rest = word
            while self._width(font, rest) > room and len(rest) > 1:
                count = len(rest)
                while count > 1 and self._width(font, rest[:count]) > room:
                    count = max(1, min(count - 1, int(count * room / self._width(font, rest[:count]))))
                yield rest[:count]
                rest = rest[count:]
            yield rest

    def _width(self, font: str, text: str) -> float:
        key = (font, text)
        found = self._widths.get(key)
        if found is None:
            found = self._widths[key] = self._string_width(text, font, 1)
        return found

    # Drawing

    def pdf(self, title: str, subject: str) -> bytes:
        """The sheets as PDF: the same bytes for the same sheets."""
        from reportlab.pdfgen.canvas import Canvas

        made = BytesIO()
        canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="id-ID")
        canvas.setTitle(_known(title))
        canvas.setSubject(_known(subject))
        canvas.setAuthor("Saksi")
        canvas.setCreator("Saksi")
        count = len(self._texts)
        for number in range(1, count + 1):
            for place, (sheet, y, text, level) in enumerate(self._outline):
                if sheet == number:
                    canvas.bookmarkPage(f"s{place}", fit="XYZ", left=0, top=HEIGHT - y + 8, zoom=0)
                    canvas.addOutlineEntry(_known(text), f"s{place}", level, closed=level == 0)
            self._draw(canvas, number, count)
            canvas.showPage()
        canvas.save()
        return made.getvalue()

    def _draw(self, canvas: Any, number: int, count: int) -> None:
        for colour, x, y, width, height in self._boxes[number - 1]:
            canvas.setFillColor(_colour(colour))
            canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        for picture, x, y in self._pictures[number - 1]:
            _draw_picture(canvas, picture, x, y)
        edges = [
            (SOFT, MARGIN, 34.0, self._head),
            (LATE, MARGIN, 44.0, "Salinan baca; yang membuktikan adalah berkas di sampingnya."),
            (SOFT._replace(size=6.6), MARGIN, HEIGHT - 32, self._foot),
            (SOFT, WIDTH - MARGIN - 76, 34.0, f"Halaman {number} dari {count}"),
        ]
        canvas.setStrokeColor(_colour(_RULE))
        canvas.line(MARGIN, HEIGHT - 49, WIDTH - MARGIN, HEIGHT - 49)
        canvas.line(MARGIN, 44, WIDTH - MARGIN, 44)
        text = canvas.beginText()
        drawn: Style | None = None
        for style, x, y, said in sorted((*self._texts[number - 1], *edges), key=_by_style):
            if style is not drawn:
                text.setFont(style.font, style.size)
                text.setFillColor(_colour(style.colour))
                drawn = style
            text.setTextOrigin(x, HEIGHT - y)
            text.textOut(said)
        canvas.drawText(text)
        for style, x, y, said in self._texts[number - 1]:
            if style.struck:
                canvas.setStrokeColor(_colour(style.colour))
                middle = HEIGHT - y + style.size * 0.3
                canvas.line(x, middle, x + self._width(style.font, said) * style.size, middle)


def _by_style(put: tuple[Style, float, float, str]) -> tuple[str, float, str]:
    return put[0].font, put[0].size, put[0].colour


def _draw_picture(canvas: Any, picture: Picture, x: float, y: float) -> None:
    scale = ROOM / picture.width
    canvas.saveState()
    canvas.transform(scale, 0, 0, -scale, x, HEIGHT - y)
    for style, polygons in picture.layers:
        path = canvas.beginPath()
        for polygon in polygons:
            path.moveTo(*polygon[0])
            for point in polygon[1:]:
                path.lineTo(*point)
            if len(polygon) > 2:
                path.close()
        if style.stroke:
            canvas.setStrokeColor(_colour(style.stroke))
            canvas.setLineWidth(style.width)
        if style.fill:
            canvas.setFillColor(_colour(style.fill))
        canvas.drawPath(path, stroke=bool(style.stroke), fill=bool(style.fill))
    canvas.restoreState()
    text = canvas.beginText()
    for one in picture.texts:
        wide = canvas.stringWidth(_known(one.text), "Helvetica", one.size) if one.anchor == "middle" else 0
        text.setFont("Helvetica", one.size * scale)
        text.setFillColor(_colour(one.colour))
        text.setTextOrigin(x + (one.x - wide / 2) * scale, HEIGHT - y - one.y * scale)
        text.textOut(_known(one.text))
    canvas.drawText(text)


_COLOURS: dict[str, Any] = {}


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    if name not in _COLOURS:
        _COLOURS[name] = HexColor(name)
    return _COLOURS[name]


def _known(text: str) -> str:
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
