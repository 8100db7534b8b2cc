"""What follows from the leaves of a ledger, as far as it was worked out: the tiles of its tree, the tree of streams.

An append writes its entries and nothing of this. Whoever seals the ledger brings it up first (``catch_up``), so what
that costs grows with the events and the streams since, not with all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from ledger.merkle import leaf_hash
from ledger.statements import kind_of
from ledger.stream_tree import NO_HISTORY, Part, StreamHead, StreamTree, history_of, key_of
from ledger.tiles import Tile, TiledHashes, full_tiles

LEVELS = 18
"""How many levels of the tree of streams are kept."""


class Leaves(Protocol):
    """The entries of a ledger, by position."""

    def entries(self, after: int, upto: int) -> list[bytes]:
        """Those from after one position up to another (included)."""

    def named_entries(self, after: int, upto: int) -> list[tuple[str, int, bytes]]:
        """The same, each after the stream and the version of its event."""


class TreeStore(ABC):
    """Where tiles, heads and parts are kept."""

    @abstractmethod
    def position(self) -> int:
        """Up to where all this goes."""

    @abstractmethod
    def move_to(self, position: int) -> None:
        """It goes up to here now."""

    @abstractmethod
    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        """As ``ledger.tiles.Tiles``."""

    @abstractmethod
    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        """As ``ledger.tiles.Tiles``."""

    @abstractmethod
    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        """Keep tiles."""

    @abstractmethod
    def heads(self, keys: Collection[bytes]) -> dict[bytes, StreamHead]:
        """Those of these heads that are kept, by key."""

    @abstractmethod
    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> Sequence[Sequence[StreamHead]]:
        """As ``ledger.stream_tree.Heads``."""

    @abstractmethod
    def put_heads(self, heads: Sequence[StreamHead]) -> None:
        """Keep heads, each in the place of the one before it of its stream."""

    @abstractmethod
    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        """As ``ledger.stream_tree.Parts``."""

    @abstractmethod
    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        """As ``ledger.stream_tree.Parts``."""

    @abstractmethod
    def kinds(self) -> dict[str, int]:
        """How many streams there are of each kind, in order of their names."""

    @abstractmethod
    def add_kinds(self, streams: Mapping[str, int]) -> None:
        """So many more there are."""


class Trees:
    """The trees over the leaves of a ledger."""

    def __init__(self, store: TreeStore, leaves: Leaves) -> None:
        self.store = store
        self._leaves = leaves
        self.streams = StreamTree(store, store, LEVELS)

    def hashes(self, size: int) -> TiledHashes:
        """The hashes of the tree over the first leaves, so many."""
        return TiledHashes(self, size)

    def catch_up(self, upto: int) -> None:
        """Bring all of it up to a position, which the ledger must have reached. To be done in one transaction."""
        first = self.store.position()
        if first >= upto:
            return
        rows = self._leaves.named_entries(first, upto)
        leaves = [leaf_hash(entry) for _, _, entry in rows]
        self.store.put_tiles(full_tiles(self.hashes(first), first, leaves))
        added: dict[str, list[bytes]] = {}
        versions: dict[str, int] = {}
        for (stream, version, _), leaf in zip(rows, leaves, strict=True):
            added.setdefault(stream, []).append(leaf)
            versions[stream] = version
        keys = {stream: key_of(stream) for stream in added}
        known = self.store.heads(keys.values())
        heads, new = [], Counter[str]()
        for stream, key in keys.items():
            before = known.get(key)
            new[kind_of(stream)] += before is None
            history = history_of(added[stream], NO_HISTORY if before is None else before.history)
            heads.append(StreamHead(key, versions[stream], history))
        self.store.put_heads(heads)
        self.store.add_kinds(+new)
        self.streams.refresh(keys.values())
        self.store.move_to(upto)

    # As ``ledger.tiles.Tiles``

    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        return self.store.tiles(level, places)

    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        return self.store.tile_roots(level, first, end)

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        return list(map(leaf_hash, self._leaves.entries(start, end)))
