"""A bundle from a ledger: one question about one employee, and all that proves its answer at a checkpoint.

    bundle = export(ledger, "199007212015021002", as_of=now, known_at=None, since=[400])
    bundle = export(ledger, "199007212015021002", case="199007212015021002_1", as_of=now)
    packed = pack(bundle.name, bundle.payload())

Every stream that the answer can rest on is read once and whole, so the cost grows with this person's history and the
units above, never with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from domain.discipline.events import Basis
from domain.events import AnyEvent, Fact, Recorded
from domain.replay import replay
from evidence.bundle import Bundle
from evidence.case_part import CasePart, bases_among, case_part
from evidence.dossier.content import Consistency, Dossier
from evidence.errors import CannotExport
from evidence.readme import readme
from ledger.application import Ledger
from ledger.avro import instant_of
from ledger.case_file import DISCIPLINE, CaseFile
from ledger.checkpoint import Checkpoint
from ledger.inquiry import position_of, with_digest
from ledger.note import Note
from ledger.proofs import Proofs
from ledger.province import CASE, facts_around, facts_of
from ledger.signing_keys import signing_keys
from ledger.statements import KEYS, StreamsSealed
from ledger.stream_tree import StreamProof
from ledger.tlog_proof import TlogProof

VERIFIER = Path(__file__).with_name("verify_evidence.py")


def export(
    ledger: Ledger,
    nip: str,
    *,
    as_of: datetime,
    known_at: int | datetime | None = None,
    first: date | None = None,
    last: date | None = None,
    since: Sequence[int] = (),
    case: str | None = None,
) -> Bundle:
    """The bundle of a question (``ledger.inquiry.replay_employee``), proved at the newest checkpoint.

    ``known_at`` is by default the end of that checkpoint. ``since`` are the sizes of earlier checkpoints from which it
    is to be proved that the log only grew. With ``case``, a case of that employee, the bundle holds the case too, what
    each of its bases read then and reads now, and the rules of discipline; the days are by default those of the bases.
    Raises ``CannotExport``, ``NoSuchCase``, and what reading the ledger raises.
    """
    note, checkpoint = _newest_checkpoint(ledger)
    size = checkpoint.size
    position = position_of(ledger, size if known_at is None else known_at)
    if position > size:
        raise CannotExport(
            "position {position} is beyond the newest checkpoint, which has {size} entries",
            "make a checkpoint with `saksi checkpoint`, or ask what was known at {size}",
            position=position,
            size=size,
        )
    if case is not None:
        CaseFile(ledger, nip, position).held(case, as_of)
    proofs = Proofs(ledger, size)
    reading = _Reading(ledger, size, position)
    steps = reading.facts(CASE + case) if case is not None else []
    rules = reading.facts(*ledger.stream_names(DISCIPLINE)) if case is not None else []
    first, last = _days(steps, first, last)
    policies = ledger.stream_names("policy-")
    facts = facts_around(reading.facts, [nip]) + facts_of(reading.facts, nip) + reading.facts(*policies)
    facts.sort(key=lambda fact: fact.position)
    reading.states_of(KEYS)
    keys = [f"log {key}" for key in signing_keys(ledger, size - 1).active]

    def answer_at(place: int) -> dict[str, Any]:
        return with_digest(replay(nip, facts, as_of=as_of, known_at=place, first=first, last=last))

    def replayed(basis: Basis, place: int) -> dict[str, Any]:
        answer = replay(nip, facts, as_of=basis.as_of, known_at=place, first=basis.first, last=basis.last)
        return with_digest(answer)

    answer = answer_at(position)
    part = case_part(case, steps, answer, replayed) if case is not None else None
    if part is not None:
        _expect_bases(part, steps)
    states = reading.states | {size: _seal_at(ledger, size)}
    streams = _stream_proofs(ledger, proofs, reading.streams, states[size])
    positions = sorted(states)
    inclusions, entries = proofs.inclusions(positions), ledger.recorder.entries_at(positions)
    consistency = [Consistency(one, _root_of(proofs, one), proofs.consistency(one)) for one in sorted(set(since))]
    written = bytes(note)
    dossier = Dossier(
        answer=answer,
        case=part,
        facts=sorted([*facts, *rules], key=lambda fact: fact.position),
        checkpoint=written,
        keys=keys,
        entries=[entries[at] for at in positions],
        events=[states[at] for at in positions],
        proofs=[inclusions[at] for at in positions],
        streams=streams,
        schemas=_schemas(ledger, states.values()),
        consistency=consistency,
        first=first,
        last=last,
        recorded_at=instant_of(ledger.recorder.recorded_at(position)) if position else None,
        earlier=[answer_at(one.size) for one in consistency if one.size < position],
    )
    return Bundle(
        nip=nip,
        first=first,
        last=last,
        checkpoint=written,
        keys=keys,
        entries=dossier.entries,
        events=dossier.events,
        proofs=[TlogProof(at - 1, inclusions[at], written) for at in positions],
        positions=positions,
        streams=dossier.streams,
        consistency=consistency,
        schemas=dossier.schemas,
        answer=answer,
        case=part,
        copies=_copies(dossier, checkpoint),
    )


def _days(steps: Sequence[Fact], first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The days asked about; those of all bases of a case where nobody asked."""
    bases = [basis for _, basis in bases_among(steps)]
    if not bases:
        return first, last
    begin, end = min(basis.first for basis in bases), max(basis.last for basis in bases)
    return first or min(begin, last or begin), last or max(end, first or end)


