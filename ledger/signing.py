"""Signing checkpoints: never one that does not continue the last one signed, whatever happened to the database.

    signer = Signer(ledger, [key], Path("saksi.key.checkpoint"))
    signed = signer.sign()                             # raises LedgerRolledBack, LedgerForked, LastCheckpointMissing

The last checkpoint signed is kept in a file outside of the database, which no restore, rollback or administrator of the
database reaches. A new one is signed in these steps, and can be killed between any two:

    1. the file, and what the database holds, are held against the ledger as it is
    2. the first key is put into the log, if it lists none
    3. the ledger is sealed (``ledger.sealing``), unless a seal is its last event already
    4. the new root is proved consistent with the last checkpoint, and signed
    5. the checkpoint is put into the file, on the disk
    6. the checkpoint is put into the database, also if it was signed in an earlier run that did not come so far; and
       one that another machine signed meanwhile, into the file

A key signs in one process at a time on a machine: the folder of the file is locked meanwhile. Two machines that sign
one ledger seal it one after the other, so their checkpoints continue each other too.

Whatever does not fit is told and left as it is. A ledger that became smaller or different has lost or changed what
others rely on; which history is true is for people to find out (docs/checkpoints.md).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.durable_file import replace_file
from ledger.merkle import NotProved, verify_consistency
from ledger.note import BadNote, Note, PrivateKey, PublicKey, parse
from ledger.proofs import Proofs
from ledger.sealing import catch_up, seal
from ledger.signing_keys import add_first_key, signing_keys
from ledger.statements import StreamsSealed

WAY_OUT = (
    "sign nothing and record nothing more; keep a copy of the ledger and of the file, and find out whether the ledger "
    "was restored from a backup, replaced, or changed: docs/checkpoints.md says how"
)


class LedgerRolledBack(SaksiError):
    """The ledger is shorter than what was signed of it."""

    code = "ledger_rolled_back"


class LedgerForked(SaksiError):
    """The ledger is not the one that was signed, or what was signed was changed."""

    code = "ledger_forked"


class LastCheckpointMissing(SaksiError):
    """The ledger was signed before, but the file that says up to where is not there."""

    code = "last_checkpoint_missing"


class Signed(Struct, frozen=True):
    """A checkpoint, with the cosignatures that the ledger holds of it."""

    note: Note
    checkpoint: Checkpoint
    new: bool
    """False if nothing was recorded since it was signed."""
    silent: tuple[PublicKey, ...] = ()
    """The keys of the ledger by which it could be signed too, but is not."""


class Signer:
    """Signs a ledger with one or more of its keys, and keeps the last checkpoint in a file."""

    def __init__(self, ledger: Ledger, keys: Sequence[PrivateKey], last: Path) -> None:
        self._ledger, self._keys, self._last = ledger, keys, last

    def sign(self) -> Signed:
        """The checkpoint of the ledger as it is; a new one if something was recorded since the last.

        Raises ``LedgerRolledBack``, ``LedgerForked``, ``LastCheckpointMissing``; ``KeyRefused`` for a key that the log
        does not list; ``BadNote`` and ``NoteNotSigned`` if what is kept is no checkpoint of this ledger; and the errors
        of ``ledger.errors``.
        """
        with _alone(self._last):
            last = self._expect_continued()
            add_first_key(self._ledger, self._keys[0].public)
            keys = signing_keys(self._ledger)
            for key in self._keys:
                keys.expect_active(key.public)
            size = self._ledger.last_position()
            new = last is None or size > last.size
            if new:
                last = self._sign_new(size, last)
            assert last is not None
            self._keep_in_both()
            note = self._ledger.recorder.checkpoint(last.size) or self._in_file()
            assert note is not None
            silent = tuple(key for key in keys.active if note.signed_by(key) is None)
            return Signed(note, last, new, silent)

    def _expect_continued(self) -> Checkpoint | None:
        """The last checkpoint signed, None if none ever was, once the ledger is found to hold it unchanged."""
        in_file, kept = self._in_file(), self._ledger.recorder.checkpoint()
        if in_file is None and kept is None:
            return None
        if in_file is None:
            assert kept is not None
            newest = Checkpoint.of(kept)
            raise LastCheckpointMissing(
                "there is no file {path}, but this ledger was signed before: its database holds a checkpoint of size "
                "{size} with root {root}",
                "name the file with --last, or put it back from its copy; without one, compare this checkpoint with "
                "one that a witness or another outsider holds, and only if it is theirs or continues it write it there "
                "(`saksi checkpoint --show {size}`)",
                path=self._last,
                size=newest.size,
                root=newest.root.hex(),
            )
        catch_up(self._ledger, self._ledger.last_position())
        notes = [(f"{self._last}", in_file)] + ([] if kept is None else [("database", kept)])
        signed = [self._expect_held(where, note) for where, note in notes]
        return max(signed, key=lambda checkpoint: checkpoint.size)

    def _expect_held(self, where: str, note: Note) -> Checkpoint:
        """The checkpoint in a note, once it is found to be one of this ledger as it is."""
        checkpoint = Checkpoint.of(note)
        last = self._ledger.last_position()
        seen: dict[str, Any] = {"where": where, "size": checkpoint.size, "root": checkpoint.root.hex()}
        if last < checkpoint.size:
            raise LedgerRolledBack(
                "the ledger is shorter than what was signed: the last checkpoint ({where}) is of size {size} with root "
                "{root}, but the ledger ends at {last} with root {found}",
                WAY_OUT,
                last=last,
                found=Proofs(self._ledger, last).root.hex(),
                **seen,
            )
        found = Proofs(self._ledger, checkpoint.size).root
        if found != checkpoint.root:
            raise _forked(found, last, seen)
        note.expect([*signing_keys(self._ledger).all, *(key.public for key in self._keys)])
        self._expect_name(checkpoint)
        return checkpoint

    def _expect_name(self, checkpoint: Checkpoint) -> None:
        name = self._keys[0].public.name
        if checkpoint.origin != name:
            raise BadNote(
                "the checkpoint is of '{origin}', but signed by the key of '{name}'",
                "use the key that belongs to this ledger",
                origin=checkpoint.origin,
                name=name,
            )

    def _sign_new(self, last: int, before: Checkpoint | None) -> Checkpoint:
        """Seal the ledger, which ends at ``last``, sign it, and put the checkpoint into the file."""
        size = last if self._is_sealed(last) else seal(self._ledger).size
        proofs = Proofs(self._ledger, size)
        checkpoint = Checkpoint(self._keys[0].public.name, size, proofs.root)
        if before is not None:
            try:
                verify_consistency(before.size, before.root, size, checkpoint.root, proofs.consistency(before.size))
            except NotProved:
                seen: dict[str, Any] = {"where": f"{self._last}", "size": before.size, "root": before.root.hex()}
                raise _forked(proofs.root_of(before.size), size, seen) from None
        note = Note(checkpoint.text, tuple(key.sign(checkpoint.text) for key in self._keys))
        replace_file(self._last, bytes(note))
        return checkpoint

    def _is_sealed(self, last: int) -> bool:
        """Whether the last event is a seal: one that was recorded, but not signed before something happened."""
        return any(isinstance(entry.event, StreamsSealed) for entry in self._ledger.read_log(last - 1, last))

    def _keep_in_both(self) -> None:
        """Bring database and file as far as the other; each was found to hold a checkpoint of this ledger."""
        note, kept = self._in_file(), self._ledger.recorder.checkpoint()
        assert note is not None
        size, size_kept = Checkpoint.of(note).size, 0 if kept is None else Checkpoint.of(kept).size
        if size_kept == size:
            return
        if kept is not None and size_kept > size:  # signed on another machine: from here on it guards this one too
            self._expect_held("database", kept)
            replace_file(self._last, bytes(kept))
            return
        try:
            self._ledger.recorder.add_checkpoint(size, bytes(note))
        except SaksiError:
            kept = self._ledger.recorder.checkpoint()
            if kept is None or Checkpoint.of(kept).size < size:
                raise  # it was not another machine that came first

    def _in_file(self) -> Note | None:
        try:
            return parse(self._last.read_bytes())
        except FileNotFoundError:
            return None


def _forked(found: bytes, last: int, seen: dict[str, Any]) -> LedgerForked:
    return LedgerForked(
        "the ledger is not the one that was signed: the last checkpoint ({where}) is of size {size} with root {root}, "
        "but the ledger, which ends at {last}, has root {found} at that size",
        WAY_OUT,
        found=found.hex(),
        last=last,
        **seen,
    )


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else on this machine signs with the file meanwhile."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
