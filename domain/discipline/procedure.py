"""Which step may follow in a case, by which paragraph, and where the law is read in more than one way.

    cautions = expect(case, step, docket=docket, rules_on=rules_on, days=days, footing=footing)

A rule that is sure (confidence H or M) and says no refuses: ``StepRefused``. What is less sure, or read two ways, is
recorded and warned about: ``Caution``. What happened is never refused because it came late: the lateness is said.
``case`` are the steps before this one, ``docket`` all cases of the employee, ``footing`` what of the basis stands.

    course        opening, renewing, closing, reopening      decision   deciding, taking back
    examination   team, summons, hearing, record, relief     effect     delivery, coming into force
    order         what a step may not be dated before        remedies   objection, appeal
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.discipline import course, decision, effect, examination, remedies
from domain.discipline.case import Case, after
from domain.discipline.deadlines import RulesOn
from domain.discipline.docket import Docket
from domain.discipline.events import (
    AnyCaseEvent,
    AppealDecided,
    AppealFiled,
    AppealReplied,
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseOpened,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionSent,
    DecisionWithdrawn,
    DeliveryMissed,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)
from domain.discipline.footing import Footing
from domain.discipline.order import expect_happened, expect_order
from domain.discipline.refusal import Caution, StepRefused
from domain.discipline.situation import Said, Situation
from domain.discipline.workdays import WorkingDays

RULES: dict[type[Any], Callable[[Situation, Any], Said]] = {
    CaseOpened: course.case_may_be_opened,
    BasisRenewed: course.basis_may_be_renewed,
    TeamFormed: examination.team_may_be_formed,
    SummonsIssued: examination.summons_may_be_issued,
    HearingHeld: examination.hearing_may_be_held,
    HearingFailed: examination.hearing_may_have_failed,
    RecordSigned: examination.record_may_be_signed,
    TemporaryReliefOrdered: examination.relief_may_be_ordered,
    CaseDecided: decision.case_may_be_decided,
    DeliveryMissed: effect.delivery_may_have_failed,
    DecisionSent: effect.decision_may_be_sent,
    DecisionDelivered: effect.decision_may_be_delivered,
    DecisionInForce: effect.decision_may_come_into_force,
    ObjectionFiled: remedies.objection_may_be_filed,
    ObjectionDecided: remedies.objection_may_be_decided,
    AppealFiled: remedies.appeal_may_be_filed,
    AppealReplied: remedies.appeal_may_be_replied_to,
    AppealDecided: remedies.appeal_may_be_decided,
    DecisionWithdrawn: decision.decision_may_be_withdrawn,
    CaseClosed: course.case_may_be_closed,
    CaseReopened: course.case_may_be_reopened,
}


def expect(
    case: Case | None,
    step: AnyCaseEvent,
    *,
    docket: Docket,
    rules_on: RulesOn,
    days: WorkingDays,
    footing: Footing,
) -> list[Caution]:
    """What to look at about a step that may follow. Raises ``StepRefused`` and ``NoDisciplineRules``."""
    expect_happened(step)
    if isinstance(step, CaseOpened) and case is not None:
        raise StepRefused("the case {case} is open already", "each case is opened once", case=case.name)
    if case is None:
        if not isinstance(step, CaseOpened):
            raise StepRefused("the case {case} was not opened", "open it with `saksi case open`", case=step.case)
        case = after(None, step)
    elif case.closed is not None and not isinstance(step, CaseReopened):
        raise StepRefused("the case {case} is closed", "reopen it with `case-reopened`", case=case.name)
    asked = Situation(
        case=case,
        step=step,
        docket=docket,
        footing=footing,
        rules=rules_on(step.on),
        rules_on=rules_on,
        days=days,
    )
    cautions = list(RULES[type(step)](asked, step))
    expect_order(case, step)
    return cautions
