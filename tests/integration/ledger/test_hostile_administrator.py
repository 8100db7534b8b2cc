"""Whoever owns the database changes what was recorded, as consistently as he likes: `saksi verify` names where.

Three depths. A row alone is found by what hangs together with it. An event with its entry is found by the hash over
it. An event with its entry, all hashes and all seals is found by the checkpoint that was signed, between whose size and
that of the one before it something was changed. What came after the last checkpoint nobody has signed yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.events import ShiftWithdrawn
from ledger.application import Ledger
from ledger.note import Note
from ledger.verification import Verification, verify
from tests.integration.ledger.conftest import withdrawn
from tests.integration.ledger.hostile import CODEC, FOREIGN, KEYS, SIZES, Administrator, checkpoint, lay_out

STORES = ("postgres",)
"""For whom the ledger is laid out anew; that in a file is copied."""

Tamper = Callable[[Administrator], None]
Case = tuple[str, Tamper, str, int]
"""Its name, what is done, and the code and the position of a finding that must be there."""

PLACES = [1, 2, 7, 16, 17, 25, 33, 38, 41, 48, 49, 55, 63, 64, 65, 78, 81, 90, 97, 105, 112, 118]
"""Of facts below a checkpoint: not the voids, which stand before the seals."""


def begin_of(position: int) -> int:
    """Where what the next checkpoint adds to the one before it begins."""
    return 1 + max([size for size in SIZES if size < position], default=0)


def another(position: int) -> str:
    """A fact of the same employee that was never recorded."""
    return withdrawn(f"x{position}", nip=str(position % 9), shift="forged")


def rows_alone() -> Iterator[Case]:
    updates = [
        ("recorded later", "recorded_at = recorded_at + 1", "leaf"),
        ("another version", "version = version + 1", "stream"),
        ("another predecessor", "previous = previous + 1", "stream"),
        ("another type", "topic = topic + 1", "topic"),
    ]
    for position in PLACES:
        for name, change, code in updates:
            statement = f"UPDATE {{event}} SET {change} WHERE position = {position}"
            yield f"{name} at {position}", lambda him, told=statement: him.execute(told), code, position
        yield (
            f"a forged event at {position}",
            lambda him, at=position: him.change_state(at, another(at)),
            "leaf",
            position,
        )
        yield f"an entry that says more at {position}", lambda him, at=position: change_entry(him, at), "leaf", position


def events_with_their_entries() -> Iterator[Case]:
    for position in PLACES:

        def tamper(him: Administrator, at: int = position) -> None:
            him.change_state(at, another(at))
            him.entries_anew()

        in_a_full_tile = position <= 112  # the hash of any other is in no tile yet, but in the root that was signed
        found = ("tile", position) if in_a_full_tile else ("checkpoint", begin_of(position))
        yield f"event and entry at {position}", tamper, *found


def all_made_anew() -> Iterator[Case]:
    acts: list[tuple[str, Callable[[Administrator, int], None], list[int]]] = [
        ("a forged event", lambda him, at: him.change_state(at, another(at)), PLACES),
        ("two events in the other order", lambda him, at: him.swap(at, at + 1), [p for p in PLACES if p + 1 in PLACES]),
        ("an event less", lambda him, at: him.remove(at), [p for p in PLACES if p > SIZES[1]]),
        ("an event more", lambda him, at: him.insert_copy(at, another(at)), [p for p in PLACES if p > SIZES[1]]),
    ]
    for name, act, places in acts:
        for position in places:

            def tamper(him: Administrator, act: Callable[[Administrator, int], None] = act, at: int = position) -> None:
                act(him, at)
                him.entries_anew()
                him.trees_anew()

            yield f"{name} at {position}, and all anew", tamper, "checkpoint", begin_of(position)


def ends_cut_off() -> Iterator[Case]:
    for last in (119, 110, 100, 90, 79, 50, 39, 10, 1):

        def tamper(him: Administrator, last: int = last) -> None:
            him.cut(last)
            him.entries_anew()
            him.trees_anew()

        yield f"cut after {last}", tamper, "checkpoint", last


def signatures() -> Iterator[Case]:
    for size in SIZES:

        def resigned(him: Administrator, size: int = size) -> None:
            ((note,),) = him.execute("SELECT note FROM {checkpoint} WHERE size = ?", (size,))
            text = bytes(note).decode().partition("\n\n")[0] + "\n"
            forged = Note(text, (FOREIGN.sign(text),))
            him.execute("UPDATE {checkpoint} SET note = ? WHERE size = ?", (bytes(forged), size))

        yield f"{size} signed by another key", resigned, "checkpoint", size
        yield (
            f"{size} with another root",
            lambda him, size=size: him.execute(
                "UPDATE {checkpoint} SET note = ? WHERE size = ?", (bytes(checkpoint(size, bytes(32))), size)
            ),
            "checkpoint",
            size,
        )
        yield (
            f"{size} taken away",
            lambda him, size=size: him.execute(f"DELETE FROM {{checkpoint}} WHERE size = {size}"),
            "checkpoint",
            size,
        )
        yield (
            f"the cosignature of {size} on another",
            lambda him, size=size: him.execute(
                f"UPDATE {{cosignature}} SET line = (SELECT line FROM {{cosignature}} WHERE size <> {size} LIMIT 1) "
                f"WHERE size = {size}"
            ),
            "checkpoint",
            size,
        )


def trees() -> Iterator[Case]:
    yield "a tile taken away", lambda him: him.execute("DELETE FROM {tile} WHERE level = 0 AND place = 2"), "tile", 33
    yield (
        "a root of a tile",
        lambda him: him.execute("UPDATE {tile} SET root = ? WHERE place = 3", (bytes(32),)),
        "tile",
        49,
    )
    yield "a head", lambda him: him.execute("UPDATE {stream_head} SET version = version + 1"), "trees", 120
    yield "a part", lambda him: him.execute("DELETE FROM {stream_part} WHERE depth = 3"), "trees", 0
    yield "a count", lambda him: him.execute("UPDATE {stream_kind} SET streams = streams + 1"), "trees", 0
    yield "how far they go", lambda him: him.execute("UPDATE {tree_progress} SET position = 999"), "trees", 130


def change_entry(him: Administrator, position: int) -> None:
    ((last, entries),) = him.execute(
        "SELECT last, entries FROM {leaves} WHERE first <= ? AND last >= ?", (position, position)
    )
    said = bytes(entries).replace(b'"n":%d,' % position, b'"n":%d, ' % position)
    assert said != bytes(entries)
    him.execute("UPDATE {leaves} SET entries = ? WHERE last = ?", (said, last))


CASES = [*rows_alone(), *events_with_their_entries(), *all_made_anew(), *ends_cut_off(), *signatures(), *trees()]


def test_there_are_at_least_two_hundred() -> None:
    assert len(CASES) >= 200
    assert len({name for name, *_ in CASES}) == len(CASES)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Note]]:
    path = tmp_path_factory.mktemp("hostile") / "ledger.db"
    return path, lay_out(f"sqlite:///{path}")


def looked_at(url: str, notes: list[Note]) -> Verification:
    with Ledger.open(url) as ledger:
        return verify(ledger, keys=KEYS, others=notes)


def test_what_nobody_touched_is_sound(whole: tuple[Path, list[Note]]) -> None:
    path, notes = whole
    found = looked_at(f"sqlite:///{path}", notes)
    assert (found.findings, found.checkpoints) == ([], 2 * len(SIZES))


@pytest.mark.parametrize("case", CASES, ids=[name for name, *_ in CASES])
def test_it_is_found_and_named(whole: tuple[Path, list[Note]], tmp_path: Path, case: Case) -> None:
    path, notes = whole
    _, tamper, code, position = case
    copy = tmp_path / "ledger.db"
    shutil.copy(path, copy)
    expect_found(f"sqlite:///{copy}", notes, tamper, code, position)


FEW = CASES[:6] + [case for case in CASES if "64" in case[0] or "105" in case[0] or "taken away" in case[0]]


@pytest.mark.parametrize("case", FEW, ids=[name for name, *_ in FEW])
def test_it_is_found_in_postgresql_too(url: str, case: Case) -> None:
    _, tamper, code, position = case
    expect_found(url, lay_out(url), tamper, code, position)


def expect_found(url: str, notes: list[Note], tamper: Tamper, code: str, position: int) -> None:
    with Administrator(url) as him:
        tamper(him)
    findings = looked_at(url, notes).findings
    assert (code, position) in {(finding.code, finding.position) for finding in findings}, findings
    assert findings[0].position in {position, 0} or findings[0].position <= position
    assert all(finding.sentence and "\n" not in finding.sentence for finding in findings)


def test_an_older_copy_of_the_file_is_found_by_a_checkpoint_from_elsewhere(tmp_path: Path) -> None:
    path, backup = tmp_path / "ledger.db", tmp_path / "backup.db"
    with Ledger.open(f"sqlite:///{path}", create=True):
        pass
    shutil.copy(path, backup)
    notes = lay_out(f"sqlite:///{path}")
    found = looked_at(f"sqlite:///{backup}", notes[-1:])
    assert [(finding.code, finding.position) for finding in found.findings] == [("checkpoint", 0)]
    assert "120 events was signed, but the ledger has 0" in found.findings[0].sentence


def test_the_forged_fact_reads_like_any_other() -> None:
    """The tamperings are good: nothing but proofs tells the forged event from a true one."""
    event = CODEC.decode(CODEC.encode(ShiftWithdrawn(id="x1", nip="1", shift_id="forged")))
    assert event == ShiftWithdrawn(id="x1", nip="1", shift_id="forged")
