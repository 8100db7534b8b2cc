"""What the sources of the command line say to people, found by reading them."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

import cli
from cli.help import every_command, paragraphs_of
from domain.errors import SaksiError
from ledger.policy_file import read_discipline_file

ROOT = Path(cli.__file__).parent
IN_WORDS = ("reading", "before", "follows")
"""What is said in words in the packs of rules."""
LAYERS_BELOW = ("domain", "schemas", "ledger", "witness", "projections", "evidence", "consumers")


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
    return (
        texts | readings() | set(help_texts()) | {source.text for source in library_texts() if source.text is not None}
    )


def readings() -> set[str]:
    """What the packs of rules say in words: readings, before whom a remedy is, what follows from a sanction."""

    def below(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in IN_WORDS and isinstance(inner, str):
                    yield inner
                yield from below(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from below(inner)

    packs = (ROOT.parent / "policies").glob("discipline-*.yaml")
    return {text for pack in packs for text in below(read_discipline_file(pack))}


class Source(NamedTuple):
    """A text, where it is made, and by what; the text is None if it is no constant."""

    where: str
    by: str
    text: str | None


def library_texts() -> Iterator[Source]:
    """Every text that the layers below make for people.

    They are the sentences and hints of errors, the sentences inside of them, and the descriptions of types. A text that
    is only made of values needs no translation.
    """
    for layer in LAYERS_BELOW:
        for path in sorted((ROOT.parent / layer).rglob("*.py")):
            module = ast.parse(path.read_text(encoding="utf-8"))
            constants = {
                target.id: node.value
                for node in module.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for call in calls_of(module, SAYING.keys() | {error.__name__ for error in errors()}):
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                asked = SAYING.get(name, (0, 1))
                given = [call.args[place] for place in asked if place < len(call.args)]
                given += [keyword.value for keyword in call.keywords if name == "Meta" and keyword.arg == "description"]
                for text in (text for argument in given for text in texts_of(argument, constants)):
                    if text is None or any(letters(text)):
                        yield Source(f"{path.parent.name}/{path.name}:{call.lineno}", name, text)


SAYING: dict[str, tuple[int, ...]] = {
    "Sentence": (0,),
    "Unfit": (0,),
    "caution": (1,),
    "_NotADocument": (2,),
    "InvalidPolicyFile": (),
    "Meta": (),
}
"""Where in a call of that name a text stands; in an error it is the first two places."""


def errors() -> set[type[SaksiError]]:
    """All errors that reach a user."""
    for layer in LAYERS_BELOW:
        for path in (ROOT.parent / layer).rglob("*.py"):
            import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"))
    found = [SaksiError]
    for error in found:  # grows while it is gone through
        found += error.__subclasses__()
    return set(found)


def texts_of(argument: ast.expr, constants: dict[str, ast.expr]) -> Iterator[str | None]:
    """The constants that an expression may be."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from texts_of(argument.body, constants)
        yield from texts_of(argument.orelse, constants)
    elif isinstance(argument, ast.Name) and argument.id in constants:
        yield from texts_of(constants[argument.id], constants)
    elif (
        isinstance(argument, ast.Subscript) and isinstance(argument.value, ast.Name) and argument.value.id in constants
    ):
        table = constants[argument.value.id]
        for value in table.values if isinstance(table, ast.Dict) else ():
            yield from texts_of(value, constants)
    elif isinstance(argument, ast.Attribute) and argument.attr in ("description", *IN_WORDS):
        return  # of a type, or of a pack of rules: those are found where they are written
    elif isinstance(argument, ast.Name) and argument.id in ("sentence", "hint"):
        return  # what an error was made with: that is found where it is made
    else:
        yield None


def letters(text: str) -> Iterator[str]:
    """The letters of a text outside of its values."""
    for literal, *_ in string.Formatter().parse(text):
        yield from filter(str.isalpha, literal)


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
