"""The golden messages are what is published today, and what was published once is read."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import msgspec
import pytest

from consumers.cloudevent import CloudEvents
from domain.admission import admit
from domain.discipline.events import CASE_EVENT_TYPES
from domain.policy.document import without_nulls
from ledger.avro import FRAME, MAGIC, Codec, micros_of
from ledger.reader import LogRow
from ledger.statements import STATEMENT_TYPES
from schemas.published import CATALOGUE

FOLDER = Path(__file__).with_name("messages")
MESSAGES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
CODEC = Codec()

each_message = pytest.mark.parametrize("name", MESSAGES)


def row_of(message: dict[str, Any]) -> LogRow:
    """The row of the log that it was made of."""
    headers = message["headers"]
    recorded_at = micros_of(datetime.fromisoformat(headers["ce_recordedtime"]))
    state = bytes.fromhex(message["value"]["single_object"])
    return LogRow(int(headers["ce_sequence"]), recorded_at, message["key"], 1, 0, "", 0, headers["ce_type"], state)


def test_every_published_version_of_every_type_has_its_message() -> None:
    assert set(MESSAGES) == {f"{schema.name}.{schema.version}" for schema in CATALOGUE.schemas}


@each_message
@pytest.mark.parametrize("frame", ["single_object", "registry"])
def test_it_is_what_is_published_of_its_row(name: str, frame: str) -> None:
    message = MESSAGES[name]
    row = row_of(message)
    ids = {CODEC.schema_of(row.state).fingerprint: message["value"]["schema_id"]} if frame == "registry" else None
    record = CloudEvents(CODEC, "/saksi", ids).of(row)
    assert record.key.decode() == message["key"]
    assert {name: value.decode() for name, value in record.headers} == message["headers"]
    assert record.value.hex() == message["value"][frame]


@each_message
def test_its_value_reads_as_the_event_that_was_sent(name: str) -> None:
    event = CODEC.decode(bytes.fromhex(MESSAGES[name]["value"]["single_object"]))
    assert without_nulls(msgspec.to_builtins(event)) == MESSAGES[name]["event"]


@each_message
def test_its_value_is_what_the_event_is_written_as(name: str) -> None:
    message = MESSAGES[name]
    value = bytes.fromhex(message["value"]["single_object"])
    assert f"{CODEC.schema_of(value).name}.{CODEC.schema_of(value).version}" == name
    if CODEC.is_current(value):
        event = message["event"]
        never_sent = {kind.__name__: kind for kind in (*CASE_EVENT_TYPES, *STATEMENT_TYPES)}
        kind = never_sent.get(event["type"])
        sent = admit(json.dumps(event).encode()) if kind is None else msgspec.convert(event, kind)
        assert CODEC.encode(sent) == value


@each_message
def test_both_frames_have_the_same_body(name: str) -> None:
    value = MESSAGES[name]["value"]
    bare, framed = bytes.fromhex(value["single_object"]), bytes.fromhex(value["registry"])
    assert bare[:2] == MAGIC
    assert framed[:5] == b"\x00" + value["schema_id"].to_bytes(4, "big")
    assert framed[5:] == bare[FRAME:]


@each_message
def test_any_avro_reader_reads_the_body_to_its_end(name: str) -> None:
    message = MESSAGES[name]
    schema = next(schema for schema in CATALOGUE.schemas if f"{schema.name}.{schema.version}" == name)
    without_logical_types = json.loads(schema.text().replace(b'"logicalType"', b'"was"'))
    body = BytesIO(bytes.fromhex(message["value"]["single_object"])[FRAME:])
    read = fastavro.schemaless_reader(body, without_logical_types, None)
    assert {name: value.hex() if isinstance(value, bytes) else value for name, value in read.items()} == message["avro"]
    assert body.read() == b""
