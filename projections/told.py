"""What was said of whom, and what is to be said: tables that belong to no generation and outlive every rebuild.

    announced   the generation that what was told was held against, the last instant as of which verdicts were told
                (microseconds since 1970, UTC), and the number of the last verdict
    told        by employee what was told, and the next instant at which time alone may change it
    verdict     the outbox: number (1, 2, 3 …), the employee, the verdict as it is published

They are written in one transaction, so a verdict is in the outbox once. What is published for sure is taken out of it,
but for the last, which proves that the topic and these tables belong together.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import Struct

from domain.errors import SaksiError
from ledger.avro import instant_of, micros_of
from projections.look import Told
from projections.views import Views

LAYOUT = (
    "CREATE TABLE IF NOT EXISTS announced (generation BIGINT NOT NULL, as_of BIGINT NOT NULL, number BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS told (nip TEXT PRIMARY KEY, due BIGINT, state BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS told_by_due ON told (due)",
    "CREATE TABLE IF NOT EXISTS verdict (number BIGINT PRIMARY KEY, nip TEXT NOT NULL, state BLOB NOT NULL)",
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Told)


class Announced(Struct, frozen=True):
    """How far announcing is."""

    generation: int = 0
    as_of: datetime = instant_of(0)
    number: int = 0


class VerdictRow(NamedTuple):
    """A verdict of the outbox, framed as Avro's single-object encoding."""

    position: int
    """Its number."""
    nip: str
    state: bytes


class ToldUnreadable(SaksiError):
    """What was told of an employee is not what this program writes."""

    code = "told_unreadable"


class ToldTables:
    """Reads and writes them. Whoever writes holds a transaction of the views."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def lay_out(self) -> None:
        """Make the tables if there are none."""
        if not self._views.has_table("verdict"):
            with self._views.transaction():
                for statement in LAYOUT:
                    self._views.write(statement)

    def announced(self) -> Announced:
        """How far it is."""
        rows = self._views.query("SELECT generation, as_of, number FROM announced")
        return Announced(rows[0][0], instant_of(rows[0][1]), rows[0][2]) if rows else Announced()

    def announce(self, announced: Announced) -> None:
        """Note how far it is."""
        self._views.write("DELETE FROM announced")
        row = (announced.generation, micros_of(announced.as_of), announced.number)
        self._views.write("INSERT INTO announced VALUES (?, ?, ?)", [row])

    def due(self, as_of: datetime, pending: str, limit: int) -> list[str]:
        """So many employees of whom time alone may have changed something, the longest ago first.

        Those who wait in the table ``pending`` are left aside: their rows are not what follows from the facts yet.
        """
        rows = self._views.query(
            f"SELECT nip FROM told WHERE due <= ? AND NOT EXISTS (SELECT 1 FROM {pending} AS waiting "
            "WHERE waiting.nip = told.nip) ORDER BY due, nip LIMIT ?",
            (micros_of(as_of), limit),
        )
        return [nip for (nip,) in rows]

    def of(self, nips: Sequence[str]) -> dict[str, Told]:
        """What was told of these employees; of some perhaps nothing. Raises ``ToldUnreadable``."""
        rows = self._views.query(f"SELECT nip, state FROM told WHERE nip IN ({', '.join('?' * len(nips))})", nips)
        return {nip: _read(nip, state) for nip, state in rows}

    def tell(self, told: Iterable[tuple[str, datetime | None, Told]]) -> None:
        """Note what was told of employees, and when to look again."""
        self._views.write(
            "INSERT INTO told VALUES (?, ?, ?) ON CONFLICT (nip) DO UPDATE SET due = excluded.due, "
            "state = excluded.state",
            [
                (nip, micros_of(due) if due is not None else None, zlib.compress(_encoder.encode(state), 1))
                for nip, due, state in told
            ],
        )

    # The outbox

    def add(self, rows: Sequence[VerdictRow]) -> None:
        """Add verdicts to the outbox."""
        if rows:
            self._views.bulk("verdict", 3, rows)

    def after(self, number: int, limit: int) -> list[VerdictRow]:
        """So many verdicts behind a number, in order."""
        rows = self._views.query(
            "SELECT number, nip, state FROM verdict WHERE number > ? ORDER BY number LIMIT ?", (number, limit)
        )
        return [VerdictRow(*row) for row in rows]

    def forget_before(self, number: int) -> None:
        """Take out of the outbox what lies before a number that is published for sure."""
        self._views.write("DELETE FROM verdict WHERE number < ?", [(number,)])

    def forget_all(self) -> None:
        """Forget what was told, so that everything is told anew."""
        for table in ("announced", "told", "verdict"):
            self._views.write(f"DELETE FROM {table}")


def _read(nip: str, state: bytes) -> Told:
    try:
        return _decoder.decode(zlib.decompress(state))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ToldUnreadable(
            "what was told of employee {nip} cannot be read: {detail}",
            "tell everything again into empty topics, with --anew and --topics",
            nip=nip,
            detail=str(error),
        ) from None
