"""SPEC section 3: units, their paths, their zones, local dates, and the day an instant belongs to."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    WIB,
    WIT,
    at,
    call,
    check_in,
    employee,
    employment_ended,
    leave,
    policy,
    revoked,
    rule,
    shift,
    shift_withdrawn,
    unit,
)
from tests.unit.domain.story import ask, ask_exactly, shown_window, status

OFF_FOR_SERVICE = policy(
    scope="province", rules=[rule("service", {"direct_service": True}, arrangement="off"), rule("rest", **DUTY)]
)


def offset_on(day, *facts):
    """The offset of the wall clock of a duty day."""
    return ask_exactly(*facts, first=day, last=day)["days"][0]["windows"][0]["opens"][-6:]


def calls_of(day, *facts):
    """The calls that belong to a day."""
    return [one["call_id"] for one in ask(*facts, first=day, last=day)["calls"]]


# Paths


def test_a_unit_is_as_defined_with_the_greatest_date_not_as_defined_last():
    facts = [
        unit("dinas", "province", effective_from="2026-03-02"),
        unit("dinas", effective_from="2020-01-01"),
        unit("province"),
        employee(),
        policy(scope="province", **DUTY),
    ]
    assert status(*facts, on="2026-03-01") == "unregulated"
    assert status(*facts, on="2026-03-02") == "absent"


def test_of_two_definitions_from_the_same_date_the_later_recorded_holds():
    facts = [unit("province"), unit("dinas"), unit("dinas", "province"), employee(), policy(scope="province", **DUTY)]
    assert status(*facts) == "absent"


def test_the_path_runs_by_parent_up_to_the_root():
    facts = [unit("nation"), unit("province", "nation"), unit("dinas", "province"), employee()]
    for scope in ("nation", "province", "dinas"):
        assert status(*facts, policy(scope=scope, **DUTY)) == "absent"


def test_the_path_does_not_run_down_or_sideways():
    facts = [
        unit("province"),
        unit("dinas", "province"),
        unit("section", "dinas"),
        unit("sister", "province"),
        employee(),
    ]
    for scope in ("section", "sister"):
        assert status(*facts, policy(scope=scope, **DUTY)) == "unregulated"


def test_the_path_ends_at_a_unit_that_is_not_defined_on_the_date():
    facts = [
        unit("nation"),
        unit("province", "nation", effective_from="2026-03-05"),
        unit("dinas", "province"),
        employee(),
        policy(scope="nation", **DUTY),
    ]
    assert status(*facts, on="2026-03-04") == "unregulated"
    assert status(*facts, on="2026-03-05") == "absent"


def test_a_policy_of_a_parent_that_is_not_defined_reaches_nobody():
    assert status(unit("dinas", "ghost"), employee(), policy(scope="ghost", **DUTY)) == "unregulated"


def test_the_path_ends_where_it_would_repeat():
    facts = [unit("dinas", "sister"), unit("sister", "dinas"), employee(), policy(scope="sister", **DUTY)]
    assert status(*facts) == "absent"


def test_in_a_circle_of_units_the_unit_itself_is_the_deepest():
    facts = [unit("dinas", "sister"), unit("sister", "dinas"), employee()]
    own, above = policy("own", **DUTY), policy("above", scope="sister", arrangement="off")
    assert status(*facts, own, above) == status(*facts, above, own) == "absent"


def test_a_unit_that_is_its_own_parent_is_a_root():
    assert status(unit("dinas", "dinas"), employee(), policy(**DUTY)) == "absent"


def test_an_employee_of_an_undefined_unit_is_under_no_policy():
    facts = [unit("dinas", effective_from="2026-03-05"), employee(), policy(**DUTY)]
    assert status(*facts, on="2026-03-04") == "unregulated"
    assert status(*facts, on="2026-03-05") == "absent"


def test_the_depth_of_a_unit_counts_from_the_root():
    facts = [unit("province"), unit("dinas", "province"), employee()]
    deeper, higher = policy("deep", **DUTY), policy("high", scope="province", arrangement="off")
    assert status(*facts, deeper, higher) == status(*facts, higher, deeper) == "absent"


# What a unit states


def test_the_zone_is_that_of_the_nearest_unit_upward_that_states_one():
    facts = [
        unit("nation", timezone="Asia/Jakarta"),
        unit("province", "nation", timezone="Asia/Jayapura"),
        unit("dinas", "province"),
        employee(),
        policy(**DUTY),
    ]
    assert offset_on(DAY, *facts) == WIT


def test_a_unit_s_own_zone_comes_before_that_of_its_parent():
    facts = [unit("province", timezone="Asia/Jakarta"), unit("dinas", "province", timezone="Asia/Jayapura")]
    assert offset_on(DAY, *facts, employee(), policy(**DUTY)) == WIT


def test_where_no_unit_states_a_zone_it_is_that_of_jakarta():
    assert offset_on(DAY, unit("dinas"), employee(), policy(**DUTY)) == WIB


def test_the_zone_of_an_undefined_unit_is_that_of_jakarta():
    assert ask_exactly(employee(unit="ghost"))["as_of"].endswith(WIB)


def test_direct_service_is_that_of_the_nearest_unit_upward_that_states_it():
    facts = [unit("province", direct_service=True), unit("dinas", "province"), employee(), OFF_FOR_SERVICE]
    assert status(*facts) == "off"


def test_direct_service_stated_as_false_comes_before_the_parent_s_true():
    facts = [unit("province", direct_service=True), unit("dinas", "province", direct_service=False), employee()]
    assert status(*facts, OFF_FOR_SERVICE) == "absent"


def test_direct_service_stated_as_true_comes_before_the_parent_s_false():
    facts = [unit("province", direct_service=False), unit("dinas", "province", direct_service=True), employee()]
    assert status(*facts, OFF_FOR_SERVICE) == "off"


def test_where_no_unit_states_direct_service_it_is_false():
    facts = [unit("province"), unit("dinas", "province"), employee()]
    assert status(*facts, OFF_FOR_SERVICE) == "absent"
    not_service = policy(scope="province", when={"direct_service": False}, arrangement="off")
    assert status(*facts, not_service) == "off"


# The zone of an employee

EAST = unit("east", timezone="Asia/Jayapura")
WEST = unit("west", timezone="Asia/Jakarta")
EVERYWHERE = [policy("east-law", scope="east", **DUTY), policy("west-law", scope="west", **DUTY)]


def test_the_zone_on_a_date_is_that_of_the_unit_assigned_on_it():
    facts = [EAST, WEST, *EVERYWHERE, employee(unit="west"), employee(unit="east", effective_from="2026-03-05")]
    assert offset_on("2026-03-04", *facts) == WIB
    assert offset_on("2026-03-05", *facts) == WIT


def test_the_zone_follows_the_unit_when_its_definition_changes():
    facts = [
        EAST,
        unit("east", timezone="Asia/Jakarta", effective_from="2026-03-05"),
        *EVERYWHERE,
        employee(unit="east"),
    ]
    assert offset_on("2026-03-04", *facts) == WIT
    assert offset_on("2026-03-05", *facts) == WIB


def placed_offset(*facts):
    [one] = ask_exactly(*facts, first="2026-01-01", last="2026-12-31")["calls"]
    return one["placed_at"][-6:]


def test_before_the_first_assignment_the_zone_is_that_of_the_first():
    facts = [EAST, WEST, employee(unit="east", effective_from="2026-03-05")]
    moved = employee(unit="west", effective_from="2026-03-10")
    assert placed_offset(*facts, moved, call("09:00")) == WIT


def test_before_the_first_assignment_the_zone_is_that_of_its_unit_on_the_day_it_took_effect():
    facts = [
        unit("dinas", timezone="Asia/Jakarta"),
        unit("dinas", timezone="Asia/Jayapura", effective_from="2026-03-05"),
        unit("dinas", timezone="Asia/Makassar", effective_from="2026-03-20"),
        employee(effective_from="2026-03-10"),
    ]
    assert placed_offset(*facts, call("09:00", DAY)) == WIT


def test_after_an_end_the_zone_is_that_of_the_last_assignment():
    facts = [EAST, WEST, employee(unit="west"), employee(unit="east", effective_from="2026-03-02")]
    assert placed_offset(*facts, employment_ended("2026-03-05"), call("09:00", "2026-03-10")) == WIT


def test_after_an_end_the_zone_is_that_of_the_unit_as_it_is_on_the_date():
    facts = [EAST, unit("east", timezone="Asia/Jakarta", effective_from="2026-03-08"), employee(unit="east")]
    assert placed_offset(*facts, employment_ended("2026-03-05"), call("09:00", "2026-03-07")) == WIT
    assert placed_offset(*facts, employment_ended("2026-03-05"), call("09:00", "2026-03-10")) == WIB


def test_after_an_end_and_before_the_next_assignment_the_zone_is_that_of_the_last():
    facts = [EAST, WEST, employee(unit="east"), employment_ended("2026-03-05")]
    again = employee(unit="west", effective_from="2026-03-20")
    assert placed_offset(*facts, again, call("09:00", "2026-03-10")) == WIT


# Local dates

MOVES_EAST = [EAST, WEST, employee(unit="west"), employee(unit="east", effective_from=NEXT_DAY)]


def test_a_local_date_is_in_the_zone_of_the_instant_s_utc_date():
    last_minutes_in_the_west = call("16:30", DAY, "+00:00")  # 23:30 in WIB, 01:30 of the next day in WIT
    assert calls_of(DAY, *MOVES_EAST, last_minutes_in_the_west) == ["c-1"]
    assert calls_of(NEXT_DAY, *MOVES_EAST, last_minutes_in_the_west) == []


def test_the_offset_an_instant_was_given_with_does_not_touch_its_local_date():
    already_tomorrow_where_it_was_written = call("01:30", NEXT_DAY, WIT)  # 16:30 of the day before in UTC
    assert calls_of(DAY, *MOVES_EAST, already_tomorrow_where_it_was_written) == ["c-1"]
    still_yesterday_where_it_was_written = call("20:00", DAY, "-05:00")  # 01:00 of the next day in UTC
    assert calls_of(NEXT_DAY, *MOVES_EAST, still_yesterday_where_it_was_written) == ["c-1"]


def test_a_local_date_may_be_the_day_after_the_instant_s_utc_date():
    already_tomorrow_in_the_west = call("17:00", DAY, "+00:00")  # 00:00 of the next day in WIB
    assert calls_of(NEXT_DAY, *MOVES_EAST, already_tomorrow_in_the_west) == ["c-1"]


def test_the_local_date_begins_at_local_midnight():
    facts = [unit("dinas", timezone="Asia/Makassar"), employee()]
    assert calls_of(DAY, *facts, call("23:59:59.999999")) == ["c-1"]
    assert calls_of(NEXT_DAY, *facts, call("00:00:00", NEXT_DAY)) == ["c-1"]


# The day an instant belongs to

ROSTER = [unit("dinas", timezone="Asia/Makassar"), employee(), policy(**SHIFTS)]
NIGHT = shift("22:00", "06:00", DAY)


@pytest.mark.parametrize("clock", ["00:00:00", "02:00:00", "05:59:59.999999"])
def test_an_instant_in_a_shift_of_the_day_before_belongs_to_the_day_before(clock):
    assert calls_of(DAY, *ROSTER, NIGHT, call(clock, NEXT_DAY)) == ["c-1"]
    assert calls_of(NEXT_DAY, *ROSTER, NIGHT, call(clock, NEXT_DAY)) == []


def test_the_end_of_a_shift_is_no_longer_in_it():
    assert calls_of(NEXT_DAY, *ROSTER, NIGHT, call("06:00:00", NEXT_DAY)) == ["c-1"]


def test_a_shift_that_ends_when_it_starts_holds_a_whole_day_and_night():
    assert calls_of(DAY, *ROSTER, shift("09:00", "09:00", DAY), call("08:59:59", NEXT_DAY)) == ["c-1"]
    assert calls_of(NEXT_DAY, *ROSTER, shift("09:00", "09:00", DAY), call("09:00:00", NEXT_DAY)) == ["c-1"]


def test_any_of_several_shifts_of_the_day_before_may_hold_the_instant():
    morning, night = shift("07:00", "12:00", DAY, shift_id="a"), shift("20:00", "04:00", DAY, shift_id="b")
    assert calls_of(DAY, *ROSTER, night, morning, call("03:00", NEXT_DAY)) == ["c-1"]
    assert calls_of(DAY, *ROSTER, morning, night, call("03:00", NEXT_DAY)) == ["c-1"]


def test_an_instant_between_the_shifts_of_the_day_before_belongs_to_its_own_date():
    assert calls_of(NEXT_DAY, *ROSTER, shift("07:00", "12:00", DAY), call("03:00", NEXT_DAY)) == ["c-1"]


def test_a_day_before_that_is_no_duty_day_does_not_hold_the_instant():
    assert calls_of(NEXT_DAY, *ROSTER, NIGHT, leave(DAY), call("02:00", NEXT_DAY)) == ["c-1"]


def test_a_withdrawn_shift_of_the_day_before_does_not_hold_the_instant():
    assert calls_of(NEXT_DAY, *ROSTER, NIGHT, shift_withdrawn(), call("02:00", NEXT_DAY)) == ["c-1"]


def test_a_shift_on_a_day_before_that_is_not_by_shift_does_not_hold_the_instant():
    facts = [*ROSTER[:2], policy(**DUTY), NIGHT]
    assert calls_of(NEXT_DAY, *facts, call("02:00", NEXT_DAY)) == ["c-1"]


def test_a_shift_without_rules_for_its_windows_does_not_hold_the_instant():
    facts = [*ROSTER[:2], policy(arrangement="shift"), NIGHT]
    assert calls_of(NEXT_DAY, *facts, call("02:00", NEXT_DAY)) == ["c-1"]


def test_the_day_before_goes_before_a_shift_of_the_date_itself():
    own = shift("00:00", "08:00", NEXT_DAY, shift_id="own")
    assert calls_of(DAY, *ROSTER, NIGHT, own, call("02:00", NEXT_DAY)) == ["c-1"]


def test_a_shift_that_ends_the_next_day_runs_in_the_zone_of_its_own_day():
    facts = [*MOVES_EAST, policy("west-law", scope="west", **SHIFTS), NIGHT]
    still_in_the_shift = call("05:30", NEXT_DAY, WIB)  # 07:30 in WIT
    assert calls_of(DAY, *facts, still_in_the_shift) == ["c-1"]


def test_as_of_carries_the_offset_of_the_day_it_belongs_to():
    night_shift_before_the_move = [*MOVES_EAST, policy("west-law", scope="west", **SHIFTS), NIGHT]
    shown = ask_exactly(*night_shift_before_the_move, as_of=at("02:00", NEXT_DAY, WIB))
    assert shown["as_of"].endswith(WIB)
    shown = ask_exactly(*MOVES_EAST, as_of=at("02:00", NEXT_DAY, WIB))
    assert shown["as_of"].endswith(WIT)


def test_the_days_run_up_to_the_local_date_of_t():
    facts = [unit("dinas", timezone="Asia/Makassar"), employee(), policy(**DUTY)]
    assert ask(*facts, as_of=at("23:59:59", DAY))["days"][-1]["date"] == DAY
    assert ask(*facts, as_of=at("00:00:00", NEXT_DAY))["days"][-1]["date"] == NEXT_DAY


def test_a_check_in_serves_the_windows_of_the_unit_served_on_the_day():
    facts = [*MOVES_EAST, *EVERYWHERE, check_in("07:00", DAY, WIB), check_in("07:00", NEXT_DAY, WIT)]
    assert [status(*facts, on=day) for day in (DAY, NEXT_DAY)] == ["present", "present"]
    assert shown_window(*facts, on=NEXT_DAY)["at"] == at("07:00", NEXT_DAY, WIT)


def test_a_policy_follows_the_unit_into_its_new_parent():
    facts = [
        unit("north"),
        unit("south"),
        unit("dinas", "north"),
        unit("dinas", "south", effective_from=NEXT_DAY),
        employee(),
        policy("north-law", scope="north", arrangement="off"),
        policy("south-law", scope="south", **DUTY),
    ]
    assert [status(*facts, on=day) for day in (DAY, NEXT_DAY)] == ["off", "absent"]
    assert status(*facts, revoked("south-law", NEXT_DAY), on=NEXT_DAY) == "unregulated"
