"""Every event has its stream."""

from __future__ import annotations

import pytest

from domain.admission import admit
from domain.discipline.events import CASE_EVENT_TYPES
from domain.events import EVENT_TYPES, DisciplineEnacted
from ledger.streams import SHARED_TYPES, partition_of, stream_of

LINES = {
    "UnitDefined": ('"unit":"bkd","name":"n","effective_from":"2026-01-01"', "unit-bkd"),
    "EmployeeAssigned": (
        '"nip":"7","name":"n","employment":"PNS","unit":"bkd","title":"t","effective_from":"2026-01-01"',
        "staff-7",
    ),
    "EmploymentEnded": ('"nip":"7","effective_from":"2026-01-01","reason":"r"', "staff-7"),
    "PolicyRevoked": ('"policy":"p","effective_from":"2026-01-01","reason":"r"', "policy-p"),
    "HolidayDeclared": (
        '"scope":"id","date":"2026-01-01","kind":"holiday","name":"n","regulation":"r"',
        "calendar-id",
    ),
    "PeriodDeclared": (
        '"scope":"id","period":"p","period_id":"p1","first":"2026-01-01","last":"2026-01-02","regulation":"r"',
        "calendar-id",
    ),
    "LeaveCancelled": ('"nip":"7","leave_id":"l","effective_from":"2026-01-01"', "employee-7"),
    "ShiftWithdrawn": ('"nip":"7","shift_id":"s"', "employee-7"),
    "CheckedIn": ('"nip":"7","occurred_at":"2026-01-01T00:00:00Z"', "employee-7"),
}


@pytest.mark.parametrize("event_type", LINES)
def test_an_event_goes_to_the_stream_of_what_it_is_about(event_type: str) -> None:
    fields, stream = LINES[event_type]
    assert stream_of(admit(f'{{"type":"{event_type}","id":"e",{fields}}}')) == stream


def test_every_other_event_with_a_nip_goes_to_the_employee() -> None:
    for event_type in EVENT_TYPES:
        if event_type.__name__ not in LINES and "nip" in event_type.__struct_fields__:
            blank = dict.fromkeys(event_type.__struct_fields__, "7")
            assert stream_of(event_type(**blank)) == "employee-7"  # type: ignore[arg-type]


def test_a_step_goes_to_its_case_and_rules_of_discipline_to_their_name() -> None:
    for event_type in CASE_EVENT_TYPES:
        blank = dict.fromkeys(event_type.__struct_fields__, "7_1") | {
            "outcome": "confirmed",
            "level": None,
            "kind": None,
        }
        fields = {name: blank[name] for name in event_type.__struct_fields__}
        assert stream_of(event_type(**fields)) == "case-7_1"  # type: ignore[arg-type]
    assert stream_of(DisciplineEnacted(id="d", discipline="pp94", document={})) == "discipline-pp94"


def test_a_void_goes_where_its_target_is() -> None:
    void = admit('{"type":"EventVoided","id":"v","target":"e","reason":"r","authority":"a"}')
    assert stream_of(void, "policy-p") == "policy-p"
    with pytest.raises(ValueError, match="target"):
        stream_of(void)


def test_a_stream_is_in_the_partition_that_kafkas_clients_give_it():
    murmur2 = pytest.importorskip("kafka.partitioner.default").murmur2
    for length in range(60):
        for stream in (f"employee-{'1983é-'[: length % 6] * (length // 6)}", "é" * length, f"unit-{length}" * 2):
            assert partition_of(stream, 12) == (murmur2(stream.encode()) & 0x7FFFFFFF) % 12
    assert partition_of("employee-198603152010011004", 1) == 0


def test_what_is_shared_is_in_no_employees_own_stream():
    shared = {kind.__name__ for kind in SHARED_TYPES}
    assert "EventVoided" in shared
    for name, (_, stream) in LINES.items():
        assert (name in shared) != stream.startswith("employee-")
