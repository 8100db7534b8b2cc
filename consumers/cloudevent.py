"""An event of the log as a CloudEvent 1.0: on Kafka and in the feed of ``saksi tail`` its attributes are the same.

    specversion    1.0
    id             the source's own id of the event, the same whenever it is published again
    source         which ledger it is (``DEFAULT_SOURCE``, unless the office has named it); with ``id`` it is unique
    type           the schema's full name: saksi.CheckedIn
    time           when it occurred, with the offset it was given with; where it only has dates, when it was recorded
    subject        the employee's nip, else the stream
    recordedtime   when the ledger recorded it (UTC)
    sequence       its position, 20 digits: in the order of text as in that of numbers
    partitionkey   its stream

The first six are CloudEvents' own; ``sequence`` and ``partitionkey`` are documented extensions of it, ``recordedtime``
too. On Kafka each is a header with ``ce_`` before it (Kafka protocol binding, binary mode) and the key is the stream.
"""

from __future__ import annotations

import re
from typing import Any

from domain.events import AnyEvent
from ledger.avro import instant_of

DEFAULT_SOURCE = "/saksi"
"""A URI reference. An office with several ledgers names each of them with ``SAKSI_SOURCE``."""

HEADER = "ce_"
"""What stands before the name of an attribute in the header of a Kafka record."""

_NOT_ALLOWED = re.compile("[\x00-\x1f\x7f-\x9f]|^$")
"""CloudEvents has no control characters in text and no empty ``id``; a source's id may have both."""


def attributes_of(
    position: int, recorded_at: int, stream: str, event: AnyEvent, source: str = DEFAULT_SOURCE
) -> dict[str, str]:
    """The attributes of an event, all but ``datacontenttype``, which depends on what it travels as.

    ``recorded_at`` is in microseconds since 1970-01-01T00:00Z, as the log has it.
    """
    recorded = instant_of(recorded_at).isoformat().replace("+00:00", "Z")
    occurred = getattr(event, "occurred_at", None)
    sequence = f"{position:020}"
    return {
        "specversion": "1.0",
        "id": f"sequence:{sequence}" if _NOT_ALLOWED.search(event.id) else event.id,
        "source": source,
        "type": f"saksi.{type(event).__name__}",
        "time": recorded if occurred is None else occurred.isoformat().replace("+00:00", "Z"),
        "subject": getattr(event, "nip", stream),
        "recordedtime": recorded,
        "sequence": sequence,
        "partitionkey": stream,
    }


def headers_of(attributes: dict[str, str], content_type: str) -> list[tuple[str, bytes]]:
    """The attributes as headers of a Kafka record, and what its value is: ``application/avro``."""
    headers = [(f"{HEADER}{name}", value.encode()) for name, value in attributes.items()]
    return [*headers, ("content-type", content_type.encode())]


def structured(attributes: dict[str, str], data: dict[str, Any]) -> dict[str, Any]:
    """The whole event in CloudEvents' JSON format, its data as the source sent it."""
    return {**attributes, "datacontenttype": "application/json", "data": data}
