"""The steps of a discipline case (PP 94/2021 art. 26 to 40, PP 79/2021), as events of the stream ``case-<id>``.

    {"type": "SummonsIssued", "id": "s-1", "case": "198603152010011004_1", "occurred_at": "2026-03-02T09:00:00+08:00",
     "on": "2026-03-02", "which": "first", "hearing_on": "2026-03-12", "issued_by": "198001012005011001",
     "letter": {"sha256": "…", "media_type": "application/pdf", "number": "800.1.6.2/17"}}

``occurred_at`` is the instant of the step, with its offset; ``on`` is the local date that the law counts from: that of
the letter, the hearing, the decree, the receipt. Documents are named by hash and media type, so that a case can be
verified without a file. Decoding is validating, as in ``domain.events``.

The cases of an employee are numbered 1, 2, 3 … without a gap: ``<nip>_<number>``. So whoever is shown cases 1 and 2,
and that there is no case 3, was shown all of them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from domain.errors import Unfit
from domain.events import Employment, Event, Instant, Name, Nip

CaseId: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Za-z0-9.\-]{1,30}_[1-9][0-9]{0,5}\Z",
        description="the employee's number, `_`, and which of the employee's cases it is, such as 198603152010011004_1",
    ),
]
Sha256: TypeAlias = Annotated[
    str, Meta(pattern=r"\A[0-9a-f]{64}\Z", description="a SHA-256 as 64 lower-case hexadecimal digits")
]
MediaType: TypeAlias = Annotated[
    str, Meta(pattern=r"\A[a-z0-9.+\-]+/[A-Za-z0-9.+\-]+\Z", description="a media type as application/pdf")
]
Digest: TypeAlias = Annotated[
    str, Meta(pattern=r"\Asha256:[0-9a-f]{64}\Z", description="the digest of a replay as sha256: and 64 digits")
]
Institution: TypeAlias = Literal["central", "province", "regency"]
Capacity: TypeAlias = Literal["holder", "acting", "delegate"]
Position: TypeAlias = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Days: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000)]
Text: TypeAlias = Annotated[
    str, Meta(pattern=r"\S", max_length=10_000, description="a text of 1 to 10000 characters that says something")
]
RemedyOutcome: TypeAlias = Literal["confirmed", "lightened", "aggravated", "changed", "annulled", "inadmissible"]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a step; it refuses what it does not know."""


class Document(Part, frozen=True, kw_only=True):
    """A document by what it is: the SHA-256 of its bytes, its media type, and its number if it has one."""

    sha256: Sha256
    media_type: MediaType
    number: str | None = None


class CallOfBasis(Part, frozen=True, kw_only=True):
    """A call of an allegation: its id and its position in the ledger, since an id may be used twice."""

    call_id: str
    position: Position


class AllegationBasis(Part, frozen=True, kw_only=True):
    """The allegation of SPEC section 6 that a case stands on: when it was reached, on which calls."""

    reached_at: Instant
    calls: Annotated[list[CallOfBasis], Meta(min_length=1)]


class DayOfBasis(Part, frozen=True, kw_only=True):
    """A day that adds to the tally, as it read then: its status, and the minutes it lost (late, early, missed)."""

    date: date
    status: str
    lost_minutes: Annotated[int, Meta(ge=0, le=100_000)] = 0


class BandOfBasis(Part, frozen=True, kw_only=True):
    """The band of the tally as it read then: from so many days on, this level and kind (SPEC section 7)."""

    days: Days
    level: str
    kind: str


class AbsenceBasis(Part, frozen=True, kw_only=True):
    """The tally of SPEC section 7 that a case stands on: of a year, so many days that count, and which dates.

    With ``consecutive`` it is the longest run. ``days`` are those that add to the count, in order; ``band`` is what
    the count reached, None below the first.
    """

    year: Annotated[int, Meta(ge=1900, le=2999)]
    consecutive: bool = False
    counted_days: Days
    days: Annotated[list[DayOfBasis], Meta(min_length=1)]
    band: BandOfBasis | None = None


