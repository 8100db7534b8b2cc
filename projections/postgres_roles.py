"""Who may do what to the read models beside a ledger in PostgreSQL: a follower that keeps them, and readers.

The follower owns the schema ``saksi_views`` and every table in it, and reads the ledger: it makes generations, fills
them, switches and drops them, and can add nothing to the log. Everybody else who reads the ledger, its writers too, may
read them: also the tables of generations to come, which the follower makes and PostgreSQL grants by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from ledger.postgres_roles import quoted
from ledger.postgres_roles import set_up as set_up_ledger
from projections.postgres_views import KEEPER, SCHEMA

ACTS_AS = """SELECT pg_has_role(%s,
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)"""

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"

READERS = """SELECT DISTINCT quote_ident(rolname) FROM pg_namespace, aclexplode(nspacl) AS granted
  JOIN pg_roles ON pg_roles.oid = grantee WHERE nspname = %s AND privilege_type = 'USAGE' AND grantee <> nspowner"""


def set_up(
    url: str, *, writers: list[str], readers: list[str], signers: Sequence[str] = (), follower: str | None = None
) -> list[str]:
    """Lay out a ledger and the schema of its read models, make the roles that do not exist, and grant.

    Without a ``follower`` the read models stay with the role that keeps them, at first the user who does this. Gives
    the roles that were made. Raises what ``ledger.postgres_roles.set_up`` raises; then nothing was made or granted.
    """
    keepers = [follower] if follower is not None else []

    def beside(connection: psycopg.Connection[Any]) -> None:
        _give_to(connection, follower)
        for role in (*writers, *readers, *signers):
            connection.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {quoted(role)}")
        _grant_to_readers(connection)

    return set_up_ledger(url, writers=writers, readers=[*readers, *keepers], signers=signers, beside=beside)


def _give_to(connection: psycopg.Connection[Any], follower: str | None) -> None:
    """Make the schema if there is none, and the follower the owner of it and of what is in it."""
    if follower is not None and connection.execute(ACTS_AS, (follower,)).fetchone() != (True,):
        # Only who may work as a role can give something to it.
        connection.execute(f"GRANT {quoted(follower)} TO CURRENT_USER")
    owner = quoted(follower) if follower is not None else "CURRENT_USER"
    if connection.execute(KEEPER, (SCHEMA,)).fetchone() is None:
        connection.execute(f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {owner}")
    elif follower is not None:
        connection.execute(f"ALTER SCHEMA {SCHEMA} OWNER TO {owner}")
        for (table,) in connection.execute(TABLES, (SCHEMA,)).fetchall():
            connection.execute(f"ALTER TABLE {SCHEMA}.{quoted(table)} OWNER TO {owner}")


def _grant_to_readers(connection: psycopg.Connection[Any]) -> None:
    """Let whoever may look into the schema read what is in it, and what the owner will make there."""
    owner, _ = connection.execute(KEEPER, (SCHEMA,)).fetchone() or ("CURRENT_USER", False)
    for (reader,) in connection.execute(READERS, (SCHEMA,)).fetchall():
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {reader}")
        connection.execute(
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {SCHEMA} GRANT SELECT ON TABLES TO {reader}"
        )
