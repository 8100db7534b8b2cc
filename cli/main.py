"""``saksi``: the one place where a command begins, ends, and where whatever went wrong becomes a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from cli.commands.demo import demo
from cli.commands.events import events
from cli.commands.ingest import ingest
from cli.commands.policy import policy
from cli.commands.replay import replay
from cli.commands.schemas import schemas
from cli.commands.verify import verify
from cli.failures import CLOSED_PIPE, DONE, account_of, report
from cli.help import TranslatedGroup, TranslatedOption
from cli.language import LANGUAGES, language_of, speak
from cli.options import shared


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"saksi {version('saksi')}")
    context.exit()


@click.group(cls=TranslatedGroup)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    cls=TranslatedOption,
    help="Show the version and exit.",
)
@shared
def saksi() -> None:
    """Record the facts of civil servants' working days and replay any verdict, with its reasons.

    Every question has two axes: as of an instant, and as known at a position of the ledger. Results go to standard
    output, messages to standard error. Exit status: 0 done, 1 refused or not verified, 2 wrong usage or no such ledger.

    \b
    Example:
      saksi ingest facts.jsonl
      saksi replay 199007212015021002 --as-of 2026-02-28T08:00:00+08:00
    """


for command in (ingest, replay, events, policy, verify, schemas, demo):
    saksi.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status. Never raises; what went wrong is told on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak(_asked_for("--lang", given, LANGUAGES) or language_of(os.environ))
    try:
        status = saksi.main(given, prog_name="saksi", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return CLOSED_PIPE
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("SAKSI_DEBUG"):
            raise
        return _fail(error, given)
    return status if isinstance(status, int) else DONE


def _fail(error: BaseException, given: Sequence[str]) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx is not None else "", err=True)
        return account_of(error).status
    try:
        sys.stdout.flush()
    except OSError:
        _abandon_output()
    account = account_of(error)
    report(account, as_json=_asked_for("--format", given, ("json",)) is not None)
    return account.status


def _asked_for(option: str, given: Sequence[str], choices: Sequence[str]) -> str | None:
    """Which choice the line asks for, also where a mistake in it keeps it from being read."""
    pairs = [*pairwise(given), *(word.split("=", 1) for word in given if "=" in word)]
    return next((value for name, value in reversed(pairs) if name == option and value in choices), None)


def _abandon_output() -> None:
    """Nobody reads standard output any more: keep the interpreter from writing to it, and failing, when it ends."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
