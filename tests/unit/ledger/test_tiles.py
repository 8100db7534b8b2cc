"""The tree in tiles says what the tree from its leaves says, however it was appended to."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import pytest

from ledger.merkle import LeafHashes, NotProved, consistency_proof, inclusion_proof, leaf_hash, root
from ledger.tiles import HEIGHT, TILE_BYTES, WIDTH, TiledHashes, full_tiles, split

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(WIDTH**3 + 3 * WIDTH**2 + 5 * WIDTH + 7)]
TREE = LeafHashes(LEAVES)


class Store:
    """Tiles and the last leaves, as a ledger keeps them."""

    def __init__(self) -> None:
        self.size = 0
        self.kept: dict[tuple[int, int], bytes] = {}
        self.roots: dict[tuple[int, int], bytes] = {}
        self.reads = 0

    def append(self, leaves: list[bytes]) -> None:
        for tile in full_tiles(self.hashes(), self.size, leaves):
            assert (tile.level, tile.place) not in self.kept, "a tile is written once"
            self.kept[tile.level, tile.place] = tile.hashes
            self.roots[tile.level, tile.place] = tile.root
        self.size += len(leaves)

    def hashes(self, size: int | None = None) -> TiledHashes:
        return TiledHashes(self, self.size if size is None else size)

    def tiles(self, level: int, places: Collection[int]) -> dict[int, bytes]:
        self.reads += 1
        return {place: self.kept[level, place] for place in places if (level, place) in self.kept}

    def tile_roots(self, level: int, first: int, end: int) -> list[bytes]:
        self.reads += 1
        return [self.roots[level, place] for place in range(first, end) if (level, place) in self.roots]

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        return LEAVES[start:end]


@pytest.fixture(scope="module")
def store() -> Store:
    """Filled by portions of all sizes."""
    store, dice = Store(), random.Random(5)
    while store.size < len(LEAVES):
        portion = dice.choice((1, 2, 15, 16, 17, 31, 255, 256, 257, 700))
        store.append(LEAVES[store.size : store.size + portion])
    return store


def test_every_full_tile_is_written_once_and_no_other(store: Store) -> None:
    full = [(level, place) for level in range(4) for place in range(len(LEAVES) >> HEIGHT * (level + 1))]
    assert sorted(store.kept) == full
    assert {len(tile) for tile in store.kept.values()} == {TILE_BYTES}
    assert store.roots == {(level, place): TREE.full(HEIGHT * (level + 1), place) for level, place in full}


SIZES = (1, 2, 15, 16, 17, 31, 32, 33, 255, 256, 257, 4095, 4096, 4097, 4111, 4112, 4352, len(LEAVES))


def test_roots_and_proofs_are_those_of_the_leaves(store: Store) -> None:
    dice = random.Random(6)
    for size in SIZES:
        assert root(store.hashes(size), size) == root(TREE, size)
        for index in {0, size - 1, dice.randrange(size), dice.randrange(size)}:
            assert inclusion_proof(store.hashes(size), index, size) == inclusion_proof(TREE, index, size)
        first = dice.randrange(1, size + 1)
        assert consistency_proof(store.hashes(size), first, size) == consistency_proof(TREE, first, size)


def test_a_tile_that_is_not_kept_is_worked_out_from_what_is_below(store: Store) -> None:
    bare = Store()
    for size in SIZES:
        assert root(bare.hashes(size), size) == root(TREE, size)
        assert inclusion_proof(bare.hashes(size), size // 2, size) == inclusion_proof(TREE, size // 2, size)


def test_the_proofs_of_many_leaves_read_each_level_once(store: Store) -> None:
    asked = list(range(0, len(LEAVES), 7))
    hashes = store.hashes()
    root(hashes, store.size)
    store.reads = 0
    hashes.prefetch(asked)
    proofs = [inclusion_proof(hashes, index, store.size) for index in asked]
    assert store.reads <= 4
    assert proofs == [inclusion_proof(TREE, index, store.size) for index in asked]


def test_a_proof_reads_few_tiles(store: Store) -> None:
    store.reads = 0
    inclusion_proof(store.hashes(), 1_234, store.size)
    assert store.reads <= 8


def test_all_sizes_up_to_three_tiles_one_leaf_at_a_time() -> None:
    store = Store()
    for size in range(1, 3 * WIDTH + 2):
        store.append([LEAVES[size - 1]])
        assert root(store.hashes(), size) == root(TREE, size)


def test_what_is_not_in_the_tree_is_refused(store: Store) -> None:
    for level, index in ((0, store.size), (HEIGHT, store.size // WIDTH), (17, 0), (-1, 0), (0, -1)):
        with pytest.raises(NotProved, match="has no full part"):
            store.hashes().full(level, index)


@pytest.mark.parametrize("length", [0, TILE_BYTES - 1, TILE_BYTES + 32])
def test_a_tile_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(NotProved, match=f"has {length} bytes instead of {TILE_BYTES}"):
        split(bytes(length))
