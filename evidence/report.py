"""What became of verifying a bundle: what was looked at, what was not, and by whose key."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import NamedTuple, Self

from msgspec import Struct

from domain.errors import SaksiError, Sentence
from evidence.bundle import CaseNamed, Question
from evidence.errors import Unproved
from ledger.checkpoint import Checkpoint

_SIZE_AND_ROOT = re.compile(r"(?:^|\s)([1-9][0-9]{0,18})\s+([A-Za-z0-9+/]{43}=)(?:\s|$)")


class Checked(Struct, frozen=True):
    """What was looked at: a name for machines, how many, and a sentence."""

    name: str
    count: int
    said: Sentence


class UsedKey(NamedTuple):
    """A key that signed: its name and hash, and whether it was brought from outside of the bundle."""

    label: str
    from_outside: bool


class Report:
    """What was checked, what was not, and by whose key."""

    def __init__(self) -> None:
        self.nip = ""
        self.question: Question | None = None
        self.checkpoint: Checkpoint | None = None
        self.digest = ""
        self.case: CaseNamed | None = None
        self.checked: list[Checked] = []
        self.unchecked: list[Sentence] = []
        self.keys: list[UsedKey] = []
        self.problem: SaksiError | None = None
        """What is false, or why nothing is proved."""

    @property
    def status(self) -> int:
        """The exit status: 0 proved, 1 false, 2 not proved."""
        if self.problem is None:
            return 0
        return 2 if isinstance(self.problem, Unproved) else 1

    def note(self, name: str, count: int, said: Sentence) -> None:
        """So many were checked; the sentence has their number as ``count``."""
        self.checked.append(Checked(name, count, said._replace(values={"count": count, **said.values})))


class EarlierCheckpoint(NamedTuple):
    """A checkpoint that somebody kept: its size and root."""

    size: int
    root: bytes

    @classmethod
    def of(cls, text: str) -> Self:
        """The first size with a root in a text: a checkpoint as it was signed, or as it is printed on a decision.

        Raises ``Unproved`` if there is none.
        """
        found = _SIZE_AND_ROOT.search(text)
        root = b64decode(found[2]) if found else b""
        if found is None or b64encode(root).decode() != found[2]:
            raise Unproved(
                "'{text}' is no checkpoint",
                "write its size and its root, as they stand in its second and third line",
                text=text.split("\n", maxsplit=1)[0][:100],
            )
        return cls(int(found[1]), root)
