"""The file of refused lines: one JSON object for each, with its line, code, message and input (SPEC section 9).

It is made when the first line is refused, and replaces an earlier file of that name when the run ends, however it ends;
where it is to be ``fresh`` the earlier file stays, and this one gets a number: ``stdin-2.rejected.jsonl``.
Until then it has a name of its own beside that one, ending in ``.partial``, which no other run shares; so a file that
has its right name is never half written. Nothing but an earlier file of refused lines may be replaced.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

import msgspec

from domain.errors import Refusal, SaksiError, Sentence


class RejectsFailed(SaksiError):
    """The file of refused lines cannot be written."""

    code = "rejects_failed"


FIRST_KEPT = 5


class Refused(NamedTuple):
    """A refused line: its file where several share the file of refused lines, its number, and what is wrong with it."""

    file: str | None
    line: int
    refusal: Refusal


class Rejects:
    """Use it in a ``with``, or close it; it may take the refused lines of several files."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self._fresh = fresh
        self.written = 0
        self.file: str | None = None
        """Set it where several files share this one: each entry then names its file, as ``file``."""
        self.first: list[Refused] = []
        """The first ``FIRST_KEPT`` of them, to be told at once."""
        self._partial = path.parent / f"{path.name}.{secrets.token_hex(8)}.partial"
        self._partial_file: BinaryIO | None = None
        self._failed = False

    def keep_clear_of(self, *others: Path | BinaryIO) -> None:
        """Raises ``RejectsFailed`` if the file would take the place of one of these, or of anything but a file.

        ``others`` are what is read and what the ledger keeps, as paths (which need not exist yet) or open streams.
        """
        if self._fresh and others:  # it takes nobody's place
            return
        try:
            there = self.path.lstat()
        except OSError:
            there = None
        if there is not None and not stat.S_ISREG(there.st_mode):
            raise self._failure(Sentence("there is something there that is no plain file"))
        if any(self._is(other, there) for other in others):
            raise self._failure(Sentence("it is a file that is being read, or of the ledger"))

    def write(self, refused: list[tuple[int, Refusal, str]]) -> None:
        """Add refused lines: line number, refusal, and the line as it was read. Raises ``RejectsFailed``."""
        if not refused:
            return
        self.first += [
            Refused(self.file, line, refusal) for line, refusal, _ in refused[: FIRST_KEPT - len(self.first)]
        ]
        named = {"file": self.file} if self.file is not None else {}
        try:
            if self._partial_file is None:
                self._partial_file = self._partial.open("xb")
            for line, refusal, text in refused:
                entry = {**named, "line": line, "code": refusal.code, "message": refusal.sentence, "input": text}
                self._partial_file.write(msgspec.json.encode(entry) + b"\n")
            self._partial_file.flush()
        except OSError as error:
            raise self._failure(error.strerror or str(error)) from None
        self.written += len(refused)

    def close(self) -> None:
        """Give the file its name, if there is one. After a ``RejectsFailed`` it stays beside that name."""
        file, self._partial_file = self._partial_file, None
        if file is None:
            return
        if self._failed:
            with suppress(OSError):
                file.close()
            return
        try:
            file.close()
            if self._fresh:
                self._take_a_free_name()
            self.keep_clear_of()  # what lies there may have changed since the run began
            self._partial.replace(self.path)
        except OSError as error:
            raise self._failure(error.strerror or str(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_a_free_name(self) -> None:
        """Make an empty file under the first name that nobody else has, so that nobody else takes it."""
        wanted, number = self.path, 1
        while True:
            try:
                self.path.touch(exist_ok=False)
            except FileExistsError:
                number += 1
                name, dot, endings = wanted.name.partition(".")
                self.path = wanted.with_name(f"{name}-{number}{dot}{endings}")
            else:
                return

    def _is(self, other: Path | BinaryIO, there: os.stat_result | None) -> bool:
        """Whether the file is that one, under whatever name."""
        try:
            if isinstance(other, Path) and other.resolve() == self.path.resolve():
                return True
            status = other.stat() if isinstance(other, Path) else os.fstat(other.fileno())
        except (OSError, RuntimeError, AttributeError):  # a loop of links, or a stream that is no file
            return False
        return there is not None and os.path.samestat(status, there)

    def _failure(self, reason: Sentence | str) -> RejectsFailed:
        self._failed = True
        return RejectsFailed(
            "the refused lines could not be written to {path}: {reason}",
            "name another file for refused lines with --rejects; {written} of them are in {partial}"
            if self.written
            else "name another file for refused lines with --rejects",
            path=self.path,
            reason=reason,
            written=self.written,
            partial=self._partial,
        )
