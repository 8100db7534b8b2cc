"""The real command as a process: exit statuses, pipes, signals, full disks and locks."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import SaksiError
from ledger.application import Ledger
from tests.integration.cli.conftest import BUDI, SAKSI, STORY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and limits are POSIX's")

on_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What is of files only, or has nothing to do with the database."""


@pytest.fixture
def environment(url):
    kept = {name: value for name, value in os.environ.items() if name not in ("SAKSI_DB", "SAKSI_LANG", "SAKSI_DEBUG")}
    return {**kept, "LC_ALL": "C.UTF-8", "SAKSI_DB": url}


@pytest.fixture
def saksi(environment, tmp_path):
    """Run the command to its end."""

    def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SAKSI, *arguments],
            **{"env": environment, "cwd": tmp_path, "capture_output": True, "text": True, "timeout": 60, **options},
            check=False,
        )

    return run


def facts(count: int) -> str:
    return "".join(
        f'{{"type": "CheckedIn", "id": "c-{number}", "nip": "{BUDI}", "occurred_at": "2026-02-20T07:00:00+08:00"}}\n'
        for number in range(count)
    )


def by_shell(line: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "-c", line], env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def count_of(url: str) -> int:
    """How many events there are; 0 while there is no ledger yet."""
    try:
        with Ledger.open(url) as ledger:
            return ledger.last_position()
    except SaksiError:
        return 0


