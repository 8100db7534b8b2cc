"""``saksi recap``: a month of everybody, as it goes to whoever pays and whoever disciplines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asking, asked, catching_up, now_or, tell_what_waits
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Instant, Month, Text, option, output_format, shared

if TYPE_CHECKING:
    from projections.questions import RecapLine


@click.command(cls=TranslatedCommand)
@option("--month", type=Month(), metavar="YYYY-MM", required=True, help="The month asked about.")
@option("--unit", type=Text(), metavar="UNIT", help="Only this unit and what lies below it; else everybody.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@catching_up
@output_format("table", "json", "csv")
@shared
@click.pass_context
def recap(
    context: click.Context, month: date, unit: str | None, as_of: datetime | None, catch_up: bool, form: str
) -> None:
    """Sum up a month of everybody: days by status, late and early minutes, counted days and band.

    Counted days and what they may lead to are those of the calendar year up to the last day of the month.

    \b
    Example:
      saksi recap --month 2026-02 --unit diskominfo
      saksi recap --month 2026-02 --format csv > february.csv
    """
    instant = now_or(as_of)
    with asked(context, catch_up=catch_up) as asking:
        lines = asking.questions.recap(month, instant, unit)
        if form == "json":
            _print_json(month, unit, instant, asking, lines)
        elif form == "csv":
            _print_csv(month, lines)
        else:
            _print_table(month, instant, asking, lines)
    tell_what_waits(line.waiting for line in lines)


def _print_json(month: date, unit: str | None, as_of: datetime, asking: Asking, lines: Sequence[RecapLine]) -> None:
    from cli.machine import print_json
    from cli.roll import frame, person_row

    employees = [
        {
            **person_row(line.person),
            "days": line.days,
            "late_minutes": line.late_minutes,
            "early_minutes": line.early_minutes,
            "year": _year_as_json(line),
            "strike_state": line.strike_state,
            "waiting": line.waiting,
        }
        for line in lines
    ]
    print_json({"month": f"{month:%Y-%m}", **frame(as_of, asking, unit), "employees": employees})


def _year_as_json(line: RecapLine) -> dict[str, Any]:
    """The tally of the year up to the last day of the month, and the rules that gave the bands."""
    tally = line.tally
    return {
        "absent_days": tally.absent_days,
        "lost_minutes": tally.lost_minutes,
        "counted_days": tally.counted_days,
        "longest_run": tally.longest_run,
        "band": tally.band,
        "consecutive": tally.consecutive,
        "because": [
            {name: getattr(reason, name) for name in reason.__struct_fields__}
            for reason in (tally.rule.reasons if tally.rule is not None else ())
        ],
    }


def _print_csv(month: date, lines: Sequence[RecapLine]) -> None:
    """A column for each status, so that columns stay where they are from month to month."""
    from cli.machine import print_csv
    from cli.roll import PERSON, person_row
    from cli.words import DAY_STATUS

    minutes = ("late_minutes", "early_minutes")
    year = ("year_absent_days", "year_lost_minutes", "year_counted_days", "year_longest_run")
    bands = ("band_days", "band_level", "band_kind", "consecutive_days", "consecutive_level", "consecutive_kind")
    rows = [
        (
            f"{month:%Y-%m}",
            *person_row(line.person).values(),
            *(line.days.get(status, 0) for status in DAY_STATUS),
            line.late_minutes,
            line.early_minutes,
            line.tally.absent_days,
            line.tally.lost_minutes,
            line.tally.counted_days,
            line.tally.longest_run,
            *(
                getattr(band, name) if band is not None else None
                for band in (line.tally.band, line.tally.consecutive)
                for name in ("days", "level", "kind")
            ),
            line.strike_state,
            "yes" if line.waiting else "no",
        )
        for line in lines
    ]
    days = (f"days_{status}" for status in DAY_STATUS)
    print_csv(("month", *PERSON, *days, *minutes, *year, *bands, "strike_state", "waiting"), rows)


def _print_table(month: date, as_of: datetime, asking: Asking, lines: Sequence[RecapLine]) -> None:
    import msgspec

    from cli.answer_tables import may_lead_to
    from cli.roll import heading, person_in_words
    from cli.tables import console, stacked, table
    from cli.words import DAY_STATUS, STATE, word

    out = console()
    rows = [(term("Month"), f"{month:%Y-%m}"), (term("Employees"), str(len(lines)))]
    out.print(heading(as_of, asking, rows))
    if not lines:
        return
    made = table(
        (
            term("Employee"),
            term("Days"),
            term("Minutes late"),
            term("Minutes early"),
            term("Days counted in the year"),
            term("May lead to"),
        ),
        whole=(0,),
        right=(2, 3, 4),
    )
    for line in lines:
        days = [f"{word(DAY_STATUS, status)} {line.days[status]}" for status in DAY_STATUS if status in line.days]
        if line.strike_state != "clear":
            days.append(say(term("strikes: {state}"), state=word(STATE, line.strike_state)))
        if line.waiting:
            days.append(say(term("(waits)")))
        tally = {name: msgspec.to_builtins(getattr(line.tally, name)) for name in ("band", "consecutive")}
        made.add_row(
            person_in_words(line.person),
            stacked(days),
            str(line.late_minutes),
            str(line.early_minutes),
            str(line.tally.counted_days),
            "; ".join(may_lead_to(tally)) or "-",
        )
        made.add_section()
    out.print(made)
