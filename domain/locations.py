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
from domain.timeline import BEGINNING, Stage
from domain.zones import minutes


class Response(Struct, frozen=True):
    """What had come of a request: the outcome, the ping, and how far from home it was (metres)."""

    outcome: str
    ping: Recorded[LocationShared] | None = None
    distance_m: float | None = None
    inside: str | None = None
    facts: tuple[Recorded[Event], ...] = ()


class JudgedRequest(Struct, frozen=True):
    """A location request, the day it belongs to, why it does not count if so, and its response through time."""

    requested: Recorded[LocationRequested]
    duty: Duty
    deadline: datetime | None
    why: str | None
    rulings: tuple[Ruling, ...]
    stages: tuple[Stage[Response], ...]


def judge_requests(record: EmployeeRecord, duties: Duties) -> list[JudgedRequest]:
    """Every location request to the employee, in the order placed."""
    judged = []
    seen: set[str] = set()
    for requested in record.requests:
        request = requested.event
        duty = duties.on(duties.day_of(request.occurred_at))
        ruling = duty.ruling("location")
        deadline = request.occurred_at + minutes(ruling.value.respond_within) if ruling.value is not None else None
        why = "repeated_id" if request.request_id in seen else _why_not_counted(request, duty, ruling)
        seen.add(request.request_id)
        if why is not None or deadline is None:
            row: tuple[Stage[Response], ...] = (Stage(BEGINNING, Response(NOT_COUNTED)),)
        else:
            row = _through_time(request, deadline, record, duty)
        judged.append(JudgedRequest(requested, duty, deadline, why, rulings_asked(why, duty, ruling), row))
    return judged


def _why_not_counted(request: LocationRequested, duty: Duty, ruling: Ruling) -> str | None:
    """The first reason that applies; only the request itself must lie in the hours and outside the breaks."""

    def within(start: datetime, end: datetime) -> bool:
        return start <= request.occurred_at < end

    why = why_not_askable(duty, ruling, fits=within, touches=within)
    return "caller" if why is None and request.requested_by == request.nip else why


def _through_time(
    request: LocationRequested, deadline: datetime, record: EmployeeRecord, duty: Duty
) -> tuple[Stage[Response], ...]:
    """The response to a request that counts. The ping is the earliest share for the request at or after it."""
    ping = next(
        (
            share
            for share in record.shares.get(request.request_id, ())
            if share.event.occurred_at >= request.occurred_at
        ),
        None,
    )
    unanswered = (Stage(BEGINNING, Response("open")), Stage(deadline, Response("missed")))
    if ping is None:
        return unanswered
    distance = inside = None
    facts: tuple[Recorded[Event], ...] = (ping,)
    letter = _letter_with_place(record, duty.day)
    if letter is not None and letter.event.place is not None:
        distance, inside = _seen_from(letter.event.place, ping.event)
        facts = (ping, letter)
    in_time = ping.event.occurred_at <= deadline
    shared = Response("shared" if in_time else "late", ping, distance, inside, facts)
    return (*(unanswered[:1] if in_time else unanswered), Stage(ping.event.occurred_at, shared))


def _letter_with_place(record: EmployeeRecord, day: date) -> Recorded[DutyLetterIssued] | None:
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
