"""The trees over the leaves, in SQLite: those of a ledger, or others in a file of their own to hold them to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from ledger.stream_tree import Part, StreamHead
from ledger.tiles import Tile
from ledger.trees import COLUMNS, KEYS, TreeStore, no_position

Rows = Callable[[str, Sequence[Any]], list[Any]]
"""All rows that a statement gives."""


class SQLiteTrees(TreeStore):
    """Tables of ``ledger.sqlite_layout.TREES``, read by ``rows`` and written by ``many``, a statement for many rows.

    Raises what these raise; transactions are the caller's.
    """

    def __init__(self, rows: Rows, many: Callable[[str, Iterable[Sequence[Any]]], object]) -> None:
        self._rows = rows
        self._many = many

    def position(self) -> int:
        rows = self._rows("SELECT position FROM tree_progress", ())
        if len(rows) != 1 or not isinstance(rows[0][0], int):
            raise no_position()
        return int(rows[0][0])

    def move_to(self, position: int) -> None:
        self._many("UPDATE tree_progress SET position = ?", [(position,)])

    def page(self, table: str, after: Sequence[Any], limit: int) -> list[tuple[Any, ...]]:
        columns, key = ", ".join(COLUMNS[table]), ", ".join(KEYS[table])
        beyond = f"WHERE ({key}) > ({', '.join('?' * len(after))}) " if after else ""
        return self._rows(f"SELECT {columns} FROM {table} {beyond}ORDER BY {key} LIMIT ?", (*after, limit))  # noqa: S608

    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        statement = "SELECT hashes FROM tile WHERE level = ? AND place = ?"
        found = ((place, self._rows(statement, (level, place))) for place in places)
        return {place: rows[0][0] for place, rows in found if rows}

    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        statement = "SELECT place, root FROM tile WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
        rows = self._rows(statement, (level, first, end))
        return [root for expected, (place, root) in enumerate(rows, first) if place == expected]

    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        self._many("INSERT INTO tile VALUES (?, ?, ?, ?)", tiles)

    def heads(self, keys: Collection[bytes]) -> dict[bytes, StreamHead]:
        statement = "SELECT key, version, history FROM stream_head WHERE key = ?"
        return {row[0]: StreamHead(*row) for key in keys for row in self._rows(statement, (key,))}

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> Sequence[Sequence[StreamHead]]:
        statement = "SELECT key, version, history FROM stream_head WHERE key BETWEEN ? AND ? ORDER BY key"
        return [[StreamHead(*row) for row in self._rows(statement, one)] for one in ranges]

    def put_heads(self, heads: Sequence[StreamHead]) -> None:
        rows = sorted((head.key, head.version, head.history) for head in heads)
        self._many("INSERT OR REPLACE INTO stream_head VALUES (?, ?, ?)", rows)

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        statement = "SELECT streams, hash FROM stream_part WHERE depth = ? AND prefix = ?"
        return {place: Part(*row) for place in places for row in self._rows(statement, place)}

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        rows = sorted((depth, prefix, *part) for prefix, part in parts.items())
        self._many("INSERT OR REPLACE INTO stream_part VALUES (?, ?, ?, ?)", rows)

    def kinds(self) -> dict[str, int]:
        return dict(self._rows("SELECT kind, streams FROM stream_kind ORDER BY kind", ()))

    def add_kinds(self, streams: Mapping[str, int]) -> None:
        self._many(
            "INSERT INTO stream_kind VALUES (?, ?) ON CONFLICT DO UPDATE SET streams = streams + excluded.streams",
            sorted(streams.items()),
        )