def test_the_exit_status_says_how_it_went(saksi, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{\n")
    assert saksi("ingest", str(STORY)).returncode == 0
    assert saksi("verify").returncode == 0
    assert saksi("replay", BUDI).returncode == 0
    assert saksi("ingest", "bad.jsonl").returncode == 1
    assert saksi("ingest", "missing.jsonl").returncode == 2
    assert saksi("verify", "--db", "sqlite:///none.db").returncode == 2
    assert saksi("nonsense").returncode == 2
    assert saksi("--help").returncode == 0


def test_results_go_to_standard_output_and_messages_to_standard_error(saksi):
    saksi("ingest", str(STORY))
    ran = saksi("replay", "nobody", "--format", "json")
    assert json.loads(ran.stdout)["days"] == []
    assert len(ran.stderr.splitlines()) == 1


def test_the_module_of_the_command_is_not_needed_to_read_a_pipe(saksi):
    ran = saksi("ingest", "-", "--format", "json", input=facts(3))
    assert (ran.returncode, json.loads(ran.stdout)["recorded"]) == (0, 3)


def test_what_a_pipe_has_given_is_recorded_before_the_pipe_ends(environment, tmp_path, url):
    process = subprocess.Popen([SAKSI, "ingest", "-"], env=environment, cwd=tmp_path, stdin=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(facts(2))
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while count_of(url) != 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.stdin.close()
    assert process.wait(30) == 0


def test_a_reader_that_goes_away_is_no_error_with_words(saksi, environment, tmp_path):
    saksi("ingest", str(STORY))
    for arguments in (
        ["replay", BUDI, "--explain"],
        ["events", BUDI, "--format", "csv"],
        ["replay", BUDI, "--format", "json"],
    ):
        process = subprocess.Popen(
            [SAKSI, *arguments], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # before anything was written
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(30) == 141


@on_a_file
def test_head_ends_a_long_answer_in_silence(saksi, environment, tmp_path):
    saksi("ingest", str(STORY))
    line = f"'{SAKSI}' events {BUDI} --format json | head -n 1"
    ran = by_shell(line, environment, tmp_path)
    assert (ran.stdout, ran.stderr) == ("{\n", "")


@on_a_file
def test_a_full_device_for_the_output_is_one_sentence(saksi):
    saksi("ingest", str(STORY))
    for arguments in (["replay", BUDI], ["replay", BUDI, "--format", "json"], ["verify"], ["--help"]):
        with Path("/dev/full").open("w") as full:
            ran = saksi(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        assert ran.returncode == 1
        assert "the disk is full" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert "Exception ignored" not in ran.stderr


@on_a_file
def test_an_output_that_is_closed_is_no_traceback(saksi, environment, tmp_path):
    saksi("ingest", str(STORY))
    for closed, status in ((">&-", 1), ("2>&-", 0), (">&- 2>&-", 1)):
        for command in (f"replay {BUDI}", f"replay {BUDI} --format json", "--help", f"ingest '{STORY}'"):
            ran = by_shell(f"'{SAKSI}' {command} {closed}", environment, tmp_path)
            assert ran.returncode == status
            assert ("standard output is closed" in ran.stderr) is (closed == ">&-")
            assert "Traceback" not in ran.stderr
            assert "Exception ignored" not in ran.stderr


def test_a_closed_input_is_one_sentence(environment, tmp_path):
    ran = by_shell(f"'{SAKSI}' ingest - <&-", environment, tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "Error: standard input is closed\n  give a file, or a pipe\n"
    assert not (tmp_path / "saksi.db").exists()


@on_a_file
def test_a_file_that_may_not_grow_any_more_ends_in_one_sentence_and_loses_nothing(saksi, environment, tmp_path, url):
    saksi("ingest", str(STORY))
    (tmp_path / "many.jsonl").write_text(facts(30_000))
    line = f"trap '' XFSZ; ulimit -f 600; exec '{SAKSI}' ingest many.jsonl --format json"
    ran = by_shell(line, environment, tmp_path)
    assert ran.returncode == 1
    assert json.loads(ran.stderr)["error"]["code"] in ("storage_full", "storage_failed")
    assert "Traceback" not in ran.stderr
    assert saksi("verify").returncode == 0
    assert count_of(url) in (179, 20_179)


@on_a_file
def test_a_full_disk_ends_in_one_sentence_and_loses_nothing(saksi, tmp_path):
    """On a file system of two megabytes, where this machine lets one be mounted."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "saksi-test", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        database = f"sqlite:///{small}/saksi.db"
        (tmp_path / "many.jsonl").write_text(facts(40_000))
        assert saksi("ingest", str(STORY), "--db", database).returncode == 0
        ran = saksi("ingest", "many.jsonl", "--db", database)
        assert ran.returncode == 1
        assert "the disk is full" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert saksi("verify", "--db", database).returncode == 0
        said = saksi("--lang", "id", "ingest", "many.jsonl", "--db", database).stderr
        assert "Galat: ruang penyimpanan penuh" in said
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_ledger_that_another_program_holds_is_told_so(saksi, tmp_path, url):
    saksi("ingest", str(STORY))
    begun = time.monotonic()
    with held(url):
        ran = saksi("policy", "enact", str(policy(tmp_path)), "--format", "json")
        assert saksi("replay", BUDI).returncode == 0, "readers do not wait for a writer"
    assert ran.returncode == 1
    assert json.loads(ran.stderr)["error"]["code"] == "ledger_busy"
    assert time.monotonic() - begun < 40
    assert saksi("policy", "enact", str(policy(tmp_path))).returncode == 0


@contextmanager
def held(url: str) -> Iterator[None]:
    """Another program is in the middle of a transaction that writes."""
    if url.startswith("postgres"):
        import psycopg

        from ledger.postgres_database import WRITERS_LOCK

        with psycopg.connect(url) as connection:
            connection.execute(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
            yield
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def policy(folder: Path) -> Path:
    file = folder / "friday.yaml"
    file.write_text(
        "policy: friday\ntitle: t\nregulation: r\nscope: kaltim\neffective_from: 2026-01-01\n"
        "rules:\n  - id: a\n    set: {arrangement: office}\n"
    )
    return file


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_intake_which_says_what_was_done_and_keeps_it(environment, tmp_path, url, number, status):
    process = subprocess.Popen(
        [SAKSI, "ingest", "-"],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(facts(5))
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while count_of(url) != 5:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Recorded 5" in out
    assert "run the same command again" in err
    assert "Traceback" not in err


INTERRUPTED = """
import os, signal, sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
from cli.main import main
sys.exit(main({arguments!r}))
"""


@on_a_file
@pytest.mark.parametrize("name", ["cli.command_line", "ledger.application", "domain.replay", "rich.table"])
def test_control_c_at_any_moment_is_one_sentence(saksi, environment, tmp_path, name):
    """Ctrl-C comes while the command is loading the module of that name: at its start, and at three later points."""
    saksi("ingest", str(STORY))
    script = INTERRUPTED.format(name=name, arguments=["replay", BUDI])
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr == "Error: interrupted; nothing was left half done\n"


def test_a_kill_in_the_middle_loses_nothing_that_was_recorded(environment, tmp_path, saksi, url):
    (tmp_path / "many.jsonl").write_text(facts(60_000))
    process = subprocess.Popen(
        [SAKSI, "ingest", "many.jsonl"], env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while count_of(url) < 20_000:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.wait(30)
    before = count_of(url)
    assert before >= 20_000
    assert saksi("verify").returncode == 0
    ran = json.loads(saksi("ingest", "many.jsonl", "--format", "json").stdout)
    assert ran["recorded"] + ran["duplicates"] == 60_000
    assert ran["duplicates"] == before
    assert ran["last_position"] == 60_000


@on_a_file
def test_the_language_follows_the_locale(saksi, environment):
    ran = saksi("verify", env={**environment, "LC_ALL": "id_ID.UTF-8"})
    assert ran.returncode == 2
    assert ran.stderr.startswith("Galat: ")


@on_a_file
def test_an_output_in_ascii_is_no_traceback(saksi, environment):
    saksi("ingest", str(STORY))
    for encoding in ("ascii", "latin-1"):
        ascii_only = {"env": {**environment, "PYTHONIOENCODING": encoding}, "text": False}
        ran = saksi("replay", BUDI, "--explain", **ascii_only)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert saksi("--help", **ascii_only).returncode == 0


HEAVY = ("msgspec", "rich", "ruamel", "eventsourcing", "fastavro", "sqlite3", "zoneinfo", "rfc8785", "domain.replay")


def loaded(environment, tmp_path, *arguments: str) -> set[str]:
    """The modules that a command line has loaded when it ends."""
    script = f"import sys; from cli.main import main; main({list(arguments)!r}); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    return set(ran.stderr.split())


@on_a_file
@pytest.mark.parametrize("arguments", [["--help"], ["replay", "--help"], ["--lang", "en", "--version"], ["nonsense"]])
def test_help_loads_nothing_heavy(environment, tmp_path, arguments):
    assert loaded(environment, tmp_path, *arguments).isdisjoint(HEAVY)


def test_the_list_of_commands_loads_none_of_them(environment, tmp_path):
    loaded_with_it = loaded(environment, tmp_path, "--lang", "en", "--help")
    assert [name for name in loaded_with_it if name.startswith("cli.commands")] == []


@on_a_file
def test_an_answer_as_json_loads_neither_tables_nor_yaml_nor_the_other_language(saksi, environment, tmp_path):
    saksi("ingest", str(STORY))
    modules = loaded(environment, tmp_path, "replay", BUDI, "--format", "json")
    assert modules.isdisjoint({"rich", "ruamel", "cli.tables", "cli.indonesian", "cli.explanation"})
