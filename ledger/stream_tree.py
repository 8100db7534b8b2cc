"""The tree of streams: which streams there are, and what the last event of each is; each stream has one place in it.

    key     SHA-256(name of the stream)                      its bits, the highest first, are the way down from the root
    leaf    SHA-256(00 | key | version, 8 bytes | SHA-256(last entry))
    node    SHA-256(01 | left | right)
    empty   32 zero bytes
    A part with one leaf is that leaf; so the way down to a stream ends where no other stream goes the same way.

A plain Merkle tree over sorted names would prove nothing: whoever runs the ledger could put a stream in twice, with all
its events and with fewer, and show whichever suits. Here the key is the way, so a root has one answer for each name:
the version and the last entry of the stream, or that there is no such stream. A proof is that answer, and the nodes
beside the way from the root down, about log2(streams) of them:

    proof = tree.proof("employee-198603152010011004")
    head = proof.verify("employee-198603152010011004", root)          # None: proved absent; raises NotProved

Together with the entries 1 to n, each leading to the next by its version, that shows that nothing of a stream was left
out (SPEC's history of an employee is one stream). The tree is kept by ``Parts``: the hash of a part of 2^-depth of all
keys, for the upper levels, so that a change costs the way up and not the tree.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from ledger.merkle import HASH_BYTES, NotProved, expect_hash, node_hash

EMPTY = bytes(HASH_BYTES)
DEEPEST = 8 * HASH_BYTES
"""The longest way: as many steps as a key has bits."""


class StreamHead(Struct, frozen=True):
    """The last event of a stream: its version, counted from 1, and the SHA-256 of its entry."""

    key: bytes
    version: int
    entry_hash: bytes

    def hash(self) -> bytes:
        """The leaf."""
        expect_hash(self.key)
        expect_hash(self.entry_hash)
        if not 0 < self.version < 1 << 64:
            raise NotProved(
                "{version} is no version of a stream", "have the evidence exported again", version=self.version
            )
        return hashlib.sha256(b"\x00" + self.key + self.version.to_bytes(8, "big") + self.entry_hash).digest()


def key_of(stream: str) -> bytes:
    """Where a stream has its place."""
    return hashlib.sha256(stream.encode()).digest()


class StreamProof(Struct, frozen=True):
    """What a tree says of one stream: ``found`` is the leaf where its way ends, None if nothing is there.

    ``siblings`` are the nodes beside the way, the one next to the root first.
    """

    found: StreamHead | None
    siblings: tuple[bytes, ...]

    def verify(self, stream: str, root: bytes) -> StreamHead | None:
        """What the root says of a stream: its head, or None if it has no event. Raises ``NotProved``."""
        key, depth = key_of(stream), len(self.siblings)
        expect_hash(root)
        if depth > DEEPEST:
            raise NotProved("the way to the stream has {depth} steps", "have the evidence exported again", depth=depth)
        above = EMPTY if self.found is None else self.found.hash()
        if self.found is not None and _prefix(self.found.key, depth) != _prefix(key, depth):
            raise NotProved(
                "the proof is of another stream than '{stream}'", "have the evidence exported again", stream=stream
            )
        for step in reversed(range(depth)):
            sibling = expect_hash(self.siblings[step])
            above = node_hash(sibling, above) if _bit(key, step) else node_hash(above, sibling)
        if above != root:
            raise NotProved(
                "what is said of the stream '{stream}' does not lead to the root of the tree of streams",
                "its head or the proof was changed: have the evidence exported again, or ask who changed it",
                stream=stream,
            )
        return self.found if self.found is not None and self.found.key == key else None


class Heads(Protocol):
    """The heads of all streams, by key."""

    def between(self, first: bytes, last: bytes) -> Sequence[StreamHead]:
        """Those with first <= key <= last, in the order of the keys."""


class Part(NamedTuple):
    """A part of the tree: how many streams are in it, and its hash; that of its leaf if it has only one."""

    streams: int
    hash: bytes


class Parts(Protocol):
    """The upper parts as they were last worked out; ``depth`` is how many bits of the key they share."""

    def get(self, depth: int, prefix: int) -> Part:
        """A part; ``NOTHING`` if there is no stream in it."""

    def put(self, depth: int, parts: Mapping[int, Part]) -> None:
        """Keep these parts of a depth."""


NOTHING = Part(0, EMPTY)


class StreamTree:
    """A tree whose upper ``levels`` are kept, and whose lower ones are worked out from the heads when asked for.

    With n streams a part at the lowest kept level has n / 2^levels of them: at 16 levels and 5 million streams, 76.
    """

    def __init__(self, heads: Heads, parts: Parts, levels: int) -> None:
        self._heads, self._parts, self._levels = heads, parts, levels

    @property
    def root(self) -> bytes:
        """The root, as it was last worked out."""
        return self._parts.get(0, 0).hash

    def refresh(self, keys: Iterable[bytes]) -> bytes:
        """Work out anew what the heads of these keys bear on, once they have changed; the root then."""
        parts = {prefix: _part(self._below(prefix), self._levels) for prefix in {self._place(key) for key in keys}}
        for depth in range(self._levels, 0, -1):
            self._parts.put(depth, parts)
            joined = {}
            for above in {prefix >> 1 for prefix in parts}:
                left, right = (
                    parts.get(prefix) or self._parts.get(depth, prefix) for prefix in (2 * above, 2 * above + 1)
                )
                joined[above] = _join(left, right)
            parts = joined
        self._parts.put(0, parts)
        return self.root

    def proof(self, stream: str) -> StreamProof:
        """What the tree says of a stream."""
        key = key_of(stream)
        siblings: list[bytes] = []
        for depth in range(self._levels):
            streams, _ = self._parts.get(depth, _prefix(key, depth))
            if streams < 2:
                return StreamProof(self._only(depth, key) if streams else None, tuple(siblings))
            siblings.append(self._parts.get(depth + 1, _prefix(key, depth + 1) ^ 1).hash)
        heads, depth = self._below(self._place(key)), self._levels
        while len(heads) > 1:
            others = [head for head in heads if _bit(head.key, depth) != _bit(key, depth)]
            siblings.append(_part(others, depth + 1).hash)
            heads = [head for head in heads if _bit(head.key, depth) == _bit(key, depth)]
            depth += 1
        return StreamProof(heads[0] if heads else None, tuple(siblings))

    def _place(self, key: bytes) -> int:
        return _prefix(key, self._levels)

    def _below(self, place: int) -> Sequence[StreamHead]:
        return self._between(self._levels, place)

    def _only(self, depth: int, key: bytes) -> StreamHead:
        (head,) = self._between(depth, _prefix(key, depth))
        return head

    def _between(self, depth: int, prefix: int) -> Sequence[StreamHead]:
        """The heads of a part, in the order of the keys."""
        rest = DEEPEST - depth
        first, last = prefix << rest, (prefix + 1 << rest) - 1
        return self._heads.between(first.to_bytes(HASH_BYTES, "big"), last.to_bytes(HASH_BYTES, "big"))


def _part(heads: Sequence[StreamHead], depth: int) -> Part:
    """The part that has these heads, in the order of their keys, which share so many bits."""
    if len(heads) < 2:
        return Part(1, heads[0].hash()) if heads else NOTHING
    middle = bisect(heads, 0, key=lambda head: _bit(head.key, depth))
    return _join(_part(heads[:middle], depth + 1), _part(heads[middle:], depth + 1))


def _join(left: Part, right: Part) -> Part:
    """The part of two, which is that of its only leaf if it has one."""
    streams = left.streams + right.streams
    if streams < 2:
        return left if left.streams else right
    return Part(streams, node_hash(left.hash, right.hash))


def _prefix(key: bytes, depth: int) -> int:
    """The first bits of a key as a number."""
    return int.from_bytes(key, "big") >> DEEPEST - depth


def _bit(key: bytes, depth: int) -> int:
    """The bit of a key that says where to go at a depth: 0 left, 1 right."""
    return key[depth >> 3] >> 7 - (depth & 7) & 1
