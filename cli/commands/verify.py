"""``saksi verify``: whether the whole ledger is what it was when it was recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cli.failures import REFUSED
from cli.harmless import harmless
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Text, ledger_url, open_ledger, option, output_format, shared


@click.command(cls=TranslatedCommand)
@option(
    "--key",
    "keys",
    type=Text(),
    multiple=True,
    metavar="KEY",
    help="A public key that is believed to sign the ledger's checkpoints, or a file that holds it.",
)
@option(
    "--checkpoint",
    "others",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="A checkpoint that was kept elsewhere: by a witness, beside the key, with a decision.",
)
@option(
    "--repair-leaves",
    is_flag=True,
    help="First bring a ledger of an older format up; only while no checkpoint was ever signed.",
)
@output_format("table", "json")
@shared
@click.pass_context
def verify(
    context: click.Context, keys: tuple[str, ...], others: tuple[Path, ...], repair_leaves: bool, form: str
) -> None:
    """Verify the whole ledger: positions, streams, schemas, ids, and all checkpoints.

    Reads every event again. Positions must be dense and streams without gaps, every event must decode with the
    schema it was written with, and the ids of the sources must match. The entries and trees that prove events are made
    again and held to those that are kept, to the seals, and to every checkpoint; the first wrong position is named.
    Exit status 1 if anything is found.

    \b
    Example:
      saksi verify --db sqlite:///saksi.db
      saksi verify --key saksi.pub --checkpoint from-the-witness.txt
    """
    from ledger.note import PublicKey, parse
    from ledger.verification import verify as look_at

    believed = [PublicKey.of(text) for told in keys for text in _keys_in(told)]
    elsewhere = [parse(path.read_bytes()) for path in others]
    if repair_leaves:
        from ledger.repair import repair_leaves as repair

        with _progress() as show:
            repaired = repair(ledger_url(context), progress=show)
        if form != "json":
            click.echo(say(term("{n} events had no leaf and have one now."), n=repaired))
    ledger = open_ledger(context)
    with _progress() as show:
        found = look_at(ledger, progress=show, keys=believed, others=elsewhere)
    if form == "json":
        from cli.machine import print_json

        findings = [finding._asdict() for finding in found.findings]
        print_json(
            {
                "events": found.events,
                "sound": found.sound,
                "findings": findings,
                "omitted": found.omitted,
                "checkpoints": found.checkpoints,
                "keys": [key.label for key in believed],
            }
        )
    else:
        for finding in found.findings:
            click.echo(harmless(f"{finding.code}: {finding.sentence}"))
        if found.omitted:
            click.echo(say(term("and {n} more"), n=found.omitted))
        sentence = term("{n} events verified: the ledger is sound.")
        if not found.sound:
            sentence = term("{n} events looked at: the ledger does not verify.")
        click.echo(say(sentence, n=found.events))
        if found.checkpoints and found.sound:
            signed = term("{n} checkpoints agree with them; signed by {keys}.")
            if not believed:
                signed = term("{n} checkpoints were held to them, but not their signatures: give --key.")
            click.echo(say(signed, n=found.checkpoints, keys=", ".join(key.label for key in believed)))
        elif not found.checkpoints:
            click.echo(say(term("There is no checkpoint: who runs the ledger could have made it anew.")))
    context.exit(0 if found.sound else REFUSED)


def _keys_in(told: str) -> list[str]:
    """The keys in a file, a line each, or the one that was given as text."""
    path = Path(told)
    return path.read_text(encoding="utf-8").split() if path.is_file() else [told]


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
