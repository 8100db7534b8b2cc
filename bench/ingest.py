"""How fast lines become recorded events, beside how fast the library's own recorder stores bare ones.

Both stores are filled alike first; then each in turn takes a part of what comes next, in the same order of streams.
Ours does all that an intake does (reads JSON, validates, encodes, finds duplicates, commits with an fsync); the peer
only stores. CPU time is printed too: on a machine that does other work it is the fairer of the two.
"""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from bench.peer import Peer
from bench.province import province
from ledger.application import Ledger
from ledger.intake import ingest

PARTS = 4
PART_EVENTS = 100_000


def bench_ingest(folder: Path, events: int) -> None:
    """Print both rates at a size, and their ratio. Leaves ``province.db`` and ``peer.db`` in the folder."""
    peer = Peer(folder / "peer.db")
    compare(
        f"sqlite:///{folder / 'province.db'}",
        peer,
        folder,
        events,
        peers_name="eventsourcing's SQLite recorder",
        bars="ratio 1.5, 40,000 events/s at 3 million",
    )
    peer.close()


def compare(
    url: str, peer: Peer, folder: Path, events: int, *, peers_name: str, bars: str, part_events: int = PART_EVENTS
) -> None:
    """Fill an empty ledger and the peer, let each take parts in turn, and print the rates."""
    facts = iter(province(events + PARTS * part_events))
    ours = theirs = our_work = their_work = 0.0
    with Ledger.open(url, create=True) as ledger:
        start = perf_counter()
        with (folder / "province.jsonl").open("w+b") as lines:
            lines.writelines(islice(facts, events))
            lines.seek(0)
            made = perf_counter()
            ingest(ledger, lines, "province.jsonl")
        filled = perf_counter()
        print(f"made {events:,} lines in {made - start:.0f} s, ingested them in {filled - made:.0f} s", flush=True)
        peer.prefill(row.stream for row in ledger.recorder.read_log(0, None))
        print(f"filled the peer alike in {perf_counter() - filled:.0f} s", flush=True)
        for part in range(1, PARTS + 1):
            before = ledger.last_position()
            lines_of_part = io.BytesIO(b"".join(islice(facts, part_events)))
            start, start_of_work = perf_counter(), process_time()
            ingest(ledger, lines_of_part, f"part-{part}.jsonl")
            own, own_work = perf_counter() - start, process_time() - start_of_work
            other, other_work = peer.seconds_for([row.stream for row in ledger.recorder.read_log(before, None)])
            ours, theirs = ours + own, theirs + other
            our_work, their_work = our_work + own_work, their_work + other_work
            print(
                f"  part {part}: saksi {part_events / own:>9,.0f} events/s   "
                f"eventsourcing {part_events / other:>9,.0f} events/s   ratio {other / own:.2f}",
                flush=True,
            )
    total = PARTS * part_events
    print(
        f"ingest at {events:,} events: saksi {total / ours:,.0f} events/s, {peers_name} "
        f"{total / theirs:,.0f} events/s, ratio {theirs / ours:.2f} (bars: {bars})\n"
        f"  by CPU time of this process {total / our_work:,.0f} and {total / their_work:,.0f} events/s, "
        f"ratio {their_work / our_work:.2f}"
    )
