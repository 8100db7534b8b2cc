"""Whatever steps are tried on the cases of one employee, what was accepted never breaks a demand of ``oracle``."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from domain.discipline.events import CASE_EVENT_TYPES, BasisRenewed, CaseEvent
from domain.discipline.refusal import StepRefused
from tests.unit.domain.discipline.drawn import ANY, Drawn
from tests.unit.domain.discipline.oracle import Accepted, Demand, broken
from tests.unit.domain.discipline.proceedings import (
    ANDI,
    SUPERVISOR,
    Proceedings,
    calendar_2026,
    footing_of,
    on_absence,
    on_calls,
)

FREE_DAYS = set(calendar_2026())
CALLS = st.sets(st.integers(1, 4), min_size=1, max_size=3).map(lambda positions: on_calls(*sorted(positions)))
ABSENCE = st.one_of(
    st.one_of(st.integers(1, 30), st.integers(28, 30)).map(on_absence),
    st.integers(8, 12).map(lambda days: on_absence(days, consecutive=True)),
)
BASES = st.one_of(CALLS, ABSENCE, ABSENCE)
NUMBERS = st.integers(1, 3)
ROUNDS = 12
"""At most; one or two are enough, but what is drawn differs from machine to machine."""


class Cases(RuleBasedStateMachine):
    """Officers of every sort at work on up to three cases of Andi."""

    def __init__(self) -> None:
        super().__init__()
        self.andi = Proceedings()
        self.accepted: dict[str, list[Accepted]] = {}
        self.stands: dict[str, bool | int] = {}
        self.today = date(2026, 3, 3)

    @initialize(basis=BASES, steps=st.integers(0, 12), data=st.data())
    def a_case_stands_somewhere(self, basis, steps, data):
        self.open(basis, SUPERVISOR)
        self.go_on(1, steps, data)

    @rule(basis=BASES, by=st.sampled_from([SUPERVISOR, SUPERVISOR, SUPERVISOR, ANDI]))
    def open(self, basis, by):
        if len(self.accepted) < 3:
            name = f"{ANDI}_{len(self.accepted) + 1}"
            self._try(name, _standing(basis), lambda: self.andi.open(basis, self.today.isoformat(), opened_by=by))

    @rule(basis=BASES, steps=st.integers(6, 12), data=st.data())
    def another_is_dealt_with(self, basis, steps, data):
        before = len(self.accepted)
        self.open(basis, SUPERVISOR)
        if len(self.accepted) > before:
            self.go_on(before + 1, steps, data)

    @rule(days=st.sampled_from([0, 1, 7, 25]))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(number=NUMBERS, days=st.integers(0, 30))
    def facts_change(self, number, days):
        """A void or a late sick note: the calls stand or fall, the days are more or fewer."""
        name = f"{ANDI}_{number}"
        if name in self.accepted:
            basis = self._basis(name)
            self.stands[name] = days if "absence" in basis else days % 2 == 0
            self.andi.footings[name] = footing_of(
                basis, self.stands[name] if "absence" in basis else None, stands=bool(self.stands[name])
            )

    @rule(number=NUMBERS, basis=BASES)
    def renew(self, number, basis):
        name = f"{ANDI}_{number}"
        if name in self.accepted:
            on = self.today.isoformat()
            self._try(name, _standing(basis), lambda: self.andi.step(BasisRenewed, on, number, basis=basis))

    @rule(number=NUMBERS, kind=ANY, days=st.sampled_from([0, 0, 0, -3, -20]), ago=st.integers(-40, 40), data=st.data())
    def do_anything(self, number, kind, days, ago, data):
        held = self.andi.held.get(f"{ANDI}_{number}")
        if held is not None:
            fields = Drawn(data, FREE_DAYS).anything(kind, held.case, self.today)
            on = self.today + timedelta(days=days)
            if ago > 0:
                on -= timedelta(days=ago)
                fields["occurred_at"] = f"{on}T09:00:00+08:00"
            self._step(number, kind, on, fields)

    @rule(number=NUMBERS, steps=st.integers(1, 12), data=st.data())
    def go_on(self, number, steps, data):
        """What officers would do next, so that most of a case is seen."""
        drawn = Drawn(data, FREE_DAYS)
        for _ in range(steps):
            held = self.andi.held.get(f"{ANDI}_{number}")
            if held is None or (held.case.closed is not None and drawn.any_of(True, True, False)):
                return
            kind = drawn.next_of(held.case)
            self.today, fields = drawn.sensible(kind, held.case, self.stands[held.case.name], self.today)
            self._step(number, kind, self.today, fields)

    def _step(self, number: int, kind: type[CaseEvent], on: date, fields: dict[str, Any]) -> None:
        name = f"{ANDI}_{number}"
        self._try(name, self.stands[name], lambda: self.andi.step(kind, on.isoformat(), number, **fields))

    def _basis(self, name: str) -> dict[str, Any]:
        basis = self.andi.held[name].case.basis
        if basis.allegation is not None:
            return on_calls(*(call.position for call in basis.allegation.calls))
        assert basis.absence is not None
        return on_absence(basis.absence.counted_days, consecutive=basis.absence.consecutive)

    def _try(self, name: str, stands: bool | int, taken: Any) -> None:
        try:
            taken()
            refused = False
        except StepRefused:
            refused = True
        step = Accepted(self.andi.tried, stands)
        demands = broken(self.accepted, name, step, FREE_DAYS)
        self.seen(name, step, demands, refused=refused)
        if not refused:
            assert demands == [], step
            self.accepted.setdefault(name, []).append(step)
            self.stands[name] = stands

    def seen(self, name: str, step: Accepted, demands: list[Demand], *, refused: bool) -> None:
        """A step was tried."""


def _standing(basis: dict[str, Any]) -> bool | int:
    return basis["absence"]["counted_days"] if "absence" in basis else True


TestRandomCases = Cases.TestCase
TestRandomCases.settings = settings(max_examples=300, stateful_step_count=25)


def test_the_steps_that_are_tried_reach_every_end_of_a_case_and_tempt_every_demand() -> None:
    """Else the machine above would prove nothing: what is never tried cannot be accepted wrongly."""
    accepted: Counter[str] = Counter()
    tempted: Counter[Demand] = Counter()

    class Watched(Cases):
        def seen(self, name: str, step: Accepted, demands: list[Demand], *, refused: bool) -> None:
            if refused:
                tempted.update(demands if len(demands) == 1 else ())
                return
            said = [str(getattr(step.step, field, "")) for field in ("which", "outcome")]
            number = {"CaseOpened": name.rpartition("_")[2]}.get(step.type, "")
            accepted.update({step.type, " ".join(filter(None, (step.type, *said, number)))})

    some = settings(
        max_examples=400,
        stateful_step_count=25,
        database=None,
        derandomize=False,  # a round that repeats the one before would show nothing new
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    ends = {
        *(kind.__name__ for kind in CASE_EVENT_TYPES),
        *("SummonsIssued second", "CaseOpened 3"),
        *(f"ObjectionDecided {one}" for one in ("confirmed", "lightened", "annulled", "inadmissible")),
    }
    demands = set(Demand) - {Demand.OPENED_FIRST}  # a second opening takes the next number
    for _ in range(ROUNDS):
        run_state_machine_as_test(Watched, settings=some)
        if ends <= set(accepted) and demands <= set(tempted):
            break
    assert ends - set(accepted) == set()
    assert demands - set(tempted) == set()
