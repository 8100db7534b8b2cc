"""An event's attributes are those of the CloudEvents specification, by the word of its own library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from consumers.cloudevent import attributes_of, headers_of, structured
from domain.admission import admit
from ledger.avro import micros_of

RECORDED = micros_of(datetime(2026, 2, 20, 1, 0, 0, 250_000, tzinfo=UTC))
CHECK_IN = admit(
    b'{"type": "CheckedIn", "id": "e-1", "nip": "198603152010011004", "occurred_at": "2026-02-20T07:12:09+08:00"}'
)
UNIT = admit(b'{"type": "UnitDefined", "id": "u-1", "unit": "bkd", "name": "BKD", "effective_from": "2020-01-01"}')


def test_an_event_with_a_time_of_its_own_occurred_then():
    attributes = attributes_of(23, RECORDED, "employee-198603152010011004", CHECK_IN)
    assert attributes == {
        "specversion": "1.0",
        "id": "e-1",
        "source": "/saksi",
        "type": "saksi.CheckedIn",
        "time": "2026-02-20T07:12:09+08:00",
        "subject": "198603152010011004",
        "recordedtime": "2026-02-20T01:00:00.250000Z",
        "sequence": "00000000000000000023",
        "partitionkey": "employee-198603152010011004",
    }


def test_an_event_that_has_only_dates_has_the_time_at_which_it_was_recorded():
    attributes = attributes_of(1, RECORDED, "unit-bkd", UNIT)
    assert attributes["time"] == attributes["recordedtime"]
    assert attributes["subject"] == "unit-bkd"


@pytest.mark.parametrize("identity", ["", "a\nb", "a\x7f", "a\x85b"])
def test_an_id_that_cloudevents_does_not_allow_gives_way_to_the_sequence(identity):
    event = type(CHECK_IN)(id=identity, nip="1", occurred_at=CHECK_IN.occurred_at)
    assert attributes_of(23, RECORDED, "employee-1", event)["id"] == "sequence:00000000000000000023"


def test_sequences_have_the_order_of_numbers_also_as_text():
    sequences = [
        attributes_of(position, RECORDED, "unit-bkd", UNIT)["sequence"] for position in (1, 9, 10, 99, 1 << 62)
    ]
    assert sequences == sorted(sequences)


@pytest.mark.parametrize(("stream", "event"), [("employee-1", CHECK_IN), ("unit-bkd", UNIT)])
def test_the_library_reads_the_headers_of_a_record(stream, event):
    attributes = attributes_of(23, RECORDED, stream, event)
    headers = dict(headers_of(attributes, "application/avro"))
    read = from_binary(KafkaMessage(headers, stream.encode(), b"\xc3\x01"), JSONFormat(), CloudEvent)
    assert read.get_id() == attributes["id"]
    assert read.get_time().isoformat() == attributes["time"].replace("Z", "+00:00")
    assert read.get_datacontenttype() == "application/avro"
    assert read.get_extension("sequence") == attributes["sequence"]
    assert read.get_extension("partitionkey") == stream


@pytest.mark.parametrize(("stream", "event"), [("employee-1", CHECK_IN), ("unit-bkd", UNIT)])
def test_the_library_reads_a_line_of_the_feed(stream, event):
    import msgspec

    line = structured(attributes_of(23, RECORDED, stream, event), {"id": event.id})
    read = JSONFormat().read(CloudEvent, msgspec.json.encode(line))
    assert read.get_data() == {"id": event.id}
    assert read.get_subject() == line["subject"]
    assert read.get_extension("recordedtime") == line["recordedtime"]
