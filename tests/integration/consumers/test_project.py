"""Workers of a group keep the read models as a follower does: whoever comes, goes or is killed, in whatever order."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bench.province import province
from consumers.errors import OtherLedger, WrongTopic
from consumers.publisher import Publisher
from consumers.settings import KafkaSettings
from consumers.worker import Worker
from domain.discipline.judged import JudgedCase
from domain.events import DisciplineEnacted
from ledger.application import Ledger
from ledger.cases import Cases
from ledger.drafts import Submission
from ledger.policy_file import read_discipline_file
from projections.announcer import Announcer
from projections.follower import Follower, FollowerStopped
from projections.generation import Generation, State
from projections.partitions import KeptElsewhere
from projections.read_models import READ_MODELS
from projections.read_models.cases import read_case
from projections.rebuild import Rebuild
from projections.views import open_views
from tests.integration.projections.agreement import CASES, disagreements, submissions
from tests.integration.projections.subscriber import Subscriber
from tests.integration.projections.test_random_ledgers import mixed
from tests.integration.projections.test_stopping import STONE, stumble
from tests.integration.projections.test_verdicts_told import announce, expect_agreement

LATE = datetime(2027, 3, 1, tzinfo=UTC)
PARTITIONS = 6
SESSION_SECONDS = 6
"""The least that brokers let a group wait for one who is silent."""
POLICIES = Path(__file__).parents[3] / "policies"
MAY_BE_EMPTY = ("request", "discipline_case")
"""Nobody asks for a place in the stories told here, and only one test opens a case."""
BUDI, ANDI = "199007212015021002", "198603152010011004"


@pytest.fixture
def url(databases: object) -> str:
    made: str = databases.new()  # type: ignore[attr-defined]
    return made


class Office:
    """A ledger in PostgreSQL that is told portions, published and followed."""

    def __init__(self, url: str, settings: KafkaSettings) -> None:
        self.url, self.settings = url, settings
        self.ledger = Ledger.open(url, create=True, clock=lambda: self.now)
        self.now = LATE
        self.views = open_views(url)
        self.publisher = Publisher(self.ledger, settings, partitions=PARTITIONS)
        self.publisher.open()

    def tell(self, lines: list[bytes], *, publish: bool = True) -> None:
        self.ledger.record(submissions(lines))
        while publish and self.publisher.step():
            pass

    def worker(self, group: str = "workers") -> Worker:
        return Worker(self.ledger, self.views, self.settings, group=f"{self.settings.topics}.{group}")

    def run(self, group: str = "workers") -> None:
        """A worker that ends when all that is published is applied."""
        with self.worker(group) as worker:
            worker.open()
            through(worker)

    @property
    def serving(self) -> Generation:
        serving = Generation.serving(self.views)
        assert serving is not None
        return serving

    def close(self) -> None:
        self.publisher.close()
        self.views.close()
        self.ledger.close()


def through(worker: Worker) -> None:
    end = time.monotonic() + 60
    worker.step()
    while not worker.is_through(worker.published):
        assert time.monotonic() < end, "it does not come to the end"
        worker.step()


@pytest.fixture
def office(url: str, settings: KafkaSettings) -> Iterator[Office]:
    office = Office(url, settings)
    yield office
    office.close()


def story() -> list[bytes]:
    return (CASES / "kaltim-2026.jsonl").read_bytes().splitlines()


def expect_what_a_follower_keeps(office: Office) -> None:
    """Each row of each read model is that of a follower from the first event on, and what a replay says."""
    ledger, views, serving = office.ledger, office.views, office.serving
    assert serving.checkpoint.position == ledger.last_position()
    assert serving.pending_count() == 0
    with views.transaction():
        other = Generation.begin(views, State.BUILDING)
    checkpoint = Follower(ledger, views, other).catch_up()
    assert checkpoint == serving.checkpoint
    for model in READ_MODELS:
        rows, others = (views.query(f"SELECT * FROM {one.table(model.name)} ORDER BY 1, 2") for one in (serving, other))
        assert rows == others, f"{model.name} differs"
        assert rows or model.name in MAY_BE_EMPTY
    dice = random.Random(4)
    assert list(disagreements(ledger, views, [LATE - timedelta(days=dice.uniform(1, 400)) for _ in range(2)])) == []
    with views.transaction():
        other.drop()


def test_one_worker_keeps_what_a_follower_keeps(office: Office) -> None:
    lines = story()
    office.tell(lines[:100])
    office.run()
    office.tell(lines[100:])
    office.run()
    expect_what_a_follower_keeps(office)


def test_what_a_follower_and_a_group_keep_in_turn_is_the_same(office: Office) -> None:
    """Either goes on where the other ended; nobody has to be told."""
    lines = story()
    office.tell(lines[:60])
    Follower(office.ledger, office.views).catch_up()
    office.run()
    office.tell(lines[60:120])
    Follower(office.ledger, office.views).catch_up()
    assert {row.checkpoint.position for row in office.serving.partitions.all()} == {120}
    office.tell(lines[120:])
    with office.worker() as worker:
        worker.open()
        worker.step()
        Follower(office.ledger, office.views).catch_up()
        through(worker)
    expect_what_a_follower_keeps(office)


def test_workers_keep_a_case_and_what_becomes_of_what_it_stands_on(office: Office) -> None:
    """A case is opened on what is known before a reason is accepted, by which the allegation under it falls."""
    lines = story()
    rules = read_discipline_file(POLICIES / "discipline-pp94-2021.yaml") | {"scope": "kaltim"}
    office.ledger.record(
        [Submission(DisciplineEnacted(id="law", discipline=rules["discipline"], document=rules), "test")]
    )
    office.tell(lines[:174])
    Cases(office.ledger).open(
        BUDI,
        allegation=True,
        opened_by=ANDI,
        post="pelaksana",
        institution="province",
        at=datetime(2026, 3, 5, 4, tzinfo=UTC),
    )
    office.tell([])
    office.run()
    assert [case.bases[-1].stages[-1].value.holds for case in cases_kept(office)] == [True]
    expect_what_a_follower_keeps(office)
    office.tell(lines[174:])
    office.run()
    assert [case.bases[-1].stages[-1].value.holds for case in cases_kept(office)] == [False]
    expect_what_a_follower_keeps(office)


def cases_kept(office: Office) -> list[JudgedCase]:
    rows = office.views.query(f"SELECT judged FROM {office.serving.table('discipline_case')}")
    return [read_case(judged) for (judged,) in rows]


def test_partitions_in_which_nothing_is_go_on_too(office: Office) -> None:
    office.tell([line for line in story() if b'"UnitDefined"' in line])
    office.run()
    (share,) = office.serving.shares()
    assert share.checkpoint.position == office.ledger.last_position()
    assert share.numbers == set(range(PARTITIONS))


def test_two_who_both_think_all_partitions_theirs_do_no_harm(office: Office) -> None:
    """One was thought dead and is not: what it holds it passes over once another has applied it."""
    lines = story()
    with office.worker() as worker, office.worker("others") as zombie:
        for one in (worker, zombie):
            one.open()
            while len(one.assigned) < PARTITIONS:
                one.step()
        for start in range(0, len(lines), 30):
            office.tell(lines[start : start + 30])
            for _ in range(3):
                worker.step()
            zombie.step()
        through(worker)
        through(zombie)
    expect_what_a_follower_keeps(office)


def test_a_worker_whose_rows_were_laid_anew_begins_again_where_they_stand(office: Office) -> None:
    lines = story()
    office.tell(lines[:100])
    with office.worker() as worker:
        worker.open()
        through(worker)
        office.views.write("UPDATE kept_partition SET position = 50, next_offset = 0")
        office.tell(lines[100:])
        while office.serving.checkpoint.position < 179:
            worker.step()
        through(worker)
    expect_what_a_follower_keeps(office)


def test_a_rebuild_beside_a_worker_switches_and_the_worker_goes_on_in_it(office: Office) -> None:
    lines = story()
    with office.worker() as worker:
        worker.open()
        office.tell(lines[:120])
        while office.serving.checkpoint.position < 120:
            worker.step()
        with open_views(office.url) as views:
            rebuild = Rebuild(office.url, office.ledger, views, processes=1)
            rebuild.build()
            office.tell(lines[120:150])
            worker.step()
            assert rebuild.finish(lambda _: True).differences == []
            assert rebuild.generation is not None
            assert office.serving.number == rebuild.generation.number
            assert {row.checkpoint.position for row in office.serving.partitions.all()} == {150}
        office.tell(lines[150:])
        through_to(worker, office)
    expect_what_a_follower_keeps(office)
    assert office.views.query("SELECT DISTINCT generation FROM kept_partition") == [(office.serving.number,)]


def through_to(worker: Worker, office: Office) -> None:
    end = time.monotonic() + 60
    while office.serving.checkpoint.position < office.ledger.last_position() or office.serving.pending_count():
        assert time.monotonic() < end
        worker.step()


def test_topics_of_another_name_take_over_and_the_workers_of_the_first_are_told(office: Office, topics: str) -> None:
    lines = story()
    office.tell(lines[:100])
    with office.worker() as worker:
        worker.open()
        through(worker)
        office.publisher.close()
        office.settings = KafkaSettings(servers=office.settings.servers, topics=f"{topics}-2")
        office.publisher = Publisher(office.ledger, office.settings, partitions=PARTITIONS + 1)
        office.publisher.open()
        office.tell(lines[100:])
        office.run()
        with pytest.raises(KeptElsewhere, match="not kept from the topic"):
            through_to(worker, office) or worker.step()
    assert len(office.serving.partitions.all()) == PARTITIONS + 1
    expect_what_a_follower_keeps(office)


def test_a_topic_that_is_not_there_or_of_another_ledger_is_refused(
    office: Office, databases: object, topics: str
) -> None:
    nowhere = KafkaSettings(servers=office.settings.servers, topics=f"{topics}-none")
    with Worker(office.ledger, office.views, nowhere) as worker, pytest.raises(WrongTopic, match="there is no topic"):
        worker.open()
    office.tell(story()[:10])
    other_url = databases.new()  # type: ignore[attr-defined]
    with (
        Ledger.open(other_url, create=True) as ledger,
        open_views(other_url) as views,
        Worker(ledger, views, office.settings) as worker,
        pytest.raises(OtherLedger, match="holds another ledger"),
    ):
        worker.open()


def test_a_worker_stops_at_what_it_cannot_apply_and_says_which(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tell([*story(), STONE, STONE.replace(b'"stone"', b'"other"')])
    stumble(monkeypatch)
    with office.worker() as worker:
        worker.open()
        with pytest.raises(FollowerStopped, match="event 'stone' at position 180: ValueError: it lies in the way"):
            through(worker)
    assert "'stone'" in office.serving.checkpoint.stopped
    assert office.serving.checkpoint.position == 179
    monkeypatch.undo()
    office.run()
    assert office.serving.checkpoint.stopped == ""
    expect_what_a_follower_keeps(office)


def test_verdicts_told_while_a_group_is_on_its_way_are_in_the_end_what_a_replay_says(office: Office) -> None:
    """The partitions stand at different positions meanwhile."""
    lines, subscriber = story(), Subscriber()
    with office.worker() as worker:
        worker.open()
        office.tell(lines[:40])
        through(worker)
        announcer = Announcer(office.ledger, office.views)
        for start in range(40, len(lines), 20):
            office.tell(lines[start : start + 20])
            worker.step()
            announce(announcer, subscriber, office.ledger.last_position())
        through(worker)
    announce(announcer, subscriber, office.ledger.last_position())
    expect_agreement(office.ledger, office.views, announcer, subscriber)
    assert subscriber.number > 100


# Processes that come and go


def project(url: str, servers: str, topics: str, told: Path, events: int, *options: str) -> None:
    """``saksi project`` in a process of its own, with so little in each batch that a kill comes between."""
    import cli.main
    from consumers import group
    from projections import follower

    group.SESSION_SECONDS, follower.BATCH_OF_EVENTS, follower.BATCH_OF_EMPLOYEES = SESSION_SECONDS, events, 3
    with told.open("a") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.exit(cli.main.main(["--db", url, "project", "--kafka", servers, "--topics", topics, *options]))


class Workers:
    """Starts workers, quickly: they are forked from a process that has everything loaded."""

    def __init__(self, office: Office, told: Path, dice: random.Random) -> None:
        self._forking = multiprocessing.get_context("forkserver")
        self._forking.set_forkserver_preload(
            ["cli.commands.project", "consumers.worker", "cli.command_line", "psycopg"]
        )
        self._arguments = (office.url, office.settings.servers, office.settings.topics, told)
        self._dice = dice
        self.running: list[BaseProcess] = []

    def start(self, *options: str) -> BaseProcess:
        events = self._dice.choice((1, 5, 40))
        process = self._forking.Process(target=project, args=(*self._arguments, events, *options))
        process.start()
        self.running.append(process)
        return process

    def kill(self, process: BaseProcess) -> None:
        process.kill()
        process.join(30)
        self.running.remove(process)

    def end(self, process: BaseProcess) -> None:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        process.join(30)
        assert process.exitcode == 0
        self.running.remove(process)

    def close(self) -> None:
        for process in list(self.running):
            self.kill(process)


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of this test are forked")
def test_three_workers_that_come_and_go_keep_what_a_follower_keeps(office: Office, tmp_path: Path) -> None:
    """While facts of all kinds are recorded in any order and published, one after the other is told to end or killed,
    others come, a question catches up by itself, and the read models are rebuilt."""
    dice, told = random.Random(3), tmp_path / "told"
    lines = mixed([line.strip() for line in province(900, 3, staff=14, units=4)], dice)
    count, parts = len(lines), []
    while lines:
        size = dice.randint(5, 40)
        parts.append(lines[:size])
        lines = lines[size:]
    workers = Workers(office, told, dice)
    done = 0
    acts = chaos(workers, office, dice)
    try:
        for number, part in enumerate(parts):
            done += len(part)
            office.now = LATE - timedelta(days=400 * (1 - done / count))
            office.tell(part)
            if number % (len(parts) // 12 or 1) == 0:
                next(acts, lambda: None)()
            time.sleep(0.2)
        for act in acts:
            act()
        wait_for(lambda: office.serving.checkpoint.position == office.ledger.last_position(), told)
        wait_for(lambda: office.serving.pending_count() == 0, told)
        for process in list(workers.running):
            workers.end(process)
    finally:
        workers.close()
    said = told.read_text()
    assert "Traceback" not in said
    changes = [int(line.split()[0]) for line in said.splitlines() if line.endswith("rows changed.")]
    assert sum(change > 0 for change in changes) > 1, said
    expect_what_a_follower_keeps(office)


def chaos(workers: Workers, office: Office, dice: random.Random) -> Iterator[Callable[[], object]]:
    """What happens to workers, one act after the other."""

    def rebuild() -> None:
        with open_views(office.url) as views:
            work = Rebuild(office.url, office.ledger, views, processes=1)
            work.build()
            assert work.finish(lambda _: True).differences == []

    def catch_up() -> None:
        with open_views(office.url) as views:
            Follower(office.ledger, views).catch_up()

    def any_one() -> BaseProcess:
        return dice.choice(workers.running)

    yield workers.start
    yield workers.start
    yield workers.start
    yield lambda: workers.end(any_one())
    yield workers.start
    yield lambda: workers.kill(any_one())
    yield rebuild
    yield workers.start
    yield lambda: workers.kill(any_one())
    yield catch_up
    yield workers.start
    yield lambda: workers.end(any_one())


def wait_for(true: Callable[[], bool], told: Path) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, told.read_text()
        time.sleep(0.1)
