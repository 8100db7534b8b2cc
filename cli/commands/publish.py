"""``saksi publish``: the log, or verdicts, in Kafka, for whoever subscribes."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import click

from cli.ending import signals_to
from cli.failures import note, tell
from cli.help import TranslatedCommand
from cli.kafka_options import brokers, kafka_settings, registry, registry_settings, source
from cli.language import say, term
from cli.options import open_ledger, open_views, option, output_format, shared
from cli.progress import bar

if TYPE_CHECKING:
    from cli.progress import Show
    from consumers.publication import Publication
    from consumers.publisher import Publisher
    from consumers.verdicts import VerdictPublisher
    from ledger.application import Ledger
    from projections.announcer import Announcer

LONGEST_NAP = 0.5
"""Seconds after which a signal to end is heeded."""
LOOK_SECONDS = 0.2
"""How often the read models are looked at for what is to be told."""

PASSING = ("ledger_busy", "ledger_unreachable", "views_busy", "views_unreachable", "no_read_models")
"""Of the ledger and the read models, what passes by itself."""


@click.command(cls=TranslatedCommand)
@click.argument("what", type=click.Choice(["events", "verdicts"]), default="events", metavar="[events|verdicts]")
@option("--once", is_flag=True, help="End when everything recorded so far is published.")
@option("--anew", is_flag=True, help="Verdicts: forget what was told, and tell all that stands into empty topics.")
@brokers
@registry
@source
@option(
    "--partitions",
    type=click.IntRange(1, 10_000),
    default=12,
    metavar="N",
    help="How many partitions the topic gets if it is made; their number stays.",
)
@output_format("table", "json")
@shared
@click.pass_context
def publish(
    context: click.Context,
    what: str,
    once: bool,
    anew: bool,
    kafka: str | None,
    topics: str | None,
    registry: str | None,
    source: str,
    partitions: int,
    form: str,
) -> None:
    """Publish the log to Kafka in order, every event exactly once, until told to end.

    Every event goes to the topic saksi.events as a CloudEvent with its stored Avro bytes; subscribers that read
    committed records see each position once. One process publishes a topic: a second one takes the place of the first.
    SIGTERM and Ctrl-C let it finish the transaction at hand. It waits while the brokers do not answer, and stops at a
    position that cannot be published, with exit status 1.

    `saksi publish verdicts` publishes to saksi.verdicts, in the same way, what follows from the events: a day final or
    changed, an allegation or a band of absence reached or withdrawn. It takes them from the read models that `saksi
    follow` keeps, as soon as these know them.

    \b
    Example:
      saksi publish --kafka localhost:9092
      saksi publish --kafka localhost:9092 --once --format json
      saksi publish verdicts --kafka localhost:9092
    """
    if anew and what == "events":
        raise click.UsageError(say(term("--anew is for verdicts: `saksi publish verdicts --anew`")))
    settings, schemas = kafka_settings(kafka, topics), registry_settings(registry)
    ledger = open_ledger(context)
    work: _Publishing
    if what == "events":
        from consumers.publisher import Publisher

        work = _Events(Publisher(ledger, settings, schemas, source, partitions), ledger)
    else:
        from consumers.verdicts import VerdictPublisher
        from projections.announcer import Announcer

        announcer = Announcer(ledger, open_views(context, durable=True))
        work = _Verdicts(VerdictPublisher(announcer, settings, schemas, source, partitions, anew=anew), announcer)
    with work.publisher:
        try:
            with signals_to(work):
                if once:
                    with bar(term("Publishing")) as show:
                        work.run_once(show)
                else:
                    work.run()
        finally:
            work.report(form)


class _Publishing(ABC):
    """One run of a publisher. Once it is ``ending``, it stops after the transaction at hand."""

    def __init__(self, publisher: Publication[Any]) -> None:
        self.ending = False
        self._first: int | None = None
        self._told = ""
        self.publisher = publisher

    @abstractmethod
    def run_once(self, show: Show) -> None:
        """Up to the end as it is now."""

    @abstractmethod
    def step(self) -> bool:
        """Publish what is next; whether there was anything to do."""

    @abstractmethod
    def wait(self) -> None:
        """Wait a while for something to do."""

    def run(self) -> None:
        """Until a signal comes. What passes by itself is said, once, and tried again."""
        from consumers.errors import PASSING as PASSING_OF_KAFKA
        from domain.errors import SaksiError

        while not self.ending:
            try:
                if not self.publisher.is_open:
                    self.open()
                moved = self.step()
                self._told = ""
                if not moved:
                    self.wait()
            except SaksiError as error:
                if error.code not in (*PASSING_OF_KAFKA, *PASSING):
                    raise
                if error.code != self._told:
                    note(error)
                self._told = error.code
                time.sleep(LONGEST_NAP)

    def open(self) -> None:
        """Take the place of whoever published before, and say from where it goes on."""
        self.publisher.open()
        if self._first is None:
            self._first = self.publisher.position
            tell(say(self.begins, position=self._first))

    begins = term("Publishing from position {position}.")
    ended = term("Published from position {first} to {position}.")

    def report(self, form: str) -> None:
        """Say how far it came, also when something went wrong."""
        if self._first is None:
            return
        position = self.publisher.position
        if form == "json":
            from cli.machine import print_json

            print_json({"from_position": self._first, "position": position, "published": position - self._first})
        else:
            click.echo(say(self.ended, first=self._first, position=position))


class _Events(_Publishing):
    """The log."""

    def __init__(self, publisher: Publisher, ledger: Ledger) -> None:
        super().__init__(publisher)
        self._ledger = ledger

    def run_once(self, show: Show) -> None:
        self.open()
        end = self._ledger.last_position()
        while not self.ending and self.publisher.position < end:
            self.step()
            show(self.publisher.position, end)

    def step(self) -> bool:
        return self.publisher.step() > 0

    def wait(self) -> None:
        self._ledger.wait_for_news(self.publisher.position, LONGEST_NAP)


class _Verdicts(_Publishing):
    """What follows from it."""

    begins = term("Publishing verdicts from number {position}.")
    ended = term("Published verdicts from number {first} to {position}.")

    def __init__(self, publisher: VerdictPublisher, announcer: Announcer) -> None:
        super().__init__(publisher)
        self._announcer = announcer

    def run_once(self, show: Show) -> None:
        self.open()
        while not self.ending and self.step():
            show(self.publisher.position, self._announcer.last_number)

    def step(self) -> bool:
        announced = self._announcer.step(self.publisher.position)
        return self.publisher.step() > 0 or announced

    def wait(self) -> None:
        time.sleep(LOOK_SECONDS)
