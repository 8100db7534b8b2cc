"""The errors a caller can act on. Each carries a code, one sentence, and what to do next."""

from __future__ import annotations


class SaksiError(Exception):
    """The base of every error that reaches a user.

    ``code`` is stable and for machines, ``sentence`` says what is wrong and where, ``hint`` what to do next.
    """

    code = "error"

    def __init__(self, sentence: str, hint: str = "", code: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        if code is not None:
            self.code = code


class Refusal(SaksiError):
    """A line that is not a fact (SPEC section 2). ``code`` is one of REFUSAL_CODES."""


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
