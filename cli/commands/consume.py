"""``saksi consume``: facts that come by Kafka into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.ending import signals_to
from cli.failures import REFUSED, note, tell
from cli.help import TranslatedCommand
from cli.kafka_options import brokers, kafka_settings, registry, registry_settings
from cli.language import say, term
from cli.options import open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from consumers.intake import Intake
    from ledger.application import Ledger

LONGEST_NAP = 0.5
"""Seconds after which a signal to end is heeded."""


@click.command(cls=TranslatedCommand)
@option("--once", is_flag=True, help="End when the messages that are there now are taken in.")
@brokers
@registry
@option(
    "--partitions",
    type=click.IntRange(1, 10_000),
    default=12,
    metavar="N",
    help="How many partitions the topics get if they are made: so many consumers can share the work.",
)
@option(
    "--past-deleted",
    is_flag=True,
    help="Go on where messages were deleted from Kafka before they were taken in.",
)
@output_format("table", "json")
@shared
@click.pass_context
def consume(
    context: click.Context,
    once: bool,
    kafka: str | None,
    topics: str | None,
    registry: str | None,
    partitions: int,
    past_deleted: bool,
    form: str,
) -> None:
    """Take in facts that come by Kafka, each message exactly once, until told to end.

    Sources send to the topic saksi.intake: each message one fact, as JSON or, with the header content-type
    application/avro, as Avro. The ledger keeps how far each partition was taken in, together with the events. A message
    that is no fact goes to saksi.intake.rejected with the reason, and never holds up those after it; see `saksi
    dead-letters`. Several consumers share the partitions.

    SIGTERM and Ctrl-C let it finish the batch at hand and say what was done. It waits while the brokers or the server
    of the ledger do not answer. With --once, exit status 1 if a message was refused.

    \b
    Example:
      saksi consume --kafka localhost:9092
      saksi consume --kafka localhost:9092 --once --format json
    """
    settings, schemas = kafka_settings(kafka, topics), registry_settings(registry)
    from consumers.intake import Intake

    ledger = open_ledger(context, create=True)
    with Intake(ledger, settings, schemas, partitions=partitions, past_deleted=past_deleted) as intake:
        work = _Consuming(ledger, intake)
        try:
            with signals_to(work):
                if once:
                    work.run_once()
                else:
                    work.run()
        finally:
            work.report(form)
    if once and intake.rejected:
        context.exit(REFUSED)


class _Consuming:
    """One run of the intake. Once it is ``ending``, it stops after the batch at hand."""

    def __init__(self, ledger: Ledger, intake: Intake) -> None:
        self.ending = False
        self._opened = False
        self._told = ""
        self._ledger, self._intake = ledger, intake

    def run_once(self) -> None:
        """Up to the ends of the partitions as they are now."""
        self._open()
        ends = self._intake.ends()
        while not self.ending and not self._intake.is_through(ends):
            self._intake.step()

    def run(self) -> None:
        """Until a signal comes. What passes by itself is said, once, and tried again."""
        from consumers.errors import PASSING
        from domain.errors import SaksiError

        while not self.ending:
            try:
                if not self._intake.is_open:
                    self._open()
                self._intake.step()
                self._told = ""
            except SaksiError as error:
                if error.code not in (*PASSING, "ledger_busy", "ledger_unreachable"):
                    raise
                if error.code != self._told:
                    note(error)
                self._told = error.code
                self._intake.rest(LONGEST_NAP)

    def _open(self) -> None:
        self._intake.open()
        if not self._opened:
            tell(say(term("Taking in what comes to {topic}."), topic=self._intake.topic))
        self._opened = True

    def report(self, form: str) -> None:
        """Say what was done, also when something went wrong."""
        if not self._opened:
            return
        sums = {name: getattr(self._intake, name) for name in ("recorded", "duplicates", "rejected")}
        if form == "json":
            from cli.machine import print_json

            print_json(sums)
            return
        click.echo(say(term("Recorded {recorded}, duplicates {duplicates}, refused {rejected}."), **sums))
        if sums["rejected"]:
            tell(say(term("See what was refused with `saksi dead-letters list`.")))
