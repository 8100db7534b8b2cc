"""A step that is asked about with all that the rules look at, and what several of them ask.

asked.rules          the rules of the day of the step
asked.ruling         the decision that stands; refused where there is none
asked.late("delivery")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from domain.discipline.case import Case, Ruling
from domain.discipline.catalogue import Catalogue
from domain.discipline.clauses import LimitName
from domain.discipline.deadlines import RulesOn, deadline
from domain.discipline.docket import Docket
from domain.discipline.events import AnyCaseEvent
from domain.discipline.footing import Footing
from domain.discipline.refusal import Caution, StepRefused, caution
from domain.discipline.rules import DisciplineRules
from domain.discipline.workdays import WorkingDays


class Situation(Struct, frozen=True, kw_only=True):
    """A case before a step (of an opening: the case it makes), the docket, what stands, the law and the calendar."""

    case: Case
    step: AnyCaseEvent
    docket: Docket
    footing: Footing
    rules: DisciplineRules
    rules_on: RulesOn
    days: WorkingDays

    @property
    def catalogue(self) -> Catalogue | None:
        """The kinds and grounds of the day of the act."""
        return self.rules.catalogue(self.case.basis.act_on)

    @property
    def others(self) -> tuple[Case, ...]:
        """The other cases of the employee."""
        return self.docket.others(self.case.name)

    @property
    def ruling(self) -> Ruling:
        """The decision that stands. Raises ``StepRefused`` if there is none."""
        if self.case.ruling is None:
            raise StepRefused("the case {case} is not decided", "record `case-decided` first", case=self.case.name)
        return self.case.ruling

    def undecided(self) -> None:
        """Raises ``StepRefused`` if a decision stands."""
        if self.case.ruling is not None:
            raise StepRefused(
                "the case {case} is decided since {day}",
                "a decision is taken back with `decision-withdrawn`",
                case=self.case.name,
                day=self.case.ruling.decision.on,
            )

    def by_another(self, nip: str, field: str) -> None:
        """Raises ``StepRefused`` if the examinee would decide about themself."""
        if nip == self.case.nip:
            raise StepRefused(
                "{nip} cannot decide about themself", "name who decides in `{field}`", nip=nip, field=field
            )

    def known_post(self, post: str) -> None:
        """Raises ``StepRefused`` if the rules have no such class of post: they could say nothing about it."""
        if post not in self.rules.posts:
            raise StepRefused(
                "the rules {discipline} know no class of post {post}; there are {posts}",
                "name the class of post as the rules do",
                discipline=self.rules.discipline,
                post=post,
                posts=", ".join(self.rules.posts),
            )

    def late(self, limit: LimitName) -> Iterator[Caution]:
        """Whether a time limit that runs before this step is over on its day: what happened late is recorded."""
        found = deadline(self.case, limit, self.rules_on, self.days, self.step.on)
        if found is not None and found.done is None and self.step.on > found.due:
            yield caution(found.rule, "this was due by {due} and comes on {day}", due=found.due, day=self.step.on)


Said: TypeAlias = Iterator[Caution]
"""What is to be looked at about a step that may follow; asking may raise ``StepRefused``."""
