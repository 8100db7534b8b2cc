"""A case among the read models: at once after each fact, in every list, and published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from domain.discipline.basis import basis_of_absence, basis_of_allegation
from domain.discipline.events import Basis, CaseOpened
from domain.events import CheckedIn, Event, EventVoided
from domain.strikes import allegations_at
from ledger.application import Ledger
from ledger.drafts import Submission
from ledger.inquiry import with_digest
from ledger.province import Province
from projections.announcer import Announcer
from projections.follower import Follower
from projections.generation import Change
from projections.questions import Questions
from projections.rebuild import Rebuild
from projections.views import Views, open_views
from tests.unit.domain import cases as told

from .agreement import CASES, disagreements, submissions
from .subscriber import Subscriber

NOW = datetime(2026, 4, 1, 4, tzinfo=UTC)
MARCH = [datetime(2026, 3, day, 4, tzinfo=UTC) for day in range(1, 32)]


class Office:
    """The ledger of Kaltim with a case on its only allegation, followed and announced."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        self.ledger, self.views = ledger, views
        self.subscriber = Subscriber()
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        province = Province(ledger, ledger.last_position())
        accused = (
            (judgement, allegation)
            for judgement in map(province.judgement, province.nips)
            for allegation in allegations_at(judgement.calls, MARCH[4])
        )
        judgement, self.allegation = next(accused)
        self.nip = judgement.nip
        self.case = f"{self.nip}_1"
        self.calls = {call.call_id: call.events for call in self.allegation.calls}

        def digest(first: date, last: date) -> str:
            answer = province.answer(self.nip, as_of=MARCH[4], first=first, last=last)
            return str(with_digest(answer)["digest"])

        basis = basis_of_allegation(self.allegation, as_of=MARCH[4], known_at=ledger.last_position(), digest=digest)
        self.opened = CaseOpened(
            id="opened",
            case=self.case,
            occurred_at=MARCH[4],
            on=date(2026, 3, 5),
            nip=self.nip,
            opened_by="x",
            examinee=told.CLERK,
            basis=basis,
        )

    def record(self, *events: Event) -> list[Change]:
        """Record these and follow; the rows that changed."""
        changes: list[Change] = []
        for outcome in self.ledger.record([Submission(event, "test") for event in events]):  # type: ignore[arg-type]
            assert outcome.position is not None
        Follower(self.ledger, self.views, on_change=changes.extend).catch_up()
        return changes

    def hear(self) -> list[tuple[str, dict[str, Any]]]:
        """What is told since the last time."""
        announcer, before = Announcer(self.ledger, self.views), len(self.subscriber.told)
        while announcer.step(published=self.subscriber.number):
            pass
        for row in announcer.tables.after(self.subscriber.number, 1_000_000):
            self.subscriber.take(row, self.ledger.last_position())
        return self.subscriber.told[before:]

    @property
    def questions(self) -> Questions:
        return Questions(self.ledger, self.views)


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    with Ledger.open(ledger_url, create=True, clock=lambda: NOW) as ledger, open_views(ledger_url) as views:
        yield Office(ledger, views)


def void(target: str, identity: str = "void") -> EventVoided:
    return EventVoided(id=identity, target=target, reason="x", authority="y")


def placed(office: Office) -> str:
    """The id of the event by which the first call of the allegation was placed."""
    (position,) = {call.position for call in office.allegation.calls[:1]}
    (entry,) = office.ledger.read_log(position - 1, position)
    return entry.event.id


def test_the_follower_says_at_once_that_a_new_fact_changed_a_basis(office: Office) -> None:
    office.record(office.opened)
    office.hear()
    changes = office.record(void(placed(office)))
    assert [(change.model, change.nip) for change in changes if change.model == "discipline_case"] == [
        ("discipline_case", office.nip)
    ]
    told_now = dict(office.hear())
    assert told_now["BasisChanged"]["holds"] is False
    assert [one["part"] for one in told_now["BasisChanged"]["changes"]] == ["call", "allegation"]
    assert told_now["BasisChanged"]["positions"] == [office.ledger.last_position() - 1, office.ledger.last_position()]
    assert [one["type"] for one in told_now["BasisChanged"]["affected"]] == ["CaseOpened"]
    (line,) = office.questions.cases(NOW)
    assert (line.case.basis.holds, line.changed_since) == (False, office.ledger.last_position())
    office.record(void("void", "void of the void"))
    assert [(kind, one["holds"]) for kind, one in office.hear() if kind == "BasisChanged"] == [("BasisChanged", True)]
    assert list(disagreements(office.ledger, office.views, [NOW, MARCH[6]])) == []


