"""Ledgers in files and databases, and facts to put into them."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from domain.admission import admit
from ledger.application import Ledger
from ledger.channels import Advance
from ledger.drafts import Submission
from ledger.intake import Tally, ingest
from tests.integration.conftest import STORES
from tests.integration.postgres import Databases

FORMATS = Path(__file__).with_name("formats")
TABLES = {"sqlite": ["stream", "topic", "source", "event", "source_id", "head"]}
TABLES["postgres"] = [table for table in TABLES["sqlite"] if table != "source_id"]
EVENTS = 45
"""In a ledger of an older format."""


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


def fill(url: str) -> None:
    """A ledger of today's format, whose rows are then put into one of an older format."""
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(*(withdrawn(f"é{n}", nip=str(n % 7)) for n in range(EVENTS - 1)), voided("v", "é3")))
        ledger.append([], [Advance("saksi.intake/0", None, 5)])


def tables_of(store: str, number: int) -> list[str]:
    return TABLES[store] + (["intake_offset"] if number > 1 else [])


@pytest.fixture
def older(new_url: Callable[[], str], store: str) -> Callable[..., str]:
    """Lays a ledger of an older format out, as Saksi did then, and fills it."""

    def lay_out(number: int) -> str:
        today, url = new_url(), new_url()
        fill(today)
        script = (FORMATS / f"{store}-{number}.sql").read_text(encoding="utf-8")
        if store == "sqlite":
            database = sqlite3.connect(url.removeprefix("sqlite:///"))
            database.executescript(f"PRAGMA page_size=8192; PRAGMA journal_mode=WAL; {script}")
            database.execute("ATTACH ? AS today", (today.removeprefix("sqlite:///"),))
            for table in tables_of(store, number):
                database.execute(f"INSERT INTO main.{table} SELECT * FROM today.{table} ORDER BY 1")
            database.commit()
            database.close()
            return url
        import psycopg

        with psycopg.connect(today) as source, psycopg.connect(url) as target:
            target.execute(script)
            for table in tables_of(store, number):
                insert(target, table, source.execute(f"SELECT * FROM saksi.{table} ORDER BY 1").fetchall())
        return url

    return lay_out


def insert(connection: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO saksi.{table} VALUES ({', '.join(['%s'] * len(row))})", row)


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
