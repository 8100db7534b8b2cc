"""What a case stands on: how it is made, and when it says that something of it reads otherwise now."""

import pytest

from domain.discipline.basis import NothingToRestOn
from tests.unit.domain.cases import (
    Told,
    appeal_decided,
    appealed,
    decided,
    heard,
    in_force,
    objected,
    objection_decided,
    renewed,
    summoned,
)
from tests.unit.domain.facts import (
    DUTY,
    absence,
    accepted,
    answer,
    at,
    call,
    calls,
    check_in,
    employment_ended,
    holiday,
    leave,
    leave_cancelled,
    named,
    office,
    policy,
    reason,
    rejected,
    revoked,
    void,
    window,
)

MARCH = {number: f"2026-03-{number:02}" for number in range(1, 32)}
BANDS = [
    {"days": 3, "level": "light", "kind": "oral_reprimand"},
    {"days": 5, "level": "light", "kind": "written_reprimand"},
]


def on(day, clock="12:00"):
    return at(clock, MARCH[day])


# On calls


def accused(*more, strikes=3):
    """Three calls of a day that nobody answered."""
    rung = [named(f"call-{clock}", call(clock, call_id=clock)) for clock in ("09:00", "10:00", "11:00")]
    law = named("law", policy(**DUTY, calls=calls(strikes=strikes, reason_within=60)))
    return Told(*office(), law, *rung, *more)


def plea(clock="09:05", day=2):
    return named("plea", reason(clock, MARCH[day], about={"call_id": "09:00"}))


def test_a_basis_says_on_which_calls_and_policies_and_as_what_it_was_seen():
    basis = accused().basis_of_allegation(on(3))
    assert [one.call_id for one in basis.allegation.calls] == ["09:00", "10:00", "11:00"]
    assert (basis.policies, basis.known_at, basis.act_on.isoformat()) == (["base"], 8, MARCH[2])
    assert (basis.first, basis.last, basis.as_of) == (basis.act_on, basis.act_on, on(3))
    assert basis.allegation.reached_at.isoformat() == "2026-03-02T12:10:00+08:00"


def test_a_basis_holds_while_nothing_that_it_rests_on_changes():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(check_in("07:00", MARCH[4]), call("09:00", MARCH[4], call_id="later"), leave(MARCH[20]))
    assert (ledger.case()["basis"]["holds"], ledger.changes()) == (True, {})
    assert ledger.case()["basis"]["affected"] == []


def test_a_strike_more_does_not_change_the_basis():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    for clock in ("09:00", "10:00", "11:00", "13:00"):
        ledger.tell(call(clock, MARCH[4], call_id=f"{clock} next"))
    assert ledger.case()["basis"]["holds"]


def test_a_reason_accepted_after_the_opening_takes_the_allegation_away():
    ledger = accused(plea())
    ledger.tell(named("no", rejected("12:00")))
    ledger.open_on_allegation(on(3))
    ledger.tell(named("yes", accepted("12:00", MARCH[5])))
    assert ledger.case(on(5, "11:59"))["basis"]["holds"]
    assert ledger.changes() == {
        ("call", "09:00"): ["missed", "excused", ["yes"]],
        ("allegation", "2026-03-02T12:10:00+08:00"): ["stands", None, ["yes"]],
    }


def test_an_answer_that_came_to_light_is_named():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("answered", answer("09:05", call_id="09:00")))
    assert ledger.changes()["call", "09:00"] == ["missed", "answered", ["answered"]]


def test_a_void_of_the_void_of_an_answer_is_named_as_what_brought_it_back():
    ledger = accused(named("answered", answer("09:05", call_id="09:00")), named("lost", void("answered")))
    ledger.open_on_allegation(on(3))
    ledger.tell(named("found", void("lost")))
    assert ledger.changes()["call", "09:00"] == ["missed", "answered", ["found"]]


