"""A writer adds and a reader reads; neither can change or delete anything, or take the guards away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ledger import errors
from ledger.application import Ledger
from ledger.channels import Advance
from ledger.checkpoint import Checkpoint
from ledger.note import PrivateKey
from ledger.proofs import Proofs
from ledger.repair import repair_leaves
from ledger.sealing import seal
from ledger.verification import verify
from tests.integration.ledger.conftest import EVENTS, submissions, voided, withdrawn
from tests.integration.postgres import Databases, url_of

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)

APPENDED = ["stream", "topic", "source", "event", "head", "intake_offset", "leaves"]
SIGNED = ["checkpoint", "cosignature", "timestamp"]
WORKED_OUT = ["tile", "stream_head", "stream_part", "stream_kind", "tree_progress"]


@pytest.fixture
def roles(databases: Databases, url: str) -> Iterator[dict[str, str]]:
    """The ledger's URL for a writer, a reader and a stranger, each with a login of its own."""
    from ledger.postgres_roles import set_up

    database = url.partition("?")[0].rpartition("/")[2]
    names = {who: f"{database}_{who}" for who in ("writer", "reader", "signer", "stranger")}
    asked = {f"{who}s": [names[who]] for who in ("writer", "reader", "signer")}
    assert set_up(url, **asked) == [names["writer"], names["reader"], names["signer"]]
    assert set_up(url, **asked) == []
    databases.execute(f"CREATE ROLE {names['stranger']}")
    for name in names.values():
        databases.execute(f"ALTER ROLE {name} LOGIN PASSWORD 'secret'")
    yield {who: url_of(url, database, user=name, password="secret") for who, name in names.items()}
    databases.drop()
    for name in names.values():
        databases.execute(f"DROP ROLE {name}")


def test_a_writer_records_and_reads_and_verifies(roles: dict[str, str]) -> None:
    with Ledger.open(roles["writer"], create=True) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b"), withdrawn("c", nip="8")))
        ledger.record(submissions(*(withdrawn(f"d{n}", nip=str(n)) for n in range(50)), voided("v", "a")))
        assert verify(ledger) == (54, [], 0, 0)


def test_a_reader_reads_and_verifies_and_does_not_record(roles: dict[str, str]) -> None:
    with Ledger.open(roles["writer"]) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    with Ledger.open(roles["reader"]) as ledger:
        assert [entry.event.id for entry in ledger.read_stream("employee-7")] == ["a", "b"]
        assert verify(ledger) == (2, [], 0, 0)
        assert ledger.wait_for_news(1, 0) == 2
        with pytest.raises(errors.LedgerForbidden, match="may not do that"):
            ledger.record(submissions(withdrawn("c")))
        assert ledger.last_position() == 2


