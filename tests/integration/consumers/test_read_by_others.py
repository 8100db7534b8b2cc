"""What is published is read by those who never heard of us: the official CloudEvents library, Apache Avro's reader."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import Any

import avro.io
import avro.schema
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from consumers.errors import RegistryRefused, RegistryUnreachable
from consumers.publisher import Publisher
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import Topics
from ledger.application import Ledger
from schemas.published import CATALOGUE
from tests.integration.consumers.reading import committed, header, position
from tests.integration.kafka import free_ports


def publish(ledger: Ledger, settings: KafkaSettings, registry: RegistrySettings | None = None) -> list[Any]:
    with Publisher(ledger, settings, registry, "/saksi/kaltim", partitions=2) as publisher:
        publisher.open()
        while publisher.step():
            pass
    return sorted(committed(settings.servers, Topics(settings.topics).events.name), key=position)


def read_with_avro(schema: str, body: bytes) -> dict[str, Any]:
    """Apache Avro's reader, and every byte is read."""
    data = BytesIO(body)
    reader = avro.io.DatumReader(avro.schema.parse(schema))
    found: dict[str, Any] = reader.read(avro.io.BinaryDecoder(data))  # type: ignore[assignment]
    assert data.tell() == len(body)
    return found


def test_headers_are_cloud_events_to_the_official_library(ledger: Ledger, settings: KafkaSettings) -> None:
    entries = list(ledger.read_log())
    for record, entry in zip(publish(ledger, settings), entries, strict=True):
        event = from_binary(KafkaMessage(dict(record.headers), record.key, record.value), JSONFormat())
        assert event.get_specversion() == "1.0"
        assert event.get_id() == entry.event.id
        assert event.get_source() == "/saksi/kaltim"
        assert event.get_type() == f"saksi.{type(entry.event).__name__}"
        assert event.get_time() == getattr(entry.event, "occurred_at", entry.recorded_at)
        assert datetime.fromisoformat(event.get_extension("recordedtime")) == entry.recorded_at
        assert event.get_extension("sequence") == f"{entry.position:020}"
        assert event.get_extension("partitionkey") == entry.stream == record.key.decode()
        kind, _, nip = entry.stream.partition("-")
        assert event.get_subject() == (nip if kind in ("employee", "staff") else entry.stream), (
            "of a void, the target's"
        )
        assert event.get_datacontenttype() == "application/avro"
        assert event.get_data() == record.value


def test_values_in_single_object_encoding_are_read_by_apache_avro(ledger: Ledger, settings: KafkaSettings) -> None:
    entries = list(ledger.read_log())
    for record, entry in zip(publish(ledger, settings), entries, strict=True):
        assert record.value[:2] == b"\xc3\x01"
        schema = CATALOGUE.by_fingerprint[record.value[2:10]]
        assert schema.full_name == header(record, "ce_type")
        assert read_with_avro(schema.text().decode(), record.value[10:])["id"] == entry.event.id


def test_with_a_registry_values_carry_its_ids_and_are_read_with_its_schemas(
    ledger: Ledger, settings: KafkaSettings, registry_url: str
) -> None:
    where = RegistrySettings(url=registry_url)
    rows = list(ledger.recorder.read_log(0, None))
    for record, row in zip(publish(ledger, settings, where), rows, strict=True):
        assert record.value[:1] == b"\x00"
        assert record.value[5:] == row.state[10:], "the body is the stored one"
        schema = Registry(where).schema(int.from_bytes(record.value[1:5], "big"))
        assert f"{schema['namespace']}.{schema['name']}" == header(record, "ce_type") == row.topic
        found = read_with_avro(json.dumps(schema), record.value[5:])
        assert found["id"] == header(record, "ce_id")


def test_subjects_are_held_to_full_compatibility_with_every_version(registry_url: str, topics: str) -> None:
    registry = Registry(RegistrySettings(url=registry_url))
    ids = registry.register(f"{topics}.events", CATALOGUE)
    assert set(ids) == {schema.fingerprint for schema in CATALOGUE.schemas}
    assert registry.register(f"{topics}.events", CATALOGUE) == ids, "what is registered keeps its id"
    subject = f"{topics}.events-saksi.CheckedIn"
    assert registry._ask("GET", f"/config/{subject}")["compatibilityLevel"] == "FULL_TRANSITIVE"
    narrowed = CATALOGUE.latest["CheckedIn"].document()
    narrowed["fields"].append({"name": "added_without_default", "type": "string"})
    with pytest.raises(RegistryRefused, match="HTTP 409"):
        registry._id_of(subject, json.dumps(narrowed))


def test_a_registry_that_is_not_there_or_is_none_is_one_sentence(kafka_servers: str, registry_url: str) -> None:
    (port,) = free_ports(1)
    with pytest.raises(RegistryUnreachable, match=f"the schema registry at http://127.0.0.1:{port} does not answer"):
        Registry(RegistrySettings(url=f"http://127.0.0.1:{port}")).register("t", CATALOGUE)
    with pytest.raises(RegistryUnreachable):
        Registry(RegistrySettings(url=f"http://{kafka_servers}")).register("t", CATALOGUE)
    with pytest.raises(RegistryRefused, match="HTTP 404"):
        Registry(RegistrySettings(url=registry_url.removesuffix("/ccompat/v7") + "/nothing")).register("t", CATALOGUE)
