"""What was signed about a ledger, as it keeps it: checkpoints, the cosignatures below them, time stamps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from ledger.note import Note, Signature, parse, signature_in


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
        """What witnesses have signed below the checkpoint of a size since it was kept."""
        rows = self._rows(
            f"SELECT line FROM {self.place}cosignature WHERE size = {self.mark} ORDER BY key",  # noqa: S608
            (size,),
        )
        return [signature_in(line) for (line,) in rows]

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

    def add_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint, which must be larger than the one before it."""
        self._keep("checkpoint", (size, note))

    def add_cosignatures(self, size: int, signatures: Iterable[Signature]) -> None:
        """Keep what witnesses have signed below the checkpoint of a size; of one key the first."""
        known = {(one.name, one.key_hash) for one in self.cosignatures(size)}
        for one in signatures:
            if (one.name, one.key_hash) not in known:
                self._keep("cosignature", (size, f"{one.name}+{one.key_hash.hex()}", one.line()))

    def add_timestamp(self, size: int, authority: str, reply: bytes) -> None:
        """Keep the reply (DER) of a time-stamping authority about the checkpoint of a size."""
        self._keep("timestamp", (size, authority, reply))

    @abstractmethod
    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]: ...

    @abstractmethod
    def _keep(self, table: str, row: Sequence[Any]) -> None:
        """Add a row to one of these tables, in a transaction of its own."""
