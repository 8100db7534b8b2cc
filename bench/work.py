"""CPU time: what all processes of a job have worked, however many there were."""

from __future__ import annotations

import resource
from time import process_time


def seconds_of_work() -> float:
    """Of this process, and of those it started that have ended."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + others.ru_utime + others.ru_stime
