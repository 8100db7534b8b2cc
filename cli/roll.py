"""What every list of employees has in common: its heading, who they are, and what its JSON says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.asking import Asking
from cli.language import say, term

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from projections.questions import Person


def heading(as_of: datetime, asking: Asking, rows: Iterable[tuple[str, str]]) -> Table:
    """The lines above a table: what was asked, as of when, known at which position."""
    from cli import moments
    from cli.tables import labelled

    position = asking.questions.checkpoint.position
    known = say(term("position {position} of {last}"), position=position, last=asking.last_position)
    return labelled([*rows, (term("As of"), moments.as_of(as_of)), (term("Known at"), known)])


def frame(as_of: datetime, asking: Asking, unit: str | None) -> dict[str, Any]:
    """What every JSON answer says of itself.

    ``waiting`` is how many employees, shown or not, still rest on an earlier position.
    """
    return {
        "unit": unit,
        "as_of": as_of.isoformat(),
        "known_at": asking.questions.checkpoint.position,
        "last_position": asking.last_position,
        "waiting": asking.questions.waiting,
    }


PERSON = ("nip", "name", "unit", "employment", "title")
"""The columns of a person."""


def person_row(person: Person) -> dict[str, str]:
    """Who, for JSON and CSV."""
    return {column: getattr(person, column) for column in PERSON}


def person_in_words(person: Person, zone: str = "") -> Text:
    """Name, NIP and unit with its zone, one below the other."""
    from cli.tables import stacked

    return stacked((person.name, person.nip, f"{person.unit}{f', {zone}' if zone else ''}"))
