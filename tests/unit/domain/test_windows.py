"""SPEC section 5: the windows of a duty day, and the status they give it."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    HOURS,
    NEXT_DAY,
    WIB,
    accepted,
    at,
    check_in,
    office,
    policy,
    reason,
    window,
)
from tests.unit.domain.story import day, shown_window, status


def law(*windows):
    return [*office(), policy(arrangement="office", hours=HOURS, windows=list(windows))]


PLAIN = law(window("in", "06:30", "07:30"))
LATE = law(window("in", "06:30", "07:30", late_until="08:00"))
EARLY = law(window("out", "16:00", "17:00", early_from="15:00"))
BOTH = law(window("in", "06:30", "07:30", late_until="08:00", early_from="06:00"))


def seen(facts, *clocks, **question):
    """The window's status and the clock it was met at."""
    shown = shown_window(*facts, *(check_in(clock) for clock in clocks), **question)
    return shown["status"], shown["at"]


def minutes(facts, *clocks):
    shown = shown_window(*facts, *(check_in(clock) for clock in clocks))
    return shown["late_minutes"], shown["early_minutes"]


# On time


@pytest.mark.parametrize("clock", ["06:30:00", "07:00:00", "07:30:00"])
def test_a_check_in_from_opening_to_closing_is_on_time(clock):
    assert seen(PLAIN, clock) == ("on_time", at(clock))
    assert minutes(PLAIN, clock) == (0, 0)


@pytest.mark.parametrize("clock", ["06:29:59", "06:29:59.999999", "07:30:00.000001", "07:30:01"])
def test_a_check_in_outside_opening_and_closing_misses_the_window(clock):
    assert seen(PLAIN, clock) == ("missed", None)
    assert minutes(PLAIN, clock) == (0, 0)


def test_the_earliest_check_in_on_time_is_named():
    assert seen(PLAIN, "07:20", "07:10", "07:15") == ("on_time", at("07:10"))


def test_on_time_goes_before_late_and_early():
    assert seen(BOTH, "07:40", "06:10", "07:00") == ("on_time", at("07:00"))


def test_a_check_in_on_another_date_does_not_serve():
    assert status(*PLAIN, check_in("07:00", NEXT_DAY)) == "absent"


def test_the_check_in_of_another_does_not_serve():
    assert status(*PLAIN, check_in("07:00", nip="budi")) == "absent"


def test_a_check_in_given_in_another_offset_is_the_instant_it_is():
    assert status(*PLAIN, check_in("06:30:00", offset=WIB)) == "present"
    assert status(*PLAIN, check_in("06:30:01", offset=WIB)) == "absent"


# Late


@pytest.mark.parametrize(
    ("clock", "late"),
    [
        ("07:30:00.000001", 1),
        ("07:30:01", 1),
        ("07:30:59", 1),
        ("07:31:00", 1),
        ("07:31:00.000001", 2),
        ("07:31:01", 2),
        ("07:59:59", 30),
        ("08:00:00", 30),
    ],
)
def test_late_minutes_are_rounded_up_to_whole_minutes(clock, late):
    assert seen(LATE, clock) == ("late", at(clock))
    assert minutes(LATE, clock) == (late, 0)


@pytest.mark.parametrize("clock", ["08:00:00.000001", "08:00:01"])
def test_a_check_in_after_late_until_misses_the_window(clock):
    assert seen(LATE, clock) == ("missed", None)


def test_the_earliest_late_check_in_is_named():
    assert seen(LATE, "07:50", "07:40", "07:45") == ("late", at("07:40"))
    assert minutes(LATE, "07:50", "07:40", "07:45") == (10, 0)


def test_late_goes_before_early():
    assert seen(BOTH, "06:10", "07:40") == ("late", at("07:40"))


# Pending


def test_a_window_is_pending_before_its_closing_instant():
    assert seen(PLAIN, as_of=at("07:29:59.999999")) == ("pending", None)
    assert seen(PLAIN, as_of=at("07:30:00")) == ("missed", None)


def test_a_window_with_a_late_part_is_pending_before_the_end_of_that():
    assert seen(LATE, as_of=at("07:59:59.999999")) == ("pending", None)
    assert seen(LATE, as_of=at("08:00:00")) == ("missed", None)


def test_a_window_is_pending_before_it_opens():
    assert seen(PLAIN, as_of=at("00:00", "2026-02-01")) == ("pending", None)


def test_a_window_that_was_met_is_not_pending():
    assert seen(PLAIN, "07:00", as_of=at("07:00")) == ("on_time", at("07:00"))


def test_a_window_that_was_met_late_is_not_pending():
    assert seen(LATE, "07:40", as_of=at("07:45")) == ("late", at("07:40"))


def test_a_window_met_early_is_pending_until_its_last_instant():
    assert seen(EARLY, "15:30", as_of=at("16:59:59")) == ("pending", None)
    assert seen(EARLY, "15:30", as_of=at("17:00:00")) == ("early", at("15:30"))


def test_a_window_with_both_parts_and_an_early_check_in_is_pending_until_the_late_part_ends():
    assert seen(BOTH, "06:10", as_of=at("07:59:59")) == ("pending", None)
    assert seen(BOTH, "06:10", as_of=at("08:00:00")) == ("early", at("06:10"))


# Early


@pytest.mark.parametrize(
    ("clock", "early"),
    [
        ("15:00:00", 60),
        ("15:00:01", 60),
        ("15:58:59", 2),
        ("15:59:00", 1),
        ("15:59:59", 1),
        ("15:59:59.999999", 1),
    ],
)
def test_early_minutes_are_rounded_up_to_whole_minutes(clock, early):
    assert seen(EARLY, clock) == ("early", at(clock))
    assert minutes(EARLY, clock) == (0, early)


