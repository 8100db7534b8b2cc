"""The log in Kafka: whole, in order, once, with the bytes as they are stored."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from consumers.errors import Fenced, KafkaFailed, OtherLedger, PublisherStopped, SendingInterrupted
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from consumers.topics import Topics, position_of
from ledger.application import Ledger
from ledger.note import Algorithm, PrivateKey
from ledger.signing import Signer
from tests.integration.consumers.reading import committed, expect_whole_log, header, position
from tests.integration.projections.agreement import submissions

NIP = "198603152010011004"


def published(settings: KafkaSettings) -> list[object]:
    return committed(settings.servers, Topics(settings.topics).events.name)


def publish_all(ledger: Ledger, settings: KafkaSettings) -> int:
    """Publish what is there; how many transactions it took."""
    with Publisher(ledger, settings, partitions=3) as publisher:
        publisher.open()
        steps = 0
        while publisher.step():
            steps += 1
        assert publisher.position == ledger.last_position()
    return steps


def fact(number: int, text: str = "-") -> bytes:
    told = {"type": "WorkReported", "id": f"w-{number}", "nip": NIP, "date": "2026-02-20", "summary": text}
    return json.dumps(told | {"occurred_at": "2026-02-20T16:00:00.123456+08:00"}).encode()


def test_the_log_is_published_whole_once_and_in_order_with_its_stored_bytes(
    ledger: Ledger, settings: KafkaSettings
) -> None:
    assert publish_all(ledger, settings) == 1
    records = published(settings)
    assert len(records) == 179
    expect_whole_log(records, ledger)


def test_keys_and_seals_are_published_among_the_facts(ledger: Ledger, settings: KafkaSettings, tmp_path: Path) -> None:
    Signer(ledger, [PrivateKey("saksi.example.go.id", Algorithm.ED25519, bytes(32))], tmp_path / "last").sign()
    publish_all(ledger, settings)
    records = published(settings)
    last = sorted(records, key=position)[-2:]
    assert [header(one, "ce_type") for one in last] == ["saksi.SigningKeyAdded", "saksi.StreamsSealed"]
    expect_whole_log(records, ledger)


def test_publishing_again_goes_on_behind_what_is_published(
    ledger: Ledger, settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(ledger, settings)
    assert publish_all(ledger, settings) == 0
    monkeypatch.setattr("consumers.publisher.BATCH_OF_ROWS", 7)
    ledger.record(submissions([fact(number) for number in range(20)]))
    assert publish_all(ledger, settings) == 3
    expect_whole_log(published(settings), ledger)


def test_a_transaction_ends_where_it_has_bytes_enough_and_a_large_event_passes(
    ledger: Ledger, settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consumers.publication.BATCH_BYTES", 1 << 20)
    ledger.record(submissions([fact(1, "x" * (15 << 20)), fact(2), fact(3)]))
    assert publish_all(ledger, settings) == 2
    expect_whole_log(published(settings), ledger)


def test_headers_say_what_the_value_is_and_when_where_and_of_whom(ledger: Ledger, settings: KafkaSettings) -> None:
    ledger.record(submissions([fact(1)]))
    publish_all(ledger, settings)
    records = {position(record): record for record in published(settings)}
    shown = {name: header(records[180], name) for name, _ in records[180].headers}
    recorded = datetime.fromisoformat(shown.pop("ce_recordedtime"))
    assert recorded == next(iter(ledger.read_log(179))).recorded_at
    assert shown == {
        "ce_specversion": "1.0",
        "ce_id": "w-1",
        "ce_source": "/saksi",
        "ce_type": "saksi.WorkReported",
        "ce_time": "2026-02-20T16:00:00.123456+08:00",
        "ce_sequence": "00000000000000000180",
        "ce_subject": NIP,
        "ce_partitionkey": f"employee-{NIP}",
        "content-type": "application/avro",
    }
    unit = next(record for record in records.values() if header(record, "ce_type") == "saksi.UnitDefined")
    assert header(unit, "ce_time") == header(unit, "ce_recordedtime"), "what did not occur at an instant"
    assert header(unit, "ce_subject") == unit.key.decode()


def test_an_id_that_cloudevents_does_not_allow_is_given_by_its_digest(ledger: Ledger, settings: KafkaSettings) -> None:
    told = [json.loads(fact(0)) | {"id": identity} for identity in ("", "a\nb", "sha256:x", "é💡", " ")]
    ledger.record(submissions([json.dumps(one).encode() for one in told]))
    publish_all(ledger, settings)
    ids = [header(record, "ce_id") for record in sorted(published(settings), key=position)[-5:]]
    assert ids[0] == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert all(identity.startswith("sha256:") and len(identity) == 71 for identity in ids[:3])
    assert ids[3:] == ["é💡", " "]
    assert len(set(ids)) == 5


def test_a_second_publisher_takes_the_place_of_the_first_which_ends(ledger: Ledger, settings: KafkaSettings) -> None:
    with Publisher(ledger, settings, partitions=3) as first, Publisher(ledger, settings) as second:
        first.open()
        first.step()
        second.open()
        assert second.position == 179
        ledger.record(submissions([fact(1)]))
        with pytest.raises(SendingInterrupted):
            first.step()
        with pytest.raises(Fenced, match="another process publishes to"):
            first.open()
        assert second.step() == 1, "the first has not fenced it in turn"
        ledger.record(submissions([fact(2)]))
        assert second.step() == 1
    expect_whole_log(published(settings), ledger)


def test_a_ledger_that_is_not_the_one_published_so_far_is_refused(
    ledger: Ledger, settings: KafkaSettings, tmp_path: Path, story: list[bytes]
) -> None:
    publish_all(ledger, settings)
    for name, told in (("shorter", story[:100]), ("other", [*story[:178], fact(1)]), ("empty", [])):
        with (
            Ledger.open(f"sqlite:///{tmp_path}/{name}.db", create=True) as other,
            Publisher(other, settings) as publisher,
        ):
            other.record(submissions(told))
            with pytest.raises(OtherLedger, match="holds another ledger up to position 179"):
                publisher.open()
    expect_whole_log(published(settings), ledger)


def test_nothing_is_published_behind_a_position_that_is_missing(
    ledger: Ledger, settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ledger.recorder.page
    monkeypatch.setattr(ledger.recorder, "page", lambda *asked: [row for row in page(*asked) if row.position != 100])
    with Publisher(ledger, settings, partitions=3) as publisher:
        publisher.open()
        assert publisher.step() == 99
        for _ in range(2):
            with pytest.raises(PublisherStopped, match="the ledger has no position 100, though it has position 101"):
                publisher.step()
    monkeypatch.undo()
    expect_whole_log(published(settings), ledger, upto=99)
    assert publish_all(ledger, settings) == 1
    expect_whole_log(published(settings), ledger)


def test_nothing_is_published_behind_an_event_that_cannot_be_read(
    ledger: Ledger, settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ledger.recorder.page
    monkeypatch.setattr(
        ledger.recorder,
        "page",
        lambda *asked: [row._replace(state=b"?") if row.position == 2 else row for row in page(*asked)],
    )
    with Publisher(ledger, settings, partitions=3) as publisher:
        publisher.open()
        assert publisher.step() == 1
        with pytest.raises(PublisherStopped, match="position 2 of the ledger cannot be published: no published schema"):
            publisher.step()
    expect_whole_log(published(settings), ledger, upto=1)


def test_the_control_topic_says_how_far_the_log_is_published_and_by_whom(
    ledger: Ledger, settings: KafkaSettings
) -> None:
    publish_all(ledger, settings)
    topic = Topics(settings.topics).events
    claimed, noted = committed(settings.servers, position_of(topic).name)
    assert claimed.key == noted.key == topic.name.encode()
    assert json.loads(claimed.value)["position"] == 0
    told = json.loads(noted.value)
    assert told["position"] == 179
    assert told["publisher"] == json.loads(claimed.value)["publisher"]


def test_a_topic_that_takes_only_short_records_is_named_with_what_to_set(
    ledger: Ledger, settings: KafkaSettings
) -> None:
    from kafka.admin import KafkaAdminClient

    ledger.record(submissions([fact(1, "x" * (2 << 20))]))
    layout = {"num_partitions": 1, "replication_factor": 1}  # with Kafka's default, 1 MiB
    with closing(KafkaAdminClient(**settings.for_client())) as admin:
        admin.create_topics({Topics(settings.topics).events.name: layout})
    with Publisher(ledger, settings) as publisher:
        publisher.open()
        with pytest.raises(KafkaFailed, match="does not take a record that is as long as this one") as told:
            publisher.step()
    assert "max.message.bytes to 17825792" in told.value.hint
