"""Up to where a worker has seen everything of its partitions: never further than what it was given to read."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from kafka import KafkaProducer

from consumers.cloudevent import CloudEvents
from consumers.partition_feed import PartitionFeed
from consumers.published import Published
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from ledger.application import Ledger
from ledger.drafts import Submission
from ledger.streams import partition_of
from projections.checkpoint import Checkpoint
from projections.partitions import EventTopic, Share
from tests.unit.domain.cases import summoned

COUNT = 3


class Record(NamedTuple):
    offset: int
    key: bytes
    headers: list[tuple[str, bytes]]


def records(ledger: Ledger, number: int) -> list[Record]:
    """What is published to a partition, each record at the offset of its position."""
    made = CloudEvents(ledger.codec, "/saksi")
    rows = [row for row in ledger.recorder.read_log(0, None) if partition_of(row.stream, COUNT) == number]
    return [Record(row.position, *made.of(row)[::2]) for row in rows]


@pytest.fixture
def feed(ledger: Ledger) -> PartitionFeed:
    return PartitionFeed(ledger, EventTopic("saksi.events", "x", COUNT))


def share(position: int, *numbers: int, upto: int | None = None) -> Share:
    return Share(Checkpoint(position), frozenset(numbers), COUNT, upto)


def test_a_batch_goes_as_far_as_the_partition_of_which_least_was_seen(ledger: Ledger, feed: PartitionFeed) -> None:
    for number in range(COUNT):
        feed.hold(number, 0, 0)
    feed.take(0, records(ledger, 0))
    feed.take(1, records(ledger, 1)[:1])
    assert feed.batch(share(0, 0, 1, 2), None, 1000) is None
    first = records(ledger, 1)[0].offset
    batch = feed.batch(share(0, 0, 1), None, 1000)
    assert batch is not None
    assert batch.last == first


def test_what_is_at_or_below_a_checkpoint_is_passed_over(ledger: Ledger, feed: PartitionFeed) -> None:
    feed.hold(0, 100, 0)
    feed.take(0, records(ledger, 0))
    batch = feed.batch(share(150, 0), None, 1000)
    assert batch is not None
    own = {one.key for one in records(ledger, 0) if one.offset > 150 and one.key.startswith(b"employee-")}
    assert {f"employee-{nip}".encode() for nip in batch.touched.days} <= own
    assert min(feed.offsets(share(150, 0), 150).values()) > 150


def test_a_step_of_a_case_touches_its_employee_whichever_partition_it_is_published_to(
    ledger: Ledger, feed: PartitionFeed
) -> None:
    nip = "199007212015021002"
    own, known = partition_of(f"employee-{nip}", COUNT), ledger.last_position()
    for number in range(1, 7):  # their streams lie in other partitions than the employee's, some of them
        case = f"{nip}_{number}"
        ledger.record([Submission(summoned(case, datetime(2026, 3, 2, tzinfo=UTC)), "officer")])  # type: ignore[arg-type]
    assert {partition_of(f"case-{nip}_{number}", COUNT) for number in range(1, 7)} - {own}
    feed.hold(own, known, 0)
    feed.take(own, records(ledger, own))
    feed.expect(own, position=ledger.last_position(), end=0)
    feed.reached(own, 0)
    batch = feed.batch(share(known, own), None, 1000)
    assert batch is not None
    assert (batch.last, batch.touched.days, batch.touched.shared) == (ledger.last_position(), {nip: None}, False)


def test_rows_that_stand_before_what_was_read_are_told_and_nothing_is_applied(
    ledger: Ledger, feed: PartitionFeed
) -> None:
    feed.hold(0, 100, 50)
    feed.take(0, records(ledger, 0))
    assert feed.batch(share(99, 0), None, 1000) is None
    assert feed.stale == {0}


def test_a_position_is_reached_only_once_the_partition_is_read_to_where_it_ended(feed: PartitionFeed) -> None:
    feed.hold(0, 0, 0)
    feed.expect(0, position=170, end=40)
    feed.reached(0, 39)
    feed.expect(0, position=175, end=60)  # the first is waited for
    assert feed.batch(share(0, 0), None, 1000) is None
    feed.reached(0, 40)
    batch = feed.batch(share(0, 0), 170, 1000)
    assert batch is not None
    assert batch.last == 170


def test_a_partition_ends_behind_a_transaction_that_is_still_open(ledger: Ledger, settings: KafkaSettings) -> None:
    """The brokers end a transaction in one partition after the other: what is open may be committed already."""
    with Publisher(ledger, settings, partitions=1) as publisher:
        publisher.open()
        while publisher.step():
            pass
    with closing(Published(settings, ledger)) as published:
        assert published.position == ledger.last_position()
        (before,) = published.ends([0]).values()
        options: dict[str, Any] = settings.for_client()
        with closing(KafkaProducer(**options, transactional_id=f"{settings.topics}-other")) as producer:
            producer.init_transactions()
            producer.begin_transaction()
            producer.send(f"{settings.topics}.events", b"", b"unit-x")
            producer.flush()
            assert published.ends([0]) == {0: before + 1}
            producer.abort_transaction()
