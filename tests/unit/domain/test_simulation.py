"""What a document would change: conflicts, units, posts, and what a drafter may have overlooked (SPEC section 9)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.study import Pair
from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    absence,
    at,
    call,
    calls,
    check_in,
    employee,
    holiday,
    office,
    policy,
    revoked,
    rule,
    shift,
    unit,
    void,
    window,
)
from tests.unit.domain.simulated import simulated

NOON = [window("noon", "11:00", "12:00")]


def transitions(study):
    return {
        (before, after): count
        for before, row in study.total.statuses.items()
        for after, count in row.items()
        if before != after
    }


def conflicts(study):
    return [
        (one.parameter, [side.policy for side in one.sides], one.units, [f"{day}" for day in one.days], one.employees)
        for one in study.conflicts
    ]


def test_the_document_counts_from_past_the_end_of_the_ledger():
    """Enacted later than the policy of its rank and date, it amends what has its name."""
    facts = [*office(), policy(**DUTY), check_in("07:00")]
    study = simulated(*facts, document=policy(**{**DUTY, "windows": NOON}))
    assert study.document.amends
    assert transitions(study) == {("present", "absent"): 1}
    assert conflicts(study) == []


def test_a_policy_that_was_revoked_comes_back_by_the_document():
    facts = [*office(), policy(**DUTY), revoked()]
    study = simulated(*facts, document=policy(**DUTY))
    assert transitions(study) == {("unregulated", "absent"): 3}


def test_a_void_that_bears_the_imagined_name_does_not_reach_the_document():
    facts = [*office(), {**holiday(on="2026-05-05"), "id": "imagined"}, void("imagined")]
    assert transitions(simulated(*facts, document=policy(**DUTY))) == {("unregulated", "absent"): 3}


def test_the_document_changes_nothing_before_it_is_in_force_nor_after():
    facts = [*office(), policy(**DUTY)]
    document = policy("closing", precedence=1, effective_from=DAY, effective_until=DAY, arrangement="off")
    study = simulated(*facts, document=document, first="2026-03-01", last="2026-03-04")
    assert transitions(study) == {("absent", "off"): 3}
    assert [(one.first, one.last) for one in study.employees] == [(date(2026, 3, 2), date(2026, 3, 2))] * 3


def test_a_new_conflict_is_named_with_both_policies_their_units_days_and_employees():
    facts = [*office(), policy(**DUTY)]
    rival = policy("rival", rules=[rule("mondays", {"weekday": ["mon"]}, windows=NOON)])
    study = simulated(*facts, document=rival, first="2026-03-01", last="2026-03-10")
    assert conflicts(study) == [("windows", ["base", "rival"], ["dinas"], ["2026-03-02", "2026-03-09"], 3)]
    assert [side.rule for side in study.conflicts[0].sides] == ["only", "mondays"]
    assert transitions(study) == {("absent", "conflict"): 6}


def test_a_conflict_that_needs_no_day_to_show_it_is_named_too():
    facts = [*office(), policy(**DUTY, calls=calls())]
    study = simulated(*facts, document=policy("rival", calls=calls(5)))
    assert conflicts(study) == [("calls", ["base", "rival"], ["dinas"], [DAY], 3)]
    assert study.total.employees_changed == 0


def test_a_conflict_on_windows_that_nobody_by_shift_would_need_is_none():
    facts = [*office(), policy(**DUTY, shift_windows=SHIFTS["shift_windows"])]
    others = {**SHIFTS["shift_windows"], "late": 31}
    assert conflicts(simulated(*facts, document=policy("rival", shift_windows=others))) == []


def test_a_conflict_that_is_there_already_is_not_new():
    facts = [*office(), policy(**DUTY), policy("rival", windows=NOON)]
    amended = policy("rival", windows=[window("noon", "11:00", "12:30")])
    assert conflicts(simulated(*facts, document=amended)) == []
    third = policy("third", windows=[])
    assert conflicts(simulated(*facts, document=third)) == [
        ("windows", ["base", "rival", "third"], ["dinas"], [DAY], 3)
    ]


def test_a_conflict_over_what_is_asked_of_units_is_named_without_employees():
    facts = [*office(), policy(**DUTY, office_cap=0.5)]
    study = simulated(*facts, document=policy("rival", office_cap=0.25))
    assert ("office_cap", ["base", "rival"], ["dinas"], [DAY], 0) in conflicts(study)


def test_days_count_in_the_unit_of_the_day_and_people_once():
    facts = [
        *office(),
        unit("bidang", "dinas"),
        employee("andi", unit="bidang", effective_from=NEXT_DAY),
        policy(**DUTY),
    ]
    document = policy("closing", precedence=1, arrangement="off")
    study = simulated(*facts, document=document, last=NEXT_DAY)
    assert {one.unit: (one.figures.employees, one.figures.employee_days) for one in study.units} == {
        "bidang": (1, 1),
        "dinas": (3, 5),
    }
    assert (study.total.employees, study.total.employee_days) == (3, 6)
    assert {one.nip: one.unit for one in study.employees} == {"andi": "bidang", "budi": "dinas", "citra": "dinas"}


def test_a_unit_is_asked_with_all_that_lies_below_it_on_the_day():
    facts = [
        unit("kota"),
        *office(),
        unit("dinas", "kota", timezone="Asia/Makassar", effective_from=NEXT_DAY),
        policy(**DUTY),
    ]
    document = policy("closing", precedence=1, arrangement="off")
    asked = {"document": document, "last": NEXT_DAY}
    assert simulated(*facts, **asked, unit="kota").total.employee_days == 3
    assert simulated(*facts, **asked, unit="dinas").total.employee_days == 6
    assert simulated(*facts, **asked, unit="elsewhere").total.employee_days == 0


def test_strikes_and_allegations_count_in_the_range_by_the_day_of_their_last_call():
    facts = [
        *office(),
        policy(**DUTY, calls=calls(strikes=2)),
        call("09:00", call_id="c-1"),
        call("09:00", NEXT_DAY, call_id="c-2"),
    ]
    document = policy("tolerant", precedence=1, calls=calls(strikes=3))
    first, second, both = (
        simulated(*facts, document=document, first=first, last=last)
        for first, last in ((DAY, DAY), (NEXT_DAY, NEXT_DAY), (DAY, NEXT_DAY))
    )
    assert [one.total.strikes for one in (first, second, both)] == [Pair(1, 1), Pair(1, 1), Pair(2, 2)]
    assert [one.total.allegations_lost for one in (first, second, both)] == [0, 1, 1]
    assert [(one.gained, one.calls) for one in both.employees[0].allegations] == [(False, ["c-1", "c-2"])]


def test_the_same_calls_are_the_same_allegation_whenever_it_is_reached():
    facts = [*office(), policy(**DUTY, calls=calls(10, strikes=1)), call("09:00")]
    study = simulated(*facts, document=policy("slow", precedence=1, calls=calls(30, strikes=1)))
    assert (study.total.allegations, study.total.allegations_gained) == (Pair(1, 1), 0)
    assert study.employees == []


def test_a_years_tally_counts_whole_and_a_change_of_band_is_a_loss_and_a_gain():
    light = absence(bands=[{"days": 1, "level": "light", "kind": "oral"}])
    severe = absence(bands=[{"days": 1, "level": "severe", "kind": "dismissal"}])
    facts = [unit("dinas"), employee(), policy(**DUTY, absence=light)]
    study = simulated(*facts, document=policy("strict", precedence=1, absence=severe))
    assert (study.total.bands, study.total.bands_gained, study.total.bands_lost) == (Pair(1, 1), 1, 1)
    [change] = study.employees[0].bands
    assert (change.before.kind, change.after.kind) == ("oral", "dismissal")
    assert study.employees[0].first is None


def test_days_that_change_change_the_tally_also_those_outside_the_range():
    bands = [{"days": 2, "level": "light", "kind": "oral"}, {"days": 3, "level": "light", "kind": "written"}]
    row = absence(bands=bands, consecutive_days=3, consecutive_level="severe", consecutive_kind="dismissal")
    facts = [unit("dinas"), employee(), policy(**DUTY, absence=row)]
    document = policy("closing", precedence=1, effective_from=NEXT_DAY, effective_until=NEXT_DAY, arrangement="off")
    study = simulated(*facts, document=document, as_of=at("12:00", "2026-03-03"))
    assert (study.total.days_changed, study.total.bands) == (0, Pair(2, 1))
    changes = [
        (one.consecutive, one.before and one.before.kind, one.after and one.after.kind)
        for one in study.employees[0].bands
    ]
    assert changes == [(False, "written", "oral"), (True, "dismissal", None)]
    study = simulated(*facts, document=document, as_of=at("12:00", "2026-03-04"))
    assert (study.total.bands, study.employees) == (Pair(2, 2), [])


def test_gaps_on_posts_are_counted_by_turn_and_named_by_post():
    facts = [*office(), policy(**SHIFTS), shift("08:00", "16:00"), shift("08:00", "16:00", on=NEXT_DAY, shift_id="s")]
    document = policy("posts", coverage=[{"post": "gate", "minimum": 1}, {"post": "desk", "minimum": 1}])
    study = simulated(*facts, check_in("08:00"), document=document, last=NEXT_DAY)
    assert study.total.coverage_gaps == Pair(0, 3)
    assert [(one.post, one.gaps) for one in study.units[0].posts] == [("desk", Pair(0, 2)), ("gate", Pair(0, 1))]
    assert study.employees == []
    assert study.units_changed == study.units


def test_days_with_too_many_at_the_office_are_counted():
    came = [check_in("07:00", nip=nip, place="office") for nip in ("andi", "budi")]
    study = simulated(*office(), policy(**DUTY), *came, document=policy("cap", office_cap=0.5))
    assert study.total.over_cap_days == Pair(0, 1)


def test_days_to_come_are_pending_on_both_sides_and_lack_nobody_yet():
    facts = [*office(), policy(**DUTY)]
    document = policy("proposal", precedence=1, windows=NOON, office_cap=0.1, coverage=[{"post": "gate", "minimum": 1}])
    study = simulated(*facts, document=document, first=NEXT_DAY, last="2026-03-05", as_of=at("12:00"))
    assert study.total.statuses == {"pending": {"pending": 9}}
    assert study.total.coverage_gaps == Pair(0, 0)


def test_the_day_of_the_instant_itself_is_held_against_coverage():
    document = policy("posts", **SHIFTS, precedence=1, coverage=[{"post": "gate", "minimum": 1}])
    for as_of, gaps in ((at("23:59", "2026-03-01"), 0), (at("00:00"), 1)):
        assert simulated(*office(), document=document, as_of=as_of).total.coverage_gaps == Pair(0, gaps)


def test_the_drafter_is_told_of_units_that_are_not_there():
    document = policy("new", scope="dina", rules=[rule("one", {"unit": ["dinas", "bidangg"]}, arrangement="off")])
    study = simulated(*office(), document=document)
    assert study.document.unknown_units == ["bidangg", "dina"]
    assert not study.total.anything_changes


@pytest.mark.parametrize(("held", "position"), [([], None), ([policy("new", **DUTY)], 5)])
def test_the_drafter_is_told_of_a_document_that_is_held_already(held, position):
    study = simulated(*office(), *held, document=policy("new", **DUTY))
    assert study.document.held_at == position
    assert study.document.amends == bool(held)


def test_a_range_on_which_nobody_serves_has_no_units():
    study = simulated(*office(), policy(**DUTY), document=policy("new", **DUTY), first="2025-01-01", last="2025-01-02")
    assert (study.units, study.total.employees, study.total.employee_days) == ([], 0, 0)