def test_a_void_of_a_call_takes_the_allegation_away():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("mistake", void("call-10:00")))
    assert ledger.changes() == {
        ("call", "10:00"): ["missed", "not_there", ["mistake"]],
        ("allegation", "2026-03-02T12:10:00+08:00"): ["stands", None, ["mistake"]],
    }


def test_a_basis_that_fell_comes_back_with_the_void_of_the_void():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("mistake", void("call-10:00")), void("mistake"))
    assert [ledger.case(known_at=ledger.last - since)["basis"]["holds"] for since in (2, 1, 0)] == [True, False, True]


def test_a_policy_that_is_voided_takes_the_strikes_away():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("mistake", void("law")))
    changes = ledger.changes()
    assert changes["call", "11:00"] == ["missed", "not_counted", ["mistake"]]
    assert len(changes) == 4


def test_a_policy_that_is_revoked_for_those_days_is_named_by_its_revocation():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("revocation", revoked(effective_from=MARCH[1])))
    assert ledger.changes()["call", "11:00"] == ["missed", "not_counted", ["revocation"]]


def test_the_same_calls_by_another_policy_are_a_change_of_the_law_alone():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(
        named("other", policy("other", **DUTY, calls=calls(strikes=3, reason_within=60), precedence=1)),
    )
    assert ledger.changes() == {("policy", "base"): ["decides", None, ["other"]]}


def test_a_call_recorded_late_that_spends_the_strikes_otherwise_is_named():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(named("earlier", call("08:00", call_id="08:00")))
    assert ledger.changes() == {("allegation", "2026-03-02T12:10:00+08:00"): ["stands", None, ["earlier"]]}


def test_a_fact_recorded_before_the_basis_that_occurs_after_it_is_seen_too():
    ledger = accused(plea(), named("yes", accepted("12:00", MARCH[5])))
    ledger.tell(rejected("12:00"))
    ledger.open_on_allegation(on(3))
    assert ledger.changes(on(4)) == {}
    assert ledger.changes(on(6))["call", "09:00"] == ["missed", "excused", ["yes"]]


def test_a_basis_that_was_renewed_is_read_by_what_it_is_now():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(call("13:00", call_id="13:00"), named("mistake", void("call-10:00")))
    ledger.tell(renewed(case, ledger.basis_of_allegation(on(4), at("14:10"))))
    assert not ledger.case(on(3))["basis"]["holds"]
    shown = ledger.case(on(4))
    assert (shown["calls"], shown["basis"]["holds"]) == (["09:00", "11:00", "13:00"], True)


# On absence


def absent(*more, days=(2, 3, 4, 5), bands=None, **rule):
    """Days from the first of March 2026 on which nobody came, and all others present up to the tenth."""
    there = [check_in("07:00", MARCH[day]) for day in range(1, 11) if day not in days]
    law = named("law", policy(**DUTY, absence=absence(bands=BANDS if bands is None else bands, **rule)))
    return Told(*office(), law, *there, *more)


def test_a_basis_of_absence_says_which_days_count_how_many_and_which_band():
    basis = absent().basis_of_absence(on(10))
    assert [(day.date.day, day.status) for day in basis.absence.days] == [(day, "absent") for day in (2, 3, 4, 5)]
    assert (basis.absence.counted_days, basis.absence.band.kind) == (4, "oral_reprimand")
    assert (basis.first.isoformat(), basis.last.day, basis.act_on.day) == ("2026-01-01", 10, 5)
    assert basis.policies == ["base"]


def test_minutes_lost_are_days_too():
    late = {"windows": [window(late_until="16:00")], "arrangement": "office"}
    law = policy(**late, absence=absence(day_minutes=300))
    ledger = Told(*office(), law, *(check_in("10:00", MARCH[day]) for day in range(1, 5)))
    basis = ledger.basis_of_absence(on(4, "17:00"))
    assert [day.lost_minutes for day in basis.absence.days] == [150] * 4
    assert (basis.absence.counted_days, basis.absence.band) == (2, None)


