"""The reasons of a verdict: which rule of which regulation decided what, and when the ledger came to hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from domain.answer import Because
from domain.duty import Duty
from domain.events import DutyLetterIssued, Event, Recorded
from domain.policy.law import Ruling

LocalDate = Callable[[datetime], date]


def because(rulings: Iterable[Ruling], duty: Duty, local_date: LocalDate) -> list[Because]:
    """The rules behind a verdict of the duty's day, one entry for each parameter and decider.

    A rule recorded after the day it judges is marked retroactive (SPEC section 4).
    """
    entries = []
    for ruling in rulings:
        if ruling.parameter == "arrangement" and duty.home_letter is not None:
            entries.append(_because_of_letter(duty.home_letter, duty, local_date))
            continue
        for decider in ruling.deciders:
            document, fact = decider.enactment.document, decider.enactment.fact
            entries.append(
                Because(
                    ruling.parameter,
                    document.policy,
                    document.regulation,
                    decider.rule.id,
                    fact.recorded_at.astimezone(duty.zone),
                    local_date(fact.recorded_at) > duty.day,
                )
            )
    return entries


def _because_of_letter(letter: Recorded[DutyLetterIssued], duty: Duty, local_date: LocalDate) -> Because:
    return Because(
        "arrangement",
        None,
        letter.event.letter,
        "home",
        letter.recorded_at.astimezone(duty.zone),
        local_date(letter.recorded_at) > duty.day,
    )


def ids_of(facts: Iterable[Recorded[Event]], rulings: Iterable[Ruling] = ()) -> list[str]:
    """The ids of the events used: the facts, and the enactments behind the rulings.

    In the order of the ids: the order in which facts were told must not change an answer, or its digest, for which it
    does not matter.
    """
    enactments = (decider.enactment.fact for ruling in rulings for decider in ruling.deciders)
    return sorted({fact.event.id for fact in (*facts, *enactments)})
