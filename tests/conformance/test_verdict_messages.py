"""The golden messages of verdicts are what is published today, and what was published once is read."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import fastavro
import pytest

from consumers.verdicts import VerdictEvents
from domain.verdicts import VERDICT_TYPES
from ledger.avro import FRAME, MAGIC, Codec, UnreadableEvent
from projections.announcement import Announcements, UnreadableVerdict
from projections.told import VerdictRow
from schemas.published import VERDICTS

FOLDER = Path(__file__).with_name("messages") / "verdicts"
MESSAGES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
SCHEMAS = {f"{schema.name}.{schema.version}": schema for schema in VERDICTS.schemas}

each_message = pytest.mark.parametrize("name", MESSAGES)


def test_every_published_version_of_every_type_has_its_message() -> None:
    assert set(MESSAGES) == set(SCHEMAS)
    assert {name.partition(".")[0] for name in MESSAGES} == {kind.__name__ for kind in VERDICT_TYPES}


@each_message
@pytest.mark.parametrize("frame", ["single_object", "registry"])
def test_it_is_what_is_published_of_its_verdict(name: str, frame: str) -> None:
    message = MESSAGES[name]
    headers, value = message["headers"], message["value"]
    ids = {SCHEMAS[name].fingerprint: value["schema_id"]} if frame == "registry" else None
    row = VerdictRow(int(headers["ce_sequence"]), headers["ce_subject"], bytes.fromhex(value["single_object"]))
    record = VerdictEvents("/saksi", ids).of(row)
    assert record.key.decode() == message["key"]
    assert {name: value.decode() for name, value in record.headers} == headers
    assert record.value.hex() == value[frame]


@each_message
def test_both_frames_have_the_same_body(name: str) -> None:
    value = MESSAGES[name]["value"]
    bare, framed = bytes.fromhex(value["single_object"]), bytes.fromhex(value["registry"])
    assert bare[:FRAME] == MAGIC + SCHEMAS[name].fingerprint
    assert framed[:5] == b"\x00" + value["schema_id"].to_bytes(4, "big")
    assert framed[5:] == bare[FRAME:]


@each_message
def test_any_avro_reader_reads_the_body_to_its_end(name: str) -> None:
    message = MESSAGES[name]
    without_logical_types = json.loads(SCHEMAS[name].text().replace(b'"logicalType"', b'"was"'))
    body = BytesIO(bytes.fromhex(message["value"]["single_object"])[FRAME:])
    assert fastavro.schemaless_reader(body, without_logical_types, None) == message["avro"]
    assert body.read() == b""


@each_message
def test_no_ledger_takes_it_for_an_event(name: str) -> None:
    with pytest.raises(UnreadableEvent, match="no published schema has the frame"):
        Codec().decode(bytes.fromhex(MESSAGES[name]["value"]["single_object"]))


@each_message
def test_what_is_cut_short_or_of_no_schema_is_no_verdict(name: str) -> None:
    state = bytes.fromhex(MESSAGES[name]["value"]["single_object"])
    with pytest.raises(UnreadableVerdict):
        Announcements().decode(state[:40])
    with pytest.raises(UnreadableVerdict, match="no published schema"):
        Announcements().decode(b"?" + state)
