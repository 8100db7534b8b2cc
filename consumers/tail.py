"""The log as it goes on, event by event and decoded: from the ledger itself, for whoever has no Kafka.

    for one in last_of(ledger, ledger.last_position(), 10, Wanted(types=("CheckedIn",))): …
    for one in from_ledger(ledger, after=179, wanted=Wanted(), follow=True): …

Positions are dense, so whoever has seen one goes on after it and misses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct, to_builtins

from consumers.cloudevent import DEFAULT_SOURCE, attributes_of, structured
from domain.events import AnyEvent
from domain.policy.document import without_nulls
from ledger.application import Ledger
from ledger.avro import instant_of, micros_of
from ledger.reader import PAGE_OF_ROWS, LogRow
from schemas.published import NAMESPACE

NAP_SECONDS = 0.5
"""How long the end of the log is watched before whoever waits is asked whether it still wants to."""


class Seen(Struct, frozen=True):
    """An event at its place in the log."""

    position: int
    recorded_at: datetime
    """UTC, by the ledger's clock."""
    stream: str
    event: AnyEvent


class Wanted(Struct, frozen=True):
    """Which events: what is empty asks for nothing, and all that is asked for must hold.

    ``types`` are names of event types, ``nip`` is an employee (with what was voided of theirs), ``streams`` are names
    of streams; one that ends in ``*`` stands for all that begin so.
    """

    types: tuple[str, ...] = ()
    nip: str | None = None
    streams: tuple[str, ...] = ()

    @property
    def topics(self) -> list[str]:
        """The types as the log names them."""
        return [f"{NAMESPACE}.{name}" for name in self.types]

    def takes(self, event_type: str, stream: str) -> bool:
        """Whether an event of that type (with the namespace) in that stream is wanted."""
        if self.types and event_type.removeprefix(f"{NAMESPACE}.") not in self.types:
            return False
        if self.nip is not None and stream not in (f"employee-{self.nip}", f"staff-{self.nip}"):
            return False
        return not self.streams or any(map(_matcher(stream), self.streams))


def _matcher(stream: str) -> Callable[[str], bool]:
    return lambda name: stream.startswith(name[:-1]) if name.endswith("*") else stream == name


def last_of(ledger: Ledger, upto: int, count: int, wanted: Wanted) -> list[Seen]:
    """The last so many events that are wanted, up to a position (included), in order.

    The log is read backwards, page by page, until they are found. Raises ``UnreadableEvent``.
    """
    found: list[Seen] = []
    while upto > 0 and len(found) < count:
        after = max(0, upto - PAGE_OF_ROWS)
        found = [*_seen(ledger, after, upto, wanted), *found]
        upto = after
    return found[-count:]


def from_ledger(
    ledger: Ledger, after: int, wanted: Wanted, *, follow: bool = False, wait: Callable[[], bool] = lambda: True
) -> Iterator[Seen]:
    """The log after a position, in order; with ``follow`` on and on.

    At the end of the log ``wait`` is asked twice a second whether to go on waiting. Raises ``UnreadableEvent`` and what
    reading raises; whoever goes on after it gives the position it has seen last.
    """
    while True:
        upto = ledger.last_position()
        yield from _seen(ledger, after, upto, wanted)
        after = max(after, upto)
        if not follow:
            return
        while ledger.wait_for_news(after, NAP_SECONDS) <= after:
            if not wait():
                return


def _seen(ledger: Ledger, after: int, upto: int, wanted: Wanted) -> Iterator[Seen]:
    for row in ledger.recorder.read_log(after, upto, wanted.topics):
        if wanted.takes(row.topic, row.stream):
            yield seen(row, ledger.codec.decode(row.state))


def seen(row: LogRow, event: AnyEvent) -> Seen:
    """A row of the log with what it says."""
    return Seen(row.position, instant_of(row.recorded_at), row.stream, event)


def as_json(one: Seen) -> dict[str, Any]:
    """Its place and what its source sent, without what was left out."""
    event = without_nulls(to_builtins(one.event))
    recorded_at = one.recorded_at.isoformat()
    return {"position": one.position, "recorded_at": recorded_at, "stream": one.stream, "event": event}


def as_cloudevent(one: Seen, source: str = DEFAULT_SOURCE) -> dict[str, Any]:
    """The event in CloudEvents' JSON format."""
    attributes = attributes_of(one.position, micros_of(one.recorded_at), one.stream, one.event, source)
    return structured(attributes, as_json(one)["event"])
