"""Checkpoints (C2SP tlog-checkpoint): the ledger up to a position in one line of hash, signed, and cosigned by others.

    saksi.kaltimprov.go.id/2026                        the origin: which ledger, by the name its key has
    1000                                               how many events
    TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=       the root of the tree over their entries, in Base64

Whoever keeps a checkpoint can have it proved that a later one holds the same 1000 events, unchanged, and that an entry
is among them (``ledger.merkle``). A witness cosigns a checkpoint only if it continues the last one it saw, so people
who look at different times, or from different places, have seen the same ledger.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Self

from msgspec import Struct

from ledger.merkle import HASH_BYTES
from ledger.note import Algorithm, BadNote, Note, PrivateKey, PublicKey, parse

LARGEST_SIZE = (1 << 63) - 1


class Checkpoint(Struct, frozen=True):
    """How many events a ledger had, and the root of the tree over their entries."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def of(cls, note: Note) -> Self:
        """The checkpoint in a note. Raises ``BadNote`` if it is about something else."""
        origin, _, rest = note.text.partition("\n")
        size, _, root = rest.partition("\n")
        try:
            checkpoint = cls(origin, int(size), b64decode(root.removesuffix("\n"), validate=True))
        except (ValueError, Base64Error):
            checkpoint = cls(origin, -1, b"")
        # Written again it must be the same: a number has no zeros before it, and lines that we do not know are refused.
        if (
            not 0 <= checkpoint.size <= LARGEST_SIZE
            or len(checkpoint.root) != HASH_BYTES
            or checkpoint.text != note.text
        ):
            raise BadNote(
                "the note of '{origin}' is no checkpoint",
                "a checkpoint has three lines: the origin, the number of events and the root",
                origin=origin,
            )
        return checkpoint

    def signed(self, key: PrivateKey) -> Note:
        """The checkpoint with the signature of its ledger."""
        return Note(self.text, (key.sign(self.text),))


class Cosigned(Struct, frozen=True):
    """Who stood for a checkpoint when: a witness by its key, and seconds since 1970."""

    key: PublicKey
    time: int


def open_checkpoint(data: bytes, ledger: PublicKey) -> tuple[Checkpoint, Note]:
    """The checkpoint in some bytes, signed by the ledger whose key this is.

    Raises ``BadNote`` and ``NoteNotSigned``. The origin is the name of the key.
    """
    note = parse(data)
    note.expect([ledger])
    checkpoint = Checkpoint.of(note)
    if checkpoint.origin != ledger.name:
        raise BadNote(
            "the checkpoint is of '{origin}', but signed by the key of '{name}'",
            "use the key that belongs to this ledger",
            origin=checkpoint.origin,
            name=ledger.name,
        )
    return checkpoint, note


def cosignatures(note: Note, witnesses: Sequence[PublicKey]) -> list[Cosigned]:
    """Which of these witnesses stood for the note, each once. Raises ``BadNote`` for a false cosignature."""
    found = {}
    for key in witnesses:
        signature = note.signed_by(key) if key.algorithm is Algorithm.COSIGNATURE else None
        if signature is not None:
            time = key.verify(note.text, signature.signed)
            assert time is not None, "a cosignature has a time"
            found[key.label] = Cosigned(key, time)
    return list(found.values())
