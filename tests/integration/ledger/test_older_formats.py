"""A ledger of an older format is told apart, brought up when somebody asks for it, and then as good as any other."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import errors, repair
from ledger.application import Ledger
from ledger.channels import Advance
from ledger.entry import Entries
from ledger.repair import repair_leaves
from ledger.sealing import seal
from ledger.verification import verify
from tests.integration.ledger.conftest import EVENTS, FORMATS, fill, submissions, voided, withdrawn

SAKSI = Path(sys.executable).with_name("saksi")

number = pytest.mark.parametrize("number", [1, 2])


def execute(url: str, *statements: str) -> list[Any]:
    """By hand, with all guards in place."""
    if url.startswith("sqlite"):
        database = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        found = [database.execute(statement).fetchall() for statement in statements][-1]
        database.close()
        return found
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        return [connection.execute(statement) for statement in statements][-1].fetchall()


def expected_entries(ledger: Ledger) -> list[bytes]:
    entries = Entries()
    return [
        entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)
        for row in ledger.recorder.read_log(0, None)
    ]


@number
@pytest.mark.parametrize("create", [True, False])
def test_it_is_refused_and_left_as_it_is(older: Callable[..., str], number: int, create: bool) -> None:
    url = older(number)
    with pytest.raises(
        errors.LedgerWithoutLeaves, match=f"is a ledger of format {number}, which keeps nothing"
    ) as told:
        Ledger.open(url, create=create)
    assert told.value.hint == "bring it up with `saksi verify --repair-leaves`"


@number
def test_it_is_brought_up_and_goes_on_like_any_other(older: Callable[..., str], number: int) -> None:
    url = older(number)
    told: list[tuple[int, int]] = []
    assert repair_leaves(url, lambda done, whole: told.append((done, whole))) == EVENTS
    assert told == [(EVENTS, EVENTS)]
    assert repair_leaves(url) == 0
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (EVENTS, [], 0, 0)
        assert ledger.recorder.entries(0, EVENTS) == expected_entries(ledger)
        ledger.append([], [Advance("saksi.intake/1", None, 5)])
        assert ledger.next_offset("saksi.intake/0") == (5 if number > 1 else None)
        outcomes = ledger.record(submissions(withdrawn("é1", nip="1"), withdrawn("new"), voided("w", "v")))
        assert [outcome.position for outcome in outcomes] == [2, EVENTS + 1, EVENTS + 2]
        seal(ledger)
        assert verify(ledger) == (EVENTS + 3, [], 0, 0)


@number
def test_an_empty_one_is_brought_up_too(store: str, new_url: Callable[[], str], number: int) -> None:
    url = new_url()
    script = (FORMATS / f"{store}-{number}.sql").read_text(encoding="utf-8")
    if store == "sqlite":
        database = sqlite3.connect(url.removeprefix("sqlite:///"))
        database.executescript(script)
        database.close()
    else:
        execute(url, script, "SELECT 1")
    assert repair_leaves(url) == 0
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (0, [], 0, 0)


@number
def test_nothing_is_recorded_or_sealed_while_entries_are_missing_and_it_goes_on_where_it_ended(
    older: Callable[..., str], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "LEAVES_AT_A_TIME", 10)
    url = older(number)

    def stop(done: int, _: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repair_leaves(url, stop)
    with Ledger.open(url) as ledger:
        assert ledger.recorder.last_leaf() == 20
        with pytest.raises(errors.LedgerWithoutLeaves, match=f"of {EVENTS} events in the ledger only 20 have a leaf"):
            ledger.record(submissions(withdrawn("new")))
        with pytest.raises((errors.LedgerWithoutLeaves, errors.LedgerDamaged)):
            seal(ledger)
        assert ledger.recorder.trees.store.position() == 0
        assert ledger.last_position() == EVENTS
        found = verify(ledger).findings
        assert (found[0].code, found[0].position) == ("leaf", 21)
    assert repair_leaves(url) == EVENTS - 20
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (EVENTS, [], 0, 0)
        assert ledger.recorder.entries(0, EVENTS) == expected_entries(ledger)


BRING_UP = """
import sys, time
from ledger import repair
repair.LEAVES_AT_A_TIME = 2
print(flush=True)
repair.repair_leaves(sys.argv[1], lambda done, whole: (print(done, flush=True), time.sleep(0.005)))
"""


@number
def test_it_may_be_killed_at_any_moment(older: Callable[..., str], number: int) -> None:
    url = older(number)
    for lines in (1, 2, 3, 6):
        process = subprocess.Popen([sys.executable, "-c", BRING_UP, url], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
    repair_leaves(url)
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (EVENTS, [], 0, 0)
        assert ledger.recorder.entries(0, EVENTS) == expected_entries(ledger)


@number
def test_two_may_bring_it_up_at_once(older: Callable[..., str], number: int) -> None:
    url = older(number)
    commands = [[sys.executable, "-c", BRING_UP, url]] * 3
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for command in commands]
    assert [process.communicate()[1] for process in processes] == [b"", b"", b""]
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (EVENTS, [], 0, 0)


def test_entries_are_not_made_anew_once_a_checkpoint_was_signed(url: str, store: str) -> None:
    fill(url)
    with Ledger.open(url) as ledger:
        sealed = seal(ledger)
        ledger.recorder.add_checkpoint(sealed.size, b"note")
    assert repair_leaves(url) == 0
    if store == "sqlite":
        execute(url, "DROP TRIGGER leaves_no_delete", "DELETE FROM leaves WHERE last > 40", "SELECT 1")
    else:
        execute(
            url,
            "ALTER TABLE saksi.leaves DISABLE TRIGGER ALL",
            "DELETE FROM saksi.leaves WHERE last > 40",
            "SELECT 1",
        )
    with pytest.raises(errors.LedgerDamaged, match="a checkpoint of 46 events was signed, so leaves that are missing"):
        repair_leaves(url)
    with Ledger.open(url) as ledger:
        assert ledger.recorder.last_leaf() < 41


def test_what_is_no_older_ledger_is_told_as_it_is_elsewhere(new_url: Callable[[], str]) -> None:
    url = new_url()
    with pytest.raises(errors.NoSuchLedger):
        repair_leaves(url)
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a")))
    assert repair_leaves(url) == 0


@number
def test_the_command_brings_it_up_and_says_how_many(older: Callable[..., str], number: int) -> None:
    url = older(number)
    command = [str(SAKSI), "--lang", "en", "verify", "--db", url]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "bring it up with `saksi verify --repair-leaves`" in refused.stderr
    done = subprocess.run([*command, "--repair-leaves"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert f"{EVENTS} events had no leaf and have one now." in done.stdout
    again = subprocess.run(
        [*command, "--repair-leaves", "--format", "json"], capture_output=True, text=True, check=False
    )
    assert json.loads(again.stdout)["sound"] is True
