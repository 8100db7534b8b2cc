"""Two officers, each with a ledger of their own on one database, and whatever they do to the cases of one employee.

What is recorded is held to ``oracle`` step by step, each against what stood at the position before it: so a step that
was decided upon a state that another had left already would be seen.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.discipline.basis import NothingToRestOn
from domain.discipline.events import CASE_EVENT_TYPES, BasisRenewed, CaseEvent, CaseOpened
from domain.discipline.footing import footing
from domain.discipline.refusal import StepRefused
from domain.events import DisciplineEnacted, EventVoided
from ledger.application import Ledger
from ledger.case_file import END, CaseFile, NoSuchCase
from ledger.cases import Cases, Taken
from ledger.drafts import Submission
from ledger.intake import ingest
from ledger.policy_file import read_discipline_file
from ledger.verification import verify
from tests.integration.postgres import Databases
from tests.unit.domain.discipline.drawn import ANY, Drawn
from tests.unit.domain.discipline.oracle import Accepted, broken
from tests.unit.domain.discipline.proceedings import ORDINARY, SUPERVISOR

ROOT = Path(__file__).parents[3]
STORY = ROOT / "tests" / "cases" / "kaltim-2026.jsonl"
BUDI = "199007212015021002"
TOLD = 175
"""How far the story is told: Budi is accused, and no reason was accepted yet."""
FREE_DAYS = {
    date.fromisoformat(line["date"])
    for line in map(json.loads, STORY.read_text(encoding="utf-8").splitlines())
    if line["type"] == "HolidayDeclared"
}
REFUSED = (StepRefused, NothingToRestOn, NoSuchCase)
WRITERS, NUMBERS = st.integers(0, 1), st.integers(1, 3)
ON = st.sampled_from([{"allegation": True}, {"absence": 2026}, {"absence": 2026, "consecutive": True}])
DONE: Counter[str] = Counter()
"""What the examples of a run have seen."""


def tell(url: str, folder: Path) -> None:
    """A ledger in which Budi is accused of three missed calls and of absence, and the law of discipline."""
    story = folder / "story.jsonl"
    story.write_bytes(b"".join(STORY.read_bytes().splitlines(keepends=True)[:TOLD]))
    rules = read_discipline_file(ROOT / "policies" / "discipline-pp94-2021.yaml")
    rules["scope"] = "kaltim"
    with Ledger.open(url, create=True) as ledger:
        with story.open("rb") as lines:
            ingest(ledger, lines, "story")
        law = DisciplineEnacted(id="law", discipline=rules["discipline"], document=rules)
        ledger.record([Submission(law, "test")])


class Officers(RuleBasedStateMachine):
    """Two officers at work on up to three cases of Budi."""

    copy: Callable[[], str]
    """A ledger of its own for each example, told already."""

    def __init__(self) -> None:
        super().__init__()
        url = type(self).copy()
        self.closing = ExitStack()
        self.ledgers = [self.closing.enter_context(Ledger.open(url)) for _ in range(2)]
        self.officers = [Cases(ledger) for ledger in self.ledgers]
        self.today, self.tried = date(2026, 3, 5), 0
        self.looked_at = self.ledgers[0].last_position()
        self.latest: CaseEvent | None = None

    # What is done

    @initialize(first=WRITERS, steps=st.integers(0, 12), data=st.data())
    def a_case_stands_somewhere(self, first, steps, data):
        self.take(first, self.opening(first, {"allegation": True}))
        self.go_on(first, 1, steps, data)

    @rule(writer=WRITERS, on=ON)
    def open(self, writer, on):
        self.take(writer, self.opening(writer, on))

    @rule(writer=WRITERS, on=ON)
    def both_open(self, writer, on):
        """Both want the next number, and one of them the same that the other has just opened."""
        self.take(writer, self.opening(writer, on), self.opening(1 - writer, on))

    @rule(days=st.sampled_from([0, 1, 7, 25]))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(writer=WRITERS, number=NUMBERS, steps=st.integers(1, 8), data=st.data())
    def go_on(self, writer, number, steps, data):
        """The other now and then records between the decision of the one and its recording; often the same."""
        for _ in range(steps):
            meanwhile = self.next(1 - writer, number, data) if Drawn(data, FREE_DAYS).now_and_then(of=3) else None
            self.take(writer, self.next(writer, number, data), meanwhile)

    @rule(writer=WRITERS, number=NUMBERS, kind=ANY, data=st.data())
    def both_do_the_same(self, writer, number, kind, data):
        """Two summonses, two decisions, two of anything, each with an id of its own."""
        held = self.held(number)
        if held is not None:
            fields = Drawn(data, FREE_DAYS).anything(kind, held.case, self.today)
            self.take(
                writer, self.recording(writer, number, kind, fields), self.recording(1 - writer, number, kind, fields)
            )

    @rule(writer=WRITERS, number=NUMBERS, data=st.data())
    def what_it_follows_is_voided_meanwhile(self, writer, number, data):
        held = self.held(number)
        if held is not None:
            target = data.draw(st.sampled_from(held.steps)).event.id
            self.take(writer, self.next(writer, number, data), lambda: self.void(1 - writer, target))

    @rule(writer=WRITERS, number=NUMBERS, place=st.integers(0, 20))
    def a_step_is_voided(self, writer, number, place):
        held = self.held(number)
        if held is not None:
            self.void(writer, held.steps[place % len(held.steps)].event.id)

    @rule(writer=WRITERS, call=st.sampled_from(["e-00174", "e-00175"]))
    def a_call_is_voided(self, writer, call):
        self.void(writer, call)

    @rule(writer=WRITERS, number=NUMBERS, later=st.booleans())
    def renew(self, writer, number, later):
        if self.held(number) is not None:
            at = self.now() + timedelta(minutes=later)
            name, officer = f"{BUDI}_{number}", self.officers[writer]
            self.take(writer, lambda: officer.renew(name, why="it reads otherwise", at=at))

    @rule(writer=WRITERS)
    def give_the_latest_again(self, writer):
        """A second run of the same command records nothing."""
        before = self.ledgers[0].last_position()
        if self.latest is not None:
            with suppress(StepRefused):  # it was voided since
                assert self.officers[writer].step(self.latest).duplicate
        assert self.ledgers[0].last_position() == before

    # What must hold

    @invariant()
    def no_step_breaks_a_demand(self):
        ledger, last = self.ledgers[0], self.ledgers[0].last_position()
        for entry in ledger.read_log(self.looked_at, last):
            step: Any = entry.event
            if not isinstance(step, CASE_EVENT_TYPES):
                continue
            before = CaseFile(ledger, BUDI, entry.position - 1)
            stood: dict[str, list[Accepted]] = {}
            for case in before.judgement.cases:
                held = case.at(END)
                stood[case.case] = [Accepted(one.event, True) for one in held.steps] if held is not None else []
            basis = (
                step.basis if isinstance(step, (CaseOpened, BasisRenewed)) else before.held(step.case, END).case.basis
            )
            now = footing(basis, before.judgement, max(step.occurred_at, basis.as_of))
            stands = now.stands if now.counted_days is None else now.counted_days
            assert broken(stood, step.case, Accepted(step, stands), FREE_DAYS) == [], (entry.position, step)
            DONE[type(step).__name__] += 1
        self.looked_at = last

    @invariant()
    def cases_are_numbered_without_a_gap_and_read_alike(self):
        ledger = self.ledgers[0]
        sizes = ledger.stream_sizes("case-")
        assert set(sizes) == {f"case-{BUDI}_{number}" for number in range(1, len(sizes) + 1)}
        assert all(len(list(ledger.facts(name, ledger.last_position()))) == size for name, size in sizes.items())
        file = CaseFile(ledger, BUDI, ledger.last_position())
        for number in range(1, len(sizes) + 1):
            held = self.held(number, file)
            for officer in self.officers:
                if held is not None:
                    assert officer.case(f"{BUDI}_{number}") == held.case
                else:
                    with pytest.raises(NoSuchCase):
                        officer.case(f"{BUDI}_{number}")

    def teardown(self):
        with self.closing:
            assert verify(self.ledgers[0]).findings == []

    # How it is done

    def now(self) -> datetime:
        """Noon in Samarinda."""
        return datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC)

    def held(self, number: int, file: CaseFile | None = None) -> Any:
        """The case of that number, as everything recorded makes it; None without one."""
        try:
            return (file or CaseFile(self.ledgers[0], BUDI, self.ledgers[0].last_position())).held(
                f"{BUDI}_{number}", END
            )
        except NoSuchCase:
            return None

    def opening(self, writer: int, on: dict[str, Any]) -> Callable[[], Taken | None]:
        """An officer opens a case, each at a second of their own, so that it is another request."""
        self.tried += 1
        at = self.now() + timedelta(seconds=self.tried % 60)

        def opened() -> Taken | None:
            if len(self.ledgers[0].stream_sizes("case-")) == 3:
                return None
            return self.officers[writer].open(
                BUDI, opened_by=SUPERVISOR, post="jf_ahli_pertama", institution="province", at=at, **on
            )

        return opened

    def next(self, writer: int, number: int, data: Any) -> Callable[[], Taken | None]:
        """What an officer would do next, upon what is recorded now."""
        file = CaseFile(self.ledgers[0], BUDI, self.ledgers[0].last_position())
        held, drawn = self.held(number, file), Drawn(data, FREE_DAYS)
        if held is None or (held.case.closed is not None and drawn.any_of(True, True, False)):
            return lambda: None
        now = footing(held.case.basis, file.judgement, self.now())
        stands = now.stands if now.counted_days is None else now.counted_days
        kind = drawn.next_of(held.case)
        self.today, fields = drawn.sensible(kind, held.case, stands, self.today)
        return self.recording(writer, number, kind, fields)

    def recording(
        self, writer: int, number: int, kind: type[CaseEvent], fields: dict[str, Any]
    ) -> Callable[[], Taken | None]:
        """An officer records a step, with an id of its own."""
        if kind is BasisRenewed:
            return lambda: None
        self.tried += 1
        on = self.today.isoformat()
        plain = {"id": f"s-{self.tried}", "case": f"{BUDI}_{number}", "occurred_at": f"{on}T12:01:00+08:00", "on": on}
        step: Any = msgspec.convert({**plain, **ORDINARY[kind], **fields}, kind)

        def taken() -> Taken:
            found = self.officers[writer].step(step)
            self.latest = step
            return found

        return taken

    def void(self, writer: int, target: str) -> None:
        self.tried += 1
        event = EventVoided(id=f"void-{self.tried}", target=target, reason="x", authority="y")
        self.ledgers[writer].record([Submission(event, "test")])
        DONE["EventVoided"] += 1

    def take(self, writer: int, slower: Callable[[], Any], quicker: Callable[[], Any] | None = None) -> None:
        """One officer records after deciding; between the two another does, and the first must decide anew."""
        ledger, waiting = self.ledgers[writer], [quicker] if quicker is not None else []
        append = ledger.append

        def slow(*asked: Any) -> Any:
            while waiting:
                before = ledger.last_position()
                self.trying(waiting.pop())
                if ledger.last_position() > before:
                    DONE["overtaken"] += 1
            return append(*asked)

        ledger.append = slow  # type: ignore[method-assign]
        try:
            overtaken = DONE["overtaken"]
            recorded = self.trying(slower)
            if DONE["overtaken"] > overtaken:
                DONE["overtaken and recorded" if recorded else "overtaken and refused"] += 1
        finally:
            ledger.append = append  # type: ignore[method-assign]

    def trying(self, taken: Callable[[], Any]) -> bool:
        """Whether it was not refused."""
        try:
            taken()
        except REFUSED:
            DONE["refused"] += 1
            return False
        return True


def test_two_officers_never_break_a_demand_whatever_they_do(
    store: str, new_url: Callable[[], str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told = new_url()
    tell(told, tmp_path)

    def copied() -> str:
        if store == "postgres":
            databases: Databases = request.getfixturevalue("databases")
            return databases.new(f"TEMPLATE {told.partition('?')[0].rpartition('/')[2]}")
        url = new_url()
        shutil.copyfile(told.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        return url

    class OnThisStore(Officers):
        copy = staticmethod(copied)

    DONE.clear()
    fixed = settings(
        max_examples=60,
        stateful_step_count=15,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(OnThisStore, settings=fixed)
    seen = {"SummonsIssued", "HearingHeld", "CaseDecided", "EventVoided"}
    assert seen | {"overtaken and recorded", "overtaken and refused"} <= set(DONE)