def test_every_list_shows_the_state_of_strikes_with_the_case(office: Office) -> None:
    office.record(office.opened)
    step = [told.decided(office.case, MARCH[9]), told.in_force(office.case, MARCH[20])]
    office.record(*step)
    for as_of, state in ((MARCH[3], "alleged"), (MARCH[5], "in case"), (MARCH[22], "sanctioned")):
        asked = office.questions
        day = date(2026, 3, 3)
        lines = {line.person.nip: line for line in asked.status(day, as_of)}
        assert lines[office.nip].strike_state == state
        unit = lines[office.nip].person.unit
        sanction = {line.person.nip: line for line in asked.sanctions(as_of)}[office.nip]
        assert sanction.strikes.state == state
        assert [case.case for case in sanction.cases] == ([office.case] if state != "alleged" else [])
        recap = {line.person.nip: line for line in asked.recap(day, as_of)}
        assert recap[office.nip].strike_state == state
        (board,) = [one for one in asked.board(unit, day, as_of) if one.unit == unit]
        assert board.strike_states[state] == 1
        assert sum(board.strike_states.values()) == sum(line.person.unit == unit for line in lines.values())


def test_who_has_a_case_but_no_strike_any_more_is_still_listed(office: Office) -> None:
    office.record(office.opened)
    calls = [call.position for call in office.allegation.calls]
    targets = [next(iter(office.ledger.read_log(position - 1, position))).event.id for position in calls]
    office.record(*(void(target, f"void {number}") for number, target in enumerate(targets)))
    (line,) = [line for line in office.questions.sanctions(NOW) if line.person.nip == office.nip]
    assert (line.strikes.state, line.strikes.allegations, line.cases[0].basis.holds) == ("in case", [], False)


def test_cases_are_listed_by_the_unit_they_were_opened_in(office: Office) -> None:
    office.record(office.opened)
    (line,) = office.questions.cases(NOW)
    assert line.person is not None
    assert line.unit == line.person.unit
    assert [one.case.case for one in office.questions.cases(NOW, line.unit)] == [office.case]
    others = office.questions.units_below("kaltim", NOW.date()) - {line.unit}
    assert all(office.questions.cases(NOW, unit) == [] for unit in others if unit != "kaltim")
    assert office.questions.cases(MARCH[3]) == []


def test_a_check_in_that_comes_late_reaches_the_case_whose_absence_it_takes_away(office: Office) -> None:
    """A check-in touches the sheets of its month only; whoever has a case is derived whole."""
    basis = absence_of(office)
    assert basis.absence is not None
    missed = basis.absence.days[-1].date
    office.record(msgspec.structs.replace(office.opened, basis=basis))
    late = [
        CheckedIn(
            id=f"late {hour}",
            nip=office.nip,
            place="office",
            occurred_at=datetime(missed.year, missed.month, missed.day, hour, 45, tzinfo=timezone(timedelta(hours=8))),
        )
        for hour in (6, 7, 11, 12, 15, 16)
    ]
    office.record(*late)
    (line,) = office.questions.cases(NOW)
    assert [change.key for change in line.case.basis.changes if change.part == "day"] == [missed.isoformat()]
    assert list(disagreements(office.ledger, office.views, [NOW])) == []


def absence_of(office: Office) -> Basis:
    """What the accused lost of the year so far."""
    known_at = office.ledger.last_position()
    judgement = Province(office.ledger, known_at).judgement(office.nip)
    seen = {"as_of": MARCH[10], "known_at": known_at, "today": MARCH[10].date()}
    return basis_of_absence(judgement, 2026, False, digest=lambda _first, _last: told.DIGEST, **seen)  # type: ignore[arg-type]


def test_a_rebuild_tells_nothing_of_cases_and_a_case_taken_back_is_withdrawn(office: Office, ledger_url: str) -> None:
    office.record(office.opened)
    assert [kind for kind, _ in office.hear() if kind == "CaseMoved"] == ["CaseMoved"]
    rebuild = Rebuild(ledger_url, office.ledger, office.views, processes=1)
    rebuild.build()
    assert rebuild.finish(lambda _: True).differences == []
    assert office.hear() == []
    office.record(void("opened"))
    ((kind, moved),) = office.hear()
    assert (kind, moved["after"], moved["strikes"]) == ("CaseMoved", None, "alleged")


def test_two_rebuilds_that_differ_in_a_case_say_in_which(office: Office, ledger_url: str) -> None:
    office.record(office.opened)
    office.views.write("DELETE FROM discipline_case_1")
    rebuild = Rebuild(ledger_url, office.ledger, office.views, processes=2)
    rebuild.build()
    (difference,) = rebuild.finish(lambda _: True).differences
    assert (difference.what, difference.before, difference.after) == (f"case {office.case}", "-", "1 steps, holds")
