"""A study as CSV for a spreadsheet: a row for the total, for each unit, and for each employee with changes.

All rows have the same columns; ``level`` tells them apart. A figure that has two sides has two columns.
"""

from __future__ import annotations

from typing import Any

from cli.machine import print_csv
from domain.study import AllegationChange, BandChange, Figures, Pair, Study

NAMES = ("level", "unit", "nip", "name")
DETAILS = ("first_change", "last_change", "allegations", "sanctions")


def print_study_csv(study: Study) -> None:
    """The whole study on standard output."""
    rows = [["total", study.unit or "", "", "", *_cells(study.total), "", "", "", ""]]
    for one in study.units:
        rows.append(["unit", one.unit, "", one.name, *_cells(one.figures), "", "", "", ""])
    for each in study.employees:
        rows.append(
            [
                *("employee", each.unit, each.nip, each.name),
                *_cells(each.figures),
                *(each.first or "", each.last or ""),
                "; ".join(map(_allegation, each.allegations)),
                "; ".join(map(_band, each.bands)),
            ]
        )
    print_csv([*NAMES, *_headings(), *DETAILS], rows)


def _headings() -> list[str]:
    """``late_minutes_before``, ``late_minutes_after`` and so on; statuses are in JSON."""
    headings = []
    for name, value in _figures(Figures()):
        headings += [f"{name}_before", f"{name}_after"] if isinstance(value, Pair) else [name]
    return headings


def _cells(figures: Figures) -> list[Any]:
    cells = []
    for _, value in _figures(figures):
        cells += [value.before, value.after] if isinstance(value, Pair) else [value]
    return cells


def _figures(figures: Figures) -> list[tuple[str, Any]]:
    return [(name, getattr(figures, name)) for name in Figures.__struct_fields__ if name != "statuses"]


def _allegation(change: AllegationChange) -> str:
    return f"{'gained' if change.gained else 'lost'}: {' '.join(change.calls)}"


def _band(change: BandChange) -> str:
    before, after = (one.kind if one is not None else "none" for one in (change.before, change.after))
    return f"{change.year}{' consecutive' if change.consecutive else ''}: {before} > {after}"
