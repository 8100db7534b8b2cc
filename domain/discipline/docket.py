"""All cases of one employee as they stand, which of them deals with which allegation, and what that makes of strikes.

    docket = cases_of(facts, "198603152010011004", as_of)
    docket.cases                    # by number
    docket.strikes(strike_state(…)) # the same state, with the case of each allegation

A step that was voided is not among the facts. What rested on it may still be: a step that no case can take any more is
``loose``, and a case whose opening is voided is none; neither keeps anything from being answered (SPEC section 8).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from domain.corrections import Facts
from domain.discipline.case import Case, after
from domain.discipline.events import CASE_EVENT_TYPES, AnyCaseEvent, CaseOpened, nip_of
from domain.events import Recorded
from domain.strikes import StrikeState

Step: TypeAlias = Recorded[Any]
"""A step of a case (``AnyCaseEvent``) as the ledger holds it."""


class HeldCase(Struct, frozen=True):
    """A case, the steps that made it by position, and the ``loose`` ones that stand but that it cannot take."""

    case: Case
    steps: tuple[Step, ...]
    loose: tuple[Step, ...] = ()


def hold(steps: Iterable[Step]) -> HeldCase | None:
    """The case of these steps, by position; None if none of them opens one."""
    case: Case | None = None
    taken: list[Step] = []
    loose: list[Step] = []
    for step in steps:
        following = _taken(case, step.event)
        if following is None:
            loose.append(step)
        else:
            case = following
            taken.append(step)
    return HeldCase(case, tuple(taken), tuple(loose)) if case is not None else None


def _taken(case: Case | None, step: AnyCaseEvent) -> Case | None:
    """The case after a step; None if it cannot be taken."""
    try:
        return after(case, step)
    except ValueError:
        return None


class Docket(Struct, frozen=True):
    """The cases of an employee, by number."""

    nip: str
    held: tuple[HeldCase, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """All of them."""
        return tuple(one.case for one in self.held)

    def case(self, name: str) -> Case | None:
        """The case of that id."""
        return next((case for case in self.cases if case.name == name), None)

    def others(self, name: str) -> tuple[Case, ...]:
        """All but the one of that id."""
        return tuple(case for case in self.cases if case.name != name)

    def dealing_with(self, calls: Collection[int]) -> Case | None:
        """The case that deals with an allegation on the calls of these positions.

        A case deals with those whose calls it shares; once it is closed it has dealt with them, whatever came of it.
        Of several the open one, or else the latest.
        """
        found = [case for case in self.cases if deals_with(case, calls)]
        return next((case for case in found if case.is_open), found[-1] if found else None)

    def strikes(self, state: StrikeState) -> StrikeState:
        """The state of strikes with what the cases make of it.

        ``sanctioned`` if a case on an allegation is open whose sanction is in force, else ``in case`` if one is open,
        else ``alleged`` if no case has dealt with some allegation. So the state returns when the case closes.
        """
        if not self.held:
            return state
        allegations = []
        for allegation in state.allegations:
            case = self.dealing_with([call.position for call in allegation.calls])
            allegations.append(replace(allegation, case=case.name if case is not None else None))
        cases = {case.strike_state for case in self.cases if case.basis.allegation is not None}
        if "sanctioned" in cases:
            said = "sanctioned"
        elif "in case" in cases:
            said = "in case"
        elif any(allegation.case is None for allegation in allegations):
            said = "alleged"
        else:
            said = "counting" if state.counting else "clear"
        return replace(state, state=said, allegations=tuple(allegations))


def deals_with(case: Case, calls: Collection[int]) -> bool:
    """Whether a case stands, or its decision stood, on an allegation that shares one of the calls."""
    since = case.ruling.upon if case.ruling is not None else -1
    shared = {
        call.position for basis in case.bases[since:] if basis.allegation is not None for call in basis.allegation.calls
    }
    return not shared.isdisjoint(calls)


def steps_of(facts: Facts, nip: str) -> dict[str, list[Step]]:
    """The steps in account of each case of an employee, by position; of an employee without cases nothing is read."""
    if not any(nip_of(opened.event.case) == nip for opened in facts.of(CaseOpened)):
        return {}
    found: dict[str, list[Step]] = {}
    every = (step for kind in CASE_EVENT_TYPES for step in facts.of(kind))
    for step in sorted(every, key=lambda fact: fact.position):
        if nip_of(step.event.case) == nip:
            found.setdefault(step.event.case, []).append(step)
    return found


def cases_of(facts: Facts, nip: str, as_of: datetime | None = None) -> Docket:
    """The cases of an employee by the facts in account: of the steps that occurred by an instant, or of all."""
    held = (
        hold(step for step in steps if as_of is None or step.event.occurred_at <= as_of)
        for steps in steps_of(facts, nip).values()
    )
    return Docket(nip, tuple(sorted((one for one in held if one is not None), key=_number)))


def _number(held: HeldCase) -> int:
    return int(held.case.name.rpartition("_")[2])
