"""``saksi checkpoint``: the ledger as it is, signed, and cosigned by witnesses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.failures import REFUSED, Failure
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, option, output_format, shared
from cli.signing_options import as_json, checkpoints_of, signing, tell_what_is_missing

if TYPE_CHECKING:
    from ledger.application import Ledger
    from witness.checkpointing import Made


@click.command(cls=TranslatedCommand)
@signing
@option("--timestamp", metavar="URL", help="Ask this time-stamping authority (RFC 3161) too.")
@option(
    "--timestamp-roots",
    "roots",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The root certificates (PEM) that its reply must lead to.",
)
@option("--list", "listing", is_flag=True, help="List all checkpoints instead; no key is needed.")
@option(
    "--show", type=click.IntRange(min=1), metavar="SIZE", help="Print the checkpoint of this size instead, as it is."
)
@output_format("table", "json")
@shared
@click.pass_context
def checkpoint(
    context: click.Context,
    keys: tuple[Path, ...],
    last: Path | None,
    witnesses: Path | None,
    timestamp: str | None,
    roots: Path | None,
    listing: bool,
    show: int | None,
    form: str,
) -> None:
    """Sign the ledger as it is, and ask witnesses to cosign it.

    It first proves that the ledger continues the last checkpoint, which it keeps in a file outside of the database. A
    ledger that is smaller or different stops it: keep the file safe, and read docs/checkpoints.md. If nothing was
    recorded since, there is no new checkpoint, but witnesses that did not cosign the last one are asked again. Exit
    status 1 if too few witnesses stand for it.

    \b
    Example:
      saksi checkpoint --key saksi.key
      saksi checkpoint --key saksi.key --witnesses witnesses.txt --format json
      saksi checkpoint --show 1200 > checkpoint.txt
    """
    if (timestamp is None) is not (roots is None):
        raise click.UsageError(say(term("--timestamp and --timestamp-roots belong together")))
    if listing and show is not None:
        raise click.UsageError(say(term("choose one of --list and --show")))
    ledger = open_ledger(context)
    if listing:
        _list(ledger, form)
        return
    if show is not None:
        _show(ledger, show, form)
        return
    if not keys:
        raise Failure(
            "no_key",
            term("there is no key to sign with"),
            term("name its file with --key, or in SAKSI_KEY; `saksi key generate` makes one"),
        )
    made = checkpoints_of(ledger, keys, last, witnesses).make()
    stamps, failed = {}, None
    if timestamp is not None and roots is not None:
        from domain.errors import SaksiError

        try:
            stamps = _stamped(ledger, made, timestamp, roots.read_bytes())
        except SaksiError as error:
            failed = error  # what was made is told first
    _print(made, stamps, form)
    if made.contradiction is not None:
        raise made.contradiction
    tell_what_is_missing(made, set())
    if failed is not None:
        raise failed
    context.exit(0 if made.enough else REFUSED)


def _stamped(ledger: Ledger, made: Made, url: str, roots: bytes) -> dict[str, Any]:
    """The time that an authority says of a checkpoint, asked for unless its reply is kept already."""
    from witness.timestamping import ask_for_timestamp

    size = made.checkpoint.size
    if url in ledger.recorder.timestamps(size):
        return {}
    stamp = ask_for_timestamp(url, made.note.text, roots)
    ledger.recorder.add_timestamp(size, url, stamp.reply)
    return {"timestamp": {"authority": url, "time": stamp.at.isoformat()}}


def _print(made: Made, stamps: dict[str, Any], form: str) -> None:
    if form == "json":
        from cli.machine import print_json

        print_json(as_json(made) | stamps)
        return
    from cli.tables import console, labelled

    sentence = term("A new checkpoint of {size} events.")
    if not made.new:
        sentence = term("Nothing was recorded since the checkpoint of {size} events.")
    click.echo(say(sentence, size=made.checkpoint.size))
    cosigned = () if made.standing is None else made.standing.cosigned
    rows = [
        (term("Ledger"), made.checkpoint.origin),
        (term("Root"), made.checkpoint.root.hex()),
        *((term("Cosigned by"), f"{one.key.label}, {_time(one.time)}") for one in cosigned),
        *((term("Time stamp of"), f"{one['authority']}, {one['time']}") for one in stamps.values()),
    ]
    console().print(labelled(rows))


def _list(ledger: Ledger, form: str) -> None:
    """Every checkpoint: its size and root, when it was sealed, and whose signatures it bears."""
    from ledger.avro import instant_of
    from ledger.checkpoint import Checkpoint

    rows = []
    for size in ledger.recorder.checkpoint_sizes():
        note = ledger.recorder.checkpoint(size)
        assert note is not None
        found = Checkpoint.of(note)
        names = [f"{one.name}+{one.key_hash.hex()}" for one in note.signatures]
        sealed = instant_of(ledger.recorder.recorded_at(size)) if size <= ledger.last_position() else None
        rows.append((found, sealed, names))
    if form == "json":
        from cli.machine import print_json

        told = [
            {
                "size": found.size,
                "root": found.root.hex(),
                "sealed_at": None if sealed is None else sealed.isoformat(),
                "signatures": names,
            }
            for found, sealed, names in rows
        ]
        print_json({"checkpoints": told})
        return
    from cli.moments import recorded
    from cli.tables import console, stacked, table
    from domain.zones import DEFAULT_ZONE, zone

    shown = table([term("size"), term("sealed"), term("root and signatures")], whole=[0, 1], right=[0])
    for found, sealed, names in rows:
        when = "-" if sealed is None else recorded(sealed, zone(DEFAULT_ZONE))
        shown.add_row(str(found.size), when, stacked([found.root.hex(), *names]))
    console().print(shown)


def _show(ledger: Ledger, size: int, form: str) -> None:
    note = ledger.recorder.checkpoint(size)
    if note is None:
        raise Failure(
            "no_such_checkpoint",
            term("there is no checkpoint of size {size}"),
            term("`saksi checkpoint --list` names the sizes of all"),
            size=size,
        )
    if form == "json":
        from cli.machine import print_json

        print_json({"size": size, "note": bytes(note).decode()})
    else:
        click.echo(bytes(note), nl=False)


def _time(seconds: int) -> str:
    from datetime import UTC, datetime

    from cli.moments import recorded
    from domain.zones import DEFAULT_ZONE, zone

    try:
        return recorded(datetime.fromtimestamp(seconds, UTC), zone(DEFAULT_ZONE))
    except (OverflowError, ValueError, OSError):
        return str(seconds)
