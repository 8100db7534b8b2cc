"""Which case deals with which allegation, and what the cases of an employee make of the state of strikes."""

import subprocess
import sys

import pytest

from domain.corrections import Facts, in_account
from domain.discipline.basis import NothingToRestOn
from domain.discipline.docket import cases_of
from tests.unit.domain.cases import (
    Told,
    appeal_decided,
    appealed,
    closed,
    decided,
    delivered,
    heard,
    in_force,
    renewed,
    reopened,
    summoned,
    withdrawn,
)
from tests.unit.domain.facts import DUTY, NEXT_DAY, at, call, calls, employee, office, policy, void

MARCH = {number: f"2026-03-{number:02}" for number in range(1, 32)}


def accused(*clocks):
    """A ledger with two calls of a day that nobody answered, and two for each allegation more."""
    rung = [call(clock, call_id=clock) for clock in ("09:00", "10:00", *clocks)]
    return Told(*office(), policy(**DUTY, calls=calls(strikes=2)), *rung)


def on(day, clock="12:00"):
    return at(clock, MARCH[day])


def case_of(ledger, as_of=None):
    """Of each allegation, the case that deals with it."""
    return [one["case"] for one in ledger.answer(as_of or on(31))["strikes"]["allegations"]]


# Which case deals with which allegation


def test_nobody_without_a_case_has_an_allegation_with_one():
    answer = accused().answer()
    assert (answer["cases"], answer["strikes"]["allegations"][0]["case"]) == ([], None)


def test_an_allegation_is_that_of_the_case_that_stands_on_its_calls():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    assert case_of(ledger) == ["andi_1"]


def test_of_two_allegations_each_has_its_own_case():
    ledger = accused("11:00", "13:30")
    first, second = ledger.answer()["strikes"]["allegations"]
    for number, allegation in enumerate((second, first), 1):
        reached = at(allegation["reached_at"][11:16])
        ledger.open(ledger.basis_of_allegation(on(3), reached), number)
    assert case_of(ledger) == ["andi_2", "andi_1"]


def test_a_closed_case_has_dealt_with_its_allegation_whatever_came_of_it():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(closed(case, on(4), "dropped"))
    assert case_of(ledger) == ["andi_1"]


def test_an_open_case_comes_before_one_that_was_closed():
    ledger = accused()
    basis = ledger.basis_of_allegation(on(3))
    first, second = ledger.open(basis, 1), ledger.open(basis, 2)
    ledger.tell(closed(second, on(5), "dropped"))
    assert case_of(ledger) == [first]


def test_a_case_on_a_report_or_on_absence_deals_with_no_allegation():
    ledger = accused()
    ledger.open_on_report(on(3))
    assert case_of(ledger) == [None]


def test_a_case_that_was_renewed_deals_with_what_it_stands_on_now():
    ledger = accused("11:00", "13:30")
    case = ledger.open(ledger.basis_of_allegation(on(3), at("10:10")))
    ledger.tell(renewed(case, ledger.basis_of_allegation(on(4), at("13:40")), on(4)))
    assert case_of(ledger) == [None, case]


def test_a_case_whose_decision_stood_on_an_earlier_basis_deals_with_that_too():
    ledger = accused("11:00", "13:30")
    case = ledger.open(ledger.basis_of_allegation(on(3), at("10:10")))
    ledger.tell(decided(case, on(4)), renewed(case, ledger.basis_of_allegation(on(5), at("13:40")), on(5)))
    assert case_of(ledger) == [case, case]


def test_only_an_allegation_that_stands_can_be_opened():
    with pytest.raises(NothingToRestOn, match="no allegation against andi stands as of"):
        Told(*office(), policy(**DUTY, calls=calls(strikes=2)), call("09:00")).basis_of_allegation(on(3))


def test_of_several_allegations_without_a_case_one_must_be_named():
    with pytest.raises(NothingToRestOn, match="2 allegations"):
        accused("11:00", "13:30").basis_of_allegation(on(3))


def test_an_allegation_that_was_not_reached_then_is_not_found():
    with pytest.raises(NothingToRestOn, match="was reached at"):
        accused().basis_of_allegation(on(3), at("10:11"))


def test_an_allegation_with_a_case_is_not_opened_again():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    with pytest.raises(NothingToRestOn, match="andi_1 deals already with the allegation against andi"):
        ledger.basis_of_allegation(on(4))


# The state of strikes


def test_a_case_on_an_allegation_turns_alleged_into_in_case_and_back_into_what_counts():
    ledger = accused("11:00")
    case = ledger.open_on_allegation(on(3))
    ledger.tell(closed(case, on(5), "dropped"))
    assert [ledger.state(on(day)) for day in (2, 3, 4, 5)] == ["alleged", "in case", "in case", "counting"]


def test_the_state_returns_to_clear_where_nothing_counts():
    ledger = accused()
    ledger.tell(closed(ledger.open_on_allegation(on(3)), on(5), "dropped"))
    assert ledger.state() == "clear"


