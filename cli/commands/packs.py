"""``saksi policy packs``: the regulations that come with Saksi."""

from __future__ import annotations

from typing import Any

import click

from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import language, output_format


@click.command("packs", cls=TranslatedCommand)
@output_format("table", "json")
@language
def packs(form: str) -> None:
    """List the policy packs that come with Saksi.

    Each is one regulation, with its dates as its file states them. The other commands of `saksi policy` take its name
    where they take a file. Nothing of it is in force in a ledger until it is enacted there.

    \b
    Example:
      saksi policy packs
      saksi policy check kaltim-739-2026-wfa-friday
    """
    from cli.packs import discipline_packs
    from cli.packs import packs as files
    from ledger.policy_file import read_law_file

    documents = {path.stem: read_law_file(path) for path in (*files(), *discipline_packs())}
    if form == "json":
        from cli.machine import print_json

        print_json({"packs": [{"pack": name, **_as_json(document)} for name, document in documents.items()]})
        return
    from cli.tables import console, stacked, table

    made = table((term("Pack"), term("Regulation")), whole=(0,))
    for name, document in documents.items():
        until = document.get("effective_until") or say("further notice")
        dates = say("from {first} to {last}", first=document["effective_from"], last=until)
        made.add_row(stacked((name, dates)), stacked((document["regulation"], document["title"])))
        made.add_section()
    out = console()
    out.print(made)
    out.print(say(term("Nothing of this is in force in a ledger until it is enacted there.")))


def _as_json(document: dict[str, Any]) -> dict[str, Any]:
    key = "discipline" if "discipline" in document else "policy"
    return {name: document.get(name) for name in (key, "title", "regulation", "scope", *_DATES)}


_DATES = ("effective_from", "effective_until")
