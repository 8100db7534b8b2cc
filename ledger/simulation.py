"""A simulation over a whole ledger, on all cores (SPEC section 9, *simulate*). It reads, and writes nothing.

Every process opens the ledger itself, reads what is shared once, and then takes employees in small groups; what it
found of a group goes back and is added up. So memory holds the shared facts, one employee for each process, and the
result, whatever the length of the ledger.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date, datetime
from difflib import get_close_matches
from itertools import islice
from multiprocessing import get_context
from typing import Any

from domain.comparison import Question
from domain.corrections import in_account
from domain.events import EmployeeAssigned, UnitDefined
from domain.imagined import Laws, imagined_enactment
from domain.simulation import Part, Simulation, study_of
from domain.study import Study
from ledger.application import Ledger
from ledger.errors import UnknownUnit
from ledger.inquiry import position_of
from ledger.processes import cores
from ledger.province import Province

GROUP = 20
"""Employees taken between two reports of progress: what is under way must end before an interruption does."""

WORTH_A_PROCESS = 400
"""Employees for which starting another process, which must read what is shared, pays."""

Progress = Callable[[int, int], None]
"""Is told how many employees are done, of how many."""


def simulate(
    url: str,
    document: dict[str, Any],
    *,
    first: date,
    last: date,
    as_of: datetime,
    known_at: int | datetime | None = None,
    unit: str | None = None,
    processes: int | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Study:
    """What a valid policy document would change from ``first`` to ``last`` (local dates), as of an instant.

    ``unit`` narrows it to a unit and what lies below it. ``processes`` is how many to use, else one for each core.
    Raises ``UnknownUnit``, ``UnknownPosition``, and what opening and reading the ledger raises.
    """
    with Ledger.open(url) as ledger:
        question = Question(first, last, as_of, unit)
        bench = _Bench(ledger, position_of(ledger, known_at), document, question)
        nips = _employees(bench.province, unit)
        part = Part()
        for done, found in enumerate(_parts(url, bench, nips, processes), 1):
            part.merge(found)
            progress(min(done * GROUP, len(nips)), len(nips))
        return study_of(part, bench.laws, question, bench.province.known_at)


class _Bench:
    """One process's province and laws."""

    def __init__(self, ledger: Ledger, known_at: int, document: dict[str, Any], question: Question) -> None:
        self.asked = (known_at, document, question)
        self.province = Province(ledger, known_at)
        facts = in_account(self.province.facts, known_at)
        enactment = imagined_enactment(document, known_at + 1, question.as_of)
        self.laws = Laws(self.province.jurisdiction, facts, enactment)
        self._question = question

    def take(self, nips: Sequence[str]) -> Part:
        """What the document changes for these employees."""
        simulation = Simulation(self.laws, self._question)
        for nip in nips:
            simulation.take(self.province.judgement(nip))
        return simulation.part


def _employees(province: Province, unit: str | None) -> list[str]:
    """Everyone who may have served in the unit or below it, those of one unit together: they share their days' law."""
    parents: dict[str, set[str]] = {}
    for fact in province.facts:
        if isinstance(fact.event, UnitDefined):
            parents.setdefault(fact.event.unit, set()).add(fact.event.parent or "")
    if unit is not None and unit not in parents:
        nearest = get_close_matches(unit, parents, 1)
        raise UnknownUnit(
            "the ledger knows no unit {unit}",
            "did you mean {nearest}?" if nearest else "name a unit as its UnitDefined event does",
            unit=unit,
            nearest="".join(nearest[:1]),
        )
    served: dict[str, str] = {}
    within = _at_or_below(unit, parents) if unit is not None else None
    for fact in province.facts:
        if isinstance(fact.event, EmployeeAssigned) and (within is None or fact.event.unit in within):
            served[fact.event.nip] = fact.event.unit
    return sorted(served, key=lambda nip: (served[nip], nip))


def _at_or_below(unit: str, parents: dict[str, set[str]]) -> set[str]:
    """The units that by any definition, of whatever date, are the unit or lie below it."""
    found: set[str] = set()
    more = {unit}
    while more:
        found |= more
        more = {name for name, above in parents.items() if above & more} - found
    return found


def _parts(url: str, bench: _Bench, nips: Sequence[str], processes: int | None) -> Iterator[Part]:
    """The parts of all groups of employees, in their order."""
    groups = [nips[start : start + GROUP] for start in range(0, len(nips), GROUP)]
    workers = processes or min(cores(), len(nips) // WORTH_A_PROCESS)
    if workers <= 1:
        yield from map(bench.take, groups)
        return
    # A fresh interpreter, not a copy of this one: a copy would share its connection to the database.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_sit, initargs=(url, *bench.asked))
    try:
        yield from _in_order(pool, groups, ahead=4 * workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, groups: Sequence[Sequence[str]], ahead: int) -> Iterator[Part]:
    """Results as they are asked for; no more than ``ahead`` groups are under way, so that none pile up."""
    waiting = iter(groups)
    under_way: deque[Future[Part]] = deque(pool.submit(_take, group) for group in islice(waiting, ahead))
    while under_way:
        yield under_way.popleft().result()
        under_way.extend(pool.submit(_take, group) for group in islice(waiting, 1))


_asked: list[tuple[Any, ...]] = []
"""What a process of the pool is asked: of which ledger, known at what position, which document, which days."""

_sitting: list[_Bench] = []
"""The bench of this process, if it is one of the pool's."""


def _sit(*asked: Any) -> None:
    # Ctrl-C reaches the whole group of processes; the first one stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _asked.append(asked)


def _take(nips: Sequence[str]) -> Part:
    if not _sitting:  # here, where whoever asked hears of what goes wrong
        url, *rest = _asked[0]
        _sitting.append(_Bench(Ledger.open(url), *rest))
    return _sitting[0].take(nips)
