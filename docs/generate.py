"""Write ``docs/cli.md`` from the commands' own help, and from the published schemas ``docs/events.md``,
``docs/verdicts.md`` and ``docs/asyncapi.yaml``.

    python -m docs.generate

A test demands that the files are what this writes, so none can fall behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cli.command_line import saksi
from cli.help import TranslatedContext, every_command
from cli.language import speak
from docs.asyncapi import asyncapi_document
from domain.discipline.events import CASE_EVENT_TYPES
from domain.events import EVENT_TYPES
from domain.verdicts import VERDICT_TYPES
from ledger.statements import STATEMENT_TYPES
from schemas.published import CATALOGUE, VERDICTS, PublishedSchema

FOLDER = Path(__file__).parent
WIDTH = 78
"""What click leaves of a terminal of 80 columns."""

CLI_HEAD = """# Commands

This page is generated from `saksi --help` and the help of every command; `make docs` writes it.

What people see is in Bahasa Indonesia or English (`--lang`, else `SAKSI_LANG`, else the locale); JSON, codes and this
page are in English. Results go to standard output, messages to standard error. `--format json` prints one JSON
document, and an error is then `{"error": {"code", "message", "hint"}}` on standard error.

| exit status | meaning |
| --- | --- |
| 0 | done |
| 1 | something was refused, does not verify, or could not be done |
| 2 | wrong usage, or no such ledger |
| 130, 143 | ended by Ctrl-C, by SIGTERM; what was reported as recorded is recorded |
| 141 | whoever read the output closed the pipe |
"""

EVENTS_HEAD = """# Events

This page is generated from the published Avro schemas (`schemas/avsc/`, or `saksi schemas export DIR`); `make docs`
writes it. It lists the newest version of each type.

A source sends an event as one JSON object with `type` and `id`. There, an instant is RFC 3339 with an offset, a date
`YYYY-MM-DD` and a wall-clock time `HH:MM`; stored, an instant is microseconds of UTC beside the offset it came with.
`null` is the same as leaving a field out. *Personal* says what kind of personal data a field is.
"""

CASES_HEAD = """## The steps of a discipline case

The stream of a case holds its steps, in order. `saksi case` records them, because what may follow what depends on all
that stands: a line or a message that claims to be one is refused. A void of one is a fact as any other.
"""

STATEMENTS_HEAD = """## What the ledger says of itself

These stand in the log like events, so that checkpoints commit to them, and are published with it. Only the ledger
records them: a line or a message that claims to be one is refused, and so is a void of one.
"""

VERDICTS_HEAD = """# Verdicts

This page is generated from the published Avro schemas (`schemas/verdicts/`, or `saksi schemas export DIR`); `make docs`
writes it. It lists the newest version of each type of the topic `saksi.verdicts`, of which [subscribe.md](subscribe.md)
says when they come. They are told about events and are none: no source sends them, no ledger holds them.
"""


def cli_reference() -> str:
    """The reference of all commands, in English, as a terminal of 80 columns shows their help."""
    speak("en")
    parts = [CLI_HEAD]
    for path, command in every_command(saksi):
        parts.append(f"## {path}\n\n```console\n$ {path} --help\n{help_of(path, command)}\n```\n")
    return "\n".join(parts)


def help_of(path: str, command: click.Command) -> str:
    """The help of one command, without spaces at the ends of lines."""
    context = TranslatedContext(command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).rstrip().splitlines())


def event_catalogue() -> str:
    """Every event type with its fields, as the newest published version of its schema documents them."""
    told, steps, own = (
        [_event(CATALOGUE.latest[event_type.__name__]) for event_type in types]
        for types in (EVENT_TYPES, CASE_EVENT_TYPES, STATEMENT_TYPES)
    )
    below = [CASES_HEAD, *map(_one_deeper, steps), STATEMENTS_HEAD, *map(_one_deeper, own)]
    return "\n".join([EVENTS_HEAD, *told, *below])


def _one_deeper(section: str) -> str:
    return section.replace("## ", "### ", 1)


def verdict_catalogue() -> str:
    """Every type of verdict with its fields, in the same way."""
    latest = (VERDICTS.latest[verdict_type.__name__] for verdict_type in VERDICT_TYPES)
    return "\n".join([VERDICTS_HEAD, *(_event(schema) for schema in latest)])


def _event(schema: PublishedSchema) -> str:
    document = schema.document()
    rows = [
        "| field | type | personal | what it says |",
        "| --- | --- | --- | --- |",
        *(_row(*field) for field in _fields(document["fields"])),
    ]
    return (
        f"## {schema.name}\n\n{document['doc']}\nSchema `{schema.full_name}`, version {schema.version}.\n\n"
        + "\n".join([*rows, ""])
    )


def _fields(fields: list[dict[str, Any]], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields and, with a dotted name, those of the records in them."""
    for field in fields:
        name = f"{above}{field['name']}"
        yield name, field
        for inner in _alternatives(field["type"]):
            items = inner["items"] if isinstance(inner, dict) and inner["type"] == "array" else inner
            if isinstance(items, dict) and items["type"] == "record":
                yield from _fields(items["fields"], f"{name}.")


def _row(name: str, field: dict[str, Any]) -> str:
    return f"| `{name}` | {_type(field['type'])} | {field.get('personal', '')} | {field['doc']} |"


def _type(said: Any) -> str:
    words = [_word(one) for one in _alternatives(said) if one != "null"]
    return ", ".join(words) + (", optional" if "null" in _alternatives(said) else "")


def _word(said: Any) -> str:
    if isinstance(said, str):
        return said
    if said["type"] == "enum":
        return " ".join(f"`{symbol}`" for symbol in said["symbols"] if symbol != said.get("default"))
    if said["type"] == "array":
        return f"list of {_type(said['items'])}"
    if said["type"] == "map":
        return f"{_type(said['values'])} by name"
    return str(said.get("logicalType", said["type"]))


def _alternatives(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def main() -> None:
    """Write the files."""
    (FOLDER / "cli.md").write_text(cli_reference(), encoding="utf-8")
    (FOLDER / "events.md").write_text(event_catalogue(), encoding="utf-8")
    (FOLDER / "verdicts.md").write_text(verdict_catalogue(), encoding="utf-8")
    (FOLDER / "asyncapi.yaml").write_text(asyncapi_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
