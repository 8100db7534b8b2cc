"""``saksi case open`` and ``saksi case step``: what is recorded of a case."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.failures import Failure, tell
from cli.help import TranslatedCommand
from cli.language import said, say, term
from cli.options import Day, Instant, NipArgument, Text, known_at, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from ledger.cases import Taken

INSTITUTIONS = ("central", "province", "regency")


class CaseArgument(click.ParamType[str]):
    """The id of a case: the employee's number, ``_`` and which of the employee's cases it is."""

    name = "case"

    def convert(self, value: Any, _parameter: click.Parameter | None, _context: click.Context | None) -> str:
        """The id."""
        import msgspec

        from cli.harmless import legible
        from domain.discipline.events import CaseId

        try:
            return msgspec.convert(value, CaseId)
        except msgspec.ValidationError:
            raise Failure(
                "wrong_case",
                term("{value} is not a case"),
                term("write the employee's number, _ and which case it is, as 199007212015021002_1"),
                value=legible(str(value)),
            ) from None


@click.command("open", cls=TranslatedCommand)
@click.argument("nip", type=NipArgument())
@option("--allegation", is_flag=True, help="On the allegation that no case has dealt with yet.")
@option("--reached-at", type=Instant(), metavar="INSTANT", help="Which allegation, where there are several.")
@option("--absence", type=click.IntRange(1900, 2999), metavar="YEAR", help="On the days counted in this year.")
@option("--consecutive", is_flag=True, help="With --absence: on its longest run of days absent.")
@option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="On a report; its SHA-256 is recorded, the file stays where it is.",
)
@option("--report-number", type=Text(), metavar="NUMBER", help="The number of the report.")
@option("--act-on", type=Day(), metavar="DATE", help="With --report: the date of the act, which chooses the law.")
@option("--by", "opened_by", type=NipArgument(), metavar="NIP", required=True, help="Who opens it.")
@option(
    "--post", type=Text(), metavar="CLASS", required=True, help="The examinee's class of post, as the rules name it."
)
@option(
    "--institution", type=click.Choice(INSTITUTIONS), required=True, help="Of which kind the examinee's institution is."
)
@option("--at", type=Instant(), metavar="INSTANT", help="When it was opened (RFC 3339); else now.")
@option("--on", type=Day(), metavar="DATE", help="The date that the law counts from; else the local date of --at.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="As of when the basis is read; else --at.")
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def open_case(context: click.Context, /, nip: str, form: str, **asked: Any) -> None:
    """Open a case on an allegation, on absence, or on a report.

    What the case stands on is read from the ledger and kept in the case: the calls or days, the rules that decided, the
    position and the digest of the replay. There is no second open case on the same.

    \b
    Example:
      saksi case open 199007212015021002 --allegation --by 198603152010011004 --post pelaksana --institution province
      saksi case open 199007212015021002 --absence 2026 --by 198603152010011004 --post pelaksana --institution regency
    """
    chosen = [name for name in ("allegation", "absence", "report") if asked[name]]
    if len(chosen) != 1:
        raise Failure(
            "wrong_usage",
            term("a case stands on exactly one of --allegation, --absence and --report"),
            term("give one of the three"),
        )
    _expect_together(asked, "consecutive", "absence")
    _expect_together(asked, "reached_at", "allegation")
    _expect_together(asked, "act_on", "report")
    _expect_together(asked, "report_number", "report")
    if asked["report"] and asked["act_on"] is None:
        raise Failure(
            "wrong_usage", term("a report needs the date of the act"), term("give it with --act-on 2026-03-02")
        )
    from ledger.cases import Cases

    asked["report"] = _report(asked["report"], asked.pop("report_number"))
    at = asked.pop("at") or _now()
    taken = Cases(open_ledger(context)).open(nip, at=at, **asked)
    _tell(taken, form)


def _expect_together(asked: dict[str, Any], name: str, beside: str) -> None:
    if asked[name] and not asked[beside]:
        raise Failure(
            "wrong_usage",
            term("{option} belongs to {other}"),
            term("give both, or neither"),
            option=f"--{name.replace('_', '-')}",
            other=f"--{beside}",
        )


def _report(path: Path | None, number: str | None) -> Any:
    if path is None:
        return None
    from cli.case_steps import document
    from domain.discipline.events import Document

    return Document(**document(str(path)), number=number)


@click.command("step", cls=TranslatedCommand)
@click.argument("case", type=CaseArgument())
@click.argument("step", metavar="STEP", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@option("--at", type=Instant(), metavar="INSTANT", help="When it happened (RFC 3339); else now.")
@option("--on", type=Day(), metavar="DATE", help="The date that the law counts from; else the local date of --at.")
@option("--id", "event_id", type=Text(), metavar="ID", help="The id of the event; else one made of all that it says.")
@option("--json", "whole", type=click.Path(), metavar="FILE", help="Take the whole step from this JSON file, or -.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="With basis-renewed: as of when it is read; else --at.")
@known_at
@output_format("table", "json")
@shared
@click.pass_context
def step(
    context: click.Context,
    case: str,
    step: str | None,
    fields: tuple[str, ...],
    at: datetime | None,
    on: date | None,
    event_id: str | None,
    whole: str | None,
    as_of: datetime | None,
    known_at: int | datetime | None,
    form: str,
) -> None:
    """Record a step of a case, if the rules allow it.

    STEP is one of basis-renewed, team-formed, summons-issued, hearing-held, hearing-failed, record-signed,
    temporary-relief-ordered, case-decided, delivery-missed, decision-sent, decision-delivered, decision-in-force,
    objection-filed, objection-decided, appeal-filed, appeal-replied, appeal-decided, decision-withdrawn, case-closed
    and case-reopened. Its fields are those of docs/events.md: field=value, or field.below=value for a field
    of a field.

    A document is given by its file, of which the SHA-256 and the media type are recorded: letter=letter.pdf
    letter.number=800.1.6.2/17. Lists are separated by commas; a member of a team is NIP:ROLE or NIP:ROLE:POST. Of
    basis-renewed only why=… is given: the basis is read from the ledger.

    What the rules forbid is refused with the paragraph, exit status 1; what can be read two ways is recorded, with a
    note. The same step given again, with its --at, is recorded once.

    \b
    Example:
      saksi case step 199007212015021002_1 summons-issued which=first hearing_on=2026-03-16 letter=summons.pdf \\
        issued_by=198603152010011004 --on 2026-03-04
      saksi case step 199007212015021002_1 --json step.json
    """
    ledger = open_ledger(context)
    from cli.case_steps import NOT_TYPED, STEPS, fields_of, step_of
    from ledger.cases import Cases

    cases = Cases(ledger)
    moment = at or _now()
    if whole is not None:
        if step is not None or fields:
            raise Failure(
                "wrong_usage", term("--json takes the whole step"), term("leave out STEP and its fields, or --json")
            )
        _tell(cases.step(_read(whole, case)), form)
        return
    if step not in STEPS or STEPS[step].__name__ == "CaseOpened":
        raise Failure(
            "no_such_step",
            term("there is no step {step}") if step else term("STEP is missing"),
            term("the steps are {steps}"),
            step=step or "",
            steps=", ".join(name for name, kind in STEPS.items() if kind.__name__ != "CaseOpened"),
        )
    if STEPS[step].__name__ in NOT_TYPED:
        said = fields_of(fields, STEPS[step])
        if said.keys() != {"why"}:
            raise Failure(
                "wrong_step",
                term("basis-renewed has one field, why"),
                term("write it as why=…; the basis is read from the ledger"),
            )
        _tell(cases.renew(case, why=said["why"], at=moment, on=on, as_of=as_of, known_at=known_at, id=event_id), form)
        return
    if as_of is not None or known_at is not None:
        raise Failure("wrong_usage", term("--as-of and --known-at belong to basis-renewed"), term("leave them out"))
    held = cases.read(case)
    day = on or cases.local_date(held.case.nip, moment)
    _tell(cases.step(step_of(held.case, step, fields, at=moment, on=day, event_id=event_id)), form)


def _read(path: str, case: str) -> Any:
    """A whole step from a file or standard input. Raises ``Failure`` if it is none, or of another case."""
    import msgspec

    from cli.case_steps import STEPS, converted, kebab

    text = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    try:
        said = msgspec.json.decode(text)
    except msgspec.DecodeError:
        said = None
    name = kebab(str(said.get("type", ""))) if isinstance(said, dict) else ""
    if name not in STEPS:
        raise Failure(
            "wrong_step",
            term("{path} is not a step of a case"),
            term("write one JSON object with `type`, as docs/events.md says"),
            path=path,
        )
    said = {"case": case, **{key: value for key, value in said.items() if key != "type"}}
    if said["case"] != case:
        raise Failure(
            "wrong_step", term("{path} is a step of {other}"), term("name that case"), path=path, other=said["case"]
        )
    return converted(said, STEPS[name], None)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _tell(taken: Taken, form: str) -> None:
    """What was recorded, and what to look at about it."""
    from cli.case_gist import gist
    from cli.case_words import STEP
    from cli.words import word

    event = taken.fact.event
    if form == "json":
        from cli.machine import fact_as_json, print_json

        cautions = [
            {
                "message": str(one.said),
                "reference": one.reference,
                "confidence": one.confidence,
                "reading": one.reading,
            }
            for one in taken.cautions
        ]
        print_json({"case": event.case, "duplicate": taken.duplicate, **fact_as_json(taken.fact), "warnings": cautions})
    else:
        sentence = term("Case {case}: {step}, recorded at position {position}.")
        if taken.duplicate:
            sentence = term("Case {case}: {step} was recorded already, at position {position}.")
        click.echo(say(sentence, case=event.case, step=word(STEP, type(event).__name__), position=taken.fact.position))
        gisted = gist(event)
        if gisted:
            click.echo(f"  {gisted}")
        for one in taken.cautions:
            _warn(one)


def _warn(one: Any) -> None:
    message = said(one.said)
    if one.reference:
        message += f" ({one.reference}, {one.confidence})"
    tell(say("Note: {message}", message=message))
    if one.reading:
        tell(f"  {say(term('reading: {reading}'), reading=say(one.reading))}")
