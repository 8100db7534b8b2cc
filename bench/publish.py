"""How fast the log gets into Kafka, and how soon a subscriber has what was ingested.

The peer: kafka-python's own producer as an application would use it, with the same settings for batches, sending the
same keys, headers and values to the same broker, without a ledger to read and without transactions.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread

from kafka import KafkaConsumer, KafkaProducer

from bench.filling import fill
from bench.whole_process import SAKSI
from consumers.cloudevent import CloudEvents
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from consumers.topics import PARTITIONS, Topics, ensure
from consumers.transaction import BATCH_BYTES, LINGER_MILLISECONDS
from ledger.application import Ledger
from tests.integration.kafka import OwnBroker, own_broker

EVENTS = 100_000
ROUNDS = 3
COMMITS = 150
PAUSE_SECONDS = 0.2
"""`saksi ingest -` takes lines together that come within 50 ms of each other."""
BAR = 0.8
NIP = "198603152010011004"


def bench_publish(say: Callable[[str], None]) -> None:
    """Print rates, their ratio, and the latency."""
    with TemporaryDirectory(prefix="saksi-bench-") as folder, own_broker() as broker:
        url = f"sqlite:///{Path(folder) / 'province.db'}"
        fill(url, EVENTS)
        rates = [(_publish(url, broker, number), _peer(url, broker, number)) for number in range(ROUNDS)]
        ours, peers = (median(column) for column in zip(*rates, strict=True))
        say(f"publish {EVENTS:,} events, exactly once       {ours:>8,.0f} events/s")
        say(f"bare kafka-python, the same bytes        {peers:>8,.0f} events/s")
        say(f"ratio                                    {ours / peers:>8.2f} (bar: >= {BAR})")
        waits = _latency(f"sqlite:///{Path(folder) / 'small.db'}", broker, Path(folder))
        say(f"ingest to a subscriber, one event at a time: p50 {median(waits):.0f} ms, p99 {_p99(waits):.0f} ms")


def _publish(url: str, broker: OwnBroker, number: int) -> float:
    """Events a second, from the open of a publisher to its last commit."""
    settings = KafkaSettings(servers=broker.servers, topics=f"ours-{number}")
    with Ledger.open(url) as ledger, Publisher(ledger, settings) as publisher:
        publisher.open()
        start = time.perf_counter()
        while publisher.step():
            pass
        return EVENTS / (time.perf_counter() - start)


def _peer(url: str, broker: OwnBroker, number: int) -> float:
    """Events a second, from the first ``send`` to the end of ``flush``."""
    settings = KafkaSettings(servers=broker.servers, topics=f"peer-{number}")
    topic = Topics(settings.topics).events
    ensure(settings, (topic,), PARTITIONS)
    with Ledger.open(url) as ledger:
        made = CloudEvents(ledger.codec, "/saksi")
        records = [made.of(row) for row in ledger.recorder.read_log(0, None)]
    producer = KafkaProducer(
        bootstrap_servers=broker.servers, batch_size=BATCH_BYTES, linger_ms=LINGER_MILLISECONDS, metrics_enabled=False
    )
    start = time.perf_counter()
    sent = [producer.send(topic.name, value, key, headers) for key, value, headers in records]
    producer.flush()
    took = time.perf_counter() - start
    assert all(answer.succeeded() for answer in sent)
    producer.close()
    return EVENTS / took


def _latency(url: str, broker: OwnBroker, folder: Path) -> list[float]:
    """Milliseconds from the line that reaches `saksi ingest -` to a subscriber that reads committed records."""
    environment = {"SAKSI_DB": url, "SAKSI_KAFKA": broker.servers, "LC_ALL": "C.UTF-8"}
    Ledger.open(url, create=True).close()
    told: dict[str, float] = {}
    seen: dict[str, float] = {}
    with (
        _running([SAKSI, "publish"], environment, folder),
        _running([SAKSI, "ingest", "-"], environment, folder) as ingest,
    ):
        time.sleep(5)  # until both work and the topic is there
        reader = Thread(target=_read, args=(broker.servers, seen), daemon=True)
        reader.start()
        time.sleep(2)
        assert ingest.stdin is not None
        for number in range(COMMITS):
            instant = datetime.now(UTC).isoformat()
            line = f'{{"type":"CheckedIn","id":"latency-{number}","nip":"{NIP}","occurred_at":"{instant}"}}\n'
            told[f"latency-{number}"] = time.perf_counter()
            ingest.stdin.write(line.encode())
            ingest.stdin.flush()
            time.sleep(PAUSE_SECONDS)
        reader.join(60)
        assert len(seen) == COMMITS
    return [(seen[name] - told[name]) * 1000 for name in told][COMMITS // 10 :]


def _read(servers: str, seen: dict[str, float]) -> None:
    reader = KafkaConsumer(
        Topics().events.name, bootstrap_servers=servers, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    for record in reader:
        seen[dict(record.headers)["ce_id"].decode()] = time.perf_counter()
        if len(seen) == COMMITS:
            break
    reader.close()


@contextmanager
def _running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[-1]
