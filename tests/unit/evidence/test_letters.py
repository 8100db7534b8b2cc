"""The drafts of letters: marked on every page, the same bytes each time, filled from the case, else blank."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from cli.main import main
from evidence.letters.citation import by_rank, citation, regulations
from evidence.letters.drawing import draw
from evidence.letters.particulars import WrongParticulars
from evidence.letters.wording import in_words, ordinal
from ledger.application import Ledger

STORY = Path(__file__).parents[2] / "cases" / "discipline-calls.jsonl"
BUNGA, ANDI, RAHMAT = "199007212015022002", "198603152010011004", "197203051997031002"
CASE = f"{BUNGA}_1"
NAMES = ("summons", "second-summons", "record", "decision", "receipt")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger with a case on three calls, decided with a written reprimand."""
    folder = tmp_path_factory.mktemp("letters")
    url, paper = f"sqlite:///{folder / 'saksi.db'}", folder / "paper.pdf"
    paper.write_bytes(b"paper")
    assert main(["ingest", str(STORY), "--db", url]) == 0
    opening = ["--allegation", "--by", ANDI, "--post", "jf_ahli_pertama", "--institution", "province"]
    assert main(["case", "open", BUNGA, *opening, "--at", "2026-03-03T09:00:00+08:00", "--db", url]) == 0
    for day, *words in (
        (
            "2026-03-04",
            "summons-issued",
            "which=first",
            "hearing_on=2026-03-16",
            f"issued_by={ANDI}",
            f"letter={paper}",
        ),
        ("2026-03-16", "hearing-held", f"held_by={ANDI}"),
        (
            "2026-03-17",
            "record-signed",
            "record=examination",
            f"document={paper}",
            f"signed_by={ANDI}",
            "examinee=signed",
        ),
        (
            *("2026-03-25", "case-decided", "outcome=sanction", "ground=duty_neglected_unit", "level=light"),
            *("kind=written_reprimand", "legal_ground=PP 94/2021", f"decree={paper}", "decree.number=800.1.6.2/31"),
            *(f"authority.nip={RAHMAT}", "authority.office.post=jpt_pratama"),
        ),
    ):
        assert main(["case", "step", CASE, *words, "--at", f"{day}T09:00:00+08:00", "--db", url]) == 0
    return url


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger with a case on a report."""
    folder = tmp_path_factory.mktemp("reported")
    url, paper = f"sqlite:///{folder / 'saksi.db'}", folder / "report.pdf"
    paper.write_bytes(b"report")
    assert main(["ingest", str(STORY), "--db", url]) == 0
    opening = ["--report", str(paper), "--report-number", "700/12", "--act-on", "2026-01-21", "--by", RAHMAT]
    opening += ["--post", "administrator", "--institution", "province", "--at", "2026-03-03T09:00:00+08:00"]
    assert main(["case", "open", ANDI, *opening, "--db", url]) == 0
    return url


def drawn(url: str, name: str, **said: str) -> bytes:
    with Ledger.open(url) as ledger:
        return draw(ledger, CASE, name, said)  # type: ignore[arg-type]


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_it_is_a_draft_and_what_it_rests_on(opened, name):
    for page in pages(drawn(opened, name)):
        assert "KONSEP / DRAF" in page
        assert "pada posisi 43 buku besar Saksi" in page
        assert "Digest dasar: sha256:" in page
        assert "belum ada yang ditandatangani" in page


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_has_the_same_bytes_each_time(opened, name, monkeypatch):
    first = drawn(opened, name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert drawn(opened, name) == first


def test_a_summons_on_three_calls_is_one_page_and_a_sheet_of_notes(opened):
    letter, notes = pages(drawn(opened, "summons", place="Samarinda", time="09.00", room="Ruang rapat"))
    assert "Demikian untuk dilaksanakan" in letter
    assert "Catatan bagi penyusun konsep" in notes


def test_who_has_no_nip_signs_without(opened):
    text = " ".join(pages(drawn(opened, "decision", authority="gubernur")))
    assert "NIP gubernur" not in text
    assert f"NIP {BUNGA}" in text


def test_a_summons_names_each_call_with_its_local_time_and_zone(opened):
    text = " ".join(pages(drawn(opened, "summons", place="Samarinda", time="09.00")))
    for said in ("Jumat, 27 Februari 2026 pukul 09.00 WITA", "Rahmat Setiawan", "Senin, 16 Maret 2026", "09.00 WITA"):
        assert said in text
    assert "Samarinda, 4 Maret 2026" in text
    assert "SE Gubernur Kaltim 100.3.4/739/B.ORG-III/2026" in text


def test_a_decision_names_the_laws_and_the_addressees_that_its_rules_name(opened):
    text = " ".join(pages(drawn(opened, "decision")))
    assert "Mengingat : 1. Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara" in text
    assert text.count("Undang-Undang Nomor 20 Tahun 2023 tentang") == 1
    for said in ("Tembusan: 1. Kepala Badan Kepegawaian Negara", "2. Pejabat yang membidangi kepegawaian; 3. ...."):
        assert said in text
    assert "keberatan kepada atasan pejabat yang berwenang menghukum atau Pejabat Pembina Kepegawaian paling" in text


@pytest.mark.parametrize("said", [{"place": " "}, {"room": ""}])
def test_a_letter_takes_no_empty_text(opened, said):
    with pytest.raises(WrongParticulars, match="that says something"):
        drawn(opened, "summons", **said)


def test_a_decision_has_its_parts_in_order_and_its_number_blank(opened):
    text = " ".join(pages(drawn(opened, "decision")))
    parts = ["KEPUTUSAN KEPALA DINAS", "NOMOR ....", "Menimbang", "Mengingat", "MEMUTUSKAN", "Menetapkan", "KESATU"]
    parts += ["teguran tertulis", "KEDUA", "ke-15 (lima belas)", "KETIGA", "keberatan", "KEEMPAT", "Ditetapkan di"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "BPASN" not in text


def test_what_is_said_now_stands_over_what_the_step_said(opened):
    assert "17 Maret 2026" in " ".join(pages(drawn(opened, "summons", hearing_on="2026-03-17")))


@pytest.mark.parametrize("said", [{"kind": "x"}, {"ground": "x"}, {"kind": "dismissal_of_1974"}])
def test_a_decision_is_not_drafted_on_a_ground_or_with_a_kind_that_the_law_does_not_have(opened, said):
    with pytest.raises(WrongParticulars, match="the law of the time of the act has no"):
        drawn(opened, "decision", **said)


def test_a_remedy_runs_from_the_receipt_and_a_pending_appeal_keeps_a_dismissal_from_effect(opened):
    kind = "honourable_dismissal_not_at_own_request"
    decision = " ".join(pages(drawn(opened, "decision", kind=kind)))
    assert "paling lama 14 (empat belas) hari kerja sejak Keputusan ini diterima" in decision
    assert "apabila diajukan banding, sesuai dengan keputusan banding" in decision
    assert "Pemberhentian dengan Hormat Tidak atas Permintaan Sendiri sebagai PNS" in decision
    assert "hari kerja sejak tanggal diterima (Pasal 5" in " ".join(pages(drawn(opened, "receipt")))


def test_a_letter_on_a_report_says_what_was_done_in_whole_sentences(reported):
    for name, said in (
        ("summons", "Saudara diduga melakukan perbuatan sebagaimana dimaksud dalam laporan nomor 700/12"),
        ("record", "diduga melakukan perbuatan sebagaimana dimaksud"),
        ("decision", "telah melakukan perbuatan sebagaimana dimaksud"),
    ):
        with Ledger.open(reported) as ledger:
            text = " ".join(pages(draw(ledger, f"{ANDI}_1", name, {})))
        assert said in text, name
    with Ledger.open(reported) as ledger:
        assert "1. Pasal 26 ayat (2) Peraturan Pemerintah Nomor 94 Tahun 2021. Dengan ini" in " ".join(
            pages(draw(ledger, f"{ANDI}_1", "summons", {}))
        )


def test_on_the_foot_stands_the_last_signed_checkpoint(reported, tmp_path):
    key = str(tmp_path / "saksi.key")
    assert main(["key", "generate", "saksi.example.go.id/2026", "-o", key]) == 0
    assert main(["checkpoint", "--key", key, "--db", reported]) == 0
    with Ledger.open(reported) as ledger:
        for page in pages(draw(ledger, f"{ANDI}_1", "summons", {})):
            assert f"Titik periksa terakhir: saksi.example.go.id/2026 {ledger.last_position()} " in page


def test_a_record_names_only_grounds_that_the_case_may_have(tmp_path):
    url = f"sqlite:///{tmp_path / 'saksi.db'}"
    assert main(["ingest", str(STORY.with_name("discipline-absence.jsonl")), "--db", url]) == 0
    doni = "198805172014031003"
    opening = ["--absence", "2026", "--by", ANDI, "--post", "pelaksana", "--institution", "province"]
    assert main(["case", "open", doni, *opening, "--at", "2026-04-13T09:00:00+08:00", "--db", url]) == 0
    with Ledger.open(url) as ledger:
        text = " ".join(pages(draw(ledger, f"{doni}_1", "record", {})))
    assert "terhadap ketentuan: 1. Pasal 4 huruf f, Pasal 15 ayat (1)" in text
    assert "terus menerus" not in text


@pytest.mark.parametrize("said", [{"kind": "x"}, {"hearing_on": "soon"}])
def test_what_does_not_belong_into_a_letter_is_refused(opened, said):
    with pytest.raises(WrongParticulars):
        drawn(opened, "summons", **said)


def test_a_sign_that_the_fonts_do_not_know_is_shown_by_its_number(opened):
    assert "<U+1F600>" in " ".join(pages(drawn(opened, "summons", place="\U0001f600 <b>")))


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("PP 94/2021 art. 8(2) b", "Pasal 8 ayat (2) huruf b Peraturan Pemerintah Nomor 94 Tahun 2021"),
        (
            "PP 94/2021 art. 11(2) d number 4",
            "Pasal 11 ayat (2) huruf d angka 4 Peraturan Pemerintah Nomor 94 Tahun 2021",
        ),
        (
            "PP 49/2018 art. 52 with PP 94/2021 art. 27",
            (
                "Pasal 52 Peraturan Pemerintah Nomor 49 Tahun 2018 juncto "
                "Pasal 27 Peraturan Pemerintah Nomor 94 Tahun 2021"
            ),
        ),
        ("SE Kepala BKN 1/SE/I/2021", "SE Kepala BKN 1/SE/I/2021"),
    ],
)
def test_a_reference_is_spelt_out(reference, said):
    assert citation(reference) == said


def test_the_higher_regulation_stands_first_and_each_once():
    listed = [*regulations("Peraturan BKN 6/2022, PP 94/2021"), "SE x", *regulations("PP 94/2021")]
    assert [one.partition(" tentang ")[0] for one in by_rank(listed)] == [
        "Peraturan Pemerintah Nomor 94 Tahun 2021",
        "Peraturan Badan Kepegawaian Negara Nomor 6 Tahun 2022",
        "SE x",
    ]


def test_numbers_are_said_in_words():
    assert [in_words(count) for count in (0, 10, 11, 15, 21, 65)] == [
        *("nol", "sepuluh", "sebelas", "lima belas", "dua puluh satu", "enam puluh lima"),
    ]
    assert [ordinal(count) for count in (1, 2)] == ["KESATU", "KEDUA"]
