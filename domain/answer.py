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
    """A suspicion that opens a hearing: when it was reached, and on which calls, in the order placed.

    ``case`` is the case that deals with it, or dealt with it.
    """

    reached_at: datetime
    calls: list[str]
    retroactive: bool
    case: str | None


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


class ReadingAnswer(Struct, frozen=True):
    """How a part of a basis reads: a status, an outcome or a kind; minutes lost of a day, days of a count or a band."""

    reads: str
    amount: int | None


class ChangeAnswer(Struct, frozen=True):
    """One thing that a case stands on and that reads otherwise now, and the ids of the events behind that.

    ``part`` is ``call``, ``allegation``, ``day``, ``count``, ``band`` or ``policy``; ``key`` the call, the instant the
    allegation was reached, the date, the year, or the policy. Null is what was not there then, or is not now.
    """

    part: str
    key: str
    then: ReadingAnswer | None
    now: ReadingAnswer | None
    events: list[str]


class BasisAnswer(Struct, frozen=True):
    """What a case stands on, as what it was seen, and what has changed of it since.

    ``affected`` are the ids of the steps that the changes bear on.
    """

    as_of: datetime
    known_at: int
    digest: str
    holds: bool
    changes: list[ChangeAnswer]
    affected: list[str]


class SanctionAnswer(Struct, frozen=True):
    """The sanction that stands: ``by`` decision, objection or appeal, imposed ``on`` a date, in force or not."""

    level: str
    kind: str
    by: str
    on: date
    in_force: bool


class ClosedAnswer(Struct, frozen=True):
    """How a case ended, and on which date."""

    outcome: str
    on: date


class StepAnswer(Struct, frozen=True):
    """A step of a case: its id and type, when it occurred, and the date that the law counts from."""

    id: str
    type: str
    occurred_at: datetime
    on: date


class CaseAnswer(Struct, frozen=True):
    """A discipline case as it stood at T; ``rests_on`` an ``allegation``, ``absence`` or a ``report``.

    ``reached_at`` and ``calls`` are those of the allegation, ``year`` and ``consecutive`` those of the absence.
    """

    case: str
    rests_on: str
    stage: str
    opened_at: datetime
    reached_at: datetime | None
    calls: list[str]
    year: int | None
    consecutive: bool | None
    basis: BasisAnswer
    sanction: SanctionAnswer | None
    closed: ClosedAnswer | None
    steps: list[StepAnswer]


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
    cases: list[CaseAnswer]
    unused: list[str]
