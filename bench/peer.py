"""The peers: the recorders that ``eventsourcing`` ships, as they come, with bare events of 120 bytes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

STATE_BYTES = 120
BATCH = 50
PREFILL_BATCH = 20_000
TOPIC = "saksi.CheckedIn"


class Peer:
    """A file of the library's own recorder, filled in the order of another log's streams."""

    batch = BATCH

    def __init__(self, path: Path) -> None:
        self._datastore = SQLiteDatastore(str(path), originator_id_type="text")
        self._begin(SQLiteApplicationRecorder(self._datastore))

    def _begin(self, recorder: ApplicationRecorder) -> None:
        self._recorder = recorder
        recorder.create_table()  # type: ignore[attr-defined]
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
        """How long (wall, CPU) the recorder takes to store one event for each stream named, in batches."""
        events = list(self._events(streams))
        start, start_of_work = perf_counter(), process_time()
        for first in range(0, len(events), self.batch):
            self._recorder.insert_events(events[first : first + self.batch])
        return perf_counter() - start, process_time() - start_of_work

    def close(self) -> None:
        self._datastore.close()
