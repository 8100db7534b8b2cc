"""``saksi verify``: whether the whole ledger is what it was when it was recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.failures import REFUSED
from cli.harmless import harmless
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, output_format, shared


@click.command(cls=TranslatedCommand)
@output_format("table", "json")
@shared
@click.pass_context
def verify(context: click.Context, form: str) -> None:
    """Verify the whole ledger: positions, streams, schemas and ids.

    Reads every event again. Positions must be dense and streams without gaps, every event must decode with the
    schema it was written with, and the ids of the sources must match. Exit status 1 if anything is found.

    \b
    Example:
      saksi verify --db sqlite:///saksi.db
    """
    from ledger.verification import verify as look_at

    ledger = open_ledger(context)
    with _progress() as show:
        found = look_at(ledger, progress=show)
    if form == "json":
        from cli.machine import print_json

        findings = [finding._asdict() for finding in found.findings]
        print_json({"events": found.events, "sound": found.sound, "findings": findings, "omitted": found.omitted})
    else:
        for finding in found.findings:
            click.echo(harmless(f"{finding.code}: {finding.sentence}"))
        if found.omitted:
            click.echo(say(term("and {n} more"), n=found.omitted))
        sentence = term("{n} events verified: the ledger is sound.")
        if not found.sound:
            sentence = term("{n} events looked at: the ledger does not verify.")
        click.echo(say(sentence, n=found.events))
    context.exit(0 if found.sound else REFUSED)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(term("Verifying")), total=None)
        yield lambda position, last: bar.update(task, completed=position, total=last)
