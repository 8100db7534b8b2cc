"""Each story of a discipline case goes as its page says, through the commands, on a file and on PostgreSQL."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from stories import STORIES, Question, Row, Step, Story, read_story

from cli.main import main
from ledger.policy_file import read_discipline_file
from tests.integration.postgres import Databases

ON_POSTGRES = "discipline-void"
PACK = Path(__file__).resolve().parents[3] / "policies" / "discipline-pp94-2021.yaml"


class Told:
    """A story told to a ledger."""

    def __init__(self, story: Story, url: str, capfd: pytest.CaptureFixture[str]) -> None:
        self.story, self.url, self._capfd = story, url, capfd

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self._capfd.readouterr()
        status = main([*arguments, "--db", self.url])
        return status, *self._capfd.readouterr()

    def asked(self, *arguments: str) -> Any:
        _, out, err = self.run(*arguments, "--format", "json")
        assert out, err
        return json.loads(out)

    # What is recorded

    def take(self, step: Step) -> None:
        """Record a row, and hold what became of it to the page."""
        if step.name == "facts":
            first, _, last = step.given.removeprefix("lines ").partition("-")
            lines = self.story.lines[int(first) - 1 : int(last or first)]
            Path("facts.jsonl").write_text("\n".join(lines) + "\n")
            status, _, err = self.run("ingest", "facts.jsonl")
            assert (status, err) == (0, "")
            return
        assert step.when is not None
        words = shlex.split(self.story.said(step.given))
        for name in re.findall(r"=([\w.-]+\.pdf)", step.given):
            Path(name).write_bytes(name.encode())
        nip = self.story.case.partition("_")[0]
        begin = ("case", "open", nip) if step.name == "open" else ("case", "step", self.story.case, step.name)
        status, out, err = self.run(*begin, *words, "--at", step.when.isoformat())
        assert became(status, out, err) == step.result, (step, out, err)

    # What is asked

    def answer(self, question: Question) -> None:
        """Hold every table under a question to what the commands say."""
        as_of = ("--as-of", question.as_of.isoformat())
        shown = self.asked("case", "show", self.story.case, *as_of)
        limits = self.asked("case", "deadlines", self.story.case, "--all", "--explain", *as_of)["deadlines"]
        replayed = self.asked("replay", shown["nip"], *as_of)
        tables: dict[str, list[Row]] = {
            "Stage": [
                {
                    "Stage": shown["stage"],
                    "Sanction": sanction(shown),
                    "Basis": "holds" if shown["basis"]["holds"] else "changed",
                    "Strikes": replayed["strikes"]["state"],
                }
            ],
            "Basis": [basis(shown, self.story)],
            "Changed": [
                {
                    "Changed": f"{one['part']} {one['key'][:10]}",
                    "Then": reading(one["then"]),
                    "Now": reading(one["now"]),
                    "Because of": ", ".join(one["events"]) or "-",
                }
                for one in shown["basis"]["changes"]
            ],
            "Bears on": [
                {"Bears on": step["event"]["type"], "On": step["event"]["on"]}
                for step in shown["steps"]
                if step["event"]["id"] in shown["basis"]["affected"]
            ],
            "Limit": [
                {"Limit": one["limit"], "From": one["since"]["on"], "Until or on": one["due"], "State": one["state"]}
                for one in limits
            ],
            "Not counted": not_counted(limits),
            "Noted": [
                {"Noted": step["event"]["type"], "What": f"{one['message']} ({one['reference']}, {one['confidence']})"}
                for step in shown["steps"]
                for one in step["warnings"]
            ],
            "Check": [self._check(as_of)],
        }
        for kind, expected in question.tables.items():
            assert tables[kind] == expected, (self.story.name, question.as_of, kind)

    def _check(self, as_of: tuple[str, ...]) -> Row:
        status, out, _ = self.run("case", "check", self.story.case, *as_of)
        return {"Check": out.splitlines()[-1], "Exit status": str(status)}


def became(status: int, out: str, err: str) -> str:
    """What a page says of a step: recorded, with what was noted, or refused."""
    if status:
        return "refused: " + err.splitlines()[0].removeprefix("Error: ")
    notes = [line.removeprefix("Note: ") for line in err.splitlines() if line.startswith("Note: ")]
    assert "recorded at position" in out
    return "; ".join(["recorded", *(f"noted: {note}" for note in notes)])


def sanction(shown: dict[str, Any]) -> str:
    one = shown["sanction"]
    if one is None:
        return "-"
    return f"{one['level']}, {one['kind']}, by {one['by']}, {'in force' if one['in_force'] else 'not in force'}"


def basis(shown: dict[str, Any], story: Story) -> Row:
    events = [step["event"] for step in shown["steps"] if "basis" in step["event"]]
    last = events[-1]["basis"]
    counted = last["absence"]["counted_days"] if last.get("absence") else None
    calls = [one["call_id"] for one in last["allegation"]["calls"]] if last.get("allegation") else []
    return {
        "Basis": f"{counted} days" if counted is not None else ", ".join(calls),
        "First": last["first"],
        "Last": last["last"],
        "Act": last["act_on"],
    }


def reading(one: dict[str, Any] | None) -> str:
    if one is None:
        return "-"
    return f"{one['reads']} {one['amount']}" if one["amount"] else str(one["reads"])


def not_counted(limits: list[dict[str, Any]]) -> list[Row]:
    """The days left out of the longest count of the page's limits, but for Saturdays and Sundays."""
    found = {
        day["date"]: "; ".join(one["name"] for one in day["holidays"])
        for limit in limits
        for day in limit["counting"]
        if day["number"] is None and day["holidays"]
    }
    return [{"Not counted": day, "Why": why} for day, why in sorted(found.items())]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SAKSI_DB", "SAKSI_LANG", "SAKSI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def tell(story: Story, url: str, capfd: pytest.CaptureFixture[str]) -> Told:
    told = Told(story, url, capfd)
    for part in story.parts:
        if isinstance(part, Step):
            told.take(part)
        else:
            told.answer(part)
    return told


@pytest.mark.parametrize("name", STORIES)
def test_a_story_goes_as_its_page_says(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    story = read_story(name)
    told = tell(story, "sqlite:///saksi.db", capfd)
    status, _, err = told.run("verify")
    assert (status, err) == (0, "")


def test_a_story_goes_the_same_way_on_postgresql(databases: Databases, capfd: pytest.CaptureFixture[str]) -> None:
    tell(read_story(ON_POSTGRES), databases.new(), capfd)


def test_there_are_three_stories_with_questions_under_which_something_is_expected() -> None:
    assert STORIES == ["discipline-absence", "discipline-calls", "discipline-void"]
    for name in STORIES:
        questions = [part for part in read_story(name).parts if isinstance(part, Question)]
        assert questions, name
        assert all(question.tables for question in questions)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_enacts_the_rules_as_the_pack_has_them(name: str) -> None:
    """Else a page would tell of other rules than those that agencies are given."""
    facts = [json.loads(line) for line in read_story(name).lines]
    pack = json.loads(json.dumps(read_discipline_file(PACK), default=str))
    assert [one["document"] for one in facts if one["type"] == "DisciplineEnacted"] == [pack]
