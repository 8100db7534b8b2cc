"""A ledger as one SQLite file: its tables, how it is opened, and what SQLite's errors mean to a person.

    stream     number, name                      one row for each stream
    topic      number, name                      one row for each event type
    source     number, name                      one row for each file or channel that facts came from
    event      position, stream, version, previous, recorded_at, source, line, topic, state
    source_id  slot, position                    the ids of the sources, by open addressing (``drafts.slot_of``)
    head       stream, version, position         the last event of each stream

``event.previous`` is the position of the event before it in its stream, 0 for the first. ``recorded_at`` is in
microseconds since 1970 (UTC). ``log`` is a view of it all with names, for whoever opens the file by hand.

The database itself refuses to change or delete what is recorded, to replace it (``INSERT OR REPLACE`` deletes without
asking a DELETE trigger, so the INSERT triggers guard against that), and to leave a hole in the positions. A head may
only move on to a later event of its stream. The guards that run on every append raise FAIL, not ABORT: an ABORT would
make SQLite keep a journal for each statement, and they let no row through anyway.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from domain.errors import SaksiError
from ledger.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerForbidden,
    LedgerReadOnly,
    NoSuchLedger,
    NotALedger,
    StorageFailed,
    StorageFull,
    UnsupportedUrl,
)

APPLICATION_ID = 0x53414B53  # "SAKS"
FORMAT = 1
PAGE_BYTES = 8192
CACHE_KIBIBYTES = 32 * 1024
CHECKPOINT_PAGES = 16 * 1024
"""How long the write-ahead log may grow (128 MiB): pages that many transactions touch are then written back once."""

_APPEND_ONLY = ("stream", "topic", "source", "event", "source_id")

TABLES = [
    "CREATE TABLE stream (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE topic (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  version INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  line INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic,
  state BLOB NOT NULL
)""",
    "CREATE TABLE source_id (slot INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
    """CREATE TABLE head (
  stream INTEGER PRIMARY KEY REFERENCES stream,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL
)""",
    """CREATE VIEW log AS
SELECT position, strftime('%Y-%m-%dT%H:%M:%fZ', recorded_at / 1e6, 'unixepoch') AS recorded_at, stream.name AS stream,
  version, source.name || CASE WHEN line THEN ':' || line ELSE '' END AS source, topic.name AS topic, state
FROM event JOIN stream ON stream.number = stream
  JOIN source ON source.number = source JOIN topic ON topic.number = topic""",
]
TRIGGERS = [
    *(
        f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no {act} on {table}'); END"""
        for table in _APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE number = new.number OR name = new.name)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no REPLACE in {table}'); END"""  # noqa: S608
        for table in ("stream", "topic", "source")
    ),
    """CREATE TRIGGER source_id_no_replace BEFORE INSERT ON source_id
WHEN EXISTS (SELECT 1 FROM source_id WHERE slot = new.slot)
BEGIN SELECT RAISE(FAIL, 'the slot is taken'); END""",
    """CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN new.position IS NOT 1 + (SELECT coalesce(max(position), 0) FROM event)
BEGIN SELECT RAISE(FAIL, 'an event takes the next position of the ledger'); END""",
    """CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on head'); END""",
    """CREATE TRIGGER head_no_replace BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE stream = new.stream)
BEGIN SELECT RAISE(FAIL, 'the ledger is append-only: no REPLACE in head'); END""",
    """CREATE TRIGGER head_moves_on BEFORE UPDATE ON head
WHEN new.stream <> old.stream OR new.position <= old.position OR NOT EXISTS (
  SELECT 1 FROM event WHERE position = new.position AND stream = new.stream AND version = new.version)
BEGIN SELECT RAISE(FAIL, 'a head only moves on to a later event of its stream'); END""",
]


def path_in(url: str) -> Path:
    """The file that ``sqlite:///file.db`` names (four slashes for an absolute path).

    Raises ``UnsupportedUrl`` for any other kind of store.
    """
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    raise UnsupportedUrl(
        "'{url}' is not the URL of a ledger",
        "name a file, such as sqlite:///saksi.db, or a postgresql:// database",
        url=url,
    )


def connect(path: Path, *, create: bool, busy_timeout: float) -> sqlite3.Connection:
    """Open the ledger in a file, or lay one out if there is none and ``create`` is set. Waits ``busy_timeout`` seconds.

    Raises ``NoSuchLedger``, ``NotALedger``, ``LedgerBusy``, ``LedgerReadOnly``, ``StorageFull`` or ``StorageFailed``.
    """
    if not create and not path.exists():
        raise NoSuchLedger(
            "there is no ledger at {path}", "check the path, or record into it with `saksi ingest`", path=path
        )
    if path.is_dir():
        raise NotALedger("{path} is a folder, not a ledger", "name the file of the ledger", path=path)
    deadline = monotonic() + busy_timeout
    while True:
        try:
            return _connect_once(path, create=create, busy_timeout=busy_timeout)
        except LedgerBusy:
            # While another process lays the ledger out, SQLite says busy at once, whatever the busy timeout.
            if monotonic() > deadline:
                raise
            sleep(0.02)


