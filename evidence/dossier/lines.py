"""What both the page and the paper show: plain texts, in the order in which they are read.

A basis is a pair: the regulation with the rules that decided, and, if it was recorded after what it judges, when.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias

Bases: TypeAlias = tuple[tuple[str, str], ...]


class Pair(NamedTuple):
    """A thing and what is said of it: a value, where the answer has exactly that, and what follows it.

    ``words`` names the words in which the value is said, where it is not the answer's own.
    """

    label: str
    value: str
    says: str = ""
    after: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """All that is said."""
        return self.value + self.after


class WindowLine(NamedTuple):
    """A window of a day: its bounds, and the check-in against them."""

    name: str
    between: str
    came: str
    status: str


class DayLine(NamedTuple):
    """A day and why it is as it is."""

    number: int
    when: date
    title: str
    code: str
    status: str
    meaning: str
    arrangement: str
    windows: tuple[WindowLine, ...]
    bases: Bases
    notes: tuple[str, ...]
    facts: str


class Disputed(NamedTuple):
    """A call or a location request, its outcome, and how it came to that."""

    number: int
    name: str
    placed: str
    deadline: str
    code: str
    outcome: str
    lines: tuple[str, ...]
    bases: Bases
    notes: tuple[str, ...]
    facts: str


class Tally(NamedTuple):
    """The absence of a year, with its arithmetic."""

    year: str
    pairs: tuple[Pair, ...]
    bases: Bases


class FactLine(NamedTuple):
    """A fact on both axes: when it happened, and when the ledger held it."""

    position: str
    event: str
    occurred: str
    recorded: str
    kind: str
    text: str
    notes: tuple[str, ...]
    struck: bool


class Section(NamedTuple):
    """Facts under one heading."""

    title: str
    facts: tuple[FactLine, ...]
