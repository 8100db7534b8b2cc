"""What a read model is: one table, and the rows that an employee has in it.

    class Posts:
        name, version = "post", 1
        columns = {"number": "INTEGER", "unit": "TEXT", …}      # the first names a row of an employee
        def rows(self, judgement, months): yield (0, "bkd", …)

The rows of an employee follow from the employee's judgement and nothing else, so a generation can be built by many
processes, each with employees of its own, and a row can be compared with the one it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from domain.judgement import Judgement
from projections.months import Months

Row = tuple[Any, ...]


class ReadModel(Protocol):
    """A table of rows about employees. A change of what the rows hold is a new ``version``."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def columns(self) -> Mapping[str, str]:
        """Name and SQL type of each column after ``nip``. The first is the key of a row among those of its employee."""

    @property
    def indexes(self) -> Sequence[str]:
        """Columns by which rows are looked up, besides the employee."""

    @property
    def by_month(self) -> bool:
        """Whether the key is a month: then check-ins of a month touch only that month's row."""

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's rows, each without the ``nip``."""
        ...
