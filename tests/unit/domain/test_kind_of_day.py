"""SPEC section 5: the kind of a day, in its order."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    HOURS,
    SHIFT_WINDOWS,
    SHIFTS,
    check_in,
    employment_ended,
    holiday,
    leave,
    letter,
    office,
    policy,
    shift,
    shift_withdrawn,
    window,
)
from tests.unit.domain.story import ask, day, status

LAW = [*office(), policy(**DUTY)]
WINDOWS = {"windows": [window()]}


def law(name="base", **parameters):
    return policy(name, **parameters)


def test_1_a_day_without_employment_is_left_out_even_with_leave_and_letter():
    assert ask(*LAW, employment_ended(DAY), leave(DAY), letter("travel"), first=DAY, last=DAY)["days"] == []


def test_2_leave_goes_before_official_duty():
    assert status(*LAW, letter("travel"), leave()) == "leave"


def test_2_leave_goes_before_a_conflict_a_holiday_and_a_day_off():
    conflict = [law("one", arrangement="off"), law("two", arrangement="home")]
    assert status(*office(), *conflict, leave(), holiday()) == "leave"
    assert status(*office(), law(arrangement="off"), leave()) == "leave"
    assert status(*office(), leave()) == "leave"


@pytest.mark.parametrize("kind", ["travel", "training"])
def test_3_a_letter_of_travel_or_training_goes_before_the_arrangement(kind):
    assert status(*LAW, letter(kind), holiday()) == "official_duty"
    assert status(*office(), letter(kind)) == "official_duty"
    assert (
        status(*office(), law("one", arrangement="off"), law("two", arrangement="home"), letter(kind))
        == "official_duty"
    )


def test_3_a_home_letter_is_no_official_duty():
    assert status(*LAW, letter("home")) == "absent"


def test_4_an_arrangement_in_conflict_goes_before_a_holiday():
    facts = [*office(), law("one", arrangement="off"), law("two", arrangement="home"), holiday()]
    assert status(*facts) == "conflict"
    assert day(*facts)["arrangement"] is None


def test_4_a_day_without_an_arrangement_is_unregulated_even_on_a_holiday():
    facts = [*office(), law(windows=[window()], hours=HOURS), holiday()]
    assert status(*facts) == "unregulated"
    assert day(*facts)["arrangement"] is None


def test_5_a_holiday_goes_before_a_day_off():
    assert status(*office(), law(arrangement="off"), holiday()) == "holiday"


@pytest.mark.parametrize("arrangement", ["office", "anywhere", "home"])
def test_5_a_holiday_frees_from_duty_under_every_arrangement_but_shift(arrangement):
    facts = [*office(), law(arrangement=arrangement, **WINDOWS), holiday()]
    assert status(*facts) == "holiday"
    assert day(*facts)["arrangement"] == arrangement


def test_5_a_holiday_goes_before_windows_in_conflict():
    facts = [*office(), law("one", arrangement="office", **WINDOWS), law("two", windows=[]), holiday()]
    assert status(*facts) == "holiday"


def test_5_a_day_off_goes_before_windows_in_conflict():
    facts = [*office(), law("one", arrangement="off", **WINDOWS), law("two", windows=[])]
    assert status(*facts) == "off"


def test_5_windows_in_conflict_make_a_conflict_of_the_day():
    facts = [*office(), law("one", arrangement="office", **WINDOWS), law("two", windows=[])]
    assert status(*facts) == "conflict"
    assert day(*facts)["arrangement"] == "office"


def test_5_hours_in_conflict_make_a_conflict_of_the_day():
    other = {"start": "09:00", "end": "17:00"}
    facts = [*office(), law("one", arrangement="office", hours=HOURS, **WINDOWS), law("two", hours=other)]
    assert status(*facts) == "conflict"


def test_5_hours_in_conflict_go_before_windows_unset_or_empty():
    other = {"start": "09:00", "end": "17:00"}
    conflict = [law("one", arrangement="office", hours=HOURS), law("two", hours=other)]
    assert status(*office(), *conflict) == "conflict"
    assert status(*office(), *conflict, law("three", windows=[])) == "conflict"


def test_5_a_day_without_windows_set_is_unregulated():
    assert status(*office(), law(arrangement="office", hours=HOURS)) == "unregulated"


def test_5_a_day_with_no_window_required_is_not_required():
    assert status(*office(), law(arrangement="office", windows=[])) == "not_required"


def test_5_hours_need_not_be_set():
    assert status(*office(), law(arrangement="office", **WINDOWS)) == "absent"


@pytest.mark.parametrize("arrangement", ["office", "anywhere", "home"])
def test_7_otherwise_it_is_a_duty_day(arrangement):
    shown = day(*office(), law(arrangement=arrangement, **WINDOWS))
    assert (shown["status"], shown["arrangement"], len(shown["windows"])) == ("absent", arrangement, 1)


def test_6_a_day_by_shift_without_a_shift_is_off():
    assert status(*office(), law(**SHIFTS)) == "off"


def test_6_a_day_by_shift_whose_shift_is_withdrawn_is_off():
    assert status(*office(), law(**SHIFTS), shift("08:00", "16:00"), shift_withdrawn()) == "off"


def test_6_without_a_shift_the_day_is_off_before_its_windows_are_looked_at():
    assert status(*office(), law(arrangement="shift")) == "off"
    tied = [law("one", **SHIFTS), law("two", shift_windows={**SHIFT_WINDOWS, "in_before": 99})]
    assert status(*office(), *tied) == "off"


def test_6_shift_windows_in_conflict_make_a_conflict_of_the_day():
    tied = [law("one", **SHIFTS), law("two", shift_windows={**SHIFT_WINDOWS, "in_before": 99})]
    assert status(*office(), *tied, shift("08:00", "16:00")) == "conflict"


def test_6_a_shift_without_shift_windows_set_is_unregulated():
    assert status(*office(), law(arrangement="shift", **WINDOWS), shift("08:00", "16:00")) == "unregulated"


def test_6_a_holiday_does_not_touch_a_shift():
    facts = [*office(), law(**SHIFTS), holiday()]
    assert status(*facts, shift("08:00", "16:00")) == "absent"
    assert status(*facts) == "off"


def test_6_windows_and_hours_do_not_matter_by_shift():
    other = {"start": "09:00", "end": "17:00"}
    tied = [law("one", **SHIFTS, hours=HOURS, **WINDOWS), law("two", hours=other, windows=[])]
    assert status(*office(), *tied, shift("08:00", "16:00")) == "absent"


def test_a_shift_does_not_matter_under_another_arrangement():
    assert status(*LAW, shift("08:00", "16:00"), check_in("07:00")) == "present"
    assert status(*office(), law(arrangement="off"), shift("08:00", "16:00")) == "off"


@pytest.mark.parametrize(
    "facts",
    [
        [leave()],
        [letter("travel")],
        [holiday()],
        [law("closing", precedence=1, arrangement="off")],
        [law("closing", precedence=1, windows=[])],
    ],
    ids=["leave", "official_duty", "holiday", "off", "not_required"],
)
def test_a_day_that_is_no_duty_day_has_no_windows_and_no_minutes(facts):
    shown = day(*LAW, *facts, check_in("07:40"))
    assert (shown["windows"], shown["late_minutes"], shown["early_minutes"]) == ([], 0, 0)
