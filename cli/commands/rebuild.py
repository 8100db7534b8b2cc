"""``saksi rebuild``: the read models from nothing, compared with those that serve, and switched to in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.failures import REFUSED, warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import ledger_url, open_ledger, open_views, option, output_format, shared
from cli.progress import bar

if TYPE_CHECKING:
    from projections.comparison import Comparison, Difference
    from projections.rebuild import Rebuild

SHOWN_DIFFERENCES = 20


@click.command(cls=TranslatedCommand)
@option("--dry-run", is_flag=True, help="Only compare: what serves now goes on serving.")
@option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes derive employees; else one for each core.",
)
@output_format("table", "json")
@shared
@click.pass_context
def rebuild(context: click.Context, dry_run: bool, processes: int | None, form: str) -> None:
    """Build the read models from nothing, say what changed, and serve them.

    They are built beside those that serve, which answer meanwhile, compared with them at one position, and switched
    to in one transaction. What changed is told: whose verdict, how, and by which events; the table shows the first,
    JSON all. With --dry-run, exit status 1 if anything differs.

    \b
    Example:
      saksi rebuild
      saksi rebuild --dry-run --format json
    """
    from projections.rebuild import Rebuild

    ledger = open_ledger(context)
    views = open_views(context)
    work = Rebuild(ledger_url(context), ledger, views, processes)
    try:
        with bar(term("Building read models")) as show:
            work.build(show)
        comparison = work.finish(lambda _: not dry_run)
    except KeyboardInterrupt:
        if _given_up(work):
            warn(term("the read models that served before go on serving"))
        raise
    if form == "json":
        from cli.machine import print_json

        print_json(
            {
                "position": comparison.position,
                "first": comparison.first,
                "switched": not dry_run,
                "employees": comparison.employees,
                "differences": comparison.differences,
            }
        )
    else:
        _print_table(comparison, dry_run)
    context.exit(REFUSED if dry_run and comparison.differences else 0)


def _given_up(work: Rebuild) -> bool:
    """Whether nothing was switched. What was built is removed, if not now by the next rebuild."""
    from domain.errors import SaksiError

    try:
        return work.give_up()
    except SaksiError:
        return True


def _print_table(comparison: Comparison, dry_run: bool) -> None:
    position = comparison.position
    if comparison.differences:
        _print_differences(comparison)
    if comparison.first:
        click.echo(say(term("Built at position {position}; there was nothing to compare with."), position=position))
    elif not comparison.differences:
        click.echo(say(term("Built at position {position}: nothing differs from what served."), position=position))
    else:
        sentence = term("Built at position {position}: {n} verdicts of {employees} employees differ from what served.")
        click.echo(say(sentence, position=position, n=len(comparison.differences), employees=comparison.employees))
    if dry_run:
        click.echo(say(term("What served before goes on serving.")))
    else:
        click.echo(say(term("From now on this serves.")))


def _print_differences(comparison: Comparison) -> None:
    from cli.tables import console, table

    out = console()
    made = table((term("Employee"), term("Verdict"), term("Before"), term("After"), term("Events")), whole=(0,))
    for one in comparison.differences[:SHOWN_DIFFERENCES]:
        made.add_row(
            one.nip,
            _what_in_words(one),
            _verdict_in_words(one, one.before),
            _verdict_in_words(one, one.after),
            ", ".join(one.events),
        )
    out.print(made)
    more = len(comparison.differences) - SHOWN_DIFFERENCES
    if more > 0:
        out.print(say(term("and {n} more"), n=more))


def _what_in_words(one: Difference) -> str:
    """``day 2026-02-20`` as people say it."""
    kinds = {
        "day": term("day {which}"),
        "call": term("call {which}"),
        "request": term("request {which}"),
        "post": term("post from {which}"),
        "sheet": term("sheet of {which}"),
    }
    kind, _, which = one.what.partition(" ")
    return say(kinds[kind], which=which) if kind in kinds else one.what


def _verdict_in_words(one: Difference, verdict: str) -> str:
    """``late 16 min`` as people say it; what is no verdict stands as it is."""
    from cli.words import DAY_STATUS, OUTCOME, word
    from projections.comparison import UNREADABLE

    if verdict == UNREADABLE:
        return say(term("cannot be read"))
    if verdict == "-" or one.what.partition(" ")[0] not in ("day", "call", "request"):
        return verdict
    code, _, minutes = verdict.partition(" ")
    said = word({**OUTCOME, **DAY_STATUS}, code)
    if not minutes:
        return said
    return say(term("{status} {n} min"), status=said, n=minutes.partition(" ")[0])
