"""Entries stand with their events, and seals and proofs are those of a plain tree over them."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent

from domain.admission import admit
from domain.errors import Refusal
from ledger import errors, sealing
from ledger.application import Ledger
from ledger.drafts import draft_of
from ledger.entry import Entries
from ledger.inquiry import replay_employee
from ledger.merkle import LeafHashes, NotProved, leaf_hash, node_hash, root, verify_consistency, verify_inclusion
from ledger.migration import migrate
from ledger.proofs import NotSealed, Proofs
from ledger.sealing import catch_up, seal
from ledger.statements import KEYS, SEALS, SigningKeyAdded, StreamsSealed, kind_of
from ledger.stream_tree import StreamHead, history_of, key_of
from ledger.verification import verify
from tests.integration.ledger.conftest import submissions, take_in, voided, withdrawn

CASES = Path(__file__).parents[2] / "cases"


def defined(identity: str, unit: str) -> str:
    return (
        f'{{"type":"UnitDefined","id":"{identity}","unit":"{unit}","name":"{unit}","parent":null,'
        '"effective_from":"2026-01-01"}'
    )


def made_again(ledger: Ledger) -> list[bytes]:
    entries = Entries()
    return [
        entries.of(row.position, row.recorded_at, row.stream, row.version, row.topic, row.state)
        for row in ledger.recorder.read_log(0, None)
    ]


class Model:
    """What the trees of a ledger must be, from its rows and nothing else."""

    def __init__(self, ledger: Ledger, upto: int) -> None:
        self.leaves = [leaf_hash(entry) for entry in made_again(ledger)[:upto]]
        by_stream: dict[str, list[bytes]] = {}
        for row, leaf in zip(ledger.recorder.read_log(0, upto), self.leaves, strict=True):
            by_stream.setdefault(row.stream, []).append(leaf)
        self.heads = {
            stream: StreamHead(key_of(stream), len(leaves), history_of(leaves)) for stream, leaves in by_stream.items()
        }
        self.kinds = dict(sorted(Counter(map(kind_of, by_stream)).items()))

    @property
    def streams_root(self) -> bytes:
        return _part([(head.key, head.hash()) for head in self.heads.values()], 0)


def _part(leaves: list[tuple[bytes, bytes]], depth: int) -> bytes:
    """The tree of streams by its definition: keys and leaves of the part whose keys share so many bits."""
    if len(leaves) < 2:
        return leaves[0][1] if leaves else bytes(32)
    left, right = (
        _part([(key, leaf) for key, leaf in leaves if int.from_bytes(key, "big") >> 255 - depth & 1 == bit], depth + 1)
        for bit in (0, 1)
    )
    return node_hash(left, right)


# Entries


def test_every_way_in_gives_each_event_its_entry(ledger: Ledger, new_url: Callable[[], str]) -> None:
    take_in(ledger, *(withdrawn(f"a{n}", nip=str(n)) for n in range(20)), voided("v", "a3"))
    ledger.record(submissions(withdrawn("b"), withdrawn("a1", nip="1"), defined("u", 'Biro \\"Hukum\\" é')))
    ledger.recorder.insert_events([StoredEvent("case-1", version, "any", b"state") for version in (1, 2, 5)])
    seal(ledger)
    assert ledger.recorder.entries(0, 100) == made_again(ledger)
    assert ledger.recorder.entries_at([3, 17, 18, 99]) == {n: made_again(ledger)[n - 1] for n in (3, 17, 18)}
    assert [name for name, _, _ in ledger.recorder.named_entries(23, 26)] == ["case-1"] * 3
    with Ledger.open(new_url(), create=True) as facts, Ledger.open(new_url(), create=True) as copy:
        take_in(facts, *(withdrawn(f"c{n}", nip=str(n)) for n in range(40)))
        migrate(facts, copy)
        assert copy.recorder.entries(0, 100) == facts.recorder.entries(0, 100) == made_again(facts)


def test_what_is_rolled_back_leaves_no_entry(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record(submissions(withdrawn("a")))
    move_heads = ledger.recorder._move_heads

    def fail(heads: Any) -> None:
        move_heads(heads)
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger.recorder, "_move_heads", fail)
    for lines in ([withdrawn("b")], [withdrawn(f"b{n}", nip=str(n)) for n in range(40)]):
        with pytest.raises(KeyboardInterrupt):
            ledger.record(submissions(*lines))
    with pytest.raises(KeyboardInterrupt):
        seal(ledger)
    monkeypatch.undo()
    assert (ledger.last_position(), ledger.recorder.last_leaf()) == (1, 1)
    ledger.record(submissions(withdrawn("c")))
    assert ledger.recorder.entries(0, 9) == made_again(ledger)
    assert verify(ledger).findings == []


# Seals and proofs against the model


def grow(ledger: Ledger, dice: random.Random, first: int, events: int) -> None:
    """In portions of all sizes, new streams and old ones, voids too."""
    number = first
    known: list[str] = []
    while number < first + events:
        lines = []
        for _ in range(dice.choice([1, 3, 40])):
            number += 1
            kind = dice.random()
            if kind < 0.1 and known:
                lines.append(voided(f"f{number}", dice.choice(known)))
            elif kind < 0.2:
                lines.append(defined(f"f{number}", f"unit é{dice.randrange(9)}"))
            else:
                lines.append(withdrawn(f"f{number}", nip=str(dice.randrange(60))))
            known.append(f"f{number}")
        assert all(outcome.refusal is None for outcome in ledger.record(submissions(*lines)))


def expect_proofs(ledger: Ledger, sealed: sealing.Seal, before: Sequence[sealing.Seal]) -> None:
    model, at_seal = Model(ledger, sealed.size), Model(ledger, sealed.size - 1)
    assert sealed.root == root(LeafHashes(model.leaves), sealed.size)
    assert sealed.streams_root == at_seal.streams_root
    (statement,) = (entry.event for entry in ledger.read_log(sealed.size - 1, sealed.size))
    assert isinstance(statement, StreamsSealed)
    said = (statement.upto, statement.root, statement.streams)
    assert said == (sealed.size - 1, sealed.streams_root, at_seal.kinds)
    proofs = Proofs(ledger, sealed.size)
    assert proofs.root == sealed.root
    entries = ledger.recorder.entries(0, sealed.size)
    for position, proof in proofs.inclusions(range(1, sealed.size + 1)).items():
        verify_inclusion(leaf_hash(entries[position - 1]), position - 1, sealed.size, proof, sealed.root)
    for one in before:
        assert proofs.root_of(one.size) == one.root
        verify_consistency(one.size, one.root, sealed.size, sealed.root, proofs.consistency(one.size))
    for stream, head in at_seal.heads.items():
        assert proofs.stream(stream).verify(stream, sealed.streams_root) == head
    for stream in ("employee-nobody", "policy-none", "", "é"):
        assert proofs.stream(stream).verify(stream, sealed.streams_root) is None


@pytest.mark.parametrize("seed", range(4))
def test_seals_and_proofs_are_those_of_the_plain_trees(
    ledger: Ledger, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many seals, streams that change between them, trees brought up in small pieces, some left half way."""
    dice = random.Random(seed)
    monkeypatch.setattr(sealing, "EVENTS_AT_A_TIME", dice.choice([1, 7, 16, 33]))
    sealed = [seal(ledger)]  # of nothing yet
    assert sealed[0].streams_root == bytes(32)
    for number in range(5):
        grow(ledger, dice, 1000 * number, dice.choice([1, 15, 90]))
        if dice.random() < 0.5:
            catch_up(ledger, dice.randrange(ledger.recorder.trees.store.position(), ledger.last_position() + 1))
        sealed.append(seal(ledger))
        expect_proofs(ledger, sealed[-1], sealed[:-1])
    assert verify(ledger).findings == []


