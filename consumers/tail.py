"""The log as it goes on, event by event and decoded, from the ledger itself: for whoever has no Kafka.

    log = Log(ledger, "/saksi")
    for one in log.last(10, upto=ledger.last_position(), wanted=Wanted(types=("CheckedIn",))): …
    for one in log.after(179, wanted=Wanted(), follow=True): …

Positions are dense, so whoever has seen one goes on after it and misses nothing. ``consumers.topic`` reads the same
from Kafka.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct, to_builtins

from consumers.cloudevent import CloudEvents
from consumers.record import Header
from domain.policy.document import without_nulls
from ledger.application import Ledger
from ledger.province import CASE
from ledger.reader import PAGE_OF_ROWS
from ledger.statements import AnyLogged
from schemas.published import NAMESPACE

NAP_SECONDS = 0.5
"""How long the end of the log is watched before whoever waits is asked whether it still wants to."""

HEADER = "ce_"
"""What stands before the name of an attribute in a header of Kafka."""


class Seen(Struct, frozen=True):
    """An event at its place in the log, with its attributes as a CloudEvent (all but ``datacontenttype``)."""

    stream: str
    attributes: dict[str, str]
    event: AnyLogged

    @property
    def position(self) -> int:
        """Its place in the ledger."""
        return int(self.attributes["sequence"])

    @property
    def recorded_at(self) -> datetime:
        """UTC, by the ledger's clock."""
        return datetime.fromisoformat(self.attributes["recordedtime"])


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
        if self.nip is not None and not _is_of(self.nip, stream):
            return False
        return not self.streams or any(
            stream.startswith(name[:-1]) if name.endswith("*") else stream == name for name in self.streams
        )


def _is_of(nip: str, stream: str) -> bool:
    """Whether a stream is an employee's: what was reported, where they were assigned, and their discipline cases."""
    return stream in (f"employee-{nip}", f"staff-{nip}") or stream.startswith(f"{CASE}{nip}_")


class Log:
    """Reads a ledger. Raises ``UnreadableEvent`` and what reading raises."""

    def __init__(self, ledger: Ledger, source: str) -> None:
        self._ledger = ledger
        self._events = CloudEvents(ledger.codec, source)

    def last(self, count: int, upto: int, wanted: Wanted) -> list[Seen]:
        """The last so many events that are wanted, up to a position (included), in order.

        The log is read backwards, page by page, until they are found.
        """
        found: list[Seen] = []
        while upto > 0 and len(found) < count:
            after = max(0, upto - PAGE_OF_ROWS)
            found = [*self._between(after, upto, wanted), *found]
            upto = after
        return found[-count:]

    def after(
        self, position: int, wanted: Wanted, *, follow: bool = False, wait: Callable[[], bool] = lambda: True
    ) -> Iterator[Seen]:
        """The log after a position, in order; with ``follow`` on and on.

        At the end of the log ``wait`` is asked twice a second whether to go on waiting. After an error, whoever goes on
        gives the position seen last.
        """
        while True:
            upto = self._ledger.last_position()
            yield from self._between(position, upto, wanted)
            position = max(position, upto)
            if not follow:
                return
            while self._ledger.wait_for_news(position, NAP_SECONDS) <= position:
                if not wait():
                    return

    def _between(self, after: int, upto: int, wanted: Wanted) -> Iterator[Seen]:
        for row in self._ledger.recorder.read_log(after, upto, wanted.topics):
            if wanted.takes(row.topic, row.stream):
                headers = self._events.of(row).headers
                yield Seen(row.stream, attributes_in(headers), self._ledger.codec.decode(row.state))


def attributes_in(headers: Iterable[Header]) -> dict[str, str]:
    """The attributes that the headers of a record hold."""
    return {name.removeprefix(HEADER): value.decode() for name, value in headers if name.startswith(HEADER)}


def as_json(one: Seen) -> dict[str, Any]:
    """Its place, and what its source sent without what it left out."""
    return {
        "position": one.position,
        "recorded_at": one.attributes["recordedtime"],
        "stream": one.stream,
        "event": without_nulls(to_builtins(one.event)),
    }


def as_cloudevent(one: Seen) -> dict[str, Any]:
    """The event in CloudEvents' JSON format, its data as the source sent it."""
    return {**one.attributes, "datacontenttype": "application/json", "data": without_nulls(to_builtins(one.event))}
