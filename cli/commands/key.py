"""``saksi key``: the keys by which a ledger signs its checkpoints, and witnesses cosign them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.failures import tell
from cli.harmless import harmless
from cli.help import TranslatedCommand, TranslatedGroup
from cli.language import say, term
from cli.options import Text, language, open_ledger, option, output_format, shared

if TYPE_CHECKING:
    from ledger.note import PublicKey


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
@output_format("table", "json")
@language
def generate(name: str, output: Path, witness: bool, form: str) -> None:
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
    _print(private.public, form)


@key.command(cls=TranslatedCommand)
@click.argument("file", type=click.Path())
@output_format("table", "json")
@language
def show(file: str, form: str) -> None:
    """Print the public part of the key in a file: what others need to check its signatures.

    \b
    Example:
      saksi key show saksi.key
    """
    from ledger.key_file import read_public_key

    _print(read_public_key(file), form)


@key.command(cls=TranslatedCommand)
@option(
    "--key",
    "voucher",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="A key of the ledger that signs now: it vouches for the other.",
)
@option("--new", required=True, metavar="KEY", help="The new key: its file, or its public text.")
@output_format("table", "json")
@shared
@click.pass_context
def add(context: click.Context, voucher: Path, new: str, form: str) -> None:
    """Let a new key sign the ledger's checkpoints beside the one that does.

    The change is recorded in the ledger itself, with the word of the key that signs now. From then on give both to
    `saksi checkpoint` and `saksi follow`: a checkpoint that bears both signatures convinces who knows the old key as
    well as who knows the new one. A new key bears the name of the old one.

    \b
    Example:
      saksi key generate saksi.example.go.id/2026 -o new.key
      saksi key add --key saksi.key --new new.key
      saksi checkpoint --key saksi.key --key new.key
    """
    from ledger.key_file import read_key, read_public_key
    from ledger.note import Algorithm
    from ledger.signing_keys import add_key

    public = read_public_key(new)
    position = add_key(open_ledger(context), public, read_key(voucher, Algorithm.ED25519))
    sentence = term("From position {position} on the key {key} signs too.")
    _print_change(sentence, position, public, form)


@key.command(cls=TranslatedCommand)
@option(
    "--key",
    "voucher",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="A key of the ledger that goes on signing: it vouches for the change.",
)
@option("--old", required=True, metavar="KEY", help="The key that signs no more: its file, or its public text.")
@output_format("table", "json")
@shared
@click.pass_context
def retire(context: click.Context, voucher: Path, old: str, form: str) -> None:
    """Let a key sign no more of the ledger's checkpoints.

    The change is recorded in the ledger itself, with the word of a key that goes on signing. What the old key signed
    before stays signed. A key that was lost, or may be in other hands, is retired by its public text.

    \b
    Example:
      saksi key retire --key new.key --old saksi.key
    """
    from ledger.key_file import read_key, read_public_key
    from ledger.note import Algorithm
    from ledger.signing_keys import retire_key

    public = read_public_key(old)
    position = retire_key(open_ledger(context), public, read_key(voucher, Algorithm.ED25519))
    sentence = term("From position {position} on the key {key} signs no more.")
    _print_change(sentence, position, public, form)


@key.command("list", cls=TranslatedCommand)
@output_format("table", "json")
@shared
@click.pass_context
def list_(context: click.Context, form: str) -> None:
    """List the keys that the ledger's log names, and from where to where in it they sign.

    Whoever checks the ledger compares the first with what its agency published; each later one has the word of one that
    signed then.

    \b
    Example:
      saksi key list
    """
    from ledger.signing_keys import signing_keys

    listed = signing_keys(open_ledger(context)).listed
    if form == "json":
        from cli.machine import print_json

        print_json({"keys": [{"key": str(one.key), "added": one.added, "retired": one.retired} for one in listed]})
        return
    from cli.tables import console, table

    shown = table([term("added at"), term("retired at"), term("key")], right=[0, 1], whole=[0, 1])
    for one in listed:
        shown.add_row(str(one.added), "-" if one.retired is None else str(one.retired), str(one.key))
    console().print(shown)


def _print(public: PublicKey, form: str) -> None:
    """The public text of a key, which is a line to be copied."""
    if form == "json":
        from cli.machine import print_json

        print_json({"key": str(public), "name": public.name, "algorithm": public.algorithm.name.lower()})
    else:
        click.echo(harmless(str(public)))


def _print_change(sentence: str, position: int, public: PublicKey, form: str) -> None:
    if form == "json":
        from cli.machine import print_json

        print_json({"position": position, "key": str(public)})
    else:
        click.echo(say(sentence, position=position, key=public.label))
