"""From the opening to the hearing: PP 94/2021 art. 26 to 29, rule by rule."""

from __future__ import annotations

import msgspec
import pytest

from domain.discipline.events import (
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseReopened,
    HearingFailed,
    HearingHeld,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)
from tests.unit.domain.discipline.proceedings import (
    ANDI,
    CLERK,
    EXAMINEE,
    SUPERVISOR,
    TEAM,
    Proceedings,
    on_absence,
    on_calls,
    on_report,
    refused,
)


@pytest.fixture
def andi():
    return Proceedings(on_calls())


# Opening


def test_nobody_opens_a_case_about_themself():
    with refused("cannot open a case about themself"):
        Proceedings(on_calls(), opened_by=ANDI)


def test_no_case_is_opened_before_the_act():
    with refused("before the act of 2026-02-27"):
        Proceedings(on_calls(), on="2026-02-26")


def test_no_second_case_is_opened_on_an_open_one_with_a_call_in_common(andi):
    with refused("is open on the same already"):
        andi.open(on_calls(3, 4, 5))
    andi.open(on_calls(4, 5, 6))


def test_no_second_case_is_opened_on_the_absence_of_the_same_year_counted_in_the_same_way():
    andi = Proceedings(on_absence(3))
    with refused("is open on the same already"):
        andi.open(on_absence(5))
    andi.open(on_absence(3, year=2025, act_on="2025-12-30"))
    andi.open(on_absence(10, consecutive=True))


def test_a_case_on_calls_that_a_closed_case_dealt_with_is_reopened_and_not_opened(andi):
    andi.step(CaseClosed, "2026-03-04", outcome="dropped")
    with refused("has dealt with this allegation: it was closed as dropped"):
        andi.open(on_calls())


def test_a_case_on_absence_below_every_band_is_opened_with_a_warning():
    assert Proceedings().open(on_absence(2)) == [
        "no ground of pp94-2021 allows a sanction on what the case stands on yet"
    ]


def test_the_law_of_the_act_must_be_there():
    with refused("have no kinds for an act of 2009-12-31"):
        Proceedings(on_absence(50, year=2009, act_on="2009-12-31"))


def test_a_case_comes_to_stand_on_more_of_the_same_and_never_on_something_else():
    andi = Proceedings(on_absence(3))
    andi.step(BasisRenewed, "2026-03-10", basis=on_absence(6, act_on="2026-03-09"))
    with refused("about something else"):
        andi.step(BasisRenewed, "2026-03-10", basis=on_calls())
    with refused("does not stand any more"):
        andi.step(BasisRenewed, "2026-03-10", basis=on_absence(0, act_on="2026-03-09"))


# Summonses