@pytest.mark.parametrize("clock", ["14:59:59", "14:59:59.999999"])
def test_a_check_in_before_early_from_misses_the_window(clock):
    assert seen(EARLY, clock) == ("missed", None)


def test_the_opening_instant_is_on_time_not_early():
    assert seen(EARLY, "16:00:00") == ("on_time", at("16:00:00"))


def test_the_latest_early_check_in_is_named():
    assert seen(EARLY, "15:50", "15:40", "15:55", "15:45") == ("early", at("15:55"))
    assert minutes(EARLY, "15:50", "15:40", "15:55", "15:45") == (0, 5)


# Place

AT_OFFICE = law({**window(), "place": "office"})


def test_a_window_at_the_office_takes_a_check_in_at_the_office():
    assert status(*AT_OFFICE, check_in("07:00", place="office")) == "present"


@pytest.mark.parametrize("place", ["remote", "unknown", None])
def test_a_window_at_the_office_takes_no_other_check_in(place):
    assert status(*AT_OFFICE, check_in("07:00", place=place)) == "absent"


@pytest.mark.parametrize("place", ["office", "remote", "unknown", None])
def test_a_window_without_a_place_takes_every_check_in(place):
    assert status(*PLAIN, check_in("07:00", place=place)) == "present"


def test_a_window_at_the_office_looks_past_check_ins_elsewhere():
    facts = law({**window(late_until="08:00"), "place": "office"})
    shown = shown_window(*facts, check_in("07:00", place="remote"), check_in("07:40", place="office"))
    assert (shown["status"], shown["at"]) == ("late", at("07:40"))
    early = law({**window("out", "16:00", "17:00", early_from="15:00"), "place": "office"})
    shown = shown_window(*early, check_in("15:50", place="remote"), check_in("15:40", place="office"))
    assert (shown["status"], shown["at"]) == ("early", at("15:40"))


# The order and bounds shown


def test_windows_are_shown_in_their_order_with_their_bounds():
    facts = law(window("in", "06:30", "07:30", late_until="08:00"), window("out", "16:00", "17:00", early_from="15:00"))
    shown = [(one["name"], one["opens"], one["closes"]) for one in day(*facts)["windows"]]
    assert shown == [("in", at("06:30"), at("07:30")), ("out", at("16:00"), at("17:00"))]


# The status of the day: window `in` and window `out`, each met as a word says

TWO = law(
    window("in", "06:30", "07:30", late_until="08:00"),
    window("out", "16:00", "17:00", early_from="15:00"),
)
IN = {"on_time": [check_in("07:00")], "late": [check_in("07:41")], "missed": []}
OUT = {"on_time": [check_in("16:30")], "early": [check_in("15:48")], "missed": []}
IN["excused"] = [reason("18:00", about={"date": DAY, "window": "in"}, reason_id="a"), accepted("19:00", reason_id="a")]
OUT["excused"] = [
    reason("18:00", about={"date": DAY, "window": "out"}, reason_id="b"),
    accepted("19:00", reason_id="b"),
]


@pytest.mark.parametrize(
    ("morning", "evening", "expected"),
    [
        ("on_time", "on_time", "present"),
        ("on_time", "excused", "excused"),
        ("excused", "on_time", "excused"),
        ("excused", "excused", "excused"),
        ("late", "on_time", "late"),
        ("late", "excused", "late"),
        ("late", "early", "late"),
        ("on_time", "early", "early"),
        ("excused", "early", "early"),
        ("missed", "missed", "absent"),
        ("missed", "on_time", "partial"),
        ("missed", "excused", "partial"),
        ("missed", "early", "partial"),
        ("on_time", "missed", "partial"),
        ("excused", "missed", "partial"),
        ("late", "missed", "partial"),
    ],
)
def test_the_status_of_a_day_follows_from_its_windows(morning, evening, expected):
    facts = [*TWO, *IN[morning], *OUT[evening]]
    assert [one["status"] for one in day(*facts)["windows"]] == [morning, evening]
    assert status(*facts) == expected


@pytest.mark.parametrize("morning", ["on_time", "late", "missed"])
def test_a_day_with_a_pending_window_is_pending(morning):
    assert status(*TWO, *IN[morning], as_of=at("16:59:59")) == "pending"


def test_a_day_all_of_whose_windows_are_met_is_not_pending_before_they_close():
    assert status(*TWO, *IN["on_time"], *OUT["on_time"], as_of=at("16:30")) == "present"


def test_late_and_early_minutes_of_a_day_are_the_sums_over_its_windows():
    windows = [
        window("one", "06:00", "06:30", late_until="07:00"),
        window("two", "08:00", "08:30", late_until="09:00"),
        window("three", "12:00", "12:30", early_from="11:30"),
        window("four", "16:00", "16:30", early_from="15:30"),
    ]
    shown = day(*law(*windows), *(check_in(clock) for clock in ("06:31:30", "08:35", "11:50", "15:57:30")))
    assert (shown["late_minutes"], shown["early_minutes"]) == (2 + 5, 10 + 3)


def test_a_partial_day_keeps_the_minutes_of_the_windows_that_were_met():
    shown = day(*TWO, *IN["late"])
    assert (shown["status"], shown["late_minutes"]) == ("partial", 11)


def test_each_window_shows_its_own_minutes():
    shown = day(*TWO, *IN["late"], *OUT["early"])["windows"]
    assert [(one["late_minutes"], one["early_minutes"]) for one in shown] == [(11, 0), (0, 12)]
