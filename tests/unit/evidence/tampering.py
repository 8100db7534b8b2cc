"""Some three hundred ways to change a bundle, each with the bag packed anew, so that no digest of a file tells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

import msgspec
from msgspec.structs import replace

from evidence.bag import pack
from evidence.bundle import Bundle, Contents
from ledger.checkpoint import Checkpoint
from ledger.merkle import leaf_hash
from ledger.note import parse
from ledger.stream_tree import StreamHead, StreamProof, history_of, key_of
from tests.unit.evidence.forging import BUDI, CODEC, KEY, ORIGIN, STRANGER, WITNESS, Forged, Row, digest_of

Tampering = tuple[str, bytes]
FLIPS = {"bundle.json": 20, "checkpoint": 24, "keys.txt": 12, "entries.jsonl": 30, "events.base64": 30}
FLIPS |= {"streams.jsonl": 24, "consistency.jsonl": 12, "replay.json": 24}


def tamperings(log: Forged, honest: Bundle) -> Iterator[Tampering]:
    """Each by a name that says what was done. ``honest`` is of ``log``, whose key nobody has who does this."""
    yield from _bytes_of_files(honest)
    yield from _bytes_of_the_zip(pack(honest.name, honest.payload()))
    yield from _zips(honest)
    yield from _swaps(honest)
    yield from _omissions(log, honest)
    yield from _inventions(log, honest)
    yield from _other_logs(log, honest)
    yield from _answers(honest)


def packed(bundle: Bundle, name: str = "") -> bytes:
    """The bundle with a bag around it that fits."""
    return pack(name or bundle.name, bundle.payload())


# Files


def _bytes_of_files(honest: Bundle) -> Iterator[Tampering]:
    payload = honest.payload()
    proofs = [path for path in sorted(payload) if path.startswith("proofs/")]
    flips = FLIPS | dict.fromkeys((proofs[0], proofs[len(proofs) // 2], proofs[-1]), 10)
    for path, count in flips.items():
        content = payload[path]
        for at in _spread(_bound(path, content), count):
            changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            yield f"{path}: byte {at} is another", pack(honest.name, {**payload, path: changed})
        yield f"{path}: a byte is missing", pack(honest.name, {**payload, path: content[:-1]})
        yield f"{path}: a byte too many", pack(honest.name, {**payload, path: content + b"\n"})
        half = content[: len(content) // 2]
        yield f"{path}: half of it", pack(honest.name, {**payload, path: half})
    for path in (*FLIPS, proofs[0], *(path for path in sorted(payload) if path.startswith("schemas/"))):
        without = {name: content for name, content in payload.items() if name != path}
        yield f"{path}: missing", pack(honest.name, without)
    yield "a file too many", pack(honest.name, {**payload, "notes.txt": b"?"})
    yield "a schema too many", pack(honest.name, {**payload, "schemas/saksi.X-0123456789abcdef.avsc": b'"int"'})
    yield "a proof too many", pack(honest.name, {**payload, "proofs/000000000179.tlog-proof": payload[proofs[0]]})
    for path in (path for path in sorted(payload) if path.startswith("schemas/")):
        changed = payload[path].replace(b'"fields"', b'"fieldz"', 1)
        yield f"{path}: without its fields", pack(honest.name, {**payload, path: changed})
        changed = payload[path].replace(b'"string"', b'"bytes"', 1)
        yield f"{path}: another type", pack(honest.name, {**payload, path: changed})


def _bound(path: str, content: bytes) -> Sequence[int]:
    """The places of a file that anything binds: the days asked about are a question, which only its answer binds."""
    if path != "bundle.json":
        return range(len(content))
    begin, end = content.index(b'"from":'), content.index(b'"known_at"')
    return [at for at in range(len(content)) if not begin <= at < end]


def _spread(places: Sequence[int], count: int) -> list[int]:
    return sorted({places[len(places) * number // count] for number in range(count)} | {places[-1]})


def _bytes_of_the_zip(honest: bytes) -> Iterator[Tampering]:
    directory = honest.index(b"PK\x01\x02")
    for at in [*_spread(range(len(honest)), 25), *_spread(range(directory, len(honest)), 25)]:
        yield f"the ZIP: byte {at} is another", honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :]
    for length in _spread(range(30, len(honest)), 8):
        yield f"the ZIP: {length} bytes of it", honest[:length]
    yield "the ZIP: a byte behind it", honest + b"\x00"
    yield "the ZIP: twice", honest + honest


def _zips(honest: Bundle) -> Iterator[Tampering]:
    files = _files(packed(honest))
    first = min(files)
    yield "the ZIP: compressed", _zip(files.items(), zipfile.ZIP_DEFLATED)
    yield "the ZIP: another order", _zip(sorted(files.items(), reverse=True))
    bomb = [*sorted(files.items()), (f"{honest.name}/data/zero.bin", bytes(10_000_000))]
    yield "the ZIP: a bomb", _zip(bomb, zipfile.ZIP_DEFLATED)
    for path in ("/etc/passwd", "../outside", f"{honest.name}/../outside", f"{honest.name}/data/../../x", "C:\\x"):
        yield f"the ZIP: a file to {path}", _zip([*sorted(files.items()), (path, b"x")])
    yield "the ZIP: another folder", _zip([*sorted(files.items()), ("other/bagit.txt", b"x")])
    yield "the ZIP: a symlink", _zip(sorted(files.items()), link=first)
    doubled = _doubled(sorted(files.items()), f"{honest.name}/data/replay.json", b"{}")
    yield "the ZIP: a name that stands twice", doubled
    for tag in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"):
        path = f"{honest.name}/{tag}"
        yield f"{tag}: missing", _zip((name, content) for name, content in sorted(files.items()) if name != path)
        yield f"{tag}: a line more", _zip(sorted({**files, path: files[path] + b"X: y\n"}.items()))
    for path in (f"{honest.name}/data/README.txt", f"{honest.name}/data/replay.json"):
        yield f"{path}: changed without its digest", _zip(sorted({**files, path: files[path] + b" "}.items()))


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _zip(files: Any, how: int = zipfile.ZIP_STORED, link: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for path, content in files:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, how
            if path == link:
                entry.external_attr = 0o120777 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _doubled(files: Sequence[tuple[str, bytes]], path: str, content: bytes) -> bytes:
    twin = path[:-1] + "~"
    return _zip(sorted([*files, (twin, content)])).replace(twin.encode(), path.encode())


def _swaps(honest: Bundle) -> Iterator[Tampering]:
    for one, other in ((0, 1), (3, 20), (-2, -1)):
        for name in ("entries", "events", "proofs"):
            items = list(getattr(honest, name))
            items[one], items[other] = items[other], items[one]
            yield f"{name} {one} and {other} are swapped", packed(replace(honest, **{name: items}))
        swapped = {name: list(getattr(honest, name)) for name in ("entries", "events", "proofs")}
        for items in swapped.values():
            items[one], items[other] = items[other], items[one]
        yield f"entries {one} and {other} are swapped with all they have", packed(replace(honest, **swapped))
    names = sorted(honest.streams)
    for one, other in pairwise(names):
        proofs = {**honest.streams, one: honest.streams[other], other: honest.streams[one]}
        yield f"the proofs of {one} and {other} are swapped", packed(replace(honest, streams=proofs))


# Entries left out, and made up


def _omissions(log: Forged, honest: Bundle) -> Iterator[Tampering]:
    streams = {name for name in honest.streams if honest.streams[name].found and _there(honest, name)}
    for name in sorted(streams):
        places = [at for at, entry in enumerate(honest.entries) if _said(entry)["id"] == name]
        for where, at in {"first": places[0], "middle": places[len(places) // 2], "last": places[-1]}.items():
            bare = _without(honest, {at})
            yield f"{name}: its {where} entry is left out", packed(bare)
            yield f"{name}: its {where} entry is left out, and its head is made anew", packed(_new_heads(bare))
            renumbered = _renumbered(bare, name)
            yield f"{name}: its {where} entry is left out, others renumbered", packed(_new_heads(renumbered))
        gone = _without(honest, set(places))
        yield f"{name}: all its entries are left out", packed(gone)
        empty = {**honest.streams, name: StreamProof(None, honest.streams[name].siblings)}
        yield f"{name}: said to be empty", packed(replace(gone, streams=empty))
        rest = {other: proof for other, proof in honest.streams.items() if other != name}
        yield f"{name}: left out whole", packed(replace(gone, streams=rest))
    for name in sorted(set(honest.streams) - streams):
        rest = {other: proof for other, proof in honest.streams.items() if other != name}
        yield f"{name}: its absence is left out", packed(replace(honest, streams=rest))
    yield "the seal is left out", packed(_without(honest, {len(honest.entries) - 1}))
    stranger = log.tree.proof("employee-197803142005012007")
    more = {**honest.streams, "employee-197803142005012007": stranger}
    yield "a stream that has nothing to do with it", packed(replace(honest, streams=more))


def _inventions(log: Forged, honest: Bundle) -> Iterator[Tampering]:
    for at in (0, 7, 30, len(honest.entries) - 1):
        entry, event = _said(honest.entries[at]), bytearray(honest.events[at])
        event[-1] ^= 1
        events = [*honest.events[:at], bytes(event), *honest.events[at + 1 :]]
        yield f"the event of entry {at} is another", packed(replace(honest, events=events))
        entries = list(honest.entries)
        entries[at] = _line({**entry, "state": digest_of(bytes(event))})
        made = replace(honest, events=events, entries=entries)
        yield f"the event of entry {at} is another, and so is its entry", packed(made)
        yield f"the event of entry {at} is another, and so is all that can be", packed(_new_heads(made))
        for field, value in (("recorded", "2026-01-01T00:00:00.000000Z"), ("n", entry["n"] + 1), ("v", 2)):
            entries[at] = _line({**entry, field: value})
            yield f"entry {at} has another {field}", packed(replace(honest, entries=entries))
    place = next(at for at, entry in enumerate(honest.entries) if _said(entry)["topic"] == "saksi.PolicyEnacted")
    policy = honest.events[place].replace(b'"days":3,', b'"days":9,')
    assert policy != honest.events[place]
    entries = list(honest.entries)
    entries[place] = _line({**_said(entries[place]), "state": digest_of(policy)})
    events = [*honest.events[:place], policy, *honest.events[place + 1 :]]
    yield "a policy is replaced", packed(_new_heads(replace(honest, events=events, entries=entries)))
    doubled = replace(
        honest,
        entries=[*honest.entries[:9], honest.entries[8], *honest.entries[9:]],
        events=[*honest.events[:9], honest.events[8], *honest.events[9:]],
    )
    yield "an entry stands twice", packed(doubled)
    seal = CODEC.encode(replace(log.seal, upto=log.seal.upto - 1))
    made = replace(honest, events=[*honest.events[:-1], seal])
    yield "the seal is another", packed(made)


def _without(honest: Bundle, places: set[int]) -> Bundle:
    kept = [at for at in range(len(honest.entries)) if at not in places]
    lists = {name: [getattr(honest, name)[at] for at in kept] for name in ("entries", "events", "proofs", "positions")}
    used = {f"{_said(honest.entries[at])['topic']}-{honest.events[at][2:10].hex()}.avsc" for at in kept}
    return replace(honest, **lists, schemas={name: text for name, text in honest.schemas.items() if name in used})


def _renumbered(bundle: Bundle, stream: str) -> Bundle:
    version, entries = 0, []
    for entry in bundle.entries:
        said = _said(entry)
        version += said["id"] == stream
        entries.append(_line({**said, "version": version}) if said["id"] == stream else entry)
    return replace(bundle, entries=entries)


def _new_heads(bundle: Bundle) -> Bundle:
    """With the heads that the entries have now, in the proofs as they were."""
    leaves: dict[str, list[bytes]] = {}
    for entry in bundle.entries[:-1]:
        leaves.setdefault(_said(entry)["id"], []).append(leaf_hash(entry))
    heads = {name: StreamHead(key_of(name), len(some), history_of(some)) for name, some in leaves.items()}
    streams = {
        name: StreamProof(heads.get(name, proof.found), proof.siblings) for name, proof in bundle.streams.items()
    }
    return replace(bundle, streams=streams)


def _there(bundle: Bundle, name: str) -> bool:
    return any(_said(entry)["id"] == name for entry in bundle.entries)


def _said(entry: bytes) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.json.decode(entry)
    return said


def _line(said: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(said, order="sorted")


# Other logs and other answers


def _other_logs(log: Forged, honest: Bundle) -> Iterator[Tampering]:
    older = Forged(log.rows[:100]).bundle(BUDI)
    newer = honest.checkpoint
    yield "an older checkpoint in place of the newest", packed(_with_checkpoint(honest, older.checkpoint))
    yield "a newer checkpoint in place of the older", packed(_with_checkpoint(older, newer))
    changed = [*log.rows[:-1]]
    changed[100] = Row(*changed[99][:4])
    yield "another log, signed by a stranger", packed(Forged(changed, key=STRANGER).bundle(BUDI))
    yield "the same log, signed by a stranger", packed(Forged(log.rows[:-1], key=STRANGER).bundle(BUDI))
    text = parse(honest.checkpoint).text
    for label, note in {
        "nobody": Checkpoint.of(parse(honest.checkpoint)).signed(STRANGER).with_signatures([WITNESS.sign(text, 5)]),
        "its ledger alone": Checkpoint.of(parse(honest.checkpoint)).signed(KEY),
    }.items():
        yield f"the checkpoint is signed by {label}", packed(_with_checkpoint(honest, bytes(note)))
    root = bytes(32)
    other = Checkpoint(ORIGIN, log.size, root)
    note = parse(honest.checkpoint)
    moved = replace(note, text=other.text)
    yield "the signatures stand below another root", packed(_with_checkpoint(honest, bytes(moved)))
    grown = Checkpoint(ORIGIN, log.size + 1, Checkpoint.of(note).root)
    yield (
        "the signatures stand below another size",
        packed(_with_checkpoint(honest, bytes(replace(note, text=grown.text)))),
    )
    keys = [f"log {STRANGER.public}", *honest.keys[1:]]
    yield "keys.txt names a stranger", packed(replace(honest, keys=keys))
    yield "keys.txt names a stranger too", packed(replace(honest, keys=[*honest.keys[:1], *keys]))
    yield "keys.txt names nobody", packed(replace(honest, keys=[]))
    for field, value in (("size", 63), ("root", bytes(32)), ("proof", honest.consistency[0].proof[:-1])):
        one = replace(honest.consistency[0], **{field: value})
        yield f"an earlier checkpoint with another {field}", packed(replace(honest, consistency=[one]))


def _with_checkpoint(bundle: Bundle, note: bytes) -> Bundle:
    return replace(bundle, checkpoint=note, proofs=[replace(proof, checkpoint=note) for proof in bundle.proofs])


def _answers(honest: Bundle) -> Iterator[Tampering]:
    payload = honest.payload()
    contents = msgspec.json.decode(payload["bundle.json"])
    for field, value in (
        *(("nip", "199007212015021003"), ("size", 12), ("origin", "saksi.example"), ("engine", 9)),
        *(("digest", "sha256:" + "0" * 64), ("saksi_bundle", 7), ("question", None)),
    ):
        changed = {**payload, "bundle.json": _line({**contents, field: value}) + b"\n"}
        yield f"bundle.json has another {field}", pack(honest.name, changed)
    for field, value in (("known_at", 100), ("known_at", 10**6), ("as_of", "2026-03-01T00:00:00+08:00")):
        question = {**contents["question"], field: value}
        changed = {**payload, "bundle.json": _line({**contents, "question": question}) + b"\n"}
        yield f"bundle.json asks with another {field}, {value}", pack(honest.name, changed)
    yield "the bag has another name", pack("saksi-199007212015021002-1", payload)
    for answer in altered_answers(honest):
        yield (
            "the answer is another, with its digest",
            packed(replace(honest, answer=answer, contents=_contents(honest))),
        )
        known = {**answer, "digest": honest.answer["digest"]}
        yield "the answer is another, with the digest of the true one", packed(replace(honest, answer=known))


def altered_answers(honest: Bundle) -> list[dict[str, Any]]:
    """Answers that somebody would rather have, each with the digest it has."""
    days = [dict(day) for day in honest.answer["days"]]
    days[3]["status"] = "leave"
    altered = [
        {**honest.answer, "days": days},
        {**honest.answer, "days": days[:-1]},
        {**honest.answer, "strikes": {**honest.answer["strikes"], "count": 0}},
        {**honest.answer, "calls": []},
    ]
    return list(map(with_its_digest, altered))


def with_its_digest(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with the digest that it has."""
    bare = {name: value for name, value in answer.items() if name != "digest"}
    return {**bare, "digest": f"sha256:{sha256(_line(bare)).hexdigest()}"}


def _contents(honest: Bundle) -> Contents:
    return msgspec.json.decode(honest.payload()["bundle.json"], type=Contents)
