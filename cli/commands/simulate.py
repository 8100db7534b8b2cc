"""``saksi policy simulate``: the study before a regime is decided."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click

from cli.asking import now_or
from cli.failures import Failure
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Day, Instant, Text, ledger_url, option, output_format, shared

SHOWN_EMPLOYEES = 20


@click.command("simulate", cls=TranslatedCommand)
@click.argument("file", metavar="FILE.yaml | PACK")
@option("--from", "first", type=Day(), metavar="DATE", help="The first day of the history to judge again.")
@option("--to", "last", type=Day(), metavar="DATE", help="The last day of the history to judge again.")
@option("--unit", type=Text(), metavar="UNIT", help="Only this unit and what lies below it; else everybody.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@output_format("table", "json", "csv")
@shared
@click.pass_context
def simulate(
    context: click.Context,
    file: str,
    first: date | None,
    last: date | None,
    unit: str | None,
    as_of: datetime | None,
    form: str,
) -> None:
    """Judge real history as if a policy file were enacted, and say what would change; record nothing.

    New conflicts come first, then the figures before and after: in total, for each unit, and for whom. The table shows
    the first employees, JSON and CSV all of them.

    \b
    Example:
      saksi policy simulate PROPOSAL-NOT-ENACTED-kalteng-wfa --from 2026-01-05 --to 2026-01-11
    """
    if first is None or last is None:
        raise Failure(
            "missing_argument",
            term("{argument} is missing"),
            term("see `{command} --help`"),
            argument="--from" if first is None else "--to",
            command=context.command_path,
        )
    if last < first:
        raise Failure(
            "wrong_range",
            term("--to {last} is before --from {first}"),
            term("give the earlier day to --from"),
            first=first,
            last=last,
        )
    from cli.packs import policy_file
    from ledger.policy_file import read_policy_file
    from ledger.simulation import simulate as run

    document = read_policy_file(policy_file(file))
    url = ledger_url(context)
    with _progress() as progress:
        study = run(url, document, first=first, last=last, as_of=now_or(as_of), unit=unit, progress=progress)
    if form == "json":
        from cli.machine import print_json

        print_json(study)
    elif form == "csv":
        from cli.study_csv import print_study_csv

        print_study_csv(study)
    else:
        from cli.study_tables import print_study

        print_study(study, SHOWN_EMPLOYEES)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(term("Employees")), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
