"""The peer on PostgreSQL. It takes batches of 1,000; it hangs on some larger ones, so it is filled by COPY."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from eventsourcing.persistence import ApplicationRecorder, TrackingRecorder
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresTrackingRecorder
from psycopg.conninfo import conninfo_to_dict

from bench.peer import Peer


class PostgresPeer(Peer):
    """A database of the library's own PostgreSQL recorder, at a URL."""

    batch = 1_000

    def _made(self) -> tuple[ApplicationRecorder, TrackingRecorder]:
        said = {name: str(value) for name, value in conninfo_to_dict(self.place).items()}
        self._pool = PostgresDatastore(
            *(said["dbname"], said["host"], said.get("port", "5432"), said["user"], said.get("password", "")),
            originator_id_type="text",
            pool_size=10,  # a subscription keeps one to itself
        )
        return PostgresApplicationRecorder(self._pool), PostgresTrackingRecorder(self._pool)

    def prefill(self, streams: Iterable[str]) -> None:
        """Bring the database to a size: the same rows in the same order."""
        columns = "originator_id, originator_version, topic, state"
        with (
            psycopg.connect(self.place) as connection,
            connection.cursor().copy(f"COPY stored_events ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "int8", "text", "bytea"])
            for event in self.events(streams):
                copy.write_row((event.originator_id, event.originator_version, event.topic, event.state))

    def close(self) -> None:
        self._pool.close()
