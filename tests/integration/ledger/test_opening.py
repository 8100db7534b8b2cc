"""What is no ledger, or cannot be used just now, is told in one sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import SaksiError
from ledger import errors
from ledger.application import Ledger
from ledger.sqlite_file import path_in
from ledger.sqlite_layout import APPLICATION_ID
from ledger.verification import verify
from tests.integration.ledger.conftest import submissions, withdrawn


def one_sentence(error: SaksiError) -> bool:
    return "\n" not in error.sentence and len(error.sentence) < 200 and bool(error.hint)


def test_a_path_comes_after_three_slashes() -> None:
    assert path_in("sqlite:///saksi.db") == Path("saksi.db")
    assert path_in("sqlite:////var/lib/saksi.db") == Path("/var/lib/saksi.db")
    assert path_in("sqlite:///a folder/ü?#%20.db") == Path("a folder/ü?#%20.db")


@pytest.mark.parametrize("url", ["", "saksi.db", "sqlite://saksi.db", "sqlite:///", "mysql://x/y", "file:saksi.db"])
def test_another_url_is_no_ledger(url: str) -> None:
    with pytest.raises(errors.UnsupportedUrl, match="not the URL of a ledger") as raised:
        Ledger.open(url)
    assert one_sentence(raised.value)


@pytest.mark.parametrize("other", ["postgresql://host/saksi", "postgres://host/saksi"])
def test_postgresql_without_its_library_is_told(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.application.find_spec", lambda _: None)
    with pytest.raises(errors.UnsupportedUrl, match="needs the library psycopg") as raised:
        Ledger.open(other, create=True)
    assert one_sentence(raised.value)


def test_no_file_is_no_ledger_and_none_is_made(url: str, path: Path) -> None:
    with pytest.raises(errors.NoSuchLedger, match=r"no ledger at .*saksi\.db"):
        Ledger.open(url)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(errors.NoSuchLedger, match="no folder"):
        Ledger.open(f"sqlite:///{path.parent / 'none' / 'saksi.db'}", create=True)


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_no_ledger(path: Path, create: bool) -> None:
    with pytest.raises(errors.NotALedger, match="folder"):
        Ledger.open(f"sqlite:///{path.parent}", create=create)


def random_bytes(path: Path) -> None:
    path.write_bytes(os.urandom(40_000))


def text_file(path: Path) -> None:
    path.write_text('{"type":"CheckedIn"}\n' * 100)


def another_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE stored_events (x)")
    connection.commit()
    connection.close()


def newer_ledger(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE event (x)")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=4")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (random_bytes, "no SQLite database"),
        (text_file, "no SQLite database"),
        (another_database, "not a Saksi ledger"),
        (newer_ledger, "format 4"),
    ],
)
def test_a_file_that_is_no_ledger_is_told_and_left_as_it_is(
    url: str, path: Path, made: Callable[[Path], None], said: str, create: bool
) -> None:
    made(path)
    before = path.read_bytes()
    with pytest.raises(errors.NotALedger, match=said) as raised:
        Ledger.open(url, create=create)
    assert one_sentence(raised.value)
    assert path.read_bytes() == before


def test_an_empty_file_holds_no_ledger_until_one_is_laid_out_in_it(url: str, path: Path) -> None:
    path.touch()
    with pytest.raises(errors.NotALedger, match="empty"):
        Ledger.open(url)
    with Ledger.open(url, create=True) as ledger:
        assert ledger.last_position() == 0


def test_a_file_whose_laying_out_was_cut_short_is_laid_out_again(url: str, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size=8192")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a")))
        assert verify(ledger).findings == []


def test_a_ledger_that_another_process_is_writing_to_is_busy(url: str, path: Path) -> None:
    Ledger.open(url, create=True).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Ledger.open(url, busy_timeout=0.05) as ledger:
        with pytest.raises(errors.LedgerBusy, match="another process") as raised:
            ledger.record(submissions(withdrawn("a")))
        assert one_sentence(raised.value)
        assert ledger.last_position() == 0
        holder.execute("ROLLBACK")
        assert ledger.record(submissions(withdrawn("a")))[0].position == 1
    holder.close()


def test_a_ledger_that_is_locked_whole_is_busy_on_opening(url: str, path: Path) -> None:
    Ledger.open(url, create=True).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(errors.LedgerBusy):
        Ledger.open(url, busy_timeout=0.05)
    holder.close()


def test_a_full_disk_is_told_and_loses_nothing_that_was_recorded(url: str, path: Path) -> None:
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a")))
        connection = ledger.recorder._connection  # type: ignore[attr-defined]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(errors.StorageFull, match="disk is full") as raised:
            ledger.record(submissions(*(withdrawn(f"b{n}", nip=f"n{n}") for n in range(5000))))
        assert one_sentence(raised.value)
        assert ledger.last_position() == 1
        connection.execute(f"PRAGMA max_page_count={pages + 10_000}")
        assert ledger.record(submissions(withdrawn("b")))[0].position == 2
        assert verify(ledger).findings == []


def test_a_file_that_may_grow_no_further_is_told(url: str, path: Path) -> None:
    """A limit on the size of files, as a disk that runs full under the hands of SQLite."""
    program = (
        "import resource, signal, sys\n"
        "from domain.admission import admit\n"
        "from domain.errors import SaksiError\n"
        "from ledger.application import Ledger, Submission\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "ledger = Ledger.open(sys.argv[1], create=True)\n"
        'line = \'{"type":"ShiftWithdrawn","id":"%s","nip":"%s","shift_id":"s"}\'\n'
        "ledger.record([Submission(admit(line % ('a', 1)), 's')])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "try:\n"
        "    ledger.record([Submission(admit(line % (n, n)), 's') for n in range(20000)])\n"
        "except SaksiError as error:\n"
        "    print(error.code, ledger.last_position())\n"
    )
    done = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout in ("storage_full 1\n", "storage_failed 1\n")
    with Ledger.open(url) as ledger:
        assert verify(ledger) == (1, [], 0, 0)


def unprivileged(program: str, *arguments: str) -> str:
    """What a program prints that is run by somebody who is not the administrator."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


