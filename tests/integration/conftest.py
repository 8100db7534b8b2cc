"""The servers that ledgers are kept in and published to."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.integration import kafka, registry
from tests.integration.postgres import NAMED, Databases, own_server, require_postgres

STORES = ("sqlite", "postgres")
KAFKA = {"kafka_servers", "kafka_with_password", "own_kafka"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where there is no PostgreSQL, or no Kafka, all its tests are skipped in one place, and so told in one line."""
    fixtures = {"databases", "postgres_server", "server"} & set(getattr(item, "fixturenames", ()))
    call = getattr(item, "callspec", None)
    if fixtures or (call is not None and "postgres" in call.params.values()):
        require_postgres()
    if KAFKA & set(getattr(item, "fixturenames", ())):
        kafka.require_kafka()
    if "registry_url" in getattr(item, "fixturenames", ()):
        registry.require_registry()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run share."""
    run = tmp_path_factory.getbasetemp()
    return run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> Iterator[str]:
    """The URL of a server, shared by all processes of the run."""
    if url := os.environ.get(NAMED):
        yield url
        return
    # The path of a Unix socket is short, so the files do not lie in the folder of the run, which may be deep.
    name = hashlib.sha256(str(run_folder).encode()).hexdigest()[:12]
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


@pytest.fixture(scope="session")
def kafka_servers(run_folder: Path) -> str:
    """Where a broker is that all tests of the run share; each has topics of its own there (``topics``)."""
    return os.environ.get(kafka.NAMED) or kafka.shared_broker(run_folder).split(",")[0]


@pytest.fixture(scope="session")
def kafka_with_password(run_folder: Path) -> str:
    """The address of the broker that asks who one is; only one of our own does."""
    if os.environ.get(kafka.NAMED):
        pytest.skip(f"{kafka.NAMED} names a broker whose users nobody knows")
    return kafka.shared_broker(run_folder).split(",")[1]


@pytest.fixture
def own_kafka() -> Iterator[kafka.OwnBroker]:
    """A broker for a test that stops or kills it."""
    with kafka.own_broker() as broker:
        yield broker


@pytest.fixture
def topics() -> str:
    """What the names of this test's topics begin with."""
    return f"test-{uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def registry_url(run_folder: Path) -> str:
    """Where a schema registry is that all tests of the run share; its subjects begin with the topics of each."""
    return os.environ.get(registry.NAMED) or registry.shared_registry(run_folder)
