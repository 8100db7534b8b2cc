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
    WindowAnswer,
)
from domain.calls import JudgedCall
from domain.corrections import Facts, in_account
from domain.duty import Duty
from domain.events import Fact
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.locations import JudgedRequest
from domain.policy.law import Ruling
from domain.presence import JudgedDay, JudgedWindow, Presence
from domain.reasons import because, ids_of
from domain.strikes import StrikeState, strike_state
from domain.timeline import at

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
    judgement = Judgement(nip, counting, Jurisdiction(counting))
    return read_off(judgement, as_of=as_of, known_at=known_at, first=first, last=last)


def read_off(
    judgement: Judgement,
    *,
    as_of: datetime,
    known_at: int,
    first: date | None = None,
    last: date | None = None,
) -> Answer:
    """The same from a judgement at hand, which was made of the facts in account at ``known_at``."""
    return _Reading(judgement, as_of).answer(known_at, first, last)


class _Reading:
    """A judgement as it reads at an instant."""

    def __init__(self, judgement: Judgement, as_of: datetime) -> None:
        self._judgement = judgement
        self._as_of = as_of
        self._duties = judgement.duties
        self._today = self._duties.local_date(as_of)
        self._calls = [call for call in judgement.calls if call.placed_at <= as_of]
        self._requests = [one for one in judgement.requests if one.requested.event.occurred_at <= as_of]

    def answer(self, known_at: int, first: date | None, last: date | None) -> Answer:
        """The whole answer over the days first to last."""
        begin, end = first or self._first_day(), last or self._today
        day_of_question = self._duties.on(self._duties.day_of(self._as_of))
        days = (self._judgement.day(begin + timedelta(days=count)) for count in range((end - begin).days + 1))
        tallies = Tallies(self._judgement, self._as_of, self._today)
        years = range(begin.year, end.year + 1) if begin <= end else ()
        return Answer(
            nip=self._judgement.nip,
            as_of=self._as_of.astimezone(day_of_question.zone),
            known_at=known_at,
            engine=ENGINE,
            days=[self._day(day) for day in days if day is not None],
            calls=[self._call(call) for call in self._calls if begin <= call.day <= end],
            strikes=self._strikes(strike_state(self._calls, self._as_of, day_of_question)),
            location_requests=[self._request(one) for one in self._requests if begin <= one.duty.day <= end],
            absence={str(year): self._absence(tallies.of(year)) for year in years},
        )

    def _first_day(self) -> date:
        """The earliest assignment's date. Who was never assigned has no days, but what was asked of them is shown."""
        asked = [call.day for call in self._calls] + [request.duty.day for request in self._requests]
        first = self._judgement.jurisdiction.staff.first_day(self._judgement.nip)
        return first or min(asked, default=self._today)

    def _because(self, rulings: Iterable[Ruling], duty: Duty) -> list[Because]:
        return because(rulings, duty, self._duties.local_date)

    def _day(self, day: JudgedDay) -> DayAnswer:
        presences = day.presences(self._as_of)
        facts = [*day.duty.facts, *(fact for presence in presences for fact in presence.facts)]
        return DayAnswer(
            date=day.duty.day,
            status=day.status(presences),
            arrangement=day.duty.arrangement,
            late_minutes=sum(presence.late_minutes for presence in presences),
            early_minutes=sum(presence.early_minutes for presence in presences),
            windows=[
                _window(window, presence, day.duty) for window, presence in zip(day.windows, presences, strict=True)
            ],
            because=self._because(day.duty.rulings, day.duty),
            events=ids_of(facts, day.duty.rulings),
        )

    def _call(self, call: JudgedCall) -> CallAnswer:
        zone = call.duty.zone
        outcome, settled_at = call.outcome(self._as_of), call.settled_at(self._as_of)
        return CallAnswer(
            call_id=call.call_id,
            placed_at=call.placed_at.astimezone(zone),
            deadline=call.deadline.astimezone(zone) if call.deadline is not None else None,
            outcome=outcome.outcome,
            why=call.why,
            settled_at=settled_at.astimezone(zone) if settled_at is not None else None,
            because=self._because(call.rulings, call.duty),
            events=ids_of((call.placed, *call.duty.facts, *outcome.facts), call.rulings),
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
        response = at(request.stages, self._as_of)
        return LocationAnswer(
            request_id=request.requested.event.request_id,
            requested_at=request.requested.event.occurred_at.astimezone(zone),
            deadline=request.deadline.astimezone(zone) if request.deadline is not None else None,
            outcome=response.outcome,
            why=request.why,
            distance_m=response.distance_m,
            inside=response.inside,
            because=self._because(request.rulings, request.duty),
            events=ids_of((request.requested, *request.duty.facts, *response.facts), request.rulings),
        )

    def _absence(self, tally: Tally) -> AbsenceAnswer:
        def reasons(ruling: Ruling | None) -> list[Because]:
            if ruling is None or tally.decided_on is None:
                return []
            return self._because([ruling], self._duties.on(tally.decided_on))

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


def _window(judged: JudgedWindow, presence: Presence, duty: Duty) -> WindowAnswer:
    def local(instant: datetime | None) -> datetime | None:
        return instant.astimezone(duty.zone) if instant is not None else None

    window, check_in = judged.window, presence.check_in
    return WindowAnswer(
        name=window.name,
        opens=window.opens.astimezone(duty.zone),
        closes=window.closes.astimezone(duty.zone),
        late_until=local(window.late_until),
        early_from=local(window.early_from),
        place="office" if window.at_office else None,
        status=presence.status,
        at=local(check_in.event.occurred_at if check_in is not None else None),
        event=check_in.event.id if check_in is not None else None,
        late_minutes=presence.late_minutes,
        early_minutes=presence.early_minutes,
    )
