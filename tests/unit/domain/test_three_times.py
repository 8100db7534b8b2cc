"""SPEC section 1: occurred, recorded, position; as of T and known at K."""

import pytest

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    SHIFTS,
    WIB,
    WIT,
    WITA,
    Fact,
    at,
    call,
    calls,
    check_in,
    employee,
    holiday,
    leave,
    letter,
    named,
    office,
    period,
    policy,
    recorded,
    revoked,
    shift,
    unit,
    void,
)
from tests.unit.domain.story import ask, outcomes, shown_window, status

LAW = [*office(), policy(**DUTY)]


def test_an_event_at_position_k_counts():
    facts = [*LAW, check_in("07:00")]
    assert status(*facts, known_at=len(facts)) == "present"


def test_an_event_after_position_k_does_not_count():
    facts = [*LAW, check_in("07:00")]
    assert status(*facts, known_at=len(facts) - 1) == "absent"


def test_a_dated_fact_after_position_k_does_not_count():
    facts = [*LAW, leave(DAY)]
    assert status(*facts, known_at=len(facts) - 1) == "absent"


def test_an_event_that_occurred_exactly_at_t_counts():
    assert status(*LAW, check_in("07:00:00"), as_of=at("07:00:00")) == "present"


def test_an_event_that_occurred_after_t_does_not_count():
    assert status(*LAW, check_in("07:00:00"), as_of=at("06:59:59.999999")) == "pending"


def test_t_and_k_are_two_axes_and_both_must_hold():
    facts = [*LAW, check_in("07:40"), check_in("07:00")]
    assert shown_window(*facts, known_at=len(facts) - 1)["at"] is None
    assert shown_window(*facts, as_of=at("06:50"))["at"] is None
    assert shown_window(*facts)["at"] == at("07:00")


def test_an_event_recorded_after_t_but_occurred_before_it_counts():
    late_upload = recorded(at("12:00", "2026-03-20"), check_in("07:00"))
    assert status(*LAW, late_upload, as_of=at("08:00")) == "present"


def test_events_count_by_when_they_occurred_not_by_when_they_were_recorded():
    first = shown_window(*LAW, check_in("07:20"), check_in("07:10"))
    assert first["at"] == at("07:10")


def test_a_voided_event_does_not_count():
    assert status(*LAW, named("seen", check_in("07:00")), void("seen")) == "absent"


def test_a_void_has_no_time_and_counts_by_position_alone():
    facts = [*LAW, named("seen", check_in("07:00")), recorded(at("12:00", "2026-03-30"), void("seen"))]
    assert status(*facts, as_of=at("07:30")) == "absent"
    assert status(*facts, as_of=at("07:30"), known_at=len(facts) - 1) == "present"


SOON = "2026-03-20"
DATED: list[tuple[str, list[Fact]]] = [
    ("leave", [leave(SOON)]),
    ("official_duty", [letter("travel", SOON)]),
    ("holiday", [holiday(SOON)]),
    ("off", [policy("closing", scope="dinas", precedence=1, effective_from=SOON, arrangement="off")]),
    ("unregulated", [revoked("base", SOON)]),
    ("unregulated", [employee(unit="elsewhere", effective_from=SOON)]),
    ("unregulated", [unit("outer"), unit("dinas", "outer", effective_from=SOON), revoked("base", SOON)]),
    (
        "off",
        [
            period("ramadan", SOON, SOON),
            policy("fasting", precedence=1, when={"period": ["ramadan"]}, arrangement="off"),
        ],
    ),
    ("pending", [policy("roster", precedence=1, **SHIFTS), shift("08:00", "16:00", SOON)]),
]


@pytest.mark.parametrize(("expected", "facts"), DATED, ids=[f"{facts[0]['type']}-{kind}" for kind, facts in DATED])
def test_facts_that_carry_dates_count_before_their_date_comes(expected, facts):
    assert status(*LAW, *facts, on=SOON, as_of=at("12:00", DAY)) == expected


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("Asia/Jakarta", WIB), ("Asia/Pontianak", WIB), ("Asia/Makassar", WITA), ("Asia/Jayapura", WIT)],
)
def test_wall_clock_times_are_those_of_the_zone_of_the_unit(zone, offset):
    facts = [unit("dinas", timezone=zone), employee(), policy(**DUTY)]
    assert shown_window(*facts)["opens"] == at("06:30", offset=offset)
    assert shown_window(*facts)["closes"] == at("07:30", offset=offset)


def test_local_dates_are_those_of_the_zone_of_the_unit():
    before_midnight_in_utc = check_in("22:45", "2026-03-01", "+00:00")
    assert status(*LAW, before_midnight_in_utc, on=DAY) == "present"


def test_an_instant_means_the_same_whatever_offset_it_was_given_with():
    in_wib = shown_window(*LAW, check_in("06:30:00", offset=WIB))
    assert (in_wib["status"], in_wib["at"]) == ("on_time", at("07:30:00", offset=WITA))


def test_a_call_placed_after_t_is_not_shown():
    facts = [*office(), policy(**DUTY, calls=calls()), call("09:00:00")]
    assert outcomes(*facts, as_of=at("08:59:59")) == []
    assert outcomes(*facts, as_of=at("09:00:00")) == ["open"]


def test_the_answer_names_its_t_and_k():
    shown = ask(*LAW, check_in("07:00"), as_of=at("10:00"), known_at=5)
    assert (shown["nip"], shown["as_of"], shown["known_at"]) == ("andi", at("10:00"), 5)
