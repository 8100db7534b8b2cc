"""Commands that sign and ask witnesses: real witnesses, real processes, both databases."""

from __future__ import annotations

import json
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.checkpoint import Checkpoint, cosignatures
from ledger.note import PublicKey, parse
from ledger.verification import verify
from tests.integration.cli.conftest import Desk, wait_until
from tests.integration.ledger.conftest import withdrawn
from tests.integration.witness.conftest import ServedWitness, Witnesses

NAME = "saksi.example.go.id/2026"


class Signing:
    """A desk with a key, and witnesses that know it."""

    def __init__(self, desk: Desk, witnesses: Witnesses) -> None:
        self.desk, self._witnesses = desk, witnesses
        self.key = PublicKey.of(desk.run("key", "generate", NAME, "-o", "saksi.key").stdout)
        self.witnesses: list[ServedWitness] = []
        self._facts = 0
        self.record()

    def record(self) -> None:
        self._facts += 1
        self.desk.ingest([withdrawn(f"fact-{self._facts}") + "\n"])

    def with_witnesses(self, *names: str, quorum: str) -> None:
        """Witnesses that serve, and the policy that names them."""
        self.witnesses = [self._witnesses.serve(name, self.key) for name in names]
        lines = "".join(witness.line for witness in self.witnesses)
        (self.desk.folder / "witnesses.txt").write_text(f"log {self.key}\n{lines}{quorum}\n")

    def checkpoint(self, *more: str, status: int = 0) -> tuple[dict[str, object], str]:
        """The command with the key and the policy, in JSON, and what it told beside."""
        policy = ("--witnesses", "witnesses.txt") if self.witnesses else ()
        ran = self.desk.run("checkpoint", "--key", "saksi.key", *policy, "--format", "json", *more)
        assert ran.returncode == status, ran.stderr
        return json.loads(ran.stdout or "{}"), ran.stderr

    def cosigned(self, size: int | None = None) -> set[str]:
        """Which witnesses stand for a checkpoint that the database holds."""
        with Ledger.open(self.desk.url) as ledger:
            note = ledger.recorder.checkpoint(size)
            assert note is not None
            found = {one.key for one in cosignatures(note, [witness.key.public for witness in self.witnesses])}
        return {witness.name for witness in self.witnesses if witness.key.public in found}


@pytest.fixture
def signing(desk: Desk, witnesses: Witnesses) -> Iterator[Signing]:
    return Signing(desk, witnesses)


def test_a_checkpoint_is_cosigned_by_all_who_answer_and_by_the_others_the_next_time(signing: Signing) -> None:
    signing.with_witnesses("bkn", "bpk", "ui", quorum="group all-of-them 2 bkn bpk ui\nquorum all-of-them")
    told, messages = signing.checkpoint()
    assert (told["size"], told["new"], told["enough"], told["missing"], messages) == (3, True, True, [], "")
    signing.witnesses[0].end()
    signing.record()
    told, messages = signing.checkpoint()
    assert (told["size"], told["enough"], told["missing"]) == (5, True, ["bkn"])
    assert "the witness bkn at" in messages
    signing.witnesses[2].end()
    signing.record()
    told, messages = signing.checkpoint(status=1)
    assert (told["size"], told["enough"], told["missing"]) == (7, False, ["bkn", "ui"])
    assert "too few witnesses" in messages
    assert signing.cosigned() == {"bpk"}
    for witness in (signing.witnesses[0], signing.witnesses[2]):
        witness.start()
    told, messages = signing.checkpoint()
    assert (told["size"], told["new"], told["enough"], told["missing"], messages) == (7, False, True, [], "")
    assert [signing.cosigned(size) for size in (3, 5, 7)] == [
        {"bkn", "bpk", "ui"},
        {"bpk", "ui"},
        {"bkn", "bpk", "ui"},
    ]
    with Ledger.open(signing.desk.url) as ledger:
        assert verify(ledger, keys=[signing.key]).findings == []


def test_a_checkpoint_is_shown_as_it_is_and_all_are_listed(signing: Signing) -> None:
    signing.with_witnesses("bkn", quorum="quorum bkn")
    told, _ = signing.checkpoint()
    signing.record()
    signing.checkpoint()
    shown = signing.desk.run("checkpoint", "--show", "3").stdout
    assert shown == told["note"]
    note = parse(shown.encode())
    assert note.expect([signing.key])
    assert len(cosignatures(note, [signing.witnesses[0].key.public])) == 1
    listed = json.loads(signing.desk.run("checkpoint", "--list", "--format", "json").stdout)["checkpoints"]
    assert [one["size"] for one in listed] == [3, 5]
    assert listed[0]["root"] == told["root"] == Checkpoint.of(note).root.hex()
    assert listed[0]["signatures"] == [signing.key.label, signing.witnesses[0].key.public.label]
    table = signing.desk.run("checkpoint", "--list").stdout
    assert told["root"] in "".join(table.split())
    assert signing.key.label in table
    missing = signing.desk.run("checkpoint", "--show", "4")
    assert (missing.returncode, "no checkpoint of size 4" in missing.stderr) == (2, True)


