"""A ledger is copied between databases position by position and byte by byte, and the copy is proved."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from ledger import drafts, errors, migration
from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.inquiry import replay_employee
from ledger.intake import ingest
from ledger.migration import NotACopy, canonical, migrate
from ledger.note import Algorithm, Note, PrivateKey
from ledger.proofs import Proofs
from ledger.sealing import seal
from ledger.signed import SIGNED
from ledger.verification import verify
from tests.integration.conftest import STORES
from tests.integration.ledger.conftest import Clock, submissions, take_in, voided, withdrawn
from tests.integration.postgres import Databases

CASES = Path(__file__).parents[2] / "cases"
PAIRS = [(one, other) for one in STORES for other in STORES]

Place = Callable[[str], str]


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Gives a new place in a kind of store."""

    numbers = count(1)

    def new(kind: str) -> str:
        if kind == "postgres":
            databases: Databases = request.getfixturevalue("databases")
            return databases.new()
        return f"sqlite:///{tmp_path}/{next(numbers)}.db"

    return new


def fill(url: str, facts: int = 300, clock: Clock | None = None) -> None:
    """Facts of some people, with voids, from two sources, in transactions of all sizes."""
    dice = random.Random(5)
    with Ledger.open(url, create=True, clock=clock or Clock()) as ledger:
        number = 0
        while number < facts:
            lines = []
            for _ in range(dice.choice([1, 3, 50])):
                number += 1
                lines.append(withdrawn(f"f{number}", nip=str(dice.randrange(20)), shift="s" * dice.randrange(100)))
            lines.append(voided(f"v{number}", f"f{dice.randrange(1, number + 1)}"))
            take_in(ledger, *lines) if dice.random() < 0.5 else ledger.record(submissions(*lines))


def rows(url: str) -> list[object]:
    with Ledger.open(url) as ledger:
        return list(ledger.recorder.read_log(0, None))


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_copy_has_the_same_rows_and_is_as_good_as_the_first(place: Place, kind: str, other: str) -> None:
    source, target = place(kind), place(other)
    fill(source)
    told: list[tuple[int, int]] = []
    with Ledger.open(source) as held, Ledger.open(target, create=True) as copied:
        last = held.last_position()
        done = migrate(held, copied, lambda *step: told.append(step))
        assert (done.found, done.copied, done.last_position, done.interrupted) == (0, last, last, 0)
        expected = sha256(b"".join(canonical(row) for row in held.recorder.read_log(0, None))).hexdigest()
        assert done.digest == f"sha256:{expected}"
        assert verify(copied) == (last, [], 0, 0)
        assert copied.recorder.heads() == held.recorder.heads()
        again = migrate(held, copied)
        assert (again.found, again.copied, again.digest) == (last, 0, done.digest)
        outcomes = copied.record(submissions(withdrawn("f1", shift="new"), withdrawn("new"), voided("nv", "f2")))
        assert [one.position for one in outcomes] == [None, last + 1, last + 2]
    assert rows(source) == rows(target)[:last]
    assert told[-1] == (2 * last, 2 * last)


