"""Something in a ledger that is not as it should be."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """A code for machines, the position (0: none), and a sentence."""

    code: str
    position: int
    sentence: str
