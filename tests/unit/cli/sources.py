"""What the sources of the command line say to people, found by reading them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click

import cli
from cli.help import every_command, paragraphs_of

ROOT = Path(cli.__file__).parent


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the command line, but not the catalogue itself."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent.name != "indonesian":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def said_texts() -> set[str]:
    """Every text handed to ``say``, ``term`` or ``warn``, and every help text."""
    texts = {
        call.args[0].value
        for _, module in modules()
        for call in calls_of(module, {"say", "term", "warn"})
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    return texts | set(help_texts())


def help_texts() -> Iterator[str]:
    """The help of every command and of every option."""
    from cli.command_line import saksi

    for _, command in every_command(saksi):
        yield from (one for one in paragraphs_of(command) if not one.startswith("\b"))
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.help:
                yield parameter.help


def calls_of(module: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """Every call of a function of one of these names."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
            if name in names:
                yield node
