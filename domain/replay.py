"""The one entry to a verdict: facts in, answer out (SPEC section 9).

    answer = replay("198603152010011004", facts, as_of=t, known_at=412)

The live projection, a rebuild, the command line, a simulation and an evidence bundle all ask here, so that they cannot
differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.absence import Tallies, Tally
from domain.answer import (
    AbsenceAnswer,
    AllegationAnswer,
    Answer,
    Because,
    CallAnswer,
    CaseAnswer,
    DayAnswer,
    LocationAnswer,
    StrikesAnswer,
    WindowAnswer,
)
from domain.calls import JudgedCall
from domain.corrections import Facts, in_account
from domain.errors import SaksiError
from domain.events import Fact
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.locations import JudgedRequest
from domain.post import DutyWindow
from domain.presence import JudgedDay, Presence
from domain.reasons import Reason
from domain.strikes import StrikeState, strike_state
from domain.zones import FIRST_YEAR, LAST_YEAR, Whereabouts, local, zone

if TYPE_CHECKING:
    from domain.discipline.judged import JudgedCase

_occurred_at = attrgetter("event.occurred_at")

ENGINE = 1
"""The number of these rules of interpretation. A change of meaning is a new engine beside this one."""


class OutOfCalendar(SaksiError):
    """An instant or a day was asked about at which nobody serves."""

    code = "out_of_calendar"


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
    held = list(facts)

    def judged(position: int) -> Judgement:
        counting = Facts(in_account(held, position))
        return Judgement(nip, counting, Jurisdiction(counting), judged)

    return read_off(judged(known_at), as_of=as_of, known_at=known_at, first=first, last=last)


def read_off(
    judgement: Judgement,
    *,
    as_of: datetime,
    known_at: int,
    first: date | None = None,
    last: date | None = None,
) -> Answer:
    """The same from a judgement at hand, which was made of the facts in account at ``known_at``.

    Raises ``OutOfCalendar`` for an instant or a day that no calendar reaches.
    """
    for asked in (as_of, first, last):
        if asked is not None and not FIRST_YEAR <= asked.year <= LAST_YEAR:
            raise OutOfCalendar(
                "{instant} is outside of the calendar",
                "give a year from {first} to {last}",
                instant=asked.isoformat(),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
    return _Reading(judgement, as_of).answer(known_at, first, last)


class _Reading:
    """A judgement as it reads at an instant."""

    def __init__(self, judgement: Judgement, as_of: datetime) -> None:
        self._judgement = judgement
        self._as_of = as_of
        self._duties = judgement.duties
        self._today = self._duties.local_date(as_of)
        self._day = self._duties.day_of(as_of)
        self._zone = self._duties.zone(self._day)
        self._calls = [call for call in judgement.calls if call.placed_at <= as_of]
        self._requests = [one for one in judgement.requests if one.requested_at <= as_of]

    def answer(self, known_at: int, first: date | None, last: date | None) -> Answer:
        """The whole answer over the days first to last."""
        begin, end = first or self._first_day(), last or self._today
        judged = (self._judgement.day(begin + timedelta(days=count)) for count in range((end - begin).days + 1))
        days = [day_answer(day, self._as_of) for day in judged if day is not None]
        calls = [call_answer(call, self._as_of) for call in self._calls if begin <= call.day <= end]
        requests = [request_answer(one, self._as_of) for one in self._requests if begin <= one.day <= end]
        used = {event for day in days for event in day.events}
        used |= {event for call in calls for event in call.events}
        used |= {event for request in requests for event in request.events}
        tallies = Tallies(self._judgement, self._as_of, self._today)
        strikes = strike_state(self._calls, self._as_of, self._day, self._judgement.call_rule(self._day))
        cases = self._judgement.cases
        years = range(begin.year, end.year + 1) if begin <= end else ()
        return Answer(
            nip=self._judgement.nip,
            as_of=self._as_of.astimezone(self._zone),
            known_at=known_at,
            engine=ENGINE,
            days=days,
            calls=calls,
            strikes=strikes_answer(beside_cases(strikes, cases, self._as_of), self._duties),
            location_requests=requests,
            absence={str(year): absence_answer(tallies.of(year), self._zone) for year in years},
            cases=cases_answer(cases, self._as_of, self._duties),
            unused=self._unused(used, begin, end),
        )

    def _unused(self, used: set[str], begin: date, end: date) -> list[str]:
        """The ids of what the employee did by T on these days, and of what was decided of it, that nothing rests on."""
        return sorted(
            fact.event.id
            for fact in self._judgement.record.responses
            if fact.event.id not in used
            and _occurred_at(fact) <= self._as_of
            and begin <= self._duties.day_of(_occurred_at(fact)) <= end
        )

    def _first_day(self) -> date:
        """The earliest assignment's date. Who was never assigned has no days, but what was asked and done is shown."""
        first = self._judgement.jurisdiction.staff.first_day(self._judgement.nip)
        if first is not None:
            return first
        done = [_occurred_at(fact) for fact in self._judgement.record.responses]
        days = [self._duties.day_of(instant) for instant in done if instant <= self._as_of]
        asked = [call.day for call in self._calls] + [request.day for request in self._requests]
        return min(days + asked, default=self._today)


