"""What is no ledger in PostgreSQL, or cannot be used just now, is told in one sentence and without the password."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import SaksiError
from ledger import errors
from ledger.application import Ledger
from ledger.verification import verify
from tests.integration.ledger.conftest import submissions, withdrawn
from tests.integration.postgres import NAMED, Databases, OwnServer, own_server, url_of

psycopg = pytest.importorskip("psycopg")

STORES = ("postgres",)
SECRET = "geheim"


def one_sentence(error: SaksiError) -> bool:
    told = error.sentence + error.hint
    return "\n" not in told and len(error.sentence) < 200 and bool(error.hint) and SECRET not in told


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def test_a_database_that_is_not_there_is_no_ledger(databases: Databases) -> None:
    with pytest.raises(errors.NoSuchLedger, match="no database at") as raised:
        Ledger.open(url_of(databases.url, "nowhere", user="postgres", password=SECRET), create=True)
    assert one_sentence(raised.value)


def test_a_database_without_a_ledger_is_told_and_left_as_it_is(databases: Databases) -> None:
    url = databases.new()
    with pytest.raises(errors.NoSuchLedger, match="there is no ledger in postgresql://") as raised:
        Ledger.open(url)
    assert one_sentence(raised.value)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'saksi'").fetchone() is None


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE SCHEMA saksi", "a schema saksi that is not a ledger"),
        ("CREATE SCHEMA saksi; CREATE TABLE saksi.format AS SELECT 4 AS number", "format 4"),
    ],
)
def test_a_schema_that_is_no_ledger_of_this_format_is_told(
    databases: Databases, made: str, said: str, create: bool
) -> None:
    url = databases.new()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(made)
    with pytest.raises(errors.NotALedger, match=said) as raised:
        Ledger.open(url, create=create)
    assert one_sentence(raised.value)


def test_a_database_that_cannot_keep_every_letter_is_refused(databases: Databases) -> None:
    url = databases.new("ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with pytest.raises(errors.NotALedger, match="LATIN1") as raised:
        Ledger.open(url, create=True)
    assert one_sentence(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://nobody:{SECRET}@127.0.0.1:1/saksi",
        f"postgresql://nobody:{SECRET}@no-such-host.invalid/saksi",
        f"postgresql://nobody:{SECRET}@/saksi?host=/no/such/folder",
    ],
)
def test_a_server_that_is_not_there_is_unreachable(url: str) -> None:
    with pytest.raises(errors.LedgerUnreachable, match="does not answer") as raised:
        Ledger.open(url)
    assert one_sentence(raised.value)


@pytest.mark.parametrize(
    "rest",
    [
        f"host:{SECRET}/db",
        f"host/db?{SECRET}=1",
        f"p:a@{SECRET}@host/db",
        f"p:1/{SECRET}@host/db",
        f"p:a/{SECRET}@host/db",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(rest: str) -> None:
    with pytest.raises(errors.UnsupportedUrl, match="cannot be read") as raised:
        Ledger.open(f"postgresql://{rest}")
    assert one_sentence(raised.value)


@pytest.fixture
def login(databases: Databases, url: str) -> Iterator[str]:
    """A user without rights of its own."""
    name = f"{name_of(url)}_login"
    databases.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'")
    yield url_of(url, name_of(url), user=name, password=SECRET)
    databases.drop()
    databases.execute(f"DROP ROLE {name}")


def test_a_user_who_may_not_make_tables_takes_no_ledger(login: str) -> None:
    with pytest.raises(errors.LedgerForbidden, match="may not do that") as raised:
        Ledger.open(login, create=True)
    assert one_sentence(raised.value)


def test_a_user_who_may_not_log_in_or_is_unknown_is_told(login: str, databases: Databases) -> None:
    user = login.split("//")[1].partition(":")[0]
    databases.execute(f"ALTER ROLE {user} NOLOGIN")
    for url in (login, url_of(login, name_of(login), user="nobody_known", password=SECRET)):
        with pytest.raises(errors.LedgerForbidden, match="does not let this user") as raised:
            Ledger.open(url)
        assert one_sentence(raised.value)


def test_a_user_who_may_not_connect_to_the_database_is_told(login: str, databases: Databases) -> None:
    databases.execute(f"REVOKE CONNECT ON DATABASE {name_of(login)} FROM PUBLIC")
    with pytest.raises(errors.LedgerForbidden, match="may not connect") as raised:
        Ledger.open(login)
    assert one_sentence(raised.value)


def test_a_database_set_to_read_only_is_read_and_not_written(url: str, databases: Databases) -> None:
    Ledger.open(url, create=True).close()
    databases.execute(f"ALTER DATABASE {name_of(url)} SET default_transaction_read_only = on")
    with Ledger.open(url) as ledger:
        assert ledger.last_position() == 0
        with pytest.raises(errors.LedgerReadOnly) as raised:
            ledger.record(submissions(withdrawn("a")))
        assert one_sentence(raised.value)


def test_another_isolation_level_of_the_database_changes_nothing(url: str, databases: Databases) -> None:
    databases.execute(f"ALTER DATABASE {name_of(url)} SET default_transaction_isolation = 'serializable'")
    with Ledger.open(url, create=True) as one, Ledger.open(url) as other:
        for number in range(5):
            one.record(submissions(withdrawn(f"a{number}")))
            other.record(submissions(withdrawn(f"b{number}")))
        assert verify(one) == (10, [], 0, 0)


def test_a_ledger_that_another_process_is_writing_to_is_busy(url: str) -> None:
    from ledger.postgres_database import WRITERS_LOCK

    Ledger.open(url, create=True).close()
    with psycopg.connect(url) as holder, Ledger.open(url, busy_timeout=0.05) as ledger:
        holder.execute("SELECT pg_advisory_lock(%s)", (WRITERS_LOCK,))
        with pytest.raises(errors.LedgerBusy, match="another process") as raised:
            ledger.record(submissions(withdrawn("a")))
        assert one_sentence(raised.value)
        assert ledger.last_position() == 0
        holder.execute("SELECT pg_advisory_unlock(%s)", (WRITERS_LOCK,))
        assert ledger.record(submissions(withdrawn("a")))[0].position == 1


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", errors.StorageFull),
        ("53200", errors.StorageFailed),
        ("57P01", errors.LedgerUnreachable),
        ("57014", errors.StorageFailed),
        ("42501", errors.LedgerForbidden),
        ("XX001", errors.LedgerDamaged),
        ("40P01", errors.LedgerBusy),
    ],
)
def test_what_the_server_says_while_appending_is_told_and_nothing_is_recorded(
    url: str, state: str, kind: type[SaksiError]
) -> None:
    """A trigger plays the server in trouble."""
    with Ledger.open(url, create=True) as ledger:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "CREATE FUNCTION public.trouble() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{state}'; END $$"
            )
            connection.execute("CREATE TRIGGER trouble BEFORE INSERT ON saksi.head EXECUTE FUNCTION public.trouble()")
        with pytest.raises(kind) as raised:
            ledger.record(submissions(withdrawn("a"), withdrawn("b")))
        assert one_sentence(raised.value)
        assert ledger.last_position() == 0
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP TRIGGER trouble ON saksi.head")
        assert [one.position for one in ledger.record(submissions(withdrawn("a"), withdrawn("b")))] == [1, 2]


def test_a_connection_that_was_cut_is_told_once_and_made_again(url: str, databases: Databases) -> None:
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a"), withdrawn("b", nip="8")))
        for act in (ledger.last_position, lambda: ledger.record(submissions(withdrawn("c")))):
            ledger.last_position()
            databases.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(url)}'"
            )
            with pytest.raises(errors.LedgerUnreachable, match="does not answer any more") as raised:
                act()
            assert one_sentence(raised.value)
        assert ledger.record(submissions(withdrawn("c"), withdrawn("a")))[0].position == 3
        assert verify(ledger).findings == []


# A server of our own, which can be stopped and can ask for passwords


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    if os.environ.get(NAMED):
        pytest.skip(f"the server that {NAMED} names is not ours to stop")
    with own_server() as server:
        yield server


def test_a_server_that_dies_under_a_writer_loses_nothing_that_was_reported(server: OwnServer) -> None:
    with Ledger.open(server.url, create=True) as ledger:
        for number in range(20):
            ledger.record(submissions(*(withdrawn(f"a{number}-{n}", nip=str(n)) for n in range(50))))
        server.stop()
        for _ in range(2):
            with pytest.raises(errors.LedgerUnreachable) as raised:
                ledger.record(submissions(withdrawn("b")))
            assert one_sentence(raised.value)
        with pytest.raises(errors.LedgerUnreachable):
            ledger.wait_for_news(0, 5)
        server.start()
        assert ledger.last_position() == 1000
        assert ledger.record(submissions(withdrawn("b")))[0].position == 1001
        assert ledger.wait_for_news(1000, 5) == 1001
        assert verify(ledger) == (1001, [], 0, 0)


def test_a_wrong_password_is_told_and_never_printed(server: OwnServer) -> None:
    control = server.url.partition("host=")[2]
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE officer LOGIN PASSWORD '{SECRET}right'")
    rules = Path(control) / "pg_hba.conf"
    rules.write_text("local all officer scram-sha-256\n" + rules.read_text())
    server.control("reload")
    wrong, none = (url_of(server.url, "postgres", user="officer", password=word) for word in (SECRET, ""))
    for url in (wrong, none):
        with pytest.raises(errors.LedgerForbidden, match="does not let this user") as raised:
            Ledger.open(url)
        assert one_sentence(raised.value)
