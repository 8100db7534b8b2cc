"""Where the ledgers of these tests are kept: every test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conftest import STORES


@pytest.fixture(params=STORES)
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place for a ledger."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/saksi.db"
    url: str = request.getfixturevalue("databases").new()
    return url
