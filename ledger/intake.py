"""Taking facts in from outside: lines become events, in input order, in transactions of many lines (SPEC section 2).

    with Ledger.open(url, create=True) as ledger, open("facts.jsonl", "rb") as facts, Rejects(path) as rejects:
        tally = ingest(ledger, facts, "facts.jsonl", rejects=rejects)

A line that is not a fact is refused and counted, and the lines after it go on. The same file
again gives duplicates only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from domain.admission import admit
from domain.errors import Refusal, Sentence
from domain.events import AnyEvent
from ledger.admitting import Admitted, Admitting, Form
from ledger.application import Ledger
from ledger.drafts import Appended
from ledger.interruption import interruption, signal_of
from ledger.lines import batches_of_lines, legible, refuse_cut_line
from ledger.nips import NipWarnings
from ledger.rejects import Rejects


class JsonLines:
    """One JSON object on each line; empty lines are passed over."""

    def batches(self, stream: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
        first = 1
        for lines in batches_of_lines(stream):
            yield list(enumerate(lines, first))
            first += len(lines)

    def admit(self, item: bytes) -> AnyEvent | None:
        refuse_cut_line(item)
        try:
            return admit(item)
        except Refusal:
            if not item.strip():
                return None
            raise

    def text(self, item: bytes) -> str:
        return legible(item)


class Tally:
    """What an intake did. It is true after every transaction, also when an error or a signal ends the intake."""

    def __init__(self) -> None:
        self.recorded = 0
        self.duplicates = 0
        self.rejected = 0
        self.last_position = 0
        self.lines = 0
        """How many lines were dealt with, for showing progress."""
        self.interrupted = 0
        """The signal that ended it, Ctrl-C or SIGTERM; 0 if none did. All that is counted is recorded."""
        self.nips = NipWarnings()

    @property
    def warnings(self) -> list[Sentence]:
        """A sentence for each number that cannot be a NIP; at most a hundred of them, and then how many more."""
        omitted = self.nips.omitted
        more = [Sentence("and {n} more like these", {"n": omitted})] if omitted else []
        return self.nips.sentences + more


def ingest(
    ledger: Ledger,
    stream: BinaryIO,
    source_name: str,
    *,
    form: Form | None = None,
    rejects: Rejects | None = None,
    progress: Callable[[Tally], None] | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Record the facts in a stream of bytes, in input order.

    ``source_name`` is kept with the line number as the source of each event. ``progress`` is called after each
    transaction. Pass the ``tally`` of one file to the next to go on counting; if an error is raised it says what was
    done before. Ctrl-C and SIGTERM end the intake between two transactions, told by ``Tally.interrupted``.

    Raises the errors of ``ledger.errors``, and ``RejectsFailed`` if refused lines cannot be kept.
    """
    form = form or JsonLines()
    tally = tally or Tally()
    tally.last_position = ledger.last_position()
    if rejects is not None:
        rejects.keep_clear_of(stream)
    try:
        with interruption() as watch, Admitting(form, source_name, ledger.codec, tally.nips) as admitting:
            for admitted in admitting.batches(stream):
                with watch.held():
                    _settle(admitted, form, rejects, tally, ledger.append(admitted.drafts))
                if progress is not None:
                    progress(tally)
            tally.nips = admitting.nips
    except KeyboardInterrupt as interrupt:
        tally.interrupted = signal_of(interrupt)
    return tally


def _settle(admitted: Admitted, form: Form, rejects: Rejects | None, tally: Tally, appended: Appended) -> None:
    """Count what became of a batch, and keep what was refused of it."""
    batch, _, places, refused = admitted
    tally.recorded += appended.recorded
    tally.duplicates += len(appended.duplicates)
    tally.last_position = appended.last_position
    for index, refusal in appended.refusals.items():
        line, item = batch[places[index]]
        refused.append((line, refusal, form.text(item)))
    tally.rejected += len(refused)
    tally.lines = batch[-1][0]
    if rejects is not None:
        rejects.write(sorted(refused, key=_by_line))


def _by_line(refused: tuple[int, Refusal, str]) -> int:
    return refused[0]
