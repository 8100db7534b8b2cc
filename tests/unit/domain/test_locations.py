"""SPEC section 6: requests for a location, their outcome, and where the employee was."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    HOURS,
    LUNCH,
    NEXT_DAY,
    SHIFTS,
    at,
    employment_ended,
    leave,
    letter,
    location,
    location_request,
    named,
    office,
    policy,
    shift,
    void,
    window,
)
from tests.unit.domain.story import ask

LAW = [*office(), policy(**DUTY, location={"respond_within": 15})]
ASKED = location_request("09:00")


def shown(*facts, **question):
    """The location requests, in the order of the answer."""
    return ask(*facts, **question)["location_requests"]


def only(*facts, law=LAW, **question):
    """The one request asked at 09:00, to be met by 09:15."""
    [one] = shown(*law, ASKED, *facts, **question)
    return one


def outcome(*facts, **question):
    """The outcome, or why not, of the one request among the facts."""
    [one] = shown(*facts, **question)
    return one["why"] or one["outcome"]


# The deadline, and what is listed


def test_the_deadline_is_so_many_minutes_after_the_request():
    one = only()
    assert (one["request_id"], one["requested_at"], one["deadline"]) == ("l-1", at("09:00"), at("09:15"))


def test_requests_are_shown_in_the_order_placed():
    requests = [location_request("11:00", request_id="b"), location_request("09:00", request_id="c")]
    requests += [location_request("11:00", request_id="a")]
    assert [one["request_id"] for one in shown(*LAW, *requests)] == ["c", "b", "a"]


def test_the_requests_shown_are_those_of_the_days_asked_about():
    facts = [*LAW, ASKED, location_request("09:00", NEXT_DAY, request_id="l-2")]
    assert [one["request_id"] for one in shown(*facts, first=NEXT_DAY, last=NEXT_DAY)] == ["l-2"]


def test_a_request_after_t_is_not_shown():
    assert shown(*LAW, ASKED, as_of=at("08:59:59")) == []


def test_a_request_in_a_shift_of_the_day_before_belongs_to_the_day_before():
    facts = [*office(), policy(**SHIFTS, location={"respond_within": 15}), shift("22:00", "06:00")]
    request = location_request("02:00", NEXT_DAY)
    assert outcome(*facts, request, first=DAY, last=DAY) == "missed"
    assert shown(*facts, request, first=NEXT_DAY, last=NEXT_DAY) == []


def test_the_request_to_another_is_not_mine():
    assert shown(*LAW, location_request("09:00", nip="budi", by="citra")) == []


# Outcomes


@pytest.mark.parametrize("clock", ["09:00:00", "09:05:00", "09:15:00"])
def test_a_location_shared_from_the_request_to_the_deadline_is_shared(clock):
    assert only(location(clock))["outcome"] == "shared"


@pytest.mark.parametrize("clock", ["09:15:00.000001", "09:15:01", "12:00:00"])
def test_a_location_shared_after_the_deadline_is_late(clock):
    assert only(location(clock))["outcome"] == "late"


def test_a_location_shared_before_the_request_does_not_meet_it():
    assert only(location("08:59:59"))["outcome"] == "missed"


def test_a_location_shared_in_time_goes_before_one_late_or_early():
    assert only(location("12:00"), location("09:10"), location("08:00"))["outcome"] == "shared"


def test_a_location_shared_without_a_request_or_for_another_does_not_meet_it():
    assert only(location("09:05", request_id=None), location("09:05", request_id="l-2"))["outcome"] == "missed"


def test_the_location_of_another_does_not_meet_it():
    assert only(location("09:05", nip="budi"))["outcome"] == "missed"


def test_a_request_is_open_before_its_deadline():
    assert only(as_of=at("09:14:59"))["outcome"] == "open"
    assert only(as_of=at("09:15:00"))["outcome"] == "missed"


def test_a_location_shared_counts_from_its_own_instant():
    assert only(location("09:05"), as_of=at("09:04:59"))["outcome"] == "open"
    assert only(location("09:30"), as_of=at("09:29:59"))["outcome"] == "missed"
    assert only(location("09:30"), as_of=at("09:30:00"))["outcome"] == "late"


# Not counted


def test_a_second_request_of_the_same_id_is_not_counted():
    later = location_request("10:00")
    assert [one["why"] for one in shown(*LAW, ASKED, later)] == [None, "repeated_id"]
    assert [one["why"] for one in shown(*LAW, later, ASKED)] == [None, "repeated_id"]
    assert [one["why"] for one in shown(*LAW, ASKED, location_request("09:00", by="citra"))] == [None, "repeated_id"]


def test_a_repeated_id_goes_before_every_other_reason():
    assert [one["why"] for one in shown(*office(), ASKED, location_request("03:00", NEXT_DAY))] == [
        "no_policy",
        "repeated_id",
    ]


def test_when_the_earlier_request_is_voided_the_id_is_no_longer_repeated():
    assert outcome(*LAW, named("first", ASKED), location_request("10:00"), void("first")) == "missed"


def test_without_a_rule_about_locations_there_is_no_policy_and_no_deadline():
    [one] = shown(*office(), policy(**DUTY), ASKED)
    assert (one["outcome"], one["why"], one["deadline"]) == ("not_counted", "no_policy", None)


def test_one_who_is_unemployed_is_under_no_policy():
    assert outcome(*LAW, employment_ended(DAY), ASKED) == "no_policy"


def test_locations_in_conflict_are_a_conflict():
    [one] = shown(*LAW, policy("other", location={"respond_within": 5}), ASKED)
    assert (one["why"], one["deadline"]) == ("conflict", None)


def test_breaks_in_conflict_are_a_conflict():
    tied = [policy(**DUTY, breaks=[LUNCH]), policy("other", breaks=[])]
    assert outcome(*office(), *tied, policy("where", location={"respond_within": 15}), ASKED) == "conflict"


def test_a_conflict_goes_before_being_off_duty():
    assert outcome(*LAW, policy("other", location={"respond_within": 5}), leave(), ASKED) == "conflict"


def test_a_request_on_a_day_that_is_no_duty_day_is_not_counted():
    assert outcome(*LAW, leave(), location_request("05:00")) == "off_duty"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("07:59:59", "outside_hours"),
        ("08:00:00", "missed"),
        ("15:59:59", "missed"),
        ("16:00:00", "outside_hours"),
        ("20:00:00", "outside_hours"),
    ],
)
def test_only_the_request_itself_must_lie_within_the_hours(clock, expected):
    assert outcome(*LAW, location_request(clock)) == expected


def test_without_hours_every_request_is_outside_them():
    without = policy(arrangement="office", windows=[window()], location={"respond_within": 15})
    assert outcome(*office(), without, ASKED) == "outside_hours"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("08:00:00", "missed"), ("11:59:59", "missed"), ("12:00:00", "outside_hours"), ("07:59:59", "outside_hours")],
)
def test_by_shift_the_request_must_lie_within_a_shift(clock, expected):
    facts = [*office(), policy(**SHIFTS, hours=HOURS, location={"respond_within": 15}), shift("08:00", "12:00")]
    assert outcome(*facts, location_request(clock)) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("11:59:59", "missed"), ("12:00:00", "break"), ("12:59:59", "break"), ("13:00:00", "missed")],
)
def test_only_the_request_itself_must_lie_outside_the_breaks(clock, expected):
    facts = [*office(), policy(**DUTY, breaks=[LUNCH], location={"respond_within": 15})]
    assert outcome(*facts, location_request(clock)) == expected


def test_by_shift_a_break_after_midnight_is_that_of_the_next_day():
    breaks = [{"start": "01:00", "end": "02:00"}]
    facts = [*office(), policy(**SHIFTS, breaks=breaks, location={"respond_within": 15}), shift("22:00", "06:00")]
    assert outcome(*facts, location_request("01:30", NEXT_DAY)) == "break"
    assert outcome(*facts, location_request("02:00", NEXT_DAY)) == "missed"


def test_the_employee_cannot_ask_himself_but_anybody_else_may():
    assert outcome(*LAW, location_request("09:00", by="andi")) == "caller"
    assert outcome(*LAW, location_request("09:00", by="stranger")) == "missed"


def test_a_break_goes_before_asking_oneself():
    facts = [*office(), policy(**DUTY, breaks=[LUNCH], location={"respond_within": 15})]
    assert outcome(*facts, location_request("12:30", by="andi")) == "break"


def test_requests_know_no_spacing():
    facts = [ASKED, location_request("09:00:01", request_id="l-2")]
    assert [one["outcome"] for one in shown(*LAW, *facts)] == ["missed", "missed"]


# Where the employee was. On the WGS84 ellipsoid 0.001 degrees from (0, 0) are 110.57 m to the north and 111.32 m to the
# east; on a sphere they would be the same.


def place(radius_m=100, lat=0.0, lon=0.0):
    return {"lat": lat, "lon": lon, "radius_m": radius_m}


def distance(*facts, **question):
    one = only(*facts, **question)
    return one["distance_m"], one["inside"]


AT_HOME = letter("home", place=place())
NORTH = {"lat": 0.001, "lon": 0.0}
EAST = {"lat": 0.0, "lon": 0.001}


def test_the_distance_is_that_on_the_ellipsoid_to_one_decimal():
    assert distance(AT_HOME, location("09:05", **NORTH))[0] == 110.6
    assert distance(AT_HOME, location("09:05", **EAST))[0] == 111.3


def test_the_distance_is_measured_from_the_place_of_the_letter():
    home = letter("home", place=place(lat=-1.0, lon=117.0))
    assert distance(home, location("09:05", lat=-1.0, lon=117.0)) == (0.0, "yes")


def test_within_the_radius_is_inside():
    assert distance(letter("home", place=place(200)), location("09:05", **NORTH)) == (110.6, "yes")


def test_beyond_the_radius_is_not_inside():
    assert distance(AT_HOME, location("09:05", **NORTH)) == (110.6, "no")


@pytest.mark.parametrize(("accuracy_m", "inside"), [(10.0, "no"), (10.7, "indeterminate"), (500.0, "indeterminate")])
def test_a_position_as_uncertain_as_it_is_far_from_the_edge_is_indeterminate(accuracy_m, inside):
    assert distance(AT_HOME, location("09:05", **NORTH, accuracy_m=accuracy_m)) == (110.6, inside)


@pytest.mark.parametrize(("accuracy_m", "inside"), [(89.0, "yes"), (90.0, "indeterminate")])
def test_a_position_inside_the_radius_may_be_indeterminate_too(accuracy_m, inside):
    home = letter("home", place=place(200))  # 89.43 m from the edge
    assert distance(home, location("09:05", **NORTH, accuracy_m=accuracy_m)) == (110.6, inside)


@pytest.mark.parametrize(
    ("radius_m", "inside"), [(111.2, "yes"), (111.1, "indeterminate"), (110.1, "indeterminate"), (110.0, "no")]
)
def test_half_a_percent_of_the_radius_is_always_uncertain(radius_m, inside):
    home = letter("home", place=place(radius_m))  # half a percent is 0.55 m, the position is 110.574 m away
    assert distance(home, location("09:05", **NORTH))[1] == inside
    assert distance(home, location("09:05", **NORTH, accuracy_m=0.1))[1] == inside


def test_a_position_exactly_on_the_edge_of_a_circle_of_no_radius_is_indeterminate():
    assert distance(letter("home", place=place(0)), location("09:05")) == (0.0, "indeterminate")


def test_the_position_is_the_earliest_at_or_after_the_request():
    facts = [location("09:10", lat=9.0), location("08:00", lat=9.0), location("09:05", **NORTH)]
    assert distance(AT_HOME, *facts)[0] == 110.6
    assert distance(AT_HOME, location("09:00:00", **NORTH), location("09:01", lat=9.0))[0] == 110.6


def test_a_late_position_is_measured_too():
    assert distance(AT_HOME, location("12:00", **NORTH)) == (110.6, "no")


def test_without_a_position_there_is_no_distance():
    assert distance(AT_HOME) == (None, None)
    assert distance(AT_HOME, location("08:00", **NORTH)) == (None, None)


def test_without_a_letter_there_is_no_distance():
    assert distance(location("09:05", **NORTH)) == (None, None)


def test_a_letter_without_a_place_gives_no_distance():
    assert distance(letter("home"), location("09:05", **NORTH)) == (None, None)


def test_a_letter_for_another_day_gives_no_distance():
    assert distance(letter("home", NEXT_DAY, place=place()), location("09:05", **NORTH)) == (None, None)


def test_the_letter_of_another_gives_no_distance():
    assert distance(letter("home", place=place(), nip="budi"), location("09:05", **NORTH)) == (None, None)


def test_a_request_that_is_not_counted_gives_no_distance():
    [one] = shown(*LAW, AT_HOME, location_request("05:00"), location("05:05", **NORTH))
    assert (one["why"], one["distance_m"], one["inside"]) == ("outside_hours", None, None)
    travelling = [letter("travel", place=place()), location("09:05", **NORTH)]
    assert distance(*travelling) == (None, None)


def test_of_several_letters_with_a_place_the_later_recorded_gives_the_place():
    near, far = letter("home", place=place(500)), letter("home", place=place(50))
    assert distance(near, far, location("09:05", **NORTH)) == (110.6, "no")
    assert distance(far, near, location("09:05", **NORTH)) == (110.6, "yes")


def test_a_later_letter_without_a_place_does_not_hide_one_with_a_place():
    assert distance(AT_HOME, letter("home"), location("09:05", **NORTH)) == (110.6, "no")
