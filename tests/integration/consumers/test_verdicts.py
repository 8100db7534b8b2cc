"""Verdicts in Kafka: each number once, in order, whatever is killed; a subscriber holds what a replay says."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from consumers.errors import VerdictsForgotten
from consumers.publication import proof_of
from consumers.registry import Registry
from consumers.settings import KafkaSettings, RegistrySettings
from consumers.topics import Topics, position_of
from consumers.verdicts import VerdictPublisher
from ledger.application import Ledger
from projections.announcer import Announcer
from projections.follower import Follower
from projections.generation import Generation
from projections.told import VerdictRow
from projections.views import Views, open_views
from tests.integration.consumers.reading import committed, header, position
from tests.integration.consumers.test_read_by_others import read_with_avro
from tests.integration.projections.agreement import people_in, submissions
from tests.integration.projections.subscriber import Subscriber, what_stands

ROUNDS = int(os.environ.get("SAKSI_TEST_FAULTS", "50")) // 5


@pytest.fixture
def views(ledger: Ledger, tmp_path: Path) -> Iterator[Views]:
    """Read models of the story, up to date."""
    with open_views(f"sqlite:///{tmp_path}/saksi.db") as views:
        Follower(ledger, views).catch_up()
        yield views


def publish_all(publisher: VerdictPublisher, announcer: Announcer) -> None:
    with publisher:
        publisher.open()
        while announcer.step(publisher.position) or publisher.step():
            pass


def subscribed(settings: KafkaSettings, known_at: int) -> Subscriber:
    """A subscriber that has read all there is; partitions are in order, and no number is missing or there twice."""
    records = committed(settings.servers, Topics(settings.topics).verdicts.name)
    last: dict[int, int] = {}
    for record in records:
        assert position(record) > last.get(record.partition, 0)
        last[record.partition] = position(record)
    subscriber = Subscriber()
    for record in sorted(records, key=position):
        nip = header(record, "ce_subject")
        assert record.key.decode() == header(record, "ce_partitionkey") == f"employee-{nip}"
        subscriber.take(VerdictRow(position(record), nip, record.value), known_at)
    return subscriber


def expect_what_stands(ledger: Ledger, views: Views, announcer: Announcer, settings: KafkaSettings) -> Subscriber:
    generation = Generation.serving(views)
    assert generation is not None
    checkpoint = generation.checkpoint
    assert checkpoint.laid_until is not None
    as_of = announcer.tables.announced().as_of
    expected = what_stands(ledger, people_in(ledger), checkpoint.position, checkpoint.laid_until, as_of)
    subscriber = subscribed(settings, checkpoint.position)
    assert subscriber.days == expected.days
    assert subscriber.allegations == expected.allegations
    assert subscriber.bands == expected.bands
    return subscriber


def test_verdicts_are_cloudevents_by_employee(ledger: Ledger, views: Views, settings: KafkaSettings) -> None:
    announcer = Announcer(ledger, views)
    publish_all(VerdictPublisher(announcer, settings, partitions=3), announcer)
    expect_what_stands(ledger, views, announcer, settings)
    first = min(committed(settings.servers, Topics(settings.topics).verdicts.name), key=position)
    shown = {name: header(first, name) for name, _ in first.headers}
    nip = shown["ce_subject"]
    assert shown == {
        "ce_specversion": "1.0",
        "ce_id": f"1-{proof_of(VerdictRow(1, nip, first.value))[:16]}",
        "ce_source": "/saksi/verdicts",
        "ce_type": "saksi.verdict.DayFinalised",
        "ce_time": announcer.tables.announced().as_of.isoformat(),
        "ce_sequence": "00000000000000000001",
        "ce_subject": nip,
        "ce_partitionkey": f"employee-{nip}",
        "content-type": "application/avro",
    }
    control = committed(settings.servers, position_of(Topics(settings.topics).verdicts).name)
    assert json.loads(control[-1].value)["position"] == announcer.last_number


def test_publishing_goes_on_where_it_ended_and_refuses_what_does_not_fit(
    ledger: Ledger, views: Views, settings: KafkaSettings, topics: str
) -> None:
    announcer = Announcer(ledger, views)
    publish_all(VerdictPublisher(announcer, settings, partitions=3), announcer)
    ledger.record(submissions([b'{"type":"EventVoided","id":"v","target":"e-00114","reason":"x","authority":"y"}']))
    Follower(ledger, views).catch_up()
    before = announcer.last_number
    publish_all(VerdictPublisher(announcer, settings), announcer)
    assert announcer.last_number > before
    expect_what_stands(ledger, views, announcer, settings)

    elsewhere = KafkaSettings(servers=settings.servers, topics=f"{topics}-elsewhere")
    with pytest.raises(VerdictsForgotten, match="ends with verdict 0, and the read models do not know it"):
        publish_all(VerdictPublisher(announcer, elsewhere, partitions=2), announcer)
    with pytest.raises(VerdictsForgotten, match="so they cannot be told anew there"):
        publish_all(VerdictPublisher(announcer, settings, anew=True), announcer)
    announcer.forget()
    with pytest.raises(VerdictsForgotten, match="what was told is forgotten"):
        publish_all(VerdictPublisher(announcer, settings), announcer)
    publish_all(VerdictPublisher(announcer, elsewhere, anew=True), announcer)
    told = expect_what_stands(ledger, views, announcer, elsewhere).told
    assert {kind for kind, _ in told} <= {"DayFinalised", "AllegationReached", "BandReached"}


def test_verdicts_are_read_by_others_with_the_schemas_of_a_registry(
    ledger: Ledger, views: Views, settings: KafkaSettings, registry_url: str
) -> None:
    announcer, where = Announcer(ledger, views), RegistrySettings(url=registry_url)
    publish_all(VerdictPublisher(announcer, settings, where, "/saksi/kaltim", partitions=2), announcer)
    records = committed(settings.servers, Topics(settings.topics).verdicts.name)
    assert len(records) == announcer.last_number
    for record in records[:100]:
        event = from_binary(KafkaMessage(dict(record.headers), record.key, record.value), JSONFormat())
        schema = Registry(where).schema(int.from_bytes(record.value[1:5], "big"))
        assert event.get_type() == f"{schema['namespace']}.{schema['name']}"
        assert event.get_source() == "/saksi/kaltim/verdicts"
        told = read_with_avro(json.dumps(schema), record.value[5:])
        assert told["nip"] == event.get_subject()
        assert told["as_of"] == event.get_time()


def publish(url: str, settings: KafkaSettings, seed: int, *options: str) -> None:
    """``saksi publish verdicts`` in a process of its own, with little in each transaction."""
    import cli.main
    from consumers import verdicts
    from projections import announcer

    dice = random.Random(seed)
    verdicts.BATCH_OF_ROWS = dice.choice((1, 3, 20, 200))
    announcer.BATCH_OF_VERDICTS = dice.choice((1, 10, 100))
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
    arguments = ["--db", url, "publish", "verdicts", "--kafka", settings.servers, "--topics", settings.topics]
    sys.exit(cli.main.main([*arguments, "--partitions", "3", *options]))


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of this test are forked")
def test_whatever_is_killed_every_verdict_is_told_once(
    settings: KafkaSettings, tmp_path: Path, story: list[bytes]
) -> None:
    dice = random.Random(1)
    url = f"sqlite:///{tmp_path}/saksi.db"
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["cli.commands.publish", "consumers.verdicts", "cli.command_line"])
    told = submissions(story)
    share = len(told) // (ROUNDS + 1)
    with Ledger.open(url, create=True) as ledger, open_views(url) as views:
        follower = Follower(ledger, views)
        for number in range(ROUNDS):
            ledger.record(told[number * share : (number + 1) * share])
            process = forking.Process(target=publish, args=(url, settings, number))
            process.start()
            for _ in range(dice.randint(1, 4)):
                follower.step()
                time.sleep(dice.uniform(0, 0.25))
            process.kill()
            process.join(30)
        ledger.record(told[ROUNDS * share :])
        follower.catch_up()
        process = forking.Process(target=publish, args=(url, settings, 1, "--once"))
        process.start()
        process.join(120)
        assert process.exitcode == 0
        subscriber = expect_what_stands(ledger, views, Announcer(ledger, views), settings)
        assert subscriber.number > 100
