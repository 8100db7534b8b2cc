"""The generated documents are what the code says today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.command_line import saksi
from cli.help import every_command
from docs.generate import FOLDER, cli_reference, event_catalogue, help_of

COMMANDS = dict(every_command(saksi))
README = FOLDER.parent / "README.md"


@pytest.mark.parametrize(("name", "written"), [("cli.md", cli_reference), ("events.md", event_catalogue)])
def test_a_generated_document_is_current(name, written):
    assert (FOLDER / name).read_text(encoding="utf-8") == written(), "run `make docs`"


def test_every_command_and_every_event_has_its_section():
    from domain.events import EVENT_TYPES

    reference = (FOLDER / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", reference, re.MULTILINE) == list(COMMANDS)
    catalogue = (FOLDER / "events.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", catalogue, re.MULTILINE) == [one.__name__ for one in EVENT_TYPES]


@pytest.mark.parametrize("page", [README, *sorted(FOLDER.glob("*.md"))], ids=lambda page: page.name)
def test_help_shown_in_a_page_is_the_real_help(page: Path):
    """A block that begins with ``$ saksi … --help`` shows what that prints."""
    for block in re.findall(r"```\w*\n\$ (saksi[^\n]*?) --help\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        path, shown = block
        assert shown.rstrip() == help_of(path, COMMANDS[path]), f"{page.name}: {path} --help"
