"""SPEC section 7: the tally of absence of a calendar year."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    WIT,
    absence,
    accepted,
    at,
    check_in,
    employee,
    employment_ended,
    holiday,
    leave,
    letter,
    office,
    policy,
    reason,
    shift,
    unit,
    window,
)
from tests.unit.domain.story import ask

BANDS = [
    {"days": 1, "level": "light", "kind": "oral"},
    {"days": 3, "level": "light", "kind": "written"},
    {"days": 5, "level": "heavy", "kind": "dismissal"},
]
ORAL, WRITTEN, DISMISSAL = BANDS
NOTHING = {"absent_days": 0, "lost_minutes": 0, "counted_days": 0, "longest_run": 0, "band": None, "consecutive": None}
TWO_WINDOWS = [window("in", "06:30", "07:30", late_until="09:00"), window("out", "16:00", "17:00", early_from="14:00")]


def law(**more):
    """Every day a duty day with two windows."""
    return [*office(), policy(arrangement="office", windows=TWO_WINDOWS, **more)]


LAW = law(absence=absence(day_minutes=60, partial_minutes=45, bands=BANDS))


def tally(*facts, year="2026", on="2026-03-05", clock="23:00", **question):
    """The tally of a year as of an evening: by 5 March five days have passed since the assignment."""
    whole = ask(*facts, as_of=at(clock, on), **question)["absence"][year]
    return {key: whole[key] for key in NOTHING}


def present(*days):
    """Whole days of duty done, in March."""
    return [check_in(clock, f"2026-03-{day:02}") for day in days for clock in ("07:00", "16:30")]


# Days and minutes


def test_absent_days_are_the_days_with_that_status():
    assert tally(*LAW)["absent_days"] == 5
    assert tally(*LAW, *present(1, 4))["absent_days"] == 3


def test_days_after_t_do_not_count():
    assert tally(*LAW, on="2026-03-03")["absent_days"] == 3


def test_the_day_of_t_counts_as_far_as_it_is_over():
    assert tally(*LAW, on="2026-03-03", clock="16:59:59")["absent_days"] == 2
    assert tally(*LAW, on="2026-03-03", clock="17:00:00")["absent_days"] == 3


def test_the_days_run_to_the_local_date_of_t():
    one = {"windows": [window("night", "00:00", "00:01")], "arrangement": "office"}
    facts = [unit("dinas", timezone="Asia/Jayapura"), employee(), policy(**one)]
    just_after_midnight = at("00:01", "2026-03-05", WIT)
    assert ask(*facts, as_of=just_after_midnight)["absence"]["2026"]["absent_days"] == 5


def test_lost_minutes_are_the_late_and_early_minutes_of_all_days():
    late_and_early = [
        check_in("07:40", DAY),
        check_in("15:45", DAY),
        check_in("08:00", NEXT_DAY),
        check_in("16:30", NEXT_DAY),
    ]
    counted = tally(*LAW, *present(1, 4, 5), *late_and_early)
    assert (counted["absent_days"], counted["lost_minutes"]) == (0, 10 + 15 + 30)


def test_lost_minutes_count_each_missed_window_of_a_partial_day():
    counted = tally(*LAW, *present(1, 3, 4, 5), check_in("07:40", DAY))
    assert counted["lost_minutes"] == 10 + 45


def test_the_missed_windows_of_an_absent_day_are_not_minutes():
    assert tally(*LAW, *present(1, 2, 3, 4))["lost_minutes"] == 0


def test_several_missed_windows_of_a_partial_day_each_count():
    three = [window("a", "06:00", "07:00"), window("b", "08:00", "09:00"), window("c", "10:00", "11:00")]
    facts = [*office(), policy(arrangement="office", windows=three, absence=absence(60, 45))]
    assert tally(*facts, check_in("06:30", "2026-03-01"), on="2026-03-01")["lost_minutes"] == 90


def test_excused_minutes_are_not_lost():
    excuse = [reason("18:00", about={"date": DAY}), accepted("19:00")]
    assert tally(*LAW, *present(1, 3, 4, 5), check_in("07:40", DAY), *excuse) == NOTHING


def test_the_minutes_of_a_day_still_pending_count_too():
    counted = tally(*LAW, *present(1, 2, 3, 4), check_in("07:40", "2026-03-05"), clock="12:00")
    assert (counted["absent_days"], counted["lost_minutes"]) == (0, 10)


def test_lost_minutes_are_converted_into_whole_days():
    fifty_nine = [*present(1, 4, 5), check_in("08:29", DAY), check_in("16:00", DAY), *present(3)]
    assert tally(*LAW, *fifty_nine)["counted_days"] == 0
    sixty = [*present(1, 3, 4, 5), check_in("08:30", DAY), check_in("16:00", DAY)]
    assert tally(*LAW, *sixty) == {**NOTHING, "lost_minutes": 60, "counted_days": 1, "band": ORAL}


def test_counted_days_are_the_absent_days_and_the_converted_minutes_together():
    facts = [
        *present(1, 4),
        check_in("09:00", DAY),
        check_in("15:15", DAY),
    ]  # 90 late, 45 early; absent on the 3rd and 5th
    counted = tally(*LAW, *facts)
    assert (counted["absent_days"], counted["lost_minutes"], counted["counted_days"]) == (2, 135, 4)


# Bands


@pytest.mark.parametrize(
    ("served", "band"),
    [
        ((1, 2, 3, 4, 5), None),
        ((1, 2, 3, 4), ORAL),
        ((1, 2, 3), ORAL),
        ((1, 2), WRITTEN),
        ((1,), WRITTEN),
        ((), DISMISSAL),
    ],
)
def test_the_band_is_the_highest_one_reached(served, band):
    assert tally(*LAW, *present(*served))["band"] == band


def test_the_band_goes_by_counted_days_not_by_absent_days():
    facts = [*present(1, 3, 4), check_in("09:00", DAY), check_in("14:00", DAY)]  # absent on the 5th, 210 minutes
    assert tally(*LAW, *facts)["counted_days"] == 4
    assert tally(*LAW, *facts)["band"] == WRITTEN


def test_without_an_absence_rule_there_are_no_bands_and_minutes_are_not_converted():
    counted = tally(*law(), *present(3, 4), check_in("09:00", DAY), check_in("14:00", DAY))
    assert counted == {**NOTHING, "absent_days": 2, "lost_minutes": 210, "counted_days": 2, "longest_run": 1}


def test_without_an_absence_rule_missed_windows_are_no_minutes():
    assert tally(*law(), *present(1, 3, 4, 5), check_in("07:40", DAY))["lost_minutes"] == 10


def test_a_conflict_in_the_absence_rule_counts_as_unset():
    other = policy("other", absence=absence(day_minutes=1, bands=BANDS))
    counted = tally(*LAW, other)
    assert (counted["absent_days"], counted["counted_days"], counted["band"]) == (5, 5, None)


def test_a_conflict_in_the_absence_rule_is_reported_with_those_who_differ():
    other = policy("other", absence=absence(day_minutes=1, bands=BANDS))
    reported = str(ask(*LAW, other)["absence"]["2026"])
    assert "SE base" in reported
    assert "SE other" in reported
    assert "SE base" not in str(ask(*law(), other)["absence"]["2026"])


# Runs


def longest(*facts, **question):
    return tally(*LAW, *facts, **question)["longest_run"]


def test_a_run_is_a_row_of_absent_days():
    assert longest() == 5
    assert longest(*present(1)) == 4
    assert longest(*present(2)) == 3
    assert longest(*present(3)) == 2


NEUTRAL = {
    "holiday": [holiday(NEXT_DAY)],
    "off": [policy("closing", precedence=1, when={"dates": [NEXT_DAY]}, arrangement="off")],
    "not_required": [policy("trust", precedence=1, when={"dates": [NEXT_DAY]}, windows=[])],
    "conflict": [
        policy("one", precedence=1, when={"dates": [NEXT_DAY]}, arrangement="off"),
        policy("two", precedence=1, when={"dates": [NEXT_DAY]}, arrangement="home"),
    ],
}


@pytest.mark.parametrize("facts", NEUTRAL.values(), ids=NEUTRAL)
def test_a_day_without_duty_neither_breaks_a_run_nor_counts(facts):
    assert longest(*facts) == 4


def test_an_unregulated_day_neither_breaks_a_run_nor_counts():
    two_laws = [
        policy("before", **DUTY, effective_until=DAY),
        policy("after", **DUTY, effective_from="2026-03-04"),
    ]
    assert tally(*office(), *two_laws)["longest_run"] == 4


def test_a_pending_day_neither_breaks_a_run_nor_counts():
    overnight = [{"name": "late", "opens": "06:00", "closes": "23:59"}]
    facts = [*office(), policy(arrangement="office", windows=overnight)]
    assert tally(*facts, on="2026-03-05", clock="12:00")["longest_run"] == 4


def test_a_pending_night_between_two_absent_days_does_not_part_them():
    turns = [
        shift("08:00", "16:00", "2026-03-01", shift_id="a"),
        shift("22:00", "06:00", DAY, shift_id="b"),
        shift("00:00", "01:00", NEXT_DAY, shift_id="c"),
    ]
    facts = [*office(), policy(**SHIFTS), *turns]
    assert tally(*facts, on=NEXT_DAY, clock="05:00")["longest_run"] == 2
    assert tally(*facts, on=NEXT_DAY, clock="12:00")["longest_run"] == 3


BREAKING = {
    "leave": [leave(NEXT_DAY)],
    "official_duty": [letter("training", NEXT_DAY)],
    "present": present(3),
    "late": [check_in("07:40", NEXT_DAY), check_in("16:30", NEXT_DAY)],
    "early": [check_in("07:00", NEXT_DAY), check_in("15:30", NEXT_DAY)],
    "partial": [check_in("07:00", NEXT_DAY)],
    "excused": [reason("09:00", about={"date": NEXT_DAY}), accepted("10:00")],
}


@pytest.mark.parametrize("facts", BREAKING.values(), ids=BREAKING)
def test_every_other_day_breaks_a_run(facts):
    assert longest(*facts) == 2


def test_being_unemployed_breaks_a_run():
    assert longest(employment_ended(NEXT_DAY), employee(effective_from="2026-03-04")) == 2


def test_the_longest_run_is_not_the_last_one():
    assert longest(*present(4)) == 3


# Runs over New Year

OLD_YEAR = [unit("dinas", timezone="Asia/Makassar"), employee(effective_from="2026-12-28"), LAW[-1]]
"""Assigned for the last four days of 2026."""
NEW_YEAR = {"first": "2026-12-28", "last": "2027-01-31"}


def runs(*facts, on):
    """The longest runs of the two years."""
    shown = ask(*OLD_YEAR, *facts, as_of=at("23:00", on), **NEW_YEAR)["absence"]
    return shown["2026"]["longest_run"], shown["2027"]["longest_run"]


def test_a_run_may_cross_new_year_and_counts_its_days_before_it():
    assert runs(on="2027-01-02") == (4, 6)


def test_the_run_of_a_year_that_is_past_ends_with_it():
    assert runs(on="2027-01-20")[0] == 4


def test_a_day_of_duty_before_new_year_breaks_the_run():
    served = [check_in(clock, "2026-12-29") for clock in ("07:00", "16:30")]
    assert runs(*served, on="2027-01-02") == (2, 4)


def test_a_leave_before_new_year_breaks_the_run():
    assert runs(leave("2026-12-31"), on="2027-01-02") == (3, 2)


def test_being_unemployed_before_new_year_breaks_the_run():
    assert runs(employment_ended("2026-12-30"), employee(effective_from="2026-12-31"), on="2027-01-02") == (2, 3)


def test_a_day_without_duty_before_new_year_neither_breaks_the_run_nor_counts():
    assert runs(holiday("2026-12-30"), on="2027-01-02") == (3, 5)


def test_a_run_without_a_day_in_the_year_is_none_of_it():
    served = [check_in(clock, "2027-01-01") for clock in ("07:00", "16:30")]
    assert runs(*served, on="2027-01-01") == (4, 0)
    assert runs(*served, on="2027-01-02") == (4, 1)


def test_a_run_that_only_rests_into_the_year_has_no_day_in_it():
    assert runs(holiday("2027-01-01"), on="2027-01-01") == (4, 0)
    assert runs(holiday("2027-01-01"), on="2027-01-02") == (4, 5)


def test_absent_days_and_minutes_are_those_of_the_year_alone():
    shown = ask(*OLD_YEAR, as_of=at("23:00", "2027-01-02"), **NEW_YEAR)["absence"]
    assert (shown["2026"]["absent_days"], shown["2027"]["absent_days"]) == (4, 2)


# Consecutive days

ROW = absence(60, 0, BANDS, consecutive_days=3, consecutive_level="heavy", consecutive_kind="dismissal")


def test_a_run_as_long_as_the_rule_says_is_named():
    named = {"days": 3, "level": "heavy", "kind": "dismissal"}
    assert tally(*law(absence=ROW))["consecutive"] == named
    assert tally(*law(absence=ROW), *present(4))["consecutive"] == named


def test_a_shorter_run_is_not_named():
    assert tally(*law(absence=ROW), *present(3))["consecutive"] is None


def test_without_such_a_rule_no_run_is_named():
    assert tally(*LAW)["consecutive"] is None
    assert tally(*law())["consecutive"] is None


def test_a_run_that_crosses_new_year_is_named_in_the_year_it_reaches():
    facts = [*OLD_YEAR[:2], law(absence={**ROW, "consecutive_days": 5})[-1]]
    shown = ask(*facts, as_of=at("23:00", "2027-01-01"), **NEW_YEAR)["absence"]
    assert (shown["2026"]["consecutive"], shown["2027"]["consecutive"]["days"]) == (None, 5)


# Which absence rule


def rules(*versions):
    """Versions of a policy that sets the absence rule alone, each with the level of its one band."""
    return [
        policy("tally", absence=absence(bands=[{"days": 1, "level": level, "kind": "k"}]), **dates)
        for level, dates in versions
    ]


def level(*facts, **question):
    band = tally(*law(), *facts, **question)["band"]
    return band and band["level"]


def test_the_absence_rule_is_that_of_the_local_date_of_t():
    facts = rules(("old", {}), ("new", {"effective_from": "2026-03-05"}))
    assert level(*facts, on="2026-03-04") == "old"
    assert level(*facts, on="2026-03-05") == "new"


def test_where_it_is_unset_that_of_the_latest_earlier_date_of_the_year_serves():
    facts = rules(
        ("old", {"effective_until": "2026-03-02"}),
        ("new", {"effective_from": "2026-03-03", "effective_until": "2026-03-04"}),
    )
    assert level(*facts, on="2026-03-20") == "new"


def test_a_rule_of_the_year_before_does_not_serve():
    facts = [*OLD_YEAR[:2], policy(arrangement="office", windows=TWO_WINDOWS)]
    ended = rules(("old", {"effective_until": "2026-12-31"}))
    shown = ask(*facts, *ended, as_of=at("23:00", "2027-01-05"), **NEW_YEAR)["absence"]
    assert shown["2026"]["band"]["level"] == "old"
    assert shown["2027"]["band"] is None


def test_of_a_year_that_is_past_the_rule_of_its_last_day_serves():
    facts = [*OLD_YEAR[:2], policy(arrangement="office", windows=TWO_WINDOWS)]
    changed = rules(("old", {}), ("last", {"effective_from": "2026-12-31"}), ("new", {"effective_from": "2027-01-01"}))
    shown = ask(*facts, *changed, as_of=at("23:00", "2027-01-05"), **NEW_YEAR)["absence"]
    assert (shown["2026"]["band"]["level"], shown["2027"]["band"]["level"]) == ("last", "new")


def test_while_one_is_unemployed_the_rule_of_the_last_day_of_employment_serves():
    facts = rules(("old", {}), ("new", {"effective_from": "2026-03-10"}))
    assert level(*facts, employment_ended("2026-03-05"), on="2026-03-20") == "old"


def test_where_the_rule_is_a_conflict_that_of_the_latest_earlier_date_serves():
    tied = policy("tied", absence=absence(day_minutes=1), effective_from="2026-01-01", when={"from": "2026-03-04"})
    assert level(*rules(("old", {})), tied, on="2026-03-20") == "old"


# Which years


def test_there_is_a_tally_for_every_year_asked_about():
    shown = ask(*OLD_YEAR, as_of=at("23:00", "2027-01-02"), first="2025-06-01", last="2028-02-01")["absence"]
    assert list(shown) == ["2025", "2026", "2027", "2028"]


def test_the_tally_is_of_the_whole_year_whatever_days_are_asked_about():
    assert tally(*LAW, first="2026-03-05", last="2026-03-05")["absent_days"] == 5


def test_a_year_after_t_has_nothing():
    assert tally(*LAW, year="2027", first="2026-03-01", last="2027-01-31") == NOTHING


def test_a_year_before_the_employment_has_nothing():
    assert tally(*LAW, year="2025", first="2025-01-01", last="2026-03-05") == NOTHING
