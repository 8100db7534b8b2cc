"""The options by which a command signs checkpoints and asks witnesses, and what is told of a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.failures import note, warn
from cli.language import term
from cli.options import AnyFunction, option

if TYPE_CHECKING:
    from ledger.application import Ledger
    from witness.checkpointing import Checkpoints, Made


def signing(command: AnyFunction) -> AnyFunction:
    """Give a command ``--key``, ``--last`` and ``--witnesses``."""
    return option(
        "--key",
        "keys",
        type=click.Path(path_type=Path),
        multiple=True,
        envvar="SAKSI_KEY",
        metavar="FILE",
        help="A key of the ledger, also several times; else SAKSI_KEY (files apart by colons).",
    )(
        option(
            "--last",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Where the last checkpoint is kept outside of the database; else beside the key, KEY.checkpoint.",
        )(
            option(
                "--witnesses",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="The policy that says whom to ask for cosignatures, and how many are enough.",
            )(command)
        )
    )


def checkpoints_of(ledger: Ledger, keys: tuple[Path, ...], last: Path | None, witnesses: Path | None) -> Checkpoints:
    """What makes checkpoints with these keys. Raises what reading them and the policy raises."""
    from ledger.key_file import read_key
    from ledger.note import Algorithm
    from ledger.quorum import Policy
    from ledger.signing import Signer
    from witness.checkpointing import Checkpoints

    policy = None if witnesses is None else Policy.of(witnesses.read_bytes(), str(witnesses))
    signer = Signer(
        ledger,
        [read_key(key, Algorithm.ED25519) for key in keys],
        last or keys[0].with_name(f"{keys[0].name}.checkpoint"),
    )
    return Checkpoints(ledger, signer, policy)


def as_json(made: Made) -> dict[str, Any]:
    """A checkpoint and who stands for it, for programs; times in seconds since 1970."""
    told: dict[str, Any] = {
        "origin": made.checkpoint.origin,
        "size": made.checkpoint.size,
        "root": made.checkpoint.root.hex(),
        "new": made.new,
        "enough": made.enough,
        "note": bytes(made.note).decode(),
    }
    if made.standing is not None:
        told["cosigned"] = [{"key": one.key.label, "time": one.time} for one in made.standing.cosigned]
        told["missing"] = [witness.name for witness in made.standing.missing]
    return told


def tell_what_is_missing(made: Made, told: set[str]) -> None:
    """Say who did not sign or cosign, and why, unless it is among what was told; that becomes what is missing now."""
    missing: set[str] = set()
    for key in made.silent:
        missing.add(key.label)
        if key.label not in told:
            warn(term("the key {key} of this ledger did not sign: give it with --key too, or retire it"), key=key.label)
    for name, error in made.refusals.items():
        if error is made.contradiction:
            continue
        missing.add(f"{name} {error.code}")
        if f"{name} {error.code}" not in told:
            note(error)
    if made.standing is not None and not made.standing.enough:
        missing.add("quorum")
        if "quorum" not in told:
            sentence = term(
                "too few witnesses stand for the checkpoint of size {size}: {n}; it is kept, and they are asked again"
            )
            warn(
                sentence,
                size=made.checkpoint.size,
                n=len(made.standing.cosigned),
            )
    told.clear()
    told.update(missing)
