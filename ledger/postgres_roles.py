"""Who may do what to a ledger in PostgreSQL: a writer that adds and never changes, a signer, and a reader.

The role that laid the ledger out owns it and could drop its triggers; so nobody should work as that role. A writer may
insert, and move heads as the triggers allow; neither role may update, delete, truncate or alter anything else. Who may
do what to the read models beside it is ``projections.postgres_roles``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from ledger.errors import LedgerForbidden
from ledger.postgres_database import connect, explained, label
from ledger.postgres_tables import TABLES, TREES

_SIGNED = ["checkpoint", "cosignature", "timestamp"]
_APPENDED = [name for name in TABLES if name not in ("head", "format", *_SIGNED, *TREES)]


def writer_grants(role: str) -> list[str]:
    """What lets a role append to the ledger and read it."""
    name = quoted(role)
    return [
        *reader_grants(role),
        f"GRANT INSERT ON {_tables(_APPENDED)} TO {name}",
        f"GRANT INSERT, UPDATE (version, position) ON saksi.head TO {name}",
    ]


def signer_grants(role: str) -> list[str]:
    """What lets a role seal the ledger and keep what is signed about it: it appends, and keeps the trees."""
    name = quoted(role)
    return [
        *writer_grants(role),
        f"GRANT INSERT ON {_tables(_SIGNED)} TO {name}",
        f"GRANT INSERT, UPDATE ON {_tables([*TREES])} TO {name}",
    ]


def reader_grants(role: str) -> list[str]:
    """What lets a role read the ledger."""
    name = quoted(role)
    return [
        f"GRANT USAGE ON SCHEMA saksi TO {name}",
        f"GRANT SELECT ON {_tables([*TABLES, 'log'])} TO {name}",
    ]


def set_up(
    url: str,
    *,
    writers: list[str],
    readers: list[str],
    signers: Sequence[str] = (),
    beside: Callable[[psycopg.Connection[Any]], None] = lambda _: None,
) -> list[str]:
    """Lay a ledger out if there is none, make the roles that do not exist, and grant.

    ``beside`` does more in the same transaction. Gives the roles that were made (they cannot log in). Raises
    ``LedgerForbidden`` where the user may not do that, and the errors of ``ledger.errors``; then no role was made and
    nothing was granted.
    """
    connection = connect(url, create=True, busy_timeout=10)
    try:
        with connection.transaction():
            _owner_or_refuse(connection, label(url))
            made = [role for role in dict.fromkeys([*writers, *readers, *signers]) if _make(connection, role)]
            for role in writers:
                _execute(connection, writer_grants(role))
            for role in readers:
                _execute(connection, reader_grants(role))
            for role in signers:
                _execute(connection, signer_grants(role))
            for role in (*writers, *readers, *signers):
                _refuse_the_mighty(connection, role)
            beside(connection)
    except psycopg.Error as error:
        raise explained(error, label(url)) from None
    finally:
        connection.close()
    return made


def _owner_or_refuse(connection: psycopg.Connection[Any], name: str) -> None:
    """A GRANT by somebody else than the owner only warns, and grants nothing."""
    owns = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'saksi.event'::regclass"
    if connection.execute(owns).fetchone() != (True,):
        raise LedgerForbidden("this user does not own the ledger {name}", "use the role that laid it out", name=name)


def _refuse_the_mighty(connection: psycopg.Connection[Any], role: str) -> None:
    """A superuser, the owner, or whom somebody granted more, is no writer and no reader."""
    may = "SELECT has_table_privilege(%s, 'saksi.event', 'UPDATE, DELETE, TRUNCATE')"
    if connection.execute(may, (role,)).fetchone() != (False,):
        raise LedgerForbidden(
            "the role {role} may change what is recorded: it owns the ledger, is a superuser, or was granted more",
            "name another role, or take those rights away",
            role=role,
        )


def _make(connection: psycopg.Connection[Any], role: str) -> bool:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        return False
    connection.execute(f"CREATE ROLE {quoted(role)} NOLOGIN")
    return True


def _execute(connection: psycopg.Connection[Any], statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _tables(names: list[str]) -> str:
    return ", ".join(f"saksi.{name}" for name in names)


def quoted(role: str) -> str:
    return sql.Identifier(role).as_string(None)
