"""CRC-32C in C for ``kafka-python``, which takes it from the library ``crc32c`` (LGPL) or adds it up in Python.

Every batch that is read or sent is checked byte by byte: in Python that takes 80 ns a byte, three times what everything
else about reading a message takes. ``google-crc32c`` does it in C and is under the Apache licence, but the library does
not know it; so it is put where the library looks its function up, in the version that it is pinned to.
"""

from __future__ import annotations


def _in_c(data: memoryview) -> int:
    """Of any bytes: the library in C takes only those that nobody can change."""
    from google_crc32c import value

    checksum: int = value(bytes(data))
    return checksum


def quicken() -> None:
    """Have ``kafka-python`` check in C from here on, unless it does already."""
    from kafka.record import util

    if util.crc32c_c is None:
        util.calc_crc32c.__defaults__ = (_in_c,)
