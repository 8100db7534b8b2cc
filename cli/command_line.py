"""The command ``saksi`` and all commands below it, with the options that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from importlib import import_module

import click

from cli.help import TranslatedGroup, TranslatedOption
from cli.options import shared


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"saksi {version('saksi')}")
    context.exit()


COMMANDS = (
    *("ingest", "status", "board", "sanctions", "recap", "replay", "events", "policy", "verify"),
    *("rebuild", "follow", "health", "migrate", "postgres", "schemas", "demo"),
)
"""In the order of the work."""


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
    command: click.Command = getattr(import_module(f"cli.commands.{name}"), name)
    return command


@click.group(cls=TranslatedGroup, commands=CommandsOnDemand(COMMANDS))
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
