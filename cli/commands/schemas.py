"""``saksi schemas``: the published Avro schemas of events and verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from cli.harmless import legible
from cli.help import TranslatedGroup
from cli.language import say, term
from cli.options import language, output_format


@click.group(cls=TranslatedGroup)
@language
def schemas() -> None:
    """Give out the published schemas of events and verdicts.

    \b
    Example:
      saksi schemas export schemas-of-saksi
    """


@schemas.command("export")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@output_format("table", "json")
@language
def export(folder: Path, form: str) -> None:
    """Write every published version of every schema into a folder.

    The files are byte for byte as published; the folder is made if it is not there. Those of verdicts go into
    the folder verdicts below it.

    \b
    Example:
      saksi schemas export schemas-of-saksi
    """
    from schemas.export import export_all

    written = export_all(folder)
    if form == "json":
        from cli.machine import print_json

        print_json({"folder": legible(str(folder)), "files": [str(path.relative_to(folder)) for path in written]})
    else:
        click.echo(say(term("Wrote {n} files to {folder}."), n=len(written), folder=folder))
