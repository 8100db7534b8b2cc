"""What a case stands on, made when it is opened or renewed. Dates are local, minutes whole.

basis = basis_of_absence(judgement, 2026, False, as_of=t, known_at=412, today=day, digest=digest)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

from domain.discipline.count import Count, settled_until
from domain.discipline.docket import Docket
from domain.discipline.events import AbsenceBasis, AllegationBasis, Basis, CallOfBasis, Document
from domain.discipline.footing import Judged, placed_by, policies_of, reasons_of
from domain.errors import SaksiError
from domain.strikes import Allegation, allegations_at

DigestOf: TypeAlias = Callable[[date, date], str]
"""The digest of the replay over the days from one to another, at the basis's own instant and position."""


SEE_STRIKES = "see `saksi replay {nip}` for the strikes and allegations that stand"


class NothingToRestOn(SaksiError):
    """There is no such allegation, or no day that adds to the tally: no case can stand on it."""

    code = "nothing_to_rest_on"


def allegation_to_open(
    judged: Judged, docket: Docket, as_of: datetime, reached_at: datetime | None = None
) -> Allegation:
    """The allegation that a case is to be opened on: the one reached at an instant, or the only one without a case.

    Raises ``NothingToRestOn``.
    """
    standing = allegations_at(placed_by(judged, as_of), as_of)
    if reached_at is not None:
        found = [one for one in standing if one.reached_at == reached_at]
    else:
        found = [one for one in standing if docket.dealing_with([call.position for call in one.calls]) is None]
    if not found and reached_at is not None:
        raise NothingToRestOn(
            "no allegation against {nip} was reached at {reached} and stands as of {instant}",
            SEE_STRIKES,
            nip=docket.nip,
            instant=as_of.isoformat(),
            reached=reached_at.isoformat(),
        )
    if not found and standing:
        dealing = docket.dealing_with([call.position for call in standing[-1].calls])
        assert dealing is not None, "else the allegation would have been found"
        raise NothingToRestOn(
            "{case} deals already with the allegation against {nip} that stands as of {instant}",
            "see `saksi case show {case}`, and go on with that case",
            nip=docket.nip,
            case=dealing.name,
            instant=as_of.isoformat(),
        )
    if not found:
        raise NothingToRestOn(
            "no allegation against {nip} stands as of {instant}",
            SEE_STRIKES,
            nip=docket.nip,
            instant=as_of.isoformat(),
        )
    if len(found) > 1:
        raise NothingToRestOn(
            "{count} allegations against {nip} stand without a case: reached at {instants}",
            "say which one, by the instant at which it was reached",
            count=len(found),
            nip=docket.nip,
            instants=", ".join(one.reached_at.isoformat() for one in found),
        )
    return found[0]


def basis_of_allegation(allegation: Allegation, *, as_of: datetime, known_at: int, digest: DigestOf) -> Basis:
    """The basis of a case on an allegation that stands. The act is the last of its calls."""
    days = [call.day for call in allegation.calls]
    return Basis(
        as_of=as_of,
        known_at=known_at,
        first=min(days),
        last=max(days),
        digest=digest(min(days), max(days)),
        policies=policies_of(reason for call in allegation.calls for reason in call.reasons),
        act_on=max(days),
        allegation=AllegationBasis(
            reached_at=allegation.reached_at.astimezone(as_of.tzinfo),
            calls=[CallOfBasis(call_id=call.call_id, position=call.position) for call in allegation.calls],
        ),
    )


def basis_of_absence(
    judged: Judged, year: int, consecutive: bool, *, as_of: datetime, known_at: int, today: date, digest: DigestOf
) -> Basis:
    """The basis of a case on the absence of a year up to ``today``, the local date of ``as_of``.

    It ends before the first day that is still pending: what time alone will make of a day is none of it. The act is
    the last day that adds. Raises ``NothingToRestOn`` if none does.
    """
    begin = date(year, 1, 1)
    last = settled_until(judged, begin, min(today, date(year, 12, 31)), as_of)
    count = Count(judged, year, consecutive, as_of, last) if last >= begin else None
    if count is None or not count.days:
        raise NothingToRestOn(
            "no day of {year} adds to the tally of absence as of {instant}",
            "see `saksi replay` for the days and their status",
            year=year,
            instant=as_of.isoformat(),
        )
    first = min(begin, count.days[0].date)
    return Basis(
        as_of=as_of,
        known_at=known_at,
        first=first,
        last=last,
        digest=digest(first, last),
        policies=policies_of([*reasons_of(judged, count.days), *count.reasons]),
        act_on=count.days[-1].date,
        absence=AbsenceBasis(
            year=year, consecutive=consecutive, counted_days=count.counted, days=count.days, band=count.band
        ),
    )


def basis_of_report(
    report: Document, act_on: date, *, as_of: datetime, known_at: int, today: date, digest: DigestOf
) -> Basis:
    """The basis of a case on a report about an act of that day. Nothing of the ledger can change it."""
    return Basis(
        as_of=as_of,
        known_at=known_at,
        first=act_on,
        last=max(act_on, today),
        digest=digest(act_on, max(act_on, today)),
        act_on=act_on,
        report=report,
    )
