"""What a read model is: one table, and the rows that an employee has in it.

The rows of an employee follow from the employee's judgement and nothing else, so a generation can be built by many
processes, each with employees of its own, and a row can be compared with the one it replaces.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import Struct

from domain.errors import SaksiError
from domain.judgement import Judgement
from projections.months import Months

Row = tuple[Any, ...]
T = TypeVar("T")


class UnreadableRow(SaksiError):
    """A row that is not what this program writes."""

    code = "unreadable_row"


def decoded(decoder: msgspec.msgpack.Decoder[T], stored: bytes) -> T:
    """What a column of bytes holds. Raises ``UnreadableRow``."""
    try:
        return decoder.decode(stored)
    except msgspec.MsgspecError as error:
        raise UnreadableRow(
            "a row of the read models cannot be read: {detail}", "run `saksi rebuild`", detail=str(error)
        ) from None


class Part(Struct, frozen=True):
    """Something that a row says, for whoever compares two generations.

    ``what`` names it (``day 2026-02-20``), ``words`` is how it stands when all has matured, ``events`` are the ids it
    rests on, and ``whole`` is all of it, to see whether anything differs.
    """

    what: str
    words: str
    events: frozenset[str]
    whole: object


class ReadModel(ABC):
    """A table of rows about employees, named ``name`` and the number of the generation."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    """A change of what the rows hold is a new version: rows of another are not read, but built anew."""
    columns: ClassVar[Mapping[str, str]]
    """Name and SQL type of each column after ``nip``. The first is the key of a row among those of its employee."""
    indexes: ClassVar[Sequence[str]] = ()
    """Columns by which rows are looked up, besides the employee."""
    by_month: ClassVar[bool] = False
    """Whether the key is a month: then check-ins of a month touch only that month's row."""

    @abstractmethod
    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's rows, each without the ``nip``; of a model by month, those of the months."""

    def parts(self, row: Row) -> Iterable[Part]:
        """What a row says: by default, the row."""
        yield Part(f"{self.name} {row[0]}", " ".join(map(str, row[1:])), frozenset(), row)