def test_a_signer_seals_and_keeps_what_is_signed_and_a_writer_does_not(roles: dict[str, str]) -> None:
    with Ledger.open(roles["writer"]) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b")))
        with pytest.raises(errors.LedgerForbidden):
            seal(ledger)
        with pytest.raises(errors.LedgerForbidden):
            ledger.recorder.add_checkpoint(2, b"note")
        for table in (*SIGNED, *WORKED_OUT):
            with psycopg.connect(roles["writer"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"INSERT INTO saksi.{table} DEFAULT VALUES")
    with Ledger.open(roles["signer"]) as ledger:
        sealed = seal(ledger)
        key = PrivateKey.generate("saksi.test")
        note = Checkpoint("saksi.test", sealed.size, sealed.root).signed(key)
        ledger.recorder.add_checkpoint(sealed.size, bytes(note))
        ledger.record(submissions(withdrawn("c")))
    with Ledger.open(roles["reader"]) as ledger:
        assert verify(ledger, keys=[key.public]) == (4, [], 0, 1)
        assert Proofs(ledger, sealed.size).stream("employee-7").found is not None


def test_a_stranger_is_told_that_he_may_not(roles: dict[str, str]) -> None:
    with pytest.raises(errors.LedgerForbidden):
        Ledger.open(roles["stranger"])


LOG = "SELECT * FROM saksi.log ORDER BY position"
FORBIDDEN = [
    *(f"DELETE FROM saksi.{table}" for table in ("format", *APPENDED, *SIGNED, *WORKED_OUT)),
    *(f"TRUNCATE saksi.{table}" for table in ("format", *APPENDED, *SIGNED, *WORKED_OUT)),
    *(f"UPDATE saksi.{table} SET size = size" for table in SIGNED),
    "UPDATE saksi.leaves SET entries = entries",
    *(f"UPDATE saksi.{table} SET number = number" for table in ("stream", "topic", "source", "format")),
    *(f"UPDATE saksi.event SET {column} = {column}" for column in ("state", "recorded_at", "position", "slot")),
    "UPDATE saksi.head SET stream = stream",
    "INSERT INTO saksi.format VALUES (4)",
    "ALTER TABLE saksi.event DISABLE TRIGGER ALL",
    "DROP TRIGGER event_append_only ON saksi.event",
    "DROP TABLE saksi.event",
    "CREATE TABLE saksi.mine (x int)",
    "CREATE TRIGGER mine BEFORE UPDATE ON saksi.event EXECUTE FUNCTION saksi.append_only()",
    "CREATE OR REPLACE FUNCTION saksi.append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("who", ["writer", "reader", "signer"])
def test_no_role_can_change_or_delete_anything_or_take_the_guards_away(roles: dict[str, str], who: str) -> None:
    with Ledger.open(roles["writer"]) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b")))
        with psycopg.connect(roles[who], autocommit=True) as connection:
            before = connection.execute(LOG).fetchall()
            for statement in FORBIDDEN:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
            assert connection.execute(LOG).fetchall() == before
        assert verify(ledger).findings == []


def test_a_writer_cannot_move_a_head_back(roles: dict[str, str]) -> None:
    with Ledger.open(roles["writer"]) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    with (
        psycopg.connect(roles["writer"], autocommit=True) as connection,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        connection.execute("UPDATE saksi.head SET version = 1, position = 1")


def test_one_who_may_delete_is_made_no_writer(url: str, databases: Databases, roles: dict[str, str]) -> None:
    from ledger.postgres_roles import set_up

    ((owner,),) = databases.execute("SELECT current_user")
    with pytest.raises(errors.LedgerForbidden, match="may change what is recorded"):
        set_up(url, writers=[owner], readers=[])


def test_one_who_does_not_own_the_ledger_gives_no_rights(roles: dict[str, str]) -> None:
    from ledger.postgres_roles import set_up

    with pytest.raises(errors.LedgerForbidden, match="does not own"):
        set_up(roles["writer"], writers=[], readers=["anybody"])


@pytest.mark.parametrize("number", [1, 2])
def test_only_its_owner_brings_an_older_ledger_up_and_who_wrote_to_it_does_so_again(
    older: Callable[..., str], number: int
) -> None:
    url = older(number)
    database = url.partition("?")[0].rpartition("/")[2]
    names = {who: f"{database}_{who}" for who in ("writer", "reader")}
    tables = "saksi.event, saksi.stream, saksi.topic, saksi.source" + (", saksi.intake_offset" if number > 1 else "")
    with psycopg.connect(url, autocommit=True) as owner:
        for name in names.values():
            owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA saksi TO {name}")
            owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA saksi TO {name}")
        owner.execute(f"GRANT INSERT ON {tables} TO {names['writer']}")
        owner.execute(f"GRANT INSERT, UPDATE (version, position) ON saksi.head TO {names['writer']}")
        try:
            of = {who: url_of(url, database, user=name, password="secret") for who, name in names.items()}
            with pytest.raises(errors.LedgerForbidden, match="only its owner can change that"):
                repair_leaves(of["writer"])
            assert repair_leaves(url) == EVENTS
            with Ledger.open(of["writer"]) as ledger:
                ledger.record(submissions(withdrawn("new")))
                ledger.append([], [Advance("saksi.intake/0", 5 if number > 1 else None, 7)])
            with Ledger.open(of["reader"]) as ledger:
                assert verify(ledger) == (EVENTS + 1, [], 0, 0)
                with pytest.raises(errors.LedgerForbidden):
                    ledger.record(submissions(withdrawn("more")))
        finally:
            for name in names.values():
                owner.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")
