"""Consumers and brokers that are killed at random while messages come in: nothing lost, nothing doubled, in order.

Each round is one fault; ``SAKSI_TEST_FAULTS`` makes more of them than the few that every run of the suite can wait for.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread

import pytest

from consumers.dead_letters import waiting
from consumers.settings import KafkaSettings
from domain.admission import admit
from domain.errors import Refusal
from ledger.application import Ledger
from ledger.verification import verify
from tests.integration.consumers.reading import committed
from tests.integration.consumers.sending import Source
from tests.integration.kafka import OwnBroker, own_broker
from tests.integration.ledger.conftest import withdrawn

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes of these tests are forked")

STORES = ("sqlite", "postgres")
ROUNDS = int(os.environ.get("SAKSI_TEST_FAULTS", "50")) // 5
PARTITIONS = 3
LONGEST_LIFE = 1.0
"""Seconds until a consumer is killed, at most: it has joined by then, and taken some batches in, or not yet."""
SESSION_SECONDS = 6
"""The least that brokers let a group wait for one who is silent."""


@pytest.fixture(scope="module")
def broker() -> Iterator[OwnBroker]:
    """A broker for the faults alone."""
    with own_broker() as broker:
        yield broker


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/saksi.db"
    made: str = request.getfixturevalue("databases").new()
    return made


def consume(url: str, servers: str, topics: str, group: str, batch: int, told: Path, *options: str) -> None:
    """``saksi consume`` in a process of its own, with so little in each batch that a kill comes between any two of its
    steps."""
    import cli.main
    from consumers import group as groups
    from consumers import intake

    intake.BATCH_MESSAGES, groups.SESSION_SECONDS = batch, SESSION_SECONDS
    intake.Intake = partial(intake.Intake, group=group)  # type: ignore[misc, assignment]
    with told.open("a") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.exit(cli.main.main(["--db", url, "consume", "--kafka", servers, "--topics", topics, *options]))


class Consumers:
    """Starts consumers, quickly: they are forked from a process that has everything loaded."""

    def __init__(self, url: str, servers: str, topics: str, told: Path, dice: random.Random) -> None:
        self._forking = multiprocessing.get_context("forkserver")
        self._forking.set_forkserver_preload(
            ["cli.commands.consume", "consumers.intake", "cli.command_line", "psycopg"]
        )
        self._arguments = (url, servers, topics)
        self._told = told
        self._dice = dice
        self._groups = count(1)
        self.running: list[BaseProcess] = []

    def start(self, *options: str, shared: bool = False) -> BaseProcess:
        """One of a group of its own, so that it thinks all partitions its own, or of a shared one."""
        batch = self._dice.choice((1, 3, 20, 200))
        group = f"{self._arguments[2]}-{'shared' if shared else next(self._groups)}"
        process = self._forking.Process(target=consume, args=(*self._arguments, group, batch, self._told, *options))
        process.start()
        self.running.append(process)
        return process

    def finish(self) -> None:
        """Take in what is left."""
        self.kill()
        process = self.start("--once")
        process.join(120)
        assert process.exitcode in (0, 1), self._told.read_text()  # 1: something was refused

    def kill(self) -> None:
        """As ``kill -9`` does, all that run."""
        for process in self.running:
            process.kill()
            process.join(30)
        self.running.clear()


class Sending:
    """Sends to all partitions until it is ended: facts, facts that were sent before, and poison."""

    def __init__(self, settings: KafkaSettings, seed: int, pause: float = 0.02) -> None:
        self._source = Source(settings, PARTITIONS)
        self._dice = random.Random(-seed)
        self._pause = pause
        self._done = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Sending:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(120)
        self._source.close()

    def _run(self) -> None:
        numbers = [0] * PARTITIONS
        while not self._done.is_set():
            partition = self._dice.randrange(PARTITIONS)
            values = []
            for _ in range(self._dice.randint(1, 20)):
                kind = self._dice.random()
                if kind < 0.05:
                    values.append('{"type": "Nothing"}')
                elif kind < 0.1 and numbers[partition]:
                    values.append(withdrawn(f"{partition}-{self._dice.randint(1, numbers[partition])}", shift="other"))
                else:
                    numbers[partition] += kind > 0.2
                    values.append(withdrawn(f"{partition}-{max(1, numbers[partition])}"))
            self._source.send_all(values, partition)
            time.sleep(self._pause)


def expect_all_taken_in(url: str, settings: KafkaSettings) -> int:
    """Each fact once, by its first message, in the order of its partition; each message that is none listed once."""
    topic = f"{settings.topics}.intake"
    facts: dict[str, list[int]] = {f"{topic}/{number}": [] for number in range(PARTITIONS)}
    poison, known = set(), {}
    records = committed(settings.servers, topic)
    for record in records:
        place = f"{topic}/{record.partition}"
        try:
            event = admit(record.value)
        except Refusal:
            poison.add(f"{place}/{record.offset}")
            continue
        if known.setdefault(event.id, event) != event:
            poison.add(f"{place}/{record.offset}")
        elif known[event.id] is event:
            facts[place].append(record.offset)
    with Ledger.open(url) as ledger:
        rows = list(ledger.recorder.read_log(0, None))
        for place, offsets in facts.items():
            assert [row.line for row in rows if row.source == place] == offsets
            ends = [record.offset for record in records if f"{topic}/{record.partition}" == place]
            assert ledger.next_offset(place) == ends[-1] + 1
        assert len(rows) == sum(map(len, facts.values()))
        assert verify(ledger).findings == []
    assert {letter.key for letter in waiting(settings)} == poison
    return len(records)


def test_whatever_is_killed_each_message_is_taken_in_once(
    broker: OwnBroker, topics: str, url: str, tmp_path: Path
) -> None:
    settings, dice, told = KafkaSettings(servers=broker.servers, topics=topics), random.Random(1), tmp_path / "told"
    consumers = Consumers(url, broker.servers, topics, told, dice)
    faults: list[Callable[[Consumers, OwnBroker, random.Random], None]] = [kill_one, kill_one_of_two, stop_broker]
    with Sending(settings, 1):
        try:
            for number in range(ROUNDS):
                dice.choices(faults, weights=(6, 3, 2 if number % 4 else 0))[0](consumers, broker, dice)
        finally:
            if not broker.is_running():
                broker.start()
    consumers.finish()
    assert expect_all_taken_in(url, settings) > 20 * ROUNDS
    assert "Traceback" not in told.read_text()


def kill_one(consumers: Consumers, _broker: OwnBroker, dice: random.Random) -> None:
    consumers.start()
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    consumers.kill()


def kill_one_of_two(consumers: Consumers, _broker: OwnBroker, dice: random.Random) -> None:
    """Both think all partitions theirs: one that was thought dead and is not, and its successor."""
    consumers.start()
    time.sleep(dice.uniform(0, LONGEST_LIFE))
    other = consumers.start()
    time.sleep(dice.uniform(0.5, 2 * LONGEST_LIFE))
    assert other.is_alive()
    consumers.kill()


def stop_broker(consumers: Consumers, broker: OwnBroker, dice: random.Random) -> None:
    """The broker goes down, by itself or not; who is not killed lives through it."""
    consumer = consumers.start()
    time.sleep(dice.uniform(0, 2 * LONGEST_LIFE))
    broker.kill() if dice.random() < 0.7 else broker.stop()
    if dice.random() < 0.5:
        consumers.kill()
    time.sleep(dice.uniform(0, 0.5))
    broker.start()
    if consumers.running:
        time.sleep(dice.uniform(0.5, 2))
        assert consumer.is_alive(), "it waits while the broker does not answer"
        consumers.kill()


def test_three_consumers_that_come_and_go_share_the_partitions(
    broker: OwnBroker, topics: str, url: str, tmp_path: Path
) -> None:
    """One after the other joins, one is told to end, one is killed, and another comes."""
    settings, dice, told = KafkaSettings(servers=broker.servers, topics=topics), random.Random(2), tmp_path / "told"
    consumers = Consumers(url, broker.servers, topics, told, dice)
    with Sending(settings, 2):
        first, second, third = (started(consumers, dice) for _ in range(3))
        time.sleep(2)
        assert first.pid is not None
        os.kill(first.pid, signal.SIGTERM)
        first.join(30)
        assert first.exitcode == 0
        started(consumers, dice)
        second.kill()
        time.sleep(SESSION_SECONDS + 2)
        assert third.is_alive()
    consumers.finish()
    assert expect_all_taken_in(url, settings) > 200
    assert "Traceback" not in told.read_text()


def started(consumers: Consumers, dice: random.Random) -> BaseProcess:
    process = consumers.start(shared=True)
    time.sleep(dice.uniform(0.5, 1.5))
    return process
