"""Whether the leaves of a ledger are those of its events, and what was signed about it is about them.

Entries are made again from the events and held to those that are kept; from them the trees are worked out again, in a
file of their own, and held to the tiles, the seals and the checkpoints. So who changes an event is found at its
position, by its entry; who changes the entry too, by the tile that holds its hash; and who makes all of that anew, by
the next checkpoint, whose root was signed and is known elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from ledger.avro import UnreadableEvent
from ledger.checkpoint import Checkpoint
from ledger.entry import Entries
from ledger.finding import Finding
from ledger.merkle import root
from ledger.note import BadNote, Note, NoteNotSigned, PublicKey
from ledger.reader import LogRow
from ledger.recorder import LedgerRecorder
from ledger.sqlite_layout import TREES
from ledger.sqlite_trees import SQLiteTrees
from ledger.statements import SEALS, StreamsSealed
from ledger.tiles import HEIGHT, TILE_BYTES, WIDTH, Tile, split
from ledger.trees import Trees

ROWS_AT_A_TIME = 50_000


class LeafCheck:
    """Takes the rows of a ledger in order of position, and finds what follows from them and is kept otherwise.

    ``keys`` are believed to sign its checkpoints; without any, signatures are not looked at. ``others`` are checkpoints
    from elsewhere: of a witness, of an earlier decision, from beside the key. Close it. Raises ``BadNote``.
    """

    def __init__(self, recorder: LedgerRecorder, keys: Sequence[PublicKey] = (), others: Sequence[Note] = ()) -> None:
        self._recorder, self._keys = recorder, keys
        self._entries = Entries()
        self._connection = sqlite3.connect("", isolation_level=None)  # a file that SQLite makes and takes away
        for statement in TREES:
            self._connection.execute(statement)
        self._store = _Compared(self._connection, recorder)
        self._trees = Trees(self._store, self)
        self._rows: list[tuple[str, int, bytes]] = []
        self._before_rows = 0
        """The position before the first of these rows."""
        self._others: dict[int, list[Note]] = {}
        for note in others:
            self._others.setdefault(Checkpoint.of(note).size, []).append(note)
        self._sizes: list[int] = []
        self._upto = 0
        self.checkpoints = 0
        """How many checkpoints were looked at."""

    def close(self) -> None:
        """Let go of the trees."""
        self._connection.close()

    def begin(self) -> None:
        """Look which checkpoints there are. Raises the errors of ``ledger.errors``."""
        self._sizes = sorted({*self._recorder.checkpoint_sizes(), *self._others})

    def take(self, page: Sequence[LogRow]) -> Iterator[Finding]:
        """The next rows."""
        kept = self._recorder.entries_at([row.position for row in page])
        for row in page:
            entry = self._entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)
            if kept.get(row.position) != entry:
                missing = row.position not in kept
                yield Finding(
                    "leaf",
                    row.position,
                    f"the event at position {row.position} has no entry"
                    if missing
                    else f"the entry of position {row.position} is not that of the event there",
                )
            if row.stream == SEALS:
                yield from self._seal(row)
            self._rows.append((row.stream, row.version, entry))
            if self._sizes and row.position >= self._sizes[0]:
                yield from self._catch_up()
                yield from self._checkpoint(self._sizes.pop(0))
            elif len(self._rows) >= ROWS_AT_A_TIME:
                yield from self._catch_up()

    def finish(self, last: int) -> Iterator[Finding]:
        """After the last row."""
        yield from self._catch_up()
        for size in self._sizes:
            yield Finding(
                "checkpoint",
                last,
                f"a checkpoint of {size} events was signed, but the ledger has {last}: its end was taken away, or it "
                "is an older copy",
            )
        reached = self._recorder.trees.store.position()
        leaves = self._recorder.last_leaf()
        if leaves > last and not self._recorder.last_position() > last:
            yield Finding("leaf", last, f"there are {leaves} entries for {last} events")
        if reached > self._recorder.last_position():
            yield Finding("trees", 0, f"the trees go up to position {reached}, where there is no event")

    # As ``ledger.trees.Leaves``: of the rows that were taken and are still held

    def named_entries(self, after: int, upto: int) -> list[tuple[str, int, bytes]]:
        return self._rows[after - self._before_rows : upto - self._before_rows]

    def entries(self, after: int, upto: int) -> list[bytes]:
        return [entry for _, _, entry in self.named_entries(after, upto)]

    # Parts

    @property
    def _reached(self) -> int:
        return self._before_rows + len(self._rows)

    def _catch_up(self) -> Iterator[Finding]:
        self._trees.catch_up(self._reached)
        yield from self._store.findings()
        spare = max(0, len(self._rows) - WIDTH)
        del self._rows[:spare]
        self._before_rows += spare

    def _seal(self, row: LogRow) -> Iterator[Finding]:
        yield from self._catch_up()
        try:
            sealed = self._recorder.codec.decode(row.state)
        except UnreadableEvent:
            return  # found where events are read
        if not isinstance(sealed, StreamsSealed):
            return
        said = (sealed.upto, sealed.root, sealed.streams)
        if said != (row.position - 1, self._trees.streams.root, self._store.kinds()):
            yield Finding(
                "seal",
                row.position,
                f"the seal at position {row.position} is not of the streams that there were before it",
            )

    def _checkpoint(self, size: int) -> Iterator[Finding]:
        found = root(self._trees.hashes(size), size)
        begin, self._upto = self._upto + 1, size
        if self._rows[-1][0] != SEALS:
            yield Finding("checkpoint", size, f"the checkpoint of {size} events does not end with a seal")
        for note in self._notes(size):
            self.checkpoints += 1
            try:
                checkpoint = Checkpoint.of(note)
                if self._keys:
                    note.expect(self._keys)
            except (BadNote, NoteNotSigned) as error:
                yield Finding("checkpoint", size, f"the checkpoint of {size} events: {error}")
                continue
            if (checkpoint.size, checkpoint.root) != (size, found):
                yield Finding(
                    "checkpoint",
                    begin,
                    f"the checkpoint of {size} events was signed with another root than theirs: something at one of "
                    f"the positions {begin} to {size} was changed",
                )

    def _notes(self, size: int) -> Iterator[Note]:
        kept = self._recorder.checkpoint(size)
        yield from (kept,) if kept is not None else ()
        yield from self._others.get(size, ())


class _Compared(SQLiteTrees):
    """Tiles as they are worked out, each held to the one that the ledger keeps."""

    def __init__(self, connection: sqlite3.Connection, recorder: LedgerRecorder) -> None:
        super().__init__(connection)
        self._kept = recorder.trees.store
        self._kept_upto = self._kept.position()
        self._found: list[Finding] = []

    def put_tiles(self, tiles: Iterable[Tile]) -> None:
        made = list(tiles)
        super().put_tiles(made)
        for level, group in groupby(sorted(made), key=attrgetter("level")):
            expected = [tile for tile in group if (tile.place + 1) << HEIGHT * (level + 1) <= self._kept_upto]
            hashes = self._kept.tiles(level, [tile.place for tile in expected])
            roots = {tile.place: self._kept.tile_roots(level, tile.place, tile.place + 1) for tile in expected}
            for tile in expected:
                if (hashes.get(tile.place), roots[tile.place]) != (tile.hashes, [tile.root]):
                    self._found.append(self._finding(tile, hashes.get(tile.place)))

    def findings(self) -> list[Finding]:
        """What was found since this was asked last."""
        found, self._found = self._found, []
        return found

    @staticmethod
    def _finding(tile: Tile, kept: bytes | None) -> Finding:
        leaves = 1 << HEIGHT * tile.level
        first = tile.place * WIDTH * leaves + 1
        last = first + WIDTH * leaves - 1
        if kept is None:
            return Finding("tile", first, f"the hashes over the positions {first} to {last} are not kept")
        if tile.level == 0 and len(kept) == TILE_BYTES:
            pairs = zip(split(tile.hashes), split(kept), strict=True)
            different = next((place for place, (one, other) in enumerate(pairs) if one != other), None)
            if different is not None:
                position = first + different
                return Finding("tile", position, f"the hash kept of position {position} is not that of its entry")
        return Finding("tile", first, f"the hashes kept over the positions {first} to {last} are not theirs")