def test_a_table_names_the_ledger_its_root_and_the_witnesses(signing: Signing) -> None:
    signing.with_witnesses("bkn", quorum="quorum bkn")
    arguments = ("checkpoint", "--key", "saksi.key", "--witnesses", "witnesses.txt")
    first, second = signing.desk.run(*arguments), signing.desk.run(*arguments, "--lang", "id")
    assert first.stdout.startswith("A new checkpoint of 3 events.")
    assert NAME in first.stdout
    assert "bkn.example.org/1+" in first.stdout
    assert second.stdout.startswith("Tidak ada yang dicatat sejak titik periksa")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_restored_backup_of_ledger_and_file_together_is_found_by_the_witnesses(signing: Signing) -> None:
    signing.with_witnesses("bkn", quorum="quorum bkn")
    signing.checkpoint()
    folder, backup = signing.desk.folder, signing.desk.folder / "backup"
    backup.mkdir()
    for name in ("saksi.db", "saksi.key.checkpoint"):
        shutil.copy(folder / name, backup / name)
    for _ in range(5):
        signing.record()
    later, _ = signing.checkpoint()
    for left in folder.glob("saksi.db-*"):
        left.unlink()
    for name in ("saksi.db", "saksi.key.checkpoint"):
        shutil.copy(backup / name, folder / name)
    signing.record()
    _, messages = signing.checkpoint(status=1)
    assert json.loads(messages)["error"]["code"] == "witness_contradicts"
    assert f"size {later['size']}" in messages
    ran = signing.desk.run("follow", "--key", "saksi.key", "--witnesses", "witnesses.txt", "--poll", "0.1")
    assert ran.returncode == 1
    assert "has seen another history" in ran.stderr


def test_a_rotation_keeps_the_witnesses_that_know_either_key(signing: Signing) -> None:
    signing.with_witnesses("bkn", quorum="quorum bkn")
    signing.checkpoint()
    run = signing.desk.run
    new = PublicKey.of(run("key", "generate", NAME, "-o", "new.key").stdout)
    assert run("key", "add", "--key", "saksi.key", "--new", "new.key").returncode == 0
    alone, messages = signing.checkpoint()
    assert "did not sign" in messages
    both, messages = signing.checkpoint("--key", "new.key")
    assert (both["new"], both["size"], messages.count("did not sign")) == (False, alone["size"], 1)
    signing.record()
    both, messages = signing.checkpoint("--key", "new.key")
    assert (both["missing"], messages) == ([], "")
    note = parse(str(both["note"]).encode())
    assert note.expect([signing.key, new]) == [signing.key, new]
    signing.witnesses[0].knows([new])
    signing.witnesses[0].end()
    signing.witnesses[0].start()
    assert run("key", "retire", "--key", "new.key", "--old", str(signing.key)).returncode == 0
    ran = run("checkpoint", "--key", "new.key", "--last", "saksi.key.checkpoint", "--witnesses", "witnesses.txt")
    assert (ran.returncode, ran.stderr) == (0, "")
    _, messages = signing.checkpoint(status=1)
    assert "was retired" in messages
    listed = json.loads(run("key", "list", "--format", "json").stdout)["keys"]
    assert [(one["key"], one["retired"] is None) for one in listed] == [(str(signing.key), False), (str(new), True)]
    with Ledger.open(signing.desk.url) as ledger:
        assert verify(ledger, keys=[signing.key, new]).findings == []


def test_a_command_that_is_killed_at_any_moment_leaves_nothing_that_the_next_does_not_complete(
    signing: Signing,
) -> None:
    signing.with_witnesses("bkn", "bpk", quorum="quorum bkn")
    began = time.monotonic()
    signing.checkpoint()
    whole = time.monotonic() - began
    dice = random.Random(11)
    for _ in range(6):
        signing.record()
        process = signing.desk.start("checkpoint", "--key", "saksi.key", "--witnesses", "witnesses.txt")
        time.sleep(whole * dice.uniform(0.5, 1.0))
        process.kill()
        process.wait(30)
    signing.record()
    told, messages = signing.checkpoint()
    assert (told["missing"], messages) == ([], "")
    with Ledger.open(signing.desk.url) as ledger:
        assert verify(ledger, keys=[signing.key]).findings == []


