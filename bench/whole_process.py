"""Commands timed as their user waits for them: whole processes, warm."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 11
SAKSI = str(Path(sys.executable).with_name("saksi"))


def printed(command: Sequence[str]) -> str:
    """What a command prints, which must succeed."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def milliseconds(command: Sequence[str]) -> float:
    """The median of some rounds after one to warm up."""
    took = []
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took.append(perf_counter() - start)
    return median(took[1:]) * 1000


def saksi_milliseconds(url: str, *arguments: str) -> float:
    """The same of a command of ours on a ledger."""
    return milliseconds([SAKSI, "--db", url, *arguments])
