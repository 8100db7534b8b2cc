"""Signing: each checkpoint continues the last one, in both databases, through crashes and beside other signers; and a
ledger that is smaller or different than what was signed stops it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.key_file import write_key
from ledger.merkle import verify_consistency
from ledger.note import Algorithm, BadNote, Note, NoteNotSigned, PrivateKey, parse
from ledger.proofs import Proofs
from ledger.signing import LastCheckpointMissing, LedgerForked, LedgerRolledBack, Signer
from ledger.signing_keys import KeyRefused, signing_keys
from ledger.statements import SigningKeyAdded, StreamsSealed
from ledger.verification import verify
from tests.integration.ledger.conftest import Clock, submissions, withdrawn

KEY = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(range(32)))
OTHER = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(32))


@pytest.fixture
def last(tmp_path: Path) -> Path:
    return tmp_path / "saksi.key.checkpoint"


def record(ledger: Ledger, *identities: str) -> None:
    ledger.record(submissions(*map(withdrawn, identities)))


def sign(ledger: Ledger, last: Path, *keys: PrivateKey) -> Checkpoint:
    signed = Signer(ledger, keys or [KEY], last).sign()
    assert Checkpoint.of(signed.note) == signed.checkpoint
    return signed.checkpoint


def expect_continued(ledger: Ledger, *checkpoints: Checkpoint) -> None:
    """Each of these is the beginning of the ledger as it is."""
    proofs = Proofs(ledger, ledger.last_position())
    for one in checkpoints:
        verify_consistency(one.size, one.root, proofs.size, proofs.root, proofs.consistency(one.size))


def test_the_first_checkpoint_puts_the_key_and_a_seal_into_the_log_and_signs_them(ledger: Ledger, last: Path) -> None:
    record(ledger, "a", "b")
    signed = Signer(ledger, [KEY], last).sign()
    assert signed.new
    assert signed.checkpoint == Checkpoint(KEY.public.name, 4, Proofs(ledger, 4).root)
    assert signed.note.expect([KEY.public]) == [KEY.public]
    assert [type(entry.event) for entry in ledger.read_log(2)] == [SigningKeyAdded, StreamsSealed]
    kept = ledger.recorder.checkpoint()
    assert kept is not None
    assert last.read_bytes() == bytes(signed.note) == bytes(kept)
    assert verify(ledger, keys=[KEY.public]).findings == []


def test_where_nothing_is_new_there_is_no_new_checkpoint(ledger: Ledger, last: Path) -> None:
    record(ledger, "a")
    first = Signer(ledger, [KEY], last).sign()
    again = Signer(ledger, [KEY], last).sign()
    assert (again.note, again.checkpoint, again.new) == (first.note, first.checkpoint, False)
    assert ledger.last_position() == first.checkpoint.size


def test_every_checkpoint_continues_all_before_it(ledger: Ledger, last: Path) -> None:
    signed = []
    for number in range(30):
        record(ledger, *(f"{number}-{part}" for part in range(number % 5 + 1)))
        signed.append(sign(ledger, last))
    assert ledger.recorder.checkpoint_sizes() == [one.size for one in signed]
    expect_continued(ledger, *signed)
    assert verify(ledger, keys=[KEY.public]).findings == []


def test_an_empty_ledger_is_signed_too(ledger: Ledger, last: Path) -> None:
    assert sign(ledger, last).size == 2


# What stops it


def history(url: str, *parts: tuple[str, ...], last: Path | None = None) -> Ledger:
    """A ledger of these parts, recorded at the same times in each place; signed after each part."""
    ledger = Ledger.open(url, create=True, clock=Clock())
    for part in parts:
        record(ledger, *part)
        if last is not None:
            sign(ledger, last)
    return ledger


def left_alone(ledger: Ledger, last: Path, expected: type[Exception], *seen: str) -> str:
    """Signing stops with this error and these facts in its sentence, twice, and changes nothing."""
    before = (ledger.last_position(), ledger.recorder.checkpoint_sizes(), last.exists() and last.read_bytes())
    for _ in range(2):
        with pytest.raises(expected) as stopped:
            sign(ledger, last)
        for one in seen:
            assert one in str(stopped.value)
        assert before == (
            ledger.last_position(),
            ledger.recorder.checkpoint_sizes(),
            last.exists() and last.read_bytes(),
        )
    return str(getattr(stopped.value, "hint", ""))


def test_a_restored_backup_is_shorter_than_what_was_signed(new_url: Callable[[], str], last: Path) -> None:
    with history(new_url(), ("a", "b"), ("c", "d"), last=last) as ledger:
        signed = Checkpoint.of(parse(last.read_bytes()))
        assert signed.size == ledger.last_position() == 7
    earlier = last.with_name("earlier")
    with history(new_url(), ("a", "b"), last=earlier) as backup:
        at_four = Proofs(backup, 4).root.hex()
        hint = left_alone(backup, last, LedgerRolledBack, "size 7", signed.root.hex(), "ends at 4", at_four)
        assert "sign nothing" in hint
        record(backup, "c")
        left_alone(backup, last, LedgerRolledBack, "ends at 5")


def test_a_restored_backup_that_went_on_otherwise_is_a_fork(new_url: Callable[[], str], last: Path) -> None:
    with history(new_url(), ("a", "b"), ("c", "d"), last=last):
        signed = Checkpoint.of(parse(last.read_bytes()))
    with history(new_url(), ("a", "b"), last=last.with_name("earlier")) as backup:
        record(backup, "x", "d", "e", "f", "g")
        found = Proofs(backup, 7).root.hex()
        left_alone(backup, last, LedgerForked, "size 7", signed.root.hex(), "ends at 9", found)


def test_a_restored_backup_that_got_the_same_again_goes_on(new_url: Callable[[], str], last: Path) -> None:
    """Byte by byte the same: nothing is lost, and nobody can tell."""
    with history(new_url(), ("a", "b"), ("c", "d"), last=last):
        signed = Checkpoint.of(parse(last.read_bytes()))
    with history(new_url(), ("a", "b"), ("c", "d"), last=last.with_name("again")) as again:
        assert sign(again, last) == signed


def test_another_ledger_is_no_continuation(new_url: Callable[[], str], last: Path) -> None:
    with history(new_url(), ("a", "b"), last=last):
        pass
    with history(new_url(), ("x", "y", "z", "u", "v")) as other:
        left_alone(other, last, LedgerForked, "size 4")
    with history(new_url(), ()) as empty:
        left_alone(empty, last, LedgerRolledBack, "size 4", "ends at 0")


def test_without_the_file_a_ledger_that_was_signed_is_not_signed(ledger: Ledger, last: Path) -> None:
    record(ledger, "a")
    signed = sign(ledger, last)
    last.rename(last.with_name("lost"))
    record(ledger, "b")
    hint = left_alone(ledger, last, LastCheckpointMissing, f"size {signed.size}", signed.root.hex())
    assert "--last" in hint
    last.write_bytes(bytes(ledger.recorder.checkpoint() or b""))
    assert sign(ledger, last).size == signed.size + 2


def test_a_file_that_was_changed_or_is_of_another_key_is_not_believed(ledger: Ledger, last: Path) -> None:
    record(ledger, "a")
    signed = sign(ledger, last)
    record(ledger, "b")
    whole = last.read_bytes()
    last.write_bytes(b"")
    left_alone(ledger, last, BadNote)
    last.write_bytes(whole[:-10])
    left_alone(ledger, last, BadNote)
    last.write_bytes(bytes(signed.signed(OTHER)))
    left_alone(ledger, last, NoteNotSigned)
    smaller = Checkpoint(signed.origin, 1, Proofs(ledger, 1).root)
    last.write_bytes(bytes(Note(smaller.text, signed.signed(KEY).signatures)))
    left_alone(ledger, last, BadNote)
    renamed = PrivateKey("saksi.example.go.id/2025", Algorithm.ED25519, bytes(range(32)))
    last.write_bytes(bytes(Checkpoint(renamed.public.name, signed.size, signed.root).signed(renamed)))
    left_alone(ledger, last, NoteNotSigned)
    last.write_bytes(whole)
    sign(ledger, last)


def test_a_checkpoint_in_the_database_that_does_not_fit_stops_it_too(path: Path, ledger: Ledger, last: Path) -> None:
    record(ledger, "a", "b")
    sign(ledger, last)
    record(ledger, "c")
    false = Checkpoint(KEY.public.name, 5, bytes(32)).signed(KEY)
    ledger.recorder.add_checkpoint(5, bytes(false))
    left_alone(ledger, last, LedgerForked, "database", "size 5")


def test_an_entry_that_somebody_changed_is_a_fork(path: Path, ledger: Ledger, last: Path) -> None:
    record(ledger, "a", "b")
    sign(ledger, last)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER leaves_no_update")
    connection.execute("UPDATE leaves SET entries = CAST(replace(entries, '\"n\":1,', '\"n\":9,') AS BLOB)")
    connection.commit()
    connection.close()
    left_alone(ledger, last, LedgerForked, "size 4")


def test_a_key_that_the_log_does_not_list_signs_nothing(ledger: Ledger, last: Path) -> None:
    record(ledger, "a")
    sign(ledger, last)
    record(ledger, "b")
    for keys in ([OTHER], [KEY, OTHER]):
        with pytest.raises(KeyRefused, match="not among the keys"):
            sign(ledger, last, *keys)
    assert [one.key for one in signing_keys(ledger).listed] == [KEY.public]
    assert ledger.last_position() == 4


# Crashes

SIGNING = """
import os, signal, sys
from pathlib import Path
import ledger.signing as signing
from ledger.application import Ledger
from ledger.key_file import read_key
from ledger.recorder import LedgerRecorder
url, key, last, where, when = sys.argv[1:]

