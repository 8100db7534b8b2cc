"""Nothing that is admitted can hold up a replay, and nothing can be recorded that cannot be replayed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from domain.admission import admit
from domain.dispute import MOST_TRIED, settle
from domain.errors import Refusal
from domain.events import Recorded
from domain.policy.document import DEEPEST_DOCUMENT, LARGEST_DOCUMENT, problems_in
from domain.replay import OutOfCalendar, replay

NOON = "2026-03-02T12:00:00+07:00"


def line(**fields: object) -> bytes:
    return json.dumps({"id": "e", "nip": "1", **fields}).encode()


def told(*facts: dict[str, object]) -> list[Recorded]:
    """Facts recorded in order, each with an id of its own."""
    return [
        Recorded(number, datetime(2026, 1, 1, tzinfo=UTC), admit(json.dumps({"id": f"e-{number}", **fact})))
        for number, fact in enumerate(facts, 1)
    ]


def document(**changes: object) -> dict[str, object]:
    rules = [
        {"id": "r", "set": {"arrangement": "office", "windows": [{"name": "w", "opens": "07:00", "closes": "08:00"}]}}
    ]
    return {
        **dict.fromkeys(("policy", "title", "regulation"), "p"),
        "scope": "u",
        "effective_from": "2026-01-01",
        "rules": rules,
        **changes,
    }


UNIT = {"type": "UnitDefined", "unit": "u", "name": "U", "effective_from": "1900-01-01"}
POST = {
    **dict.fromkeys(("name", "title"), "x"),
    "type": "EmployeeAssigned",
    "nip": "1",
    "employment": "PNS",
    "unit": "u",
    "effective_from": "2026-01-01",
}
LAW = {"type": "PolicyEnacted", "policy": "p", "document": document()}


@pytest.mark.parametrize("year", ["0001", "1899", "3000", "9999"])
def test_an_instant_outside_of_the_calendar_is_refused(year: str) -> None:
    with pytest.raises(Refusal) as refused:
        admit(line(type="CheckedIn", occurred_at=f"{year}-06-01T07:00:00+07:00"))
    assert refused.value.code == "wrong_field"
    assert "$.occurred_at" in refused.value.sentence


def test_a_beginning_outside_of_the_calendar_is_refused_and_an_end_without_end_is_not() -> None:
    leave = {"type": "LeaveGranted", "leave_id": "l", "kind": "k", "letter": "x", "first": "2026-01-01"}
    with pytest.raises(Refusal):
        admit(line(**{**leave, "first": "0001-01-01"}, last="9999-12-31"))
    assert admit(line(**leave, last="9999-12-31")).last == date.max


def test_a_shift_on_the_last_day_of_all_is_refused() -> None:
    shift = {"type": "ShiftAssigned", "shift_id": "s", "start": "21:00", "end": "07:00", "post": "p"}
    with pytest.raises(Refusal):
        admit(line(**shift, date="9999-12-31"))


def test_the_latest_call_under_the_longest_deadlines_can_be_replayed() -> None:
    calls = {"respond_within": 10_000_000, "reason_within": 10_000_000, "strikes": 1, "period": "year"}
    law = document(rules=[{"id": "r", "set": {"arrangement": "anywhere", "windows": [], "calls": calls}}])
    call = {"type": "CallPlaced", "nip": "1", "call_id": "c", "placed_by": "2", "channel": "x"}
    facts = told(UNIT, POST, {**LAW, "document": law}, {**call, "occurred_at": "2999-12-31T23:59:59+07:00"})
    replay("1", facts, as_of=datetime(2999, 12, 31, 20, tzinfo=UTC), known_at=4)


def test_a_question_outside_of_the_calendar_is_refused() -> None:
    facts = told(UNIT, POST, LAW)
    with pytest.raises(OutOfCalendar):
        replay("1", facts, as_of=datetime(9998, 1, 1, tzinfo=UTC), known_at=3)
    with pytest.raises(OutOfCalendar):
        replay("1", facts, as_of=datetime(2026, 3, 1, tzinfo=UTC), known_at=3, first=date(100, 1, 1))


def test_a_document_that_is_too_deep_is_refused_and_so_is_one_that_is_too_large() -> None:
    deep: object = "x"
    for _ in range(900):
        deep = [deep]
    nested = line(type="PolicyEnacted", policy="p", document=document(title=deep)).replace(b'"nip": "1", ', b"")
    with pytest.raises(Refusal) as refused:
        admit(nested)
    assert refused.value.code in ("invalid_policy", "malformed_json")
    assert f"{DEEPEST_DOCUMENT} deep" in str(problems_in(document(title=deep))[0])
    many = [{"id": str(number), "set": {"arrangement": "off"}} for number in range(LARGEST_DOCUMENT)]
    assert f"at most {LARGEST_DOCUMENT} values" in str(problems_in(document(rules=many))[0])


def test_a_key_that_stands_twice_among_very_many_is_found() -> None:
    keys = ", ".join(f'"k{number}": 1' for number in range(50_000))
    with pytest.raises(Refusal) as refused:
        admit(f'{{"type": "PolicyEnacted", "id": "e", "policy": "p", "document": {{{keys}, "k49999": 2}}}}')
    assert "`k49999` stands twice" in refused.value.sentence


def test_an_unknown_field_is_one_whatever_it_is_called() -> None:
    with pytest.raises(Refusal) as refused:
        admit(line(type="CheckedIn", occurred_at=NOON, **{"timezone component": 1}))
    assert refused.value.code == "unknown_field"


def test_a_dispute_over_very_many_events_names_those_that_the_answers_used() -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 31)]
    check_ins = [
        {"type": "CheckedIn", "nip": "1", "occurred_at": f"{day}T{hour}:30:00+07:00"}
        for day in days
        for hour in ("07", "12", "15")
    ]
    facts = told(
        UNIT,
        POST,
        LAW,
        check_ins[0],
        *check_ins[1:],
        {"type": "EventVoided", "target": "e-4", "reason": "x", "authority": "y"},
    )
    assert len(check_ins) > MOST_TRIED
    dispute = settle("1", facts, as_of=datetime(2026, 4, 1, tzinfo=UTC), known_at=4, against=len(facts))
    causes = {cause.fact.event.id: cause.changes for cause in dispute.causes}
    assert ("days", "2026-03-01") in causes[facts[-1].event.id]
    assert ("windows", "2026-03-02 w") in causes["e-7"]
    assert ("absence", "2026") in causes["e-7"]
    assert "e-8" not in causes  # at 12:30 nobody looked
    assert dispute.unexplained == []


def test_a_holiday_declared_for_a_unit_that_is_not_defined_holds_for_that_unit() -> None:
    holiday = {"type": "HolidayDeclared", "scope": "u", "date": "2026-03-02", "kind": "holiday"}
    letter = {"type": "DutyLetterIssued", "nip": "1", "letter": "l", "kind": "home"}
    facts = told(
        POST,
        {**holiday, "name": "n", "regulation": "r"},
        {**letter, "first": "2026-03-01", "last": "2026-03-03"},
    )
    days = replay("1", facts, as_of=datetime(2026, 4, 1, tzinfo=UTC), known_at=3).days
    assert {day.date.day: day.status for day in days if day.arrangement == "home"} == {
        1: "unregulated",
        2: "holiday",
        3: "unregulated",
    }
