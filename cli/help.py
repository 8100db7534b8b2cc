"""The help of commands, in the language spoken.

A command's docstring is one imperative line, what else a person must know, and an example; that is its help. The
English is the key of the catalogue (``cli.language``) and the source of ``docs/cli.md``.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import click

from cli.failures import Failure
from cli.language import say, term

HEADINGS = (term("Options"), term("Commands"), term("Usage: "))
HELP_OPTION = term("Show this message and exit.")
EXAMPLE = term("Example:")


class TranslatedFormatter(click.HelpFormatter):
    """Click's formatter, with its headings said."""

    def write_heading(self, heading: str) -> None:
        """A heading such as ``Options``."""
        super().write_heading(say(heading))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that begins with ``Usage:``."""
        super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)


class TranslatedContext(click.Context):
    """A context whose help is written by ``TranslatedFormatter``, for ``-h`` as for ``--help``."""

    formatter_class = TranslatedFormatter

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **{"help_option_names": ["-h", "--help"], **attributes})


class TranslatedOption(click.Option):
    """An option whose help is said."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The names, and what it is for."""
        english = self.help
        self.help = say(english) if english else english
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class TranslatedCommand(click.Command):
    """A command whose help is said, and that tells of arguments too many in words of ours."""

    context_class = TranslatedContext
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises ``Failure`` if some are left over."""
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group):
            raise Failure(
                "too_many_arguments",
                term("{arguments}: more than `{command}` takes"),
                term("see `{command} --help`"),
                arguments=" ".join(rest),
                command=ctx.command_path,
            )
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own ``--help``, said."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say(HELP_OPTION)
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The docstring, said."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said_help(self))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The docstring's first line, whole."""
        return said_help(self).partition("\n")[0].rstrip(".")


class TranslatedGroup(TranslatedCommand, click.Group):
    """A command with commands below it; one that is misspelt is told what it may have meant."""

    command_class = TranslatedCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named. Raises ``Failure`` if there is none of that name."""
        name = args[0]
        if self.get_command(ctx, name) is not None or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        nearest = get_close_matches(name, self.list_commands(ctx), 1)
        raise Failure(
            "no_such_command",
            term("there is no command {name}"),
            term("did you mean `{command} {nearest}`?") if nearest else term("the commands are {commands}"),
            name=name,
            command=ctx.command_path,
            nearest="".join(nearest),
            commands=", ".join(self.list_commands(ctx)),
        )

    def list_commands(self, ctx: click.Context) -> Sequence[str]:  # type: ignore[override]
        """In the order of the work, not of the alphabet."""
        return list(self.commands)


TranslatedGroup.group_class = TranslatedGroup


def said_help(command: click.Command) -> str:
    """The whole help of a command in the language spoken. Examples are commands and stay as they are."""
    said = []
    for paragraph in paragraphs_of(command):
        if paragraph.startswith("\b"):
            said.append(paragraph.replace(EXAMPLE, say(EXAMPLE)))
        else:
            said.append(say(paragraph))
    return "\n\n".join(said)


def paragraphs_of(command: click.Command) -> list[str]:
    """The docstring by paragraphs, prose on one line each; those with examples begin with click's mark for that."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    return [one if one.startswith("\b") else " ".join(one.split()) for one in paragraphs]


def every_command(command: click.Command, path: str = "saksi") -> list[tuple[str, click.Command]]:
    """A command and all below it, with what to type for each."""
    found: list[tuple[str, click.Command]] = [(path, command)]
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            found += every_command(below, f"{path} {name}")
    return found
