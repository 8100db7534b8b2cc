"""Every command says what it does, in both languages, and how it is used."""

from __future__ import annotations

import shlex

import click
import pytest

from cli.command_line import COMMANDS as LISTED
from cli.command_line import saksi
from cli.help import every_command, paragraphs_of
from cli.packs import FOLDER, policy_file

COMMANDS = every_command(saksi)
LEAVES = [(path, command) for path, command in COMMANDS if not isinstance(command, click.Group)]
EXAMPLES = [line for _, command in COMMANDS for line in paragraphs_of(command)[-1].splitlines()[2:]]

WANTED = {
    "": [
        *(
            "ingest",
            "status",
            "board",
            "sanctions",
            "recap",
            "replay",
            "events",
            "policy",
            "case",
            "evidence",
            "verify",
        ),
        *(
            "rebuild",
            "follow",
            "project",
            "health",
            "publish",
            "consume",
            "dead-letters",
            "tail",
            "checkpoint",
            "key",
            "witness",
            "migrate",
            "postgres",
        ),
        *("schemas", "demo"),
    ],
    "case": ["open", "step", "list", "show", "check", "deadlines", "letter"],
    "key": ["generate", "show", "add", "retire", "list"],
    "witness": ["init", "serve"],
    "policy": ["check", "enact", "list", "show", "simulate", "packs"],
    "evidence": ["export", "verify"],
    "dead-letters": ["list", "retry"],
    "postgres": ["init"],
    "schemas": ["export"],
}


def test_the_commands_are_those_of_this_release():
    groups = [(path, command) for path, command in COMMANDS if isinstance(command, click.Group)]
    assert {path.removeprefix("saksi").strip(): list(command.commands) for path, command in groups} == WANTED


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_a_command_is_documented_by_one_line_and_an_example(path, command):
    first, *_, example = paragraphs_of(command)
    assert first.endswith(".")
    assert len(first) <= 100
    assert example.startswith("\b\nExample:\n")
    assert all(line.startswith("  saksi ") for line in example.splitlines()[2:])


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_every_option_is_documented(path, command):
    undocumented = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert undocumented == []


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_a_command_line_that_can_be_read(line):
    _, *words = shlex.split(line.partition(">")[0])
    command: click.Command = saksi
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context("saksi", words)


@pytest.mark.parametrize("line", EXAMPLES)
def test_a_policy_in_an_example_exists(line):
    for word in shlex.split(line):
        if word.startswith("policies/"):
            assert (FOLDER.parent / word).is_file()
    _, *words = shlex.split(line.partition(">")[0])
    if words[:2] in (["policy", "check"], ["policy", "enact"], ["policy", "simulate"]):
        assert policy_file(str(FOLDER.parent / words[2]) if "/" in words[2] else words[2])


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_help_is_shown_in_both_languages(run, path, command):
    words = path.split()[1:]
    english = run(*words, "--lang", "en", "--help")
    indonesian = run(*words, "--lang", "id", "-h")
    assert (english.status, indonesian.status) == (0, 0)
    assert english.out.startswith(f"Usage: {path}")
    assert indonesian.out.startswith(f"Pemakaian: {path}")
    assert "Example:" in english.out
    assert "Contoh:" in indonesian.out
    assert "Opsi:" in indonesian.out
    assert "Options" not in indonesian.out


def test_every_command_is_listed_with_its_whole_first_line(run):
    shown = " ".join(run("--help").out.split())
    for path, command in COMMANDS[1:]:
        if len(path.split()) == 2:
            assert paragraphs_of(command)[0].rstrip(".") in shown


def test_the_list_of_commands_says_the_first_line_of_each():
    assert {name: paragraphs_of(command)[0] for name, command in saksi.commands.items()} == LISTED


def test_the_version_is_that_of_the_distribution(run):
    from importlib.metadata import version

    assert run("--version").out == f"saksi {version('saksi')}\n"


def test_no_command_at_all_shows_the_help_as_wrong_usage(run):
    ran = run()
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("Usage: saksi")


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_command_that_prints_a_table_prints_json_too(leaf):
    path, command = leaf
    formats = [p.type.choices for p in command.params if p.name == "form"]
    assert formats or path in ("saksi demo", "saksi witness serve")
    assert all("json" in choices and choices[0] == "table" for choices in formats)
