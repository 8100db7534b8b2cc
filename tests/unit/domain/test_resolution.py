"""SPEC section 4: the version of a policy in force, which rules apply, and which of them decides."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    HOURS,
    LUNCH,
    NEXT_DAY,
    SHIFTS,
    call,
    calls,
    employee,
    letter,
    named,
    office,
    period,
    policy,
    revoked,
    rule,
    shift,
    unit,
    void,
    window,
)
from tests.unit.domain.story import ask, day, outcomes, shown_calls, shown_window, status


def law(name="base", arrangement="off", **more):
    """A policy that sets the arrangement alone."""
    return policy(name, arrangement=arrangement, **more)


def arrangement(*facts, on=DAY):
    return day(*office(), *facts, on=on)["arrangement"]


# The version in force


def test_a_policy_is_in_force_from_its_first_day():
    facts = [law(effective_from=NEXT_DAY)]
    assert [arrangement(*facts, on=on) for on in (DAY, NEXT_DAY)] == [None, "off"]


def test_a_policy_is_in_force_up_to_and_including_its_last_day():
    facts = [law(effective_until=DAY)]
    assert [arrangement(*facts, on=on) for on in (DAY, NEXT_DAY)] == ["off", None]


def test_a_policy_may_run_to_the_end_of_the_calendar():
    assert arrangement(law(effective_until="9999-12-31")) == "off"
    assert arrangement(law(when={"until": "9999-12-31", "dates": [DAY, "9999-12-31"]})) == "off"


def test_enacting_a_policy_again_amends_it_from_the_new_date():
    facts = [law(), law(arrangement="home", effective_from=NEXT_DAY)]
    assert [arrangement(*facts, on=on) for on in (DAY, NEXT_DAY)] == ["off", "home"]


def test_the_version_is_the_one_with_the_greatest_date_not_the_one_recorded_last():
    facts = [law(arrangement="home", effective_from=NEXT_DAY), law()]
    assert [arrangement(*facts, on=on) for on in (DAY, NEXT_DAY)] == ["off", "home"]


def test_of_two_versions_from_the_same_date_the_later_recorded_is_in_force():
    assert arrangement(law(arrangement="off"), law(arrangement="home")) == "home"
    assert arrangement(law(arrangement="home"), law(arrangement="off")) == "off"


def test_when_a_version_has_run_out_an_earlier_one_does_not_come_back():
    facts = [law(arrangement="home"), law(effective_from="2026-02-01", effective_until=DAY)]
    assert [arrangement(*facts, on=on) for on in ("2026-03-01", DAY, NEXT_DAY)] == ["off", "off", None]


def test_a_revoked_policy_is_not_in_force_from_the_date_of_the_revocation():
    facts = [law(), revoked(effective_from=NEXT_DAY)]
    assert [arrangement(*facts, on=on) for on in (DAY, NEXT_DAY)] == ["off", None]


def test_when_a_version_is_revoked_an_earlier_one_does_not_come_back():
    facts = [law(arrangement="home"), law(effective_from="2026-02-01"), revoked(effective_from="2026-02-15")]
    assert arrangement(*facts) is None


def test_a_revocation_does_not_touch_what_is_enacted_after_it():
    assert arrangement(law(), revoked(effective_from="2026-01-01"), law(effective_from="2026-01-01")) == "off"
    assert arrangement(revoked(effective_from="2026-01-01"), law()) == "off"


def test_an_older_version_enacted_after_the_revocation_does_not_bring_the_newer_one_back():
    newer, older = law(effective_from="2026-02-01"), law(arrangement="home", effective_from="2026-01-01")
    assert arrangement(newer, revoked(effective_from="2026-02-01"), older) is None


def test_a_revocation_takes_every_version_that_stood_before_it():
    facts = [law(arrangement="home"), law(effective_from=NEXT_DAY), revoked(effective_from=DAY)]
    assert [arrangement(*facts, on=on) for on in ("2026-03-01", DAY, NEXT_DAY)] == ["home", None, None]


def test_a_revocation_from_before_a_version_takes_effect_still_takes_it():
    assert arrangement(law(effective_from="2026-02-01"), revoked(effective_from="2026-01-01")) is None


def test_the_revocation_of_another_policy_does_nothing():
    assert arrangement(law(), revoked("other", "2026-01-01")) == "off"


def test_a_voided_enactment_gives_way_to_the_version_before_it():
    facts = [law(arrangement="home"), named("amendment", law(arrangement="off")), void("amendment")]
    assert arrangement(*facts) == "home"


# What a rule asks for

CONDITIONS = [
    ("weekday", {"weekday": ["mon"]}, True),
    ("weekday", {"weekday": ["tue", "sun"]}, False),
    ("one of the weekdays", {"weekday": ["fri", "mon"]}, True),
    ("period", {"period": ["ramadan"]}, True),
    ("period", {"period": ["haj"]}, False),
    ("dates", {"dates": ["2026-03-01", DAY]}, True),
    ("dates", {"dates": ["2026-03-01", NEXT_DAY]}, False),
    ("from, inclusive", {"from": DAY}, True),
    ("from", {"from": NEXT_DAY}, False),
    ("until, inclusive", {"until": DAY}, True),
    ("until", {"until": "2026-03-01"}, False),
    ("direct service", {"direct_service": True}, True),
    ("direct service", {"direct_service": False}, False),
    ("employment", {"employment": ["PPPK", "PNS"]}, True),
    ("employment", {"employment": ["PPPK"]}, False),
    ("title", {"title": ["driver", "clerk"]}, True),
    ("title, exactly", {"title": ["cler", "Clerk", "clerk "]}, False),
    ("unit", {"unit": ["other", "dinas"]}, True),
    ("unit above", {"unit": ["province"]}, True),
    ("unit below", {"unit": ["section"]}, False),
    ("nothing", {}, True),
    ("nothing", None, True),
    ("all of them", {"weekday": ["mon"], "title": ["clerk"], "from": DAY}, True),
    ("all of them", {"weekday": ["mon"], "title": ["driver"]}, False),
    ("all of them", {"weekday": ["tue"], "title": ["clerk"]}, False),
]


@pytest.mark.parametrize(("_", "when", "holds"), CONDITIONS, ids=[f"{name}-{holds}" for name, _, holds in CONDITIONS])
def test_a_rule_applies_when_all_it_asks_for_holds(_, when, holds):
    facts = [
        unit("province"),
        unit("dinas", "province", direct_service=True),
        unit("section", "dinas"),
        employee(),
        period("ramadan", DAY, DAY),
        policy(when=when, arrangement="off"),
    ]
    assert (status(*facts) == "off") is holds


@pytest.mark.parametrize(
    ("weekday", "on"),
    [(name, f"2026-03-{d:02}") for d, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], start=2)],
)
def test_every_weekday_has_its_name(weekday, on):
    assert arrangement(policy(when={"weekday": [weekday]}, arrangement="off"), on=on) == "off"


def test_a_rule_may_ask_for_the_arrangement_that_was_resolved():
    facts = [
        *office(),
        policy(
            rules=[
                rule("home-hours", {"arrangement": ["home", "anywhere"]}, windows=[window("home")]),
                rule("office-hours", {"arrangement": ["office"]}, windows=[window("office")]),
                rule("place", arrangement="office"),
            ]
        ),
    ]
    assert shown_window(*facts)["name"] == "office"


MONDAYS = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30"]
BOUNDARIES = {
    "from": ([law(when={"from": "2026-03-16"})], [0, 0, 1, 1, 1]),
    "from the day before": ([law(when={"from": "2026-03-15"})], [0, 0, 1, 1, 1]),
    "until": ([law(when={"until": "2026-03-16"})], [1, 1, 1, 0, 0]),
    "until the day before": ([law(when={"until": "2026-03-15"})], [1, 1, 0, 0, 0]),
    "dates": ([law(when={"dates": ["2026-03-09", "2026-03-23"]})], [0, 1, 0, 1, 0]),
    "effective_from": ([law(effective_from="2026-03-09")], [0, 1, 1, 1, 1]),
    "effective_until": ([law(effective_until="2026-03-09")], [1, 1, 0, 0, 0]),
    "effective_until the day before": ([law(effective_until="2026-03-08")], [1, 0, 0, 0, 0]),
    "revoked": ([law(), revoked(effective_from="2026-03-16")], [1, 1, 0, 0, 0]),
    "period": ([law(when={"period": ["ramadan"]}), period("ramadan", "2026-03-09", "2026-03-16")], [0, 1, 1, 0, 0]),
    "title": ([law(when={"title": ["nurse"]}), employee(title="nurse", effective_from="2026-03-16")], [0, 0, 1, 1, 1]),
    "employment": (
        [law(when={"employment": ["PPPK"]}), employee(employment="PPPK", effective_from="2026-03-16")],
        [0, 0, 1, 1, 1],
    ),
    "direct service": (
        [law(when={"direct_service": True}), unit("dinas", direct_service=True, effective_from="2026-03-16")],
        [0, 0, 1, 1, 1],
    ),
    "parent": (
        [law(scope="province"), unit("province"), unit("dinas", "province", effective_from="2026-03-16")],
        [0, 0, 1, 1, 1],
    ),
    "unit of the path": (
        [law(when={"unit": ["province"]}), unit("province"), unit("dinas", "province", effective_from="2026-03-16")],
        [0, 0, 1, 1, 1],
    ),
}


@pytest.mark.parametrize(("facts", "off"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_in_one_answer_each_day_is_judged_by_itself(facts, off):
    days = {one["date"]: one["arrangement"] for one in ask(*office(), *facts)["days"]}
    assert [int(days[monday] == "off") for monday in MONDAYS] == off


# Which rule decides


def test_the_first_rule_that_sets_a_parameter_decides_it():
    facts = [policy(rules=[rule("a", arrangement="home"), rule("b", arrangement="off")])]
    assert arrangement(*facts) == "home"


def test_rules_are_matched_for_each_parameter_by_itself():
    rules = [rule("place", arrangement="home"), rule("rest", arrangement="off", windows=[window("rest")])]
    facts = [*office(), policy(rules=rules)]
    assert day(*facts)["arrangement"] == "home"
    assert shown_window(*facts)["name"] == "rest"


def test_a_rule_that_does_not_apply_gives_way_to_the_next():
    facts = [policy(rules=[rule("a", {"weekday": ["tue"]}, arrangement="home"), rule("b", arrangement="off")])]
    assert arrangement(*facts) == "off"


TREE = [unit("province"), unit("dinas", "province"), employee()]


def test_a_higher_precedence_goes_before_a_deeper_scope():
    facts = [*TREE, law("deep"), law("high", "home", scope="province", precedence=1)]
    assert day(*facts)["arrangement"] == "home"


def test_a_negative_precedence_goes_last():
    facts = [*TREE, law("deep", precedence=-1), law("high", "home", scope="province")]
    assert day(*facts)["arrangement"] == "home"


def test_a_deeper_scope_goes_before_a_later_policy():
    facts = [*TREE, law("deep"), law("high", "home", scope="province", effective_from="2026-02-01")]
    assert day(*facts)["arrangement"] == "off"


def test_a_later_effective_date_goes_before_an_earlier():
    older, newer = law("older"), law("newer", "home", effective_from="2026-01-02")
    assert arrangement(older, newer) == arrangement(newer, older) == "home"


def test_a_policy_that_does_not_set_the_parameter_lets_the_next_one_decide():
    facts = [law("base"), policy("windows-only", precedence=5, windows=[window()])]
    assert arrangement(*facts) == "off"


def test_a_policy_whose_rule_does_not_apply_lets_the_next_one_decide():
    facts = [law("base"), law("tuesdays", "home", precedence=5, when={"weekday": ["tue"]})]
    assert arrangement(*facts) == "off"


def test_a_policy_of_another_unit_does_not_decide():
    facts = [*TREE, unit("sister", "province"), law("mine"), law("theirs", "home", scope="sister", precedence=9)]
    assert day(*facts)["arrangement"] == "off"


# Conflicts


def test_two_policies_that_tie_on_everything_and_differ_are_a_conflict():
    assert status(*office(), law("one"), law("two", "home")) == "conflict"
    assert arrangement(law("one"), law("two", "home")) is None


def test_two_policies_that_tie_and_agree_are_none():
    assert arrangement(law("one"), law("two")) == "off"


@pytest.mark.parametrize(
    "more", [{"precedence": 1}, {"effective_from": "2026-01-02"}], ids=["precedence", "effective_from"]
)
def test_policies_that_do_not_tie_are_no_conflict(more):
    assert arrangement(law("one"), law("two", "home", **more)) == "home"


def test_policies_of_different_depth_are_no_conflict():
    assert day(*TREE, law("one"), law("two", "home", scope="province"))["arrangement"] == "off"


def test_a_policy_does_not_conflict_with_itself():
    assert arrangement(policy(rules=[rule("a", arrangement="off"), rule("b", arrangement="home")])) == "off"


def test_of_a_tied_policy_only_its_own_first_rule_that_applies_is_compared():
    agrees_first = policy("two", rules=[rule("a", arrangement="off"), rule("b", arrangement="home")])
    assert arrangement(law("one"), agrees_first) == arrangement(agrees_first, law("one")) == "off"
    differs_first = policy("two", rules=[rule("a", arrangement="home"), rule("b", arrangement="off")])
    assert arrangement(law("one"), differs_first) is arrangement(differs_first, law("one")) is None
    agrees_today = policy(
        "two", rules=[rule("a", {"weekday": ["tue"]}, arrangement="home"), rule("b", arrangement="off")]
    )
    assert arrangement(law("one"), agrees_today) == "off"


def test_a_tied_policy_that_does_not_set_the_parameter_is_no_conflict():
    assert arrangement(law("one"), policy("two", windows=[])) == "off"


def test_a_tied_policy_whose_rule_does_not_apply_is_no_conflict():
    assert arrangement(law("one"), law("two", "home", when={"weekday": ["tue"]})) == "off"


def test_a_tied_policy_not_in_force_is_no_conflict():
    assert arrangement(law("one"), law("two", "home", effective_until="2026-03-01")) == "off"


def test_a_tie_below_the_deciding_policy_is_no_conflict():
    assert arrangement(law("top", precedence=1), law("one", "home"), law("two", "office")) == "off"


def test_a_third_policy_that_differs_makes_the_conflict_too():
    assert arrangement(law("one"), law("two"), law("three", "home")) is None


def test_a_conflict_in_one_parameter_leaves_the_others_resolved():
    facts = [
        *office(),
        policy("one", arrangement="office", windows=[window("a")]),
        policy("two", windows=[window("b")]),
    ]
    shown = day(*facts)
    assert (shown["arrangement"], shown["status"]) == ("office", "conflict")


def outcome_with_ties(one, two):
    """A call on a duty day, two tied policies giving these parameters."""
    tied = [policy("one", precedence=1, **one), policy("two", precedence=1, **two)]
    [shown] = outcomes(*office(), policy(**DUTY), *tied, call("09:00"))
    return shown


def test_values_are_compared_with_their_defaults_filled_in():
    written_out = calls(spacing=0, consecutive=False, reason_within=0, means=["answered", "call_back", "message"])
    assert outcome_with_ties({"calls": calls()}, {"calls": written_out}) == "missed"
    chain_by_default = {"respond_within": 10, "strikes": 3, "period": "month"}
    assert (
        outcome_with_ties({"calls": chain_by_default}, {"calls": {**chain_by_default, "callers": "chain"}}) == "missed"
    )


def test_means_are_compared_as_a_set():
    one, two = calls(means=["message", "answered"]), calls(means=["answered", "message", "answered"])
    assert outcome_with_ties({"calls": one}, {"calls": two}) == "missed"
    assert outcome_with_ties({"calls": one}, {"calls": calls(means=["answered"])}) == "conflict"


def test_other_lists_are_compared_in_order():
    tea = {"start": "15:00", "end": "15:15"}
    common = {"calls": calls()}
    assert outcome_with_ties({**common, "breaks": [LUNCH, tea]}, {**common, "breaks": [LUNCH, tea]}) == "missed"
    assert outcome_with_ties({**common, "breaks": [LUNCH, tea]}, {**common, "breaks": [tea, LUNCH]}) == "conflict"


def test_of_equals_that_agree_the_enactment_earliest_in_position_is_named():
    def named_policy(*facts):
        [because] = [one for one in day(*office(), *facts)["because"] if one["parameter"] == "arrangement"]
        return because["policy"]

    assert named_policy(law("zulu"), law("alpha")) == "zulu"
    assert named_policy(law("alpha"), law("zulu")) == "alpha"


def test_of_equals_that_agree_it_is_the_version_in_force_whose_position_counts():
    facts = [law("alpha"), law("zulu"), law("alpha")]
    shown = day(*office(), *facts)["because"]
    assert [one["policy"] for one in shown if one["parameter"] == "arrangement"] == ["zulu"]


# Home letters


def test_a_home_letter_turns_the_arrangement_into_home():
    assert arrangement(law(arrangement="office"), letter("home")) == "home"
    assert arrangement(law(arrangement="anywhere"), letter("home")) == "home"


def test_a_home_letter_holds_from_its_first_to_its_last_day():
    facts = [law(arrangement="office"), letter("home", DAY, NEXT_DAY)]
    days = [arrangement(*facts, on=f"2026-03-{d:02}") for d in (1, 2, 3, 4)]
    assert days == ["office", "home", "home", "office"]


def test_a_home_letter_gives_an_arrangement_where_none_is_set():
    facts = [*office(), policy(windows=[window()])]
    assert status(*facts) == "unregulated"
    assert day(*facts, letter("home"))["arrangement"] == "home"
    assert status(*facts, letter("home")) == "absent"


def test_a_home_letter_does_not_make_a_day_off_a_day_at_home():
    assert arrangement(law(arrangement="off"), letter("home")) == "off"


def test_a_home_letter_does_not_settle_a_conflict():
    assert status(*office(), law("one"), law("two", "home"), letter("home")) == "conflict"


def test_a_home_letter_does_not_touch_a_day_by_shift_without_a_shift():
    assert arrangement(policy(**SHIFTS, windows=[window()]), letter("home")) == "shift"
    assert status(*office(), policy(**SHIFTS, windows=[window()]), letter("home")) == "off"


def test_a_home_letter_turns_a_shift_into_a_day_at_home():
    facts = [*office(), policy(**SHIFTS, windows=[window("home")]), shift("08:00", "16:00"), letter("home")]
    assert day(*facts)["arrangement"] == "home"
    assert [one["name"] for one in day(*facts)["windows"]] == ["home"]


@pytest.mark.parametrize("kind", ["travel", "training"])
def test_letters_of_other_kinds_leave_the_arrangement(kind):
    assert arrangement(law(arrangement="office"), letter(kind)) == "office"


def test_the_rest_is_resolved_with_the_arrangement_of_the_letter():
    facts = [
        *office(),
        policy(
            rules=[
                rule("home", {"arrangement": ["home"]}, windows=[window("at-home")]),
                rule("else", arrangement="office", windows=[window("at-office")]),
            ]
        ),
    ]
    assert shown_window(*facts)["name"] == "at-office"
    assert shown_window(*facts, letter("home"))["name"] == "at-home"


# What a verdict names


def test_a_verdict_names_the_policy_the_regulation_and_the_rule_of_each_parameter_it_used():
    facts = [
        *office(),
        policy("place", rules=[rule("everyone", arrangement="office")]),
        policy(
            "presence", rules=[rule("nobody", {"weekday": ["sun"]}, windows=[]), rule("mondays", windows=[window()])]
        ),
    ]
    because = {one["parameter"]: one for one in day(*facts)["because"]}
    assert (because["arrangement"]["policy"], because["arrangement"]["rule"]) == ("place", "everyone")
    assert (because["windows"]["policy"], because["windows"]["rule"]) == ("presence", "mondays")
    assert because["windows"]["regulation"] == "SE presence"


@pytest.mark.parametrize(
    ("parameter", "one", "two"),
    [
        ("arrangement", {"arrangement": "off"}, {"arrangement": "home"}),
        ("windows", DUTY, {"windows": []}),
        ("hours", DUTY, {"hours": LUNCH}),
    ],
)
def test_a_verdict_about_a_day_in_conflict_names_both_sides(parameter, one, two):
    shown = day(*office(), policy("one", **one), policy("two", **two))
    sides = [side["policy"] for side in shown["because"] if side["parameter"] == parameter]
    assert (shown["status"], sides) == ("conflict", ["one", "two"])


def test_a_verdict_about_a_call_names_the_rule_about_calls():
    facts = [*office(), policy(**DUTY), policy("ring", rules=[rule("phone", calls=calls())])]
    [shown] = shown_calls(*facts, call("09:00"))
    because = {one["parameter"]: one for one in shown["because"]}
    assert (because["calls"]["policy"], because["calls"]["rule"]) == ("ring", "phone")


def parameters_behind(*facts, clock="09:00"):
    """The parameters that the verdict about a call names, with the policies that decided them."""
    [shown] = shown_calls(*office(), *facts, call(clock))
    return sorted((one["parameter"], one["policy"]) for one in shown["because"])


RING = policy("ring", calls=calls(), breaks=[LUNCH])


def test_a_verdict_about_a_call_that_counts_names_every_parameter_it_used():
    named = [("arrangement", "base"), ("breaks", "ring"), ("calls", "ring"), ("hours", "base"), ("windows", "base")]
    assert parameters_behind(policy(**DUTY), RING) == named


def test_a_verdict_about_a_call_by_shift_names_no_hours():
    by_shift = policy(**SHIFTS, hours=HOURS)
    named = [("arrangement", "base"), ("breaks", "ring"), ("calls", "ring"), ("shift_windows", "base")]
    assert parameters_behind(by_shift, shift("08:00", "16:00"), RING) == named


def test_a_verdict_without_a_rule_about_calls_names_none():
    assert parameters_behind(policy(**DUTY)) == []


def test_a_verdict_about_a_conflict_names_both_sides():
    other = policy("other", calls=calls(strikes=9))
    assert {("calls", "other"), ("calls", "ring")} <= set(parameters_behind(policy(**DUTY), RING, other))
    assert ("hours", "base") not in parameters_behind(policy(**DUTY), RING, other)
    assert ("breaks", "other") in parameters_behind(policy(**DUTY), RING, policy("other", breaks=[]))


def test_a_verdict_about_a_call_off_duty_names_what_made_the_day():
    assert parameters_behind(policy(arrangement="off"), RING) == [("arrangement", "base"), ("calls", "ring")]


def test_a_verdict_about_a_call_outside_hours_names_the_hours():
    named = [("arrangement", "base"), ("calls", "ring"), ("hours", "base"), ("windows", "base")]
    assert parameters_behind(policy(**DUTY), RING, clock="05:00") == named


def test_hours_of_one_policy_and_windows_of_another_serve_together():
    facts = [
        *office(),
        policy("one", arrangement="office", windows=[window()]),
        policy("two", hours=HOURS, calls=calls()),
    ]
    assert outcomes(*facts, call("09:00")) == ["missed"]
