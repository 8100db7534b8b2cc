"""SPEC section 6: why a call is not counted, in the order of the reasons."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    HOURS,
    LUNCH,
    NEXT_DAY,
    SHIFTS,
    accepted,
    answer,
    at,
    call,
    calls,
    employee,
    employment_ended,
    holiday,
    leave,
    letter,
    named,
    office,
    policy,
    reason,
    rule,
    shift,
    unit,
    void,
    window,
)
from tests.unit.domain.story import outcomes, shown_calls


def law(parameters=DUTY, **more):
    return [*office(), policy(**parameters, calls=calls(**more))]


LAW = law()


def outcome(*facts):
    """The outcome, or why not, of the one call among the facts."""
    [one] = outcomes(*facts)
    return one


# No policy, conflict


def test_without_a_rule_about_calls_there_is_no_policy():
    assert outcome(*office(), policy(**DUTY), call("09:00")) == "no_policy"


def test_without_a_rule_about_calls_there_is_no_deadline():
    [shown] = shown_calls(*office(), policy(**DUTY), call("09:00"))
    assert (shown["outcome"], shown["deadline"]) == ("not_counted", None)


def test_one_who_is_unemployed_is_under_no_policy():
    before_the_first_assignment = outcomes(*LAW, call("09:00", "2026-02-20"), first="2026-02-01")
    assert before_the_first_assignment == ["no_policy"]
    assert outcome(*LAW, employment_ended(DAY), call("09:00")) == "no_policy"


def test_a_rule_may_give_calls_only_for_some_arrangements():
    facts = [
        *office(),
        policy(
            rules=[
                rule("away", {"arrangement": ["anywhere", "home"]}, calls=calls()),
                rule("fridays", {"weekday": ["fri"]}, arrangement="anywhere"),
                rule("rest", None, **DUTY),
            ]
        ),
    ]
    assert outcome(*facts, call("09:00", "2026-03-06")) == "missed"
    assert outcome(*facts, call("09:00", DAY)) == "no_policy"
    assert outcome(*facts, letter("home"), call("09:00", DAY)) == "missed"


def test_calls_in_conflict_are_a_conflict():
    other = policy("other", calls=calls(strikes=9))
    assert outcome(*LAW, other, call("09:00")) == "conflict"
    [shown] = shown_calls(*LAW, other, call("09:00"))
    assert shown["deadline"] is None


def test_breaks_in_conflict_are_a_conflict():
    tied = [policy(**DUTY, breaks=[LUNCH]), policy("other", breaks=[])]
    assert outcome(*office(), *tied, policy("ring", calls=calls()), call("09:00")) == "conflict"


def test_no_policy_goes_before_breaks_in_conflict():
    tied = [policy(**DUTY, breaks=[LUNCH]), policy("other", breaks=[])]
    assert outcome(*office(), *tied, call("09:00")) == "no_policy"


def test_a_conflict_goes_before_being_off_duty():
    assert outcome(*LAW, policy("other", calls=calls(strikes=9)), leave(), call("09:00")) == "conflict"


# Off duty

OFF_DUTY = {
    "leave": [leave()],
    "official_duty": [letter("training")],
    "holiday": [holiday()],
    "off": [policy("closing", precedence=1, arrangement="off")],
    "not_required": [policy("trust", precedence=1, windows=[])],
    "conflict in the arrangement": [policy("other", arrangement="home")],
    "conflict in the windows": [policy("other", windows=[])],
    "conflict in the hours": [policy("other", hours={"start": "01:00", "end": "02:00"})],
    "by shift without one": [policy("roster", precedence=1, **SHIFTS)],
}


@pytest.mark.parametrize("facts", OFF_DUTY.values(), ids=OFF_DUTY)
def test_a_call_on_a_day_that_is_no_duty_day_is_not_counted(facts):
    assert outcome(*LAW, *facts, call("09:00")) == "off_duty"


def test_a_call_on_an_unregulated_day_is_off_duty_if_there_is_a_rule_about_calls():
    assert outcome(*office(), policy(hours=HOURS, calls=calls()), call("09:00")) == "off_duty"


def test_being_off_duty_goes_before_the_hours():
    assert outcome(*LAW, leave(), call("05:00")) == "off_duty"


# Hours


@pytest.mark.parametrize("clock", ["08:00:00", "12:00:00", "15:50:00"])
def test_a_call_counts_if_it_and_its_deadline_lie_within_the_hours(clock):
    assert outcome(*LAW, call(clock)) == "missed"


@pytest.mark.parametrize("clock", ["07:59:59", "15:50:00.000001", "15:50:01", "16:00:00", "20:00:00"])
def test_a_call_that_or_whose_deadline_lies_outside_the_hours_is_not_counted(clock):
    assert outcome(*LAW, call(clock)) == "outside_hours"


def test_without_hours_every_call_is_outside_them():
    without_hours = {"arrangement": "office", "windows": [window()]}
    assert outcome(*law(without_hours), call("09:00")) == "outside_hours"


def test_a_call_not_counted_for_its_hour_still_shows_its_deadline():
    [shown] = shown_calls(*LAW, call("15:55"))
    assert (shown["outcome"], shown["deadline"]) == ("not_counted", at("16:05"))


SHIFT_LAW = law(SHIFTS)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("08:00:00", "missed"), ("11:50:00", "missed"), ("11:50:01", "outside_hours"), ("07:59:59", "outside_hours")],
)
def test_by_shift_a_call_must_lie_within_a_shift(clock, expected):
    assert outcome(*SHIFT_LAW, shift("08:00", "12:00"), call(clock)) == expected


def test_by_shift_one_shift_must_hold_both_the_call_and_its_deadline():
    back_to_back = [shift("08:00", "12:00", shift_id="a"), shift("12:00", "16:00", shift_id="b")]
    assert outcome(*SHIFT_LAW, *back_to_back, call("11:55")) == "outside_hours"
    assert outcome(*SHIFT_LAW, *back_to_back, call("13:00")) == "missed"
    assert outcome(*SHIFT_LAW, *back_to_back, shift("11:00", "13:00", shift_id="c"), call("11:55")) == "missed"


def test_by_shift_the_hours_do_not_matter():
    with_hours = [*office(), policy(**SHIFTS, hours=HOURS, calls=calls()), shift("18:00", "22:00")]
    assert outcome(*with_hours, call("19:00")) == "missed"
    assert outcome(*with_hours, call("09:00")) == "outside_hours"
    assert outcome(*with_hours, policy("other", hours=LUNCH), call("19:00")) == "missed"


def test_a_call_after_midnight_lies_within_the_shift_of_the_day_before():
    facts = [*SHIFT_LAW, shift("22:00", "06:00")]
    assert outcome(*facts, call("02:00", NEXT_DAY)) == "missed"
    assert outcome(*facts, call("05:50:00", NEXT_DAY)) == "missed"
    assert outcome(*facts, call("05:50:01", NEXT_DAY)) == "outside_hours"
    assert outcome(*facts, call("02:00", DAY)) == "outside_hours"


def test_the_hours_go_before_a_break():
    facts = [*office(), policy(**DUTY, breaks=[{"start": "05:00", "end": "06:00"}], calls=calls())]
    assert outcome(*facts, call("05:30")) == "outside_hours"


# Breaks

WITH_LUNCH = law({**DUTY, "breaks": [LUNCH, {"start": "15:00", "end": "15:15"}]})


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("11:50:00", "missed"),
        ("11:50:01", "break"),
        ("12:00:00", "break"),
        ("12:30:00", "break"),
        ("12:59:59", "break"),
        ("13:00:00", "missed"),
        ("14:55:00", "break"),
        ("15:15:00", "missed"),
    ],
)
def test_a_call_whose_time_to_respond_touches_a_break_is_not_counted(clock, expected):
    assert outcome(*WITH_LUNCH, call(clock)) == expected


def test_a_call_whose_time_to_respond_holds_a_whole_break_is_not_counted():
    facts = law({**DUTY, "breaks": [LUNCH]}, respond_within=180)
    assert outcome(*facts, call("11:00")) == "break"


def test_by_shift_a_break_after_midnight_is_that_of_the_next_day():
    parameters = {**SHIFTS, "breaks": [{"start": "01:00", "end": "02:00"}]}
    facts = [*law(parameters), shift("22:00", "06:00")]
    assert outcome(*facts, call("01:30", NEXT_DAY)) == "break"
    assert outcome(*facts, call("00:55", NEXT_DAY)) == "break"
    assert outcome(*facts, call("00:50", NEXT_DAY)) == "missed"
    assert outcome(*facts, call("02:00", NEXT_DAY)) == "missed"


def test_by_shift_a_break_before_midnight_is_that_of_the_day():
    parameters = {**SHIFTS, "breaks": [{"start": "23:00", "end": "23:30"}]}
    facts = [*law(parameters), shift("22:00", "06:00")]
    assert outcome(*facts, call("23:10", DAY)) == "break"
    assert outcome(*facts, call("22:10", DAY)) == "missed"


def test_a_break_goes_before_the_caller():
    assert outcome(*WITH_LUNCH, call("12:30", by="andi")) == "break"


# The caller


def test_the_employee_never_calls_himself():
    for callers in ("any", "direct", "chain"):
        assert outcome(*law(callers=callers), call("09:00", by="andi")) == "caller"


def test_any_allows_anybody_else():
    assert outcome(*law(callers="any"), call("09:00", by="stranger")) == "missed"


@pytest.mark.parametrize(("by", "expected"), [("budi", "missed"), ("citra", "caller"), ("stranger", "caller")])
def test_direct_allows_the_direct_superior_only(by, expected):
    assert outcome(*law(callers="direct"), call("09:00", by=by)) == expected


@pytest.mark.parametrize(("by", "expected"), [("budi", "missed"), ("citra", "missed"), ("stranger", "caller")])
def test_chain_allows_every_superior_up_the_chain(by, expected):
    assert outcome(*law(callers="chain"), call("09:00", by=by)) == expected


def test_chain_is_what_is_meant_where_nothing_is_said():
    parameters = {"respond_within": 10, "strikes": 3, "period": "month"}
    facts = [*office(), policy(**DUTY, calls=parameters)]
    assert [outcome(*facts, call("09:00", by=by)) for by in ("citra", "stranger")] == ["missed", "caller"]


def people(*assignments):
    return [unit("dinas", timezone="Asia/Makassar"), *assignments]


def test_the_chain_ends_before_one_who_is_unemployed_on_the_day():
    facts = [*law(callers="chain"), employment_ended(DAY, nip="budi")]
    assert outcome(*facts, call("09:00", by="budi")) == "caller"
    assert outcome(*facts, call("09:00", by="citra")) == "caller"


def test_the_chain_ends_before_one_who_is_not_yet_employed():
    chain = [employee("andi", supervisor="budi"), employee("budi", effective_from=NEXT_DAY)]
    facts = [*people(*chain), policy(**DUTY, calls=calls(callers="chain"))]
    assert outcome(*facts, call("09:00", DAY, by="budi")) == "caller"
    assert outcome(*facts, call("09:00", NEXT_DAY, by="budi")) == "missed"


def test_direct_means_nobody_where_the_direct_superior_is_unemployed():
    facts = [*law(callers="direct"), employment_ended(DAY, nip="budi")]
    assert outcome(*facts, call("09:00", by="budi")) == "caller"
    assert outcome(*facts, call("09:00", by="citra")) == "caller"


def test_the_chain_ends_before_one_already_on_it():
    circle = [
        employee("andi", supervisor="budi"),
        employee("budi", supervisor="citra"),
        employee("citra", supervisor="budi"),
        employee("dewi"),
    ]
    facts = [*people(*circle), policy(**DUTY, calls=calls(callers="chain"))]
    assert [outcome(*facts, call("09:00", by=by)) for by in ("citra", "dewi")] == ["missed", "caller"]


def test_the_chain_may_run_in_a_circle_through_the_employee():
    circle = [employee("andi", supervisor="budi"), employee("budi", supervisor="andi")]
    facts = [*people(*circle), policy(**DUTY, calls=calls(callers="chain"))]
    assert [outcome(*facts, call("09:00", by=by)) for by in ("budi", "andi")] == ["missed", "caller"]


def test_one_who_is_his_own_superior_has_none():
    facts = [*people(employee("andi", supervisor="andi")), policy(**DUTY, calls=calls(callers="chain"))]
    assert outcome(*facts, call("09:00", by="andi")) == "caller"


def test_one_without_a_superior_can_be_called_by_nobody_on_the_chain():
    facts = [*people(employee("andi"), employee("budi")), policy(**DUTY, calls=calls(callers="chain"))]
    assert outcome(*facts, call("09:00", by="budi")) == "caller"


def test_the_chain_is_that_of_the_day_the_call_belongs_to():
    moved = [employee("dewi"), employee("andi", supervisor="dewi", effective_from=NEXT_DAY)]
    facts = [*law(callers="direct"), *moved]
    assert outcome(*facts, call("09:00", DAY, by="budi")) == "missed"
    assert outcome(*facts, call("09:00", NEXT_DAY, by="budi")) == "caller"
    assert outcome(*facts, call("09:00", NEXT_DAY, by="dewi")) == "missed"


def test_the_chain_runs_by_the_superiors_of_superiors_on_the_day():
    moved = [employee("dewi"), employee("budi", supervisor="dewi", effective_from=NEXT_DAY)]
    facts = [*law(callers="chain"), *moved]
    assert outcome(*facts, call("09:00", DAY, by="citra")) == "missed"
    assert outcome(*facts, call("09:00", NEXT_DAY, by="citra")) == "caller"
    assert outcome(*facts, call("09:00", NEXT_DAY, by="dewi")) == "missed"


# Spacing

SPACED = law(spacing=20)


def two(second, first="09:00", law=SPACED, *more):
    return outcomes(*law, call(first, call_id="a"), call(second, call_id="b"), *more)


def test_a_call_too_soon_after_the_one_before_is_not_counted():
    assert two("09:19:59.999999") == ["missed", "spacing"]


def test_a_call_exactly_the_spacing_after_the_one_before_counts():
    assert two("09:20:00") == ["missed", "missed"]


def test_a_call_at_the_same_instant_as_another_is_too_soon():
    assert two("09:00") == ["missed", "spacing"]


def test_without_spacing_calls_may_come_together():
    assert two("09:00", law=LAW) == ["missed", "missed"]


def test_the_spacing_counts_from_the_last_call_that_was_counted():
    facts = [call(clock, call_id=clock) for clock in ("09:00", "09:15", "09:30")]
    assert outcomes(*SPACED, *facts) == ["missed", "spacing", "missed"]


def test_the_spacing_does_not_count_from_a_call_not_counted_for_another_reason():
    facts = [call("09:00", call_id="a", by="andi"), call("09:05", call_id="b")]
    assert outcomes(*SPACED, *facts) == ["caller", "missed"]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ([answer("09:01", call_id="a")], "answered"),
        ([reason("09:01", about={"call_id": "a"}), accepted("09:02")], "excused"),
    ],
    ids=["answered", "excused"],
)
def test_the_spacing_counts_from_a_call_that_was_no_strike_too(facts, first):
    assert two("09:10", "09:00", SPACED, *facts) == [first, "spacing"]


def test_the_spacing_goes_by_when_calls_were_placed_not_recorded():
    facts = [call("09:10", call_id="b"), call("09:00", call_id="a")]
    assert outcomes(*SPACED, *facts) == ["missed", "spacing"]


def test_the_spacing_is_that_of_the_day_of_the_later_call():
    night = [*office(), policy(**SHIFTS, calls=calls(spacing=600), effective_until=DAY)]
    relaxed = policy("relaxed", **SHIFTS, calls=calls(spacing=0), effective_from=NEXT_DAY)
    shifts = [shift("20:00", "00:00", DAY, shift_id="a"), shift("00:00", "08:00", NEXT_DAY, shift_id="b")]
    facts = [call("23:00", DAY, call_id="a"), call("01:00", NEXT_DAY, call_id="b")]
    assert outcomes(*night, relaxed, *shifts, *facts) == ["missed", "missed"]
    strict = policy("strict", **SHIFTS, calls=calls(spacing=600), effective_from=NEXT_DAY)
    assert outcomes(*law(SHIFTS), strict, *shifts, *facts) == ["missed", "spacing"]


def test_the_spacing_comes_after_the_caller():
    assert outcomes(*SPACED, call("09:00", call_id="a"), call("09:05", call_id="b", by="andi")) == ["missed", "caller"]


def test_when_the_call_before_is_voided_the_spacing_is_free():
    facts = [named("first", call("09:00", call_id="a")), call("09:05", call_id="b"), void("first")]
    assert outcomes(*SPACED, *facts) == ["missed"]


def test_a_call_not_counted_is_not_answered_or_excused():
    facts = [call("07:00"), answer("07:01"), reason("07:02", about={"call_id": "c-1"}), accepted("07:03")]
    assert outcome(*LAW, *facts) == "outside_hours"
