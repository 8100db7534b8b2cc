"""Where benchmarks keep ledgers and peers: files of a folder, or databases of one PostgreSQL server out of the wheel.

The server is as it comes (fsync on).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from bench.peer import Peer
from bench.postgres_peer import PostgresPeer
from tests.integration.postgres import Databases, own_server


class Store(Protocol):
    """Gives places for ledgers, and peers of the same kind."""

    name: str

    def new_url(self) -> str: ...

    def new_peer(self) -> Peer: ...

    def clear(self) -> None:
        """Remove everything made so far."""


class _Files:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new_url(self) -> str:
        return f"sqlite:///{self._folder / f'province-{next(self._numbers)}.db'}"

    def new_peer(self) -> Peer:
        return Peer(str(self._folder / f"peer-{next(self._numbers)}.db"))

    def clear(self) -> None:
        for file in (*self._folder.glob("province-*"), *self._folder.glob("peer-*")):
            file.unlink()


class _Databases:
    name = "PostgreSQL"

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self.new_url = databases.new
        self.clear = databases.drop

    def new_peer(self) -> Peer:
        return PostgresPeer(self._databases.new())


@contextmanager
def stores(names: list[str], folder: Path) -> Iterator[list[Store]]:
    """Those of the names ``sqlite`` and ``postgres``."""
    found: list[Store] = [_Files(folder)] if "sqlite" in names else []
    if "postgres" not in names:
        yield found
        return
    with own_server() as server:
        databases = Databases(server.url)
        yield [*found, _Databases(databases)]
        databases.close()