def test_what_is_wrongly_asked_for_is_told(signing: Signing) -> None:
    run = signing.desk.run
    for arguments, status, said in (
        ((), 2, "no key to sign with"),
        (("--key", "lost.key"), 2, "no file lost.key"),
        (("--key", "saksi.key", "--witnesses", "lost.txt"), 2, "no file lost.txt"),
        (("--key", "saksi.key", "--timestamp", "http://x"), 2, "belong together"),
        (("--list", "--show", "3"), 2, "choose one of"),
    ):
        ran = run("checkpoint", *arguments)
        assert (ran.returncode, said in ran.stderr) == (status, True), ran.stderr
    (signing.desk.folder / "bad.txt").write_text("quorum nobody\n")
    ran = run("checkpoint", "--key", "saksi.key", "--witnesses", "bad.txt")
    assert (ran.returncode, "bad.txt, line 1: no line above defines 'nobody'" in ran.stderr) == (2, True)
    (signing.desk.folder / "saksi.key").chmod(0o640)
    ran = run("checkpoint", "--key", "saksi.key")
    assert (ran.returncode, "may be read by others" in ran.stderr) == (1, True)
    assert run("checkpoint", "--list").returncode == 0


def test_the_key_may_be_named_by_the_environment(signing: Signing) -> None:
    signing.desk.environment["SAKSI_KEY"] = "saksi.key"
    assert signing.desk.run("checkpoint").returncode == 0
    assert (signing.desk.folder / "saksi.key.checkpoint").exists()


# The follower


def follow(signing: Signing, *more: str, once: bool = False) -> tuple[str, ...]:
    policy = ("--witnesses", "witnesses.txt") if signing.witnesses else ()
    ending = ("--once",) if once else ("--poll", "0.1")
    return ("follow", "--key", "saksi.key", *policy, *ending, *more)


def sizes(signing: Signing) -> list[int]:
    with Ledger.open(signing.desk.url) as ledger:
        return ledger.recorder.checkpoint_sizes()


def test_following_once_signs_what_was_recorded_and_follows_to_the_end(signing: Signing) -> None:
    signing.with_witnesses("bkn", quorum="quorum bkn")
    for expected in (3, 3, 5):
        ran = signing.desk.run(*follow(signing, "--format", "json", once=True))
        told = json.loads(ran.stdout)
        assert (told["position"], told["checkpoint"], ran.stderr) == (expected, expected, "")
        if sizes(signing) == [3] and expected == 3 and told["from_position"] == 3:
            signing.record()
    assert sizes(signing) == [3, 5]
    assert signing.cosigned() == {"bkn"}


def test_the_follower_signs_at_intervals_what_is_new_and_at_the_end(signing: Signing) -> None:
    process = signing.desk.start(*follow(signing, "--checkpoint-every", "0.5"))
    wait_until(lambda: sizes(signing) == [3])
    signing.record()
    wait_until(lambda: sizes(signing) == [3, 5])
    time.sleep(1.2)
    assert sizes(signing) == [3, 5]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    process = signing.desk.start(*follow(signing))
    wait_until(lambda: signing.desk.position() == 5)
    signing.record()
    wait_until(lambda: signing.desk.position() == 6)
    assert sizes(signing) == [3, 5]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert sizes(signing) == [3, 5, 7]


def test_a_witness_that_is_away_is_told_once_by_the_follower_and_asked_again(signing: Signing) -> None:
    signing.with_witnesses("bkn", "bpk", quorum="group both all bkn bpk\nquorum both")
    signing.witnesses[0].end()
    process = signing.desk.start(*follow(signing, "--checkpoint-every", "0.3"))
    wait_until(lambda: sizes(signing) == [3] and signing.cosigned() == {"bpk"})
    signing.record()
    wait_until(lambda: sizes(signing) == [3, 5])
    time.sleep(1)
    signing.witnesses[0].start()
    wait_until(lambda: signing.cosigned(5) == {"bkn", "bpk"})
    process.send_signal(signal.SIGTERM)
    _, messages = process.communicate(timeout=30)
    assert process.returncode == 0
    assert messages.count("the witness bkn at") == 1
    assert messages.count("too few witnesses") == 1


def test_a_file_that_does_not_fit_stops_the_follower_with_what_was_seen(signing: Signing) -> None:
    signing.checkpoint()
    note = parse((signing.desk.folder / "saksi.key.checkpoint").read_bytes())
    process = signing.desk.start(*follow(signing, "--checkpoint-every", "0.2"))
    wait_until(lambda: signing.desk.position() == 3)
    (signing.desk.folder / "saksi.key.checkpoint").unlink()
    signing.record()
    _, messages = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "was signed before" in messages
    assert Checkpoint.of(note).root.hex() in messages
    assert sizes(signing) == [3]


def test_a_follower_without_a_key_signs_nothing(signing: Signing) -> None:
    assert signing.desk.run("follow", "--once").returncode == 0
    assert sizes(signing) == []
    assert not list(Path(signing.desk.folder).glob("*.checkpoint"))
