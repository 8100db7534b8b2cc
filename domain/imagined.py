"""A law that is imagined beside the one that is, and an employee before both (SPEC section 9, *simulate*).

    laws = Laws(jurisdiction, facts_in_account, enactment)
    after = AsIf(before, laws)              # the same person and record under the imagined law

Most days of most people are asked the same by both. Such a day is judged once and stands on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from domain.corrections import Facts
from domain.duty import Duties, Duty
from domain.events import Fact, PolicyEnacted, PolicyRevoked, Recorded
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.policy.law import Law, Regime
from domain.presence import JudgedDay


def imagined_enactment(document: dict[str, Any], position: int, recorded_at: datetime) -> Recorded[PolicyEnacted]:
    """The document as if it were enacted, at a position past the end of the ledger. It has validated before."""
    return Recorded(position, recorded_at, PolicyEnacted(id="imagined", policy=document["policy"], document=document))


class Laws:
    """The law as it is (``before``), and with one enactment more (``after``)."""

    def __init__(self, jurisdiction: Jurisdiction, facts: Iterable[Fact], enactment: Recorded[PolicyEnacted]) -> None:
        """``facts`` are those in account; only the policies among them are looked at."""
        held = [fact for fact in facts if isinstance(fact.event, (PolicyEnacted, PolicyRevoked))]
        self.before = jurisdiction
        law = Law(Facts([*held, enactment]))
        self.after = jurisdiction.under(law)
        self.held = [one for one in law.enactments if one.fact.position != enactment.position]
        self.enacted = next(one for one in law.enactments if one.fact.position == enactment.position)
        self._alike: dict[tuple[int, int], bool] = {}

    def ask_alike(self, duty: Duty, nip: str) -> bool:
        """Whether both laws ask the same of an employee on the day of a duty under the law as it is."""
        # A version counts from its own date on, so before it nothing can be different.
        if duty.regime is None or duty.day < self.enacted.document.effective_from:
            return True
        assignment = self.before.staff.assignment(nip, duty.day)
        return assignment is None or self._regimes_alike(
            duty.regime, self.after.post_day(assignment.event, duty.day).regime
        )

    def _regimes_alike(self, one: Regime, other: Regime) -> bool:
        """Each law keeps its regimes, a few hundred, for as long as it lives, so each pair is compared once."""
        key = (id(one), id(other))
        if key not in self._alike:
            self._alike[key] = one.rules_like(other)
        return self._alike[key]


class AsIf(Judgement):
    """An employee under the imagined law, with the record of the judgement under the law as it is."""

    def __init__(self, before: Judgement, laws: Laws) -> None:
        self._take(before.record, laws.after, _DutiesAsIf(before, laws))
        self._before = before

    def asks_alike(self, day: date) -> bool:
        """Whether the day is one that both laws ask the same of, so that it stands on both sides."""
        return self.duties.on(day) is self._before.duties.on(day)

    def day(self, day: date) -> JudgedDay | None:
        """What would have become of a day, or None if the employee was unemployed on it."""
        return self._before.day(day) if self.asks_alike(day) else super().day(day)


class _DutiesAsIf(Duties):
    def __init__(self, before: Judgement, laws: Laws) -> None:
        super().__init__(laws.after, before.record)
        self._before = before.duties
        self._laws = laws

    def _work_out(self, day: date) -> Duty:
        duty = self._before.on(day)
        return duty if self._laws.ask_alike(duty, self._record.nip) else super()._work_out(day)
