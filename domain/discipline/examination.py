"""The examination: team, summonses, hearing, records, relief of office while it lasts (PP 94/2021 art. 26 to 38)."""

from __future__ import annotations

from domain.discipline.events import (
    HearingFailed,
    HearingHeld,
    Member,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)
from domain.discipline.refusal import StepRefused, caution, level_in_words, unless_sure
from domain.discipline.sanction import reachable
from domain.discipline.situation import Said, Situation


def team_may_be_formed(asked: Situation, step: TeamFormed) -> Said:
    """A team of superior, supervision and personnel, none of lower post than the examinee (PP 94/2021 art. 29).

    Until the decision the level is open, so a part of the office that nobody stands for only warns here.
    """
    asked.undecided()
    asked.by_another(step.formed_by, "formed_by")
    if asked.case.nip in [member.nip for member in step.members]:
        raise StepRefused("{nip} cannot examine themself", "name another member", nip=asked.case.nip)
    for member in step.members:
        if member.post is not None:
            asked.known_post(member.post)
    rule = next((one for one in asked.rules.team if one.team == "required"), None)
    roles = {member.role for member in step.members}
    missing = [role for role in rule.roles if role not in roles] if rule is not None else []
    if rule is not None and missing:
        yield caution(rule, "the team has nobody for {roles}", roles=", ".join(missing))
    yield from _members_stand_no_lower(asked, step.members)


def _members_stand_no_lower(asked: Situation, members: list[Member]) -> Said:
    """Members stand no lower than the examinee (Peraturan BKN 6/2022 art. 29), as far as their posts are said."""
    posts, examinee = asked.rules.posts, asked.case.examinee.post
    for member in members:
        if asked.rules.members is None or member.post not in posts or examinee not in posts:
            continue
        if posts.index(member.post) > posts.index(examinee):
            yield unless_sure(
                asked.rules.members,
                StepRefused(
                    "{nip} ({post}) stands lower than the examinee ({examinee}) ({reference})",
                    "name a member of the same or a higher post",
                    nip=member.nip,
                    post=member.post,
                    examinee=examinee,
                    reference=asked.rules.members.reference,
                ),
            )


def summons_may_be_issued(asked: Situation, step: SummonsIssued) -> Said:
    """A first summons, a second once the first hearing was missed, never a third (PP 94/2021 art. 26 and 27)."""
    asked.undecided()
    case, summonses = asked.case, asked.rules.summonses
    if step.issued_by == case.nip:
        raise StepRefused("{nip} cannot summon themself", "a superior or the team summons", nip=case.nip)
    if step.which in [one.which for one in case.summonses] or len(case.summonses) >= summonses.most:
        raise StepRefused(
            "the {which} summons was issued already; there are at most {most} ({reference})",
            "void it if it was recorded wrongly",
            which=step.which,
            most=summonses.most,
            reference=summonses.reference,
        )
    if case.held is not None:
        raise StepRefused("the examinee was heard on {day}", day=case.held.on)
    if step.which == "second":
        if not case.failed:
            raise StepRefused(
                "there is no second summons before the first hearing was missed ({reference})",
                "record `hearing-failed summons=first`",
                reference=summonses.reference,
            )
        yield from asked.late("second_summons")
    if step.hearing_on <= step.on:
        raise StepRefused(
            "the hearing on {hearing} is not after the letter of {day}",
            "give a later day in `hearing_on`",
            hearing=step.hearing_on,
            day=step.on,
        )
    yield from _gap_is_kept(asked, step)


