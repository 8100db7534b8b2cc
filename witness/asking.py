"""How a ledger asks its witnesses for cosignatures (C2SP tlog-witness, ``add-checkpoint``).

    asked = ask_all(witnesses, Question(note, known, proof, last_position))
    asked.signatures, asked.refusals

A witness cosigns if the proof leads from what it saw last to the checkpoint. What that was it says itself, so a ledger
that does not know begins with a guess. ``WitnessContradicts`` is the one answer that must be looked into: the witness
holds another history of this ledger, or a longer one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from msgspec import Struct

from domain.errors import SaksiError, Sentence
from ledger.checkpoint import Checkpoint
from ledger.note import BadNote, Note, Signature, parse
from ledger.quorum import Witness
from witness.posting import Answered, NoAddress, Unanswered, post
from witness.request import PATH, SIZE_TYPE, Request

ATTEMPTS = 3
"""Another process may show the witness a later checkpoint between two attempts."""
AT_ONCE = 8


class WitnessSilent(SaksiError):
    """A witness does not answer. It can be asked again."""

    code = "witness_silent"


class WitnessRefuses(SaksiError):
    """A witness answers, but does not cosign: it does not know the ledger, or its key, or is none."""

    code = "witness_refuses"


class WitnessContradicts(SaksiError):
    """A witness has seen another history of this ledger than the ledger has now."""

    code = "witness_contradicts"


class Question(Struct, frozen=True):
    """A checkpoint to be cosigned."""

    note: Note
    known: Callable[[Witness], int]
    """The size that a witness saw last, as far as is known here; 0 if it is not."""
    proof: Callable[[int], list[bytes]]
    """The consistency proof from a size to that of the checkpoint."""
    last_position: Callable[[], int]
    """How long the ledger is now: no witness can have seen it longer."""


class Asked(Struct, frozen=True):
    """What came of it: cosignatures, and by witness why there is none."""

    signatures: tuple[Signature, ...]
    refusals: dict[str, SaksiError]


def ask_all(witnesses: Sequence[Witness], question: Question) -> Asked:
    """Ask these witnesses at the same time; those without a URL are nobody to ask."""
    with_address = [witness for witness in witnesses if witness.url is not None]
    lock = Lock()

    def known(witness: Witness) -> int:
        with lock:  # the ledger is read by one at a time
            return question.known(witness)

    def proof(size: int) -> list[bytes]:
        with lock:
            return question.proof(size)

    def last_position() -> int:
        with lock:
            return question.last_position()

    alike = Question(question.note, known, proof, last_position)
    signatures: list[Signature] = []
    refusals: dict[str, SaksiError] = {}
    with ThreadPoolExecutor(AT_ONCE, "witness") as threads:
        for witness, asking in [(witness, threads.submit(ask, witness, alike)) for witness in with_address]:
            try:
                signatures.append(asking.result())
            except (WitnessSilent, WitnessRefuses, WitnessContradicts) as error:
                refusals[witness.name] = error
    return Asked(tuple(signatures), refusals)


def ask(witness: Witness, question: Question) -> Signature:
    """The cosignature of a witness. Raises ``WitnessSilent``, ``WitnessRefuses`` and ``WitnessContradicts``."""
    checkpoint = Checkpoint.of(question.note)
    old = min(question.known(witness), checkpoint.size)
    for _ in range(ATTEMPTS):
        proof = tuple(question.proof(old)) if 0 < old < checkpoint.size else ()
        status, kind, body = _post(witness, bytes(Request(old, proof, question.note)))
        if status == 200:
            return _cosignature(witness, question.note, body)
        if status == 422 and old:
            raise _contradicts(witness, checkpoint, old)
        if status != 409 or kind != SIZE_TYPE or not re.fullmatch(rb"(0|[1-9][0-9]{0,18})\n?", body):
            raise _refused(witness, status, body)
        seen = int(body)
        if seen > question.last_position() or seen == old:
            # With the size that it saw last it refuses only another root.
            raise _contradicts(witness, checkpoint, seen)
        if seen > checkpoint.size:
            raise WitnessRefuses(
                "the witness {name} has cosigned a later checkpoint already, of size {seen}",
                "another process signs this ledger too; its checkpoint has what this one has",
                name=witness.name,
                seen=seen,
            )
        old = seen
    raise _silent(witness, Sentence("others ask it at the same time"))


def _post(witness: Witness, body: bytes) -> Answered:
    """What a witness answers."""
    url = f"{witness.url}".rstrip("/") + PATH
    try:
        return post(url, body, "text/plain; charset=utf-8")
    except NoAddress:
        raise WitnessRefuses(
            "the witness {name} cannot be asked at {url}",
            "give its submission prefix in the policy, such as https://witness.example.go.id",
            name=witness.name,
            url=url,
        ) from None
    except Unanswered as error:
        raise _silent(witness, str(error)) from None


def _cosignature(witness: Witness, note: Note, body: bytes) -> Signature:
    """The line among those answered that is of the witness's key, and true."""
    try:
        found = parse(note.text.encode() + b"\n" + body).signed_by(witness.key)
    except BadNote as error:
        raise WitnessRefuses(
            "what the witness {name} answers is no cosignature of this checkpoint: {detail}",
            "compare its key in the policy with the one it publishes",
            name=witness.name,
            detail=error.said,
        ) from None
    if found is None:
        raise WitnessRefuses(
            "the witness {name} does not sign with the key {key}",
            "compare its key in the policy with the one it publishes",
            name=witness.name,
            key=witness.key.label,
        )
    return found


def _silent(witness: Witness, kind: str | Sentence) -> WitnessSilent:
    return WitnessSilent(
        "the witness {name} at {url} does not answer: {kind}",
        "nothing is lost: it is asked again with the next checkpoint; check that it runs, and its URL in the policy",
        name=witness.name,
        url=f"{witness.url}",
        kind=kind,
    )


def _refused(witness: Witness, status: int, body: bytes) -> WitnessRefuses:
    return WitnessRefuses(
        "the witness {name} refuses to cosign: {status}: {detail}",
        "give its operator the public key of this ledger (`saksi key show`), or correct its URL in the policy",
        name=witness.name,
        status=f"HTTP {status}",
        detail=body[:500].decode(errors="replace").strip() or "-",
    )


def _contradicts(witness: Witness, checkpoint: Checkpoint, seen: int) -> WitnessContradicts:
    return WitnessContradicts(
        "the witness {name} has seen another history of this ledger: it cosigned one of size {seen}, which the "
        "checkpoint of size {size} with root {root} does not continue",
        "do not record anything more: ask the witness for its checkpoint, and find out whether the ledger was restored "
        "from a backup, or changed; docs/checkpoints.md says how",
        name=witness.name,
        seen=seen,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
    )
