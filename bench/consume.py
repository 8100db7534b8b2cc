"""How fast messages become recorded events, beside how fast bare ``kafka-python`` only reads them.

Both read the same topic of the same broker with the same settings, in turn; the peer does nothing with what it reads.
Ours does all that an intake does: it validates, encodes, finds duplicates, commits events and offsets with an fsync.
The peer is one process at full load; so are we. CPU time tells the cost of each where the broker wants a core too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from time import perf_counter, process_time
from typing import NamedTuple

import msgspec

from bench.province import province
from bench.stores import Store
from consumers.settings import KafkaSettings
from consumers.topics import Topics, ensure

MESSAGES = 200_000
PARTITIONS = 3
ROUNDS = 3


class Cost(NamedTuple):
    """What reading all messages took."""

    seconds: float
    work: float


def bench_consume(store: Store, servers: str, say: Callable[[str], None]) -> None:
    """Fill a topic, let each read it in turn, and print both rates and their ratio."""
    settings = KafkaSettings(servers=servers, topics=f"bench-consume-{store.name.lower()}")
    size = _fill(settings)
    say(f"\n{MESSAGES:,} messages of {size / MESSAGES:.0f} bytes in {PARTITIONS} partitions, into {store.name}")
    ours: list[Cost] = []
    bare: list[Cost] = []
    for number in range(1, ROUNDS + 1):
        bare.append(_read_only(settings))
        ours.append(_take_in(store, settings, number))
        say(
            f"  round {number}: saksi {MESSAGES / ours[-1].seconds:>9,.0f} messages/s   "
            f"kafka-python {MESSAGES / bare[-1].seconds:>9,.0f} messages/s   "
            f"ratio {bare[-1].seconds / ours[-1].seconds:.2f}"
        )
    mine, theirs = _sum(ours), _sum(bare)
    total = ROUNDS * MESSAGES
    say(
        f"consume into {store.name}: saksi {total / mine.seconds:,.0f} messages/s, bare kafka-python "
        f"({_checksums()}) {total / theirs.seconds:,.0f} messages/s, ratio {theirs.seconds / mine.seconds:.2f}\n"
        f"  by CPU time of this process {total / mine.work:,.0f} and {total / theirs.work:,.0f} messages/s, "
        f"ratio {theirs.work / mine.work:.2f}"
    )
    store.clear()


def _fill(settings: KafkaSettings) -> int:
    """Send a province; how many bytes."""
    from kafka import KafkaProducer

    topic = Topics(settings.topics).intake
    ensure(settings, (topic,), PARTITIONS)
    size = 0
    with closing(KafkaProducer(**settings.for_client(), batch_size=256 << 10, linger_ms=20)) as producer:
        for line in province(MESSAGES):
            value = line.rstrip()
            size += len(value)
            producer.send(topic.name, value, str(msgspec.json.decode(value).get("nip", "")).encode())
        producer.flush()
    return size


def _read_only(settings: KafkaSettings) -> Cost:
    from kafka import KafkaConsumer, TopicPartition

    from consumers import intake

    topic = Topics(settings.topics).intake.name
    reader = KafkaConsumer(
        **settings.for_client(),
        isolation_level="read_committed",
        enable_auto_commit=False,
        max_poll_records=intake.BATCH_MESSAGES,
        max_partition_fetch_bytes=intake.FETCH_BYTES,
        metrics_enabled=False,
    )
    with closing(reader):
        partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        reader.assign(partitions)
        reader.seek_to_beginning(*partitions)
        start, start_of_work = perf_counter(), process_time()
        read = 0
        while read < MESSAGES:
            read += sum(map(len, reader.poll(timeout_ms=500).values()))
        return Cost(perf_counter() - start, process_time() - start_of_work)


def _take_in(store: Store, settings: KafkaSettings, number: int) -> Cost:
    from consumers.intake import Intake
    from ledger.application import Ledger

    with (
        Ledger.open(store.new_url(), create=True) as ledger,
        Intake(ledger, settings, group=f"{settings.topics}-{number}") as intake,
    ):
        intake.open()
        while len(intake.assigned) < PARTITIONS:
            intake.step()
        start, start_of_work = perf_counter(), process_time()
        before = ledger.last_position()
        while intake.recorded < MESSAGES:
            intake.step()
        assert (before, ledger.last_position()) == (0, MESSAGES)
        return Cost(perf_counter() - start, process_time() - start_of_work)


def _sum(costs: list[Cost]) -> Cost:
    return Cost(sum(one.seconds for one in costs), sum(one.work for one in costs))


def _checksums() -> str:
    """Whether the library checks records in C, which it does if it finds somebody else's."""
    from importlib.util import find_spec

    return "with crc32c" if find_spec("crc32c") else "its own checksums"
