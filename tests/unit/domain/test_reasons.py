"""SPEC sections 2 and 5: pleas about a day, and their decisions."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    HOURS,
    NEXT_DAY,
    SHIFTS,
    accepted,
    at,
    call,
    calls,
    check_in,
    named,
    office,
    policy,
    reason,
    rejected,
    shift,
    void,
    window,
)
from tests.unit.domain.story import day, outcomes, shown_window, status

TWO = [
    window("in", "06:30", "07:30", late_until="08:00"),
    window("out", "16:00", "17:00", early_from="15:00"),
]
LAW = [*office(), policy(arrangement="office", hours=HOURS, windows=TWO)]
TODAY = {"date": DAY}


def statuses(*facts, **question):
    """Of each window of the day its status."""
    return [one["status"] for one in day(*LAW, *facts, **question)["windows"]]


# What an accepted reason does


def test_an_accepted_reason_excuses_a_missed_window():
    assert statuses(reason("09:00", about=TODAY), accepted("10:00")) == ["excused", "excused"]
    assert status(*LAW, reason("09:00", about=TODAY), accepted("10:00")) == "excused"


def test_an_accepted_reason_excuses_a_late_window_which_keeps_its_time_and_loses_its_minutes():
    shown = day(*LAW, check_in("07:40"), reason("09:00", about=TODAY), accepted("10:00"))
    late = shown["windows"][0]
    assert (late["status"], late["at"], late["late_minutes"]) == ("excused", at("07:40"), 0)
    assert shown["late_minutes"] == 0


def test_an_accepted_reason_excuses_an_early_window_which_keeps_its_time_and_loses_its_minutes():
    shown = day(*LAW, check_in("15:40"), reason("09:00", about=TODAY), accepted("10:00"))
    early = shown["windows"][1]
    assert (early["status"], early["at"], early["early_minutes"]) == ("excused", at("15:40"), 0)
    assert shown["early_minutes"] == 0


def test_an_excused_window_that_was_missed_has_no_time():
    excused = day(*LAW, reason("09:00", about=TODAY), accepted("10:00"))["windows"][0]
    assert excused["at"] is None


def test_an_accepted_reason_leaves_a_window_on_time_as_it_is():
    assert statuses(check_in("07:00"), reason("09:00", about=TODAY), accepted("10:00")) == ["on_time", "excused"]


def test_an_accepted_reason_leaves_a_pending_window_pending():
    facts = [reason("09:00", about=TODAY), accepted("10:00")]
    assert statuses(*facts, as_of=at("10:00")) == ["excused", "pending"]


# What a reason is about


def test_a_reason_about_a_window_covers_that_window_only():
    about = {"date": DAY, "window": "out"}
    assert statuses(reason("09:00", about=about), accepted("10:00")) == ["missed", "excused"]


def test_a_reason_about_a_window_the_day_does_not_have_covers_nothing():
    about = {"date": DAY, "window": "midday"}
    assert statuses(reason("09:00", about=about), accepted("10:00")) == ["missed", "missed"]


def test_a_reason_about_another_date_covers_nothing_here():
    assert statuses(reason("09:00", about={"date": NEXT_DAY}), accepted("10:00")) == ["missed", "missed"]


def test_a_reason_about_a_call_does_not_cover_the_day():
    facts = [call("09:00"), reason("09:30", about={"call_id": "c-1"}), accepted("10:00")]
    assert statuses(*facts) == ["missed", "missed"]


def test_a_reason_about_a_day_does_not_excuse_its_calls():
    facts = [policy("ring", calls=calls()), call("09:00"), reason("09:05", about=TODAY), accepted("10:00")]
    assert outcomes(*LAW, *facts) == ["missed"]


def test_a_reason_about_a_window_by_shift_covers_those_of_that_name_in_every_shift():
    roster = [*office(), policy(**SHIFTS), shift("06:00", "10:00"), shift("18:00", "22:00", shift_id="b")]
    about = {"date": DAY, "window": "in"}
    shown = day(*roster, reason("09:00", about=about), accepted("10:00"))["windows"]
    assert [(one["name"], one["status"]) for one in shown] == [
        ("in", "excused"),
        ("out", "missed"),
        ("in", "excused"),
        ("out", "missed"),
    ]


@pytest.mark.parametrize("on", ["2026-02-01", DAY, "2026-03-30"])
def test_a_reason_about_a_day_may_come_before_or_long_after_it(on):
    assert statuses(reason("09:00", on, about=TODAY), accepted("10:00", on)) == ["excused", "excused"]


def test_the_reason_of_another_is_not_mine():
    others = [reason("09:00", about=TODAY, nip="budi"), accepted("10:00", nip="budi", by="citra")]
    assert statuses(*others) == ["missed", "missed"]


def test_the_decision_on_the_reason_of_another_of_the_same_id_is_not_on_mine():
    facts = [reason("09:00", about=TODAY), accepted("10:00", nip="budi", by="citra")]
    assert statuses(*facts) == ["missed", "missed"]


# The decision


def excused(*facts, **question):
    return statuses(reason("09:00", about=TODAY), *facts, **question) == ["excused", "excused"]


def test_an_undecided_reason_excuses_nothing():
    assert not excused()


def test_a_rejected_reason_excuses_nothing():
    assert not excused(rejected("10:00"))


def test_the_decision_is_the_one_that_was_made_last():
    assert excused(rejected("10:00"), accepted("11:00"))
    assert not excused(accepted("10:00"), rejected("11:00"))


def test_the_decision_is_the_one_that_was_made_last_not_recorded_last():
    assert excused(accepted("11:00"), rejected("10:00"))
    assert not excused(rejected("11:00"), accepted("10:00"))


def test_of_decisions_made_at_the_same_time_the_later_recorded_stands():
    assert excused(rejected("10:00"), accepted("10:00"))
    assert not excused(accepted("10:00"), rejected("10:00"))


def test_a_decision_by_the_employee_does_not_count():
    assert not excused(accepted("10:00", by="andi"))
    assert excused(accepted("10:00"), rejected("11:00", by="andi"))


def test_anybody_else_may_decide():
    assert excused(accepted("10:00", by="stranger"))


def test_a_decision_after_t_does_not_count_yet():
    assert not excused(accepted("10:00", NEXT_DAY), as_of=at("09:59:59", NEXT_DAY))
    assert excused(accepted("10:00", NEXT_DAY), as_of=at("10:00:00", NEXT_DAY))
    assert excused(accepted("10:00", NEXT_DAY), rejected("10:00", "2026-03-04"), as_of=at("12:00", NEXT_DAY))


def test_a_decision_on_another_reason_does_not_count():
    assert not excused(accepted("10:00", reason_id="r-2"))


def test_a_decision_recorded_before_its_reason_counts_with_it():
    assert statuses(accepted("10:00"), reason("09:00", about=TODAY)) == ["excused", "excused"]


def test_a_decision_dated_before_its_reason_counts_with_it():
    assert statuses(reason("09:00", about=TODAY), accepted("08:00")) == ["excused", "excused"]


def test_a_decision_without_its_reason_excuses_nothing():
    assert statuses(accepted("10:00")) == ["missed", "missed"]
    facts = [reason("09:00", NEXT_DAY, about=TODAY), accepted("10:00")]
    assert statuses(*facts, as_of=at("08:59:59", NEXT_DAY)) == ["missed", "missed"]


def test_a_voided_decision_gives_way_to_the_one_before_it():
    assert excused(accepted("10:00"), named("reversal", rejected("11:00")), void("reversal"))


def test_one_accepted_reason_is_enough_whatever_becomes_of_others():
    facts = [
        reason("09:00", about=TODAY, reason_id="a"),
        reason("09:30", about=TODAY, reason_id="b"),
        reason("09:45", about=TODAY, reason_id="c"),
        rejected("10:00", reason_id="a"),
        accepted("10:00", reason_id="b"),
    ]
    assert statuses(*facts) == ["excused", "excused"]


# Submitting again under the same id


def test_a_later_submission_of_the_same_id_does_not_change_the_subject():
    again = reason("10:00", about={"date": DAY, "window": "in"})
    facts = [reason("09:00", about={"date": DAY, "window": "out"}), again, accepted("11:00")]
    assert statuses(*facts) == ["missed", "excused"]


def test_the_subject_is_that_of_the_submission_made_first_not_recorded_first():
    made_first = reason("09:00", about={"date": DAY, "window": "out"})
    facts = [reason("10:00", about={"date": DAY, "window": "in"}), made_first, accepted("11:00")]
    assert statuses(*facts) == ["missed", "excused"]


def test_of_submissions_made_at_the_same_time_the_one_recorded_first_gives_the_subject():
    one = reason("09:00", about={"date": DAY, "window": "out"})
    two = reason("09:00", about={"date": DAY, "window": "in"})
    assert statuses(one, two, accepted("11:00")) == ["missed", "excused"]
    assert statuses(two, one, accepted("11:00")) == ["excused", "missed"]


def test_a_later_submission_leaves_the_decision_standing():
    assert statuses(reason("09:00", about=TODAY), accepted("10:00"), reason("11:00", about=TODAY)) == ["excused"] * 2
    assert statuses(reason("09:00", about=TODAY), rejected("10:00"), reason("11:00", about=TODAY)) == ["missed"] * 2


def test_a_new_plea_under_a_new_id_is_decided_by_itself():
    facts = [reason("09:00", about=TODAY), rejected("10:00"), reason("11:00", about=TODAY, reason_id="r-2")]
    assert statuses(*facts, accepted("12:00", reason_id="r-2")) == ["excused"] * 2


def test_when_the_first_submission_is_voided_the_next_gives_the_subject():
    facts = [
        named("first", reason("09:00", about={"date": DAY, "window": "out"})),
        reason("10:00", about={"date": DAY, "window": "in"}),
        accepted("11:00"),
        void("first"),
    ]
    assert statuses(*facts) == ["excused", "missed"]


def test_a_reason_excuses_the_only_window_of_a_day():
    facts = [*office(), policy(arrangement="office", windows=[window()])]
    assert shown_window(*facts, reason("09:00", about=TODAY), accepted("10:00"))["status"] == "excused"
