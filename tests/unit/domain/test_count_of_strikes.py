"""SPEC section 6: as of T, how many strikes count, of how many, and the state that follows."""

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    answer,
    at,
    call,
    calls,
    employment_ended,
    holiday,
    leave,
    named,
    office,
    policy,
    shift,
    void,
)
from tests.unit.domain.story import strikes


def law(strikes=3, period="month", **more):
    return [*office(), policy(**DUTY, calls=calls(strikes=strikes, period=period, **more))]


def rung(*clocks, on=DAY):
    return [call(clock, on, call_id=f"{on} {clock}") for clock in clocks]


def counted(*facts, clock="20:00", on=DAY):
    """Count and threshold as of an instant."""
    shown = strikes(*facts, as_of=at(clock, on))
    return shown["count"], shown["threshold"]


def state(*facts, clock="20:00", on=DAY):
    return strikes(*facts, as_of=at(clock, on))["state"]


# The count


def test_the_count_is_the_size_of_the_pool_a_strike_settled_now_would_join():
    assert counted(*law()) == (0, 3)
    assert counted(*law(), *rung("09:00")) == (1, 3)
    assert counted(*law(), *rung("09:00", "10:00")) == (2, 3)


def test_a_strike_settled_at_t_is_counted():
    assert counted(*law(), *rung("09:00"), clock="09:10:00") == (1, 3)
    assert counted(*law(), *rung("09:00"), clock="09:09:59") == (0, 3)


def test_spent_strikes_are_not_counted():
    assert counted(*law(strikes=2), *rung("09:00", "10:00")) == (0, 2)
    assert counted(*law(strikes=2), *rung("09:00", "10:00", "11:00")) == (1, 2)


def test_a_voided_strike_is_not_counted():
    assert counted(*law(), named("first", call("09:00")), *rung("10:00"), void("first")) == (1, 3)


def test_strikes_of_another_period_are_not_counted():
    facts = rung("09:00", on="2026-03-02")
    assert counted(*law(period="day"), *facts, on=NEXT_DAY) == (0, 3)
    assert counted(*law(period="month"), *facts, on="2026-03-31") == (1, 3)
    assert counted(*law(period="month"), *facts, on="2026-04-01") == (0, 3)
    assert counted(*law(period="year"), *facts, on="2026-12-31") == (1, 3)
    assert counted(*law(period="year"), *facts, on="2027-01-01") == (0, 3)
    assert counted(*law(period={"days": 3}), *facts, on="2026-03-04") == (1, 3)
    assert counted(*law(period={"days": 3}), *facts, on="2026-03-05") == (0, 3)


def test_the_period_goes_by_the_day_t_belongs_to():
    roster = [*office(), policy(**SHIFTS, calls=calls(period="day")), shift("22:00", "06:00")]
    assert counted(*roster, call("23:00"), clock="05:59:59", on=NEXT_DAY) == (1, 3)
    assert counted(*roster, call("23:00"), clock="06:00:00", on=NEXT_DAY) == (0, 3)


def test_strikes_decided_by_another_policy_are_not_counted_where_the_period_is_the_policy():
    facts = [*law(period="policy"), *rung("09:00")]
    other = policy("other", precedence=1, calls=calls(strikes=5, period="policy"), effective_from=NEXT_DAY)
    assert counted(*facts, on=NEXT_DAY) == (1, 3)
    assert counted(*facts, other, on=NEXT_DAY) == (0, 5)


def test_after_an_answered_call_nothing_counts_where_strikes_must_be_consecutive():
    answered = [*rung("09:00"), call("10:00"), answer("10:05")]
    assert counted(*law(consecutive=True), *answered, clock="10:04") == (1, 3)
    assert counted(*law(consecutive=True), *answered) == (0, 3)
    assert counted(*law(), *answered) == (1, 3)


def test_a_call_answered_at_t_itself_does_not_lie_before_t():
    facts = [*law(consecutive=True), *rung("09:00"), call("10:00:00"), answer("10:00:00")]
    assert counted(*facts, clock="10:00:00") == (1, 3)
    assert counted(*facts, clock="10:00:01") == (0, 3)


def test_the_spans_do_not_touch_the_count():
    assert counted(*law(span_at_most=5, span_at_least=500), *rung("09:00", "10:00", "11:00")) == (3, 3)


# The threshold, and whose parameters


def test_the_threshold_is_that_of_the_day_of_t():
    amended = policy(**DUTY, calls=calls(strikes=5), effective_from=NEXT_DAY)
    assert counted(*law(), amended, *rung("09:00")) == (1, 3)
    assert counted(*law(), amended, *rung("09:00"), on=NEXT_DAY) == (1, 5)


