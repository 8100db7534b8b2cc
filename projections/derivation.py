"""Deriving the rows of many employees anew, on every core.

    for portion in derived(url, ledger, checkpoint, shares):      # a share is a list of employees; a process takes one
        for model in READ_MODELS:
            generation.insert(model, portion.rows[model.name])

Each process reads the ledger itself and sends rows through a pipe, which is how it waits for whoever writes them.
Memory holds what employees share, one employee's facts, and the rows of a portion for each process.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from msgspec import Struct

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.processes import deaf_to_interrupts, end_with_parent
from ledger.province import Province
from projections.checkpoint import Checkpoint
from projections.months import months_of
from projections.read_model import Row
from projections.read_models import READ_MODELS

PORTION = 20
"""Employees whose rows are sent and written together."""


class DerivationFailed(SaksiError):
    """An employee cannot be derived, or a process that derived employees ended before it was done."""

    code = "derivation_failed"


class Portion(Struct, frozen=True):
    """The rows of so many employees by read model, each row with its ``nip`` first."""

    employees: int
    rows: dict[str, list[Row]]


def derived(url: str, ledger: Ledger, checkpoint: Checkpoint, shares: Sequence[Sequence[str]]) -> Iterator[Portion]:
    """The rows of all employees as known at the checkpoint's position, a process for each share if there are several.

    Raises what reading the ledger raises, and ``DerivationFailed`` if an employee cannot be judged or a process is
    killed.
    """
    if len(shares) < 2:
        for share in shares:
            yield from portions(ledger, checkpoint, share)
        return
    context = get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in shares]
    processes = [
        context.Process(target=_derive, args=(sender, url, checkpoint, share), daemon=True)
        for (_, sender), share in zip(pipes, shares, strict=True)
    ]
    with deaf_to_interrupts():
        for process in processes:
            process.start()
    for _, sender in pipes:
        sender.close()
    try:
        yield from _received([receiver for receiver, _ in pipes])
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _received(receivers: list[Connection]) -> Iterator[Portion]:
    """What comes through the pipes, until each has said that nothing more does."""
    while receivers:
        for receiver in wait(receivers):
            assert isinstance(receiver, Connection)
            try:
                said = receiver.recv()
            except EOFError:
                raise DerivationFailed(
                    "a process that derives employees was ended from outside",
                    "see that there is memory enough, then run `saksi rebuild` again",
                ) from None
            if said is None:
                receivers.remove(receiver)
            elif isinstance(said, BaseException):
                raise said
            else:
                yield said


def portions(ledger: Ledger, checkpoint: Checkpoint, nips: Sequence[str]) -> Iterator[Portion]:
    """The rows of these employees, so many at a time."""
    province = Province(ledger, checkpoint.position, nips)
    jurisdiction = province.jurisdiction
    rows: dict[str, list[Row]] = {model.name: [] for model in READ_MODELS}
    employees = 0
    for judgement in province.judgements(nips):
        nip = judgement.nip
        months = months_of(jurisdiction, nip, checkpoint.laid_until)
        try:
            for model in READ_MODELS:
                rows[model.name] += [(nip, *row) for row in model.rows(judgement, months)]
        except Exception as error:
            raise DerivationFailed(
                "employee {nip} cannot be derived: {kind}: {detail}",
                "update Saksi, or void what is wrong, then run `saksi rebuild` again",
                nip=nip,
                kind=type(error).__name__,
                detail=str(error),
            ) from error
        employees += 1
        if employees == PORTION:
            yield Portion(employees, rows)
            rows, employees = {model.name: [] for model in READ_MODELS}, 0
    yield Portion(employees, rows)


def _derive(sender: Connection, url: str, checkpoint: Checkpoint, nips: Sequence[str]) -> None:
    end_with_parent()
    try:
        with Ledger.open(url) as ledger:
            for portion in portions(ledger, checkpoint, nips):
                sender.send(portion)
                # What employees share never changes here, and what is one's own is no circle: a collector that looks
                # through both every few hundred objects takes a tenth of the time.
                gc.freeze()
                gc.disable()
        sender.send(None)
    except BrokenPipeError:  # whoever waits for the rows has given up
        return
    except Exception as error:
        sender.send(error)