def test_a_run_has_the_days_of_the_longest_and_those_before_new_year():
    ledger = Told(
        *[{**fact, "effective_from": "2025-12-01"} if "nip" in fact else fact for fact in office()],
        policy(
            **DUTY,
            effective_from="2025-01-01",
            absence=absence(consecutive_days=4, consecutive_level="severe", consecutive_kind="dismissal"),
        ),
        check_in("07:00", "2025-12-28"),
        check_in("07:00", "2026-01-03"),
        check_in("07:00", "2026-01-06"),
    )
    basis = ledger.basis_of_absence(at("12:00", "2026-01-07"), consecutive=True)
    assert [str(day.date) for day in basis.absence.days] == [
        "2025-12-29",
        "2025-12-30",
        "2025-12-31",
        "2026-01-01",
        "2026-01-02",
    ]
    assert (basis.absence.counted_days, basis.absence.band.kind) == (5, "dismissal")
    assert str(basis.first) == "2025-12-29"


def test_a_basis_ends_before_the_first_day_that_is_still_pending():
    ledger = absent(days=range(2, 11))
    basis = ledger.basis_of_absence(on(6, "07:00"))
    assert (basis.last.day, basis.absence.counted_days) == (5, 4)
    ledger.open(basis)
    assert ledger.case(on(6, "08:00"))["basis"]["holds"]


def test_a_year_in_which_no_day_counts_is_no_basis():
    with pytest.raises(NothingToRestOn, match="no day of 2026"):
        absent(days=()).basis_of_absence(on(10))


def test_more_absence_after_the_basis_changes_nothing():
    ledger = absent(days=(2, 3, 4, 5))
    ledger.open_on_absence(on(10))
    assert ledger.answer(on(31))["absence"]["2026"]["counted_days"] > 20
    assert ledger.case(on(31))["basis"]["holds"]


def test_late_sick_notes_halve_an_absence():
    ledger = absent()
    ledger.open_on_absence(on(10))
    ledger.tell(named("sick", leave(MARCH[2], MARCH[3])))
    assert ledger.changes() == {
        ("day", MARCH[2]): ["absent", "leave", ["sick"]],
        ("day", MARCH[3]): ["absent", "leave", ["sick"]],
        ("count", "2026"): ["counted_days 4", "counted_days 2", ["sick"]],
        ("band", "2026"): ["oral_reprimand 3", None, ["sick"]],
    }


def test_a_cancelled_sick_note_brings_the_absence_back():
    ledger = absent()
    ledger.open_on_absence(on(10))
    ledger.tell(leave(MARCH[2], MARCH[3]), leave_cancelled(MARCH[1]))
    assert ledger.case()["basis"]["holds"]


def test_a_corrected_calendar_changes_the_days_it_bears_on():
    ledger = absent(bands=[])
    ledger.open_on_absence(on(10))
    ledger.tell(named("nyepi", holiday(MARCH[4])))
    assert ledger.changes() == {
        ("day", MARCH[4]): ["absent", "holiday", ["nyepi"]],
        ("count", "2026"): ["counted_days 4", "counted_days 3", ["nyepi"]],
    }


def test_a_voided_holiday_makes_a_day_more_and_that_is_a_change_too():
    ledger = absent(named("nyepi", holiday(MARCH[4])))
    ledger.open_on_absence(on(10))
    ledger.tell(named("mistake", void("nyepi")))
    assert ledger.changes() == {
        ("day", MARCH[4]): [None, "absent", ["mistake"]],
        ("count", "2026"): ["counted_days 3", "counted_days 4", ["mistake"]],
    }


def test_a_check_in_that_was_voided_makes_a_day_of_absence():
    ledger = absent(named("there", check_in("07:00", MARCH[5])))
    ledger.open_on_absence(on(10))
    ledger.tell(named("forged", void("there")))
    assert ledger.changes()["day", MARCH[5]] == [None, "absent", ["forged"]]


