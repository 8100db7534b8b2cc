"""``saksi board``: which posts of a unit are manned on a day, and who is at the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from cli.asking import Asking, asked, catching_up, now_or
from cli.failures import warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import Day, Instant, Text, option, output_format, shared

if TYPE_CHECKING:
    from domain.board import PostOnBoard
    from projections.questions import UnitBoard


@click.command(cls=TranslatedCommand)
@click.argument("unit", type=Text())
@option("--date", "day", type=Day(), metavar="DATE", required=True, help="The day asked about.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@catching_up
@output_format("table", "json", "csv")
@shared
@click.pass_context
def board(context: click.Context, unit: str, day: date, as_of: datetime | None, catch_up: bool, form: str) -> None:
    """Show the posts of a unit on a day, which lack somebody, and who is at the office.

    For the unit and each one below it that has staff or must man a post: who is assigned, present and still expected,
    against what the policy asks, and the staff seen at the office against the share allowed there. A post that must be
    manned and has no shift on the day is named as empty.

    \b
    Example:
      saksi board dinkes --date 2026-02-20
      saksi board dinkes --date 2026-02-20 --as-of 2026-02-20T09:00:00+08:00 --format json
    """
    instant = now_or(as_of)
    with asked(context, catch_up=catch_up) as asking:
        boards = asking.questions.board(unit, day, instant)
        if form == "json":
            _print_json(unit, day, instant, asking, boards)
        elif form == "csv":
            _print_csv(day, boards)
        else:
            _print_tables(day, instant, asking, boards)
        waiting = asking.questions.waiting
    if waiting:
        warn(
            term("{n} employees wait for `saksi follow` to derive them again; a board may be as known earlier"),
            n=waiting,
        )


def _print_json(unit: str, day: date, as_of: datetime, asking: Asking, boards: Sequence[UnitBoard]) -> None:
    from cli.machine import print_json
    from cli.roll import frame

    units = [
        {
            "unit": one.unit,
            "name": one.name,
            "posts": [_post_as_json(post, _zone_of(one)) for post in one.board.posts],
            "office": one.board.office,
            "conflicts": one.board.conflicts,
            "because": [
                {
                    "parameter": ruling.parameter,
                    "policy": decider.enactment.document.policy,
                    "regulation": decider.enactment.document.regulation,
                    "rule": decider.rule.id,
                    "recorded_at": decider.enactment.fact.recorded_at,
                }
                for ruling in one.rulings
                for decider in ruling.deciders
            ],
            "strike_states": one.strike_states,
            "waiting": one.waiting,
        }
        for one in boards
    ]
    print_json({"date": day.isoformat(), **frame(as_of, asking, unit), "units": units})


def _post_as_json(post: PostOnBoard, where: tzinfo) -> dict[str, Any]:
    """A post with its hours at the unit's clock."""
    row = {name: getattr(post, name) for name in post.__struct_fields__}
    return {**row, "start": _local(post.start, where), "end": _local(post.end, where)}


def _print_csv(day: date, boards: Sequence[UnitBoard]) -> None:
    """A row for each turn of a post; what is said of the office stands in JSON."""
    from cli.machine import print_csv

    columns = ("post", "start", "end", "minimum", "assigned", "present", "pending", "gap")
    rows = [
        (day, one.unit, one.name, *(post[column] for column in columns), "yes" if one.waiting else "no")
        for one in boards
        for post in (_post_as_json(post, _zone_of(one)) for post in one.board.posts)
    ]
    print_csv(("date", "unit", "name", *columns, "waiting"), rows)


def _print_tables(day: date, as_of: datetime, asking: Asking, boards: Sequence[UnitBoard]) -> None:
    from cli import moments
    from cli.roll import heading
    from cli.tables import console, labelled, table
    from cli.words import STATE, word

    out = console()
    out.print(heading(as_of, asking, [(term("Date"), moments.day(day))]))
    for one in boards:
        out.print()
        rows = [(term("Unit"), f"{one.unit}: {one.name}"), (term("Office"), _office_in_words(one))]
        struck = {state: count for state, count in one.strike_states.items() if state != "clear"}
        if struck:
            counts = ", ".join(f"{word(STATE, state)} {struck[state]}" for state in STATE if state in struck)
            rows.append((term("Strikes"), counts))
        if one.waiting:
            rows.append((term("Waiting"), say(term("{n} employees"), n=one.waiting)))
        if one.board.conflicts:
            parameters = ", ".join(one.board.conflicts)
            sentence = term("policies of equal rank disagree on {parameters}, so nothing is asked")
            rows.append((term("Conflict"), say(sentence, parameters=parameters)))
        out.print(labelled(rows))
        if not one.board.posts:
            continue
        made = table(
            (
                term("Post"),
                term("Hours"),
                term("Needed"),
                term("Assigned"),
                term("Present"),
                term("Expected"),
                term("Lacks"),
            ),
            whole=(1,),
            right=(2, 3, 4, 5, 6),
        )
        for post in one.board.posts:
            made.add_row(
                post.post,
                _hours_in_words(post, day, _zone_of(one)),
                str(post.minimum) if post.minimum is not None else "-",
                str(post.assigned),
                str(post.present),
                str(post.pending),
                str(post.gap) if post.gap else "",
                style="red" if post.gap else None,
            )
        out.print(made)


def _office_in_words(one: UnitBoard) -> str:
    office = one.board.office
    said = say(
        term("staff {staff}, expected {expected}, seen {seen}"),
        staff=office.staff,
        expected=office.expected,
        seen=office.seen,
    )
    if office.allowed is not None and office.cap is not None:
        said += say(term("; at most {allowed} ({share:g} %)"), allowed=office.allowed, share=100 * office.cap)
    return said + (say(term(", {n} too many"), n=office.over) if office.over else "")


def _hours_in_words(post: PostOnBoard, day: date, where: tzinfo) -> str:
    from cli import moments

    if post.start is None or post.end is None:
        return say(term("no shift: empty"))
    start, end = post.start.astimezone(where), post.end.astimezone(where)
    return f"{moments.short(start, day)}-{moments.short(end, day)} {moments.zone(start)}"


def _zone_of(one: UnitBoard) -> tzinfo:
    from domain.zones import zone

    return zone(one.zone)


def _local(instant: datetime | None, where: tzinfo) -> str | None:
    return instant.astimezone(where).isoformat() if instant is not None else None
