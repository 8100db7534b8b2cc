"""``saksi case show``, ``list``, ``check`` and ``deadlines``: where cases stand, what changed, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.asking import asked, catching_up, now_or, tell_what_waits
from cli.case_words import STAGE
from cli.case_writing import CaseArgument
from cli.failures import REFUSED, tell
from cli.help import TranslatedCommand
from cli.language import said
from cli.options import Instant, Text, known_at, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from domain.discipline.deadlines import Deadline
    from domain.errors import SaksiError
    from ledger.application import Ledger
    from ledger.case_file import CaseFile

as_of_option = option(
    "--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now."
)


@click.command("show", cls=TranslatedCommand)
@click.argument("case", type=CaseArgument())
@as_of_option
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def show(context: click.Context, case: str, as_of: datetime | None, known_at: int | datetime | None, form: str) -> None:
    """Show a case: what it stands on then and now, its steps and documents, and what is due.

    The basis is shown as it was seen, and what of it reads otherwise now, with the facts behind that and the steps that
    it bears on. Each step is held again to the rules: what to look at is said beside it.

    \b
    Example:
      saksi case show 199007212015021002_1
      saksi case show 199007212015021002_1 --known-at 175 --format json
    """
    from domain.discipline.events import nip_of
    from ledger.inquiry import position_of

    ledger = open_ledger(context)
    instant = now_or(as_of)
    file = _file(ledger, nip_of(case), position_of(ledger, known_at))
    file.held(case, instant)
    if form == "json":
        from cli.machine import print_json

        print_json(_case_as_json(file, case, instant))
    else:
        from cli.case_page import print_case

        print_case(file, case, instant, ledger.last_position())


def _file(ledger: Ledger, nip: str, position: int) -> CaseFile:
    from ledger.case_file import CaseFile

    return CaseFile(ledger, nip, position)


def _case_as_json(file: CaseFile, name: str, instant: datetime) -> dict[str, Any]:
    import msgspec

    from cli.machine import fact_as_json

    reviewed = [
        {
            **fact_as_json(one.step),
            "supported": one.refused is None,
            "problem": None if one.refused is None else {"code": one.refused.code, "message": one.refused.sentence},
            "warnings": [
                {
                    "message": str(each.said),
                    "reference": each.reference,
                    "confidence": each.confidence,
                    "reading": each.reading,
                }
                for each in one.cautions
            ],
        }
        for one in file.review(name, instant)
    ]
    return {
        "nip": file.nip,
        "as_of": instant.isoformat(),
        "known_at": file.known_at,
        **msgspec.to_builtins(file.answer(name, instant)),
        "steps": reviewed,
        "deadlines": _deadlines_as_json(file, name, instant),
    }


def _deadlines_as_json(file: CaseFile, name: str, instant: datetime) -> list[dict[str, Any]] | None:
    """Every time limit; None where no rules hold that could set one."""
    from domain.discipline.rules import NoDisciplineRules

    try:
        return [deadline_as_json(one) for one in file.deadlines(name, instant)]
    except NoDisciplineRules:
        return None


def deadline_as_json(one: Deadline, *, explain: bool = True) -> dict[str, Any]:
    """A time limit; with ``explain`` every day of the count."""
    told: dict[str, Any] = {
        "limit": one.limit,
        "state": one.state,
        "effect": one.rule.effect,
        "since": {"id": one.since.id, "type": type(one.since).__name__, "on": one.since.on},
        "due": one.due,
        "done": None if one.done is None else {"id": one.done.id, "on": one.done.on},
        "days": one.rule.days,
        "unit": one.rule.unit,
        "reference": one.rule.reference,
        "confidence": one.rule.confidence,
        "reading": one.rule.reading,
    }
    if explain:
        told["counting"] = [
            {
                "date": day.date,
                "number": day.number,
                "holidays": [
                    {"name": fact.event.name, "regulation": fact.event.regulation, "id": fact.event.id}
                    for fact in day.holidays
                ],
            }
            for day in one.counting.days
        ]
    return told


@click.command("list", cls=TranslatedCommand)
@option("--unit", type=Text(), metavar="UNIT", help="Only cases opened in this unit or below it; else all.")
@option(
    "--state",
    "stages",
    type=click.Choice(tuple(STAGE)),
    multiple=True,
    help="Only those at this stage; may be given several times.",
)
@option("--open", "only_open", is_flag=True, help="Only those that are not closed.")
@as_of_option
@catching_up
@output_format("table", "json", "csv")
@shared
@click.pass_context
def list_cases(
    context: click.Context,
    unit: str | None,
    stages: tuple[str, ...],
    only_open: bool,
    as_of: datetime | None,
    catch_up: bool,
    form: str,
) -> None:
    """List all cases: on what each stands, how far it is, and whether its basis holds.

    \b
    Example:
      saksi case list --unit diskominfo --open
      saksi case list --state in_force --format csv > in-force.csv
    """
    from cli.case_lists import print_cases

    instant = now_or(as_of)
    with asked(context, catch_up=catch_up) as asking:
        lines = [
            line
            for line in asking.questions.cases(instant, unit)
            if (not stages or line.case.stage in stages) and not (only_open and line.case.closed is not None)
        ]
        print_cases(lines, instant, unit, asking, form)
    tell_what_waits(line.waiting for line in lines)


@click.command("check", cls=TranslatedCommand)
@click.argument("cases", type=CaseArgument(), nargs=-1, metavar="[CASE]...")
@as_of_option
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def check(
    context: click.Context,
    cases: tuple[str, ...],
    as_of: datetime | None,
    known_at: int | datetime | None,
    form: str,
) -> None:
    """Check whether what cases stand on still stands; without a name, all of them.

    Exit status 1 if what an open case or a sanction stands on has changed, or a step has lost what it followed. Nothing
    is rewritten: renew the basis, withdraw the decision, or go on with what stands.

    \b
    Example:
      saksi case check
      saksi case check 199007212015021002_1 --format json
    """
    from cli.case_lists import Checked, print_checked

    ledger = open_ledger(context)
    instant = now_or(as_of)
    found = [
        Checked(file.answer(name, instant), [one for one in file.review(name, instant) if one.refused is not None])
        for file, name in _cases(ledger, cases, known_at, instant)
    ]
    print_checked(found, form)
    context.exit(REFUSED if any(one.wrong for one in found) else 0)


@click.command("deadlines", cls=TranslatedCommand)
@click.argument("case", type=CaseArgument(), required=False)
@option("--unit", type=Text(), metavar="UNIT", help="Only cases opened in this unit or below it; else all.")
@option("--all", "everything", is_flag=True, help="Those that are done too, not only what is due, overdue or open.")
@option("--explain", is_flag=True, help="Show the counting day by day, with the holidays that are left out.")
@as_of_option
@known_at
@output_format("table", "json", "csv")
@shared
@click.pass_context
def deadlines(
    context: click.Context,
    case: str | None,
    unit: str | None,
    everything: bool,
    explain: bool,
    as_of: datetime | None,
    known_at: int | datetime | None,
    form: str,
) -> None:
    """List what is due and overdue, each with its rule and the counting of days.

    Working days are those of the declared calendar: holidays and collective leave are left out, and a change of the
    calendar changes the count. The limits of the examinee (objection, appeal) are open or lapsed, never overdue.

    \b
    Example:
      saksi case deadlines --unit diskominfo
      saksi case deadlines 199007212015021002_1 --all --explain
    """
    from cli.case_lists import Due, print_deadlines
    from domain.discipline.rules import NoDisciplineRules
    from ledger.case_file import units_below
    from ledger.inquiry import position_of

    ledger = open_ledger(context)
    instant = now_or(as_of)
    below = units_below(ledger, unit, position_of(ledger, known_at), instant.date()) if unit else None
    lines: list[Due] = []
    without_rules: list[tuple[str, SaksiError]] = []
    for file, name in _cases(ledger, (case,) if case else (), known_at, instant):
        if below is not None and file.judged(name).unit not in below:
            continue
        try:
            limits = file.deadlines(name, instant)
        except NoDisciplineRules as error:
            if case:
                raise
            without_rules.append((name, error))  # the limits of all other cases are to be seen
            continue
        lines += [Due(name, one) for one in limits if everything or _stands_out(file, name, one, instant)]
    print_deadlines(sorted(lines, key=lambda line: (line.deadline.due, line.case)), instant, explain=explain, form=form)
    for name, refused in without_rules:
        tell(f"{name}: {said(refused.said)}")
    context.exit(REFUSED if without_rules else 0)


def _stands_out(file: CaseFile, name: str, one: Deadline, instant: datetime) -> bool:
    """Whether something is still to be done; in a closed case nothing is."""
    return one.state in ("due", "overdue", "open") and file.held(name, instant).case.is_open


def _cases(
    ledger: Ledger, asked_for: tuple[str, ...], known_at: int | datetime | None, instant: datetime
) -> Iterator[tuple[CaseFile, str]]:
    """The cases asked for, or all that had been opened by an instant, each with its employee's file."""
    from domain.discipline.events import nip_of
    from ledger.case_file import case_names
    from ledger.inquiry import position_of

    position = position_of(ledger, known_at)
    files: dict[str, CaseFile] = {}
    for name in asked_for or case_names(ledger):
        nip = nip_of(name)
        if nip not in files:
            files = {nip: _file(ledger, nip, position)}
        file = files[nip]
        if asked_for:
            file.held(name, instant)
        elif not any(one.case == name for one in file.answers(instant)):
            continue
        yield file, name
