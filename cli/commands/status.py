"""``saksi status``: who is present, who is missing, a line for each employee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asking, asked, catching_up, now_or, tell_what_waits
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Day, Instant, Text, option, output_format, shared

if TYPE_CHECKING:
    from domain.answer import Because, WindowAnswer
    from projections.questions import StatusLine


@click.command(cls=TranslatedCommand)
@option("--date", "day", type=Day(), metavar="DATE", required=True, help="The day asked about.")
@option("--unit", type=Text(), metavar="UNIT", help="Only this unit and what lies below it; else everybody.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@catching_up
@output_format("table", "json", "csv")
@shared
@click.pass_context
def status(
    context: click.Context, day: date, unit: str | None, as_of: datetime | None, catch_up: bool, form: str
) -> None:
    """Show a day of everybody: status, check-ins, minutes, and the rule that decided.

    Read from the read models, which are brought up to date first. Where a change of what many share concerns thousands,
    they wait for the follower: they are marked, and counted on standard error.

    \b
    Example:
      saksi status --date 2026-02-20 --unit diskominfo
      saksi status --date 2026-02-20 --as-of 2026-02-20T12:00:00+08:00 --format csv > friday.csv
    """
    instant = now_or(as_of)
    with asked(context, catch_up=catch_up) as asking:
        lines = asking.questions.status(day, instant, unit)
        if form == "json":
            _print_json(day, unit, instant, asking, lines)
        elif form == "csv":
            _print_csv(lines)
        else:
            _print_table(day, instant, asking, lines)
    tell_what_waits(line.waiting for line in lines)


def _print_json(day: date, unit: str | None, as_of: datetime, asking: Asking, lines: Sequence[StatusLine]) -> None:
    import msgspec

    from cli.machine import print_json
    from cli.roll import frame, person_row

    employees = [
        {
            **person_row(line.person),
            **msgspec.to_builtins(line.day),
            "strike_state": line.strike_state,
            "waiting": line.waiting,
        }
        for line in lines
    ]
    print_json({"date": day.isoformat(), **frame(as_of, asking, unit), "employees": employees})


def _print_csv(lines: Sequence[StatusLine]) -> None:
    from cli.machine import print_csv
    from cli.roll import PERSON, person_row

    columns = ("status", "arrangement", "windows", "late_minutes", "early_minutes", "decided_by", "strike_state")
    rows = [
        (
            line.day.date,
            *person_row(line.person).values(),
            line.day.status,
            line.day.arrangement,
            "; ".join(map(_window_as_code, line.day.windows)),
            line.day.late_minutes,
            line.day.early_minutes,
            "; ".join(f"{name}: {rules}" for name, rules in _deciders(line.day.because).items()),
            line.strike_state,
            "yes" if line.waiting else "no",
        )
        for line in lines
    ]
    print_csv(("date", *PERSON, *columns, "waiting"), rows)


def _window_as_code(window: WindowAnswer) -> str:
    return " ".join(filter(None, (window.name, window.status, window.at.isoformat() if window.at else "")))


def _print_table(day: date, as_of: datetime, asking: Asking, lines: Sequence[StatusLine]) -> None:
    from cli import moments
    from cli.roll import heading, person_in_words
    from cli.tables import coloured, console, stacked, table
    from cli.words import DAY_STATUS, word

    out = console()
    counts = Counter(line.day.status for line in lines).most_common()
    sums = ", ".join(f"{word(DAY_STATUS, status)} {count}" for status, count in counts)
    everybody = f"{len(lines)}: {sums}" if lines else "0"
    out.print(heading(as_of, asking, [(term("Date"), moments.day(day)), (term("Employees"), everybody)]))
    if not lines:
        return
    made = table((term("Employee"), term("Status"), term("Check-ins"), term("Decided by")), whole=(0,))
    for line in lines:
        windows = line.day.windows
        made.add_row(
            person_in_words(line.person, moments.zone(windows[0].opens) if windows else ""),
            coloured(_status_in_words(line), line.day.status),
            stacked(map(_window_in_words, windows)),
            stacked(_decided_in_words(line.day.because)),
        )
        made.add_section()
    out.print(made)


def _status_in_words(line: StatusLine) -> list[str]:
    """The status, from where, the minutes, the strikes, and whether the line waits, one below the other."""
    from cli.words import ARRANGEMENT, DAY_STATUS, STATE, WINDOW_STATUS, word

    day = line.day
    said = [word(DAY_STATUS, day.status)]
    if day.arrangement is not None:
        said.append(word(ARRANGEMENT, day.arrangement))
    for code, minutes in (("late", day.late_minutes), ("early", day.early_minutes)):
        if minutes:
            said.append(say(term("{status} {n} min"), status=word(WINDOW_STATUS, code), n=minutes))
    if line.strike_state != "clear":
        said.append(word(STATE, line.strike_state))
    if line.waiting:
        said.append(say(term("(waits)")))
    return said


def _window_in_words(window: WindowAnswer) -> str:
    from cli import moments
    from cli.words import WINDOW_STATUS, word

    at = f"{moments.clock(window.at)} " if window.at else ""
    return f"{window.name} {at}{word(WINDOW_STATUS, window.status)}"


def _decided_in_words(because: Iterable[Because]) -> Iterable[str]:
    """The policies with their rules, and whether one was recorded after the day."""
    because = list(because)
    yield from (f"{name}: {rules}" for name, rules in _deciders(because).items())
    if any(one.retroactive for one in because):
        yield say(term("(retroactive)"))


def _deciders(because: Iterable[Because]) -> dict[str, str]:
    """The rules that decided by their policy, or by the letter that stood in for one."""
    found: dict[str, dict[str, Any]] = {}
    for one in because:
        found.setdefault(one.policy or one.regulation, {})[one.rule] = None
    return {name: ", ".join(rules) for name, rules in found.items()}
