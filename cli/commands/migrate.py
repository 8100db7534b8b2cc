"""``saksi migrate``: a ledger copied into another database, with the proof that it is the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.failures import SIGNALLED, warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import language, output_format


@click.command(cls=TranslatedCommand)
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@output_format("table", "json")
@language
@click.pass_context
def migrate(context: click.Context, source: str, target: str, form: str) -> None:
    """Copy a ledger into another database and prove that both are the same.

    SOURCE and TARGET are URLs as for --db, of either kind. Every event keeps its position, its instant of recording,
    its source and its bytes. TARGET must be empty or hold the beginning of SOURCE; a copy that was interrupted goes on
    where it ended. At the end both ledgers are read and their SHA-256 compared. Checkpoints and what was signed below
    them go with it, so the copy proves what SOURCE does.

    \b
    Example:
      saksi migrate sqlite:///saksi.db postgresql://saksi@localhost/saksi
    """
    from ledger.application import Ledger
    from ledger.migration import migrate as copy

    with Ledger.open(source) as held, Ledger.open(target, create=True) as copied, _progress() as show:
        done = copy(held, copied, show)
    if form == "json":
        from cli.machine import print_json

        sums = {name: getattr(done, name) for name in ("found", "copied", "last_position")}
        print_json({**sums, "digest": done.digest or None})
    else:
        sentence = term("Copied {copied} events, {found} were there before; both ledgers end at position {last}.")
        if done.interrupted:
            sentence = term("Copied {copied} events, {found} were there before; the copy ends at position {last}.")
        click.echo(say(sentence, copied=done.copied, found=done.found, last=done.last_position))
        if done.digest:
            click.echo(say(term("They are the same: {digest}"), digest=done.digest))
    if done.interrupted:
        warn(term("interrupted; run the same command again to go on"))
        context.exit(SIGNALLED + done.interrupted)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(term("Copying")), total=None)
        yield lambda done, rows: bar.update(task, completed=done, total=rows)
