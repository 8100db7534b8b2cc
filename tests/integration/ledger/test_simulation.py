"""A simulation reads a ledger on all cores and leaves it as it lies."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from bench.province import province
from ledger.application import Ledger
from ledger.errors import UnknownUnit
from ledger.inquiry import UnknownPosition
from ledger.intake import ingest
from ledger.simulation import GROUP, simulate
from tests.integration.conftest import STORES
from tests.integration.postgres import Databases

DOCUMENT = {
    "policy": "fridays-at-home",
    "title": "Fridays at home",
    "regulation": "PROPOSAL",
    "scope": "kaltim",
    "effective_from": "2026-01-05",
    "precedence": 1,
    "rules": [
        {
            "id": "friday",
            "when": {"weekday": ["fri"], "direct_service": False},
            "set": {
                "arrangement": "home",
                "windows": [{"name": "morning", "opens": "06:30", "closes": "07:30", "late_until": "09:00"}],
                "calls": {"respond_within": 5, "strikes": 1, "period": "day", "callers": "any"},
            },
        },
        {
            "id": "posts",
            "when": {"direct_service": True},
            "set": {"coverage": [{"post": "IGD", "minimum": 2}], "office_cap": 0.5},
        },
    ],
}
ASKED = {
    "first": date(2026, 1, 5),
    "last": date(2026, 1, 18),
    "as_of": datetime.fromisoformat("2026-01-20T00:00:00+08:00"),
}


def a_province_at(url: str) -> str:
    with Ledger.open(url, create=True) as ledger:
        ingest(ledger, io.BytesIO(b"".join(province(12_000, staff=450, units=20))), "province.jsonl")
    return url


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("province") / "saksi.db"
    a_province_at(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module", params=STORES)
def url(request) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('file')}"
        return
    databases = Databases(request.getfixturevalue("postgres_server"))
    yield a_province_at(databases.new())
    databases.close()


def plain(study):
    return msgspec.to_builtins(study)


def test_many_processes_find_what_one_finds(url):
    one = simulate(url, DOCUMENT, **ASKED, processes=1)
    assert plain(simulate(url, DOCUMENT, **ASKED, processes=3)) == plain(one)
    assert one.total.employees == 450
    assert one.total.employee_days == 450 * 14
    assert one.total.days_rearranged > 0
    assert one.total.coverage_gaps.after > 0
    assert len(one.units) == 20


def test_it_writes_nothing(file):
    """To PostgreSQL a role may simulate that may only read: ``tests/integration/cli/test_postgres_roles.py``."""
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    beside = sorted(path.name for path in file.parent.iterdir())
    modified = file.stat().st_mtime_ns
    simulate(f"sqlite:///{file}", DOCUMENT, **ASKED, processes=2)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert file.stat().st_mtime_ns == modified
    assert sorted(path.name for path in file.parent.iterdir()) == beside == ["saksi.db"]


def test_units_taken_apart_add_up_to_the_whole(url):
    whole = simulate(url, DOCUMENT, **ASKED)
    alone = [simulate(url, DOCUMENT, **ASKED, unit=f"unit-{number:03}") for number in (0, 7)]
    by_unit = {unit.unit: plain(unit) for unit in whole.units}
    assert [[plain(unit) for unit in study.units] for study in alone] == [[by_unit["unit-000"]], [by_unit["unit-007"]]]
    assert plain(simulate(url, DOCUMENT, **ASKED, unit="kaltim").total) == plain(whole.total)


def test_only_what_was_known_at_a_position_counts(url):
    study = simulate(url, DOCUMENT, **ASKED, known_at=700)
    assert study.known_at == 700
    assert study.total.missed_windows.before > simulate(url, DOCUMENT, **ASKED).total.missed_windows.before


def test_progress_is_told_to_the_end(url):
    told: list[tuple[int, int]] = []
    simulate(url, DOCUMENT, **ASKED, processes=2, progress=lambda done, of: told.append((done, of)))
    assert told == [(min(done, 450), 450) for done in range(GROUP, 450 + GROUP, GROUP)]


def test_an_unknown_unit_is_refused_with_the_nearest_one(url):
    with pytest.raises(UnknownUnit) as refused:
        simulate(url, DOCUMENT, **ASKED, unit="kaltm")
    assert refused.value.hint == "did you mean kaltim?"


def test_a_position_that_is_not_reached_is_refused(url):
    with pytest.raises(UnknownPosition):
        simulate(url, DOCUMENT, **ASKED, known_at=12_001)