def test_a_sanction_in_force_is_sanctioned_until_the_case_closes():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(
        summoned(case, on(4)),
        heard(case, on(5)),
        decided(case, on(6)),
        delivered(case, on(7)),
        in_force(case, on(8)),
        closed(case, on(9)),
    )
    states = [ledger.state(on(day, "13:00")) for day in (3, 5, 6, 7, 8, 9)]
    assert states == ["in case", "in case", "in case", "in case", "sanctioned", "clear"]


def test_a_case_that_is_reopened_sanctions_again():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(decided(case, on(4)), in_force(case, on(5)), closed(case, on(6)), reopened(case, on(7)))
    assert [ledger.state(on(day)) for day in (6, 7)] == ["clear", "sanctioned"]


def test_a_sanction_that_is_annulled_or_withdrawn_is_none():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(decided(case, on(4)), in_force(case, on(5)), appealed(case, on(6)), appeal_decided(case, on(7)))
    assert [ledger.state(on(day)) for day in (5, 6, 7)] == ["sanctioned", "sanctioned", "in case"]
    ledger.tell(withdrawn(case, on(8)))
    assert (ledger.state(on(8)), ledger.case(on(8))["sanction"]) == ("in case", None)


def test_a_decision_without_a_sanction_sanctions_nobody():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(decided(case, on(4), None), in_force(case, on(5)))
    assert (ledger.state(), ledger.case()["sanction"]) == ("in case", None)


def test_an_allegation_without_a_case_beside_a_closed_one_is_alleged():
    ledger = accused("11:00", "13:30")
    case = ledger.open(ledger.basis_of_allegation(on(3), at("10:10")))
    assert ledger.state() == "in case"
    ledger.tell(closed(case, on(5), "dropped"))
    assert ledger.state() == "alleged"


def test_a_case_on_a_report_changes_no_state_but_is_listed():
    ledger = Told(*office(), policy(**DUTY, calls=calls(strikes=2)))
    ledger.open_on_report(on(3))
    assert (ledger.state(), ledger.case()["rests_on"], ledger.case()["basis"]["holds"]) == ("clear", "report", True)


def test_the_case_of_another_is_not_mine():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    assert cases_of(Facts(ledger.facts), "budi").cases == ()


# As of an instant, as known at a position, and after voids


def test_a_case_is_there_from_the_instant_it_was_opened():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    assert ledger.answer(on(3, "11:59:59"))["cases"] == []
    assert ledger.case(on(3))["opened_at"] == "2026-03-03T12:00:00+08:00"


def test_a_case_is_not_there_as_known_before_it_was_recorded():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    assert ledger.answer(known_at=ledger.last - 1)["cases"] == []


def test_a_step_counts_from_the_instant_it_occurred():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(summoned(case, on(5)))
    assert [ledger.case(on(day))["stage"] for day in (4, 5)] == ["opened", "summoned"]


def test_a_case_whose_opening_is_voided_is_none():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(summoned(case, on(4)), void(f"{case}-open"))
    assert (ledger.answer()["cases"], ledger.state()) == ([], "alleged")


def test_the_next_case_stands_beside_one_whose_opening_is_voided():
    ledger = accused()
    basis = ledger.basis_of_allegation(on(3))
    ledger.tell(void(f"{ledger.open(basis, 1)}-open"))
    ledger.open(basis, 2)
    assert ledger.case()["case"] == "andi_2"


def test_steps_that_rested_on_a_voided_one_stay_and_break_nothing():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(decided(case, on(4)), delivered(case, on(5)), in_force(case, on(6)), void(f"{case}-decided"))
    shown = ledger.case()
    assert (shown["stage"], shown["sanction"], ledger.state()) == ("opened", None, "in case")
    assert [step["type"] for step in shown["steps"]] == ["CaseOpened", "DecisionDelivered", "DecisionInForce"]
    [held] = cases_of(Facts(in_account(ledger.facts, ledger.last)), "andi").held
    assert [step.event.id for step in held.loose] == [f"{case}-delivered", f"{case}-in-force"]


def test_no_void_of_any_one_step_keeps_an_answer_from_being_given():
    ledger = accused()
    case = ledger.open_on_allegation(on(3))
    ledger.tell(
        summoned(case, on(4)),
        heard(case, on(5)),
        decided(case, on(6)),
        delivered(case, on(7)),
        in_force(case, on(8)),
        appealed(case, on(9)),
        appeal_decided(case, on(10)),
        closed(case, on(11)),
        reopened(case, on(12)),
    )
    for step in [fact.event.id for fact in ledger.facts if fact.event.id.startswith(case)]:
        other = Told()
        other.facts = list(ledger.facts)
        other.tell(void(step))
        assert len(other.answer()["cases"]) == (step != f"{case}-open")


def test_a_case_stands_whoever_the_employee_works_for_by_now():
    ledger = accused()
    ledger.open_on_allegation(on(3))
    ledger.tell(employee("andi", supervisor="citra", effective_from=NEXT_DAY))
    assert ledger.case()["basis"]["holds"]


def test_who_has_no_case_is_replayed_without_the_rules_of_discipline():
    asked = (
        "import sys, datetime as d; from domain.replay import replay; now = d.datetime(2026, 1, 1, tzinfo=d.UTC); "
        "print(replay('andi', [], as_of=now, known_at=0).cases, *(m for m in sys.modules if 'discipline' in m))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "domain.discipline", "domain.discipline.events"]
