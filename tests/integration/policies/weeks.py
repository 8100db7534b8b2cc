"""The weeks of tests/cases/*-week.md: a story, and tables of the verdicts that the engine must give.

A page holds ``All times are WITA (UTC+08:00).``, a table ``Recorded`` that says when each line was recorded, a
table ``Short`` that gives regulations short names, and questions:

    **As of 2026-02-23 18:00, knowing lines 1-68, as if `some-pack.yaml` were enacted.**

each followed by the tables of its answer. The first heading of a table names its kind; ``-`` stands for "none".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "cases"
WEEKS = sorted(path.stem for path in CASES.glob("*-week.md"))

_ZONE = re.compile(r"All times are \w+ \(UTC([+-]\d\d:\d\d)\)\.")
_QUESTION = re.compile(r"\*\*As of (.{16}), knowing lines 1-(\d+)(?:, as if `([^`]+)` were enacted)?\.\*\*")


@dataclass
class Table:
    """A Markdown table: its kind is the first heading; each row is a mapping from heading to cell."""

    kind: str
    rows: list[dict[str, str]]


@dataclass
class Question:
    """What was asked, and the tables that answer it."""

    as_of: datetime
    known_at: int
    proposal: str | None
    tables: list[Table] = field(default_factory=list)

    def rows(self, kind: str) -> list[dict[str, str]]:
        """The rows of all tables of one kind."""
        return [row for table in self.tables if table.kind == kind for row in table.rows]


@dataclass
class Week:
    """A page: when lines were recorded, what the short names stand for, and the questions."""

    name: str
    recorded: dict[int, datetime]
    regulations: dict[str, tuple[str, str]]
    questions: list[Question]

    @property
    def lines(self) -> list[str]:
        """The lines of the week's ledger."""
        return (CASES / f"{self.name}.jsonl").read_text(encoding="utf-8").splitlines()


def read_week(name: str) -> Week:
    """The page of a week."""
    page = (CASES / f"{name}.md").read_text(encoding="utf-8")
    zone = _ZONE.search(page)
    assert zone is not None, f"{name}.md does not say which zone its times are in"

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text + zone[1])

    week = Week(name, {}, {}, [])
    for part in _parts(page):
        if isinstance(part, Table) and part.kind == "Recorded":
            for row in part.rows:
                first, last = row["Lines"].split("-")
                recorded_at = instant(row["Recorded"])
                week.recorded.update(dict.fromkeys(range(int(first), int(last) + 1), recorded_at))
        elif isinstance(part, Table) and part.kind == "Short":
            week.regulations.update({row["Short"]: (row["Policy"], row["Regulation"]) for row in part.rows})
        elif isinstance(part, Table):
            week.questions[-1].tables.append(part)
        else:
            week.questions.append(Question(instant(part[1]), int(part[2]), part[3]))
    return week


def _parts(page: str) -> Iterator[Table | re.Match[str]]:
    """The questions and the tables of a page, in its order."""
    lines = iter(page.splitlines())
    for line in lines:
        question = _QUESTION.search(line)
        if question is not None:
            yield question
        elif line.startswith("|"):
            yield read_table(line, lines)


def read_table(heading: str, lines: Iterable[str]) -> Table:
    """The table under a heading, which takes its rows from the lines."""
    headings = _cells(heading)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        cells = _cells(line)
        if not set("".join(cells)) <= set("-: "):
            assert len(cells) == len(headings), f"a row of {len(cells)} cells under {len(headings)} headings: {line}"
            rows.append(dict(zip(headings, cells, strict=True)))
    return Table(headings[0], rows)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