def test_the_rule_of_the_day_serves_even_on_a_day_off_duty():
    amended = policy(**DUTY, calls=calls(strikes=5), effective_from=NEXT_DAY)
    facts = [*law(), amended, *rung("09:00"), leave(NEXT_DAY), holiday("2026-03-04")]
    assert counted(*facts, on=NEXT_DAY) == (1, 5)
    assert counted(*facts, on="2026-03-04") == (1, 5)


def test_without_a_rule_and_without_a_counted_call_there_is_nothing_to_count():
    assert counted(*office(), policy(**DUTY)) == (0, None)
    assert counted(*office(), policy(**DUTY), *rung("09:00")) == (0, None)
    assert counted(*law(), *rung("05:00"), employment_ended(NEXT_DAY), on=NEXT_DAY) == (0, None)


UNTIL_TODAY = [*office(), policy(**DUTY, calls=calls(), effective_until=DAY)]


def test_where_calls_are_unset_the_rule_of_the_last_counted_call_serves():
    assert counted(*UNTIL_TODAY, *rung("09:00"), on=NEXT_DAY) == (1, 3)


def test_where_calls_are_a_conflict_the_rule_of_the_last_counted_call_serves():
    tied = [policy(f"tied-{n}", precedence=1, calls=calls(strikes=n), effective_from=NEXT_DAY) for n in (7, 8)]
    assert counted(*law(), *tied, *rung("09:00"), on=NEXT_DAY) == (1, 3)


def test_where_the_employee_is_unemployed_the_rule_of_the_last_counted_call_serves():
    assert counted(*law(), *rung("09:00"), employment_ended(NEXT_DAY), on=NEXT_DAY) == (1, 3)


def test_the_day_is_still_that_of_t_where_the_rule_of_the_last_counted_call_serves():
    assert counted(*UNTIL_TODAY, *rung("09:00"), on="2026-04-01") == (0, 3)


def test_the_policy_of_the_last_counted_call_serves_too():
    facts = [
        *office(),
        policy(**DUTY, calls=calls(period="policy"), effective_until=DAY),
        policy(
            "other", **DUTY, calls=calls(strikes=5, period="policy"), effective_from=NEXT_DAY, effective_until=NEXT_DAY
        ),
    ]
    assert counted(*facts, *rung("09:00"), on="2026-03-10") == (1, 3)
    assert counted(*facts, *rung("09:00"), *rung("09:00", on=NEXT_DAY), on="2026-03-10") == (1, 5)


def test_the_last_counted_call_is_the_one_placed_last_not_recorded_last():
    amended = policy(**DUTY, calls=calls(strikes=5), effective_from=NEXT_DAY, effective_until=NEXT_DAY)
    facts = [*law(), amended, *rung("09:00", on=NEXT_DAY), *rung("09:00", on=DAY)]
    assert counted(*facts, on="2026-03-10") == (2, 5)


def test_a_call_that_was_not_counted_does_not_serve():
    amended = policy(**DUTY, calls=calls(strikes=5), effective_from=NEXT_DAY, effective_until=NEXT_DAY)
    facts = [*law(), amended, *rung("09:00", on=DAY), *rung("05:00", on=NEXT_DAY)]
    assert counted(*facts, on="2026-03-10") == (1, 3)


def test_a_call_that_was_answered_serves():
    amended = policy(**DUTY, calls=calls(strikes=5), effective_from=NEXT_DAY, effective_until=NEXT_DAY)
    facts = [*law(), amended, *rung("09:00", on=DAY), call("09:00", NEXT_DAY), answer("09:01", NEXT_DAY)]
    assert counted(*facts, on="2026-03-10") == (1, 5)


def test_a_call_that_is_still_open_serves():
    amended = policy(**DUTY, calls=calls(strikes=5, respond_within=5), effective_from=NEXT_DAY)
    facts = [*law(), amended, employment_ended("2026-03-04"), *rung("09:00", on=NEXT_DAY)]
    assert strikes(*facts, as_of=at("09:01", NEXT_DAY))["threshold"] == 5


# The state


def test_without_strikes_the_state_is_clear():
    assert state(*law()) == "clear"
    assert state(*office()) == "clear"
    assert state(*law(), *rung("09:00"), clock="09:05") == "clear"


def test_with_a_strike_that_counts_the_state_is_counting():
    assert state(*law(), *rung("09:00")) == "counting"


def test_when_strikes_no_longer_count_the_state_is_clear_again():
    assert state(*law(period="day"), *rung("09:00"), on=NEXT_DAY) == "clear"


def test_with_an_allegation_the_state_is_alleged_and_stays_so():
    facts = [*law(strikes=2), *rung("09:00", "10:00")]
    assert state(*facts) == "alleged"
    assert state(*facts, on="2027-06-01") == "alleged"
    assert state(*facts, *rung("11:00")) == "alleged"
