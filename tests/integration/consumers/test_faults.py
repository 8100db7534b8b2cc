"""Publishers and brokers that are killed at random: a subscriber sees every position once, in order, and no hole.

Each round is one fault while facts are recorded and published; ``SAKSI_TEST_FAULTS`` makes more of them than the few
that every run of the suite can wait for.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest

from consumers.topics import Topics
from ledger.application import Ledger
from tests.integration.consumers.reading import committed, expect_whole_log
from tests.integration.kafka import OwnBroker, own_broker
from tests.integration.projections.agreement import submissions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes of these tests are forked")

SEEDS = 5
ROUNDS = int(os.environ.get("SAKSI_TEST_FAULTS", "50")) // SEEDS
STAFF = [f"1986031520100110{number:02}" for number in range(40)]
LONGEST_LIFE = 0.7
"""Seconds until a publisher is killed, at most: it has opened by then, and published a few transactions, or not yet."""
PATIENCE_SECONDS = 240
"""A broker that was killed looks through all it has before it answers, which on a busy disk takes a while."""


@pytest.fixture(scope="module")
def broker() -> Iterator[OwnBroker]:
    """A broker for the faults alone."""
    with own_broker() as broker:
        yield broker


def publish(url: str, servers: str, topics: str, batch: int, told: Path, *options: str) -> None:
    """``saksi publish`` in a process of its own, with so little in each transaction that a kill comes between any two
    of its steps."""
    import cli.main
    from consumers import publisher

    publisher.BATCH_OF_ROWS = batch
    with told.open("a") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    arguments = ["--db", url, "publish", "--kafka", servers, "--topics", topics, "--partitions", "3", *options]
    sys.exit(cli.main.main(arguments))


class Publishers:
    """Starts publishers, quickly: they are forked from a process that has everything loaded."""

    def __init__(self, url: str, servers: str, topics: str, told: Path, dice: random.Random) -> None:
        self._forking = multiprocessing.get_context("forkserver")
        self._forking.set_forkserver_preload(["cli.commands.publish", "consumers.publisher", "cli.command_line"])
        self._arguments = (url, servers, topics)
        self._told = told
        self._dice = dice
        self.running: list[BaseProcess] = []

    def start(self, *options: str, batch: int = 0) -> BaseProcess:
        batch = batch or self._dice.choice((1, 3, 20, 200))
        process = self._forking.Process(target=publish, args=(*self._arguments, batch, self._told, *options))
        process.start()
        self.running.append(process)
        return process

    def finish(self, broker: OwnBroker) -> None:
        """Publish what is left, to the end; a broker that has just come back may not answer at once."""
        self.kill()
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            process = self.start("--once", batch=1_000)
            process.join(120)
            if process.exitcode == 0:
                return
        raise AssertionError(self._told.read_text() + (broker.folder / "log").read_text()[-5_000:])

    def kill(self) -> None:
        """As ``kill -9`` does, all that run."""
        for process in self.running:
            process.kill()
            process.join(30)
        self.running.clear()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_killed_a_subscriber_sees_every_position_once(
    broker: OwnBroker, topics: str, seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    url, told = f"sqlite:///{tmp_path}/saksi.db", tmp_path / "told"
    publishers = Publishers(url, broker.servers, topics, told, dice)
    done = Event()
    with Ledger.open(url, create=True) as ledger:
        writing = Thread(target=record, args=(ledger, seed, done))
        writing.start()
        try:
            for number in range(ROUNDS):
                dice.choices((kill_publisher, follow_another, stop_broker), weights=(8, 3, 1 if number % 5 else 0))[0](
                    publishers, broker, dice
                )
        finally:
            done.set()
            writing.join()
            if not broker.is_running():
                broker.start()
        publishers.finish(broker)
        records = committed(broker.servers, Topics(topics).events.name)
        expect_whole_log(records, ledger)
        assert len(records) == ledger.last_position() > 20 * ROUNDS
    assert "Traceback" not in told.read_text()


def kill_publisher(publishers: Publishers, _broker: OwnBroker, dice: random.Random) -> None:
    publishers.start()
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    publishers.kill()


def follow_another(publishers: Publishers, _broker: OwnBroker, dice: random.Random) -> None:
    """Two publish at once; one of them has to end by itself, and the other one is killed."""
    first = publishers.start()
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    second = publishers.start()
    deadline = time.monotonic() + 60
    while first.is_alive() and second.is_alive():
        assert time.monotonic() < deadline, "neither of two publishers has ended"
        time.sleep(0.05)
    assert {first.exitcode, second.exitcode} <= {1, None}
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    publishers.kill()


def stop_broker(publishers: Publishers, broker: OwnBroker, dice: random.Random) -> None:
    """The broker goes down, by itself or not, while one publishes; who is not killed lives through it."""
    publisher = publishers.start()
    time.sleep(dice.uniform(0, 2 * LONGEST_LIFE))
    broker.kill() if dice.random() < 0.7 else broker.stop()
    if dice.random() < 0.5:
        publishers.kill()
    time.sleep(dice.uniform(0, 0.5))
    broker.start()
    if publishers.running:
        time.sleep(dice.uniform(0.5, 2))
        assert publisher.is_alive(), "it waits while the broker does not answer"


def record(ledger: Ledger, seed: int, done: Event) -> None:
    """Facts of forty people, some at a time, until it is done."""
    dice = random.Random(-seed)
    number = 0
    while not done.is_set():
        told = []
        for _ in range(dice.randint(1, 30)):
            number += 1
            fact = {"type": "CheckedIn", "id": f"c-{number}", "nip": dice.choice(STAFF)}
            told.append(msgspec.json.encode(fact | {"occurred_at": "2026-02-20T07:00:00+08:00"}))
        ledger.record(submissions(told))
        time.sleep(0.02)
