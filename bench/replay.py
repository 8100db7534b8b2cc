"""How long ``saksi replay`` of one employee's year takes, whole process, in a large ledger.

Beside it, in the same run: a process that opens the library's own file of the same size and selects the same stream
with its recorder, and does nothing with what it gets; and a process that only starts Python.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.province import WATCHED

ROUNDS = 11
BAR_MILLISECONDS = 200

_PEER = """
import sys
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
recorder = SQLiteApplicationRecorder(SQLiteDatastore(sys.argv[1], originator_id_type="text"))
assert len(recorder.select_events(sys.argv[2])) > 1000
"""


def bench_replay(folder: Path) -> None:
    """Print the median of some rounds, warm. The folder is one that ``bench ingest`` left."""
    saksi = Path(sys.executable).with_name("saksi")
    replay = [str(saksi), "--db", f"sqlite:///{folder / 'province.db'}", "replay", WATCHED, "--format", "json"]
    peer = [sys.executable, "-c", _PEER, str(folder / "peer.db"), f"employee-{WATCHED}"]
    nothing = [sys.executable, "-c", "pass"]
    ours, theirs, least = _milliseconds(replay), _milliseconds(peer), _milliseconds(nothing)
    print(
        f"replay of {WATCHED}: saksi {ours:.0f} ms whole process (bar {BAR_MILLISECONDS} ms); "
        f"eventsourcing selecting the same stream {theirs:.0f} ms, ratio {ours / theirs:.2f}; "
        f"Python alone {least:.0f} ms"
    )


def _milliseconds(command: list[str]) -> float:
    took = []
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took.append(perf_counter() - start)
    return median(took[1:]) * 1000
