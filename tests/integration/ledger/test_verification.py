"""Whatever is wrong in a ledger is found, and the first wrong position is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.sqlite_layout import TRIGGERS
from ledger.verification import FINDINGS_KEPT, Finding, verify
from tests.integration.ledger.conftest import submissions, take_in, voided, withdrawn


@pytest.fixture
def tampered(ledger: Ledger, path: Path) -> Callable[..., list[Finding]]:
    """Change a ledger of twelve events behind its back, and see what is found."""
    for batch in range(3):
        facts = [withdrawn(f"{batch}-{n}", nip=str(n)) for n in range(3)]
        ledger.record(submissions(*facts, voided(f"{batch}-v", f"{batch}-1")))

    def tamper(*statements: str, triggers: bool = True) -> list[Finding]:
        database = sqlite3.connect(path)
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        if triggers:
            for trigger in TRIGGERS:
                database.execute(trigger)
        database.commit()
        database.close()
        return verify(ledger).findings

    return tamper


def places(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(finding.code, finding.position) for finding in findings]


def test_a_ledger_that_nobody_touched_is_sound(tampered: Callable[..., list[Finding]], ledger: Ledger) -> None:
    assert tampered() == []
    verification = verify(ledger)
    assert verification.sound
    assert verification.events == 12


def test_an_empty_ledger_is_sound(ledger: Ledger) -> None:
    assert verify(ledger) == (0, [], 0, 0)


TAMPERED = [
    ("DELETE FROM event WHERE position = 5", ("gap", 5)),
    ("DELETE FROM event WHERE position = 1", ("gap", 1)),
    ("UPDATE event SET position = 100 WHERE position = 12", ("gap", 12)),
    ("UPDATE event SET position = 0 WHERE position = 1", ("gap", 1)),
    ("UPDATE event SET version = 9 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET previous = 2 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET stream = 2 WHERE position = 5", ("stream", 5)),
    ("UPDATE event SET recorded_at = recorded_at - 9999999 WHERE position = 5", ("recorded_at", 5)),
    ("UPDATE event SET topic = 2 WHERE position = 5", ("topic", 5)),
    ("UPDATE event SET state = x'' WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = x'c301' || zeroblob(20) WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = substr(state, 1, length(state) - 1) WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = CAST(state || x'00' AS BLOB) WHERE position = 5", ("event", 5)),
    ("UPDATE event SET state = CAST(replace(state, '1-0', 'x-0') AS BLOB) WHERE position = 5", ("source_id", 5)),
    ("UPDATE event SET state = (SELECT state FROM event WHERE position = 1) WHERE position = 5", ("source_id", 5)),
    ("DELETE FROM source_id WHERE position = 5", ("source_id", 5)),
    ("UPDATE source_id SET position = 6 WHERE position = 5", ("source_id", 5)),
    ("INSERT INTO source_id VALUES (7, 5)", ("source_id", 0)),
    ("UPDATE head SET version = 9 WHERE stream = 1", ("head", 9)),
    ("UPDATE head SET position = 1 WHERE stream = 1", ("head", 9)),
    ("DELETE FROM head WHERE stream = 1", ("head", 9)),
    ("UPDATE stream SET name = 'employee-x' WHERE number = 1", ("stream", 1)),
]


@pytest.mark.parametrize(("statement", "first"), TAMPERED, ids=[statement[:60] for statement, _ in TAMPERED])
def test_what_was_changed_is_found_at_its_position(
    tampered: Callable[..., list[Finding]], statement: str, first: tuple[str, int]
) -> None:
    findings = tampered(statement)
    assert findings
    assert findings[0].position == first[1]
    assert first in places(findings)
    assert all(finding.sentence and "\n" not in finding.sentence for finding in findings)


def test_bytes_that_say_the_same_in_another_way_are_found(tampered: Callable[..., list[Finding]]) -> None:
    """The length of the id, 3, written in two bytes."""
    findings = tampered(
        "UPDATE event SET state = CAST(substr(state, 1, 10) || x'8600' || substr(state, 12) AS BLOB) WHERE position = 5"
    )
    assert places(findings) == [("bytes", 5), ("leaf", 5)]


@pytest.mark.parametrize("target", ["9-9", "2-0"], ids=["nowhere", "after the void"])
def test_a_void_without_a_target_before_it_is_found(tampered: Callable[..., list[Finding]], target: str) -> None:
    findings = tampered(f"UPDATE event SET state = CAST(replace(state, '1-1', '{target}') AS BLOB) WHERE position = 8")
    assert places(findings) == [("target", 8), ("leaf", 8)]


def test_guards_that_are_gone_are_found(tampered: Callable[..., list[Finding]]) -> None:
    findings = tampered(triggers=False)
    assert {(finding.code, finding.position) for finding in findings} == {("layout", 0)}
    assert len(findings) == len(TRIGGERS)
    assert "the trigger event_no_update is gone" in {finding.sentence for finding in findings}


def test_a_guard_that_was_weakened_or_added_is_found(tampered: Callable[..., list[Finding]]) -> None:
    weak = (
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event WHEN old.position < 9 BEGIN SELECT RAISE(ABORT, ''); END"
    )
    extra = "CREATE TRIGGER spy AFTER INSERT ON event BEGIN DELETE FROM head; END"
    others = [trigger for trigger in TRIGGERS if "TRIGGER event_no_delete " not in trigger]
    findings = tampered(weak, extra, *others, triggers=False)
    assert [finding.sentence for finding in findings] == [
        "the trigger event_no_delete is not as the ledger's format lays it out",
        "the trigger spy on event is not of the ledger's format",
    ]


def test_the_first_wrong_position_comes_first_and_the_rest_are_counted(
    ledger: Ledger, path: Path, tampered: Callable[..., list[Finding]]
) -> None:
    ledger.record(submissions(*(withdrawn(f"more-{n}") for n in range(2 * FINDINGS_KEPT))))
    tampered("UPDATE event SET state = x'' WHERE position > 6")
    verification = verify(ledger)
    assert verification.findings[0].position == 7
    assert len(verification.findings) == FINDINGS_KEPT
    assert verification.omitted > FINDINGS_KEPT / 2


def test_a_damaged_page_is_found_and_is_no_crash(url: str, path: Path) -> None:
    with Ledger.open(url, create=True) as ledger:
        take_in(ledger, *(withdrawn(f"e{n}", nip=str(n % 50)) for n in range(2000)))
    data = bytearray(path.read_bytes())
    for page in range(40, len(data) // 8192, 5):
        data[page * 8192 : page * 8192 + 300] = b"\xa5" * 300
    path.write_bytes(data)
    with Ledger.open(url) as ledger:
        findings = verify(ledger).findings
        assert findings
        assert {finding.code for finding in findings} & {"layout", "unreadable"}


def test_progress_is_told_up_to_the_last_position(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.verification.PROGRESS_EVERY", 2)
    ledger.record(submissions(*(withdrawn(str(n)) for n in range(5))))
    told: list[tuple[int, int]] = []
    verify(ledger, progress=lambda position, last: told.append((position, last)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_what_is_recorded_while_it_looks_is_not_looked_at(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    layout_problems = ledger.recorder.layout_problems

    def meanwhile() -> list[str]:
        ledger.record(submissions(withdrawn("c"), withdrawn("d", nip="8")))
        return layout_problems()

    ledger.recorder.layout_problems = meanwhile  # type: ignore[method-assign]
    assert verify(ledger) == (2, [], 0, 0)
