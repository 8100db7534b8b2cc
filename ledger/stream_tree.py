"""The tree of streams: which streams there are, and the history of each; each stream has one place in it.

    key      SHA-256(name of the stream)              its bits, the highest first, are the way down from the root
    history  32 zero bytes; then, for each entry of the stream in turn, SHA-256(history before | leaf hash of the entry)
    leaf     SHA-256(00 | key | version of the last entry, 8 bytes | history)
    node     SHA-256(01 | left | right)
    empty    32 zero bytes
    A part with one leaf is that leaf; so the way down to a stream ends where no other stream goes the same way.

A plain Merkle tree over sorted names would prove nothing: whoever runs the ledger could put a stream in twice, with all
its events and with fewer, and show whichever suits. Here the key is the way, so a root has one answer for each name:
the version and the history of the stream, or that there is no such stream. The history is over all entries, not the
last one alone, because an entry does not name the one before it: an operator could log two entries as version 5 and
show the one that suits. A proof is the answer, and the nodes beside the way from the root down, about log2(streams):

    proof = tree.proof("employee-198603152010011004")
    head = proof.verify("employee-198603152010011004", root)          # None: proved absent; raises NotProved
    head.history == history_of(leaf_hashes)                            # these are all its entries, in order

The tree is kept by ``Parts``: the hash of a part of 2^-depth of all keys, for the upper levels, so that a change costs
the way up and not the tree.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct

from ledger.merkle import HASH_BYTES, NotProved, expect_hash, node_hash

EMPTY = bytes(HASH_BYTES)
DEEPEST = 8 * HASH_BYTES
"""The longest way: as many steps as a key has bits."""


class StreamHead(Struct, frozen=True):
    """Where a stream ends: the version of its last event, counted from 1, and the history up to it."""

    key: bytes
    version: int
    history: bytes

    def hash(self) -> bytes:
        """The leaf."""
        expect_hash(self.key)
        expect_hash(self.history)
        if not 0 < self.version < 1 << 64:
            raise NotProved(
                "{version} is no version of a stream", "have the evidence exported again", version=self.version
            )
        return hashlib.sha256(b"\x00" + self.key + self.version.to_bytes(8, "big") + self.history).digest()


NO_HISTORY = bytes(HASH_BYTES)
"""That of a stream without an entry."""


def history_of(leaves: Iterable[bytes], before: bytes = NO_HISTORY) -> bytes:
    """The history after entries with these leaf hashes, in order of version."""
    for leaf in leaves:
        before = hashlib.sha256(before + leaf).digest()
    return before


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

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> Sequence[Sequence[StreamHead]]:
        """For each pair, those with first <= key <= last, in the order of the keys."""


class Part(NamedTuple):
    """A part of the tree: how many streams are in it, and its hash; that of its leaf if it has only one."""

    streams: int
    hash: bytes


class Parts(Protocol):
    """The upper parts as they were last worked out; ``depth`` is how many bits of the key they share."""

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        """Those of these parts, by depth and prefix, that have a stream in them."""

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        """Keep these parts of a depth, by prefix."""


NOTHING = Part(0, EMPTY)


class StreamTree:
    """A tree whose upper ``levels`` are kept, and whose lower ones are worked out from the heads when asked for.

    With n streams a part at the lowest kept level has n / 2^levels of them: at 18 levels and 5 million streams, 19.
    """

    def __init__(self, heads: Heads, parts: Parts, levels: int) -> None:
        self._heads, self._parts, self._levels = heads, parts, levels

    @property
    def root(self) -> bytes:
        """The root, as it was last worked out."""
        return self._parts.parts([(0, 0)]).get((0, 0), NOTHING).hash

    def refresh(self, keys: Iterable[bytes]) -> bytes:
        """Work out anew what the heads of these keys bear on, once they have changed; the root then."""
        places = sorted({_prefix(key, self._levels) for key in keys})
        below = self._heads.between([_range(self._levels, place) for place in places])
        parts = {place: _part(heads, self._levels) for place, heads in zip(places, below, strict=True)}
        for depth in range(self._levels, 0, -1):
            self._parts.put_parts(depth, parts)
            beside = self._parts.parts([(depth, prefix ^ 1) for prefix in parts if prefix ^ 1 not in parts])
            parts = {
                above: _join(
                    *(
                        parts.get(prefix) or beside.get((depth, prefix), NOTHING)
                        for prefix in (2 * above, 2 * above + 1)
                    )
                )
                for above in {prefix >> 1 for prefix in parts}
            }
        self._parts.put_parts(0, parts)
        return self.root

    def proof(self, stream: str) -> StreamProof:
        """What the tree says of a stream."""
        key = key_of(stream)
        on_the_way = [(depth, _prefix(key, depth)) for depth in range(self._levels + 1)]
        parts = self._parts.parts([*on_the_way, *((depth, prefix ^ 1) for depth, prefix in on_the_way[1:])])
        siblings: list[bytes] = []
        for depth, prefix in on_the_way[:-1]:
            streams, _ = parts.get((depth, prefix), NOTHING)
            if streams < 2:
                return StreamProof(self._only(depth, prefix) if streams else None, tuple(siblings))
            _, next_prefix = on_the_way[depth + 1]
            siblings.append(parts.get((depth + 1, next_prefix ^ 1), NOTHING).hash)
        depth, prefix = on_the_way[-1]
        (heads,) = self._heads.between([_range(depth, prefix)])
        while len(heads) > 1:
            others = [head for head in heads if _bit(head.key, depth) != _bit(key, depth)]
            siblings.append(_part(others, depth + 1).hash)
            heads = [head for head in heads if _bit(head.key, depth) == _bit(key, depth)]
            depth += 1
        return StreamProof(heads[0] if heads else None, tuple(siblings))

    def _only(self, depth: int, prefix: int) -> StreamHead:
        ((head,),) = self._heads.between([_range(depth, prefix)])
        return head


def _range(depth: int, prefix: int) -> tuple[bytes, bytes]:
    """The first and the last key of a part."""
    rest = DEEPEST - depth
    first, last = prefix << rest, (prefix + 1 << rest) - 1
    return first.to_bytes(HASH_BYTES, "big"), last.to_bytes(HASH_BYTES, "big")


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
