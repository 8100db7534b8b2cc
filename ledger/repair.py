"""Bringing an older ledger up: tables that its format did not have, and a leaf for each event that has none.

It is done only while no checkpoint was ever signed: what a checkpoint commits to is never made anew. Whatever kills it,
the same again goes on where it ended; until it is done nothing can be recorded.
"""

from __future__ import annotations

from collections.abc import Callable

from ledger.application import POSTGRES_SCHEMES, Ledger, require_psycopg
from ledger.errors import LedgerDamaged
from ledger.sqlite_file import bring_up as bring_up_file
from ledger.sqlite_file import path_in

LEAVES_AT_A_TIME = 20_000


def repair_leaves(url: str, progress: Callable[[int, int], None] | None = None) -> int:
    """Give every event of a ledger that has no leaf its own; how many had none.

    ``progress`` is called with how many leaves there are, and how many there will be. Raises ``LedgerDamaged`` if a
    checkpoint was signed, ``LedgerForbidden`` if the user does not own what must be changed, and the errors of
    ``ledger.errors``.
    """
    _bring_up(url)
    with Ledger.open(url) as ledger:
        recorder, last = ledger.recorder, ledger.last_position()
        first = recorder.last_leaf()
        sizes = recorder.checkpoint_sizes()
        if first < last and sizes:
            raise LedgerDamaged(
                "a checkpoint of {size} events was signed, so leaves that are missing were taken away",
                "restore a copy of the ledger; what was signed must not be made anew",
                size=sizes[-1],
            )
        while recorder.last_leaf() < recorder.last_position():
            recorder.add_leaves(LEAVES_AT_A_TIME)
            if progress is not None:
                progress(recorder.last_leaf(), recorder.last_position())
        return recorder.last_leaf() - first


def _bring_up(url: str) -> None:
    if url.startswith(POSTGRES_SCHEMES):
        require_psycopg()
        from ledger.postgres_database import bring_up

        bring_up(url)
    else:
        bring_up_file(path_in(url), busy_timeout=10.0)
