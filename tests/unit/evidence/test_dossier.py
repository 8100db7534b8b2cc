"""The dossier as people read it, on the page and on paper: all of the answer, both axes, the same bytes anywhere."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from pypdf import PdfReader

from cli import words as said_by_commands
from cli.indonesian import INDONESIAN
from domain.events import EVENT_TYPES
from evidence.dossier import words
from evidence.dossier.content import Dossier
from evidence.dossier.page import html
from evidence.dossier.paper import pdf
from evidence.dossier.picture import pictures, svg
from evidence.dossier.reading import Reading
from tests.unit.evidence.dossiers import BUDI, ORIGIN, STORY, Log, story


def visible(page: str) -> str:
    """The text of a page as people see it, on one line."""
    without = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    parser = _Text()
    parser.feed(without)
    return " ".join(" ".join(parser.found).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def printed(paper: bytes) -> str:
    """The text of a paper, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def shown(dossier: Dossier) -> list[str]:
    """What page and paper say, without spaces, which fall differently on the two."""
    return [text.replace(" ", "") for text in (visible(html(dossier)), printed(pdf(dossier)))]


@pytest.fixture(scope="module")
def told() -> tuple[Dossier, list[str]]:
    dossier = story()
    return dossier, shown(dossier)


def expect(texts: list[str], *sentences: str) -> None:
    for sentence in sentences:
        for text in texts:
            assert sentence.replace(" ", "") in text, sentence


def test_every_day_is_there_with_its_verdict_its_meaning_its_windows_and_its_regulation(told: Any) -> None:
    dossier, texts = told
    reading = Reading(dossier)
    assert len(reading.days) == len(dossier.answer["days"]) == 23
    for day, line in zip(dossier.answer["days"], reading.days, strict=True):
        assert line.when.isoformat() == day["date"]
        assert line.status == words.DAY_STATUS[day["status"]]
        expect(texts, line.title, line.meaning)
        for window in line.windows:
            expect(texts, f"{window.name} {window.between}: {window.came}")
        for rule in day["because"]:
            assert any(rule["regulation"] in text and f"(aturan {rule['rule']})" in text for text, _ in line.bases)
        for text, _ in line.bases:
            expect(texts, text)


def test_a_day_says_what_came_when(told: Any) -> None:
    expect(
        told[1],
        "in 06.00-07.30, terlambat sampai 11.00, di kantor: 07.45.30 terlambat 16 menit",
        "SE Gubernur Kaltim 100.3.4/739/B.ORG-III/2026 [kaltim-wfa-friday]: pola kerja (aturan friday)",
    )


def test_calls_strikes_and_allegations_are_there_with_how_they_came_about(told: Any) -> None:
    dossier, texts = told
    assert [call["call_id"] for call in dossier.answer["calls"]] == [f"c-0{number}" for number in range(1, 10)]
    expect(
        texts,
        "batas tercapai: dugaan yang membuka pemeriksaan",
        "Dugaan tercapai Sen 2 Mar 2026 09.40 WITA atas panggilan c-02, c-07, c-08",
        "Dilakukan oleh Andi Saputra (198603152010011004), phone.",
        "Menelepon balik 09.09.59 (#121), tepat waktu.",
        "Terhitung sejak Sen 16 Feb 2026 14.10 WITA, saat waktu mengajukan alasan habis.",
        "Tidak dihitung: terlalu dekat setelah yang sebelumnya.",
        "Alasan mengenainya diterima.",
        "Lokasi dibagikan tepat waktu.",
    )


def test_the_tally_shows_its_arithmetic(told: Any) -> None:
    expect(
        told[1],
        "16 = 16 terlambat + 0 lebih awal + 1 rentang waktu terlewat x 0",
        "0 hari = 0 hari tidak hadir + 0 (16 menit hilang dibagi 450, dibulatkan ke bawah)",
        "mulai 3 hari: ringan, teguran lisan",
    )


def test_both_times_of_the_question_are_named_in_the_local_zone(told: Any) -> None:
    expect(told[1], "Sabtu, 7 Maret 2026 pukul 08.00 WITA", "posisi 180 dari 180, dicatat Jum 6 Mar 2026 11.59.26 WITA")


def test_what_was_known_otherwise_before_is_shown(told: Any) -> None:
    expect(
        told[1],
        "Diketahui pada posisi 150, jawabannya berbeda",
        "tidak hadir (morning terlewat, midday terlewat) hadir (morning 07.30 tepat waktu, midday 12.00 tepat waktu)",
        "terhitung, 2 dari 3 diduga, 1 dari 3",
    )


def test_late_facts_and_voids_are_shown_where_they_stand(told: Any) -> None:
    expect(told[1], "26 fakta dicatat pada hari sesudah terjadinya", "#130 dicatat 16 hari 4 jam setelah terjadi")
    expect(told[1], "dibatalkan oleh #176")
    assert '<tr class="struck">' in html(told[0])


