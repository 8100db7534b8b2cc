"""The generated documents are what the code says today."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from cli.command_line import saksi
from cli.help import every_command
from cli.packs import policy_file
from docs.asyncapi import asyncapi_document
from docs.generate import FOLDER, cli_reference, event_catalogue, help_of, verdict_catalogue

COMMANDS = dict(every_command(saksi))
README = FOLDER.parent / "README.md"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("cli.md", cli_reference),
        ("events.md", event_catalogue),
        ("verdicts.md", verdict_catalogue),
        ("asyncapi.yaml", asyncapi_document),
    ],
)
def test_a_generated_document_is_current(name, written):
    assert (FOLDER / name).read_text(encoding="utf-8") == written(), "run `make docs`"


def test_every_command_and_every_event_has_its_section():
    from domain.discipline.events import CASE_EVENT_TYPES
    from domain.events import EVENT_TYPES
    from domain.verdicts import VERDICT_TYPES
    from ledger.statements import STATEMENT_TYPES

    reference = (FOLDER / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", reference, re.MULTILINE) == list(COMMANDS)
    catalogue = (FOLDER / "events.md").read_text(encoding="utf-8")
    cases, own = "The steps of a discipline case", "What the ledger says of itself"
    assert re.findall(r"^## (.*)$", catalogue, re.MULTILINE) == [*(one.__name__ for one in EVENT_TYPES), cases, own]
    steps = re.findall(r"^### (.*)$", catalogue.partition(cases)[2].partition(own)[0], re.MULTILINE)
    assert steps == [one.__name__ for one in CASE_EVENT_TYPES]
    statements = re.findall(r"^### (.*)$", catalogue.partition(own)[2], re.MULTILINE)
    assert statements == [one.__name__ for one in STATEMENT_TYPES]
    catalogue = (FOLDER / "verdicts.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", catalogue, re.MULTILINE) == [one.__name__ for one in VERDICT_TYPES]


@pytest.mark.parametrize("page", [README, *sorted(FOLDER.glob("*.md"))], ids=lambda page: page.name)
def test_what_a_page_links_to_exists(page: Path):
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("line", re.findall(r"^(?:\$ )?(saksi .*)$", README.read_text(encoding="utf-8"), re.MULTILINE))
def test_a_command_in_the_readme_can_be_read(line: str):
    _, *words = shlex.split(line, comments=True)
    assert all((README.parent / word).is_file() for word in words if word.startswith(("policies/", "tests/")))
    command: click.Command = saksi
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    read = command.make_context("saksi", words)
    if "file" in read.params and command.name in ("check", "enact"):
        assert policy_file(read.params["file"])


@pytest.mark.parametrize("page", [README, *sorted(FOLDER.glob("*.md"))], ids=lambda page: page.name)
def test_help_shown_in_a_page_is_the_real_help(page: Path):
    """A block that begins with ``$ saksi … --help`` shows what that prints."""
    for block in re.findall(r"```\w*\n\$ (saksi[^\n]*?) --help\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        path, shown = block
        assert shown.rstrip() == help_of(path, COMMANDS[path]), f"{page.name}: {path} --help"


SHELL = {
    page: re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL) for page in FOLDER.glob("*.md")
}
COMMANDS_SHOWN = [
    line.partition(" < ")[0]
    for blocks in SHELL.values()
    for line in "".join(blocks).splitlines()
    if line.startswith("saksi ")
]


@pytest.mark.parametrize("line", COMMANDS_SHOWN)
def test_a_command_in_a_page_can_be_read(line: str):
    _, *words = shlex.split(line, comments=True)
    command: click.Command = saksi
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context("saksi", words)


def test_an_example_in_a_page_is_the_file_that_is_tested():
    text = (FOLDER / "subscribe.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\[(examples/\S+)\]\(\S+\):\n\n```\w+\n(.*?)```$", text, re.DOTALL | re.MULTILINE)
    assert {name for name, _ in shown} == {"examples/consumer.py", "examples/consumer.js", "examples/feed.py"}
    for name, block in shown:
        assert (FOLDER.parent / name).read_text(encoding="utf-8") == block, f"docs/subscribe.md: {name}"


def test_the_variables_in_the_page_for_subscribers_are_those_that_are_read():
    source = (FOLDER.parent / "consumers" / "settings.py").read_text(encoding="utf-8")
    text = (FOLDER / "subscribe.md").read_text(encoding="utf-8")
    named = re.findall(r"`SAKSI_(?:KAFKA|REGISTRY)_(\w+)`", text)
    assert len(named) > 5
    assert [name for name in named if f'"{name.removesuffix("_FILE")}"' not in source] == []
