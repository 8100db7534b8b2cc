"""Each regime's week is judged as its page says: the tables of tests/cases/*-week.md are the expectation."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from weeks import WEEKS, Question, Week, read_week

from cli.packs import packs
from domain.admission import admit
from domain.answer import Answer, Because
from domain.events import EmployeeAssigned, PolicyEnacted, Recorded
from domain.replay import replay
from ledger.policy_file import read_policy_file

POLICIES = Path(__file__).resolve().parents[3] / "policies"
QUESTIONS = [
    pytest.param(name, number, id=f"{name}-{number + 1}")
    for name in WEEKS
    for number in range(len(read_week(name).questions))
]

Row = dict[str, str]


class Judged:
    """The engine's answers to one question, and how a page writes them."""

    def __init__(self, week: Week, question: Question) -> None:
        self.week, self.question = week, question
        self.facts = [
            Recorded(position, week.recorded[position], admit(line)) for position, line in enumerate(week.lines, 1)
        ]
        self.known_at = question.known_at
        if question.proposal is not None:
            document = read_policy_file(POLICIES / question.proposal)
            enacted = PolicyEnacted(id="proposal", policy=document["policy"], document=document)
            self.facts = [fact for fact in self.facts if fact.position <= self.known_at]
            self.known_at += 1
            self.facts.append(Recorded(self.known_at, question.as_of, enacted))
        self.nips = {fact.event.name: fact.event.nip for fact in self.facts if isinstance(fact.event, EmployeeAssigned)}

    def answer(self, who: str, first: date, last: date) -> Answer:
        as_of, known_at = self.question.as_of, self.known_at
        return replay(self.nips[who], self.facts, as_of=as_of, known_at=known_at, first=first, last=last)

    @property
    def range(self) -> tuple[date, date]:
        """The days of the question: the columns of its table of days."""
        days = [_date(heading) for row in self.question.rows("Days") for heading in row if heading != "Days"]
        return min(days), max(days)

    def people(self) -> list[str]:
        return [row["Days"] for row in self.question.rows("Days")]

    def rule(self, because: list[Because], parameter: str) -> str:
        """How a page names the rule that decided: the regulation's short name, the rule, whether retroactive."""
        entries = [entry for entry in because if entry.parameter == parameter]
        if not entries:
            return "-"
        (entry,) = entries
        shorts = {full: short for short, full in self.week.regulations.items()}
        if entry.policy is None:
            short = f"letter {entry.regulation}"
        else:
            short = f"{shorts[entry.policy, entry.regulation]} {entry.rule}"
        return short + (", retroactive" if entry.retroactive else "")


@cache
def judged(name: str, number: int) -> Judged:
    week = read_week(name)
    return Judged(week, week.questions[number])


def _date(text: str) -> date:
    """From ``Fri 2026-02-20``, whose name of the day must be right."""
    name, day = text.split()
    found = date.fromisoformat(day)
    assert f"{found:%a}" == name, f"{day} is a {found:%A}"
    return found


def _time(instant: datetime | None, day: date | None = None) -> str:
    """``07:45``, with seconds where there are some and the date where it is another day's."""
    if instant is None:
        return "-"
    text = f"{instant:%H:%M:%S}".removesuffix(":00")
    return text if instant.date() == day else f"{instant:%Y-%m-%d} {text}"


