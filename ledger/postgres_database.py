"""How a ledger in a PostgreSQL database is opened, and what PostgreSQL's errors mean to a person."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from domain.errors import SaksiError
from ledger.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerForbidden,
    LedgerReadOnly,
    LedgerUnreachable,
    LedgerWithoutLeaves,
    NoSuchLedger,
    NotALedger,
    StorageFailed,
    StorageFull,
    UnsupportedUrl,
)
from ledger.postgres_tables import FORMAT, OLDER_FORMATS, SCHEMA, layout, missing

WRITERS_LOCK = 0x53414B5349
"""The advisory lock ("SAKSI") that a writer holds to the end of its transaction. A table lock would need a privilege
that a role which may only insert does not have."""

# What the driver would log of a connection that broke is told once, as a sentence, by who used it.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""What libpq is told unless the URL says otherwise: how long to wait for a server that says nothing at all, in seconds,
the last in milliseconds. Without it, whoever waits for news would never hear that the line was cut."""


def label(url: str) -> str:
    """The ledger as messages name it: never with the password. Raises ``UnsupportedUrl`` for what cannot be read."""
    try:
        said = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.Error:  # its text may quote the password
        said = {"port": "unreadable"}
    host, database = said.get("host") or said.get("hostaddr") or "", said.get("dbname") or said.get("user") or ""
    port = f":{said['port']}" if said.get("port") else ""
    # A password with an @ or a / in it ends early, and its rest is taken for a host, a port or a database.
    if "@" in host + database or not set(port) <= set(":,0123456789"):
        raise UnsupportedUrl(
            "the URL of the ledger cannot be read as postgresql://USER@HOST/DATABASE",
            "write @ : / ? # % in a user's name or password as %40 %3A %2F %3F %23 %25",
        )
    if host.startswith("/"):
        return f"postgresql:///{database}?host={host}{port}"
    return f"postgresql://{host}{port}/{database}"


def connect(url: str, *, create: bool, busy_timeout: float) -> psycopg.Connection[Any]:
    """Open the ledger in a database, or lay one out there if there is none and ``create`` is set.

    Whoever waits for another writer waits ``busy_timeout`` seconds. Raises ``NoSuchLedger``, ``NotALedger``,
    ``LedgerUnreachable``, ``LedgerForbidden``, ``LedgerBusy``, ``LedgerReadOnly``, ``StorageFull``, ``StorageFailed``,
    or ``UnsupportedUrl``.
    """
    name = label(url)
    connection = _open(url, name)
    try:
        connection.execute(f"SET lock_timeout = {max(1, round(busy_timeout * 1000))}")
        connection.execute("SET search_path = pg_catalog")
        # What was told as recorded must survive a power cut, whatever the database's own setting.
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        # A plan made for few rows would read whole tables; and compiling one costs more than any question here.
        connection.execute("SET enable_seqscan = off; SET jit = off")
        _check_format(connection, name, create=create)
    except psycopg.Error as error:
        connection.close()
        raise explained(error, name) from None
    except SaksiError:
        connection.close()
        raise
    return connection


def _check_format(connection: psycopg.Connection[Any], name: str, *, create: bool) -> None:
    if _is_ledger(connection, name):
        return
    if not create:
        raise NoSuchLedger("there is no ledger in {name}", "record into it with `saksi ingest`", name=name)
    lay_out(connection, name)


def connect_bare(url: str, name: str) -> psycopg.Connection[Any]:
    """A connection for something other than the log. Raises what ``connect`` raises for a database out of reach."""
    return _open(url, name)


def lay_out(connection: psycopg.Connection[Any], name: str) -> None:
    """Make the tables and triggers, unless another process does so meanwhile. Raises ``psycopg.Error``."""
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise NotALedger(
            "{name} keeps text in {encoding}, a ledger needs UTF8",
            "make a database with ENCODING UTF8",
            name=name,
            encoding=encoding,
        )
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
        if not _is_ledger(connection, name):
            for statement in layout():
                connection.execute(statement)


def bring_up(url: str) -> None:
    """Give a ledger of an older format all that this format has but its leaves.

    Raises what ``connect`` raises, and ``LedgerForbidden`` if the user does not own the ledger.
    """
    name = label(url)
    try:
        with _open(url, name) as connection:
            schema = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.format",)).fetchone()
            if schema == (True,) and _format_of(connection) in OLDER_FORMATS:
                with connection.transaction():
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
                    for statement in missing(connection) if _format_of(connection) in OLDER_FORMATS else ():
                        connection.execute(statement)
    except errors.InsufficientPrivilege:
        raise LedgerForbidden(
            "the ledger {name} is of an older format, and only its owner can change that",
            "let the role that laid it out do the same",
            name=name,
        ) from None
    except psycopg.Error as error:
        raise explained(error, name) from None


