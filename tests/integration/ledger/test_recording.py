"""What becomes of facts: recorded once, in order, or refused with a reason (SPEC sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Refusal
from ledger import drafts, settlement
from ledger.application import Ledger
from ledger.drafts import Outcome
from ledger.intake import ingest
from ledger.verification import verify
from tests.integration.ledger.conftest import Clock, submissions, take_in, voided, withdrawn
from tests.unit.ledger.facts import any_event, as_stored

KALTIM = Path(__file__).parents[2] / "cases" / "kaltim-2026.jsonl"


def kinds(outcomes: list[Outcome]) -> list[int | str | None]:
    return [_kind(outcome) for outcome in outcomes]


def _kind(outcome: Outcome) -> int | str | None:
    if outcome.refusal:
        return outcome.refusal.code
    return f"duplicate of {outcome.position}" if outcome.duplicate else outcome.position


def test_facts_take_the_positions_1_2_3(ledger: Ledger) -> None:
    assert kinds(ledger.record(submissions(withdrawn("a"), withdrawn("b")))) == [1, 2]
    assert kinds(ledger.record(submissions(withdrawn("c")))) == [3]
    assert ledger.last_position() == 3


def test_nothing_recorded_is_nothing(ledger: Ledger) -> None:
    assert ledger.record([]) == []
    assert ledger.last_position() == 0
    assert list(ledger.read_log()) == []
    assert list(ledger.read_stream("employee-7")) == []


def test_an_entry_says_everything_about_its_event(ledger: Ledger, clock: Clock) -> None:
    (submission,) = submissions(withdrawn("a", nip="7"))
    ledger.record([submission])
    (entry,) = ledger.read_log()
    assert (entry.position, entry.stream, entry.version, entry.source) == (1, "employee-7", 1, "test:1")
    assert entry.event == submission.event
    assert entry.recorded_at == clock.now
    assert entry.recorded.position == 1
    assert entry.recorded.event == submission.event


def test_a_source_without_lines_is_its_name(ledger: Ledger) -> None:
    ledger.record([drafts.Submission(submissions(withdrawn("a"))[0].event, "kaltim.yaml")])
    assert [entry.source for entry in ledger.read_log()] == ["kaltim.yaml"]


def test_the_same_id_with_the_same_content_is_a_duplicate(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    again = ledger.record(submissions(withdrawn("b"), withdrawn("c"), withdrawn("a")))
    assert kinds(again) == ["duplicate of 2", 3, "duplicate of 1"]


def test_the_same_id_with_other_content_is_refused_and_both_are_named(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a")))
    (outcome,) = ledger.record(
        submissions('{"type":"EmploymentEnded","id":"a","nip":"7","effective_from":"2026-01-01","reason":"r"}')
    )
    assert isinstance(outcome.refusal, Refusal)
    assert outcome.refusal.code == "id_reused"
    for word in ("'a'", "EmploymentEnded", "ShiftWithdrawn", "position 1"):
        assert word in outcome.refusal.sentence


def test_duplicates_and_reuse_are_seen_within_one_batch(ledger: Ledger) -> None:
    lines = [withdrawn("a"), withdrawn("a"), withdrawn("a", shift="other"), withdrawn("b"), withdrawn("a")]
    assert kinds(ledger.record(submissions(*lines))) == [1, "duplicate of 1", "id_reused", 2, "duplicate of 1"]
    assert ledger.last_position() == 2


def test_an_id_that_was_refused_is_not_used_up(ledger: Ledger) -> None:
    lines = [voided("v", "nothing"), withdrawn("v")]
    assert kinds(ledger.record(submissions(*lines))) == ["unknown_target", 1]
    assert kinds(ledger.record(submissions(voided("v", "nothing")))) == ["id_reused"]


def test_a_void_may_target_what_stands_before_it_also_in_the_same_batch(ledger: Ledger) -> None:
    lines = [voided("v0", "a"), withdrawn("a"), voided("v1", "a"), voided("v2", "v1"), voided("v3", "v3")]
    assert kinds(ledger.record(submissions(*lines))) == ["unknown_target", 1, 2, 3, "unknown_target"]
    assert kinds(ledger.record(submissions(voided("v4", "v2"), voided("v5", "x")))) == [4, "unknown_target"]


def test_a_void_stands_in_the_stream_of_what_it_voids(ledger: Ledger) -> None:
    holiday = (
        '{"type":"HolidayDeclared","id":"h","scope":"id","date":"2026-01-01","kind":"holiday","name":"n",'
        '"regulation":"r"}'
    )
    ledger.record(
        submissions(holiday, withdrawn("a", nip="9"), voided("v1", "h"), voided("v2", "a"), voided("v3", "v1"))
    )
    assert [entry.event.id for entry in ledger.read_stream("calendar-id")] == ["h", "v1", "v3"]
    assert [entry.event.id for entry in ledger.read_stream("employee-9")] == ["a", "v2"]


def test_versions_of_a_stream_are_gapless(ledger: Ledger) -> None:
    for batch in range(4):
        ledger.record(submissions(*(withdrawn(f"{batch}-{n}", nip=str(n % 3)) for n in range(10))))
    for name in ledger.stream_names("employee-"):
        versions = [entry.version for entry in ledger.read_stream(name)]
        assert versions == list(range(1, len(versions) + 1))


def test_a_stream_is_read_up_to_a_position(ledger: Ledger) -> None:
    ledger.record(submissions(*(withdrawn(f"{n}", nip=str(n % 2)) for n in range(10))))
    assert [entry.position for entry in ledger.read_stream("employee-0", upto=6)] == [1, 3, 5]
    assert [entry.position for entry in ledger.read_log(after=3, upto=6)] == [4, 5, 6]


def test_many_streams_are_read_at_once_as_each_by_itself(ledger: Ledger) -> None:
    ledger.record(submissions(*(withdrawn(f"{n}", nip=str(n % 3)) for n in range(10)), voided("v", "4")))
    names = ["employee-2", "employee-nobody", "employee-0", "unit-none", "employee-1", "employee-last"]
    for upto in (None, 6):
        expected = [[entry.recorded for entry in ledger.read_stream(name, upto)] for name in names]
        assert [ledger.facts(name, upto) for name in names] == expected
        assert list(ledger.facts_of_each(names, upto)) == expected
    assert [len(facts) for facts in expected] == [2, 0, 2, 0, 2, 0]
    assert list(ledger.facts_of_each([])) == []


def test_the_sizes_of_streams_are_those_of_their_facts(ledger: Ledger) -> None:
    ledger.record(submissions(*(withdrawn(f"{n}", nip=str(n % 2)) for n in range(7)), voided("v", "0")))
    assert ledger.stream_sizes("employee-") == {"employee-0": 5, "employee-1": 3}
    assert ledger.stream_sizes("unit-") == {}


def test_streams_are_found_by_prefix_and_the_prefix_is_taken_as_it_is(ledger: Ledger) -> None:
    for unit in ("a_b", "a%b", "aXb", "ä"):
        ledger.record(
            submissions(
                f'{{"type":"UnitDefined","id":"{unit}","unit":"{unit}","name":"n","effective_from":"2026-01-01"}}'
            )
        )
    assert ledger.stream_names("unit-a_") == ["unit-a_b"]
    assert ledger.stream_names("unit-a%") == ["unit-a%b"]
    assert ledger.stream_names("unit-ä") == ["unit-ä"]
    assert len(ledger.stream_names("unit-")) == len(ledger.stream_names()) == 4


def test_positions_stay_dense_after_an_append_that_failed(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record(submissions(withdrawn("a")))
    with monkeypatch.context() as patch:
        patch.setattr(type(ledger.recorder), "_move_heads", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.record(submissions(withdrawn("b"), withdrawn("c", nip="8")))
    assert ledger.last_position() == 1
    assert kinds(ledger.record(submissions(withdrawn("c", nip="8"), withdrawn("b")))) == [2, 3]
    assert verify(ledger).findings == []


def test_recorded_at_is_the_ledgers_and_never_goes_back(ledger: Ledger, clock: Clock) -> None:
    ledger.record(submissions(withdrawn("a")))
    noon = clock.now
    clock.now = noon - timedelta(hours=3)
    ledger.record(submissions(withdrawn("b")))
    clock.now = noon + timedelta(hours=1)
    ledger.record(submissions(withdrawn("c")))
    times = [entry.recorded_at for entry in ledger.read_log()]
    assert times == [noon, noon, noon + timedelta(hours=1, seconds=1)]


def test_the_position_known_at_an_instant_is_the_last_that_was_recorded_by_then(ledger: Ledger, clock: Clock) -> None:
    assert ledger.position_at(clock.now) == 0
    instants = []
    for batch in range(7):
        ledger.record(submissions(*(withdrawn(f"{batch}-{n}") for n in range(batch + 1))))
        instants.append((clock.now, ledger.last_position()))
    before = 0
    for instant, position in instants:
        assert ledger.position_at(instant - timedelta(microseconds=1)) == before
        assert ledger.position_at(instant) == position
        assert ledger.position_at(instant + timedelta(microseconds=1)) == position
        before = position
    assert ledger.position_at(datetime(1990, 1, 1, tzinfo=UTC)) == 0


def test_ids_that_share_a_slot_are_told_apart(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash of every id is the last slot there is, so each next one goes round to the first."""
    last = (1 << 63) - 1
    monkeypatch.setattr(drafts, "slot_of", lambda _: last)
    monkeypatch.setattr(settlement, "slot_of", lambda _: last)
    monkeypatch.setattr("ledger.verification.slot_of", lambda _: last)
    assert kinds(ledger.record(submissions(withdrawn("a"), withdrawn("b")))) == [1, 2]
    assert kinds(ledger.record(submissions(withdrawn("c")))) == [3]
    assert kinds(ledger.record(submissions(withdrawn("b"), withdrawn("c"), withdrawn("a")))) == [
        "duplicate of 2",
        "duplicate of 3",
        "duplicate of 1",
    ]
    assert kinds(ledger.record(submissions(withdrawn("c", shift="x"), voided("v", "b"), voided("w", "z")))) == [
        "id_reused",
        4,
        "unknown_target",
    ]
    assert verify(ledger).findings == []


