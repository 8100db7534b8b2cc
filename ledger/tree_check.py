"""Whether the trees that a ledger keeps are those of its entries: each row of them is held to the one worked out anew.

A tile is told by the first position whose hash in it is wrong. A hash that is wrong because one below it is, is not
told again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ledger.finding import Finding
from ledger.merkle import HASH_BYTES
from ledger.stream_tree import key_of
from ledger.tiles import HEIGHT, WIDTH
from ledger.trees import KEYS, TreeStore

ROWS_AT_A_TIME = 5_000

Row = tuple[Any, ...]
_KINDS = {type(None): 0, int: 1, float: 1, str: 2, bytes: 3}
"""In what order SQLite has values of these types: whoever changes a file by hand may put any into any column."""


class _Pair(NamedTuple):
    """A row as it is kept and as it was made, either None if there is none."""

    kept: Row | None
    made: Row | None

    @property
    def any(self) -> Row:
        row = self.kept if self.made is None else self.made
        assert row is not None, "one of the two is there"
        return row


def differences(
    kept: TreeStore, made: TreeStore, heads: Callable[[], Mapping[str, tuple[int, int]]]
) -> Iterator[Finding]:
    """What of the trees that are kept is not as it was made; ``heads`` gives version and position of each stream."""
    yield from _tiles(_pairs("tile", kept, made))
    yield from _heads(_pairs("stream_head", kept, made), heads)
    if next(_pairs("stream_part", kept, made), None) is not None:
        yield Finding("trees", 0, "the hashes that the tree of streams is kept by are not those of its streams")
    for pair in _pairs("stream_kind", kept, made):
        yield Finding("trees", 0, f"the number of streams of the kind {pair.any[0]!r} is not kept as it is")


def _heads(pairs: Iterator[_Pair], heads: Callable[[], Mapping[str, tuple[int, int]]]) -> Iterator[Finding]:
    streams: dict[Any, tuple[str, int]] = {}
    for pair in pairs:
        if not streams:
            streams = {key_of(stream): (stream, position) for stream, (_, position) in heads().items()}
        stream, position = streams.get(pair.any[0], ("", 0))
        sentence = f"the tree of streams does not have {stream} as its entries are"
        if not stream:
            sentence = "the tree of streams has a stream that is not in the log"
        yield Finding("trees", position, sentence)


def _tiles(pairs: Iterator[_Pair]) -> Iterator[Finding]:
    wrong: set[tuple[Any, Any]] = set()
    for pair in pairs:
        level, place, root, hashes = pair.any
        wrong.add((level, place))
        if pair.made is None:
            yield Finding("tile", 0, f"a tile {place} of level {level} is kept that the log does not fill")
            continue
        below = 1 << HEIGHT * level
        first = place * WIDTH * below + 1
        last = first + WIDTH * below - 1
        if pair.kept is None:
            yield Finding("tile", first, f"the hashes over the positions {first} to {last} are not kept")
            continue
        different = _first_different(hashes, pair.kept[3])
        if different is None:
            if pair.kept[2] != root:
                yield Finding("tile", first, f"the root kept of the positions {first} to {last} is not theirs")
        elif level == 0:
            position = first + different
            yield Finding("tile", position, f"the hash kept of position {position} is not that of its entry")
        elif (level - 1, place * WIDTH + different) not in wrong:
            begin = first + different * below
            end = begin + below - 1
            yield Finding("tile", begin, f"the hash kept over the positions {begin} to {end} is not theirs")


def _first_different(made: bytes, kept: object) -> int | None:
    """Which hash of a tile is the first that is kept otherwise."""
    if made == kept:
        return None
    if not isinstance(kept, bytes):
        return 0
    pairs = ((made[at : at + HASH_BYTES], kept[at : at + HASH_BYTES]) for at in range(0, len(made), HASH_BYTES))
    return next((place for place, (one, other) in enumerate(pairs) if one != other), 0)


def _pairs(table: str, kept: TreeStore, made: TreeStore) -> Iterator[_Pair]:
    """The rows of a table that are not the same in both, in order of what they are found by."""
    width = len(KEYS[table])
    ours, theirs = _rows(table, made), _rows(table, kept)
    our, their = next(ours, None), next(theirs, None)
    while our is not None or their is not None:
        if our == their:
            our, their = next(ours, None), next(theirs, None)
        elif their is None or (our is not None and _order(our[:width]) < _order(their[:width])):
            yield _Pair(None, our)
            our = next(ours, None)
        elif our is None or _order(their[:width]) < _order(our[:width]):
            yield _Pair(their, None)
            their = next(theirs, None)
        else:
            yield _Pair(their, our)
            our, their = next(ours, None), next(theirs, None)


def _order(key: Row) -> list[tuple[int, Any]]:
    return [(_KINDS[type(value)], value) for value in key]


def _rows(table: str, store: TreeStore) -> Iterator[Row]:
    after: Row = ()
    while page := store.page(table, after, ROWS_AT_A_TIME):
        yield from page
        after = page[-1][: len(KEYS[table])]
