"""``saksi publish``: the log in Kafka, for whoever subscribes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from cli.ending import signals_to
from cli.failures import note, tell
from cli.help import TranslatedCommand
from cli.kafka_options import brokers, kafka_settings, registry, registry_settings, source
from cli.language import say, term
from cli.options import open_ledger, option, output_format, shared
from cli.progress import bar

if TYPE_CHECKING:
    from cli.progress import Show
    from consumers.publisher import Publisher
    from ledger.application import Ledger

LONGEST_NAP = 0.5
"""Seconds after which a signal to end is heeded."""


@click.command(cls=TranslatedCommand)
@option("--once", is_flag=True, help="End when everything recorded so far is published.")
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
    once: bool,
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

    \b
    Example:
      saksi publish --kafka localhost:9092
      saksi publish --kafka localhost:9092 --once --format json
    """
    settings, schemas = kafka_settings(kafka, topics), registry_settings(registry)
    from consumers.publisher import Publisher

    ledger = open_ledger(context)
    with Publisher(ledger, settings, schemas, source, partitions) as publisher:
        work = _Publishing(ledger, publisher)
        try:
            with signals_to(work):
                if once:
                    with bar(term("Publishing")) as show:
                        work.run_once(show)
                else:
                    work.run()
        finally:
            work.report(form)


class _Publishing:
    """One run of the publisher. Once it is ``ending``, it stops after the transaction at hand."""

    def __init__(self, ledger: Ledger, publisher: Publisher) -> None:
        self.ending = False
        self._first: int | None = None
        self._told = ""
        self._ledger, self._publisher = ledger, publisher

    def run_once(self, show: Show) -> None:
        """Up to the end of the log as it is now."""
        self._open()
        end = self._ledger.last_position()
        while not self.ending and self._publisher.position < end:
            self._publisher.step()
            show(self._publisher.position, end)

    def run(self) -> None:
        """Until a signal comes. What passes by itself is said, once, and tried again."""
        from consumers.errors import PASSING
        from domain.errors import SaksiError

        while not self.ending:
            try:
                if not self._publisher.is_open:
                    self._open()
                moved = self._publisher.step()
                self._told = ""
                if not moved:
                    self._ledger.wait_for_news(self._publisher.position, LONGEST_NAP)
            except SaksiError as error:
                if error.code not in (*PASSING, "ledger_busy", "ledger_unreachable"):
                    raise
                if error.code != self._told:
                    note(error)
                self._told = error.code
                time.sleep(LONGEST_NAP)

    def _open(self) -> None:
        self._publisher.open()
        if self._first is None:
            self._first = self._publisher.position
            tell(say(term("Publishing from position {position}."), position=self._first))

    def report(self, form: str) -> None:
        """Say how far it came, also when something went wrong."""
        if self._first is None:
            return
        position = self._publisher.position
        if form == "json":
            from cli.machine import print_json

            print_json({"from_position": self._first, "position": position, "published": position - self._first})
        else:
            sentence = term("Published from position {first} to {position}.")
            click.echo(say(sentence, first=self._first, position=position))