READ_AND_WRITE = """
import os, sys
import ledger.avro, ledger.sqlite
from domain.admission import admit
from domain.errors import SaksiError
from ledger.application import Ledger, Submission
submissions = [Submission(admit('{"type":"ShiftWithdrawn","id":"b","nip":"7","shift_id":"s"}'), "s")]
ledger.avro.Codec().encode(submissions[0].event)
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with Ledger.open(sys.argv[1], create=len(sys.argv) > 2) as opened:
        print(opened.last_position())
        opened.record(submissions)
except SaksiError as error:
    print(error.code)
"""


@pytest.fixture
def open_to_all(path: Path) -> Path:
    """The path, with every folder above it open to others."""
    for folder in path.parents:
        if folder.owner() == path.parent.owner() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    return path


def test_a_ledger_on_a_medium_that_cannot_be_written_is_read_and_not_written(url: str, open_to_all: Path) -> None:
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a")))
    open_to_all.chmod(0o444)
    open_to_all.parent.chmod(0o555)
    assert unprivileged(READ_AND_WRITE, url) == "1\nledger_read_only\n"
    open_to_all.parent.chmod(0o755)


def test_a_ledger_that_may_not_be_read_is_told_so(url: str, open_to_all: Path) -> None:
    Ledger.open(url, create=True).close()
    open_to_all.chmod(0)
    assert unprivileged(READ_AND_WRITE, url) == "ledger_forbidden\n"
    assert unprivileged(READ_AND_WRITE, url, "create") == "ledger_forbidden\n"


def test_a_folder_that_cannot_be_written_takes_no_ledger(url: str, open_to_all: Path) -> None:
    open_to_all.parent.chmod(0o555)
    assert unprivileged(READ_AND_WRITE, url, "create") == "ledger_read_only\n"
    open_to_all.parent.chmod(0o755)
