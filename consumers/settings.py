"""Where Kafka and the schema registry are, and how to get in.

    SAKSI_KAFKA=kafka-1:9093,kafka-2:9093         or --kafka
    SAKSI_KAFKA_SECURITY_PROTOCOL=SASL_SSL        PLAINTEXT (the default), SSL, SASL_PLAINTEXT, SASL_SSL
    SAKSI_KAFKA_SASL_MECHANISM=SCRAM-SHA-512      PLAIN, SCRAM-SHA-256, SCRAM-SHA-512
    SAKSI_KAFKA_SASL_USERNAME=saksi
    SAKSI_KAFKA_SASL_PASSWORD_FILE=/run/secrets/kafka     or SAKSI_KAFKA_SASL_PASSWORD
    SAKSI_KAFKA_SSL_CAFILE, _SSL_CERTFILE, _SSL_KEYFILE, _SSL_PASSWORD or _SSL_PASSWORD_FILE
    SAKSI_KAFKA_TOPICS=saksi                      what the names of all topics begin with
    SAKSI_REGISTRY=https://registry:8081          or --registry; _USERNAME, _PASSWORD or _PASSWORD_FILE

Secrets come from the environment or from files only, never from a command line that others can read, and nothing shows
them: neither an error nor what these objects print of themselves.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

from consumers.errors import WrongSetting

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")

PATIENCE_MILLISECONDS = 10_000
"""How long a client looks for a broker that answers."""

_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.\-]+):[0-9]{1,5}")
_PREFIX = re.compile(r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,99}")


def require_kafka_python() -> None:
    """Raises ``WrongSetting`` if the library for Kafka is not installed."""
    if find_spec("kafka") is None:
        raise WrongSetting(
            "Kafka needs the library kafka-python, which is not installed",
            "install Saksi with its extra: pip install 'saksi[kafka]'",
        )


class Secret:
    """A text that shows itself to nobody who prints it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "Secret"


class KafkaSettings(Struct, frozen=True, kw_only=True):
    """Where the brokers are and how to get in."""

    servers: str
    """``host:port``, several with commas between them."""
    topics: str = "saksi"
    """What the names of all topics, groups and transactions begin with."""
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str | None = None
    sasl_username: str | None = None
    sasl_password: Secret | None = None
    ssl_cafile: str | None = None
    ssl_certfile: str | None = None
    ssl_keyfile: str | None = None
    ssl_password: Secret | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str], servers: str | None = None, topics: str | None = None) -> KafkaSettings:
        """The settings in an environment; ``servers`` and ``topics``, where given, overrule it.

        Raises ``WrongSetting`` where one is missing or cannot be, and where a file with a secret cannot be read.
        """
        given = _Given(environment, "SAKSI_KAFKA_")
        settings = cls(
            servers=_servers(servers or environment.get("SAKSI_KAFKA") or ""),
            topics=_prefix(topics or given.text("TOPICS") or "saksi"),
            security_protocol=given.one_of("SECURITY_PROTOCOL", PROTOCOLS) or "PLAINTEXT",
            sasl_mechanism=given.one_of("SASL_MECHANISM", MECHANISMS),
            sasl_username=given.text("SASL_USERNAME"),
            sasl_password=given.secret("SASL_PASSWORD"),
            ssl_cafile=given.file("SSL_CAFILE"),
            ssl_certfile=given.file("SSL_CERTFILE"),
            ssl_keyfile=given.file("SSL_KEYFILE"),
            ssl_password=given.secret("SSL_PASSWORD"),
        )
        if settings.security_protocol.startswith("SASL"):
            given.require("SECURITY_PROTOCOL", "SASL_MECHANISM", settings.sasl_mechanism)
            given.require("SECURITY_PROTOCOL", "SASL_USERNAME", settings.sasl_username)
            given.require("SECURITY_PROTOCOL", "SASL_PASSWORD", settings.sasl_password)
        elif settings.sasl_username or settings.sasl_password:
            raise WrongSetting(
                "SAKSI_KAFKA_SASL_USERNAME is set, but SAKSI_KAFKA_SECURITY_PROTOCOL is {protocol}",
                "set it to SASL_SSL, or to SASL_PLAINTEXT in a network of your own; else nobody asks who you are",
                protocol=settings.security_protocol,
            )
        if settings.security_protocol.endswith("SSL"):
            settings._expect_certificates()
        elif settings.ssl_cafile or settings.ssl_certfile or settings.ssl_keyfile:
            raise WrongSetting(
                "SAKSI_KAFKA_SSL_… is set, but SAKSI_KAFKA_SECURITY_PROTOCOL is {protocol}",
                "set it to SSL or SASL_SSL; else everything goes over the network as it is",
                protocol=settings.security_protocol,
            )
        return settings

    def _expect_certificates(self) -> None:
        """Raises ``WrongSetting`` if a file is not what it is to be.

        The library would say only that no broker answers, and ask the terminal for the key's password.
        """
        context = ssl.create_default_context()
        try:
            if self.ssl_cafile:
                context.load_verify_locations(self.ssl_cafile)
        except (OSError, ssl.SSLError):
            raise WrongSetting(
                "SAKSI_KAFKA_SSL_CAFILE names {path}, which holds no certificates",
                "give the authorities' certificates as PEM",
                path=self.ssl_cafile,
            ) from None
        if not self.ssl_certfile:
            if self.ssl_keyfile:
                raise WrongSetting(
                    "SAKSI_KAFKA_SSL_KEYFILE is set, and SAKSI_KAFKA_SSL_CERTFILE is missing",
                    "name the certificate that the key belongs to",
                )
            return
        try:
            context.load_cert_chain(
                self.ssl_certfile, self.ssl_keyfile, lambda: self.ssl_password.text if self.ssl_password else ""
            )
        except (OSError, ssl.SSLError, ValueError):
            raise WrongSetting(
                "the certificate in {path} cannot be used with its key",
                "give both as PEM, the key that belongs to it, and its password in SAKSI_KAFKA_SSL_PASSWORD_FILE",
                path=self.ssl_certfile,
            ) from None

    def for_client(self) -> dict[str, Any]:
        """What every client of ``kafka-python`` takes. It holds the secrets: hand it on, never show it."""
        return {
            "bootstrap_servers": self.servers.split(","),
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.sasl_username,
            "sasl_plain_password": self.sasl_password and self.sasl_password.text,
            "ssl_cafile": self.ssl_cafile,
            "ssl_certfile": self.ssl_certfile,
            "ssl_keyfile": self.ssl_keyfile,
            "ssl_password": self.ssl_password and self.ssl_password.text,
            "bootstrap_timeout_ms": PATIENCE_MILLISECONDS,
            "reconnect_backoff_max_ms": 1_000,
        }


