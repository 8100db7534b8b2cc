"""``saksi postgres``: what a PostgreSQL database needs before a ledger is shared in it."""

from __future__ import annotations

import click

from cli.failures import Failure
from cli.help import TranslatedGroup
from cli.language import say, term
from cli.options import Text, language, ledger_url, option, output_format, shared


@click.group(cls=TranslatedGroup)
@language
def postgres() -> None:
    """Prepare a PostgreSQL database for a ledger.

    \b
    Example:
      saksi postgres init --db postgresql://owner@localhost/saksi --writer intake --follower keeper --signer notary
    """


@postgres.command("init")
@option(
    "--writer",
    "writers",
    type=Text(),
    multiple=True,
    metavar="ROLE",
    help="A role that may add to the ledger and read it.",
)
@option("--reader", "readers", type=Text(), multiple=True, metavar="ROLE", help="A role that may read the ledger.")
@option(
    "--follower",
    type=Text(),
    metavar="ROLE",
    help="The role that keeps the read models: it alone may follow and rebuild.",
)
@option(
    "--signer",
    "signers",
    type=Text(),
    multiple=True,
    metavar="ROLE",
    help="A role that may make checkpoints, and all that a writer may.",
)
@output_format("table", "json")
@shared
@click.pass_context
def init(
    context: click.Context,
    writers: tuple[str, ...],
    readers: tuple[str, ...],
    follower: str | None,
    signers: tuple[str, ...],
    form: str,
) -> None:
    """Lay a ledger and its read models out in a database, and give roles their rights.

    No role may change or delete anything in the ledger. A writer records; a follower keeps the read models (follow,
    rebuild, and questions that bring them up to date first); a signer makes checkpoints, and records; a reader asks
    everything, of the read models as they are. They all may read. One role may be several of these, and a role that is
    GRANTed one may do what that one may. A role that does not exist is made; it cannot log in until it is given a
    password or to a user.

    Run this as the user who is to own the ledger, and let nobody work as that user: an owner could take the guards of
    the tables away. What is laid out and granted already stays; a new follower takes the read models over.

    \b
    Example:
      saksi postgres init --db postgresql://owner@localhost/saksi --writer intake --follower keeper --signer notary
    """
    database = ledger_url(context)
    if not database.startswith(("postgresql://", "postgres://")):
        raise Failure(
            "not_postgres",
            term("{url} is not a PostgreSQL database"),
            term("name one with --db postgresql://USER@HOST/DATABASE"),
            url=database,
        )
    from ledger.application import require_psycopg

    require_psycopg()
    from ledger.postgres_database import label
    from projections.postgres_roles import set_up

    made = set_up(database, writers=list(writers), readers=list(readers), signers=list(signers), follower=follower)
    if form == "json":
        from cli.machine import print_json

        roles = {"writers": list(writers), "readers": list(readers), "follower": follower, "signers": list(signers)}
        print_json({"ledger": label(database), **roles, "made": made})
        return
    click.echo(say(term("The ledger {ledger} is laid out."), ledger=label(database)))
    for role in writers:
        click.echo(say(term("{role} may add to it and read it."), role=role))
    if follower is not None:
        click.echo(say(term("{role} may read it and keeps its read models."), role=follower))
    for role in signers:
        click.echo(say(term("{role} may make its checkpoints, add to it and read it."), role=role))
    for role in readers:
        click.echo(say(term("{role} may read it."), role=role))
    for role in made:
        click.echo(say(term("{role} is new and cannot log in yet: GRANT it to a user, or ALTER ROLE it."), role=role))
