"""Dossiers made from lines of JSON, with trees, a seal and a signature of their own, for the tests of the dossier."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from domain.admission import admit
from domain.corrections import in_account
from domain.events import AnyEvent, EmployeeAssigned, EventVoided, Fact, Recorded, UnitDefined
from domain.replay import replay
from evidence.dossier.content import Consistency, Dossier
from ledger.avro import Codec
from ledger.checkpoint import Checkpoint
from ledger.inquiry import with_digest
from ledger.merkle import LeafHashes, consistency_proof, inclusion_proof, leaf_hash, root
from ledger.note import Algorithm, PrivateKey
from ledger.statements import StreamsSealed
from ledger.stream_tree import NOTHING, Part, StreamHead, StreamTree, history_of, key_of
from ledger.streams import stream_of
from schemas.published import CATALOGUE

ORIGIN = "saksi.kaltimprov.go.id/2026"
KEY = PrivateKey(ORIGIN, Algorithm.ED25519, bytes(32))
WITNESS = PrivateKey("witness.bkn.go.id", Algorithm.COSIGNATURE, bytes(31) + b"\x01")
STRANGER = PrivateKey(ORIGIN, Algorithm.ED25519, bytes(31) + b"\x02")
STORY = Path(__file__).parents[3] / "cli" / "story" / "kaltim-2026.jsonl"
BUDI = "199007212015021002"


class Logged(NamedTuple):
    """An event where it stands in the log."""

    stream: str
    version: int
    fact: Fact
    state: bytes
    entry: bytes


class Log:
    """A log in memory: each line recorded two seconds after it occurred, or when ``delays`` say so, by id."""

    def __init__(self, lines: Iterable[bytes | str], delays: Mapping[str, timedelta] | None = None) -> None:
        codec = Codec()
        self.logged: list[Logged] = []
        versions: Counter[str] = Counter()
        streams: dict[str, str] = {}
        clock = datetime(2026, 1, 2, 1, tzinfo=UTC)
        for line in lines:
            if not line.strip():
                continue
            event = admit(line if isinstance(line, bytes) else line.encode())
            if event.id in streams:
                continue
            occurred = getattr(event, "occurred_at", clock)
            waited = (delays or {}).get(event.id, timedelta(seconds=2, microseconds=123456))
            clock = max(clock + timedelta(milliseconds=1), occurred.astimezone(UTC) + waited)
            stream = stream_of(event, streams.get(event.target) if isinstance(event, EventVoided) else None)
            streams[event.id] = stream
            versions[stream] += 1
            self._add(stream, versions[stream], clock, event, codec.encode(event))
        self.clock = clock

    @property
    def sealed_upto(self) -> int:
        """What the seal says that it covers: all before it."""
        return len(self.logged)

    def _add(self, stream: str, version: int, recorded: datetime, event: AnyEvent, state: bytes) -> None:
        position = len(self.logged) + 1
        topic = f"saksi.{type(event).__name__}"
        entry = entry_of(stream, position, recorded, state, topic, version)
        self.logged.append(Logged(stream, version, Recorded(position, recorded, event), state, entry))

    def dossier(
        self,
        nip: str,
        *,
        as_of: datetime | None = None,
        known_at: int | None = None,
        first: date | None = None,
        last: date | None = None,
        since: Sequence[int] = (),
        earlier: Sequence[int] = (),
        left_out: Collection[str] = (),
    ) -> Dossier:
        """The dossier of one employee; ``left_out`` are ids that the operator leaves out, and seals so."""
        logged = [one for one in self.logged if one.fact.event.id not in left_out]
        known_at = len(self.logged) + 1 if known_at is None else known_at  # with the seal
        names = _streams_of(nip, [one.fact for one in logged])
        facts = [one.fact for one in logged if one.stream in names and one.fact.position <= known_at]
        as_of = as_of or max(fact.event.occurred_at for fact in facts if hasattr(fact.event, "occurred_at"))

        def answer(position: int) -> dict[str, Any]:
            return with_digest(replay(nip, facts, as_of=as_of, known_at=position, first=first, last=last))

        seal = self._seal(logged)
        leaves = LeafHashes(leaf_hash(entry) for entry in [*(one.entry for one in self.logged), seal.entry])
        size = leaves.size
        shown = [*(one for one in logged if one.stream in names), seal]
        checkpoint = Checkpoint(ORIGIN, size, root(leaves, size))
        note = checkpoint.signed(KEY)
        note = note.with_signatures([WITNESS.sign(note.text, 1_790_000_000)])
        tree = _tree(logged)
        schemas = {schema.full_name: schema for schema in CATALOGUE.schemas}
        topics = {json.loads(one.entry)["topic"] for one in shown}
        return Dossier(
            answer=answer(known_at),
            facts=facts,
            checkpoint=bytes(note),
            keys=[f"log {KEY.public}", f"witness {WITNESS.public}"],
            entries=[one.entry for one in shown],
            events=[one.state for one in shown],
            proofs=[inclusion_proof(leaves, one.fact.position - 1, size) for one in shown],
            streams={name: tree.proof(name) for name in sorted(names)},
            schemas={
                f"{topic}-{schemas[topic].fingerprint.hex()}.avsc": schemas[topic].text() for topic in sorted(topics)
            },
            consistency=[
                Consistency(small, root(leaves, small), consistency_proof(leaves, small, size)) for small in since
            ],
            first=first,
            last=last,
            recorded_at=[*self.logged, seal][known_at - 1].fact.recorded_at if known_at else None,
            earlier=[answer(position) for position in earlier],
        )

    def _seal(self, logged: Sequence[Logged]) -> Logged:
        upto = len(self.logged)
        counts = Counter(name.partition("-")[0] for name in {one.stream for one in logged})
        state = Codec().encode(
            StreamsSealed(id="seal-1", upto=self.sealed_upto, root=_tree(logged).root, streams=counts)
        )
        when = self.clock + timedelta(seconds=1)
        entry = entry_of("ledger-seals", upto + 1, when, state, "saksi.StreamsSealed", 1)
        return Logged("ledger-seals", 1, Recorded(upto + 1, when, logged[0].fact.event), state, entry)


def entry_of(stream: str, position: int, recorded: datetime, state: bytes, topic: str, version: int) -> bytes:
    """An entry of the log, as it is written."""
    return json.dumps(
        {
            "id": stream,
            "n": position,
            "recorded": f"{recorded.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
            "state": hashlib.sha256(state).hexdigest(),
            "topic": topic,
            "v": 1,
            "version": version,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


def story() -> Dossier:
    """Budi Hartono's February 2026, with a checkpoint of before and the answer as it was known then."""
    log = Log(STORY.read_bytes().split(b"\n"))
    return log.dossier(BUDI, as_of=datetime.fromisoformat("2026-03-07T08:00:00+08:00"), since=[64, 150], earlier=[150])


