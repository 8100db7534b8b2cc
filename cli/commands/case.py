"""``saksi case``: discipline cases, from an allegation to the end of what may be done against the decision."""

from __future__ import annotations

import click

from cli.case_letter import letter
from cli.case_reading import check, deadlines, list_cases, show
from cli.case_writing import open_case, step
from cli.help import TranslatedGroup
from cli.options import language


@click.group("case", cls=TranslatedGroup)
@language
def case() -> None:
    """Open discipline cases, record their steps, and see what is due and what changed.

    A case stands on an allegation, on absence or on a report, as seen at a position of the ledger; it says at once when
    a later fact changes that. Every step is held to the rules that are enacted (policies/discipline-*.yaml): what they
    forbid is refused with the paragraph, what can be read two ways is recorded with a note.

    \b
    Example:
      saksi case open 199007212015021002 --allegation --by 198603152010011004 --post pelaksana --institution province
      saksi case show 199007212015021002_1
    """


for one in (open_case, step, list_cases, show, check, deadlines, letter):
    case.add_command(one)
