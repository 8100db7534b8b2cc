"""Whether the leaves of a ledger are those of its events, and what was signed about it is about them.

Entries are made again from the events and held to those that are kept; from them the trees are worked out again, in a
file of their own, and held to the tiles, the seals and the checkpoints. So who changes an event is found at its
position, by its entry; who changes the entry too, by the tile that holds its hash; and who makes all of that anew, by
the next checkpoint, whose root was signed and is known elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.avro import UnreadableEvent
from ledger.checkpoint import Checkpoint
from ledger.entry import Entries
from ledger.errors import LedgerDamaged, StorageFull
from ledger.finding import Finding
from ledger.merkle import root
from ledger.note import Algorithm, BadNote, Note, NoteNotSigned, PublicKey
from ledger.reader import LogRow
from ledger.recorder import LedgerRecorder
from ledger.sqlite_layout import TREES
from ledger.sqlite_trees import SQLiteTrees
from ledger.statements import SEALS, StreamsSealed
from ledger.tiles import WIDTH
from ledger.tree_check import differences
from ledger.trees import Trees

ROWS_AT_A_TIME = 50_000
FINDINGS_OF_TREES = 100


class LeafCheck:
    """Takes the rows of a ledger in order of position, and finds what follows from them and is kept otherwise.

    ``keys`` are believed to sign its checkpoints, those of witnesses to cosign them; without any, signatures are not
    looked at. ``others`` are checkpoints from elsewhere: of a witness, of an earlier decision, from beside the key.
    Close it. Raises ``BadNote``.
    """

    def __init__(self, recorder: LedgerRecorder, keys: Sequence[PublicKey] = (), others: Sequence[Note] = ()) -> None:
        self._recorder, self._keys = recorder, keys
        own = [key for key in keys if key.algorithm is Algorithm.ED25519]
        self._signers = own or keys
        """A cosignature says that a witness saw a checkpoint, not that the ledger made it."""
        self._entries = Entries()
        self._connection = sqlite3.connect("", isolation_level=None)  # a file that SQLite makes and takes away
        for statement in ("PRAGMA journal_mode=OFF", *TREES, "BEGIN"):
            self._connection.execute(statement)
        self._trees = Trees(SQLiteTrees(self._made, self._connection.executemany), self)
        self._kept_entries: dict[int, bytes] = {}
        """Those that were read of the rows to come."""
        self._next_block = 1
        """Where the next block of entries begins."""
        self._rows: list[tuple[str, int, bytes]] = []
        self._before_rows = 0
        """The position before the first of these rows."""
        self._others: dict[int, list[Note]] = {}
        for note in others:
            self._others.setdefault(Checkpoint.of(note).size, []).append(note)
        self._kept: set[int] = set()
        self._sizes: list[int] = []
        """Of checkpoints that are still to come."""
        self._held = 0
        """The size of the last checkpoint that the entries agreed with."""
        self._trees_upto: int | None = None
        """Up to where the trees go that the ledger keeps, until they were looked at."""
        self.checkpoints = 0
        """How many checkpoints were looked at."""

    def close(self) -> None:
        """Let go of the trees."""
        self._connection.close()

    def begin(self) -> Iterator[Finding]:
        """Look which checkpoints there are, and up to where the trees go. Raises the errors of ``ledger.errors``."""
        self._kept = {*self._recorder.checkpoint_sizes()}
        self._sizes = sorted({*self._kept, *self._others})
        if self._recorder.signed_without_checkpoint():
            yield Finding("checkpoint", 0, "there are cosignatures or time stamps of a checkpoint that is not kept")
        try:
            self._trees_upto = self._recorder.trees.store.position()
        except LedgerDamaged as error:
            yield Finding("trees", 0, error.sentence)
        yield from self._due()

    def take(self, page: Sequence[LogRow]) -> Iterator[Finding]:
        """The next rows."""
        if page:
            yield from self._read_entries(page[-1].position)
        for row in page:
            entry = self._entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)
            kept = self._kept_entries.pop(row.position, None)
            if kept is None:
                yield Finding("leaf", row.position, f"the event at position {row.position} has no entry")
            elif kept != entry:
                sentence = f"the entry of position {row.position} is not that of the event there"
                yield Finding("leaf", row.position, sentence)
            if row.stream == SEALS:
                yield from self._seal(row)
            self._rows.append((row.stream, row.version, entry))
            if len(self._rows) >= ROWS_AT_A_TIME:
                self._catch_up()
            yield from self._due()

    def finish(self, last: int) -> Iterator[Finding]:
        """After the last row."""
        self._catch_up()
        for size in self._sizes:
            yield Finding(
                "checkpoint",
                last,
                f"a checkpoint of {size} events was signed, but the ledger has {last}: its end was taken away, or it "
                "is an older copy",
            )
        first_leaf, last_leaf = self._recorder.first_leaf(), self._recorder.last_leaf()
        end = self._recorder.last_position()
        if first_leaf is not None and first_leaf < 1:
            yield Finding("leaf", 1, f"an entry stands at position {first_leaf}, before the first")
        if last_leaf > end:
            yield Finding("leaf", last, f"there are {last_leaf} entries for {end} events")
        if self._trees_upto is not None and not last < self._trees_upto <= end:  # else: brought up meanwhile
            yield Finding("trees", last, f"the trees go up to position {self._trees_upto}, where there is no event")

    # As ``ledger.trees.Leaves``: of the rows that were taken and are still held

    def named_entries(self, after: int, upto: int) -> list[tuple[str, int, bytes]]:
        return self._rows[after - self._before_rows : upto - self._before_rows]

    def entries(self, after: int, upto: int) -> list[bytes]:
        return [entry for _, _, entry in self.named_entries(after, upto)]

    # Parts

    @property
    def _reached(self) -> int:
        return self._before_rows + len(self._rows)

    def _read_entries(self, upto: int) -> Iterator[Finding]:
        for block in self._recorder.blocks(self._next_block - 1, upto):
            lines = block.entries.count(b"\n") + 1
            if block.first != self._next_block or block.last - block.first + 1 != lines:
                yield Finding(
                    "leaf",
                    self._next_block,
                    f"the entries kept for the positions {block.first} to {block.last} are {lines}, and those before "
                    f"them end at {self._next_block - 1}",
                )
            self._kept_entries |= block.by_position()
            self._next_block = block.last + 1

    def _made(self, statement: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError:
            raise StorageFull(
                "the disk is too full to work out the trees of the ledger again",
                "make room, or name a larger folder in SQLITE_TMPDIR",
            ) from None

    def _catch_up(self) -> None:
        self._trees.catch_up(self._reached)
        spare = max(0, len(self._rows) - WIDTH)
        del self._rows[:spare]
        self._before_rows += spare

    def _due(self) -> Iterator[Finding]:
        """What is to be looked at where the rows have come to."""
        while self._sizes and self._sizes[0] <= self._reached:
            self._catch_up()
            yield from self._checkpoint(self._sizes.pop(0))
        if self._trees_upto == self._reached:
            self._catch_up()
            yield from self._kept_trees(self._trees_upto)

    def _kept_trees(self, upto: int) -> Iterator[Finding]:
        """Hold the trees to ours, unless they are brought up further meanwhile: then there, when we come to it."""
        store = self._recorder.trees.store
        found = []
        for finding in differences(store, self._trees.store, self._recorder.heads):
            found.append(finding)
            if len(found) == FINDINGS_OF_TREES:
                break
        moved = store.position()
        self._trees_upto = moved if moved > upto else None
        if moved == upto:
            yield from found

    def _seal(self, row: LogRow) -> Iterator[Finding]:
        self._catch_up()
        try:
            sealed = self._recorder.codec.decode(row.state)
        except UnreadableEvent:
            return  # found where events are read
        if not isinstance(sealed, StreamsSealed):
            return
        said = (sealed.upto, sealed.root, sealed.streams)
        if said != (row.position - 1, self._trees.streams.root, self._trees.store.kinds()):
            yield Finding(
                "seal",
                row.position,
                f"the seal at position {row.position} is not of the streams that there were before it",
            )

    def _checkpoint(self, size: int) -> Iterator[Finding]:
        if size in self._kept and (size < 1 or self._rows[-1][0] != SEALS):
            yield Finding("checkpoint", max(size, 0), f"the checkpoint of {size} events does not end with a seal")
        if size not in self._kept and size > 0:
            sentence = f"a checkpoint of {size} events was signed, but the ledger does not keep it"
            yield Finding("checkpoint", size, sentence)
        begin = self._held + 1
        for note in self._others.get(size, ()):
            yield from self._signed(size, note, begin)
        if size in self._kept:
            try:
                kept = self._recorder.checkpoint(size)
            except BadNote as error:
                yield Finding("checkpoint", max(size, 0), f"the checkpoint of {size} events: {error}")
            else:
                assert kept is not None, "a checkpoint is never taken away"
                yield from self._signed(size, kept, begin)

    def _signed(self, size: int, note: Note, begin: int) -> Iterator[Finding]:
        self.checkpoints += 1
        try:
            checkpoint = Checkpoint.of(note)
            if self._keys:
                note.expect(self._signers)
                for key in self._keys:
                    note.signed_by(key)
        except (BadNote, NoteNotSigned) as error:
            yield Finding("checkpoint", size, f"the checkpoint of {size} events: {error}")
            return
        if checkpoint.size != size:
            sentence = f"the checkpoint kept as that of {size} events is one of {checkpoint.size}"
            yield Finding("checkpoint", size, sentence)
        elif checkpoint.root != root(self._trees.hashes(max(size, 0)), max(size, 0)):
            yield Finding(
                "checkpoint",
                begin,
                f"the checkpoint of {size} events was signed with another root than theirs: something at one of "
                f"the positions {begin} to {size} was changed",
            )
        else:
            self._held = size
