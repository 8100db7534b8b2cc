"""Roles that log in: a writer records, a follower keeps the read models, a reader asks, and none does more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import BUDI, STORY, Run
from tests.integration.ledger.test_postgres_roles import FORBIDDEN
from tests.integration.postgres import Databases, url_of

psycopg = pytest.importorskip("psycopg")

ROLES = ("writer", "follower", "reader")
LINES = STORY.read_text(encoding="utf-8").splitlines(keepends=True)
POLICY = """policy: fridays
title: Fridays at home
regulation: PROPOSAL
scope: kaltim
effective_from: 2026-01-05
rules:
  - {id: friday, when: {weekday: [fri]}, set: {arrangement: home}}
"""
QUESTIONS = {
    "replay": ("replay", BUDI),
    "replay explained": ("replay", BUDI, "--explain"),
    "replay of two instants": ("replay", BUDI, "--known-at", "100"),
    "events": ("events", BUDI),
    "verify": ("verify",),
    "status": ("status", "--date", "2026-02-20"),
    "board": ("board", "kaltim", "--date", "2026-02-20"),
    "sanctions": ("sanctions",),
    "recap": ("recap", "--month", "2026-02"),
    "health": ("health",),
    "policy list": ("policy", "list"),
    "policy show": ("policy", "show", "kaltim-wfa-friday"),
    "policy simulate": ("policy", "simulate", "fridays.yaml", "--from", "2026-02-01", "--to", "2026-02-28"),
    "migrate from": ("migrate", "{url}", "sqlite:///copy.db"),
}
KEEPING = {
    "follow": ("follow", "--once"),
    "rebuild": ("rebuild",),
    "rebuild by two processes": ("rebuild", "--processes", "2"),
    "rebuild --dry-run": ("rebuild", "--dry-run"),
}
RECORDING = {
    "ingest": ("ingest", "more.jsonl"),
    "policy enact": ("policy", "enact", "fridays.yaml"),
    "migrate to": ("migrate", "sqlite:///longer.db", "{url}"),
}

Logins = dict[str, str]
"""The URL of the same ledger for each role, and for its ``owner``."""


@pytest.fixture
def log_in(databases: Databases) -> Iterator[Callable[[str, str], str]]:
    """Lets a role log in; gives its URL of a database. The roles are dropped at the end."""
    names = []

    def log_in(url: str, name: str) -> str:
        names.append(name)
        databases.execute(f"ALTER ROLE {name} LOGIN PASSWORD 'secret'")
        return url_of(url, name_of(url), user=name, password="secret")

    yield log_in
    databases.drop()
    for name in names:
        databases.execute(f"DROP ROLE {name}")


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def logins(run: Run, databases: Databases, log_in: Callable[[str, str], str]) -> Logins:
    """An empty ledger, and a login for each role."""
    url = databases.new()
    names = {role: f"{name_of(url)}_{role}" for role in ROLES}
    arguments = [word for role, name in names.items() for word in (f"--{role}", name)]
    status, out, _ = run("postgres", "init", "--db", url, *arguments, "--format", "json")
    assert (status, sorted(json.loads(out)["made"])) == (0, sorted(names.values()))
    return {"owner": url, **{role: log_in(url, name) for role, name in names.items()}}


@pytest.fixture
def followed(run: Run, logins: Logins) -> Logins:
    """The story, recorded by the writer and followed by the follower."""
    Path("fridays.yaml").write_text(POLICY)
    Path("more.jsonl").write_text('{"type":"ShiftWithdrawn","id":"new","nip":"7","shift_id":"s"}\n')
    assert run("ingest", str(STORY), "--db", logins["writer"])[0] == 0
    assert run("follow", "--once", "--db", logins["follower"])[0] == 0
    return logins


def ask(run: Run, url: str, command: tuple[str, ...]) -> tuple[int, str, str]:
    """Run a command on a ledger, JSON wherever it has it."""
    words = [word.format(url=url) for word in command]
    form = [] if "--explain" in words else ["--format", "json"]
    return run(*words, *([] if words[0] == "migrate" else ["--db", url]), *form)


def code_of(err: str) -> Any:
    return json.loads(err)["error"]["code"]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_ask_everything(run: Run, followed: Logins, role: str) -> None:
    for what, command in QUESTIONS.items():
        status, _, err = ask(run, followed[role], command)
        assert (what, status, err) == (what, 0, "")
        Path("copy.db").unlink(missing_ok=True)


def test_a_reader_reads_the_generations_that_are_made_after_the_grants(run: Run, followed: Logins) -> None:
    for _ in range(2):
        assert ask(run, followed["follower"], KEEPING["rebuild"])[0] == 0
        for what, command in QUESTIONS.items():
            status, _, err = ask(run, followed["reader"], command)
            assert (what, status, err) == (what, 0, "")
            Path("copy.db").unlink(missing_ok=True)


def test_a_follower_creates_fills_switches_and_drops_generations(run: Run, followed: Logins) -> None:
    for what, command in KEEPING.items():
        status, _, err = ask(run, followed["follower"], command)
        assert (what, status, err) == (what, 0, "")
    with psycopg.connect(followed["owner"]) as connection:
        assert connection.execute("SELECT state FROM saksi_views.generation").fetchall() == [("serving",)]
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'sheet%'").fetchone() == (1,)


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_nobody_but_the_follower_keeps_the_read_models(run: Run, followed: Logins, role: str) -> None:
    for what, command in KEEPING.items():
        status, out, err = ask(run, followed[role], command)
        assert (what, status, code_of(err)) == (what, 1, "views_forbidden")
        assert "--follower" in err
        assert "rebuild" not in what or not out
    assert ask(run, followed["follower"], KEEPING["rebuild --dry-run"])[0] == 0


@pytest.mark.parametrize("role", ["follower", "reader"])
def test_nobody_but_the_writer_records(run: Run, followed: Logins, role: str) -> None:
    assert ask(run, followed["reader"], QUESTIONS["migrate from"])[0] == 0
    Path("copy.db").rename("longer.db")
    assert run("ingest", "more.jsonl", "--db", "sqlite:///longer.db")[0] == 0
    for what, command in RECORDING.items():
        status, _, err = ask(run, followed[role], command)
        assert (what, status, code_of(err)) == (what, 1, "ledger_forbidden")
    for what, command in reversed(RECORDING.items()):  # what was copied is a duplicate then
        status, _, err = ask(run, followed["writer"], command)
        assert (what, status, err) == (what, 0, "")


@pytest.mark.parametrize("role", ROLES)
def test_a_ledger_before_its_first_fact_and_its_first_read_models_has_an_answer_for_everybody(
    run: Run, logins: Logins, role: str
) -> None:
    status, _, err = ask(run, logins[role], QUESTIONS["status"])
    assert (status, code_of(err)) == (1, "empty_ledger")
    assert ask(run, logins[role], QUESTIONS["health"])[0] == 0
    assert run("ingest", str(STORY), "--db", logins["writer"])[0] == 0
    status, _, err = ask(run, logins[role], QUESTIONS["status"])
    if role == "follower":
        assert (status, err) == (0, "")
    else:
        assert (status, code_of(err)) == (1, "no_read_models")


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_who_may_not_bring_the_read_models_up_to_date_is_answered_and_told_how_far_they_are(
    run: Run, followed: Logins, role: str
) -> None:
    assert run("ingest", "more.jsonl", "--db", followed["writer"])[0] == 0
    for what in ("status", "board", "sanctions", "recap"):
        status, out, err = ask(run, followed[role], QUESTIONS[what])
        assert (what, status, json.loads(out)["known_at"]) == (what, 0, 179)
        assert err == "Note: this is known at position 179; the ledger goes on to 180\n"
    assert json.loads(ask(run, followed["follower"], QUESTIONS["status"])[1])["known_at"] == 180


@pytest.mark.parametrize("role", ROLES)
def test_no_role_changes_the_ledger_behind_saksis_back(followed: Logins, role: str) -> None:
    with psycopg.connect(followed[role], autocommit=True) as connection:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_only_the_follower_changes_the_read_models(followed: Logins, role: str) -> None:
    with psycopg.connect(followed[role], autocommit=True) as connection:
        for statement in (
            "UPDATE saksi_views.generation SET position = 0",
            "DELETE FROM saksi_views.call_1",
            "INSERT INTO saksi_views.pending_1 VALUES ('7', '0000-00', '9999-99', 0)",
            "TRUNCATE saksi_views.sheet_1",
            "DROP TABLE saksi_views.sheet_1",
            "CREATE TABLE saksi_views.mine (x int)",
            "DROP SCHEMA saksi_views CASCADE",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_members_of_the_followers_role_drop_what_each_other_made(
    run: Run, databases: Databases, followed: Logins, log_in: Callable[[str, str], str]
) -> None:
    database = name_of(followed["owner"])
    members = []
    for number in (1, 2):
        databases.execute(f"CREATE ROLE {database}_person_{number} IN ROLE {database}_follower")
        members.append(log_in(followed["owner"], f"{database}_person_{number}"))
    for url in (*members, followed["follower"], followed["owner"], members[0]):
        assert ask(run, url, KEEPING["rebuild"])[0] == 0
    assert ask(run, followed["reader"], QUESTIONS["status"])[0] == 0


def test_a_new_follower_takes_the_read_models_over_and_readers_go_on_reading(
    run: Run, followed: Logins, log_in: Callable[[str, str], str]
) -> None:
    owner = followed["owner"]
    assert run("postgres", "init", "--db", owner, "--follower", f"{name_of(owner)}_second")[0] == 0
    second = log_in(owner, f"{name_of(owner)}_second")
    assert ask(run, second, KEEPING["rebuild"])[0] == 0
    for role in ("writer", "reader"):
        assert ask(run, followed[role], QUESTIONS["status"])[0] == 0
    for url in (followed["follower"], followed["reader"]):
        assert code_of(ask(run, url, KEEPING["rebuild"])[2]) == "views_forbidden"


def test_a_role_may_be_writer_and_follower(run: Run, databases: Databases, log_in: Callable[[str, str], str]) -> None:
    url = databases.new()
    name = f"{name_of(url)}_office"
    assert run("postgres", "init", "--db", url, "--writer", name, "--follower", name)[0] == 0
    office = log_in(url, name)
    assert run("ingest", str(STORY), "--db", office)[0] == 0
    for command in (QUESTIONS["status"], KEEPING["rebuild"], KEEPING["follow"]):
        status, _, err = ask(run, office, command)
        assert (status, err) == (0, "")


def test_an_owner_who_is_no_superuser_gives_these_rights_too_also_to_what_is_there_already(
    run: Run, databases: Databases, log_in: Callable[[str, str], str]
) -> None:
    url = databases.new()
    database = name_of(url)
    databases.execute(f"CREATE ROLE {database}_owner CREATEROLE")
    databases.execute(f"ALTER DATABASE {database} OWNER TO {database}_owner")
    owner = log_in(url, f"{database}_owner")
    assert run("ingest", str(STORY), "--db", owner)[0] == 0
    assert ask(run, owner, KEEPING["rebuild"])[0] == 0
    roles = ("--follower", f"{database}_follower", "--reader", f"{database}_reader")
    for _ in range(2):
        status, _, err = run("postgres", "init", "--db", owner, *roles)
        assert (status, err) == (0, "")
    follower, reader = (log_in(url, f"{database}_{role}") for role in ("follower", "reader"))
    assert ask(run, reader, QUESTIONS["status"])[0] == 0
    assert ask(run, follower, KEEPING["rebuild"])[0] == 0
    assert ask(run, reader, QUESTIONS["status"])[0] == 0
