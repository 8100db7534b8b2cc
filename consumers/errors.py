"""What can go wrong with Kafka and its registry, one type for each thing that a caller can act on.

``telling`` turns what ``kafka-python`` raises into these. No text holds a user's name, a password or a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import SaksiError


class WrongSetting(SaksiError):
    """A setting of Kafka or of the registry that is missing or cannot be."""

    code = "wrong_kafka_setting"


class KafkaUnreachable(SaksiError):
    """No broker answers, or not in time. It may pass by itself."""

    code = "kafka_unreachable"


class KafkaForbidden(SaksiError):
    """The brokers do not let this user in, or not do that."""

    code = "kafka_forbidden"


class KafkaFailed(SaksiError):
    """The brokers refused something, and would again."""

    code = "kafka_failed"


class SendingInterrupted(SaksiError):
    """The broker ended a transaction, or it is not known how it ended. It may pass by itself, by opening again."""

    code = "sending_interrupted"


class WrongTopic(SaksiError):
    """A topic is laid out in a way under which a promise could not be kept."""

    code = "wrong_topic"


class Fenced(SaksiError):
    """Another process publishes the same, and this one has to end."""

    code = "publisher_fenced"


class OtherLedger(SaksiError):
    """What was published so far is not of this ledger."""

    code = "other_ledger"


class VerdictsForgotten(SaksiError):
    """The topic of verdicts does not end where the read models say that they were told."""

    code = "verdicts_forgotten"


class PublisherStopped(SaksiError):
    """An event that cannot be published. Nothing after it is until it can."""

    code = "publisher_stopped"


class RegistryUnreachable(SaksiError):
    """The schema registry does not answer. It may pass by itself."""

    code = "registry_unreachable"


class RegistryRefused(SaksiError):
    """The schema registry refuses what was asked of it."""

    code = "registry_refused"


class NoSuchLetter(SaksiError):
    """No refused message waits under this key."""

    code = "no_such_letter"


class MessagesGone(SaksiError):
    """Messages that were to be taken in are not in Kafka any more, or the topic is another one than it was."""

    code = "messages_gone"


PASSING = ("kafka_unreachable", "sending_interrupted", "registry_unreachable")
"""What passes by itself: a broker or a registry that starts again."""


@contextmanager
def telling(servers: str) -> Iterator[None]:
    """Raise these errors for those of ``kafka-python``. ``servers`` says where the brokers are."""
    from kafka import errors

    try:
        yield
    except (errors.AuthorizationError, errors.SaslAuthenticationFailedError) as error:
        raise KafkaForbidden(
            "Kafka at {servers} does not let this user in, or not do that: {kind}",
            "check SAKSI_KAFKA_SASL_USERNAME, its password, and what this user is allowed",
            servers=servers,
            kind=type(error).__name__,
        ) from error
    except (errors.RetriableError, OSError) as error:  # what waits too long is an OSError too
        raise unreachable(servers, type(error).__name__) from error
    except errors.MessageSizeTooLargeError as error:
        from consumers.topics import RECORD_BYTES  # which needs these errors

        raise KafkaFailed(
            "a topic at {servers} does not take a record that is as long as this one",
            "set its max.message.bytes to {bytes} with `kafka-configs --alter`; what was sent before is not touched",
            servers=servers,
            bytes=RECORD_BYTES,
        ) from error
    except errors.KafkaError as error:
        if type(error) in interrupting():
            raise SendingInterrupted(
                "Kafka at {servers} ended what was being sent: {kind}",
                "run it again: it goes on where it ended; if it happens again, see who else publishes the same",
                servers=servers,
                kind=type(error).__name__,
            ) from error
        raise KafkaFailed(
            "Kafka at {servers} refuses it: {kind}: {detail}",
            "correct what it names; what was published before is not touched",
            servers=servers,
            kind=type(error).__name__,
            detail=str(error),
        ) from error


def interrupting() -> tuple[type[Exception], ...]:
    """After which a producer's place, or the end of its transaction, is not known."""
    from kafka import errors

    return (
        errors.KafkaError,  # as it is: "in an error state"
        errors.TransactionAbortedError,
        errors.ProducerFencedError,
        errors.InvalidProducerEpochError,
        errors.InvalidProducerIdMappingError,
        errors.InvalidTxnStateError,
        errors.OutOfOrderSequenceNumberError,
        errors.TransactionCoordinatorFencedError,
        errors.UnknownProducerIdError,
    )


def no_events_topic(topic: str, servers: str) -> WrongTopic:
    """The error for a topic of events that nobody has made yet."""
    return WrongTopic(
        "there is no topic {topic} at {servers}",
        "run `saksi publish`, which makes it, name its prefix with --topics, or let this user read it",
        topic=topic,
        servers=servers,
    )


def unreachable(servers: str, kind: str) -> KafkaUnreachable:
    """The error for brokers that do not answer, or not in time."""
    return KafkaUnreachable(
        "Kafka at {servers} does not answer: {kind}",
        "check that it runs, its address and security protocol, user and password: a refusal is no answer either",
        servers=servers,
        kind=kind,
    )
