"""What a subscriber sees of a topic: a consumer that reads committed records only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from ledger.application import Ledger

PATIENCE_SECONDS = 60


def committed(servers: str, topic: str) -> list[Any]:
    """Every committed record of a topic, by partition, each in order, up to where it ends with open transactions."""
    with consumer(servers) as reader:
        partitions = [TopicPartition(topic, number) for number in reader.partitions_for_topic(topic) or ()]
        assert partitions
        reader.assign(partitions)
        reader.seek_to_beginning()
        ends = end_of(servers, partitions)
        found: list[Any] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(reader.position(one) < ends[one] for one in partitions):
            assert time.monotonic() < deadline, "a transaction stays open"
            for records in reader.poll(timeout_ms=200).values():
                found += records
    return sorted(found, key=lambda record: (record.partition, record.offset))


def end_of(servers: str, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    """Where partitions end, open transactions included."""
    with consumer(servers, isolation_level="read_uncommitted") as reader:
        ends: dict[TopicPartition, int] = reader.end_offsets(partitions)
        return ends


@contextmanager
def consumer(servers: str, **settings: Any) -> Iterator[KafkaConsumer]:
    """A consumer of no group."""
    reader = KafkaConsumer(
        bootstrap_servers=servers,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        **({"isolation_level": "read_committed"} | settings),
    )
    try:
        yield reader
    finally:
        reader.close()


def header(record: Any, name: str) -> str:
    """The header of that name, which there must be once."""
    (value,) = [value for key, value in record.headers if key == name]
    return str(value.decode())


def position(record: Any) -> int:
    """The position of the ledger that a record is of."""
    return int(header(record, "ce_sequence"))


def expect_whole_log(records: list[Any], ledger: Ledger, upto: int | None = None) -> None:
    """Every position once, each with the stored bytes under its stream, in order within each partition."""
    rows = {row.position: row for row in ledger.recorder.read_log(0, upto)}
    assert sorted(map(position, records)) == list(rows)
    for record in records:
        row = rows[position(record)]
        assert (record.key.decode(), record.value) == (row.stream, row.state)
    for _, of_partition in groupby(records, key=lambda record: record.partition):
        positions = list(map(position, of_partition))
        assert positions == sorted(positions)
    by_key: dict[bytes, set[int]] = {}
    for record in records:
        by_key.setdefault(record.key, set()).add(record.partition)
    assert all(len(partitions) == 1 for partitions in by_key.values()), "a stream stays in one partition"
