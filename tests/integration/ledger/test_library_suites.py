"""The library's own tests of a recorder, against ours."""

from __future__ import annotations

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory, IntegrityError, NotSupportedError, StoredEvent
from eventsourcing.tests import persistence

from ledger.application import Ledger
from ledger.errors import UnsafeSetting
from ledger.sqlite import SQLiteLedgerFactory, SQLiteLedgerRecorder
from tests.integration.postgres import Databases


class OnSQLite(unittest.TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "saksi.db"

    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> Any:
        recorder = SQLiteLedgerRecorder(self.path, create=True)
        self.addCleanup(recorder.close)
        return recorder


class OnPostgres(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _database(self, databases: Databases) -> None:
        self.url = databases.new()

    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> Any:
        from ledger.postgres import PostgresLedgerRecorder

        recorder = PostgresLedgerRecorder(self.url, create=True)
        self.addCleanup(recorder.close)
        return recorder


class TestApplicationRecorder(OnSQLite, persistence.ApplicationRecorderTestCase[Any]):
    """All of the library's tests of an application recorder."""


class TestApplicationRecorderOnPostgres(OnPostgres, persistence.ApplicationRecorderTestCase[Any]):
    """All of the library's tests of an application recorder."""


class TestNonInterleavingPositions(OnSQLite, persistence.NonInterleavingNotificationIDsBaseCase):
    """The library's test that one transaction's positions stay together."""


class TestNonInterleavingPositionsOnPostgres(OnPostgres, persistence.NonInterleavingNotificationIDsBaseCase):
    """The library's test that one transaction's positions stay together."""


@pytest.fixture
def recorder(url: str) -> Any:
    with Ledger.open(url, create=True) as ledger:
        yield ledger.recorder


def stored(stream: str, version: int) -> StoredEvent:
    return StoredEvent(stream, version, "topic", b"state")


def test_a_version_that_a_stream_has_already_is_a_conflict_and_leaves_nothing(recorder: Any) -> None:
    recorder.insert_events([stored("a", 1), stored("a", 2)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored("b", 1), stored("a", 2)])
    assert recorder.select_events("b") == []
    assert recorder.insert_events([stored("b", 1), stored("a", 3)]) == [3, 4]
    assert [event.originator_version for event in recorder.select_events("a")] == [1, 2, 3]


def test_events_are_selected_by_version_from_either_end(recorder: Any) -> None:
    recorder.insert_events([stored("a", version) for version in range(1, 8)])

    def versions(**asked: Any) -> list[int]:
        return [event.originator_version for event in recorder.select_events("a", **asked)]

    assert versions(gt=3) == [4, 5, 6, 7]
    assert versions(lte=3) == [1, 2, 3]
    assert versions(gt=2, lte=5, desc=True) == [5, 4, 3]
    assert versions(desc=True, limit=1) == [7]
    assert versions(limit=2) == [1, 2]


def test_the_library_finds_the_factory_by_its_module(path: Path) -> None:
    environment = {"PERSISTENCE_MODULE": "ledger.sqlite", "ORIGINATOR_ID_TYPE": "text"}
    factory: Any = InfrastructureFactory.construct(environment | {"LEDGER_PATH": str(path), "LEDGER_CREATE": "y"})
    assert isinstance(factory, SQLiteLedgerFactory)
    assert isinstance(factory.application_recorder(), SQLiteLedgerRecorder)
    for other in (factory.aggregate_recorder, factory.tracking_recorder, factory.process_recorder):
        with pytest.raises(NotSupportedError):
            other()
    factory.close()


def test_a_ledger_of_uuids_is_refused(path: Path) -> None:
    factory: Any = InfrastructureFactory.construct({"PERSISTENCE_MODULE": "ledger.sqlite", "LEDGER_PATH": str(path)})
    with pytest.raises(OSError, match="ORIGINATOR_ID_TYPE"):
        factory.application_recorder()


def test_the_library_finds_the_factory_for_postgresql_by_its_module(databases: Databases) -> None:
    environment = {"PERSISTENCE_MODULE": "ledger.postgres", "ORIGINATOR_ID_TYPE": "text"}
    factory: Any = InfrastructureFactory.construct(environment | {"LEDGER_URL": databases.new(), "LEDGER_CREATE": "y"})
    assert factory.application_recorder().last_position() == 0
    factory.close()


@pytest.mark.parametrize("where", ["environment", "process"])
def test_the_librarys_database_functions_which_take_no_lock_are_refused(
    where: str, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"PERSISTENCE_MODULE": "ledger.postgres", "ORIGINATOR_ID_TYPE": "text", "LEDGER_URL": databases.new()}
    if where == "process":
        monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    else:
        environment["POSTGRES_ENABLE_DB_FUNCTIONS"] = "y"
    factory: Any = InfrastructureFactory.construct(environment)
    with pytest.raises(UnsafeSetting, match="take no lock"):
        factory.application_recorder()