def _or_dash(value: object) -> str:
    return "-" if value is None else str(value)


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_every_day_has_the_status_and_arrangement_of_the_table(name: str, number: int) -> None:
    case = judged(name, number)
    expected = case.question.rows("Days")
    first, last = case.range
    found: list[Row] = []
    for row in expected:
        days = {day.date: day for day in case.answer(row["Days"], first, last).days}
        cells = {heading: days.get(_date(heading)) for heading in row if heading != "Days"}
        written = {
            heading: "-" if day is None else ", ".join(filter(None, [day.status, day.arrangement]))
            for heading, day in cells.items()
        }
        found.append({"Days": row["Days"], **written})
    assert found == expected


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_every_window_of_the_table_is_judged_so(name: str, number: int) -> None:
    case = judged(name, number)
    expected = case.question.rows("Windows")
    days_asked = list(dict.fromkeys((row["Windows"], row["Day"]) for row in expected))
    found: list[Row] = []
    for who, asked in days_asked:
        day = _date(asked)
        (answer,) = case.answer(who, day, day).days
        for window in answer.windows:
            late, early = window.late_minutes, window.early_minutes
            found.append(
                {
                    "Windows": who,
                    "Day": asked,
                    "Window": window.name,
                    "From": _time(window.opens, day),
                    "To": _time(window.closes, day),
                    "Status": window.status,
                    "At": _time(window.at, day),
                    "Minutes": f"{late} late" if late else f"{early} early" if early else "-",
                }
            )
        assert answer.late_minutes == sum(window.late_minutes for window in answer.windows)
        assert answer.early_minutes == sum(window.early_minutes for window in answer.windows)
    assert found == expected


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_every_reason_of_the_table_is_the_rule_that_decided(name: str, number: int) -> None:
    case = judged(name, number)
    expected = case.question.rows("Why")
    found: list[Row] = []
    for row in expected:
        day = _date(row["Day"])
        (answer,) = case.answer(row["Why"], day, day).days
        windows = "shift_windows" if answer.arrangement == "shift" else "windows"
        found.append(
            {
                "Why": row["Why"],
                "Day": row["Day"],
                "Arrangement by": case.rule(answer.because, "arrangement"),
                "Windows by": case.rule(answer.because, windows),
            }
        )
    assert found == expected


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_the_calls_of_the_days_asked_are_those_of_the_table(name: str, number: int) -> None:
    case = judged(name, number)
    found: list[Row] = []
    for who in case.people():
        for call in case.answer(who, *case.range).calls:
            found.append(
                {
                    "Calls": who,
                    "Call": call.call_id,
                    "Placed": _time(call.placed_at),
                    "Deadline": _time(call.deadline, call.placed_at.date()),
                    "Outcome": call.outcome,
                    "Why not": _or_dash(call.why),
                    "Settled": _time(call.settled_at),
                    "Rule": case.rule(call.because, "calls"),
                }
            )
    assert found == case.question.rows("Calls")


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_strikes_and_allegations_are_those_of_the_table(name: str, number: int) -> None:
    case = judged(name, number)
    expected = case.question.rows("Strikes")
    found: list[Row] = []
    for row in expected:
        strikes = case.answer(row["Strikes"], *case.range).strikes
        allegations = [
            f"{', '.join(one.calls)} at {_time(one.reached_at)}" + (", retroactive" if one.retroactive else "")
            for one in strikes.allegations
        ]
        found.append(
            {
                "Strikes": row["Strikes"],
                "Count": str(strikes.count),
                "Of": _or_dash(strikes.threshold),
                "State": strikes.state,
                "Allegations": "; ".join(allegations) or "-",
            }
        )
    assert found == expected


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_the_location_requests_of_the_days_asked_are_those_of_the_table(name: str, number: int) -> None:
    case = judged(name, number)
    found: list[Row] = []
    for who in case.people():
        for request in case.answer(who, *case.range).location_requests:
            found.append(
                {
                    "Locations": who,
                    "Request": request.request_id,
                    "Asked": _time(request.requested_at),
                    "Deadline": _time(request.deadline, request.requested_at.date()),
                    "Outcome": request.outcome,
                    "Why not": _or_dash(request.why),
                    "Metres": _or_dash(request.distance_m),
                    "Inside": _or_dash(request.inside),
                }
            )
    assert found == case.question.rows("Locations")


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_the_tally_is_that_of_the_table(name: str, number: int) -> None:
    case = judged(name, number)
    expected = case.question.rows("Absence")
    found: list[Row] = []
    for row in expected:
        ((year, tally),) = case.answer(row["Absence"], *case.range).absence.items()
        found.append(
            {
                "Absence": row["Absence"],
                "Year": year,
                "Absent days": str(tally.absent_days),
                "Lost minutes": str(tally.lost_minutes),
                "Counted days": str(tally.counted_days),
                "Longest run": str(tally.longest_run),
                "Band": "-" if tally.band is None else f"{tally.band.days} {tally.band.level} {tally.band.kind}",
            }
        )
        assert tally.consecutive is None
    assert found == expected


@pytest.mark.parametrize("name", WEEKS)
def test_every_table_of_a_week_is_read(name: str) -> None:
    week = read_week(name)
    assert sorted(week.recorded) == list(range(1, len(week.lines) + 1))
    assert all(question.rows("Days") for question in week.questions)
    kinds = {table.kind for question in week.questions for table in question.tables}
    assert kinds - {"Locations"} == {"Days", "Windows", "Why", "Calls", "Strikes", "Absence"}


@pytest.mark.parametrize("name", WEEKS)
def test_a_week_enacts_the_packs_and_the_calendar_as_they_stand(name: str) -> None:
    as_they_stand = {document["policy"]: document for document in map(read_policy_file, packs())}
    calendar = {
        event["id"]: event
        for path in POLICIES.glob("calendar-*.jsonl")
        for event in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    for event in map(json.loads, read_week(name).lines):
        if event["type"] == "PolicyEnacted":
            assert event["document"] == as_they_stand[event["policy"]]
        if event["id"].startswith("calendar-"):
            assert event == calendar[event["id"]]


def test_the_proposal_of_kalteng_is_in_no_ledger() -> None:
    assert len(WEEKS) == 5
    assert not [name for name in WEEKS if "proposal" in "".join(read_week(name).lines).lower()]
