"""Every text of the command line is there in both languages."""

from __future__ import annotations

import ast
import re
import string

import pytest

from cli.indonesian import INDONESIAN, PARTS
from cli.language import language_of, say, speak
from tests.unit.cli.sources import calls_of, modules, said_texts

SAME_IN_BOTH = {"Status", "Digest", "{name}, NIP {nip}, {title}, {unit}"}


@pytest.fixture(autouse=True)
def _english():
    yield
    speak("en")


def test_every_text_has_its_translation():
    assert said_texts() - set(INDONESIAN) == set()


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


def fields(text: str) -> set[str]:
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


def literals(argument: ast.expr) -> list[str]:
    """The constants of an expression that are shown as they are: not those inside a call."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.JoinedStr):
        return [text for part in argument.values for text in literals(part)]
    return []
