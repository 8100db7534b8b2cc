"""``saksi tail``: the log as it goes on, decoded; in one of its forms the feed for whoever has no Kafka."""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from cli.commands.follow import LONGEST_NAP, PASSING
from cli.failures import SIGNALLED, note
from cli.help import TranslatedCommand
from cli.kafka_options import brokers, kafka_settings, registry, registry_settings, source
from cli.language import say, term
from cli.options import NipArgument, Text, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from consumers.tail import Log, Seen, Wanted
    from consumers.topic import TopicLog

SHOWN_AT_FIRST = 10
"""How many events a look without ``--after`` begins with."""


@click.command(cls=TranslatedCommand)
@option(
    "--from",
    "place",
    type=click.Choice(("ledger", "kafka")),
    default="ledger",
    help="Read the ledger itself, or what is published of it.",
)
@option("--type", "types", multiple=True, metavar="TYPE", help="Only events of this type; may be given several times.")
@option("--nip", type=NipArgument(), help="Only what is recorded about this employee.")
@option(
    "--stream",
    "streams",
    type=Text(),
    multiple=True,
    metavar="STREAM",
    help="Only this stream; calendar-* stands for all that begin so; may be given several times.",
)
@option(
    "--after",
    type=click.IntRange(min=0),
    metavar="N",
    help="Begin after this position, or sequence; else with the last ten.",
)
@option("--follow", "-f", is_flag=True, help="Go on with what is recorded from now on, until ended.")
@source
@brokers
@registry
@output_format("table", "json", "cloudevents-json")
@shared
@click.pass_context
def tail(
    context: click.Context,
    place: str,
    types: tuple[str, ...],
    nip: str | None,
    streams: tuple[str, ...],
    after: int | None,
    follow: bool,
    source: str,
    kafka: str | None,
    topics: str | None,
    registry: str | None,
    form: str,
) -> None:
    """Show the log as it goes on, each event on a line.

    JSON is one document a line, and so are CloudEvents (1.0, JSON format), the feed for those without Kafka: each line
    is written at once, and who gives the sequence of the last line as --after goes on with the next event, exactly.
    From Kafka each stream is in order, and the events of different streams may not be.

    \b
    Example:
      saksi tail --follow --type CheckedIn --type CallPlaced
      saksi tail --format cloudevents-json --follow --after 179
      saksi tail --from kafka --kafka localhost:9092 --follow
    """
    from consumers.tail import Wanted

    wanted = Wanted(types=tuple(map(_event_type, types)), nip=nip, streams=streams)
    if place == "kafka":
        from consumers.topic import TopicLog

        topic = TopicLog(kafka_settings(kafka, topics), registry_settings(registry))
        events = _published(context.with_resource(topic), after, wanted, follow=follow)
    else:
        from consumers.tail import Log

        ledger = open_ledger(context)
        log, first = Log(ledger, source), []
        if after is None:
            after = ledger.last_position()
            first = log.last(SHOWN_AT_FIRST, after, wanted)
        events = _recorded(log, first, after, wanted, follow=follow)
    try:
        write = _writer(form)
        for one in events:
            write(one)
            sys.stdout.flush()
    except KeyboardInterrupt:
        context.exit(SIGNALLED + 2)  # whoever follows ends it so, and needs no sentence about it


def _event_type(name: str) -> str:
    """The type as SPEC section 2 names it; ``saksi.CheckedIn`` is taken too. Raises ``Failure`` if there is none."""
    from cli.failures import Failure
    from ledger.statements import LOGGED_TYPES

    names = {event_type.__name__ for event_type in LOGGED_TYPES}
    short = name.removeprefix("saksi.")
    if short not in names:
        raise Failure(
            "unknown_type",
            term("--type: there is no event type {name}"),
            term("there are {names}"),
            name=name,
            names=", ".join(sorted(names)),
        )
    return short


def _recorded(log: Log, first: list[Seen], after: int, wanted: Wanted, *, follow: bool) -> Iterator[Seen]:
    """What there is and what comes. A server that is away for a while is waited for, and told of once."""
    from domain.errors import SaksiError

    yield from first
    told = False
    while True:
        try:
            for one in log.after(after, wanted, follow=follow, wait=_is_heard):
                after, told = one.position, False
                yield one
        except SaksiError as error:
            if not follow or error.code not in PASSING:
                raise
            if not told:
                note(error)
            told = True
            time.sleep(LONGEST_NAP)
        else:
            return


def _published(topic: TopicLog, after: int | None, wanted: Wanted, *, follow: bool) -> Iterator[Seen]:
    """The same from Kafka, whose library waits for a broker that is away by itself."""
    if after is None:
        yield from topic.last(SHOWN_AT_FIRST, wanted)
    yield from topic.after(after, wanted, follow=follow, wait=_is_heard)


def _is_heard() -> bool:
    """Whether anybody still reads standard output. Raises ``BrokenPipeError`` where a pipe has lost its reader.

    Writing would tell too, but where nothing is recorded nothing is written.
    """
    try:
        output = sys.stdout.fileno()
    except (OSError, ValueError):  # captured by a test
        return True
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(output, 0)
        if any(happened & (select.POLLERR | select.POLLNVAL) for _, happened in poll.poll(0)):
            raise BrokenPipeError
    return True


def _writer(form: str) -> Callable[[Seen], None]:
    """What prints one event in a form."""
    if form == "table":
        return _line_writer()
    import msgspec

    from consumers.tail import as_cloudevent, as_json

    encode = msgspec.json.Encoder().encode

    def write(one: Seen) -> None:
        told: dict[str, Any] = as_json(one) if form == "json" else as_cloudevent(one)
        click.echo(encode(told))

    return write


_COLUMNS = "{position:>9}  {time:<24}  {event_type:<17}  {subject:<18}  {said}"


def _line_writer() -> Callable[[Seen], None]:
    """A line for people: when it occurred (where it has no such time, when it was recorded), who, and what it says."""
    from cli import moments
    from cli.gist import brief, event_type
    from cli.harmless import harmless
    from domain.zones import DEFAULT_ZONE, zone

    here = zone(DEFAULT_ZONE)
    columns = {"position": say(term("Position")), "time": say(term("Occurred or recorded"))}
    columns |= {"event_type": say(term("Event")), "subject": say(term("Subject")), "said": say(term("What it says"))}
    click.echo(_COLUMNS.format(**columns))

    def write(one: Seen) -> None:
        when = getattr(one.event, "occurred_at", None) or one.recorded_at.astimezone(here).replace(microsecond=0)
        line = _COLUMNS.format(
            position=one.position,
            time=f"{when:%Y-%m-%d} {moments.clock(when)} {moments.zone(when)}",
            event_type=event_type(one.event),
            subject=getattr(one.event, "nip", one.stream),
            said=brief(one.event),
        )
        click.echo(harmless(line))

    return write
