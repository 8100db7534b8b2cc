"""A filled template as PDF on A4, marked as a draft on every page.

A template is XML of a few elements, each a part of an Indonesian official letter:

    <letterhead/>  <secret/>  <gap height="8"/>  <title>line</title>  <dated>place, date</dated>
    <fields><field label="Nomor">…</field></fields>         labels and colons in line
    <to>line</to>  <p>…</p>  <item mark="1.">…</item>        an item stands below its mark
    <clause label="Menimbang"><item mark="a.">…</item></clause>
    <table widths="1 4"><row head="yes"><cell>…</cell></row></table>
    <signs><p>…</p><side>…</side><sign><line>…</line><office>…</office><name>…</name></sign></signs>   on one page
    <note><line>…</line></note>                               a sheet for whoever finishes the draft

In texts ``<b>`` is bold. The same bytes come out for the same letter, on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from evidence.dossier.sheets import known_signs, with_identifier

MARGIN_LEFT, MARGIN_RIGHT, TOP, BOTTOM = 72.0, 60.0, 44.0, 68.0
WIDTH, HEIGHT = 595.28, 841.89
ROOM = WIDTH - MARGIN_LEFT - MARGIN_RIGHT
DRAFT = "KONSEP / DRAF \N{EN DASH} belum berlaku sebelum diberi nomor dan ditandatangani pejabat yang berwenang"
FONT, BOLD = "Helvetica", "Helvetica-Bold"
SIZE, LEADING = 10.0, 12.3
_FRAME = 6.0
"""What the library leaves free inside of the margins."""
_GREY, _RED, _PALE = "#55606d", "#a93226", "#f1f1f1"


def pdf(filled: str, *, title: str, foot: list[str], made_at: datetime) -> bytes:
    """The letter. ``foot`` are the lines below every page, ``made_at`` (UTC) dates the file."""
    root = Xml.fromstring(filled)  # noqa: S314  our own template, in which every text is escaped
    count = 0
    for _ in range(2):  # the first time to know how many pages there are
        data, count = _build(root, title, foot, made_at, count)
    return with_identifier(data)


def _build(root: Xml.Element, title: str, foot: list[str], made_at: datetime, count: int) -> tuple[bytes, int]:
    from reportlab import rl_config
    from reportlab.platypus import SimpleDocTemplate

    rl_config.invariant = 1  # these three whatever a machine's own settings say
    rl_config.pdfComments = 0
    rl_config.useA85 = 0
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=(WIDTH, HEIGHT),
        leftMargin=MARGIN_LEFT - _FRAME,
        rightMargin=MARGIN_RIGHT - _FRAME,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=known_signs(title),
        author="Saksi",
        creator="Saksi",
        subject="Konsep",
        lang="id-ID",
        invariant=1,
        pageCompression=1,
    )
    around = partial(_around, foot=foot, count=count, made_at=made_at)
    document.build(list(_flowables(root)), onFirstPage=around, onLaterPages=around)
    return made.getvalue(), int(document.page)


def _around(canvas: Any, document: Any, *, foot: list[str], count: int, made_at: datetime) -> None:
    """What stands on every page: that it is a draft, what it rests on, and which page it is."""
    from reportlab.lib.colors import HexColor

    canvas.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}Z")  # else the environment's SOURCE_DATE_EPOCH
    canvas.saveState()
    canvas.setFillColor(HexColor(_PALE))
    canvas.setFont(BOLD, 110)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -36, "KONSEP")
    canvas.restoreState()
    canvas.saveState()
    canvas.setFillColor(HexColor(_RED))
    canvas.setFont(BOLD, 8)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 34, DRAFT)
    canvas.setFillColor(HexColor(_GREY))
    canvas.setStrokeColor(HexColor("#b8c0c8"))
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN_LEFT, 64, WIDTH - MARGIN_RIGHT, 64)
    canvas.setFont(FONT, 6.6)
    for index, line in enumerate(foot):
        canvas.drawString(MARGIN_LEFT, 54 - 8.6 * index, known_signs(line))
    canvas.drawRightString(WIDTH - MARGIN_RIGHT, 54, f"Halaman {document.page} dari {count}")
    canvas.restoreState()


def _flowables(root: Xml.Element) -> Iterator[Any]:
    for element in root:
        yield from _PARTS[element.tag](element)


def _letterhead(_: Xml.Element) -> Iterator[Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import HRFlowable, Spacer

    yield _paragraph("[KOP SURAT: nama pemerintah daerah atau instansi]", alignment=1, colour=_GREY, size=10)
    yield _paragraph("[nama perangkat daerah atau unit kerja]", alignment=1, colour=_GREY, size=13, bold=True)
    yield _paragraph("[alamat, telepon, pos elektronik, laman]", alignment=1, colour=_GREY, size=8.5)
    yield Spacer(0, 3)
    yield HRFlowable(width="100%", thickness=2, color=HexColor("#1a1f26"), spaceBefore=2, spaceAfter=1)
    yield HRFlowable(width="100%", thickness=0.6, color=HexColor("#1a1f26"), spaceBefore=0, spaceAfter=9)


def _gap(element: Xml.Element) -> Iterator[Any]:
    yield _space(float(element.get("height", "8")))


def _secret(_: Xml.Element) -> Iterator[Any]:
    yield _paragraph("RAHASIA", bold=True, after=6)


def _title(element: Xml.Element) -> Iterator[Any]:
    yield _paragraph(_said(element), alignment=1, bold=True, size=11.5, leading=15)


def _dated(element: Xml.Element) -> Iterator[Any]:
    yield _paragraph(_said(element), alignment=2, after=4)


def _fields(element: Xml.Element) -> Iterator[Any]:
    label, indent = float(element.get("label", "88")), float(element.get("indent", "0"))
    rows = [
        [_paragraph(escape(field.get("label", ""))), _paragraph(":"), _paragraph(_said(field))] for field in element
    ]
    yield _grid(rows, [label, 10, ROOM - indent - label - 10], indent)
    yield _space(5)


def _to(element: Xml.Element) -> Iterator[Any]:
    yield _paragraph(_said(element))


def _p(element: Xml.Element) -> Iterator[Any]:
    yield _paragraph(_said(element), alignment=4, after=6, indent=float(element.get("indent", "0")))


def _item(element: Xml.Element, room: float = ROOM) -> Iterator[Any]:
    mark = 20.0
    yield _grid(
        [[_paragraph(escape(element.get("mark", ""))), _paragraph(_said(element), alignment=4)]], [mark, room - mark]
    )
    yield _space(2)


def _clause(element: Xml.Element) -> Iterator[Any]:
    """A label on the left, what it says on the right; each item a row of its own, so that pages can break between."""
    label, colon = 82.0, 10.0
    room = ROOM - label - colon
    for index, one in enumerate(element):
        first = index == 0
        if one.tag == "item":
            inner: Any = _grid(
                [[_paragraph(escape(one.get("mark", ""))), _paragraph(_said(one), alignment=4)]], [18, room - 18]
            )
        elif one.tag == "fields":
            inner = _grid(
                [
                    [_paragraph(escape(field.get("label", ""))), _paragraph(":"), _paragraph(_said(field))]
                    for field in one
                ],
                [96, 10, room - 106],
            )
        else:
            inner = _paragraph(_said(one), alignment=4)
        said = element.get("label", "") if first else ""
        row = _grid([[_paragraph(escape(said)), _paragraph(":" if first else ""), inner]], [label, colon, room])
        row.keepWithNext = one.get("keep") == "yes"
        yield row
        if not row.keepWithNext:
            yield _space(3)
    yield _space(3)


def _table(element: Xml.Element) -> Iterator[Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    shares = [float(share) for share in element.get("widths", "1").split()]
    widths = [ROOM * share / sum(shares) for share in shares]
    rows = [
        [_paragraph(_said(cell), size=9, leading=11.5, bold=row.get("head") == "yes") for cell in row]
        for row in element
    ]
    line = HexColor("#7a838c")
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, line),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    yield _space(2)
    yield Table(rows, colWidths=widths, style=style, repeatRows=1)
    yield _space(8)


def _signs(element: Xml.Element) -> Iterator[Any]:
    """Blocks for signatures side by side; a single one stands on the right, beside who gets a copy."""
    from reportlab.platypus import KeepTogether

    before = [part for one in element.findall("p") for part in _p(one)]
    blocks = [_sign(one) for one in element.findall("sign")]
    side = [_paragraph(_said(one), size=9, leading=11.5) for one in element.findall("side")]
    cells = [side, *blocks] if len(blocks) == 1 else blocks
    half = ROOM / 2
    yield KeepTogether([*before, _space(8), _grid([cells], [half] * len(cells))])


def _sign(element: Xml.Element) -> list[Any]:
    block = [_paragraph(_said(one)) for one in element.findall("line")]
    block.append(_paragraph(_said(element.find("office"))))
    block.append(_space(42))
    for one in element.findall("name"):
        if one.get("next") == "yes":
            block.append(_space(34))
        block.append(_paragraph(_said(one)))
    return block


def _note(element: Xml.Element) -> Iterator[Any]:
    """For whoever finishes the draft: a sheet of its own, which is taken out before signing."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import PageBreak, Table, TableStyle

    style = TableStyle(
        [
            ("BOX", (0, 0), (-1, -1), 0.5, HexColor(_RED)),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    lines = [_paragraph(_said(one), size=8, leading=10.4) for one in element]
    head = _paragraph(
        "Catatan bagi penyusun konsep (lembar ini tidak ikut dalam surat)", size=8, bold=True, colour=_RED
    )
    yield PageBreak()
    yield Table([[head], *([line] for line in lines)], colWidths=[ROOM], style=style)


_PARTS = {
    "letterhead": _letterhead,
    "gap": _gap,
    "secret": _secret,
    "title": _title,
    "dated": _dated,
    "fields": _fields,
    "to": _to,
    "p": _p,
    "item": _item,
    "clause": _clause,
    "table": _table,
    "signs": _signs,
    "note": _note,
}


def _said(element: Xml.Element | None) -> str:
    """The text of an element as reportlab reads it: escaped again, ``<b>`` kept, one line."""
    if element is None:
        return ""
    said = escape(known_signs(element.text or ""))
    for below in element:
        said += f"<b>{escape(known_signs(below.text or ''))}</b>{escape(known_signs(below.tail or ''))}"
    return " ".join(said.split())


def _paragraph(
    text: str,
    *,
    alignment: int = 0,
    bold: bool = False,
    size: float = SIZE,
    leading: float | None = None,
    colour: str = "#1a1f26",
    after: float = 0,
    indent: float = 0,
) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "text",
        fontName=BOLD if bold else FONT,
        fontSize=size,
        leading=leading or size * LEADING / SIZE,
        textColor=HexColor(colour),
        alignment=alignment,
        spaceAfter=after,
        leftIndent=indent,
        splitLongWords=1,
    )
    return Paragraph(text, style)


def _grid(rows: list[list[Any]], widths: list[float], indent: float = 0) -> Any:
    """Cells without lines."""
    from reportlab.platypus import Table, TableStyle

    if indent:
        rows, widths = [["", *row] for row in rows], [indent, *widths]
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
    )
    return Table(rows, colWidths=widths, style=style, hAlign="LEFT")


def _space(height: float) -> Any:
    from reportlab.platypus import Spacer

    return Spacer(0, height)
