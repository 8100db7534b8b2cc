"""The answer to a replay, shaped as SPEC section 9 shows it; ``msgspec`` turns it into that JSON.

Dates are local, instants carry the offset of the zone of the day they are listed under, minutes are whole.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct


class Because(Struct, frozen=True):
    """Why a parameter had its value: the rule, its regulation, and when the ledger held it.

    ``retroactive``: recorded after the day it judges. A home letter decides without a policy: its ``regulation`` is the
    letter, ``policy`` is null.
    """

    parameter: str
    policy: str | None
    regulation: str
    rule: str
    recorded_at: datetime
    retroactive: bool


class WindowAnswer(Struct, frozen=True):
    """A window: its bounds, and what became of it at which check-in (``event`` is the check-in's id)."""

    name: str
    opens: datetime
    closes: datetime
    late_until: datetime | None
    early_from: datetime | None
    place: str | None
    status: str
    at: datetime | None
    event: str | None
    late_minutes: int
    early_minutes: int


class DayAnswer(Struct, frozen=True):
    """A day: its status, the windows that made it, the rules that decided, the ids of the events used."""

    date: date
    status: str
    arrangement: str | None
    late_minutes: int
    early_minutes: int
    windows: list[WindowAnswer]
    because: list[Because]
    events: list[str]


class CallAnswer(Struct, frozen=True):
    """A call: its deadline and outcome, why it was not counted, and since when it is a strike."""

    call_id: str
    placed_at: datetime
    deadline: datetime | None
    outcome: str
    why: str | None
    settled_at: datetime | None
    because: list[Because]
    events: list[str]


class AllegationAnswer(Struct, frozen=True):
    """A suspicion that opens a hearing: when it was reached, and on which calls, in the order placed."""

    reached_at: datetime
    calls: list[str]
    retroactive: bool


class StrikesAnswer(Struct, frozen=True):
    """How many strikes stand at T, of how many, and every allegation up to T."""

    count: int
    threshold: int | None
    state: str
    allegations: list[AllegationAnswer]


class LocationAnswer(Struct, frozen=True):
    """A location request and what came of it; the distance is in metres to one decimal."""

    request_id: str
    requested_at: datetime
    deadline: datetime | None
    outcome: str
    why: str | None
    distance_m: float | None
    inside: str | None
    because: list[Because]
    events: list[str]


class BandAnswer(Struct, frozen=True):
    """The sanction that may follow from so many days."""

    days: int
    level: str
    kind: str


class AbsenceAnswer(Struct, frozen=True):
    """The tally of a calendar year.

    ``conflict`` names the sides where policies of one rank give the last day different bands, which then give none.
    """

    absent_days: int
    lost_minutes: int
    counted_days: int
    longest_run: int
    band: BandAnswer | None
    consecutive: BandAnswer | None
    because: list[Because]
    conflict: list[Because]


class Answer(Struct, frozen=True):
    """A replay of one employee: as of an instant, as known at a position.

    ``engine`` is the number of the rules of interpretation; a change of meaning is a new engine beside the old one.
    ``unused`` are the ids of what occurred on these days and satisfied nothing: a check-in outside of every window, an
    answer to a call that nobody recorded (SPEC section 2, *record and flag*).
    """

    nip: str
    as_of: datetime
    known_at: int
    engine: int
    days: list[DayAnswer]
    calls: list[CallAnswer]
    strikes: StrikesAnswer
    location_requests: list[LocationAnswer]
    absence: dict[str, AbsenceAnswer]
    unused: list[str]
