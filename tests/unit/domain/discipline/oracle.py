"""What may never be, whatever steps were accepted: written from the demands on cases, not from the procedure.

    broken(cases, name, step)       # every demand that a step of that case breaks after what stands in all of them

It knows nothing of rules as data, of folding or of stages: it reads the accepted steps as a reader would, with tables
of its own copied from the digest of the regulations (PP 94/2021 art. 8 to 11, 15; art. 26, 27, 35, 38; PP 79/2021).
A step is held to what stood when it was accepted: what is voided under it afterwards takes nothing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

WEIGHT = {
    "oral_reprimand": 1,
    "written_reprimand": 2,
    "written_statement_of_dissatisfaction": 3,
    "allowance_cut_25_percent_6_months": 4,
    "periodic_rise_delayed_1_year": 4,
    "allowance_cut_25_percent_9_months": 5,
    "promotion_delayed_1_year": 5,
    "allowance_cut_25_percent_12_months": 6,
    "rank_down_one_level_1_year": 6,
    "demotion_one_level_12_months": 7,
    "removal_to_executor_12_months": 8,
    "honourable_dismissal_not_at_own_request": 9,
}
SEVERE, DISMISSED = 7, 9
HEAVIEST_BY_DUTY = {"duty_neglected_unit": 3, "duty_neglected_agency": 6, "duty_neglected_state": 9}
FIRST_DAY_OF_WEIGHT = (3, 4, 7, 11, 14, 17, 21, 25, 28)
CONSECUTIVE_DAYS_OF_DISMISSAL = 10
IN_FORCE_AFTER = 15


class Demand(StrEnum):
    """What a step may not do."""

    OPENED_FIRST = "a case is opened once, and first"
    CLOSED = "nothing but its reopening follows in a closed case"
    NOT_CLOSED = "only a closed case is reopened"
    SUMMONED_TWICE = "never a third summons, nor one of them twice"
    MISSED_FIRST = "no second summons before the first hearing was missed"
    SUMMONED = "nobody is heard, missed or relieved of office without a summons"
    HEARD = "no decision without a hearing or two missed summonses"
    RECORDED = "no sanction without a record of the hearing"
    TEAM = "no severe sanction without a team"
    TOO_HEAVY = "no sanction is heavier than the ground allows"
    TOO_HEAVY_REMEDY = "no remedy makes a sanction heavier than the ground allows"
    DELEGATED = "the power to impose is not delegated"
    OWN_CASE = "nobody acts for the authorities in their own case"
    DECIDED_TWICE = "a case that is decided is neither examined nor decided"
    DECIDED = "nothing follows a decision before there is one"
    RECEIVED = "a decision is received before it has effect or is gone against"
    RECEIVED_ONCE = "a decision is received once, and comes into force once"
    TOO_EARLY = "not in force before the fifteenth working day after receipt"
    APPEALED = "not in force while an appeal is not decided"
    WRONG_REMEDY = "an appeal against a dismissal, an objection against what is lighter"
    REMEDY_ONCE = "a remedy is decided once, and only if it was filed"
    CLOSED_PENDING = "a case is not closed while a remedy is not decided"
    CLOSED_AS = "a case is not closed as sanctioned without a sanction in force"
    ANY_PAST_DAY = "as of any instant each step stands on what it follows"
    SECOND_OPEN = "no second open case on the same"
    ALLEGED_TWICE = "no second case on the calls of another"
    PUNISHED_TWICE = "one violation is punished once"


class Accepted(NamedTuple):
    """An accepted step, with what stood under the case then: whether the calls do, or how many days."""

    step: Any
    stands: bool | int

    @property
    def type(self) -> str:
        """What sort of step it is."""
        return type(self.step).__name__


Steps: TypeAlias = Sequence[Accepted]


def broken(cases: Mapping[str, Steps], name: str, one: Accepted, free_days: set[date]) -> list[Demand]:
    """Every demand that a step of a case breaks, if it is accepted after these steps of all cases of the employee."""
    before = cases.get(name, ())
    others = [steps for other, steps in cases.items() if other != name and steps]
    found = [*_in_course(one, before), *_in_examination(one, before)]
    if one.type == "CaseDecided":
        found += _at_decision(one, before)
    found += _after_decision(one, before, free_days)
    if _officials(one.step) & {name.rpartition("_")[0]}:
        found.append(Demand.OWN_CASE)
    found += _across([*before, one], others)
    if not found and set(_on_any_past_day([*before, one])) - set(_on_any_past_day(before)):
        found.append(Demand.ANY_PAST_DAY)
    return sorted(set(found))


def _in_course(one: Accepted, before: Steps) -> Iterable[Demand]:
    closed = _last(before, "CaseClosed") > _last(before, "CaseReopened")
    if (one.type == "CaseOpened") is bool(before):
        yield Demand.OPENED_FIRST
    if closed and one.type != "CaseReopened":
        yield Demand.CLOSED
    if one.type == "CaseReopened" and not closed:
        yield Demand.NOT_CLOSED
    if one.type == "CaseClosed":
        decision = _decision(before)
        since = before[before.index(decision) :] if decision is not None else ()
        if any(_pending(since, remedy) for remedy in ("Objection", "Appeal")):
            yield Demand.CLOSED_PENDING
        if one.step.outcome == "sanctioned" and not (_standing(before) and _has(since, "DecisionInForce")):
            yield Demand.CLOSED_AS


def _in_examination(one: Accepted, before: Steps) -> Iterable[Demand]:
    step = one.step
    if one.type == "SummonsIssued":
        if step.which in [each.step.which for each in before if each.type == "SummonsIssued"]:
            yield Demand.SUMMONED_TWICE
        if step.which == "second" and not _has(before, "HearingFailed"):
            yield Demand.MISSED_FIRST
    if one.type in ("HearingHeld", "HearingFailed", "TemporaryReliefOrdered") and not _has(before, "SummonsIssued"):
        yield Demand.SUMMONED
    if one.type in EXAMINING and _decision(before) is not None:
        yield Demand.DECIDED_TWICE


EXAMINING = ("TeamFormed", "SummonsIssued", "HearingHeld", "HearingFailed", "TemporaryReliefOrdered", "CaseDecided")
AFTER_A_DECISION = (
    *("DeliveryMissed", "DecisionSent", "DecisionDelivered", "DecisionInForce", "DecisionWithdrawn"),
    *("ObjectionFiled", "ObjectionDecided", "AppealFiled", "AppealReplied", "AppealDecided"),
)


def _at_decision(one: Accepted, before: Steps) -> Iterable[Demand]:
    step = one.step
    missed = {each.step.summons for each in before if each.type == "HearingFailed"}
    if not _has(before, "HearingHeld") and missed != {"first", "second"}:
        yield Demand.HEARD
    if step.outcome != "sanction":
        return
    if step.authority.capacity == "delegate":
        yield Demand.DELEGATED
    if WEIGHT[step.kind] > heaviest(step.ground, one.stands):
        yield Demand.TOO_HEAVY
    if WEIGHT[step.kind] >= SEVERE and not _has(before, "TeamFormed"):
        yield Demand.TEAM
    records = [each.step.record for each in before if each.type == "RecordSigned"]
    if _has(before, "HearingHeld") and "examination" not in records:
        yield Demand.RECORDED


def _after_decision(one: Accepted, before: Steps, free_days: set[date]) -> Iterable[Demand]:
    standing = _decision(before)
    if standing is None:
        if one.type in AFTER_A_DECISION:
            yield Demand.DECIDED
        return
    since = before[before.index(standing) :]
    received = next((each.step for each in since if each.type == "DecisionDelivered"), None)
    if one.type in ("DecisionInForce", "ObjectionFiled", "AppealFiled") and received is None:
        yield Demand.RECEIVED
    if one.type in ("DecisionDelivered", "DecisionInForce", "ObjectionFiled", "AppealFiled") and _has(since, one.type):
        yield Demand.RECEIVED_ONCE
    if one.type == {True: "ObjectionFiled", False: "AppealFiled"}[WEIGHT.get(standing.step.kind or "") == DISMISSED]:
        yield Demand.WRONG_REMEDY
    if one.type in ("ObjectionDecided", "AppealDecided") and not _pending(since, one.type.removesuffix("Decided")):
        yield Demand.REMEDY_ONCE
    if one.type in ("ObjectionDecided", "AppealDecided") and None not in (one.step.kind, standing.step.kind):
        allowed = max(heaviest(standing.step.ground, one.stands), WEIGHT[standing.step.kind])
        if WEIGHT[one.step.kind] > allowed:
            yield Demand.TOO_HEAVY_REMEDY
    if one.type == "DecisionInForce" and received is not None:
        if _pending(since, "Appeal"):
            yield Demand.APPEALED
        if not _has(since, "AppealDecided") and one.step.on < working_day(received.on, IN_FORCE_AFTER, free_days):
            yield Demand.TOO_EARLY


def _officials(step: Any) -> set[str]:
    """Whoever takes a step for the authorities."""
    fields = ("opened_by", "formed_by", "issued_by", "ordered_by", "decided_by", "withdrawn_by", "closed_by")
    one = {getattr(step, field) for field in (*fields, "reopened_by") if hasattr(step, field)}
    decider = {step.authority.nip} if hasattr(step, "authority") else set()
    return one | decider | {*getattr(step, "held_by", ())} | {member.nip for member in getattr(step, "members", ())}


def _on_any_past_day(steps: Steps) -> Iterable[str]:
    """Whoever looks back to any instant sees a case that could be: no decision before its hearing, and so on."""
    for instant in {one.step.occurred_at for one in steps}:
        seen = [one.type for one in steps if one.step.occurred_at <= instant]
        unheard = "HearingHeld" not in seen and seen.count("HearingFailed") < 2
        for later, needs in (
            ("CaseDecided", not unheard),
            ("HearingHeld", "SummonsIssued" in seen),
            ("HearingFailed", "SummonsIssued" in seen),
            ("DecisionDelivered", "CaseDecided" in seen),
            ("DecisionInForce", "DecisionDelivered" in seen),
            ("ObjectionDecided", "ObjectionFiled" in seen),
            ("AppealDecided", "AppealFiled" in seen),
            ("CaseReopened", "CaseClosed" in seen),
        ):
            if later in seen and not needs:
                yield f"as of {instant} there is {later} without what it follows"
        if seen and seen[0] != "CaseOpened":
            yield f"as of {instant} there is {seen[0]} without an opening"


def _across(steps: Steps, others: Iterable[Steps]) -> Iterable[Demand]:
    """What a case may not do beside the others; a remedy may: another authority decides it."""
    one, basis = steps[-1], basis_of(steps)
    for other in others:
        calls, tally = _calls(basis) & _calls(basis_of(other)), _tally(basis) is not None
        same = calls or (tally and _tally(basis) == _tally(basis_of(other)))
        if same and one.type in ("CaseOpened", "BasisRenewed", "CaseReopened") and is_open(other):
            yield Demand.SECOND_OPEN
        if calls and one.type in ("CaseOpened", "BasisRenewed"):
            yield Demand.ALLEGED_TWICE
        if one.type == "CaseDecided" and one.step.outcome == "sanction":
            days = tally and _year(basis) == _year(basis_of(other))
            if (calls and _standing(other)) or (days and WEIGHT[one.step.kind] <= _standing(other)):
                yield Demand.PUNISHED_TWICE


def basis_of(steps: Steps) -> Any:
    """What a case stands on: what it was opened on, or came to stand on."""
    return next(one.step.basis for one in reversed(steps) if one.type in ("CaseOpened", "BasisRenewed"))


def heaviest(ground: str, stands: bool | int) -> int:
    """The weight that a ground allows on what stands."""
    if ground == "absence":
        return sum(first <= stands for first in FIRST_DAY_OF_WEIGHT)
    if ground == "consecutive_absence":
        return DISMISSED if stands >= CONSECUTIVE_DAYS_OF_DISMISSAL else 0
    return HEAVIEST_BY_DUTY[ground] if stands else 0


def working_day(day: date, count: int, free_days: set[date]) -> date:
    """The last of so many working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() <= 5 and day not in free_days
    return day


