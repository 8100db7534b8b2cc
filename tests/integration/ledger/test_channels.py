"""The ledger remembers how far a channel was taken in, in the transaction of the events that its messages brought."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from domain.admission import admit
from domain.errors import ID_REUSED, UNKNOWN_TARGET
from ledger.application import Ledger
from ledger.channels import Advance, OffsetsMoved, SomeRefused
from ledger.drafts import Draft, draft_of
from ledger.migration import NotACopy, migrate
from ledger.verification import verify
from tests.integration.ledger.conftest import voided, withdrawn

CHANNEL = "saksi.intake/0"


def messages(ledger: Ledger, *lines: str, first: int = 0, channel: str = CHANNEL) -> list[Draft]:
    """Drafts of consecutive messages of a channel."""
    return [draft_of(admit(line), channel, offset, ledger.codec) for offset, line in enumerate(lines, first)]


def offsets(ledger: Ledger, channel: str = CHANNEL) -> list[tuple[int, int]]:
    return ledger.recorder.offsets(channel)


def test_events_and_the_offset_after_them_are_recorded_together(ledger: Ledger) -> None:
    assert ledger.next_offset(CHANNEL) is None
    ledger.append(messages(ledger, withdrawn("a"), withdrawn("b"), first=4), [Advance(CHANNEL, None, 6)])
    assert ledger.next_offset(CHANNEL) == 6
    assert [entry.source for entry in ledger.read_log()] == [f"{CHANNEL}:4", f"{CHANNEL}:5"]
    assert offsets(ledger) == [(6, 2)]
    assert verify(ledger).findings == []


def test_a_batch_that_brings_nothing_new_moves_the_offset_too(ledger: Ledger) -> None:
    facts = (withdrawn("a"), withdrawn("b"))
    ledger.append(messages(ledger, *facts), [Advance(CHANNEL, None, 2)])
    appended = ledger.append(messages(ledger, *facts, first=2), [Advance(CHANNEL, 2, 4)])
    assert (appended.recorded, appended.duplicates) == (0, {0: 1, 1: 2})
    ledger.append([], [Advance(CHANNEL, 4, 9)])  # all of it was refused before the ledger was asked
    ledger.append(messages(ledger, withdrawn("c"), first=9), [Advance(CHANNEL, 9, 10)])
    assert offsets(ledger) == [(2, 2), (4, 2), (9, 2), (10, 3)]
    assert verify(ledger).findings == []


def test_one_batch_may_come_from_several_channels(ledger: Ledger) -> None:
    drafts = [
        *messages(ledger, withdrawn("a"), first=7),
        *messages(ledger, withdrawn("b"), withdrawn("c"), channel="saksi.intake/1"),
    ]
    ledger.append(drafts, [Advance(CHANNEL, None, 8), Advance("saksi.intake/1", None, 2)])
    assert ledger.recorder.channels() == [CHANNEL, "saksi.intake/1"]
    assert (offsets(ledger), offsets(ledger, "saksi.intake/1")) == ([(8, 3)], [(2, 3)])
    assert verify(ledger).findings == []


def test_where_something_is_refused_nothing_is_recorded_until_the_rest_is_offered_again(ledger: Ledger) -> None:
    ledger.append(messages(ledger, withdrawn("a")), [Advance(CHANNEL, None, 1)])
    drafts = messages(ledger, withdrawn("b"), withdrawn("a", shift="other"), voided("v", "nobody"), first=1)
    with pytest.raises(SomeRefused) as raised:
        ledger.append(drafts, [Advance(CHANNEL, 1, 4)])
    assert {index: refusal.code for index, refusal in raised.value.refusals.items()} == {
        1: ID_REUSED,
        2: UNKNOWN_TARGET,
    }
    assert (ledger.last_position(), ledger.next_offset(CHANNEL)) == (1, 1)
    ledger.append(drafts[:1], [Advance(CHANNEL, 1, 4)])
    assert (ledger.last_position(), ledger.next_offset(CHANNEL)) == (2, 4)
    assert verify(ledger).findings == []


@pytest.mark.parametrize("before", [None, 1, 3])
def test_who_thinks_a_channel_is_elsewhere_records_nothing(ledger: Ledger, before: int | None) -> None:
    ledger.append(messages(ledger, withdrawn("a"), withdrawn("b")), [Advance(CHANNEL, None, 2)])
    with pytest.raises(OffsetsMoved, match="up to offset 2 meanwhile"):
        ledger.append(messages(ledger, withdrawn("c"), first=2), [Advance(CHANNEL, before, 3)])
    assert (ledger.last_position(), ledger.next_offset(CHANNEL)) == (2, 2)


def test_two_consumers_of_one_channel_take_each_message_in_once(url: str) -> None:
    with Ledger.open(url, create=True) as one, Ledger.open(url) as other:
        one.append(messages(one, withdrawn("a")), [Advance(CHANNEL, None, 1)])
        with pytest.raises(OffsetsMoved):
            other.append(messages(other, withdrawn("a")), [Advance(CHANNEL, None, 1)])
        other.append(messages(other, withdrawn("b"), first=1), [Advance(CHANNEL, 1, 2)])
        assert one.next_offset(CHANNEL) == 2


@pytest.mark.parametrize(
    ("offset", "position"),
    [(4, 2), (5, 2), (6, 3), (6, 1)],
    ids=["back", "the same", "beyond the ledger", "before an earlier one"],
)
def test_an_offset_only_moves_on(ledger: Ledger, offset: int, position: int) -> None:
    from ledger.errors import LedgerDamaged, StorageFailed

    ledger.append(messages(ledger, withdrawn("a"), withdrawn("b")), [Advance(CHANNEL, None, 5)])
    with pytest.raises((LedgerDamaged, StorageFailed)):
        ledger.recorder.append_offsets(CHANNEL, [(offset, position)])
    ledger.recorder.append_offsets(CHANNEL, [(6, 2)])
    assert offsets(ledger) == [(5, 2), (6, 2)]


TAMPERED = [
    ("UPDATE {event} SET line = 9 WHERE position = 3", [("offset", 3)]),
    ("UPDATE {event} SET line = 0 WHERE position = 3", [("offset", 3)]),
    ("UPDATE {offset} SET next = 3 WHERE next = 2", [("offset", 3)]),
    ("UPDATE {offset} SET position = 1 WHERE next = 2", [("offset", 2)]),
    ("UPDATE {offset} SET position = 4 WHERE next = 2", [("offset", 3), ("offset", 4)]),
    ("UPDATE {offset} SET position = 5 WHERE next = 2", [("offset", 3), ("offset", 4), ("offset", 0)]),
    ("UPDATE {offset} SET position = 9 WHERE next = 4", [("offset", 0)]),
    ("DELETE FROM {offset} WHERE next = 4", [("offset", 3), ("offset", 4)]),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERED)
def test_an_event_that_no_batch_took_in_is_found(
    url: str, store: str, statement: str, found: list[tuple[str, int]]
) -> None:
    with Ledger.open(url, create=True) as ledger:
        ledger.append(messages(ledger, withdrawn("a"), withdrawn("b")), [Advance(CHANNEL, None, 2)])
        ledger.append(messages(ledger, withdrawn("c"), withdrawn("d"), first=2), [Advance(CHANNEL, 2, 4)])
        if store == "sqlite":
            database = sqlite3.connect(url.removeprefix("sqlite:///"))
            guards = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('event', 'intake_offset')"
            ).fetchall()
            for name, _ in guards:
                database.execute(f"DROP TRIGGER {name}")
            database.execute(statement.format(event="event", offset="intake_offset"))
            for _, guard in guards:
                database.execute(guard)
            database.commit()
            database.close()
        else:
            import psycopg

            with psycopg.connect(url, autocommit=True) as connection:
                for table in ("event", "intake_offset"):
                    connection.execute(f"ALTER TABLE saksi.{table} DISABLE TRIGGER ALL")
                connection.execute(statement.format(event="saksi.event", offset="saksi.intake_offset"))
                for trigger, table in connection.execute(
                    "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                    "WHERE relnamespace = 'saksi'::regnamespace AND relname IN ('event', 'intake_offset')"
                ).fetchall():
                    connection.execute(f"ALTER TABLE saksi.{table} ENABLE ALWAYS TRIGGER {trigger}")
        assert [(one.code, one.position) for one in verify(ledger).findings] == found


# Copies


def test_a_copy_goes_on_where_the_first_was(ledger: Ledger, new_url: Callable[[], str]) -> None:
    taken = 0
    for batch in range(5):
        drafts = messages(ledger, *(withdrawn(f"{batch}-{n}") for n in range(batch)), first=taken)
        ledger.append(drafts, [Advance(CHANNEL, taken or None, taken + batch + 1)])
        taken += batch + 1
    with Ledger.open(new_url(), create=True) as copy:
        migrate(ledger, copy)
        assert offsets(copy) == offsets(ledger)
        ledger.append([], [Advance(CHANNEL, taken, taken + 1)])
        migrate(ledger, copy)
        assert copy.next_offset(CHANNEL) == taken + 1
        assert verify(copy).findings == []
        copy.append([], [Advance(CHANNEL, taken + 1, taken + 9)])
        with pytest.raises(NotACopy, match="has taken in messages of saksi"):
            migrate(ledger, copy)


def test_many_offsets_are_copied_too(
    ledger: Ledger, new_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append(messages(ledger, withdrawn("a")), [Advance(CHANNEL, None, 1)])
    for offset in range(1, 30):
        ledger.append([], [Advance(CHANNEL, offset, offset + 1)])
    read = ledger.recorder.offsets
    monkeypatch.setattr(ledger.recorder, "offsets", lambda channel, after: read(channel, after, 7))
    with Ledger.open(new_url(), create=True) as copy:
        read_copy = copy.recorder.offsets
        monkeypatch.setattr(copy.recorder, "offsets", lambda channel, after: read_copy(channel, after, 7))
        migrate(ledger, copy)
        assert read_copy(CHANNEL) == read(CHANNEL)
        migrate(ledger, copy)
        assert verify(copy).findings == []


# Processes that die

TAKE_IN = """
import sys
from domain.admission import admit
from ledger.application import Ledger
from ledger.channels import Advance, OffsetsMoved
from ledger.drafts import draft_of
url, channel, end, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Ledger.open(url, create=True, busy_timeout=60) as ledger:
    print(0, flush=True)
    while (before := ledger.next_offset(channel) or 0) < end:
        upto = min(before + size, end)
        line = '{{"type":"ShiftWithdrawn","id":"{0}","nip":"{1}","shift_id":"s"}}'
        facts = [(offset, admit(line.format(offset // 2, offset // 2 % 40))) for offset in range(before, upto)]
        drafts = [draft_of(fact, channel, offset, ledger.codec) for offset, fact in facts if offset % 7]
        try:
            ledger.append(drafts, [Advance(channel, before or None, upto)])
            print(upto, flush=True)
        except OffsetsMoved:
            pass
"""


def start(url: str, end: int, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TAKE_IN, url, CHANNEL, str(end), str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def expected_lines(upto: int) -> list[int]:
    """Each fact comes in two messages, of which the first that is read is recorded; every seventh is unreadable."""
    first: dict[int, int] = {}
    for offset in range(upto):
        if offset % 7:
            first.setdefault(offset // 2, offset)
    return sorted(first.values())


def test_a_consumer_killed_at_any_moment_goes_on_without_a_loss_or_a_double(url: str) -> None:
    """Two consumers that both think the channel theirs, killed again and again before they can be done."""
    beyond, dice, upto = 1_000_000, random.Random(3), 0
    for _ in range(12):
        processes = [start(url, beyond, dice.choice([3, 10])) for _ in range(2)]
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(dice.random() * 0.1)
        reported = 0
        for process in processes:
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
            assert process.returncode == -signal.SIGKILL
            whole = [line for line in out.splitlines(keepends=True) if line.endswith("\n")]
            reported = max([reported, *map(int, whole)])
        with Ledger.open(url) as ledger:
            upto = ledger.next_offset(CHANNEL) or 0
            assert upto >= reported
            assert [row.line for row in ledger.recorder.read_log(0, None)] == expected_lines(upto)
            assert verify(ledger).findings == []
    assert upto > 0
    end = upto + 10_000
    for process in (start(url, end, 5000), start(url, end, 5000)):
        assert process.communicate()[1] == ""
    with Ledger.open(url) as ledger:
        assert [row.line for row in ledger.recorder.read_log(0, None)] == expected_lines(end)
        assert verify(ledger).findings == []
