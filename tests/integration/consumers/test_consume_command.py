"""``saksi consume`` and ``saksi dead-letters`` as they are run: into both databases, until a signal, in an outage."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from consumers.settings import KafkaSettings
from ledger.application import Ledger
from ledger.verification import verify
from tests.integration.cli.conftest import Desk, desk, parts_of_the_story, url, wait_until  # noqa: F401
from tests.integration.consumers.sending import JSON, Source
from tests.integration.kafka import OwnBroker
from tests.integration.ledger.conftest import voided, withdrawn
from tests.integration.postgres import Databases, url_of


@pytest.fixture
def source(settings: KafkaSettings) -> Iterator[Source]:
    source = Source(settings, partitions=2)
    yield source
    source.close()


@pytest.fixture
def consuming(desk: Desk, settings: KafkaSettings) -> Desk:  # noqa: F811
    """A desk that takes in from the shared broker."""
    desk.environment |= {"SAKSI_KAFKA": settings.servers, "SAKSI_KAFKA_TOPICS": settings.topics}
    return desk


def last_position(desk: Desk) -> int:  # noqa: F811
    with Ledger.open(desk.url, create=True) as ledger:
        return ledger.last_position()


def test_consume_once_takes_in_what_is_there_and_the_refused_are_listed_and_sent_again(
    consuming: Desk, source: Source
) -> None:
    source.send_all(parts_of_the_story(1)[0], partition=0)
    source.send(voided("v", "a"), JSON, partition=1, key=b"v")
    source.send(b"\xff{\x1b[2J", partition=1)
    ran = consuming.run("consume", "--once")
    assert (ran.returncode, ran.stdout) == (1, "Recorded 179, duplicates 0, refused 2.\n")
    assert ran.stderr == (
        f"Taking in what comes to {source.topic}.\nSee what was refused with `saksi dead-letters list`.\n"
    )
    ran = consuming.run("dead-letters", "list")
    assert ran.returncode == 0
    assert ran.stderr == "2 refused messages wait.\n"
    assert f"{source.topic}/1/0" in ran.stdout.replace("\n", "")
    assert "unknown_target (the event to void does not exist)" in " ".join(ran.stdout.split())
    assert "\x1b" not in ran.stdout
    listed = json.loads(consuming.run("dead-letters", "list", "--format", "json").stdout)["dead_letters"]
    assert [(one["key"], one["code"], one["message_key"], one["value"]) for one in listed] == [
        (f"{source.topic}/1/0", "unknown_target", "v", voided("v", "a")),
        (f"{source.topic}/1/1", "malformed_json", None, "\\xff{\x1b[2J"),
    ]
    source.send(withdrawn("a"), partition=1)
    assert consuming.run("consume", "--once").stdout == "Recorded 1, duplicates 0, refused 0.\n"
    ran = consuming.run("dead-letters", "retry", f"{source.topic}/1/0", "--format", "json")
    assert (ran.returncode, json.loads(ran.stdout)) == (0, {"retried": [f"{source.topic}/1/0"], "cut": []})
    ran = consuming.run("dead-letters", "retry", f"{source.topic}/1/0")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "no refused message waits under" in ran.stderr
    assert consuming.run("dead-letters", "retry", "--all").stdout == "1 messages were sent again.\n"
    ran = consuming.run("consume", "--once", "--format", "json")
    assert (ran.returncode, json.loads(ran.stdout)) == (1, {"recorded": 1, "duplicates": 0, "rejected": 1})
    assert consuming.run("dead-letters", "list").stderr == "1 refused messages wait.\n"
    with Ledger.open(consuming.url) as ledger:
        assert verify(ledger) == (181, [], 0, 0)


def test_consume_goes_on_until_a_signal_and_says_what_was_done(consuming: Desk, source: Source) -> None:
    first, *rest = parts_of_the_story(4)
    source.send_all(first, partition=0)
    consumer = consuming.start("consume", "--format", "json")
    for part in rest:
        source.send_all(part, partition=0)
    wait_until(lambda: last_position(consuming) == 179)
    consumer.send_signal(signal.SIGTERM)
    out, err = consumer.communicate(timeout=30)
    assert (consumer.returncode, err) == (0, f"Taking in what comes to {source.topic}.\n")
    assert json.loads(out) == {"recorded": 179, "duplicates": 0, "rejected": 0}


def test_consume_waits_while_the_broker_does_not_answer_and_says_so(
    desk: Desk,  # noqa: F811
    own_kafka: OwnBroker,
    topics: str,
) -> None:
    desk.environment |= {"SAKSI_KAFKA": own_kafka.servers, "SAKSI_KAFKA_TOPICS": topics}
    with closing(Source(KafkaSettings(servers=own_kafka.servers, topics=topics))) as source:
        source.send(withdrawn("a"))
    consumer = desk.start("consume")
    wait_until(lambda: last_position(desk) == 1)
    own_kafka.kill()
    own_kafka.start()
    with closing(Source(KafkaSettings(servers=own_kafka.servers, topics=topics))) as source:
        source.send(withdrawn("b"))
        source.send(b"{")
        source.send(withdrawn("c"))
    wait_until(lambda: last_position(desk) == 3)
    consumer.send_signal(signal.SIGTERM)
    out, _ = consumer.communicate(timeout=30)
    assert (consumer.returncode, out) == (0, "Recorded 3, duplicates 0, refused 1.\n")


def test_a_broker_that_is_not_there_is_told(consuming: Desk) -> None:
    ran = consuming.run("consume", "--once", "--kafka", "127.0.0.1:1")
    assert ran.returncode == 1
    assert "does not answer" in ran.stderr


def test_which_messages_to_send_again_must_be_said(consuming: Desk) -> None:
    for arguments in ([], ["--all", "t/0/1"]):
        ran = consuming.run("dead-letters", "retry", *arguments)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "which messages to send again" in ran.stderr


def test_a_role_that_may_only_write_takes_in_and_one_that_may_only_read_does_not(
    databases: Databases, settings: KafkaSettings, source: Source, tmp_path: Path
) -> None:
    environment = {"SAKSI_KAFKA": settings.servers, "SAKSI_KAFKA_TOPICS": settings.topics}
    owner = Desk(tmp_path, databases.new())
    name = owner.url.partition("?")[0].rpartition("/")[2]
    roles = {who: f"{name}_{who}" for who in ("writer", "reader")}
    assert owner.run("postgres", "init", "--writer", roles["writer"], "--reader", roles["reader"]).returncode == 0
    source.send(withdrawn("a"), partition=0)
    try:
        for who, role in roles.items():
            databases.execute(f"ALTER ROLE {role} LOGIN PASSWORD 'secret'")
            desk = Desk(tmp_path, url_of(owner.url, name, user=role, password="secret"))
            desk.environment |= environment
            ran = desk.run("consume", "--once")
            if who == "writer":
                assert (ran.returncode, ran.stdout) == (0, "Recorded 1, duplicates 0, refused 0.\n"), ran.stderr
                source.send(withdrawn("b"), partition=0)
            else:
                assert ran.returncode == 1
                assert "may not do that" in ran.stderr
    finally:
        databases.drop()
        for role in roles.values():
            databases.execute(f"DROP ROLE {role}")
