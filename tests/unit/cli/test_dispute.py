"""``domain.dispute``: what differs between two answers, and which events made the difference."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.admission import admit
from domain.dispute import settle
from domain.events import Recorded
from tests.unit.cli.conftest import STORY

BUDI = "199007212015021002"
FACTS = [
    Recorded(position, datetime(2026, 2, 1, tzinfo=UTC), admit(line))
    for position, line in enumerate(STORY.read_bytes().splitlines(), 1)
]


def dispute(*lines: str, as_of: str = "2026-02-28T08:00:00+08:00", nip: str = BUDI, known_at: int = 179):
    """The story up to a position against the story with further facts after its end."""
    facts = FACTS + [
        Recorded(position, datetime(2026, 4, 1, tzinfo=UTC), admit(line)) for position, line in enumerate(lines, 180)
    ]
    return settle(nip, facts, as_of=datetime.fromisoformat(as_of), known_at=known_at, against=len(facts))


def causes(found):
    return [cause.fact.event.id for cause in found.causes]


def changed(found):
    return [(one.part, one.key) for one in found.differences]


def check_in(name: str, when: str, place: str = "remote") -> str:
    return (
        f'{{"type": "CheckedIn", "id": "{name}", "nip": "{BUDI}", "occurred_at": "2026-02-20T{when}+08:00",'
        f' "place": "{place}"}}'
    )


def test_a_check_in_recorded_later_changes_its_window_and_its_day():
    found = dispute(check_in("x-1", "12:00:00"))
    assert changed(found) == [("days", "2026-02-20"), ("windows", "2026-02-20 midday")]
    assert causes(found) == ["x-1"]
    assert found.unexplained == []


def test_what_is_used_by_nothing_makes_no_difference():
    found = dispute(check_in("x-1", "10:00:00"))
    assert (found.differences, found.causes) == ([], [])


def test_of_two_events_of_which_each_alone_would_do_both_are_found():
    def holiday(name: str, scope: str) -> str:
        return (
            f'{{"type": "HolidayDeclared", "id": "{name}", "scope": "{scope}", "date": "2026-02-18", "kind": "holiday",'
            ' "name": "Libur", "regulation": "-"}'
        )

    found = dispute(holiday("x-1", "kaltim"), holiday("x-2", "diskominfo"))
    assert causes(found) == ["x-1", "x-2"]


def test_a_later_check_in_that_the_answer_does_not_use_is_not_named():
    found = dispute(check_in("x-1", "12:00:00"), check_in("x-2", "12:30:00"))
    assert causes(found) == ["x-1"]


def test_an_event_beside_the_cause_is_not_named():
    found = dispute(check_in("x-1", "12:00:00"), check_in("x-2", "10:30:00"))
    assert causes(found) == ["x-1"]


def test_events_that_only_together_make_the_difference_are_both_found():
    reason = (
        f'{{"type": "ReasonSubmitted", "id": "x-1", "nip": "{BUDI}", "reason_id": "r-9", "text": "listrik padam",'
        ' "subject": {"date": "2026-02-20", "window": "midday"}, "occurred_at": "2026-02-20T15:00:00+08:00"}'
    )
    decision = (
        f'{{"type": "ReasonDecided", "id": "x-2", "nip": "{BUDI}", "reason_id": "r-9", "accepted": true,'
        ' "decided_by": "197001011995031001", "occurred_at": "2026-02-21T09:00:00+08:00"}'
    )
    found = dispute(reason, decision)
    assert causes(found) == ["x-1", "x-2"]
    assert ("windows", "2026-02-20 midday") in changed(found)


def test_a_revocation_which_leaves_no_trace_in_the_answer_is_found():
    found = dispute(
        '{"type": "PolicyRevoked", "id": "x-1", "policy": "kaltim-wfa-friday", "effective_from": "2026-02-20",'
        ' "reason": "dicabut"}'
    )
    assert causes(found) == ["x-1"]
    assert ("days", "2026-02-20") in changed(found)
    assert found.unexplained == []


def test_the_end_of_an_employment_takes_days_away_and_is_found():
    found = dispute(
        f'{{"type": "EmploymentEnded", "id": "x-1", "nip": "{BUDI}", "effective_from": "2026-02-25",'
        ' "reason": "pensiun"}'
    )
    assert causes(found) == ["x-1"]
    gone = [one for one in found.differences if one.part == "days"]
    assert [one.key for one in gone] == ["2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28"]
    assert all(one.later is None and one.earlier is not None for one in gone)


def test_a_void_and_a_void_of_it_leave_nothing_to_dispute():
    def void(name: str, target: str) -> str:
        return f'{{"type": "EventVoided", "id": "{name}", "target": "{target}", "reason": "-", "authority": "-"}}'

    assert causes(dispute(void("x-1", "e-00146"))) == ["x-1"]
    assert dispute(void("x-1", "e-00146"), void("x-2", "x-1")).differences == []


def test_a_policy_enacted_again_with_the_same_words_differs_only_in_when_it_was_recorded():
    enactment = STORY.read_text(encoding="utf-8").splitlines()[21].replace("e-00022", "x-1")
    found = dispute(enactment)
    assert causes(found) == ["x-1"]
    assert all(one.fields == ["because"] for one in found.differences if one.part in ("days", "calls"))


def test_from_nothing_to_everything_every_difference_has_its_cause():
    found = dispute(known_at=0)
    assert found.unexplained == []
    assert "e-00008" in causes(found)


def test_the_parts_of_a_difference_stand_in_the_order_of_the_answer():
    found = dispute(as_of="2026-03-06T17:00:00+08:00", known_at=120)
    parts = [one.part for one in found.differences]
    order = ["calls", "strikes", "allegations", "location_requests", "absence"]
    later = [part for part in parts if part in order]
    assert later == sorted(later, key=order.index)
    days = [one.key[:10] for one in found.differences if one.part in ("days", "windows")]
    assert days == sorted(days)
