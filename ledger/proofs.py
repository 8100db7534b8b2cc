"""What can be proved of a ledger at a size: what is in it, that it grew from an older one, what a stream holds.

proofs = Proofs(ledger, size)                  # the size of a checkpoint; that of the last seal for streams
proofs.inclusions([23, 179])                   # {23: [hash, …], 179: [hash, …]}
proofs.consistency(100)
proofs.stream("employee-198603152010011004")
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.merkle import consistency_proof, inclusion_proof, root, subtree_root
from ledger.stream_tree import StreamProof


class NotSealed(SaksiError):
    """The trees of the ledger do not go up to where something is to be proved."""

    code = "not_sealed"


class Proofs:
    """Proofs from the tree over the first ``size`` entries. What was read is kept: it is for one question.

    Its methods raise ``NotProved`` for positions that are not in the tree, and the errors of ``ledger.errors``.
    """

    def __init__(self, ledger: Ledger, size: int) -> None:
        self._ledger = ledger
        self.size = size
        self._trees = ledger.recorder.trees
        self._hashes = self._trees.hashes(size)

    @cached_property
    def root(self) -> bytes:
        """The root of the tree."""
        return root(self._hashes, self.size)

    def root_of(self, size: int) -> bytes:
        """The root of a tree that this one grew from."""
        return subtree_root(self._hashes, 0, size)

    def inclusions(self, positions: Collection[int]) -> dict[int, list[bytes]]:
        """For each position, the proof that its entry is in the tree."""
        self._hashes.prefetch(position - 1 for position in positions)
        return {position: inclusion_proof(self._hashes, position - 1, self.size) for position in positions}

    def consistency(self, first: int) -> list[bytes]:
        """The proof that the tree of ``first`` entries is the beginning of this one."""
        return consistency_proof(self._hashes, first, self.size)

    def stream(self, name: str) -> StreamProof:
        """What the seal at the end of this tree says of a stream. Raises ``NotSealed`` where there is none."""
        self._expect_seal()
        return self._trees.streams.proof(name)

    def _expect_seal(self) -> None:
        position = self._trees.store.position()
        if position != self.size - 1:
            raise NotSealed(
                "what the ledger keeps of its streams is of position {position}, not of the checkpoint at {size}",
                "take the newest checkpoint, or make one with `saksi checkpoint`",
                position=position,
                size=self.size,
            )
