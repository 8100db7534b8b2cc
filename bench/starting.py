"""How soon ``saksi --help`` is there, beside ``python -c "import click"``, in turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from bench.whole_process import SAKSI

ROUNDS = 21


def bench_starting(say: Callable[[str], None]) -> None:
    """Print both medians and their ratio."""
    ours = [SAKSI, "--help"]
    theirs = [sys.executable, "-c", "import click"]
    took: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(ROUNDS):
        for number, command in enumerate((ours, theirs)):
            start = perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            took[number].append(perf_counter() - start)
    mine, click = (median(seconds[1:]) * 1000 for seconds in took.values())
    say(f"saksi --help {mine:.0f} ms, import click {click:.0f} ms, ratio {mine / click:.2f} (bar 2)")