def test_there_is_never_a_third_summons(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("the first summons was issued already; there are at most 2 (PP 94/2021 art. 27)"):
        andi.step(SummonsIssued, "2026-03-05")
    andi.step(HearingFailed, "2026-03-16")
    andi.step(SummonsIssued, "2026-03-16", which="second", hearing_on="2026-04-06")
    andi.step(HearingFailed, "2026-04-06", summons="second")
    for which in ("first", "second"):
        with refused("there are at most 2"):
            andi.step(SummonsIssued, "2026-04-07", which=which)


def test_a_second_summons_follows_a_missed_hearing(andi):
    with refused("there is no second summons before the first hearing was missed"):
        andi.step(SummonsIssued, "2026-03-04", which="second")
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("there is no second summons before the first hearing was missed"):
        andi.step(SummonsIssued, "2026-03-16", which="second")
    andi.step(HearingFailed, "2026-03-16")
    with refused("2026-03-15 is before hearing-failed on 2026-03-16"):
        andi.step(SummonsIssued, "2026-03-15", which="second", hearing_on="2026-04-06")


@pytest.mark.parametrize(("on", "late"), [("2026-04-01", False), ("2026-04-02", True)])
def test_a_second_summons_after_seven_working_days_warns_that_it_is_late(andi, on, late):
    """Missed on Monday 16 March 2026: 17 March is the first, 25 March the second, for 18 to 24 are free."""
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-16")
    told = andi.step(SummonsIssued, on, which="second", hearing_on="2026-04-20")
    assert any("was due by 2026-04-01" in one for one in told) is late


def test_nobody_who_was_heard_is_summoned_again(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-16")
    andi.step(HearingHeld, "2026-03-17")
    with refused("the examinee was heard on 2026-03-17"):
        andi.step(SummonsIssued, "2026-03-17", which="second")


@pytest.mark.parametrize(("hearing", "days"), [("2026-03-13", 6), ("2026-03-05", 0)])
def test_less_than_seven_clear_working_days_before_the_hearing_only_warn_with_the_reading(andi, hearing, days):
    assert andi.step(SummonsIssued, "2026-03-04", hearing_on=hearing) == [
        f"only {days} clear days lie between the letter and the hearing, not 7"
    ]


def test_seven_clear_working_days_before_the_hearing_warn_of_nothing(andi):
    assert andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16") == []


def test_a_hearing_is_after_its_letter(andi):
    with refused("the hearing on 2026-03-04 is not after the letter of 2026-03-04"):
        andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-04")


# Hearing


def test_nobody_is_heard_without_a_written_summons(andi):
    with refused("nobody is heard without a written summons"):
        andi.step(HearingHeld, "2026-03-16")


def test_a_hearing_is_not_before_the_letter_and_before_its_day_it_warns(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("2026-03-03 is before summons-issued on 2026-03-04"):
        andi.step(HearingHeld, "2026-03-03")
    assert "before the day of the summons" in andi.step(HearingHeld, "2026-03-13")[0]


def test_a_hearing_is_missed_on_its_day_at_the_earliest_and_once(andi):
    with refused("there was no first summons to miss"):
        andi.step(HearingFailed, "2026-03-16")
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("on 2026-03-15 it cannot have been missed"):
        andi.step(HearingFailed, "2026-03-15")
    with refused("there was no second summons to miss"):
        andi.step(HearingFailed, "2026-03-16", summons="second")
    andi.step(HearingFailed, "2026-03-16")
    with refused("that the first hearing was missed is recorded"):
        andi.step(HearingFailed, "2026-03-16")


def test_who_was_heard_has_not_stayed_away(andi):
    andi.heard()
    with refused("the examinee was heard on 2026-03-16"):
        andi.step(HearingFailed, "2026-03-16")


def test_a_hearing_dated_right_but_told_to_have_happened_before_its_summons_is_refused(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("is before summons-issued at 2026-03-04T12:00:00+08:00"):
        andi.step(HearingHeld, "2026-03-04", occurred_at="2026-03-04T08:00:00+08:00")


@pytest.mark.parametrize(
    ("record", "examinee", "said"),
    [
        ("examination", "signed", "there was no hearing to make a record of"),
        ("non_attendance", "absent", "no hearing was missed that a record could be made of"),
        ("report", "signed", "there was no examination to report on"),
    ],
)
def test_a_record_is_of_something_that_was(andi, record, examinee, said):
    with refused(said):
        andi.step(RecordSigned, "2026-03-16", record=record, examinee=examinee)


# Team


def test_nobody_examines_or_summons_or_hears_themself(andi):
    with refused("cannot examine themself"):
        andi.step(TeamFormed, "2026-03-04", members=[*TEAM, {"nip": ANDI, "role": "other"}])
    with refused("cannot summon themself"):
        andi.step(SummonsIssued, "2026-03-04", issued_by=ANDI)
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    with refused("cannot examine themself"):
        andi.step(HearingHeld, "2026-03-16", held_by=[SUPERVISOR, ANDI])
    for kind, field in ((TeamFormed, "formed_by"), (TemporaryReliefOrdered, "ordered_by")):
        with refused("cannot decide about themself"):
            andi.step(kind, "2026-03-16", **{field: ANDI})


def test_a_team_without_a_part_of_the_office_warns(andi):
    assert andi.step(TeamFormed, "2026-03-04", members=TEAM[:1]) == ["the team has nobody for supervision, personnel"]


def test_a_member_of_a_lower_post_than_the_examinee_warns(andi):
    members = [{"nip": SUPERVISOR, "role": "supervisor", "post": "pengawas"}, *TEAM[1:]]
    assert andi.step(TeamFormed, "2026-03-04", members=members) == []
    members = [*TEAM[:2], {"nip": CLERK, "role": "personnel", "post": "pelaksana"}]
    [told] = andi.step(TeamFormed, "2026-03-04", members=members)
    assert told.startswith(f"{CLERK} (pelaksana) stands lower than the examinee (jf_ahli_pertama)")


# Relief


def test_relief_of_office_is_ordered_between_summons_and_decision():
    andi = Proceedings(on_calls())
    with refused("before the examination begins"):
        andi.step(TemporaryReliefOrdered, "2026-03-04")
    andi.heard().step(TemporaryReliefOrdered, "2026-03-16")
    assert andi.held[f"{ANDI}_1"].case.relieved
    andi.step(CaseDecided, "2026-03-25")
    assert not andi.held[f"{ANDI}_1"].case.relieved
    with refused("is decided since 2026-03-25"):
        andi.step(TemporaryReliefOrdered, "2026-03-26")


@pytest.mark.parametrize(("days", "possible"), [(20, False), (21, True)])
def test_relief_of_office_needs_that_a_severe_kind_can_follow(days, possible):
    andi = Proceedings(on_absence(days))
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    if possible:
        andi.step(TemporaryReliefOrdered, "2026-03-16")
    else:
        with refused("no severe sanction can follow on what stands now"):
            andi.step(TemporaryReliefOrdered, "2026-03-16")


# Nothing after the decision but what belongs there, nothing after the close but reopening


def test_nothing_of_the_examination_happens_after_the_decision():
    andi = Proceedings(on_calls()).decided()
    for kind in (TeamFormed, SummonsIssued, HearingHeld, HearingFailed, CaseDecided):
        with refused("is decided since 2026-03-25"):
            andi.step(kind, "2026-03-26")


def test_a_closed_case_takes_nothing_but_its_reopening():
    andi = Proceedings(on_report())
    with refused("is not closed"):
        andi.step(CaseReopened, "2026-03-04")
    andi.step(CaseClosed, "2026-03-04", outcome="dropped")
    for kind in (TeamFormed, SummonsIssued, CaseClosed):
        with refused("is closed"):
            andi.step(kind, "2026-03-05")
    with refused("2026-03-03 is before case-closed on 2026-03-04"):
        andi.step(CaseReopened, "2026-03-03")
    andi.step(CaseReopened, "2026-03-05")
    with refused("2026-03-04 is before case-reopened on 2026-03-05"):
        andi.step(SummonsIssued, "2026-03-04")
    andi.step(SummonsIssued, "2026-03-05")


def test_a_closed_case_is_not_reopened_beside_an_open_one_on_the_same():
    andi = Proceedings(on_absence(3))
    andi.step(CaseClosed, "2026-03-04", outcome="dropped")
    andi.open(on_absence(4), "2026-03-05")
    with refused(f"{ANDI}_2 is open on the same already"):
        andi.step(CaseReopened, "2026-03-06")


def test_no_step_is_before_the_opening(andi):
    with refused("2026-03-02 is before case-opened on 2026-03-03"):
        andi.step(TeamFormed, "2026-03-02")


def test_what_does_not_stand_any_more_carries_no_new_case():
    with refused("does not stand any more"):
        Proceedings(on_absence(0))


def test_a_class_of_post_that_the_rules_do_not_know_is_refused():
    """Nothing could be said about who may decide, nor about who may examine."""
    unknown = "the rules pp94-2021 know no class of post boss; there are president, ppk"
    with refused(unknown):
        Proceedings(on_calls(), examinee={**EXAMINEE, "post": "boss"})
    with refused(unknown):
        Proceedings(on_calls()).step(TeamFormed, "2026-03-04", members=[{**TEAM[0], "post": "boss"}, *TEAM[1:]])


def test_a_case_does_not_stand_on_what_is_seen_after_the_step():
    seen = {**on_calls(), "as_of": "2026-03-03T12:00:01+08:00"}
    with refused("the basis is read as of 2026-03-03T12:00:01+08:00, after the step at 2026-03-03T12:00:00+08:00"):
        Proceedings(seen)
    andi = Proceedings({**seen, "as_of": "2026-03-03T12:00:00+08:00"})
    with refused("the basis is read as of 2026-03-03T12:00:01+08:00"):
        andi.step(BasisRenewed, "2026-03-03", basis=seen)


def test_the_time_for_a_second_summons_runs_from_the_day_of_the_missed_hearing_however_late_that_is_recorded(andi):
    andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-16")
    andi.step(HearingFailed, "2026-03-26")
    [told, *_] = andi.step(SummonsIssued, "2026-04-02", which="second", hearing_on="2026-04-20")
    assert told == "this was due by 2026-04-01 and comes on 2026-04-02"


def test_the_worked_example_of_bkn_goes_without_a_warning():
    """Letter of 5 October 2022, examination on the 17th; second letter of that day, examination on the 27th."""
    andi = Proceedings(on_calls(act_on="2022-09-15"), on="2022-09-20")
    assert andi.step(SummonsIssued, "2022-10-05", hearing_on="2022-10-17") == []
    andi.step(HearingFailed, "2022-10-17")
    assert andi.step(SummonsIssued, "2022-10-17", which="second", hearing_on="2022-10-27") == []


def test_no_step_is_dated_after_it_happened(andi):
    """East of Greenwich it is tomorrow already; further than that nobody dates a letter that is not written."""
    ahead = "2026-03-06 is after the step happened, at 2026-03-04T12:00:00+08:00"
    with refused(ahead):
        andi.step(SummonsIssued, "2026-03-04", on="2026-03-06")
    with refused("9999-12-31 is after the step happened"):
        andi.step(SummonsIssued, "2026-03-04", on="9999-12-31", hearing_on="9999-12-31")
    andi.step(SummonsIssued, "2026-03-04", occurred_at="2026-03-04T22:00:00+00:00", on="2026-03-05")


def test_a_hearing_in_a_far_year_is_not_counted_to_day_by_day(andi):
    counted = []
    holidays = andi.days._holidays
    andi.days._holidays = lambda day: counted.append(day) or holidays(day)
    assert andi.step(SummonsIssued, "2026-03-04", hearing_on="9999-12-31") == []
    assert len(counted) < 40


def test_where_the_seven_days_are_read_as_the_most_a_hearing_after_them_warns(andi):
    summonses = msgspec.structs.replace(
        andi.rules.summonses, gap=msgspec.structs.replace(andi.rules.summonses.gap, mode="max")
    )
    andi.rules = msgspec.structs.replace(andi.rules, summonses=summonses)
    assert andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-17") == [
        "the hearing is on 2026-03-17; 7 days after the letter end on 2026-03-13"
    ]
    andi = Proceedings(on_calls())
    andi.rules = msgspec.structs.replace(andi.rules, summonses=summonses)
    assert andi.step(SummonsIssued, "2026-03-04", hearing_on="2026-03-13") == []
