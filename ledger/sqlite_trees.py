"""The trees over the leaves, in SQLite: those of a ledger, or others in a file of their own to hold them to."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from ledger.stream_tree import Part, StreamHead
from ledger.tiles import Tile
from ledger.trees import TreeStore


class SQLiteTrees(TreeStore):
    """Tables of ``ledger.sqlite_layout.TREES``. Raises ``sqlite3.Error``; transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._many = connection.executemany

    def position(self) -> int:
        ((position,),) = self._execute("SELECT position FROM tree_progress")
        return int(position)

    def move_to(self, position: int) -> None:
        self._execute("UPDATE tree_progress SET position = ?", (position,))

    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        statement = "SELECT hashes FROM tile WHERE level = ? AND place = ?"
        found = ((place, self._execute(statement, (level, place)).fetchone()) for place in places)
        return {place: row[0] for place, row in found if row is not None}

    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        statement = "SELECT place, root FROM tile WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
        rows = self._execute(statement, (level, first, end))
        return [root for expected, (place, root) in enumerate(rows, first) if place == expected]

    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        self._many("INSERT INTO tile VALUES (?, ?, ?, ?)", tiles)

    def heads(self, keys: Collection[bytes]) -> dict[bytes, StreamHead]:
        statement = "SELECT key, version, history FROM stream_head WHERE key = ?"
        found = (self._execute(statement, (key,)).fetchone() for key in keys)
        return {row[0]: StreamHead(*row) for row in found if row is not None}

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> Sequence[Sequence[StreamHead]]:
        statement = "SELECT key, version, history FROM stream_head WHERE key BETWEEN ? AND ? ORDER BY key"
        return [[StreamHead(*row) for row in self._execute(statement, one)] for one in ranges]

    def put_heads(self, heads: Sequence[StreamHead]) -> None:
        rows = sorted((head.key, head.version, head.history) for head in heads)
        self._many("INSERT OR REPLACE INTO stream_head VALUES (?, ?, ?)", rows)

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        statement = "SELECT streams, hash FROM stream_part WHERE depth = ? AND prefix = ?"
        found = ((place, self._execute(statement, place).fetchone()) for place in places)
        return {place: Part(*row) for place, row in found if row is not None}

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        rows = sorted((depth, prefix, *part) for prefix, part in parts.items())
        self._many("INSERT OR REPLACE INTO stream_part VALUES (?, ?, ?, ?)", rows)

    def kinds(self) -> dict[str, int]:
        return dict(self._execute("SELECT kind, streams FROM stream_kind ORDER BY kind").fetchall())

    def add_kinds(self, streams: Mapping[str, int]) -> None:
        self._many(
            "INSERT INTO stream_kind VALUES (?, ?) ON CONFLICT DO UPDATE SET streams = streams + excluded.streams",
            sorted(streams.items()),
        )
