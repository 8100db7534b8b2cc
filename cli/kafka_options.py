"""Options of the commands that reach Kafka. Nothing secret is among them: ``consumers.settings`` says where that is."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from cli.options import AnyFunction, option

if TYPE_CHECKING:
    from consumers.settings import KafkaSettings, RegistrySettings


def brokers(command: AnyFunction) -> AnyFunction:
    """Give a command ``--kafka`` and ``--topics``."""
    servers = option("--kafka", metavar="HOST:PORT,…", help="The brokers of Kafka; else SAKSI_KAFKA.")
    topics = option(
        "--topics",
        metavar="PREFIX",
        help="What the names of the topics begin with; else SAKSI_KAFKA_TOPICS, else saksi.",
    )
    return servers(topics(command))


def registry(command: AnyFunction) -> AnyFunction:
    """Give a command ``--registry``."""
    return option(
        "--registry",
        metavar="URL",
        help="The schema registry; else SAKSI_REGISTRY, else messages carry the schema's fingerprint.",
    )(command)


def source(command: AnyFunction) -> AnyFunction:
    """Give a command ``--source``."""
    return option(
        "--source",
        metavar="URI",
        envvar="SAKSI_SOURCE",
        default="/saksi",
        help="Which ledger it is, for subscribers: the ce_source of every event; else SAKSI_SOURCE, else /saksi.",
    )(command)


def kafka_settings(servers: str | None, topics: str | None) -> KafkaSettings:
    """Where the brokers are. Raises ``WrongSetting``, also if the library for Kafka is not installed."""
    from consumers.settings import KafkaSettings, require_kafka_python

    require_kafka_python()
    if not os.environ.get("SAKSI_DEBUG"):
        logging.getLogger("kafka").setLevel(logging.CRITICAL + 1)  # what matters of it is raised, and told
    return KafkaSettings.of(os.environ, servers, topics)


def registry_settings(url: str | None) -> RegistrySettings | None:
    """Where the registry is; None if there is none. Raises ``WrongSetting``."""
    from consumers.settings import RegistrySettings

    return RegistrySettings.of(os.environ, url)
