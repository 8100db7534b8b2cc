"""A unit's board: who is on which post, who is at the office, and what is missing (SPEC section 4)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.board import Board, Headcount, asked_of_unit, board
from domain.corrections import Facts, in_account
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    accepted,
    at,
    check_in,
    employee,
    holiday,
    leave,
    letter,
    office,
    policy,
    reason,
    rule,
    shift,
    shift_withdrawn,
    unit,
)
from tests.unit.domain.story import IN_APRIL, as_recorded

MANNED = policy("rosters", **SHIFTS, coverage=[{"post": "gate", "minimum": 1}])
CAPPED = policy("cap", **DUTY, office_cap=0.5)


def seen_board(*facts, name="dinas", on=DAY, as_of=IN_APRIL) -> Board:
    counting = Facts(in_account(as_recorded(facts), len(facts)))
    jurisdiction = Jurisdiction(counting)
    day, headcount = date.fromisoformat(on), Headcount()
    for nip in jurisdiction.staff.nips:
        assignment = jurisdiction.staff.assignment(nip, day)
        if assignment is not None and assignment.event.unit == name:
            judged = Judgement(nip, counting, jurisdiction).day(day)
            assert judged is not None
            headcount.add(judged, as_of)
    return board(asked_of_unit(jurisdiction, name, day), headcount)


def posts(*facts, **question):
    """Of each turn its post, hours, minimum, how many are assigned, present and pending, and the gap."""
    return [
        (
            post.post,
            "-" if post.start is None else f"{post.start.astimezone(at('08:00').tzinfo):%H:%M}",
            post.minimum,
            (post.assigned, post.present, post.pending),
            post.gap,
        )
        for post in seen_board(*facts, **question).posts
    ]


def at_office(*facts, **question):
    """Staff, expected, seen, allowed, over."""
    one = seen_board(*facts, **question).office
    return one.staff, one.expected, one.seen, one.allowed, one.over


def test_who_came_for_the_shift_mans_the_post():
    facts = [*office(), MANNED, shift("08:00", "16:00"), check_in("08:00")]
    assert posts(*facts) == [("gate", "08:00", 1, (1, 1, 0), 0)]


@pytest.mark.parametrize(("came", "present"), [("08:20", 1), ("15:10", 1), ("12:00", 0)])
def test_late_and_early_are_present_and_a_check_in_outside_every_window_is_not(came, present):
    facts = [*office(), MANNED, shift("08:00", "16:00"), check_in(came)]
    assert posts(*facts) == [("gate", "08:00", 1, (1, present, 0), 1 - present)]


def test_a_turn_that_can_still_be_shown_is_pending_and_no_gap():
    facts = [*office(), MANNED, shift("08:00", "16:00"), check_in("15:55")]
    assert posts(*facts, as_of=at("08:30")) == [("gate", "08:00", 1, (1, 0, 1), 0)]
    assert posts(*facts, as_of=at("15:55")) == [("gate", "08:00", 1, (1, 1, 0), 0)]


def test_who_came_for_the_shift_is_not_also_pending_until_its_end():
    facts = [*office(), policy("rosters", **SHIFTS, coverage=[{"post": "gate", "minimum": 2}]), shift("08:00", "16:00")]
    assert posts(*facts, check_in("08:00"), as_of=at("09:00")) == [("gate", "08:00", 2, (1, 1, 0), 1)]


def test_a_turn_nobody_showed_up_for_is_a_gap_when_its_last_window_is_over():
    facts = [*office(), MANNED, shift("08:00", "16:00")]
    assert posts(*facts, as_of=at("16:19"))[0][3:] == ((1, 0, 1), 0)
    assert posts(*facts, as_of=at("16:20"))[0][3:] == ((1, 0, 0), 1)


def test_an_excused_absence_mans_no_post():
    plea = [reason("18:00", about={"date": DAY}), accepted("19:00")]
    facts = [*office(), MANNED, shift("08:00", "16:00"), *plea]
    assert posts(*facts) == [("gate", "08:00", 1, (1, 0, 0), 1)]


def test_a_post_on_no_roster_of_the_day_is_named_as_empty():
    facts = [*office(), policy("rosters", **SHIFTS, coverage=[{"post": "desk", "minimum": 2}]), shift("08:00", "16:00")]
    assert posts(*facts) == [("desk", "-", 2, (0, 0, 0), 2), ("gate", "08:00", None, (1, 0, 0), 0)]


def test_each_turn_on_a_post_is_held_against_the_minimum():
    facts = [
        *office(),
        MANNED,
        shift("08:00", "16:00"),
        shift("16:00", "22:00", shift_id="shift-2"),
        shift("16:00", "22:00", nip="budi"),
        check_in("16:00", nip="budi"),
    ]
    assert [post[3] for post in posts(*facts)] == [(1, 0, 0), (2, 1, 0)]
    assert [post[4] for post in posts(*facts)] == [1, 0]


def test_a_night_shift_is_shown_until_the_morning_after():
    facts = [*office(), MANNED, shift("22:00", "06:00"), check_in("06:00", NEXT_DAY)]
    assert posts(*facts) == [("gate", "22:00", 1, (1, 1, 0), 0)]
    assert posts(*facts, on=NEXT_DAY) == [("gate", "-", 1, (0, 0, 0), 1)]


@pytest.mark.parametrize("away", [leave(), letter("travel"), letter("training"), shift_withdrawn()])
def test_who_is_away_or_taken_off_the_roster_is_not_assigned(away):
    facts = [*office(), MANNED, shift("08:00", "16:00"), away]
    assert [post[3] for post in posts(*facts)] == [(0, 0, 0)]


def test_who_keeps_office_hours_and_is_on_a_roster_is_shown_by_coming_to_work():
    facts = [*office(), policy(**DUTY, coverage=[{"post": "gate", "minimum": 1}]), shift("08:00", "16:00")]
    assert posts(*facts, check_in("07:00")) == [("gate", "08:00", 1, (1, 1, 0), 0)]
    assert posts(*facts) == [("gate", "08:00", 1, (1, 0, 0), 1)]
    assert posts(*facts, holiday(), check_in("07:00")) == [("gate", "08:00", 1, (1, 0, 0), 1)]


def test_the_greatest_minimum_of_a_post_named_twice_holds():
    coverage = [{"post": "gate", "minimum": 3}, {"post": "gate", "minimum": 1}]
    assert posts(*office(), policy("rosters", **SHIFTS, coverage=coverage)) == [("gate", "-", 3, (0, 0, 0), 3)]


def test_what_a_unit_owes_is_resolved_by_the_rules_that_ask_for_no_post_in_it():
    rules = [
        rule("of clerks", {"title": ["clerk"]}, coverage=[{"post": "desk", "minimum": 9}]),
        rule("of PNS", {"employment": ["PNS"]}, office_cap=0),
        rule("of shifts", {"arrangement": ["shift"]}, coverage=[{"post": "gate", "minimum": 2}]),
        rule("of all", coverage=[{"post": "counter", "minimum": 1}], **SHIFTS),
    ]
    facts = [*office(), policy(rules=rules)]
    assert posts(*facts) == [("gate", "-", 2, (0, 0, 0), 2)]
    assert seen_board(*facts).office.cap is None


def test_the_staff_of_a_unit_is_who_is_assigned_to_it_and_not_below_it():
    facts = [*office(), unit("bidang", "dinas"), employee("dewi", unit="bidang"), CAPPED]
    assert at_office(*facts)[0] == 3
    assert at_office(*facts, name="bidang")[0] == 1


def test_who_is_seen_at_the_office_checked_in_there_whatever_the_arrangement():
    home = policy(**{**DUTY, "arrangement": "home"}, office_cap=0.5)
    came = [check_in("07:00", nip=nip, place=place) for nip, place in (("andi", "office"), ("budi", "remote"))]
    assert at_office(*office(), home, *came, check_in("07:00", nip="citra")) == (3, 0, 1, 1, 0)


def test_more_than_the_share_allowed_are_over():
    came = [check_in(clock, nip=nip, place="office") for nip, clock in (("andi", "07:00"), ("budi", "14:00"))]
    assert at_office(*office(), CAPPED, *came) == (3, 3, 2, 1, 1)
    assert at_office(*office(), CAPPED, *came, as_of=at("13:59")) == (3, 3, 1, 1, 0)


def test_the_share_is_taken_as_it_is_written():
    staff = [employee(f"staff-{number}") for number in range(97)]
    facts = [*office(), *staff, policy("cap", **DUTY, office_cap=0.29)]
    assert at_office(*facts)[3] == 29


def test_two_check_ins_of_one_person_are_one_at_the_office():
    came = [check_in("07:00", place="office"), check_in("15:00", place="office")]
    assert at_office(*office(), CAPPED, *came)[2] == 1


def test_a_check_in_after_midnight_belongs_to_the_night_shift_of_the_day_before():
    facts = [*office(), policy("rosters", **SHIFTS, office_cap=0.5), shift("22:00", "06:00")]
    came = check_in("01:00", NEXT_DAY, place="office")
    assert at_office(*facts, came)[2] == 1
    assert at_office(*facts, came, on=NEXT_DAY)[2] == 0


def test_without_a_cap_nobody_is_over():
    assert at_office(*office(), policy(**DUTY), check_in("07:00", place="office")) == (3, 3, 1, None, 0)


def test_policies_of_one_rank_that_disagree_ask_nothing_and_are_named():
    other = policy("other", office_cap=0.1, coverage=[{"post": "desk", "minimum": 1}])
    one = seen_board(*office(), CAPPED, MANNED, other)
    assert one.conflicts == ["coverage", "office_cap"]
    assert (one.posts, one.office.allowed) == ([], None)


def test_parts_of_a_unit_counted_apart_add_up():
    facts = [
        *office(),
        policy(**SHIFTS, office_cap=0.5, coverage=[{"post": "gate", "minimum": 2}]),
        *(shift("08:00", "16:00", nip=nip) for nip in ("andi", "budi")),
        check_in("08:00", place="office"),
    ]
    counting = Facts(in_account(as_recorded(facts), len(facts)))
    jurisdiction, day = Jurisdiction(counting), date.fromisoformat(DAY)
    whole, parts = Headcount(), [Headcount(), Headcount()]
    for number, nip in enumerate(jurisdiction.staff.nips):
        judged = Judgement(nip, counting, jurisdiction).day(day)
        assert judged is not None
        whole.add(judged, IN_APRIL)
        parts[number % 2].add(judged, IN_APRIL)
    merged = Headcount()
    for part in parts:
        merged.merge(part)
    assert merged == whole
    assert msgspec.to_builtins(board(asked_of_unit(jurisdiction, "dinas", day), merged).office)["staff"] == 3
