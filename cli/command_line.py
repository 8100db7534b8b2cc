"""The command ``saksi`` and all commands below it, with the options that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from importlib import import_module

import click

from cli.help import TranslatedGroup, TranslatedOption
from cli.language import say
from cli.options import shared


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"saksi {version('saksi')}")
    context.exit()


COMMANDS = {
    "ingest": "Record the facts in files of JSON lines, or of check-ins in CSV.",
    "status": "Show a day of everybody: status, check-ins, minutes, and the rule that decided.",
    "board": "Show the posts of a unit on a day, which lack somebody, and who is at the office.",
    "sanctions": "Show everybody with strikes that count, an allegation or a case on one, the gravest first.",
    "recap": "Sum up a month of everybody: days by status, late and early minutes, counted days and band.",
    "replay": "Replay one employee's history as of an instant, as known at a position.",
    "events": "List everything recorded about one employee.",
    "policy": "Check policy documents, enact them, and see what is in force.",
    "case": "Open discipline cases, record their steps, and see what is due and what changed.",
    "evidence": "Export bundles that prove a verdict by themselves, and verify them.",
    "verify": "Verify the whole ledger, against all its checkpoints.",
    "rebuild": "Build the read models from nothing, say what changed, and serve them.",
    "follow": "Keep the read models up to date with the ledger until told to end.",
    "project": "Keep the read models by a group of workers that share the partitions of a Kafka topic.",
    "health": "Tell whether the read models keep up with the ledger; exit status 1 if they do not.",
    "publish": "Publish the log to Kafka in order, every event exactly once, until told to end.",
    "consume": "Take in facts that come by Kafka, each message exactly once, until told to end.",
    "dead-letters": "See what came by Kafka and was no fact, and send it again.",
    "tail": "Show the log as it goes on, each event on a line.",
    "checkpoint": "Sign the ledger as it is, and ask witnesses to cosign it.",
    "key": "Make keys, show their public part, and change the keys of a ledger.",
    "witness": "Be a witness: cosign checkpoints of others' ledgers that continue the last one seen.",
    "migrate": "Copy a ledger into another database and prove that both are the same.",
    "postgres": "Prepare a PostgreSQL database for a ledger.",
    "schemas": "Give out the published schemas of events and verdicts.",
    "demo": "Show the main job on a story: a dispute replayed as known before and after a correction.",
}
"""In the order of the work, each with the first line of its docstring, so that the list loads none of them."""


class Listed(TranslatedGroup):
    """The group whose commands are listed from ``COMMANDS``."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands. Loading each for its own line would take as long as loading click."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(line).rstrip(".")) for name, line in COMMANDS.items()])


class CommandsOnDemand(MutableMapping[str, click.Command]):
    """Commands by name, each loaded from its module in ``cli.commands`` when it is asked for; a start needs one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            command = self._loaded[name] = _load(name)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


def _load(name: str) -> click.Command:
    python_name = name.replace("-", "_")
    command: click.Command = getattr(import_module(f"cli.commands.{python_name}"), python_name)
    return command


@click.group(cls=Listed, commands=CommandsOnDemand(COMMANDS))
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
