"""How a command that runs until it is told to end is told: SIGTERM and Ctrl-C end it after the step at hand."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol


class Work(Protocol):
    """What goes on, step after step, until it is ``ending``."""

    ending: bool


@contextmanager
def signals_to(work: Work) -> Iterator[None]:
    """SIGTERM and SIGINT end the work after the batch at hand; the second time they do what they always do."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def end(_signal: int, _frame: FrameType | None) -> None:
        work.ending = True
        restore()

    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        restore()
