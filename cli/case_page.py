"""One case on the screen, as a jurist reads it: what it stands on then and now, its steps, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from cli import moments
from cli.answer_tables import who
from cli.case_gist import documents, gist
from cli.case_lists import VOID_IT_TOO, deadlines_table
from cli.case_tables import sanction_in_words, stage_in_words
from cli.case_words import STEP, changes_in_words, ground_in_words
from cli.language import said, say, term
from cli.step_words import DOCUMENT
from cli.tables import coloured, console, labelled, stacked, table
from cli.words import DAY_STATUS, SANCTION, word
from domain.discipline.rules import NoDisciplineRules

if TYPE_CHECKING:
    from rich.console import Console

    from domain.discipline.case import Case
    from domain.discipline.events import Basis
    from domain.discipline.refusal import Caution
    from ledger.case_file import CaseFile, Reviewed


def print_case(file: CaseFile, name: str, instant: datetime, last_position: int) -> None:
    """All of it on standard output."""
    out = console()
    held = file.held(name, instant)
    case: dict[str, Any] = msgspec.to_builtins(file.answer(name, instant))
    today = file.today(instant)
    rows = [
        (term("Case"), name),
        (term("Employee"), who(file.nip, file.post(today) or file.post(held.case.opened.on))),
        (term("Stands on"), ground_in_words(case)),
        (term("Stage"), stage_in_words(case)),
    ]
    if case["sanction"] is not None:
        rows.append((term("Sanction"), sanction_in_words(case["sanction"])))
        rows += _what_follows(file, held.case, case["sanction"])
    rows += [
        (term("As of"), moments.instant(instant, file.zone(today))),
        (term("Known at"), say("position {position} of {last}", position=file.known_at, last=last_position)),
    ]
    out.print(labelled(rows))
    _section(out, term("Basis, as it was seen"))
    _print_basis(out, held.case.basis, file)
    _section(out, term("Basis, as it is now"))
    _print_changes(out, case)
    _section(out, term("Steps"))
    _print_steps(out, file.review(name, instant), set(case["basis"]["affected"]))
    try:
        limits = file.deadlines(name, instant)
    except NoDisciplineRules as error:  # the rules were voided, or end: the case is to be seen all the more
        _section(out, term("Time limits"))
        out.print(coloured(said(error.said), "missed"))
        return
    if limits:
        _section(out, term("Time limits"))
        out.print(deadlines_table(limits))


def _what_follows(file: CaseFile, case: Case, sanction: dict[str, Any]) -> list[tuple[str, str]]:
    """What the rules call the kind, where we have no word for it, and what else they attach to its level."""
    try:
        rules = file.rules_on(case.opened.on)
    except NoDisciplineRules:  # told below, with the time limits
        return []
    rows = []
    catalogue = rules.catalogue(case.basis.act_on)
    name = catalogue.name_of(sanction["kind"]) if catalogue is not None else None
    if name is not None and sanction["kind"] not in SANCTION:
        rows.append((term("Name of the kind"), name))
    rows += [
        (term("Follows"), f"{say(one.follows)} ({one.reference}, {one.confidence})")
        for one in rules.consequences
        if case.opened.examinee.employment in one.employment and sanction["level"] in one.levels
    ]
    return rows


def _section(out: Console, title: str) -> None:
    out.print()
    out.print(say(title), style="bold underline")


def _print_basis(out: Console, basis: Basis, file: CaseFile) -> None:
    rows = [
        (term("As of"), moments.instant(basis.as_of, file.zone(basis.last))),
        (term("Known at"), say(term("position {position}"), position=basis.known_at)),
        (term("Days"), say(term("{first} to {last}"), first=moments.day(basis.first), last=moments.day(basis.last))),
        (term("Digest"), basis.digest),
    ]
    if basis.policies:
        rows.append((term("Rules"), ", ".join(basis.policies)))
    out.print(labelled(rows))
    if basis.allegation is not None:
        placed = {one["call_id"]: one for one in file.replayed(basis)["calls"] if one["outcome"] != "not_counted"}
        calls = table((term("Call"), term("Placed"), term("Until"), term("Position")), right=(3,))
        for call in basis.allegation.calls:
            seen = placed.get(call.call_id)
            at, due = (moments.instant(seen[key]) if seen else "-" for key in ("placed_at", "deadline"))
            calls.add_row(call.call_id, at, due, str(call.position))
        out.print(calls)
    if basis.absence is not None:
        days = table((term("Date"), term("Status"), term("Minutes lost")), right=(2,))
        for day in basis.absence.days:
            days.add_row(moments.day(day.date), word(DAY_STATUS, day.status), str(day.lost_minutes))
        out.print(days)
        sentence = term("{n} consecutive days") if basis.absence.consecutive else term("{n} days counted")
        out.print(say(sentence, n=basis.absence.counted_days))


def _print_changes(out: Console, case: dict[str, Any]) -> None:
    if case["basis"]["holds"]:
        out.print(coloured(say("it holds"), "present"))
        return
    out.print(coloured(say("it has changed"), "missed"))
    for change in changes_in_words(case["basis"]["changes"]):
        out.print(f"- {change}")


def _print_steps(out: Console, steps: Sequence[Reviewed], affected: set[str]) -> None:
    made = table((term("Date"), term("Step"), term("What it says"), term("Position")), whole=(0,), right=(3,))
    for one in steps:
        event = one.step.event
        lines = [gist(event), *(f"{word(DOCUMENT, name)}: SHA-256 {paper.sha256}" for name, paper in documents(event))]
        lines += [_caution(caution) for caution in one.cautions]
        if one.refused is not None:
            lines.append(say(term("has lost what it followed: {problem}"), problem=said(one.refused.said)))
            lines.append(say(VOID_IT_TOO))
        if event.id in affected:
            lines.append(say(term("what changed bears on this step")))
        wrong = one.refused is not None or event.id in affected
        made.add_row(
            moments.day(event.on),
            coloured(word(STEP, type(event).__name__), "missed" if wrong else None),
            stacked(line for line in lines if line),
            str(one.step.position),
        )
        made.add_section()
    out.print(made)


def _caution(one: Caution) -> str:
    message = say("Note: {message}", message=said(one.said))
    return f"{message} ({one.reference}, {one.confidence})" if one.reference else message
