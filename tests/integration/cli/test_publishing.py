"""``saksi publish`` as it is run: from ledgers in both databases, until a signal, through an outage."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.command_line import COMMANDS
from consumers.topics import Topics
from ledger.application import Ledger
from tests.integration.cli.conftest import Desk, parts_of_the_story, wait_until
from tests.integration.consumers.reading import committed, expect_whole_log
from tests.integration.kafka import OwnBroker, free_ports


@pytest.fixture
def published(desk: Desk, kafka_servers: str, topics: str) -> Desk:
    """A desk that publishes to the shared broker."""
    desk.environment |= {"SAKSI_KAFKA": kafka_servers, "SAKSI_KAFKA_TOPICS": topics}
    return desk


@pytest.fixture
def small_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a ledger in a file: for what does not ask which database it is."""
    desk = Desk(tmp_path, f"sqlite:///{tmp_path}/saksi.db")
    desk.ingest(parts_of_the_story(2)[0])
    yield desk
    desk.close()


def topic_of(desk: Desk) -> str:
    return Topics(desk.environment["SAKSI_KAFKA_TOPICS"]).events.name


def expect_published(desk: Desk) -> None:
    with Ledger.open(desk.url) as ledger:
        expect_whole_log(committed(desk.environment["SAKSI_KAFKA"], topic_of(desk)), ledger)


def test_publish_once_says_from_where_to_where(published: Desk) -> None:
    first, second = parts_of_the_story(2)
    published.ingest(first)
    ran = published.run("publish", "--once", "--partitions", "2", "--format", "json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"from_position": 0, "position": len(first), "published": len(first)}
    published.ingest(second)
    ran = published.run("publish", "--once")
    assert ran.stdout == f"Published from position {len(first)} to 179.\n"
    assert ran.stderr == f"Publishing from position {len(first)}.\n"
    expect_published(published)


def test_publish_goes_on_until_a_signal_and_ends_after_the_transaction_at_hand(published: Desk) -> None:
    first, *rest = parts_of_the_story(4)
    published.ingest(first)
    publisher = published.start("publish", "--partitions", "2", "--format", "json")
    for part in rest:
        published.ingest(part)
    wait_until(lambda: len(committed_or_none(published)) == 179)
    publisher.send_signal(signal.SIGTERM)
    out, err = publisher.communicate(timeout=30)
    assert (publisher.returncode, err) == (0, "Publishing from position 0.\n")
    assert json.loads(out) == {"from_position": 0, "position": 179, "published": 179}
    expect_published(published)


def test_verdicts_are_published_as_the_read_models_come_to_know_them(published: Desk) -> None:
    first, second = parts_of_the_story(2)
    published.ingest(first)
    early = published.run("publish", "verdicts", "--once")
    assert early.returncode == 1
    assert "there are no read models of this ledger yet" in early.stderr
    assert published.run("follow", "--once").returncode == 0
    ran = published.run("publish", "verdicts", "--once", "--format", "json", "--partitions", "2")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)["position"]
    assert told > 0
    ran = published.run("publish", "verdicts", "--once")
    assert ran.stderr == f"Publishing verdicts from number {told}.\n"
    assert ran.stdout == f"Published verdicts from number {told} to {told}.\n"
    topic = Topics(published.environment["SAKSI_KAFKA_TOPICS"]).verdicts.name
    publisher = published.start("publish", "verdicts")
    published.ingest(second)
    assert published.run("follow", "--once").returncode == 0
    wait_until(lambda: len(committed(published.environment["SAKSI_KAFKA"], topic)) > told)
    publisher.send_signal(signal.SIGTERM)
    out, err = publisher.communicate(timeout=30)
    assert (publisher.returncode, err) == (0, f"Publishing verdicts from number {told}.\n")
    assert out.startswith(f"Published verdicts from number {told} to ")
    wrong = published.run("publish", "events", "--anew")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--anew is for verdicts" in wrong.stderr


def committed_or_none(desk: Desk) -> list[object]:
    try:
        return committed(desk.environment["SAKSI_KAFKA"], topic_of(desk))
    except AssertionError:  # the topic is not there yet
        return []


def test_an_outage_is_said_once_and_lived_through(small_desk: Desk, own_kafka: OwnBroker, topics: str) -> None:
    desk = small_desk
    desk.environment |= {"SAKSI_KAFKA": own_kafka.servers, "SAKSI_KAFKA_TOPICS": topics}
    first, second = parts_of_the_story(2)
    own_kafka.kill()
    publisher = desk.start("publish", "--partitions", "2")
    assert publisher.stderr is not None
    assert "does not answer" in publisher.stderr.readline()
    own_kafka.start()
    wait_until(lambda: len(committed_or_none(desk)) == len(first))
    own_kafka.stop()
    desk.ingest(second)
    time.sleep(1)
    own_kafka.start()
    wait_until(lambda: len(committed_or_none(desk)) == 179)
    publisher.send_signal(signal.SIGTERM)
    out, err = publisher.communicate(timeout=60)
    assert publisher.returncode == 0
    assert out == "Published from position 0 to 179.\n"
    assert "Traceback" not in err
    assert err.count("Note: ") <= 1, err
    expect_published(desk)


@pytest.mark.parametrize(
    ("environment", "arguments", "told"),
    [
        ({}, [], "it is not said where Kafka is"),
        ({"SAKSI_KAFKA": "k:1", "SAKSI_KAFKA_SASL_USERNAME": "u"}, [], "SAKSI_KAFKA_SASL_USERNAME is set"),
        ({"SAKSI_KAFKA": "k:1"}, ["--source", "not a URI"], "cannot be the source of events"),
        ({"SAKSI_KAFKA": "k:1"}, ["--registry", "registry"], "the schema registry has no URL"),
    ],
)
def test_settings_that_cannot_be_are_wrong_usage(
    small_desk: Desk,
    environment: dict[str, str],
    arguments: list[str],
    told: str,
) -> None:
    small_desk.environment |= environment
    ran = small_desk.run("publish", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr


def test_a_broker_that_is_not_there_is_one_sentence(small_desk: Desk) -> None:
    (port,) = free_ports(1)
    ran = small_desk.run("publish", "--once", "--kafka", f"127.0.0.1:{port}", "--format", "json")
    assert (ran.returncode, ran.stdout) == (1, "")
    error = json.loads(ran.stderr)["error"]
    assert error["code"] == "kafka_unreachable"
    assert error["message"].startswith(f"Kafka at 127.0.0.1:{port} does not answer")


OTHERS = sorted(set(COMMANDS) - {"publish", "consume", "dead-letters", "tail"})


def test_no_other_command_loads_what_is_of_kafka(tmp_path: Path) -> None:
    loading = "; ".join(f"import cli.commands.{name}" for name in OTHERS)
    script = f"import sys; {loading}; from ledger.application import Ledger; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert not {"kafka", "consumers", "consumers.settings"} & set(ran.stdout.split())
    helped = "import sys; from cli.main import main; main(['publish', '--help']); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", helped], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "kafka" not in ran.stderr.split()
