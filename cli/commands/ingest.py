"""``saksi ingest``: facts from files and pipes into the ledger."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from cli.failures import REFUSED, SIGNALLED, Failure, tell, warn
from cli.harmless import legible
from cli.help import TranslatedCommand
from cli.language import said, say, term
from cli.options import Text, ledger_url, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from ledger.admitting import Form
    from ledger.application import Ledger
    from ledger.intake import Tally
    from ledger.rejects import Rejects


@click.command(cls=TranslatedCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@option("--rejects", metavar="FILE", help="Where refused lines go; else FILE.rejected.jsonl beside each file.")
@option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="Read as CSV with a header, as attendance devices export check-ins; files named .csv are so anyhow.",
)
@option(
    "--column",
    "columns",
    type=Text(),
    multiple=True,
    metavar="FIELD=NAME",
    help="With --csv: which column of the header holds a field, such as nip=PIN; may be given several times.",
)
@option(
    "--zone",
    type=Text(),
    metavar="ZONE",
    help="With --csv: the zone of times that come without an offset: WIB, WITA, WIT or a name like Asia/Makassar.",
)
@option("--device", type=Text(), metavar="NAME", help="With --csv: the device of rows that name none.")
@output_format("table", "json")
@shared
@click.pass_context
def ingest(
    context: click.Context,
    files: tuple[str, ...],
    rejects: str | None,
    as_csv: bool,
    columns: tuple[str, ...],
    zone: str | None,
    device: str | None,
    form: str,
) -> None:
    """Record the facts in files of JSON lines, or of check-ins in CSV.

    A dash reads standard input. What is recorded already is counted as a duplicate; a line that is no fact is refused,
    told with its number and a code, and never stops the lines after it. The ledger is made if there is none.

    \b
    Example:
      saksi ingest facts.jsonl
      saksi ingest devices.csv --zone WITA
      saksi ingest devices.csv --zone WITA --column nip=PIN --column occurred_at=Time
    """
    tables = {name for name in files if as_csv or name.lower().endswith(".csv")}
    if (columns or zone or device) and not tables:
        raise Failure(
            "wrong_usage",
            term("--column, --zone and --device go with --csv"),
            term("add --csv, or leave them out"),
        )
    from ledger.interruption import interruption

    reader = _csv(columns, zone, device) if tables else None
    shared_rejects = _apart(files, rejects, ledger_url(context))
    with ExitStack() as stack:
        stack.enter_context(interruption())
        streams = [(name, _open(name, stack)) for name in files]
        work = _Work(open_ledger(context, create=True), form, several=len(files) > 1)
        if shared_rejects is not None:
            stack.enter_context(shared_rejects)
        for name, stream in streams:
            work.take(name, stream, reader if name in tables else None, shared_rejects)
            if work.tally.interrupted:
                break
    context.exit(work.tell())


class _Work:
    """The intake of all files, and what is told of it."""

    def __init__(self, ledger: Ledger, form: str, *, several: bool) -> None:
        from ledger.intake import Tally

        self.ledger = ledger
        self.form = form
        self.several = several
        self.tally: Tally = Tally()
        self.kept: list[Rejects] = []

    def take(self, name: str, stream: BinaryIO, reader: Form | None, shared_rejects: Rejects | None) -> None:
        """Record one file. Whatever ends it early is told with what was recorded before it."""
        from ledger.intake import ingest as record

        source = "stdin" if name == "-" else legible(Path(name).name)
        with ExitStack() as stack:
            kept = shared_rejects or stack.enter_context(_beside(name))
            if self.several and shared_rejects is not None:
                kept.file = "stdin" if name == "-" else legible(name)
            before = kept.written
            try:
                with _progress(source, stream) as show:
                    record(self.ledger, stream, source, form=reader, rejects=kept, progress=show, tally=self.tally)
            except Exception:
                if self.form != "json" and self.tally.lines:
                    warn(term("before this, {recorded} events were recorded"), recorded=self.tally.recorded)
                raise
        if kept.written > before and kept not in self.kept:
            self.kept.append(kept)

    def tell(self) -> int:
        """The sums on standard output, refusals and warnings on standard error; the exit status."""
        sums = {name: getattr(self.tally, name) for name in ("recorded", "duplicates", "rejected", "last_position")}
        if self.form == "json":
            from cli.machine import print_json

            kept = [legible(str(rejects.path)) for rejects in self.kept]
            told = {**sums, "rejects": kept, "warnings": [str(warning) for warning in self.tally.warnings]}
            print_json(told)
        else:
            sentence = term(
                "Recorded {recorded}, duplicates {duplicates}, refused {rejected}; "
                "the ledger ends at position {last_position}."
            )
            click.echo(say(sentence, **sums))
            for warning in self.tally.warnings:
                tell(f"  {said(warning)}")
            for rejects in self.kept:
                _show_refusals(rejects)
        if self.tally.interrupted:
            warn(term("interrupted; what is counted here is recorded, run the same command again for the rest"))
            return SIGNALLED + self.tally.interrupted
        return REFUSED if self.tally.rejected else 0


def _open(name: str, stack: ExitStack) -> BinaryIO:
    """The bytes of a file or of standard input. Raises ``OSError``."""
    return _standard_input() if name == "-" else stack.enter_context(Path(name).open("rb"))


def _standard_input() -> BinaryIO:
    """Raises ``Failure`` if it is closed."""
    if sys.stdin is None:
        raise Failure("input_closed", term("standard input is closed"), term("give a file, or a pipe"))
    return sys.stdin.buffer


def _beside(name: str) -> Rejects:
    """Where the refused lines of a file go unless another place is named.

    The same file given again replaces them. Standard input is something else each time, so they get a new name then.
    """
    from ledger.rejects import Rejects

    return Rejects(Path("stdin.rejected.jsonl"), fresh=True) if name == "-" else Rejects(Path(f"{name}.rejected.jsonl"))


def _apart(files: Sequence[str], named: str | None, url: str) -> Rejects | None:
    """The file of refused lines that was named, if one was.

    Raises ``RejectsFailed``, before anything is opened, if it or one beside a file would take the place of a file that
    is read or of the ledger.
    """
    from ledger.rejects import Rejects

    read = [_standard_input() if name == "-" else Path(name) for name in files]
    targets = [Rejects(Path(named)) if named is not None else _beside(name) for name in files]
    for target in targets:
        target.keep_clear_of(*read, *_files_of(url))
    return targets[0] if named is not None else None


def _files_of(url: str) -> list[Path]:
    """The file of a ledger and those that SQLite and the read models keep beside it; none of one on a server."""
    from ledger.errors import UnsupportedUrl
    from ledger.sqlite_file import path_in

    try:
        path = path_in(url)
    except UnsupportedUrl:
        return []
    return [Path(f"{path}{views}{log}") for views in ("", ".views") for log in ("", "-wal", "-shm", "-journal")]


def _csv(columns: tuple[str, ...], zone: str | None, device: str | None) -> Form:
    """How the columns of a CSV file become check-ins. Raises ``Failure`` for what is no FIELD=NAME."""
    from ledger.attendance_csv import AttendanceCsv

    mapping = {}
    for column in columns:
        field, equals, name = column.partition("=")
        if not equals or not field or not name:
            raise Failure(
                "wrong_column",
                term("--column {column} is not of the form FIELD=NAME"),
                term("write it as nip=PIN"),
                column=column,
            )
        mapping[field] = name
    return AttendanceCsv(mapping, zone=zone, device=device)


@contextmanager
def _progress(source: str, stream: BinaryIO) -> Iterator[Callable[[Tally], None] | None]:
    """A bar on standard error, if that is a terminal and the file has a length."""
    status = os.fstat(stream.fileno())
    if not sys.stderr.isatty() or not stat.S_ISREG(status.st_mode) or not status.st_size:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[lines]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(source, total=status.st_size, lines="")

        def show(tally: Tally) -> None:
            lines = say("{n} lines", n=f"{tally.lines:,}")
            bar.update(task, completed=stream.tell(), lines=lines)

        yield show


REFUSALS = {
    "malformed_json": term("not a JSON object"),
    "unknown_type": term("unknown type of event"),
    "missing_field": term("a field is missing"),
    "unknown_field": term("an unknown field"),
    "wrong_field": term("a wrong value"),
    "instant_without_offset": term("an instant without offset"),
    "id_reused": term("the id is taken by another event"),
    "unknown_target": term("the event to void does not exist"),
    "invalid_policy": term("the policy document does not validate"),
}
"""What the codes of refused lines mean."""


def _show_refusals(rejects: Rejects) -> None:
    """The first refused lines, and where the rest is."""
    file = None
    for refused in rejects.first:
        if refused.file is not None and refused.file != file:
            file = refused.file
            tell(f"  {file}:")
        told = say(
            term("  line {line}, {code} ({meaning}): {message}"),
            line=refused.line,
            code=refused.refusal.code,
            meaning=say(REFUSALS[refused.refusal.code]),
            message=refused.refusal.said,
        )
        tell(told)
    if rejects.written > len(rejects.first):
        tell(say(term("  and more")))
    tell(say(term("The refused lines are kept in {path}."), path=legible(str(rejects.path))))