def test_a_rule_recorded_after_the_day_it_judges_is_called_retroactive() -> None:
    lines = [line for line in STORY.read_bytes().split(b"\n") if line]
    policy = next(line for line in lines if b'"e-00022"' in line)
    dossier = Log([line for line in lines if line != policy] + [policy]).dossier(BUDI)
    expect(shown(dossier), "Berlaku surut: SE Gubernur Kaltim", "berlaku surut, baru dicatat Jum 6 Mar 2026")


def test_a_fact_dated_after_it_was_recorded_is_called_so() -> None:
    lines = [line for line in STORY.read_bytes().split(b"\n") if line and b"effective_from" in line]
    fast = {"type": "CheckedIn", "id": "fast", "nip": BUDI, "occurred_at": "2026-02-13T08:30:00+08:00"}
    log = Log([*lines, json.dumps(fast)], delays={"fast": timedelta(minutes=-5)})
    dossier = log.dossier(BUDI, as_of=datetime.fromisoformat("2026-02-13T09:00:00+08:00"))
    expect(shown(dossier), "SEBELUM waktu terjadi yang dinyatakannya")


def test_every_fact_is_in_the_timeline_on_both_axes(told: Any) -> None:
    dossier, texts = told
    for fact in dossier.facts:
        expect(texts, f"#{fact.position}", fact.event.id)
    assert Reading(dossier).not_shown == 0


def test_a_range_shows_its_days_and_says_what_else_there_is() -> None:
    dossier = Log(STORY.read_bytes().split(b"\n")).dossier(BUDI, first=date(2026, 2, 20), last=date(2026, 2, 21))
    reading = Reading(dossier)
    assert [line.title for line in reading.days] == ["Jum 20 Feb 2026", "Sab 21 Feb 2026"]
    assert reading.not_shown > 10
    expect(shown(dossier), f"{reading.not_shown} fakta dari hari lain ada di dalam berkas")


def test_one_who_was_never_assigned_has_a_dossier_too() -> None:
    expect(
        shown(
            Log(STORY.read_bytes().split(b"\n")).dossier(
                "199999999999999999", as_of=datetime.fromisoformat("2026-03-01T00:00:00+07:00")
            )
        ),
        "tanpa penugasan",
    )


def test_it_is_called_a_copy_for_reading_on_every_sheet_and_has_the_checkpoint_on_its_foot(told: Any) -> None:
    dossier, texts = told
    expect(texts, "Salinan baca", "membuktikan adalah berkas di sampingnya")
    _, size, root, *_ = dossier.checkpoint.decode().split("\n")
    pages = PdfReader(io.BytesIO(pdf(dossier))).pages
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Salinan baca; yang membuktikan adalah berkas di sampingnya." in text
        assert f"Halaman {number} dari {len(pages)}" in text
        assert f"Titik periksa: {ORIGIN} {size} {root}" in " ".join(text.split())


def test_the_head_of_a_table_is_repeated_on_the_next_sheet(told: Any) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(told[0]))).pages]
    assert sum("Posisi Terjadi Dicatat Fakta" in page for page in pages) >= 3


