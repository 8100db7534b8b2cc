"""SPEC section 6: the instant at which a missed call is settled."""

from tests.unit.domain.facts import (
    DUTY,
    NEXT_DAY,
    accepted,
    at,
    call,
    calls,
    named,
    office,
    policy,
    reason,
    recorded,
    rejected,
    void,
)
from tests.unit.domain.story import IN_APRIL, shown_calls, strikes

PLEA = {"call_id": "c-1"}
LAW = [*office(), policy(**DUTY, calls=calls(reason_within=60)), call("09:00")]
"""Called at 09:00, to be answered by 09:10, a reason may be given until 10:10."""


def settled(*facts, **question):
    """When the call was settled as a strike, if it is one."""
    [one] = shown_calls(*LAW, *facts, **question)
    return one["settled_at"]


def plea(clock="09:30", reason_id="r-1", **more):
    return reason(clock, about=PLEA, reason_id=reason_id, **more)


def test_without_a_reason_it_is_settled_when_the_time_for_one_is_over():
    assert settled() == at("10:10")
    assert settled(as_of=at("10:10")) == at("10:10")
    assert settled(as_of=at("10:09:59")) is None


def test_without_time_for_a_reason_it_is_settled_at_the_deadline():
    [one] = shown_calls(*office(), policy(**DUTY, calls=calls()), call("09:00"))
    assert one["settled_at"] == at("09:10")


def test_a_rejection_after_the_time_is_over_settles_it():
    assert settled(plea(), rejected("12:00")) == at("12:00")
    assert settled(plea(), rejected("12:00"), as_of=at("11:59:59")) is None


def test_a_rejection_before_the_time_is_over_settles_it_when_it_is_over():
    assert settled(plea(), rejected("09:40")) == at("10:10")
    assert settled(plea("08:30"), rejected("08:40")) == at("10:10")


def test_a_repeated_rejection_changes_nothing():
    assert settled(plea(), rejected("12:00"), rejected("14:00")) == at("12:00")


def test_an_acceptance_unsettles_it_and_its_reversal_settles_it_anew():
    facts = [plea(), rejected("12:00"), accepted("13:00"), rejected("14:00")]
    assert settled(*facts, as_of=at("12:30")) == at("12:00")
    assert settled(*facts, as_of=at("13:30")) is None
    assert settled(*facts, as_of=at("14:00")) == at("14:00")
    assert settled(*facts) == at("14:00")


def test_after_several_reversals_the_last_one_settles_it():
    facts = [plea(), accepted("12:00"), rejected("13:00"), accepted("14:00"), rejected("15:00"), rejected("16:00")]
    assert settled(*facts) == at("15:00")


def test_an_acceptance_reversed_before_the_time_is_over_settles_it_when_it_is_over():
    assert settled(plea(), accepted("09:40"), rejected("09:50")) == at("10:10")


def test_an_acceptance_without_a_reversal_leaves_it_unsettled():
    assert settled(plea(), rejected("12:00"), accepted("13:00")) is None


def test_an_acceptance_and_a_reversal_at_the_same_instant_are_no_break():
    assert settled(plea(), rejected("12:00"), accepted("13:00"), rejected("13:00")) == at("12:00")


def test_a_reason_out_of_time_does_not_unsettle_it_until_it_is_accepted():
    late = plea("11:00")
    assert settled(late) == at("10:10")
    assert settled(late, rejected("12:00")) == at("10:10")
    assert settled(late, accepted("12:00")) is None
    assert settled(late, accepted("12:00"), rejected("13:00")) == at("13:00")


def test_of_several_reasons_in_time_the_last_rejection_settles_it():
    facts = [plea("09:30", "a"), plea("09:40", "b"), rejected("12:00", reason_id="a"), rejected("13:00", reason_id="b")]
    assert settled(*facts) == at("13:00")
    assert settled(*facts[:3]) is None


def test_of_several_accepted_reasons_the_last_reversal_settles_it():
    facts = [
        plea("09:30", "a"),
        plea("09:40", "b"),
        accepted("12:00", reason_id="a"),
        accepted("12:30", reason_id="b"),
        rejected("13:00", reason_id="a"),
        rejected("14:00", reason_id="b"),
    ]
    assert settled(*facts) == at("14:00")
    assert settled(*facts, as_of=at("13:30")) is None


def test_a_second_reason_in_time_after_a_rejection_holds_it_until_its_own_decision():
    facts = [plea("09:20", "a"), rejected("09:30", reason_id="a"), plea("10:10:00", "b")]
    assert settled(*facts) is None
    assert settled(*facts, rejected("15:00", reason_id="b")) == at("15:00")


def test_a_decision_by_the_employee_settles_nothing():
    assert settled(plea(), rejected("12:00", by="andi")) is None
    assert settled(plea(), rejected("12:00"), accepted("13:00", by="andi")) == at("12:00")


def test_it_is_settled_by_when_things_occurred_not_by_when_they_were_recorded():
    written_down_late = [recorded(at("08:00", "2026-03-20"), rejected("12:00")), plea()]
    assert settled(*written_down_late) == at("12:00")
    assert settled(rejected("14:00"), accepted("13:00"), plea()) == at("14:00")


def test_decisions_dated_before_their_reason_count_from_the_reason_on():
    assert settled(rejected("12:00"), plea("10:05")) == at("12:00")
    assert settled(rejected("09:15"), plea("10:05")) == at("10:10")


def test_an_acceptance_dated_before_its_reason_excuses_from_the_reason_on():
    facts = [accepted("11:00"), plea("12:00"), rejected("14:00")]
    assert settled(*facts, as_of=at("11:59:59")) == at("10:10")
    assert settled(*facts, as_of=at("12:00")) is None
    assert settled(*facts) == at("14:00")


def test_a_voided_acceptance_never_was():
    facts = [plea(), rejected("12:00"), named("mercy", accepted("13:00")), rejected("14:00")]
    assert settled(*facts) == at("14:00")
    assert settled(*facts, void("mercy")) == at("12:00")


def test_the_past_as_of_t_does_not_depend_on_what_was_decided_after_t():
    facts = [plea(), rejected("12:00"), accepted("13:00"), rejected("14:00", NEXT_DAY)]
    assert settled(*facts[:2], as_of=at("12:30")) == settled(*facts, as_of=at("12:30")) == at("12:00")


def test_a_strike_counts_from_the_instant_it_is_settled():
    facts = [*LAW, plea(), rejected("12:00")]
    assert strikes(*facts, as_of=at("11:59:59"))["count"] == 0
    assert strikes(*facts, as_of=at("12:00:00"))["count"] == 1
    assert strikes(*facts, as_of=at("12:00", "2026-03-31"))["count"] == 1


def test_everything_settled_stays_so_to_the_end():
    assert settled(plea(), rejected("12:00"), as_of=IN_APRIL) == at("12:00")
