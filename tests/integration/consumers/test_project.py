"""Workers of a group keep the read models as a follower does: whoever comes, goes or is killed, in whatever order."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import pytest

from bench.province import province
from consumers.errors import OtherLedger, WrongTopic
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from consumers.worker import Worker
from ledger.application import Ledger
from projections.follower import Follower, FollowerStopped
from projections.generation import Generation, State
from projections.partitions import KeptElsewhere
from projections.read_models import READ_MODELS
from projections.rebuild import Rebuild
from projections.views import Views, open_views
from tests.integration.projections.agreement import CASES, disagreements, submissions
from tests.integration.projections.test_random_ledgers import mixed
from tests.integration.projections.test_stopping import BUDI, STONE, stumble

LATE = datetime(2027, 3, 1, tzinfo=UTC)
PARTITIONS = 6
SESSION_SECONDS = 6
"""The least that brokers let a group wait for one who is silent."""


@pytest.fixture
def url(databases: object) -> str:
    made: str = databases.new()  # type: ignore[attr-defined]
    return made


class Office:
    """A ledger in PostgreSQL that is told portions, published and followed."""

    def __init__(self, url: str, settings: KafkaSettings) -> None:
        self.url, self.settings = url, settings
        self.ledger = Ledger.open(url, create=True, clock=lambda: self.now)
        self.now = LATE
        self.views = open_views(url)
        self.publisher = Publisher(self.ledger, settings, partitions=PARTITIONS)
        self.publisher.open()

    def tell(self, lines: list[bytes], *, publish: bool = True) -> None:
        self.ledger.record(submissions(lines))
        while publish and self.publisher.step():
            pass

    def worker(self, group: str = "workers") -> Worker:
        return Worker(self.ledger, self.views, self.settings, group=f"{self.settings.topics}.{group}")

    def run(self, group: str = "workers") -> None:
        """A worker that ends when all that is published is applied."""
        with self.worker(group) as worker:
            worker.open()
            through(worker)

    @property
    def serving(self) -> Generation:
        serving = Generation.serving(self.views)
        assert serving is not None
        return serving

    def close(self) -> None:
        self.publisher.close()
        self.views.close()
        self.ledger.close()


def through(worker: Worker) -> None:
    end = time.monotonic() + 60
    worker.step()
    while not worker.is_through(worker.published):
        assert time.monotonic() < end, "it does not come to the end"
        worker.step()


@pytest.fixture
def office(url: str, settings: KafkaSettings) -> Iterator[Office]:
    office = Office(url, settings)
    yield office
    office.close()


def story() -> list[bytes]:
    return (CASES / "kaltim-2026.jsonl").read_bytes().splitlines()


def expect_what_a_follower_keeps(office: Office) -> None:
    """Each row of each read model is that of a follower from the first event on, and what a replay says."""
    ledger, views, serving = office.ledger, office.views, office.serving
    assert serving.checkpoint.position == ledger.last_position()
    assert serving.pending_count() == 0
    with views.transaction():
        other = Generation.begin(views, State.BUILDING)
    checkpoint = Follower(ledger, views, other).catch_up()
    assert checkpoint == serving.checkpoint
    for model in READ_MODELS:
        rows, others = (
            views.query(f"SELECT * FROM {one.table(model.name)} ORDER BY 1, 2") for one in (serving, other)
        )
        assert rows == others, f"{model.name} differs"
        assert rows or model.name == "request"
    dice = random.Random(4)
    assert list(disagreements(ledger, views, [LATE - timedelta(days=dice.uniform(1, 400)) for _ in range(2)])) == []
    with views.transaction():
        other.drop()


def test_one_worker_keeps_what_a_follower_keeps(office: Office) -> None:
    lines = story()
    office.tell(lines[:100])
    office.run()
    office.tell(lines[100:])
    office.run()
    expect_what_a_follower_keeps(office)
