"""A new generation built beside the serving one, compared with it, and switched to in one transaction.

    rebuild = Rebuild(url, ledger, views)
    rebuild.build()                                   # on every core; readers are answered by the old one meanwhile
    rebuild.finish(lambda comparison: True)           # compare at the same position, then serve it, or drop it

Employees are split over processes, unit by unit, because those of a unit share most of what is asked of them. Each
process reads the ledger itself and sends rows; this one writes them. Memory holds what employees share, and the rows of
one portion of employees at a time. A rebuild that was killed leaves a generation that the next one drops. Of two at
once the later goes on, and the earlier gives way.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread

from ledger.application import Ledger
from ledger.province import Province
from projections.catalogue import READ_MODELS
from projections.comparison import Comparison, compare
from projections.follower import Follower, date_in_the_east, end_of_month, months_of
from projections.generation import Checkpoint, Generation, State, drop_retired
from projections.read_model import Row
from projections.views import Views

PORTION = 100
"""Employees whose rows are sent and written together."""

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
        position = self._ledger.last_position()
        if position:
            province = Province(self._ledger, position)
            newest = next(iter(self._ledger.read_log(position - 1)))
            horizon = date_in_the_east(newest.recorded_at)
            checkpoint = Checkpoint(position, horizon, province.jurisdiction.law.first_day, end_of_month(horizon))
            self._fill(generation, everybody(self._ledger, province), checkpoint, progress)
            with views.transaction():
                _still_there(generation)
                generation.move_to(checkpoint)
        with views.transaction():
            _still_there(generation)
            generation.index()
            return generation.checkpoint

    def _fill(self, generation: Generation, nips: list[str], checkpoint: Checkpoint, progress: Progress) -> None:
        portions = [tuple(nips[start : start + PORTION]) for start in range(0, len(nips), PORTION)]
        for done, rows in enumerate(self._derived(portions, checkpoint), 1):
            with self._views.transaction():
                _still_there(generation)
                for model in READ_MODELS:
                    generation.insert(model, rows[model.name])
            progress(min(done * PORTION, len(nips)), len(nips))

    def _derived(self, portions: list[tuple[str, ...]], checkpoint: Checkpoint) -> Iterator[dict[str, list[Row]]]:
        """The rows of each portion as they come. No more portions are under way than there are processes to spare."""
        if self._processes == 1 or len(portions) < 2:
            worker = _Worker(self._ledger, checkpoint)
            yield from map(worker.rows, portions)
            return
        with ProcessPoolExecutor(self._processes, get_context("spawn"), _start, (self._url, checkpoint)) as pool:
            waiting = iter(portions)
            with _deaf_to_interrupts():
                under_way = [pool.submit(_rows, portion) for portion in islice(waiting, 2 * self._processes)]
            try:
                while under_way:
                    future = under_way.pop(0)
                    yield future.result()
                    under_way += [pool.submit(_rows, portion) for portion in islice(waiting, 1)]
            finally:
                pool.shutdown(cancel_futures=True)

    def finish(self, accept: Callable[[Comparison], bool]) -> Comparison:
        """Bring both generations to one position, compare them, and serve the new one if that is accepted.

        Both come near the end of the ledger step by step, so that a follower never waits long; the last stretch, the
        comparison and the switch are one transaction: no reader sees a moment between, and no follower moves meanwhile.
        """
        assert self.generation is not None, "build() comes first"
        serving = Generation.serving(self._views)
        if serving is not None and not serving.is_current:
            serving = None  # rows of another version of the program cannot be read by this one
        both = [one for one in (serving, self.generation) if one is not None]
        followers = [Follower(self._ledger, self._views, one) for one in both]
        for _ in range(2):  # the first round may take long; the second takes what was recorded meanwhile
            end = self._ledger.last_position()
            for follower in followers:
                follower.catch_up(end)
        with self._views.transaction():
            _still_there(self.generation)  # so no other rebuild has switched either
            position = max(one.checkpoint.position for one in both)
            for follower in followers:
                follower.catch_up(position)
            comparison = compare(serving, self.generation)
            if accept(comparison):
                self.generation.serve()
            else:
                self.generation.drop()
        with self._views.transaction():
            drop_retired(self._views)
        return comparison


def _still_there(generation: Generation) -> None:
    """Raises ``RebuildOvertaken`` if another rebuild has dropped the generation. Ask it in the transaction."""
    generation.expect_current()


def drop_unfinished(views: Views) -> None:
    """Remove what a rebuild that was killed left behind, and what once served if nobody reads it any more."""
    if views.has_table("generation"):
        drop_retired(views)
        for (number,) in views.query("SELECT number FROM generation WHERE state = ?", (State.BUILDING.value,)):
            Generation(views, number).drop()


def everybody(ledger: Ledger, province: Province) -> list[str]:
    """Everybody of whom there is anything, unit by unit."""
    staff = province.jurisdiction.staff
    known = {name.removeprefix("employee-") for name in ledger.stream_names("employee-")}.union(province.nips)

    def unit(nip: str) -> str:
        service = staff.service(nip)
        return service[-1][2].event.unit if service else ""

    return sorted(known, key=lambda nip: (unit(nip), nip))


class _Worker:
    """Derives the rows of employees, in a process of its own or in this one."""

    def __init__(self, ledger: Ledger, checkpoint: Checkpoint) -> None:
        self._province = Province(ledger, checkpoint.position)
        self._laid_until: date | None = checkpoint.laid_until

    def rows(self, nips: tuple[str, ...]) -> dict[str, list[Row]]:
        """The rows of these employees by read model, each with its ``nip``."""
        found: dict[str, list[Row]] = {model.name: [] for model in READ_MODELS}
        for nip in nips:
            judgement = self._province.judgement(nip)
            months = months_of(self._province.jurisdiction, nip, self._laid_until)
            for model in READ_MODELS:
                found[model.name] += [(nip, *row) for row in model.rows(judgement, months)]
        return found


_worker: _Worker | None = None
_work: tuple[str, Checkpoint]
"""What a process of the pool is to do: of which ledger, up to where."""


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside never hear of a Ctrl-C, which is for the one who started them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """A process of the pool waits for work for ever, also from one who was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start(url: str, checkpoint: Checkpoint) -> None:
    global _work  # noqa: PLW0603  a process of the pool has this one piece of work
    Thread(target=_end_with_parent, daemon=True).start()
    _work = url, checkpoint


def _rows(nips: tuple[str, ...]) -> dict[str, list[Row]]:
    global _worker  # noqa: PLW0603
    if _worker is None:  # here, where whoever asked hears of what goes wrong
        url, checkpoint = _work
        _worker = _Worker(Ledger.open(url), checkpoint)
    return _worker.rows(nips)
