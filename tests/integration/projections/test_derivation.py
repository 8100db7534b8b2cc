"""Employees are derived by several processes as by one, and the end of one of them is noticed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from multiprocessing.process import BaseProcess

import pytest

from domain.errors import SaksiError
from ledger.application import Ledger
from projections.checkpoint import Checkpoint
from projections.derivation import DerivationFailed, Portion, derived
from projections.rebuild import shares_of

from .agreement import CASES, submissions


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, create=True) as ledger:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        yield ledger


def rows_of(portions: Iterator[Portion]) -> list[tuple[str, tuple[object, ...]]]:
    return sorted((model, row) for portion in portions for model, rows in portion.rows.items() for row in rows)


def test_shares_give_the_same_rows_in_whatever_order(ledger: Ledger, ledger_url: str) -> None:
    nips = sorted(name.removeprefix("employee-") for name in ledger.stream_names("employee-"))
    checkpoint = Checkpoint(ledger.last_position(), None, None, None)
    whole = rows_of(derived(ledger_url, ledger, checkpoint, [nips]))
    assert whole
    assert rows_of(derived(ledger_url, ledger, checkpoint, [nips[1::2], nips[::2]])) == whole
    assert active_children() == []


def test_a_process_that_is_killed_ends_the_derivation_with_a_sentence(ledger: Ledger, ledger_url: str) -> None:
    nips = [f"{number:018}" for number in range(100_000)]
    portions = derived(ledger_url, ledger, Checkpoint(1), [nips[::2], nips[1::2]])
    next(portions)
    victim: BaseProcess = active_children()[0]
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    with pytest.raises(DerivationFailed, match="ended from outside"):
        list(portions)
    assert active_children() == []


def test_what_a_process_cannot_read_is_told_by_the_one_that_asked(ledger: Ledger, ledger_url: str) -> None:
    with pytest.raises(SaksiError):
        list(derived(f"{ledger_url}-gone", ledger, Checkpoint(1), [["1"], ["2"]]))
    assert active_children() == []


def test_whoever_stops_asking_ends_the_processes(ledger: Ledger, ledger_url: str) -> None:
    nips = [f"{number:018}" for number in range(100_000)]
    portions = derived(ledger_url, ledger, Checkpoint(1), [nips[::2], nips[1::2]])
    next(portions)
    portions.close()  # type: ignore[attr-defined]
    assert active_children() == []


def test_shares_are_stretches_of_about_the_same_weight() -> None:
    nips = [f"{number}" for number in range(100)]
    heavy_first = {nip: 100 if number < 10 else 1 for number, nip in enumerate(nips)}
    shares = shares_of(nips, heavy_first, 4)
    assert [nip for share in shares for nip in share] == nips
    assert [sum(heavy_first[nip] for nip in share) for share in shares] == pytest.approx([1090 / 4] * 4, abs=100)
    assert shares_of(["1"], {"1": 0}, 8) == [["1"]]
    assert shares_of(["1", "2"], {"1": 5, "2": 0}, 1) == [["1", "2"]], (
        "whoever weighs nothing takes no process of his own"
    )
    assert shares_of([], {}, 8) == []
