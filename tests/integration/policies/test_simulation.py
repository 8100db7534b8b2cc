"""The proposal for Kalimantan Tengah changes what tests/cases/kalteng-simulation.md says: worked out by hand."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from weeks import CASES, Table, read_table

from domain.study import EmployeeChange, Figures, Pair, Study
from ledger.application import Ledger
from ledger.intake import ingest
from ledger.policy_file import read_policy_file
from ledger.simulation import simulate

PROPOSAL = Path(__file__).resolve().parents[3] / "policies" / "PROPOSAL-NOT-ENACTED-kalteng-wfa.yaml"
ASKED = re.compile(r"\*\*From (\S+) to (\S+), as of (\S+ \S+) WIB(?:, in (\S+))?\.\*\*")


class Section:
    """What is asked under a heading of the page, and its tables."""

    def __init__(self, text: str) -> None:
        self.title, _, rest = text.partition("\n")
        asked = ASKED.search(rest)
        assert asked is not None, f"{self.title} does not say what is asked"
        self.first, self.last = date.fromisoformat(asked[1]), date.fromisoformat(asked[2])
        self.as_of = datetime.fromisoformat(f"{asked[3]}+07:00")
        self.unit = asked[4]
        lines = iter(rest.splitlines())
        tables = [read_table(line, lines) for line in lines if line.startswith("|")]
        self.tables: dict[str, Table] = {table.kind: table for table in tables}


PAGE = (CASES / "kalteng-simulation.md").read_text(encoding="utf-8")
SECTIONS = {section.title: section for section in map(Section, PAGE.split("\n## ")[1:])}


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    file = f"sqlite:///{tmp_path_factory.mktemp('kalteng') / 'saksi.db'}"
    with Ledger.open(file, create=True) as ledger:
        tally = ingest(ledger, io.BytesIO((CASES / "kalteng-week.jsonl").read_bytes()), "kalteng-week.jsonl")
        assert tally.recorded == 49
    return file


@pytest.fixture(scope="module", params=SECTIONS)
def answered(request, url) -> tuple[Section, Study]:
    section = SECTIONS[request.param]
    document = read_policy_file(PROPOSAL)
    asked = {"first": section.first, "last": section.last, "as_of": section.as_of, "unit": section.unit}
    return section, simulate(url, document, **asked)


def written(figure: int | Pair) -> str:
    return f"{figure.before} to {figure.after}" if isinstance(figure, Pair) else str(figure)


def test_the_total_is_that_of_the_page(answered):
    section, study = answered
    expected = {row["Total"]: row["Figure"] for row in section.tables["Total"].rows}
    assert {name: written(getattr(study.total, name)) for name in expected} == expected


def test_the_page_names_every_figure_that_there_is():
    named = {row["Total"] for row in SECTIONS["Everybody"].tables["Total"].rows}
    assert named | {"statuses"} == set(Figures.__struct_fields__)


def test_days_go_from_status_to_status_as_the_page_says(answered):
    section, study = answered
    if "Days" not in section.tables:
        return
    expected = {(row["Days"], row["To"]): int(row["Count"]) for row in section.tables["Days"].rows}
    found = {(before, after): count for before, row in study.total.statuses.items() for after, count in row.items()}
    assert found == expected


def test_units_are_those_of_the_page(answered):
    section, study = answered
    if "Unit" not in section.tables:
        return
    found = [
        {
            "Unit": one.unit,
            "Staff": str(one.figures.employees),
            "Changed": str(one.figures.employees_changed),
            "Days": str(one.figures.employee_days),
            "Days changed": str(one.figures.days_changed),
            "Late minutes": written(one.figures.late_minutes),
            "Missed windows": written(one.figures.missed_windows),
            "Strikes": written(one.figures.strikes),
            "Allegations": written(one.figures.allegations),
        }
        for one in study.units
    ]
    assert found == section.tables["Unit"].rows


def test_it_changes_for_those_whom_the_page_names(answered):
    section, study = answered
    if "Employee" not in section.tables:
        return

    def status(one: EmployeeChange) -> str:
        changes = [
            f"{before} to {after}" for before, row in one.figures.statuses.items() for after in row if before != after
        ]
        return "; ".join(changes) or "-"

    found = [
        {
            "Employee": one.name,
            "Unit": one.unit,
            "Day": f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}",
            "Status": status(one),
            "Missed windows": written(one.figures.missed_windows),
            "Strikes": written(one.figures.strikes),
            "Allegation": ", ".join(call for change in one.allegations for call in change.calls) or "-",
        }
        for one in study.employees
    ]
    assert found == section.tables["Employee"].rows


def test_the_proposal_conflicts_with_nothing_and_amends_nothing(answered):
    _, study = answered
    assert study.conflicts == []
    assert (study.document.held_at, study.document.amends, study.document.unknown_units) == (None, False, [])
