"""``saksi health``: whether the read models keep up with the ledger, for a monitor."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.failures import REFUSED
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, open_views, option, output_format, shared

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.views import Views

STILL = timedelta(seconds=60)
"""What has been left to do for so long, without anything being done, is not being done."""


class Partition(NamedTuple):
    """How far the rows of the employees in a partition are; ``lag`` is in events of the whole log."""

    partition: int
    position: int
    lag: int
    updated_at: datetime
    stopped: str


class Health(NamedTuple):
    """How the read models are.

    ``lag`` is in events, ``waiting`` in employees, ``horizon`` a date in Indonesia's east, ``updated_at`` in UTC.
    """

    built: bool
    position: int
    last_position: int
    lag: int
    waiting: int
    horizon: date | None
    updated_at: datetime | None
    moving: bool
    stopped: str
    partitions: list[Partition]
    """Of the topic, where a group keeps the read models; by number."""

    def healthy(self, max_lag: int | None) -> bool:
        """Built, moving, not stopped, and not further behind than that."""
        return self.built and self.moving and not self.stopped and (max_lag is None or self.lag <= max_lag)


@click.command(cls=TranslatedCommand)
@option("--max-lag", type=click.IntRange(min=0), metavar="EVENTS", help="Unhealthy if more events are not applied yet.")
@output_format("table", "json", "prometheus")
@shared
@click.pass_context
def health(context: click.Context, max_lag: int | None, form: str) -> None:
    """Tell whether the read models keep up with the ledger; exit status 1 if they do not.

    They do if they were built, have not stopped at an event, are not further behind than --max-lag, and move: nothing
    is left to do, or something was done in the last minute.

    \b
    Example:
      saksi health --max-lag 1000
      saksi health --format prometheus
    """
    found = _health(open_ledger(context), open_views(context), datetime.now(UTC))
    healthy = found.healthy(max_lag)
    if form == "json":
        from cli.machine import print_json

        partitions = [one._asdict() for one in found.partitions]
        print_json({"healthy": healthy, **found._asdict(), "partitions": partitions})
    elif form == "prometheus":
        click.echo("\n".join(_prometheus(found, healthy)))
    else:
        _print_table(found, healthy)
    context.exit(0 if healthy else REFUSED)


def _health(ledger: Ledger, views: Views, now: datetime) -> Health:
    from projections.generation import Generation

    with views.snapshot():
        serving = Generation.serving(views)
        last = ledger.last_position()
        if serving is None:
            return Health(last == 0, 0, last, last, 0, None, None, last == 0, "", [])
        partitions = serving.partitions.all()
        checkpoint, waiting, updated_at = serving.checkpoint, serving.pending_count(), serving.updated_at
    due = updated_at
    following = next(iter(ledger.read_log(checkpoint.position, checkpoint.position + 1)), None)
    if following is not None and not waiting:
        due = max(due, following.recorded_at)  # before that, there was nothing to do
    moving = (following is None and not waiting) or now - due < STILL
    return Health(
        True,
        checkpoint.position,
        last,
        max(0, last - checkpoint.position),
        waiting,
        checkpoint.horizon,
        updated_at,
        moving,
        checkpoint.stopped,
        [
            Partition(one.number, position, max(0, last - position), one.updated_at, one.checkpoint.stopped)
            for one in partitions
            for position in (one.checkpoint.position,)
        ],
    )


def _prometheus(found: Health, healthy: bool) -> list[str]:
    """The text format that Prometheus reads."""
    gauges: list[tuple[str, str, Any]] = [
        ("healthy", "1 if the read models keep up with the ledger", int(healthy)),
        ("position", "Position of the ledger up to which events are applied", found.position),
        ("last_position", "Position at which the ledger ends", found.last_position),
        ("lag_events", "Events recorded and not applied yet", found.lag),
        ("waiting_employees", "Employees whose rows wait to be derived again", found.waiting),
        ("moving", "1 if nothing is left to do or something was done in the last minute", int(found.moving)),
        ("stopped", "1 if an event could not be applied", int(bool(found.stopped))),
    ]
    if found.updated_at is not None:
        gauges.append(("updated_timestamp_seconds", "When something was last done", found.updated_at.timestamp()))
    return [
        *(
            line
            for name, what, value in gauges
            for line in (*_heading(name, what), f"saksi_read_models_{name} {value}")
        ),
        *_of_partitions(found.partitions),
    ]


def _of_partitions(partitions: list[Partition]) -> list[str]:
    name = "partition_position"
    lines = [f'saksi_read_models_{name}{{partition="{one.partition}"}} {one.position}' for one in partitions]
    return [*_heading(name, "Position up to which the events of a partition are applied"), *lines] if lines else []


def _heading(name: str, what: str) -> tuple[str, str]:
    return f"# HELP saksi_read_models_{name} {what}.", f"# TYPE saksi_read_models_{name} gauge"


def _print_table(found: Health, healthy: bool) -> None:
    from cli import moments
    from cli.tables import console, labelled
    from domain.zones import DEFAULT_ZONE, zone

    if found.stopped:
        moves = say(term("no: {sentence}"), sentence=found.stopped)
    elif not found.built:
        moves = say(term("no: there are no read models yet; run `saksi rebuild` or `saksi follow`"))
    elif not found.moving:
        moves = say(term("no: nothing was done for a minute; is `saksi follow` or `saksi project` running?"))
    else:
        moves = say(term("yes"))
    updated = moments.recorded(found.updated_at, zone(DEFAULT_ZONE)) if found.updated_at is not None else "-"
    rows = [
        (term("Healthy"), say(term("yes")) if healthy else say(term("no"))),
        (term("Position"), say(term("{position} of {last}"), position=found.position, last=found.last_position)),
        (term("Behind"), say(term("{n} events"), n=found.lag)),
        (term("Waiting"), say(term("{n} employees"), n=found.waiting)),
        (term("Horizon"), moments.day(found.horizon) if found.horizon is not None else "-"),
        (term("Last done"), updated),
        (term("Moves"), moves),
    ]
    if found.partitions:
        furthest = max(one.position for one in found.partitions)
        behind = [str(one.partition) for one in found.partitions if one.position < furthest]
        sentence = term("{n}, from position {first} to {last}; behind the others: {behind}")
        told = {"n": len(found.partitions), "first": found.position, "last": furthest}
        rows.insert(2, (term("Partitions"), say(sentence, **told, behind=", ".join(behind) or "-")))
    console().print(labelled(rows))
