"""Ledgers in files and databases, and facts to put into them."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from domain.admission import admit
from ledger.application import Ledger
from ledger.drafts import Submission, draft_of
from ledger.intake import Tally, ingest
from tests.integration.conftest import STORES
from tests.integration.postgres import Databases


class Clock:
    """A clock that a test sets; it goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 20, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "saksi.db"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test runs on both databases, unless it looks into the SQLite file or its module names other ``STORES``."""
    if "store" in metafunc.fixturenames:
        chosen = getattr(metafunc.module, "STORES", STORES)
        metafunc.parametrize("store", STORES[:1] if "path" in metafunc.fixturenames else chosen)


@pytest.fixture
def new_url(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives one place after another where there is no ledger yet."""
    if store == "postgres":
        databases: Databases = request.getfixturevalue("databases")
        return databases.new
    names = (f"sqlite:///{tmp_path / 'saksi'}{number or ''}.db" for number in count())
    return lambda: next(names)


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """Where there is no ledger yet."""
    return new_url()


@pytest.fixture
def ledger(url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(url, create=True, clock=clock) as opened:
        yield opened


@pytest.fixture
def older(url: str, store: str) -> str:
    """A ledger as an older Saksi laid it out, with one event in it."""
    if store == "sqlite":
        from ledger import sqlite_layout

        database = sqlite3.connect(url.removeprefix("sqlite:///"))
        for statement in (*sqlite_layout.TABLES, *sqlite_layout.TRIGGERS):
            database.execute(statement)
        database.execute(f"PRAGMA application_id={sqlite_layout.APPLICATION_ID}")
        database.execute("PRAGMA user_version=1")
        database.execute("PRAGMA journal_mode=WAL")
        database.close()
    else:
        import psycopg

        from ledger import postgres_tables

        with psycopg.connect(url) as connection:
            later = {*postgres_tables.added()}
            for statement in postgres_tables.layout():
                if statement not in later:
                    connection.execute(statement)
            connection.execute("INSERT INTO saksi.format VALUES (1)")
    with Ledger.open(url) as ledger:
        ledger.append([draft_of(admit(withdrawn("old")), "facts.jsonl", 1, ledger.codec)])
    return url


def withdrawn(identity: str, nip: str = "7", shift: str = "s") -> str:
    """A short fact."""
    return f'{{"type":"ShiftWithdrawn","id":"{identity}","nip":"{nip}","shift_id":"{shift}"}}'


def voided(identity: str, target: str, reason: str = "r") -> str:
    return f'{{"type":"EventVoided","id":"{identity}","target":"{target}","reason":"{reason}","authority":"a"}}'


def submissions(*lines: str) -> list[Submission]:
    return [Submission(admit(line), "test", number) for number, line in enumerate(lines, 1)]


def take_in(ledger: Ledger, *lines: str | bytes) -> Tally:
    """Ingest these lines as one file."""
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return ingest(ledger, io.BytesIO(data), "facts.jsonl")
