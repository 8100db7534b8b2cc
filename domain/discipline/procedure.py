"""Which step may follow in a case, by which paragraph, and where the law is read in more than one way.

    cautions = expect(case, step, docket=docket, rules_on=rules_on, days=days, footing=footing)

A rule that is sure (confidence H or M) and says no refuses: ``StepRefused``. What is less sure, or read two ways, is
recorded and warned about: ``Caution``. What happened is never refused because it came late: the lateness is said.
``case`` are the steps before this one, ``docket`` all cases of the employee, ``footing`` what of the basis stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from domain.discipline.authority import expect_authority
from domain.discipline.case import Case, Ruling
from domain.discipline.deadlines import RulesOn, deadline, ends_service
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
from domain.discipline.footing import Footing, rests_on
from domain.discipline.refusal import Caution, StepRefused, caution
from domain.discipline.rules import DisciplineRules, LimitName
from domain.discipline.sanction import ceiling, expect_kind, expect_once, repetition, same_act
from domain.discipline.workdays import WorkingDays
from domain.errors import Sentence

WAYS = {"objection": Sentence("objection"), "appeal": Sentence("appeal")}
"""What may be done against a decision, in words."""


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
    if isinstance(step, CaseOpened):
        if case is not None:
            raise StepRefused("the case {case} is open already", "each case is opened once", case=case.name)
        return list(_Opening(step, docket, rules_on(step.on), footing).told())
    if case is None:
        raise StepRefused("the case {case} was not opened", "open it with `saksi case open`", case=step.case)
    return list(_Following(case, step, docket, rules_on, days, footing).told())


class _Opening:
    def __init__(self, step: CaseOpened, docket: Docket, rules: DisciplineRules, footing: Footing) -> None:
        self.step, self.docket, self.rules, self.footing = step, docket, rules, footing

    def told(self) -> Iterator[Caution]:
        step, catalogue = self.step, self.rules.catalogue(self.step.basis.act_on)
        if step.opened_by == step.nip:
            raise StepRefused("{nip} cannot open a case about themself", "a superior opens it", nip=step.nip)
        if not self.footing.stands:
            raise StepRefused(
                "what the case was to stand on does not stand any more",
                "see `saksi replay {nip}`, and open it on what stands",
                nip=step.nip,
            )
        if catalogue is None:
            raise StepRefused(
                "the rules {discipline} have no kinds for an act of {day}",
                "enact rules whose catalogue holds on that day",
                discipline=self.rules.discipline,
                day=step.basis.act_on,
            )
        for other in self.docket.cases:
            if not same_act(step.basis, other.basis):
                continue
            if other.is_open:
                raise StepRefused(
                    "{case} is open on the same already",
                    "go on with that one; if the count climbed, renew its basis",
                    case=other.name,
                )
            if step.basis.allegation is not None:
                raise StepRefused(
                    "{case} has dealt with this allegation: it was closed as {outcome}",
                    "reopen that case if it is to go on",
                    case=other.name,
                    outcome=other.closed.outcome if other.closed is not None else "-",
                )
        ranks = [found.rank for ground in catalogue.grounds if (found := self._ceiling(ground)) is not None]
        expect_once(catalogue, step.basis, self.docket.cases, max(ranks, default=None))
        if not ranks:
            yield Caution(
                StepRefused(
                    "no ground of {discipline} allows a sanction on what the case stands on yet",
                    discipline=self.rules.discipline,
                ).said
            )

    def _ceiling(self, ground: Any) -> Any:
        rests = rests_on(self.step.basis)
        absence = self.step.basis.absence
        counts = "consecutive_days" if absence is not None and absence.consecutive else "counted_days"
        if rests not in ground.rests_on or (absence is not None and ground.counts not in (None, counts)):
            return None
        catalogue = self.rules.catalogue(self.step.basis.act_on)
        return ceiling(catalogue, ground, self.footing) if catalogue is not None else None


class _Following:
    """A step after others."""

    def __init__(
        self,
        case: Case,
        step: AnyCaseEvent,
        docket: Docket,
        rules_on: RulesOn,
        days: WorkingDays,
        footing: Footing,
    ) -> None:
        self.case, self.step, self.docket, self.footing = case, step, docket, footing
        self.rules_on, self.rules, self.days = rules_on, rules_on(step.on), days

    def told(self) -> Iterator[Caution]:
        case, step = self.case, self.step
        if step.on < case.opened.on:
            raise StepRefused(
                "{day} is before the case was opened on {opened}",
                "give the date of the step with `on`",
                day=step.on,
                opened=case.opened.on,
            )
        if case.closed is not None and not isinstance(step, CaseReopened):
            raise StepRefused("the case {case} is closed", "reopen it with `case-reopened`", case=case.name)
        asked: dict[type[Any], Callable[[Any], Iterator[Caution]]] = {
            BasisRenewed: self._renewed,
            TeamFormed: self._team,
            SummonsIssued: self._summons,
            HearingHeld: self._held,
            HearingFailed: self._failed,
            RecordSigned: self._record,
            TemporaryReliefOrdered: self._relief,
            CaseDecided: self._decided,
            DeliveryMissed: self._undelivered,
            DecisionSent: self._undelivered,
            DecisionDelivered: self._delivered,
            DecisionInForce: self._in_force,
            ObjectionFiled: self._filed,
            ObjectionDecided: self._remedied,
            AppealFiled: self._filed,
            AppealReplied: self._replied,
            AppealDecided: self._remedied,
            DecisionWithdrawn: self._withdrawn,
            CaseClosed: self._closed,
            CaseReopened: self._reopened,
        }
        yield from asked[type(step)](step)

    @property
    def ruling(self) -> Ruling:
        """The decision that stands. Raises ``StepRefused`` if there is none."""
        if self.case.ruling is None:
            raise StepRefused("the case {case} is not decided", "record `case-decided` first", case=self.case.name)
        return self.case.ruling

    def _undecided(self) -> None:
        if self.case.ruling is not None:
            raise StepRefused(
                "the case {case} is decided since {day}",
                "a decision is taken back with `decision-withdrawn`",
                case=self.case.name,
                day=self.case.ruling.decision.on,
            )

    def _late(self, limit: LimitName) -> Iterator[Caution]:
        """Whether a time limit that runs before this step is over on its day."""
        found = deadline(self.case, limit, self.rules_on, self.days, self.step.on)
        if found is not None and found.done is None and self.step.on > found.due:
            yield caution(found.rule, "this was due by {due} and comes on {day}", due=found.due, day=self.step.on)

    # Examination

    def _renewed(self, step: BasisRenewed) -> Iterator[Caution]:
        before = self.case.basis
        if rests_on(step.basis) != rests_on(before) or not same_act(step.basis, before):
            raise StepRefused(
                "the new basis is about something else than the case {case}",
                "open a case of its own on it",
                case=self.case.name,
            )
        if not self.footing.stands:
            raise StepRefused(
                "what the case was to stand on does not stand any more",
                "see `saksi replay {nip}`, and open it on what stands",
                nip=self.case.nip,
            )
        yield from ()

    def _team(self, step: TeamFormed) -> Iterator[Caution]:
        self._undecided()
        if self.case.nip in [member.nip for member in step.members]:
            raise StepRefused("{nip} cannot examine themself", "name another member", nip=self.case.nip)
        rule = next((one for one in self.rules.team if one.team == "required"), None)
        roles = {member.role for member in step.members}
        missing = [role for role in rule.roles if role not in roles] if rule is not None else []
        if rule is not None and missing:
            yield caution(rule, "the team has nobody for {roles}", roles=", ".join(missing))

    def _summons(self, step: SummonsIssued) -> Iterator[Caution]:
        self._undecided()
        case, summonses = self.case, self.rules.summonses
        if step.issued_by == case.nip:
            raise StepRefused("{nip} cannot summon themself", "a superior or the team summons", nip=case.nip)
        issued = [one.which for one in case.summonses]
        if step.which in issued or len(issued) >= summonses.most:
            raise StepRefused(
                "the {which} summons was issued already; there are at most {most} ({reference})",
                "void it if it was recorded wrongly",
                which=step.which,
                most=summonses.most,
                reference=summonses.reference,
            )
        if step.which == "second":
            if not case.failed:
                raise StepRefused(
                    "there is no second summons before the first hearing was missed ({reference})",
                    "record `hearing-failed summons=first`",
                    reference=summonses.reference,
                )
            yield from self._late("second_summons")
        if step.hearing_on <= step.on:
            raise StepRefused(
                "the hearing on {hearing} is not after the letter of {day}",
                "give a later day in `hearing_on`",
                hearing=step.hearing_on,
                day=step.on,
            )
        gap = summonses.gap
        between = self.days.between(step.on, step.hearing_on, gap.unit)
        if gap.mode == "min_clear" and between < gap.days:
            yield caution(
                gap,
                "only {days} clear days lie between the letter and the hearing, not {asked}",
                days=between,
                asked=gap.days,
            )
        if gap.mode == "max" and between + 1 > gap.days:
            yield caution(
                gap, "the hearing is {days} days after the letter, not within {asked}", days=between + 1, asked=gap.days
            )

    def _held(self, step: HearingHeld) -> Iterator[Caution]:
        self._undecided()
        case, summonses = self.case, self.rules.summonses
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

    def _failed(self, step: HearingFailed) -> Iterator[Caution]:
        self._undecided()
        summons = next((one for one in self.case.summonses if one.which == step.summons), None)
        if summons is None:
            raise StepRefused(
                "there was no {which} summons to miss", "record `summons-issued` first", which=step.summons
            )
        if step.summons in [one.summons for one in self.case.failed]:
            raise StepRefused("that the {which} hearing was missed is recorded", which=step.summons)
        if self.case.held is not None:
            raise StepRefused("the examinee was heard on {day}", day=self.case.held.on)
        if step.on < summons.hearing_on:
            raise StepRefused(
                "the hearing is on {hearing}; on {day} it cannot have been missed",
                "give the day of the hearing with `on`",
                hearing=summons.hearing_on,
                day=step.on,
            )
        yield from ()

    def _record(self, step: RecordSigned) -> Iterator[Caution]:
        case = self.case
        if step.record == "examination" and case.held is None:
            raise StepRefused("there was no hearing to make a record of", "record `hearing-held` first")
        if step.record == "non_attendance" and not case.failed:
            raise StepRefused("no hearing was missed that a record could be made of", "record `hearing-failed` first")
        if step.record == "report" and case.held is None and not case.failed:
            raise StepRefused(
                "there was no examination to report on", "record `hearing-held` or `hearing-failed` first"
            )
        yield from ()

    def _relief(self, _: TemporaryReliefOrdered) -> Iterator[Caution]:
        self._undecided()
        if not self.case.summonses:
            raise StepRefused(
                "nobody is relieved of office before the examination begins", "record `summons-issued` first"
            )
        severe = self.rules.levels[-1]
        if not any(rule.level == severe for rule in self.rules.team if rule.team == "required"):
            return
        catalogue = self.rules.catalogue(self.case.basis.act_on)
        found = [ceiling(catalogue, one, self.footing) for one in catalogue.grounds] if catalogue is not None else []
        levels = {catalogue.kinds[one.rank].level for one in found if one is not None} if catalogue is not None else {}
        if severe not in levels:
            yield Caution(StepRefused("no {level} sanction can follow on what stands now", level=severe).said)

    # Decision

    def _decided(self, step: CaseDecided) -> Iterator[Caution]:
        self._undecided()
        case, summonses = self.case, self.rules.summonses
        if case.held is None and len(case.failed) < summonses.most:
            raise StepRefused(
                "there is no decision without a hearing or {most} missed summonses ({reference})",
                "summon and hear the examinee, or record the hearing that was missed",
                most=summonses.most,
                reference=summonses.reference,
            )
        if not any(one.record != "report" for one in case.records):
            yield caution(summonses, "there is no record (BAP) of the examination or of non-attendance")
        if step.outcome == "no_sanction" or step.level is None:
            return
        catalogue = self.rules.catalogue(case.basis.act_on)
        yield from expect_kind(self.rules, case, step, self.footing)
        assert catalogue is not None, "a kind was found in it"
        rank = catalogue.rank(step.kind or "")
        assert rank is not None, "it has the kind"
        team = self.rules.team_rule(step.level)
        if team is not None and team.team == "required" and case.team is None:
            raise StepRefused(
                "a {level} sanction needs a team ({reference})",
                "record `team-formed`",
                level=step.level,
                reference=team.reference,
            )
        yield from expect_authority(
            self.rules,
            step.authority,
            step.examinee,
            case.nip,
            step.level,
            ends_service=catalogue.kinds[rank].ends_service,
        )
        others = self.docket.others(case.name)
        expect_once(catalogue, case.basis, others, rank)
        yield from repetition(self.rules, catalogue, step, others)

    def _undelivered(self, step: DeliveryMissed | DecisionSent) -> Iterator[Caution]:
        if self.ruling.delivered is not None:
            raise StepRefused("the decision was received on {day}", day=self.ruling.delivered.on)
        self._after_decision()
        if isinstance(step, DecisionSent):
            yield from self._late("sending" if self.ruling.missed is not None else "delivery")

    def _delivered(self, step: DecisionDelivered) -> Iterator[Caution]:
        self._undelivered_yet()
        self._after_decision()
        if step.how == "sent" and self.ruling.sent is None:
            raise StepRefused("the decision was not sent", "record `decision-sent` first, or `how=handed_over`")
        if self.ruling.sent is None:
            yield from self._late("delivery")

    def _undelivered_yet(self) -> None:
        if self.ruling.delivered is not None:
            raise StepRefused("the decision was received on {day}", day=self.ruling.delivered.on)

    def _after_decision(self) -> None:
        if self.step.on < self.ruling.decision.on:
            raise StepRefused(
                "{day} is before the decision of {decided}",
                "give the date of the step with `on`",
                day=self.step.on,
                decided=self.ruling.decision.on,
            )

    def _received(self) -> DecisionDelivered:
        if self.ruling.delivered is None:
            raise StepRefused("the decision was not received yet", "record `decision-delivered`", case=self.case.name)
        return self.ruling.delivered

    def _in_force(self, step: DecisionInForce) -> Iterator[Caution]:
        ruling = self.ruling
        self._received()
        if ruling.in_force is not None:
            raise StepRefused("the decision is in force since {day}", day=ruling.in_force.on)
        if ruling.sanction is None:
            raise StepRefused("there is no sanction that could come into force", "close the case with `case-closed`")
        if ruling.appeal is not None:
            self._after_appeal(ruling, step)
            return
        found = deadline(self.case, "in_force", self.rules_on, self.days, step.on)
        if found is not None and step.on < found.due:
            if found.rule.firm:
                raise StepRefused(
                    "the decision comes into force on {due}, not on {day} ({reference})",
                    "see `saksi case deadlines {case} --explain` for the days",
                    due=found.due,
                    day=step.on,
                    reference=found.rule.reference,
                    case=self.case.name,
                )
            yield caution(found.rule, "by the count it comes into force on {due}", due=found.due)
        elif found is not None and step.on > found.due:
            yield caution(found.rule, "by the count it came into force on {due}", due=found.due)
        if ruling.pending is not None:
            yield caution(self.rules.remedy(False), "an objection is not decided yet")

    def _after_appeal(self, ruling: Ruling, step: DecisionInForce) -> None:
        if ruling.appeal_decided is None:
            raise StepRefused(
                "an appeal is not decided; what comes into force is what it decides ({reference})",
                "record `appeal-decided` first",
                reference=self.rules.remedy(True).reference,
            )
        if step.on < ruling.appeal_decided.on:
            raise StepRefused(
                "{day} is before the decision on the appeal of {decided}",
                "give the date of the step with `on`",
                day=step.on,
                decided=ruling.appeal_decided.on,
            )

    # Remedies

    def _filed(self, step: ObjectionFiled | AppealFiled) -> Iterator[Caution]:
        ruling = self.ruling
        received = self._received()
        if step.on < received.on:
            raise StepRefused(
                "{day} is before the decision was received on {received}",
                "give the date of the step with `on`",
                day=step.on,
                received=received.on,
            )
        if ruling.decision.kind is None:
            raise StepRefused("there is no sanction to go against", "close the case with `case-closed`")
        right = self.rules.remedy(ends_service(self.case, self.rules_on(ruling.decision.on)))
        asked = "objection" if isinstance(step, ObjectionFiled) else "appeal"
        if right.remedy != asked:
            raise StepRefused(
                "against {kind} there is no {asked} but an {right} before {before} ({reference})",
                "record the other one",
                kind=ruling.decision.kind,
                asked=WAYS[asked],
                right=WAYS[right.remedy],
                before=right.before,
                reference=right.reference,
            )
        if (ruling.objection if asked == "objection" else ruling.appeal) is not None:
            raise StepRefused("the {asked} was filed already", "void it if it was recorded wrongly", asked=WAYS[asked])
        if ruling.decision.kind in right.doubtful:
            yield caution(
                right,
                "whether there is an {asked} against {kind} is not certain",
                asked=WAYS[asked],
                kind=ruling.decision.kind,
            )
        yield from self._late("objection" if asked == "objection" else "appeal")

    def _replied(self, _: AppealReplied) -> Iterator[Caution]:
        if not isinstance(self.ruling.pending, AppealFiled):
            raise StepRefused("there is no appeal to reply to", "record `appeal-filed` first")
        if self.ruling.reply is not None:
            raise StepRefused("the reply to the appeal is recorded")
        yield from self._late("appeal_reply")

    def _remedied(self, step: ObjectionDecided | AppealDecided) -> Iterator[Caution]:
        ruling, pending = self.ruling, self.ruling.pending
        objection = isinstance(step, ObjectionDecided)
        if not isinstance(pending, ObjectionFiled if objection else AppealFiled):
            raise StepRefused("there is no {asked} to decide", asked=WAYS["objection" if objection else "appeal"])
        if pending is not None and step.on < pending.on:
            raise StepRefused(
                "{day} is before it was filed on {filed}",
                "give the date of the step with `on`",
                day=step.on,
                filed=pending.on,
            )
        if isinstance(step, ObjectionDecided) and step.decided_by == ruling.decision.authority.nip:
            yield caution(
                self.rules.remedy(False), "{nip} decided the case and decides the objection too", nip=step.decided_by
            )
        self._kind_of_remedy(step, ruling)
        yield from self._late("objection_decision" if objection else "appeal_decision")

    def _kind_of_remedy(self, step: ObjectionDecided | AppealDecided, ruling: Ruling) -> None:
        catalogue = self.rules_on(ruling.decision.on).catalogue(self.case.basis.act_on)
        if step.kind is None or catalogue is None:
            return
        rank, before = catalogue.rank(step.kind), catalogue.rank(ruling.decision.kind or "")
        if rank is None or catalogue.kinds[rank].level != step.level:
            raise StepRefused(
                "there is no kind {kind} of the level {level}; there are {kinds}",
                "see the catalogue of the rules",
                kind=step.kind,
                level=step.level,
                kinds=", ".join(one.kind for one in catalogue.kinds),
            )
        wrong = before is not None and (
            (step.outcome == "lightened" and rank >= before) or (step.outcome == "aggravated" and rank <= before)
        )
        if wrong:
            raise StepRefused(
                "{kind} does not make {before} what {outcome} says",
                "choose another `kind` or `outcome`",
                kind=step.kind,
                before=ruling.decision.kind,
                outcome=step.outcome,
            )

    # The end

    def _withdrawn(self, _: DecisionWithdrawn) -> Iterator[Caution]:
        self._after_decision()
        if self.ruling.annulled:
            raise StepRefused("the decision was annulled already", "close the case with `case-closed outcome=annulled`")
        yield from ()

    def _closed(self, step: CaseClosed) -> Iterator[Caution]:
        ruling = self.case.ruling
        if ruling is not None and ruling.pending is not None:
            raise StepRefused("a remedy is not decided yet", "record the decision on it first")
        sanctioned = ruling is not None and ruling.sanction is not None
        fits = {
            "sanctioned": sanctioned and ruling is not None and ruling.in_force is not None,
            "not_proven": ruling is not None and ruling.decision.outcome == "no_sanction",
            "annulled": (ruling is not None and ruling.annulled) or (ruling is None and bool(self.case.past)),
            "dropped": ruling is None and not self.case.past,
        }
        if not fits[step.outcome]:
            possible = [outcome for outcome, fitting in fits.items() if fitting]
            raise StepRefused(
                "the case {case} cannot be closed as {outcome}; as it stands it can be closed as {possible}",
                "record what is missing before",
                case=self.case.name,
                outcome=step.outcome,
                possible=", ".join(possible) or "-",
            )
        for limit in ("objection", "appeal") if sanctioned else ():
            found = deadline(self.case, limit, self.rules_on, self.days, step.on)
            if found is not None and found.state == "open":
                yield caution(found.rule, "the examinee may still act until {due}", due=found.due)

    def _reopened(self, _: CaseReopened) -> Iterator[Caution]:
        if self.case.closed is None:
            raise StepRefused("the case {case} is not closed", case=self.case.name)
        for other in self.docket.others(self.case.name):
            if other.is_open and same_act(self.case.basis, other.basis):
                raise StepRefused(
                    "{case} is open on the same already",
                    "go on with that one; if the count climbed, renew its basis",
                    case=other.name,
                )
        yield from ()
