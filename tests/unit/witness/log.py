"""A log without a ledger: leaves by their number, checkpoints and proofs of any size."""

from __future__ import annotations

from ledger.checkpoint import Checkpoint
from ledger.merkle import LeafHashes, consistency_proof, leaf_hash, root
from ledger.note import Algorithm, Note, PrivateKey
from witness.request import Request


class Log:
    """A log that grows as far as it is asked, and may have another history than its sister of the same key."""

    def __init__(self, history: str = "", *, name: str = "saksi.example.go.id/2026", seed: int = 1) -> None:
        self.key = PrivateKey(name, Algorithm.ED25519, bytes([seed]) * 32)
        self.leaves = LeafHashes(leaf_hash(f"{history}{number}".encode()) for number in range(300))

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.key.public.name, size, root(self.leaves, size))

    def note(self, size: int) -> Note:
        return self.checkpoint(size).signed(self.key)

    def proof(self, old: int, size: int) -> tuple[bytes, ...]:
        return tuple(consistency_proof(self.leaves, old, size)) if 0 < old < size else ()

    def request(self, old: int, size: int) -> bytes:
        return bytes(Request(old, self.proof(old, size), self.note(size)))
