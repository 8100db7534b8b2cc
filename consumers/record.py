"""What is sent to Kafka, and what a CloudEvent is made into."""

from __future__ import annotations

from typing import NamedTuple

Header = tuple[str, bytes]


class Record(NamedTuple):
    """A key, a value and headers. Records of one key stay in order."""

    key: bytes
    value: bytes
    headers: list[Header]
