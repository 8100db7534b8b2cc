"""A writer adds and a reader reads; neither can change or delete anything, or take the guards away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger import errors
from ledger.application import Ledger
from ledger.channels import Advance
from ledger.verification import verify
from tests.integration.ledger.conftest import submissions, voided, withdrawn
from tests.integration.postgres import Databases, url_of

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)

TABLES = ["stream", "topic", "source", "event", "head", "intake_offset", "format"]


@pytest.fixture
def roles(databases: Databases, url: str) -> Iterator[dict[str, str]]:
    """The ledger's URL for a writer, a reader and a stranger, each with a login of its own."""
    from ledger.postgres_roles import set_up

    database = url.partition("?")[0].rpartition("/")[2]
    names = {who: f"{database}_{who}" for who in ("writer", "reader", "stranger")}
    made = set_up(url, writers=[names["writer"]], readers=[names["reader"]])
    assert made == [names["writer"], names["reader"]]
    assert set_up(url, writers=[names["writer"]], readers=[names["reader"]]) == []
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


def test_a_stranger_is_told_that_he_may_not(roles: dict[str, str]) -> None:
    with pytest.raises(errors.LedgerForbidden):
        Ledger.open(roles["stranger"])


LOG = "SELECT * FROM saksi.log ORDER BY position"
FORBIDDEN = [
    *(f"DELETE FROM saksi.{table}" for table in TABLES),
    *(f"TRUNCATE saksi.{table}" for table in TABLES),
    *(f"UPDATE saksi.{table} SET number = number" for table in ("stream", "topic", "source", "format")),
    *(f"UPDATE saksi.event SET {column} = {column}" for column in ("state", "recorded_at", "position", "slot")),
    "UPDATE saksi.head SET stream = stream",
    "INSERT INTO saksi.format VALUES (2)",
    "ALTER TABLE saksi.event DISABLE TRIGGER ALL",
    "DROP TRIGGER event_append_only ON saksi.event",
    "DROP TABLE saksi.event",
    "CREATE TABLE saksi.mine (x int)",
    "CREATE TRIGGER mine BEFORE UPDATE ON saksi.event EXECUTE FUNCTION saksi.append_only()",
    "CREATE OR REPLACE FUNCTION saksi.append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("who", ["writer", "reader"])
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


def test_only_the_owner_gives_an_older_ledger_room_for_offsets_and_then_a_writer_keeps_them(older: str) -> None:
    from ledger.postgres_roles import set_up

    database = older.partition("?")[0].rpartition("/")[2]
    name = f"{database}_writer"
    with psycopg.connect(older, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
        try:
            owner.execute(
                f"GRANT USAGE ON SCHEMA saksi TO {name}; GRANT SELECT ON ALL TABLES IN SCHEMA saksi TO {name}"
            )
            with Ledger.open(url_of(older, database, user=name, password="secret")) as ledger:
                with pytest.raises(errors.LedgerForbidden, match="only its owner"):
                    ledger.keep_offsets()
                set_up(older, writers=[name], readers=[])
                ledger.keep_offsets()
                ledger.append([], [Advance("saksi.intake/0", None, 1)])
                assert verify(ledger) == (1, [], 0, 0)
        finally:
            owner.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")
