"""The one entry to a verdict: facts in, answer out (SPEC section 9).

    answer = replay("198603152010011004", facts, as_of=t, known_at=412)

The live projection, a rebuild, the command line, a simulation and an evidence bundle all ask here, so that they cannot
differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.absence import Tallies, Tally
from domain.answer import (
    AbsenceAnswer,
    AllegationAnswer,
    Answer,
    Because,
    CallAnswer,
    DayAnswer,
    LocationAnswer,
    StrikesAnswer,
)
from domain.calls import JudgedCall, judge_calls
from domain.corrections import Facts, in_account
from domain.duty import Duties, Kind
from domain.events import Fact
from domain.jurisdiction import Jurisdiction
from domain.locations import JudgedRequest, judge_requests
from domain.policy.law import Ruling
from domain.presence import judge_day
from domain.reasons import because, ids_of
from domain.record import EmployeeRecord
from domain.strikes import StrikeState, strike_state

ENGINE = 1
"""The number of these rules of interpretation. A change of meaning is a new engine beside this one."""


def replay(
    nip: str,
    facts: Iterable[Fact],
    *,
    as_of: datetime,
    known_at: int,
    first: date | None = None,
    last: date | None = None,
) -> Answer:
    """One employee's history as of an instant (with an offset), as known at a position.

    ``facts`` may be more than needed, up to the whole ledger: what was recorded after ``known_at``, is voided or is
    somebody else's is left aside. ``first`` and ``last`` are local dates, both included; left out they are the earliest
    assignment's date and the local date of ``as_of``.
    """
    counting = Facts(in_account(facts, known_at))
    return Replay(nip, counting, Jurisdiction(counting), as_of).answer(known_at, first, last)


class Replay:
    """One employee before the law, as of an instant."""

    def __init__(self, nip: str, facts: Facts, jurisdiction: Jurisdiction, as_of: datetime) -> None:
        self.nip = nip
        self.as_of = as_of
        self._jurisdiction = jurisdiction
        self._record = EmployeeRecord(nip, facts, as_of)
        self._duties = Duties(jurisdiction, self._record)
        self._days: dict[date, DayAnswer | None] = {}
        self.today = self._duties.local_date(as_of)

    def day(self, day: date) -> DayAnswer | None:
        """The answer of a day, or None if the employee was unemployed on it."""
        if day not in self._days:
            duty = self._duties.on(day)
            employed = duty.kind is not Kind.UNEMPLOYED
            self._days[day] = judge_day(duty, self._record, self._duties.local_date) if employed else None
        return self._days[day]

    def answer(self, known_at: int, first: date | None = None, last: date | None = None) -> Answer:
        """The whole answer over the days first to last."""
        since = self._jurisdiction.staff.first_day(self.nip)
        calls = judge_calls(self._record, self._duties, self._jurisdiction)
        requests = judge_requests(self._record, self._duties)
        # Somebody never assigned has no days, but what was asked of them is still shown.
        asked = min([call.day for call in calls] + [request.duty.day for request in requests], default=self.today)
        begin = first or since or asked
        end = last or self.today
        day_of_question = self._duties.on(self._duties.day_of(self.as_of))
        days = (self.day(begin + timedelta(days=count)) for count in range((end - begin).days + 1))
        regulated = self._jurisdiction.law.first_day
        tallies = Tallies(self._duties, self.day, self.today, max(since, regulated) if since and regulated else None)
        return Answer(
            nip=self.nip,
            as_of=self.as_of.astimezone(day_of_question.zone),
            known_at=known_at,
            engine=ENGINE,
            days=[day for day in days if day is not None],
            calls=[self._call(call) for call in calls if begin <= call.day <= end],
            strikes=self._strikes(strike_state(calls, self.as_of, day_of_question)),
            location_requests=[self._request(request) for request in requests if begin <= request.duty.day <= end],
            absence={
                str(year): self._absence(tallies.of(year)) for year in range(begin.year, end.year + 1) if begin <= end
            },
        )

    def _call(self, call: JudgedCall) -> CallAnswer:
        zone = call.duty.zone
        return CallAnswer(
            call_id=call.call_id,
            placed_at=call.placed_at.astimezone(zone),
            deadline=call.deadline.astimezone(zone) if call.deadline is not None else None,
            outcome=call.outcome,
            why=call.why,
            settled_at=call.settled_at.astimezone(zone) if call.settled_at is not None else None,
            because=because(call.rulings, call.duty, self._duties.local_date),
            events=ids_of(call.facts, call.rulings),
        )

    def _strikes(self, state: StrikeState) -> StrikesAnswer:
        return StrikesAnswer(
            count=state.count,
            threshold=state.threshold,
            state=state.state,
            allegations=[
                AllegationAnswer(
                    allegation.reached_at.astimezone(self._duties.on(self._duties.day_of(allegation.reached_at)).zone),
                    [call.call_id for call in allegation.calls],
                    allegation.retroactive,
                )
                for allegation in state.allegations
            ],
        )

    def _request(self, request: JudgedRequest) -> LocationAnswer:
        zone = request.duty.zone
        return LocationAnswer(
            request_id=request.requested.event.request_id,
            requested_at=request.requested.event.occurred_at.astimezone(zone),
            deadline=request.deadline.astimezone(zone) if request.deadline is not None else None,
            outcome=request.outcome,
            why=request.why,
            distance_m=request.distance_m,
            inside=request.inside,
            because=because(request.rulings, request.duty, self._duties.local_date),
            events=ids_of(request.facts, request.rulings),
        )

    def _absence(self, tally: Tally) -> AbsenceAnswer:
        def reasons(ruling: Ruling | None) -> list[Because]:
            if ruling is None or tally.decided_on is None:
                return []
            return because([ruling], self._duties.on(tally.decided_on), self._duties.local_date)

        return AbsenceAnswer(
            absent_days=tally.absent_days,
            lost_minutes=tally.lost_minutes,
            counted_days=tally.counted_days,
            longest_run=tally.longest_run,
            band=tally.band,
            consecutive=tally.consecutive,
            because=reasons(tally.ruling),
            conflict=reasons(tally.conflict),
        )
