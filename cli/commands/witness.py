"""``saksi witness``: a witness that cosigns the checkpoints of ledgers, which another agency runs."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from cli.failures import Failure, tell
from cli.harmless import harmless
from cli.help import TranslatedCommand, TranslatedGroup
from cli.language import say, term
from cli.options import language, option, output_format

KEY = option(
    "--key",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The key of the witness (`saksi key generate --witness`).",
)
RECORD = option(
    "--db",
    "record",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The file in which the witness remembers what it cosigned.",
)


@click.group(cls=TranslatedGroup)
@language
def witness() -> None:
    """Be a witness: cosign checkpoints of others' ledgers that continue the last one seen.

    A witness needs nothing of a ledger but its public key, and learns nothing of it but how many events it has. With
    its cosignature a checkpoint shows that everybody saw the same ledger, and at what time.

    \b
    Example:
      saksi witness init --key witness.key --db witness.db
      saksi witness serve --key witness.key --db witness.db --policy ledgers.txt --listen 127.0.0.1:8090
    """


@witness.command(cls=TranslatedCommand)
@KEY
@RECORD
@output_format("table", "json")
@language
def init(key: Path, record: Path, form: str) -> None:
    """Make the record of a witness, which has cosigned nothing yet.

    Once for each key. A witness whose record is lost would cosign two histories of a ledger: it must take a new key,
    under another name, and be named anew in the policies of the ledgers.

    \b
    Example:
      saksi key generate witness.bkn.go.id/1 --witness -o witness.key
      saksi witness init --key witness.key --db witness.db
    """
    from ledger.key_file import read_key
    from ledger.note import Algorithm
    from witness.record import make_record

    public = read_key(key, Algorithm.COSIGNATURE).public
    make_record(record, public)
    if form == "json":
        from cli.machine import print_json

        print_json({"record": str(record), "key": str(public)})
    else:
        click.echo(say(term("{record} is the record of the witness {key}."), record=record, key=public.label))


@witness.command(cls=TranslatedCommand)
@KEY
@RECORD
@option(
    "--policy",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Whose checkpoints to cosign: a line `log KEY` for each key of each ledger, and `quorum none`.",
)
@option(
    "--listen",
    default="127.0.0.1:8090",
    metavar="HOST:PORT",
    help="Where to take connections; else at 127.0.0.1:8090. A proxy before it does TLS.",
)
@language
def serve(key: Path, record: Path, policy: Path, listen: str) -> None:
    """Answer ledgers that ask for cosignatures, until told to end.

    It speaks C2SP tlog-witness at /add-checkpoint, and remembers a checkpoint on the disk before it cosigns it. Every
    request is a line on standard error: time, HTTP status, ledger and size. 409 and 422 for a ledger whose operator did
    not just sign twice are what a witness is there for: tell others of it.

    \b
    Example:
      saksi witness serve --key witness.key --db witness.db --policy ledgers.txt --listen 127.0.0.1:8090
    """
    from ledger.key_file import read_key
    from ledger.note import Algorithm
    from ledger.quorum import Policy
    from witness.answering import Witness
    from witness.record import Record
    from witness.server import addresses_of, open_server

    private = read_key(key, Algorithm.COSIGNATURE)
    logs = Policy.of(policy.read_bytes(), str(policy)).logs
    if not logs:
        raise Failure(
            "no_log",
            term("{name} names no ledger"),
            term("add a line `log KEY` for each ledger to cosign"),
            name=str(policy),
        )
    with Record(record, private.public) as remembered:
        answering = Witness(private, remembered, [log.key for log in logs])
        server = open_server(answering, listen, lambda line: click.echo(harmless(line), err=True))
        sentence = term("The witness {key} listens at {addresses}.")
        tell(say(sentence, key=private.public.label, addresses=", ".join(addresses_of(server))))
        before = signal.signal(signal.SIGTERM, _end)
        try:
            server.run()
        finally:
            signal.signal(signal.SIGTERM, before)


def _end(_signal: int, _frame: object) -> None:
    """As the server is told to end: it lets the requests at hand be answered."""
    raise SystemExit
