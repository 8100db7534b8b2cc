"""The errors a caller can act on. Each carries a code, one sentence, and what to do next.

    raise NoSuchLedger("there is no ledger at {path}", "record into it with `saksi ingest`", path=path)

The texts are constants and the values stand beside them, so that whoever shows an error to people can say it in
another language, of which nothing is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


def _same(text: str) -> str:
    return text


class Sentence(NamedTuple):
    """A text and the values for the places it names: facts, or sentences again; several are told one after another."""

    text: str
    values: Mapping[str, Any] = {}

    def told(self, translate: Callable[[str], str] = _same, shown: Callable[[str], str] = _same) -> str:
        """In English, or with every text put through ``translate``, and every fact that is text through ``shown``."""
        values = {name: _told(value, translate, shown) for name, value in self.values.items()}
        text = translate(self.text)
        return text.format(**values) if values else text

    def __str__(self) -> str:
        return self.told()


def _told(value: Any, translate: Callable[[str], str], shown: Callable[[str], str]) -> Any:
    if isinstance(value, Sentence):
        return value.told(translate, shown)
    if isinstance(value, tuple):
        return "; ".join(str(_told(one, translate, shown)) for one in value)
    return value if isinstance(value, int | float) else shown(str(value))


class SaksiError(Exception):
    """The base of every error that reaches a user.

    ``code`` is stable and for machines, ``sentence`` says what is wrong and where, ``hint`` what to do next, both in
    English; ``said`` and ``advice`` are the same with their values apart, for other languages.
    """

    code = "error"

    def __init__(self, sentence: str, hint: str = "", code: str | None = None, **values: Any) -> None:
        self.said = Sentence(sentence, values)
        self.advice = Sentence(hint, values)
        self.sentence = str(self.said)
        self.hint = str(self.advice)
        super().__init__(self.sentence)
        if code is not None:
            self.code = code


class Refusal(SaksiError):
    """A line that is not a fact (SPEC section 2). ``code`` is one of REFUSAL_CODES."""


class Unfit(ValueError):
    """Parts of a value that do not fit together. Raised while it is decoded; whoever decodes it tells where it lies.

    ``at`` is the way from the value to the part that is to be corrected, such as ``.windows[1]``.
    """

    def __init__(self, sentence: str, at: str = "", **values: Any) -> None:
        self.said = Sentence(sentence, values)
        self.at = at
        super().__init__(str(self.said))


MALFORMED_JSON = "malformed_json"
UNKNOWN_TYPE = "unknown_type"
MISSING_FIELD = "missing_field"
UNKNOWN_FIELD = "unknown_field"
WRONG_FIELD = "wrong_field"
INSTANT_WITHOUT_OFFSET = "instant_without_offset"
ID_REUSED = "id_reused"
UNKNOWN_TARGET = "unknown_target"
INVALID_POLICY = "invalid_policy"

REFUSAL_CODES = (
    MALFORMED_JSON,
    UNKNOWN_TYPE,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_FIELD,
    INSTANT_WITHOUT_OFFSET,
    ID_REUSED,
    UNKNOWN_TARGET,
    INVALID_POLICY,
)
