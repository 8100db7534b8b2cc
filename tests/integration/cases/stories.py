"""The stories of tests/cases/discipline-*.md: what is recorded of a case, step by step, and what is then to be read.

A page holds ``All times are WITA (UTC+08:00).``, a table ``Person`` that says who is meant by a name, and then, in
order:

- tables ``Step``: what is recorded, one row each. ``facts`` are lines of the story's ``.jsonl``, ``open`` opens the
  case, all others are steps of it, as they are typed. ``Result`` is ``recorded``, with ``noted: …`` behind it, or
  ``refused: …``.
- questions, ``**As of 2026-03-13 08:00.**``, each followed by the tables of its answer.

The first heading of a table names its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "cases"
STORIES = sorted(path.stem for path in CASES.glob("discipline-*.md"))

_ZONE = re.compile(r"All times are \w+ \(UTC([+-]\d\d:\d\d)\)\.")
_QUESTION = re.compile(r"\*\*As of (.{16})\.\*\*")

Row = dict[str, str]


@dataclass
class Step:
    """A row of what is recorded."""

    name: str
    when: datetime | None
    given: str
    result: str


@dataclass
class Question:
    """What was asked, and the tables that answer it, by kind."""

    as_of: datetime
    tables: dict[str, list[Row]] = field(default_factory=dict)


@dataclass
class Story:
    """A page, and the lines of its facts."""

    name: str
    people: dict[str, str]
    parts: list[Step | Question]

    @property
    def lines(self) -> list[str]:
        """The facts, as they are ingested."""
        return (CASES / f"{self.name}.jsonl").read_text(encoding="utf-8").splitlines()

    @property
    def case(self) -> str:
        """The case: the first of whoever is examined, who stands first among the people."""
        return f"{next(iter(self.people.values()))}_1"

    def said(self, text: str) -> str:
        """A text with everybody's number in the place of the name."""
        for name, nip in self.people.items():
            text = re.sub(rf"\b{name}\b", nip, text)
        return text


def read_story(name: str) -> Story:
    """The page of a story."""
    page = (CASES / f"{name}.md").read_text(encoding="utf-8")
    zone = _ZONE.search(page)
    assert zone is not None, f"{name}.md does not say which zone its times are in"

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text + zone[1])

    story = Story(name, {}, [])
    for part in _parts(page):
        if not isinstance(part, list):
            story.parts.append(Question(instant(part[1])))
            continue
        kind = next(iter(part[0]))
        if kind == "Person":
            story.people.update({row["Person"]: row["NIP"] for row in part})
        elif kind == "Step":
            for row in part:
                when = None if row["When"] == "-" else instant(row["When"])
                story.parts.append(
                    Step(row["Step"], when, "" if row["Given"] == "-" else row["Given"].strip("`"), row["Result"])
                )
        else:
            question = story.parts[-1]
            assert isinstance(question, Question), f"a table of {kind} under no question"
            question.tables[kind] = part
    return story


def _parts(page: str) -> Iterator[list[Row] | re.Match[str]]:
    lines = iter(page.splitlines())
    for line in lines:
        question = _QUESTION.search(line)
        if question is not None:
            yield question
        elif line.startswith("|"):
            yield _table(line, lines)


def _table(heading: str, lines: Iterable[str]) -> list[Row]:
    headings = _cells(heading)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        cells = _cells(line)
        if not set("".join(cells)) <= set("-: "):
            assert len(cells) == len(headings), f"a row of {len(cells)} cells under {len(headings)} headings: {line}"
            rows.append(dict(zip(headings, cells, strict=True)))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
