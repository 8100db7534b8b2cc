"""The feed for those without Kafka, as a process: told of news, ended in every way, gone on with exactly."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
from typing import Any

import pytest

from tests.integration.cli.conftest import SAKSI, Desk, parts_of_the_story, wait_until
from tests.integration.cli.test_following import cut_off
from tests.integration.postgres import Databases

FEED = ("tail", "--format", "cloudevents-json", "--follow")


class Subscriber:
    """A service that reads the feed and keeps what it has read, as it would in a database of its own."""

    def __init__(self, desk: Desk, *where: str) -> None:
        self.desk = desk
        self.where = where
        self.events: list[dict[str, Any]] = []
        self.process: subprocess.Popen[str]

    def start(self) -> None:
        """Go on after the last event it has."""
        after = self.events[-1]["sequence"] if self.events else "0"
        self.process = self.desk.start(*FEED, *self.where, "--after", after)
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n"):  # a line that a kill cut short is no line
                self.events.append(json.loads(line))

    def sequences(self) -> list[int]:
        return [int(event["sequence"]) for event in self.events]


def test_news_is_told_at_once_and_ctrl_c_ends_it_quietly(desk: Desk) -> None:
    first, second = parts_of_the_story(2)
    desk.ingest(first)
    subscriber = Subscriber(desk)
    subscriber.start()
    wait_until(lambda: len(subscriber.events) == len(first))
    desk.ingest(second)
    wait_until(lambda: len(subscriber.events) == 179)
    subscriber.process.send_signal(signal.SIGINT)
    assert subscriber.process.wait(20) == 130
    assert subscriber.process.stderr is not None
    assert subscriber.process.stderr.read() == ""
    assert subscriber.sequences() == list(range(1, 180))


@pytest.mark.parametrize("seed", range(3))
def test_a_subscriber_that_is_killed_at_any_moment_goes_on_with_the_next_event(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    subscriber = Subscriber(desk)
    first, *rest = parts_of_the_story(6)
    desk.ingest(first)
    for part in rest:
        subscriber.start()
        desk.ingest(part)
        time.sleep(dice.uniform(0, 0.4))
        subscriber.process.kill()
        subscriber.process.wait(20)
        time.sleep(0.1)  # what was in the pipe is read
    subscriber.start()
    wait_until(lambda: len(subscriber.events) >= 179)
    assert subscriber.sequences() == list(range(1, 180))


def test_whoever_stops_reading_ends_it_though_nothing_is_recorded(desk: Desk) -> None:
    desk.ingest(parts_of_the_story(1)[0])
    following = desk.start(*FEED, "--after", "178")
    assert following.stdout is not None
    assert following.stderr is not None
    assert json.loads(following.stdout.readline())["id"] == "e-00179"
    following.stdout.close()
    assert following.wait(20) == 141
    assert following.stderr.read() == ""


def test_a_pipe_that_closes_amid_the_events_ends_it_quietly(desk: Desk) -> None:
    desk.ingest(parts_of_the_story(1)[0])
    ran = subprocess.run(
        f"{SAKSI} {' '.join(FEED)} --after 0 | head -n 3",
        shell=True,
        env=desk.environment,
        cwd=desk.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr, len(ran.stdout.splitlines())) == (0, "", 3)


def test_sigterm_ends_it_at_once(desk: Desk) -> None:
    desk.ingest(parts_of_the_story(1)[0])
    subscriber = Subscriber(desk)
    subscriber.start()
    wait_until(lambda: len(subscriber.events) == 179)
    subscriber.process.terminate()
    assert subscriber.process.wait(20) == -signal.SIGTERM
    assert subscriber.process.stderr is not None
    assert subscriber.process.stderr.read() == ""


def test_both_databases_feed_the_same_but_for_when_it_was_recorded(databases: Databases, tmp_path: Any) -> None:
    feeds = []
    for url in (f"sqlite:///{tmp_path}/saksi.db", databases.new()):
        desk = Desk(tmp_path, url)
        desk.ingest(parts_of_the_story(1)[0])
        lines = map(json.loads, desk.run("tail", "--format", "cloudevents-json", "--after", "0").stdout.splitlines())
        feeds.append([{**event, "recordedtime": "", "time": event["data"].get("occurred_at")} for event in lines])
    assert feeds[0] == feeds[1]
    assert len(feeds[0]) == 179


def test_a_feed_whose_connections_are_cut_connects_again_and_loses_nothing(databases: Databases, tmp_path: Any) -> None:
    desk = Desk(tmp_path, databases.new())
    try:
        first, *rest = parts_of_the_story(4)
        desk.ingest(first)
        subscriber = Subscriber(desk)
        subscriber.start()
        wait_until(lambda: len(subscriber.events) == len(first))  # what is cut off while it starts ends with an error
        for part in rest:
            wait_until(lambda: cut_off(databases, desk.url) > 0)
            desk.ingest(part)
            time.sleep(0.2)
        wait_until(lambda: len(subscriber.events) >= 179)
        assert subscriber.sequences() == list(range(1, 180))
        assert subscriber.process.poll() is None
    finally:
        desk.close()