class Basis(Part, frozen=True, kw_only=True):
    """What a case stands on, and as what it was seen: replayed ``as_of`` an instant, known up to position ``known_at``.

    ``first`` and ``last`` are the range of that replay, ``digest`` its digest, ``policies`` the policies that decided.
    ``act_on`` is the local date of the act, which chooses the law: of an absence the last day that counts.
    There is exactly one of ``allegation``, ``absence`` and ``report``.
    """

    as_of: Instant
    known_at: Position
    first: date
    last: date
    digest: Digest
    policies: list[Name] = []
    act_on: date
    allegation: AllegationBasis | None = None
    absence: AbsenceBasis | None = None
    report: Document | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.allegation, self.absence, self.report)) != 1:
            raise Unfit("there must be exactly one of `allegation`, `absence` and `report`")
        if self.last < self.first:
            raise Unfit("`last` must not be before `first`: {last} is before {first}", first=self.first, last=self.last)


class Examinee(Part, frozen=True, kw_only=True):
    """Who is examined, as on the day of the step: employment, class of post, and kind of institution."""

    employment: Employment
    post: Name
    institution: Institution


class Office(Part, frozen=True, kw_only=True):
    """A post, and how many levels of posts the examinee stands below it, where that can be said."""

    post: Name
    distance: Annotated[int, Meta(ge=1, le=20)] | None = None


class Authority(Part, frozen=True, kw_only=True):
    """Who imposes: the person, the office, in which capacity; ``in_place_of`` a vacant office below it, if so."""

    nip: Nip
    office: Office
    capacity: Capacity = "holder"
    in_place_of: Office | None = None


class Member(Part, frozen=True, kw_only=True):
    """A member of a team, for which part of the office, and the class of post."""

    nip: Nip
    role: Literal["supervisor", "supervision", "personnel", "other"]
    post: Name | None = None


class CaseEvent(Event, frozen=True, kw_only=True):
    """What every step has beside its ``id``: the case, the instant, and the local date that the law counts from."""

    case: CaseId
    occurred_at: Instant
    on: date


class CaseOpened(CaseEvent, frozen=True, kw_only=True):
    """A superior knows of a suspicion and must examine it (PP 94/2021 art. 26)."""

    nip: Nip
    opened_by: Nip
    examinee: Examinee
    basis: Basis


class BasisRenewed(CaseEvent, frozen=True, kw_only=True):
    """The case stands from here on on a later replay: the count climbed, or facts changed. The earlier stays."""

    basis: Basis
    why: Text


class TeamFormed(CaseEvent, frozen=True, kw_only=True):
    """A team examines (PP 94/2021 art. 29)."""

    formed_by: Nip
    decree: Document
    members: Annotated[list[Member], Meta(min_length=1)]


class SummonsIssued(CaseEvent, frozen=True, kw_only=True):
    """A written summons; ``on`` is the date of the letter (PP 94/2021 art. 26 and 27)."""

    which: Literal["first", "second"]
    issued_by: Nip
    letter: Document
    hearing_on: date


class HearingHeld(CaseEvent, frozen=True, kw_only=True):
    """The examinee was heard, behind closed doors, face to face or virtually (PP 94/2021 art. 28)."""

    held_by: Annotated[list[Nip], Meta(min_length=1)]
    means: Literal["face_to_face", "virtual"] = "face_to_face"


class HearingFailed(CaseEvent, frozen=True, kw_only=True):
    """The examinee did not come on the day of a summons (PP 94/2021 art. 27)."""

    summons: Literal["first", "second"]


class RecordSigned(CaseEvent, frozen=True, kw_only=True):
    """A record: of the examination (BAP), of non-attendance (BAP tidak hadir), or the report of the examiners (LHP)."""

    record: Literal["examination", "non_attendance", "report"]
    document: Document
    signed_by: Annotated[list[Nip], Meta(min_length=1)]
    examinee: Literal["signed", "refused", "absent"]

    def __post_init__(self) -> None:
        if self.record == "examination" and self.examinee == "absent":
            raise Unfit("whoever was examined has `signed` or `refused`", ".examinee")
        if self.record == "non_attendance" and self.examinee != "absent":
            raise Unfit("in a record of non-attendance the examinee is `absent`", ".examinee")


class TemporaryReliefOrdered(CaseEvent, frozen=True, kw_only=True):
    """The examinee is relieved of office until the decision, pay going on (PP 94/2021 art. 40)."""

    ordered_by: Nip
    decree: Document
    acting: Nip | None = None


class CaseDecided(CaseEvent, frozen=True, kw_only=True):
    """The authority decides: a sanction of a kind and level on a ground, or none (PP 94/2021 art. 30 to 36)."""

    outcome: Literal["sanction", "no_sanction"]
    ground: Name | None = None
    level: Name | None = None
    kind: Name | None = None
    legal_ground: Text
    decree: Document
    authority: Authority
    examinee: Examinee

    def __post_init__(self) -> None:
        if self.outcome == "sanction" and None in (self.ground, self.level, self.kind):
            raise Unfit("a sanction has a `ground`, a `level` and a `kind`")
        if self.outcome == "no_sanction" and (self.level is not None or self.kind is not None):
            raise Unfit("where there is no sanction there is no `level` and no `kind`")


