"""The decision, and taking it back (PP 94/2021 art. 16 to 36)."""

from __future__ import annotations

from domain.discipline.authority import expect_authority
from domain.discipline.events import AnyCaseEvent, CaseDecided, DecisionWithdrawn
from domain.discipline.refusal import StepRefused, caution, level_in_words, unless_sure
from domain.discipline.sanction import expect_kind, expect_once, repetition
from domain.discipline.situation import Said, Situation
from domain.errors import Sentence


def case_may_be_decided(asked: Situation, step: CaseDecided) -> Said:
    """A decision needs an examination; a sanction its kind, its ground, its record, its team and its authority."""
    asked.undecided()
    _hearing_or_two_missed_summonses(asked)
    asked.by_another(step.authority.nip, "authority.nip")
    if step.outcome == "no_sanction" or step.level is None or step.kind is None:
        return
    yield from _record_is_there(asked, step)
    yield from expect_kind(asked.rules, asked.case, step, asked.footing)
    catalogue = asked.catalogue
    assert catalogue is not None, "a kind was found in it"
    rank = catalogue.rank(step.kind)
    assert rank is not None, "it has the kind"
    yield from _team_examined(asked, step)
    yield from _law_of_the_employment(asked, step)
    yield from expect_authority(
        asked.rules, step.authority, step.examinee, step.level, ends_service=catalogue.kinds[rank].ends_service
    )
    expect_once(asked.rules, asked.case.basis, asked.others, rank)
    yield from repetition(asked.rules, catalogue, step, asked.others)


def _hearing_or_two_missed_summonses(asked: Situation) -> None:
    """Nobody is judged unheard who did not stay away from both summonses (PP 94/2021 art. 26, 27)."""
    case, summonses = asked.case, asked.rules.summonses
    if case.held is None and len(case.failed) < summonses.most:
        raise StepRefused(
            "there is no decision without a hearing or {most} missed summonses ({reference})",
            "summon and hear the examinee, or record the hearing that was missed",
            most=summonses.most,
            reference=summonses.reference,
        )


def _record_is_there(asked: Situation, step: CaseDecided) -> Said:
    """The record of what the sanction goes by: of the hearing (BAP), or of non-attendance (art. 26 to 38).

    An examinee who refuses to sign does not undo the record.
    """
    needed = "examination" if asked.case.held is not None else "non_attendance"
    rule = next((one for one in asked.rules.records if one.record == needed), None)
    if rule is None or any(one.record == needed and _before(one, step) for one in asked.case.records):
        return
    yield unless_sure(
        rule,
        StepRefused(
            "there is no record (BAP) of the examination or of non-attendance ({reference})",
            "record `record-signed record={record}`; an examinee may refuse to sign",
            record=needed,
            reference=rule.reference,
        ),
    )


def _before(earlier: AnyCaseEvent, step: AnyCaseEvent) -> bool:
    return earlier.on <= step.on and earlier.occurred_at <= step.occurred_at


def _team_examined(asked: Situation, step: CaseDecided) -> Said:
    """A severe kind needs a team with all its parts, a moderate one may have it (PP 94/2021 art. 29)."""
    rule, team = asked.rules.team_rule(step.level or ""), asked.case.team
    if rule is None or rule.team != "required":
        return
    if team is None or not _before(team, step):
        raise StepRefused(
            "a {level} sanction needs a team ({reference})",
            "record `team-formed`",
            level=level_in_words(step.level),
            reference=rule.reference,
        )
    missing = [role for role in rule.roles if role not in {member.role for member in team.members}]
    if missing:
        yield unless_sure(
            rule,
            StepRefused(
                "a {level} sanction needs a team that has somebody for {roles} ({reference})",
                "record `team-formed` with all its members",
                level=level_in_words(step.level),
                roles=", ".join(missing),
                reference=rule.reference,
            ),
        )
    if asked.case.held is not None and asked.case.held.on < team.on:
        yield caution(
            rule, "the team was formed on {day}, after the hearing of {held}", day=team.on, held=asked.case.held.on
        )


def _law_of_the_employment(asked: Situation, step: CaseDecided) -> Said:
    """The rules are those of the employment (PP 49/2018 art. 51 for PPPK); what else follows from it is said."""
    employment = step.examinee.employment
    if employment not in asked.rules.employment:
        raise StepRefused(
            "the rules {discipline} are not for {employment} but for {employments}",
            "correct `examinee.employment`, or enact rules for that employment",
            discipline=asked.rules.discipline,
            employment=employment,
            employments=", ".join(asked.rules.employment),
        )
    for one in asked.rules.consequences:
        if employment in one.employment and step.level in one.levels:
            yield caution(
                one, "for {employment} more follows: {follows}", employment=employment, follows=Sentence(one.follows)
            )


def decision_may_be_withdrawn(asked: Situation, step: DecisionWithdrawn) -> Said:
    """Who decided takes a decision back that still stands."""
    asked.by_another(step.withdrawn_by, "withdrawn_by")
    if asked.ruling.annulled:
        raise StepRefused("the decision was annulled already", "close the case with `case-closed outcome=annulled`")
    yield from ()
