"""The case as people read it in a dossier: bases then and now, changes, steps by their entries, what is not proved."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from cli import case_words as said_by_commands
from cli import step_words
from cli.indonesian import INDONESIAN
from domain.discipline.events import CASE_EVENT_TYPES
from evidence.dossier import case_gist, case_words, words
from evidence.dossier.cases import CAVEATS, CaseReading
from evidence.dossier.content import Dossier
from evidence.dossier.page import html
from evidence.dossier.paper import pdf
from evidence.dossier.reading import Reading
from tests.unit.evidence.case_story import CASE, LATER, case_bundle, case_log, dossier_of, voided_log
from tests.unit.evidence.forging import AS_OF, BUDI
from tests.unit.evidence.test_dossier import HOSTILE, expect, shown


@pytest.fixture(scope="module")
def told() -> tuple[Dossier, list[str]]:
    dossier = dossier_of(case_bundle())
    return dossier, shown(dossier)


def read(dossier: Dossier) -> CaseReading:
    case = Reading(dossier).case
    assert case is not None
    return case


def test_where_the_case_stands_is_said_with_its_sanction_and_its_digest(told: Any) -> None:
    dossier, texts = told
    expect(
        texts,
        f"Perkara disiplin {CASE}",
        "Tahap diputus",
        "Hukuman ringan, teguran tertulis, oleh keputusan, 27 Mar 2026, belum berlaku",
        "Dasar perkara masih berlaku",
        "Langkah 5, semua yang ada dalam aliran perkara ini",
        f"Digest perkara {dossier.case.digest}",
    )


def test_each_basis_is_shown_as_it_was_known_then_and_as_it_is_known_now(told: Any) -> None:
    dossier, texts = told
    expect(
        texts,
        "Dasar 1: perkara dibuka 7 Mar 2026 (#182)",
        "Berdiri atas dugaan Sen 2 Mar 2026 09.40 WITA atas panggilan c-02 (#123), c-07 (#154), c-08 (#175)",
        "Diketahui waktu itu pada posisi 181",
        "Kini diketahui pada posisi 188",
        "Panggilan c-08, Jum 27 Feb 2026 09.30 WITA terlewat tidak ada",
        "Dasar 2: dasar diperbarui 16 Mar 2026 (#185)",
    )
    for basis in dossier.case.bases:
        expect(texts, basis.then["digest"], basis.now["digest"])


def test_every_step_stands_with_its_position_and_its_entry_and_every_document_by_its_sha_256(told: Any) -> None:
    dossier, texts = told
    for step in dossier.case.steps:
        expect(texts, f"#{step.n} entri {step.version} dari 5", step.id)
    expect(texts, "keputusan", f"surat keputusan SHA-256 {'0' * 64}", "panggilan pertama, surat", "tatap muka")


def test_what_is_not_proved_of_a_case_is_said(told: Any) -> None:
    expect(told[1], *CAVEATS)
    assert "sumber dan barisnya" in CAVEATS[-1]


def test_what_changed_is_shown_with_the_facts_behind_it_and_the_steps_it_bears_on() -> None:
    log = case_log()
    before_renewal = next(at for at, row in enumerate(log.rows, 1) if row.topic == "saksi.BasisRenewed") - 1
    bundle = log.bundle(BUDI, as_of=LATER, known_at=before_renewal, case=CASE)
    dossier = dossier_of(bundle)
    case = read(dossier)
    assert [(one.what, one.then, one.now, one.behind) for one in case.changes] == [
        ("panggilan c-08", "terlewat", "tidak diperhitungkan", "#184 void"),
        ("dugaan Sen 2 Mar 2026 09.40 WITA", "berdiri", "tidak berdiri", "#184 void"),
    ]
    assert ["yang berubah menyangkut langkah ini" in step.notes for step in case.steps] == [True, True]
    expect(shown(dossier), "Dasar perkara telah berubah", "yang berubah menyangkut langkah ini")


def test_steps_that_occurred_after_the_instant_asked_about_are_said_not_to_count() -> None:
    dossier = dossier_of(case_log().bundle(BUDI, as_of=AS_OF, case=CASE))
    notes = [step.notes for step in read(dossier).steps]
    assert notes[1:] == [*(("terjadi sesudah saat yang ditanyakan: tidak dihitung",),) * 4]


def test_a_voided_step_is_struck_out_and_so_is_said_of_its_basis() -> None:
    dossier = dossier_of(voided_log().bundle(BUDI, as_of=LATER, case=CASE), voided_log())
    case = read(dossier)
    said = "dibatalkan oleh #188: salah berkas"
    assert [(step.struck, said in step.notes) for step in case.steps if step.event == "renewed"] == [(True, True)]
    assert [basis.pairs[1].value == said for basis in case.bases] == [False, True]
    texts = shown(dossier)
    expect(texts, "pembatalan", "membatalkan renewed: salah berkas (BKD)")
    expect(texts, "Atas dasar dugaan Sen 2 Mar 2026 09.40 WITA atas panggilan c-02 (#123), c-07 (#154), c-08 (#175)")


def test_the_rules_of_discipline_are_among_the_facts(told: Any) -> None:
    expect(told[1], "aturan disiplin ditetapkan", "pp94-2021: Disiplin PNS; PP 94/2021, sejak 2021-08-31")


def test_a_dossier_without_a_case_has_no_section_on_one() -> None:
    bundle = case_log().bundle(BUDI, as_of=LATER)
    texts = shown(dossier_of(bundle))
    assert all("Perkaradisiplin" not in text for text in texts)
    expect(texts, f"perkara {CASE}, tanggal 7 Mar 2026")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_in_steps_are_shown_and_do_nothing(text: str) -> None:
    dossier = dossier_of(case_bundle())
    facts = [
        replace(fact, event=replace(fact.event, why=text)) if hasattr(fact.event, "why") else fact
        for fact in dossier.facts
    ]
    assert facts != list(dossier.facts)
    page = html(replace(dossier, facts=facts))
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1</script>", page, flags=re.DOTALL)
    root = ET.fromstring(markup.strip().removeprefix("<!DOCTYPE html>"))
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert len(list(root.iter("script"))) == 2
    assert PdfReader(io.BytesIO(pdf(replace(dossier, facts=facts)))).pages


def test_every_type_of_step_has_a_line() -> None:
    assert set(case_gist._GISTS) == set(CASE_EVENT_TYPES)
    assert set(words.STEP) == {one.__name__ for one in CASE_EVENT_TYPES}


FROM_COMMANDS = {
    **{name: getattr(said_by_commands, name) for name in ("STAGE", "IMPOSED_BY", "CASE_OUTCOME", "WITHOUT")},
    **{name: getattr(step_words, name) for name in ("WHICH", "RECORD", "EXAMINEE", "HELD", "ROLE", "REMEDY", "HOW")},
}


@pytest.mark.parametrize("name", FROM_COMMANDS)
def test_the_dossier_says_of_a_case_what_the_commands_say(name: str) -> None:
    assert getattr(case_words, name) == {code: INDONESIAN[text] for code, text in FROM_COMMANDS[name].items()}
