"""Location requests and what came of them (SPEC section 6, *Location requests*)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec import Struct

from domain.demands import NOT_COUNTED, rulings_asked, why_not_askable
from domain.duty import Duties, Duty
from domain.events import LocationRequested, LocationShared, Place, Recorded
from domain.geodesy import distance_m
from domain.policy.law import Ruling
from domain.reasons import Reason, Reasons, ids_of
from domain.record import EmployeeRecord
from domain.timeline import BEGINNING, Stage, at
from domain.zones import minutes


class Response(Struct, frozen=True, array_like=True):
    """What had come of a request: the outcome, how far from home the ping was (metres), the ids of what it rests on."""

    outcome: str
    distance_m: float | None = None
    inside: str | None = None
    events: tuple[str, ...] = ()


class JudgedRequest(Struct, frozen=True, array_like=True):
    """A location request, the day it belongs to, why it does not count if so, and its response through time.

    Instants are UTC; ``events`` are the ids of the request and the facts behind its day.
    """

    request_id: str
    requested_at: datetime
    position: int
    day: date
    zone: str
    deadline: datetime | None
    why: str | None
    reasons: tuple[Reason, ...]
    events: tuple[str, ...]
    stages: tuple[Stage[Response], ...]

    def response(self, instant: datetime) -> Response:
        """The response at an instant."""
        return at(self.stages, instant)


def judge_requests(record: EmployeeRecord, duties: Duties, reasons: Reasons) -> list[JudgedRequest]:
    """Every location request to the employee, in the order placed."""
    judged = []
    seen: dict[str, Recorded[LocationRequested]] = {}
    for requested in record.requests:
        request = requested.event
        requested_at = request.occurred_at.astimezone(UTC)
        duty = duties.on(duties.day_of(requested_at))
        ruling = duty.ruling("location")
        deadline = requested_at + minutes(ruling.value.respond_within) if ruling.value is not None else None
        why = "repeated_id" if request.request_id in seen else _why_not_counted(request, duty, ruling)
        same_id = [seen[request.request_id]] if why == "repeated_id" else []
        seen.setdefault(request.request_id, requested)
        rulings = rulings_asked(why, duty, ruling)
        row = NOT_COUNTED_EVER
        if why is None and deadline is not None:
            row = _through_time(request, deadline, record, duty)
        judged.append(
            JudgedRequest(
                request.request_id,
                requested_at,
                requested.position,
                duty.day,
                duty.zone.key,
                deadline,
                why,
                reasons.of(rulings, duty),
                ids_of((requested, *duty.facts, *same_id), rulings),
                row,
            )
        )
    return judged


NOT_COUNTED_EVER: tuple[Stage[Response], ...] = (Stage(BEGINNING, Response(NOT_COUNTED)),)


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
    events: tuple[str, ...] = (ping.event.id,)
    letter = record.letter(duty.day, "home", with_place=True)
    if letter is not None and letter.event.place is not None:
        distance, inside = _seen_from(letter.event.place, ping.event)
        events = (ping.event.id, letter.event.id)
    pinged_at = ping.event.occurred_at.astimezone(UTC)
    in_time = pinged_at <= deadline
    shared = Response("shared" if in_time else "late", distance, inside, events)
    return (*(unanswered[:1] if in_time else unanswered), Stage(pinged_at, shared))


def _seen_from(place: Place, ping: LocationShared) -> tuple[float, str]:
    """The distance to one decimal, and whether the ping was inside.

    Neither yes nor no where the difference to the radius is within the ping's accuracy or half a percent of the radius.
    """
    distance = distance_m(place.lat, place.lon, ping.lat, ping.lon)
    if abs(distance - place.radius_m) <= max(ping.accuracy_m or 0.0, place.radius_m * 0.005):
        return _to_one_decimal(distance), "indeterminate"
    return _to_one_decimal(distance), "yes" if distance < place.radius_m else "no"


def _to_one_decimal(metres: float) -> float:
    """A whole number of metres is a whole number in JSON too: canonical JSON (RFC 8785) has no ``41.0``."""
    rounded = round(metres, 1)
    return int(rounded) if rounded.is_integer() else rounded
