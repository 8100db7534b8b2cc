"""What programs read: JSON and CSV, in English, and without ``rich``, whose import costs more than an answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from domain.dispute import Dispute
    from domain.events import Fact, Recorded


def print_json(value: Any) -> None:
    """One JSON document."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """For a spreadsheet: RFC 4180, UTF-8. A cell that would be taken for a formula is kept from it by an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    click.echo(written.getvalue().encode(), nl=False)


def fact_as_json(fact: Recorded[Any]) -> dict[str, Any]:
    """A fact: its position, when it was recorded (UTC), and the event as its source sent it."""
    import msgspec

    event = msgspec.to_builtins(fact.event)
    told = {key: value for key, value in event.items() if value is not None}
    return {"position": fact.position, "recorded_at": fact.recorded_at.isoformat(), "event": told}


def with_facts(answer: Mapping[str, Any], facts: Iterable[Fact]) -> dict[str, Any]:
    """The answer and, under ``facts``, those it names. Its digest is over all but ``digest`` and ``facts``."""
    parts = ("days", "calls", "location_requests")
    used = {name for part in parts for item in answer[part] for name in item["events"]}
    for case in answer["cases"]:
        used.update(step["id"] for step in case["steps"])
        used.update(name for change in case["basis"]["changes"] for name in change["events"])
    return {**answer, "facts": [fact_as_json(fact) for fact in facts if fact.event.id in used]}


def dispute_as_json(dispute: Dispute) -> dict[str, Any]:
    """What differs between two answers, and the events that made the difference."""
    import msgspec

    from ledger.inquiry import with_digest

    earlier, later = with_digest(dispute.earlier), with_digest(dispute.later)
    return {
        "nip": later["nip"],
        "as_of": later["as_of"],
        "earlier": {name: earlier[name] for name in ("known_at", "digest")},
        "later": {name: later[name] for name in ("known_at", "digest")},
        "differences": msgspec.to_builtins(dispute.differences),
        "causes": [
            {**fact_as_json(cause.fact), "changes": [{"part": part, "key": key} for part, key in cause.changes]}
            for cause in dispute.causes
        ],
        "unexplained": [{"part": part, "key": key} for part, key in dispute.unexplained],
    }


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
