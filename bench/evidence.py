"""What proofs cost: sealing a ledger, exporting one employee's year as evidence, verifying it.

Sealing is measured on trees alone, of 25,000 streams and of 5 million, for so many streams that changed since the seal
before; export and verification as their user waits for them, whole processes, in a ledger of a million events.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.filling import fill
from bench.province import WATCHED
from bench.stores import Store
from bench.whole_process import SAKSI, milliseconds, printed, saksi_milliseconds
from ledger.sqlite_layout import TREES
from ledger.sqlite_trees import SQLiteTrees
from ledger.stream_tree import StreamHead, StreamTree, key_of
from ledger.trees import LEVELS

STREAMS = (25_000, 5_000_000)
CHANGED = (100, 10_000)
ROUNDS = 5
KEY_NAME = "saksi.bench"


def bench_sealing(folder: Path, upto: int, say: Callable[[str], None]) -> None:
    """Print what it costs to work the tree of streams out anew, by streams and by how many of them changed."""
    for streams in STREAMS:
        if streams > upto:
            continue
        connection = sqlite3.connect(folder / f"trees-{streams}.db", isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", *TREES):
            connection.execute(statement)
        store = _store(connection)
        tree = StreamTree(store, store, LEVELS)
        start = perf_counter()
        for names in _batches(streams):
            _move(connection, store, tree, names, version=1)
        built = perf_counter() - start
        say(f"\ntree of {streams:,} streams: built in {built:,.1f} s")
        for changed in CHANGED:
            took = []
            for version in range(2, 2 + ROUNDS):
                names = [f"employee-{number}" for number in range(version, streams, streams // changed)][:changed]
                start = perf_counter()
                _move(connection, store, tree, names, version)
                took.append(perf_counter() - start)
            say(f"  {changed:,} streams changed: {median(took) * 1000:,.0f} ms")
        start = perf_counter()
        steps = [len(tree.proof(f"employee-{number}").siblings) for number in range(0, streams, streams // 100)]
        say(f"  a proof: {(perf_counter() - start) / len(steps) * 1000:.2f} ms, {sum(steps) / len(steps):.1f} nodes")
        connection.close()


def _store(connection: sqlite3.Connection) -> SQLiteTrees:
    def rows(statement: str, values: Sequence[Any]) -> list[Any]:
        return connection.execute(statement, values).fetchall()

    return SQLiteTrees(rows, connection.executemany)


def _batches(streams: int) -> list[list[str]]:
    numbers = iter(range(streams))
    return [[f"employee-{number}" for number in part] for part in iter(lambda: list(islice(numbers, 250_000)), [])]


def _move(connection: sqlite3.Connection, store: SQLiteTrees, tree: StreamTree, names: list[str], version: int) -> None:
    keys = [key_of(name) for name in names]
    heads = [StreamHead(key, version, hashlib.sha256(key + bytes([version])).digest()) for key in keys]
    connection.execute("BEGIN")
    store.put_heads(heads)
    tree.refresh(keys)
    connection.execute("COMMIT")


def bench_bundles(store: Store, folder: Path, events: int, say: Callable[[str], None]) -> None:
    """Print how long a checkpoint, an export of one employee's year and its verification take."""
    url, key, bundle = store.new_url(), folder / "bench.key", folder / "bundle.zip"
    fill(url, events)
    printed([SAKSI, "key", "generate", KEY_NAME, "-o", str(key)])
    start = perf_counter()
    printed([SAKSI, "--db", url, "checkpoint", "--key", str(key)])
    first = perf_counter() - start
    export = saksi_milliseconds(url, "evidence", "export", WATCHED, "-o", str(bundle), "--overwrite")
    public = folder / "bench.pub"
    public.write_text(printed([SAKSI, "key", "show", str(key)]), encoding="utf-8")
    verify = milliseconds([SAKSI, "evidence", "verify", str(bundle), "--key", str(public)])
    replay = milliseconds([SAKSI, "evidence", "verify", str(bundle), "--key", str(public), "--replay"])
    alone = milliseconds(
        [sys.executable, "-I", "evidence/verify_evidence.py", str(bundle), "--key", public.read_text().strip()]
    )
    say(
        f"\n{store.name}, {events:,} events: the first checkpoint {first:,.1f} s; of one employee's year "
        f"({bundle.stat().st_size / 1e6:.1f} MB)\n"
        f"  evidence export              {export:>6,.0f} ms\n"
        f"  evidence verify              {verify:>6,.0f} ms\n"
        f"  evidence verify --replay     {replay:>6,.0f} ms\n"
        f"  verify_evidence.py           {alone:>6,.0f} ms"
    )
    store.clear()
