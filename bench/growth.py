"""What everything costs as the ledger grows: filling, rebuild and its memory, replay, status, follower.

At each size there is a ledger and a store of the library's own recorder, filled alike. Prints a table in Markdown, a
row for each size, each figure beside the peer's of the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bench.filling import fill
from bench.follower import commit_to_row, insert_to_subscriber
from bench.peer import Peer
from bench.rebuild import rebuild
from bench.replay import replay_milliseconds, selecting_milliseconds, starting_milliseconds
from bench.status import replaying_milliseconds, status_milliseconds
from bench.stores import Store
from ledger.application import Ledger

FOLLOWED = 10_000
"""So many events the peer goes through: its rate does not change with the size, and it is slow."""

COLUMNS = (
    ("events", "{:,}"),
    ("fill, events/s", "{:,.0f}"),
    ("rebuild, events/s", "{:,.0f}"),
    ("a processor alone, events/s", "{:,.0f}"),
    ("library following, events/s", "{:,.0f}"),
    ("ratio", "{:.1f}"),
    ("private MiB", "{:.0f}"),
    ("replay, ms", "{:.0f}"),
    ("library selecting, ms", "{:.0f}"),
    ("status of 500, ms", "{:.0f}"),
    ("replaying the 500, ms", "{:.0f}"),
    ("commit to row, ms", "{}"),
    ("library's subscription, ms", "{}"),
)


def bench_growth(store: Store, sizes: Iterable[int], say: Callable[[str], None]) -> None:
    """Measure at each size, and print a row as soon as it is known."""
    say(f"\n{store.name}; Python alone starts in {starting_milliseconds():.0f} ms\n")
    say("| " + " | ".join(name for name, _ in COLUMNS) + " |")
    say("| " + " | ".join("---" for _ in COLUMNS) + " |")
    for events in sizes:
        figures = _measured(store, events)
        say("| " + " | ".join(form.format(figure) for (_, form), figure in zip(COLUMNS, figures, strict=True)) + " |")
        store.clear()


def _measured(store: Store, events: int) -> list[object]:
    url, peer = store.new_url(), store.new_peer()
    filled = fill(url, events)
    with Ledger.open(url) as ledger:
        peer.prefill(row.stream for row in ledger.recorder.read_log(0, None))
    rebuilt = rebuild(url)
    followed = min(events, FOLLOWED)
    rate, theirs = events / rebuilt.seconds, followed / peer.seconds_to_follow(followed)
    latency = commit_to_row(url)
    figures: list[object] = [
        events,
        events / filled,
        rate,
        events / rebuilt.work,
        theirs,
        rate / theirs,
        rebuilt.mebibytes,
        replay_milliseconds(url),
        selecting_milliseconds(peer.place),
        status_milliseconds(url),
        replaying_milliseconds(url),
        f"{latency.median:.0f} (95 %: {latency.ninety_fifth:.0f})",
        _subscription(peer),
    ]
    peer.close()
    return figures


def _subscription(peer: Peer) -> str:
    if Path(peer.place).is_file():
        return "none on SQLite"
    latency = insert_to_subscriber(peer)
    return f"{latency.median:.0f} (95 %: {latency.ninety_fifth:.0f})"