def test_the_page_refers_to_nothing_outside_and_runs_only_its_own_check(told: Any) -> None:
    page = html(told[0])
    markup = re.sub(r"<script\b.*?</script>", "<script></script>", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|action|srcset|poster)\s*=", markup)
    assert not re.search(r"url\(|@import|https?:(?!//www\.w3\.org/2000/svg)", markup)
    assert not re.search(r"\bon[a-z]+\s*=", markup)
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|WebSocket|eval\(|innerHTML", page)
    assert "default-src &#39;none&#39;" in page
    assert page.count("<script") == 2


def test_the_page_is_well_formed(told: Any) -> None:
    page = html(told[0]).removeprefix("<!DOCTYPE html>").strip()
    assert page == page.strip()
    ET.fromstring(re.sub(r"(<script[^>]*>).*?</script>", r"\1</script>", page, flags=re.DOTALL))


def test_the_document_begins_with_its_type(told: Any) -> None:
    assert html(told[0]).lstrip().startswith("<!DOCTYPE html>")


def test_pictures_have_a_row_for_each_day_and_a_text_for_who_does_not_see_them(told: Any) -> None:
    drawn = pictures(Reading(told[0]))
    assert [one.title for one in drawn] == ["Februari 2026", "Maret 2026"]
    for one in drawn:
        element = ET.fromstring(svg(one))
        assert element.get("role") == "img"
        assert one.description in "".join(element.itertext())
    rows = [text.text for one in drawn for text in one.texts if re.match(r"[A-Z][a-z]{2} \d", text.text)]
    assert rows[0] == "Jum 13"
    assert len(rows) == 23


def test_a_night_shift_is_drawn_to_its_end_on_the_next_day() -> None:
    for case in ("mixed-1000", "mixed-1001", "calls-1000"):
        lines = (STORY.parents[2] / "tests" / "cases" / f"{case}.jsonl").read_bytes().split(b"\n")
        nips = sorted(
            {json.loads(line)["nip"] for line in lines if b'"ShiftAssigned"' in line or b'"CallPlaced"' in line}
        )
        log = Log(lines)
        for nip in nips[:4]:
            dossier = log.dossier(nip, as_of=datetime.fromisoformat("2026-12-31T00:00:00+08:00"))
            for one in pictures(Reading(dossier)):
                for _, polygons in one.layers:
                    assert all(0 <= x <= one.width for polygon in polygons for x, _ in polygon)
            assert pdf(dossier).startswith(b"%PDF")


MADE = """
import hashlib, sys
from tests.unit.evidence.dossiers import story
from evidence.dossier.page import html
from evidence.dossier.paper import pdf
dossier = story()
print(hashlib.sha256(html(dossier).encode()).hexdigest(), hashlib.sha256(pdf(dossier)).hexdigest())
"""


def test_page_and_paper_are_the_same_bytes_in_another_zone_locale_and_order_of_hashes() -> None:
    said = set()
    for zone, locale, seed in (
        ("UTC", "C.UTF-8", "0"),
        ("America/New_York", "id_ID.UTF-8", "1"),
        ("Asia/Jayapura", "C", "2"),
    ):
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "RL_useA85": "1",
            "SOURCE_DATE_EPOCH": seed,
        }
        ran = subprocess.run([sys.executable, "-c", MADE], env=environment, capture_output=True, text=True, check=True)
        said.add(ran.stdout)
    assert len(said) == 1


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='",
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "baris satu\nbaris dua\r\n\tketiga\x00\x1b[2J",
    "\u202eterbalik\u2066\u2028\u2029",
    "😀 émoji ﷽ 漢字 \ufffe",
    "a" * 5_000,
    "kata " * 5_000,
    "(kurung \\ dan) buka ((",
    "&amp; &lt;",
    "$ ${x} `y` \\u003c",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_and_do_nothing(text: str) -> None:
    lines = [json.loads(line) for line in STORY.read_bytes().split(b"\n") if line]
    for line in lines:
        for field in {
            "name",
            "title",
            "summary",
            "text",
            "note",
            "reason",
            "device",
            "channel",
            "letter",
            "authority",
        } & set(line):
            if line["type"] not in ("PolicyEnacted",):
                line[field] = text
        if line["type"] == "PolicyEnacted":
            line["document"]["title"] = line["document"]["regulation"] = text
    dossier = Log(json.dumps(line) for line in lines).dossier(BUDI)
    page = html(dossier)
    assert page.count("<script") - page.count("<script></script>") == 2 == page.count("</script>")
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1</script>", page, flags=re.DOTALL)
    root = ET.fromstring(markup.strip().removeprefix("<!DOCTYPE html>"))
    allowed = {element.tag for element in ET.fromstring(_markup(html(story()))).iter()}
    assert {element.tag for element in root.iter()} <= allowed
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029]", markup.replace("\n", ""))
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert data["answer"] == json.loads(json.dumps(dossier.answer))
    assert PdfReader(io.BytesIO(pdf(dossier))).pages


def _markup(page: str) -> str:
    cut = re.sub(r"(<script[^>]*>).*?</script>", r"\1</script>", page, flags=re.DOTALL)
    return cut.strip().removeprefix("<!DOCTYPE html>")


def test_a_long_text_is_cut_and_says_so() -> None:
    assert "kata kata …" in visible(html(_with_reason("kata " * 5_000)))


def _with_reason(text: str) -> Dossier:
    lines = [json.loads(line) for line in STORY.read_bytes().split(b"\n") if line]
    return Log(json.dumps({**line, "text": text} if "text" in line else line) for line in lines).dossier(BUDI)


def test_every_type_of_event_has_a_word() -> None:
    assert set(words.EVENT) == {event.__name__ for event in EVENT_TYPES}


SHARED_WORDS = (
    *("DAY_STATUS", "DAY_MEANING", "ARRANGEMENT", "WINDOW_STATUS", "OUTCOME", "WHY", "STATE", "STATE_MEANING"),
    *("INSIDE", "LEVEL", "SANCTION", "PARAMETER", "MEANS", "PLACE"),
)


@pytest.mark.parametrize("name", SHARED_WORDS)
def test_the_dossier_says_what_the_commands_say(name: str) -> None:
    commands: dict[str, str] = getattr(said_by_commands, name)
    assert getattr(words, name) == {code: INDONESIAN[text] for code, text in commands.items()}


@pytest.mark.parametrize("make", [html, pdf])
def test_making_it_changes_nothing_of_it(make: Callable[[Dossier], Any]) -> None:
    dossier = story()
    assert make(dossier) == make(dossier)
    assert dossier == story()
