"""Reading lines from files and pipes, a batch at a time, in flat memory.

A batch is as large as a transaction should be: many lines where many are waiting, and what there is where a pipe
pauses, so that what somebody types, or a device sends now and then, is recorded at once.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from typing import BinaryIO

from domain.errors import MALFORMED_JSON, Refusal

BATCH_LINES = 50_000
"""A transaction writes each page of the index of ids that it touches once, so many lines share the cost."""
FIRST_LINES = 10_000
"""The first batch of much input; each is twice as large as the one before, so that whoever records soon has work."""
BATCH_BYTES = 16 << 20
CHUNK_BYTES = 1 << 20
"""A line within one chunk is always short enough."""
LINE_BYTES = 16 << 20
"""A line longer than this is cut short and no fact; the rest of it is passed over without being kept."""
CUT_BYTES = 1024
"""How much of its beginning is kept, to show which line it was."""
PAUSE_SECONDS = 0.05
"""A pipe with nothing to read for so long is taken to pause."""

LONGEST_SECONDS = 1.0
"""So long after a line was read it is given out, also where the pipe never pauses."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CutLine(bytes):
    """The beginning of a line that is longer than ``LINE_BYTES``."""


def batches_of_lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """The lines of a stream without their newlines, in batches; a byte order mark before the first is dropped.

    A last line without a newline is a line; every empty line between is there too, so that lines can be counted. A line
    longer than ``LINE_BYTES`` is there as a ``CutLine``.
    """
    lines: list[bytes] = []
    size, most = 0, min(FIRST_LINES, BATCH_LINES)
    rest = _Rest()
    at_start = True
    due = 0.0
    while chunk := _read(stream):
        if at_start:
            chunk, at_start = chunk.removeprefix(BYTE_ORDER_MARK), False
        size += len(chunk)
        first, *others = chunk.split(b"\n")
        rest.add(first)
        if others:
            if not lines:
                due = time.monotonic() + LONGEST_SECONDS
            lines.append(rest.take())
            rest.add(others.pop())
            lines += others
        while len(lines) >= most:
            yield lines[:most]
            lines = lines[most:]
            most = min(2 * most, BATCH_LINES)
            size, due = 0, time.monotonic() + LONGEST_SECONDS
        if lines and (size >= BATCH_BYTES or time.monotonic() >= due or pauses(stream)):
            yield lines
            lines, size = [], 0
    last = rest.take()
    if last:
        lines.append(last)
    if lines:
        yield lines


def refuse_cut_line(line: bytes) -> None:
    """Raises ``Refusal`` (``malformed_json``) if the line was cut short."""
    if isinstance(line, CutLine):
        raise Refusal(
            "the line is longer than {most} MiB", "write one fact on each line", MALFORMED_JSON, most=LINE_BYTES >> 20
        )


def legible(line: bytes) -> str:
    """The line for the file of refused lines: what is not UTF-8 is ``\\xff``, and what was cut short ends in ``…``."""
    return line.decode("utf-8", "backslashreplace") + ("…" if isinstance(line, CutLine) else "")


class _Rest:
    """The line whose end is not read yet, as far as it is kept."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._too_long = False

    def add(self, piece: bytes) -> None:
        if self._too_long:
            return
        self._kept += piece
        if len(self._kept) > LINE_BYTES:
            self._kept, self._too_long = self._kept[:CUT_BYTES], True

    def take(self) -> bytes:
        """The line, and begin the next."""
        line = CutLine(self._kept) if self._too_long else bytes(self._kept)
        self._kept, self._too_long = bytearray(), False
        return line


def _read(stream: BinaryIO) -> bytes:
    read = getattr(stream, "read1", stream.read)
    chunk: bytes = read(CHUNK_BYTES)
    return chunk


def pauses(stream: BinaryIO) -> bool:
    """Whether nothing more can be read just now. A file never pauses, and neither does what cannot be asked."""
    try:
        readable, _, _ = select.select([stream], [], [], PAUSE_SECONDS)
    except (OSError, ValueError, TypeError):
        return False
    return not readable
