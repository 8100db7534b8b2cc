"""An entry of the log as proofs see it: one line of JSON for each position, made once and never again.

    {"id":"employee-198603152010011004","n":123,"recorded":"2026-02-20T00:12:09.123456Z",
     "state":"9f2c…64 hex digits…","topic":"saksi.CheckedIn","v":1,"version":17}      (without the line break)

``id`` is the stream, ``n`` the position, ``state`` the SHA-256 of the stored bytes with their frame, ``version`` the
place in the stream. UTF-8, keys sorted, no spaces, instants in UTC with six digits. The leaf of position n has the
index n - 1 and is SHA-256(00 | entry).

They are kept in blocks of up to 16, a line each: a row for each would cost an append as much as the events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

import msgspec

from ledger.avro import instant_of

ENTRIES_IN_A_BLOCK = 16
NAMES_KEPT = 500_000


class Entries:
    """Makes entries. Names and instants come again and again, so their JSON is kept."""

    def __init__(self) -> None:
        self._names = _Quoted()
        self._recorded_at = -1
        self._instant = b""

    def of(self, position: int, recorded_at: int, stream: str, version: int, topic: str, state: bytes) -> bytes:
        """The entry of an event; ``recorded_at`` is in microseconds since 1970 (UTC)."""
        if recorded_at != self._recorded_at:
            self._recorded_at = recorded_at
            self._instant = instant_of(recorded_at).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()
        return b'{"id":%b,"n":%d,"recorded":"%b","state":"%b","topic":%b,"v":1,"version":%d}' % (
            *(self._names[stream], position, self._instant),
            *(sha256(state).hexdigest().encode(), self._names[topic], version),
        )


class _Quoted(dict[str, bytes]):
    def __missing__(self, name: str) -> bytes:
        if len(self) >= NAMES_KEPT:
            self.clear()
        quoted = self[name] = msgspec.json.encode(name)
        return quoted


class Block(NamedTuple):
    """The entries of the positions from ``first`` to ``last``, a line each, without a line break after the last."""

    last: int
    first: int
    entries: bytes

    def by_position(self) -> dict[int, bytes]:
        """Each by its position."""
        return dict(zip(range(self.first, self.last + 1), self.entries.split(b"\n"), strict=False))


def blocks(first: int, entries: Sequence[bytes]) -> Iterator[Block]:
    """Entries from a position on, in blocks that end where a tile of the tree does."""
    begin = 0
    while begin < len(entries):
        end = min(len(entries), begin + ENTRIES_IN_A_BLOCK - (first + begin - 1) % ENTRIES_IN_A_BLOCK)
        yield Block(first + end - 1, first + begin, b"\n".join(entries[begin:end]))
        begin = end
