"""The trees over the leaves, in PostgreSQL: one statement for many rows, each a journey to the server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import psycopg

from ledger.stream_tree import Part, StreamHead
from ledger.tiles import Tile
from ledger.trees import TreeStore

_BETWEEN = """SELECT place, key, version, history
FROM unnest(%b::bytea[], %b::bytea[]) WITH ORDINALITY AS asked (first, last, place)
  CROSS JOIN LATERAL (SELECT * FROM saksi.stream_head WHERE key BETWEEN first AND last ORDER BY key) AS found
ORDER BY place, key"""
_PARTS = """SELECT depth, prefix, streams, hash
FROM unnest(%b::bigint[], %b::bigint[]) AS asked (depth, prefix) JOIN saksi.stream_part USING (depth, prefix)"""
_PUT_TILES = """INSERT INTO saksi.tile (level, place, root, hashes)
SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[], %b::bytea[])"""
_PUT_HEADS = """INSERT INTO saksi.stream_head (key, version, history)
SELECT * FROM unnest(%b::bytea[], %b::bigint[], %b::bytea[])
ON CONFLICT (key) DO UPDATE SET version = excluded.version, history = excluded.history"""
_PUT_PARTS = """INSERT INTO saksi.stream_part (depth, prefix, streams, hash)
SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bigint[], %b::bytea[])
ON CONFLICT (depth, prefix) DO UPDATE SET streams = excluded.streams, hash = excluded.hash"""
_ADD_KIND = """INSERT INTO saksi.stream_kind (kind, streams) VALUES (%s, %s)
ON CONFLICT (kind) DO UPDATE SET streams = stream_kind.streams + excluded.streams"""


class PostgresTrees(TreeStore):
    """Tables of the schema ``saksi``. Raises ``psycopg.Error``; transactions are the caller's."""

    def __init__(self, connected: Callable[[], psycopg.Connection[Any]]) -> None:
        self._connected = connected

    def _rows(self, statement: str, *parameters: Any) -> list[Any]:
        return self._connected().cursor(binary=True).execute(statement, parameters).fetchall()

    def _put(self, statement: str, *columns: list[Any]) -> None:
        if columns[0]:
            self._connected().execute(statement, columns)

    def position(self) -> int:
        ((position,),) = self._rows("SELECT position FROM saksi.tree_progress")
        return int(position)

    def move_to(self, position: int) -> None:
        self._connected().execute("UPDATE saksi.tree_progress SET position = %s", (position,))

    def tiles(self, level: int, places: Collection[int]) -> Mapping[int, bytes]:
        statement = "SELECT place, hashes FROM saksi.tile WHERE level = %s AND place = ANY(%b::bigint[])"
        return dict(self._rows(statement, level, list(places)))

    def tile_roots(self, level: int, first: int, end: int) -> Sequence[bytes]:
        statement = "SELECT place, root FROM saksi.tile WHERE level = %s AND place >= %s AND place < %s ORDER BY place"
        rows = self._rows(statement, level, first, end)
        return [root for expected, (place, root) in enumerate(rows, first) if place == expected]

    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        columns = [list(column) for column in zip(*tiles, strict=True)]
        if columns:
            self._put(_PUT_TILES, *columns)

    def heads(self, keys: Collection[bytes]) -> dict[bytes, StreamHead]:
        statement = "SELECT key, version, history FROM saksi.stream_head WHERE key = ANY(%b::bytea[])"
        return {row[0]: StreamHead(*row) for row in self._rows(statement, list(keys))}

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> Sequence[Sequence[StreamHead]]:
        found: list[list[StreamHead]] = [[] for _ in ranges]
        for place, *head in self._rows(_BETWEEN, *([one[end] for one in ranges] for end in (0, 1))):
            found[place - 1].append(StreamHead(*head))
        return found

    def put_heads(self, heads: Sequence[StreamHead]) -> None:
        self._put(
            _PUT_HEADS,
            [head.key for head in heads],
            [head.version for head in heads],
            [head.history for head in heads],
        )

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        rows = self._rows(_PARTS, *([one[at] for one in places] for at in (0, 1)))
        return {(depth, prefix): Part(*part) for depth, prefix, *part in rows}

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        self._put(
            _PUT_PARTS,
            [depth] * len(parts),
            list(parts),
            [part.streams for part in parts.values()],
            [part.hash for part in parts.values()],
        )

    def kinds(self) -> dict[str, int]:
        return dict(self._rows("SELECT kind, streams FROM saksi.stream_kind ORDER BY kind"))

    def add_kinds(self, streams: Mapping[str, int]) -> None:
        for kind in sorted(streams):
            self._connected().execute(_ADD_KIND, (kind, streams[kind]))
