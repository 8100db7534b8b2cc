"""Numbers of 18 digits that cannot be a NIP."""

from __future__ import annotations

import pytest

from domain.admission import admit
from ledger.nips import WARNINGS_KEPT, NipWarnings, why_not_a_nip


@pytest.mark.parametrize(
    "number",
    [
        "198609262015051001",
        "198609262015052999",
        "197001011995031001",
        "B1",
        "1234567890",
        "12345678901234567X",
        "1986092620150510010",
    ],
)
def test_a_nip_and_a_number_of_another_kind_are_no_warning(number: str) -> None:
    assert why_not_a_nip(number) is None
    assert why_not_a_nip(number, "PNS") is None


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("198613262015051001", "date of birth"),
        ("198602302015051001", "date of birth"),
        ("198609262015053001", "neither 1"),
        ("198609262015050001", "neither 1"),
        ("198609262015051000", "begin at 001"),
        ("198609262003051001", "born on"),
        ("198609261985051001", "born on"),
    ],
)
def test_what_cannot_be_a_nip_is_told(number: str, why: str) -> None:
    assert why in str(why_not_a_nip(number))
    assert why in str(why_not_a_nip(number, "PPPK"))
    assert why in str(why_not_a_nip(number, "CPNS"))


def test_a_month_of_appointment_is_asked_of_a_pns_and_not_of_a_pppk() -> None:
    number = "198609262021211001"
    assert "month" in str(why_not_a_nip(number, "PNS"))
    assert "month" in str(why_not_a_nip(number, "CPNS"))
    assert why_not_a_nip(number, "PPPK") is None
    assert why_not_a_nip(number, "NON_ASN") is None
    assert why_not_a_nip(number) is None


def test_somebody_is_appointed_in_the_month_of_turning_eighteen_and_not_before() -> None:
    assert why_not_a_nip("198609262004091001", "PNS") is None
    assert why_not_a_nip("198609262004081001", "PNS") is not None


def test_each_number_is_told_once_with_the_line_it_was_first_seen_on() -> None:
    warnings = NipWarnings()
    call = (
        '{"type":"CallPlaced","id":"c","nip":"198613262015051001","call_id":"c","placed_by":"198609262015059001",'
        '"channel":"x","occurred_at":"2026-01-01T00:00:00Z"}'
    )
    for line in range(3, 9):
        warnings.look_at(admit(call), line)
    assert [str(sentence) for sentence in warnings.sentences] == [
        "line 3: 198613262015051001 cannot be a NIP: 19861326 is no date of birth",
        "line 3: 198609262015059001 cannot be a NIP: 9 is neither 1 (male) nor 2 (female)",
    ]


def test_warnings_are_counted_beyond_what_is_kept() -> None:
    warnings = NipWarnings()
    for number in range(WARNINGS_KEPT + 7):
        line = f'{{"type":"ShiftWithdrawn","id":"s","nip":"19861326201505{number:04}","shift_id":"s"}}'
        warnings.look_at(admit(line), number)
    assert len(warnings.sentences) == WARNINGS_KEPT
    assert warnings.omitted == 7
