"""What is in an evidence bundle, as values and as the files of its bag (formats 1 and 2, docs/evidence.md).

    bundle = Bundle(nip=…, checkpoint=…, entries=[…], …)
    packed = pack(bundle.name, bundle.payload())
    Bundle.of(*unpack(packed))                        # raises NoBundle, FalseEvidence; nothing is verified yet

There is one way to write each value, and whoever reads a file writes it again and compares: a space more in a line of
JSON, or a bit that Base64 does not use, would else be a change that no proof sees.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Self, TypeVar

import msgspec
from msgspec import Struct, field

from evidence.case_part import CasePart
from evidence.dossier.content import Consistency
from evidence.errors import FalseEvidence, NoBundle
from ledger.checkpoint import Checkpoint
from ledger.merkle import HASH_BYTES, NotProved
from ledger.note import BadNote, parse
from ledger.stream_tree import StreamHead, StreamProof
from ledger.tlog_proof import TlogProof

FORMAT = 1
FORMAT_OF_CASE = 2
"""That of a bundle with a case in it, which a program that knows no cases is not to take for another."""
READING_COPIES = ("README.txt", "dossier.html", "dossier.pdf", "verify_evidence.py")
"""Files for people and the program beside them: nothing of them proves anything."""

_FILES = (
    *("bundle.json", "checkpoint", "keys.txt", "entries.jsonl", "events.base64"),
    *("streams.jsonl", "consistency.jsonl", "replay.json"),
)
_HINT = "the bundle was changed, or made by a program that is not Saksi: have the evidence exported again"
_SCHEMA = re.compile(r"schemas/(?P<name>saksi(\.[A-Za-z]+)+-[0-9a-f]{16}\.avsc)")
_PROOF = re.compile(r"proofs/[0-9]{12}\.tlog-proof")
_MOST_POSITIONS = 10**12

Value = TypeVar("Value")


class Question(Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """What was asked: as of an instant (RFC 3339, in the zone of its day), known at a position, from a day to a day."""

    as_of: str
    known_at: int
    first: date | None
    last: date | None


class CaseNamed(Struct, frozen=True, forbid_unknown_fields=True):
    """Which case is in the bundle, and the digest of ``case.json``."""

    id: str
    digest: str


class Contents(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``bundle.json``: which bundle this is."""

    saksi_bundle: int
    origin: str
    size: int
    nip: str
    question: Question
    digest: str
    engine: int
    case: CaseNamed | None = None


