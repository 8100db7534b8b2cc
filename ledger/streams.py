"""Which stream of the ledger an event belongs to. This is the one place that names streams (SPEC sections 2 and 8).

    unit-<unit>         a unit                          policy-<policy>   a policy
    calendar-<scope>    holidays and periods of a unit  staff-<nip>       an employee's assignments
    employee-<nip>      everything about an employee's days and calls

A void stands in the stream of the event it voids, so whoever reads a stream sees its corrections.
"""

from __future__ import annotations

from operator import attrgetter

from domain.events import (
    EVENT_TYPES,
    AnyEvent,
    EmployeeAssigned,
    EmploymentEnded,
    EventVoided,
    HolidayDeclared,
    PeriodDeclared,
    PolicyEnacted,
    PolicyRevoked,
    UnitDefined,
)

_nip = attrgetter("nip")
_STREAMS = {event_type: ("employee-", _nip) for event_type in EVENT_TYPES if event_type is not EventVoided} | {
    UnitDefined: ("unit-", attrgetter("unit")),
    PolicyEnacted: ("policy-", attrgetter("policy")),
    PolicyRevoked: ("policy-", attrgetter("policy")),
    HolidayDeclared: ("calendar-", attrgetter("scope")),
    PeriodDeclared: ("calendar-", attrgetter("scope")),
    EmployeeAssigned: ("staff-", _nip),
    EmploymentEnded: ("staff-", _nip),
}


def stream_of(event: AnyEvent, target_stream: str | None = None) -> str:
    """The stream of an event; ``target_stream`` is that of the event a void targets.

    Raises ``ValueError`` for a void whose target's stream is not given.
    """
    if type(event) is EventVoided:
        if target_stream is None:
            raise ValueError("a void stands in the stream of its target")
        return target_stream
    prefix, subject = _STREAMS[type(event)]
    stream: str = prefix + subject(event)
    return stream


def after_all(prefix: str) -> str:
    """What comes after all names of streams that begin so, in the order of their characters."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else "\U0010ffff"
