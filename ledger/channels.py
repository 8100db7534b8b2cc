"""Channels: sources whose messages are numbered by whoever keeps them, such as a partition of a topic in Kafka.

The ledger itself remembers how far a channel was taken in, in the same transaction as the events that the messages
brought: a consumer that dies goes on where the ledger ends, and no message is lost or recorded twice. Each batch adds a
row, also if all of it were duplicates or refusals:

    source     the channel, such as ``saksi.intake/3``; its events have it as their source, and the offset as their line
    next       the offset of the first message that was not taken in yet
    position   where the ledger ended then

So the event at a position came in with the first row of its channel that ends there or later: its line is less than
that row's ``next`` and not less than the ``next`` of the row before. ``saksi verify`` holds every event to that.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.errors import Refusal, SaksiError


class Advance(NamedTuple):
    """A channel is taken in from ``before`` (``None``: nothing of it was) up to the offset ``next``, not included."""

    channel: str
    before: int | None
    next: int


class OffsetsMoved(SaksiError):
    """The channel is not where whoever takes it in left it: somebody else took some of it in."""

    code = "offsets_moved"


class SomeRefused(Exception):
    """Some of these drafts would be refused, by their index in the list; none was recorded and no channel moved on.

    Whoever takes in from a channel puts them where they are kept before the channel moves past them, and offers the
    others again.
    """

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(f"{len(refusals)} refused")
        self.refusals = refusals