def test_a_band_that_is_amended_changes_a_basis_whose_days_are_the_same():
    ledger = absent()
    ledger.open_on_absence(on(10))
    amended = policy(**DUTY, absence=absence(bands=[{"days": 2, "level": "light", "kind": "oral_reprimand"}]))
    ledger.tell(named("amended", amended))
    assert ledger.changes() == {("band", "2026"): ["oral_reprimand 3", "oral_reprimand 2", ["amended"]]}


def test_an_end_of_employment_recorded_late_takes_its_days_away():
    ledger = absent()
    ledger.open_on_absence(on(10))
    ledger.tell(named("retired", employment_ended(MARCH[4])))
    assert ledger.changes()["day", MARCH[4]] == ["absent", "not_served", ["retired"]]


def test_a_run_that_a_sick_note_splits_is_shorter():
    ledger = absent(days=(2, 3, 4, 5, 6), consecutive_days=5, consecutive_level="severe", consecutive_kind="dismissal")
    ledger.open_on_absence(on(10), consecutive=True)
    ledger.tell(named("sick", leave(MARCH[4])))
    assert ledger.changes() == {
        ("day", MARCH[4]): ["absent", "leave", ["sick"]],
        ("count", "2026"): ["consecutive_days 5", "consecutive_days 2", ["sick"]],
        ("band", "2026"): ["dismissal 5", None, ["sick"]],
    }


# The steps that a change bears on


def affected(ledger, as_of=None):
    return [name.rpartition("_1-")[2] for name in ledger.case(as_of or on(31))["basis"]["affected"]]


def decided_on(ledger, case):
    ledger.tell(
        summoned(case, on(11)),
        heard(case, on(12)),
        decided(case, on(13)),
        in_force(case, on(14)),
        objected(case, on(15)),
        objection_decided(case, on(16)),
    )


def test_what_fell_bears_on_the_opening_the_hearing_and_what_less_carries():
    ledger = absent()
    decided_on(ledger, ledger.open_on_absence(on(10)))
    ledger.tell(leave(MARCH[2], MARCH[3]))
    assert affected(ledger) == ["open", "summons", "heard", "decided", "in-force", "objection-decided"]


def test_a_decision_in_the_same_band_is_not_affected():
    ledger = absent(days=(2, 3, 4, 5))
    decided_on(ledger, ledger.open_on_absence(on(10)))
    ledger.tell(leave(MARCH[2]))
    assert affected(ledger) == ["open", "summons", "heard"]


def test_where_no_band_is_known_fewer_days_bear_on_the_decision():
    ledger = absent(bands=[])
    decided_on(ledger, ledger.open_on_absence(on(10)))
    ledger.tell(leave(MARCH[2]))
    assert "decided" in affected(ledger)


def test_what_grew_bears_on_the_opening_alone():
    ledger = absent(named("nyepi", holiday(MARCH[4])))
    decided_on(ledger, ledger.open_on_absence(on(10)))
    ledger.tell(void("nyepi"))
    assert affected(ledger) == ["open"]


def test_an_allegation_that_is_gone_bears_on_every_step_but_what_annulled_it():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    decided_on(ledger, case)
    ledger.tell(void("call-10:00"))
    assert affected(ledger) == ["open", "summons", "heard", "decided", "in-force", "objection-decided"]
    ledger.tell(appealed(case, on(17)), appeal_decided(case, on(18)))
    assert affected(ledger) == ["open", "summons", "heard"]


def test_a_renewed_basis_leaves_the_decision_on_the_one_it_stood_on():
    ledger = absent()
    case = ledger.open_on_absence(on(10))
    decided_on(ledger, case)
    ledger.tell(leave(MARCH[2], MARCH[3]))
    ledger.tell(renewed(case, ledger.basis_of_absence(on(20))))
    assert ledger.case()["basis"]["holds"]
    assert affected(ledger) == ["decided", "in-force", "objection-decided"]
