"""The peer: the SQLite recorder that ``eventsourcing`` ships, as it comes, with bare events of 120 bytes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

STATE_BYTES = 120
BATCH = 50
PREFILL_BATCH = 20_000
TOPIC = "saksi.CheckedIn"


class Peer:
    """A file of the library's own recorder, filled in the order of another log's streams."""

    def __init__(self, path: Path) -> None:
        self._datastore = SQLiteDatastore(str(path), originator_id_type="text")
        self._recorder = SQLiteApplicationRecorder(self._datastore)
        self._recorder.create_table()
        self._versions: dict[str, int] = {}
        self._dice = random.Random(1)

    def _events(self, streams: Iterable[str]) -> Iterator[StoredEvent]:
        for stream in streams:
            version = self._versions.get(stream, 0) + 1
            self._versions[stream] = version
            yield StoredEvent(stream, version, TOPIC, self._dice.randbytes(STATE_BYTES))

    def prefill(self, streams: Iterable[str]) -> None:
        """Bring the file to a size: the same rows in the same order, but in large transactions, to save time."""
        events = self._events(streams)
        while batch := list(islice(events, PREFILL_BATCH)):
            self._recorder.insert_events(batch)

    def seconds_for(self, streams: Iterable[str]) -> tuple[float, float]:
        """How long (wall, CPU) the recorder takes to store one event for each stream named, in batches of 50."""
        events = list(self._events(streams))
        start, start_of_work = perf_counter(), process_time()
        for first in range(0, len(events), BATCH):
            self._recorder.insert_events(events[first : first + BATCH])
        return perf_counter() - start, process_time() - start_of_work

    def close(self) -> None:
        self._datastore.close()