@pytest.mark.parametrize(("kind", "other"), [("sqlite", "postgres"), ("postgres", "sqlite")])
def test_there_and_back_again_is_the_same(place: Place, kind: str, other: str) -> None:
    first, second, third = place(kind), place(other), place(kind)
    fill(first)
    for source, target in ((first, second), (second, third)):
        with Ledger.open(source) as held, Ledger.open(target, create=True) as copied:
            migrate(held, copied)
    assert rows(first) == rows(second) == rows(third)


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_copy_goes_on_where_it_ended(place: Place, kind: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source grew meanwhile, and the copy is cut in the middle again."""
    monkeypatch.setattr(migration, "ROWS_IN_A_TRANSACTION", 40)
    source, target = place(kind), place(other)
    clock = Clock()
    fill(source, 100, clock)
    with Ledger.open(source, clock=clock) as held, Ledger.open(target, create=True) as copied:
        migrate(held, copied)
        found = copied.last_position()
        take_in(held, *(withdrawn(f"more{n}", nip=str(n % 7)) for n in range(200)))

        def cut(done: int, whole: int) -> None:
            if copied.last_position() >= found + 80:
                raise KeyboardInterrupt

        half = migrate(held, copied, cut)
        assert half.interrupted
        assert half.last_position == copied.last_position() == found + half.copied == found + 80
        done = migrate(held, copied)
        assert (done.found, done.found + done.copied) == (found + 80, held.last_position())
        assert not done.interrupted
        assert verify(copied).findings == []
    assert rows(source) == rows(target)


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_target_that_is_not_the_beginning_of_the_source_is_refused_and_left_as_it_is(
    place: Place, kind: str, other: str
) -> None:
    source, target = place(kind), place(other)
    clock = Clock()
    with Ledger.open(source, create=True, clock=clock) as held, Ledger.open(target, create=True, clock=clock) as copied:
        held.record(submissions(*(withdrawn(f"a{n}") for n in range(10))))
        copied.record(submissions(withdrawn("a0")))
        with pytest.raises(NotACopy, match="position 1 of the target"):
            migrate(held, copied)
        assert copied.last_position() == 1
        copied.record(submissions(*(withdrawn(f"b{n}") for n in range(20))))
        with pytest.raises(NotACopy, match="the target has 21 events and the source 10"):
            migrate(held, copied)


@pytest.mark.parametrize("other", STORES)
@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("DELETE FROM event WHERE position = 7", "every position"),
        ("UPDATE event SET version = 99 WHERE position = 7", "version 99"),
        ("UPDATE event SET previous = 1 WHERE position = 7", "does not follow"),
        ("UPDATE event SET recorded_at = 5 WHERE position = 7", "before the one before it"),
        ("UPDATE event SET state = x'' WHERE position = 7", "cannot be read"),
        (
            "UPDATE event SET state = (SELECT state FROM event WHERE position = 3) WHERE position = 7",
            "stands before it",
        ),
    ],
)
def test_a_source_that_does_not_hang_together_is_not_copied(
    place: Place, other: str, tampering: str, said: str
) -> None:
    import sqlite3

    source, target = place("sqlite"), place(other)
    with Ledger.open(source, create=True, clock=Clock()) as held:
        held.record(submissions(*(withdrawn(f"a{n}", nip=str(n % 2)) for n in range(10))))
    database = sqlite3.connect(source.removeprefix("sqlite:///"))
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute(tampering)
    database.commit()
    database.close()
    with Ledger.open(source) as held, Ledger.open(target, create=True) as copied:
        with pytest.raises(errors.LedgerDamaged, match=said):
            migrate(held, copied)
        assert copied.last_position() == 0


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_ids_that_share_a_slot_stay_apart_in_the_copy(
    place: Place, kind: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("drafts", "settlement", "recorder", "verification"):
        monkeypatch.setattr(f"ledger.{module}.slot_of", lambda _: 7)
    assert drafts.slot_of("a") == 7
    source, target = place(kind), place(other)
    with Ledger.open(source, create=True) as held, Ledger.open(target, create=True) as copied:
        for batch in range(3):
            held.record(submissions(*(withdrawn(f"{batch}-{n}") for n in range(3))))
            migrate(held, copied)
        assert copied.record(submissions(withdrawn("2-2")))[0].duplicate
        assert verify(copied).findings == []


def test_an_empty_ledger_is_copied_too(place: Place) -> None:
    with Ledger.open(place("sqlite"), create=True) as held, Ledger.open(place("sqlite"), create=True) as copied:
        done = migrate(held, copied)
    assert (done.copied, done.digest) == (0, f"sha256:{sha256().hexdigest()}")


def test_a_row_is_hashed_in_the_form_that_is_documented() -> None:
    row = migration.LogRow(2, 10**15, "employee-7", 1, 0, "é.jsonl", 23, "saksi.X", b"\xc3\x01")
    assert canonical(row).hex(" ") == (
        "00 00 00 00 00 00 00 02 00 03 8d 7e a4 c6 80 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 17 00 00 00 0a 65 6d 70 6c 6f 79 65 65 2d 37 00 00 00 08 c3 a9 2e 6a 73 6f 6e 6c "
        "00 00 00 07 73 61 6b 73 69 2e 58 00 00 00 02 c3 01"
    )


MIGRATE = """
import sys, time
from ledger import migration
from ledger.application import Ledger
migration.ROWS_IN_A_TRANSACTION = 50
with Ledger.open(sys.argv[1]) as held, Ledger.open(sys.argv[2], create=True) as copied:
    done = migration.migrate(held, copied, lambda done, whole: (print(done, flush=True), time.sleep(0.01)))
    print("end", done.found + done.copied)
"""


@pytest.mark.parametrize("other", STORES)
def test_a_copy_that_is_killed_goes_on_when_it_is_started_again(place: Place, other: str) -> None:
    source, target = place("sqlite"), place(other)
    fill(source, 2000)
    out = ""
    for lines in (3, 8, 15, 10_000):
        command = [sys.executable, "-c", MIGRATE, source, target]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(lines):
            out = process.stdout.readline() or out
        process.kill()
        process.communicate()
    assert out == f"end {len(rows(source))}\n"
    assert rows(source) == rows(target)


QUESTIONS = sorted(CASES.glob("*.expected.json"))


@pytest.mark.parametrize("expectations", QUESTIONS, ids=lambda path: path.name.partition(".")[0])
def test_replays_from_both_databases_have_the_same_digest(
    place: Place, databases: Databases, expectations: Path
) -> None:
    """The golden ledgers: every question that is asked of them."""
    import json
    from datetime import date, datetime

    case = expectations.name.removesuffix(".expected.json")
    first, second = place("sqlite"), databases.new()
    with Ledger.open(first, create=True, clock=Clock()) as ledger, (CASES / f"{case}.jsonl").open("rb") as lines:
        ingest(ledger, lines, case)
    with Ledger.open(second, create=True, clock=Clock()) as ledger, (CASES / f"{case}.jsonl").open("rb") as lines:
        ingest(ledger, lines, case)
    assert rows(first) == rows(second)
    answers = []
    for url in (first, second):
        with Ledger.open(url) as ledger:
            answers.append(
                [
                    replay_employee(
                        ledger,
                        asked["nip"],
                        as_of=datetime.fromisoformat(asked["as_of"]),
                        known_at=asked["known_at"],
                        first=asked["from"] and date.fromisoformat(asked["from"]),
                        last=asked["to"] and date.fromisoformat(asked["to"]),
                    )
                    for asked in (one["question"] for one in json.loads(expectations.read_text())["cases"])
                ]
            )
    assert [one["digest"] for one in answers[0]] == [one["digest"] for one in answers[1]]
    assert answers[0] == answers[1]


KEY = PrivateKey("saksi.test", Algorithm.ED25519, bytes(range(32)))
WITNESS = PrivateKey("witness.test", Algorithm.COSIGNATURE, bytes(range(1, 33)))


def sign(ledger: Ledger, *, witnessed: bool = True) -> None:
    sealed = seal(ledger)
    note = Checkpoint(KEY.public.name, sealed.size, sealed.root).signed(KEY)
    ledger.recorder.add_checkpoint(sealed.size, bytes(note))
    if witnessed:
        cosign(ledger, note)
    ledger.recorder.add_timestamp(sealed.size, "tsa.test", b"reply")


def cosign(ledger: Ledger, note: Note) -> None:
    ledger.recorder.add_cosignatures(Checkpoint.of(note).size, [WITNESS.sign(note.text, 1_771_545_600)])


def signed(ledger: Ledger) -> list[object]:
    return [ledger.recorder.signed_rows(table) for table in SIGNED]


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_what_was_signed_goes_with_it_and_the_copy_proves_the_same(place: Place, kind: str, other: str) -> None:
    source, target = place(kind), place(other)
    clock = Clock()
    fill(source, 60, clock)
    with Ledger.open(source, clock=clock) as held, Ledger.open(target, create=True, clock=clock) as copied:
        for events in (20, 3):
            sign(held, witnessed=False)
            take_in(held, *(withdrawn(f"more-{events}-{n}", nip=str(n % 5)) for n in range(events)))
        migrate(held, copied)
        assert signed(copied) == signed(held)
        for note in map(held.recorder.checkpoint, held.recorder.checkpoint_sizes()):
            assert note is not None
            cosign(held, note)
        sign(held)
        take_in(held, withdrawn("last"))
        for _ in range(2):
            migrate(held, copied)
            assert signed(copied) == signed(held)
        (size,) = held.recorder.checkpoint_sizes()[-1:]
        ours, theirs = Proofs(held, size), Proofs(copied, size)
        assert ours.root == theirs.root
        assert ours.inclusions(range(1, size + 1)) == theirs.inclusions(range(1, size + 1))
        assert [ours.stream(name) for name in ("employee-1", "nobody")] == [
            theirs.stream(name) for name in ("employee-1", "nobody")
        ]
        found = verify(copied, keys=[KEY.public])
        assert (found.findings, found.checkpoints) == ([], 3)
        sign(copied)
        assert verify(copied, keys=[KEY.public]).sound


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_target_of_which_something_else_was_signed_is_refused(place: Place, kind: str, other: str) -> None:
    source, target, third = place(kind), place(other), place(other)
    fill(source, 60)
    with (
        Ledger.open(source) as held,
        Ledger.open(target, create=True) as copied,
        Ledger.open(third, create=True) as more,
    ):
        migrate(held, copied)
        migrate(held, more)
        copied.recorder.add_checkpoint(10, b"another")
        sign(held)
        with pytest.raises(NotACopy, match="what was signed about the target"):
            migrate(held, copied)
        migrate(held, more)
        another = PrivateKey("another.test", Algorithm.COSIGNATURE, bytes(32)).sign("text\n", 7)
        more.recorder.add_cosignatures(more.recorder.checkpoint_sizes()[-1], [another])
        with pytest.raises(NotACopy, match="what was signed about the target"):
            migrate(held, more)


@pytest.mark.parametrize("other", STORES)
def test_a_source_that_is_not_what_was_signed_is_told(place: Place, other: str) -> None:
    source = place("sqlite")
    fill(source, 60)
    with Ledger.open(source) as held, Ledger.open(place(other), create=True) as copied:
        sealed = seal(held)
        note = Checkpoint(KEY.public.name, sealed.size, bytes(32)).signed(KEY)
        held.recorder.add_checkpoint(sealed.size, bytes(note))
        with pytest.raises(errors.LedgerDamaged, match=f"up to position {sealed.size} are not those"):
            migrate(held, copied)
