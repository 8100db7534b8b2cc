"""The golden messages are what is published today, and what was published once is read."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import pytest

from consumers.cloudevent import attributes_of, headers_of
from consumers.tail import Seen, as_json
from domain.admission import admit
from ledger.avro import FRAME, MAGIC, Codec, instant_of, micros_of
from schemas.published import CATALOGUE

FOLDER = Path(__file__).with_name("messages")
MESSAGES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
CODEC = Codec()

each_message = pytest.mark.parametrize("name", MESSAGES)


def recorded_at(message: dict[str, Any]) -> int:
    from datetime import datetime

    return micros_of(datetime.fromisoformat(message["headers"]["ce_recordedtime"]))


def test_every_published_version_of_every_type_has_its_message() -> None:
    assert set(MESSAGES) == {f"{schema.name}.{schema.version}" for schema in CATALOGUE.schemas}


@each_message
def test_its_headers_are_those_that_are_published(name: str) -> None:
    message = MESSAGES[name]
    position = int(message["headers"]["ce_sequence"])
    event = admit(json.dumps(message["event"]).encode())
    attributes = attributes_of(position, recorded_at(message), message["key"], event)
    headers = headers_of(attributes, "application/avro")
    assert {name: value.decode() for name, value in headers} == message["headers"]


@each_message
def test_its_value_reads_as_the_event_that_was_sent(name: str) -> None:
    message = MESSAGES[name]
    value = bytes.fromhex(message["value"]["single_object"])
    seen = Seen(1, instant_of(recorded_at(message)), message["key"], CODEC.decode(value))
    assert (
        as_json(seen)["event"] == as_json(Seen(1, seen.recorded_at, "", admit(json.dumps(message["event"]))))["event"]
    )


@each_message
def test_its_value_is_what_the_event_is_written_as(name: str) -> None:
    message = MESSAGES[name]
    value = bytes.fromhex(message["value"]["single_object"])
    assert f"{CODEC.schema_of(value).name}.{CODEC.schema_of(value).version}" == name
    if CODEC.is_current(value):
        assert CODEC.encode(admit(json.dumps(message["event"]).encode())) == value


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
    assert fastavro.schemaless_reader(body, without_logical_types, None) == message["avro"]
    assert body.read() == b""
