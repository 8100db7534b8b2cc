"""The event types of SPEC section 2, and the rules of discipline (section 10): what a source may tell the ledger.

    {"type": "CheckedIn", "id": "e-23", "nip": "198603152010011004", "occurred_at": "2026-02-20T07:12:09+08:00"}

is decoded to ``CheckedIn(id="e-23", nip="198603152010011004", occurred_at=datetime(…, +08:00))``. Decoding is
validating: every type is frozen, refuses unknown fields and names the path of what is wrong. An instant keeps the
offset it came with, a date is a ``datetime.date``, a wall-clock time stays ``"HH:MM"`` (which sorts as the clock does)
and becomes an instant only together with a date and a zone. ``None`` is "left out".

Position, recorded time and source belong to the ledger and are never fields of an event.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Meta, Struct

from domain.errors import Unfit

Id: TypeAlias = Annotated[str, Meta(max_length=200)]
Nip: TypeAlias = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9.\-]{1,30}\Z", description="text of 1 to 30 letters, digits, dots and dashes")
]
Name: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=r"\A[^\x00-\x1f\x7f]+\Z",
        description="text of 1 to 200 characters on one line",
    ),
]
"""The name of a unit or a policy, which names a stream of the ledger too: one line, no control characters."""
Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
ClockTime: TypeAlias = Annotated[
    str, Meta(pattern=r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", description="a time of day as 07:30")
]
Zone: TypeAlias = Literal["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]
Latitude: TypeAlias = Annotated[float, Meta(ge=-90, le=90)]
Longitude: TypeAlias = Annotated[float, Meta(ge=-180, le=180)]
Metres: TypeAlias = Annotated[float, Meta(ge=0, le=1e9)]
Employment: TypeAlias = Literal["PNS", "CPNS", "PPPK", "NON_ASN"]
Means: TypeAlias = Literal["answered", "call_back", "message"]


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A circle on the ground: WGS 84 degrees and a radius in metres."""

    lat: Latitude
    lon: Longitude
    radius_m: Metres


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """What a reason is about: a call, a day, or one window of a day."""

    call_id: str | None = None
    date: date | None = None
    window: str | None = None

    def __post_init__(self) -> None:
        if (self.call_id is None) == (self.date is None):
            raise Unfit("there must be either `call_id` or `date`")
        if self.window is not None and self.date is None:
            raise Unfit("there must be `date` beside `window`")


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag=True):
    """What every event has: ``type`` (its class) and the source's own unique ``id``."""

    id: Id


class UnitDefined(Event, frozen=True, kw_only=True):
    """A unit of the organisation, as it is from a date on."""

    unit: Name
    parent: Name | None = None
    name: str
    timezone: Zone | None = None
    direct_service: bool | None = None
    effective_from: date


class EmployeeAssigned(Event, frozen=True, kw_only=True):
    """An employee's post from a date on."""

    nip: Nip
    name: str
    employment: Employment
    unit: Name
    title: str
    supervisor: Nip | None = None
    effective_from: date


class EmploymentEnded(Event, frozen=True, kw_only=True):
    """The employee serves no longer from this date on."""

    nip: Nip
    effective_from: date
    reason: str


class PolicyEnacted(Event, frozen=True, kw_only=True):
    """A policy document becomes law, or amends itself. ``domain.policy.document`` reads ``document``."""

    policy: Name
    document: dict[str, Any]


class PolicyRevoked(Event, frozen=True, kw_only=True):
    """What was enacted of a policy before this, is no longer in force from this date on."""

    policy: Name
    effective_from: date
    reason: str


class DisciplineEnacted(Event, frozen=True, kw_only=True):
    """Rules of discipline become law, or amend themselves. ``domain.discipline.rules`` reads ``document``."""

    discipline: Name
    document: dict[str, Any]


class HolidayDeclared(Event, frozen=True, kw_only=True):
    """A public holiday or collective leave (cuti bersama) of a unit and everything below it."""

    scope: Name
    date: date
    kind: Literal["holiday", "collective_leave"]
    name: str
    regulation: str


class PeriodDeclared(Event, frozen=True, kw_only=True):
    """A named stretch of days, such as Ramadan. A later declaration of the same ``period_id`` corrects it."""

    scope: Name
    period: str
    period_id: str
    first: date
    last: date
    regulation: str

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


