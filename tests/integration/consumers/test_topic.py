"""``saksi tail --from kafka`` shows what the ledger shows, with a registry or without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import Desk, parts_of_the_story, wait_until
from tests.integration.cli.test_tail import Subscriber

BUDI = "199007212015021002"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, f"sqlite:///{tmp_path}/saksi.db")
    yield desk
    desk.close()


def feed(desk: Desk, *arguments: str, form: str = "cloudevents-json") -> list[dict[str, Any]]:
    ran = desk.run("tail", "--format", form, *arguments)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def by_sequence(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(events, key=lambda event: event["sequence"])


@pytest.fixture
def published(desk: Desk, kafka_servers: str, topics: str) -> tuple[str, ...]:
    """The story in the ledger and in Kafka; how to read it there."""
    desk.ingest(parts_of_the_story(1)[0])
    kafka = ("--kafka", kafka_servers, "--topics", topics)
    assert desk.run("publish", *kafka, "--once").returncode == 0
    return ("--from", "kafka", *kafka)


def test_the_topic_has_the_events_of_the_ledger_to_the_letter(desk: Desk, published: tuple[str, ...]) -> None:
    assert by_sequence(feed(desk, *published, "--after", "0")) == feed(desk, "--after", "0")
    assert by_sequence(feed(desk, *published, "--after", "150")) == feed(desk, "--after", "150")


def test_without_a_position_it_begins_with_the_last_ten(desk: Desk, published: tuple[str, ...]) -> None:
    assert feed(desk, *published) == feed(desk)
    assert feed(desk, *published, form="json") == feed(desk, form="json")
    assert desk.run("tail", *published).stdout == desk.run("tail").stdout


@pytest.mark.parametrize("filters", [("--type", "CallPlaced"), ("--nip", BUDI), ("--stream", "calendar-*")])
def test_the_filters_are_the_same(desk: Desk, published: tuple[str, ...], filters: tuple[str, ...]) -> None:
    assert by_sequence(feed(desk, *published, "--after", "0", *filters)) == feed(desk, "--after", "0", *filters)
    assert feed(desk, *published, *filters) == feed(desk, *filters)


def test_each_stream_is_in_order(desk: Desk, published: tuple[str, ...]) -> None:
    last: dict[str, str] = {}
    for event in feed(desk, *published, "--after", "0"):
        assert last.get(event["partitionkey"], "") < event["sequence"]
        last[event["partitionkey"]] = event["sequence"]


def test_news_is_shown_when_it_is_published(desk: Desk, kafka_servers: str, topics: str) -> None:
    kafka = ("--kafka", kafka_servers, "--topics", topics)
    first, second = parts_of_the_story(2)
    desk.ingest(first)
    assert desk.run("publish", *kafka, "--once").returncode == 0
    subscriber = Subscriber(desk, "--from", "kafka", *kafka)
    subscriber.start()
    wait_until(lambda: len(subscriber.events) == len(first))
    desk.ingest(second)
    assert desk.run("publish", *kafka, "--once").returncode == 0
    wait_until(lambda: len(subscriber.events) == 179)
    assert sorted(subscriber.sequences()) == list(range(1, 180))


def test_events_with_the_number_of_a_registry_are_read_with_it_and_not_without(
    desk: Desk, kafka_servers: str, topics: str, registry_url: str
) -> None:
    desk.ingest(parts_of_the_story(1)[0])
    kafka = ("--kafka", kafka_servers, "--topics", topics)
    ran = desk.run("publish", *kafka, "--once", "--registry", registry_url)
    assert ran.returncode == 0, ran.stderr
    read = feed(desk, "--from", "kafka", *kafka, "--registry", registry_url, "--after", "0")
    assert by_sequence(read) == feed(desk, "--after", "0")
    without = desk.run("tail", "--from", "kafka", *kafka, "--format", "json")
    assert without.returncode == 1
    assert json.loads(without.stderr)["error"]["hint"] == "name it with --registry or SAKSI_REGISTRY"


def test_a_topic_that_is_not_there_is_told_of(desk: Desk, kafka_servers: str) -> None:
    ran = desk.run("tail", "--from", "kafka", "--kafka", kafka_servers, "--topics", "nobody", "--format", "json")
    assert ran.returncode == 1
    assert json.loads(ran.stderr)["error"]["code"] == "wrong_topic"
    assert "Traceback" not in ran.stderr