def _streams_of(nip: str, facts: Sequence[Fact]) -> set[str]:
    """The streams that a bundle of one employee holds; calendars of units that have none too."""
    names = {f"employee-{nip}", f"case-{nip}_1", "ledger-keys"}
    held = in_account(facts, len(facts) + 1)
    posts = [fact.event for fact in held if isinstance(fact.event, EmployeeAssigned)]
    parents = {fact.event.unit: fact.event.parent for fact in held if isinstance(fact.event, UnitDefined)}
    people, units = {nip}, set()
    while more := {post.supervisor for post in posts if post.nip in people and post.supervisor} - people:
        people |= more
    above: set[str | None] = {post.unit for post in posts if post.nip == nip}
    while above := {unit for unit in above if unit and unit not in units}:
        units |= above
        above = {parents.get(unit or "") for unit in above}
    names |= {f"staff-{one}" for one in people}
    names |= {f"{kind}-{unit}" for kind in ("unit", "calendar") for unit in units}
    return names | {f"policy-{fact.event.policy}" for fact in facts if hasattr(fact.event, "document")}


class _Kept:
    def __init__(self, heads: Iterable[StreamHead]) -> None:
        self.heads = {head.key: head for head in heads}
        self.kept: dict[tuple[int, int], Part] = {}

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> list[list[StreamHead]]:
        keys = sorted(self.heads)
        return [
            [self.heads[key] for key in keys[bisect_left(keys, first) : bisect_right(keys, last)]]
            for first, last in ranges
        ]

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        return {place: self.kept[place] for place in places if self.kept.get(place, NOTHING).streams}

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        self.kept |= {(depth, prefix): part for prefix, part in parts.items()}


def _tree(logged: Sequence[Logged]) -> StreamTree:
    leaves: dict[str, list[bytes]] = {}
    for one in logged:
        leaves.setdefault(one.stream, []).append(leaf_hash(one.entry))
    kept = _Kept(StreamHead(key_of(name), len(some), history_of(some)) for name, some in leaves.items())
    tree = StreamTree(kept, kept, 4)
    tree.refresh(kept.heads)
    return tree
