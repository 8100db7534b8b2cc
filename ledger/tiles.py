"""The hashes of the Merkle tree as the ledger keeps them: in tiles of 16, each written once when it is full.

    level 2                                  [ roots of 256 leaves, 16 of them ]
    level 1            [ roots of 16 leaves, 16 of them ] [ … ]
    level 0   [ 16 leaves ] [ 16 leaves ] …                  and the last leaves, whose tile is not full yet

A full tile is 512 bytes: 16 hashes, one after the other; beside it stands its root, which is a hash of the tile above.
The nodes between are worked out when they are asked for, 15 hashes for each tile on the way. A position costs 37 bytes.
Tiles of 256, as logs that serve them over HTTP have, would save none of that, and the proofs of one employee's year, an
entry here and an entry there, would hash 16 times as much.

    for tile in full_tiles(hashes_of_the_ledger, size, new_leaves):
        …
    root(TiledHashes(store, size), size)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from ledger.merkle import HASH_BYTES, NotProved, node_hash

HEIGHT = 4
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES


class Tile(NamedTuple):
    """A full tile: where it stands in its level, from 0, its root and its hashes."""

    level: int
    place: int
    root: bytes
    hashes: bytes


class Tiles(Protocol):
    """Where tiles and leaves are kept."""

    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        """The hashes of those of these tiles that are kept, by place."""

    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        """The roots of the tiles [first, end) of a level, as far as they are kept from the first on."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """The leaf hashes [start, end)."""


class TiledHashes:
    """``ledger.merkle.Hashes`` of a tree of so many leaves. What it has read it keeps: it is for one question."""

    def __init__(self, store: Tiles, size: int) -> None:
        self._store, self._size = store, size
        self._known: dict[tuple[int, int], list[list[bytes]]] = {}

    def full(self, level: int, index: int) -> bytes:
        """The root of the leaves from ``index << level`` on, ``1 << level`` of them.

        Raises ``NotProved`` if they are not all in the tree, or a tile has not its length.
        """
        if level < 0 or index < 0 or (index + 1) << level > self._size:
            raise NotProved(
                "the tree of {size} has no full part {index} of level {level}",
                "run `saksi verify`",
                size=self._size,
                index=index,
                level=level,
            )
        tile_level, within = divmod(level, HEIGHT)
        place, within_tile = divmod(index, WIDTH >> within)
        return self._levels(tile_level, place)[within][within_tile]

    def prefetch(self, leaves: Iterable[int]) -> None:
        """Read at once the tiles that the proofs of these leaves, counted from 0, go through."""
        places, level = {leaf >> HEIGHT for leaf in leaves}, 0
        while places:
            full = {place for place in places if (place + 1) << HEIGHT * (level + 1) <= self._size}
            for place, tile in self._store.tiles(level, full).items():
                self._known[level, place] = nodes_above(split(tile))
            places, level = ({place >> HEIGHT for place in places} if len(places) > 1 else set()), level + 1

    def _levels(self, level: int, place: int) -> list[list[bytes]]:
        """The hashes of a tile, full or not, and those above them that are full, level by level."""
        known = self._known.get((level, place))
        if known is None:
            known = self._known[level, place] = nodes_above(self._hashes(level, place))
        return known

    def _hashes(self, level: int, place: int) -> list[bytes]:
        first = place * WIDTH
        end = min(first + WIDTH, self._size >> HEIGHT * level)
        if end - first == WIDTH and (tile := self._store.tiles(level, [place]).get(place)) is not None:
            return split(tile)
        if level == 0:
            return list(self._store.leaves(first, end))
        roots = list(self._store.tile_roots(level - 1, first, end))
        return roots + [self._root_of_tile(level - 1, below) for below in range(first + len(roots), end)]

    def _root_of_tile(self, level: int, place: int) -> bytes:
        return node_hash(*self._levels(level, place)[HEIGHT - 1])


def nodes_above(hashes: list[bytes]) -> list[list[bytes]]:
    """The hashes of a tile, full or not, and those above them that are full, level by level but for the root."""
    known = [hashes]
    for _ in range(HEIGHT - 1):
        below = known[-1]
        known.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])
    return known


def split(tile: bytes) -> list[bytes]:
    """The hashes of a full tile. Raises ``NotProved`` if it has not its length."""
    if len(tile) != TILE_BYTES:
        raise NotProved(
            "a tile of the tree has {length} bytes instead of {expected}",
            "run `saksi verify`",
            length=len(tile),
            expected=TILE_BYTES,
        )
    return [tile[at : at + HASH_BYTES] for at in range(0, TILE_BYTES, HASH_BYTES)]


def full_tiles(hashes: TiledHashes, size: int, leaves: Sequence[bytes]) -> Iterator[Tile]:
    """The tiles that become full when these leaves are added to a tree of ``size``, whose ``hashes`` are given."""
    added, first, level = list(leaves), size, 0
    while (first + len(added)) // WIDTH > first // WIDTH:
        begin = first - first % WIDTH
        pending = [hashes.full(HEIGHT * level, index) for index in range(begin, first)] + added
        added, first = [], begin // WIDTH
        for at in range(0, len(pending) - WIDTH + 1, WIDTH):
            tile = pending[at : at + WIDTH]
            root = node_hash(*nodes_above(tile)[HEIGHT - 1])
            yield Tile(level, first + len(added), root, b"".join(tile))
            added.append(root)
        level += 1
