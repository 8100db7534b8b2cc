"""Sealing a ledger: the last thing in its log before a checkpoint is which streams there are, with all their entries.

    sealed = seal(ledger)
    Checkpoint(origin, sealed.size, sealed.root)          # to be signed

The seal is the event at position ``size``; it holds the root of the tree of streams up to the position before it. So
whoever knows the root of the log knows, through one entry of it, what the last event of every stream is.
"""

from __future__ import annotations

from typing import NamedTuple

from ledger.application import Ledger
from ledger.drafts import Draft, draft_of
from ledger.merkle import root
from ledger.statements import StreamsSealed

EVENTS_AT_A_TIME = 100_000
"""How many events the trees are brought up by in one transaction, while nobody else can write."""

SOURCE = "saksi"
"""The source of what the ledger says of itself."""


class Seal(NamedTuple):
    """A seal at position ``size``: the roots of the log up to and with it, and of the tree of streams before it."""

    size: int
    root: bytes
    streams_root: bytes


def seal(ledger: Ledger) -> Seal:
    """Record a seal at the end of the log. Raises the errors of ``ledger.errors``; then none was recorded."""
    catch_up(ledger, ledger.last_position())
    trees = ledger.recorder.trees
    sealed: list[StreamsSealed] = []

    def made(last: int) -> Draft:
        trees.catch_up(last)
        streams_root = trees.streams.root
        sealed.append(
            StreamsSealed(id=f"streams-{streams_root.hex()}", upto=last, root=streams_root, streams=trees.store.kinds())
        )
        return draft_of(sealed[-1], SOURCE, 0, ledger.codec)

    size = ledger.recorder.append_statement(made)
    return Seal(size, root(trees.hashes(size), size), sealed[-1].root)


def catch_up(ledger: Ledger, upto: int) -> None:
    """Bring the trees up to a position, in transactions that do not keep others from writing for long."""
    reached = ledger.recorder.trees.store.position()
    while reached < upto:
        reached = min(reached + EVENTS_AT_A_TIME, upto)
        with ledger.recorder.tending() as trees:
            trees.catch_up(reached)
