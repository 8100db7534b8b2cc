"""The Merkle tree over the log (RFC 6962 section 2, RFC 9162 section 2.1; SHA-256): that it only ever grows.

    entries  0      1      2      3      4            leaf   = SHA-256(00 | entry)
             |      |      |      |      |            node   = SHA-256(01 | left | right)
             a      b      c      d      e            empty  = SHA-256()
              \\    /        \\    /       |
               [0,2)         [2,4)       |            the left part of a tree of n leaves holds
                    \\        /           |            the largest power of two less than n
                      [0,4)  ------- [0,5)

The leaf of a position of the ledger has the index position - 1. An inclusion proof of ``b`` in the tree of five is
``a, [2,4), e``: with ``b`` they give the root. A consistency proof from the tree of two to that of five is
``[2,4), e``: with the old root they give the new one, so nothing of the old tree was changed.

    verify_inclusion(leaf, 1, 5, proof, root)         # raises NotProved
    verify_consistency(2, old_root, 5, root, proof)

Proofs are made from ``Hashes``, which gives the root of any full part whose size is a power of two; the ledger keeps
these (``ledger.tiles``), and ``LeafHashes`` works them out from a list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from domain.errors import SaksiError

HASH_BYTES = 32
EMPTY = hashlib.sha256().digest()
"""The root of the tree without a leaf."""


class NotProved(SaksiError):
    """A proof does not prove what it is offered for, or has not the form of one."""

    code = "not_proved"


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of an entry (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two others (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def expect_hash(value: bytes) -> bytes:
    """The value itself. Raises ``NotProved`` if it has not the length of a hash."""
    if len(value) != HASH_BYTES:
        raise NotProved(
            "a hash has {length} bytes instead of {expected}",
            "have the evidence exported again",
            length=len(value),
            expected=HASH_BYTES,
        )
    return value


class Hashes(Protocol):
    """The roots of the full parts of a tree."""

    def full(self, level: int, index: int) -> bytes:
        """The root of the leaves from ``index << level`` on, ``1 << level`` of them. All of them must be there."""


class LeafHashes:
    """``Hashes`` worked out from the leaves when they are asked for, each once."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[dict[int, bytes]] = [{}]
        self.size = 0
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash behind the last. Raises ``NotProved`` if it is none."""
        self._levels[0][self.size] = expect_hash(leaf)
        self.size += 1

    def full(self, level: int, index: int) -> bytes:
        """As ``Hashes.full``; raises ``NotProved`` where leaves are missing."""
        while len(self._levels) <= level:
            self._levels.append({})
        known = self._levels[level].get(index)
        if known is None:
            if level == 0:
                raise _not_in_tree(index, self.size)
            known = node_hash(self.full(level - 1, 2 * index), self.full(level - 1, 2 * index + 1))
            self._levels[level][index] = known
        return known


# Roots and proofs


def root(hashes: Hashes, size: int) -> bytes:
    """The root of the first ``size`` leaves."""
    return subtree_root(hashes, 0, size)


def subtree_root(hashes: Hashes, start: int, end: int) -> bytes:
    """The root of the leaves [start, end), as a part of any tree that has them: ``start`` is a multiple of their number
    rounded up to a power of two (draft-ietf-plants-merkle-tree-certs section 4.1).

    Raises ``ValueError`` for any other part.
    """
    size = end - start
    if start < 0 or size < 0 or start % (1 << max(0, size - 1).bit_length()):
        raise ValueError(f"[{start}, {end}) is no part of a tree")
    if size & (size - 1) == 0 and size:  # itself full, as nearly all are that a proof asks for
        level = size.bit_length() - 1
        return hashes.full(level, start >> level)
    parts = _full_parts(start, end)
    if not parts:
        return EMPTY
    above = hashes.full(*parts.pop())
    while parts:
        above = node_hash(hashes.full(*parts.pop()), above)
    return above


def inclusion_proof(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """That the leaf at an index, counted from 0, is in the tree of so many (RFC 9162 section 2.1.3.1).

    Raises ``NotProved`` for an index that is not in it.
    """
    if not 0 <= index < size:
        raise _not_in_tree(index, size)
    return _path(hashes, index, 0, size)


def consistency_proof(hashes: Hashes, first: int, second: int) -> list[bytes]:
    """That the tree of ``first`` leaves is the beginning of the tree of ``second`` (RFC 9162 section 2.1.4.1).

    Raises ``NotProved`` unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise _no_consistency(first, second)
    start, end, known = 0, second, True
    proof: list[bytes] = []
    while first != end:
        split = start + _left_size(end - start)
        if first <= split:
            proof.append(subtree_root(hashes, split, end))
            end = split
        else:
            proof.append(subtree_root(hashes, start, split))
            start, known = split, False
    if not known:
        proof.append(subtree_root(hashes, start, end))
    return proof[::-1]


