"""A ledger with three checkpoints, and the administrator of its database, who takes the guards away and puts them back.

What he changes he can make consistent to any depth: one row; the entry with its event; the trees over them too. Only
the checkpoints are signed with a key that he has not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from domain.admission import admit
from ledger.application import Ledger
from ledger.avro import Codec, identifier_in
from ledger.checkpoint import Checkpoint
from ledger.drafts import slot_of
from ledger.entry import Entries, blocks
from ledger.note import Algorithm, Note, PrivateKey
from ledger.reader import LogRow
from ledger.sealing import catch_up, seal
from ledger.sqlite_layout import TRIGGERS
from ledger.streams import stream_of
from tests.integration.ledger.conftest import Clock, submissions, voided, withdrawn

ORIGIN = "saksi.test/2026"
KEY = PrivateKey(ORIGIN, Algorithm.ED25519, bytes(range(32)))
FOREIGN = PrivateKey(ORIGIN, Algorithm.ED25519, bytes(32))
WITNESS = PrivateKey("witness.test", Algorithm.COSIGNATURE, bytes(range(1, 33)))
KEYS = [KEY.public, WITNESS.public]
SIZES = [40, 80, 120]
EVENTS = 130

CODEC = Codec()


def checkpoint(size: int, root: bytes, key: PrivateKey = KEY) -> Note:
    return Checkpoint(ORIGIN, size, root).signed(key)


def lay_out(url: str) -> list[Note]:
    """Events of nine people, a void here and there, and a seal and a checkpoint at each of ``SIZES``."""
    notes = []
    with Ledger.open(url, create=True, clock=Clock()) as ledger:
        for size in SIZES:
            first = ledger.last_position() + 1
            lines = [withdrawn(f"e{n}", nip=str(n % 9)) for n in range(first, size - 1)]
            ledger.record(submissions(*lines[:20]))
            ledger.record(submissions(*lines[20:], voided(f"v{size}", f"e{first + 3}")))
            sealed = seal(ledger)
            assert sealed.size == size
            note = checkpoint(size, sealed.root)
            ledger.recorder.add_checkpoint(size, bytes(note))
            ledger.recorder.add_cosignatures(size, [WITNESS.sign(note.text, 1_771_545_600 + size)])
            ledger.recorder.add_timestamp(size, "tsa.test", b"reply")
            notes.append(note)
        ledger.record(submissions(*(withdrawn(f"e{n}", nip=str(n % 9)) for n in range(121, EVENTS + 1))))
    return notes


class Administrator:
    """Whoever owns the database. Statements are SQL for both databases, with the names of tables in braces."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Administrator:
        """Take the guards away."""
        if self.url.startswith("sqlite"):
            self._sqlite = sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
            for (name,) in self._sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                self._sqlite.execute(f"DROP TRIGGER {name}")
        else:
            import psycopg

            self._postgres = psycopg.connect(self.url, autocommit=True)
            self._triggers = self._postgres.execute(
                "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE relnamespace = 'saksi'::regnamespace AND NOT tgisinternal"
            ).fetchall()
            for table, _ in self._triggers:
                self._postgres.execute(f"ALTER TABLE saksi.{table} DISABLE TRIGGER ALL")
        return self

    def __exit__(self, *_: object) -> None:
        """Put them back, as if nothing had been."""
        if self.url.startswith("sqlite"):
            for trigger in TRIGGERS:
                self._sqlite.execute(trigger)
            self._sqlite.close()
        else:
            for table, trigger in self._triggers:
                self._postgres.execute(f"ALTER TABLE saksi.{table} ENABLE ALWAYS TRIGGER {trigger}")
            self._postgres.close()

    @property
    def on_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run a statement: ``{event}`` is the table event, ``?`` a value."""
        tables = _Tables("" if self.on_sqlite else "saksi.")
        statement = statement.format_map(tables)
        if self.on_sqlite:
            return self._sqlite.execute(statement, values).fetchall()
        import psycopg

        cursor = self._postgres.execute(statement.replace("?", "%s"), values)
        with suppress(psycopg.ProgrammingError):  # it gives no rows
            return cursor.fetchall()
        return []

    # What hangs together with an event

    def change_state(self, position: int, line: str) -> None:
        """Put another event of its stream into a row: the bytes and the slot of the id are those of the line."""
        event = admit(line)
        state = CODEC.encode(event)
        ((before,),) = self.execute("SELECT state FROM {event} WHERE position = ?", (position,))
        self.execute("UPDATE {event} SET state = ? WHERE position = ?", (state, position))
        old, new = slot_of(identifier_in(bytes(before))), slot_of(event.id)
        if old != new and self.on_sqlite:
            self.execute("UPDATE {source_id} SET slot = ? WHERE position = ?", (new, position))
        elif old != new:
            self.execute("UPDATE {event} SET slot = ? WHERE position = ?", (new, position))
        assert type(event).__name__ == "EventVoided" or stream_of(event) == self.stream_of(position)

    def stream_of(self, position: int) -> str:
        ((name,),) = self.execute(
            "SELECT name FROM {event} JOIN {stream} ON number = stream WHERE position = ?", (position,)
        )
        return str(name)

    def chain_anew(self) -> None:
        """Number the versions again, link each event to the one before it, and move the heads."""
        heads: dict[int, tuple[int, int]] = {}
        for position, stream in self.execute("SELECT position, stream FROM {event} ORDER BY position"):
            version, previous = heads.get(stream, (0, 0))
            heads[stream] = (version + 1, position)
            self.execute(
                "UPDATE {event} SET version = ?, previous = ? WHERE position = ?", (version + 1, previous, position)
            )
        for (stream,) in self.execute("SELECT stream FROM {head}"):
            version, position = heads.get(stream, (0, 0))
            self.execute("UPDATE {head} SET version = ?, position = ? WHERE stream = ?", (version, position, stream))

    def swap(self, first: int, second: int) -> None:
        """Two events change their places in the log, and all that hangs on it."""
        for one, other in ((first, -1), (second, first), (-1, second)):
            self.execute("UPDATE {event} SET position = ? WHERE position = ?", (other, one))
            if self.on_sqlite:
                self.execute("UPDATE {source_id} SET position = ? WHERE position = ?", (other, one))
        times = [
            self.execute("SELECT recorded_at FROM {event} WHERE position = ?", (p,))[0][0] for p in (first, second)
        ]
        for position, recorded_at in zip((first, second), sorted(times), strict=True):
            self.execute("UPDATE {event} SET recorded_at = ? WHERE position = ?", (recorded_at, position))
        self.chain_anew()

    def remove(self, position: int) -> None:
        """An event goes, and those after it move up; checkpoints stay where they are."""
        ((last,),) = self.execute("SELECT max(position) FROM {event}")
        tables = ("{event}", "{source_id}") if self.on_sqlite else ("{event}",)
        for table in tables:
            self.execute(f"DELETE FROM {table} WHERE position = ?", (position,))
            for other in range(position + 1, last + 1):
                self.execute(f"UPDATE {table} SET position = ? WHERE position = ?", (other - 1, other))
        self.chain_anew()

    def insert_copy(self, position: int, line: str) -> None:
        """An event comes in at a position, in the stream of the one there; those from there on move down."""
        ((last,),) = self.execute("SELECT max(position) FROM {event}")
        tables = ("{event}", "{source_id}") if self.on_sqlite else ("{event}",)
        for table in tables:
            for other in range(last, position - 1, -1):
                self.execute(f"UPDATE {table} SET position = ? WHERE position = ?", (other + 1, other))
        state, slot = CODEC.encode(admit(line)), slot_of(admit(line).id)
        columns = "stream, version, previous, recorded_at, source, line, topic"
        where = "FROM {event} WHERE position = ?"
        if self.on_sqlite:
            self.execute(
                f"INSERT INTO {{event}} (position, {columns}, state) SELECT ?, {columns}, ? {where}",
                (position, state, position + 1),
            )
            self.execute("INSERT INTO {source_id} VALUES (?, ?)", (slot, position))
        else:
            self.execute(
                f"INSERT INTO {{event}} (position, {columns}, state, slot) SELECT ?, {columns}, ?, ? {where}",
                (position, state, slot, position + 1),
            )
        self.chain_anew()

    def cut(self, last: int) -> None:
        """The end of the log goes, with all that hangs on it but the checkpoints."""
        if self.on_sqlite:
            self.execute("DELETE FROM {source_id} WHERE position > ?", (last,))
        self.execute("DELETE FROM {event} WHERE position > ?", (last,))
        self.chain_anew()
        for (stream,) in self.execute("SELECT stream FROM {head} WHERE position = 0"):
            self.execute("DELETE FROM {head} WHERE stream = ?", (stream,))
            self.execute("DELETE FROM {stream} WHERE number = ?", (stream,))

    # Depth

    def rows(self) -> list[LogRow]:
        found = self.execute(
            "SELECT position, recorded_at, stream.name, version, previous, source.name, line, topic.name, state "
            "FROM {event} AS event JOIN {stream} AS stream ON stream.number = event.stream "
            "JOIN {source} AS source ON source.number = event.source "
            "JOIN {topic} AS topic ON topic.number = event.topic ORDER BY position"
        )
        return [LogRow(*row[:-1], bytes(row[-1])) for row in found]

    def entries_anew(self) -> None:
        """Each event gets the entry that it would have had."""
        entries = Entries()
        made = [
            entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)
            for row in self.rows()
        ]
        self.execute("DELETE FROM {leaves}")
        for block in blocks(1, made):
            self.execute("INSERT INTO {leaves} (last, first, entries) VALUES (?, ?, ?)", block)

    def trees_anew(self) -> None:
        """The trees are worked out again, seal after seal, each of which gets the root that it should have."""
        ((upto,),) = self.execute("SELECT position FROM {tree_progress}")
        for table in ("tile", "stream_head", "stream_part", "stream_kind"):
            self.execute(f"DELETE FROM {{{table}}}")
        self.execute("UPDATE {tree_progress} SET position = 0")
        seals = [row for row in self.rows() if row.topic == "saksi.StreamsSealed"]
        for row in seals:
            with Ledger.open(self.url) as ledger:
                catch_up(ledger, row.position - 1)
                trees = ledger.recorder.trees
                root, streams = trees.streams.root, trees.store.kinds()
            statement = CODEC.decode(row.state)
            made = type(statement)(  # type: ignore[call-arg]
                id=f"streams-{root.hex()}", upto=row.position - 1, root=root, streams=streams
            )
            state, slot = CODEC.encode(made), slot_of(made.id)
            self.execute("UPDATE {event} SET state = ? WHERE position = ?", (state, row.position))
            if self.on_sqlite:
                self.execute("UPDATE {source_id} SET slot = ? WHERE position = ?", (slot, row.position))
            else:
                self.execute("UPDATE {event} SET slot = ? WHERE position = ?", (slot, row.position))
            self.entries_anew()
        with Ledger.open(self.url) as ledger:
            catch_up(ledger, min(upto, ledger.last_position()))


class _Tables(dict[str, str]):
    def __init__(self, before: str) -> None:
        super().__init__()
        self._before = before

    def __missing__(self, name: str) -> str:
        return self._before + name
