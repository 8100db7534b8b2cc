"""A broker with TLS, passwords and an authorizer lets each do its work with exactly what docs/subscribe.md grants."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourceType,
)

from tests.integration.cli.conftest import STORY, Desk
from tests.integration.kafka import OwnBroker, own_broker, require_kafka

PAGE = Path(__file__).resolve().parents[3] / "docs" / "subscribe.md"
PASSWORDS = {name: f"rahasia-{name}" for name in ("publisher", "consumer", "payroll", "attendance")}

SETTINGS = """
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.location={store}
ssl.keystore.password=rahasia
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""


class Guarded:
    """The broker, and what its users do."""

    def __init__(self, folder: Path, broker: OwnBroker, authority: Path) -> None:
        self.folder, self.broker, self.authority = folder, broker, authority
        self.servers = f"127.0.0.1:{broker.sasl_port}"

    def desk(self, user: str) -> Desk:
        """Where a user's commands run, with the password in a file."""
        password = self.folder / user
        password.write_text(f"{PASSWORDS[user]}\n")
        desk = Desk(self.folder, f"sqlite:///{self.folder}/saksi.db")
        desk.environment |= {
            "SAKSI_KAFKA": self.servers,
            "SAKSI_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "SAKSI_KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
            "SAKSI_KAFKA_SASL_USERNAME": user,
            "SAKSI_KAFKA_SASL_PASSWORD_FILE": str(password),
            "SAKSI_KAFKA_SSL_CAFILE": str(self.authority),
        }
        return desk

    def client(self, user: str) -> dict[str, str]:
        """What a program of a user's own gives the library, as docs/subscribe.md has it."""
        return {
            "bootstrap_servers": self.servers,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": user,
            "sasl_plain_password": PASSWORDS[user],
            "ssl_cafile": str(self.authority),
        }


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    require_kafka()
    store, authority = tmp_path / "broker.p12", tmp_path / "ca.pem"
    about = ["-alias", "broker", "-keystore", str(store), "-storepass", "rahasia"]
    made = ["-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12"]
    for words in (made, ["-exportcert", "-rfc", "-file", str(authority)]):
        subprocess.run(["keytool", *words, *about], check=True, capture_output=True)
    with own_broker(SETTINGS.format(store=store), PASSWORDS) as broker:
        _grant_what_the_page_says(broker.servers)
        yield Guarded(tmp_path, broker, authority)


def _grant_what_the_page_says(servers: str) -> None:
    parser = ArgumentParser()
    parser.add_argument("--add", action="store_true", required=True)
    parser.add_argument("--allow-principal", required=True)
    parser.add_argument("--operation", action="append", required=True)
    parser.add_argument("--resource-pattern-type", default="literal")
    for resource in ("--topic", "--group", "--transactional-id"):
        parser.add_argument(resource)
    admin = KafkaAdminClient(bootstrap_servers=servers)
    for line in re.findall(r"^kafka-acls\.sh (.*)$", PAGE.read_text().replace("\\\n", ""), re.MULTILINE):
        told = parser.parse_args(shlex.split(line))
        pattern = ACLResourcePatternType[told.resource_pattern_type.upper()]
        for kind in ("topic", "group", "transactional_id"):
            if (name := getattr(told, kind)) is not None:
                resource = ResourcePattern(ResourceType[kind.upper()], name, pattern)
                words = [re.sub("(?<=[a-z])(?=[A-Z])", "_", word).upper() for word in told.operation]
                admin.create_acls(
                    [
                        ACL(told.allow_principal, "*", ACLOperation[word], ACLPermissionType.ALLOW, resource)
                        for word in words
                    ]
                )
    admin.close()


def test_everybody_can_do_their_work_with_what_the_page_grants_and_others_are_refused(guarded: Guarded) -> None:
    publisher, consumer = guarded.desk("publisher"), guarded.desk("consumer")
    assert consumer.run("consume", "--once").returncode == 0
    source = KafkaProducer(**guarded.client("attendance"))
    for line in (*STORY.read_bytes().splitlines(), b"{"):
        source.send("saksi.intake", line, b"one").get(30)
    source.close()
    taken = consumer.run("consume", "--once", "--format", "json")
    assert json.loads(taken.stdout) == {"recorded": 179, "duplicates": 0, "rejected": 1}, taken.stderr
    again = consumer.run("dead-letters", "retry", "--all", "--format", "json")
    assert len(json.loads(again.stdout)["retried"]) == 1, again.stderr
    published = publisher.run("publish", "--once", "--format", "json")
    assert published.returncode == 0, published.stderr
    assert json.loads(published.stdout)["published"] == 179

    reader = KafkaConsumer(
        "saksi.events",
        **guarded.client("payroll"),
        group_id="payroll",
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=10_000,
    )
    read = [next(reader) for _ in range(179)]
    reader.commit()
    reader.close()
    assert {int(dict(one.headers)["ce_sequence"]) for one in read} == set(range(1, 180))

    for user, command in (("consumer", "publish"), ("payroll", "publish"), ("attendance", "consume")):
        refused = guarded.desk(user).run(command, "--once", "--format", "json")
        assert json.loads(refused.stderr)["error"]["code"] == "kafka_forbidden", (user, refused.stderr)
        assert PASSWORDS[user] not in refused.stderr
