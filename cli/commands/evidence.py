"""``saksi evidence``: bundles that prove a verdict by themselves, and their verification."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.case_writing import CaseArgument
from cli.failures import Failure, account_of, report
from cli.harmless import legible
from cli.help import TranslatedCommand, TranslatedGroup
from cli.language import said, say, term
from cli.options import (
    Day,
    Instant,
    NipArgument,
    known_at,
    language,
    open_ledger,
    option,
    output_format,
    shared,
)

if TYPE_CHECKING:
    from evidence.case_part import CasePart
    from evidence.report import EarlierCheckpoint, Report
    from ledger.note import PublicKey
    from ledger.quorum import Policy

LARGEST_BUNDLE = 1 << 30
"""Bytes of a file that may be a bundle."""

FIRST_WORDS = {
    0: term("PROVED: everything that was checked holds, with a key from outside the bundle."),
    1: term("FALSE: {problem}"),
    2: term("NOT PROVED: {problem}"),
}
STATES = {0: "proved", 1: "false", 2: "unproved"}


@click.group("evidence", cls=TranslatedGroup)
@language
def evidence() -> None:
    """Export bundles that prove a verdict by themselves, and verify them.

    A bundle is one ZIP: the answer, the facts it rests on as they stand in the log, and the proofs that none of them
    was changed and none left out. It is verified without the ledger, by anybody, years later.

    \b
    Example:
      saksi evidence export 199007212015021002 -o evidence.zip
      saksi evidence verify evidence.zip --key saksi.pub --replay
    """


@evidence.command("export", cls=TranslatedCommand)
@click.argument("nip", type=NipArgument(), required=False)
@option(
    "--case", type=CaseArgument(), metavar="CASE", help="In place of the NIP: all that this discipline case rests on."
)
@option("--from", "first", type=Day(), metavar="DATE", help="The first day; else that of the first assignment.")
@option("--to", "last", type=Day(), metavar="DATE", help="The last day; else the local date of --as-of.")
@option("--as-of", type=Instant(), metavar="INSTANT", help="The state at this instant (RFC 3339); else now.")
@known_at
@option(
    "--since",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="SIZE",
    help="Prove that the log only grew since the checkpoint of this size; may be given several times.",
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The ZIP to write.",
)
@option("--overwrite", is_flag=True, help="Put the bundle in the place of a file that is there.")
@output_format("table", "json")
@shared
@click.pass_context
def export(
    context: click.Context,
    nip: str | None,
    case: str | None,
    first: date | None,
    last: date | None,
    as_of: datetime | None,
    known_at: int | datetime | None,
    since: tuple[int, ...],
    output: Path,
    overwrite: bool,
    form: str,
) -> None:
    """Export all that proves the answer about one employee or one case, as one ZIP.

    The answer is that of `saksi replay`, as known at a position up to the newest checkpoint; without --known-at, at its
    end. Give --since the size of a checkpoint that is printed on an earlier decision. The file can be read by its owner
    alone: it holds personal data.

    With --case, the ZIP holds the discipline case too: each basis as it was known then and as it is known now, every
    step with its proof, and the rules of discipline. Its days are, unless told, those of all bases.

    \b
    Example:
      saksi evidence export 199007212015021002 -o evidence.zip
      saksi evidence export --case 199007212015021002_1 -o case.zip
      saksi evidence export 199007212015021002 --from 2026-02-01 --to 2026-02-28 --since 64 -o february.zip
    """
    if (nip is None) == (case is None):
        raise Failure(
            "wrong_question",
            term("evidence is either about one employee or about one case"),
            term("give the NIP, or --case with the id of the case, and not both"),
        )
    if first is not None and last is not None and last < first:
        raise Failure(
            "wrong_range",
            term("--to {last} is before --from {first}"),
            term("give the earlier day to --from"),
            first=first,
            last=last,
        )
    if output.exists() and not overwrite:
        raise Failure(
            "file_exists",
            term("there is a file {path} already"),
            term("name another file, or give --overwrite"),
            path=legible(str(output)),
        )
    from domain.discipline.events import nip_of
    from evidence.bag import pack
    from evidence.export import export as bundle_of
    from ledger.durable_file import replace_file

    ledger = open_ledger(context)
    bundle = bundle_of(
        ledger,
        nip or nip_of(case or ""),
        as_of=as_of or datetime.now(UTC).replace(microsecond=0),
        known_at=known_at,
        first=first,
        last=last,
        since=since,
        case=case,
    )
    packed = pack(bundle.name, bundle.payload())
    replace_file(output, packed)
    answer, size = bundle.answer, bundle.positions[-1]
    if form == "json":
        from cli.machine import print_json

        print_json(
            {
                "file": legible(str(output)),
                "bytes": len(packed),
                "nip": bundle.nip,
                "case": _case_as_json(bundle.case),
                "as_of": answer["as_of"],
                "known_at": answer["known_at"],
                "size": size,
                "entries": len(bundle.entries),
                "digest": answer["digest"],
            }
        )
        return
    click.echo(say(term("Wrote {path}: {bytes} bytes."), path=output, bytes=len(packed)))
    click.echo(
        say(
            term("{n} entries, proved at the checkpoint of {size}; known at position {position}; digest {digest}"),
            n=len(bundle.entries),
            size=size,
            position=answer["known_at"],
            digest=answer["digest"],
        )
    )
    if bundle.case is not None:
        click.echo(
            say(
                term("Case {case}: {n} steps, {bases} bases as known then and now; digest {digest}"),
                case=bundle.case.case,
                n=len(bundle.case.steps),
                bases=len(bundle.case.bases),
                digest=bundle.case.digest,
            )
        )


def _case_as_json(case: CasePart | None) -> dict[str, Any] | None:
    if case is None:
        return None
    return {"id": case.case, "digest": case.digest, "steps": len(case.steps), "bases": len(case.bases)}


@evidence.command("verify", cls=TranslatedCommand)
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="A public key of the ledger, or a file with it, that came another way than the bundle.",
)
@option(
    "--witnesses",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The policy that says which witnesses must have cosigned (C2SP tlog-policy).",
)
@option("--replay", is_flag=True, help="Derive the answer again, from the facts in the bundle alone.")
@option(
    "--earlier",
    multiple=True,
    metavar="CHECKPOINT",
    help="A checkpoint that somebody kept: a file, or its size and its root in one argument.",
)
@output_format("table", "json")
@language
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    keys: tuple[str, ...],
    witnesses: Path | None,
    replay: bool,
    earlier: tuple[str, ...],
    form: str,
) -> None:
    """Verify a bundle: nothing in it was changed, and nothing of the history is left out.

    Needs no ledger. Exit status 0: everything holds, with a key from outside; 1: something is false, and the first
    sentence names it; 2: nothing false was found, but nothing is proved, as with the key inside the bundle alone.

    \b
    Example:
      saksi evidence verify evidence.zip --key saksi.pub
      saksi evidence verify evidence.zip --key saksi.pub --replay --witnesses witnesses.txt --earlier decision.txt
    """
    from domain.errors import SaksiError
    from evidence.verification import verify as look_at

    try:
        believed = [_key(text) for text in keys]
        policy = _policy(witnesses) if witnesses is not None else None
        kept = [_earlier(text) for text in earlier]
    except SaksiError as error:
        report(account_of(error), as_json=form == "json")
        context.exit(2)
    with file.open("rb") as opened:
        packed = opened.read(LARGEST_BUNDLE + 1)
    found = look_at(packed, believed, policy=policy, earlier=kept, rederive=replay)
    if form == "json":
        from cli.machine import print_json

        print_json(_as_json(file, found))
    else:
        _print(found)
    context.exit(found.status)


def _key(text: str) -> PublicKey:
    from ledger.key_file import read_public_key

    return read_public_key(text)


def _policy(path: Path) -> Policy:
    from ledger.quorum import Policy

    return Policy.of(path.read_bytes(), legible(str(path)))


def _earlier(text: str) -> EarlierCheckpoint:
    from evidence.report import EarlierCheckpoint

    path = Path(text)
    return EarlierCheckpoint.of(path.read_text(encoding="utf-8", errors="replace") if path.exists() else text)


def _print(found: Report) -> None:
    problem = found.problem
    click.echo(say(FIRST_WORDS[found.status], problem=said(problem.said) if problem else ""))
    if problem is not None and problem.hint:
        click.echo(f"  {said(problem.advice)}")
    question, checkpoint = found.question, found.checkpoint
    if question is not None and checkpoint is not None:
        click.echo(
            say(
                term("About NIP {nip}, as of {as_of}, as known at position {position} of {origin}."),
                nip=found.nip,
                as_of=question.as_of,
                position=question.known_at,
                origin=checkpoint.origin,
            )
        )
    if found.case is not None:
        click.echo(say(term("Case {case}, digest {digest}."), case=found.case.id, digest=found.case.digest))
    for one in found.checked:
        click.echo(say(term("  checked: {what}"), what=one.said))
    for key in found.keys:
        if key.from_outside:
            click.echo(say(term("  key: {key}, which you gave"), key=key.label))
        else:
            click.echo(say(term("  key: {key}, found inside the bundle: it proves nothing"), key=key.label))
    for sentence in found.unchecked:
        click.echo(say(term("  not checked: {what}"), what=sentence))


def _as_json(file: Path, found: Report) -> dict[str, Any]:
    from base64 import b64encode

    question, checkpoint, problem = found.question, found.checkpoint, found.problem
    return {
        "file": legible(str(file)),
        "result": STATES[found.status],
        "nip": found.nip or None,
        "as_of": question.as_of if question else None,
        "known_at": question.known_at if question else None,
        "checkpoint": checkpoint
        and {
            "origin": legible(checkpoint.origin),
            "size": checkpoint.size,
            "root": b64encode(checkpoint.root).decode(),
        },
        "digest": found.digest or None,
        "case": found.case and {"id": found.case.id, "digest": found.case.digest},
        "checked": [{"what": one.name, "count": one.count} for one in found.checked],
        "unchecked": [str(sentence) for sentence in found.unchecked],
        "keys": [{"key": legible(key.label), "from_outside": key.from_outside} for key in found.keys],
        "problem": problem
        and {"code": problem.code, "message": legible(problem.sentence), "hint": legible(problem.hint)},
    }