class LeaveGranted(Event, frozen=True, kw_only=True):
    """A leave, both days included. A later grant of the same ``leave_id`` replaces it."""

    nip: Nip
    leave_id: str
    kind: str
    first: date
    last: date
    letter: str

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


class LeaveCancelled(Event, frozen=True, kw_only=True):
    """A leave, as granted so far, ends before this date."""

    nip: Nip
    leave_id: str
    effective_from: date


class DutyLetterIssued(Event, frozen=True, kw_only=True):
    """A letter of duty (surat tugas): travel, training, or work at home, where ``place`` says."""

    nip: Nip
    letter: str
    kind: Literal["travel", "training", "home"]
    first: date
    last: date
    place: Place | None = None

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


class ShiftAssigned(Event, frozen=True, kw_only=True):
    """A turn on the duty roster (piket). One whose ``end`` is not after its ``start`` ends the next day."""

    nip: Nip
    shift_id: str
    date: date
    start: ClockTime
    end: ClockTime
    post: str


class ShiftWithdrawn(Event, frozen=True, kw_only=True):
    """A shift, as assigned so far, is taken off the roster."""

    nip: Nip
    shift_id: str


class CheckedIn(Event, frozen=True, kw_only=True):
    """The employee reported present. ``place`` left out is ``unknown``."""

    nip: Nip
    occurred_at: Instant
    place: Literal["office", "remote", "unknown"] | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Metres | None = None
    device: str | None = None


class LocationRequested(Event, frozen=True, kw_only=True):
    """A superior asks where the employee is."""

    nip: Nip
    request_id: str
    requested_by: Nip
    occurred_at: Instant


class LocationShared(Event, frozen=True, kw_only=True):
    """The employee's position, with or without a request."""

    nip: Nip
    request_id: str | None = None
    occurred_at: Instant
    lat: Latitude
    lon: Longitude
    accuracy_m: Metres | None = None


class CallPlaced(Event, frozen=True, kw_only=True):
    """Somebody called the employee. Only the fact of the call is kept, never what was said."""

    nip: Nip
    call_id: str
    placed_by: Nip
    channel: str
    occurred_at: Instant


class CallAnswered(Event, frozen=True, kw_only=True):
    """The employee responded to a call."""

    nip: Nip
    call_id: str
    means: Means
    occurred_at: Instant


class ReasonSubmitted(Event, frozen=True, kw_only=True):
    """The employee's plea about a call or a day."""

    nip: Nip
    reason_id: str
    subject: Subject
    text: str
    occurred_at: Instant


class ReasonDecided(Event, frozen=True, kw_only=True):
    """Somebody accepted or rejected a reason."""

    nip: Nip
    reason_id: str
    accepted: bool
    decided_by: Nip
    note: str | None = None
    occurred_at: Instant


class WorkReported(Event, frozen=True, kw_only=True):
    """What the employee says was done on a day."""

    nip: Nip
    date: date
    summary: str
    outputs: list[str] | None = None
    occurred_at: Instant


class EventVoided(Event, frozen=True, kw_only=True):
    """An earlier event is out of account from here on; a void of this void brings it back (SPEC section 8)."""

    target: Id
    reason: str
    authority: str


AnyEvent: TypeAlias = (
    UnitDefined
    | EmployeeAssigned
    | EmploymentEnded
    | PolicyEnacted
    | PolicyRevoked
    | DisciplineEnacted
    | HolidayDeclared
    | PeriodDeclared
    | LeaveGranted
    | LeaveCancelled
    | DutyLetterIssued
    | ShiftAssigned
    | ShiftWithdrawn
    | CheckedIn
    | LocationRequested
    | LocationShared
    | CallPlaced
    | CallAnswered
    | ReasonSubmitted
    | ReasonDecided
    | WorkReported
    | EventVoided
)

EVENT_TYPES: tuple[type[Event], ...] = AnyEvent.__args__
"""All of them, in the order of SPEC section 2."""


E_co = TypeVar("E_co", bound=Event, covariant=True)


class Recorded(Struct, Generic[E_co], frozen=True):
    """An event as the ledger holds it: its position (1, 2, 3 …), when it was recorded (UTC), and what it says."""

    position: int
    recorded_at: datetime
    event: E_co


Fact: TypeAlias = Recorded[AnyEvent]
"""Any event the ledger holds."""


def _in_order(first: date, last: date) -> None:
    if last < first:
        raise Unfit("`last` must not be before `first`: {last} is before {first}", first=first, last=last)
