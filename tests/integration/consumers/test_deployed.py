"""What docker-compose.yml runs works together, with the rights it gives, on real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import STORY, Desk
from tests.integration.postgres import Databases, url_of
from tests.integration.test_deployment import OURS

ROLES = ("intake", "keeper", "auditor")


class Deployment:
    """The services, each run once as a process: with its command, as its user, with the password from a file."""

    def __init__(self, folder: Path, databases: Databases, servers: str, topics: str) -> None:
        self.folder = folder
        self.database = databases.new()
        self.kafka = {"SAKSI_KAFKA": servers, "SAKSI_KAFKA_TOPICS": topics}
        self.of_this_test = {role: f"{role}_{topics.replace('-', '_')}" for role in ROLES}  # roles are the server's
        (folder / "password").write_text("rahasia\n")

    def desk(self, service: str) -> Desk:
        """Where commands run in the container of a service."""
        environment = OURS[service]["environment"]
        user = environment["SAKSI_DB"].partition("//")[2].partition("@")[0]
        name = self.database.partition("?")[0].rpartition("/")[2]
        role = self.of_this_test.get(user)
        desk = Desk(self.folder, url_of(self.database, name, user=role) if role else self.database)
        desk.environment["SAKSI_DB_PASSWORD_FILE"] = str(self.folder / "password")
        if "SAKSI_KAFKA" in environment:
            desk.environment |= self.kafka
        return desk

    def run(self, service: str, *more: str) -> dict[str, Any]:
        """The service's own command, with what ends it."""
        words = [self.of_this_test.get(word, word) for word in OURS[service]["command"]]
        ran = self.desk(service).run(*words, *more, "--format", "json")
        assert ran.returncode == 0, ran.stderr
        told: dict[str, Any] = json.loads(ran.stdout)
        return told

    def is_healthy(self, service: str) -> bool:
        """Whether its health check says so."""
        return self.desk(service).run(*OURS[service]["healthcheck"]["test"][2:]).returncode == 0


@pytest.fixture
def deployment(tmp_path: Path, databases: Databases, kafka_servers: str, topics: str) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, databases, kafka_servers, topics)
    roles = deployment.of_this_test.values()
    for role in roles:  # as deploy/roles.sh makes them
        databases.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'rahasia'")
    yield deployment
    databases.drop()
    for role in roles:
        databases.execute(f"DROP ROLE {role}")


def send(servers: str, topic: str, lines: list[bytes]) -> None:
    """Facts, as a source sends them."""
    from kafka import KafkaProducer

    producer = KafkaProducer(bootstrap_servers=servers)
    for sent in [producer.send(topic, line, partition=0) for line in lines]:
        sent.get(30)
    producer.close()


def test_facts_go_all_the_way_from_the_intake_to_subscribers_and_read_models(
    deployment: Deployment, kafka_servers: str, topics: str
) -> None:
    assert deployment.run("prepare")["made"] == []
    assert deployment.run("prepare")["made"] == [], "it may run again at every start"
    assert deployment.run("consume", "--once")["recorded"] == 0
    send(kafka_servers, f"{topics}.intake", STORY.read_bytes().splitlines())
    assert deployment.run("consume", "--once")["recorded"] == 179
    assert deployment.run("follow", "--once")["position"] == 179
    assert deployment.run("publish", "--once")
    assert deployment.run("verdicts", "--once")["published"] > 100
    assert all(deployment.is_healthy(service) for service in ("consume", "follow", "publish", "verdicts"))

    words = ("tail", "--format", "cloudevents-json", "--after", "0")
    recorded = deployment.desk("publish").run(*words).stdout.splitlines()
    published = deployment.desk("publish").run(*words, "--from", "kafka").stdout.splitlines()
    assert len(recorded) == 179
    assert sorted(map(str, map(json.loads, published))) == sorted(map(str, map(json.loads, recorded)))


def test_no_service_may_do_what_is_anothers(deployment: Deployment) -> None:
    deployment.run("prepare")
    one, two = STORY.read_bytes().splitlines()[:2]
    (deployment.folder / "one.jsonl").write_bytes(one)
    (deployment.folder / "two.jsonl").write_bytes(two)
    assert deployment.desk("consume").run("ingest", "one.jsonl").returncode == 0
    for service in ("publish", "follow"):
        ran = deployment.desk(service).run("ingest", "two.jsonl", "--format", "json")
        assert (ran.returncode, json.loads(ran.stderr)["error"]["code"]) == (1, "ledger_forbidden")
    for service in ("publish", "consume"):
        assert deployment.desk(service).run("follow", "--once").returncode == 1
        assert deployment.desk(service).run("publish", "verdicts", "--once").returncode == 1
