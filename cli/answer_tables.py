"""An answer to a replay as tables: first who, where and when, then days, calls, strikes, location and absence.

The answer is the JSON of SPEC section 9. Every instant is shown at the local clock of the day it is listed under; the
zone is named once above the tables, and again beside whatever lies in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import moments
from cli.language import say, term
from cli.tables import coloured, console, labelled, table
from cli.words import (
    ARRANGEMENT,
    DAY_STATUS,
    INSIDE,
    LEVEL,
    OUTCOME,
    SANCTION,
    STATE,
    STATE_MEANING,
    WHY,
    WINDOW_STATUS,
    word,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from domain.events import EmployeeAssigned

Answer = Mapping[str, Any]


def print_answer(answer: Answer, post: EmployeeAssigned | None, last_position: int) -> None:
    """The whole answer on standard output."""
    out = console()
    out.print(heading(answer, post, last_position))
    out.print(say("Digest"), answer["digest"])
    if answer["days"]:
        _section(out, term("Days"), days_table(answer["days"], answer["cases"]))
    else:
        _section(out, term("Days"), say("No day in this range on which the employee served."))
    if answer["calls"]:
        _section(out, term("Calls"), calls_table(answer["calls"]))
    _section(out, term("Strikes"), strikes_lines(answer["strikes"]))
    if answer["cases"]:
        _print_cases(out, answer["cases"])
    if answer["location_requests"]:
        _section(out, term("Location requests"), requests_table(answer["location_requests"]))
    if answer["absence"]:
        _section(out, term("Absence"), absence_table(answer["absence"]))
    notes = list(retroactive_notes(answer))
    if notes:
        out.print()
        for note in notes:
            out.print(note)


def heading(answer: Answer, post: EmployeeAssigned | None, last_position: int) -> Table:
    """Who, in which zone, as of when, known at which position."""
    as_of = moments.read(answer["as_of"])
    rows = [
        (term("Employee"), who(answer["nip"], post)),
        (term("Zone"), moments.zone(as_of)),
        (term("As of"), moments.instant(as_of)),
        (
            term("Known at"),
            say("position {position} of {last}", position=answer["known_at"], last=last_position),
        ),
    ]
    return labelled(rows)


def who(nip: str, post: EmployeeAssigned | None) -> str:
    """The name, the NIP and the post; only the NIP of one who is not assigned anywhere."""
    if post is None:
        return say("{nip} (assigned nowhere)", nip=nip)
    return say("{name}, NIP {nip}, {title}, {unit}", name=post.name, nip=nip, title=post.title, unit=post.unit)


def _print_cases(out: Console, cases: Iterable[Mapping[str, Any]]) -> None:
    from cli.case_tables import case_lines

    out.print()
    out.print(say(term("Discipline cases")), style="bold underline")
    for number, case in enumerate(cases):
        if number:
            out.print()
        out.print(case_lines(case))


def days_table(days: Iterable[Mapping[str, Any]], cases: Sequence[Mapping[str, Any]] = ()) -> Table:
    """A line for each day, one more for each further window, and one for each step of a case that bears its date."""
    steps: dict[date, list[str]] = {}
    if cases:
        from cli.case_tables import steps_by_day

        steps = steps_by_day(cases)
    made = table(
        (term("Date"), term("Status"), term("From"), term("Window"), term("Between"), term("Check-in")), whole=(0, 4)
    )
    for day in days:
        beside = date.fromisoformat(day["date"])
        windows = day["windows"] or [None]
        for index, window in enumerate(windows):
            first = index == 0
            made.add_row(
                moments.day(beside) if first else "",
                coloured(word(DAY_STATUS, day["status"]), day["status"]) if first else "",
                word(ARRANGEMENT, day["arrangement"]) if first else "",
                window["name"] if window else "",
                f"{moments.short(window['opens'], beside)}-{moments.short(window['closes'], beside)}" if window else "",
                coloured(check_in(window, beside), window["status"]) if window else "",
            )
        for step in steps.get(beside, ()):
            made.add_row("", step)
    return made


def check_in(window: Mapping[str, Any], beside: date) -> str:
    """When the check-in came and what the window is for it: ``07:45:30 late 16 min``."""
    said = word(WINDOW_STATUS, window["status"])
    minutes = window["late_minutes"] + window["early_minutes"]
    if minutes:
        said = say("{status} {n} min", status=said, n=minutes)
    return f"{moments.short(window['at'], beside)} {said}" if window["at"] else said


def calls_table(calls: Iterable[Mapping[str, Any]]) -> Table:
    """A line for each call."""
    made = table((term("Call"), term("Placed"), term("Until"), term("Outcome")), whole=(1, 2))
    for call in calls:
        made.add_row(
            call["call_id"],
            *_placed(call["placed_at"], call["deadline"]),
            coloured(call_outcome(call), call["outcome"]),
        )
    return made


def strikes_lines(strikes: Mapping[str, Any]) -> Table:
    """The state, what it means, how many strikes count, and every allegation."""
    state = strikes["state"]
    rows = [
        (term("State"), f"{word(STATE, state)} ({word(STATE_MEANING, state)})"),
        (term("Counting"), _count(strikes)),
    ]
    for allegation in strikes["allegations"]:
        reached = say(
            "reached {when} on calls {calls}",
            when=moments.instant(allegation["reached_at"]),
            calls=", ".join(allegation["calls"]),
        )
        if allegation["retroactive"]:
            reached += say(" (retroactive: it rests on a rule recorded after one of its calls)")
        if allegation["case"] is not None:
            reached += say(", case {case}", case=allegation["case"])
        rows.append((term("Allegation"), reached))
    return labelled(rows)


def requests_table(requests: Iterable[Mapping[str, Any]]) -> Table:
    """A line for each location request."""
    made = table((term("Request"), term("Asked"), term("Until"), term("Outcome"), term("Distance")), whole=(1, 2))
    for request in requests:
        distance = ""
        if request["distance_m"] is not None:
            distance = f"{request['distance_m']:.1f} m, {word(INSIDE, request['inside'])}"
        made.add_row(
            request["request_id"],
            *_placed(request["requested_at"], request["deadline"]),
            coloured(call_outcome(request), request["outcome"]),
            distance,
        )
    return made


def absence_table(absence: Mapping[str, Mapping[str, Any]]) -> Table:
    """A line for each year."""
    made = table(
        (
            term("Year"),
            term("Days absent"),
            term("Minutes lost"),
            term("Days counted"),
            term("Longest run"),
            term("May lead to"),
        ),
        right=(1, 2, 3, 4),
    )
    for year, tally in absence.items():
        made.add_row(
            year,
            str(tally["absent_days"]),
            str(tally["lost_minutes"]),
            str(tally["counted_days"]),
            str(tally["longest_run"]),
            "; ".join(may_lead_to(tally)) or "-",
        )
    return made


def may_lead_to(tally: Mapping[str, Any]) -> list[str]:
    """The sanctions that the counted days, and the longest run, may lead to."""
    found = []
    for name, sentence in (
        ("band", term("from {days} days: {level}, {kind}")),
        ("consecutive", term("from {days} days in a row: {level}, {kind}")),
    ):
        sanction = tally[name]
        if sanction is not None:
            found.append(
                say(
                    sentence,
                    days=sanction["days"],
                    level=word(LEVEL, sanction["level"]),
                    kind=word(SANCTION, sanction["kind"]),
                )
            )
    return found


def retroactive_notes(answer: Answer) -> Iterable[str]:
    """One line for each rule that was recorded after a day it judges: which, when, and for how many days."""
    judged: dict[tuple[str, str], set[str]] = {}
    for day in answer["days"]:
        for rule in day["because"]:
            if rule["retroactive"]:
                judged.setdefault((named_rule(rule), rule["recorded_at"]), set()).add(day["date"])
    for (policy, recorded_at), days in judged.items():
        yield say(
            "Retroactive: {policy} was recorded {when}, after {n} of the days it judges.",
            policy=policy,
            when=moments.recorded(recorded_at),
            n=len(days),
        )


def named_rule(rule: Mapping[str, Any]) -> str:
    """The policy that decided and its regulation, or the letter that did."""
    if rule["policy"] is None:
        return say("letter {letter}", letter=rule["regulation"])
    return f"{rule['policy']} ({rule['regulation']})"


def _placed(when: str, deadline: str | None) -> tuple[str, str]:
    placed = moments.read(when)
    until = moments.short(deadline, placed.date()) if deadline is not None else "-"
    return f"{moments.day(placed.date())} {moments.clock(placed)}", until


def call_outcome(item: Mapping[str, Any]) -> str:
    """The outcome of a call or a request; for what is not counted, why; for a strike, since when."""
    said = word(OUTCOME, item["outcome"])
    if item["why"] is not None:
        said = f"{said}: {word(WHY, item['why'])}"
    if item.get("settled_at") is not None:
        said = say("{outcome}, a strike since {when}", outcome=said, when=moments.short(item["settled_at"]))
    return said


def _count(strikes: Mapping[str, Any]) -> str:
    if strikes["threshold"] is None:
        return say("{count} (no rule for calls applies)", count=strikes["count"])
    return say("{count} of {threshold} strikes", count=strikes["count"], threshold=strikes["threshold"])


def _section(out: Console, title: str, content: Table | str) -> None:
    out.print()
    out.print(say(title), style="bold underline")
    out.print(content)
