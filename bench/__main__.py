"""``python -m bench`` runs all benchmarks at a million events, ``python -m bench ingest --events 3000000`` one."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.codec import bench_codec
from bench.ingest import bench_ingest
from bench.postgres_ingest import bench_postgres_ingest
from bench.replay import bench_replay

MILLION = 1_000_000


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep the files here (default: a temporary folder)")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("codec", help="what one event costs on its way in and out")
    ingest = commands.add_parser("ingest", help="lines to recorded events, beside the library's recorder")
    postgres = commands.add_parser("postgres", help="the same into PostgreSQL, beside the library's recorder there")
    replay = commands.add_parser("replay", help="one employee's year out of a large ledger, whole process")
    for command in (ingest, postgres, replay):
        command.add_argument("--events", type=int, default=MILLION, help="how many events the files hold beforehand")
    asked = parser.parse_args()
    if asked.command in (None, "codec"):
        bench_codec()
    if asked.command == "codec":
        return
    with tempfile.TemporaryDirectory(prefix="saksi-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        events = getattr(asked, "events", MILLION)
        if asked.command in (None, "postgres"):
            bench_postgres_ingest(folder, events)
        if asked.command == "postgres":
            return
        if asked.command != "replay" or not (folder / "province.db").exists():
            bench_ingest(folder, events)
        if asked.command != "ingest":
            bench_replay(folder)


if __name__ == "__main__":
    main()
