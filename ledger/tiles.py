"""The hashes of the Merkle tree as the ledger keeps them: in tiles of 256 (C2SP tlog-tiles), each written once.

    level 2                                  [ roots of 65,536 leaves, 256 of them ]
    level 1            [ roots of 256 leaves, 256 of them ] [ … ]
    level 0   [ 256 leaves ] [ 256 leaves ] …                  and the last leaves, whose tile is not full yet

A full tile is 8 KiB: 256 hashes, one after the other. Its root stands in the tile above. Nothing between is kept: the
eight levels of a tile are worked out from it when they are asked for. So a position costs 32 bytes, an append writes a
tile for every 256 leaves, and a proof in a tree of 10 million reads a tile of each of three levels and the last leaves.

    for tile in full_tiles(hashes_of_the_ledger, size, new_leaves):
        …                                                       # in the same transaction as the events
    root(TiledHashes(read_tile, read_leaves, size), size)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ledger.merkle import HASH_BYTES, NotProved, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES

ReadTile = Callable[[int, int], bytes]
"""A full tile by level and index. It must be there."""
ReadLeaves = Callable[[int, int], Sequence[bytes]]
"""The leaf hashes [start, end) that are in no full tile."""


class Tile(NamedTuple):
    """A full tile: where it stands in its level, from 0, and its hashes."""

    level: int
    place: int
    hashes: bytes


class TiledHashes:
    """``ledger.merkle.Hashes`` of a tree of so many leaves. What it has read it keeps: it is for one question."""

    def __init__(self, read_tile: ReadTile, read_leaves: ReadLeaves, size: int) -> None:
        self._read_tile, self._read_leaves, self._size = read_tile, read_leaves, size
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

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
        tile, place = divmod(index, WIDTH >> within)
        return self._levels(tile_level, tile)[within][place]

    def _levels(self, level: int, index: int) -> list[list[bytes]]:
        """The hashes of a tile, full or not, and those above them that are full, level by level."""
        known = self._tiles.get((level, index))
        if known is None:
            known = self._tiles[level, index] = [self._hashes(level, index)]
            for _ in range(HEIGHT - 1):
                below = known[-1]
                known.append([node_hash(*below[place : place + 2]) for place in range(0, len(below) - 1, 2)])
        return known

    def _hashes(self, level: int, index: int) -> list[bytes]:
        first = index * WIDTH
        end = min(first + WIDTH, self._size >> HEIGHT * level)
        if end - first == WIDTH:
            return split(self._read_tile(level, index))
        if level == 0:
            return list(self._read_leaves(first, end))
        return [self._root_of_tile(level - 1, place) for place in range(first, end)]

    def _root_of_tile(self, level: int, index: int) -> bytes:
        top = self._levels(level, index)[HEIGHT - 1]
        return node_hash(*top)


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
    while added:
        begin = first - first % WIDTH
        pending = [hashes.full(HEIGHT * level, index) for index in range(begin, first)] + added
        added, first = [], begin >> HEIGHT
        for at in range(0, len(pending) - WIDTH + 1, WIDTH):
            tile = pending[at : at + WIDTH]
            yield Tile(level, first + len(added), b"".join(tile))
            added.append(_root(tile))
        level += 1


def _root(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[place], hashes[place + 1]) for place in range(0, len(hashes), 2)]
    return hashes[0]