def _connect_once(path: Path, *, create: bool, busy_timeout: float) -> sqlite3.Connection:
    connection = None
    try:
        connection = _open(path, "rwc" if create else "rw", busy_timeout)
        _check_format(connection, path, create=create)
    except (sqlite3.Error, SaksiError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, SaksiError):
            raise
        if has_code(error, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and not create:
            return _connect_read_only(path, busy_timeout)
        raise explained(error, path) from None
    return connection


def _connect_read_only(path: Path, busy_timeout: float) -> sqlite3.Connection:
    connection = None
    try:
        connection = _open(path, read_only_mode(path), busy_timeout)
        _check_format(connection, path, create=False)
    except (sqlite3.Error, SaksiError) as error:
        if connection is not None:
            connection.close()
        raise (explained(error, path) if isinstance(error, sqlite3.Error) else error) from None
    return connection


def read_only_mode(path: Path) -> str:
    """A file on a medium that cannot be written is read as it lies there, if no write-ahead log is left beside it."""
    return "ro" if Path(f"{path}-wal").exists() else "ro&immutable=1"


def uri_of(path: Path, mode: str) -> str:
    """The URI by which SQLite opens a file in a mode."""
    return f"file:{quote(os.path.abspath(path))}?mode={mode}"  # noqa: PTH100  resolve() would follow the links of /dev


def _open(path: Path, mode: str, busy_timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri_of(path, mode),
        uri=True,
        timeout=busy_timeout,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIBIBYTES}")
    return connection


def _check_format(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    if _is_ledger(connection, path):
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        return
    if not create:
        raise NotALedger("{path} is empty: it holds no ledger", "record into it with `saksi ingest`", path=path)
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _is_ledger(connection, path):  # another process may have laid it out while this one waited
            for statement in (*TABLES, *TRIGGERS):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


def _is_ledger(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file holds a ledger; false if it holds nothing yet. Raises ``NotALedger`` if it is something else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID:
        if version != FORMAT:
            raise NotALedger(
                "{path} is a ledger of format {version}; this version of Saksi reads format {format}",
                "open it with a newer Saksi",
                path=path,
                version=version,
                format=FORMAT,
            )
        return True
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables or application or version:
        raise NotALedger("{path} is an SQLite database but not a Saksi ledger", "name the file of a ledger", path=path)
    return False


def misfits(connection: sqlite3.Connection) -> list[str]:
    """What tables and triggers of the file are not those of the format: gone, changed, or triggers too many."""
    model = sqlite3.connect(":memory:")
    for statement in (*TABLES, *TRIGGERS):
        model.execute(statement)
    kept, expected = _layout(connection), _layout(model)
    model.close()
    found = [
        f"the {kind} {name} is not as the ledger's format lays it out"
        if (kind, name) in kept
        else f"the {kind} {name} is gone"
        for (kind, name), said in expected.items()
        if kept.get((kind, name)) != said
    ]
    ours = {name for kind, name in expected if kind == "table"}
    found += [
        f"the trigger {name} on {table} is not of the ledger's format"
        for (kind, name), (table, _) in kept.items()
        if kind == "trigger" and table in ours and (kind, name) not in expected
    ]
    return found


def _layout(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(kind, name): (table, sql) for kind, name, table, sql in rows}


_PERMISSIONS = "check the permissions of the file and its folder"


def has_code(error: sqlite3.Error, *codes: int) -> bool:
    """Whether an error is of one of these primary codes."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in codes


def is_full(error: sqlite3.Error) -> bool:
    """Whether there is no room left on a disk."""
    return has_code(error, sqlite3.SQLITE_FULL)


def explained(error: sqlite3.Error, path: Path | str) -> SaksiError:
    """What an error of SQLite means, in one sentence."""
    if has_code(error, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy("another process is writing to the ledger {name}", "try again when it is done", name=path)
    if is_full(error):
        return StorageFull(
            "the disk is full: nothing more was recorded in {name}",
            "make room; what was reported as recorded is safe",
            name=path,
        )
    if has_code(error, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return LedgerReadOnly("the ledger {name} cannot be written", _PERMISSIONS, name=path)
    if has_code(error, sqlite3.SQLITE_NOTADB):
        return NotALedger("{name} is not a ledger: it is no SQLite database", "name the file of a ledger", name=path)
    if has_code(error, sqlite3.SQLITE_CANTOPEN):
        return _why_not_opened(Path(path))
    if has_code(error, sqlite3.SQLITE_CORRUPT):
        return LedgerDamaged(
            "the ledger {name} is damaged: {detail}",
            "run `saksi verify` and restore a copy",
            name=path,
            detail=str(error),
        )
    return StorageFailed(
        "the ledger {name} could not be read or written: {detail}", "check the disk", name=path, detail=str(error)
    )


def _why_not_opened(path: Path) -> SaksiError:
    if not path.absolute().parent.is_dir():
        return NoSuchLedger(
            "there is no folder {parent} for the ledger {name}",
            "make the folder first",
            parent=path.parent,
            name=path.name,
        )
    if path.exists() and not os.access(path, os.R_OK):
        return LedgerForbidden("the ledger {name} may not be read by you", _PERMISSIONS, name=path)
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        return LedgerReadOnly("the ledger {name} cannot be written", _PERMISSIONS, name=path)
    return StorageFailed("the ledger {name} could not be opened", _PERMISSIONS, name=path)
