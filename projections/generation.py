"""A generation: one build of all read models, at a position of the ledger.

    generation   number, state, position, horizon, laid_from, laid_until, versions, stopped, updated_at
    numbered     the last number given: one that was dropped never names another, whoever still holds it
    post_1, sheet_1, call_1, request_1, pending_1        the tables of generation 1
    stirred_1    whose rows changed since verdicts were looked for (``announcer``)

One generation serves; another may be built beside it, and one that has served may linger until nobody reads it any
more. Its rows and its position are always written in one transaction, so the rows are what follows from the facts up to
that position: neither less nor more. Employees in ``pending`` are the exception that is said aloud: their rows still
rest on an earlier position.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from domain.errors import SaksiError
from domain.judgement import Judgement
from projections.months import EVERY_MONTH, Months
from projections.read_model import ReadModel, Row
from projections.read_models import READ_MODELS
from projections.views import Views


class State(StrEnum):
    """Of a generation: readers are answered from the one that serves."""

    BUILDING = "building"
    SERVING = "serving"
    RETIRED = "retired"


class OtherVersion(SaksiError):
    """The rows are those of another version of the program: this one can neither read nor write them."""

    code = "other_version"


class RebuildOvertaken(SaksiError):
    """Another rebuild began after this one, and dropped what this one had built."""

    code = "rebuild_overtaken"


class Checkpoint(Struct, frozen=True):
    """How far a generation is.

    ``horizon`` is the date of the newest ``recorded_at`` it knows, there are sheets from ``laid_from`` until
    ``laid_until``. ``stopped`` says at which event it stopped and why, or is empty.
    """

    position: int = 0
    horizon: date | None = None
    laid_from: date | None = None
    laid_until: date | None = None
    stopped: str = ""


class Change(Struct, frozen=True):
    """A row that came, went or changed: of which read model, whose, which one, and how it was and is."""

    model: str
    nip: str
    before: Row | None
    after: Row | None


LAYOUT = (
    """CREATE TABLE IF NOT EXISTS generation (
  number INTEGER PRIMARY KEY,
  state TEXT NOT NULL,
  position BIGINT NOT NULL,
  horizon TEXT,
  laid_from TEXT,
  laid_until TEXT,
  versions TEXT NOT NULL,
  stopped TEXT NOT NULL,
  updated_at TEXT NOT NULL
)""",
    "CREATE TABLE IF NOT EXISTS numbered (last INTEGER NOT NULL)",
)


STIRRED = "stirred"
"""In the versions of a generation it says too that it keeps whose rows changed."""


def current_versions() -> str:
    """The versions of the read models of this program, as a generation notes them."""
    return json.dumps({model.name: model.version for model in READ_MODELS} | {STIRRED: 1}, sort_keys=True)


class Generation:
    """The tables of one build. Whoever writes holds a transaction of the views."""

    def __init__(self, views: Views, number: int) -> None:
        self.views = views
        self.number = number

    # The life of generations

    @classmethod
    def serving(cls, views: Views) -> Generation | None:
        """The generation that answers, if there is one yet."""
        if not views.has_table("generation"):
            return None
        rows = views.query("SELECT number FROM generation WHERE state = ?", (State.SERVING.value,))
        return cls(views, rows[0][0]) if rows else None

    @classmethod
    def begin(cls, views: Views, state: State) -> Generation:
        """A new generation with empty tables."""
        for statement in LAYOUT:
            views.write(statement)
        used = "SELECT number FROM generation UNION ALL SELECT last FROM numbered"
        ((number,),) = views.query(f"SELECT coalesce(max(number), 0) + 1 FROM ({used}) AS used")
        views.write("DELETE FROM numbered")
        views.write("INSERT INTO numbered VALUES (?)", [(number,)])
        generation = cls(views, number)
        views.write(
            "INSERT INTO generation VALUES (?, ?, 0, NULL, NULL, NULL, ?, '', ?)",
            [(number, state.value, current_versions(), _now())],
        )
        for model in READ_MODELS:
            columns = "".join(f", {name} {kind}" for name, kind in model.columns.items())
            key = next(iter(model.columns))
            views.write(
                f"CREATE TABLE {generation.table(model.name)} (nip TEXT NOT NULL{columns}, PRIMARY KEY (nip, {key}))"
            )
        pending = generation.table("pending")
        views.write(f"CREATE TABLE {pending} (nip TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL)")
        views.write(f"CREATE TABLE {generation.table(STIRRED)} (nip TEXT PRIMARY KEY)")
        return generation

    def index(self) -> None:
        """Make the tables quick to look up; after the first rows, when it costs least."""
        for model in READ_MODELS:
            for column in model.indexes:
                table = self.table(model.name)
                self.views.write(f"CREATE INDEX IF NOT EXISTS {table}_by_{column} ON {table} ({column})")
            self.views.write(f"ANALYZE {self.table(model.name)}")  # or the first questions are planned blindly

    def serve(self) -> None:
        """Answer from here on. What served before stays for those who read it, until ``drop_retired``."""
        self.views.write(
            "UPDATE generation SET state = ? WHERE state = ?", [(State.RETIRED.value, State.SERVING.value)]
        )
        self.views.write("UPDATE generation SET state = ? WHERE number = ?", [(State.SERVING.value, self.number)])

    def drop(self) -> None:
        """Remove the generation and its tables. Nobody may be reading them."""
        (versions,) = self._noted("versions")  # it may be of a program that had other read models
        for name in (*json.loads(versions), "pending"):
            self.views.write(f"DROP TABLE IF EXISTS {self.table(name)}")
        self.views.write("DELETE FROM generation WHERE number = ?", [(self.number,)])

    def table(self, name: str) -> str:
        """The name of a table of this generation."""
        return f"{name}_{self.number}"

    # Where it is

    @property
    def checkpoint(self) -> Checkpoint:
        """How far it is. Raises ``RebuildOvertaken`` if it was dropped."""
        position, horizon, laid_from, laid_until, stopped = self._noted(
            "position, horizon, laid_from, laid_until, stopped"
        )
        return Checkpoint(position, _date(horizon), _date(laid_from), _date(laid_until), stopped)

    def move_to(self, checkpoint: Checkpoint) -> None:
        """Note how far it is."""
        self.views.write(
            "UPDATE generation SET position = ?, horizon = ?, laid_from = ?, laid_until = ?, stopped = ?, "
            "updated_at = ? WHERE number = ?",
            [
                (
                    checkpoint.position,
                    _text(checkpoint.horizon),
                    _text(checkpoint.laid_from),
                    _text(checkpoint.laid_until),
                    checkpoint.stopped,
                    _now(),
                    self.number,
                )
            ],
        )

    @property
    def updated_at(self) -> datetime:
        """When something was last done for it (UTC, this machine's clock): for a monitor, no part of any answer."""
        (updated_at,) = self._noted("updated_at")
        return datetime.fromisoformat(updated_at)

    @property
    def is_current(self) -> bool:
        """Whether its rows are of the versions of this program."""
        return self._noted("versions") == (current_versions(),)

    def expect_current(self) -> None:
        """Raises ``OtherVersion`` if its rows are not of this program's versions, ``RebuildOvertaken`` if dropped."""
        if not self.is_current:
            raise OtherVersion(
                "the read models were made by another version of Saksi",
                "run `saksi rebuild`; what serves now goes on serving meanwhile",
            )

    def _noted(self, columns: str) -> tuple[Any, ...]:
        rows = self.views.query(f"SELECT {columns} FROM generation WHERE number = ?", (self.number,))
        if not rows:
            raise RebuildOvertaken("another rebuild began after this one, which gave way", "wait for the other to end")
        return rows[0]

    # Who waits

    def pending(self, limit: int) -> list[tuple[str, str, str]]:
        """Employees whose rows still rest on an earlier position, and which months of each, from one to another."""
        rows = self.views.query(f"SELECT nip, first, last FROM {self.table('pending')} ORDER BY nip LIMIT ?", (limit,))
        return [(nip, first, last) for nip, first, last in rows]

    def pending_count(self) -> int:
        """How many they are."""
        ((count,),) = self.views.query(f"SELECT count(*) FROM {self.table('pending')}")
        return int(count)

    def postpone(self, nips: Iterable[str], span: tuple[str, str] = EVERY_MONTH) -> None:
        """Note that these employees are to be derived again, and which months of theirs, beside those noted before."""
        table = self.table("pending")
        self.views.write(
            f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT (nip) DO UPDATE SET "
            f"first = CASE WHEN excluded.first < {table}.first THEN excluded.first ELSE {table}.first END, "
            f"last = CASE WHEN excluded.last > {table}.last THEN excluded.last ELSE {table}.last END",
            [(nip, *span) for nip in nips],
        )

    def settle(self, nips: Iterable[str]) -> None:
        """Note that these employees rest on the checkpoint's position."""
        self.views.write(f"DELETE FROM {self.table('pending')} WHERE nip = ?", [(nip,) for nip in nips])

    # Rows

    def derive(self, judgement: Judgement, months: Months, *, by_month_only: bool = False) -> list[Change]:
        """Replace the employee's rows by what is judged now; only what changed is written.

        Of models by month the rows of those months, and of others all or, with ``by_month_only``, none.
        """
        changes: list[Change] = []
        for model in READ_MODELS:
            if model.by_month or not by_month_only:
                changes += self._derive(model, judgement, months)
        if changes:
            self.views.write(f"INSERT INTO {self.table(STIRRED)} VALUES (?) ON CONFLICT DO NOTHING", [(judgement.nip,)])
        return changes

    def _derive(self, model: ReadModel, judgement: Judgement, months: Months) -> list[Change]:
        nip = judgement.nip
        new = {row[0]: row for row in model.rows(judgement, months)}
        old = {row[0]: row for row in self.rows(model, nip, months)}
        gone = [(nip, key) for key in old if key not in new or new[key] != old[key]]
        come = [(nip, *row) for key, row in new.items() if key not in old or old[key] != row]
        key_column = next(iter(model.columns))
        table = self.table(model.name)
        if gone:
            self.views.write(f"DELETE FROM {table} WHERE nip = ? AND {key_column} = ?", gone)
        self.insert(model, come)
        changed = sorted({key for _, key in gone} | {row[1] for row in come})
        return [Change(model.name, nip, old.get(key), new.get(key)) for key in changed]

    def insert(self, model: ReadModel, rows: Sequence[Row]) -> None:
        """Add rows, each with its ``nip`` first."""
        if rows:
            self.views.bulk(self.table(model.name), 1 + len(model.columns), rows)

    def rows(self, model: ReadModel, nip: str, months: Months | None = None) -> list[Row]:
        """The employee's rows, without the ``nip``; of a model by month only those of the months, unless all."""
        columns = ", ".join(model.columns)
        statement = f"SELECT {columns} FROM {self.table(model.name)} WHERE nip = ?"
        parameters: list[str] = [nip]
        if months is not None and model.by_month and not months.all:
            if not months.first_days:
                return []  # PostgreSQL has no empty list
            key = next(iter(model.columns))
            statement += f" AND {key} IN ({', '.join('?' * len(months.first_days))})"
            parameters += [first_day.isoformat()[:7] for first_day in months.first_days]
        return [tuple(row) for row in self.views.query(statement, parameters)]


def drop_retired(views: Views) -> None:
    """Remove what once served, if nobody reads it any more. Whoever calls holds a transaction of the views."""
    retired = views.query("SELECT number FROM generation WHERE state = ?", (State.RETIRED.value,))
    if retired and views.nobody_reads():
        for (number,) in retired:
            Generation(views, number).drop()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _now() -> str:
    return datetime.now(UTC).isoformat()
