"""What was signed about a ledger, as it keeps it: checkpoints, the cosignatures below them, time stamps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from ledger.note import BadNote, Note, Signature, parse, signature_in

SIGNED = {
    "checkpoint": ("size", "note"),
    "cosignature": ("size", "key", "line"),
    "timestamp": ("size", "authority", "reply"),
}
"""The tables, with their columns."""


class SignedRecords(ABC):
    """Part of a recorder. Nothing that is kept here is ever changed; it raises the errors of ``ledger.errors``."""

    place = ""
    """What stands before the name of a table."""
    mark = "?"
    """What stands for a value in a statement."""

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The checkpoint of a size, or the newest, with all its cosignatures; None if there is none.

        Raises ``BadNote`` if what is kept is none.
        """
        chosen, values = ("", ()) if size is None else (f"WHERE size = {self.mark} ", (size,))
        rows = self._rows(
            f"SELECT size, note FROM {self.place}checkpoint {chosen}ORDER BY size DESC LIMIT 1",  # noqa: S608
            values,
        )
        if not rows:
            return None
        ((found, note),) = rows
        return parse(note).with_signatures(self.cosignatures(found))

    def cosignatures(self, size: int) -> list[Signature]:
        """What witnesses have signed below the checkpoint of a size since it was kept. Raises ``BadNote``."""
        rows = self._rows(
            f"SELECT key, line FROM {self.place}cosignature WHERE size = {self.mark} ORDER BY key",  # noqa: S608
            (size,),
        )
        return [_kept_as(key, line) for key, line in rows]

    def checkpoint_sizes(self) -> list[int]:
        """The sizes of all checkpoints, the smallest first."""
        return [int(size) for (size,) in self._rows(f"SELECT size FROM {self.place}checkpoint ORDER BY size")]  # noqa: S608

    def timestamps(self, size: int) -> dict[str, bytes]:
        """By authority, the replies of time-stamping authorities about the checkpoint of a size."""
        return dict(
            self._rows(
                f"SELECT authority, reply FROM {self.place}timestamp WHERE size = {self.mark} ORDER BY authority",  # noqa: S608
                (size,),
            )
        )

    def signed_rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of one of these tables, in order of the sizes of their checkpoints."""
        columns = SIGNED[table]
        return self._rows(
            f"SELECT {', '.join(columns)} FROM {self.place}{table} ORDER BY {', '.join(columns[:-1])}"  # noqa: S608
        )

    def signed_without_checkpoint(self) -> int:
        """How many cosignatures and time stamps there are of checkpoints that are not kept: none."""
        missing = f"NOT EXISTS (SELECT 1 FROM {self.place}checkpoint AS kept WHERE kept.size = signed.size)"  # noqa: S608
        counts = (
            self._rows(f"SELECT count(*) FROM {self.place}{table} AS signed WHERE {missing}")  # noqa: S608
            for table in ("cosignature", "timestamp")
        )
        return sum(int(rows[0][0]) for rows in counts)

    def add_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint, which must be larger than the one before it."""
        self.keep("checkpoint", [(size, note)])

    def add_cosignatures(self, size: int, signatures: Iterable[Signature]) -> None:
        """Keep what witnesses have signed below the checkpoint of a size; of one key the first."""
        known = {_key_of(one) for one in self.cosignatures(size)}
        new = {_key_of(one): one.line() for one in reversed([*signatures])}
        self.keep("cosignature", [(size, key, line) for key, line in sorted(new.items()) if key not in known])

    def add_timestamp(self, size: int, authority: str, reply: bytes) -> None:
        """Keep the reply (DER) of a time-stamping authority about the checkpoint of a size."""
        self.keep("timestamp", [(size, authority, reply)])

    @abstractmethod
    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]: ...

    @abstractmethod
    def keep(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows to one of these tables, in one transaction."""


def _key_of(signature: Signature) -> str:
    return f"{signature.name}+{signature.key_hash.hex()}"


def _kept_as(key: str, line: str) -> Signature:
    """The cosignature in a line that is kept as that of a key. Raises ``BadNote``."""
    try:
        signature = signature_in(line)
        if _key_of(signature) == key and signature.line() == line:
            return signature
    except (ValueError, TypeError, AttributeError):
        pass  # as a line that is another's
    raise BadNote("what is kept as the cosignature of {key} is none", "run `saksi verify`", key=str(key))
