"""Progress of long work: a bar on standard error where that is a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.language import say

Show = Callable[[int, int], None]
"""Told how much is done, of how much."""


@contextmanager
def bar(description: str) -> Iterator[Show]:
    """A bar with a description (English, said here). It is gone when the work is done."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say(description), total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
