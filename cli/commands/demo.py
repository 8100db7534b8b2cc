"""``saksi demo``: the main job on a story, with the commands that do it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.failures import Failure
from cli.help import TranslatedCommand
from cli.language import say, spoken, term
from cli.options import language

if TYPE_CHECKING:
    from domain.events import AnyEvent

STORY = Path(__file__).parent.parent / "story" / "kaltim-2026.jsonl"
"""A province in February 2026: Fridays from anywhere, Ramadan, calls, and a decision that is corrected."""


@click.command(cls=TranslatedCommand)
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@language
@click.pass_context
def demo(context: click.Context, file: Path | None) -> None:
    """Show the main job on a story: a dispute replayed as known before and after a correction.

    Makes a ledger in a temporary folder, records the story in two parts, and replays the employee whom the first
    correction is about. Every command is shown before it is run. Without FILE the story is that of Kalimantan Timur in
    February 2026.

    \b
    Example:
      saksi demo
    """
    from tempfile import TemporaryDirectory

    plot = _read(file or STORY)
    with TemporaryDirectory(prefix="saksi-") as folder, _environment(folder):
        click.echo(f"$ export SAKSI_DB={os.environ['SAKSI_DB']}")
        context.exit(_play(plot, Path(folder)))


class Plot(NamedTuple):
    """A story, cut where its first correction begins, and whom that is about."""

    before: Sequence[bytes]
    after: Sequence[bytes]
    facts: int
    """How many different facts are told before the cut."""
    nip: str
    as_of: datetime
    """The last thing that happens to the employee."""
    day: str
    """The date of the first call to the employee, else of the first check-in."""


def _play(plot: Plot, folder: Path) -> int:
    """Run the commands one after the other; stop at the first that fails, and return its exit status."""
    for said, arguments in _scenes(plot, folder):
        click.echo()
        click.secho(f"# {said}", bold=True)
        click.echo(f"$ saksi {' '.join(arguments)}")
        status = _run(arguments)
        if status:
            return status
    return 0


def _scenes(plot: Plot, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """What is said and what is run. Each is made when the one before has run, as positions are known only then."""
    part = _written(folder / "part-1.jsonl", plot.before)
    question = ["replay", plot.nip, "--as-of", plot.as_of.isoformat()]
    one_day = ["--from", plot.day, "--to", plot.day]
    yield say(term("The first {n} facts of the story are recorded."), n=plot.facts), ["ingest", part]
    known_at = _last_position()
    yield say(term("What the ledger says of this employee.")), question
    yield say(term("Why, for one day: the facts and the rules.")), [*question, *one_day, "--explain"]
    if plot.after:
        rest = _written(folder / "part-2.jsonl", plot.after)
        yield say(term("Then a correction arrives. Nothing is changed; facts are added.")), ["ingest", rest]
        yield say(term("The same question again: what is known now.")), question
        yield (
            say(term("What was known before can be shown again, to the same digest.")),
            [*question, "--known-at", known_at, *one_day],
        )
        yield (
            say(term("The dispute: what differs, and which events made the difference.")),
            [*question, "--known-at", known_at, "--against", _last_position()],
        )
    yield say(term("The whole ledger is checked.")), ["verify"]


def _written(part: Path, lines: Sequence[bytes]) -> str:
    part.write_bytes(b"\n".join(lines))
    return str(part)


def _last_position() -> str:
    """Where the ledger ends, as it is typed."""
    from ledger.application import Ledger

    with Ledger.open(os.environ["SAKSI_DB"]) as ledger:
        return str(ledger.last_position())


def _run(arguments: Sequence[str]) -> int:
    from cli.main import main

    return main(arguments)


def _read(file: Path) -> Plot:
    """The story in a file. Lines that are no facts are left to ``ingest`` to refuse."""
    from domain.admission import admit
    from domain.errors import Refusal
    from ledger.lines import BYTE_ORDER_MARK

    lines = file.read_bytes().removeprefix(BYTE_ORDER_MARK).split(b"\n")
    events: dict[int, AnyEvent] = {}
    for number, line in enumerate(lines):
        try:
            events[number] = admit(line)
        except Refusal:
            continue
    cut, nip = _first_correction(events)
    own: list[Any] = [event for event in events.values() if nip is not None and getattr(event, "nip", None) == nip]
    times = [event.occurred_at for event in own if hasattr(event, "occurred_at")]
    if nip is None or not times:
        raise Failure(
            "no_story",
            term("{file} tells of no employee to whom anything happens"),
            term("give a file of facts such as `saksi ingest` takes, or none"),
            file=file,
        )
    calls = [event.occurred_at for event in own if hasattr(event, "placed_by")]
    cut = len(lines) if cut is None else cut
    facts = len({event.id for number, event in events.items() if number < cut})
    first = min(calls or times).date().isoformat()
    return Plot(lines[:cut], lines[cut:], facts, nip, max(times), first)


def _first_correction(events: Mapping[int, AnyEvent]) -> tuple[int | None, str | None]:
    """The line of the first void and the employee whom it concerns; else no line, and the first one who checks in."""
    from domain.events import CheckedIn

    by_id = {event.id: event for event in events.values()}
    for number, event in events.items():
        target = by_id.get(getattr(event, "target", ""))
        if target is not None and hasattr(target, "nip"):
            return number, target.nip
    return None, next((event.nip for event in events.values() if isinstance(event, CheckedIn)), None)


@contextmanager
def _environment(folder: str) -> Iterator[None]:
    """The commands of the demo find the ledger and the language where a person would put them."""
    kept = {name: os.environ.get(name) for name in ("SAKSI_DB", "SAKSI_LANG")}
    os.environ.update(SAKSI_DB=f"sqlite:///{folder}/saksi.db", SAKSI_LANG=spoken())
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
