"""``saksi sanctions``: who stands at how many strikes, and against whom there is an allegation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asking, asked, catching_up, now_or, tell_what_waits
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Instant, Text, option, output_format, shared

if TYPE_CHECKING:
    from domain.answer import CaseAnswer
    from projections.questions import SanctionLine


@click.command(cls=TranslatedCommand)
@option("--unit", type=Text(), metavar="UNIT", help="Only this unit and what lies below it; else everybody.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@catching_up
@output_format("table", "json", "csv")
@shared
@click.pass_context
def sanctions(context: click.Context, unit: str | None, as_of: datetime | None, catch_up: bool, form: str) -> None:
    """Show everybody with strikes that count, an allegation or a case on one, the gravest first.

    With the missed calls that count, of how many strikes, when each allegation was reached and on which calls, and how
    far the discipline case is that deals with it; also of those employed no more, under the unit they served in last.
    An allegation is a suspicion that opens a hearing, never a sanction by itself.

    \b
    Example:
      saksi sanctions --unit diskominfo
      saksi sanctions --as-of 2026-03-03T08:00:00+08:00 --format json
    """
    instant = now_or(as_of)
    with asked(context, catch_up=catch_up) as asking:
        lines = asking.questions.sanctions(instant, unit)
        if form == "json":
            _print_json(unit, instant, asking, lines)
        elif form == "csv":
            _print_csv(lines)
        else:
            _print_table(instant, asking, lines)
    tell_what_waits(line.waiting for line in lines)


def _print_json(unit: str | None, as_of: datetime, asking: Asking, lines: Sequence[SanctionLine]) -> None:
    import msgspec

    from cli.machine import print_json
    from cli.roll import frame, person_row

    employees = [
        {
            **person_row(line.person),
            **msgspec.to_builtins(line.strikes),
            "calls": line.calls,
            "cases": [_case_as_json(case) for case in line.cases],
            "waiting": line.waiting,
        }
        for line in lines
    ]
    print_json({**frame(as_of, asking, unit), "employees": employees})


def _case_as_json(case: CaseAnswer) -> dict[str, Any]:
    """How far a case is; `saksi case show` has all of it."""
    import msgspec

    return {
        "case": case.case,
        "rests_on": case.rests_on,
        "stage": case.stage,
        "sanction": msgspec.to_builtins(case.sanction),
        "basis_holds": case.basis.holds,
    }


def _print_csv(lines: Sequence[SanctionLine]) -> None:
    """A row for each allegation, and one for each employee who has none."""
    from cli.machine import print_csv
    from cli.roll import PERSON, person_row

    columns = ("state", "count", "threshold", "counting_calls", "reached_at", "on_calls", "retroactive", "case")
    rows = [
        (
            *person_row(line.person).values(),
            line.strikes.state,
            line.strikes.count,
            line.strikes.threshold,
            "; ".join(line.calls),
            one.reached_at.isoformat() if one else None,
            "; ".join(one.calls) if one else None,
            ("yes" if one.retroactive else "no") if one else None,
            one.case if one else None,
            "yes" if line.waiting else "no",
        )
        for line in lines
        for one in (line.strikes.allegations or (None,))
    ]
    print_csv((*PERSON, *columns, "waiting"), rows)


def _print_table(as_of: datetime, asking: Asking, lines: Sequence[SanctionLine]) -> None:
    from cli.roll import heading, person_in_words
    from cli.tables import coloured, console, stacked, table
    from cli.words import STATE, word

    out = console()
    states = Counter(line.strikes.state for line in lines)
    sums = [
        (term("Sanctioned"), str(states["sanctioned"])),
        (term("In case"), str(states["in case"])),
        (term("Alleged"), str(states["alleged"])),
        (term("Counting"), str(states["counting"])),
    ]
    out.print(heading(as_of, asking, sums))
    if not lines:
        out.print(say(term("Nobody has strikes that count, an allegation or a case on one.")))
        return
    made = table((term("Employee"), term("State"), term("Calls that count"), term("Allegations")), whole=(0,))
    for line in lines:
        state = [word(STATE, line.strikes.state), _count_in_words(line)]
        if line.waiting:
            state.append(say(term("(waits)")))
        made.add_row(
            person_in_words(line.person),
            coloured(state, line.strikes.state),
            ", ".join(line.calls),
            stacked(_allegations_in_words(line)),
        )
        made.add_section()
    out.print(made)


def _count_in_words(line: SanctionLine) -> str:
    strikes = line.strikes
    if strikes.threshold is None:
        return say(term("{count} (no rule for calls applies)"), count=strikes.count)
    return say(term("{count} of {threshold} strikes"), count=strikes.count, threshold=strikes.threshold)


def _allegations_in_words(line: SanctionLine) -> list[str]:
    from cli import moments
    from cli.case_words import STAGE
    from cli.words import word

    stages = {case.case: word(STAGE, case.stage) for case in line.cases}
    found = []
    for one in line.strikes.allegations:
        said = say(
            term("reached {when} on calls {calls}"),
            when=moments.instant(one.reached_at),
            calls=", ".join(one.calls),
        )
        said += say(term(", retroactive")) if one.retroactive else ""
        if one.case is not None:
            said += say(term(", case {case} {stage}"), case=one.case, stage=stages[one.case])
        found.append(said)
    return found
