"""Witness policies (C2SP tlog-policy): whose checkpoints are believed, and how many outsiders must stand for one.

    log saksi.kaltimprov.go.id/2026+4c27c2ee+AUcu…     a ledger, by its key; several for several keys

    witness bkn  witness.bkn.go.id+db33aa6e+BDlf…  https://witness.bkn.go.id
    witness bpk  witness.bpk.go.id+0d63d0a0+BKcr…  https://saksi.bpk.go.id/witness
    witness ui   cs.ui.ac.id/witness+5a1e2f00+BBQz…
    group outsiders 2 bkn bpk ui                       two of the three; also `all` and `any`
    quorum outsiders                                   a witness, a group, or none

A line is a word and what belongs to it, apart by spaces or tabs; ``#`` begins a line that says nothing. A name is used
below the line that defines it only, and in one group at most, so that nobody counts twice.

    policy = Policy.of(data, "witnesses.txt")          # raises BadWitnessPolicy, which names the line
    policy.satisfied(note).enough
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from msgspec import Struct

from domain.errors import SaksiError, Sentence
from ledger.checkpoint import Cosigned, cosignatures
from ledger.note import Algorithm, BadKey, Note, PublicKey

NONE = "none"
"""The quorum that asks for nobody."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class BadWitnessPolicy(SaksiError):
    """A line of a witness policy says nothing that can be followed."""

    code = "bad_witness_policy"


class Log(Struct, frozen=True):
    """A ledger whose checkpoints are believed, by one of its keys."""

    key: PublicKey
    url: str | None = None


class Witness(Struct, frozen=True):
    """An outsider who cosigns: its name in the policy, its key, and where it is asked."""

    name: str
    key: PublicKey
    url: str | None = None


class Standing(Struct, frozen=True):
    """Who of a policy's witnesses stood for a checkpoint, and whether these are enough."""

    cosigned: tuple[Cosigned, ...]
    missing: tuple[Witness, ...]
    enough: bool


class _Group(Struct, frozen=True):
    needed: int
    members: tuple[str, ...]


