"""The peers: the recorders that ``eventsourcing`` ships, as they come, with bare events of 120 bytes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from time import perf_counter, process_time

from eventsourcing.persistence import ApplicationRecorder, StoredEvent, Tracking, TrackingRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteTrackingRecorder

STATE_BYTES = 120
BATCH = 50
PREFILL_BATCH = 20_000
PAGE = 5_000
TOPIC = "saksi.CheckedIn"


class Peer:
    """A store of the library's own recorder, filled in the order of another log's streams; here, an SQLite file."""

    batch = BATCH

    def __init__(self, place: str) -> None:
        self.place = place
        self._versions: dict[str, int] = {}
        self._dice = random.Random(1)
        self.recorder, self._tracking = self._made()
        self.recorder.create_table()  # type: ignore[attr-defined]
        self._tracking.create_table()  # type: ignore[attr-defined]

    def _made(self) -> tuple[ApplicationRecorder, TrackingRecorder]:
        self._datastore = SQLiteDatastore(self.place, originator_id_type="text")
        return SQLiteApplicationRecorder(self._datastore), SQLiteTrackingRecorder(self._datastore)

    def events(self, streams: Iterable[str]) -> Iterator[StoredEvent]:
        """An event for each stream named."""
        for stream in streams:
            version = self._versions.get(stream, 0) + 1
            self._versions[stream] = version
            yield StoredEvent(stream, version, TOPIC, self._dice.randbytes(STATE_BYTES))

    def prefill(self, streams: Iterable[str]) -> None:
        """Bring the store to a size: the same rows in the same order, but in large transactions, to save time."""
        events = self.events(streams)
        while batch := list(islice(events, PREFILL_BATCH)):
            self.recorder.insert_events(batch)

    def seconds_for(self, streams: Iterable[str]) -> tuple[float, float]:
        """How long (wall, CPU) the recorder takes to store one event for each stream named, in batches."""
        events = list(self.events(streams))
        start, start_of_work = perf_counter(), process_time()
        for first in range(0, len(events), self.batch):
            self.recorder.insert_events(events[first : first + self.batch])
        return perf_counter() - start, process_time() - start_of_work

    def seconds_to_follow(self, events: int) -> float:
        """How long it takes to go through so many events as the library's projections do: by pages, each tracked."""
        start, at = perf_counter(), 0
        while at < events:
            for notification in self.recorder.select_notifications(at + 1, min(PAGE, events - at)):
                at = notification.id
                self._tracking.insert_tracking(Tracking("bench", at))
        return perf_counter() - start

    def close(self) -> None:
        self._datastore.close()
