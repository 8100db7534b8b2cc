"""The ledger: an application of the ``eventsourcing`` library whose log holds facts.

with Ledger.open("sqlite:///saksi.db", create=True) as ledger:
    ledger.record([Submission(event, "kaltim-2026.jsonl", 23)])
    for entry in ledger.read_stream("employee-198603152010011004"):
        print(entry.position, entry.recorded_at, entry.source, entry.event)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from typing import Any, NoReturn, Self, cast

import msgspec
from eventsourcing.application import Application
from eventsourcing.utils import Environment

from domain.events import AnyEvent, Fact, Recorded
from ledger.avro import Codec, instant_of, micros_of
from ledger.channels import Advance
from ledger.drafts import Appended, Draft, Outcome, Submission, drafts_of
from ledger.errors import UnsupportedUrl
from ledger.mapper import AvroMapper
from ledger.reader import LogRow
from ledger.recorder import LedgerRecorder, utc_now
from ledger.sqlite_file import path_in
from ledger.statements import AnyLogged

POSTGRES_SCHEMES = ("postgresql://", "postgres://")


class LogEntry(msgspec.Struct, frozen=True):
    """An event with what the ledger knows of it (SPEC section 1)."""

    position: int
    recorded_at: datetime
    """UTC, by the ledger's clock."""
    stream: str
    version: int
    source: str
    """Where it came from: the name of the intake and, if it has lines, the line, such as ``kaltim-2026.jsonl:23``."""
    event: AnyLogged

    @property
    def recorded(self) -> Fact:
        """The part that the domain takes, of an entry that is no statement of the ledger's own."""
        return Recorded(self.position, self.recorded_at, cast("AnyEvent", self.event))


