"""A new generation built beside the serving one, compared with it, and switched to in one transaction.

    rebuild = Rebuild(url, ledger, views)
    rebuild.build()                                   # on every core; readers are answered by the old one meanwhile
    rebuild.finish(lambda comparison: True)           # compare at the same position, then serve it, or drop it

Employees are split over processes (``projections.derivation``), which send rows; this one writes them. A rebuild that
was killed leaves a generation that the next one drops. Of two at once the later goes on, and the earlier gives way.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from domain.discipline.events import nip_of
from domain.organisation import Staff
from ledger.application import Ledger
from ledger.province import CASE, Province
from projections.checkpoint import Checkpoint
from projections.comparison import Comparison, compare
from projections.derivation import derived
from projections.follower import Follower, FollowerStopped
from projections.generation import Generation, State, drop_retired
from projections.months import date_in_the_east, end_of_month
from projections.read_models import READ_MODELS
from projections.views import Views

Progress = Callable[[int, int], None]
"""Told how many employees are done, of how many."""


class Rebuild:
    """One rebuild of all read models."""

    def __init__(self, url: str, ledger: Ledger, views: Views, processes: int | None = None) -> None:
        self._url, self._ledger, self._views = url, ledger, views
        self._processes = processes or os.cpu_count() or 1
        self.generation: Generation | None = None

    def build(self, progress: Progress = lambda _done, _all: None) -> Checkpoint:
        """Derive everybody's rows as known at the end of the ledger, into a generation that does not serve yet."""
        views = self._views
        with views.transaction():
            drop_unfinished(views)
            self.generation = generation = Generation.begin(views, State.BUILDING)
        if self._ledger.last_position():
            checkpoint, shares = self._plan()
            self._fill(generation, checkpoint, shares, progress)
            with views.transaction():
                generation.expect_current()
                generation.move_to(checkpoint)
        with views.transaction():
            generation.expect_current()
            generation.index()
            return generation.checkpoint

    def _plan(self) -> tuple[Checkpoint, list[list[str]]]:
        """Where the rows will stand, and a share of the employees for each process."""
        position = self._ledger.last_position()
        newest = next(iter(self._ledger.read_log(position - 1)))
        province = Province(self._ledger, position)
        horizon = date_in_the_east(newest.recorded_at)
        checkpoint = Checkpoint(position, horizon, province.jurisdiction.law.first_day, end_of_month(horizon))
        events = {name.removeprefix("employee-"): size for name, size in self._ledger.stream_sizes("employee-").items()}
        examined = {nip_of(name.removeprefix(CASE)) for name in self._ledger.stream_names(CASE)}
        nips = unit_by_unit({*events, *examined, *province.nips}, province.jurisdiction.staff)
        days = days_between(checkpoint.laid_from, checkpoint.laid_until)
        return checkpoint, shares_of(nips, {nip: events.get(nip, 0) + days for nip in nips}, self._processes)

    def _fill(
        self, generation: Generation, checkpoint: Checkpoint, shares: list[list[str]], progress: Progress
    ) -> None:
        done, everybody = 0, sum(map(len, shares))
        for portion in derived(self._url, self._ledger, checkpoint, shares):
            with self._views.transaction():
                generation.expect_current()
                for model in READ_MODELS:
                    generation.insert(model, portion.rows[model.name])
            done += portion.employees
            progress(done, everybody)

    def finish(self, accept: Callable[[Comparison], bool]) -> Comparison:
        """Bring both generations to one position, compare them, and serve the new one if that is accepted.

        Both come near the end of the ledger step by step, so that a follower never waits long; the last stretch, the
        comparison and the switch are one transaction: no reader sees a moment between, and no follower moves meanwhile.
        A serving generation that stops at an event is compared as it is: a rebuild is the way out of that.
        """
        assert self.generation is not None, "build() comes first"
        serving = Generation.serving(self._views)
        if serving is not None and not serving.is_current:
            serving = None  # rows of another version of the program cannot be read by this one
        following = {
            one: Follower(self._ledger, self._views, one) for one in (serving, self.generation) if one is not None
        }
        for _ in range(2):  # the first round may take long; the second takes what was recorded meanwhile
            end = self._ledger.last_position()
            for one, follower in list(following.items()):
                try:
                    follower.catch_up(end)
                except FollowerStopped:
                    if one is self.generation:
                        raise
                    del following[one]
        with self._views.transaction():
            self.generation.expect_current()  # so no other rebuild has switched either
            # Not behind anybody of a group's, so that none of its workers has to go back.
            position = max(one.furthest for one in (serving, self.generation) if one is not None)
            for follower in following.values():
                follower.catch_up(position)
            comparison = compare(serving, self.generation)
            if accept(comparison):
                self.generation.serve()
            else:
                self.generation.drop()
        with self._views.transaction():
            drop_retired(self._views)
        return comparison

    def give_up(self) -> bool:
        """Drop what was built, unless it serves already; gives whether what served before goes on serving."""
        with self._views.transaction():
            if self.generation is None:
                return True
            serving = Generation.serving(self._views)
            if serving is not None and serving.number == self.generation.number:
                return False
            self.generation.drop()
            return True


def drop_unfinished(views: Views) -> None:
    """Remove what a rebuild that was killed left behind, and what once served if nobody reads it any more."""
    if views.has_table("generation"):
        drop_retired(views)
        for (number,) in views.query("SELECT number FROM generation WHERE state = ?", (State.BUILDING.value,)):
            Generation(views, number).drop()


def unit_by_unit(nips: Iterable[str], staff: Staff) -> list[str]:
    """These employees in the order of the units they serve in last, because those of a unit share what is asked."""

    def unit(nip: str) -> str:
        service = staff.service(nip)
        return service[-1][2].event.unit if service else ""

    return sorted(nips, key=lambda nip: (unit(nip), nip))


def days_between(first: date | None, last: date | None) -> int:
    """How many days there are sheets for at most."""
    return max(0, (last - first).days) if first is not None and last is not None else 0


def shares_of(nips: Sequence[str], weights: Mapping[str, int], count: int) -> list[list[str]]:
    """The employees in so many stretches of about the same weight, fewer if some would be empty."""
    whole, begun = sum(weights.values()), 0
    shares: dict[int, list[str]] = {}
    for nip in nips:
        shares.setdefault(min(count - 1, begun * count // max(1, whole)), []).append(nip)
        begun += weights[nip]
    return list(shares.values())
