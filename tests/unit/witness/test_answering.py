"""What a witness answers: cosignatures of what continues, and the status that C2SP tlog-witness names for the rest."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.checkpoint import Cosigned, cosignatures
from ledger.note import Algorithm, Note, PrivateKey, parse
from tests.unit.witness.log import Log
from witness.answering import Answer, Witness
from witness.record import BadRecord, Record, make_record
from witness.request import SIZE_TYPE, Request

KEY = PrivateKey("witness.example.org/1", Algorithm.COSIGNATURE, bytes(range(32)))
NOW = 1_772_000_000
LOG, FORK = Log(), Log("another history: ")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    make_record(tmp_path / "witness.db", KEY.public)
    with Record(tmp_path / "witness.db", KEY.public) as record:
        yield record


@pytest.fixture
def witness(record: Record) -> Witness:
    return Witness(KEY, record, [LOG.key.public], clock=lambda: NOW)


def is_cosigned(answer: Answer, note: Note) -> bool:
    whole = parse(note.text.encode() + b"\n" + answer.text.encode())
    return answer.status == 200 and cosignatures(whole, [KEY.public]) == [Cosigned(KEY.public, NOW)]


def test_what_continues_is_cosigned_with_the_time_from_any_size_to_any_other(tmp_path: Path) -> None:
    for old in (1, 2, 3, 7, 8, 100, 255):
        for size in sorted({old, old + 1, old + 5, 256, 300}):
            path = tmp_path / f"{old}-{size}.db"
            make_record(path, KEY.public)
            with Record(path, KEY.public) as record:
                witness = Witness(KEY, record, [LOG.key.public], clock=lambda: NOW)
                assert is_cosigned(witness.answer(LOG.request(0, old)), LOG.note(old))
                assert is_cosigned(witness.answer(LOG.request(old, size)), LOG.note(size))


def test_a_ledger_without_an_event_is_cosigned_too(witness: Witness) -> None:
    assert is_cosigned(witness.answer(LOG.request(0, 0)), LOG.note(0))
    assert is_cosigned(witness.answer(LOG.request(0, 5)), LOG.note(5))


def test_with_another_old_size_the_witness_says_its_own(witness: Witness) -> None:
    assert witness.answer(LOG.request(3, 5)) == Answer(409, "0\n", SIZE_TYPE, "saksi.example.go.id/2026 5")
    witness.answer(LOG.request(0, 5))
    for old, size in ((0, 9), (4, 9), (6, 9), (0, 4), (4, 4)):
        answer = witness.answer(LOG.request(old, size))
        assert (answer.status, answer.text, answer.kind) == (409, "5\n", SIZE_TYPE)
    assert is_cosigned(witness.answer(LOG.request(5, 9)), LOG.note(9))


def test_another_root_of_the_same_size_is_a_conflict_and_kept_as_evidence(
    witness: Witness, record: Record, tmp_path: Path
) -> None:
    witness.answer(LOG.request(0, 5))
    answer = witness.answer(FORK.request(5, 5))
    assert (answer.status, answer.text, answer.kind) == (409, "5\n", SIZE_TYPE)
    with sqlite3.connect(tmp_path / "witness.db") as connection:
        kept = connection.execute("SELECT origin, size, note FROM contradiction").fetchall()
    connection.close()
    assert kept == [("saksi.example.go.id/2026", 5, bytes(FORK.note(5)))]


def test_what_does_not_continue_is_refused_and_changes_nothing(witness: Witness) -> None:
    witness.answer(LOG.request(0, 5))
    for body in (
        FORK.request(5, 9),
        bytes(Request(5, (), LOG.note(9))),
        bytes(Request(5, (*LOG.proof(5, 9), bytes(32)), LOG.note(9))),
        bytes(Request(5, LOG.proof(5, 9)[:-1], LOG.note(9))),
        bytes(Request(5, (bytes(32),), LOG.note(5))),
    ):
        assert witness.answer(body).status == 422
    assert is_cosigned(witness.answer(LOG.request(5, 9)), LOG.note(9))


def test_a_proof_from_nothing_is_refused(witness: Witness) -> None:
    assert witness.answer(bytes(Request(0, (bytes(32),), LOG.note(5)))).status == 422


def test_an_unknown_ledger_and_a_ledger_by_another_key_are_told_apart(witness: Witness) -> None:
    assert witness.answer(Log(name="other.example.go.id").request(0, 5)).status == 404
    assert witness.answer(Log(seed=2).request(0, 5)).status == 403
    note = LOG.note(5)
    false = Note(note.text, (LOG.key.sign(LOG.note(6).text),))
    assert witness.answer(bytes(Request(0, (), false))).status == 403


def test_one_known_signature_is_enough_and_unknown_ones_say_nothing(record: Record) -> None:
    new = Log(seed=2)
    note = LOG.note(5)
    both = note.with_signatures([new.key.sign(note.text)])
    for old, known in ((0, [LOG.key.public]), (5, [new.key.public]), (5, [LOG.key.public, new.key.public])):
        witness = Witness(KEY, record, known, lambda: NOW)
        assert is_cosigned(witness.answer(bytes(Request(old, (), both))), note)


def test_lines_that_a_log_adds_to_its_checkpoint_are_cosigned_with_it(witness: Witness) -> None:
    text = LOG.note(5).text + "more\n"
    note = Note(text, (LOG.key.sign(text),))
    assert is_cosigned(witness.answer(bytes(Request(0, (), note))), note)


NOTE = bytes(LOG.note(5))
HASH = b64encode(bytes(32))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"\xff" * 1000,
        b"old 0\n",
        b"old 0\n\n",
        b"old 0" + NOTE,
        b"old 00\n\n" + NOTE,
        b"old -1\n\n" + NOTE,
        b"old 0 \n\n" + NOTE,
        b"Old 0\n\n" + NOTE,
        b"old 0\r\n\r\n" + NOTE,
        b"old 99999999999999999999\n\n" + NOTE,
        b"old 6\n\n" + NOTE,
        b"old 0\n\n\n" + NOTE,
        b"old 3\nabc\n\n" + NOTE,
        b"old 3\n" + HASH[:-1] + b"\n\n" + NOTE,
        b"old 3\n" + HASH[:-2] + b"B=\n\n" + NOTE,
        b"old 3\n" + b64encode(bytes(31)) + b"\n\n" + NOTE,
        b"old 3\n" + (HASH + b"\n") * 64 + b"\n" + NOTE,
        b"old 0\n\n" + NOTE[:-1],
        b"old 0\n\n" + NOTE + b"\x00",
        b"old 0\n\n" + NOTE.replace(b"\n5\n", b"\n05\n"),
        b"old 0\n\n" + NOTE.replace(b"\n5\n", b"\n9223372036854775808\n"),
        b"old 0\n\n" + NOTE.replace(b"\n5\n", b"\nfive\n"),
    ],
)
def test_what_is_no_request_is_a_bad_one(witness: Witness, body: bytes) -> None:
    assert witness.answer(body).status == 400
    assert is_cosigned(witness.answer(LOG.request(0, 5)), LOG.note(5))


def test_no_change_of_a_single_byte_lets_anything_else_be_cosigned(witness: Witness) -> None:
    witness.answer(LOG.request(0, 5))
    body = LOG.request(5, 9)
    for place in range(len(body)):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert witness.answer(changed).status != 200, changed


def test_a_witness_goes_on_after_a_restart_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "witness.db"
    make_record(path, KEY.public)
    for old, size in ((0, 5), (5, 9), (9, 9), (9, 200)):
        with Record(path, KEY.public) as record:
            witness = Witness(KEY, record, [LOG.key.public], lambda: NOW)
            assert is_cosigned(witness.answer(LOG.request(old, size)), LOG.note(size))
    with Record(path, KEY.public) as record:
        assert Witness(KEY, record, [LOG.key.public]).answer(LOG.request(0, 5)).status == 409


def test_a_record_is_made_once_and_is_of_one_key(tmp_path: Path) -> None:
    path = tmp_path / "witness.db"
    with pytest.raises(BadRecord, match="no record"):
        Record(path, KEY.public)
    assert not path.exists()
    make_record(path, KEY.public)
    with pytest.raises(BadRecord, match="already"):
        make_record(path, KEY.public)
    other = PrivateKey.generate("witness.example.org/1", Algorithm.COSIGNATURE)
    with pytest.raises(BadRecord, match="not the record of"):
        Record(path, other.public)
    (tmp_path / "other.db").write_text("no database")
    with pytest.raises(BadRecord, match="not the record of"):
        Record(tmp_path / "other.db", KEY.public)


def test_the_database_itself_lets_no_witness_go_back(witness: Witness, tmp_path: Path) -> None:
    witness.answer(LOG.request(0, 9))
    connection = sqlite3.connect(tmp_path / "witness.db")
    for statement in (
        "UPDATE seen SET size = 5",
        "UPDATE seen SET root = x'00'",
        "UPDATE seen SET origin = 'other'",
        "DELETE FROM seen",
        "INSERT OR REPLACE INTO seen VALUES ('saksi.example.go.id/2026', 5, x'00', x'00')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)
    connection.close()
