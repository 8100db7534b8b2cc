"""How heavy a sanction may be on what a case stands on, and what was punished already (PP 94/2021 art. 8 to 11, 35)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from domain.discipline.case import Case
from domain.discipline.catalogue import Catalogue, Cited, Ground, Kind
from domain.discipline.events import Basis, CaseDecided
from domain.discipline.footing import Footing, rests_on
from domain.discipline.refusal import Caution, StepRefused, caution, unless_sure
from domain.discipline.rules import DisciplineRules


class Ceiling(Struct, frozen=True):
    """The heaviest kind that a ground allows, by its weight, and the rule that says so."""

    rank: int
    by: Cited


def ceiling(catalogue: Catalogue, ground: Ground, footing: Footing) -> Ceiling | None:
    """The heaviest kind that a ground allows on what stands; None if no band is reached or nothing stands."""
    if not footing.stands:
        return None
    if ground.level is not None:
        ranks = [rank for rank, kind in enumerate(catalogue.kinds) if kind.level == ground.level]
        return Ceiling(max(ranks), ground)
    if footing.counted_days is None:  # a report: how many days it proves is for whoever decides
        return Ceiling(len(catalogue.kinds) - 1, ground)
    band = ground.band(footing.counted_days)
    rank = catalogue.rank(band.kind) if band is not None else None
    return Ceiling(rank, band) if band is not None and rank is not None else None


def fits_basis(ground: Ground, basis: Basis) -> bool:
    """Whether a ground rests on that sort of basis, and counts its days in that way."""
    counts = "consecutive_days" if basis.absence is not None and basis.absence.consecutive else "counted_days"
    return rests_on(basis) in ground.rests_on and (basis.absence is None or ground.counts in (None, counts))


def reachable(catalogue: Catalogue, basis: Basis, footing: Footing) -> list[Ceiling]:
    """The heaviest kind of each ground that allows any on what stands."""
    found = [ceiling(catalogue, ground, footing) for ground in catalogue.grounds if fits_basis(ground, basis)]
    return [one for one in found if one is not None]


def expect_kind(rules: DisciplineRules, case: Case, step: CaseDecided, footing: Footing) -> Iterator[Caution]:
    """Cautions about the kind that is imposed. Raises ``StepRefused`` for one the ground does not allow."""
    catalogue, ground, rank = _found(rules, case.basis, step)
    highest = ceiling(catalogue, ground, footing)
    if highest is None:
        raise StepRefused(
            "nothing stands that the ground {ground} could rest on ({reference})",
            "see `saksi case show {case}` for what changed; decide `no_sanction`, or renew the basis",
            ground=ground.ground,
            reference=ground.reference,
            case=case.name,
        )
    if rank > highest.rank:
        yield unless_sure(
            highest.by,
            StepRefused(
                "{kind} is heavier than the ground {ground} allows: at most {most} ({reference})",
                "choose a kind up to that one, or another ground",
                kind=step.kind,
                ground=ground.ground,
                most=catalogue.imposed(highest.rank, step.on),
                reference=highest.by.reference,
            ),
        )
    elif ground.bands is not None and footing.counted_days is None:
        yield caution(ground, "the days are not counted here: the report must prove the band of {kind}", kind=step.kind)
    elif ground.bands is not None and rank < highest.rank:
        yield caution(
            highest.by,
            "{kind} is lighter than the kind that the band names: {most}",
            kind=step.kind,
            most=catalogue.imposed(highest.rank, step.on),
        )
    yield from _transition(catalogue.kinds[rank], step)


def _found(rules: DisciplineRules, basis: Basis, step: CaseDecided) -> tuple[Catalogue, Ground, int]:
    catalogue = rules.catalogue(basis.act_on)
    if catalogue is None:
        raise StepRefused(
            "the rules {discipline} have no kinds for an act of {day}",
            "enact rules whose catalogue holds on that day",
            discipline=rules.discipline,
            day=basis.act_on,
        )
    ground = catalogue.ground(step.ground or "")
    if ground is None:
        raise StepRefused(
            "there is no ground {ground} for an act of {day}; there are {grounds}",
            "see the catalogue of the rules {discipline}",
            ground=step.ground,
            day=basis.act_on,
            grounds=", ".join(one.ground for one in catalogue.grounds),
            discipline=rules.discipline,
        )
    if not fits_basis(ground, basis):
        raise StepRefused(
            "the ground {ground} does not rest on what this case stands on: {rests_on} ({reference})",
            "choose another ground",
            ground=ground.ground,
            rests_on=rests_on(basis),
            reference=ground.reference,
        )
    rank = catalogue.rank(step.kind or "")
    if rank is None:
        raise StepRefused(
            "there is no kind {kind} for an act of {day}; there are {kinds}",
            "see the catalogue of the rules {discipline}",
            kind=step.kind,
            day=basis.act_on,
            kinds=", ".join(catalogue.imposed(one, step.on) for one in range(len(catalogue.kinds))),
            discipline=rules.discipline,
        )
    if catalogue.kinds[rank].level != step.level:
        raise StepRefused(
            "{kind} is of the level {right}, not {level} ({reference})",
            "give the level that the rules give the kind",
            kind=step.kind,
            right=catalogue.kinds[rank].level,
            level=step.level,
            reference=catalogue.kinds[rank].reference,
        )
    return catalogue, ground, rank


def _transition(kind: Kind, step: CaseDecided) -> Iterator[Caution]:
    replaced = kind.replaced_by
    if replaced is None:
        return
    if step.kind == kind.kind and replaced.on(step.on):
        yield caution(
            replaced, "on {day} {other} is imposed instead of {kind}", day=step.on, other=replaced.kind, kind=kind.kind
        )
    elif step.kind == replaced.kind and not replaced.on(step.on):
        yield caution(
            kind, "on {day} {kind} is imposed and no longer {other}", day=step.on, other=replaced.kind, kind=kind.kind
        )


def expect_once(rules: DisciplineRules, basis: Basis, others: Sequence[Case], rank: int | None) -> None:
    """Nothing that a standing sanction has punished is punished again (art. 35). Raises ``StepRefused``.

    Absence of the same year only with a heavier kind, of weight ``rank``: a sanction does not set the count back.
    """
    catalogue = rules.catalogue(basis.act_on)
    for other in others:
        sanction = other.sanction
        if sanction is None or not same_violation(basis, other.basis):
            continue
        standing = catalogue.rank(sanction.kind) if catalogue is not None else None
        if basis.absence is not None and (rank is None or standing is None or rank > standing):
            continue
        raise StepRefused(
            "{case} has punished this already with {kind}; one violation is punished once ({reference})",
            "close this case without a sanction",
            case=other.name,
            kind=sanction.kind,
            reference=rules.once.reference,
        )


def same_act(one: Basis, other: Basis) -> bool:
    """Whether two cases are about the same: a call in both, the tally of the same year, the same report."""
    if one.allegation is not None and other.allegation is not None:
        calls = {call.position for call in one.allegation.calls}
        return not calls.isdisjoint(call.position for call in other.allegation.calls)
    if one.absence is not None and other.absence is not None:
        return (one.absence.year, one.absence.consecutive) == (other.absence.year, other.absence.consecutive)
    return one.report is not None and other.report is not None and one.report.sha256 == other.report.sha256


def same_violation(one: Basis, other: Basis) -> bool:
    """As ``same_act``; of absence the days of a year, however they are counted."""
    if one.absence is not None and other.absence is not None:
        return one.absence.year == other.absence.year
    return same_act(one, other)


def repetition(
    rules: DisciplineRules, catalogue: Catalogue, step: CaseDecided, others: Sequence[Case]
) -> Iterator[Caution]:
    """A violation of the same nature again is punished more heavily than the last time; it warns."""
    rule, ground, rank = rules.repetition, catalogue.ground(step.ground or ""), catalogue.rank(step.kind or "")
    if rule is None or ground is None or rank is None or ground.nature in rule.except_natures:
        return
    for other in others:
        last = other.ruling.decision.ground if other.ruling is not None and other.sanction is not None else None
        before = catalogue.ground(last) if last is not None else None
        if before is None or before.nature != ground.nature or other.sanction is None:
            continue
        standing = catalogue.rank(other.sanction.kind)
        if standing is not None and rank <= standing:
            yield caution(
                rule,
                "{case} was punished with {kind} for the same nature; this one is not heavier",
                case=other.name,
                kind=other.sanction.kind,
            )
