"""What people read, in Bahasa Indonesia or English.

    say("The ledger ends at position {last}.", last=179)

is that sentence in English and ``Buku berakhir di posisi 179.`` where Indonesian is spoken. The English text stands
where it is used and is the key; ``cli.indonesian`` holds the other side. This is gettext's idea without its compiled
catalogues, because an application that is run from its checkout has no step that compiles them. A test reads the
sources and demands that every text handed to ``say`` and ``term`` has its translation, with the same values in it.

JSON, codes and logs are not said: they are English always.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from cli.harmless import harmless
from domain.errors import Sentence

LANGUAGES = ("id", "en")
"""Bahasa Indonesia and English."""

_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def language_of(environment: Mapping[str, str]) -> str:
    """``SAKSI_LANG``, else the language of the locale: ``id`` for Indonesian, ``en`` for all others."""
    if environment.get("SAKSI_LANG") in LANGUAGES:
        return environment["SAKSI_LANG"]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(name, "")
        if locale:
            return "id" if locale.partition("_")[0].partition(".")[0].lower() == "id" else "en"
    return "en"


def speak(language: str) -> None:
    """From here on, say everything in this language (one of ``LANGUAGES``)."""
    _spoken.set(language)


def spoken() -> str:
    """The language in which things are said."""
    return _spoken.get()


def say(english: str, **values: Any) -> str:
    """The text in the language spoken, with the values put in where it names them: facts, so nothing a screen obeys."""
    return said(Sentence(english, values))


def said(sentence: Sentence) -> str:
    """The same of a sentence that was made in the layers below, which know of no language."""
    return sentence.told(_in_the_language_spoken, _shown)


def _shown(fact: str) -> str:
    """A fact as a screen may have it; beside the code of a kind of sanction, which is typed, what it is called."""
    if _spoken.get() == "id":
        from cli.words import SANCTION

        if fact in SANCTION:
            return f"{fact} ({_in_the_language_spoken(SANCTION[fact])})"
    return harmless(fact)


def _in_the_language_spoken(english: str) -> str:
    if _spoken.get() != "id":
        return english
    from cli.indonesian import INDONESIAN

    return INDONESIAN.get(english, english)


def term(english: str) -> str:
    """The same text: marks one that is said elsewhere, so that it is not forgotten in translation."""
    return english
