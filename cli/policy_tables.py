"""Policies on the screen: every version with its dates, what became of it on a day, and what its rules say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.padding import Padding
from rich.text import Text

from cli import moments
from cli.language import say, term
from cli.policy_history import STATES, History, Version
from cli.policy_words import condition, value_in_words
from cli.tables import coloured, console, labelled, table
from cli.words import PARAMETER, word
from domain.events import Recorded
from domain.zones import DEFAULT_ZONE, zone

_COLOURS = {"in_force": "present", "not_yet": "pending"}


def print_policies(policies: Iterable[History], day: date) -> None:
    """A line for each policy."""
    out = console()
    out.print(say("Policies on {day}", day=moments.day(day)), style="bold underline")
    made = table((term("Policy"), term("State"), term("For"), term("In force from"), term("Until"), term("Regulation")))
    for history in policies:
        version = history.current
        document = version.fact.event.document
        made.add_row(
            document["policy"],
            _said(version),
            document["scope"],
            document["effective_from"],
            document.get("effective_until") or "-",
            document["regulation"],
        )
    out.print(made)


def print_discipline(histories: Iterable[History]) -> None:
    """A line for each name of rules of discipline, below the policies."""
    out = console()
    out.print()
    out.print(say("Rules of discipline"), style="bold underline")
    made = table((term("Rules"), term("State"), term("For"), term("In force from"), term("Until"), term("Regulation")))
    for history in histories:
        document = history.current.fact.event.document
        made.add_row(
            document["discipline"],
            _said(history.current),
            document["scope"],
            document["effective_from"],
            document.get("effective_until") or "-",
            document["regulation"],
        )
    out.print(made)


def print_rules(history: History, day: date) -> None:
    """Every version of rules of discipline; what they say is long, and stands in JSON."""
    out = console()
    for index, version in enumerate(history.versions):
        if index:
            out.print()
        document = version.fact.event.document
        out.print(document["discipline"], f"({document['title']})", style="bold underline")
        out.print(
            labelled(
                [
                    (term("Regulation"), document["regulation"]),
                    (term("For"), say("{scope} and everything below it", scope=document["scope"])),
                    (term("Employment"), ", ".join(document["employment"])),
                    (term("In force from"), document["effective_from"]),
                    (term("Until"), document.get("effective_until") or say("further notice")),
                    (term("State"), say("{state} on {day}", state=say(STATES[version.state]), day=moments.day(day))),
                    (term("Recorded"), _recorded(version.fact)),
                ]
            )
        )
    out.print(say("All that they say: add --format json."))


def print_policy(history: History, day: date) -> None:
    """Every version with its rules."""
    out = console()
    for index, version in enumerate(history.versions):
        if index:
            out.print()
        document = version.fact.event.document
        out.print(document["policy"], f"({document['title']})", style="bold underline")
        out.print(
            labelled(
                [
                    (term("Regulation"), document["regulation"]),
                    (term("For"), say("{scope} and everything below it", scope=document["scope"])),
                    (term("In force from"), document["effective_from"]),
                    (term("Until"), document.get("effective_until") or say("further notice")),
                    (term("Precedence"), str(document.get("precedence", 0))),
                    (term("State"), say("{state} on {day}", state=say(STATES[version.state]), day=moments.day(day))),
                    (term("Recorded"), _recorded(version.fact)),
                ]
            )
        )
        out.print(say("Rules; the first that holds decides"), style="bold")
        for rule in document["rules"]:
            out.print(Padding(f"{rule['id']}: {condition(rule.get('when'))}", (0, 0, 0, 2)))
            for parameter, value in rule["set"].items():
                said = f"{word(PARAMETER, parameter)}: {value_in_words(parameter, value)}"
                out.print(Padding(said, (0, 0, 0, 4)))
    for revocation in history.revocations:
        out.print()
        out.print(
            say(
                "Revoked from {day}: {reason}. Recorded: {recorded}",
                day=revocation.event.effective_from,
                reason=revocation.event.reason,
                recorded=_recorded(revocation),
            )
        )


def _said(version: Version) -> Text:
    return coloured(say(STATES[version.state]), _COLOURS.get(version.state))


def _recorded(fact: Recorded[Any]) -> str:
    when = moments.recorded(fact.recorded_at, zone(DEFAULT_ZONE))
    return say("{when}, position {position}, as event {id}", when=when, position=fact.position, id=fact.event.id)
