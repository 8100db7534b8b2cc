"""Lines from files and pipes."""

from __future__ import annotations

import io
import os
import threading
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from ledger import lines as subject
from ledger.lines import CutLine, batches_of_lines, legible, refuse_cut_line


def lines_in(data: bytes) -> list[bytes]:
    return [line for batch in batches_of_lines(io.BytesIO(data)) for line in batch]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"a", [b"a"]),
        (b"a\n", [b"a"]),
        (b"a\nb", [b"a", b"b"]),
        (b"\na\n\nb\n", [b"", b"a", b"", b"b"]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb", [b"a", b"\xef\xbb\xbfb"]),
        (b"a\r\nb\r\n", [b"a\r", b"b\r"]),
    ],
)
def test_lines_end_at_newlines_and_a_mark_at_the_start_is_dropped(data: bytes, expected: list[bytes]) -> None:
    assert lines_in(data) == expected


@given(st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")), max_size=30), st.integers(1, 9))
def test_where_chunks_end_makes_no_difference(lines: list[bytes], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "CHUNK_BYTES", size)
        patch.setattr(subject, "BATCH_LINES", 4)
        assert lines_in(b"\xef\xbb\xbf"[: 3 if size >= 3 else 0] + b"".join(line + b"\n" for line in lines)) == lines


def test_a_line_may_be_longer_than_any_chunk() -> None:
    long = b"x" * (3 * subject.CHUNK_BYTES + 17)
    assert lines_in(b"a\n" + long + b"\nb") == [b"a", long, b"b"]


def test_batches_are_bounded_in_lines_and_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "BATCH_LINES", 10)
    monkeypatch.setattr(subject, "BATCH_BYTES", 100)
    monkeypatch.setattr(subject, "CHUNK_BYTES", 64)
    many = list(batches_of_lines(io.BytesIO(b"a\n" * 95)))
    assert max(map(len, many)) <= 10
    assert sum(map(len, many)) == 95
    long = list(batches_of_lines(io.BytesIO((b"b" * 60 + b"\n") * 9)))
    assert max(sum(map(len, batch)) for batch in long) <= 200


def test_a_pipe_that_pauses_gives_what_it_has() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as stream, os.fdopen(write, "wb", buffering=0) as source:
        batches = batches_of_lines(stream)
        source.write(b"one\ntwo\nthr")
        assert next(batches) == [b"one", b"two"]
        source.write(b"ee\n")
        assert next(batches) == [b"three"]
        source.write(b"last")
        source.close()
        assert list(batches) == [[b"last"]]


def test_a_pipe_that_never_pauses_gives_each_line_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(subject, "PAUSE_SECONDS", 10.0)
    reader, writer = os.pipe()
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(0.01):
            os.write(writer, b"line\n")
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        with os.fdopen(reader, "rb") as stream:
            batches = batches_of_lines(stream)
            assert set(next(batches)) == {b"line"}
            ended.set()
            assert {line for batch in batches for line in batch} <= {b"line"}
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_a_line_that_is_too_long_is_cut_and_the_next_one_is_whole(
    monkeypatch: pytest.MonkeyPatch, chunk: int, end: bytes
) -> None:
    monkeypatch.setattr(subject, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(subject, "LINE_BYTES", 100)
    monkeypatch.setattr(subject, "CUT_BYTES", 4)
    fits, first, cut, last = lines_in(b"x" * 100 + b"\nfirst\n" + b"abcdef" * 50 + b"\nlast" + end)
    assert [fits, first, cut, last] == [b"x" * 100, b"first", b"abcd", b"last"]
    assert [type(line) for line in (fits, first, cut, last)] == [bytes, bytes, CutLine, bytes]


def test_a_line_that_is_too_long_is_refused_and_shown_by_its_beginning() -> None:
    refuse_cut_line(b"abcd")
    with pytest.raises(Refusal, match="longer than 16 MiB") as refused:
        refuse_cut_line(CutLine(b"abcd"))
    assert refused.value.code == "malformed_json"
    assert legible(CutLine(b"abc\xff")) == "abc\\xff…"
    assert legible(b"abc\xff") == "abc\\xff"


class LongLine(io.RawIOBase):
    """A quarter of a gigabyte without a newline, and then a line."""

    def __init__(self) -> None:
        self.chunks = 256

    def read1(self, size: int) -> bytes:
        self.chunks -= 1
        return b"x" * size if self.chunks > 0 else b"\nlast" if self.chunks == 0 else b""


def test_a_line_without_end_is_read_in_flat_memory() -> None:
    tracemalloc.start()
    try:
        cut, last = [line for batch in batches_of_lines(LongLine()) for line in batch]  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (cut, last) == (b"x" * subject.CUT_BYTES, b"last")
    assert peak < 64 << 20
