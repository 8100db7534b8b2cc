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
        self._seen: dict[tuple[int, ...], tuple[tuple[Ruling, ...], list[tuple[date, Reason, Reason]]]] = {}
        self._given: dict[tuple[tuple[int, ...], tuple[bool, ...]], tuple[Reason, ...]] = {}

    def of(self, rulings: tuple[Ruling, ...], duty: Duty) -> tuple[Reason, ...]:
        """One for each parameter and decider of the rulings behind a verdict of the duty's day.

        Days with the same reasons are given the same object.
        """
        if duty.home_letter is not None:
            return self._with_letter(rulings, duty, duty.home_letter)
        entries = self._entries(rulings)
        late = tuple([duty.day < recorded for recorded, _, _ in entries])
        key = (tuple(map(id, rulings)), late)
        given = self._given.get(key)
        if given is None:
            given = self._given[key] = tuple(
                retroactive if after else in_time
                for (_, in_time, retroactive), after in zip(entries, late, strict=True)
            )
        return given

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
                entries = self._entries((ruling,))
                found += [late if duty.day < recorded else in_time for recorded, in_time, late in entries]
        return tuple(found)

    def _entries(self, rulings: tuple[Ruling, ...]) -> list[tuple[date, Reason, Reason]]:
        """For each decider the local date of its recording, and the reason for days from then on and before it."""
        key = tuple(map(id, rulings))  # the rulings are kept beside the entries, so that no other can take their id
        if key not in self._seen:
            entries = [self._entry(ruling.parameter, decider) for ruling in rulings for decider in ruling.deciders]
            self._seen[key] = (rulings, entries)
        return self._seen[key][1]

    def _entry(self, parameter: str, decider: Decider) -> tuple[date, Reason, Reason]:
        document, fact = decider.enactment.document, decider.enactment.fact
        named = (parameter, document.policy, document.regulation, decider.rule.id, fact.recorded_at)
        return self._duties.local_date(fact.recorded_at), Reason(*named, False), Reason(*named, True)


def ids_of(facts: Iterable[Recorded[Event]], rulings: Iterable[Ruling] = ()) -> tuple[str, ...]:
    """The ids of the events used: the facts, and the enactments behind the rulings.

    In the order of the ids: the order in which facts were told must not change an answer, or its digest, for which it
    does not matter.
    """
    enactments = (decider.enactment.fact for ruling in rulings for decider in ruling.deciders)
    return tuple(sorted({fact.event.id for fact in (*facts, *enactments)}))
