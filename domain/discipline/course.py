"""How a case begins, comes to stand on another basis, ends, and goes on (PP 94/2021 art. 26 and 35)."""

from __future__ import annotations

from domain.discipline.deadlines import OF_THE_EXAMINEE, deadline
from domain.discipline.events import Basis, BasisRenewed, CaseClosed, CaseOpened, CaseReopened
from domain.discipline.footing import rests_on
from domain.discipline.refusal import Caution, StepRefused, caution
from domain.discipline.sanction import expect_once, reachable, same_act
from domain.discipline.situation import Said, Situation


def case_may_be_opened(asked: Situation, step: CaseOpened) -> Said:
    """A superior opens a case on what stands, once (PP 94/2021 art. 26, 35)."""
    if step.opened_by == step.nip:
        raise StepRefused("{nip} cannot open a case about themself", "a superior opens it", nip=step.nip)
    asked.known_post(step.examinee.post)
    _basis_stands(asked)
    if step.on < step.basis.act_on:
        raise StepRefused(
            "the case is opened on {day}, before the act of {act}",
            "give the date of the step with `on`",
            day=step.on,
            act=step.basis.act_on,
        )
    _basis_is_no_later(step)
    catalogue = asked.catalogue
    if catalogue is None:
        raise StepRefused(
            "the rules {discipline} have no kinds for an act of {day}",
            "enact rules whose catalogue holds on that day",
            discipline=asked.rules.discipline,
            day=step.basis.act_on,
        )
    _nothing_is_open_on_the_same(asked, step.basis)
    _no_case_has_dealt_with_the_allegation(asked, step.basis)
    ranks = [one.rank for one in reachable(catalogue, step.basis, asked.footing)]
    expect_once(asked.rules, step.basis, asked.others, max(ranks, default=None))
    if not ranks:
        yield Caution(
            StepRefused(
                "no ground of {discipline} allows a sanction on what the case stands on yet",
                discipline=asked.rules.discipline,
            ).said
        )


def basis_may_be_renewed(asked: Situation, step: BasisRenewed) -> Said:
    """A case may come to stand on more or less of the same, never on something else."""
    before = asked.case.basis
    if rests_on(step.basis) != rests_on(before) or not same_act(step.basis, before):
        raise StepRefused(
            "the new basis is about something else than the case {case}",
            "open a case of its own on it",
            case=asked.case.name,
        )
    _basis_is_no_later(step)
    _basis_stands(asked)
    _nothing_is_open_on_the_same(asked, step.basis)
    _no_case_has_dealt_with_the_allegation(asked, step.basis)
    yield from ()


def _basis_is_no_later(step: CaseOpened | BasisRenewed) -> None:
    """Nobody has seen how things stood after the step was taken."""
    if step.basis.as_of > step.occurred_at:
        raise StepRefused(
            "the basis is read as of {as_of}, after the step at {instant}",
            "read it as of the instant of the step, or before",
            as_of=step.basis.as_of.isoformat(),
            instant=step.occurred_at.isoformat(),
        )


def _basis_stands(asked: Situation) -> None:
    if not asked.footing.stands:
        raise StepRefused(
            "what the case was to stand on does not stand any more",
            "see `saksi replay {nip}`, and open it on what stands",
            nip=asked.case.nip,
        )


def _nothing_is_open_on_the_same(asked: Situation, basis: Basis) -> None:
    """No two open cases on a call, on the tally of a year, on a report: one violation is dealt with once (art. 35)."""
    for other in asked.others:
        if other.is_open and same_act(basis, other.basis):
            raise StepRefused(
                "{case} is open on the same already",
                "go on with that one; if the count climbed, renew its basis",
                case=other.name,
            )


def _no_case_has_dealt_with_the_allegation(asked: Situation, basis: Basis) -> None:
    """A closed case dealt with the calls of its allegation, whatever came of it."""
    for other in asked.others:
        if basis.allegation is not None and same_act(basis, other.basis):
            raise StepRefused(
                "{case} has dealt with this allegation: it was closed as {outcome}",
                "reopen that case if it is to go on",
                case=other.name,
                outcome=other.closed.outcome if other.closed is not None else "-",
            )


def case_may_be_closed(asked: Situation, step: CaseClosed) -> Said:
    """A case is closed as what came of it; while a remedy is pending nothing has (PP 79/2021)."""
    asked.by_another(step.closed_by, "closed_by")
    ruling = asked.case.ruling
    if ruling is not None and ruling.pending is not None:
        raise StepRefused("a remedy is not decided yet", "record the decision on it first")
    sanctioned = ruling is not None and ruling.sanction is not None
    fits = {
        "sanctioned": sanctioned and ruling is not None and ruling.in_force is not None,
        "not_proven": ruling is not None and ruling.decision.outcome == "no_sanction",
        "annulled": (ruling is not None and ruling.annulled) or (ruling is None and bool(asked.case.past)),
        "dropped": ruling is None and not asked.case.past,
    }
    if not any(fits.values()):
        raise StepRefused(
            "the decision in the case {case} is neither in force nor taken back",
            "record `decision-in-force` first, or `decision-withdrawn`",
            case=asked.case.name,
        )
    if not fits[step.outcome]:
        raise StepRefused(
            "the case {case} cannot be closed as {outcome}; as it stands it can be closed as {possible}",
            "record what is missing before",
            case=asked.case.name,
            outcome=step.outcome,
            possible=", ".join(outcome for outcome, fitting in fits.items() if fitting),
        )
    for limit in OF_THE_EXAMINEE if sanctioned else ():
        found = deadline(asked.case, limit, asked.rules_on, asked.days, step.on)
        if found is not None and found.state == "open":
            yield caution(found.rule, "the examinee may still act until {due}", due=found.due)


def case_may_be_reopened(asked: Situation, step: CaseReopened) -> Said:
    """Only a closed case goes on, and not beside another open one on the same."""
    asked.by_another(step.reopened_by, "reopened_by")
    if asked.case.closed is None:
        raise StepRefused("the case {case} is not closed", case=asked.case.name)
    _nothing_is_open_on_the_same(asked, asked.case.basis)
    yield from ()