class _Head(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    version: int
    history: str


class _StreamLine(Struct, frozen=True, forbid_unknown_fields=True):
    stream: str
    found: _Head | None
    siblings: list[str]


class _ConsistencyLine(Struct, frozen=True, forbid_unknown_fields=True):
    size: int
    root: str
    proof: list[str]


class Bundle(Struct, frozen=True, kw_only=True):
    """A question about one employee, its answer, and what proves that the answer rests on the whole of the log.

    ``entries``, ``events`` and ``proofs`` have one item for each entry, in the order of position; the last is the seal.
    """

    nip: str
    first: date | None
    last: date | None
    checkpoint: bytes
    """The signed note with its cosignatures."""
    keys: Sequence[str]
    """``log KEY`` and ``witness KEY``, found here and so believed by nobody."""
    entries: Sequence[bytes]
    events: Sequence[bytes]
    """The stored bytes of each entry's event, with their frame."""
    proofs: Sequence[TlogProof]
    positions: Sequence[int]
    """The position that each proof is filed under."""
    streams: Mapping[str, StreamProof]
    consistency: Sequence[Consistency]
    schemas: Mapping[str, bytes]
    """``FULL.NAME-FINGERPRINT.avsc`` and its text."""
    answer: Mapping[str, Any]
    """The answer of SPEC section 9 with its digest."""
    case: CasePart | None = None
    contents: Contents | None = None
    """As it was read; one that is written is made from the rest."""
    copies: Mapping[str, bytes] = field(default_factory=dict)
    """What is for people: ``READING_COPIES``."""

    @property
    def name(self) -> str:
        """The folder of its bag."""
        return f"saksi-{self.nip}-{Checkpoint.of(parse(self.checkpoint)).size}"

    def payload(self) -> dict[str, bytes]:
        """The files below ``data/``."""
        files = {
            "bundle.json": _line(self.contents or self._contents()),
            "checkpoint": self.checkpoint,
            "keys.txt": _lines(key.encode() for key in self.keys),
            "entries.jsonl": _lines(self.entries),
            "events.base64": _lines(map(b64encode, self.events)),
            "streams.jsonl": b"".join(_stream_line(name, self.streams[name]) for name in sorted(self.streams)),
            "consistency.jsonl": b"".join(map(_consistency_line, self.consistency)),
            "replay.json": _line(self.answer),
        }
        if self.case is not None:
            files["case.json"] = _line(self.case)
        files |= {f"schemas/{name}": text for name, text in self.schemas.items()}
        files |= {proof_path(at): bytes(proof) for at, proof in zip(self.positions, self.proofs, strict=True)}
        return files | dict(self.copies)

    def _contents(self) -> Contents:
        checkpoint, answer = Checkpoint.of(parse(self.checkpoint)), self.answer
        question = Question(answer["as_of"], answer["known_at"], self.first, self.last)
        return Contents(
            FORMAT if self.case is None else FORMAT_OF_CASE,
            checkpoint.origin,
            checkpoint.size,
            self.nip,
            question,
            answer["digest"],
            answer["engine"],
            CaseNamed(self.case.case, self.case.digest) if self.case is not None else None,
        )

    @classmethod
    def of(cls, name: str, payload: Mapping[str, bytes]) -> Self:
        """The bundle in the files of a bag.

        Raises ``NoBundle`` for another format, ``FalseEvidence`` for files that are not as this one has them.
        """
        contents = _contents_in(payload)
        for path in (*_FILES, *(("case.json",) if contents.case is not None else ())):
            if path not in payload:
                raise FalseEvidence("{path} is missing from the bag", _HINT, path=f"data/{path}")
        checkpoint = payload["checkpoint"]
        streams = dict(_each(payload, "streams.jsonl", _stream))
        proofs = [path for path in sorted(payload) if _PROOF.fullmatch(path)]
        bundle = cls(
            nip=contents.nip,
            first=contents.question.first,
            last=contents.question.last,
            checkpoint=checkpoint,
            keys=_each(payload, "keys.txt", bytes.decode),
            entries=_each(payload, "entries.jsonl", bytes),
            events=_each(payload, "events.base64", _base64),
            proofs=[_proof(path, payload[path]) for path in proofs],
            positions=[int(path[7:19]) for path in proofs],
            streams=streams,
            consistency=_each(payload, "consistency.jsonl", _consistency),
            schemas={found["name"]: payload[path] for path in payload if (found := _SCHEMA.fullmatch(path))},
            answer=_whole(payload, "replay.json", dict),
            case=_whole(payload, "case.json", CasePart) if contents.case is not None else None,
            contents=contents,
            copies={path: payload[path] for path in READING_COPIES if path in payload},
        )
        _expect_the_same(bundle.payload(), payload)
        _expect_name(bundle, name)
        return bundle


def proof_path(position: int) -> str:
    """Where the proof of a position lies."""
    return f"proofs/{position:012}.tlog-proof"


def _contents_in(payload: Mapping[str, bytes]) -> Contents:
    hint = "give the file that `saksi evidence export` made"
    try:
        version = msgspec.json.decode(payload["bundle.json"])["saksi_bundle"]
    except (LookupError, TypeError, msgspec.DecodeError):
        raise NoBundle("the bag is no evidence bundle: it has no data/bundle.json that says so", hint) from None
    if version not in (FORMAT, FORMAT_OF_CASE):
        raise NoBundle(
            "the bundle has format {version}, and this Saksi reads formats up to {known}",
            "verify it with the verify_evidence.py that lies in it, or with a newer Saksi",
            version=version,
            known=FORMAT_OF_CASE,
        )
    contents = _whole(payload, "bundle.json", Contents)
    if (contents.case is not None) != (version == FORMAT_OF_CASE):
        raise FalseEvidence("bundle.json has format {version}, which does not fit its case", _HINT, version=version)
    return contents


def _expect_the_same(written: Mapping[str, bytes], read: Mapping[str, bytes]) -> None:
    for path in sorted(written.keys() | read.keys()):
        if path not in written:
            raise FalseEvidence("{path} does not belong into the bag", _HINT, path=f"data/{path}")
        if written[path] != read[path]:
            raise FalseEvidence("data/{path} is not written as such a file is", _HINT, path=path)


def _expect_name(bundle: Bundle, name: str) -> None:
    try:
        expected = bundle.name
    except BadNote as error:
        raise FalseEvidence(
            "data/{path} cannot be read: {detail}", _HINT, path="checkpoint", detail=error.said
        ) from None
    if name != expected:
        raise FalseEvidence(
            "the bag is called {name}, but its checkpoint and bundle.json make it {expected}",
            _HINT,
            name=name,
            expected=expected,
        )


# Files of lines


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted") + b"\n"


def _each(payload: Mapping[str, bytes], path: str, read: Callable[[bytes], Value]) -> list[Value]:
    """What the lines of a file say. Raises ``FalseEvidence`` with the number of one that says nothing."""
    *lines, rest = payload[path].split(b"\n")
    values = []
    for number, line in enumerate([*lines, rest] if rest else lines, 1):
        try:
            values.append(read(line))
        except (ValueError, Base64Error, msgspec.DecodeError, NotProved) as error:
            raise FalseEvidence(
                "line {number} of data/{path} cannot be read: {detail}",
                _HINT,
                number=number,
                path=path,
                detail=str(error),
            ) from None
    return values


def _whole(payload: Mapping[str, bytes], path: str, kind: type[Value]) -> Value:
    try:
        return msgspec.json.decode(payload[path], type=kind)
    except (ValueError, msgspec.DecodeError) as error:
        raise FalseEvidence("data/{path} cannot be read: {detail}", _HINT, path=path, detail=str(error)) from None


def _base64(line: bytes) -> bytes:
    return b64decode(line, validate=True)


def _proof(path: str, text: bytes) -> TlogProof:
    try:
        return TlogProof.of(text)
    except NotProved as error:
        raise FalseEvidence("data/{path} cannot be read: {detail}", _HINT, path=path, detail=error.said) from None


def _hash(text: str) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != HASH_BYTES:
        raise ValueError(f"a hash has {len(found)} bytes")
    return found


def _stream(line: bytes) -> tuple[str, StreamProof]:
    read = msgspec.json.decode(line, type=_StreamLine)
    head = read.found
    found = None if head is None else StreamHead(_hash(head.key), head.version, _hash(head.history))
    return read.stream, StreamProof(found, tuple(map(_hash, read.siblings)))


def _stream_line(stream: str, proof: StreamProof) -> bytes:
    head = proof.found
    found = None if head is None else _Head(head.key.hex(), head.version, head.history.hex())
    return _line(_StreamLine(stream, found, [one.hex() for one in proof.siblings]))


def _consistency(line: bytes) -> Consistency:
    read = msgspec.json.decode(line, type=_ConsistencyLine)
    root, *proof = [b64decode(one, validate=True) for one in (read.root, *read.proof)]
    return Consistency(read.size, root, proof)


def _consistency_line(one: Consistency) -> bytes:
    return _line(
        _ConsistencyLine(one.size, b64encode(one.root).decode(), [b64encode(item).decode() for item in one.proof])
    )
