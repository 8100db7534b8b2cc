"""A ledger copied into another database, position by position and byte by byte, and the proof that it is the same.

What is copied of each event is its position, ``recorded_at``, stream, version, the position before it in the stream,
source, line, topic and stored bytes. Two ledgers are the same if the SHA-256 over the canonical form of these rows is:

    position, recorded_at, version, previous, line      8 bytes each, big-endian, signed
    stream, source, topic (UTF-8), stored bytes         each after its length in 4 bytes, big-endian

A copy that was interrupted goes on where the target ends, after what is there has been compared row by row.

How far channels were taken in (``ledger.channels``) is copied last, as far as it is about these rows, and compared row
by row: whoever takes in from a channel goes on with the copy where it was with the source.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.errors import LedgerDamaged
from ledger.interruption import interruption, signal_of
from ledger.reader import PAGE_OF_ROWS, LogRow

ROWS_IN_A_TRANSACTION = 20_000

_numbers = struct.Struct(">5q").pack
_length = struct.Struct(">I").pack


class NotACopy(SaksiError):
    """The target holds events that are not those of the source: nothing more is copied."""

    code = "not_a_copy"


class Migration(NamedTuple):
    """What was done: how many events were there already and how many were copied, and the digest of both ledgers."""

    found: int
    copied: int
    last_position: int
    digest: str
    """``sha256:…`` over positions 1 to ``last_position`` of both; empty if the copy was interrupted."""
    interrupted: int = 0
    """The signal that ended it, Ctrl-C or SIGTERM; 0 if none did. All that is counted is copied."""


def canonical(row: LogRow) -> bytes:
    """A row as it is hashed."""
    parts = [_numbers(row.position, row.recorded_at, row.version, row.previous, row.line)]
    for text in (row.stream.encode(), row.source.encode(), row.topic.encode(), row.state):
        parts += (_length(len(text)), text)
    return b"".join(parts)


def migrate(source: Ledger, target: Ledger, progress: Callable[[int, int], None] | None = None) -> Migration:
    """Copy what the source holds now and the target does not, and prove that they are the same.

    ``progress`` is called with how many rows were looked at, and how many there are to look at. Raises ``NotACopy`` if
    the target is not the beginning of the source, ``LedgerDamaged`` if the source does not hang together or the proof
    fails, and the errors of ``ledger.errors``; what was copied before stays, and the same again goes on from there.
    """
    last, found = source.last_position(), target.last_position()
    if found > last:
        raise NotACopy(
            "the target has {found} events and the source {last}: it is not the beginning of the source",
            "migrate into an empty ledger, or the other way round",
            found=found,
            last=last,
        )
    copying = _Copying(source, target, progress or (lambda _done, _all: None), 2 * last)
    with interruption() as watch:
        try:
            copying.compare(0, found)
            for after in range(found, last, ROWS_IN_A_TRANSACTION):
                with watch.held():
                    copying.copy(after, min(after + ROWS_IN_A_TRANSACTION, last))
            copying.reread(found, last)
            with watch.held():
                copying.copy_offsets(last)
        except KeyboardInterrupt as interrupt:
            return Migration(found, copying.copied, target.last_position(), "", signal_of(interrupt))
    if copying.read.digest() != copying.written.digest():
        raise LedgerDamaged(
            "the rows {first} to {last} are not the same in the target as in the source",
            "run `saksi verify` on both",
            first=found + 1,
            last=last,
        )
    return Migration(found, copying.copied, last, f"sha256:{copying.read.hexdigest()}")


class _Copying:
    """The two digests, of what was read from the source and of what stands in the target."""

    def __init__(self, source: Ledger, target: Ledger, progress: Callable[[int, int], None], rows: int) -> None:
        self.source = source.recorder
        self.target = target.recorder
        self.progress = progress
        self.rows = rows
        self.done = 0
        self.copied = 0
        self.read = sha256()
        self.written = sha256()

    def compare(self, after: int, upto: int) -> None:
        """What is in the target already must be the source's, row by row."""
        while after < upto:
            ours = self.source.page(after, upto, PAGE_OF_ROWS)
            if not ours:
                raise _gap(after, upto)
            theirs = self.target.page(after, upto, PAGE_OF_ROWS)
            if ours != theirs:
                different = next((one for one, other in zip(ours, theirs, strict=False) if one != other), ours[-1])
                raise NotACopy(
                    "position {position} of the target is another event than that of the source",
                    "migrate into an empty ledger",
                    position=different.position,
                )
            after = ours[-1].position
            for row in ours:
                form = canonical(row)
                self.read.update(form)
                self.written.update(form)
            self._tell(2 * len(ours))

    def copy(self, after: int, upto: int) -> None:
        """One transaction."""
        rows = list(self.source.read_log(after, upto))
        if [row.position for row in rows] != list(range(after + 1, upto + 1)):
            raise _gap(after, upto)
        try:
            self.target.append_copies(rows)
        except (IndexError, UnicodeDecodeError):
            raise LedgerDamaged(
                "an event between the positions {first} and {upto} of the source cannot be read",
                "run `saksi verify` on it",
                first=after + 1,
                upto=upto,
            ) from None
        for row in rows:
            self.read.update(canonical(row))
        self.copied += len(rows)
        self._tell(len(rows))

    def reread(self, after: int, upto: int) -> None:
        """What the target says now that it holds."""
        while page := self.target.page(after, upto, PAGE_OF_ROWS):
            after = page[-1].position
            for row in page:
                self.written.update(canonical(row))
            self._tell(len(page))

    def copy_offsets(self, upto: int) -> None:
        """How far each channel was taken in when the log ended at a position or before; one transaction for each page.

        A batch stands in the same transaction as the events it brought, so what it says is true of the copy as well.
        """
        for channel in sorted({*self.source.channels(), *self.target.channels()}):
            after = -1
            while True:
                ours = [row for row in self.source.offsets(channel, after) if row[1] <= upto]
                theirs = self.target.offsets(channel, after)
                if theirs != ours[: len(theirs)]:
                    raise NotACopy(
                        "the target has taken in messages of {channel} that the source has not",
                        "migrate into an empty ledger",
                        channel=channel,
                    )
                if not ours:
                    break
                if new := ours[len(theirs) :]:
                    self.target.append_offsets(channel, new)
                after = ours[-1][0]

    def _tell(self, rows: int) -> None:
        self.done += rows
        self.progress(self.done, self.rows)


def _gap(after: int, upto: int) -> LedgerDamaged:
    return LedgerDamaged(
        "the source does not have every position from {first} to {upto}",
        "run `saksi verify` on it",
        first=after + 1,
        upto=upto,
    )
