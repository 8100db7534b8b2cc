"""``saksi case letter``: the drafts of a case's letters, in Bahasa Indonesia."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.case_writing import CaseArgument
from cli.failures import Failure
from cli.harmless import legible
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from evidence.letters.particulars import LetterName

LETTERS = ("summons", "second-summons", "record", "decision", "receipt")


@click.command("letter", cls=TranslatedCommand)
@click.argument("case", type=CaseArgument())
@click.argument("letter", type=click.Choice(LETTERS))
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The PDF to write.",
)
@option("--overwrite", is_flag=True, help="Put the draft in the place of a file that is there.")
@output_format("table", "json")
@shared
@click.pass_context
def letter(
    context: click.Context,
    case: str,
    letter: LetterName,
    fields: tuple[str, ...],
    output: Path,
    overwrite: bool,
    form: str,
) -> None:
    """Draft a letter of a case as PDF: summons, record, decision or receipt.

    Marked as a draft on every page; its number, ranks and signatures are left blank. It is filled from the case, from
    who is who, from what the case stands on and from the rules with their paragraphs; on the foot stand the position
    and digest of the basis and the last signed checkpoint. What only its writer knows is given as field=value, else
    taken from the step if it is recorded, else left blank.

    Fields: on and place of every letter; issued_by, hearing_on, time, room and before of a summons; record, held_by and
    means of a record; ground, kind and authority (a NIP) of a decision; handed_by of a receipt.

    \b
    Example:
      saksi case letter 199007212015021002_1 summons issued_by=198603152010011004 hearing_on=2026-03-16 -o summons.pdf
      saksi case letter 199007212015021002_1 decision ground=duty_neglected_unit kind=written_reprimand -o decision.pdf
    """
    if output.exists() and not overwrite:
        raise Failure(
            "file_exists",
            term("there is a file {path} already"),
            term("name another file, or give --overwrite"),
            path=legible(str(output)),
        )
    ledger = open_ledger(context)
    from evidence.letters.drawing import draw
    from ledger.durable_file import replace_file

    data = draw(ledger, case, letter, _said(fields))
    replace_file(output, data)
    if form == "json":
        from cli.machine import print_json

        print_json({"file": legible(str(output)), "bytes": len(data), "case": case, "letter": letter})
        return
    click.echo(say(term("Wrote the draft {path}: {bytes} bytes."), path=output, bytes=len(data)))


def _said(words: tuple[str, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Failure(
                "wrong_field",
                term("{word} is not field=value"),
                term("write each field as hearing_on=2026-03-12"),
                word=legible(word),
            )
        said[name] = legible(value).split(",") if name == "held_by" else legible(value)
    return said