def test_an_unforced_slot_comes_from_the_id_alone() -> None:
    assert drafts.slot_of("e-00001") == drafts.slot_of("e-00001") != drafts.slot_of("e-00002")
    assert -(1 << 63) <= drafts.slot_of("") < 1 << 63
    assert drafts.next_slot((1 << 63) - 1) == -(1 << 63)
    assert drafts.next_slot(-1) == 0


def test_a_ledger_reopened_goes_on_where_it_was(url: str) -> None:
    with Ledger.open(url, create=True) as first:
        first.record(submissions(withdrawn("a"), withdrawn("b", nip="8")))
    with Ledger.open(url) as second:
        assert kinds(second.record(submissions(withdrawn("c"), withdrawn("a")))) == [3, "duplicate of 1"]
        assert [entry.version for entry in second.read_stream("employee-7")] == [1, 2]


def test_two_ledgers_on_one_file_see_each_other(url: str) -> None:
    with Ledger.open(url, create=True) as one, Ledger.open(url, create=True) as other:
        one.record(submissions(withdrawn("a"), withdrawn("b")))
        assert kinds(other.record(submissions(withdrawn("a"), withdrawn("c")))) == ["duplicate of 1", 3]
        assert kinds(one.record(submissions(withdrawn("c"), withdrawn("d", nip="new"), withdrawn("e")))) == [
            "duplicate of 3",
            4,
            5,
        ]
        other.record(submissions(withdrawn("f", nip="new")))
        assert verify(one).findings == []


