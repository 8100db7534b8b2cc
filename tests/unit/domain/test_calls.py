"""SPEC section 6: a call, its deadline, and its outcome once it counts."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    WIT,
    accepted,
    answer,
    at,
    call,
    calls,
    named,
    office,
    policy,
    reason,
    rejected,
    void,
)
from tests.unit.domain.story import ask, outcomes, shown_calls

PLEA = {"call_id": "c-1"}


def law(**more):
    """Ten minutes to respond, unless said otherwise."""
    return [*office(), policy(**DUTY, calls=calls(**more))]


LAW = law()
CALLED = call("09:00")


def outcome(*facts, law=LAW, **question):
    """The outcome of the one call placed at 09:00, to be answered by 09:10."""
    [one] = outcomes(*law, CALLED, *facts, **question)
    return one


# The deadline


def test_the_deadline_is_so_many_minutes_after_the_call():
    [shown] = shown_calls(*law(respond_within=25), CALLED)
    assert (shown["call_id"], shown["placed_at"], shown["deadline"]) == ("c-1", at("09:00"), at("09:25"))


def test_the_rule_is_that_of_the_day_the_call_belongs_to():
    amended = policy(**DUTY, calls=calls(respond_within=30), effective_from=NEXT_DAY)
    shown = shown_calls(*LAW, amended, CALLED, call("09:00", NEXT_DAY, call_id="c-2"))
    assert [one["deadline"] for one in shown] == [at("09:10"), at("09:30", NEXT_DAY)]


def test_calls_are_shown_in_the_order_placed():
    facts = [call("11:00", call_id="b"), call("09:00", call_id="c"), call("10:00", call_id="a")]
    assert [one["call_id"] for one in shown_calls(*LAW, *facts)] == ["c", "a", "b"]


def test_calls_placed_together_are_shown_in_the_order_recorded():
    facts = [call("09:00", call_id="b"), call("10:00", offset=WIT, call_id="a")]
    assert [one["call_id"] for one in shown_calls(*LAW, *facts)] == ["b", "a"]


def test_the_calls_shown_are_those_of_the_days_asked_about():
    facts = [*LAW, call("09:00", DAY, call_id="a"), call("09:00", NEXT_DAY, call_id="b")]
    assert [one["call_id"] for one in ask(*facts, first=NEXT_DAY, last=NEXT_DAY)["calls"]] == ["b"]


def test_the_calls_to_another_are_not_mine():
    assert outcomes(*LAW, call("09:00", nip="budi", by="citra")) == []


# Answered


@pytest.mark.parametrize("clock", ["09:00:00", "09:05:00", "09:10:00"])
def test_a_call_answered_from_its_instant_to_its_deadline_is_answered(clock):
    assert outcome(answer(clock)) == "answered"


@pytest.mark.parametrize("clock", ["08:59:59", "09:10:00.000001", "09:10:01"])
def test_an_answer_before_the_call_or_after_the_deadline_does_not_answer_it(clock):
    assert outcome(answer(clock)) == "missed"


def test_a_late_answer_does_not_spoil_one_in_time():
    assert outcome(answer("09:30"), answer("09:05"), answer("08:00")) == "answered"


def test_an_answer_to_another_call_does_not_answer_it():
    assert outcome(answer("09:05", call_id="c-2")) == "missed"


def test_the_answer_of_another_does_not_answer_it():
    assert outcome(answer("09:05", nip="budi")) == "missed"


def test_an_answer_to_a_call_nobody_recorded_does_nothing():
    assert outcomes(*LAW, answer("09:05", call_id="ghost")) == []


@pytest.mark.parametrize("means", ["answered", "call_back", "message"])
def test_every_means_answers_unless_the_rule_says_otherwise(means):
    assert outcome(answer("09:05", means=means)) == "answered"


@pytest.mark.parametrize(
    ("means", "expected"), [("answered", "answered"), ("call_back", "answered"), ("message", "missed")]
)
def test_only_the_means_of_the_rule_answer(means, expected):
    assert outcome(answer("09:05", means=means), law=law(means=["answered", "call_back"])) == expected


def test_an_answer_counts_from_its_own_instant():
    assert outcome(answer("09:05:00"), as_of=at("09:04:59")) == "open"
    assert outcome(answer("09:05:00"), as_of=at("09:05:00")) == "answered"


# Excused


def test_a_call_whose_reason_is_accepted_is_excused():
    assert outcome(reason("09:30", about=PLEA), accepted("10:00")) == "excused"


def test_a_reason_accepted_excuses_whenever_it_was_given():
    assert outcome(reason("09:30", "2026-03-30", about=PLEA), accepted("10:00", "2026-03-31")) == "excused"
    assert outcome(reason("09:30", "2026-02-01", about=PLEA), accepted("10:00", "2026-02-01")) == "excused"


def test_an_excused_call_is_excused_before_its_deadline_already():
    assert outcome(reason("09:01", about=PLEA), accepted("09:02"), as_of=at("09:03")) == "excused"


def test_a_call_that_was_answered_is_answered_even_with_an_accepted_reason():
    assert outcome(answer("09:05"), reason("09:30", about=PLEA), accepted("10:00")) == "answered"


def test_a_reason_about_another_call_does_not_excuse():
    assert outcome(reason("09:30", about={"call_id": "c-2"}), accepted("10:00")) == "missed"


def test_a_reason_accepted_by_the_employee_does_not_excuse():
    assert outcome(reason("09:30", about=PLEA), accepted("10:00", by="andi")) == "missed"


def test_one_accepted_reason_among_several_excuses():
    pleas = [reason("09:30", about=PLEA, reason_id=name) for name in "abc"]
    decisions = [rejected("10:00", reason_id="a"), accepted("10:00", reason_id="b")]
    assert outcome(*pleas, *decisions) == "excused"


# Open


def test_a_call_is_open_before_its_deadline():
    assert outcome(as_of=at("09:09:59.999999")) == "open"


def test_a_call_is_no_longer_open_at_its_deadline():
    assert outcome(as_of=at("09:10:00")) == "missed"


def test_a_call_with_an_undecided_reason_is_open_before_its_deadline():
    assert outcome(reason("09:01", about=PLEA), as_of=at("09:09:59")) == "open"


# Under review and awaiting a reason

HOUR = law(reason_within=60)
"""A reason may be given until 10:10."""


def test_a_call_waits_for_a_reason_until_the_time_for_one_is_over():
    assert outcome(law=HOUR, as_of=at("09:10:00")) == "awaiting_reason"
    assert outcome(law=HOUR, as_of=at("10:09:59.999999")) == "awaiting_reason"
    assert outcome(law=HOUR, as_of=at("10:10:00")) == "missed"


@pytest.mark.parametrize("clock", ["09:30:00", "10:10:00"])
def test_a_call_is_under_review_while_a_reason_in_time_is_undecided(clock):
    assert outcome(reason(clock, about=PLEA), law=HOUR) == "under_review"


def test_a_reason_out_of_time_is_not_waited_for():
    assert outcome(reason("10:10:00.000001", about=PLEA), law=HOUR) == "missed"


def test_without_time_for_a_reason_one_is_in_time_up_to_the_deadline():
    assert outcome(reason("09:10:00", about=PLEA)) == "under_review"
    assert outcome(reason("09:10:01", about=PLEA)) == "missed"


def test_a_reason_submitted_before_the_call_is_in_time():
    assert outcome(reason("08:00", about=PLEA), law=HOUR) == "under_review"


def test_being_under_review_goes_before_waiting_for_a_reason():
    assert outcome(reason("09:30", about=PLEA), law=HOUR, as_of=at("09:40")) == "under_review"


def test_a_rejected_reason_leaves_the_call_waiting_for_another_until_the_time_is_over():
    facts = [reason("09:30", about=PLEA), rejected("09:40")]
    assert outcome(*facts, law=HOUR, as_of=at("09:40")) == "awaiting_reason"
    assert outcome(*facts, law=HOUR, as_of=at("10:10")) == "missed"


def test_a_rejected_reason_leaves_a_call_missed_when_the_time_is_over():
    assert outcome(reason("09:30", about=PLEA), rejected("12:00"), law=HOUR) == "missed"


def test_one_undecided_reason_in_time_among_rejected_ones_keeps_the_call_under_review():
    pleas = [reason("09:30", about=PLEA, reason_id="a"), reason("09:40", about=PLEA, reason_id="b")]
    assert outcome(*pleas, rejected("12:00", reason_id="a"), law=HOUR) == "under_review"


def test_an_undecided_reason_out_of_time_does_not_keep_it_under_review_beside_a_rejected_one():
    pleas = [reason("09:30", about=PLEA, reason_id="a"), reason("11:00", about=PLEA, reason_id="b")]
    assert outcome(*pleas, rejected("12:00", reason_id="a"), law=HOUR) == "missed"


def test_a_decision_by_the_employee_leaves_the_call_under_review():
    assert outcome(reason("09:30", about=PLEA), rejected("09:40", by="andi"), law=HOUR) == "under_review"


def test_a_reason_is_in_time_by_its_first_submission():
    again = [reason("09:30", about=PLEA), reason("12:00", about=PLEA)]
    assert outcome(*again, law=HOUR) == "under_review"
    assert outcome(*again[::-1], law=HOUR) == "under_review"


def test_a_rejection_stands_when_text_is_added_in_time():
    assert outcome(reason("09:30", about=PLEA), rejected("09:40"), reason("10:00", about=PLEA), law=HOUR) == "missed"


def test_a_reason_counts_from_its_own_instant():
    facts = [reason("10:00", about=PLEA)]
    assert outcome(*facts, law=HOUR, as_of=at("09:59:59")) == "awaiting_reason"
    assert outcome(*facts, law=HOUR, as_of=at("10:00:00")) == "under_review"


# What an outcome carries


def test_only_a_strike_is_settled():
    assert [one["settled_at"] for one in shown_calls(*LAW, CALLED)] == [at("09:10")]
    for facts in ([answer("09:05")], [reason("09:05", about=PLEA)], [reason("09:05", about=PLEA), accepted("09:06")]):
        assert [one["settled_at"] for one in shown_calls(*LAW, CALLED, *facts)] == [None]


def test_only_a_call_that_is_not_counted_has_a_why():
    assert [one["why"] for one in shown_calls(*LAW, CALLED, call("09:20", by="andi", call_id="b"))] == [None, "caller"]


# The same id again


def test_a_second_call_of_the_same_id_is_not_counted():
    assert outcomes(*LAW, call("09:00"), call("10:00")) == ["missed", "repeated_id"]


def test_the_first_of_an_id_is_the_one_placed_first_not_recorded_first():
    shown = shown_calls(*LAW, call("10:00"), call("09:00"))
    assert [(one["placed_at"], one["why"]) for one in shown] == [(at("09:00"), None), (at("10:00"), "repeated_id")]


def test_of_calls_placed_together_the_first_recorded_counts():
    facts = [call("09:00", by="budi"), call("09:00", by="andi")]
    assert outcomes(*LAW, *facts) == ["missed", "repeated_id"]
    assert outcomes(*LAW, *facts[::-1]) == ["caller", "repeated_id"]


def test_a_call_is_repeated_even_if_the_earlier_was_not_counted():
    assert outcomes(*LAW, call("05:00"), call("10:00")) == ["outside_hours", "repeated_id"]


def test_a_repeated_id_goes_before_every_other_reason():
    on_a_day_without_law = call("03:00", "2026-03-05", by="andi")
    ended = policy(**DUTY, calls=calls(), effective_until="2026-03-04")
    assert outcomes(*office(), ended, call("09:00"), on_a_day_without_law) == ["missed", "repeated_id"]


def test_when_the_earlier_call_is_voided_the_id_is_no_longer_repeated():
    assert outcomes(*LAW, named("first", call("09:00")), call("10:00"), void("first")) == ["missed"]


def test_the_id_of_a_call_to_another_is_not_repeated():
    assert outcomes(*LAW, call("09:00", nip="budi", by="citra"), call("10:00")) == ["missed"]


def test_a_repeated_call_does_not_answer_or_excuse_itself_by_the_facts_of_the_first():
    facts = [call("09:00"), call("09:04"), answer("09:05")]
    assert outcomes(*LAW, *facts) == ["answered", "repeated_id"]