def test_a_seal_directly_after_another_is_of_the_other_too(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a")))
    first, second = seal(ledger), seal(ledger)
    assert (first.size, second.size) == (2, 3)
    expect_proofs(ledger, second, [first])


def test_streams_are_proved_of_the_last_seal_only(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a"), withdrawn("b", nip="8")))
    sealed = seal(ledger)
    ledger.record(submissions(withdrawn("c")))
    assert Proofs(ledger, sealed.size).stream("employee-7").verify("employee-7", sealed.streams_root)
    for size in (sealed.size - 1, sealed.size + 1):
        with pytest.raises(NotSealed):
            Proofs(ledger, size).stream("employee-7")
    catch_up(ledger, ledger.last_position())
    with pytest.raises(NotSealed, match="is of position 4, not of the checkpoint at 3") as told:
        Proofs(ledger, sealed.size).stream("employee-7")
    assert "`saksi checkpoint`" in told.value.hint
    Proofs(ledger, sealed.size).inclusions([1])  # what is in the log is proved all the same
    for position in (0, -1, sealed.size + 1):
        with pytest.raises(NotProved):
            Proofs(ledger, sealed.size).inclusions([position])


SEAL = """
import sys
from domain.admission import admit
from ledger import sealing
from ledger.application import Ledger
from ledger.drafts import Submission
sealing.EVENTS_AT_A_TIME = 5
line = '{{"type":"ShiftWithdrawn","id":"{0}-{1}","nip":"{2}","shift_id":"s"}}'
with Ledger.open(sys.argv[1], busy_timeout=60) as ledger:
    print(flush=True)
    for round in range(10_000):
        facts = [admit(line.format(sys.argv[2], f"{round}-{n}", n % 11)) for n in range(30)]
        ledger.record([Submission(fact, "facts", n) for n, fact in enumerate(facts, 1)])
        sealing.seal(ledger)
"""


def test_kill_at_any_moment_leaves_entries_and_trees_whole(url: str) -> None:
    dice = random.Random(11)
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("first")))
    for number in range(8):
        commands = [[sys.executable, "-c", SEAL, url, f"{number}-{one}"] for one in range(2)]
        processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(dice.random() * 0.3)
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert process.returncode == -signal.SIGKILL
        with Ledger.open(url) as ledger:
            assert ledger.recorder.entries(0, ledger.last_position()) == made_again(ledger)
            assert verify(ledger).findings == []
    with Ledger.open(url) as ledger:
        sealed = seal(ledger)
        assert sealed.size > 100
        assert sealed.streams_root == Model(ledger, sealed.size - 1).streams_root
        assert sealed.root == root(LeafHashes(Model(ledger, sealed.size).leaves), sealed.size)