def test_two_ledgers_that_take_turns_on_one_stream_keep_its_versions_gapless(url: str) -> None:
    with Ledger.open(url, create=True) as one, Ledger.open(url) as other:
        for turn in range(6):
            (one, other)[turn % 2].record(
                submissions(withdrawn(f"{turn}-a"), withdrawn(f"{turn}-b", nip=f"new-{turn}"))
            )
        assert [entry.version for entry in one.read_stream("employee-7")] == [1, 2, 3, 4, 5, 6]
        assert verify(other).findings == []


def test_the_library_reads_the_log_too(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    first, second = ledger.notification_log.select(1, 10)
    assert (first.id, first.topic, second.originator_id) == (1, "saksi.ShiftWithdrawn", "employee-7")
    assert [event.event.id for event in ledger.events.get("employee-7")] == ["a", "b"]  # type: ignore[attr-defined]


def test_facts_go_in_by_record_only(ledger: Ledger) -> None:
    with pytest.raises(TypeError, match=r"Ledger\.record"):
        ledger.save()


def test_the_environment_of_the_process_does_not_move_or_wrap_the_ledger(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEDGER_PATH", str(tmp_path / "elsewhere.db"))
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.popo")
    monkeypatch.setenv("COMPRESSOR_TOPIC", "zlib")
    with Ledger.open(url, create=True) as ledger:
        ledger.record(submissions(withdrawn("a")))
        assert ledger.events.recorder.select_events("employee-7")[0].state[:2] == b"\xc3\x01"
    assert path.exists()
    assert not (tmp_path / "elsewhere.db").exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(any_event, max_size=12), st.data())
def test_one_batch_or_many_or_twice_gives_the_same_ledger(
    new_url: Callable[[], str], events: list[object], data: st.DataObject
) -> None:
    subs = [drafts.Submission(event, "s", n) for n, event in enumerate(events, 1)]  # type: ignore[arg-type]
    with Ledger.open(new_url(), create=True) as one, Ledger.open(new_url(), create=True) as many:
        together = one.record(subs)
        apart: list[Outcome] = []
        rest = subs
        while rest:
            size = data.draw(st.integers(1, len(rest)))
            apart += many.record(rest[:size])
            rest = rest[size:]
        assert kinds(together) == kinds(apart)
        log = [(entry.position, entry.stream, entry.version, entry.source, entry.event) for entry in one.read_log()]
        assert log == [(e.position, e.stream, e.version, e.source, e.event) for e in many.read_log()]
        assert [event for *_, event in log] == [
            as_stored(subs[n].event) for n, outcome in enumerate(together) if outcome.position and not outcome.duplicate
        ]
        again = one.record([subs[n] for n, outcome in enumerate(together) if not outcome.refusal])
        assert all(outcome.duplicate for outcome in again)
        assert one.last_position() == len(log)
        assert verify(one).findings == verify(many).findings == []


def test_the_story_of_kaltim_is_recorded_whole_and_once(ledger: Ledger) -> None:
    lines = KALTIM.read_bytes().splitlines()
    with KALTIM.open("rb") as stream:
        assert ingest(ledger, stream, "kaltim-2026.jsonl").recorded == len(lines)
    again = take_in(ledger, *lines)
    assert (again.recorded, again.duplicates, again.rejected) == (0, len(lines), 0)
    assert verify(ledger).findings == []