def strikes_answer(state: StrikeState, whereabouts: Whereabouts) -> StrikesAnswer:
    """Strikes and allegations, each reached in the zone of its day."""
    return StrikesAnswer(
        count=state.count,
        threshold=state.threshold,
        state=state.state,
        allegations=[
            AllegationAnswer(
                local(allegation.reached_at, whereabouts),
                [call.call_id for call in allegation.calls],
                allegation.retroactive,
                allegation.case,
            )
            for allegation in state.allegations
        ],
    )


def beside_cases(state: StrikeState, cases: Sequence[JudgedCase], as_of: datetime) -> StrikeState:
    """The state of strikes with what the employee's discipline cases make of it at an instant."""
    if not cases:
        return state
    from domain.discipline.answered import docket_at  # nothing of discipline is loaded for who has no case

    return docket_at(cases, as_of).strikes(state)


def cases_answer(cases: Sequence[JudgedCase], as_of: datetime, whereabouts: Whereabouts) -> list[CaseAnswer]:
    """The discipline cases that had been opened by an instant."""
    if not cases:
        return []
    from domain.discipline.answered import case_answers

    return case_answers(cases, as_of, whereabouts)


def absence_answer(tally: Tally, where: ZoneInfo) -> AbsenceAnswer:
    """A year's tally with the reasons of its rule."""
    return AbsenceAnswer(
        absent_days=tally.absent_days,
        lost_minutes=tally.lost_minutes,
        counted_days=tally.counted_days,
        longest_run=tally.longest_run,
        band=tally.band,
        consecutive=tally.consecutive,
        because=_because(tally.rule.reasons, where) if tally.rule is not None else [],
        conflict=_because(tally.conflict.reasons, where) if tally.conflict is not None else [],
    )


def day_answer(judged: JudgedDay, as_of: datetime) -> DayAnswer:
    """A day as it reads at an instant."""
    where = zone(judged.zone)
    presences = judged.presences(as_of)
    return DayAnswer(
        date=judged.day,
        status=judged.status_with(presences),
        arrangement=judged.arrangement,
        late_minutes=sum(presence.late_minutes for presence in presences),
        early_minutes=sum(presence.early_minutes for presence in presences),
        windows=[_window(one.window, presence, where) for one, presence in zip(judged.windows, presences, strict=True)],
        because=_because(judged.reasons, where),
        events=_together(judged.events, *(presence.events for presence in presences)),
    )


def call_answer(judged: JudgedCall, as_of: datetime) -> CallAnswer:
    """A call as it reads at an instant not before it was placed."""
    where = zone(judged.zone)
    outcome = judged.outcome(as_of)
    return CallAnswer(
        call_id=judged.call_id,
        placed_at=judged.placed_at.astimezone(where),
        deadline=_local(judged.deadline, where),
        outcome=outcome.outcome,
        why=judged.why,
        settled_at=_local(judged.settled_at(as_of), where),
        because=_because(judged.reasons, where),
        events=_together(judged.events, outcome.events),
    )


def request_answer(judged: JudgedRequest, as_of: datetime) -> LocationAnswer:
    """A location request as it reads at an instant not before it was made."""
    where = zone(judged.zone)
    response = judged.response(as_of)
    return LocationAnswer(
        request_id=judged.request_id,
        requested_at=judged.requested_at.astimezone(where),
        deadline=_local(judged.deadline, where),
        outcome=response.outcome,
        why=judged.why,
        distance_m=response.distance_m,
        inside=response.inside,
        because=_because(judged.reasons, where),
        events=_together(judged.events, response.events),
    )


def _because(reasons: Iterable[Reason], where: ZoneInfo) -> list[Because]:
    return [
        Because(one.parameter, one.policy, one.regulation, one.rule, one.recorded_at.astimezone(where), one.retroactive)
        for one in reasons
    ]


def _together(*events: Iterable[str]) -> list[str]:
    return sorted({event for some in events for event in some})


def _local(instant: datetime | None, where: ZoneInfo) -> datetime | None:
    return instant.astimezone(where) if instant is not None else None


def _window(window: DutyWindow, presence: Presence, where: ZoneInfo) -> WindowAnswer:
    return WindowAnswer(
        name=window.name,
        opens=window.opens.astimezone(where),
        closes=window.closes.astimezone(where),
        late_until=_local(window.late_until, where),
        early_from=_local(window.early_from, where),
        place="office" if window.at_office else None,
        status=presence.status,
        at=_local(presence.at, where),
        event=presence.event,
        late_minutes=presence.late_minutes,
        early_minutes=presence.early_minutes,
    )
