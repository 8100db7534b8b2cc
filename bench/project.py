"""How the read models are kept by one worker of a group, and by two.

A ledger is published when so many `saksi project` have shared the partitions out among them, and applied from the first
event on into empty read models; the clock runs from the first record that is sent until the last position is applied
and nobody waits. Broker, PostgreSQL and workers share the machine's processors. Two workers have half the employees
each: so their batches of the same size hold more events of each employee, who is judged once for all of them, and there
is less to do in all. Beside them, `saksi follow` on the same ledger, which needs no Kafka.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from bench.filling import fill
from bench.whole_process import SAKSI
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from consumers.topics import Topics
from ledger.application import Ledger
from projections.generation import Generation
from projections.views import Views, open_views
from tests.integration.kafka import own_broker
from tests.integration.postgres import Databases, own_server

EVENTS = 30_000
PARTITIONS = 12
LOOK_AGAIN_SECONDS = 0.02
LONGEST_WAIT = 60


def bench_project(say: Callable[[str], None]) -> None:
    """Print the rates, and how many times as fast two workers are as one."""
    with own_server() as server, own_broker() as broker:
        databases = Databases(server.url)
        url = databases.new()
        fill(url, EVENTS)
        with Ledger.open(url) as ledger, open_views(url) as views:
            alone = _follow(url, views)
            one, two = (_project(url, ledger, views, broker.servers, count) for count in (1, 2))
        databases.close()
    say(f"\n{EVENTS:,} events applied from nothing; broker, PostgreSQL and workers share the processors")
    say(f"saksi follow                     {alone:>8,.0f} events/s")
    say(f"saksi project, one worker        {one:>8,.0f} events/s   ratio to follow {one / alone:.2f}")
    say(f"saksi project, two workers       {two:>8,.0f} events/s   ratio to one {two / one:.2f}")


def _follow(url: str, views: Views) -> float:
    with _processes([str(SAKSI), "--db", url, "follow"], 1):
        while Generation.serving(views) is None:
            time.sleep(LOOK_AGAIN_SECONDS)
        return _rate(views)


def _project(url: str, ledger: Ledger, views: Views, servers: str, count: int) -> float:
    settings = KafkaSettings(servers=servers, topics=f"bench-{count}")
    views.write("DROP SCHEMA saksi_views CASCADE")
    views.write("CREATE SCHEMA saksi_views")
    command = [str(SAKSI), "--db", url, "project", "--kafka", servers, "--topics", settings.topics]
    with Publisher(ledger, settings, partitions=PARTITIONS) as publisher:
        publisher.open()
        with _processes(command, count):
            _wait_until_shared_out(settings, count)
            return _rate(views, publisher)


def _rate(views: Views, publisher: Publisher | None = None) -> float:
    """Events a second until all are applied and nobody waits."""
    start = time.perf_counter()
    while publisher is not None and publisher.step():
        pass
    while not _is_done(views):
        time.sleep(LOOK_AGAIN_SECONDS)
    return EVENTS / (time.perf_counter() - start)


def _wait_until_shared_out(settings: KafkaSettings, count: int) -> None:
    """Until each of so many workers has the same number of partitions."""
    from kafka.admin import KafkaAdminClient
    from kafka.errors import RetriableError

    group = f"{Topics(settings.topics).events.name}.project"
    admin = KafkaAdminClient(**settings.for_client())
    end = time.monotonic() + LONGEST_WAIT
    shared_out = False
    while not shared_out:
        if time.monotonic() > end:
            raise SystemExit("the workers do not share the partitions")
        time.sleep(LOOK_AGAIN_SECONDS)
        with suppress(RetriableError):  # the first group of a new broker
            shared_out = _is_shared_out(admin.describe_groups([group])[group], count)
    admin.close()


def _is_shared_out(described: dict[str, Any], count: int) -> bool:
    return (
        described["group_state"] == "Stable"
        and [
            sum(len(topic["partitions"]) for topic in member["member_assignment"]["assigned_partitions"])
            for member in described["members"]
        ]
        == [PARTITIONS // count] * count
    )


def _is_done(views: Views) -> bool:
    serving = Generation.serving(views)
    return serving is not None and serving.checkpoint.position == EVENTS and not serving.pending_count()


@contextmanager
def _processes(command: list[str], count: int) -> Iterator[None]:
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
