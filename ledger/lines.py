"""Reading lines from files and pipes, a batch at a time, in flat memory.

A batch is as large as a transaction should be: many lines where many are waiting, and what there is where a pipe
pauses, so that what somebody types, or a device sends now and then, is recorded at once.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from typing import BinaryIO

BATCH_LINES = 50_000
"""A transaction writes each page of the index of ids that it touches once, so many lines share the cost."""
BATCH_BYTES = 16 << 20
CHUNK_BYTES = 1 << 20
PAUSE_SECONDS = 0.05
"""A pipe with nothing to read for so long is taken to pause."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def batches_of_lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """The lines of a stream without their newlines, in batches; a byte order mark before the first is dropped.

    A last line without a newline is a line; every empty line between is there too, so that lines can be counted.
    """
    lines: list[bytes] = []
    size = 0
    rest: list[bytes] = []
    at_start = True
    while chunk := _read(stream):
        if at_start:
            chunk, at_start = chunk.removeprefix(BYTE_ORDER_MARK), False
        size += len(chunk)
        first, *others = chunk.split(b"\n")
        rest.append(first)
        if others:
            lines.append(b"".join(rest))
            rest = [others.pop()]
            lines += others
        while len(lines) >= BATCH_LINES:
            yield lines[:BATCH_LINES]
            lines = lines[BATCH_LINES:]
            size = 0
        if lines and (size >= BATCH_BYTES or _pauses(stream)):
            yield lines
            lines, size = [], 0
    last = b"".join(rest)
    if last:
        lines.append(last)
    if lines:
        yield lines


def _read(stream: BinaryIO) -> bytes:
    read = getattr(stream, "read1", stream.read)
    chunk: bytes = read(CHUNK_BYTES)
    return chunk


def _pauses(stream: BinaryIO) -> bool:
    """Whether nothing more can be read just now. A file never pauses, and neither does what cannot be asked."""
    try:
        readable, _, _ = select.select([stream], [], [], PAUSE_SECONDS)
    except (OSError, ValueError, TypeError):
        return False
    return not readable
