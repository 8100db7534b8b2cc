"""Lines made ready to be recorded, a batch at a time; of much input, the next batch while one is recorded.

    this process      read 1, admit 1, read 2 ----> record 1, read 3 ----> record 2, read 4 …
    another process   (starts)                2 -> admit 2      3 -> admit 3

Until the other process is ready, batches are admitted here. Reading a line, validating and encoding it costs about as
much as recording it, so two cores take in twice as much.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, BinaryIO, NamedTuple, Protocol

import msgspec

from domain.errors import Refusal
from domain.events import AnyEvent
from ledger.avro import Codec
from ledger.drafts import Draft, draft_of
from ledger.lines import FIRST_LINES, pauses
from ledger.nips import NipWarnings
from ledger.processes import cores, deaf_to_interrupts, end_with_parent

Batch = list[tuple[int, Any]]
"""What is to be admitted, with its line number (from 1)."""

OBJECTS_MADE = 200_000
"""After how many to look for cycles: what a batch makes lives until it is recorded, so looking often finds nothing."""


class Form(Protocol):
    """How facts are written down in a stream."""

    def batches(self, stream: BinaryIO) -> Iterator[Batch]:
        """What is to be admitted, a transaction at a time."""
        ...

    def admit(self, item: Any) -> AnyEvent | None:
        """The fact, or ``None`` if there is nothing to be read. Raises ``Refusal``."""
        ...

    def text(self, item: Any) -> str:
        """The item as it was read, for the file of refused lines."""
        ...


class Admitted(NamedTuple):
    """The drafts of a batch, the place in it that each came from, and what was refused."""

    batch: Batch
    drafts: list[Draft]
    places: list[int]
    refused: list[tuple[int, Refusal, str]]


def admitted(batch: Batch, form: Form, source_name: str, codec: Codec, nips: NipWarnings) -> Admitted:
    """Make a batch ready to be recorded."""
    drafts: list[Draft] = []
    places: list[int] = []
    refused: list[tuple[int, Refusal, str]] = []
    for place, (line, item) in enumerate(batch):
        try:
            event = form.admit(item)
        except Refusal as refusal:
            refused.append((line, refusal, form.text(item)))
            continue
        if event is not None:
            drafts.append(draft_of(event, source_name, line, codec))
            places.append(place)
            nips.look_at(event, line)
    return Admitted(batch, drafts, places, refused)


class Admitting:
    """Admits what is in a stream. Close it, or use it in a ``with``. ``nips`` collects the doubtful numbers."""

    def __init__(self, form: Form, source_name: str, codec: Codec, nips: NipWarnings) -> None:
        self.nips = nips
        self._form, self._source_name, self._codec = form, source_name, codec
        self._helper: _Helper | None = None
        self._alone = cores() < 2

    def __enter__(self) -> Admitting:
        self._threshold = gc.get_threshold()
        gc.set_threshold(OBJECTS_MADE, *self._threshold[1:])
        return self

    def __exit__(self, *_: object) -> None:
        gc.set_threshold(*self._threshold)
        if self._helper is not None:
            self._helper.close()

    def batches(self, stream: BinaryIO) -> Iterator[Admitted]:
        """The batches of a stream in order, each as soon as the stream pauses, or the next is under way."""
        under_way: Callable[[], Admitted] | None = None
        source = self._form.batches(stream)
        while True:
            if under_way is not None and pauses(stream):
                yield under_way()
                under_way = None
            batch = next(source, None)
            ready = under_way() if under_way is not None else None
            under_way = self._begun(batch) if batch is not None else None
            if ready is not None:
                yield ready
            if batch is None:
                break
        if self._helper is not None:
            self.nips = self._helper.nips() or self.nips

    def _begun(self, batch: Batch) -> Callable[[], Admitted]:
        """Begin to admit a batch: elsewhere, if another process is there."""
        if self._helper is None and not self._alone and len(batch) >= FIRST_LINES:
            self._helper = _Helper()
        elif (
            self._helper is not None and self._helper.ready() and self._told(self._helper) and self._helper.send(batch)
        ):
            return lambda: self._received(batch)
        made = admitted(batch, self._form, self._source_name, self._codec, self.nips)
        return lambda: made

    def _told(self, helper: _Helper) -> bool:
        """Whether it knows what to admit, and which numbers were seen here before it was ready."""
        if not helper.told:
            helper.told = helper.send((self._form, self._source_name, self.nips))
        return helper.told

    def _received(self, batch: Batch) -> Admitted:
        found = self._helper.received(batch, self.nips) if self._helper is not None else None
        if found is None:  # somebody ended the other process: what it did is done again here
            self._helper, self._alone = None, True
            found = admitted(batch, self._form, self._source_name, self._codec, self.nips)
        return found


class _Helper:
    """A process that admits batches, one at a time. What it does not answer any more it says with False or None."""

    def __init__(self) -> None:
        context = get_context("spawn")  # a fresh interpreter: a copy of this one would share its database
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_admit, args=(theirs,), daemon=True)
        with deaf_to_interrupts():
            self._process.start()
        theirs.close()
        self.told = False
        self._ready = False

    def ready(self) -> bool:
        """Whether it has started."""
        try:
            if not self._ready and self._pipe.poll():
                self._ready = self._pipe.recv_bytes() == READY
        except (EOFError, OSError):
            pass
        return self._ready

    def send(self, told: Any) -> bool:
        try:
            self._pipe.send_bytes(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
        except OSError:
            return False
        return True

    def received(self, batch: Batch, nips: NipWarnings) -> Admitted | None:
        try:
            packed, places, refused, (nips.sentences, nips.omitted) = pickle.loads(self._pipe.recv_bytes())  # noqa: S301  ours
        except (EOFError, OSError):
            return None
        return Admitted(batch, _unpack(packed), list(range(len(batch))) if places is None else places, refused)

    def nips(self) -> NipWarnings | None:
        """What it knows of doubtful numbers now."""
        try:
            if self.told and self.send(None):
                found: NipWarnings = pickle.loads(self._pipe.recv_bytes())  # noqa: S301  ours
                return found
        except (EOFError, OSError):
            pass
        return None

    def close(self) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()


READY = b"ready"
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Draft]).decode


def _admit(pipe: Connection) -> None:
    """What the other process does."""
    end_with_parent()
    gc.set_threshold(OBJECTS_MADE)
    codec = Codec()
    try:
        pipe.send_bytes(READY)
        form, source_name, nips = pickle.loads(pipe.recv_bytes())  # noqa: S301  ours
        while True:
            batch: Batch | None = pickle.loads(pipe.recv_bytes())  # noqa: S301  ours
            if batch is None:
                answer: Any = nips
            else:
                _, drafts, places, refused = admitted(batch, form, source_name, codec, nips)
                told = None if len(places) == len(batch) else places
                answer = (_pack(drafts), told, refused, (nips.sentences, nips.omitted))
            pipe.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):  # whoever asked has ended
        return