def killing(does):
    def instead(*arguments, **named):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = does(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return done
    return instead

if where == "fsync":
    os.fsync = killing(os.fsync)
elif where == "rename":
    Path.replace = killing(Path.replace)
elif where == "add_checkpoint":
    LedgerRecorder.add_checkpoint = killing(LedgerRecorder.add_checkpoint)
elif where:
    setattr(signing, where, killing(getattr(signing, where)))
with Ledger.open(url, busy_timeout=60) as ledger:
    signed = signing.Signer(ledger, [read_key(Path(key))], Path(last)).sign()
    print(bytes(signed.note).decode(), end="")
"""
STEPS = ("add_first_key", "seal", "fsync", "rename", "replace_file", "add_checkpoint")


def start(url: str, key: Path, last: Path, where: str = "", when: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SIGNING, url, key, last, where, when], stdout=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> bytes:
    out, _ = process.communicate(timeout=120)
    return out


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_signer_that_is_killed_at_any_step_goes_on_where_it_was(
    url: str, ledger: Ledger, tmp_path: Path, last: Path, when: str
) -> None:
    key = tmp_path / "saksi.key"
    write_key(key, KEY)
    signed = []
    for number, where in enumerate((*STEPS, *STEPS)):  # the first time it puts its key into the log
        record(ledger, f"fact-{number}")
        process = start(url, key, last, where, when)
        finish(process)
        assert process.returncode in (-signal.SIGKILL, 0)
        if where != "add_first_key" or number == 0:
            assert process.returncode == -signal.SIGKILL, where
        if last.exists():
            signed.append(Checkpoint.of(parse(last.read_bytes())))
    signed.append(sign(ledger, last))
    expect_continued(ledger, *signed)
    newest = ledger.recorder.checkpoint()
    assert newest is not None
    assert bytes(newest) == last.read_bytes()
    assert len(signing_keys(ledger).listed) == 1
    assert sign(ledger, last) == signed[-1]
    assert verify(ledger, keys=[KEY.public]).findings == []


def test_a_seal_that_was_not_signed_is_signed_the_next_time(
    url: str, ledger: Ledger, tmp_path: Path, last: Path
) -> None:
    key = tmp_path / "saksi.key"
    write_key(key, KEY)
    record(ledger, "a")
    finish(start(url, key, last, "seal", "after"))
    assert ledger.last_position() == 3
    assert not last.exists()
    assert sign(ledger, last).size == 3


def test_a_signer_that_is_killed_at_any_moment_never_forks(
    url: str, ledger: Ledger, tmp_path: Path, last: Path
) -> None:
    key = tmp_path / "saksi.key"
    write_key(key, KEY)
    dice = random.Random(7)
    began = time.monotonic()
    record(ledger, "first")
    finish(start(url, key, last))
    whole = time.monotonic() - began
    signed = []
    for number in range(6):
        record(ledger, f"fact-{number}")
        process = start(url, key, last)
        time.sleep(whole * dice.uniform(0.4, 1.05))
        process.kill()
        finish(process)
        signed.append(Checkpoint.of(parse(last.read_bytes())))
    signed.append(sign(ledger, last))
    expect_continued(ledger, *signed)
    assert verify(ledger, keys=[KEY.public]).findings == []


# Others


def test_two_who_sign_at_once_on_one_machine_never_fork(url: str, ledger: Ledger, tmp_path: Path, last: Path) -> None:
    key = tmp_path / "saksi.key"
    write_key(key, KEY)
    notes = []
    for number in range(4):
        record(ledger, f"fact-{number}")
        running = [start(url, key, last) for _ in range(3)]
        notes += [finish(process) for process in running]
        assert [process.returncode for process in running] == [0, 0, 0]
    assert len(set(notes)) == 4
    expect_continued(ledger, *(Checkpoint.of(parse(note)) for note in notes))
    assert verify(ledger, keys=[KEY.public]).findings == []


def test_two_machines_that_sign_one_ledger_never_fork(url: str, ledger: Ledger, tmp_path: Path) -> None:
    machines = [tmp_path / "one", tmp_path / "two"]
    for folder in machines:
        folder.mkdir()
        write_key(folder / "saksi.key", KEY)
    record(ledger, "first")
    sign(ledger, machines[0] / "last")
    shutil.copy(machines[0] / "last", machines[1] / "last")
    notes = []
    for number in range(4):
        record(ledger, f"fact-{number}")
        running = [start(url, folder / "saksi.key", folder / "last") for folder in machines]
        notes += [finish(process) for process in running]
        assert [process.returncode for process in running] == [0, 0]
    newest = [sign(ledger, folder / "last") for folder in machines]
    assert newest[0] == newest[1]
    assert {Checkpoint.of(parse((folder / "last").read_bytes())) for folder in machines} == set(newest)
    expect_continued(ledger, *(Checkpoint.of(parse(note)) for note in notes))
    assert verify(ledger, keys=[KEY.public]).findings == []
