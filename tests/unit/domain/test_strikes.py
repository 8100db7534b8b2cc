"""SPEC section 6: the pool of a strike, its series, and the allegation that is reached."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    accepted,
    answer,
    at,
    call,
    calls,
    employee,
    holiday,
    named,
    office,
    policy,
    reason,
    recorded,
    rejected,
    shift,
    void,
)
from tests.unit.domain.story import IN_APRIL, accused, strikes


def law(strikes=2, period="month", **more):
    """Calls from 08:00 to 16:00, to be answered within ten minutes, and by default two strikes in a month."""
    return [*office(), policy(**DUTY, calls=calls(strikes=strikes, period=period, **more))]


def rung(*clocks, on=DAY):
    """Calls to nobody there, each with its clock as its id."""
    return [call(clock, on, call_id=clock) for clock in clocks]


def on_days(*days, clock="09:00"):
    """A call each day, with the day as its id."""
    return [call(clock, on, call_id=on) for on in days]


def count(*facts):
    """The strikes that count at the end of the day after."""
    return strikes(*facts, as_of=at("20:00", NEXT_DAY))["count"]


def pleaded(call_id, clock="09:05", on=DAY, reason_id=None):
    return reason(clock, on, about={"call_id": call_id}, reason_id=reason_id or f"r-{call_id}")


# From strikes to an allegation


def test_one_strike_of_two_is_no_allegation():
    assert accused(*law(), *rung("09:00")) == []


def test_as_many_strikes_as_the_rule_says_are_an_allegation():
    assert accused(*law(), *rung("09:00", "10:00")) == [["09:00", "10:00"]]
    assert accused(*law(strikes=3), *rung("09:00", "10:00")) == []
    assert accused(*law(strikes=1), *rung("09:00", "10:00")) == [["09:00"], ["10:00"]]


def test_an_allegation_is_reached_when_its_last_strike_is_settled():
    [one] = strikes(*law(reason_within=60), *rung("09:00", "10:00"))["allegations"]
    assert one["reached_at"] == at("11:10")


def test_an_allegation_is_there_from_the_instant_it_is_reached():
    facts = [*law(), *rung("09:00", "10:00")]
    assert accused(*facts, as_of=at("10:09:59")) == []
    assert accused(*facts, as_of=at("10:10:00")) == [["09:00", "10:00"]]


def test_strikes_that_led_to_an_allegation_are_spent():
    assert accused(*law(), *rung("09:00", "10:00", "11:00")) == [["09:00", "10:00"]]
    assert accused(*law(), *rung("09:00", "10:00", "11:00", "13:00")) == [["09:00", "10:00"], ["11:00", "13:00"]]


@pytest.mark.parametrize(
    "second",
    [
        [call("10:00", call_id="b"), answer("10:05", call_id="b")],
        [call("10:00", call_id="b"), pleaded("b", "10:05"), accepted("11:00", reason_id="r-b")],
        [call("10:00", call_id="b"), pleaded("b", "10:05")],
        [call("10:00", call_id="b", by="andi")],
        [call("17:00", call_id="b")],
        [call("10:00", call_id="09:00")],
    ],
    ids=["answered", "excused", "under_review", "caller", "outside_hours", "repeated_id"],
)
def test_a_call_that_is_not_missed_is_no_strike(second):
    assert accused(*law(), *rung("09:00"), *second) == []


def test_the_strikes_of_another_are_not_mine():
    theirs = call("10:00", call_id="x", nip="budi", by="citra")
    assert accused(*law(), *rung("09:00"), theirs) == []


# The order of settlement


def test_strikes_join_in_the_order_they_are_settled():
    facts = [*law(), *rung("09:00", "10:00", "11:00"), pleaded("09:00"), rejected("15:00", reason_id="r-09:00")]
    [one] = strikes(*facts)["allegations"]
    assert (one["calls"], one["reached_at"]) == (["10:00", "11:00"], at("11:10"))


def test_the_calls_of_an_allegation_are_in_the_order_placed_whatever_the_order_of_settlement():
    facts = [*law(), *rung("09:00", "10:00"), pleaded("09:00"), rejected("15:00", reason_id="r-09:00")]
    [one] = strikes(*facts)["allegations"]
    assert (one["calls"], one["reached_at"]) == (["09:00", "10:00"], at("15:00"))


def test_strikes_settled_together_join_in_the_order_placed():
    facts = [*law(), *rung("11:00", "09:00", "10:00")]
    facts += [pleaded("09:00"), pleaded("10:00", "10:05"), pleaded("11:00", "11:05")]
    facts += [rejected("15:00", reason_id=f"r-{clock}") for clock in ("11:00", "10:00", "09:00")]
    assert accused(*facts) == [["09:00", "10:00"]]


def test_strikes_settled_and_placed_together_join_in_the_order_recorded():
    facts = [*law(), call("09:00", call_id="z"), call("09:00", call_id="a"), call("09:00", call_id="m")]
    assert accused(*facts) == [["z", "a"]]


def test_what_is_settled_later_does_not_rewrite_an_allegation():
    facts = [*law(), *rung("09:00", "10:00", "11:00"), pleaded("09:00")]
    before = strikes(*facts, as_of=at("14:00"))["allegations"]
    after = strikes(*facts, rejected("15:00", reason_id="r-09:00"))["allegations"]
    assert before == after == strikes(*facts, *on_days("2026-03-09"))["allegations"]


# What undoes an allegation


def test_an_excuse_undoes_an_allegation_and_its_reversal_reaches_one_anew():
    facts = [*law(), *rung("09:00", "10:00"), pleaded("10:00", "11:00")]
    excuse, reversal = accepted("12:00", reason_id="r-10:00"), rejected("14:00", reason_id="r-10:00")
    assert accused(*facts, excuse) == []
    assert count(*facts, excuse) == 1
    assert accused(*facts, excuse, as_of=at("11:59:59")) == [["09:00", "10:00"]]
    [anew] = strikes(*facts, excuse, reversal)["allegations"]
    assert (anew["calls"], anew["reached_at"]) == (["09:00", "10:00"], at("14:00"))


def test_an_excuse_frees_the_other_strikes_for_another_allegation():
    facts = [
        *law(),
        *rung("09:00", "10:00", "11:00"),
        pleaded("10:00", "10:30"),
        accepted("12:00", reason_id="r-10:00"),
    ]
    [one] = strikes(*facts)["allegations"]
    assert (one["calls"], one["reached_at"]) == (["09:00", "11:00"], at("11:10"))


def test_a_void_undoes_an_allegation():
    facts = [*law(), named("first", call("09:00", call_id="a")), *rung("10:00")]
    assert accused(*facts) == [["a", "10:00"]]
    assert accused(*facts, void("first")) == []


# The period


def test_strikes_of_one_day_join_where_the_period_is_a_day():
    assert accused(*law(period="day"), *rung("09:00", "10:00")) == [["09:00", "10:00"]]
    assert accused(*law(period="day"), *on_days(DAY, NEXT_DAY)) == []


def test_strikes_of_one_month_join_where_the_period_is_a_month():
    question = {"as_of": at("12:00", "2027-04-01")}
    assert accused(*law(), *on_days("2026-03-01", "2026-03-31"), **question) == [["2026-03-01", "2026-03-31"]]
    assert accused(*law(), *on_days("2026-03-31", "2026-04-01"), **question) == []
    assert accused(*law(), *on_days("2026-03-02", "2027-03-02"), **question) == []


def test_strikes_of_one_year_join_where_the_period_is_a_year():
    question = {"as_of": at("12:00", "2027-04-01")}
    assert accused(*law(period="year"), *on_days("2026-03-02", "2026-12-31"), **question) == [
        ["2026-03-02", "2026-12-31"]
    ]
    assert accused(*law(period="year"), *on_days("2026-12-31", "2027-01-01"), **question) == []


def test_strikes_less_than_so_many_days_apart_join_where_the_period_is_days():
    three = law(period={"days": 3})
    assert accused(*three, *on_days("2026-03-02", "2026-03-04")) == [["2026-03-02", "2026-03-04"]]
    assert accused(*three, *on_days("2026-03-02", "2026-03-05")) == []


def test_days_apart_count_dates_not_hours():
    two_days = law(period={"days": 2})
    almost_two_days = [call("08:00", DAY, call_id="a"), call("15:50", NEXT_DAY, call_id="b")]
    assert accused(*two_days, *almost_two_days) == [["a", "b"]]
    assert accused(*law(period={"days": 1}), call("15:50", DAY), call("08:00", NEXT_DAY, call_id="b")) == []


def test_days_apart_count_in_both_directions():
    facts = [*law(period={"days": 3}), *on_days("2026-03-02", "2026-03-09")]
    settled_last = [pleaded("2026-03-02"), rejected("10:00", "2026-03-10", reason_id="r-2026-03-02")]
    assert accused(*facts, *settled_last) == []


def test_days_apart_need_not_be_a_chain():
    facts = [*law(strikes=3, period={"days": 3}), *on_days("2026-03-02", "2026-03-04", "2026-03-06")]
    assert accused(*facts) == []


def test_strikes_decided_by_one_policy_join_where_the_period_is_the_policy():
    march = law(period="policy")
    amended = policy(**DUTY, calls=calls(strikes=2, period="policy"), effective_from=NEXT_DAY)
    assert accused(*march, *on_days(DAY, NEXT_DAY)) == [[DAY, NEXT_DAY]]
    assert accused(*march, amended, *on_days(DAY, NEXT_DAY)) == [[DAY, NEXT_DAY]]
    other = policy("other", **DUTY, calls=calls(strikes=2, period="policy"), effective_from=NEXT_DAY)
    assert accused(*march, other, *on_days(DAY, NEXT_DAY)) == []
    back = [DAY, NEXT_DAY, "2026-03-10"]
    other_for_a_day = policy("other", precedence=1, when={"dates": [NEXT_DAY]}, calls=calls(strikes=2, period="policy"))
    assert accused(*march, other_for_a_day, *on_days(*back)) == [[DAY, "2026-03-10"]]


def test_the_period_goes_by_the_day_the_call_belongs_to():
    roster = [*office(), policy(**SHIFTS, calls=calls(strikes=2, period="day")), shift("22:00", "06:00")]
    one_night = [call("23:00", DAY, call_id="a"), call("01:00", NEXT_DAY, call_id="b")]
    assert accused(*roster, *one_night) == [["a", "b"]]


# Consecutive

CONSECUTIVE = law(consecutive=True)
ANSWERED = [call("10:00", call_id="between"), answer("10:01", call_id="between")]
EXCUSED = [call("10:00", call_id="between"), pleaded("between", "10:01"), accepted("10:02", reason_id="r-between")]


@pytest.mark.parametrize("between", [ANSWERED, EXCUSED], ids=["answered", "excused"])
def test_a_call_answered_or_excused_between_breaks_a_consecutive_series(between):
    assert accused(*CONSECUTIVE, *rung("09:00", "11:00"), *between) == []
    assert accused(*CONSECUTIVE, *between, *rung("11:00", "09:00")) == []


@pytest.mark.parametrize("between", [ANSWERED, EXCUSED], ids=["answered", "excused"])
def test_a_call_answered_or_excused_between_breaks_nothing_where_consecutive_is_not_asked(between):
    assert accused(*law(), *rung("09:00", "11:00"), *between) == [["09:00", "11:00"]]


@pytest.mark.parametrize(
    "between",
    [
        [call("10:00", call_id="between", by="andi"), answer("10:01", call_id="between")],
        [call("10:00", call_id="between"), pleaded("between", "10:01")],
        [call("12:00", call_id="between"), answer("12:01", call_id="between")],
        [call("08:30", call_id="between"), answer("08:31", call_id="between")],
        [call("09:00", call_id="between"), answer("09:01", call_id="between")],
        [call("11:00", call_id="between"), answer("11:01", call_id="between")],
    ],
    ids=["not counted", "under review", "after", "before", "with the first", "with the last"],
)
def test_other_calls_do_not_break_a_consecutive_series(between):
    assert accused(*CONSECUTIVE, *rung("09:00", "11:00"), *between) == [["09:00", "11:00"]]


def test_between_goes_by_when_calls_were_placed_even_if_the_earlier_is_settled_last():
    facts = [*CONSECUTIVE, *rung("09:00", "11:00"), *ANSWERED]
    settled_last = [pleaded("09:00"), rejected("15:00", reason_id="r-09:00")]
    assert accused(*facts, *settled_last) == []


def test_after_a_break_a_consecutive_series_starts_again():
    facts = [*CONSECUTIVE, *rung("09:00", "11:00", "13:00"), *ANSWERED]
    assert accused(*facts) == [["11:00", "13:00"]]


def test_a_strike_left_out_by_a_break_is_not_spent():
    facts = [*CONSECUTIVE, *rung("09:00", "11:00", "13:00"), *ANSWERED, pleaded("between", "14:00")]
    assert accused(*facts) == [["11:00", "13:00"]]
    undone = [*CONSECUTIVE, *rung("08:00", "09:00"), call("08:30", call_id="x"), answer("08:31", call_id="x")]
    assert accused(*undone) == []
    joins_the_first = [*rung("08:10"), pleaded("08:10", "08:15"), rejected("15:00", reason_id="r-08:10")]
    assert accused(*undone, *joins_the_first) == [["08:00", "08:10"]]


# The span


def test_only_strikes_placed_at_most_the_span_from_it_are_the_series_of_a_strike():
    half_an_hour = law(span_at_most=30)
    assert accused(*half_an_hour, *rung("09:00", "09:30")) == [["09:00", "09:30"]]
    assert accused(*half_an_hour, *rung("09:00", "09:30:01")) == []
    assert accused(*half_an_hour, *rung("09:00", "10:00", "10:20")) == [["10:00", "10:20"]]


def test_the_span_is_measured_from_the_strike_that_is_settled_last():
    facts = [*law(strikes=3, span_at_most=30), *rung("09:00", "09:20", "09:40")]
    assert accused(*facts) == []
    middle_last = [pleaded("09:20", "09:25"), rejected("15:00", reason_id="r-09:20")]
    assert accused(*facts, *middle_last) == [["09:00", "09:20", "09:40"]]


def test_the_whole_pool_is_spent_even_what_lies_outside_the_span():
    facts = [*law(span_at_most=30), *rung("09:00", "10:00", "10:20")]
    assert count(*facts) == 0
    assert accused(*facts, *rung("09:10"), pleaded("09:10", "09:15"), rejected("15:00", reason_id="r-09:10")) == [
        ["10:00", "10:20"]
    ]


def test_a_pool_that_led_to_nothing_is_not_spent():
    facts = [*law(span_at_most=30), *rung("09:00", "10:00")]
    assert count(*facts) == 2


def test_the_first_and_last_of_a_series_must_be_at_least_the_span_apart():
    an_hour = law(span_at_least=60)
    assert accused(*an_hour, *rung("09:00", "10:00")) == [["09:00", "10:00"]]
    assert accused(*an_hour, *rung("09:00", "09:59:59")) == []


def test_a_series_too_short_in_time_grows_until_it_is_long_enough():
    assert accused(*law(span_at_least=60), *rung("09:00", "09:30", "10:00")) == [["09:00", "09:30", "10:00"]]


def test_a_series_may_have_more_members_than_strikes_are_needed():
    facts = [*law(span_at_most=60, span_at_least=40), *rung("09:00", "09:10", "09:20", "09:45")]
    assert accused(*facts) == [["09:00", "09:10", "09:20", "09:45"]]


def test_the_span_at_least_is_measured_over_the_series_not_the_pool():
    facts = [*law(span_at_most=30, span_at_least=25), *rung("09:00", "10:00", "10:20")]
    assert accused(*facts) == []
    assert count(*facts) == 3


# Whose parameters


def test_the_parameters_are_those_of_the_strike_settled_last():
    stricter = policy(**DUTY, calls=calls(strikes=2), effective_from=NEXT_DAY)
    assert accused(*law(strikes=3), stricter, *on_days(DAY, NEXT_DAY)) == [[DAY, NEXT_DAY]]
    milder = policy(**DUTY, calls=calls(strikes=3), effective_from=NEXT_DAY)
    assert accused(*law(strikes=2), milder, *on_days(DAY, NEXT_DAY)) == []


def test_the_period_is_that_of_the_strike_settled_last():
    daily = policy(**DUTY, calls=calls(strikes=2, period="day"), effective_from=NEXT_DAY)
    facts = [*law(period="month"), daily, *on_days(DAY, NEXT_DAY)]
    assert accused(*facts) == []
    first_settled_last = [pleaded(DAY), rejected("15:00", NEXT_DAY, reason_id=f"r-{DAY}")]
    assert accused(*facts, *first_settled_last) == [[DAY, NEXT_DAY]]


# Retroactive


def test_an_allegation_on_a_rule_recorded_before_its_calls_is_not_retroactive():
    facts = [*office(), recorded(at("08:59:59"), policy(**DUTY, calls=calls(strikes=2))), *rung("09:00", "10:00")]
    assert [one["retroactive"] for one in strikes(*facts)["allegations"]] == [False]


@pytest.mark.parametrize("when", ["09:00:01", "10:00:01"])
def test_an_allegation_on_a_rule_recorded_after_one_of_its_calls_is_retroactive(when):
    facts = [*office(), *rung("09:00", "10:00"), recorded(at(when), policy(**DUTY, calls=calls(strikes=2)))]
    assert [one["retroactive"] for one in strikes(*facts)["allegations"]] == [True]


def test_only_the_calls_of_the_allegation_make_it_retroactive():
    facts = [
        *office(),
        recorded(at("09:30"), policy(**DUTY, calls=calls(strikes=2, span_at_most=30))),
        *rung("09:00", "10:00", "10:20"),
    ]
    [one] = strikes(*facts)["allegations"]
    assert (one["calls"], one["retroactive"]) == (["10:00", "10:20"], False)


def test_an_allegation_on_an_amendment_recorded_after_its_first_call_is_retroactive():
    amendment = policy(**DUTY, calls=calls(strikes=2, respond_within=5), effective_from=NEXT_DAY)
    before = recorded(at("12:00", "2026-02-20"), law()[-1])
    told = [*office(), before, call("09:00", DAY, call_id="a"), recorded(at("12:00"), amendment)]
    facts = [*told, call("09:00", NEXT_DAY, call_id="b")]
    assert [one["retroactive"] for one in strikes(*facts)["allegations"]] == [True]


def test_a_rule_recorded_at_the_very_instant_of_a_call_is_not_recorded_after_it():
    facts = [*office(), recorded(at("09:00:00"), policy(**DUTY, calls=calls(strikes=1))), *rung("09:00:00")]
    assert [one["retroactive"] for one in strikes(*facts)["allegations"]] == [False]


def test_reached_at_of_several_allegations_in_the_order_reached():
    facts = [*law(), *rung("09:00", "10:00", "11:00", "13:00")]
    assert [one["reached_at"] for one in strikes(*facts)["allegations"]] == [at("10:10"), at("13:10")]


def test_the_whole_history_counts_whatever_days_are_asked_about():
    facts = [*law(), *rung("09:00", "10:00"), employee("dewi"), holiday("2026-03-30")]
    assert accused(*facts, first="2026-03-30", last="2026-03-30", as_of=IN_APRIL) == [["09:00", "10:00"]]
