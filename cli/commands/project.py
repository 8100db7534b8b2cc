"""``saksi project``: the read models kept by a group of workers, over processes and machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.ending import signals_to
from cli.failures import REFUSED, Failure, note, tell
from cli.help import TranslatedCommand
from cli.kafka_options import brokers, kafka_settings
from cli.language import say, term
from cli.options import ledger_url, open_ledger, open_views, option, output_format, shared

if TYPE_CHECKING:
    from consumers.worker import Worker
    from projections.generation import Change

LONGEST_NAP = 0.5
"""Seconds after which a signal to end is heeded."""

PASSING = ("ledger_busy", "views_busy", "ledger_unreachable", "views_unreachable")
"""What passes by itself, beside what does of Kafka."""


@click.command(cls=TranslatedCommand)
@option(
    "--from",
    "origin",
    type=click.Choice(["kafka"]),
    default="kafka",
    help="Where events come from: the topic that `saksi publish` fills.",
)
@option("--once", is_flag=True, help="End when everything published so far is applied and nobody waits.")
@brokers
@option(
    "--group",
    metavar="NAME",
    help="The consumer group; else that of the topic. Each database that is kept from one topic needs its own.",
)
@output_format("table", "json")
@shared
@click.pass_context
def project(
    context: click.Context,
    origin: str,
    once: bool,
    kafka: str | None,
    topics: str | None,
    group: str | None,
    form: str,
) -> None:
    """Keep the read models by a group of workers that share the partitions of a Kafka topic.

    Each worker keeps the employees whose streams lie in its partitions of saksi.events: start as many as there is work
    for, on any machine, up to one for each partition. Rows and how far they are known are written in one transaction of
    PostgreSQL, where the ledger and the read models must be. The result is that of `saksi follow`; either may take over
    from the other at any time.

    SIGTERM and Ctrl-C let a worker finish the batch at hand; others take its partitions. It waits while the brokers or
    the server do not answer, and stops at an event that it cannot apply, with exit status 1.

    \b
    Example:
      saksi project --from kafka --kafka localhost:9092
      saksi project --from kafka --once --format json
    """
    if not ledger_url(context).startswith("postgres"):
        raise Failure(
            "group_needs_postgres",
            term("workers of a group keep the read models in PostgreSQL only, and this ledger is a file"),
            term("keep them with `saksi follow`, or copy the ledger into a database with `saksi migrate`"),
            status=REFUSED,
        )
    settings = kafka_settings(kafka, topics)
    from consumers.worker import Worker

    work = _Projecting()
    with Worker(open_ledger(context), open_views(context), settings, group=group, on_change=work.count) as work.worker:
        try:
            with signals_to(work):
                work.run(once=once)
        finally:
            work.report(form)


class _Projecting:
    """One run of a worker. Once it is ``ending``, it stops after the batch at hand."""

    worker: Worker

    def __init__(self) -> None:
        self.ending = False
        self._opened = False
        self._changes = 0
        self._told = ""

    def run(self, *, once: bool) -> None:
        """Until a signal comes, or with ``once`` all is done. What passes by itself is said, once, and tried again."""
        from consumers.errors import PASSING as OF_KAFKA
        from domain.errors import SaksiError

        end: int | None = None
        while not self.ending:
            try:
                if not self.worker.is_open:
                    self._open()
                end = self.worker.published if end is None else end
                self.worker.step()
                self._told = ""
                if once and self.worker.is_through(end):
                    return
            except SaksiError as error:
                if error.code not in (*OF_KAFKA, *PASSING) or (once and not self._opened):
                    raise
                kind = error.code.partition("_")[2]  # of the ledger or of the read models: it is one server
                if kind != self._told:
                    note(error)
                self._told = kind
                self.worker.rest(LONGEST_NAP)

    def _open(self) -> None:
        self.worker.close()  # what a failed attempt has left
        self.worker.open()
        if not self._opened:
            tell(say(term("Keeping the read models from {topic}."), topic=self.worker.topic))
        self._opened = True

    def count(self, changes: Sequence[Change]) -> None:
        """Note how many rows changed."""
        self._changes += len(changes)

    def report(self, form: str) -> None:
        """Say what was done, also when something went wrong."""
        if not self._opened:
            return
        if form == "json":
            from cli.machine import print_json

            print_json({"changes": self._changes})
        else:
            click.echo(say(term("{n} rows changed."), n=self._changes))
