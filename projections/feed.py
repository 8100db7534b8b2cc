"""Where a follower gets what is next, and whose rows it keeps by it.

    LogFeed(ledger)          everything, in order of position, from the ledger: whoever follows it is to write alone

A worker of a group has another (``consumers.partition_feed``), by which it keeps the partitions that are its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Protocol

from msgspec import Struct

from ledger.application import Ledger
from projections.generation import Generation
from projections.partitions import Share
from projections.touch import Touched, touched_by


class Batch(Struct, frozen=True):
    """What comes next: whom it touches, and up to which position and instant (UTC) that is all there is."""

    touched: Touched
    last: int
    recorded_at: datetime


class Feed(Protocol):
    """What a follower asks, each time in the transaction in which it writes."""

    alone: bool
    """Whether nobody else may write meanwhile."""

    def shares(self, generation: Generation) -> list[Share]:
        """Those of a generation who are to be kept, furthest behind first."""

    def batch(self, share: Share, upto: int | None, limit: int) -> Batch | None:
        """So many of the next events at most, up to a position (included); None if there are none yet."""

    def next_position(self, share: Share, upto: int | None) -> int | None:
        """The position of the first event of the next batch, also if it cannot be read."""

    def offsets(self, share: Share, position: int) -> Mapping[int, int]:
        """By partition, where in the topic what is beyond a position begins, where that is known."""


class LogFeed:
    """The log itself."""

    alone = True

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def shares(self, generation: Generation) -> list[Share]:
        """Everybody; where a group keeps the generation, those who stand at the same position together."""
        return generation.shares()

    def batch(self, share: Share, upto: int | None, limit: int) -> Batch | None:
        """The next events of the log, whosever they are."""
        entries = list(islice(self._ledger.read_log(share.checkpoint.position, least(upto, share.upto)), limit))
        if not entries:
            return None
        return Batch(touched_by(entries), entries[-1].position, entries[-1].recorded_at)

    def next_position(self, share: Share, upto: int | None) -> int | None:
        """The one after the share's."""
        position, last = share.checkpoint.position + 1, least(upto, share.upto, self._ledger.last_position())
        return position if last is not None and position <= last else None

    def offsets(self, share: Share, position: int) -> Mapping[int, int]:
        """Not known here: those noted before are still good to begin with."""
        return {}


def least(*limits: int | None) -> int | None:
    """The lowest of those that are set."""
    return min((limit for limit in limits if limit is not None), default=None)
