"""The command ``saksi`` and all commands below it, with the options that all of them share."""

from __future__ import annotations

import click

from cli.commands.board import board
from cli.commands.demo import demo
from cli.commands.events import events
from cli.commands.follow import follow
from cli.commands.health import health
from cli.commands.ingest import ingest
from cli.commands.migrate import migrate
from cli.commands.packs import packs
from cli.commands.policy import policy
from cli.commands.postgres import postgres
from cli.commands.rebuild import rebuild
from cli.commands.recap import recap
from cli.commands.replay import replay
from cli.commands.sanctions import sanctions
from cli.commands.schemas import schemas
from cli.commands.simulate import simulate
from cli.commands.status import status
from cli.commands.verify import verify
from cli.help import TranslatedGroup, TranslatedOption
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


COMMANDS = (
    ingest,
    status,
    board,
    sanctions,
    recap,
    replay,
    events,
    policy,
    verify,
    rebuild,
    follow,
    health,
    migrate,
    postgres,
    schemas,
    demo,
)
"""In the order of the work."""

policy.add_command(simulate)
policy.add_command(packs)
for command in COMMANDS:
    saksi.add_command(command)
