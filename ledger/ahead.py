"""Recording one batch while the next is made ready, where it is another process that does the work of recording."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger.application import Ledger
from ledger.drafts import Appended, Draft

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

LINES_AHEAD = 10_000
"""Smaller batches come from pipes that pause: what became of them is told before more is waited for."""

OBJECTS_MADE = 200_000
"""After how many to look for cycles: what a batch makes lives until it is recorded, so looking often finds nothing."""


class Ahead:
    """Appends batches one after the other; at most one is under way. Close it, or use it in a ``with``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._thread: ThreadPoolExecutor | None = None
        self._tell: Callable[[Appended], None] | None = None
        self._future: Future[Appended] | None = None

    def __enter__(self) -> Self:
        self._threshold = gc.get_threshold()
        gc.set_threshold(OBJECTS_MADE, *self._threshold[1:])
        return self

    def append(self, drafts: Sequence[Draft], tell: Callable[[Appended], None]) -> None:
        """Append a batch, and ``tell`` what became of it: now, or before the next is begun.

        Raises what the append of the batch before raises, and then this one is not begun.
        """
        self.finish()
        if len(drafts) < LINES_AHEAD or not self._ledger.recorder.on_a_server:
            tell(self._ledger.append(drafts))
            return
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(max_workers=1)
        self._future, self._tell = self._thread.submit(self._ledger.append, drafts), tell

    def finish(self) -> None:
        """Wait for the batch that is under way, and tell of it. Raises what its append raises."""
        future, tell = self._future, self._tell
        self._future = self._tell = None
        if future is not None and tell is not None:
            tell(future.result())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        gc.set_threshold(*self._threshold)
        if self._thread is not None:
            self._thread.shutdown()
