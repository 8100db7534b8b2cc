"""What a ledger sends to a witness (C2SP tlog-witness, ``add-checkpoint``).

old 1000                                           the size that the witness saw last, 0 if none
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=       the consistency proof from there, a hash a line
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
                                                   an empty line
saksi.kaltimprov.go.id/2026                        the checkpoint with its signatures
1200
…
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from msgspec import Struct

from ledger.merkle import HASH_BYTES
from ledger.note import BadNote, Note, parse

MOST_BYTES = 256 * 1024
"""A request longer than this is not read."""
MOST_HASHES = 63
PATH = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
"""The type of an answer that says how far a witness has seen a log."""
_OLD = re.compile(rb"old (0|[1-9][0-9]{0,18})")


class Request(Struct, frozen=True):
    """A checkpoint, and the proof that it continues one of the old size."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def __bytes__(self) -> bytes:
        hashes = "".join(f"{b64encode(one).decode()}\n" for one in self.proof)
        return f"old {self.old}\n{hashes}\n".encode() + bytes(self.note)


def parse_request(data: bytes) -> Request:
    """The request in some bytes. Raises ``ValueError`` in English, for whoever sent it."""
    head, empty_line, note = data.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    old = _OLD.fullmatch(first)
    if not empty_line or old is None:
        raise ValueError("a request begins with `old SIZE`, the hashes of the proof and an empty line")
    if len(lines) > MOST_HASHES:
        raise ValueError(f"a proof has {MOST_HASHES} hashes at most")
    try:
        return Request(int(old[1]), tuple(map(_hash, lines)), parse(note))
    except BadNote as error:
        raise ValueError(error.sentence) from None


def _hash(line: bytes) -> bytes:
    value = b64decode(line, validate=True)
    if len(value) != HASH_BYTES or b64encode(value) != line:
        raise ValueError("a hash of the proof has 32 bytes in Base64")
    return value
