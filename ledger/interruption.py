"""Ctrl-C and SIGTERM between two steps, never inside one: what was committed and what was counted stay the same."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM asked the process to end, as Ctrl-C does: an operator's ``kill``, a service manager, a shutdown."""


def signal_of(interrupt: BaseException) -> int:
    """The number of the signal behind it: the exit status is 128 more."""
    return signal.SIGTERM if isinstance(interrupt, Terminated) else signal.SIGINT


class Interruption:
    """Inside ``held`` an interrupt waits; outside it raises ``KeyboardInterrupt`` as always, or ``Terminated``."""

    def __init__(self) -> None:
        self._holding = False
        self._waiting: KeyboardInterrupt | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """A step that is done whole. Raises ``KeyboardInterrupt`` after it if one came meanwhile."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._waiting is not None:
            raise self._waiting

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        interrupt = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
        if not self._holding:
            raise interrupt
        self._waiting = interrupt


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Watch for Ctrl-C and SIGTERM.

    Only the main thread gets signals; elsewhere, and where one is ignored (``nohup``), nothing changes for it.
    """
    watch = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield watch
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in before:
        signal.signal(number, watch._handle)
    try:
        yield watch
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
