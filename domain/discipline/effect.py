"""How a decision reaches the examinee and comes into force (PP 94/2021 art. 37, 38; Peraturan BKN 6/2022 art. 49)."""

from __future__ import annotations

from domain.discipline.deadlines import deadline
from domain.discipline.events import DecisionDelivered, DecisionInForce, DecisionSent, DeliveryMissed
from domain.discipline.refusal import Caution, StepRefused, caution
from domain.discipline.situation import Said, Situation
from domain.errors import Sentence


def delivery_may_have_failed(asked: Situation, _: DeliveryMissed) -> Said:
    """The examinee did not come to take a decision that was not received yet (Peraturan BKN 6/2022 art. 49(8))."""
    _not_received(asked)
    yield from ()


def decision_may_be_sent(asked: Situation, _: DecisionSent) -> Said:
    """It is sent to whoever did not come for it, soon; otherwise within the time of delivery (art. 49(8))."""
    _not_received(asked)
    yield from asked.late("sending" if asked.ruling.missed is not None else "delivery")


def decision_may_be_delivered(asked: Situation, step: DecisionDelivered) -> Said:
    """It is received once, within its time, and by post only after it was sent (PP 94/2021 art. 37)."""
    _not_received(asked)
    if step.how == "sent" and asked.ruling.sent is None:
        raise StepRefused("the decision was not sent", "record `decision-sent` first, or `how=handed_over`")
    if asked.ruling.sent is None:
        yield from asked.late("delivery")


def _not_received(asked: Situation) -> None:
    if asked.ruling.delivered is not None:
        raise StepRefused("the decision was received on {day}", day=asked.ruling.delivered.on)


def received(asked: Situation) -> DecisionDelivered:
    """The receipt. Raises ``StepRefused`` before it."""
    if asked.ruling.delivered is None:
        raise StepRefused("the decision was not received yet", "record `decision-delivered`", case=asked.case.name)
    return asked.ruling.delivered


def decision_may_come_into_force(asked: Situation, step: DecisionInForce) -> Said:
    """On the fifteenth working day after receipt, or as an appeal decides (PP 94/2021 art. 38)."""
    ruling = asked.ruling
    received(asked)
    if ruling.in_force is not None:
        raise StepRefused("the decision is in force since {day}", day=ruling.in_force.on)
    if ruling.sanction is None:
        raise StepRefused("there is no sanction that could come into force", "close the case with `case-closed`")
    if ruling.appeal is not None:
        _what_the_appeal_decides(asked, step)
    yield from _not_before_its_day(asked, step)
    if ruling.pending is not None:
        remedy = asked.rules.remedy(False)  # its reading is about something else: against what there is an objection
        yield Caution(Sentence("an objection is not decided yet"), remedy.reference, remedy.confidence)


def _what_the_appeal_decides(asked: Situation, step: DecisionInForce) -> None:
    """With an appeal it has effect as the decision on it says (art. 38(2)); an inadmissible one changes nothing."""
    decided = asked.ruling.appeal_decided
    if decided is None:
        raise StepRefused(
            "an appeal is not decided; what comes into force is what it decides ({reference})",
            "record `appeal-decided` first",
            reference=asked.rules.remedy(True).reference,
        )
    if decided.outcome != "inadmissible" and step.on < decided.on:
        raise StepRefused(
            "{day} is before the decision on the appeal of {decided}",
            "give the date of the step with `on`",
            day=step.on,
            decided=decided.on,
        )


def _not_before_its_day(asked: Situation, step: DecisionInForce) -> Said:
    found = deadline(asked.case, "in_force", asked.rules_on, asked.days, step.on)
    if found is None:
        return
    if step.on < found.due and found.rule.firm:
        raise StepRefused(
            "the decision comes into force on {due}, not on {day} ({reference})",
            "see `saksi case deadlines {case} --explain` for the days",
            due=found.due,
            day=step.on,
            reference=found.rule.reference,
            case=asked.case.name,
        )
    if step.on < found.due:
        yield caution(found.rule, "by the count it comes into force on {due}", due=found.due)
    if step.on > found.due:
        yield caution(found.rule, "by the count it came into force on {due}", due=found.due)