class Ledger(Application[str]):
    """A ledger that is open. Close it, or use it in a ``with``."""

    name = "saksi"
    recorder: LedgerRecorder

    def __init__(self, env: dict[str, str]) -> None:
        super().__init__(env)
        self.codec: Codec = self.recorder.codec

    @classmethod
    def open(
        cls,
        url: str,
        *,
        create: bool = False,
        clock: Callable[[], datetime] = utc_now,
        busy_timeout: float = 10.0,
    ) -> Self:
        """Open the ledger at ``sqlite:///file.db`` or ``postgresql://…``, or lay one out there if it has none
        and ``create`` is set.

        ``clock`` gives ``recorded_at`` and must give instants with an offset; ``busy_timeout`` is how many seconds to
        wait for another process that is writing. Raises the errors of ``ledger.errors``.
        """
        ledger = cls(
            {
                **_place(url),
                "ORIGINATOR_ID_TYPE": "text",
                "LEDGER_CREATE": "y" if create else "n",
                "LEDGER_BUSY_TIMEOUT": str(busy_timeout),
            }
        )
        ledger.recorder.clock = clock
        return ledger

    def construct_env(self, name: str, env: Any = None) -> Environment:
        """Only what was given: a stray variable of the process must not encrypt, compress or move the ledger."""
        return Environment(name, dict(env or {}))

    def construct_mapper(self) -> AvroMapper:
        """Facts are stored as Avro."""
        return AvroMapper()

    def save(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: only ``record`` knows which facts are new."""
        raise TypeError("facts are recorded with Ledger.record, which keeps the ids of their sources unique")

    # Recording

    def record(self, submissions: Iterable[Submission]) -> list[Outcome]:
        """Record what is new of these facts, in order and in one transaction; one outcome for each (SPEC section 2).

        Raises the errors of ``ledger.errors``; then nothing of the list was recorded.
        """
        drafts = drafts_of(submissions, self.codec)
        return outcomes(self.append(drafts), len(drafts))

    def append(
        self, drafts: Sequence[Draft], advances: Sequence[Advance] = (), ends: Mapping[str, int] | None = None
    ) -> Appended:
        """As ``record``, for facts made ready by ``ledger.drafts``; with how far their channels are taken in by them.

        With ``advances`` it raises ``OffsetsMoved`` and ``SomeRefused`` too (``ledger.channels``); with ``ends``, the
        positions at which streams must end, the library's ``IntegrityError`` if one has gone on.
        """
        return self.recorder.append(drafts, advances, ends)

    def next_offset(self, channel: str) -> int | None:
        """Where a channel goes on; ``None`` if nothing of it was taken in."""
        return self.recorder.next_offset(channel)

    # Reading

    def last_position(self) -> int:
        """The position of the last event, 0 if there is none."""
        return self.recorder.last_position()

    def wait_for_news(self, after: int, timeout: float) -> int:
        """Wait until the ledger goes on after a position, or so many seconds; the last position then.

        PostgreSQL tells of news at once; an SQLite file is looked at twenty times a second.
        """
        return self.recorder.wait_for_news(after, timeout)

    def position_at(self, instant: datetime) -> int:
        """The last position whose ``recorded_at`` is not after an instant; 0 if there is none (SPEC section 1)."""
        return self.recorder.position_at(micros_of(instant))

    def read_stream(self, name: str, upto: int | None = None) -> Iterator[LogEntry]:
        """A stream in order, up to a position of the ledger (included)."""
        return map(self.entry, self.recorder.read_stream(name, upto))

    def facts(self, name: str, upto: int | None = None) -> list[Fact]:
        """What the domain takes of a stream, up to a position of the ledger (included)."""
        decode = self._decode_fact
        return [
            Recorded(position, instant_of(recorded_at), decode(state))
            for position, recorded_at, state in self.recorder.stream_states(name, upto)
        ]

    def facts_of_each(self, names: Sequence[str], upto: int | None = None) -> Iterator[list[Fact]]:
        """As ``facts`` for each of these streams in turn, empty ones too. Memory holds one of them.

        For whoever reads most of the ledger: it is read once from end to end, and sorted on disk where it is large.
        """
        decode = self._decode_fact
        awaited = 0
        for rank, rows in groupby(self.recorder.sorted_states(names, upto), key=itemgetter(0)):
            yield from ([] for _ in range(awaited, rank))
            awaited = rank + 1
            yield [
                Recorded(position, instant_of(recorded_at), decode(state)) for _, position, recorded_at, state in rows
            ]
        yield from ([] for _ in range(awaited, len(names)))

    @property
    def _decode_fact(self) -> Callable[[bytes], AnyEvent]:
        """In the streams that the domain reads there is nothing but facts."""
        return cast("Callable[[bytes], AnyEvent]", self.codec.decode)

    def stream_sizes(self, prefix: str) -> dict[str, int]:
        """How many events there are in each stream whose name begins so."""
        return self.recorder.stream_sizes(prefix)

    def stream_names(self, prefix: str = "") -> list[str]:
        """The names of the streams that begin so, in order."""
        return self.recorder.stream_names(prefix)

    def read_log(self, after: int = 0, upto: int | None = None) -> Iterator[LogEntry]:
        """The whole log in order of position, from after one position up to another (included)."""
        return map(self.entry, self.recorder.read_log(after, upto))

    def entry(self, row: LogRow) -> LogEntry:
        """A row of the log, decoded. Raises ``UnreadableEvent``."""
        return LogEntry(
            row.position,
            instant_of(row.recorded_at),
            row.stream,
            row.version,
            f"{row.source}:{row.line}" if row.line else row.source,
            self.codec.decode(row.state),
        )


def _place(url: str) -> dict[str, str]:
    """Which factory opens a URL, and where. Raises ``UnsupportedUrl`` for any other kind of store."""
    if url.startswith(POSTGRES_SCHEMES):
        require_psycopg()
        return {"PERSISTENCE_MODULE": "ledger.postgres:PostgresLedgerFactory", "LEDGER_URL": url}
    return {"PERSISTENCE_MODULE": "ledger.sqlite:SQLiteLedgerFactory", "LEDGER_PATH": str(path_in(url))}


def require_psycopg() -> None:
    """Raises ``UnsupportedUrl`` if the library for PostgreSQL is not installed."""
    if find_spec("psycopg") is None:
        raise UnsupportedUrl(
            "a postgresql:// ledger needs the library psycopg, which is not installed",
            "install Saksi with its extra: pip install 'saksi[postgres]'",
        )


def outcomes(appended: Appended, count: int) -> list[Outcome]:
    """What became of each draft of a list."""
    position = appended.last_position - appended.recorded
    found = []
    for index in range(count):
        if index in appended.duplicates:
            found.append(Outcome(appended.duplicates[index], duplicate=True))
        elif index in appended.refusals:
            found.append(Outcome(None, refusal=appended.refusals[index]))
        else:
            position += 1
            found.append(Outcome(position))
    return found
