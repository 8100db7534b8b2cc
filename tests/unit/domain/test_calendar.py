"""SPEC section 3: holidays, periods, leaves and letters on a date."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    employee,
    holiday,
    leave,
    leave_cancelled,
    letter,
    office,
    period,
    policy,
    rule,
    unit,
)
from tests.unit.domain.story import status

LAW = [*office(), policy(**DUTY)]
TREE = [unit("nation"), unit("province", "nation"), unit("dinas", "province"), employee()]
TREE_LAW = [*TREE, unit("section", "dinas"), unit("sister", "province"), policy(scope="nation", **DUTY)]

# Holidays


@pytest.mark.parametrize("scope", ["nation", "province", "dinas"])
def test_a_holiday_of_the_unit_or_of_one_above_it_holds(scope):
    assert status(*TREE_LAW, holiday(scope=scope)) == "holiday"


@pytest.mark.parametrize("scope", ["section", "sister", "nowhere"])
def test_a_holiday_of_a_unit_below_or_beside_it_does_not_hold(scope):
    assert status(*TREE_LAW, holiday(scope=scope)) == "absent"


def test_a_holiday_holds_on_its_date_only():
    assert [status(*LAW, holiday(DAY), on=day) for day in ("2026-03-01", DAY, NEXT_DAY)] == [
        "absent",
        "holiday",
        "absent",
    ]


def test_a_collective_leave_is_a_holiday_too():
    assert status(*LAW, holiday(kind="collective_leave")) == "holiday"


def test_a_holiday_is_that_of_the_unit_served_on_the_date():
    facts = [*TREE_LAW, holiday(DAY, "sister"), holiday(NEXT_DAY, "sister")]
    moved = employee(unit="sister", effective_from=NEXT_DAY)
    assert [status(*facts, moved, on=day) for day in (DAY, NEXT_DAY)] == ["absent", "holiday"]


# Periods

FASTING = policy(
    "fasting",
    scope="nation",
    rules=[rule("ramadan", {"period": ["ramadan"]}, arrangement="off"), rule("else", **DUTY)],
)
"""In Ramadan one is off, otherwise absent."""


def in_ramadan(day, *facts):
    return status(*TREE, FASTING, *facts, on=day) == "off"


def ramadan(first, last, scope="province", period_id="ramadan-1447", name="ramadan"):
    return period(name, first, last, scope=scope, period_id=period_id)


def test_a_period_holds_from_its_first_to_its_last_day():
    declared = ramadan("2026-03-03", "2026-03-05")
    held = [in_ramadan(f"2026-03-{day:02}", declared) for day in range(2, 7)]
    assert held == [False, True, True, True, False]


def test_a_period_of_another_name_does_not_hold():
    assert not in_ramadan(DAY, ramadan(DAY, DAY, name="haj"))


def test_a_rule_may_name_several_periods():
    either = policy("fasting", scope="nation", when={"period": ["haj", "ramadan"]}, arrangement="off")
    assert status(*TREE, either, ramadan(DAY, DAY)) == "off"


@pytest.mark.parametrize("scope", ["section", "sister"])
def test_a_period_declared_off_the_path_does_not_hold(scope):
    assert not in_ramadan(DAY, unit("section", "dinas"), unit("sister", "province"), ramadan(DAY, DAY, scope))


def test_of_declarations_of_one_scope_the_later_recorded_decides():
    facts = [ramadan("2026-03-02", "2026-03-02"), ramadan("2026-03-03", "2026-03-03")]
    assert not in_ramadan(DAY, *facts)
    assert in_ramadan(NEXT_DAY, *facts)


@pytest.mark.parametrize("deeper_first", [True, False])
def test_the_deepest_scope_decides_whatever_was_recorded_last(deeper_first):
    facts = [ramadan("2026-03-03", "2026-03-03", "dinas"), ramadan("2026-03-02", "2026-03-02", "province")]
    facts = facts if deeper_first else facts[::-1]
    assert not in_ramadan(DAY, *facts)
    assert in_ramadan(NEXT_DAY, *facts)


def test_a_deeper_declaration_off_the_path_does_not_decide():
    facts = [ramadan(DAY, DAY, "province"), unit("sister", "province"), ramadan("2026-03-09", "2026-03-09", "sister")]
    assert in_ramadan(DAY, *facts)


def test_each_period_id_is_decided_by_itself():
    facts = [
        ramadan(DAY, DAY, "province", "ramadan-1447"),
        ramadan("2027-02-08", "2027-03-08", "dinas", "ramadan-1448"),
    ]
    assert in_ramadan(DAY, *facts)


# Leaves


def on_leave(*facts, first=1, last=8):
    """The days of March on which the facts give a leave."""
    return [d for d in range(first, last) if status(*LAW, *facts, on=f"2026-03-{d:02}") == "leave"]


def test_a_leave_covers_its_first_and_its_last_day():
    assert on_leave(leave("2026-03-03", "2026-03-05")) == [3, 4, 5]


def test_a_cancellation_ends_a_leave_from_its_own_date():
    assert on_leave(leave("2026-03-02", "2026-03-06"), leave_cancelled("2026-03-04")) == [2, 3]


def test_a_cancellation_from_before_the_first_day_ends_the_whole_leave():
    assert on_leave(leave("2026-03-02", "2026-03-06"), leave_cancelled("2026-02-01")) == []


def test_a_cancellation_recorded_before_the_grant_does_nothing():
    assert on_leave(leave_cancelled("2026-03-01"), leave("2026-03-02", "2026-03-03")) == [2, 3]


def test_a_leave_granted_again_after_its_cancellation_stands():
    again = [leave("2026-03-02", "2026-03-03"), leave_cancelled("2026-03-01"), leave("2026-03-02", "2026-03-03")]
    assert on_leave(*again) == [2, 3]


def test_a_later_grant_of_the_same_leave_replaces_the_earlier():
    assert on_leave(leave("2026-03-02", "2026-03-03"), leave("2026-03-05", "2026-03-06")) == [5, 6]


def test_leaves_of_different_ids_stand_beside_each_other():
    both = [leave("2026-03-02", leave_id="a"), leave("2026-03-05", leave_id="b")]
    assert on_leave(*both) == [2, 5]
    assert on_leave(*both, leave_cancelled("2026-03-01", leave_id="b")) == [2]


def test_the_leave_of_another_of_the_same_id_is_not_mine():
    assert on_leave(leave("2026-03-02"), leave("2026-03-05", nip="budi")) == [2]
    assert on_leave(leave("2026-03-02"), leave_cancelled("2026-03-01", nip="budi")) == [2]


def test_of_several_cancellations_any_may_end_the_leave():
    granted = leave("2026-03-02", "2026-03-06")
    assert on_leave(granted, leave_cancelled("2026-03-03"), leave_cancelled("2026-03-05")) == [2]
    assert on_leave(granted, leave_cancelled("2026-03-05"), leave_cancelled("2026-03-03")) == [2]


# Letters


@pytest.mark.parametrize("kind", ["travel", "training"])
def test_a_letter_covers_its_first_and_its_last_day(kind):
    facts = [*LAW, letter(kind, "2026-03-03", "2026-03-04")]
    duties = [status(*facts, on=f"2026-03-{day:02}") for day in range(2, 6)]
    assert duties == ["absent", "official_duty", "official_duty", "absent"]


def test_the_letter_of_another_is_not_mine():
    assert status(*LAW, letter("travel", nip="budi")) == "absent"


def test_of_several_letters_any_may_cover_the_day():
    assert status(*LAW, letter("home", DAY), letter("travel", DAY), letter("home", NEXT_DAY)) == "official_duty"
