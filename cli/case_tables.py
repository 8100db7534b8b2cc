"""The discipline cases of an answer on the screen: what each stands on and whether that still holds, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import moments
from cli.case_words import (
    CASE_OUTCOME,
    IMPOSED_BY,
    STAGE,
    STEP,
    changes_in_words,
    ground_in_words,
)
from cli.language import say, term
from cli.tables import coloured, labelled, stacked
from cli.words import LEVEL, SANCTION, word

if TYPE_CHECKING:
    from rich.table import Table

Case = Mapping[str, Any]


def case_lines(case: Case) -> Table:
    """One case."""
    rows: list[tuple[str, Any]] = [
        (term("Case"), case["case"]),
        (term("Stands on"), ground_in_words(case)),
        (term("Stage"), stage_in_words(case)),
    ]
    if case["sanction"] is not None:
        rows.append((term("Sanction"), sanction_in_words(case["sanction"])))
    rows.append((term("Basis"), coloured(basis_in_words(case), "present" if case["basis"]["holds"] else "missed")))
    rows.append((term("Steps"), stacked(step_in_words(step) for step in case["steps"])))
    return labelled(rows)


def stage_in_words(case: Case) -> str:
    """The stage; of a closed case also how it ended, and when."""
    said = word(STAGE, case["stage"])
    if case["closed"] is None:
        return said
    outcome = word(CASE_OUTCOME, case["closed"]["outcome"])
    return f"{said} {moments.day(case['closed']['on'])}: {outcome}"


def sanction_in_words(sanction: Mapping[str, Any]) -> str:
    """``light, written reprimand, by the decision, Mon 2026-04-01, in force``."""
    parts = [
        word(LEVEL, sanction["level"]),
        word(SANCTION, sanction["kind"]),
        word(IMPOSED_BY, sanction["by"]),
        moments.day(sanction["on"]),
        say("in force") if sanction["in_force"] else say("not in force"),
    ]
    return ", ".join(parts)


def basis_in_words(case: Case) -> list[str]:
    """As what it was seen, and what has changed of it since, with the steps that this bears on."""
    basis = case["basis"]
    seen = say("known at {position}, as of {when}", position=basis["known_at"], when=moments.instant(basis["as_of"]))
    if basis["holds"]:
        return [say("{seen}: it holds", seen=seen)]
    said = [say("{seen}: it has changed", seen=seen), *changes_in_words(basis["changes"])]
    types = {step["id"]: step["type"] for step in case["steps"]}
    if basis["affected"]:
        affected = ", ".join(word(STEP, types[step]) for step in basis["affected"])
        said.append(say("this bears on: {steps}", steps=affected))
    return said


def step_in_words(step: Mapping[str, Any]) -> str:
    """``Mon 2026-03-02 summons issued``."""
    return f"{moments.day(step['on'])} {word(STEP, step['type'])}"


def steps_by_day(cases: Iterable[Case]) -> dict[date, list[str]]:
    """The steps of all cases by the date that the law counts from: what stands beside the days."""
    found: dict[date, list[str]] = {}
    for case in cases:
        number = case["case"].rpartition("_")[2]
        for step in case["steps"]:
            said = say("case {number}: {step}", number=number, step=word(STEP, step["type"]))
            found.setdefault(date.fromisoformat(step["on"]), []).append(said)
    return found
