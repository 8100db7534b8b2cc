"""Tables that fit: on a screen of 80 columns as of 120, in colour or without, in a terminal or a pipe.

There are no boxes, only a line below the headings; nothing is cut off: what does not fit goes on in the next line of
its cell. ``rich`` finds the width of the terminal (or takes ``COLUMNS``) and leaves colour out where ``NO_COLOR`` is
set or nobody sees it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO, cast

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.harmless import harmless
from cli.language import say

COLOURS = {
    "present": "green",
    "on_time": "green",
    "answered": "green",
    "shared": "green",
    "clear": "green",
    "late": "yellow",
    "early": "yellow",
    "partial": "yellow",
    "pending": "yellow",
    "open": "yellow",
    "under_review": "yellow",
    "awaiting_reason": "yellow",
    "counting": "yellow",
    "absent": "red",
    "missed": "red",
    "alleged": "red",
    "in case": "red",
    "sanctioned": "red",
    "conflict": "red",
}
"""Colour repeats what a word says; without it nothing is lost."""


ROOMY = 84
"""On a screen narrower than this, columns stand one space apart, not two: a day's line then fits into 80."""


def console() -> Console:
    """Standard output, plain text in and out: brackets in a person's own words are no markup."""
    return _Page(file=cast("TextIO", _Trimmed(sys.stdout)), highlight=False, markup=False, emoji=False)


class _Page(Console):
    """A console that leaves a closed pipe to ``cli.main``."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Every text comes by here, also those in cells; one of several lines is made by ``stacked``."""
        return super().render_str(harmless(text), **options)

    def on_broken_pipe(self) -> None:
        """Raise it again: rich itself would end the process with status 1."""
        raise  # noqa: PLE0704  called while the error is being handled


class _Trimmed:
    """A file without spaces at the ends of lines: rich fills every cell up, and a pipe would carry them along."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Write whole lines, as rich does."""
        self._file.write(re.sub(r" +$", "", text, flags=re.MULTILINE))
        return len(text)


def coloured(words: str | Iterable[str], code: str | None) -> Text:
    """The words in the colour of the code; several, one below the other."""
    made = stacked([words] if isinstance(words, str) else words)
    made.stylize(COLOURS.get(code or "", ""))
    return made


def stacked(lines: Iterable[str]) -> Text:
    """Lines one below the other in a cell. A line break inside one of them is shown, not made."""
    return Text("\n".join(map(harmless, lines)))


def table(headings: Sequence[str], *, whole: Sequence[int] = (), right: Sequence[int] = ()) -> Table:
    """An empty table with its headings said.

    The columns in ``whole`` are never broken, those in ``right`` end in line.
    """
    gap = 1 if console().width >= ROOMY else 0
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for index, heading in enumerate(headings):
        made.add_column(
            say(heading) if heading else "",
            no_wrap=index in whole,
            overflow="fold",
            justify="right" if index in right else "left",
        )
    return made


def labelled(rows: Iterable[tuple[str, str]]) -> Table:
    """Names on the left, what they are on the right."""
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(no_wrap=True, style="bold")
    made.add_column(overflow="fold")
    for name, what in rows:
        made.add_row(say(name), what)
    return made
