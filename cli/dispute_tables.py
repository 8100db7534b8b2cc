"""A dispute on the screen: what differs between two answers, side by side, and the events that made the difference."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cli import moments
from cli.answer_tables import call_outcome, check_in, may_lead_to, who
from cli.gist import brief, event_type
from cli.language import say, term
from cli.tables import console, labelled, stacked, table
from cli.words import ARRANGEMENT, DAY_STATUS, INSIDE, PARAMETER, STATE, word

if TYPE_CHECKING:
    from domain.dispute import Difference, Dispute
    from domain.events import EmployeeAssigned, Fact

PARTS = {
    "days": term("day {key}"),
    "windows": term("window {key}"),
    "calls": term("call {key}"),
    "strikes": term("strikes"),
    "allegations": term("allegation"),
    "location_requests": term("location request {key}"),
    "absence": term("absence {key}"),
    "cases": term("case {key}"),
    "bases": term("basis of case {key}"),
}

TALLY = {
    "absent_days": term("{n} days absent"),
    "lost_minutes": term("{n} minutes lost"),
    "counted_days": term("{n} days counted"),
    "longest_run": term("longest run {n}"),
}


def print_dispute(dispute: Dispute, post: EmployeeAssigned | None) -> None:
    """All of it on standard output."""
    out = console()
    as_of = dispute.later.as_of
    out.print(
        labelled(
            [
                (term("Employee"), who(dispute.later.nip, post)),
                (term("Zone"), moments.zone(as_of)),
                (term("As of"), moments.instant(as_of)),
                (
                    term("Known at"),
                    say(
                        "position {earlier} against position {later}",
                        earlier=dispute.earlier.known_at,
                        later=dispute.later.known_at,
                    ),
                ),
            ]
        )
    )
    out.print()
    if not dispute.differences:
        out.print(say("The two answers do not differ."))
        return
    out.print(say("What differs"), style="bold underline")
    differing = table(
        (
            "",
            say("Known at {position}", position=dispute.earlier.known_at),
            say("Known at {position}", position=dispute.later.known_at),
        )
    )
    for one in dispute.differences:
        differing.add_row(_name(one.part, one.key), stacked(_side(one, one.earlier)), stacked(_side(one, one.later)))
    out.print(differing)
    out.print()
    out.print(say("Events that made the difference"), style="bold underline")
    causes = table((term("Position"), term("Event"), term("What it changes")), right=(0,))
    for cause in dispute.causes:
        changes = [_name(part, key) for part, key in cause.changes]
        causes.add_row(
            str(cause.fact.position), stacked(told(cause.fact, as_of.tzinfo)), stacked(dict.fromkeys(changes))
        )
    out.print(causes)
    if dispute.unexplained:
        out.print(
            say(
                "No single event between the two positions explains: {items}",
                items=", ".join(_name(part, key) for part, key in dispute.unexplained),
            )
        )


def told(fact: Fact, zone: Any) -> list[str]:
    """An event in a few lines: its type and id, when it occurred and was recorded, and what it says."""
    occurred = getattr(fact.event, "occurred_at", None)
    lines = [f"{event_type(fact.event)} {fact.event.id}"]
    if occurred is not None:
        lines.append(say("occurred {when}", when=moments.instant(occurred, zone)))
    lines.append(say("recorded {when}", when=moments.recorded(fact.recorded_at, zone)))
    lines.append(brief(fact.event))
    return lines


def _name(part: str, key: str) -> str:
    if part == "days":
        key = moments.day(key)
    elif part == "windows":
        day, _, name = key.partition(" ")
        key = f"{name}, {moments.day(day)}"
    return say(PARTS[part], key=key)


def _side(difference: Difference, item: dict[str, Any] | None) -> list[str]:
    """One side of a difference, in a few lines; a dash where the answer does not have the item."""
    if item is None:
        return ["-"]
    if difference.part == "bases":
        return _basis(item)
    said = _tally(item) if difference.part == "absence" else [_SIDES[difference.part](item)]
    if "because" in difference.fields and len(difference.fields) < len(item) - 1:
        said += _rules(item)
    return said


def _day(day: dict[str, Any]) -> str:
    said = word(DAY_STATUS, day["status"])
    if day["arrangement"] is not None:
        said += f", {word(ARRANGEMENT, day['arrangement'])}"
    if day["late_minutes"]:
        said += say(", {n} min late", n=day["late_minutes"])
    if day["early_minutes"]:
        said += say(", {n} min early", n=day["early_minutes"])
    return said


def _window(window: dict[str, Any]) -> str:
    beside = date.fromisoformat(window["opens"][:10])
    between = f"{moments.short(window['opens'], beside)}-{moments.short(window['closes'], beside)}"
    return f"{between}: {check_in(window, beside)}"


def _request(request: dict[str, Any]) -> str:
    said = call_outcome(request)
    if request["distance_m"] is not None:
        said += f", {request['distance_m']:.1f} m, {word(INSIDE, request['inside'])}"
    return said


def _strikes(strikes: dict[str, Any]) -> str:
    threshold = strikes["threshold"] if strikes["threshold"] is not None else "-"
    count = say("{count} of {threshold} strikes", count=strikes["count"], threshold=threshold)
    return f"{word(STATE, strikes['state'])}, {count}"


def _allegation(allegation: dict[str, Any]) -> str:
    said = say(
        "reached {when} on calls {calls}",
        when=moments.instant(allegation["reached_at"]),
        calls=", ".join(allegation["calls"]),
    )
    if allegation["case"] is not None:
        said += say(", case {case}", case=allegation["case"])
    return said + (say(", retroactive") if allegation["retroactive"] else "")


def _case(case: dict[str, Any]) -> str:
    from cli.case_tables import sanction_in_words, stage_in_words

    said = stage_in_words(case)
    return f"{said}; {sanction_in_words(case['sanction'])}" if case["sanction"] is not None else said


def _basis(basis: dict[str, Any]) -> list[str]:
    from cli.case_words import changes_in_words

    return [say("it holds")] if basis["holds"] else [*changes_in_words(basis["changes"])]


def _tally(tally: dict[str, Any]) -> list[str]:
    return [say(sentence, n=tally[name]) for name, sentence in TALLY.items()] + may_lead_to(tally)


def _rules(item: dict[str, Any]) -> list[str]:
    return [
        say(
            "{parameter}: {policy}, {rule}, recorded {when}",
            parameter=word(PARAMETER, rule["parameter"]),
            policy=rule["policy"] or rule["regulation"],
            rule=rule["rule"],
            when=moments.recorded(rule["recorded_at"]),
        )
        for rule in item["because"]
    ]


_SIDES = {
    "days": _day,
    "windows": _window,
    "calls": call_outcome,
    "strikes": _strikes,
    "allegations": _allegation,
    "location_requests": _request,
    "cases": _case,
}
