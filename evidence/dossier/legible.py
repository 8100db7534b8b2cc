"""Texts from outside, so that a page or a paper shows them and nothing in them changes what stands around them.

Names, ids and reasons are what their sources wrote. A line break could begin a line that looks like one of ours, and a
mark of direction could turn the words around it.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 600
"""What is shown of one text: a reason may be as long as a book. The event in the bundle has it whole."""
_COMMANDS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def legible(text: object) -> str:
    """The text in one line, each character that would be obeyed shown as ``\\x1b`` or ``\\u202e``."""
    shown = str(text)
    return shown if shown.isprintable() and shown.isascii() else _COMMANDS.sub(_shown, shown)


def brief(text: object) -> str:
    """The same; what is longer than is shown ends in ``…``."""
    shown = str(text)
    return legible(shown if len(shown) <= MOST_CHARACTERS else f"{shown[:MOST_CHARACTERS].rstrip()} …")


def _shown(command: re.Match[str]) -> str:
    code = ord(command[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