class RegistrySettings(Struct, frozen=True, kw_only=True):
    """Where a schema registry is that speaks the interface of Confluent's."""

    url: str
    username: str | None = None
    password: Secret | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str], url: str | None = None) -> RegistrySettings | None:
        """The registry that an environment names, or ``url``; None if there is none. Raises ``WrongSetting``."""
        given = _Given(environment, "SAKSI_REGISTRY_")
        where = url or environment.get("SAKSI_REGISTRY")
        if not where:
            return None
        if not re.fullmatch(r"https?://[^/@\s]+(/\S*)?", where):
            raise WrongSetting(
                "the schema registry has no URL of the form http://host:port",
                "write it as http://registry:8081; user and password go into SAKSI_REGISTRY_USERNAME and "
                "SAKSI_REGISTRY_PASSWORD_FILE",
            )
        settings = cls(url=where.rstrip("/"), username=given.text("USERNAME"), password=given.secret("PASSWORD"))
        if settings.username:
            given.require("USERNAME", "PASSWORD", settings.password)
        return settings


class _Given:
    """The variables of an environment that begin so."""

    def __init__(self, environment: Mapping[str, str], prefix: str) -> None:
        self._environment = environment
        self._prefix = prefix

    def text(self, name: str) -> str | None:
        return self._environment.get(self._prefix + name) or None

    def one_of(self, name: str, choices: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in choices:
            raise WrongSetting(
                "{name} must be one of {choices}; it is {value}",
                "correct the environment",
                name=self._prefix + name,
                choices=", ".join(choices),
                value=value,
            )
        return value

    def file(self, name: str) -> str | None:
        path = self.text(name)
        if path is not None:
            self._read(name, path)
        return path

    def secret(self, name: str) -> Secret | None:
        """From the variable, or from the file that the variable with ``_FILE`` names, without its line's end."""
        path, text = self.text(f"{name}_FILE"), self.text(name)
        if path is not None:
            return Secret(self._read(f"{name}_FILE", path).rstrip("\r\n"))
        return None if text is None else Secret(text)

    def require(self, because: str, name: str, value: object) -> None:
        if not value:
            raise WrongSetting(
                "{because} is set, and {name} is missing",
                "set it in the environment; a password may be in a file that {name}_FILE names",
                because=self._prefix + because,
                name=self._prefix + name,
            )

    def _read(self, name: str, path: str) -> str:
        try:
            return Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetting(
                "{name} names {path}, which cannot be read: {kind}",
                "correct the path, or let this user read the file",
                name=self._prefix + name,
                path=path,
                kind=type(error).__name__,
            ) from None


def _servers(text: str) -> str:
    servers = [server.strip() for server in text.split(",") if server.strip()]
    if not servers:
        raise WrongSetting(
            "it is not said where Kafka is",
            "name its brokers with --kafka host:port or SAKSI_KAFKA=host:port,host:port",
        )
    for server in servers:
        if not _SERVER.fullmatch(server):
            raise WrongSetting(
                "{server} is not the address of a broker", "write it as kafka.example.go.id:9092", server=server
            )
    return ",".join(servers)


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise WrongSetting(
            "the names of topics cannot begin with {prefix}",
            "use letters, digits, dots, dashes and underscores, 100 at most",
            prefix=text,
        )
    return text
