"""What a decision needs, how heavy it may be, and who may take it: PP 94/2021 art. 8 to 36, rule by rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.discipline.events import (
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionWithdrawn,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
)
from domain.discipline.sanction import ceiling
from tests.unit.domain.discipline.proceedings import (
    ANDI,
    DISMISSAL,
    EXAMINEE,
    GOVERNOR,
    HEAD,
    SEVERE,
    TEAM,
    Proceedings,
    footing_of,
    on_absence,
    on_calls,
    on_report,
    pack,
    refused,
)

ABSENCE = {"ground": "absence", "authority": GOVERNOR}


@pytest.fixture
def andi():
    return Proceedings(on_calls())


# Unheard


def test_there_is_no_decision_without_a_hearing_or_two_missed_summonses(andi):
    unheard = "there is no decision without a hearing or 2 missed summonses (PP 94/2021 art. 27)"
    for outcome in ({}, {"outcome": "no_sanction", "ground": None, "level": None, "kind": None}):
        with refused(unheard):
            andi.step(CaseDecided, "2026-03-25", **outcome)
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-16")
    with refused(unheard):
        andi.step(CaseDecided, "2026-03-25")
    andi.step(SummonsIssued, "2026-03-17", which="second", hearing_on="2026-04-07")
    andi.step(HearingFailed, "2026-04-07", summons="second")
    andi.step(RecordSigned, "2026-04-07", record="non_attendance", examinee="absent")
    assert andi.step(CaseDecided, "2026-04-10") == []


def test_a_decision_is_not_before_its_hearing(andi):
    andi.heard()
    with refused("2026-03-15 is before hearing-held on 2026-03-16"):
        andi.step(CaseDecided, "2026-03-15", outcome="no_sanction", kind=None, level=None)


def test_a_sanction_after_a_hearing_needs_its_record_whoever_refuses_to_sign(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-16")
    andi.step(RecordSigned, "2026-03-16", record="non_attendance", examinee="absent")
    andi.step(HearingHeld, "2026-03-17")
    with refused("there is no record (BAP) of the examination"):
        andi.step(CaseDecided, "2026-03-25")
    andi.step(RecordSigned, "2026-03-26", examinee="refused")
    with refused("there is no record (BAP) of the examination"):
        andi.step(CaseDecided, "2026-03-25")
    andi.step(CaseDecided, "2026-03-26")


def test_a_sanction_after_two_missed_summonses_warns_without_a_record_of_non_attendance(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-16")
    andi.step(SummonsIssued, "2026-03-17", which="second", hearing_on="2026-04-07")
    andi.step(HearingFailed, "2026-04-07", summons="second")
    [told] = andi.step(CaseDecided, "2026-04-10")
    assert told.startswith("there is no record (BAP) of the examination or of non-attendance")


# How heavy

BANDS = (
    (3, "oral_reprimand", "light"),
    (4, "written_reprimand", "light"),
    (7, "written_statement_of_dissatisfaction", "light"),
    (11, "periodic_rise_delayed_1_year", "moderate"),
    (14, "promotion_delayed_1_year", "moderate"),
    (17, "rank_down_one_level_1_year", "moderate"),
    (21, "demotion_one_level_12_months", "severe"),
    (25, "removal_to_executor_12_months", "severe"),
    (28, "honourable_dismissal_not_at_own_request", "severe"),
)


@pytest.mark.parametrize(("days", "kind", "level"), BANDS)
def test_each_band_allows_its_kind_from_its_first_day_on_and_not_the_day_before(days, kind, level):
    decision = {**ABSENCE, "kind": kind, "level": level, "authority": authority_for(level)}
    Proceedings(on_absence(days)).heard().step(CaseDecided, "2026-03-25", **decision)
    below = Proceedings(on_absence(days)).heard()
    below.footings[f"{ANDI}_1"] = footing_of(on_absence(days), days - 1)
    with refused("is heavier than the ground absence allows" if days > 3 else "nothing stands that the ground absence"):
        below.step(CaseDecided, "2026-03-25", **decision)


def authority_for(level: str) -> dict[str, object]:
    return {"nip": HEAD, "office": {"post": "ppk" if level == "severe" else "jpt_pratama"}}


@given(st.integers(0, 400), st.integers(0, 400))
def test_no_number_of_days_falls_between_bands_and_more_days_never_weigh_less(one, other):
    catalogue = pack().catalogue(date(2026, 2, 27))
    ground = catalogue.ground("absence")
    found = {}
    for days in (one, other):
        highest = ceiling(catalogue, ground, footing_of(on_absence(max(days, 1)), days))
        expected = [kind for first, kind, _ in BANDS if first <= days]
        assert (highest is None) == (days < 3)
        assert highest is None or catalogue.imposed(highest.rank, date(2026, 3, 25)) == expected[-1]
        found[days] = -1 if highest is None else highest.rank
    assert (found[one] <= found[other]) or one > other


def test_ten_consecutive_days_allow_dismissal_and_nine_nothing():
    decision = {**DISMISSAL, "ground": "consecutive_absence"}
    nine = Proceedings(on_absence(9, consecutive=True)).heard()
    with refused("nothing stands that the ground consecutive_absence could rest on"):
        nine.step(CaseDecided, "2026-03-25", **decision)
    Proceedings(on_absence(10, consecutive=True)).heard().step(CaseDecided, "2026-03-25", **decision)


@pytest.mark.parametrize(
    ("ground", "kind", "level"),
    [
        ("duty_neglected_unit", "periodic_rise_delayed_1_year", "moderate"),
        ("duty_neglected_agency", "demotion_one_level_12_months", "severe"),
    ],
)
def test_a_neglected_duty_is_punished_at_most_at_the_level_of_whom_it_harmed(andi, ground, kind, level):
    with refused(f"{kind} is heavier than the ground {ground} allows"):
        andi.heard().step(CaseDecided, "2026-03-25", ground=ground, kind=kind, level=level, authority=GOVERNOR)


def test_a_kind_has_the_level_that_the_rules_give_it(andi):
    with refused("written_reprimand is of the level light, not moderate"):
        andi.heard().step(CaseDecided, "2026-03-25", level="moderate")


def test_a_ground_rests_on_its_own_sort_of_basis(andi):
    with refused("the ground absence does not rest on what this case stands on: allegation"):
        andi.heard().step(CaseDecided, "2026-03-25", ground="absence")
    counted = Proceedings(on_absence(12)).heard()
    with refused("the ground consecutive_absence does not rest on what this case stands on: absence"):
        counted.step(CaseDecided, "2026-03-25", **{**DISMISSAL, "ground": "consecutive_absence"})


def test_there_are_no_other_grounds_and_kinds_than_those_of_the_day_of_the_act(andi):
    andi.heard()
    with refused("there is no ground three_calls for an act of 2026-02-27"):
        andi.step(CaseDecided, "2026-03-25", ground="three_calls")
    with refused("there is no kind rank_down_one_level_3_years for an act of 2026-02-27"):
        andi.step(CaseDecided, "2026-03-25", **{**SEVERE, "kind": "rank_down_one_level_3_years"})
    old = Proceedings(on_report("2021-08-30")).heard()
    assert old.step(CaseDecided, "2026-03-25", **{**SEVERE, "kind": "rank_down_one_level_3_years"}) == []


def test_while_the_regulation_on_pay_is_not_there_the_final_moderate_kind_warns_and_the_old_one_does_not():
    moderate = {**ABSENCE, "level": "moderate", "authority": authority_for("moderate")}
    told = (
        Proceedings(on_absence(12))
        .heard()
        .step(CaseDecided, "2026-03-25", **moderate, kind="allowance_cut_25_percent_6_months")
    )
    assert told[0].startswith("on 2026-03-25 periodic_rise_delayed_1_year is imposed instead of")
    told = (
        Proceedings(on_absence(12))
        .heard()
        .step(CaseDecided, "2026-03-25", **moderate, kind="periodic_rise_delayed_1_year")
    )
    assert not any("instead of" in one for one in told)


def test_a_kind_lighter_than_that_of_the_band_warns():
    told = (
        Proceedings(on_absence(5))
        .heard()
        .step(CaseDecided, "2026-03-25", **{**ABSENCE, "authority": authority_for("light")}, kind="oral_reprimand")
    )
    assert "oral_reprimand is lighter than the kind that the band names: written_reprimand" in told


def test_a_report_of_absence_warns_that_its_days_are_not_counted_here():
    told = Proceedings(on_report()).heard().step(CaseDecided, "2026-03-25", ground="absence")
    assert told[0].startswith("the days are not counted here: the report must prove the band of written_reprimand")


def test_what_fell_before_the_decision_carries_no_sanction_but_may_end_without_one(andi):
    andi.heard().footings[f"{ANDI}_1"] = footing_of(on_calls(), stands=False)
    with refused("nothing stands that the ground duty_neglected_unit could rest on"):
        andi.step(CaseDecided, "2026-03-25")
    andi.step(CaseDecided, "2026-03-25", outcome="no_sanction", level=None, kind=None)


# Team


def test_a_severe_sanction_needs_a_team_of_all_its_parts_and_a_light_one_none(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingHeld, "2026-03-16")
    andi.step(RecordSigned, "2026-03-16")
    with refused("a severe sanction needs a team (PP 94/2021 art. 29(2))"):
        andi.step(CaseDecided, "2026-03-25", **SEVERE)
    andi.step(TeamFormed, "2026-03-17", members=TEAM[:2])
    with refused("a severe sanction needs a team that has somebody for personnel"):
        andi.step(CaseDecided, "2026-03-25", **SEVERE)
    andi.step(TeamFormed, "2026-03-18")
    assert andi.step(CaseDecided, "2026-03-25", **SEVERE) == [
        "the team was formed on 2026-03-18, after the hearing of 2026-03-16"
    ]
    alone = Proceedings(on_calls())
    alone.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    alone.step(HearingHeld, "2026-03-16")
    alone.step(RecordSigned, "2026-03-16")
    assert alone.step(CaseDecided, "2026-03-25") == []


# Who decides


def test_nobody_decides_about_themself_not_even_to_acquit(andi):
    andi.heard()
    for outcome in ({}, {"outcome": "no_sanction", "level": None, "kind": None}):
        with refused("cannot decide about themself"):
            andi.step(CaseDecided, "2026-03-25", authority={**GOVERNOR, "nip": ANDI}, **outcome)


MODERATE = {"ground": "duty_neglected_agency", "level": "moderate", "kind": "periodic_rise_delayed_1_year"}


@pytest.mark.parametrize(
    ("office", "post", "institution", "decision", "may"),
    [
        ("jpt_pratama", "jf_ahli_pertama", "province", {}, True),
        ("jpt_pratama", "jf_ahli_pertama", "province", MODERATE, True),
        ("jpt_pratama", "jf_ahli_pertama", "province", SEVERE, False),
        ("ppk", "jf_ahli_pertama", "province", SEVERE, True),
        ("ppk", "jf_ahli_pertama", "province", {}, False),
        # in a province the second level above imposes the moderate kinds on pelaksana, in a regency the PPK does
        ("ppk", "pelaksana", "province", MODERATE, False),
        ("ppk", "pelaksana", "regency", MODERATE, True),
        ("jpt_pratama", "pengawas", "province", MODERATE, True),
        ("jpt_pratama", "pengawas", "regency", MODERATE, False),
        ("ppk", "jpt_madya", "province", SEVERE, True),
        ("ppk", "jpt_madya", "province", DISMISSAL, False),
        ("president", "jpt_madya", "province", DISMISSAL, True),
        ("president", "jpt_madya", "province", SEVERE, False),
        ("pengawas", "pelaksana", "regency", {}, True),
        ("pelaksana", "pelaksana", "regency", {}, False),
    ],
)
def test_who_may_impose_goes_by_post_level_and_kind_of_institution(andi, office, post, institution, decision, may):
    asked = {
        **decision,
        "authority": {"nip": HEAD, "office": {"post": office}},
        "examinee": {"employment": "PNS", "post": post, "institution": institution},
    }
    if may:
        andi.heard().step(CaseDecided, "2026-03-25", **asked)
    else:
        with refused(f"{office} may not impose a {asked.get('level', 'light')} sanction on {post}"):
            andi.heard().step(CaseDecided, "2026-03-25", **asked)


@pytest.mark.parametrize(("distance", "said"), [(1, None), (2, "refused"), (None, "the distance is not said")])
def test_an_office_imposes_light_kinds_one_level_down(andi, distance, said):
    asked = {
        "authority": {"nip": HEAD, "office": {"post": "administrator", "distance": distance}},
        "examinee": {"employment": "PNS", "post": "pengawas", "institution": "regency"},
    }
    if said == "refused":
        with refused("administrator may not impose a light sanction on pengawas"):
            andi.heard().step(CaseDecided, "2026-03-25", **asked)
    else:
        told = andi.heard().step(CaseDecided, "2026-03-25", **asked)
        assert [said in one for one in told] == ([True] if said else [])


def test_the_power_to_impose_is_not_delegated_and_an_acting_official_imposes_light_kinds(andi):
    andi.heard()
    with refused("who signs as delegate may not impose a light sanction"):
        andi.step(
            CaseDecided,
            "2026-03-25",
            authority={"nip": HEAD, "office": {"post": "jpt_pratama"}, "capacity": "delegate"},
        )
    acting = {"nip": HEAD, "office": {"post": "jpt_pratama"}, "capacity": "acting"}
    [told] = andi.step(CaseDecided, "2026-03-25", **MODERATE, authority=acting)
    assert told.startswith("who signs as acting may not impose a moderate sanction")
    light = Proceedings(on_calls()).heard()
    assert light.step(CaseDecided, "2026-03-25", authority=acting) == []


def test_where_an_office_is_vacant_a_higher_one_imposes_with_its_power(andi):
    vacant = {"in_place_of": {"post": "jpt_pratama"}}
    andi.heard()
    for post in ("jpt_pratama", "pelaksana", "wizard"):
        with refused(f"{post} does not stand above the vacant jpt_pratama"):
            andi.step(CaseDecided, "2026-03-25", authority={"nip": HEAD, "office": {"post": post}, **vacant})
    with refused("jpt_pratama may not impose a severe sanction"):
        andi.step(CaseDecided, "2026-03-25", **{**SEVERE, "authority": {**GOVERNOR, **vacant}})
    [told] = andi.step(CaseDecided, "2026-03-25", authority={**GOVERNOR, **vacant})
    assert told.startswith("ppk decides in place of the vacant jpt_pratama")


def test_the_rules_of_another_employment_do_not_decide(andi):
    with refused("the rules pp94-2021 are not for PPPK but for PNS, CPNS"):
        andi.heard().step(CaseDecided, "2026-03-25", examinee={**EXAMINEE, "employment": "PPPK"})


def test_what_else_follows_for_a_candidate_is_said(andi):
    candidate = {**EXAMINEE, "employment": "CPNS"}
    told = andi.heard().step(CaseDecided, "2026-03-25", **MODERATE, examinee=candidate)
    assert told == ["for CPNS more follows: a candidate with a moderate or severe sanction is dismissed as candidate"]
    light = Proceedings(on_calls()).heard()
    assert light.step(CaseDecided, "2026-03-25", examinee=candidate) == []


# Once


def test_days_of_a_year_that_are_punished_carry_only_a_heavier_kind_however_they_are_counted():
    andi = Proceedings(on_absence(4)).in_force(ground="absence")
    andi.step(CaseClosed, "2026-04-20")
    with refused(f"{ANDI}_1 has punished this already with written_reprimand"):
        andi.open(on_absence(6), "2026-05-01")
    andi.open(on_absence(7), "2026-05-01")
    more = Proceedings(on_absence(10, consecutive=True)).in_force(**{**DISMISSAL, "ground": "consecutive_absence"})
    with refused("has punished this already with honourable_dismissal_not_at_own_request"):
        more.open(on_absence(10), "2026-05-01")


def test_what_was_withdrawn_punishes_nothing_and_is_decided_again(andi):
    andi.decided()
    with refused("2026-03-24 is before case-decided on 2026-03-25"):
        andi.step(DecisionWithdrawn, "2026-03-24")
    andi.step(DecisionWithdrawn, "2026-03-27")
    with refused("2026-03-26 is before decision-withdrawn on 2026-03-27"):
        andi.step(CaseDecided, "2026-03-26")
    andi.step(CaseDecided, "2026-03-27")


def test_neglect_of_duty_again_that_is_not_punished_more_heavily_warns_and_absence_does_not():
    andi = Proceedings(on_calls()).in_force()
    andi.open(on_calls(4, 5, 6))
    told = andi.heard(2).step(CaseDecided, "2026-03-25", 2)
    assert told == [f"{ANDI}_1 was punished with written_reprimand for the same nature; this one is not heavier"]
    heavier = {"kind": "written_statement_of_dissatisfaction"}
    andi = Proceedings(on_calls()).in_force()
    andi.open(on_calls(4, 5, 6))
    assert andi.heard(2).step(CaseDecided, "2026-03-25", 2, **heavier) == []
    absent = Proceedings(on_absence(4)).in_force(ground="absence")
    absent.open(on_absence(4, year=2025, act_on="2025-12-30"))
    assert absent.heard(2).step(CaseDecided, "2026-03-25", 2, ground="absence") == []


def test_a_basis_is_not_renewed_onto_calls_that_another_case_deals_with():
    andi = Proceedings(on_calls(1, 2))
    andi.open(on_calls(3))
    with refused(f"{ANDI}_2 is open on the same already"):
        andi.step(BasisRenewed, "2026-03-10", basis=on_calls(1, 2, 3))
    andi.step(CaseClosed, "2026-03-11", 2, outcome="dropped")
    with refused(f"{ANDI}_2 has dealt with this allegation"):
        andi.step(BasisRenewed, "2026-03-12", basis=on_calls(1, 2, 3))
    andi.step(BasisRenewed, "2026-03-12", basis=on_calls(2, 4))


def test_nobody_withdraws_or_closes_or_reopens_or_decides_an_objection_about_themself():
    themself = "cannot decide about themself"
    with refused(themself):
        Proceedings(on_calls()).decided().step(DecisionWithdrawn, "2026-03-26", withdrawn_by=ANDI)
    with refused(themself):
        Proceedings(on_calls()).step(CaseClosed, "2026-03-26", outcome="dropped", closed_by=ANDI)
    closed = Proceedings(on_calls())
    closed.step(CaseClosed, "2026-03-26", outcome="dropped")
    with refused(themself):
        closed.step(CaseReopened, "2026-03-27", reopened_by=ANDI)
    andi = Proceedings(on_calls()).delivered()
    andi.step(ObjectionFiled, "2026-03-27")
    with refused(themself):
        andi.step(ObjectionDecided, "2026-03-30", decided_by=ANDI)


def test_a_case_is_not_closed_while_its_sanction_is_neither_in_force_nor_withdrawn():
    for outcome in ("sanctioned", "annulled", "not_proven", "dropped"):
        with refused(f"the decision in the case {ANDI}_1 is neither in force nor taken back"):
            Proceedings(on_calls()).delivered().step(CaseClosed, "2026-03-27", outcome=outcome)


def test_what_is_said_about_a_remedy_does_not_bring_the_reading_of_another_matter():
    andi = Proceedings(on_calls()).delivered()
    andi.step(ObjectionFiled, "2026-03-27")
    assert andi.step(ObjectionDecided, "2026-03-30", decided_by=HEAD) == [
        f"{HEAD} decided the case and decides the objection too"
    ]
    assert [one.reading for one in andi.cautions] == [None]


def test_what_is_received_on_14_july_2026_comes_into_force_on_4_august_and_not_the_day_before():
    andi = Proceedings(on_calls()).heard()
    andi.step(CaseDecided, "2026-07-13")
    andi.step(DecisionDelivered, "2026-07-14")
    with refused("the decision comes into force on 2026-08-04, not on 2026-08-03"):
        andi.step(DecisionInForce, "2026-08-03")
    assert andi.step(DecisionInForce, "2026-08-04") == []
