"""Numbers of 18 digits that cannot be a NIP: a warning, never a refusal (SPEC section 2).

    19860926 201505 1 001     NIP: birth date, year and month of appointment, sex (1, 2), serial from 001
    19860926 202121 1 001     NI PPPK: birth date, year of appointment, number of the contract, sex, serial from 001

A number that is not 18 digits long is some other number and says nothing. Nobody is appointed before the age of 18.
"""

from __future__ import annotations

from datetime import date

from domain.errors import Sentence
from domain.events import (
    AnyEvent,
    CallPlaced,
    EmployeeAssigned,
    LocationRequested,
    ReasonDecided,
)

ADULT_YEARS = 18
WARNINGS_KEPT = 100
SEEN_KEPT = 200_000

_OTHERS = {
    EmployeeAssigned: "supervisor",
    LocationRequested: "requested_by",
    CallPlaced: "placed_by",
    ReasonDecided: "decided_by",
}


def why_not_a_nip(number: str, employment: str | None = None) -> Sentence | None:
    """What is impossible about an 18-digit number, or ``None``. Of an unknown employment, either form will do."""
    if len(number) != 18 or not (number.isascii() and number.isdigit()):
        return None
    try:
        birth = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return Sentence("{digits} is no date of birth", {"digits": number[:8]})
    year, month = int(number[8:12]), int(number[12:14])
    if employment in ("PNS", "CPNS"):
        if not 1 <= month <= 12:
            return Sentence("{digits} is no month of appointment", {"digits": number[12:14]})
        if (year - birth.year, month) < (ADULT_YEARS, birth.month):
            return _too_young(f"{year}-{month:02}", birth)
    elif year - birth.year < ADULT_YEARS:
        return _too_young(str(year), birth)
    if number[14] not in "12":
        return Sentence("{digit} is neither 1 (male) nor 2 (female)", {"digit": number[14]})
    if number[15:] == "000":
        return Sentence("serials begin at 001")
    return None


def _too_young(appointed: str, birth: date) -> Sentence:
    return Sentence("it appoints in {appointed} somebody born on {birth}", {"appointed": appointed, "birth": birth})


class NipWarnings:
    """Collects each doubtful number once, in bounded memory."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self.omitted = 0
        self._seen: set[str] = set()

    def look_at(self, event: AnyEvent, line: int) -> None:
        """Look at the numbers in an event that were not seen before."""
        nip = getattr(event, "nip", None)
        if nip is not None and nip not in self._seen:
            self._check(nip, getattr(event, "employment", None), line)
        other = _OTHERS.get(type(event))
        if other is not None:
            nip = getattr(event, other)
            if nip is not None and nip not in self._seen:
                self._check(nip, None, line)

    def _check(self, nip: str, employment: str | None, line: int) -> None:
        if len(self._seen) >= SEEN_KEPT:
            self._seen.clear()
        self._seen.add(nip)
        why = why_not_a_nip(nip, employment)
        if why is None:
            return
        if len(self.sentences) < WARNINGS_KEPT:
            values = {"line": line, "nip": nip, "why": why}
            self.sentences.append(Sentence("line {line}: {nip} cannot be a NIP: {why}", values))
        else:
            self.omitted += 1
