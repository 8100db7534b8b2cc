"""The file of refused lines: one JSON object for each, with its line, code, message and input (SPEC section 9).

It is made when the first line is refused, and replaces an earlier file of that name when the run ends, however it ends.
Until then it is called ``….partial``, so a file that has its right name is never half written.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from domain.errors import Refusal, SaksiError


class RejectsFailed(SaksiError):
    """The file of refused lines cannot be written."""

    code = "rejects_failed"


class Rejects:
    """Use it in a ``with``, or close it; it may take the refused lines of several files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0
        self._partial = path.with_name(f"{path.name}.partial")
        self._file: BinaryIO | None = None

    def keep_clear_of(self, stream: BinaryIO) -> None:
        """Raises ``RejectsFailed`` if the file would take the place of the one that is being read."""
        try:
            same = os.path.samestat(os.fstat(stream.fileno()), self.path.stat())
        except (OSError, AttributeError):
            return
        if same:
            raise RejectsFailed(f"{self.path} is the file that is being read", "name another file for refused lines")

    def write(self, refused: list[tuple[int, Refusal, str]]) -> None:
        """Add refused lines: line number, refusal, and the line as it was read."""
        if not refused:
            return
        try:
            if self._file is None:
                self._file = self._partial.open("wb")
            for line, refusal, text in refused:
                entry = {"line": line, "code": refusal.code, "message": refusal.sentence, "input": text}
                self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()
        except OSError as error:
            raise self._failed(error) from None
        self.written += len(refused)

    def close(self) -> None:
        """Give the file its name, if there is one."""
        if self._file is None:
            return
        try:
            self._file.close()
            self._partial.replace(self.path)
        except OSError as error:
            raise self._failed(error) from None
        finally:
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _failed(self, error: OSError) -> RejectsFailed:
        return RejectsFailed(
            f"the refused lines could not be written to {self.path}: {error.strerror}",
            "name another file with --rejects",
        )
