"""How fast all read models are built from nothing, whole process, and how much private memory it takes.

Beside it, in the same run: the library's own stack going through the same number of its events in the way its
projections do, reading them by pages and noting each in its tracking table, and doing nothing with them.
"""

from __future__ import annotations

import resource
import subprocess
from time import perf_counter

import psutil
from msgspec import Struct

from bench.whole_process import SAKSI

SAMPLE_SECONDS = 0.2


class Rebuilt(Struct, frozen=True):
    """``seconds`` by the clock and by all processors, and the most private memory of all processes together, in MiB.

    On PostgreSQL the server's own work and memory are not in it.
    """

    seconds: float
    work: float
    mebibytes: float


def rebuild(url: str) -> Rebuilt:
    """Run ``saksi rebuild`` and watch it."""
    start, work_before = perf_counter(), _work_of_children()
    process = subprocess.Popen([SAKSI, "--db", url, "rebuild"], stdout=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    most = 0
    while process.poll() is None:
        most = max(most, _private_bytes(watched))
        try:
            process.wait(SAMPLE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    if process.returncode:
        raise SystemExit(f"saksi rebuild ended with status {process.returncode}")
    return Rebuilt(perf_counter() - start, _work_of_children() - work_before, most / 2**20)


def _work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _private_bytes(process: psutil.Process) -> int:
    total = 0
    for one in [process, *_children(process)]:
        try:
            total += one.memory_full_info().uss
        except psutil.Error:
            continue  # it has just ended
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []
