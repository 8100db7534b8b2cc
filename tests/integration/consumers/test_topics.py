"""Topics are there and laid out as they must be before anything is sent to them."""

from __future__ import annotations

import gc
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from consumers.errors import KafkaUnreachable, WrongTopic
from consumers.settings import KafkaSettings, Secret
from consumers.topics import Topic, Topics, ensure, position_of
from tests.integration.kafka import PASSWORD, USER, free_ports


def make(settings: KafkaSettings, name: str, partitions: int, **configs: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=settings.servers)
    layout = {"num_partitions": partitions, "replication_factor": 1, "configs": configs}
    admin.create_topics({name: layout}, wait_for_metadata=True)
    admin.close()


def configs_of(settings: KafkaSettings, name: str) -> dict[str, str]:
    admin = KafkaAdminClient(bootstrap_servers=settings.servers)
    found: dict[str, Any] = admin.describe_configs(
        [ConfigResource(ConfigResourceType.TOPIC, name)], config_filter="all"
    )["topic"][name]
    admin.close()
    return {key: config["value"] for key, config in found.items()}


def test_topics_that_are_missing_are_made_and_keep_everything(settings: KafkaSettings) -> None:
    topics = Topics(settings.topics)
    wanted = (topics.events, position_of(topics.events), topics.intake, topics.rejected)
    assert list(ensure(settings, wanted, partitions=3).values()) == [3, 1, 3, 3]
    events, control, rejected = (
        configs_of(settings, topic.name) for topic in (topics.events, position_of(topics.events), topics.rejected)
    )
    assert (events["cleanup.policy"], events["retention.ms"], events["retention.bytes"]) == ("delete", "-1", "-1")
    assert int(events["max.message.bytes"]) > 16 << 20
    assert (control["cleanup.policy"], rejected["cleanup.policy"]) == ("compact", "compact")


def test_topics_that_are_there_are_left_as_they_are(settings: KafkaSettings) -> None:
    topic = Topics(settings.topics).events
    make(settings, topic.name, 5, **{"retention.ms": "1000000"})
    assert ensure(settings, (topic,), partitions=3) == {topic.name: 5}
    assert configs_of(settings, topic.name)["retention.ms"] == "1000000"


def test_a_topic_that_takes_only_short_records_is_refused(settings: KafkaSettings) -> None:
    topic = Topics(settings.topics).events
    make(settings, topic.name, 3, **{"max.message.bytes": "200000"})
    with pytest.raises(WrongTopic, match=r"has max\.message\.bytes 200000; it must be at least 1048576, best 17825792"):
        ensure(settings, (topic,), partitions=3)


@pytest.mark.parametrize(
    ("control", "partitions", "policy", "sentence"),
    [
        (False, 3, "compact", "has cleanup.policy compact; it must be delete"),
        (False, 3, "compact,delete", "has cleanup.policy compact,delete; it must be delete"),
        (True, 1, "delete", "has cleanup.policy delete; it must be compact"),
        (True, 2, "compact", "has 2 partitions; it must have 1"),
    ],
)
def test_a_topic_under_which_a_promise_could_not_be_kept_is_refused(
    settings: KafkaSettings, control: bool, partitions: int, policy: str, sentence: str
) -> None:
    topic = Topics(settings.topics).events
    topic = position_of(topic) if control else topic
    make(settings, topic.name, partitions, **{"cleanup.policy": policy})
    with pytest.raises(WrongTopic, match=f"the topic {topic.name} {sentence}"):
        ensure(settings, (topic,))


def test_two_that_make_the_same_topics_at_once_both_have_them(settings: KafkaSettings) -> None:
    wanted = [Topic(f"{settings.topics}.{number}", partitions=2) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ensure(settings, wanted), range(4)))
    assert made == [{topic.name: 2 for topic in wanted}] * 4


def test_brokers_that_are_not_there_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consumers.settings.PATIENCE_MILLISECONDS", 1_000)
    (port,) = free_ports(1)
    settings = KafkaSettings(servers=f"127.0.0.1:{port}")
    assert refusal_of(settings).startswith(f"Kafka at 127.0.0.1:{port} does not answer: ")


def test_who_has_the_password_is_let_in_and_who_has_not_is_told_to_look_at_it(
    kafka_with_password: str, topics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settings(password: str) -> KafkaSettings:
        return KafkaSettings(
            servers=kafka_with_password,
            topics=topics,
            security_protocol="SASL_PLAINTEXT",
            sasl_mechanism="PLAIN",
            sasl_username=USER,
            sasl_password=Secret(password),
        )

    assert ensure(settings(PASSWORD), (Topics(topics).intake,), partitions=1) == {f"{topics}.intake": 1}
    monkeypatch.setattr("consumers.settings.PATIENCE_MILLISECONDS", 1_000)
    told = refusal_of(settings("salah-sekali"))
    assert "user and password" in told
    assert "salah-sekali" not in told


def refusal_of(settings: KafkaSettings) -> str:
    """What is told where no broker answers. A client that finds none leaves its sockets to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            ensure(settings, (Topics().events,))
        except KafkaUnreachable as error:
            told = f"{error.sentence} {error.hint}"
        gc.collect()
    return told
