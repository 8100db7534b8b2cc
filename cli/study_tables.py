"""A study as a member of parliament reads it: what the document is, what it conflicts with, and what it would change.

Everything is said beside what is so today. Words stand for codes; the numbers are those of ``domain.study``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

from rich.console import Console
from rich.table import Table

from cli import moments
from cli.language import say, term
from cli.tables import console, labelled, stacked, table
from cli.words import DAY_STATUS, LEVEL, PARAMETER, SANCTION, word
from domain.answer import BandAnswer
from domain.study import BandChange, EmployeeChange, Figures, NewConflict, Pair, Study, UnitStudy

ORDER_OF_STATUSES = tuple(DAY_STATUS)


def print_study(study: Study, shown_employees: int) -> None:
    """The whole study on standard output, with so many employees at most."""
    out = console()
    out.print(say("A study: nothing was enacted, nothing was recorded"), style="bold underline")
    out.print(heading(study))
    for note in notes(study):
        out.print(note)
    _section(out, term("New conflicts"))
    if study.conflicts:
        for conflict in study.conflicts:
            out.print(*conflict_lines(conflict), sep="\n")
    else:
        out.print(say("None: the document contradicts no policy of its own rank."))
    _section(out, term("In total"))
    if not study.total.employee_days:
        out.print(say("Nobody served on these days in the units asked about."))
        return
    out.print(gist(study.total))
    if not study.total.anything_changes and not study.units_changed:
        return
    out.print(total_table(study.total))
    if study.total.days_changed:
        _section(out, term("Days with another status"))
        out.print(days_table(study.total))
    _section(out, term("Unit by unit"))
    print_units(out, study)
    if study.employees:
        _section(out, term("For whom"))
        out.print(employees_table(study.employees[:shown_employees]))
        more = len(study.employees) - shown_employees
        if more > 0:
            out.print(say("and {n} more: --format csv or json names all of them", n=more))


def heading(study: Study) -> Table:
    """What was laid over which history."""
    document = study.document
    until = document.effective_until.isoformat() if document.effective_until else say("further notice")
    return labelled(
        [
            (term("Document"), f"{document.title} ({document.policy})"),
            (term("Regulation"), document.regulation),
            (term("For"), say("{scope} and everything below it", scope=document.scope)),
            (term("In force"), say("from {first} to {last}", first=document.effective_from, last=until)),
            (
                term("Laid over"),
                say(
                    "{first} to {last}, {days} days",
                    first=moments.day(study.first),
                    last=moments.day(study.last),
                    days=(study.last - study.first).days + 1,
                ),
            ),
            (
                term("Among"),
                say("{scope} and everything below it", scope=study.unit) if study.unit else say("everybody"),
            ),
            (term("As of"), moments.as_of(study.as_of)),
            (term("Known at"), say("position {position}", position=study.known_at)),
        ]
    )


def notes(study: Study) -> Iterator[str]:
    """What a drafter may have overlooked."""
    document = study.document
    if document.held_at is not None:
        yield say("Note: the ledger holds this very document already, at position {n}.", n=document.held_at)
    elif document.amends:
        yield say("Note: the ledger holds an earlier version of this policy, which this one amends.")
    for unit in document.unknown_units:
        yield say("Note: on these days no unit is called {unit}; what is said of it holds for nobody.", unit=unit)
    if document.effective_from > study.last or (document.effective_until or study.last) < study.first:
        yield say("Note: the document is in force on none of these days.")
    pending = sum(study.total.statuses.get("pending", {}).values())
    if pending:
        yield say(
            "Note: {n} of the days were not over as of {when}; what was still open is pending on both sides.",
            n=pending,
            when=moments.as_of(study.as_of),
        )


def conflict_lines(conflict: NewConflict) -> Iterator[str]:
    """On what, between which rules, for whom and when."""
    yield say("On {parameter}:", parameter=word(PARAMETER, conflict.parameter))
    for side in conflict.sides:
        yield f"  {side.policy} ({side.regulation}), {say('rule {rule}', rule=side.rule)}"
    yield "  " + say("in {units}", units=_few(conflict.units))
    yield "  " + say("on {days}", days=_days(conflict.days))
    if conflict.employees:
        yield "  " + say("for {n} employees", n=conflict.employees)


def gist(figures: Figures) -> str:
    """The study in a sentence or two."""
    if not figures.employees_changed:
        return say("Nothing changes for any of the {n} employees.", n=figures.employees)
    return say(
        "Something changes for {n} of {of} employees. Of {days} days they served, {changed} get another status and "
        "{moved} another arrangement.",
        n=figures.employees_changed,
        of=figures.employees,
        days=figures.employee_days,
        changed=figures.days_changed,
        moved=figures.days_rearranged,
    )


def total_table(figures: Figures) -> Table:
    """A line for each number that there is before or after."""
    made = table((term("What is counted"), term("Today"), term("With it"), term("Change")), right=(1, 2, 3))
    for status, pair in _days_by_status(figures):
        made.add_row(say("days {status}", status=word(DAY_STATUS, status)), *_cells(pair))
    for words, pair in (
        (term("minutes late"), figures.late_minutes),
        (term("minutes early"), figures.early_minutes),
        (term("presences missed"), figures.missed_windows),
        (term("calls that count"), figures.calls_counted),
        (term("calls missed: strikes"), figures.strikes),
        (term("allegations"), figures.allegations),
        (term("sanctions that absence may lead to"), figures.bands),
        (term("turns on which a post lacks somebody"), figures.coverage_gaps),
        (term("days with too many at the office"), figures.over_cap_days),
    ):
        if pair.before or pair.after:
            made.add_row(say(words), *_cells(pair))
    return made


def days_table(figures: Figures) -> Table:
    """From which status to which, and how often."""
    made = table((term("Today"), term("With it"), term("Days")), right=(2,))
    for before in ORDER_OF_STATUSES:
        for after in ORDER_OF_STATUSES:
            count = figures.statuses.get(before, {}).get(after, 0)
            if count and before != after:
                made.add_row(word(DAY_STATUS, before), word(DAY_STATUS, after), f"{count:,}")
    return made


def print_units(out: Console, study: Study) -> None:
    """The units in which anything changes; then the posts that lack somebody."""
    changed = study.units_changed
    if changed:
        out.print(units_table(changed))
        out.print(say("Staff: for whom anything changes, of how many. Days: with another status. Calls: missed."))
    same = len(study.units) - len(changed)
    if same:
        out.print(say("Units in which nothing changes: {n}", n=same))
    for unit in study.units:
        for post in unit.posts:
            if post.gaps.differs:
                sentence = term("{unit}: turns on which {post} lacks somebody: {gaps}")
                out.print(say(sentence, unit=unit.unit, post=post.post, gaps=_arrow(post.gaps)))


def units_table(units: Sequence[UnitStudy]) -> Table:
    """A line for each; a column of which there is nothing in any of them is left out."""
    columns = [
        (heading, [count(unit.figures) for unit in units])
        for heading, count in (
            (term("Minutes lost"), _lost),
            (term("Missed"), attrgetter("missed_windows")),
            (term("Calls"), attrgetter("strikes")),
            (term("Allegations"), attrgetter("allegations")),
            (term("Sanctions"), attrgetter("bands")),
            (term("Gaps"), attrgetter("coverage_gaps")),
            (term("Over cap"), attrgetter("over_cap_days")),
        )
    ]
    filled = [(heading, pairs) for heading, pairs in columns if any(pair.before or pair.after for pair in pairs)]
    headings = (term("Unit"), term("Staff"), term("Days"), *(heading for heading, _ in filled))
    made = table(headings, right=tuple(range(1, len(headings))))
    for column in made.columns[1:]:
        column.header = stacked(str(column.header).split(" "))  # numbers are short: the names of units need the room
    for index, unit in enumerate(units):
        figures = unit.figures
        made.add_row(
            stacked((unit.name, f"({unit.unit})")),
            f"{figures.employees_changed}/{figures.employees}",
            f"{figures.days_changed:,}",
            *(_arrow(pairs[index]) for _, pairs in filled),
        )
    return made


def employees_table(employees: Sequence[EmployeeChange]) -> Table:
    """Who, and what changes for them."""
    made = table((term("Employee"), term("Unit"), term("What changes")))
    for one in employees:
        made.add_row(stacked((one.name, one.nip)), one.unit, "; ".join(changes_in_words(one)))
    return made


def changes_in_words(one: EmployeeChange) -> Iterator[str]:
    """``present, not absent: 1``; ``strikes 0→2``; ``a new allegation, on c-1, c-2``; and so on."""
    figures = one.figures
    for before, row in figures.statuses.items():
        for after, count in row.items():
            if before != after:
                was, would_be = word(DAY_STATUS, before), word(DAY_STATUS, after)
                yield say("days {after}, not {before}: {n}", n=count, after=would_be, before=was)
    if figures.days_rearranged:
        yield say("days under another arrangement: {n}", n=figures.days_rearranged)
    for words, pair in (
        (term("minutes lost {pair}"), _lost(figures)),
        (term("presences missed {pair}"), figures.missed_windows),
        (term("strikes {pair}"), figures.strikes),
    ):
        if pair.differs:
            yield say(words, pair=_arrow(pair))
    for change in one.allegations:
        words = term("a new allegation, on {calls}") if change.gained else term("no allegation any more on {calls}")
        yield say(words, calls=", ".join(change.calls))
    for band in one.bands:
        yield _band_in_words(band)
    if one.first is not None and one.last is not None:
        words = term("on {first}") if one.first == one.last else term("between {first} and {last}")
        yield say(words, first=one.first, last=one.last)


def _band_in_words(change: BandChange) -> str:
    def sanction(band: BandAnswer | None) -> str:
        return f"{word(LEVEL, band.level)}, {word(SANCTION, band.kind)}" if band is not None else say("nothing")

    return say(
        "absence in {year} may lead to {after} instead of {before}",
        year=change.year,
        before=sanction(change.before),
        after=sanction(change.after),
    )


def _days_by_status(figures: Figures) -> Iterator[tuple[str, Pair]]:
    for status in ORDER_OF_STATUSES:
        before = sum(figures.statuses.get(status, {}).values())
        after = sum(row.get(status, 0) for row in figures.statuses.values())
        if before or after:
            yield status, Pair(before, after)


def _lost(figures: Figures) -> Pair:
    return Pair(
        figures.late_minutes.before + figures.early_minutes.before,
        figures.late_minutes.after + figures.early_minutes.after,
    )


def _cells(pair: Pair) -> tuple[str, str, str]:
    change = pair.after - pair.before
    return f"{pair.before:,}", f"{pair.after:,}", f"{change:+,}" if change else "-"


def _arrow(pair: Pair) -> str:
    """``0→2``, or the number alone where it stays."""
    return f"{pair.before}→{pair.after}" if pair.differs else str(pair.before)


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else say("{names} and {n} more", names=shown, n=len(names) - 5)


def _days(days: Sequence[date]) -> str:
    if len(days) <= 5:
        return ", ".join(moments.day(day) for day in days)
    return say("{n} days from {first} to {last}", n=len(days), first=moments.day(days[0]), last=moments.day(days[-1]))


def _section(out: Console, title: str) -> None:
    out.print()
    out.print(say(title), style="bold underline")
