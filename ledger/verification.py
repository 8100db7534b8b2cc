"""Whether a ledger is what it says it is: every row is read again, and every promise about it is looked at.

First the tables and triggers of the file are those of the format. Then in one pass over the log: positions are 1, 2,
3 … without gaps; ``recorded_at`` never goes back; each event's bytes decode with the schema they were written with and
are the canonical bytes of what they say; topic and stream are those of the event; the versions of each stream are 1, 2,
3 … and each event names the one before it; a void's target stands before it; the source's id is found where the index
says, and only once; an event of a channel came in with a batch that took its offset in. Last, every stream's head is
its last event, every channel only moved on, and there is no source id too many.

In the same pass the leaves, and what was signed about them, are held to the events (``ledger.leaf_check``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from domain.errors import SaksiError
from domain.events import EventVoided
from ledger.application import Ledger
from ledger.avro import Codec, UnreadableEvent, identifier_in
from ledger.drafts import next_slot, slot_of
from ledger.finding import Finding
from ledger.leaf_check import LeafCheck
from ledger.note import Note, PublicKey
from ledger.reader import PAGE_OF_ROWS, LogRow
from ledger.recorder import LedgerRecorder
from ledger.settlement import Stored
from ledger.streams import stream_of

FINDINGS_KEPT = 100
PROGRESS_EVERY = 10_000


class Verification(NamedTuple):
    """How many events were looked at, and what was found: the first wrong position first, what has none last.

    ``checkpoints`` were held to the events; whose signatures they bear was looked at only if keys were given.
    """

    events: int
    findings: list[Finding]
    omitted: int
    checkpoints: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(
    ledger: Ledger,
    progress: Callable[[int, int], None] | None = None,
    *,
    keys: Sequence[PublicKey] = (),
    others: Sequence[Note] = (),
) -> Verification:
    """Look at the whole ledger as it is now; what others record meanwhile is not looked at.

    ``progress`` is called with the position and the last position now and then. ``keys`` are believed to sign its
    checkpoints, and ``others`` are checkpoints that were kept elsewhere. Raises ``BadNote`` if one of these is none.
    """
    findings: list[Finding] = []
    omitted = 0
    with closing(LeafCheck(ledger.recorder, keys, [*others])) as leaves:
        check = _Check(ledger.recorder, leaves)
        for finding in check.findings(progress):
            if len(findings) < FINDINGS_KEPT:
                findings.append(finding)
            else:
                omitted += 1
    whole_last = sorted(findings, key=lambda finding: finding.position or check.events + 1)
    return Verification(check.events, whole_last, omitted, leaves.checkpoints)


class _Check:
    def __init__(self, recorder: LedgerRecorder, leaves: LeafCheck) -> None:
        self.recorder = recorder
        self._leaves = leaves
        self.codec: Codec = recorder.codec
        self.events = 0
        self.heads: dict[str, tuple[int, int]] = {}
        """By stream, the version and position of its last event so far."""
        self._channels: dict[str, _Channel] = {}
        self._asked: set[int] = set()
        self._held: dict[int, Stored] = {}

    def findings(self, progress: Callable[[int, int], None] | None) -> Iterator[Finding]:
        last, expected, recorded_at = 0, 1, 0
        try:
            last = self.recorder.last_position()
            self._leaves.begin()
            self._channels = {name: _Channel(self.recorder, name) for name in self.recorder.channels()}
            for sentence in self.recorder.layout_problems():
                yield Finding("layout", 0, sentence)
            for page in self._pages(last):
                for row in page:
                    self.events += 1
                    if row.position != expected:
                        sentence = f"position {expected} is missing: {row.position} comes after {expected - 1}"
                        yield Finding("gap", expected, sentence)
                    if row.recorded_at < recorded_at:
                        sentence = f"position {row.position} was recorded before the one before it"
                        yield Finding("recorded_at", row.position, sentence)
                    expected, recorded_at = row.position + 1, row.recorded_at
                    yield from self._event(row)
                    if progress is not None and row.position % PROGRESS_EVERY == 0:
                        progress(row.position, last)
                if expected == self.events + 1:  # after a gap there is no tree any more
                    yield from self._leaves.take(page)
            yield from self._whole(last)
            if expected == self.events + 1:
                yield from self._leaves.finish(last)
        except SaksiError as error:
            yield Finding("unreadable", expected, f"the ledger cannot be read from position {expected} on: {error}")
        if progress is not None:
            progress(last, last)

    def _pages(self, last: int) -> Iterator[list[LogRow]]:
        """The log, with what the index of source ids holds for each page of it."""
        after = 0
        while page := self.recorder.page(after, last, PAGE_OF_ROWS):
            self._asked = {slot_of(identity) for row in page if (identity := _identifier_in(row)) is not None}
            self._held = self.recorder.in_slots(self._asked)
            yield page
            after = page[-1].position

    def _event(self, row: LogRow) -> Iterator[Finding]:
        version, position = self.heads.get(row.stream, (0, 0))
        if (row.version, row.previous) != (version + 1, position):
            yield Finding(
                "stream",
                row.position,
                f"position {row.position} is version {row.version} of {row.stream} after position {row.previous}; "
                f"expected version {version + 1} after position {position}",
            )
        self.heads[row.stream] = (row.version, row.position)
        channel = self._channels.get(row.source)
        if channel is not None and not channel.brought(row.position, row.line):
            yield Finding(
                "offset",
                row.position,
                f"position {row.position} is offset {row.line} of {row.source}, which no batch took in there",
            )
        try:
            yield from self._content(row)
        except (UnreadableEvent, IndexError, UnicodeDecodeError) as error:
            yield Finding("event", row.position, f"the event at position {row.position} cannot be read: {error}")

    def _content(self, row: LogRow) -> Iterator[Finding]:
        schema = self.codec.schema_of(row.state)
        if row.topic != schema.full_name:
            yield Finding("topic", row.position, f"position {row.position} is a {schema.full_name} named {row.topic}")
        event = self.codec.decode(row.state)
        if not self.codec.is_canonical(row.state):
            yield Finding("bytes", row.position, f"the bytes at position {row.position} are not those of its event")
        stream: str | None = None
        if isinstance(event, EventVoided):
            target = self._position_of(event.target)
            if target is None or target >= row.position:
                yield Finding("target", row.position, f"the void at position {row.position} targets no event before it")
            else:
                stream = self.recorder.stream_at(target)
        else:
            stream = stream_of(event)
        if stream is not None and stream != row.stream:
            yield Finding("stream", row.position, f"position {row.position} stands in {row.stream}, not in {stream}")
        found = self._position_of(event.id, row.position)
        if found is None:
            yield Finding("source_id", row.position, f"the id of position {row.position} is not among the source ids")
        elif found != row.position:
            yield Finding("source_id", row.position, f"positions {found} and {row.position} have the same id")

    def _position_of(self, identity: str, likely: int = 0) -> int | None:
        """Where the index of source ids says that an id is."""
        slot = slot_of(identity)
        while (found := self._held.get(slot) if slot in self._asked else self.recorder.in_slot(slot)) is not None:
            if found.position == likely or identifier_in(found.state) == identity:
                return found.position
            slot = next_slot(slot)
        return None

    def _whole(self, last: int) -> Iterator[Finding]:
        for name, channel in self._channels.items():
            if not channel.only_moves_on(self.recorder.last_position()):
                yield Finding("offset", 0, f"the offsets of {name} do not only move on with the end of the ledger")
        identities = self.recorder.identities_upto(last)
        if identities != self.events:
            yield Finding("source_id", 0, f"there are {identities} source ids for {self.events} events")
        kept = self.recorder.heads()
        for stream in sorted(self.heads.keys() | kept.keys()):
            version, position = self.heads.get(stream, (0, 0))
            head = kept.get(stream, (0, 0))
            if head != (version, position) and head[1] <= last:  # beyond: recorded while this was looking
                yield Finding(
                    "head", position, f"the head of {stream} is not version {version} at position {position}, its last"
                )


class _Channel:
    """How far a channel was taken in, batch by batch, beside the events it brought (``ledger.channels``)."""

    def __init__(self, recorder: LedgerRecorder, name: str) -> None:
        self._batches = self._read(recorder, name)
        self._sound = True
        self._first, (self._next, self._position) = 0, next(self._batches)

    @staticmethod
    def _read(recorder: LedgerRecorder, name: str) -> Iterator[tuple[int, int]]:
        after = -1
        while page := recorder.offsets(name, after):
            yield from page
            after = page[-1][0]

    def brought(self, position: int, offset: int) -> bool:
        """Whether the batch with which an event came in took its offset in. Ask in order of position."""
        while self._position < position and self._go_on():
            pass
        return self._position >= position and self._first <= offset < self._next

    def only_moves_on(self, end: int) -> bool:
        """Whether no position is less than the one before it or beyond the end of the ledger. Ask last."""
        while self._go_on():
            pass
        return self._sound and self._position <= end

    def _go_on(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        self._sound = self._sound and batch[1] >= self._position
        self._first, (self._next, self._position) = self._next, batch
        return True


def _identifier_in(row: LogRow) -> str | None:
    try:
        return identifier_in(row.state)
    except (IndexError, UnicodeDecodeError):
        return None
