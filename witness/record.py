"""What a witness remembers: of each ledger the last checkpoint that it cosigned, in an SQLite file of its own.

    make_record(path, key)                             # once, before the witness serves
    with Record(path, key) as record, record.deciding() as held:
        seen = held.latest(origin)
        held.advance(checkpoint, note)                 # on the disk when ``deciding`` ends

A witness that forgets would cosign two histories. So nobody serves from a record that is not there, or that another key
has; the database lets no checkpoint take the place of a larger one; and looking and moving on are one transaction, so
that two requests at once are decided one after the other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Self

from domain.errors import SaksiError
from ledger.checkpoint import Checkpoint
from ledger.durable_file import keep_folder
from ledger.note import Note, PublicKey
from ledger.sqlite_file import uri_of

APPLICATION_ID = 0x53414B57  # "SAKW"
FORMAT = 1
MOST_CONTRADICTIONS = 100
"""How many false checkpoints of one ledger are kept as evidence."""

_TABLES = [
    "CREATE TABLE witness (key TEXT NOT NULL)",
    """CREATE TABLE seen (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  note BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE contradiction (
  origin TEXT NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  note BLOB NOT NULL,
  PRIMARY KEY (origin, size, root)
) WITHOUT ROWID""",
    """CREATE TRIGGER seen_moves_on BEFORE UPDATE ON seen
WHEN new.origin <> old.origin OR new.size < old.size OR (new.size = old.size AND new.root <> old.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END""",
    """CREATE TRIGGER seen_no_delete BEFORE DELETE ON seen
BEGIN SELECT RAISE(ABORT, 'a witness never forgets'); END""",
    """CREATE TRIGGER seen_no_replace BEFORE INSERT ON seen
WHEN EXISTS (SELECT 1 FROM seen WHERE origin = new.origin)
BEGIN SELECT RAISE(ABORT, 'a witness never forgets'); END""",
]


class BadRecord(SaksiError):
    """The file of what a witness remembers is not there, is there already, or is that of another."""

    code = "bad_witness_record"


def make_record(path: Path, key: PublicKey) -> None:
    """Lay out the record of a witness that never cosigned anything. Raises ``BadRecord`` if there is a file already."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise BadRecord(
            "there is a file {path} already",
            "serve with it if it is this witness's record; else name another",
            path=path,
        ) from None
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("INSERT INTO witness VALUES (?)", (str(key),))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("COMMIT")
    except BaseException:
        path.unlink()
        raise
    finally:
        connection.close()
    keep_folder(path)


class Record:
    """The record of a witness that serves. Safe to share between threads; requests take turns."""

    def __init__(self, path: Path, key: PublicKey) -> None:
        """Raises ``BadRecord`` if there is none, or if it is not of this key."""
        self._lock = Lock()
        try:
            self._connection = sqlite3.connect(
                uri_of(path, "rw"), uri=True, isolation_level=None, check_same_thread=False, timeout=10
            )
        except sqlite3.Error:
            raise self._missing(path) from None
        try:
            held = self._key()
        except sqlite3.Error:
            held = ""
        if held != str(key):
            self.close()
            raise BadRecord(
                "{path} is not the record of the witness {key}",
                "name the file that `saksi witness init` made for this key",
                path=path,
                key=key.label,
            )
        self._connection.execute("PRAGMA synchronous=FULL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def deciding(self) -> Iterator[Held]:
        """A transaction that no other request shares, on the disk at its end. Raises ``sqlite3.Error``."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Held(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _key(self) -> str:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if (application, version) != (APPLICATION_ID, FORMAT):
            return ""
        (key,) = self._connection.execute("SELECT key FROM witness").fetchone()
        return str(key)

    @staticmethod
    def _missing(path: Path) -> BadRecord:
        return BadRecord(
            "there is no record of a witness at {path}",
            "make one with `saksi witness init`, for a new key only: a witness whose record is lost would cosign what "
            "contradicts what it cosigned before",
            path=path,
        )


class Held:
    """What is remembered, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def latest(self, origin: str) -> Checkpoint | None:
        """The last checkpoint of a ledger that was cosigned."""
        row = self._connection.execute("SELECT size, root FROM seen WHERE origin = ?", (origin,)).fetchone()
        return None if row is None else Checkpoint(origin, *row)

    def advance(self, checkpoint: Checkpoint, note: Note) -> None:
        """Remember a checkpoint in the place of the one before it."""
        self._connection.execute(
            "INSERT INTO seen VALUES (?, ?, ?, ?)"
            if self.latest(checkpoint.origin) is None
            else "UPDATE seen SET origin = ?1, size = ?2, root = ?3, note = ?4 WHERE origin = ?1",
            (checkpoint.origin, checkpoint.size, checkpoint.root, bytes(note)),
        )

    def keep_contradiction(self, checkpoint: Checkpoint, note: Note) -> None:
        """Keep a checkpoint that its ledger signed and that contradicts the one remembered: both together are proof."""
        self._connection.execute(
            """INSERT OR IGNORE INTO contradiction SELECT ?1, ?2, ?3, ?4
WHERE (SELECT count(*) FROM contradiction WHERE origin = ?1) < ?5""",
            (checkpoint.origin, checkpoint.size, checkpoint.root, bytes(note), MOST_CONTRADICTIONS),
        )
