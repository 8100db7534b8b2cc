"""Inclusion proofs as text (C2SP tlog-proof): that an entry is in the tree of a checkpoint, in one file.

    c2sp.org/tlog-proof@v1
    index 73893                                        that of position 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=       the inclusion proof, the sibling of the leaf first
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
                                                       an empty line
    saksi.kaltimprov.go.id/2026                        the checkpoint, signed and cosigned, verbatim
    109482
    …

A proof may carry an ``extra`` line, which proves nothing. Ours carry none, and one that does is refused.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Self

from msgspec import Struct

from ledger.merkle import HASH_BYTES, NotProved

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class TlogProof(Struct, frozen=True):
    """The index of an entry, from 0; its inclusion proof; and the checkpoint that it leads to, as its note."""

    index: int
    hashes: Sequence[bytes]
    checkpoint: bytes

    def __bytes__(self) -> bytes:
        lines = [_FIRST_LINE, f"index {self.index}", *(b64encode(one).decode() for one in self.hashes), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The proof in a file. Raises ``NotProved`` for any other; nothing is verified yet."""
        head, _, checkpoint = data.partition(b"\n\n")
        try:
            _, index, *hashes = head.decode("ascii").split("\n")
            number = _INDEX.fullmatch(index)
            proof = cls(int(number[1]) if number else -1, [b64decode(one, validate=True) for one in hashes], checkpoint)
        except (ValueError, Base64Error):
            proof = cls(-1, [], b"")
        # Written again it must be the same, so that there is one file for one proof.
        if bytes(proof) != data or any(len(one) != HASH_BYTES for one in proof.hashes):
            raise NotProved("this is no proof in the form tlog-proof", "have the evidence exported again")
        return proof
