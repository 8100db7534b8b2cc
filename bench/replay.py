"""How long ``saksi replay`` of one employee's year takes, whole process, in a large ledger.

Beside it, in the same run: a process that opens the library's own store of the same size and selects the same stream
with its recorder, and does nothing with what it gets; and a process that only starts Python.
"""

from __future__ import annotations

import sys

from bench.province import WATCHED
from bench.whole_process import milliseconds, saksi_milliseconds

_SQLITE_PEER = """
import sys
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
recorder = SQLiteApplicationRecorder(SQLiteDatastore(sys.argv[1], originator_id_type="text"))
assert recorder.select_events(sys.argv[2])
"""
_POSTGRES_PEER = """
import sys
from bench.postgres_peer import PostgresPeer
peer = PostgresPeer(sys.argv[1])
assert peer.recorder.select_events(sys.argv[2])
peer.close()
"""


def replay_milliseconds(url: str) -> float:
    """One employee's year as JSON."""
    return saksi_milliseconds(url, "replay", WATCHED, "--format", "json")


def selecting_milliseconds(peer: str) -> float:
    """The library selecting the same stream from its file, or its database."""
    source = _POSTGRES_PEER if peer.startswith("postgres") else _SQLITE_PEER
    return milliseconds([sys.executable, "-c", source, peer, f"employee-{WATCHED}"])


def starting_milliseconds() -> float:
    """Python alone."""
    return milliseconds([sys.executable, "-c", "pass"])
