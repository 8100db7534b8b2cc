"""``saksi events``: the raw history of one employee, as the ledger holds it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.failures import warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import NipArgument, known_at, open_ledger, output_format, shared

if TYPE_CHECKING:
    from ledger.application import LogEntry

COLUMNS = ("position", "recorded_at", "occurred_at", "source", "type", "id", "gist", "voided")


@click.command(cls=TranslatedCommand)
@click.argument("nip", type=NipArgument())
@known_at
@output_format("table", "json", "csv")
@shared
@click.pass_context
def events(context: click.Context, nip: str, known_at: int | datetime | None, form: str) -> None:
    """List everything recorded about one employee.

    Each event is shown with its position, when it was recorded and occurred, its source, what it says, and whether
    it is voided. Events that count for nothing are shown too.

    \b
    Example:
      saksi events 199007212015021002
      saksi events 199007212015021002 --format csv > history.csv
    """
    from domain.corrections import in_account
    from ledger.inquiry import position_of

    ledger = open_ledger(context)
    position = position_of(ledger, known_at)
    streams = (f"employee-{nip}", f"staff-{nip}", *ledger.stream_names(f"case-{nip}_"))
    entries = sorted(
        (entry for stream in streams for entry in ledger.read_stream(stream, position)),
        key=lambda entry: entry.position,
    )
    counting = {fact.position for fact in in_account((entry.recorded for entry in entries), position)}
    voided = {entry.position for entry in entries} - counting
    if form == "table":
        if entries:
            _print_table(entries, voided)
            _tell_what_was_cut(entries)
    else:
        from cli.machine import print_csv, print_json

        rows = [_row(entry, entry.position in voided, form) for entry in entries]
        if form == "json":
            print_json({"nip": nip, "known_at": position, "events": rows})
        else:
            print_csv(COLUMNS, ([row[column] for column in COLUMNS] for row in rows))
    if not entries:
        warn(term("the ledger holds nothing about NIP {nip}; is it typed right?"), nip=nip)


def _row(entry: LogEntry, voided: bool, form: str) -> dict[str, Any]:
    """An event for programs: JSON holds all it says, CSV what people read."""
    from cli.gist import event_type, gist
    from cli.machine import fact_as_json

    occurred = getattr(entry.event, "occurred_at", None)
    row: dict[str, Any] = {
        "position": entry.position,
        "recorded_at": entry.recorded_at.isoformat(),
        "occurred_at": occurred.isoformat() if occurred is not None else None,
        "source": entry.source,
        "type": event_type(entry.event),
        "id": entry.event.id,
        "voided": voided,
    }
    if form == "json":
        return {**row, "event": fact_as_json(entry.recorded)["event"]}
    return {**row, "gist": gist(entry.event), "voided": "yes" if voided else "no"}


def _print_table(entries: list[LogEntry], voided: set[int]) -> None:
    """One line below the other in each cell, so that all of it stands in 80 columns."""
    from cli import moments
    from cli.gist import brief, event_type
    from cli.tables import console, stacked, table

    zone = _zone_of(entries)
    out = console()
    made = table((term("Position"), term("Occurred, recorded, source"), term("Event")), right=(0,))
    for entry in entries:
        occurred = getattr(entry.event, "occurred_at", None)
        mark = say(" (voided)") if entry.position in voided else ""
        made.add_row(
            str(entry.position),
            stacked(
                (
                    moments.instant(occurred, zone) if occurred is not None else "-",
                    moments.recorded(entry.recorded_at, zone),
                    entry.source,
                )
            ),
            stacked((f"{event_type(entry.event)} {entry.event.id}{mark}", brief(entry.event))),
            style="dim" if entry.position in voided else None,
        )
    out.print(made)


def _tell_what_was_cut(entries: list[LogEntry]) -> None:
    from cli.gist import brief, gist

    if any(brief(entry.event) != gist(entry.event) for entry in entries):
        warn(term("long texts end in … here; --format json has them whole"))


def _zone_of(entries: list[LogEntry]) -> Any:
    """The offset that the events themselves were sent with last; recorded times are shown in it too."""
    given = [entry.event.occurred_at.tzinfo for entry in entries if hasattr(entry.event, "occurred_at")]
    if given:
        return given[-1]
    from domain.zones import DEFAULT_ZONE, zone

    return zone(DEFAULT_ZONE)