def _format_of(connection: psycopg.Connection[Any]) -> int:
    (number,) = connection.execute(f"SELECT max(number) FROM {SCHEMA}.format").fetchone() or (0,)
    return int(number or 0)


def _open(url: str, name: str) -> psycopg.Connection[Any]:
    settings: dict[str, Any] = {"client_encoding": "utf8", "autocommit": True}
    with suppress(psycopg.Error):
        said = conninfo_to_dict(url)
        settings |= {name: value for name, value in PATIENCE.items() if not said.get(name)}
    try:
        connection = psycopg.connect(url, **settings)
    except psycopg.OperationalError as error:
        raise _why_not_opened(str(error), name) from None
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED  # whatever the database's own default
    return connection


def _is_ledger(connection: psycopg.Connection[Any], name: str) -> bool:
    """Whether the database holds a ledger; false if it has none yet. Raises ``NotALedger`` if it is another format."""
    # A question of the catalogue's rows: `to_regnamespace` may answer from what was cached before the lock was taken.
    schema = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
    if connection.execute(schema, (SCHEMA,)).fetchone() is None:
        return False
    (table,) = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.format",)).fetchone() or (False,)
    if not table:
        raise NotALedger(
            "{name} has a schema {schema} that is not a ledger",
            "name another database, or move that schema away",
            name=name,
            schema=SCHEMA,
        )
    told = _format_of(connection)
    if told in OLDER_FORMATS:
        raise LedgerWithoutLeaves(
            "{name} is a ledger of format {version}, which keeps nothing that proves its events",
            "bring it up with `saksi verify --repair-leaves`",
            name=name,
            version=told,
        )
    if told != FORMAT:
        raise NotALedger(
            "{name} is a ledger of format {told}; this version of Saksi reads format {format}",
            "open it with a newer Saksi",
            name=name,
            told=told,
            format=FORMAT,
        )
    return True


_AGAIN = "run the same command again when it does: what is recorded already counts as a duplicate"


def _why_not_opened(text: str, name: str) -> SaksiError:
    """Before a connection stands PostgreSQL gives no code, only a text."""
    if "database" in text and "does not exist" in text:
        return NoSuchLedger(
            "there is no database at {name}", "check the URL, or make the database with `createdb`", name=name
        )
    refusals = ("authentication failed", "pg_hba.conf", "role", "not permitted to log in")
    if "no password supplied" in text or ("FATAL" in text and any(words in text for words in refusals)):
        return LedgerForbidden(
            "the server does not let this user into {name}", "check the user and the password", name=name
        )
    if "FATAL" in text and "too many" in text:
        return LedgerBusy(
            "the server has no connection left for {name}", "try again, or raise max_connections", name=name
        )
    if "FATAL" in text and "permission denied for database" in text:
        return LedgerForbidden("this user may not connect to {name}", "ask for GRANT CONNECT", name=name)
    return LedgerUnreachable(
        "the PostgreSQL server of {name} does not answer", "check that it runs, and the URL", name=name
    )


def explained(error: psycopg.Error, name: str) -> SaksiError:
    """What an error of PostgreSQL means, in one sentence."""
    primary = error.diag.message_primary or str(error).partition("\n")[0]
    if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)):
        return LedgerBusy("another process is writing to the ledger {name}", "try again when it is done", name=name)
    if isinstance(error, errors.DiskFull):
        return StorageFull(
            "the disk of the server is full: nothing more was recorded in {name}",
            "make room; what was reported as recorded is safe",
            name=name,
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return LedgerForbidden(
            "this user may not do that in {name}: {detail}",
            "use a role that may, or ask for it",
            name=name,
            detail=primary,
        )
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return LedgerReadOnly(
            "the ledger {name} cannot be written", "the server is a replica or set to read only", name=name
        )
    if isinstance(error, (errors.DataCorrupted, errors.IndexCorrupted, errors.RestrictViolation)):
        return LedgerDamaged(
            "the ledger {name} is damaged: {detail}", "run `saksi verify` and restore a copy", name=name, detail=primary
        )
    if isinstance(error, (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName)):
        return LedgerDamaged(
            "the ledger {name} is not as it was laid out: {detail}", "run `saksi verify`", name=name, detail=primary
        )
    if lost(error):
        return LedgerUnreachable("the PostgreSQL server of {name} does not answer any more", _AGAIN, name=name)
    return StorageFailed(
        "the ledger {name} could not be read or written: {detail}",
        "look into the server's log",
        name=name,
        detail=primary,
    )


def lost(error: psycopg.Error) -> bool:
    """Whether it is the connection that broke, or the server that went down."""
    if not isinstance(error, psycopg.OperationalError) or isinstance(error, errors.QueryCanceled):
        return False
    return not error.sqlstate or error.sqlstate[:2] in ("08", "57")
