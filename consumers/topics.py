"""The topics: their names, how they are laid out, and that they are so before anything is sent to them.

    saksi.events                the log in order of position; key: the stream
    saksi.events.position       how far the log is published; key: the topic; one partition, compacted
    saksi.verdicts              what subscribers act on; key: the stream
    saksi.verdicts.position     how far these are published; key: the topic; one partition, compacted
    saksi.intake                facts that sources send, with keys as they like; the brokers keep it uncompressed, so
                                whatever a source compresses with, no consumer needs a library for it
    saksi.intake.rejected       what of these was no fact; key: topic/partition/offset; compacted, and a tombstone
                                stands for one that was dealt with

A partition keeps its order, and a stream its partition as long as their number stays: it is chosen when the topic is
made, and ``saksi publish`` never changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct

from consumers.errors import WrongTopic, no_events_topic, telling
from consumers.settings import KafkaSettings

PARTITIONS = 12
"""How many partitions a topic of events has unless said otherwise: as many processes can share the work."""
COPIES = 3
"""On how many brokers each record is kept, where there are so many."""
RECORD_BYTES = 17 << 20
"""The largest record: a line of 16 MiB, the most that the ledger takes, and its headers."""


LEAST_RECORD_BYTES = 1 << 20
"""What every topic takes at least, as Kafka's own setting has it. Batches of short records are smaller: the library
splits one that is refused, and then loses sight of what became of it."""


class Topic(Struct, frozen=True):
    """How a topic is to be."""

    name: str
    compacted: bool = False
    """Whether of each key only the last record is kept."""
    partitions: int | None = None
    """How many there must be; None: as many as whoever makes it likes."""
    uncompressed: bool = False
    """Whether the brokers keep records without compression, however they were sent."""


class Topics(Struct, frozen=True):
    """All topics of one deployment. Their names begin with the same word, by default ``saksi``."""

    prefix: str = "saksi"

    @property
    def events(self) -> Topic:
        return Topic(f"{self.prefix}.events")

    @property
    def verdicts(self) -> Topic:
        return Topic(f"{self.prefix}.verdicts")

    @property
    def intake(self) -> Topic:
        return Topic(f"{self.prefix}.intake", uncompressed=True)

    @property
    def rejected(self) -> Topic:
        return Topic(f"{self.prefix}.intake.rejected", compacted=True)


def position_of(topic: Topic) -> Topic:
    """The control topic of one that is published exactly once: where its publisher notes how far it is.

    Each has its own: a publisher that was killed in a transaction holds up whoever reads the control topic.
    """
    return Topic(f"{topic.name}.position", compacted=True, partitions=1)


def ensure(settings: KafkaSettings, wanted: Sequence[Topic], partitions: int = PARTITIONS) -> dict[str, int]:
    """Make those topics that are missing, and look at the others. The number of partitions of each, by its name.

    ``partitions`` is for those that are made and may have any number. Raises ``WrongTopic`` for one that is laid out
    otherwise, and the errors of ``telling``.
    """
    from kafka.admin import KafkaAdminClient
    from kafka.errors import TopicAlreadyExistsError

    with telling(settings.servers):
        admin = KafkaAdminClient(**settings.for_client())
        try:
            found = _describe(admin, wanted)
            missing = {topic.name: topic for topic in wanted if topic.name not in found}
            if missing:
                copies = min(COPIES, len(admin.describe_cluster()["brokers"]))
                layouts = {
                    name: _layout(topic, topic.partitions or partitions, copies) for name, topic in missing.items()
                }
                for name, layout in layouts.items():
                    with suppress(TopicAlreadyExistsError):  # by somebody else; it is looked at like any other
                        admin.create_topics({name: layout})
                admin.wait_for_topics(list(missing))
                found |= _describe(admin, wanted)
            configs = _configs(admin, wanted)
        finally:
            admin.close()
    for topic in wanted:
        _check(topic, found[topic.name], configs[topic.name])
    return {topic.name: found[topic.name] for topic in wanted}


def identified(settings: KafkaSettings, topic: Topic) -> tuple[str, int]:
    """What Kafka calls a topic of events, another word if it is made anew, and its number of partitions.

    Raises ``WrongTopic`` if there is none, and the errors of ``telling``.
    """
    from kafka.admin import KafkaAdminClient

    with telling(settings.servers):
        admin = KafkaAdminClient(**settings.for_client())
        try:
            found = _described(admin, [topic])
        finally:
            admin.close()
    if topic.name not in found:
        raise no_events_topic(topic.name, settings.servers)
    return str(found[topic.name]["topic_id"]), len(found[topic.name]["partitions"])


def _layout(topic: Topic, partitions: int, copies: int) -> dict[str, Any]:
    configs = {
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "max.message.bytes": str(RECORD_BYTES),
        "min.insync.replicas": str(max(1, copies - 1)),
    }
    if topic.uncompressed:
        configs |= {"compression.type": "uncompressed"}
    if not topic.compacted:
        configs |= {"retention.ms": "-1", "retention.bytes": "-1"}
    elif topic.partitions == 1:  # only segments that are full are compacted, and it is read to its end at every start
        configs |= {"segment.bytes": str(1 << 20), "min.cleanable.dirty.ratio": "0.1"}
    return {"num_partitions": partitions, "replication_factor": copies, "configs": configs}


def _describe(admin: Any, wanted: Sequence[Topic]) -> dict[str, int]:
    """How many partitions those have that exist."""
    return {name: len(one["partitions"]) for name, one in _described(admin, wanted).items()}


def _described(admin: Any, wanted: Sequence[Topic]) -> dict[str, Any]:
    from kafka.errors import for_code

    described = {}
    for topic in admin.describe_topics([topic.name for topic in wanted]):
        if topic["error_code"] == _UNKNOWN_TOPIC:
            continue
        if topic["error_code"]:
            raise for_code(topic["error_code"])(topic["name"])
        described[topic["name"]] = topic
    return described


_UNKNOWN_TOPIC = 3
_READABLE = ("uncompressed", "gzip")
"""What every Python can read."""


def _configs(admin: Any, wanted: Sequence[Topic]) -> dict[str, dict[str, str]]:
    """What is set for each topic, or for all of them."""
    from kafka.admin import ConfigResource, ConfigResourceType

    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in wanted]
    described = admin.describe_configs(resources, config_filter="all")["topic"]
    return {name: {key: one["value"] for key, one in configs.items()} for name, configs in described.items()}


def _check(topic: Topic, partitions: int, configs: dict[str, str]) -> None:
    wanted, policy = "compact" if topic.compacted else "delete", configs["cleanup.policy"]
    if policy != wanted:
        raise WrongTopic(
            "the topic {topic} has cleanup.policy {policy}; it must be {wanted}",
            "records would be lost with any other: set it with `kafka-configs --alter`, or use topics of another name",
            topic=topic.name,
            policy=policy,
            wanted=wanted,
        )
    if topic.uncompressed and configs["compression.type"] not in _READABLE:
        raise WrongTopic(
            "the topic {topic} has compression.type {found}; it must be uncompressed, or gzip",
            "set it with `kafka-configs --alter`: consumers may not be able to read what sources compress",
            topic=topic.name,
            found=configs["compression.type"],
        )
    if int(configs["max.message.bytes"]) < LEAST_RECORD_BYTES:
        raise WrongTopic(
            "the topic {topic} has max.message.bytes {found}; it must be at least {least}, best {best}",
            "set it with `kafka-configs --alter`",
            topic=topic.name,
            found=configs["max.message.bytes"],
            least=LEAST_RECORD_BYTES,
            best=RECORD_BYTES,
        )
    if topic.partitions is not None and partitions != topic.partitions:
        raise WrongTopic(
            "the topic {topic} has {partitions} partitions; it must have {wanted}",
            "delete the topic if it is empty, or use topics of another name",
            topic=topic.name,
            partitions=partitions,
            wanted=topic.partitions,
        )
