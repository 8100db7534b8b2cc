"""Every text of the command line is there in both languages."""

from __future__ import annotations

import ast
import re
import string

import pytest

from cli.commands.ingest import REFUSALS
from cli.indonesian import INDONESIAN, PARTS
from cli.language import language_of, say, speak
from domain.errors import REFUSAL_CODES
from tests.unit.cli.sources import calls_of, errors, library_texts, modules, said_texts

SAME_IN_BOTH = {"BPASN", "Status", "Digest", "{name}, NIP {nip}, {title}, {unit}"}


@pytest.fixture(autouse=True)
def _english():
    yield
    speak("en")


def test_every_text_has_its_translation():
    assert said_texts() - set(INDONESIAN) == set()


def test_every_text_that_the_layers_below_tell_is_a_constant_with_its_values_beside_it():
    """A text that is put together where it is made could not be said in another language."""
    assert [source.where for source in library_texts() if source.text is None] == []


def test_every_code_of_an_error_has_a_sentence_in_indonesian():
    told = {source.by for source in library_texts() if source.text in INDONESIAN}
    codes = {error.code for error in errors() if error.__name__ in told} | set(REFUSALS)
    assert {error.code for error in errors()} <= codes
    assert {*REFUSAL_CODES} == {*REFUSALS}


def test_an_error_of_the_layers_below_is_said_in_indonesian_and_is_json_in_english(run, tmp_path):
    (tmp_path / "policy.yaml").write_text("policy: p\nrules: []\n")
    for arguments, said in (
        (["verify"], "tidak ada buku besar di saksi.db\n  periksa jalurnya, atau catat dengan `saksi ingest`"),
        (["policy", "enact", "policy.yaml"], "policy.yaml:2:1: harus daftar yang berisi; yang tertulis daftar kosong"),
        (["ingest", "--csv", "policy.yaml"], "kepala tabel tidak menyebut kolom untuk nip atau untuk waktu presensi"),
    ):
        assert said in run("--lang", "id", *arguments).err
        error = run("--lang", "id", *arguments, "--format", "json").error
        assert not {"tidak", "harus", "periksa", "petakan"} & {*error["message"].split(), *error["hint"].split()}


def test_refused_lines_and_doubtful_numbers_are_told_in_indonesian(run, tmp_path):
    (tmp_path / "facts.jsonl").write_text(
        '{"type": "CheckedIn", "id": "a", "nip": "199013212015021002", "occurred_at": "2026-02-20T07:00:00+08:00"}\n'
        '{"type": "CheckedIn", "id": "b", "nip": "1", "occurred_at": "2026-02-20T07:00:00+08:00", "place": "beach"}\n'
        '{"type": "CheckedIn", "id": "a", "nip": "2", "occurred_at": "2026-02-20T07:00:00+08:00"}\n'
    )
    told = run("--lang", "id", "ingest", "facts.jsonl").err
    assert "  baris 1: 199013212015021002 tidak mungkin NIP: 19901321 bukan tanggal lahir\n" in told
    assert "harus salah satu dari office, remote, unknown; yang tertulis 'beach' - pada `$.place`\n" in told
    assert "id 'a' dari CheckedIn ini sudah dipakai oleh CheckedIn di posisi 1, yang isinya berbeda\n" in told


def test_no_translation_is_left_over():
    assert set(INDONESIAN) - said_texts() == set()


def test_no_text_is_translated_in_two_places():
    assert sum(map(len, PARTS)) == len(INDONESIAN)


def test_nothing_is_left_in_english_by_oversight():
    assert {english for english, said in INDONESIAN.items() if english == said} == SAME_IN_BOTH


INFORMAL = r"\b(tak|nggak|tukin|cakram|pasang|jendela)\b"
LIST_WITHOUT_ITS_LAST_COMMA = r"(?:^|[ (])[\w-]+, [\w-]+ (?:dan|atau) [\w-]+"


@pytest.mark.parametrize("wrong", [INFORMAL, LIST_WITHOUT_ITS_LAST_COMMA], ids=["word", "list"])
def test_a_letter_of_an_agency_could_say_it_like_this(wrong):
    assert [said for said in INDONESIAN.values() if re.search(wrong, said)] == []


@pytest.mark.parametrize("english", sorted(INDONESIAN))
def test_a_translation_has_the_same_values_and_the_same_end(english):
    said = INDONESIAN[english]
    assert fields(said) == fields(english)
    assert said[-1:] in ".:? " if english[-1:] in ".:? " else said[-1:] not in ".: "


def test_what_is_printed_is_said():
    """A literal with words in it that goes straight to ``echo`` or ``print`` would be in one language only."""
    found = [
        (path.name, text)
        for path, module in modules()
        for call in calls_of(module, {"echo", "secho", "print"})
        for argument in call.args
        for text in literals(argument)
        if any(letter.isalpha() for letter in text) and not text.startswith(("saksi ", "$ "))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "idx_XX"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment, language):
    assert language_of(environment) == language


def test_a_text_is_said_in_the_language_spoken():
    speak("id")
    assert say("{n} minutes", n=3) == "3 menit"
    speak("en")
    assert say("{n} minutes", n=3) == "3 minutes"


def test_beside_the_code_of_a_kind_of_sanction_stands_in_indonesian_what_it_is_called():
    """The code is what is typed; English ones say themselves what they are."""
    speak("id")
    assert say("band {kind}", kind="written_reprimand") == "band written_reprimand (teguran tertulis)"
    speak("en")
    assert say("band {kind}", kind="written_reprimand") == "band written_reprimand"


def fields(text: str) -> set[str]:
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


def literals(argument: ast.expr) -> list[str]:
    """The constants of an expression that are shown as they are: not those inside a call."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.JoinedStr):
        return [text for part in argument.values for text in literals(part)]
    return []
