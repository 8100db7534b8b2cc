"""The databases that ledgers are kept in."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.postgres import NAMED, Databases, own_server, require_postgres

STORES = ("sqlite", "postgres")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where there is no PostgreSQL, all tests of it are skipped in one place, and so told in one line."""
    fixtures = {"databases", "postgres_server", "server"} & set(getattr(item, "fixturenames", ()))
    call = getattr(item, "callspec", None)
    if fixtures or (call is not None and "postgres" in call.params.values()):
        require_postgres()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server, shared by all processes of the run."""
    if url := os.environ.get(NAMED):
        yield url
        return
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run
    # The path of a Unix socket is short, so the files do not lie in the folder of the run, which may be deep.
    name = hashlib.sha256(str(shared).encode()).hexdigest()[:12]
    with own_server(Path(tempfile.gettempdir()) / f"saksi-pg-{name}") as server:
        yield server.url


@pytest.fixture(scope="session")
def _server_connection(postgres_server: str) -> Iterator[Databases]:
    databases = Databases(postgres_server)
    yield databases
    databases.close()


@pytest.fixture
def databases(_server_connection: Databases) -> Iterator[Databases]:
    """Makes databases for one test."""
    yield _server_connection
    _server_connection.drop()
