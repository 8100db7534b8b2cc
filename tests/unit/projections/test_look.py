"""What is told of an employee after each look: days, allegations and bands, reached, changed and taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from domain.corrections import Facts, in_account
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.verdicts import (
    AllegationReached,
    AllegationWithdrawn,
    BandReached,
    BandWithdrawn,
    DayChanged,
    DayFinalised,
    DayReading,
    DayWithdrawn,
    Verdict,
)
from projections import look as looking
from projections.look import Told, look
from projections.months import months_of
from projections.read_models.calls import Calls
from projections.read_models.sheets import Sheets
from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    Fact,
    absence,
    accepted,
    at,
    call,
    calls,
    check_in,
    employee,
    employment_ended,
    leave,
    named,
    office,
    policy,
    reason,
    shift,
    unit,
    void,
    window,
)
from tests.unit.domain.story import as_recorded

MONDAY, TUESDAY = date.fromisoformat(DAY), date.fromisoformat(NEXT_DAY)
STARTS_MONDAY = [unit("dinas", timezone="Asia/Makassar"), employee("andi", effective_from=DAY)]


class Looker:
    """Looks at andi again and again, as facts come and time goes on."""

    def __init__(self, *facts: Fact, laid_until: str = "2026-03-31") -> None:
        self.facts = list(facts)
        self.told = Told()
        self.due: datetime | None = None
        self.verdicts: list[Verdict] = []
        self.laid_until = date.fromisoformat(laid_until)

    def at(self, as_of: datetime, *facts: Fact) -> list[Any]:
        """What is told as of an instant, after these facts came too."""
        self.facts += facts
        counting = Facts(in_account(as_recorded(self.facts), len(self.facts)))
        judgement = Judgement("andi", counting, Jurisdiction(counting))
        months = months_of(judgement.jurisdiction, "andi", self.laid_until)
        rows = sorted(Calls().rows(judgement, months))
        looked = look(
            dict(Sheets().rows(judgement, months)), [(bool(row[1]), row[2]) for row in rows], self.told, as_of
        )
        self.told, self.due, self.verdicts = looked.told, looked.due, looked.verdicts
        return [verdict.about for verdict in looked.verdicts]


def on_time() -> DayReading:
    return DayReading("present", "office")


ABSENT = DayReading("absent", "office", 0, 0, 1)


# Days


def test_time_alone_makes_a_day_final_at_the_last_instant_of_its_last_window():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY))
    assert andi.at(at("06:00")) == []
    assert andi.due == at("07:30")
    assert andi.at(at("07:29:59.999999")) == []
    assert andi.at(at("07:30")) == [DayFinalised(MONDAY, ABSENT)]
    assert andi.due == at("07:30", NEXT_DAY)
    assert andi.at(at("07:29", NEXT_DAY)) == []


def test_a_check_in_makes_a_day_final_as_soon_as_nothing_is_pending():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY), check_in("07:00"))
    assert andi.at(at("06:59")) == []
    assert andi.due == at("07:00")
    assert andi.at(at("07:00")) == [DayFinalised(MONDAY, on_time())]


def test_a_day_that_is_no_duty_day_is_final_when_it_is_over():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY), leave())
    assert andi.at(at("23:59")) == []
    assert andi.due == at("00:00", NEXT_DAY)
    assert andi.at(at("00:00", NEXT_DAY)) == [DayFinalised(MONDAY, DayReading("leave", "office"))]


def test_a_night_shift_is_final_the_morning_after():
    andi = Looker(*STARTS_MONDAY, policy(**SHIFTS), shift("22:00", "06:00"), check_in("21:55"))
    assert andi.at(at("06:19", NEXT_DAY)) == []
    assert andi.at(at("06:20", NEXT_DAY)) == [DayFinalised(MONDAY, DayReading("partial", "shift", 0, 0, 1))]


def test_a_day_that_was_told_is_told_again_only_if_it_reads_otherwise():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY))
    andi.at(at("08:00"))
    assert andi.at(at("08:01"), named("late", check_in("07:00"))) == [DayChanged(MONDAY, ABSENT, on_time())]
    assert andi.at(at("08:02"), check_in("07:10")) == []
    assert andi.at(at("08:03"), void("late")) == []
    assert andi.at(at("08:04"), void("e-5")) == [DayChanged(MONDAY, on_time(), ABSENT)]
    excused = DayReading("excused", "office")
    plea = [reason("08:10", about={"date": DAY}), accepted("08:20")]
    assert andi.at(at("08:15"), *plea) == []
    assert andi.at(at("08:20")) == [DayChanged(MONDAY, ABSENT, excused)]
    assert andi.at(at("09:00"), leave()) == [DayWithdrawn(MONDAY, excused, "pending")], "the leave is not over"
    assert andi.at(at("00:00", NEXT_DAY)) == [DayFinalised(MONDAY, DayReading("leave", "office"))]


def test_law_that_comes_late_opens_a_day_again():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY))
    andi.at(at("08:00"))
    longer = policy(arrangement="office", windows=[window("in", "06:30", "10:00")])
    assert andi.at(at("08:30"), longer) == [DayWithdrawn(MONDAY, ABSENT, "pending")]
    assert andi.at(at("10:00")) == [DayFinalised(MONDAY, ABSENT)]


def test_days_that_turn_out_not_to_be_served_are_withdrawn():
    andi = Looker(*STARTS_MONDAY, policy(**DUTY))
    andi.at(at("08:00", NEXT_DAY))
    assert andi.at(at("09:00", NEXT_DAY), employment_ended(NEXT_DAY)) == [DayWithdrawn(TUESDAY, ABSENT, "not_served")]
    andi = Looker(*STARTS_MONDAY, named("law", policy(**DUTY)))
    andi.at(at("08:00"))
    assert andi.at(at("09:00"), void("law")) == [DayWithdrawn(MONDAY, ABSENT, "not_served")]


def test_a_day_names_the_events_and_the_rules_it_rests_on():
    andi = Looker(*STARTS_MONDAY, named("law", policy(**DUTY)), named("in", check_in("07:00")))
    andi.at(at("08:00"))
    (verdict,) = andi.verdicts
    assert verdict.events == {"e-1", "e-2", "law", "in"}
    assert {one.regulation for one in verdict.reasons} == {"SE base"}


def test_months_in_which_nothing_changed_or_matures_are_not_decoded(monkeypatch: pytest.MonkeyPatch):
    decoded = []

    class Counted(looking.Sheet):
        def __init__(self, days: bytes) -> None:
            decoded.append(days)
            super().__init__(days)

    monkeypatch.setattr(looking, "Sheet", Counted)
    facts = [unit("dinas", timezone="Asia/Makassar"), employee("andi", effective_from="2025-06-01")]
    andi = Looker(*facts, policy(effective_from="2025-01-01", **DUTY))
    assert len(andi.at(at("12:00"))) == 275
    assert len(decoded) == 10
    decoded.clear()
    andi.at(at("13:00"))
    assert decoded == []
    andi.at(at("13:00", NEXT_DAY), check_in("07:00", "2026-01-05"))
    assert len(decoded) == 2


# Allegations

ACCUSING = [*office(), policy(**DUTY, calls=calls(strikes=2))]
RUNG = [call("09:00", call_id="a"), named("second", call("10:00", call_id="b"))]


def test_an_allegation_is_reached_by_time_alone_and_withdrawn_by_an_excuse_and_reached_again():
    andi = Looker(*ACCUSING, *RUNG)
    andi.at(at("10:09"))
    assert andi.due == at("10:10")
    [reached] = andi.at(at("10:10"))
    assert isinstance(reached, AllegationReached)
    assert [(one.call_id, one.position) for one in reached.calls] == [("a", 6), ("b", 7)]
    assert (reached.reached_at, reached.retroactive) == (at("10:10"), False)
    assert andi.verdicts[0].positions == {6, 7}
    excuse = [reason("10:20", about={"call_id": "a"}), named("yes", accepted("10:30"))]
    assert andi.at(at("10:30"), *excuse) == [AllegationWithdrawn(reached.reached_at, reached.calls)]
    assert "yes" in andi.verdicts[0].events
    [again] = andi.at(at("10:31"), void("yes"))
    assert (type(again), again.calls) == (AllegationReached, reached.calls)


def test_an_allegation_whose_call_is_voided_is_withdrawn_and_names_the_call():
    andi = Looker(*ACCUSING, *RUNG)
    [reached] = [one for one in andi.at(at("12:00")) if isinstance(one, AllegationReached)]
    assert andi.at(at("12:01"), void("second")) == [AllegationWithdrawn(reached.reached_at, reached.calls)]
    assert andi.verdicts[0].positions == {6, 7}


def test_an_allegation_that_stands_is_not_told_again_though_its_calls_changed():
    andi = Looker(*ACCUSING, *RUNG)
    andi.at(at("12:00"))
    assert andi.at(at("12:10"), call("12:00", call_id="c")) == []
    assert andi.at(at("12:20"), reason("12:15", about={"call_id": "a"})) == []


# Bands

BANDS = [
    {"days": 1, "level": "light", "kind": "oral"},
    {"days": 2, "level": "light", "kind": "written"},
]
BANDED = [*STARTS_MONDAY, policy(**DUTY, absence=absence(bands=BANDS, consecutive_days=3, consecutive_level="heavy",
                                                        consecutive_kind="dismissal"))]  # fmt: skip


def bands(abouts: list[Any]) -> list[tuple[Any, ...]]:
    """What is told of bands, in short."""
    said: list[tuple[Any, ...]] = []
    for one in abouts:
        if isinstance(one, BandReached):
            said.append(("reached", one.year, one.consecutive, one.before and one.before.days, one.band.days))
        elif isinstance(one, BandWithdrawn):
            said.append(("withdrawn", one.year, one.consecutive, one.band.days, one.after and one.after.days))
    return said


def test_bands_are_reached_as_days_are_missed_and_withdrawn_as_these_turn_out_well():
    andi = Looker(*BANDED)
    assert bands(andi.at(at("07:30"))) == [("reached", 2026, False, None, 1)]
    assert bands(andi.at(at("07:30", NEXT_DAY))) == [("reached", 2026, False, 1, 2)]
    assert bands(andi.at(at("07:30", "2026-03-04"))) == [("reached", 2026, True, None, 3)]
    assert andi.verdicts[-1].about.counted_days == 3
    assert andi.verdicts[-1].events == {"e-1", "e-2", "e-3"}
    present = [check_in("07:00"), check_in("07:00", NEXT_DAY)]
    assert bands(andi.at(at("12:00", "2026-03-04"), *present)) == [
        ("withdrawn", 2026, False, 2, 1),
        ("withdrawn", 2026, True, 3, None),
    ]
    assert bands(andi.at(at("12:01", "2026-03-04"), check_in("07:00", "2026-03-04"))) == [
        ("withdrawn", 2026, False, 1, None)
    ]


def test_time_lost_leads_to_a_band_before_its_day_is_final():
    windows = [window("in", "06:30", "07:30", late_until="09:00"), window("out", "16:00", "17:00")]
    law = policy(arrangement="office", windows=windows, absence=absence(day_minutes=60, bands=BANDS))
    andi = Looker(*STARTS_MONDAY, law, check_in("08:30"))
    andi.at(at("08:29"))
    assert andi.due == at("08:30")
    assert bands(andi.at(at("08:30"))) == [("reached", 2026, False, None, 1)]
    assert [type(one) for one in andi.at(at("17:00"))] == [DayFinalised]


def test_law_that_begins_at_midnight_takes_a_band_away_then():
    milder = policy("milder", precedence=1, effective_from=NEXT_DAY, absence=absence(bands=[BANDS[1]]))
    andi = Looker(*BANDED, milder)
    andi.at(at("12:00"))
    assert andi.due == at("00:00", NEXT_DAY)
    assert bands(andi.at(at("00:00", NEXT_DAY))) == [("withdrawn", 2026, False, 1, None)]


def test_a_band_of_a_past_year_is_told_of_too():
    facts = [unit("dinas", timezone="Asia/Makassar"), employee("andi", effective_from="2025-12-31")]
    law = policy(effective_from="2025-01-01", **DUTY, absence=absence(bands=BANDS))
    andi = Looker(*facts, law)
    assert bands(andi.at(at("12:00", "2026-01-01"))) == [
        ("reached", 2025, False, None, 1),
        ("reached", 2026, False, None, 1),
    ]
    assert bands(andi.at(at("13:00", "2026-01-01"), check_in("07:00", "2025-12-31"))) == [
        ("withdrawn", 2025, False, 1, None)
    ]