def _gap_is_kept(asked: Situation, step: SummonsIssued) -> Said:
    """The working days between letter and hearing (PP 94/2021 art. 26(2)): read two ways, so it only ever warns."""
    gap = asked.rules.summonses.gap
    last = asked.days.after(step.on, gap.days, gap.unit).last
    if gap.mode == "min_clear" and step.hearing_on <= last:
        yield caution(
            gap,
            "only {days} clear days lie between the letter and the hearing, not {asked}",
            days=asked.days.between(step.on, step.hearing_on, gap.unit),
            asked=gap.days,
        )
    if gap.mode == "max" and step.hearing_on > last:
        yield caution(
            gap,
            "the hearing is on {hearing}; {asked} days after the letter end on {last}",
            hearing=step.hearing_on,
            asked=gap.days,
            last=last,
        )


def hearing_may_be_held(asked: Situation, step: HearingHeld) -> Said:
    """Nobody is heard without a written summons (PP 94/2021 art. 26); who comes before its day may be heard then."""
    asked.undecided()
    case, summonses = asked.case, asked.rules.summonses
    if not case.summonses:
        raise StepRefused(
            "nobody is heard without a written summons ({reference})",
            "record `summons-issued which=first`",
            reference=summonses.gap.reference,
        )
    if case.nip in step.held_by:
        raise StepRefused("{nip} cannot examine themself", "name who examined in `held_by`", nip=case.nip)
    if step.on < case.summonses[-1].hearing_on:
        yield caution(
            summonses.gap,
            "the hearing was held on {day}, before the day of the summons, {hearing}",
            day=step.on,
            hearing=case.summonses[-1].hearing_on,
        )


def hearing_may_have_failed(asked: Situation, step: HearingFailed) -> Said:
    """Only the hearing of a summons can be missed, on its day or after, once, and not after being heard (art. 27)."""
    asked.undecided()
    summons = next((one for one in asked.case.summonses if one.which == step.summons), None)
    if summons is None:
        raise StepRefused("there was no {which} summons to miss", "record `summons-issued` first", which=step.summons)
    if step.summons in [one.summons for one in asked.case.failed]:
        raise StepRefused("that the {which} hearing was missed is recorded", which=step.summons)
    if asked.case.held is not None:
        raise StepRefused("the examinee was heard on {day}", day=asked.case.held.on)
    if step.on < summons.hearing_on:
        raise StepRefused(
            "the hearing is on {hearing}; on {day} it cannot have been missed",
            "give the day of the hearing with `on`",
            hearing=summons.hearing_on,
            day=step.on,
        )
    yield from ()


def record_may_be_signed(asked: Situation, step: RecordSigned) -> Said:
    """A record is of something: a hearing, a missed one, an examination (PP 94/2021 art. 26 to 38)."""
    case = asked.case
    if step.record == "examination" and case.held is None:
        raise StepRefused("there was no hearing to make a record of", "record `hearing-held` first")
    if step.record == "non_attendance" and not case.failed:
        raise StepRefused("no hearing was missed that a record could be made of", "record `hearing-failed` first")
    if step.record == "report" and case.held is None and not case.failed:
        raise StepRefused("there was no examination to report on", "record `hearing-held` or `hearing-failed` first")
    yield from ()


def relief_may_be_ordered(asked: Situation, step: TemporaryReliefOrdered) -> Said:
    """Relief of office from the examination until the decision, where a severe kind is likely (art. 26 to 38).

    Likely is at least possible: some ground must allow such a kind on what stands.
    """
    asked.undecided()
    asked.by_another(step.ordered_by, "ordered_by")
    if not asked.case.summonses:
        raise StepRefused("nobody is relieved of office before the examination begins", "record `summons-issued` first")
    rule, catalogue = asked.rules.relief, asked.catalogue
    if rule is None or catalogue is None:
        return
    levels = {catalogue.kinds[one.rank].level for one in reachable(catalogue, asked.case.basis, asked.footing)}
    if levels.isdisjoint(rule.levels):
        yield unless_sure(
            rule,
            StepRefused(
                "no {level} sanction can follow on what stands now ({reference})",
                "renew the basis if the count climbed, or let the examinee go on in office",
                level=tuple(map(level_in_words, rule.levels)),
                reference=rule.reference,
            ),
        )
