"""What is said against a step: it may not follow, or it may and the law can be read otherwise."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from domain.discipline.catalogue import Cited, Confidence
from domain.errors import SaksiError, Sentence

LEVELS = {"light": Sentence("light"), "moderate": Sentence("moderate"), "severe": Sentence("severe")}


class StepRefused(SaksiError):
    """A step that may not follow in this case, by a rule that is sure enough to say so."""

    code = "step_refused"


class Caution(Struct, frozen=True):
    """A step that is recorded, and what to look at; where the rule stands, how sure it is, its reading."""

    said: Sentence
    reference: str | None = None
    confidence: Confidence | None = None
    reading: str | None = None


def caution(cited: Cited, sentence: str, **values: Any) -> Caution:
    """A caution by a rule."""
    return Caution(Sentence(sentence, values), cited.reference, cited.confidence, cited.reading)


def unless_sure(cited: Cited, refusal: StepRefused) -> Caution:
    """A rule that is sure refuses; another warns with what it would have said. Raises ``StepRefused``."""
    if cited.firm:
        raise refusal
    return Caution(refusal.said, cited.reference, cited.confidence, cited.reading)


def level_in_words(level: str | None) -> Sentence | str:
    """A level as it is told; another than the three that the law has is told as its pack names it."""
    return LEVELS.get(level or "", level or "-")
