"""Lines from files and pipes."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import lines as subject
from ledger.lines import batches_of_lines


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
