"""Many employees before one jurisdiction: what they share is read and worked out once, then each one's own stream.

    province = Province(ledger, known_at)                     # everyone, or Province(ledger, known_at, [nip, …])
    for nip in province.nips:
        judgement = province.judgement(nip)                   # holds for every T; domain.replay.read_off reads it

What is *shared* are the units, calendars, policies and assignments; what is an employee's *own* is the one stream
``employee-<nip>``, and one for each discipline case. A void stands in the stream of what it voids, so either part is
put right without the other. Memory holds the shared facts and one employee at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import count, takewhile

from domain.answer import Answer
from domain.corrections import Facts, in_account
from domain.discipline.events import case_id, nip_of
from domain.events import EmployeeAssigned, Fact, UnitDefined
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.replay import read_off
from ledger.application import Ledger

CASE = "case-"
"""The beginning of the names of the streams of cases."""
SHARED_STREAMS = ("unit-", "calendar-", "policy-", "staff-")
"""The beginnings of the names of all streams but the employees' own."""


def case_stream(nip: str, number: int) -> str:
    """The stream of an employee's first, second, third … case."""
    return CASE + case_id(nip, number)


def shared_facts(ledger: Ledger, known_at: int, nips: Iterable[str] | None = None) -> list[Fact]:
    """What was recorded up to a position and is no one employee's own, voids included, by position.

    With ``nips``, only what can bear on these employees: their posts and those of the supervisors above, the units
    above with their calendars, and every policy. So the cost grows with them, never with the ledger.
    """

    def read(*streams: str) -> list[Fact]:
        return [fact for stream in streams for fact in ledger.facts(stream, known_at)]

    if nips is None:
        facts = read(*(name for prefix in SHARED_STREAMS for name in ledger.stream_names(prefix)))
    else:
        facts = read(*ledger.stream_names("policy-")) + facts_around(read, nips)
    return sorted(facts, key=lambda fact: fact.position)


def facts_around(read: Callable[..., list[Fact]], nips: Iterable[str]) -> list[Fact]:
    """What can bear on these employees but policies and their own streams; ``read`` gives the facts of some streams.

    Each stream is read once, also one that is not there: so whoever reads knows on which streams an answer can rest.
    """
    nips = sorted(set(nips))
    posts = read(*(f"staff-{nip}" for nip in nips))
    supervisors = _transitively(read, "staff-", _supervisors(posts), _supervisors, without=nips)
    units = _transitively(read, "unit-", _units_of(posts), _parents)
    scopes = _units_of(posts) | _parents(units)
    return posts + supervisors + units + read(*(f"calendar-{scope}" for scope in sorted(scopes)))


def facts_of(read: Callable[[str], list[Fact]], nip: str) -> list[Fact]:
    """What is one employee's own: days and calls, and every discipline case; ``read`` gives the facts of a stream.

    Cases are numbered without a gap, so the first that is not there says that there is no other (``case_stream``).
    """
    cases = (read(case_stream(nip, number)) for number in count(1))
    return sum(takewhile(bool, cases), start=list(read(f"employee-{nip}")))


def own_facts(ledger: Ledger, nip: str, known_at: int) -> list[Fact]:
    """What was recorded up to a position about one employee and no other, voids included, by stream."""
    return facts_of(partial(ledger.facts, upto=known_at), nip)


class Province:
    """Employees as known at a position, before one jurisdiction.

    ``facts`` are the shared ones as they were read, voids included. Without ``nips`` everyone is in it.
    """

    def __init__(self, ledger: Ledger, known_at: int, nips: Iterable[str] | None = None) -> None:
        self._ledger = ledger
        self.known_at = known_at
        self.facts = shared_facts(ledger, known_at, None if nips is None else list(nips))
        self.jurisdiction = Jurisdiction(Facts(in_account(self.facts, known_at)))

    @property
    def nips(self) -> list[str]:
        """Everyone in it who was ever assigned anywhere, sorted; supervisors who were read along are among them."""
        return self.jurisdiction.staff.nips

    def judgement(self, nip: str) -> Judgement:
        """One employee before the law. Nothing of it is kept here: whoever is done with it lets it go."""
        return self._judgement(nip, own_facts(self._ledger, nip, self.known_at))

    def judgements(self, nips: Sequence[str]) -> Iterator[Judgement]:
        """Those of many employees in turn. The ledger is read once for all, so it takes as long for few as for most."""
        streams = self._ledger.facts_of_each([f"employee-{nip}" for nip in nips], self.known_at)
        examined = {nip_of(name.removeprefix(CASE)) for name in self._ledger.stream_names(CASE)}
        for nip, own in zip(nips, streams, strict=True):
            yield self._judgement(nip, own_facts(self._ledger, nip, self.known_at) if nip in examined else own)

    def _judgement(self, nip: str, own: list[Fact]) -> Judgement:
        return Judgement(nip, Facts(in_account(own, self.known_at)), self.jurisdiction, partial(self._earlier, nip))

    def _earlier(self, nip: str, position: int) -> Judgement:
        """The employee as known at another position, where what many share may be otherwise."""
        return Province(self._ledger, position, [nip]).judgement(nip)

    def answer(self, nip: str, *, as_of: datetime, first: date | None = None, last: date | None = None) -> Answer:
        """One employee's replay, as ``domain.replay.replay`` gives it from all these facts."""
        return read_off(self.judgement(nip), as_of=as_of, known_at=self.known_at, first=first, last=last)


def _transitively(
    read: Callable[[str], list[Fact]],
    prefix: str,
    names: set[str],
    further: Callable[[list[Fact]], set[str]],
    without: Iterable[str] = (),
) -> list[Fact]:
    """The facts of the streams of these names, of those that the facts name in turn, and so on."""
    facts: list[Fact] = []
    seen = set(without)
    while names := names - seen:
        seen |= names
        found = [fact for name in sorted(names) for fact in read(prefix + name)]
        facts += found
        names = further(found)
    return facts


def _supervisors(facts: list[Fact]) -> set[str]:
    events = [fact.event for fact in facts]
    return {event.supervisor for event in events if isinstance(event, EmployeeAssigned) and event.supervisor}


def _units_of(facts: list[Fact]) -> set[str]:
    return {fact.event.unit for fact in facts if isinstance(fact.event, EmployeeAssigned)}


def _parents(facts: list[Fact]) -> set[str]:
    return {fact.event.parent for fact in facts if isinstance(fact.event, UnitDefined) and fact.event.parent}
