"""The follower: keeps the serving generation up to date with the ledger.

    with Ledger.open(url) as ledger, open_views(url) as views:
        follower = Follower(ledger, views)
        while True:
            follower.catch_up()
            ledger.wait_for_news(…)

It reads in order of position and applies in batches: the employees whom a batch touches are judged anew with all that
is known at its end, and what changed of their rows is written in one transaction with the position. A fact that many
share, such as a policy, makes those it concerns wait in ``pending``, in that same transaction; they are derived in
small batches while nothing newer is there. So whatever kills the follower, rows and position fit, and who waits is
known.

By default it keeps everybody, from the log. With another feed (``projections.feed``) it keeps a share of them: so a
worker of a group does, beside the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.avro import UnreadableEvent
from ledger.province import Province
from projections.checkpoint import Checkpoint
from projections.feed import Batch, Feed, LogFeed
from projections.generation import Change, Generation, drop_retired
from projections.months import (
    Months,
    date_in_the_east,
    end_of_month,
    months_between,
    months_of,
    span_of_months,
)
from projections.partitions import Share
from projections.touch import Neighbours
from projections.views import Views

BATCH_OF_EVENTS = 2_000
BATCH_OF_EMPLOYEES = 200

WAY_OUT = "nothing was skipped; update Saksi, or void what is wrong, then run `saksi rebuild`"
"""A follower judges as known at the event, where a void that comes later does not count yet; a rebuild, at the end."""


class FollowerStopped(SaksiError):
    """An event that cannot be applied, or an employee who cannot be derived again. Nothing is skipped until it can."""

    code = "follower_stopped"


class Follower:
    """Applies the ledger to a generation; by default the one that serves, or a first one."""

    def __init__(
        self,
        ledger: Ledger,
        views: Views,
        generation: Generation | None = None,
        on_change: Callable[[Sequence[Change]], None] = lambda _: None,
        feed: Feed | None = None,
    ) -> None:
        self._ledger = ledger
        self._views = views
        self._fixed = generation
        self.position = 0
        """Where those stood after the last step whom it kept up to date."""
        self._feed: Feed = feed or LogFeed(ledger)
        self._share = Share(Checkpoint())
        self._on_change = on_change
        self._province: Province | None = None
        self._neighbours = Neighbours([])

    def catch_up(self, upto: int | None = None) -> Checkpoint:
        """Apply everything up to a position, by default the end, and derive whoever waits.

        Raises ``FollowerStopped`` at an event that cannot be applied, ``OtherVersion`` if another version of the
        program made the generation, and what reading and writing raise.
        """
        while self.step(upto):
            pass
        return self._generation().checkpoint

    def step(self, upto: int | None = None) -> bool:
        """One batch of events, or of those who wait if there is none. False when nothing is left to do."""
        try:
            return self._step(upto, BATCH_OF_EVENTS, BATCH_OF_EMPLOYEES)
        except Exception as error:
            if _passes(error):
                raise
        return self._find_the_stone(upto)

    def _find_the_stone(self, upto: int | None) -> bool:
        """Something cannot be applied: go one by one, stop at it, and say so."""
        while True:
            try:
                if not self._step(upto, 1, 1):
                    return False
            except Exception as error:
                if _passes(error):
                    raise
                stopped = self._stopped_at(error, upto)
                self._note(stopped)
                raise stopped from error

    def _stopped_at(self, error: Exception, upto: int | None) -> FollowerStopped:
        """At which event it stopped, or else at which of those who wait, and why."""
        why = {"kind": type(error).__name__, "detail": str(error)}
        position = self._feed.next_position(self._share, upto)
        if position is None:
            ((nip, _, _),) = self._generation().pending(1, self._share) or (("?", "", ""),)
            return FollowerStopped(
                "the follower cannot derive employee {nip} again at position {position}: {kind}: {detail}",
                WAY_OUT,
                nip=nip,
                position=self._share.checkpoint.position,
                **why,
            )
        try:
            (entry,) = self._ledger.read_log(position - 1, position)
        except UnreadableEvent as unreadable:
            return FollowerStopped(
                "the follower cannot read the event at position {position}: {detail}",
                "nothing was skipped; {advice}, then follow again",
                position=position,
                detail=unreadable.said,
                advice=unreadable.advice,
            )
        return FollowerStopped(
            "the follower cannot apply event '{id}' at position {position}: {kind}: {detail}",
            WAY_OUT,
            id=entry.event.id,
            position=entry.position,
            **why,
        )

    def _note(self, stopped: FollowerStopped) -> None:
        """Note why it stopped, unless another has moved on meanwhile."""
        with self._views.transaction(shared=not self._feed.alone):
            generation = self._generation()
            for share in self._feed.shares(generation):
                if (share.checkpoint, share.numbers) == (self._share.checkpoint, self._share.numbers):
                    generation.move(share, _with(share.checkpoint, stopped=stopped.sentence), {})

    def _generation(self) -> Generation:
        """The generation to keep up to date; made if there is none."""
        return self._fixed or Generation.serving_or_new(self._views)

    def _step(self, upto: int | None, events: int, employees: int) -> bool:
        changes: list[Change] | None = None
        self._generation()  # made if there is none
        with self._views.transaction(shared=not self._feed.alone):
            generation = self._generation()  # none can take its place until this transaction ends
            generation.expect_current()
            shares = self._feed.shares(generation)
            for share in shares:
                self._share, self.position = share, share.checkpoint.position
                changes, position = self._take_on(generation, share, upto, events, employees)
                if changes is not None:
                    break
        if changes is None:
            self.position = min((share.checkpoint.position for share in shares), default=self.position)
            drop_retired(self._views)
            return False
        self.position = position
        if changes:
            self._on_change(changes)
        return True

    def _take_on(
        self, generation: Generation, share: Share, upto: int | None, events: int, employees: int
    ) -> tuple[list[Change] | None, int]:
        """The next events of a share, or those of it who wait if there are none: what changed, and where it stands.

        None if nothing is left to do.
        """
        before = share.checkpoint
        batch = self._feed.batch(share, upto, events)
        if batch is not None:
            return self._apply(generation, share, batch), batch.last
        waiting = generation.pending(employees, share)
        if not waiting:
            return None, before.position
        changes: list[Change] = []
        province = self._province_at(before.position, before.position)
        for nip, first, last in waiting:
            months = _between(first, last, months_of(province.jurisdiction, nip, before.laid_until))
            changes += generation.derive(province.judgement(nip), months)
        generation.settle(nip for nip, _, _ in waiting)
        generation.move(share, _with(before, stopped=""), {})
        return changes, before.position

    def _apply(self, generation: Generation, share: Share, batch: Batch) -> list[Change]:
        """Judge those of a share anew whom the events touch, and note who else must be."""
        before, touched = share.checkpoint, batch.touched
        province = self._province_at(before.position, batch.last, shared=touched.shared)
        horizon = date_in_the_east(batch.recorded_at)
        laid_from, laid_until = province.jurisdiction.law.first_day, end_of_month(horizon)
        changes: list[Change] = []
        concerned = self._neighbours.concerned(touched) if touched.shared else set()
        renewed = before.laid_from != laid_from  # the law begins on another day: there are other sheets
        for nip, days in sorted(touched.days.items()):
            if nip in concerned or renewed or not share.holds(nip):
                continue
            months = months_of(province.jurisdiction, nip, laid_until)
            judgement = province.judgement(nip)
            # Whoever was never assigned has no sheets, but may have calls; what a case stands on may be any day.
            if days is not None and months.first_days and not judgement.has_cases:
                changes += generation.derive(judgement, _near(days, self._neighbours, months), by_month_only=True)
            else:
                changes += generation.derive(judgement, months)
                generation.settle([nip])
        if renewed:
            generation.postpone(sorted({*province.nips, *touched.days}), share)
        elif before.laid_until != laid_until and before.laid_until is not None and laid_until is not None:
            new = span_of_months(before.laid_until + timedelta(days=1), laid_until, timedelta(0))
            generation.postpone(province.nips, share, new)
        if concerned:
            span = span_of_months(touched.first, touched.last, self._neighbours.reach)
            generation.postpone(sorted(concerned), share, span)
            generation.postpone(sorted(concerned & touched.days.keys()), share)  # theirs may bear on any month
        checkpoint = Checkpoint(batch.last, horizon, laid_from, laid_until)
        generation.move(share, checkpoint, self._feed.offsets(share, batch.last))
        return changes

    def _province_at(self, before: int, position: int, *, shared: bool = False) -> Province:
        """What employees share at a position, read again only when it may have changed since ``before``.

        Another follower may have moved the generation meanwhile; then what this one holds is of another position.
        """
        if self._province is None or self._province.known_at != before or shared:
            self._province = Province(self._ledger, position)
            self._neighbours = Neighbours(self._province.facts)
        self._province.known_at = position
        return self._province


def _passes(error: Exception) -> bool:
    """Whether an error is of the ledger or the read models as a whole, and not of one event."""
    return isinstance(error, SaksiError) and not isinstance(error, UnreadableEvent)


def _with(checkpoint: Checkpoint, stopped: str) -> Checkpoint:
    return msgspec.structs.replace(checkpoint, stopped=stopped)


def _between(first: str, last: str, months: Months) -> Months:
    """Those of the months from one to another."""
    chosen = tuple(month for month in months.first_days if first <= month.isoformat()[:7] <= last)
    return Months(chosen, all=len(chosen) == len(months.first_days))


def _near(days: Iterable[date], neighbours: Neighbours, months: Months) -> Months:
    """The months that a check-in on one of these UTC dates can touch."""
    near = {month for day in days for month in months_between(day - neighbours.reach, day + neighbours.reach)}
    return Months(tuple(month for month in months.first_days if month in near), all=False)
