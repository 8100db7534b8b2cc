"""Logs in memory that anybody may re-make as they like, and their bundles: what an attacker can do, and an operator.

log = story()
honest = log.bundle(BUDI, since=[64])
pack(honest.name, honest.payload())
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from domain.discipline.events import Basis
from domain.events import Fact, Recorded
from domain.replay import replay
from evidence.bundle import Bundle
from evidence.case_part import case_part
from evidence.dossier.content import Consistency
from ledger.avro import Codec, instant_of, micros_of
from ledger.checkpoint import Checkpoint
from ledger.entry import Entries
from ledger.inquiry import with_digest
from ledger.merkle import LeafHashes, consistency_proof, inclusion_proof, leaf_hash, root
from ledger.note import Algorithm, PrivateKey
from ledger.province import facts_around, facts_of
from ledger.statements import KEYS, SEALS, SigningKeyAdded, StreamsSealed, kind_of
from ledger.stream_tree import StreamHead, StreamTree, history_of, key_of
from ledger.tlog_proof import TlogProof
from tests.unit.evidence.dossiers import BUDI, KEY, ORIGIN, STORY, WITNESS, Log, _Kept

__all__ = ["AS_OF", "BUDI", "KEY", "ORIGIN", "STRANGER", "WITNESS", "Forged", "Row", "story"]

STRANGER = PrivateKey(ORIGIN, Algorithm.ED25519, bytes(31) + b"\x07")
AS_OF = datetime.fromisoformat("2026-03-07T08:00:00+08:00")
CODEC = Codec()


class Row(NamedTuple):
    """An event of a log; ``recorded_at`` in microseconds since 1970 (UTC). Who forges may choose its version."""

    stream: str
    topic: str
    state: bytes
    recorded_at: int
    version: int = 0


class Forged:
    """A log made of these rows, sealed at its end, signed by a key."""

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        key: PrivateKey = KEY,
        sealed: Callable[[str, list[bytes]], list[bytes]] = lambda _, leaves: leaves,
    ) -> None:
        self.rows = list(rows)
        self.key = key
        made, versions = Entries(), Counter[str]()
        self.entries: list[bytes] = []
        leaves: dict[str, list[bytes]] = {}
        for position, row in enumerate(rows, 1):
            versions[row.stream] += 1
            version = row.version or versions[row.stream]
            self.entries.append(made.of(position, row.recorded_at, row.stream, version, row.topic, row.state))
            leaves.setdefault(row.stream, []).append(leaf_hash(self.entries[-1]))
        heads = {name: sealed(name, some) for name, some in leaves.items()}
        kept = _Kept(StreamHead(key_of(name), len(some), history_of(some)) for name, some in heads.items())
        self.tree = StreamTree(kept, kept, 4)
        self.tree.refresh(kept.heads)
        self.seal = StreamsSealed(
            id=f"streams-{self.tree.root.hex()}",
            upto=len(rows),
            root=self.tree.root,
            streams=dict(Counter(map(kind_of, leaves))),
        )
        last = Row(SEALS, "saksi.StreamsSealed", CODEC.encode(self.seal), rows[-1].recorded_at + 1)
        self.rows.append(last)
        self.entries.append(made.of(len(self.rows), last.recorded_at, SEALS, 1, last.topic, last.state))
        self.size = len(self.rows)
        self.leaves = LeafHashes(map(leaf_hash, self.entries))
        checkpoint = Checkpoint(ORIGIN, self.size, root(self.leaves, self.size))
        note = checkpoint.signed(key)
        self.note = note.with_signatures([WITNESS.sign(note.text, 1_790_000_000)])

    def bundle(
        self,
        nip: str = BUDI,
        *,
        as_of: datetime = AS_OF,
        known_at: int | None = None,
        first: date | None = None,
        last: date | None = None,
        since: Sequence[int] = (),
        left_out: Collection[int] = (),
        case: str | None = None,
    ) -> Bundle:
        """The bundle of a question; ``left_out`` are positions that whoever makes it keeps to himself."""
        known_at = self.size if known_at is None else known_at
        by_stream: dict[str, list[int]] = {}
        for position, row in enumerate(self.rows[:-1], 1):
            if position not in left_out:
                by_stream.setdefault(row.stream, []).append(position)
        shown = {self.size}
        names: set[str] = set()

        def read(*streams: str) -> list[Fact]:
            names.update(streams)
            at = [position for stream in streams for position in by_stream.get(stream, [])]
            shown.update(at)
            return [self.fact(position) for position in at if position <= known_at]

        facts = facts_around(read, [nip]) + read(*(name for name in by_stream if name.startswith("policy-")))
        facts += facts_of(read, nip)
        if case is not None:
            read(*(name for name in by_stream if name.startswith("discipline-")))
        steps = read(f"case-{case}") if case is not None else []
        known_at, facts = min(known_at, self.size), sorted(facts, key=lambda fact: fact.position)
        shown.update(by_stream.get(KEYS, []))
        written, positions = bytes(self.note), sorted(shown)
        schemas = {self.rows[at - 1].state[:10] for at in positions}

        def replayed(basis: Basis, place: int) -> dict[str, Any]:
            return with_digest(
                replay(nip, facts, as_of=basis.as_of, known_at=place, first=basis.first, last=basis.last)
            )

        answer = with_digest(replay(nip, facts, as_of=as_of, known_at=known_at, first=first, last=last))
        return Bundle(
            nip=nip,
            first=first,
            last=last,
            checkpoint=written,
            keys=[f"log {self._own_key()}", f"witness {WITNESS.public}"],
            entries=[self.entries[at - 1] for at in positions],
            events=[self.rows[at - 1].state for at in positions],
            proofs=[TlogProof(at - 1, inclusion_proof(self.leaves, at - 1, self.size), written) for at in positions],
            positions=positions,
            streams={name: self.tree.proof(name) for name in sorted({*names, KEYS})},
            consistency=[
                Consistency(one, root(self.leaves, one), consistency_proof(self.leaves, one, self.size))
                for one in since
            ],
            schemas={
                f"{schema.full_name}-{schema.fingerprint.hex()}.avsc": schema.text()
                for schema in map(CODEC.schema_of, schemas)
            },
            answer=answer,
            case=case_part(case, steps, answer, replayed) if case is not None else None,
            copies={"README.txt": b"Baca.\n"},
        )

    def _own_key(self) -> str:
        event = CODEC.decode(self.rows[0].state)
        assert isinstance(event, SigningKeyAdded)
        return event.key

    def fact(self, position: int) -> Fact:
        """The event at a position."""
        row = self.rows[position - 1]
        return Recorded(position, instant_of(row.recorded_at), CODEC.decode(row.state))


def story(key: PrivateKey = KEY) -> list[Row]:
    """The rows of the story, behind the one that puts the key into the log."""
    logged = Log(STORY.read_bytes().split(b"\n")).logged
    added = SigningKeyAdded(id=f"key-{key.public.hash.hex()}", key=str(key.public))
    first = Row(KEYS, "saksi.SigningKeyAdded", CODEC.encode(added), micros_of(logged[0].fact.recorded_at))
    return [
        first,
        *(
            Row(one.stream, f"saksi.{type(one.fact.event).__name__}", one.state, micros_of(one.fact.recorded_at))
            for one in logged
        ),
    ]


def digest_of(state: bytes) -> str:
    """What an entry says of an event."""
    return hashlib.sha256(state).hexdigest()
