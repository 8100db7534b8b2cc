"""Whether a bundle proves what it says: nothing was changed, nothing of this person's history is left out.

    report = verify(packed, [key], policy=…, earlier=[(400, root)], rederive=True)
    report.status          # 0: all holds, with a key from outside; 1: something is false; 2: nothing is proved

The steps are those of docs/evidence.md, in its order, and the first that finds something false is the last. This shares
no code with ``verify_evidence.py``, which a court's expert runs, nor with what checks in the page of the dossier.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence

import msgspec

from domain.errors import SaksiError, Sentence
from evidence.bag import unpack
from evidence.bundle import READING_COPIES, Bundle, Question
from evidence.case_verification import expect_the_case
from evidence.errors import FalseEvidence, Unproved
from evidence.history import Entry, History
from evidence.rederivation import expect_the_answer_again, expect_the_case_again
from evidence.report import EarlierCheckpoint, Report, UsedKey
from ledger.checkpoint import Checkpoint, cosignatures
from ledger.merkle import NotProved, verify_consistency, verify_inclusion
from ledger.note import Algorithm, BadKey, Note, PublicKey, parse
from ledger.province import facts_around, facts_of
from ledger.quorum import Policy
from ledger.statements import KEYS, SEALS, SigningKeyAdded, SigningKeyRetired, StreamsSealed
from ledger.stream_tree import NO_HISTORY, history_of

_HINT = "have the evidence exported again, or ask who changed it"


def verify(
    packed: bytes,
    keys: Sequence[PublicKey] = (),
    *,
    policy: Policy | None = None,
    earlier: Sequence[EarlierCheckpoint] = (),
    rederive: bool = False,
) -> Report:
    """Look at a bundle with these keys of its ledger, which came another way than it did. Raises nothing of its own."""
    report = Report()
    try:
        _Verification(report, [*keys, *(log.key for log in (policy.logs if policy else ()))], policy, earlier).run(
            packed, rederive
        )
    except SaksiError as problem:
        report.problem = problem
    return report


class _Verification:
    def __init__(
        self,
        report: Report,
        keys: Sequence[PublicKey],
        policy: Policy | None,
        earlier: Sequence[EarlierCheckpoint],
    ) -> None:
        self._report = report
        self._keys = keys
        self._policy = policy
        self._earlier = earlier

    def run(self, packed: bytes, rederive: bool) -> None:
        report = self._report
        name, payload = unpack(packed)
        report.note("bag", len(payload) + 4, Sentence("{count} files in the bag, each with its digest"))
        bundle = Bundle.of(name, payload)
        report.nip = bundle.nip
        note = parse(bundle.checkpoint)
        report.checkpoint = checkpoint = Checkpoint.of(note)
        question = report.question = self._question(bundle, checkpoint)
        self._signed(bundle, note, checkpoint)
        if not bundle.entries:
            raise Unproved("there is not a single entry in the bundle", "have the evidence exported again")
        history = History(bundle)
        self._entries(bundle, history.entries, checkpoint)
        self._events(bundle, history)
        seal = self._seal(history, checkpoint)
        self._streams(bundle, history, seal)
        self._nothing_left_out(bundle, history, seal, question)
        self._consistent(bundle, checkpoint)
        self._answer(bundle)
        self._case(bundle, history, question)
        if rederive:
            facts = expect_the_answer_again(bundle, history, question)
            report.note("replay", len(facts), Sentence("the answer follows from the {count} facts of the bundle"))
            if bundle.case is not None:
                expect_the_case_again(bundle, history, question, facts)
                said = Sentence("the case and its {count} bases, as known then and now, follow from these facts too")
                report.note("case_replay", len(bundle.case.bases), said)
        self._say_what_was_not(bundle, rederive=rederive)

    def _question(self, bundle: Bundle, checkpoint: Checkpoint) -> Question:
        contents = bundle.contents
        assert contents is not None, "it was read"
        if (contents.origin, contents.size) != (checkpoint.origin, checkpoint.size):
            raise FalseEvidence(
                "bundle.json names {origin} with {size} entries, the checkpoint {other} with {other_size}",
                _HINT,
                origin=contents.origin,
                size=contents.size,
                other=checkpoint.origin,
                other_size=checkpoint.size,
            )
        if not 0 <= contents.question.known_at <= checkpoint.size:
            raise FalseEvidence(
                "bundle.json names position {position}, beyond its checkpoint",
                _HINT,
                position=contents.question.known_at,
            )
        return contents.question

    # The checkpoint

    def _signed(self, bundle: Bundle, note: Note, checkpoint: Checkpoint) -> None:
        inside = _keys_inside(bundle)
        own = [key for key in inside if key.algorithm is Algorithm.ED25519]
        if not self._keys and not own:
            raise Unproved(
                "there is no key, neither from outside nor inside the bundle", "give the ledger's with --key"
            )
        signers = note.expect(self._keys or own)
        for key in signers:
            if key.name != checkpoint.origin:
                raise FalseEvidence(
                    "the checkpoint of {origin} is signed by the key of {name}",
                    "use the key that belongs to this ledger",
                    origin=checkpoint.origin,
                    name=key.name,
                )
        self._report.keys = [UsedKey(key.label, bool(self._keys)) for key in signers]
        self._report.note(
            "checkpoint",
            len(signers),
            Sentence(
                "{count} signatures on the checkpoint of {origin} with {size} entries",
                {"origin": checkpoint.origin, "size": checkpoint.size},
            ),
        )
        witnesses = [key for key in inside if key.algorithm is Algorithm.COSIGNATURE]
        if len(cosignatures(note, witnesses)) != len(witnesses):
            raise FalseEvidence("keys.txt names a witness that did not cosign the checkpoint", _HINT)
        if self._policy is not None:
            self._cosigned(note, self._policy)

    def _cosigned(self, note: Note, policy: Policy) -> None:
        standing = policy.satisfied(note)
        names = ", ".join(one.key.name for one in standing.cosigned) or "-"
        if not standing.enough:
            raise FalseEvidence(
                "the checkpoint is cosigned by {names} only, which is less than the policy of witnesses asks for",
                "ask for a bundle whose checkpoint more witnesses cosigned",
                names=names,
            )
        said = Sentence("{count} witnesses cosigned: {names}", {"names": names})
        self._report.note("witnesses", len(standing.cosigned), said)

    # Entries and events

    def _entries(self, bundle: Bundle, entries: Sequence[Entry], checkpoint: Checkpoint) -> None:
        if list(bundle.positions) != [entry.position for entry in entries]:
            raise FalseEvidence("the proofs are not those of the entries: one is missing or too many", _HINT)
        before = entries[0]
        for entry, proof in zip(entries, bundle.proofs, strict=True):
            if entry.position > checkpoint.size:
                raise FalseEvidence("entry {position} lies beyond the checkpoint", _HINT, position=entry.position)
            if proof.index != entry.position - 1:
                raise FalseEvidence("the proof of entry {position} is of another index", _HINT, position=entry.position)
            if proof.checkpoint != bundle.checkpoint:
                raise FalseEvidence(
                    "the proof of entry {position} holds another checkpoint", _HINT, position=entry.position
                )
            try:
                verify_inclusion(entry.leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
            except NotProved as problem:
                raise FalseEvidence(
                    "entry {position} is not proved to be in the log: {problem}",
                    _HINT,
                    position=entry.position,
                    problem=problem.said,
                ) from None
            if entry.recorded < before.recorded:
                raise FalseEvidence(
                    "entry {position} was recorded before the one before it", _HINT, position=entry.position
                )
            before = entry
        self._report.note("entries", len(entries), Sentence("{count} entries, each proved to be in the log"))

    def _events(self, bundle: Bundle, history: History) -> None:
        if len(bundle.events) != len(history.entries):
            raise FalseEvidence(
                "there are {events} events for {entries} entries",
                _HINT,
                events=len(bundle.events),
                entries=len(history.entries),
            )
        used = set()
        for entry, event in zip(history.entries, bundle.events, strict=True):
            if hashlib.sha256(event).hexdigest() != entry.digest:
                raise FalseEvidence(
                    "the event at position {position} is not the one whose digest stands in its entry",
                    _HINT,
                    position=entry.position,
                )
            used.add(history.expect_schema(entry, event))
        for name in sorted(bundle.schemas.keys() - used):
            raise FalseEvidence("the schema {name} is not used", _HINT, name=name)
        said = Sentence("{count} events with {schemas} schemas", {"schemas": len(used)})
        self._report.note("events", len(history.entries), said)

    # Streams

    def _seal(self, history: History, checkpoint: Checkpoint) -> StreamsSealed:
        last = history.entries[-1]
        seal = history.event(last) if (last.position, last.stream) == (checkpoint.size, SEALS) else None
        if not isinstance(seal, StreamsSealed):
            raise FalseEvidence(
                "the last entry of the checkpoint, at position {position}, is no seal or is not in the bundle",
                _HINT,
                position=checkpoint.size,
            )
        if seal.upto != checkpoint.size - 1:
            raise FalseEvidence(
                "the seal at position {position} reaches to {upto}, not to the one before it",
                _HINT,
                position=checkpoint.size,
                upto=seal.upto,
            )
        self._report.note("seal", sum(seal.streams.values()), Sentence("the seal over {count} streams"))
        return seal

    def _streams(self, bundle: Bundle, history: History, seal: StreamsSealed) -> None:
        for stream, entries in history.streams.items():
            if stream not in bundle.streams:
                raise FalseEvidence("the stream {stream} is not proved to be complete", _HINT, stream=stream)
            for version, entry in enumerate(entries, 1):
                if entry.version != version:
                    raise FalseEvidence(
                        "version {version} of the stream {stream} is missing or stands twice (position {position})",
                        _HINT,
                        version=version,
                        stream=stream,
                        position=entry.position,
                    )
        for stream, proof in bundle.streams.items():
            head = proof.verify(stream, seal.root)
            entries = history.streams.get(stream, [])
            version, last = (head.version, head.history) if head else (0, NO_HISTORY)
            if len(entries) != version:
                raise FalseEvidence(
                    "the stream {stream} has {version} entries, but {count} of them are here",
                    _HINT,
                    stream=stream,
                    version=version,
                    count=len(entries),
                )
            if history_of(entry.leaf for entry in entries) != last:
                raise FalseEvidence(
                    "the entries of the stream {stream} are not its sealed history", _HINT, stream=stream
                )
        empty = sum(not history.streams.get(stream) for stream in bundle.streams)
        said = Sentence("{count} streams, complete to their last entry; {empty} of them empty", {"empty": empty})
        self._report.note("streams", len(bundle.streams), said)

    def _nothing_left_out(self, bundle: Bundle, history: History, seal: StreamsSealed, question: Question) -> None:
        policies = [stream for stream in bundle.streams if stream.startswith("policy-")]
        rules = [stream for stream in bundle.streams if stream.startswith("discipline-") and bundle.case is not None]
        needed = {KEYS, *policies, *rules}
        read = history.reader(question.known_at, needed)
        facts_around(read, [bundle.nip])
        facts_of(read, bundle.nip)
        for stream in sorted(needed - bundle.streams.keys()):
            raise FalseEvidence("the stream {stream}, on which the answer can rest, is left out", _HINT, stream=stream)
        for stream in sorted(bundle.streams.keys() - needed):
            raise FalseEvidence("the stream {stream} has nothing to do with the answer", _HINT, stream=stream)
        there = sum(stream in history.streams for stream in policies)
        if there != seal.streams.get("policy", 0) or there != len(policies):
            raise FalseEvidence(
                "the ledger has {expected} policies, but {count} are in the bundle",
                _HINT,
                expected=seal.streams.get("policy", 0),
                count=there,
            )
        self._report.note("policies", there, Sentence("{count} policies, all there are"))
        if bundle.case is not None:
            there = sum(stream in history.streams for stream in rules)
            if there != seal.streams.get("discipline", 0) or there != len(rules):
                raise FalseEvidence(
                    "the ledger has {expected} sets of discipline rules, but {count} are in the bundle",
                    _HINT,
                    expected=seal.streams.get("discipline", 0),
                    count=there,
                )
            self._report.note("discipline", there, Sentence("{count} sets of discipline rules, all there are"))
        listed = _keys_listed(history)
        if [key for key in bundle.keys if key.startswith("log ")] != [f"log {key}" for key in listed]:
            raise FalseEvidence("keys.txt does not name the keys that the ledger lists", _HINT)

    # Earlier checkpoints, and the answer

    def _consistent(self, bundle: Bundle, checkpoint: Checkpoint) -> None:
        proved = {checkpoint.size: checkpoint.root}
        for one in bundle.consistency:
            verify_consistency(one.size, one.root, checkpoint.size, checkpoint.root, one.proof)
            proved[one.size] = one.root
        for size, root in self._earlier:
            if size not in proved:
                raise Unproved(
                    "the bundle has no consistency proof from the checkpoint of {size} entries",
                    "have it exported with --since {size}",
                    size=size,
                )
            if proved[size] != root:
                raise FalseEvidence(
                    "the earlier checkpoint of {size} entries has the root {root}, in the bundle it has {other}",
                    "somebody holds two histories of this ledger: keep both checkpoints, and ask who signed them",
                    size=size,
                    root=b64encode(root).decode(),
                    other=b64encode(proved[size]).decode(),
                )
        given = Sentence("{count} earlier checkpoints, {given} of which you gave", {"given": len(self._earlier)})
        self._report.note("consistency", len(bundle.consistency), given)

    def _answer(self, bundle: Bundle) -> None:
        contents, answer = bundle.contents, bundle.answer
        assert contents is not None, "it was read"
        without = {key: value for key, value in answer.items() if key != "digest"}
        digest = f"sha256:{hashlib.sha256(msgspec.json.encode(without, order='sorted')).hexdigest()}"
        if answer.get("digest") != digest:
            raise FalseEvidence(
                "the answer in replay.json has the digest {digest}, not {said}",
                _HINT,
                digest=digest,
                said=answer.get("digest"),
            )
        said = [answer.get(name) for name in ("nip", "as_of", "known_at", "engine", "digest")]
        question = contents.question
        if said != [contents.nip, question.as_of, question.known_at, contents.engine, contents.digest]:
            raise FalseEvidence("bundle.json and replay.json name different questions or digests", _HINT)
        if not _within(answer, question):
            raise FalseEvidence("the answer has days outside of those asked about", _HINT)
        self._report.digest = digest
        self._report.note("answer", 1, Sentence("the digest of the answer, {digest}", {"digest": digest}))

    def _case(self, bundle: Bundle, history: History, question: Question) -> None:
        part, contents = bundle.case, bundle.contents
        if part is None or contents is None:
            return
        expect_the_case(bundle, history, question)
        self._report.case = contents.case
        self._report.note(
            "case",
            len(part.steps),
            Sentence(
                "{count} steps of the case {case}, all there are, and {bases} bases as they were read then",
                {"case": part.case, "bases": len(part.bases)},
            ),
        )

    def _say_what_was_not(self, bundle: Bundle, *, rederive: bool) -> None:
        unchecked = self._report.unchecked
        if not rederive:
            unchecked.append(Sentence("whether the answer follows from these facts (--replay)"))
        if bundle.case is not None:
            if not rederive:
                unchecked.append(Sentence("whether where the case stands follows from these facts (--replay)"))
            unchecked.append(Sentence("the documents that the steps name by SHA-256, and whether each step was lawful"))
        if self._policy is None:
            unchecked.append(Sentence("cosignatures of witnesses (--witnesses)"))
        if bundle.consistency and not self._earlier:
            unchecked.append(Sentence("whether the earlier checkpoints are those printed on decisions (--earlier)"))
        unchecked += [
            Sentence("the reading copies: {files}", {"files": ", ".join(READING_COPIES)}),
            Sentence("whether what was reported did happen, and whether the seal is right of the whole log"),
            Sentence("a certified electronic signature (PP 71/2019): a signature here is none"),
        ]
        if not self._keys:
            raise Unproved(
                "nothing false was found, but the only key is the one inside the bundle",
                "give the ledger's key with --key, as you had it by another way than the bundle",
            )


def _keys_inside(bundle: Bundle) -> list[PublicKey]:
    kinds = {"log": Algorithm.ED25519, "witness": Algorithm.COSIGNATURE}
    keys = []
    for line in bundle.keys:
        kind, _, text = line.partition(" ")
        try:
            key = PublicKey.of(text)
        except BadKey:
            key = None
        if key is None or kinds.get(kind) is not key.algorithm or str(key) != text:
            raise FalseEvidence("data/keys.txt has a line that is no key", _HINT)
        keys.append(key)
    return keys


def _keys_listed(history: History) -> list[str]:
    """The keys that the ledger's own log lists, in the order in which they were added."""
    listed: list[str] = []
    for entry in history.streams.get(KEYS, []):
        event = history.event(entry)
        if isinstance(event, SigningKeyAdded):
            listed.append(event.key)
        elif isinstance(event, SigningKeyRetired) and event.key in listed:
            listed.remove(event.key)
    return listed


def _within(answer: Mapping[str, object], question: Question) -> bool:
    try:
        days = [str(day["date"]) for day in answer["days"]]  # type: ignore[attr-defined]
    except (LookupError, TypeError):
        return False
    first, last = question.first, question.last
    return (first is None or min(days, default=str(first)) >= str(first)) and (
        last is None or max(days, default=str(last)) <= str(last)
    )
