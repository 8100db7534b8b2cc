"""How fast messages become recorded events, beside how fast bare ``kafka-python`` only reads them.

All read the same topic of the same broker with the same settings, in turn; the peer does nothing with what it reads.
Ours does all that an intake does: it validates, encodes, finds duplicates, commits events and offsets with an fsync.
The peer is measured as it comes, and with the checksums that ours puts into it (``consumers.checksums``). CPU time
tells the cost of each where others want the processors too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import msgspec

from bench.province import province
from bench.stores import Store, stores
from consumers.settings import KafkaSettings
from consumers.topics import Topics, ensure
from tests.integration.kafka import own_broker

MESSAGES = 200_000
PARTITIONS = 3
ROUNDS = 3
BAR = 0.8


def bench_consume(databases: list[str], say: Callable[[str], None]) -> None:
    """Fill a topic, let each read it in turn, and print the rates and their ratios, for each kind of ledger."""
    with (
        own_broker() as broker,
        TemporaryDirectory(prefix="saksi-bench-") as folder,
        stores(databases, Path(folder)) as chosen,
    ):
        settings = KafkaSettings(servers=broker.servers, topics="bench")
        size = _fill(settings)
        say(f"\n{MESSAGES:,} messages of {size / MESSAGES:.0f} bytes in {PARTITIONS} partitions")
        for store in chosen:
            _compare(store, settings, say)


def _compare(store: Store, settings: KafkaSettings, say: Callable[[str], None]) -> None:
    ours, plain, quick = Costs(), Costs(), Costs()
    for number in range(ROUNDS):
        ours.add(*_take_in(store, settings, f"{store.name}-{number}"))
        with checksums_of_its_own():
            plain.add(*_read_only(settings))
        quick.add(*_read_only(settings))
    say(f"consume into {store.name:<28} {ours}")
    say(f"bare kafka-python, as it comes            {plain}   ratio {plain / ours} (bar: >= {BAR})")
    say(f"bare kafka-python, our checksums          {quick}   ratio {quick / ours}")
    store.clear()


class Costs:
    """What reading all messages took, in several rounds: the median of the seconds, and all of the work."""

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._work: list[float] = []

    def add(self, seconds: float, work: float) -> None:
        self._seconds.append(seconds)
        self._work.append(work)

    def __str__(self) -> str:
        return (
            f"{MESSAGES / median(self._seconds):>8,.0f} messages/s, {MESSAGES / median(self._work):>8,.0f} by CPU time"
        )

    def __truediv__(self, other: Costs) -> str:
        """How many times as fast the other is, by the clock and by the CPU time of its process."""
        clock, work = (
            median(mine) / median(theirs)
            for mine, theirs in ((self._seconds, other._seconds), (self._work, other._work))
        )
        return f"{clock:.2f}, by CPU time {work:.2f}"


@contextmanager
def checksums_of_its_own() -> Iterator[None]:
    """The library as it comes, without what ``consumers.checksums`` does to it."""
    from kafka.record import util

    ours = util.calc_crc32c.__defaults__
    util.calc_crc32c.__defaults__ = (util.crc32c_c or util.crc32c_py,)
    try:
        yield
    finally:
        util.calc_crc32c.__defaults__ = ours


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


def _read_only(settings: KafkaSettings) -> tuple[float, float]:
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
        return perf_counter() - start, process_time() - start_of_work


def _take_in(store: Store, settings: KafkaSettings, group: str) -> tuple[float, float]:
    from consumers.intake import Intake
    from ledger.application import Ledger

    with (
        Ledger.open(store.new_url(), create=True) as ledger,
        Intake(ledger, settings, group=group) as intake,
    ):
        intake.open()
        while len(intake.assigned) < PARTITIONS:
            intake.step()
        start, start_of_work = perf_counter(), process_time()
        before = ledger.last_position()
        while intake.recorded < MESSAGES:
            intake.step()
        assert (before, ledger.last_position()) == (0, MESSAGES)
        return perf_counter() - start, process_time() - start_of_work