def _expect_bases(part: CasePart, steps: Sequence[Fact]) -> None:
    """Raises ``CannotExport`` if a basis is not what its step says it read: the bundle would be refused as false."""
    for one, (_, basis) in zip(part.bases, bases_among(steps), strict=True):
        if one.then["digest"] != basis.digest:
            raise CannotExport(
                "the step at position {position} of the case {case} says that it rests on a replay of the digest "
                "{digest}, but that replay has the digest {found}",
                "another engine or program recorded that step; export the employee's evidence by the NIP instead",
                position=one.n,
                case=part.case,
                digest=basis.digest,
                found=one.then["digest"],
            )


def _newest_checkpoint(ledger: Ledger) -> tuple[Note, Checkpoint]:
    note = ledger.recorder.checkpoint()
    if note is None:
        raise CannotExport(
            "the ledger has no checkpoint, so nothing of it can be proved",
            "make one with `saksi checkpoint`, and export again",
        )
    return note, Checkpoint.of(note)


def _root_of(proofs: Proofs, size: int) -> bytes:
    if not 0 < size <= proofs.size:
        raise CannotExport(
            "there is no earlier checkpoint of {size} entries: the newest has {newest}",
            "give the size that is printed on the earlier decision",
            size=size,
            newest=proofs.size,
        )
    return proofs.root_of(size)


def _seal_at(ledger: Ledger, size: int) -> bytes:
    (row,) = ledger.recorder.page(size - 1, size, 1)
    return row.state


def _stream_proofs(ledger: Ledger, proofs: Proofs, names: set[str], sealed: bytes) -> dict[str, StreamProof]:
    """What the seal says of these streams. Raises ``NotSealed``, also if others seal the ledger anew meanwhile."""
    seal = ledger.codec.decode(sealed)
    if not isinstance(seal, StreamsSealed):
        raise CannotExport(
            "the checkpoint of {size} entries does not end with a seal over the streams",
            "make a new one with `saksi checkpoint`",
            size=proofs.size,
        )
    found = {stream: proofs.stream(stream) for stream in sorted(names)}
    for stream, proof in found.items():
        proof.verify(stream, seal.root)
    return found


def _schemas(ledger: Ledger, states: Iterable[bytes]) -> dict[str, bytes]:
    """By the name of its file, every schema that these events were written with."""
    versions = {state[:10]: ledger.codec.schema_of(state) for state in states}.values()
    return {f"{one.full_name}-{one.fingerprint.hex()}.avsc": one.text() for one in versions}


def _copies(dossier: Dossier, checkpoint: Checkpoint) -> dict[str, bytes]:
    from evidence.dossier.page import html
    from evidence.dossier.paper import pdf

    return {
        "README.txt": readme(dossier.answer, checkpoint, dossier.case),
        "dossier.html": html(dossier).encode(),
        "dossier.pdf": pdf(dossier),
        "verify_evidence.py": VERIFIER.read_bytes(),
    }


class _Reading:
    """What the streams of a question hold up to the seal, and which were asked for."""

    def __init__(self, ledger: Ledger, size: int, known_at: int) -> None:
        self._ledger = ledger
        self._sealed = size - 1
        self._known_at = known_at
        self.streams: set[str] = set()
        self.states: dict[int, bytes] = {}
        """By position, the stored bytes of each event."""

    def facts(self, *streams: str) -> list[Fact]:
        """What these streams say up to the position known at; all of each is kept."""
        decode = self._ledger.codec.decode
        return [
            Recorded(position, instant_of(recorded_at), cast("AnyEvent", decode(state)))
            for stream in streams
            for position, recorded_at, state in self.states_of(stream)
            if position <= self._known_at
        ]

    def states_of(self, stream: str) -> list[tuple[int, int, bytes]]:
        """Position, instant and bytes of each event of a stream; all are kept."""
        rows = self._ledger.recorder.stream_states(stream, self._sealed)
        self.streams.add(stream)
        self.states |= {position: state for position, _, state in rows}
        return rows