# Verification


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> None:
    """Raises ``NotProved`` unless the proof shows this leaf at this index of the tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        raise _not_in_tree(index, size)
    above, last, place = expect_hash(leaf), size - 1, index
    for sibling in proof:
        if last == 0:
            raise NotProved("the inclusion proof is too long", "have the evidence exported again")
        if place & 1 or place == last:
            above = node_hash(expect_hash(sibling), above)
            while not place & 1 and place:  # it has no sibling on these levels
                place, last = place >> 1, last >> 1
        else:
            above = node_hash(above, expect_hash(sibling))
        place, last = place >> 1, last >> 1
    if last:
        raise NotProved("the inclusion proof is too short", "have the evidence exported again")
    if above != expect_hash(expected_root):
        raise NotProved(
            "the entry at index {index} does not lead to the root of the tree of {size}",
            "the entry, its place or the proof was changed: have the evidence exported again, or ask who changed it",
            index=index,
            size=size,
        )


def verify_consistency(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ``NotProved`` unless the tree of ``first`` is the beginning of that of ``second``.

    (RFC 9162 section 2.1.4.2.) A tree without a leaf is the beginning of any, so there is nothing to prove of it, and
    it is refused.
    """
    if not 0 < first <= second:
        raise _no_consistency(first, second)
    expect_hash(first_root), expect_hash(second_root)
    path = list(map(expect_hash, proof))
    if first == second:
        if path or first_root != second_root:
            raise _forked(first, second)
        return
    if not first & (first - 1):  # the old tree is a full part of the new one: its root is where the path begins
        path.insert(0, first_root)
    if not path:
        raise NotProved("the consistency proof is too short", "have it made again")
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise NotProved("the consistency proof is too long", "have it made again")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProved("the consistency proof is too short", "have it made again")
    if old != first_root or new != second_root:
        raise _forked(first, second)


# Parts


def _left_size(size: int) -> int:
    """The largest power of two less than a size."""
    return 1 << (size - 1).bit_length() - 1


def _full_parts(start: int, end: int) -> list[tuple[int, int]]:
    """The full parts that [start, end) is made of, the largest first, each by level and index."""
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append((level, start >> level))
        start += 1 << level
    return parts


def _path(hashes: Hashes, index: int, start: int, end: int) -> list[bytes]:
    """The siblings from a leaf up to the root of [start, end), the lowest first."""
    path = []
    while end - start > 1:
        split = start + _left_size(end - start)
        if index < split:
            path.append(subtree_root(hashes, split, end))
            end = split
        else:
            path.append(subtree_root(hashes, start, split))
            start = split
    return path[::-1]


def _not_in_tree(index: int, size: int) -> NotProved:
    return NotProved(
        "index {index} is not in a tree of {size}", "have the evidence exported again", index=index, size=size
    )


def _no_consistency(first: int, second: int) -> NotProved:
    return NotProved(
        "a tree of {first} is not the beginning of one of {second}, or there is nothing to prove of it",
        "compare an older checkpoint with a newer one",
        first=first,
        second=second,
    )


def _forked(first: int, second: int) -> NotProved:
    return NotProved(
        "the tree of {first} is not the beginning of the tree of {second}",
        "somebody holds two histories of this ledger: keep both checkpoints, and ask who signed them",
        first=first,
        second=second,
    )
