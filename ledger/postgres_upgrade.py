"""A ledger of an older format in a PostgreSQL database: how it gets what this format has, but for its leaves."""

from __future__ import annotations

import psycopg
from psycopg import errors

from ledger.errors import LedgerForbidden
from ledger.postgres_database import WRITERS_LOCK, connect_bare, explained, format_of, label
from ledger.postgres_roles import grant_again
from ledger.postgres_tables import OLDER_FORMATS, SCHEMA, missing


def bring_up(url: str) -> None:
    """Lay out what an older format did not have, in one transaction, for those who may use what it had.

    Raises what ``ledger.postgres_database.connect`` raises, and ``LedgerForbidden`` if the user does not own the
    ledger.
    """
    name = label(url)
    try:
        with connect_bare(url, name) as connection:
            found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.format",)).fetchone()
            if found == (False,) or format_of(connection) not in OLDER_FORMATS:
                return
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
                if format_of(connection) in OLDER_FORMATS:  # another process may have done it meanwhile
                    for statement in missing(connection):
                        connection.execute(statement)
                    grant_again(connection)
    except errors.InsufficientPrivilege:
        raise LedgerForbidden(
            "the ledger {name} is of an older format, and only its owner can change that",
            "let the role that laid it out do the same",
            name=name,
        ) from None
    except psycopg.Error as error:
        raise explained(error, name) from None
