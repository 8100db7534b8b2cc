"""SPEC section 3: the assignment of an employee on a date, and being unemployed."""

from tests.unit.domain.facts import DUTY, employee, employment_ended, policy, rule, unit
from tests.unit.domain.story import ask, status

LAW = [
    unit("dinas", timezone="Asia/Makassar"),
    policy(rules=[rule("nurses", {"title": ["nurse"]}, arrangement="off"), rule("others", **DUTY)]),
]
"""A nurse is off, a clerk absent: so the status shows which assignment holds."""


def nurse(effective_from):
    return employee(title="nurse", effective_from=effective_from)


def clerk(effective_from):
    return employee(title="clerk", effective_from=effective_from)


def dates(*facts, first="2026-03-01", last="2026-03-10"):
    return [one["date"] for one in ask(*LAW, *facts, first=first, last=last)["days"]]


def test_an_assignment_holds_from_its_own_date():
    facts = [*LAW, clerk("2026-03-01"), nurse("2026-03-05")]
    assert status(*facts, on="2026-03-04") == "absent"
    assert status(*facts, on="2026-03-05") == "off"


def test_the_assignment_is_the_one_with_the_greatest_date_not_the_one_recorded_last():
    facts = [*LAW, nurse("2026-03-05"), clerk("2026-03-01")]
    assert status(*facts, on="2026-03-06") == "off"


def test_of_two_assignments_from_the_same_date_the_later_recorded_holds():
    assert status(*LAW, clerk("2026-03-01"), nurse("2026-03-01")) == "off"
    assert status(*LAW, nurse("2026-03-01"), clerk("2026-03-01")) == "absent"


def test_before_the_first_assignment_one_is_unemployed_and_the_days_are_left_out():
    assert dates(clerk("2026-03-08")) == ["2026-03-08", "2026-03-09", "2026-03-10"]


def test_one_who_was_never_assigned_has_no_days():
    assert dates() == []


def test_an_end_of_employment_begins_on_its_own_date():
    assert dates(clerk("2026-03-01"), employment_ended("2026-03-03")) == ["2026-03-01", "2026-03-02"]


def test_an_end_of_the_same_date_as_the_assignment_and_recorded_later_ends_it():
    assert dates(clerk("2026-03-03"), employment_ended("2026-03-03")) == []


def test_an_end_of_the_same_date_as_the_assignment_and_recorded_earlier_does_not_end_it():
    assert "2026-03-03" in dates(employment_ended("2026-03-03"), clerk("2026-03-03"))


def test_an_end_before_the_assignment_does_not_end_it_even_if_recorded_later():
    assert "2026-03-05" in dates(clerk("2026-03-03"), employment_ended("2026-03-02"))


def test_an_end_after_the_assignment_ends_it_even_if_recorded_earlier():
    assert dates(employment_ended("2026-03-03"), clerk("2026-03-02")) == ["2026-03-02"]


def test_an_assignment_after_an_end_employs_again():
    again = dates(clerk("2026-03-01"), employment_ended("2026-03-03"), clerk("2026-03-09"))
    assert again == ["2026-03-01", "2026-03-02", "2026-03-09", "2026-03-10"]


def test_an_end_does_not_reach_behind_a_later_assignment():
    moved = [clerk("2026-03-01"), nurse("2026-03-06"), employment_ended("2026-03-04")]
    assert dates(*moved) == ["2026-03-01", "2026-03-02", "2026-03-03"] + [f"2026-03-{d:02}" for d in range(6, 11)]


def test_the_end_of_another_does_not_end_mine():
    assert "2026-03-05" in dates(clerk("2026-03-01"), employment_ended("2026-03-02", nip="budi"))


def test_the_days_begin_with_the_earliest_assignment_unless_asked_otherwise():
    facts = [*LAW, nurse("2026-03-05"), clerk("2026-03-03")]
    assert ask(*facts)["days"][0]["date"] == "2026-03-03"


def test_the_kind_of_employment_is_that_of_the_assignment_of_the_date():
    law = policy(rules=[rule("trainees", {"employment": ["CPNS"]}, arrangement="off"), rule("others", **DUTY)])
    facts = [LAW[0], law, employee(employment="CPNS"), employee(employment="PNS", effective_from="2026-03-05")]
    assert status(*facts, on="2026-03-04") == "off"
    assert status(*facts, on="2026-03-05") == "absent"