def test_ids_that_share_a_slot_with_a_seal_stay_apart(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("drafts", "settlement", "recorder", "verification"):
        monkeypatch.setattr(f"ledger.{module}.slot_of", lambda _: 7)
    ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    assert [seal(ledger).size, seal(ledger).size] == [3, 4]
    ledger.record(submissions(withdrawn("c")))
    assert verify(ledger).findings == []


# What the ledger says of itself


def test_nobody_else_says_it(ledger: Ledger) -> None:
    lines = [
        f'{{"type":"StreamsSealed","id":"s","upto":1,"root":"{"A" * 43}=","streams":{{}}}}',
        '{"type":"SigningKeyAdded","id":"k","key":"a+b+c"}',
        '{"type":"SigningKeyRetired","id":"k","key":"a+b+c"}',
    ]
    tally = take_in(ledger, *lines)
    assert (tally.recorded, tally.rejected) == (0, 3)
    for line in lines:
        with pytest.raises(Refusal) as refusal:
            admit(line)
        assert refusal.value.code == "unknown_type"


def test_nothing_of_it_is_voided_or_told_again(ledger: Ledger) -> None:
    def added(identity: str) -> None:
        key = SigningKeyAdded(id=identity, key="k")
        ledger.recorder.append_statement(lambda _: draft_of(key, "saksi", 0, ledger.codec))

    ledger.record(submissions(withdrawn("a")))
    seal(ledger)
    added("key-1")
    (seal_id,) = (entry.event.id for entry in ledger.read_stream(SEALS))
    outcomes = ledger.record(
        submissions(voided("v1", seal_id), voided("v2", "key-1"), withdrawn(seal_id), voided("v3", "a"))
    )
    codes = [outcome.refusal and outcome.refusal.code for outcome in outcomes]
    assert codes == ["unknown_target", "unknown_target", "id_reused", None]
    with pytest.raises(errors.LedgerDamaged, match="which only the ledger may give"):
        added("a")
    assert ledger.stream_names("ledger-") == [KEYS, SEALS]
    assert ledger.last_position() == 4
    assert verify(ledger).findings == []


@pytest.mark.parametrize("case", ["balikpapan-week", "calls-1000"])
def test_replays_are_the_same_with_seals_in_between(new_url: Callable[[], str], case: str) -> None:
    lines = (CASES / f"{case}.jsonl").read_text(encoding="utf-8").splitlines()
    instant = datetime(2026, 12, 1, tzinfo=UTC)
    answers = []
    for every in (len(lines), 7):
        with Ledger.open(new_url(), create=True, clock=lambda: instant) as ledger:
            for first in range(0, len(lines), every):
                take_in(ledger, *lines[first : first + every])
                if every < len(lines):
                    seal(ledger)
            last = ledger.last_position()
            nips = [stream.removeprefix("staff-") for stream in ledger.stream_names("staff-")]
            assert nips
            found = [replay_employee(ledger, nip, as_of=instant, known_at=last) for nip in nips]
            answers.append([{name: one[name] for name in one.keys() - {"known_at", "digest"}} for one in found])
    assert answers[0] == answers[1]