class DeliveryMissed(CaseEvent, frozen=True, kw_only=True):
    """The examinee did not come to receive the decision (Peraturan BKN 6/2022 art. 49(8))."""


class DecisionSent(CaseEvent, frozen=True, kw_only=True):
    """The decision was sent to the examinee's address (Peraturan BKN 6/2022 art. 49(8))."""

    to: Text


class DecisionDelivered(CaseEvent, frozen=True, kw_only=True):
    """The decision was received: ``on`` is the day from which it comes into force and remedies run (art. 37, 38)."""

    how: Literal["handed_over", "sent"]
    receipt: Document | None = None


class DecisionInForce(CaseEvent, frozen=True, kw_only=True):
    """The decision has effect from this date on (PP 94/2021 art. 38)."""


class ObjectionFiled(CaseEvent, frozen=True, kw_only=True):
    """The examinee objects (keberatan, PP 79/2021)."""

    document: Document


class ObjectionDecided(CaseEvent, frozen=True, kw_only=True):
    """What became of an objection. ``level`` and ``kind`` are those that hold from here on, where another kind does."""

    outcome: RemedyOutcome
    decided_by: Nip
    decree: Document
    level: Name | None = None
    kind: Name | None = None

    def __post_init__(self) -> None:
        _fits(self.outcome, self.level, self.kind)


class AppealFiled(CaseEvent, frozen=True, kw_only=True):
    """The examinee appeals to BPASN (banding, PP 79/2021 art. 11)."""

    document: Document


class AppealReplied(CaseEvent, frozen=True, kw_only=True):
    """The PPK replies to the appeal (PP 79/2021 art. 13)."""

    document: Document


class AppealDecided(CaseEvent, frozen=True, kw_only=True):
    """What BPASN decided."""

    outcome: RemedyOutcome
    decree: Document
    level: Name | None = None
    kind: Name | None = None

    def __post_init__(self) -> None:
        _fits(self.outcome, self.level, self.kind)


class DecisionWithdrawn(CaseEvent, frozen=True, kw_only=True):
    """The authority takes its decision back, for instance because the facts it stood on fell."""

    withdrawn_by: Nip
    decree: Document
    why: Text


class CaseClosed(CaseEvent, frozen=True, kw_only=True):
    """Nothing more is to be done."""

    outcome: Literal["sanctioned", "not_proven", "annulled", "dropped"]
    closed_by: Nip
    why: Text


class CaseReopened(CaseEvent, frozen=True, kw_only=True):
    """A closed case goes on."""

    reopened_by: Nip
    why: Text


AnyCaseEvent: TypeAlias = (
    CaseOpened
    | BasisRenewed
    | TeamFormed
    | SummonsIssued
    | HearingHeld
    | HearingFailed
    | RecordSigned
    | TemporaryReliefOrdered
    | CaseDecided
    | DeliveryMissed
    | DecisionSent
    | DecisionDelivered
    | DecisionInForce
    | ObjectionFiled
    | ObjectionDecided
    | AppealFiled
    | AppealReplied
    | AppealDecided
    | DecisionWithdrawn
    | CaseClosed
    | CaseReopened
)

CASE_EVENT_TYPES: tuple[type[CaseEvent], ...] = AnyCaseEvent.__args__
"""All of them, in the order of a case."""


PARTS_OF_CASES: tuple[type[Part], ...] = (
    *(Document, CallOfBasis, AllegationBasis, DayOfBasis, BandOfBasis, AbsenceBasis, Basis),
    *(Examinee, Office, Authority, Member),
)
"""What steps are made of."""


def case_id(nip: str, number: int) -> str:
    """The id of an employee's first, second, third … case."""
    return f"{nip}_{number}"


def nip_of(case: str) -> str:
    """Whose case it is."""
    return case.rpartition("_")[0]


def _fits(outcome: str, level: str | None, kind: str | None) -> None:
    other = outcome in ("lightened", "aggravated", "changed")
    if other and (level is None or kind is None):
        raise Unfit("another sanction than the decision's has a `level` and a `kind`")
    if not other and (level is not None or kind is not None):
        raise Unfit("only another sanction than the decision's has a `level` and a `kind`")
