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
from cli.options import shared


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"saksi {version('saksi')}")
    context.exit()


@click.group(cls=TranslatedGroup, context_settings={"help_option_names": ["-h", "--help"]})
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
    report(account, as_json=_asks_for_json(given))
    return account.status


def _asks_for_json(given: Sequence[str]) -> bool:
    """Whether the line asks for JSON, also where the mistake in it kept it from being read."""
    return "--format=json" in given or ("--format", "json") in pairwise(given)


def _abandon_output() -> None:
    """Nobody reads standard output any more: keep the interpreter from writing to it, and failing, when it ends."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
