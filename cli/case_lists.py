"""Many cases on the screen: the list, what was found wrong with them, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli import moments
from cli.case_tables import basis_in_words, sanction_in_words, stage_in_words
from cli.case_words import STAGE, STEP, ground_in_words
from cli.language import said, say, term
from cli.step_words import LIMIT, STATE_OF_LIMIT
from cli.words import word

if TYPE_CHECKING:
    from cli.asking import Asking
    from domain.answer import CaseAnswer
    from domain.discipline.deadlines import Deadline
    from domain.discipline.workdays import CountedDay
    from ledger.case_file import Reviewed
    from projections.questions import CaseLine


def print_cases(lines: Sequence[CaseLine], as_of: datetime, unit: str | None, asking: Asking, form: str) -> None:
    """The list of cases as a table, JSON or CSV."""
    import msgspec

    if form == "json":
        from cli.machine import print_json
        from cli.roll import frame

        cases = [
            {
                "nip": line.nip,
                "name": line.person.name if line.person is not None else None,
                "unit": line.unit,
                **msgspec.to_builtins(line.case),
                "changed_since": line.changed_since,
                "waiting": line.waiting,
            }
            for line in lines
        ]
        print_json({**frame(as_of, asking, unit), "cases": cases})
    elif form == "csv":
        _print_csv(lines)
    else:
        _print_table(lines, as_of, asking)


def _print_csv(lines: Sequence[CaseLine]) -> None:
    from cli.machine import print_csv

    headings = ("case", "nip", "name", "unit", "rests_on", "stage", "opened_on", "basis_known_at", "basis_holds")
    more = ("sanction_level", "sanction_kind", "sanction_in_force", "closed_as", "waiting")
    rows = [
        (
            line.case.case,
            line.nip,
            line.person.name if line.person is not None else "",
            line.unit or "",
            line.case.rests_on,
            line.case.stage,
            line.case.opened_at.date(),
            line.case.basis.known_at,
            "yes" if line.case.basis.holds else "no",
            *(
                (line.case.sanction.level, line.case.sanction.kind, "yes" if line.case.sanction.in_force else "no")
                if line.case.sanction is not None
                else (None, None, None)
            ),
            line.case.closed.outcome if line.case.closed is not None else None,
            "yes" if line.waiting else "no",
        )
        for line in lines
    ]
    print_csv((*headings, *more), rows)


def _print_table(lines: Sequence[CaseLine], as_of: datetime, asking: Asking) -> None:
    from cli.roll import heading
    from cli.tables import coloured, console, stacked, table

    out = console()
    out.print(heading(as_of, asking, [(term("Cases"), str(len(lines)))]))
    if not lines:
        return
    made = table((term("Case"), term("Stands on"), term("Stage"), term("Basis")))
    for line in lines:
        case = _builtins(line.case)
        holds = case["basis"]["holds"]
        stage = [stage_in_words(case)]
        if case["sanction"] is not None:
            stage.append(sanction_in_words(case["sanction"]))
        made.add_row(
            stacked((case["case"], line.person.name if line.person is not None else "-", line.unit or "-")),
            ground_in_words(case),
            stacked(stage),
            coloured(say("it holds") if holds else say("it has changed"), "present" if holds else "missed"),
        )
        made.add_section()
    out.print(made)


def _builtins(case: CaseAnswer) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(case)
    return told


VOID_IT_TOO = term("void it too, and record it again once what it followed stands before it")
"""What to do about a step that has lost what it followed: what stands must have been taken in its order."""


class Checked(NamedTuple):
    """A case, and those of its steps that have lost what they followed."""

    case: CaseAnswer
    unsupported: list[Reviewed]

    @property
    def wrong(self) -> bool:
        """Whether there is something to be done about it: in a closed case without a sanction there is not."""
        case = self.case
        return bool(self.unsupported) or (not case.basis.holds and (case.closed is None or case.sanction is not None))


def print_checked(found: Sequence[Checked], form: str) -> None:
    """What was found, case by case."""
    if form == "json":
        from cli.machine import print_json

        print_json({"cases": [_checked_as_json(one) for one in found], "wrong": sum(one.wrong for one in found)})
        return
    for one in found:
        case = _builtins(one.case)
        if not one.wrong:
            sentence = term("{case} ({stage}): it holds.")
            if not case["basis"]["holds"]:
                sentence = term("{case} ({stage}): it has changed, and no sanction stands on it.")
            click.echo(say(sentence, case=case["case"], stage=word(STAGE, case["stage"])))
            continue
        click.echo(f"{case['case']} ({word(STAGE, case['stage'])}):")
        if not case["basis"]["holds"]:
            for line in basis_in_words(case):
                click.echo(f"  {line}")
        for step in one.unsupported:
            assert step.refused is not None, "it lost its support by something"
            event = step.step.event
            click.echo(
                say(
                    term("  {step} of {day} ({id}) has lost what it followed: {problem}"),
                    step=word(STEP, type(event).__name__),
                    day=moments.day(event.on),
                    id=event.id,
                    problem=said(step.refused.said),
                )
            )
            click.echo(f"    {say(VOID_IT_TOO)}")
    wrong = sum(one.wrong for one in found)
    click.echo(say(term("Cases checked: {n}; to be looked at: {wrong}."), n=len(found), wrong=wrong))


def _checked_as_json(one: Checked) -> dict[str, Any]:
    case = _builtins(one.case)
    return {
        "case": case["case"],
        "stage": case["stage"],
        "basis": case["basis"],
        "unsupported": [
            {
                "id": step.step.event.id,
                "type": type(step.step.event).__name__,
                "on": step.step.event.on,
                "code": step.refused.code if step.refused is not None else None,
                "message": step.refused.sentence if step.refused is not None else None,
            }
            for step in one.unsupported
        ],
        "wrong": one.wrong,
    }


class Due(NamedTuple):
    """A time limit of a case."""

    case: str
    deadline: Deadline


def print_deadlines(lines: Sequence[Due], as_of: datetime, *, explain: bool, form: str) -> None:
    """What is due as a table, JSON or CSV."""
    if form == "json":
        from cli.case_reading import deadline_as_json
        from cli.machine import print_json

        told = [{"case": line.case, **deadline_as_json(line.deadline, explain=explain)} for line in lines]
        print_json({"as_of": as_of.isoformat(), "deadlines": told})
    elif form == "csv":
        from cli.machine import print_csv

        headings = (
            "case",
            "limit",
            "state",
            "since",
            "since_on",
            "due",
            "done_on",
            "days",
            "unit",
            "reference",
            "confidence",
        )
        print_csv(headings, [_row(line.case, line.deadline) for line in lines])
    else:
        _print_deadlines(lines, as_of, explain=explain)


def _row(case: str, one: Deadline) -> tuple[Any, ...]:
    return (
        case,
        one.limit,
        one.state,
        type(one.since).__name__,
        one.since.on,
        one.due,
        one.done.on if one.done is not None else None,
        one.rule.days,
        one.rule.unit,
        one.rule.reference,
        one.rule.confidence,
    )


def _print_deadlines(lines: Sequence[Due], as_of: datetime, *, explain: bool) -> None:
    from cli.tables import console, labelled

    out = console()
    out.print(labelled([(term("As of"), moments.as_of(as_of)), (term("Time limits"), str(len(lines)))]))
    if not lines:
        return
    out.print(deadlines_table([line.deadline for line in lines], [line.case for line in lines]))
    if explain:
        for line in lines:
            out.print()
            print_counting(out, line.deadline, line.case)


STATE_COLOUR = {"overdue": "missed", "due": "pending", "open": "pending", "done_late": "late", "done": "present"}


def deadlines_table(limits: Sequence[Deadline], cases: Sequence[str] | None = None) -> Any:
    """A line for each time limit: until when, how it stands, and by which rule."""
    from cli.tables import coloured, stacked, table

    head = (term("Case"),) if cases is not None else ()
    made = table((*head, term("What"), term("Until or on"), term("State"), term("Rule")))
    for index, one in enumerate(limits):
        rule = [
            say(
                term("{days}, from {step} {day}"),
                days=days_in_words(one),
                step=word(STEP, type(one.since).__name__),
                day=one.begins.isoformat(),
            ),
            say(
                term("{reference}, confidence {confidence}"),
                reference=one.rule.reference,
                confidence=one.rule.confidence,
            ),
        ]
        state = word(STATE_OF_LIMIT, one.state)
        if one.done is not None:
            state = f"{state} {one.done.on.isoformat()}"
        first = (cases[index],) if cases is not None else ()
        made.add_row(
            *first,
            word(LIMIT, one.limit),
            moments.day(one.due),
            coloured(state, STATE_COLOUR.get(one.state)),
            stacked(rule),
        )
        made.add_section()
    return made


def days_in_words(one: Deadline) -> str:
    """``15 working days``."""
    sentence = term("{n} working days") if one.rule.unit == "working_days" else term("{n} calendar days")
    return say(sentence, n=one.rule.days)


def print_counting(out: Any, one: Deadline, case: str = "") -> None:
    """A count day by day: the number of each day that counts, and why another does not."""
    from cli.tables import table

    title = say(
        term("{limit}: {days} from {day}"),
        limit=word(LIMIT, one.limit),
        days=days_in_words(one),
        day=moments.day(one.begins),
    )
    out.print(f"{case}: {title}" if case else title, style="bold")
    if one.rule.reading:
        out.print(say(term("reading: {reading}"), reading=say(one.rule.reading)))
    made = table((term("Date"), term("Counted"), term("Why not")), right=(1,))
    for day in one.counting.days:
        made.add_row(moments.day(day.date), "-" if day.number is None else str(day.number), _why_not(day))
    out.print(made)


def _why_not(day: CountedDay) -> str:
    if day.number == 0:
        return say(term("the day it begins is not counted"))
    if day.number is not None:
        return ""
    if day.holidays:
        return "; ".join(f"{fact.event.name} ({fact.event.regulation}, {fact.event.id})" for fact in day.holidays)
    return say(term("not a day of the working week"))
