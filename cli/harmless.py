"""Texts from outside, so that a screen shows them and obeys nothing in them.

Names, ids and reasons are what their sources wrote. Written to a terminal as they are, an escape sequence could wipe
the lines above it, a line break could begin a line that looks like one of ours, and a mark of direction could turn
the words around it.
"""

from __future__ import annotations

import re

_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0, DEL and C1; the marks of direction; the separators of lines and paragraphs; bytes that are not UTF-8."""


_NOT_UTF8 = re.compile("[\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text in one line, each character that a screen would obey shown as ``\\x1b`` or ``\\u202e``."""
    return text if text.isascii() and text.isprintable() else _COMMANDS.sub(_shown, text)


def harmless_lines(text: str) -> str:
    """The same for a text of ours in several lines: only the line breaks stay."""
    return "\n".join(map(harmless, text.split("\n")))


def legible(text: str) -> str:
    """An argument or a name of a file, with bytes that are not UTF-8 as ``\\xff``."""
    return text if text.isascii() else _NOT_UTF8.sub(_shown, text)


def _shown(command: re.Match[str]) -> str:
    code = ord(command[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
