"""What the ledger says of itself comes in by no message, however it is written."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from consumers.message import Reading
from domain.errors import Refusal
from ledger.avro import Codec
from ledger.statements import SigningKeyAdded, SigningKeyRetired, StreamsSealed

CODEC = Codec()
AVRO = [("content-type", b"application/avro")]


@pytest.mark.parametrize(
    "statement",
    [
        StreamsSealed(id="s", upto=1, root=bytes(32), streams={"unit": 1}),
        SigningKeyAdded(id="k", key="a+b+c"),
        SigningKeyRetired(id="k", key="a+b+c", vouched="x"),
    ],
    ids=lambda statement: type(statement).__name__,
)
def test_a_statement_is_of_no_known_type(statement: Any) -> None:
    reading = Reading(CODEC, None)
    for value, headers in ((CODEC.encode(statement), AVRO), (msgspec.json.encode(statement), [])):
        with pytest.raises(Refusal) as refusal:
            reading.event(value, headers)
        assert refusal.value.code == "unknown_type"
