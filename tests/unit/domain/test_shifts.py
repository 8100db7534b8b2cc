"""SPEC section 5: the windows of shifts."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    NEXT_DAY,
    SHIFT_WINDOWS,
    at,
    check_in,
    office,
    policy,
    shift,
    shift_withdrawn,
)
from tests.unit.domain.story import day, status

# half an hour before the start to 5 minutes after it, late until 30 after it;
# 10 minutes before the end to 20 after it, early from 60 before it
ROSTER = [*office(), policy(arrangement="shift", shift_windows=SHIFT_WINDOWS)]
MORNING = shift("08:00", "16:00")


def windows(*facts, **question):
    return day(*ROSTER, *facts, **question)["windows"]


def incoming(*clocks, start="08:00", end="16:00", **question):
    """The window at the start of a shift: status and minutes."""
    shown = windows(shift(start, end), *(check_in(clock) for clock in clocks), **question)[0]
    return shown["status"], shown["late_minutes"]


def outgoing(*clocks, start="08:00", end="16:00", **question):
    """The window at the end of a shift: status and minutes."""
    shown = windows(shift(start, end), *(check_in(clock) for clock in clocks), **question)[1]
    return shown["status"], shown["early_minutes"]


def test_a_shift_has_a_window_at_its_start_and_one_at_its_end():
    shown = [(one["name"], one["opens"], one["closes"]) for one in windows(MORNING)]
    assert shown == [("in", at("07:30"), at("08:05")), ("out", at("15:50"), at("16:20"))]


@pytest.mark.parametrize("clock", ["07:30:00", "08:05:00"])
def test_one_may_come_from_in_before_the_start_to_in_after_it(clock):
    assert incoming(clock) == ("on_time", 0)


def test_one_who_comes_before_that_has_not_come():
    assert incoming("07:29:59") == ("missed", 0)


def test_one_is_late_up_to_late_minutes_after_the_start_counted_from_the_closing():
    assert incoming("08:05:01") == ("late", 1)
    assert incoming("08:30:00") == ("late", 25)
    assert incoming("08:30:01") == ("missed", 0)


def test_the_window_at_the_start_is_pending_until_late_minutes_after_the_start():
    assert incoming(as_of=at("08:29:59")) == ("pending", 0)
    assert incoming(as_of=at("08:30:00")) == ("missed", 0)


@pytest.mark.parametrize("clock", ["15:50:00", "16:20:00"])
def test_one_may_go_from_out_before_the_end_to_out_after_it(clock):
    assert outgoing(clock) == ("on_time", 0)


def test_one_who_goes_after_that_has_not_gone():
    assert outgoing("16:20:01") == ("missed", 0)


def test_one_goes_early_from_out_early_before_the_end_counted_to_the_opening():
    assert outgoing("15:00:00") == ("early", 50)
    assert outgoing("15:49:59") == ("early", 1)
    assert outgoing("14:59:59") == ("missed", 0)


def test_the_window_at_the_end_is_pending_until_out_after_the_end():
    assert outgoing(as_of=at("16:19:59")) == ("pending", 0)
    assert outgoing(as_of=at("16:20:00")) == ("missed", 0)


def test_one_goes_early_only_after_the_last_instant_one_may_come_late():
    assert outgoing("08:30:00", start="08:00", end="09:15") == ("missed", 0)  # early from 08:15, but not before 08:30
    assert outgoing("08:30:01", start="08:00", end="09:15") == ("early", 35)
    assert outgoing("08:20:00", start="08:00", end="09:15") == ("missed", 0)


def test_one_who_comes_late_has_not_gone_early_even_where_the_two_meet():
    assert outgoing("08:30:00", start="08:00", end="09:30") == ("missed", 0)  # early from 08:30 exactly
    assert outgoing("08:30:00.000001", start="08:00", end="09:30") == ("early", 50)


def test_where_the_start_of_out_early_is_clear_of_coming_late_it_counts_itself():
    assert outgoing("08:31:00", start="08:00", end="09:31") == ("early", 50)


def test_on_time_at_the_end_does_not_wait_for_the_start():
    facts = [shift("08:00", "08:20"), check_in("08:10")]
    assert [one["status"] for one in windows(*facts)] == ["late", "on_time"]


def test_a_shift_may_have_no_late_and_no_early_part():
    tight = {**SHIFT_WINDOWS, "late": 5, "out_early": 10}
    roster = [*office(), policy(arrangement="shift", shift_windows=tight), MORNING]
    shown = day(*roster, check_in("08:05:01"), check_in("15:49:59"))["windows"]
    assert [one["status"] for one in shown] == ["missed", "missed"]


def test_both_windows_give_the_status_of_the_day():
    assert status(*ROSTER, MORNING, check_in("08:00"), check_in("16:00")) == "present"
    assert status(*ROSTER, MORNING, check_in("08:00")) == "partial"


# Over midnight


def test_a_shift_whose_end_is_before_its_start_ends_the_next_day():
    shown = [(one["opens"], one["closes"]) for one in windows(shift("22:00", "06:00"))]
    assert shown == [(at("21:30"), at("22:05")), (at("05:50", NEXT_DAY), at("06:20", NEXT_DAY))]


def test_a_shift_whose_end_is_its_start_ends_the_next_day():
    assert windows(shift("08:00", "08:00"))[1]["opens"] == at("07:50", NEXT_DAY)


def test_all_of_a_shift_over_midnight_belongs_to_the_day_it_starts():
    facts = [*ROSTER, shift("22:00", "06:00"), check_in("22:00"), check_in("06:00", NEXT_DAY)]
    assert status(*facts, on=DAY) == "present"
    assert status(*facts, on=NEXT_DAY) == "off"


def test_one_may_come_to_a_shift_before_midnight_that_starts_after_it():
    facts = [*ROSTER, shift("00:00", "08:00", NEXT_DAY), check_in("23:30", DAY), check_in("08:00", NEXT_DAY)]
    assert status(*facts, on=NEXT_DAY) == "present"


# Several shifts


def test_shifts_come_in_the_order_they_start():
    shown = windows(shift("18:00", "22:00", shift_id="a"), shift("06:00", "10:00", shift_id="b"))
    assert [one["opens"] for one in shown] == [at("05:30"), at("09:50"), at("17:30"), at("21:50")]


def test_shifts_that_start_together_come_in_the_order_recorded():
    shown = windows(shift("06:00", "14:00", shift_id="b"), shift("06:00", "10:00", shift_id="a"))
    assert [one["opens"] for one in shown if one["name"] == "out"] == [at("13:50"), at("09:50")]
    shown = windows(shift("06:00", "10:00", shift_id="b"), shift("06:00", "14:00", shift_id="a"))
    assert [one["opens"] for one in shown if one["name"] == "out"] == [at("09:50"), at("13:50")]


def test_a_check_in_serves_every_window_it_lies_in():
    back_to_back = [shift("08:00", "12:00", shift_id="a"), shift("12:00", "16:00", shift_id="b")]
    facts = [*back_to_back, check_in("08:00"), check_in("12:00"), check_in("16:00")]
    assert [one["status"] for one in windows(*facts)] == ["on_time"] * 4
    assert [one["at"] for one in windows(*facts)] == [at("08:00"), at("12:00"), at("12:00"), at("16:00")]


def test_a_check_in_serves_the_windows_of_two_days():
    facts = [*ROSTER, shift("22:00", "06:00", DAY, shift_id="a"), shift("06:00", "14:00", NEXT_DAY, shift_id="b")]
    both = check_in("06:00", NEXT_DAY)
    assert day(*facts, both, on=DAY)["windows"][1]["status"] == "on_time"
    assert day(*facts, both, on=NEXT_DAY)["windows"][0]["status"] == "on_time"


# The roster


def test_a_later_assignment_of_the_same_shift_replaces_the_earlier():
    assert [one["opens"] for one in windows(MORNING, shift("10:00", "18:00"))] == [at("09:30"), at("17:50")]
    moved = [*ROSTER, MORNING, shift("08:00", "16:00", NEXT_DAY)]
    assert [status(*moved, on=on) for on in (DAY, NEXT_DAY)] == ["off", "absent"]


def test_a_withdrawn_shift_is_none():
    assert status(*ROSTER, MORNING, shift_withdrawn()) == "off"


def test_a_withdrawal_of_a_shift_never_assigned_does_nothing():
    assert status(*ROSTER, shift_withdrawn("ghost"), MORNING, shift_withdrawn("phantom")) == "absent"


def test_a_withdrawal_recorded_before_the_assignment_does_nothing():
    assert status(*ROSTER, shift_withdrawn(), MORNING) == "absent"


def test_a_shift_assigned_again_after_its_withdrawal_stands():
    assert status(*ROSTER, MORNING, shift_withdrawn(), MORNING) == "absent"


def test_a_withdrawal_takes_the_shift_of_its_id_only():
    facts = [MORNING, shift("18:00", "22:00", shift_id="shift-2"), shift_withdrawn("shift-2")]
    assert [one["opens"] for one in windows(*facts)] == [at("07:30"), at("15:50")]


def test_the_shifts_of_another_are_not_mine():
    assert status(*ROSTER, shift("08:00", "16:00", nip="budi")) == "off"
    assert status(*ROSTER, MORNING, shift_withdrawn(nip="budi")) == "absent"
    assert len(windows(MORNING, shift("10:00", "18:00", nip="budi"))) == 2


def test_a_shift_on_another_date_does_not_count_here():
    assert status(*ROSTER, shift("08:00", "16:00", NEXT_DAY)) == "off"
