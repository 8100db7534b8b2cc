"""The reasons of a verdict: which rule of which regulation decided what, and when the ledger came to hold it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from domain.duty import Duties, Duty
from domain.events import DutyLetterIssued, Event, Recorded
from domain.policy.law import Decider, Ruling


class Reason(Struct, frozen=True, array_like=True):
    """Why a parameter had its value: the rule, its regulation, and when the ledger held it (UTC).

    ``retroactive``: recorded after the day it judges (SPEC section 4). A home letter decides without a policy: its
    ``regulation`` is the letter, ``policy`` is None.
    """

    parameter: str
    policy: str | None
    regulation: str
    rule: str
    recorded_at: datetime
    retroactive: bool


class Reasons:
    """The reasons of one employee's verdicts. Days that rest on the same rules share theirs."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties
        # What a key of ids stands for is kept beside what it leads to, so that nothing else can take those ids.
        self._of_rulings: dict[tuple[int, ...], tuple[tuple[Ruling, ...], _Grounds]] = {}
        self._of_facts: dict[tuple[int, ...], tuple[Duty, tuple[str, ...]]] = {}

    def of(self, rulings: tuple[Ruling, ...], duty: Duty) -> tuple[Reason, ...]:
        """One for each parameter and decider of the rulings behind a verdict of the duty's day.

        Days with the same reasons are given the same object.
        """
        if duty.home_letter is not None:
            return self._with_letter(rulings, duty, duty.home_letter)
        return self._grounds(rulings).on(duty.day)

    def ids(self, duty: Duty) -> tuple[str, ...]:
        """The ids of the facts and enactments behind a duty. Days that rest on the same are given the same object."""
        key = (*map(id, duty.facts), *map(id, duty.rulings))
        known = self._of_facts.get(key)
        if known is None:
            known = self._of_facts[key] = (duty, ids_of(duty.facts, duty.rulings))
        return known[1]

    def _with_letter(
        self, rulings: tuple[Ruling, ...], duty: Duty, letter: Recorded[DutyLetterIssued]
    ) -> tuple[Reason, ...]:
        """A home letter stands in for the rule that decided the arrangement, or for none."""
        late = self._duties.local_date(letter.recorded_at) > duty.day
        by_letter = Reason("arrangement", None, letter.event.letter, "home", letter.recorded_at, late)
        found: list[Reason] = []
        for ruling in rulings:
            if ruling.parameter == "arrangement":
                found.append(by_letter)
            else:
                found += self._grounds((ruling,)).on(duty.day)
        return tuple(found)

    def _grounds(self, rulings: tuple[Ruling, ...]) -> _Grounds:
        key = tuple(map(id, rulings))
        known = self._of_rulings.get(key)
        if known is None:
            entries = [self._entry(ruling.parameter, decider) for ruling in rulings for decider in ruling.deciders]
            known = self._of_rulings[key] = (rulings, _Grounds(entries))
        return known[1]

    def _entry(self, parameter: str, decider: Decider) -> tuple[date, Reason, Reason]:
        document, fact = decider.enactment.document, decider.enactment.fact
        named = (parameter, document.policy, document.regulation, decider.rule.id, fact.recorded_at)
        return self._duties.local_date(fact.recorded_at), Reason(*named, False), Reason(*named, True)


class _Grounds:
    """The reasons that rulings give: of each decider the local date of its recording, and those before and after it."""

    def __init__(self, entries: list[tuple[date, Reason, Reason]]) -> None:
        self._entries = entries
        self._all_recorded = max((recorded for recorded, _, _ in entries), default=date.min)
        self._in_time = tuple(in_time for _, in_time, _ in entries)
        self._given: dict[tuple[Reason, ...], tuple[Reason, ...]] = {}

    def on(self, day: date) -> tuple[Reason, ...]:
        """The reasons for a day, the same object for days with the same."""
        if day >= self._all_recorded:
            return self._in_time
        found = tuple(retroactive if day < recorded else in_time for recorded, in_time, retroactive in self._entries)
        return self._given.setdefault(found, found)


def ids_of(facts: Iterable[Recorded[Event]], rulings: Iterable[Ruling] = ()) -> tuple[str, ...]:
    """The ids of the events used: the facts, and the enactments behind the rulings.

    In the order of the ids: the order in which facts were told must not change an answer, or its digest, for which it
    does not matter.
    """
    enactments = (decider.enactment.fact for ruling in rulings for decider in ruling.deciders)
    return tuple(sorted({fact.event.id for fact in (*facts, *enactments)}))