def is_open(steps: Steps) -> bool:
    """Whether a case goes on."""
    return _last(steps, "CaseClosed") <= _last(steps, "CaseReopened")


def _decision(steps: Steps) -> Accepted | None:
    """The decision that was not taken back."""
    if _last(steps, "CaseDecided") <= _last(steps, "DecisionWithdrawn"):
        return None
    return steps[_last(steps, "CaseDecided")]


def _standing(steps: Steps) -> int:
    """The weight of the sanction that stands after all remedies; 0 without one."""
    decision = _decision(steps)
    if decision is None or decision.step.outcome != "sanction":
        return 0
    weight = WEIGHT[decision.step.kind]
    for one in steps[steps.index(decision) :]:
        if one.type in ("ObjectionDecided", "AppealDecided"):
            weight = 0 if one.step.outcome == "annulled" else WEIGHT.get(one.step.kind or "", weight)
    return weight


def _pending(since: Steps, remedy: str) -> bool:
    return _has(since, f"{remedy}Filed") and not _has(since, f"{remedy}Decided")


def _calls(basis: Any) -> set[int]:
    return {call.position for call in basis.allegation.calls} if basis.allegation is not None else set()


def _tally(basis: Any) -> tuple[int, bool] | None:
    return (basis.absence.year, basis.absence.consecutive) if basis.absence is not None else None


def _year(basis: Any) -> int | None:
    return basis.absence.year if basis.absence is not None else None


def _has(steps: Steps, kind: str) -> bool:
    return _last(steps, kind) >= 0


def _last(steps: Steps, kind: str) -> int:
    """Where the last of a type stands; -1 without one."""
    return max((place for place, one in enumerate(steps) if one.type == kind), default=-1)
