"""SPEC sections 2 and 8: nothing is changed or deleted; a void takes out of account, and may be voided itself."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    SHIFTS,
    accepted,
    answer,
    at,
    call,
    calls,
    check_in,
    employee,
    employment_ended,
    holiday,
    leave,
    leave_cancelled,
    letter,
    named,
    office,
    period,
    policy,
    reason,
    rejected,
    revoked,
    shift,
    shift_withdrawn,
    unit,
    void,
)
from tests.unit.domain.story import ask, day, outcomes, status

LAW = [*office(), policy(**DUTY)]
SEEN = [*LAW, named("seen", check_in("07:00"))]


def test_a_voided_event_is_out_of_account():
    assert status(*SEEN, void("seen")) == "absent"


def test_a_void_takes_out_its_target_only():
    assert status(*SEEN, named("again", check_in("07:10")), void("seen")) == "present"


def test_voiding_the_void_brings_the_event_back():
    assert status(*SEEN, named("v1", void("seen")), void("v1")) == "present"


def test_voiding_the_void_of_the_void_takes_it_out_again():
    chain = [named("v1", void("seen")), named("v2", void("v1")), named("v3", void("v2"))]
    assert status(*SEEN, *chain) == "absent"
    assert status(*SEEN, *chain, void("v3")) == "present"


def test_each_step_of_a_correction_can_be_shown_as_it_was_known():
    facts = [*SEEN, named("v1", void("seen")), named("v2", void("v1")), void("v2")]
    seen = len(SEEN)
    known = [status(*facts, known_at=position) for position in (seen - 1, seen, seen + 1, seen + 2, seen + 3)]
    assert known == ["absent", "present", "absent", "present", "absent"]


def test_an_event_voided_twice_is_out_until_both_voids_are_voided():
    twice = [*SEEN, named("v1", void("seen")), named("v2", void("seen"))]
    assert status(*twice) == "absent"
    assert status(*twice, void("v1")) == "absent"
    assert status(*twice, void("v1"), void("v2")) == "present"


def test_a_wrong_time_is_corrected_by_a_void_and_a_new_event():
    shown = day(*LAW, named("wrong", check_in("07:31")), void("wrong"), check_in("07:13"))["windows"][0]
    assert (shown["status"], shown["at"]) == ("on_time", at("07:13"))


def before_and_after(*facts, victim):
    """The status without the victim, with it, and with it voided."""
    return (status(*facts), status(*facts, named("x", victim)), status(*facts, named("x", victim), void("x")))


OF_EVERY_KIND = {
    "UnitDefined": (unit("dinas"), "pending"),  # takes the zone away, so that T is before the window closes
    "EmployeeAssigned": (employee(unit="elsewhere"), "unregulated"),
    "PolicyEnacted": (policy("closing", precedence=1, arrangement="off"), "off"),
    "PolicyRevoked": (revoked(), "unregulated"),
    "HolidayDeclared": (holiday(), "holiday"),
    "LeaveGranted": (leave(), "leave"),
    "DutyLetterIssued": (letter("travel"), "official_duty"),
    "CheckedIn": (check_in("07:10"), "present"),
}


@pytest.mark.parametrize(("victim", "effect"), OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_an_event_of_any_kind_can_be_voided(victim, effect):
    as_of = at("08:00")
    statuses = [
        status(*LAW, *facts, as_of=as_of) for facts in ([], [named("x", victim)], [named("x", victim), void("x")])
    ]
    assert statuses == ["absent", effect, "absent"]


def test_an_end_of_employment_can_be_voided():
    ended = [*LAW, named("x", employment_ended(DAY))]
    assert ask(*ended, first=DAY, last=DAY)["days"] == []
    assert status(*ended, void("x")) == "absent"


def test_a_period_can_be_voided():
    fasting = policy("fasting", precedence=1, when={"period": ["ramadan"]}, arrangement="off")
    assert before_and_after(*LAW, fasting, victim=period("ramadan", DAY, DAY)) == ("absent", "off", "absent")


def test_a_cancellation_of_leave_can_be_voided():
    assert before_and_after(*LAW, leave(), victim=leave_cancelled(DAY)) == ("leave", "absent", "leave")


def test_a_shift_and_its_withdrawal_can_be_voided():
    roster = [*office(), policy(**SHIFTS)]
    assert before_and_after(*roster, victim=shift("08:00", "16:00")) == ("off", "absent", "off")
    assert before_and_after(*roster, shift("08:00", "16:00"), victim=shift_withdrawn()) == ("absent", "off", "absent")


RUNG = [*office(), policy(**DUTY, calls=calls()), call("09:00")]
PLEA = reason("09:05", about={"call_id": "c-1"})


@pytest.mark.parametrize(
    ("facts", "victim", "effect"),
    [
        ([], answer("09:05"), ["missed", "answered", "missed"]),
        ([], PLEA, ["missed", "under_review", "missed"]),
        ([PLEA], rejected("12:00"), ["under_review", "missed", "under_review"]),
        ([PLEA], accepted("12:00"), ["under_review", "excused", "under_review"]),
        ([accepted("12:00")], PLEA, ["missed", "excused", "missed"]),
    ],
    ids=["answer", "reason", "rejection", "acceptance", "accepted reason"],
)
def test_what_follows_a_call_can_be_voided(facts, victim, effect):
    without, with_it, voided = [], [named("x", victim)], [named("x", victim), void("x")]
    assert [outcomes(*RUNG, *facts, *more) for more in (without, with_it, voided)] == [[one] for one in effect]


def test_when_a_replacement_is_voided_what_it_replaced_stands_again():
    moved = named("x", leave("2026-03-09"))
    assert before_and_after(*LAW, leave(DAY), victim=moved) == ("leave", "absent", "leave")
    roster = [*office(), policy(**SHIFTS), shift("08:00", "16:00")]
    assert before_and_after(*roster, victim=shift("08:00", "16:00", "2026-03-09")) == ("absent", "off", "absent")


def test_a_cancellation_acts_on_what_stands_before_it_once_a_regrant_is_voided():
    facts = [*LAW, leave(DAY), leave_cancelled(DAY)]
    assert before_and_after(*facts, victim=leave(DAY)) == ("absent", "leave", "absent")


def test_facts_about_nobody_known_are_kept_and_satisfy_nothing():
    stray = [check_in("07:00", nip="ghost"), answer("09:00", call_id="ghost"), leave(nip="ghost")]
    assert status(*LAW, *stray) == "absent"
    assert ask(*LAW, *stray, nip="ghost", first=DAY, last=DAY)["days"] == []


def test_what_was_known_at_k_does_not_change_by_what_is_recorded_after():
    later = [leave(DAY), void("seen"), holiday(), policy("closing", precedence=9, arrangement="off"), revoked()]
    assert ask(*SEEN, known_at=len(SEEN)) == ask(*SEEN, *later, known_at=len(SEEN))
