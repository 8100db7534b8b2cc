"""What the leaves cost an intake: the same lines into two ledgers of the same size, one of which keeps no leaves.

Both take parts in turn, by the clock and by the CPU time of all processes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench.province import province
from bench.stores import Store
from bench.work import seconds_of_work
from ledger.application import Ledger
from ledger.intake import ingest

PARTS = 4
PART_EVENTS = 100_000


def bench_leaves(store: Store, folder: Path, events: int, say: Callable[[str], None]) -> None:
    """Fill two ledgers alike, let each take parts in turn, and print what share of the time leaves take."""
    facts = iter(province(events + PARTS * PART_EVENTS))
    spent = {True: [0.0, 0.0], False: [0.0, 0.0]}
    with (
        Ledger.open(store.new_url(), create=True) as with_leaves,
        Ledger.open(store.new_url(), create=True) as without,
    ):
        _keep_no_leaves(without)
        with (folder / "province.jsonl").open("w+b") as lines:
            lines.writelines(islice(facts, events))
            for ledger in (with_leaves, without):
                lines.seek(0)
                ingest(ledger, lines, "province.jsonl")
        for part in range(PARTS):
            told = b"".join(islice(facts, PART_EVENTS))
            for ledger in (with_leaves, without) if part % 2 else (without, with_leaves):
                start, start_of_work = perf_counter(), seconds_of_work()
                ingest(ledger, io.BytesIO(told), f"part-{part}.jsonl")
                found = spent[ledger is with_leaves]
                found[0] += perf_counter() - start
                found[1] += seconds_of_work() - start_of_work
    total = PARTS * PART_EVENTS
    (clock, work), (bare_clock, bare_work) = spent[True], spent[False]
    say(
        f"\nleaves in {store.name} at {events:,} events: {total / clock:,.0f} events/s with them, "
        f"{total / bare_clock:,.0f} without: {1 - bare_clock / clock:.0%} of the throughput\n"
        f"  by CPU time of all processes {1 - bare_work / work:.0%} "
        f"({(work - bare_work) / total * 1e6:.1f} µs an event)"
    )
    store.clear()


def _keep_no_leaves(ledger: Ledger) -> None:
    recorder = ledger.recorder
    recorder._entries.of = lambda *_: b""  # type: ignore[method-assign]
    recorder._insert_leaves = lambda leaves: None  # type: ignore[method-assign]
    recorder._expect_leaves = lambda last: None  # type: ignore[method-assign]
