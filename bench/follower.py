"""How long it takes from the commit of a check-in to the row that holds it, with ``saksi follow`` beside a writer.

The peer, on PostgreSQL: from the library's insert to its own subscription giving the event out, which is where a
projection of its own would begin. On SQLite the library has no subscriptions.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median, quantiles
from threading import Thread
from typing import Any

from msgspec import Struct

from bench.peer import Peer
from bench.whole_process import SAKSI
from domain.admission import admit
from ledger.application import Ledger
from ledger.drafts import Submission
from projections.generation import Generation
from projections.views import open_views

COMMITS = 60
PAUSE_SECONDS = 0.05
LOOK_AGAIN_SECONDS = 0.0005
LONGEST_WAIT = 30.0


class Latency(Struct, frozen=True):
    """In milliseconds."""

    median: float
    ninety_fifth: float


def commit_to_row(url: str) -> Latency:
    """Record check-ins one by one, and wait for each in the serving generation."""
    with _follower(url), Ledger.open(url) as ledger, open_views(url) as views:
        last = next(iter(ledger.read_log(ledger.last_position() - 1)))
        nips = [name.removeprefix("employee-") for name in ledger.stream_names("employee-")[:COMMITS]]
        ledger.recorder.clock = lambda: last.recorded_at
        generation = Generation.serving(views)
        assert generation is not None, "rebuild first"
        took = []
        for number in range(COMMITS):
            instant = last.recorded_at + timedelta(seconds=number)
            event = admit(
                f'{{"type":"CheckedIn","id":"latency-{number}","nip":"{nips[number % len(nips)]}","place":"office",'
                f'"occurred_at":"{instant.isoformat()}"}}'
            )
            outcome = ledger.record([Submission(event, "bench", 0)])[0]
            start = time.perf_counter()
            _wait_until(generation, outcome.position or 0)
            took.append(time.perf_counter() - start)
            time.sleep(PAUSE_SECONDS)
    return _latency(took[1:])


def insert_to_subscriber(peer: Peer) -> Latency:
    """The library's insert of one event, and its own subscription giving it out."""
    recorder = peer.recorder
    received: dict[int, float] = {}

    def receive(subscription: Any) -> None:
        for notification in subscription:
            received[notification.id] = time.perf_counter()
            if len(received) == COMMITS:
                return

    with recorder.subscribe(recorder.max_notification_id()) as subscription:
        reader = Thread(target=receive, args=(subscription,), daemon=True)
        reader.start()
        time.sleep(1)  # until it listens
        committed: dict[int, float] = {}
        for number in range(COMMITS):
            (position,) = recorder.insert_events(list(peer.events([f"latency-{number}"]))) or ()
            committed[position] = time.perf_counter()
            time.sleep(PAUSE_SECONDS)
        reader.join(LONGEST_WAIT)
    return _latency([max(0.0, received[position] - at) for position, at in committed.items()][1:])


def _wait_until(generation: Generation, position: int) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while generation.checkpoint.position < position:
        if time.monotonic() > end:
            raise SystemExit("the follower does not come on")
        time.sleep(LOOK_AGAIN_SECONDS)


@contextmanager
def _follower(url: str) -> Iterator[None]:
    process = subprocess.Popen([SAKSI, "--db", url, "follow"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _latency(seconds: list[float]) -> Latency:
    return Latency(median(seconds) * 1000, quantiles(seconds, n=20)[-1] * 1000)
