"""What a witness answers a ledger that shows it a checkpoint (C2SP tlog-witness, ``add-checkpoint``).

| status | when |
| --- | --- |
| 400 | this is no request, or the old size is beyond the checkpoint's |
| 404 | no key of a ledger with this origin is known here |
| 403 | none of the keys known signed it |
| 409 | the old size is not that of the checkpoint seen last, or that has another root; its size is the answer |
| 422 | the proof does not prove that the new tree continues the old one |
| 200 | remembered, then cosigned |
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from ledger.checkpoint import Checkpoint
from ledger.merkle import EMPTY, NotProved, verify_consistency
from ledger.note import BadNote, Note, NoteNotSigned, PrivateKey, PublicKey
from witness.record import Held, Record
from witness.request import SIZE_TYPE, Request, parse_request

PLAIN = "text/plain; charset=utf-8"


class Answer(Struct, frozen=True):
    """What goes back: an HTTP status, a text, its type; and for the log of the witness, of which ledger."""

    status: int
    text: str
    kind: str = PLAIN
    about: str = ""


class Witness:
    """A witness of the ledgers whose keys it is given. Safe to share between threads."""

    def __init__(
        self,
        key: PrivateKey,
        record: Record,
        logs: Sequence[PublicKey],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._key, self._record, self._clock = key, record, clock
        self._logs: dict[str, list[PublicKey]] = {}
        for log in logs:
            self._logs.setdefault(log.name, []).append(log)

    def answer(self, body: bytes) -> Answer:
        """Decide about a request. Raises ``sqlite3.Error`` if the record cannot be kept; then nothing is cosigned."""
        try:
            request = parse_request(body)
            checkpoint = _checkpoint(request.note)
        except (ValueError, BadNote) as error:
            return Answer(400, f"{error}\n")
        about = f"{checkpoint.origin} {checkpoint.size}"
        keys = self._logs.get(checkpoint.origin)
        if keys is None:
            return Answer(404, "this ledger is not known here\n")
        try:
            request.note.expect(keys)
        except (NoteNotSigned, BadNote) as error:
            return Answer(403, f"{error}\n", about=about)
        if request.old > checkpoint.size:
            return Answer(400, "the old size is beyond that of the checkpoint\n", about=about)
        with self._record.deciding() as held:
            refused = self._refusal(held, request, checkpoint)
            if refused is not None:
                return Answer(*refused, about=about)
            held.advance(checkpoint, request.note)
        # Only what is on the disk is cosigned: after a power cut it is remembered.
        return Answer(200, self._key.sign(request.note.text, int(self._clock())).line(), about=about)

    @staticmethod
    def _refusal(held: Held, request: Request, checkpoint: Checkpoint) -> tuple[int, str, str] | None:
        """Why a checkpoint is not cosigned: status, text and type; None if it is."""
        latest = held.latest(checkpoint.origin) or Checkpoint(checkpoint.origin, 0, EMPTY)
        if latest.size == checkpoint.size and latest.root != checkpoint.root:
            held.keep_contradiction(checkpoint, request.note)
        if request.old != latest.size:
            return 409, f"{latest.size}\n", SIZE_TYPE
        if latest.size == checkpoint.size and latest.root != checkpoint.root:
            return 409, f"{latest.size}\n", SIZE_TYPE
        if latest.size == 0:
            return (422, "there is nothing to prove from size 0\n", PLAIN) if request.proof else None
        try:
            verify_consistency(latest.size, latest.root, checkpoint.size, checkpoint.root, request.proof)
        except NotProved as error:
            return 422, f"{error}\n", PLAIN
        return None


def _checkpoint(note: Note) -> Checkpoint:
    """The checkpoint in a note, which may have lines more: a witness says nothing of those. Raises ``BadNote``."""
    return Checkpoint.of(Note("\n".join(note.text.split("\n")[:3]) + "\n"))
