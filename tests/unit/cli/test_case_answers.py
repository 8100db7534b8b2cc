"""A replay of somebody with a discipline case on the screen: beside the days, by itself, explained and disputed."""

from __future__ import annotations

from datetime import datetime

import pytest

from cli.answer_tables import print_answer
from cli.dispute_tables import print_dispute
from cli.explanation import Explanation
from cli.language import speak
from cli.machine import with_facts
from domain.corrections import in_account
from domain.dispute import settle
from domain.replay import replay
from ledger.inquiry import with_digest
from tests.unit.domain.cases import Told, closed, decided, in_force, summoned
from tests.unit.domain.facts import DUTY, absence, at, call, calls, leave, named, office, policy, reason, rejected, void


def on(day: int, clock: str = "12:00") -> datetime:
    return at(clock, f"2026-03-{day:02}")


@pytest.fixture
def ledger() -> Told:
    """A case on two calls that is decided, after which one of the calls was voided."""
    law = policy(**DUTY, calls=calls(strikes=2, reason_within=60))
    rung = [named(f"call-{clock}", call(clock, call_id=clock)) for clock in ("09:00", "10:00")]
    told = Told(*office(), law, *rung, reason("09:05", about={"call_id": "09:00"}), rejected("12:00"))
    case = told.open_on_allegation(on(3))
    told.tell(summoned(case, on(4)), decided(case, on(6)), in_force(case, on(8)), named("mistake", void("call-10:00")))
    return told


def shown(capfd, ledger: Told, day: int = 9, known_at: int | None = None) -> str:
    answer = replay("andi", ledger.facts, as_of=on(day), known_at=known_at or ledger.last)
    print_answer(with_digest(answer), None, ledger.last)
    return " ".join(capfd.readouterr().out.split())


def test_the_steps_stand_beside_the_days(ledger, capfd):
    said = shown(capfd, ledger)
    assert "Wed 2026-03-04 absent office in 06:30-07:30 missed case 1: summons issued Thu 2026-03-05" in said
    assert "case 1: decision in force" in said


def test_a_case_says_what_it_stands_on_where_it_is_and_which_sanction_stands(ledger, capfd):
    said = shown(capfd, ledger, known_at=ledger.last - 1)
    assert "State sanctioned (a sanction is in force in a discipline case on an allegation)" in said
    assert "Stands on the allegation of Mon 2026-03-02 12:00 WITA on calls 09:00, 10:00" in said
    assert "Stage in force" in said
    assert "light, written reprimand, by the decision, Fri 2026-03-06, in force" in said
    assert "known at 9, as of Tue 2026-03-03 12:00 WITA: it holds" in said
    assert "reached Mon 2026-03-02 12:00 WITA on calls 09:00, 10:00, case andi_1" in said


def test_a_basis_that_has_changed_says_what_how_by_which_fact_and_on_what_it_bears(ledger, capfd):
    said = shown(capfd, ledger)
    assert "known at 9, as of Tue 2026-03-03 12:00 WITA: it has changed" in said
    assert "call 10:00: missed, now out of account (mistake)" in said
    assert "allegation of Mon 2026-03-02 12:00 WITA: stands, now does not stand (mistake)" in said
    assert "this bears on: case opened, summons issued, decision, decision in force" in said


def test_days_that_changed_are_told_with_the_count_and_the_band(capfd):
    bands = [{"days": 3, "level": "light", "kind": "oral_reprimand"}]
    ledger = Told(*office(), policy(**DUTY, absence=absence(bands=bands)))
    case = ledger.open_on_absence(on(4))
    ledger.tell(named("sick", leave("2026-03-02")), closed(case, on(5), "dropped"))
    said = shown(capfd, ledger)
    assert "Stands on the absence of 2026 Stage closed Thu 2026-03-05: dropped" in said
    assert "Mon 2026-03-02: absent, now leave (sick)" in said
    assert "days counted in 2026: 4, now 3 (sick)" in said


def test_it_is_said_in_indonesian(ledger, capfd):
    speak("id")
    said = shown(capfd, ledger)
    assert "Perkara disiplin" in said
    assert "panggilan 10:00: terlewat, kini tidak diperhitungkan (mistake)" in said


def test_who_has_no_case_is_shown_none(capfd):
    assert "Discipline cases" not in shown(capfd, Told(*office()))


def test_an_explanation_tells_each_step_and_the_facts_behind_a_change(ledger, capfd):
    answer = with_digest(replay("andi", ledger.facts, as_of=on(9), known_at=ledger.last))
    named_facts = {fact["event"]["id"] for fact in with_facts(answer, ledger.facts)["facts"]}
    assert {"mistake", "andi_1-open", "andi_1-in-force"} <= named_facts
    explanation = Explanation(answer, [one for one in in_account(ledger.facts, ledger.last) if one.position < 10])
    assert [*explanation.case(answer["cases"][0])][1].endswith("it has changed")


def test_a_dispute_names_the_step_that_moved_a_case_and_the_void_that_changed_its_basis(ledger, capfd):
    found = settle("andi", ledger.facts, as_of=on(9), known_at=ledger.last - 2, against=ledger.last)
    differing = {(one.part, one.key): one.fields for one in found.differences}
    assert "stage" in differing["cases", "andi_1"]
    assert "holds" in differing["bases", "andi_1"]
    causes = {cause.fact.event.id: cause.changes for cause in found.causes}
    assert ("cases", "andi_1") in causes["andi_1-in-force"]
    assert ("bases", "andi_1") in causes["mistake"]
    assert found.unexplained == []


def test_a_dispute_about_a_case_is_shown_side_by_side(ledger, capfd):
    found = settle("andi", ledger.facts, as_of=on(9), known_at=ledger.last - 1, against=ledger.last)
    found.causes.clear()
    print_dispute(found, None)
    said = " ".join(capfd.readouterr().out.split())
    assert "basis of case andi_1" in said
    assert "it holds" in said
