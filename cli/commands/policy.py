"""``saksi policy``: check policy documents, enact them, and see what is in force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.commands.packs import packs
from cli.commands.simulate import simulate
from cli.failures import REFUSED, Failure, tell
from cli.harmless import legible
from cli.help import TranslatedGroup
from cli.language import said, say, term
from cli.options import Day, Text, known_at, language, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from cli.policy_history import History, Version
    from domain.events import Fact
    from ledger.application import Ledger


@click.group(cls=TranslatedGroup)
@shared
def policy() -> None:
    """Check policy documents, enact them, and see what is in force.

    \b
    Example:
      saksi policy check policies/kaltim-739-2026-wfa-friday.yaml
      saksi policy enact kaltim-739-2026-wfa-friday
    """


@policy.command("check")
@click.argument("file", metavar="FILE.yaml | PACK")
@output_format("table", "json")
@language
@click.pass_context
def check(context: click.Context, file: str, form: str) -> None:
    """Check whether a policy file, or a pack, says what it may; record nothing.

    Every problem is told with its line, its path in the document, and what was expected there.

    \b
    Example:
      saksi policy check kaltim-739-2026-wfa-friday
    """
    from cli.packs import policy_file
    from ledger.policy_file import InvalidPolicyFile, read_law_file

    path = policy_file(file)
    try:
        document = read_law_file(path)
    except InvalidPolicyFile as invalid:
        if form == "json":
            from cli.machine import print_json

            problems = [
                {**problem._asdict(), "file": legible(file), "expected": str(problem.expected)}
                for problem in invalid.problems
            ]
            print_json({"file": legible(file), "valid": False, "problems": problems})
        else:
            for problem in invalid.problems:
                click.echo(said(problem.said))
            count = len(invalid.problems)
            tell(say(term("{file}: 1 problem.") if count == 1 else term("{file}: {n} problems."), file=file, n=count))
        context.exit(REFUSED)
    key = _key(document)
    if form == "json":
        from cli.machine import print_json

        print_json({"file": legible(file), "valid": True, key: document[key], "problems": []})
    else:
        sentence = term("{file}: policy {policy} is valid.")
        if key == "discipline":
            sentence = term("{file}: the rules of discipline {policy} are valid.")
        click.echo(say(sentence, file=file, policy=document[key]))


@policy.command("enact")
@click.argument("file", metavar="FILE.yaml | PACK")
@option(
    "--id",
    "event_id",
    type=Text(),
    metavar="ID",
    help="The id of the event; else one made from what the document says.",
)
@output_format("table", "json")
@shared
@click.pass_context
def enact(context: click.Context, file: str, event_id: str | None, form: str) -> None:
    """Record a policy file, rules of discipline, or a pack, as enacted.

    A document that stands is not enacted twice: nothing is recorded. One that was revoked, amended or voided since is
    enacted again, as an event of its own.

    \b
    Example:
      saksi policy enact policies/kaltim-739-2026-wfa-friday.yaml
    """
    from cli.packs import policy_file
    from ledger.enactment import enact as record
    from ledger.policy_file import read_law_file

    path = policy_file(file)
    document = read_law_file(path)
    enacted = record(open_ledger(context, create=True), document, legible(path.name), event_id)
    key = _key(document)
    policy = document[key]
    if form == "json":
        from cli.machine import print_json

        print_json({key: policy, **enacted._asdict()})
        return
    sentence = term("Policy {policy} is enacted at position {position}, as event {id}.")
    if enacted.duplicate:
        sentence = term(
            "Policy {policy} was enacted like this before, at position {position}, as event {id}; nothing was recorded."
        )
    if key == "discipline":
        sentence = term("The rules of discipline {policy} are enacted at position {position}, as event {id}.")
        if enacted.duplicate:
            sentence = term(
                "The rules of discipline {policy} were enacted like this before, at position {position}, "
                "as event {id}; nothing was recorded."
            )
    click.echo(say(sentence, policy=policy, position=enacted.position, id=enacted.id))


@policy.command("list")
@option("--on", "day", type=Day(), metavar="DATE", help="The date for which to say what is in force; else today.")
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def list_policies(context: click.Context, day: date | None, known_at: int | datetime | None, form: str) -> None:
    """List every policy, and whether it is in force on a date.

    \b
    Example:
      saksi policy list --on 2026-02-20
    """
    when = day or _today()
    histories, rules = _histories(open_ledger(context), known_at, when)
    if form == "json":
        from cli.machine import print_json

        policies = [_as_json(one.current) for one in histories.values()]
        discipline = [_as_json(one.current) for one in rules.values()]
        print_json({"on": when.isoformat(), "policies": policies, "discipline": discipline})
    else:
        from cli.policy_tables import print_discipline, print_policies

        print_policies(histories.values(), when)
        if rules:
            print_discipline(rules.values())


@policy.command("show")
@click.argument("name", type=Text(), metavar="POLICY")
@option("--on", "day", type=Day(), metavar="DATE", help="The date for which to say what is in force; else today.")
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def show(context: click.Context, name: str, day: date | None, known_at: int | datetime | None, form: str) -> None:
    """Show every version of a policy, with its rules and dates.

    \b
    Example:
      saksi policy show kaltim-wfa-friday
    """
    when = day or _today()
    histories, rules = _histories(open_ledger(context), known_at, when)
    if name in rules and name not in histories:
        _show_rules(name, rules[name], when, form)
        return
    if name not in histories:
        from difflib import get_close_matches

        nearest = "".join(get_close_matches(name, [*histories, *rules], 1))
        raise Failure(
            "no_such_policy",
            term("the ledger holds no policy {policy}"),
            term("did you mean {nearest}?") if nearest else term("see `saksi policy list`"),
            policy=name,
            nearest=nearest,
        )
    if form == "json":
        from cli.machine import fact_as_json, print_json

        versions = [{**_as_json(one), "document": one.fact.event.document} for one in histories[name].versions]
        revocations = [fact_as_json(fact) for fact in histories[name].revocations]
        print_json({"on": when.isoformat(), "policy": name, "versions": versions, "revocations": revocations})
    else:
        from cli.policy_tables import print_policy

        print_policy(histories[name], when)


def _show_rules(name: str, history: History, day: date, form: str) -> None:
    if form == "json":
        from cli.machine import print_json

        versions = [{**_as_json(one), "document": one.fact.event.document} for one in history.versions]
        print_json({"on": day.isoformat(), "discipline": name, "versions": versions})
    else:
        from cli.policy_tables import print_rules

        print_rules(history, day)


def _key(document: dict[str, Any]) -> str:
    return "discipline" if "discipline" in document else "policy"


def _today() -> date:
    """The date in western Indonesia, where no unit is named."""
    from domain.zones import DEFAULT_ZONE, zone

    return datetime.now(UTC).astimezone(zone(DEFAULT_ZONE)).date()


def _histories(
    ledger: Ledger, known_at: int | datetime | None, day: date
) -> tuple[dict[str, History], dict[str, History]]:
    """Every policy, and all rules of discipline."""
    from cli.policy_history import discipline_histories, histories
    from ledger.inquiry import position_of

    position = position_of(ledger, known_at)

    def facts(prefix: str) -> list[Fact]:
        return [fact for stream in ledger.stream_names(prefix) for fact in ledger.facts(stream, position)]

    return histories(facts("policy-"), position, day), discipline_histories(facts("discipline-"), position, day)


def _as_json(version: Version) -> dict[str, Any]:
    document = version.fact.event.document
    key = _key(document)
    precedence = {"precedence": document.get("precedence", 0)} if key == "policy" else {}
    return {
        key: document[key],
        "title": document["title"],
        "regulation": document["regulation"],
        "scope": document["scope"],
        **precedence,
        "effective_from": document["effective_from"],
        "effective_until": document.get("effective_until"),
        "state": version.state,
        "position": version.fact.position,
        "recorded_at": version.fact.recorded_at.isoformat(),
        "id": version.fact.event.id,
    }


policy.add_command(simulate)
policy.add_command(packs)
