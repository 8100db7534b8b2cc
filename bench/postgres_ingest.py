"""The bench of intake on PostgreSQL: one server out of the wheel, ours and the library's recorder in databases of it.

The server is as it comes (fsync on). The library's recorder takes batches of 1,000; it hangs on some larger ones, so
its database is filled by COPY beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from bench.ingest import compare
from bench.peer import Peer
from tests.integration.postgres import Databases, own_server


class PostgresPeer(Peer):
    """A database of the library's own PostgreSQL recorder."""

    batch = 1_000

    def __init__(self, url: str) -> None:
        self._url = url
        said = {name: str(value) for name, value in conninfo_to_dict(url).items()}
        self._pool = PostgresDatastore(
            *(said["dbname"], said["host"], said.get("port", "5432"), said["user"], said.get("password", "")),
            originator_id_type="text",
        )
        self._begin(PostgresApplicationRecorder(self._pool))

    def prefill(self, streams: Iterable[str]) -> None:
        """Bring the database to a size: the same rows in the same order."""
        columns = "originator_id, originator_version, topic, state"
        with (
            psycopg.connect(self._url) as connection,
            connection.cursor().copy(f"COPY stored_events ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "int8", "text", "bytea"])
            for event in self._events(streams):
                copy.write_row((event.originator_id, event.originator_version, event.topic, event.state))

    def close(self) -> None:
        self._pool.close()


def bench_postgres_ingest(folder: Path, events: int) -> None:
    """Print both rates at a size, and their ratio."""
    with own_server() as server:
        databases = Databases(server.url)
        peer = PostgresPeer(databases.new())
        compare(
            databases.new(),
            peer,
            folder,
            events,
            peers_name="eventsourcing's PostgreSQL recorder in batches of 1,000",
            bars="ratio 1.2",
        )
        peer.close()
        databases.close()
