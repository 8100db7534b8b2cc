"""What a dossier is made from: an answer, the facts behind it, and what proves that they stand in the log.

    Dossier(answer=…, facts=…, checkpoint=b"saksi.kaltimprov.go.id/2026\\n1000\\n…", keys=["log saksi…+…"],
            entries=[b'{"id":"employee-…",…}', …], events=[b"\\xc3\\x01…", …], proofs=[[b"…", …], …],
            streams={"employee-…": StreamProof(…), …}, schemas={"saksi.CheckedIn-….avsc": b"{…}", …})

It holds the same as the files beside the dossier in its bundle, so what can be read and what is checked in the page is
what these files say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from domain.events import Fact
from evidence.case_part import CasePart
from ledger.stream_tree import StreamProof


class Consistency(Struct, frozen=True):
    """An earlier checkpoint, and that the tree of the dossier's checkpoint begins with it (RFC 9162 2.1.4.1)."""

    size: int
    root: bytes
    proof: Sequence[bytes]


class Dossier(Struct, frozen=True, kw_only=True):
    """One question about one employee, its answer, and what both rest on.

    ``entries``, ``events`` and ``proofs`` have one item for each entry of the bundle, in the order of position; the
    last is the seal at the position that the checkpoint's size names.
    """

    answer: Mapping[str, Any]
    """The answer of SPEC section 9 with its digest, as ``ledger.inquiry.replay_employee`` gives it."""
    facts: Sequence[Fact]
    """Every fact that can bear on the answer, known at its position (``ledger.inquiry.facts_about``)."""
    checkpoint: bytes
    """The signed note with its cosignatures (C2SP tlog-checkpoint)."""
    keys: Sequence[str]
    """``log KEY`` and ``witness KEY``: the keys that the bundle itself names, so nobody's proof of anything."""
    entries: Sequence[bytes]
    """The entries of the log, verbatim, without the line break."""
    events: Sequence[bytes]
    """What is stored of each entry's event, with its frame."""
    proofs: Sequence[Sequence[bytes]]
    """The inclusion proof of each entry, the hash next to the leaf first."""
    streams: Mapping[str, StreamProof]
    """What the sealed tree says of each stream that the answer can rest on, by the stream's name."""
    schemas: Mapping[str, bytes]
    """Every version of a schema that the events were written with: ``FULL.NAME-FINGERPRINT.avsc`` and its text."""
    case: CasePart | None = None
    """The case that the bundle is about, if it is about one."""
    consistency: Sequence[Consistency] = ()
    """One for each earlier checkpoint that was asked for."""
    first: date | None = None
    """The first day asked about; None: the beginning of service."""
    last: date | None = None
    """The last day asked about; None: the local date of the answer's *as of*."""
    recorded_at: datetime | None = None
    """When the position known at was recorded (UTC); None where nobody looked."""
    earlier: Sequence[Mapping[str, Any]] = ()
    """Answers to the same question as known at earlier positions, the earliest first: what differs is shown."""
