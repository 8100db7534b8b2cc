"""Location requests and what came of them (SPEC section 6, *Location requests*)."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from domain.demands import NOT_COUNTED, rulings_asked, why_not_askable
from domain.duty import Duties, Duty
from domain.events import DutyLetterIssued, Event, LocationRequested, LocationShared, Place, Recorded
from domain.geodesy import distance_m
from domain.policy.law import Ruling
from domain.record import EmployeeRecord
from domain.zones import minutes


class JudgedRequest(Struct, frozen=True):
    """A location request, the day it belongs to, its outcome, and how far from home the ping was (metres)."""

    requested: Recorded[LocationRequested]
    duty: Duty
    deadline: datetime | None
    outcome: str
    why: str | None
    distance_m: float | None
    inside: str | None
    rulings: tuple[Ruling, ...]
    facts: tuple[Recorded[Event], ...]


def judge_requests(record: EmployeeRecord, duties: Duties) -> list[JudgedRequest]:
    """Every counting location request to the employee, in the order placed."""
    judged = []
    seen: set[str] = set()
    for requested in record.requests:
        judged.append(_judge(requested, record, duties, repeated=requested.event.request_id in seen))
        seen.add(requested.event.request_id)
    return judged


def _judge(
    requested: Recorded[LocationRequested], record: EmployeeRecord, duties: Duties, *, repeated: bool
) -> JudgedRequest:
    request = requested.event
    duty = duties.on(duties.day_of(request.occurred_at))
    ruling = duty.ruling("location")
    deadline = request.occurred_at + minutes(ruling.value.respond_within) if ruling.value is not None else None
    why = "repeated_id" if repeated else _why_not_counted(request, duty, ruling)
    rulings = rulings_asked(why, duty, ruling)
    if why is not None or deadline is None:
        facts = (requested, *duty.facts)
        return JudgedRequest(requested, duty, deadline, NOT_COUNTED, why, None, None, rulings, facts)
    ping = next(
        (
            share
            for share in record.shares.get(request.request_id, ())
            if share.event.occurred_at >= request.occurred_at
        ),
        None,
    )
    place = _place_at_home(record, duty.day)
    used = [requested, *duty.facts, *([ping] if ping is not None else [])]
    distance = inside = None
    if ping is not None and place is not None:
        used.append(place)
        assert place.event.place is not None
        distance, inside = _seen_from(place.event.place, ping.event)
    outcome = _outcome(ping, deadline, record.as_of)
    return JudgedRequest(requested, duty, deadline, outcome, None, distance, inside, rulings, tuple(used))


def _why_not_counted(request: LocationRequested, duty: Duty, ruling: Ruling) -> str | None:
    """The first reason that applies; only the request itself must lie in the hours and outside the breaks."""

    def within(start: datetime, end: datetime) -> bool:
        return start <= request.occurred_at < end

    why = why_not_askable(duty, ruling, fits=within, touches=within)
    return "caller" if why is None and request.requested_by == request.nip else why


def _outcome(ping: Recorded[LocationShared] | None, deadline: datetime, as_of: datetime) -> str:
    """``ping`` is the earliest share for the request at or after it."""
    if ping is not None and ping.event.occurred_at <= deadline:
        return "shared"
    if as_of < deadline:
        return "open"
    return "late" if ping is not None else "missed"


def _place_at_home(record: EmployeeRecord, day: date) -> Recorded[DutyLetterIssued] | None:
    """The latest home letter with a place that covers the day."""
    return next(
        (
            letter
            for letter in reversed(record.letters)
            if letter.event.kind == "home"
            and letter.event.place is not None
            and letter.event.first <= day <= letter.event.last
        ),
        None,
    )


def _seen_from(place: Place, ping: LocationShared) -> tuple[float, str]:
    """The distance to one decimal, and whether the ping was inside.

    Neither yes nor no where the difference to the radius is within the ping's accuracy or half a percent of the radius.
    """
    distance = distance_m(place.lat, place.lon, ping.lat, ping.lon)
    if abs(distance - place.radius_m) <= max(ping.accuracy_m or 0.0, place.radius_m * 0.005):
        return round(distance, 1), "indeterminate"
    return round(distance, 1), "yes" if distance < place.radius_m else "no"
