"""The dossier on paper: the same as the page says, as PDF with numbered sheets and the checkpoint on the foot of each.

``pdf(dossier)`` is the same, byte by byte, for the same dossier on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.dossier.cases import CaseReading, StepLine
from evidence.dossier.content import Dossier
from evidence.dossier.lines import DayLine, Disputed, Pair
from evidence.dossier.picture import legend, pictures
from evidence.dossier.reading import Reading
from evidence.dossier.seal import seal_of
from evidence.dossier.sheets import (
    BOLD,
    GRAVE,
    LARGE,
    LATE,
    MONTH,
    NAME,
    SECTION,
    SMALL,
    SOFT,
    STRUCK,
    TEXT,
    Cell,
    Column,
    Sheets,
    Style,
)

CLOSING = (
    "Salinan baca; yang membuktikan adalah berkas di sampingnya. Dugaan membuka pemeriksaan, bukan sanksi dengan "
    "sendirinya. Tanda tangan di sini bukan tanda tangan elektronik tersertifikasi menurut PP 71/2019."
)
_GRAVE = frozenset({"absent", "partial", "missed", "conflict", "late", "early", "alleged", "in case", "sanctioned"})


def pdf(dossier: Dossier) -> bytes:
    """The paper, in Bahasa Indonesia, A4."""
    reading = Reading(dossier)
    seal = seal_of(reading.account, dossier)
    sheets = Sheets(f"{reading.name}, NIP {reading.nip}", f"Titik periksa: {seal.line}")
    _front(sheets, reading)
    if reading.case is not None:
        _case(sheets, reading.case)
    _axes(sheets, reading)
    _pictures(sheets, reading)
    _disputes(sheets, reading)
    _absence(sheets, reading)
    _days(sheets, reading)
    _rules(sheets, reading)
    _timeline(sheets, reading)
    sheets.title("Titik periksa", SECTION, 0)
    sheets.pairs(
        [
            ("Buku besar", seal.origin),
            ("Banyaknya entri", str(seal.size)),
            ("Akar", seal.root),
            *(("Tertulis sebagai penanda tangan", one) for one in seal.signatures),
            ("Digest jawaban", dossier.answer["digest"]),
            *((("Digest perkara", reading.case.digest),) if reading.case is not None else ()),
        ]
    )
    sheets.space(6)
    sheets.lines([(SOFT, CLOSING)])
    return sheets.pdf(f"Salinan baca: {reading.name}, NIP {reading.nip}", seal.line, seal.recorded_at)


def _front(sheets: Sheets, reading: Reading) -> None:
    sheets.lines([(SOFT, reading.kind.upper()), (NAME, reading.name)])
    sheets.lines([(LARGE, f"NIP {reading.nip}")])
    sheets.space(12)
    state = reading.headline
    grave = reading.answer["strikes"]["state"] in ("alleged", "in case", "sanctioned")
    sheets.title("Hasil", SECTION, 0)
    sheets.lines([(LARGE._replace(font="Helvetica-Bold", colour=_colour(grave)), state.value.upper())])
    sheets.lines([(LARGE, f"{state.label}.")])
    sheets.space(4)
    sheets.pairs(_texts(reading.result))
    sheets.space(12)
    sheets.title("Siapa", SECTION, 0)
    sheets.pairs(_texts(reading.who))
    sheets.space(12)
    sheets.title("Pertanyaan", SECTION, 0)
    sheets.pairs(_texts(reading.question))
    sheets.space(12)


def _colour(grave: bool) -> str:
    return "#a93226" if grave else "#17365c"


def _case(sheets: Sheets, case: CaseReading) -> None:
    sheets.title(f"Perkara disiplin {case.name}", SECTION, 0)
    sheets.pairs(_texts(case.summary))
    if case.changes:
        sheets.space(6)
        sheets.title("Yang berubah pada dasar perkara", MONTH, 1)
        columns = [Column("Tentang", 4), Column("Waktu itu", 3), Column("Kini", 3), Column("Karena fakta", 4)]
        sheets.table(columns, ([[(BOLD, one[0])], *([(TEXT, text)] for text in one[1:])] for one in case.changes))
    for one in case.bases:
        sheets.space(6)
        sheets.title(one.title, MONTH, 1)
        sheets.pairs(_texts(one.pairs))
        sheets.space(4)
        if one.differences:
            columns = [Column("Tentang", 3), Column("Diketahui waktu itu", 4), Column("Kini diketahui", 4)]
            sheets.table(
                columns, ([[(BOLD, name)], [(TEXT, then)], [(TEXT, now)]] for name, then, now in one.differences)
            )
        else:
            sheets.lines([(TEXT, "Kini terbaca sama seperti waktu itu.")])
    sheets.space(6)
    sheets.title("Langkah-langkah", MONTH, 1)
    columns = [Column("Posisi", 66), Column("Tanggal", 82), Column("Dicatat", 108), Column("Langkah", 255)]
    sheets.table(columns, map(_step, case.steps))
    sheets.title("Batas-batasnya", MONTH, 1)
    for caveat in case.caveats:
        sheets.lines([(TEXT, f"- {caveat}")])
    sheets.space(12)


def _step(step: StepLine) -> list[Cell]:
    said = f"{step.kind}: {step.text} [{step.event}]" if step.text else f"{step.kind} [{step.event}]"
    return [
        [(SMALL, step.position), (SOFT, step.place)],
        [(SMALL, step.on)],
        [(SMALL, step.recorded)],
        [(STRUCK if step.struck else SMALL, said), *((LATE, note) for note in step.notes)],
    ]


def _axes(sheets: Sheets, reading: Reading) -> None:
    if not reading.axes and not reading.differences:
        return
    sheets.title("Yang baru diketahui kemudian", SECTION, 0)
    for line in reading.axes:
        sheets.lines([(TEXT, f"- {line}")])
    for title, found in reading.differences:
        sheets.space(6)
        sheets.title(f"{title}, jawabannya {'berbeda' if found else 'sama'}", MONTH)
        if found:
            columns = [Column("Tentang", 3), Column("Dahulu diketahui", 4), Column("Sekarang diketahui", 4)]
            sheets.table(columns, ([[(BOLD, name)], [(TEXT, old)], [(TEXT, new)]] for name, old, new in found))
    sheets.space(12)


def _pictures(sheets: Sheets, reading: Reading) -> None:
    drawn = pictures(reading)
    if not drawn:
        return
    sheets.title("Gambar hari demi hari", SECTION, 0, follows=200)
    sheets.lines([(SOFT, f"Satu baris satu hari, menurut jam setempat ({reading.account.zone_name}).")])
    sheets.space(4)
    sheets.picture(legend())
    for one in drawn:
        sheets.title(one.title, MONTH, follows=one.height * 0.68)
        sheets.picture(one)
    sheets.space(8)


def _disputes(sheets: Sheets, reading: Reading) -> None:
    for title, name, found in (
        ("Panggilan dan dugaan", "Panggilan", reading.calls),
        ("Permintaan lokasi", "Permintaan", reading.requests),
    ):
        told = reading.allegations if found is reading.calls else []
        if not found and not told:
            continue
        sheets.title(title, SECTION, 0)
        for line in told:
            sheets.lines([(GRAVE, f"Dugaan {line}.")])
        sheets.space(2)
        columns = [
            Column(name, 11),
            Column("Waktu dan batas", 12),
            Column("Hasil", 9),
            Column("Mengapa dan dasarnya", 40),
        ]
        sheets.table(columns, map(_disputed, found))


def _disputed(one: Disputed) -> list[Cell]:
    return [
        [(BOLD, one.name)],
        [(TEXT, one.placed), (SOFT, f"sampai {one.deadline}")],
        [(_style(one.code), one.outcome)],
        [(TEXT, " ".join(one.lines)), *_bases(one.bases), *((LATE, note) for note in one.notes), *_facts(one.facts)],
    ]


def _absence(sheets: Sheets, reading: Reading) -> None:
    if reading.tallies:
        sheets.title("Ketidakhadiran", SECTION, 0)
    for tally in reading.tallies:
        sheets.title(f"Tahun {tally.year}", MONTH)
        sheets.pairs(_texts(tally.pairs))
        sheets.space(3)
        sheets.lines(list(_bases(tally.bases)))
    sheets.space(12)


def _days(sheets: Sheets, reading: Reading) -> None:
    sheets.title("Putusan hari demi hari", SECTION, 0)
    columns = [
        Column("Hari", 10),
        Column("Putusan", 9),
        Column("Rentang waktu dan presensi", 24),
        Column("Mengapa dan dasarnya", 29),
    ]
    for title, days in reading.months:
        sheets.title(title, MONTH, 1)
        sheets.table(columns, map(_day, days))
    if not reading.months:
        sheets.lines([(TEXT, "Tidak ada hari dalam rentang ini saat pegawai bertugas.")])


def _day(day: DayLine) -> list[Cell]:
    return [
        [(BOLD, day.title)],
        [(_style(day.code), day.status), (SOFT, day.arrangement)],
        [
            (GRAVE if window.status == "missed" else TEXT, f"{window.name} {window.between}: {window.came}")
            for window in day.windows
        ]
        or [(TEXT, "-")],
        [(TEXT, day.meaning), *_bases(day.bases), *((LATE, note) for note in day.notes), *_facts(day.facts)],
    ]


def _rules(sheets: Sheets, reading: Reading) -> None:
    sheets.title("Aturan yang menentukan", SECTION, 0)
    columns = [Column("Peraturan", 17), Column("Aturan", 8), Column("Isi", 30), Column("Berlaku dan dicatat", 15)]
    sheets.table(
        columns,
        (
            [
                [(BOLD, one.regulation), (SOFT, f"{one.title} [{one.policy}]")],
                [(TEXT, one.rule)],
                [(TEXT, text) for text in one.sets],
                [(TEXT, one.force), (SOFT, f"dicatat {one.recorded} {one.position}")],
            ]
            for one in reading.rules
        ),
    )


def _timeline(sheets: Sheets, reading: Reading) -> None:
    sheets.title("Garis waktu fakta", SECTION, 0)
    note = "#n adalah posisi sebuah fakta dalam buku besar. Terjadi menurut sumbernya, dicatat menurut jam buku besar."
    if reading.not_shown:
        note += f" {reading.not_shown} fakta dari hari lain ada di dalam berkas dan tidak ditampilkan di sini."
    sheets.lines([(SOFT, note)])
    sheets.space(4)
    columns = [Column("Posisi", 36), Column("Terjadi", 96), Column("Dicatat", 118), Column("Fakta", 261)]
    for section in reading.sections:
        sheets.title(f"{section.title} ({len(section.facts)})", MONTH, 1)
        sheets.table(
            columns,
            (
                [
                    [(SMALL, fact.position)],
                    [(SMALL, fact.occurred)],
                    [(SMALL, fact.recorded)],
                    [
                        (STRUCK if fact.struck else SMALL, f"{fact.kind}: {fact.text} [{fact.event}]"),
                        *((LATE, note) for note in fact.notes),
                    ],
                ]
                for fact in section.facts
            ),
        )


def _texts(pairs: Sequence[Pair]) -> Iterator[tuple[str, str]]:
    return ((pair.label, pair.text) for pair in pairs)


def _bases(bases: Sequence[tuple[str, str]]) -> Iterator[tuple[Style, str]]:
    for text, late in bases:
        yield SOFT, text
        if late:
            yield LATE, late


def _facts(facts: str) -> Iterator[tuple[Style, str]]:
    if facts:
        yield SOFT, f"Fakta {facts}"


def _style(code: str) -> Style:
    return GRAVE if code in _GRAVE else BOLD
