"""A ledger as one SQLite file: how it is opened, and what SQLite's errors mean to a person."""

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
    LedgerWithoutLeaves,
    NoSuchLedger,
    NotALedger,
    StorageFailed,
    StorageFull,
    UnsupportedUrl,
)
from ledger.sqlite_layout import APPLICATION_ID, FORMAT, OLDER_FORMATS, TABLES, TRIGGERS, missing

PAGE_BYTES = 8192
CACHE_KIBIBYTES = 32 * 1024
CHECKPOINT_PAGES = 16 * 1024
"""How long the write-ahead log may grow (128 MiB): pages that many transactions touch are then written back once."""


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


def format_of(connection: sqlite3.Connection) -> int:
    """The number of the layout of a ledger."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def bring_up(path: Path, *, busy_timeout: float) -> None:
    """Give a ledger of an older format all that this format has but its leaves. Raises what ``connect`` raises."""
    if not path.exists():
        return
    connection = None
    try:
        connection = _open(path, "rw", busy_timeout)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID or format_of(connection) not in OLDER_FORMATS:
            return
        connection.execute("BEGIN IMMEDIATE")
        for statement in missing(connection):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, path) from None
    finally:
        if connection is not None:
            connection.close()


def _is_ledger(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file holds a ledger; false if it holds nothing yet. Raises ``NotALedger`` if it is something else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = format_of(connection)
    if application == APPLICATION_ID:
        if version in OLDER_FORMATS:
            raise LedgerWithoutLeaves(
                "{name} is a ledger of format {version}, which keeps nothing that proves its events",
                "bring it up with `saksi verify --repair-leaves`",
                name=path,
                version=version,
            )
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
