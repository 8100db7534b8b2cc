"""``saksi replay``: one employee's history, as of an instant, as known at a position."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.failures import Failure, warn
from cli.help import TranslatedCommand
from cli.language import term
from cli.options import (
    Day,
    Instant,
    NipArgument,
    PositionOrInstant,
    known_at,
    open_ledger,
    option,
    output_format,
    shared,
)

if TYPE_CHECKING:
    from domain.events import EmployeeAssigned, Fact
    from ledger.application import Ledger


@click.command(cls=TranslatedCommand)
@click.argument("nip", type=NipArgument())
@option("--from", "first", type=Day(), metavar="DATE", help="The first day; else that of the first assignment.")
@option("--to", "last", type=Day(), metavar="DATE", help="The last day; else the local date of --as-of.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@known_at
@option(
    "--against",
    type=PositionOrInstant(),
    metavar="K2",
    help="Show only what differs from the answer known at K2, and which events made the difference.",
)
@option("--explain", is_flag=True, help="Say for each day and call by which facts and rules it is as it is.")
@output_format("table", "json")
@shared
@click.pass_context
def replay(
    context: click.Context,
    nip: str,
    first: date | None,
    last: date | None,
    as_of: datetime | None,
    known_at: int | datetime | None,
    against: int | datetime | None,
    explain: bool,
    form: str,
) -> None:
    """Replay one employee's history as of an instant, as known at a position.

    Shows the days, calls, strikes, location requests and absence of the employee with this NIP, and the digest by which
    the same answer is known again on any machine.

    \b
    Example:
      saksi replay 199007212015021002 --as-of 2026-03-06T17:00:00+08:00
      saksi replay 199007212015021002 --known-at 175 --explain
      saksi replay 199007212015021002 --known-at 175 --against 179
    """
    if first is not None and last is not None and last < first:
        raise Failure(
            "wrong_range",
            term("--to {last} is before --from {first}"),
            term("give the earlier day to --from"),
            first=first,
            last=last,
        )
    if against is not None and explain:
        raise Failure(
            "wrong_usage",
            term("--explain and --against cannot be given together"),
            term("--against names the events that made the difference; explain each answer by itself"),
        )
    ledger = open_ledger(context)
    asked = {"as_of": as_of or datetime.now(UTC).replace(microsecond=0), "first": first, "last": last}
    if against is not None:
        _print_dispute(ledger, nip, known_at, against, asked, form)
    else:
        _print_replay(ledger, nip, known_at, asked, explain=explain, form=form)


def _print_replay(
    ledger: Ledger, nip: str, known_at: int | datetime | None, asked: dict[str, Any], *, explain: bool, form: str
) -> None:
    from domain.replay import replay as answer_from
    from ledger.inquiry import facts_about, position_of, with_digest

    position = position_of(ledger, known_at)
    facts = facts_about(ledger, nip, position)
    answer = with_digest(answer_from(nip, facts, known_at=position, **asked))
    if form == "json":
        from cli.machine import print_json, with_facts

        print_json(with_facts(answer, facts) if explain else answer)
    else:
        from cli.answer_tables import print_answer

        today = datetime.fromisoformat(answer["as_of"]).date()
        print_answer(answer, _post(facts, nip, position, today), ledger.last_position())
        if explain:
            from cli.explanation import Explanation
            from domain.corrections import in_account

            Explanation(answer, in_account(facts, position)).print()
    _warn_if_unknown(facts, nip)


def _print_dispute(
    ledger: Ledger, nip: str, known_at: int | datetime | None, against: int | datetime, asked: dict[str, Any], form: str
) -> None:
    from domain.dispute import settle
    from ledger.inquiry import facts_about, position_of

    one, other = position_of(ledger, known_at), position_of(ledger, against)
    facts = facts_about(ledger, nip, max(one, other))
    dispute = settle(nip, facts, known_at=one, against=other, **asked)
    if form == "json":
        from cli.machine import dispute_as_json, print_json

        print_json(dispute_as_json(dispute))
    else:
        from cli.dispute_tables import print_dispute

        print_dispute(dispute, _post(facts, nip, max(one, other), dispute.later.as_of.date()))
    _warn_if_unknown(facts, nip)


def _post(facts: list[Fact], nip: str, known_at: int, day: date) -> EmployeeAssigned | None:
    """The assignment of the employee on a day, as known at a position."""
    from domain.corrections import Facts, in_account
    from domain.organisation import Staff, Units

    counting = Facts(in_account(facts, known_at))
    assigned = Staff(counting, Units(counting)).assignment(nip, day)
    return assigned.event if assigned is not None else None


def _warn_if_unknown(facts: list[Fact], nip: str) -> None:
    """An answer about somebody of whom nothing is known is empty, not wrong; but a NIP may be mistyped."""
    if not any(getattr(fact.event, "nip", None) == nip for fact in facts):
        warn(term("the ledger holds nothing about NIP {nip}; is it typed right?"), nip=nip)
