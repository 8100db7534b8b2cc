"""Measures Saksi on this machine, beside the peers it names, in one run.

python -m bench                                  everything, about an hour; needs 20 GB in the temporary folder
python -m bench ingest --database sqlite         lines to recorded events, at 1 and 3 million
python -m bench leaves                           what the leaves of the tree cost an intake, at 1 million
python -m bench evidence                         sealing 25,000 and 5 million streams; exporting and verifying a year
python -m bench cases                            a thousand discipline cases: a step, and what is asked of all of them
python -m bench growth --upto 1000000            rebuild, memory, replay, status, follower, from 10,000 on
python -m bench kafka                            publishing, how soon a subscriber has what was ingested, consuming,
                                                 read models kept by one worker and by two
python -m bench codec                            what one event costs on its way in and out
python -m bench help                             how soon `saksi --help` is there
"""

from __future__ import annotations

import argparse
import os
import tempfile
from functools import partial
from pathlib import Path

from bench.cases import bench_cases
from bench.codec import bench_codec
from bench.consume import bench_consume
from bench.evidence import bench_bundles, bench_sealing
from bench.growth import bench_growth
from bench.ingest import bench_ingest
from bench.leaves import bench_leaves
from bench.project import bench_project
from bench.publish import bench_publish
from bench.starting import bench_starting
from bench.stores import stores
from bench.verdicts import bench_verdicts

INGEST_SIZES = (1_000_000, 3_000_000)
LEAVES_SIZE = 1_000_000
CASES_SIZE = 1_000_000
GROWTH_SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
PARTS = ("cases", "codec", "ingest", "leaves", "evidence", "growth", "help", "kafka")
DATABASES = ("sqlite", "postgres")


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=PARTS)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one (default: both)")
    parser.add_argument("--upto", type=int, default=max(GROWTH_SIZES), help="the largest number of events")
    asked = parser.parse_args()
    say = partial(print, flush=True)
    # Users run modules that were compiled when they were installed; the first round of a benchmark compiles ours.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if asked.what in (None, "help"):
        bench_starting(say)
    if asked.what in (None, "codec"):
        bench_codec()
    if asked.what in (None, "kafka"):
        bench_publish(say)
        bench_verdicts(say)
        bench_consume(asked.database or list(DATABASES), say)
        if "postgres" in (asked.database or DATABASES):
            bench_project(say)
    if asked.what in ("codec", "help", "kafka"):
        return
    with (
        tempfile.TemporaryDirectory(prefix="saksi-bench-") as folder,
        stores(asked.database or list(DATABASES), Path(folder)) as chosen,
    ):
        if asked.what in (None, "evidence"):
            bench_sealing(Path(folder), asked.upto, say)
        for store in chosen:
            if asked.what in (None, "ingest"):
                for events in INGEST_SIZES:
                    if events <= asked.upto:
                        bench_ingest(store, Path(folder), events, say)
            if asked.what in (None, "leaves"):
                bench_leaves(store, Path(folder), min(LEAVES_SIZE, asked.upto), say)
            if asked.what in (None, "evidence"):
                bench_bundles(store, Path(folder), min(LEAVES_SIZE, asked.upto), say)
            if asked.what in (None, "cases"):
                bench_cases(store, min(CASES_SIZE, asked.upto), say)
            if asked.what in (None, "growth"):
                bench_growth(store, [events for events in GROWTH_SIZES if events <= asked.upto], say)


if __name__ == "__main__":
    main()