class Policy(Struct, frozen=True):
    """Ledgers, witnesses, and what is enough."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: Mapping[str, _Group]
    quorum: str

    @classmethod
    def of(cls, data: bytes, name: str) -> Self:
        """The policy in a file of that name. Raises ``BadWitnessPolicy``."""
        reading = _Reading()
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                reading.take(line)
            except _NotALine as error:
                raise BadWitnessPolicy(
                    "{name}, line {line}: {problem}",
                    "{advice}",
                    name=name,
                    line=number,
                    problem=error.problem,
                    advice=error.advice,
                ) from None
        if reading.quorum is None:
            raise BadWitnessPolicy(
                "{name} does not say how many witnesses are enough",
                "end it with `quorum` and the name of a witness or a group, or with `quorum none`",
                name=name,
            )
        return cls(tuple(reading.logs), tuple(reading.witnesses), reading.groups, reading.quorum)

    def satisfied(self, note: Note) -> Standing:
        """Who stood for a note, and whether that is enough. Raises ``BadNote`` for a false cosignature.

        It does not look at who signed the note; ``ledger.checkpoint.open_checkpoint`` does.
        """
        cosigned = cosignatures(note, [witness.key for witness in self.witnesses])
        keys = {one.key for one in cosigned}
        present = {witness.name for witness in self.witnesses if witness.key in keys}
        missing = tuple(witness for witness in self.witnesses if witness.key not in keys)
        return Standing(tuple(cosigned), missing, self._holds(self.quorum, present))

    def _holds(self, name: str, present: set[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name == NONE or name in present
        return sum(self._holds(member, present) for member in group.members) >= group.needed


class _NotALine(Exception):
    """What is wrong with a line, and what to write."""

    def __init__(self, problem: Sentence, advice: Sentence) -> None:
        super().__init__(str(problem))
        self.problem, self.advice = problem, advice


class _Reading:
    """A policy while it is read, line by line."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[Witness] = []
        self.groups: dict[str, _Group] = {}
        self.quorum: str | None = None
        self._defined: set[str] = set()
        self._grouped: set[str] = set()

    def take(self, line: bytes) -> None:
        if _CONTROL.search(line):
            raise _NotALine(
                Sentence("there is a control character in it"), Sentence("end lines as Unix does, with LF alone")
            )
        # What is not ASCII is taken as it comes, byte by byte: a name is never compared by how it looks.
        kind, *words = re.split("[ \t]+", line.decode(errors="surrogateescape").strip(" \t"))
        if not kind or kind.startswith("#"):
            return
        if kind == "log" and 1 <= len(words) <= 2:
            self._take_log(*words)
        elif kind == "witness" and 2 <= len(words) <= 3:
            self._take_witness(*words)
        elif kind == "group" and len(words) >= 3:
            self._take_group(words[0], words[1], words[2:])
        elif kind == "quorum" and len(words) == 1:
            self._take_quorum(words[0])
        else:
            raise _NotALine(
                Sentence("'{line}' is no line of a policy", {"line": _legible(" ".join((kind, *words)))}),
                Sentence(
                    "write `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|NUMBER MEMBER…` "
                    "or `quorum NAME`"
                ),
            )

    def _take_log(self, key: str, url: str | None = None) -> None:
        log = Log(self._key(key, Algorithm.ED25519), url)
        if log.key.public in {known.key.public for known in self.logs}:
            raise _NotALine(Sentence("this key stands above already"), Sentence("keep one of the two lines"))
        self.logs.append(log)

    def _take_witness(self, name: str, key: str, url: str | None = None) -> None:
        witness = Witness(name, self._key(key, Algorithm.COSIGNATURE), url)
        if witness.key.public in {known.key.public for known in self.witnesses}:
            raise _NotALine(Sentence("this key stands above already"), Sentence("keep one of the two lines"))
        self._define(name)
        self.witnesses.append(witness)

    def _take_group(self, name: str, threshold: str, members: list[str]) -> None:
        needed = {"all": len(members), "any": 1}.get(threshold)
        if needed is None and re.fullmatch("[1-9][0-9]{0,5}", threshold):
            needed = int(threshold)
        if needed is None or needed > len(members):
            raise _NotALine(
                Sentence("'{threshold}' of {n} members cannot be", {"threshold": threshold, "n": len(members)}),
                Sentence("write `all`, `any`, or a number from 1 to that of the members"),
            )
        for member in members:
            self._expect_defined(member)
            if member in self._grouped:
                raise _NotALine(
                    Sentence("'{name}' is a member already", {"name": _legible(member)}),
                    Sentence("each witness and each group stands in one group, once, so that nobody counts twice"),
                )
            self._grouped.add(member)
        self._define(name)
        self.groups[name] = _Group(needed, tuple(members))

    def _take_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise _NotALine(Sentence("there is a quorum already"), Sentence("keep one of the two lines"))
        if name != NONE:
            self._expect_defined(name)
        self.quorum = name

    def _key(self, text: str, algorithm: Algorithm) -> PublicKey:
        if _legible(text) != text:
            raise _NotALine(Sentence("the key is not UTF-8"), Sentence("copy the whole line again"))
        try:
            key = PublicKey.of(text)
        except BadKey as error:
            raise _NotALine(error.said, error.advice) from None
        if key.algorithm is not algorithm:
            cosigns = algorithm is Algorithm.COSIGNATURE
            raise _NotALine(
                Sentence("the key of a ledger cannot cosign")
                if cosigns
                else Sentence("the key of a witness signs no log"),
                Sentence("make a witness its key with `saksi key generate --witness`, and a ledger without"),
            )
        return key

    def _define(self, name: str) -> None:
        if name in self._defined or name == NONE:
            raise _NotALine(
                Sentence("the name '{name}' is taken", {"name": _legible(name)}),
                Sentence("witnesses and groups have names of their own, and none is called none"),
            )
        self._defined.add(name)

    def _expect_defined(self, name: str) -> None:
        if name not in self._defined:
            raise _NotALine(
                Sentence("no line above defines '{name}'", {"name": _legible(name)}),
                Sentence("define a witness or a group above the line that uses it"),
            )


def _legible(text: str) -> str:
    """With what is not UTF-8 as question marks."""
    return text.encode(errors="surrogateescape").decode(errors="replace")
