"""How fast lines become recorded events, beside how fast the library's own recorder stores bare ones.

Both stores are filled alike first; then each in turn takes a part of what comes next, in the same order of streams.
Ours does all that an intake does (reads JSON, validates, encodes, finds duplicates, commits with an fsync); the peer
only stores. CPU time is printed too: on a machine that does other work it is the fairer of the two.
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


def bench_ingest(store: Store, folder: Path, events: int, say: Callable[[str], None]) -> None:
    """Fill an empty ledger and a peer, let each take parts in turn, and print both rates and their ratio."""
    facts = iter(province(events + PARTS * PART_EVENTS))
    peer = store.new_peer()
    ours = theirs = our_work = their_work = 0.0
    with Ledger.open(store.new_url(), create=True) as ledger:
        start = perf_counter()
        with (folder / "province.jsonl").open("w+b") as lines:
            lines.writelines(islice(facts, events))
            lines.seek(0)
            made = perf_counter()
            ingest(ledger, lines, "province.jsonl")
        say(f"\n{store.name}: made {events:,} lines in {made - start:.0f} s, ingested in {perf_counter() - made:.0f} s")
        peer.prefill(row.stream for row in ledger.recorder.read_log(0, None))
        for part in range(1, PARTS + 1):
            before = ledger.last_position()
            lines_of_part = io.BytesIO(b"".join(islice(facts, PART_EVENTS)))
            start, start_of_work = perf_counter(), seconds_of_work()
            ingest(ledger, lines_of_part, f"part-{part}.jsonl")
            own, own_work = perf_counter() - start, seconds_of_work() - start_of_work
            other, other_work = peer.seconds_for([row.stream for row in ledger.recorder.read_log(before, None)])
            ours, theirs = ours + own, theirs + other
            our_work, their_work = our_work + own_work, their_work + other_work
            say(
                f"  part {part}: saksi {PART_EVENTS / own:>9,.0f} events/s   "
                f"eventsourcing {PART_EVENTS / other:>9,.0f} events/s   ratio {other / own:.2f}"
            )
    total = PARTS * PART_EVENTS
    say(
        f"ingest into {store.name} at {events:,} events: saksi {total / ours:,.0f} events/s, eventsourcing's recorder "
        f"in batches of {peer.batch:,} {total / theirs:,.0f} events/s, ratio {theirs / ours:.2f}\n"
        f"  by CPU time of all processes of ours {total / our_work:,.0f} and {total / their_work:,.0f} events/s, "
        f"ratio {their_work / our_work:.2f}"
    )
    peer.close()
    store.clear()
