"""The checkpoint that a dossier is held to, as it is printed: by it a reader finds the dossier's log again."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from evidence.dossier import moments
from evidence.dossier.axes import Account
from evidence.dossier.content import Dossier
from evidence.dossier.legible import legible
from ledger.note import Algorithm, PublicKey, Signature


class PrintedSeal(NamedTuple):
    """A checkpoint in words; ``line`` is what stands on the foot of every page of the paper."""

    origin: str
    size: int
    root: str
    signatures: list[str]
    recorded_at: datetime
    """When the last entry was recorded (UTC): the log is not older."""

    @property
    def line(self) -> str:
        """Origin, size and root."""
        return f"{self.origin}  {self.size}  {self.root}"


def seal_of(account: Account, dossier: Dossier) -> PrintedSeal:
    """The checkpoint, and who is written below it. No signature is checked here, so nothing says that one is true."""
    known = [PublicKey.of(line.partition(" ")[2]) for line in dossier.keys]
    checkpoint = account.checkpoint
    return PrintedSeal(
        legible(checkpoint.origin),
        checkpoint.size,
        b64encode(checkpoint.root).decode(),
        [_signature(one, known, account) for one in account.note.signatures],
        datetime.fromisoformat(msgspec.json.decode(dossier.entries[-1])["recorded"]).astimezone(UTC),
    )


def _signature(signature: Signature, known: Sequence[PublicKey], account: Account) -> str:
    said = f"{legible(signature.name)}+{signature.key_hash.hex()}"
    for key in known:
        if key.algorithm is Algorithm.COSIGNATURE and (key.name, key.hash) == (signature.name, signature.key_hash):
            seconds = int.from_bytes(signature.signed[:8], "big")
            if seconds < _LAST_SECOND:
                when = datetime.fromtimestamp(seconds, UTC)
                return f"{said}, saksi, tertanggal {moments.instant(when, account.zone)}"
    return said


_LAST_SECOND = 32_503_680_000
"""The year 3000 begins."""
