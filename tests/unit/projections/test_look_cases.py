"""What is told of discipline cases after each look: where they went, and what they stand on, changed and taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from domain.verdicts import BasisChanged, CaseMoved, ChangeTold, ReadingTold, SanctionNow, StepAt, Verdict
from projections.look import Told as ToldBefore
from projections.look import look
from projections.months import months_of
from projections.read_models.calls import Calls
from projections.read_models.cases import Cases
from projections.read_models.sheets import Sheets
from tests.unit.domain.cases import (
    Told,
    closed,
    decided,
    delivered,
    in_force,
    renewed,
    summoned,
)
from tests.unit.domain.facts import DUTY, accepted, at, call, calls, named, office, policy, reason, rejected, void

SANCTION = SanctionNow("light", "written_reprimand", "decision", date(2026, 3, 6), False)


def on(day: int, clock: str = "12:00") -> datetime:
    return at(clock, f"2026-03-{day:02}")


class Looker:
    """Looks at andi again and again; only what is told of cases is shown."""

    def __init__(self) -> None:
        rung = [named(f"call-{clock}", call(clock, call_id=clock)) for clock in ("09:00", "10:00")]
        plea = [reason("09:05", about={"call_id": "09:00"}), rejected("12:00")]
        self.ledger = Told(*office(), policy(**DUTY, calls=calls(strikes=2, reason_within=60)), *rung, *plea)
        self.told = ToldBefore()
        self.due: datetime | None = None
        self.verdicts: list[Verdict] = []

    def at(self, as_of: datetime, *told: Any) -> list[Any]:
        """What is told of cases as of an instant, after this was recorded too."""
        self.ledger.tell(*told)
        judgement = self.ledger.judgement()
        months = months_of(judgement.jurisdiction, "andi", date(2026, 3, 31))
        calls = sorted(Calls().rows(judgement, months))
        looked = look(
            dict(Sheets().rows(judgement, months)),
            [(bool(row[1]), row[2]) for row in calls],
            self.told,
            as_of,
            [row[2] for row in Cases().rows(judgement, months)],
        )
        self.told, self.due = looked.told, looked.due
        self.verdicts = [one for one in looked.verdicts if isinstance(one.about, (CaseMoved, BasisChanged))]
        return [verdict.about for verdict in self.verdicts]


def moved(before: str | None, after: str | None, sanction: SanctionNow | None = None, strikes: str = "in_case") -> Any:
    return CaseMoved("andi_1", "allegation", before, after, sanction, strikes)


def test_a_case_is_told_when_it_is_opened_and_at_each_stage():
    andi = Looker()
    assert andi.at(on(3)) == []
    case = andi.ledger.open_on_allegation(on(3))
    assert andi.at(on(3)) == [moved(None, "opened")]
    assert andi.verdicts[0].positions == {andi.ledger.last}
    assert andi.at(on(4), summoned(case, on(4))) == [moved("opened", "summoned")]
    assert andi.at(on(6), decided(case, on(6))) == [moved("summoned", "decided", SANCTION)]
    assert andi.at(on(7)) == []


def test_a_sanction_is_told_with_its_stage_and_again_when_it_is_in_force():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    andi.at(on(6), decided(case, on(6)), delivered(case, on(6)))
    [told] = andi.at(on(8), in_force(case, on(8)))
    assert (told.before, told.after, told.sanction.in_force, told.strikes) == (
        "delivered",
        "in_force",
        True,
        "sanctioned",
    )
    [told] = andi.at(on(9), closed(case, on(9)))
    assert (told.after, told.strikes) == ("closed", "clear")


def test_a_step_that_is_yet_to_occur_is_told_when_it_does():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    andi.at(on(3), summoned(case, on(5)))
    assert andi.told.cases_due == on(5)
    assert andi.at(on(5)) == [moved("opened", "summoned")]


def test_a_voided_step_is_taken_back_and_so_is_a_case_whose_opening_is_voided():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    andi.at(on(4), summoned(case, on(4)))
    positions = andi.ledger.last - 1, andi.ledger.last
    assert andi.at(on(5), void(f"{case}-summons")) == [moved("summoned", "opened")]
    assert andi.at(on(5), named("mistake", void(f"{case}-open"))) == [moved("opened", None, None, "alleged")]
    assert andi.verdicts[0].positions == {positions[0]}
    assert andi.at(on(5), void("mistake")) == [moved(None, "opened")]


def test_a_basis_that_changes_is_told_with_what_it_was_and_is_and_the_steps_affected():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    opened = andi.ledger.last
    andi.at(on(4), summoned(case, on(4)))
    assert andi.at(on(5), accepted("12:00", "2026-03-05")) == [
        BasisChanged(
            case,
            opened - 1,
            False,
            (
                ChangeTold("call", "09:00", ReadingTold("missed", None), ReadingTold("excused", None)),
                ChangeTold("allegation", "2026-03-02T12:00:00+08:00", ReadingTold("stands", None), None),
            ),
            (StepAt("CaseOpened", opened), StepAt("SummonsIssued", opened + 1)),
        )
    ]
    assert andi.verdicts[0].positions == {opened, opened + 1, andi.ledger.last}


def test_a_basis_that_reads_as_then_again_is_told_once_to_hold():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    andi.at(on(4))
    andi.at(on(5), named("mistake", void("call-10:00")))
    known_at = andi.ledger.case()["basis"]["known_at"]
    assert andi.at(on(5), void("mistake")) == [BasisChanged(case, known_at, True, (), ())]
    assert andi.at(on(6)) == []


def test_a_basis_is_told_to_have_changed_when_time_makes_it_so():
    andi = Looker()
    andi.ledger.tell(accepted("12:00", "2026-03-06"))
    andi.ledger.open_on_allegation(on(3))
    andi.at(on(3))
    assert andi.told.cases_due == on(6)
    [told] = andi.at(on(6))
    assert (type(told), told.holds) == (BasisChanged, False)


def test_a_basis_that_was_renewed_holds():
    andi = Looker()
    case = andi.ledger.open_on_allegation(on(3))
    andi.at(on(4), call("13:00", call_id="13:00"), void("call-10:00"))
    [told] = andi.at(on(5), renewed(case, andi.ledger.basis_of_allegation(on(5), at("14:10")), on(5)))
    assert (type(told), told.holds, told.basis_known_at) == (BasisChanged, True, andi.ledger.last - 1)


def test_what_does_not_bear_on_a_case_tells_nothing_of_it():
    andi = Looker()
    andi.ledger.open_on_allegation(on(3))
    andi.at(on(3))
    assert andi.at(on(4), call("09:00", "2026-03-04", call_id="next")) == []
