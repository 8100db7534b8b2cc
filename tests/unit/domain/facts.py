"""The facts of the cases of this folder, as plain dicts: one short function for each thing that can happen.

Unless a case says otherwise it happens to ``andi`` of the unit ``dinas`` in WITA (+08:00), whose superior is ``budi``,
whose superior is ``citra``, on Monday 2 March 2026.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

Fact = dict[str, Any]

DAY = "2026-03-02"
NEXT_DAY = "2026-03-03"
WITA = "+08:00"
WIB = "+07:00"
WIT = "+09:00"


def at(clock: str, on: str = DAY, offset: str = WITA) -> datetime:
    """The instant of a wall clock (``07:30`` or ``07:30:00.000001``) on a date, in WITA unless said otherwise."""
    return datetime.fromisoformat(f"{on}T{clock}{offset}")


def recorded(when: datetime, fact: Fact) -> Fact:
    """The fact, recorded at that instant; what follows it in the story is recorded after it."""
    return {**fact, "recorded_at": when}


def named(identity: str, fact: Fact) -> Fact:
    """The fact with an ``id`` that a void can point at."""
    return {**fact, "id": identity}


def _fact(event_type: str, /, **fields: Any) -> Fact:
    return {"type": event_type, **{name: value for name, value in fields.items() if value is not None}}


# Who and where


def unit(name: str, parent: str | None = None, *, effective_from: str = "2020-01-01", **stated: Any) -> Fact:
    """A unit; ``timezone`` and ``direct_service`` only if stated."""
    return _fact("UnitDefined", unit=name, parent=parent, name=name, effective_from=effective_from, **stated)


def employee(
    nip: str = "andi",
    *,
    unit: str = "dinas",
    title: str = "clerk",
    employment: str = "PNS",
    supervisor: str | None = None,
    effective_from: str = "2026-03-01",
) -> Fact:
    """An assignment."""
    return _fact(
        "EmployeeAssigned",
        nip=nip,
        name=nip.title(),
        employment=employment,
        unit=unit,
        title=title,
        supervisor=supervisor,
        effective_from=effective_from,
    )


def office() -> list[Fact]:
    """One unit in WITA and three people: citra over budi over andi."""
    return [
        unit("dinas", timezone="Asia/Makassar"),
        employee("citra"),
        employee("budi", supervisor="citra"),
        employee("andi", supervisor="budi"),
    ]


def employment_ended(effective_from: str, nip: str = "andi") -> Fact:
    """The employee serves no longer."""
    return _fact("EmploymentEnded", nip=nip, effective_from=effective_from, reason="retired")


# Calendar, leave and letters


def holiday(on: str = DAY, scope: str = "dinas", kind: str = "holiday") -> Fact:
    """A holiday of a unit and all below it."""
    return _fact("HolidayDeclared", scope=scope, date=on, kind=kind, name="Nyepi", regulation="SKB")


def period(name: str, first: str, last: str, *, scope: str = "dinas", period_id: str | None = None) -> Fact:
    """A named stretch of days."""
    return _fact(
        "PeriodDeclared",
        scope=scope,
        period=name,
        period_id=period_id or f"{name}-1447",
        first=first,
        last=last,
        regulation="SE",
    )


def leave(first: str = DAY, last: str | None = None, *, leave_id: str = "leave-1", nip: str = "andi") -> Fact:
    """A leave, both days included."""
    return _fact(
        "LeaveGranted", nip=nip, leave_id=leave_id, kind="annual", first=first, last=last or first, letter="SK"
    )


def leave_cancelled(effective_from: str, *, leave_id: str = "leave-1", nip: str = "andi") -> Fact:
    """The leave as granted so far ends before this date."""
    return _fact("LeaveCancelled", nip=nip, leave_id=leave_id, effective_from=effective_from)


def letter(
    kind: str, first: str = DAY, last: str | None = None, *, place: Fact | None = None, nip: str = "andi"
) -> Fact:
    """A letter of duty: ``travel``, ``training`` or ``home``."""
    return _fact("DutyLetterIssued", nip=nip, letter="ST", kind=kind, first=first, last=last or first, place=place)


def shift(start: str, end: str, on: str = DAY, *, shift_id: str = "shift-1", nip: str = "andi") -> Fact:
    """A turn on the roster."""
    return _fact("ShiftAssigned", nip=nip, shift_id=shift_id, date=on, start=start, end=end, post="gate")


def shift_withdrawn(shift_id: str = "shift-1", nip: str = "andi") -> Fact:
    """A turn taken off the roster."""
    return _fact("ShiftWithdrawn", nip=nip, shift_id=shift_id)


# Policies


def policy(
    name: str = "base",
    *,
    scope: str = "dinas",
    effective_from: str = "2026-01-01",
    effective_until: str | None = None,
    precedence: int = 0,
    when: Fact | None = None,
    rules: list[Fact] | None = None,
    **parameters: Any,
) -> Fact:
    """A policy enacted: of the rules given, or of one rule ``only`` that sets the parameters given."""
    document = {
        "policy": name,
        "title": name.title(),
        "regulation": f"SE {name}",
        "scope": scope,
        "effective_from": effective_from,
        "effective_until": effective_until,
        "precedence": precedence,
        "rules": rules or [rule("only", when, **parameters)],
    }
    return _fact("PolicyEnacted", policy=name, document=document)


def rule(identity: str, when: Fact | None = None, **parameters: Any) -> Fact:
    """When that holds, these parameters."""
    return {"id": identity, "when": when, "set": parameters}


def revoked(name: str = "base", effective_from: str = DAY) -> Fact:
    """A policy revoked."""
    return _fact("PolicyRevoked", policy=name, effective_from=effective_from, reason="replaced")


def window(name: str = "in", opens: str = "06:30", closes: str = "07:30", **more: str) -> Fact:
    """A window; with ``late_until``, ``early_from`` and ``place`` if given."""
    return {"name": name, "opens": opens, "closes": closes, **more}


def calls(respond_within: int = 10, strikes: int = 3, period: Any = "month", callers: str = "any", **more: Any) -> Fact:
    """The ``calls`` parameter: anyone may call, ten minutes, three strikes in a month, unless said otherwise."""
    return {"respond_within": respond_within, "strikes": strikes, "period": period, "callers": callers, **more}


def absence(day_minutes: int = 450, partial_minutes: int = 0, bands: list[Fact] | None = None, **more: Any) -> Fact:
    """The ``absence`` parameter."""
    return {"day_minutes": day_minutes, "partial_minutes": partial_minutes, "bands": bands or [], **more}


HOURS = {"start": "08:00", "end": "16:00"}
LUNCH = {"start": "12:00", "end": "13:00"}
DUTY = {"arrangement": "office", "hours": HOURS, "windows": [window()]}
"""Every day is a duty day of one window ``in``, 06:30 to 07:30, and of hours 08:00 to 16:00."""

SHIFT_WINDOWS = {"in_before": 30, "in_after": 5, "late": 30, "out_early": 60, "out_before": 10, "out_after": 20}
SHIFTS = {"arrangement": "shift", "shift_windows": SHIFT_WINDOWS}
"""Every day with a shift is a duty day; ``in`` half an hour before the start to 5 minutes after it, and so on."""


# The day, the calls, the pleas


def check_in(clock: str, on: str = DAY, offset: str = WITA, *, nip: str = "andi", place: str | None = None) -> Fact:
    """A presence."""
    return _fact("CheckedIn", nip=nip, occurred_at=at(clock, on, offset), place=place)


def call(
    clock: str, on: str = DAY, offset: str = WITA, *, call_id: str = "c-1", by: str = "budi", nip: str = "andi"
) -> Fact:
    """A call to the employee."""
    return _fact(
        "CallPlaced", nip=nip, call_id=call_id, placed_by=by, channel="phone", occurred_at=at(clock, on, offset)
    )


def answer(
    clock: str, on: str = DAY, offset: str = WITA, *, call_id: str = "c-1", means: str = "answered", nip: str = "andi"
) -> Fact:
    """The employee responds to a call."""
    return _fact("CallAnswered", nip=nip, call_id=call_id, means=means, occurred_at=at(clock, on, offset))


def reason(clock: str, on: str = DAY, *, about: Fact, reason_id: str = "r-1", nip: str = "andi") -> Fact:
    """A plea about ``{"call_id": …}`` or ``{"date": …, "window": …}``."""
    return _fact("ReasonSubmitted", nip=nip, reason_id=reason_id, subject=about, text="sick", occurred_at=at(clock, on))


def accepted(clock: str, on: str = DAY, *, reason_id: str = "r-1", by: str = "budi", nip: str = "andi") -> Fact:
    """A plea accepted."""
    return _decided(True, clock, on, reason_id, by, nip)


def rejected(clock: str, on: str = DAY, *, reason_id: str = "r-1", by: str = "budi", nip: str = "andi") -> Fact:
    """A plea rejected."""
    return _decided(False, clock, on, reason_id, by, nip)


def _decided(verdict: bool, clock: str, on: str, reason_id: str, by: str, nip: str) -> Fact:
    return _fact(
        "ReasonDecided", nip=nip, reason_id=reason_id, accepted=verdict, decided_by=by, occurred_at=at(clock, on)
    )


def location_request(
    clock: str, on: str = DAY, *, request_id: str = "l-1", by: str = "budi", nip: str = "andi"
) -> Fact:
    """Somebody asks where the employee is."""
    return _fact("LocationRequested", nip=nip, request_id=request_id, requested_by=by, occurred_at=at(clock, on))


def location(
    clock: str,
    on: str = DAY,
    *,
    request_id: str | None = "l-1",
    lat: float = 0.0,
    lon: float = 0.0,
    accuracy_m: float | None = None,
    nip: str = "andi",
) -> Fact:
    """The employee's position."""
    return _fact(
        "LocationShared",
        nip=nip,
        request_id=request_id,
        occurred_at=at(clock, on),
        lat=lat,
        lon=lon,
        accuracy_m=accuracy_m,
    )


def void(target: str) -> Fact:
    """The event of that ``id`` is out of account."""
    return _fact("EventVoided", target=target, reason="mistake", authority="BKD")
