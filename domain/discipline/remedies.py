"""What the examinee may do against a decision: an objection, or an appeal to BPASN (PP 79/2021)."""

from __future__ import annotations

from domain.discipline.clauses import LimitName
from domain.discipline.deadlines import deadline, ends_service
from domain.discipline.effect import received
from domain.discipline.events import AppealDecided, AppealFiled, AppealReplied, ObjectionDecided, ObjectionFiled
from domain.discipline.refusal import Caution, StepRefused, caution
from domain.discipline.sanction import ceiling
from domain.discipline.situation import Said, Situation
from domain.errors import Sentence

WAYS = {"objection": Sentence("objection"), "appeal": Sentence("appeal")}


def objection_may_be_filed(asked: Situation, _: ObjectionFiled) -> Said:
    """Against every kind that does not end the service (PP 79/2021 art. 1, 4)."""
    yield from _remedy_may_be_filed(asked, "objection", filed=asked.ruling.objection is not None)


def appeal_may_be_filed(asked: Situation, _: AppealFiled) -> Said:
    """Against the kinds that end the service, to BPASN (PP 79/2021 art. 1, 11)."""
    yield from _remedy_may_be_filed(asked, "appeal", filed=asked.ruling.appeal is not None)


def _remedy_may_be_filed(asked: Situation, remedy: LimitName, *, filed: bool) -> Said:
    ruling = asked.ruling
    received(asked)
    if ruling.decision.kind is None:
        raise StepRefused("there is no sanction to go against", "close the case with `case-closed`")
    right = asked.rules.remedy(ends_service(asked.case, asked.rules_on(ruling.decision.on)))
    if right.remedy != remedy:
        raise StepRefused(
            "against {kind} there is no {asked} but an {right} before {before} ({reference})",
            "record the other one",
            kind=ruling.decision.kind,
            asked=WAYS[remedy],
            right=WAYS[right.remedy],
            before=Sentence(right.before),
            reference=right.reference,
        )
    if filed:
        raise StepRefused("the {asked} was filed already", "void it if it was recorded wrongly", asked=WAYS[remedy])
    if ruling.decision.kind in right.doubtful:
        yield caution(
            right,
            "whether there is an {asked} against {kind} is not certain",
            asked=WAYS[remedy],
            kind=ruling.decision.kind,
        )
    yield from asked.late(remedy)


def appeal_may_be_replied_to(asked: Situation, _: AppealReplied) -> Said:
    """The PPK replies once, while BPASN has not decided (PP 79/2021 art. 13)."""
    if not isinstance(asked.ruling.pending, AppealFiled):
        raise StepRefused("there is no appeal to reply to", "record `appeal-filed` first")
    if asked.ruling.reply is not None:
        raise StepRefused("the reply to the appeal is recorded")
    yield from asked.late("appeal_reply")


def objection_may_be_decided(asked: Situation, step: ObjectionDecided) -> Said:
    """Only what was filed is decided, by another than whoever decided the case (PP 79/2021 art. 4, 7)."""
    if not isinstance(asked.ruling.pending, ObjectionFiled):
        raise StepRefused("there is no {asked} to decide", asked=WAYS["objection"])
    asked.by_another(step.decided_by, "decided_by")
    if step.decided_by == asked.ruling.decision.authority.nip:
        remedy = asked.rules.remedy(False)  # its reading is about something else: against what there is an objection
        told = Sentence("{nip} decided the case and decides the objection too", {"nip": step.decided_by})
        yield Caution(told, remedy.reference, remedy.confidence)
    yield from _outcome_fits(asked, step)
    yield from _late_filing_is_inadmissible(asked, step, "objection")
    yield from asked.late("objection_decision")


def appeal_may_be_decided(asked: Situation, step: AppealDecided) -> Said:
    """BPASN confirms, lightens, aggravates, changes or annuls what was appealed (PP 79/2021 art. 16)."""
    if not isinstance(asked.ruling.pending, AppealFiled):
        raise StepRefused("there is no {asked} to decide", asked=WAYS["appeal"])
    yield from _outcome_fits(asked, step)
    yield from _late_filing_is_inadmissible(asked, step, "appeal")
    yield from asked.late("appeal_decision")


def _late_filing_is_inadmissible(asked: Situation, step: ObjectionDecided | AppealDecided, remedy: LimitName) -> Said:
    """Filed after its time it is declared inadmissible (PP 79/2021 art. 5, 11(3)).

    From which day its time runs is read in two ways, so it warns.
    """
    found = deadline(asked.case, remedy, asked.rules_on, asked.days, step.on)
    if found is not None and found.state == "done_late" and step.outcome != "inadmissible":
        yield caution(
            found.rule,
            "the {asked} was filed after {due}; filed late it is inadmissible, not {outcome}",
            asked=WAYS[remedy],
            due=found.due,
            outcome=step.outcome,
        )


def _outcome_fits(asked: Situation, step: ObjectionDecided | AppealDecided) -> Said:
    """Another kind exists for the day of the act, is what the outcome says, and no heavier than the ground allows."""
    decision = asked.ruling.decision
    catalogue = asked.rules_on(decision.on).catalogue(asked.case.basis.act_on)
    if step.kind is None or catalogue is None:
        return
    rank, before = catalogue.rank(step.kind), catalogue.rank(decision.kind or "")
    if rank is None or catalogue.kinds[rank].level != step.level:
        raise StepRefused(
            "there is no kind {kind} of the level {level}; there are {kinds}",
            "see the catalogue of the rules",
            kind=step.kind,
            level=step.level,
            kinds=", ".join(catalogue.imposed(one, step.on) for one in range(len(catalogue.kinds))),
        )
    if before is not None and (
        (step.outcome == "lightened" and rank >= before) or (step.outcome == "aggravated" and rank <= before)
    ):
        raise StepRefused(
            "{kind} does not make {before} what {outcome} says",
            "choose another `kind` or `outcome`",
            kind=step.kind,
            before=decision.kind,
            outcome=step.outcome,
        )
    ground = catalogue.ground(decision.ground or "")
    if ground is None or (before is not None and rank <= before):
        return
    highest = ceiling(catalogue, ground, asked.footing)
    if highest is None or rank > highest.rank:
        raise StepRefused(
            "{kind} is heavier than the ground {ground} allows: at most {most} ({reference})",
            "choose a kind up to that one, or another ground",
            kind=step.kind,
            ground=ground.ground,
            most=catalogue.imposed(highest.rank, step.on) if highest is not None else "-",
            reference=highest.by.reference if highest is not None else ground.reference,
        )
    yield from ()
