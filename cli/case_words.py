"""What the codes of a discipline case are called: its stage, its steps, what it stands on, and how that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli import moments
from cli.language import say, term
from cli.words import DAY_STATUS, OUTCOME, SANCTION, word

STAGE = {
    "opened": term("opened"),
    "summoned": term("summoned"),
    "missed_first": term("first hearing missed"),
    "missed_twice": term("both hearings missed"),
    "heard": term("heard"),
    "decided": term("decided"),
    "delivered": term("decision delivered"),
    "under_objection": term("under objection"),
    "under_appeal": term("under appeal"),
    "in_force": term("in force"),
    "annulled": term("annulled"),
    "closed": term("closed"),
}

STEP = {
    "CaseOpened": term("case opened"),
    "BasisRenewed": term("basis renewed"),
    "TeamFormed": term("team formed"),
    "SummonsIssued": term("summons issued"),
    "HearingHeld": term("hearing held"),
    "HearingFailed": term("hearing missed"),
    "RecordSigned": term("record signed"),
    "TemporaryReliefOrdered": term("relieved of office"),
    "CaseDecided": term("decision"),
    "DeliveryMissed": term("delivery missed"),
    "DecisionSent": term("decision sent"),
    "DecisionDelivered": term("decision received"),
    "DecisionInForce": term("decision in force"),
    "ObjectionFiled": term("objection filed"),
    "ObjectionDecided": term("objection decided"),
    "AppealFiled": term("appeal filed"),
    "AppealReplied": term("appeal replied to"),
    "AppealDecided": term("appeal decided"),
    "DecisionWithdrawn": term("decision withdrawn"),
    "CaseClosed": term("case closed"),
    "CaseReopened": term("case reopened"),
}

IMPOSED_BY = {
    "decision": term("by the decision"),
    "objection": term("by the decision on the objection"),
    "appeal": term("by the decision on the appeal"),
}

CASE_OUTCOME = {
    "sanctioned": term("with a sanction"),
    "not_proven": term("not proven"),
    "annulled": term("annulled"),
    "dropped": term("dropped"),
}

READS = {
    **OUTCOME,
    **DAY_STATUS,
    **SANCTION,
    "not_there": term("out of account"),
    "not_served": term("no day of service"),
    "stands": term("stands"),
    "decides": term("decides"),
}


WITHOUT = {
    "allegation": term("does not stand"),
    "day": term("not counted"),
    "band": term("no band"),
    "policy": term("does not decide"),
}
"""What is said of a part where it was not there then, or is not now."""


def ground_in_words(case: Mapping[str, Any]) -> str:
    """What a case stands on: ``the allegation of Mon 2026-03-02 12:10 WITA on calls c-1, c-2, c-3``."""
    if case["rests_on"] == "allegation":
        return say(
            "the allegation of {when} on calls {calls}",
            when=moments.instant(case["reached_at"]),
            calls=", ".join(case["calls"]),
        )
    if case["rests_on"] == "absence":
        sentence = (
            term("the longest run of absence of {year}") if case["consecutive"] else term("the absence of {year}")
        )
        return say(sentence, year=case["year"])
    return say("a report")


MOST_DAYS_SHOWN = 10
"""So many days of a change are shown; all of them are in JSON."""


def changes_in_words(changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every change; of many days, as a policy that is voided leaves them, the first, and how many more there are."""
    days = 0
    for change in changes:
        days += change["part"] == "day"
        if change["part"] != "day" or days <= MOST_DAYS_SHOWN:
            yield change_in_words(change)
    if days > MOST_DAYS_SHOWN:
        yield say("and {n} days more (all of them with --format json)", n=days - MOST_DAYS_SHOWN)


def change_in_words(change: Mapping[str, Any]) -> str:
    """``call c-04: missed, now excused (e-00177)``."""
    said = say(
        "{what}: {then}, now {now}",
        what=_what(change),
        then=_reading(change["part"], change["then"]),
        now=_reading(change["part"], change["now"]),
    )
    return f"{said} ({', '.join(change['events'])})" if change["events"] else said


def _what(change: Mapping[str, Any]) -> str:
    part, key = change["part"], change["key"]
    if part == "day":
        return moments.day(key)
    if part == "allegation":
        return say("allegation of {when}", when=moments.instant(key))
    return say(
        {
            "call": term("call {key}"),
            "count": term("days counted in {key}"),
            "band": term("band of {key}"),
            "policy": term("policy {key}"),
        }[part],
        key=key,
    )


def _reading(part: str, reading: Mapping[str, Any] | None) -> str:
    if reading is None:
        return word(WITHOUT, part)
    amount = reading["amount"]
    if part == "count":
        return str(amount)
    said = word(READS, reading["reads"])
    if part == "band":
        return say("from {days} days: {kind}", days=amount, kind=said)
    return say("{status} {n} min", status=said, n=amount) if amount else said
