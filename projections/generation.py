"""A generation: one build of all read models, at a position of the ledger.

    generation   number, state, position, horizon, laid_from, laid_until, versions, stopped, updated_at
    numbered     the last number given: one that was dropped never names another, whoever still holds it
    post_1, sheet_1, call_1, request_1, pending_1        the tables of generation 1
    stirred_1            whose rows changed since verdicts were looked for (``announcer``)
    kept_partition       how far each partition is, where a group keeps a generation (``projections.partitions``)

One generation serves; another may be built beside it, and one that has served may linger until nobody reads it any
more. Its rows and its position are always written in one transaction, so the rows are what follows from the facts up to
that position: neither less nor more. Employees in ``pending`` are the exception that is said aloud: their rows still
rest on an earlier position.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from domain.errors import SaksiError
from domain.judgement import Judgement
from projections.checkpoint import NAMES, Checkpoint, checkpoint_in, now_as_text
from projections.months import EVERY_MONTH, Months
from projections.partitions import EventTopic, Partitions, Share
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


class Change(Struct, frozen=True):
    """A row that came, went or changed: of which read model, whose, which one, and how it was and is."""

    model: str
    nip: str
    before: Row | None
    after: Row | None


PENDING = "pending"
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
    """The versions of the tables of this program, as a generation notes them."""
    return json.dumps({PENDING: 2, STIRRED: 1} | {model.name: model.version for model in READ_MODELS}, sort_keys=True)


class Generation:
    """The tables of one build. Whoever writes holds a transaction of the views."""

    def __init__(self, views: Views, number: int) -> None:
        self.views = views
        self.number = number
        self.partitions = Partitions(views, number)

    # The life of generations

    @classmethod
    def serving(cls, views: Views) -> Generation | None:
        """The generation that answers, if there is one yet."""
        if not views.has_table("generation"):
            return None
        rows = views.query("SELECT number FROM generation WHERE state = ?", (State.SERVING.value,))
        return cls(views, rows[0][0]) if rows else None

    @classmethod
    def serving_or_new(cls, views: Views) -> Generation:
        """The generation that answers; made if there is none."""
        serving = cls.serving(views)
        if serving is None:
            with views.transaction():
                serving = cls.serving(views) or cls.begin(views, State.SERVING)
                serving.index()
        return serving

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
            [(number, state.value, current_versions(), now_as_text())],
        )
        for model in READ_MODELS:
            columns = "".join(f", {name} {kind}" for name, kind in model.columns.items())
            key = next(iter(model.columns))
            views.write(
                f"CREATE TABLE {generation.table(model.name)} (nip TEXT NOT NULL{columns}, PRIMARY KEY (nip, {key}))"
            )
        views.write(
            f"CREATE TABLE {generation.table(PENDING)} (nip TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, "
            "part INTEGER NOT NULL)"
        )
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
        """Answer from here on. What served before stays for those who read it, until ``drop_retired``.

        A group that kept what served before keeps this one.
        """
        serving = Generation.serving(self.views)
        if serving is not None:
            serving.partitions.hand_on(self.number, self.checkpoint)
            self._deal_out_pending()
        self.views.write(
            "UPDATE generation SET state = ? WHERE state = ?", [(State.RETIRED.value, State.SERVING.value)]
        )
        self.views.write("UPDATE generation SET state = ? WHERE number = ?", [(State.SERVING.value, self.number)])

    def drop(self) -> None:
        """Remove the generation and its tables. Nobody may be reading them."""
        (versions,) = self._noted("versions")  # it may be of a program that had other read models
        for name in sorted({*json.loads(versions), PENDING}):
            self.views.write(f"DROP TABLE IF EXISTS {self.table(name)}")
        self.partitions.drop()
        self.views.write("DELETE FROM generation WHERE number = ?", [(self.number,)])

    def table(self, name: str) -> str:
        """The name of a table of this generation."""
        return f"{name}_{self.number}"

    # Where it is

    @property
    def checkpoint(self) -> Checkpoint:
        """What is known of everybody. Raises ``RebuildOvertaken`` if it was dropped.

        Where a group keeps it, this is the least of its partitions; ``stopped`` is said if any of them has.
        """
        rows = self.partitions.all()
        if not rows:
            return checkpoint_in(self._noted(NAMES))
        least = min((row.checkpoint for row in rows), key=lambda checkpoint: checkpoint.position)
        stopped = next((row.checkpoint.stopped for row in rows if row.checkpoint.stopped), "")
        return Checkpoint(least.position, least.horizon, least.laid_from, least.laid_until, stopped)

    @property
    def furthest(self) -> int:
        """The position of those of whom most is known."""
        return max((row.checkpoint.position for row in self.partitions.all()), default=self.checkpoint.position)

    def shares(self, numbers: Collection[int] | None = None) -> list[Share]:
        """Who stands where, furthest behind first: of these partitions, or of all; everybody at once if none are kept.

        They are locked until the transaction ends.
        """
        found = self.partitions.shares(numbers)
        if numbers is None and not found:
            return [Share(checkpoint_in(self._noted(NAMES)))]
        return found

    def keep_from(self, topic: EventTopic) -> None:
        """Have a group keep it from the partitions of a topic. Raises ``PartitionsChanged``."""
        if self.partitions.lay(topic, self.checkpoint):
            self._deal_out_pending()

    def move(self, share: Share, checkpoint: Checkpoint, offsets: Mapping[int, int]) -> None:
        """Note how far a share is; ``offsets`` are those of ``Partitions.move``."""
        if share.count:
            self.partitions.move(share, checkpoint, offsets)
        else:
            self.move_to(checkpoint)

    def move_to(self, checkpoint: Checkpoint) -> None:
        """Note how far it is, all of it."""
        self.views.write(
            "UPDATE generation SET position = ?, horizon = ?, laid_from = ?, laid_until = ?, stopped = ?, "
            "updated_at = ? WHERE number = ?",
            [(*checkpoint.columns, now_as_text(), self.number)],
        )

    @property
    def updated_at(self) -> datetime:
        """When something was last done for it (UTC, this machine's clock): for a monitor, no part of any answer.

        Where a group keeps it, for those partitions that have something left to do, and of these the one that waits
        longest.
        """
        rows = self.partitions.all()
        if not rows:
            (updated_at,) = self._noted("updated_at")
            return datetime.fromisoformat(updated_at)
        waiting = {part for (part,) in self.views.query(f"SELECT DISTINCT part FROM {self.table(PENDING)}")}
        furthest = max(row.checkpoint.position for row in rows)
        late = [row.updated_at for row in rows if row.checkpoint.position < furthest or row.number in waiting]
        return min(late) if late else max(row.updated_at for row in rows)

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

    def pending(self, limit: int, share: Share) -> list[tuple[str, str, str]]:
        """Employees of a share whose rows still rest on an earlier position, and which months of each, from one to
        another."""
        ours = "" if share.is_everybody else f"WHERE part IN ({', '.join(map(str, sorted(share.numbers)))})"
        rows = self.views.query(
            f"SELECT nip, first, last FROM {self.table(PENDING)} {ours} ORDER BY nip LIMIT ?", (limit,)
        )
        return [(nip, first, last) for nip, first, last in rows]

    def pending_count(self) -> int:
        """How many they are."""
        ((count,),) = self.views.query(f"SELECT count(*) FROM {self.table(PENDING)}")
        return int(count)

    def postpone(self, nips: Iterable[str], share: Share, span: tuple[str, str] = EVERY_MONTH) -> None:
        """Note that those of these employees who are the share's are to be derived again, and which months of theirs,
        beside those noted before."""
        table = self.table(PENDING)
        self.views.write(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?) ON CONFLICT (nip) DO UPDATE SET "
            f"first = CASE WHEN excluded.first < {table}.first THEN excluded.first ELSE {table}.first END, "
            f"last = CASE WHEN excluded.last > {table}.last THEN excluded.last ELSE {table}.last END",
            [(nip, *span, share.part_of(nip)) for nip in nips if share.holds(nip)],
        )

    def settle(self, nips: Iterable[str]) -> None:
        """Note that these employees rest on the checkpoint's position."""
        self.views.write(f"DELETE FROM {self.table(PENDING)} WHERE nip = ?", [(nip,) for nip in nips])

    def _deal_out_pending(self) -> None:
        """Note of those who wait in which partition each is."""
        share = Share(Checkpoint(), count=len(self.partitions.all()))
        rows = self.views.query(f"SELECT nip FROM {self.table(PENDING)}")
        self.views.write(
            f"UPDATE {self.table(PENDING)} SET part = ? WHERE nip = ?", [(share.part_of(nip), nip) for (nip,) in rows]
        )

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
    """Remove what once served, if nobody reads it any more."""
    if _retired(views):
        with views.transaction():
            retired = _retired(views)  # not those that somebody else removed meanwhile
            if retired and views.nobody_reads():
                for number in retired:
                    Generation(views, number).drop()


def _retired(views: Views) -> list[int]:
    return [
        number for (number,) in views.query("SELECT number FROM generation WHERE state = ?", (State.RETIRED.value,))
    ]
