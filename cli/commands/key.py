"""``saksi key``: the keys by which a ledger signs its checkpoints, and witnesses cosign them."""

from __future__ import annotations

from pathlib import Path

import click

from cli.failures import tell
from cli.help import TranslatedCommand, TranslatedGroup
from cli.language import say, term
from cli.options import Text, language, option


@click.group(cls=TranslatedGroup)
@language
def key() -> None:
    """Make keys, show their public part, and change the keys of a ledger.

    A private key is a file that only its owner may read. Keep a copy where the ledger's administrators have no access:
    without it, nobody can sign the ledger's next checkpoint under its name.

    \b
    Example:
      saksi key generate saksi.example.go.id/2026 -o saksi.key
      saksi key show saksi.key
    """


@key.command(cls=TranslatedCommand)
@click.argument("name", type=Text())
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The new file for the private key; none is overwritten.",
)
@option("--witness", is_flag=True, help="Make the key of a witness, which cosigns the checkpoints of others.")
@language
def generate(name: str, output: Path, witness: bool) -> None:
    """Make a key, and print its public part.

    NAME is the name of the ledger, which stands in every checkpoint (its origin), or of the witness: like an address,
    without https://, of the agency that answers for it. All keys that a ledger ever has bear the same name.

    \b
    Example:
      saksi key generate saksi.example.go.id/2026 -o saksi.key
      saksi key generate witness.bkn.go.id/1 --witness -o witness.key
    """
    from ledger.key_file import write_key
    from ledger.note import Algorithm, PrivateKey

    private = PrivateKey.generate(name, Algorithm.COSIGNATURE if witness else Algorithm.ED25519)
    write_key(output, private)
    tell(say(term("{path} is the private key: keep a copy where it is safe. This is the public one:"), path=output))
    click.echo(str(private.public))


@key.command(cls=TranslatedCommand)
@click.argument("file", type=click.Path())
@language
def show(file: str) -> None:
    """Print the public part of the key in a file: what others need to check its signatures.

    \b
    Example:
      saksi key show saksi.key
    """
    from ledger.key_file import read_public_key

    click.echo(str(read_public_key(file)))
