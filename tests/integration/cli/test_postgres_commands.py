"""Every command works on a PostgreSQL ledger as on a file, and says what is wrong in a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from cli.command_line import saksi
from cli.help import every_command
from tests.integration.cli.conftest import BUDI, STORY, Run
from tests.integration.postgres import Databases, url_of

AS_OF = "2026-02-28T08:00:00+08:00"


def loaded(text: str) -> Any:
    return json.loads(text)


def test_the_main_job_is_the_same_on_both(run: Run, databases: Databases) -> None:
    told: dict[str, list[Any]] = {}
    for url in ("sqlite:///saksi.db", databases.new()):
        answers = told[url] = []
        for command in (
            ("ingest", str(STORY)),
            ("ingest", str(STORY)),
            ("replay", BUDI, "--as-of", AS_OF),
            ("replay", BUDI, "--as-of", AS_OF, "--known-at", "100"),
            ("events", BUDI),
            ("policy", "list", "--on", "2026-02-20"),
            ("verify",),
        ):
            status, out, err = run(*command, "--db", url, "--format", "json")
            assert (status, err) == (0, "")
            answers.append(without_instants_of_recording(loaded(out)))
    one, other = told.values()
    assert one == other


def without_instants_of_recording(told: Any) -> Any:
    """When facts were recorded, and so the digest, differs between two runs."""
    if isinstance(told, dict):
        left_out = {"recorded_at", "digest", "rejects"}
        return {key: without_instants_of_recording(value) for key, value in told.items() if key not in left_out}
    if isinstance(told, list):
        return [without_instants_of_recording(value) for value in told]
    return told


ON_NO_LEDGER = {"policy check", "policy packs", "schemas export", "demo"} | {
    *("evidence verify", "key generate", "key show", "witness init", "witness serve"),
}
IN_TESTS_OF_THEIR_OWN = {
    *("ingest", "policy enact", "follow", "project", "migrate", "postgres init"),
    *("publish", "consume", "dead-letters list", "dead-letters retry", "tail"),
    *("key list", "key add", "key retire", "checkpoint", "evidence export"),
    *("case open", "case step", "case show", "case letter"),
}
"""They write, or reach Kafka, or sign; see here and in ``test_postgres_roles``, ``test_following``, ``test_killed``,
``test_publishing`` and the tests of ``consumers``, ``witness``, ``evidence`` and ``cases``."""

FRIDAY = ("--date", "2026-02-20", "--as-of", AS_OF)
ASKED: dict[str, tuple[str, ...]] = {
    "replay": (BUDI, "--as-of", AS_OF),
    "events": (BUDI,),
    "policy list": ("--on", "2026-02-20"),
    "policy show": ("kaltim-wfa-friday",),
    "policy simulate": ("change.yaml", "--from", "2026-02-01", "--to", "2026-02-28", "--as-of", AS_OF),
    "status": FRIDAY,
    "board": ("kaltim", *FRIDAY),
    "sanctions": ("--as-of", AS_OF),
    "recap": ("--month", "2026-02", "--as-of", AS_OF),
    "case list": ("--as-of", AS_OF),
    "case check": ("--as-of", AS_OF),
    "case deadlines": ("--as-of", AS_OF),
    "health": (),
    "verify": (),
    "key list": (),
    "rebuild": ("--dry-run",),
}


def test_every_command_is_asked_of_both_databases() -> None:
    leaves = {path.removeprefix("saksi ") for path, one in every_command(saksi) if not isinstance(one, click.Group)}
    assert leaves == ASKED.keys() | ON_NO_LEDGER | IN_TESTS_OF_THEIR_OWN


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_answer_is_the_same_on_both_in_every_form(
    run: Run, databases: Databases, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """To the letter: the copy has the same instants of recording."""
    monkeypatch.setenv("COLUMNS", "100")
    Path("change.yaml").write_text(
        "policy: p\ntitle: t\nregulation: PROPOSAL\nscope: kaltim\neffective_from: 2026-02-01\nprecedence: 9\n"
        "rules:\n  - {id: a, when: {weekday: [fri]}, set: {arrangement: off}}\n"
    )
    url = databases.new()
    assert run("ingest", str(STORY))[0] == 0
    assert run("migrate", "sqlite:///saksi.db", url)[0] == 0
    for place in ("sqlite:///saksi.db", url):
        assert run("follow", "--once", "--db", place)[0] == 0
    commands = {path.removeprefix("saksi "): command for path, command in every_command(saksi)}
    for name, arguments in ASKED.items():
        (forms,) = (one.type.choices for one in commands[name].params if one.name == "form")
        for form in forms:
            asked = ("--lang", language, *name.split(), *arguments, "--format", form)
            one, other = (without_instants_of_following(run(*asked, "--db", u)) for u in ("sqlite:///saksi.db", url))
            assert (name, form, one) == (name, form, other)
            assert one[0] == 0
            assert one[1]


def without_instants_of_following(ran: tuple[int, str, str]) -> tuple[int, str, str]:
    """When a follower last did something differs between two of them."""
    status, out, err = ran
    told = r"updated_at|updated_timestamp_seconds \d|Last done|Terakhir bekerja"
    return status, "\n".join(line for line in out.splitlines() if not re.search(told, line)), err


def test_migrate_copies_a_ledger_and_replays_have_the_same_digest(run: Run, databases: Databases) -> None:
    url = databases.new()
    run("ingest", str(STORY))
    status, out, err = run("migrate", "sqlite:///saksi.db", url)
    assert (status, err) == (0, "")
    assert out.startswith(
        "Copied 179 events, 0 were there before; both ledgers end at position 179.\nThey are the same: sha"
    )
    status, out, _ = run("migrate", url, "sqlite:///back.db", "--format", "json")
    done = loaded(out)
    assert (status, done["found"], done["copied"], done["last_position"]) == (0, 0, 179, 179)
    digests = set()
    for place in ("sqlite:///saksi.db", url, "sqlite:///back.db"):
        _, out, _ = run("replay", BUDI, "--as-of", AS_OF, "--db", place, "--format", "json")
        digests.add(loaded(out)["digest"])
    assert len(digests) == 1


def test_migrate_from_nowhere_makes_no_target(run: Run, tmp_path: Path) -> None:
    status, out, err = run("migrate", "sqlite:///none.db", "sqlite:///copy.db")
    assert (status, out) == (2, "")
    assert "there is no ledger at none.db" in err
    assert not (tmp_path / "copy.db").exists()


def test_migrate_into_another_ledger_is_refused(run: Run) -> None:
    run("ingest", str(STORY))
    (Path("few.jsonl")).write_bytes(b"".join(STORY.read_bytes().splitlines(keepends=True)[:5]))
    run("ingest", "few.jsonl", "--db", "sqlite:///other.db")
    status, _, err = run("migrate", "sqlite:///saksi.db", "sqlite:///other.db", "--format", "json")
    assert status == 1
    assert loaded(err)["error"]["code"] == "not_a_copy"


def test_init_lays_out_a_ledger_and_gives_roles_their_rights(run: Run, databases: Databases) -> None:
    url = databases.new()
    name = url.partition("?")[0].rpartition("/")[2]
    writer, reader = f"{name}_writer", f"{name}_reader"
    command = ("postgres", "init", "--db", url, "--writer", writer, "--reader", reader)
    status, out, _ = run(*command)
    assert status == 0
    for sentence in (
        "is laid out.",
        f"{writer} may add to it and read it.",
        f"{reader} may read it.",
        f"{writer} is new and cannot log in yet",
    ):
        assert sentence in out
    status, out, _ = run(*command, "--format", "json")
    assert (status, loaded(out)["made"]) == (0, [])
    for role in (writer, reader):
        databases.execute(f"ALTER ROLE {role} LOGIN")
    as_writer, as_reader = (url_of(url, name, user=role) for role in (writer, reader))
    assert run("ingest", str(STORY), "--db", as_writer)[0] == 0
    assert run("verify", "--db", as_reader)[0] == 0
    status, _, err = run("ingest", str(STORY), "--db", as_reader, "--format", "json")
    assert (status, err) == (0, "")  # all of it is there already
    Path("more.jsonl").write_text('{"type":"ShiftWithdrawn","id":"new","nip":"7","shift_id":"s"}\n')
    status, _, err = run("ingest", "more.jsonl", "--db", as_reader, "--format", "json")
    assert (status, loaded(err)["error"]["code"]) == (1, "ledger_forbidden")
    databases.drop()
    for role in (writer, reader):
        databases.execute(f"DROP ROLE {role}")


def test_init_is_for_postgresql(run: Run) -> None:
    status, _, err = run("postgres", "init", "--format", "json")
    assert (status, loaded(err)["error"]["code"]) == (2, "not_postgres")


@pytest.mark.parametrize(
    ("rest", "status", "code"),
    [
        ("postgres:geheim@nowhere", 2, "no_such_ledger"),
        ("postgres:geheim@{database}", 2, "no_such_ledger"),
        ("postgres:geheim@127.0.0.1:1/x", 1, "ledger_unreachable"),
        ("p:ge/heim@host/x", 2, "unsupported_url"),
    ],
)
def test_what_is_wrong_with_a_url_is_told_without_the_password(
    run: Run, databases: Databases, rest: str, status: int, code: str
) -> None:
    url = f"postgresql://{rest}"
    if "/" not in rest:
        name = rest.partition("@")[2].format(database=databases.new().partition("?")[0].rpartition("/")[2])
        url = url_of(databases.url, name, user="postgres", password="geheim")
    for form in ("json", "table"):
        found, out, err = run("replay", BUDI, "--db", url, "--format", form)
        assert (found, out) == (status, "")
        assert "heim" not in err
        assert "Traceback" not in err
        if form == "json":
            assert loaded(err)["error"]["code"] == code
