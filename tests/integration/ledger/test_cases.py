"""Steps of cases recorded in a real ledger: decided by the law, once, and by one officer at a time."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.discipline.basis import NothingToRestOn
from domain.discipline.events import CaseOpened
from domain.discipline.refusal import StepRefused
from domain.events import DisciplineEnacted, EventVoided
from ledger.application import Ledger
from ledger.case_file import CaseFile, NoSuchCase
from ledger.cases import Cases, Taken, WrongStep
from ledger.drafts import Submission
from ledger.intake import ingest
from ledger.policy_file import read_discipline_file
from ledger.verification import verify
from tests.unit.domain import cases as told

ROOT = Path(__file__).parents[3]
BUDI, ANDI = "199007212015021002", "198603152010011004"
MARCH = [datetime(2026, 3, day, 4, tzinfo=UTC) for day in range(1, 32)]


@pytest.fixture
def office(ledger: Ledger) -> Cases:
    """The story of Kaltim, in which Budi is accused of three missed calls, and the law of discipline."""
    with (ROOT / "tests" / "cases" / "kaltim-2026.jsonl").open("rb") as lines:
        ingest(ledger, lines, "story")
    rules = read_discipline_file(ROOT / "policies" / "discipline-pp94-2021.yaml")
    rules["scope"] = "kaltim"
    record(ledger, DisciplineEnacted(id="law", discipline=rules["discipline"], document=rules))
    return Cases(ledger)


def record(ledger: Ledger, event: DisciplineEnacted | EventVoided) -> None:
    (outcome,) = ledger.record([Submission(event, "test")])
    assert outcome.position is not None


def opened(cases: Cases, **asked: object) -> Taken:
    """A case on the allegation against Budi, known before a reason was accepted."""
    fields = {"allegation": True, "known_at": 175, "at": MARCH[4], "opened_by": ANDI} | asked
    return cases.open(BUDI, post="pelaksana", institution="province", **fields)  # type: ignore[arg-type]


def refused(cases: Cases, **asked: object) -> str:
    with pytest.raises(StepRefused) as error:
        opened(cases, **asked)
    return error.value.sentence


@pytest.fixture
def accused(office: Cases, ledger: Ledger) -> Cases:
    """The same without what was recorded after position 175, by which the allegation fell."""
    for position in range(176, 180):
        (entry,) = ledger.read_log(position - 1, position)
        if entry.stream == f"employee-{BUDI}":
            record(ledger, EventVoided(id=f"void {position}", target=entry.event.id, reason="x", authority="y"))
    return office


def test_a_case_that_is_opened_stands_in_the_ledger_with_what_it_rests_on(accused: Cases, ledger: Ledger) -> None:
    taken = opened(accused, known_at=None)
    event = taken.fact.event
    assert isinstance(event, CaseOpened)
    assert (event.case, event.on, event.examinee.employment) == (f"{BUDI}_1", date(2026, 3, 5), "PNS")
    assert (event.basis.known_at, taken.fact.position) == (ledger.last_position() - 1, ledger.last_position())
    answer = CaseFile(ledger, BUDI, event.basis.known_at).replayed(event.basis)
    assert answer["digest"] == event.basis.digest
    assert verify(ledger).findings == []


def test_what_has_fallen_already_is_not_opened_on(office: Cases) -> None:
    assert "does not stand any more" in refused(office)


def test_the_same_request_again_is_a_duplicate_and_another_a_second_open_case(accused: Cases) -> None:
    first = opened(accused)
    again = opened(accused)
    assert (again.duplicate, again.fact) == (True, first.fact)
    assert "is open on the same already" in refused(accused, at=MARCH[5], reached_at=reached(first))
    with pytest.raises(NothingToRestOn):
        opened(accused, at=MARCH[5])


def reached(taken: Taken) -> datetime:
    event = taken.fact.event
    assert isinstance(event, CaseOpened)
    assert event.basis.allegation is not None
    return event.basis.allegation.reached_at


def test_a_step_is_decided_by_the_law_and_recorded_once(accused: Cases, ledger: Ledger) -> None:
    case = opened(accused).fact.event.case
    with pytest.raises(StepRefused):
        accused.step(told.decided(case, MARCH[8]))
    summons = replace(told.summoned(case, MARCH[5]), issued_by=ANDI)
    assert not accused.step(summons).duplicate
    assert accused.step(summons).duplicate
    with pytest.raises(StepRefused, match="is used by another step"):
        accused.step(replace(summons, hearing_on=date(2026, 4, 1)))
    assert accused.case(case).stage == "summoned"
    assert accused.case(case) == CaseFile(ledger, BUDI, ledger.last_position()).held(case, MARCH[30]).case


def test_a_case_whose_opening_was_voided_is_none_and_its_number_is_not_given_again(
    accused: Cases, ledger: Ledger
) -> None:
    first = opened(accused).fact.event
    record(ledger, EventVoided(id="mistake", target=first.id, reason="x", authority="y"))
    with pytest.raises(NoSuchCase):
        accused.case(first.case)
    with pytest.raises(NoSuchCase):
        accused.step(told.heard(first.case, MARCH[9]))
    assert opened(accused, at=MARCH[5]).fact.event.case == f"{BUDI}_2"


def test_a_case_of_which_a_step_was_voided_is_read_alike_as_an_aggregate_and_from_its_file(
    accused: Cases, ledger: Ledger
) -> None:
    case = opened(accused).fact.event.case
    steps = [told.summoned(case, MARCH[5]), told.heard(case, MARCH[19]), told.decided(case, MARCH[20], kind=None)]
    for step in steps:
        accused.step(step)
    for voided, stage in ((steps[1], "decided"), (steps[2], "summoned")):
        record(ledger, EventVoided(id=f"mistake {voided.id}", target=voided.id, reason="x", authority="y"))
        assert accused.case(case) == accused.read(case).case
        assert accused.case(case).stage == stage


def test_a_basis_is_renewed_by_what_it_reads_now(accused: Cases, ledger: Ledger) -> None:
    opened_with = opened(accused).fact.event
    taken = accused.renew(opened_with.case, why="anew", at=MARCH[6])
    assert taken.fact.event.basis.known_at == ledger.last_position() - 1  # type: ignore[union-attr]
    assert accused.renew(opened_with.case, why="anew", at=MARCH[6]).duplicate
    assert len(accused.case(opened_with.case).bases) == 2


def test_a_step_that_could_not_be_decoded_again_is_not_recorded(accused: Cases, ledger: Ledger) -> None:
    case = opened(accused).fact.event.case
    before = ledger.last_position()
    with pytest.raises(WrongStep, match="that says something"):
        accused.renew(case, why="", at=MARCH[6])
    with pytest.raises(WrongStep, match="letters, digits"):
        accused.step(replace(told.summoned(case, MARCH[5]), issued_by="the governor"))
    assert ledger.last_position() == before


def test_no_step_of_a_case_that_is_not_there(accused: Cases) -> None:
    with pytest.raises(NoSuchCase):
        accused.step(told.heard(f"{BUDI}_7", MARCH[9]))
    with pytest.raises(NoSuchCase):
        accused.case(f"{BUDI}_7")


def test_of_officers_who_open_at_once_one_does(accused: Cases, url: str, ledger: Ledger) -> None:
    del accused
    found: list[str] = []
    start = threading.Barrier(4)

    def officer(number: int) -> None:
        with Ledger.open(url) as own:
            start.wait()
            try:
                found.append(opened(Cases(own), known_at=None, at=MARCH[4 + number]).fact.event.case)
            except (StepRefused, NothingToRestOn) as error:
                found.append(error.code)

    officers = [threading.Thread(target=officer, args=(number,)) for number in range(4)]
    for one in officers:
        one.start()
    for one in officers:
        one.join()
    assert len(found) == 4
    assert [case for case in found if case.startswith(BUDI)] == [f"{BUDI}_1"]
    assert ledger.stream_sizes("case-") == {f"case-{BUDI}_1": 1}


def test_a_step_that_another_was_quicker_with_is_decided_anew(accused: Cases, url: str, ledger: Ledger) -> None:
    case = opened(accused).fact.event.case
    summons = replace(told.summoned(case, MARCH[5]), issued_by=ANDI)
    between = iter([replace(summons, id="quicker")])
    append = ledger.append

    def slow(*drafts):  # type: ignore[no-untyped-def]
        for step in between:
            with Ledger.open(url) as other:
                Cases(other).step(step)
        return append(*drafts)

    ledger.append = slow  # type: ignore[method-assign]
    with pytest.raises(StepRefused):
        accused.step(summons)
    assert ledger.stream_sizes("case-") == {f"case-{case}": 2}
