"""The tree in tiles says what the tree from its leaves says, however it was appended to."""

from __future__ import annotations

import random

import pytest

from ledger.merkle import LeafHashes, NotProved, consistency_proof, inclusion_proof, leaf_hash, root
from ledger.tiles import TILE_BYTES, WIDTH, TiledHashes, full_tiles, split

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(WIDTH * WIDTH + 3 * WIDTH + 7)]
TREE = LeafHashes(LEAVES)


class Store:
    """Tiles and the last leaves, as a ledger keeps them."""

    def __init__(self) -> None:
        self.size = 0
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.reads = 0

    def append(self, leaves: list[bytes]) -> None:
        for tile in full_tiles(self.hashes(), self.size, leaves):
            assert (tile.level, tile.place) not in self.tiles, "a tile is written once"
            self.tiles[tile.level, tile.place] = tile.hashes
        self.size += len(leaves)

    def hashes(self, size: int | None = None) -> TiledHashes:
        return TiledHashes(self._tile, lambda start, end: LEAVES[start:end], self.size if size is None else size)

    def _tile(self, level: int, index: int) -> bytes:
        self.reads += 1
        return self.tiles[level, index]


@pytest.fixture(scope="module")
def store() -> Store:
    """Filled by portions of all sizes."""
    store, dice = Store(), random.Random(5)
    while store.size < len(LEAVES):
        portion = dice.choice((1, 2, 255, 256, 257, 700, 20_000))
        store.append(LEAVES[store.size : store.size + portion])
    return store


def test_every_full_tile_is_written_once_and_no_other(store: Store) -> None:
    assert sorted(store.tiles) == [(0, index) for index in range(WIDTH + 3)] + [(1, 0)]
    assert {len(tile) for tile in store.tiles.values()} == {TILE_BYTES}


def test_roots_and_proofs_are_those_of_the_leaves(store: Store) -> None:
    dice = random.Random(6)
    whole = len(LEAVES)
    for size in (1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_303, 66_304, whole):
        assert root(store.hashes(size), size) == root(TREE, size)
        for index in {0, size - 1, dice.randrange(size), dice.randrange(size)}:
            assert inclusion_proof(store.hashes(size), index, size) == inclusion_proof(TREE, index, size)
        first = dice.randrange(1, size + 1)
        assert consistency_proof(store.hashes(size), first, size) == consistency_proof(TREE, first, size)


def test_a_proof_reads_few_tiles(store: Store) -> None:
    store.reads = 0
    inclusion_proof(store.hashes(), 12_345, store.size)
    assert store.reads <= 5


def test_all_sizes_up_to_three_tiles_one_leaf_at_a_time() -> None:
    store = Store()
    for size in range(1, 3 * WIDTH + 2):
        store.append([LEAVES[size - 1]])
        assert root(store.hashes(), size) == root(TREE, size)


def test_what_is_not_in_the_tree_is_refused(store: Store) -> None:
    for level, index in ((0, store.size), (8, WIDTH + 3), (17, 0), (-1, 0), (0, -1)):
        with pytest.raises(NotProved, match="has no full part"):
            store.hashes().full(level, index)


@pytest.mark.parametrize("length", [0, TILE_BYTES - 1, TILE_BYTES + 32])
def test_a_tile_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(NotProved, match=f"has {length} bytes instead of {TILE_BYTES}"):
        split(bytes(length))
