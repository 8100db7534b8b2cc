"""Ctrl-C between two steps, never inside one: what was committed and what was counted stay the same."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Inside ``held`` an interrupt waits; outside it raises ``KeyboardInterrupt`` as always."""

    def __init__(self) -> None:
        self._holding = False
        self._waiting = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """A step that is done whole. Raises ``KeyboardInterrupt`` after it if one came meanwhile."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._waiting:
            raise KeyboardInterrupt

    def _handle(self, _signal: int, _frame: FrameType | None) -> None:
        if not self._holding:
            raise KeyboardInterrupt
        self._waiting = True


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Watch for Ctrl-C. Only the main thread gets signals; elsewhere, and where it is ignored, nothing changes."""
    watch = Interruption()
    if threading.current_thread() is not threading.main_thread() or not callable(signal.getsignal(signal.SIGINT)):
        yield watch
        return
    before = signal.signal(signal.SIGINT, watch._handle)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)
