"""Steps of discipline cases, recorded: what stands is read, the law decides, and it is appended if nothing moved.

    cases = Cases(ledger)
    taken = cases.open("198603152010011004", allegation=True, opened_by=…, post="executor", institution=…, at=t)
    taken = cases.step(SummonsIssued(…))
    taken.cautions                        # what to look at, with the paragraph and how sure it is

A step is decided on what stands at one position, outside of any lock: replays take a moment. In the transaction that
records it, the streams of all cases of the employee must be as they were read; if another officer was quicker, all is
read and decided again. Two who open a case both want number 2: one gets it, the other is told that there is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import msgspec
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError

from domain.corrections import in_account
from domain.discipline.basis import (
    NothingToRestOn,
    allegation_to_open,
    basis_of_absence,
    basis_of_allegation,
    basis_of_report,
)
from domain.discipline.case import Case
from domain.discipline.docket import cases_of, hold
from domain.discipline.events import (
    AnyCaseEvent,
    Basis,
    BasisRenewed,
    CaseOpened,
    Document,
    Examinee,
    Institution,
    case_id,
    nip_of,
)
from domain.discipline.footing import footing
from domain.discipline.procedure import expect
from domain.discipline.refusal import Caution, StepRefused
from domain.errors import ID_REUSED, Refusal, SaksiError
from domain.events import Employment, Recorded
from domain.replay import read_off
from domain.strikes import allegations_at
from ledger.application import Ledger
from ledger.avro import EPOCH, instant_of
from ledger.case_file import CaseFile, NoSuchCase
from ledger.drafts import Draft, draft_of
from ledger.inquiry import position_of, with_digest
from ledger.mapper import StreamEvent
from ledger.province import CASE

SOURCE = "saksi case"
ATTEMPTS = 8
"""How often a step is decided anew because another was recorded meanwhile."""


class CaseBusy(SaksiError):
    """Others go on recording steps of the same employee's cases, each before this one."""

    code = "case_busy"


class Taken(NamedTuple):
    """A step that is recorded, what to look at, and whether it had been recorded before."""

    fact: Recorded[AnyCaseEvent]
    cautions: list[Caution]
    duplicate: bool


class Cases:
    """Takes steps. Raises ``StepRefused``, ``NoDisciplineRules``, ``CaseBusy``, and what reading and writing raise."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def open(
        self,
        nip: str,
        *,
        opened_by: str,
        post: str,
        institution: Institution,
        at: datetime,
        on: date | None = None,
        allegation: bool = False,
        reached_at: datetime | None = None,
        absence: int | None = None,
        consecutive: bool = False,
        report: Document | None = None,
        act_on: date | None = None,
        as_of: datetime | None = None,
        known_at: int | datetime | None = None,
        id: str | None = None,  # noqa: A002  the field of the event
    ) -> Taken:
        """Open a case on what the ledger says: one of ``allegation``, ``absence`` (a year) and ``report``.

        The basis is read as of an instant (else that of the step), known at a position (else the end). Raises
        ``NothingToRestOn`` too.
        """
        ground = _Ground(allegation, reached_at, absence, consecutive, report, act_on)
        identity = id or _identity(f"case:{nip}", [nip, ground, opened_by, at, on, as_of])

        def made(file: CaseFile, number: int) -> CaseOpened:
            day = on or file.today(at)
            file.rules_on(day)
            return CaseOpened(
                id=identity,
                case=case_id(nip, number),
                occurred_at=at,
                on=day,
                nip=nip,
                opened_by=opened_by,
                examinee=Examinee(employment=_employment(file, day), post=post, institution=institution),
                basis=self._seen(file, ground, as_of or at, known_at, at),
            )

        taken = self._take(nip, identity, made)
        if not isinstance(taken.fact.event, CaseOpened) or taken.fact.event.nip != nip:
            raise _reused(CaseOpened, taken.fact)
        return taken

    def renew(
        self,
        case: str,
        *,
        why: str,
        at: datetime,
        on: date | None = None,
        as_of: datetime | None = None,
        known_at: int | datetime | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Taken:
        """Have a case stand on the same as it reads now: the allegation on its calls, or the absence of its year.

        Raises ``NoSuchCase`` and ``NothingToRestOn`` too.
        """
        identity = id or _identity(f"case:{case}", [case, why, at, on, as_of])

        def made(file: CaseFile, _: int) -> BasisRenewed:
            basis = file.held(case, at).case.basis
            seen = self._seen(file, _ground_of(file, basis, as_of or at), as_of or at, known_at, at)
            return BasisRenewed(id=identity, case=case, occurred_at=at, on=on or file.today(at), basis=seen, why=why)

        taken = self._take(nip_of(case), identity, made)
        if not isinstance(taken.fact.event, BasisRenewed) or taken.fact.event.case != case:
            raise _reused(BasisRenewed, taken.fact)
        return taken

    def step(self, step: AnyCaseEvent) -> Taken:
        """Take a step that is there. The same again, with its id, is a duplicate. Raises ``NoSuchCase`` too."""
        taken = self._take(nip_of(step.case), step.id, lambda _file, _number: step)
        if taken.duplicate and taken.fact.event != step:
            raise _reused(type(step), taken.fact)
        return taken

    def case(self, name: str) -> Case:
        """A case as it stands at the end of the ledger, by the library's event store. Raises ``NoSuchCase``."""
        try:
            found: Any = self._ledger.repository.get(f"{CASE}{name}", projector_func=cast("Any", _project))
        except AggregateNotFoundError:
            raise _no_such_case(name) from None
        return cast("Case", found)

    # Deciding and appending

    def _take(self, nip: str, identity: str, made: Callable[[CaseFile, int], AnyCaseEvent]) -> Taken:
        for _ in range(ATTEMPTS):
            before = self._recorded(identity)
            if before is not None:
                return Taken(before, [], duplicate=True)
            seen = self._versions(nip)
            file = CaseFile(self._ledger, nip, self._ledger.last_position())
            step = made(file, len(seen) + 1)
            cautions = _decide(file, step)
            try:
                position = self._append(nip, step, seen)
            except IntegrityError:
                continue
            recorded_at = instant_of(self._ledger.recorder.recorded_at(position))
            return Taken(Recorded(position, recorded_at, step), cautions, duplicate=False)
        raise CaseBusy(
            "steps of the cases of {nip} are being recorded by others, each before this one",
            "do the same again",
            nip=nip,
        )

    def _append(self, nip: str, step: AnyCaseEvent, seen: dict[str, int]) -> int:
        """Record a step, if the cases of the employee are as they were seen. Raises ``IntegrityError``."""

        def made(_: int) -> Draft:
            if self._versions(nip) != seen or self._ledger.recorder.positions_of({step.id}):
                raise IntegrityError("another step was recorded meanwhile")
            return draft_of(step, SOURCE, 0, self._ledger.codec)

        return self._ledger.recorder.append_statement(made)

    def _versions(self, nip: str) -> dict[str, int]:
        """How many events there are in the stream of each case of an employee."""
        return self._ledger.stream_sizes(f"{CASE}{nip}_")

    def _recorded(self, identity: str) -> Recorded[AnyCaseEvent] | None:
        position = self._ledger.recorder.positions_of({identity}).get(identity)
        if position is None:
            return None
        (entry,) = self._ledger.read_log(position - 1, position)
        return Recorded(entry.position, entry.recorded_at, cast("AnyCaseEvent", entry.event))

    # What a case is to stand on

    def _seen(
        self, file: CaseFile, ground: _Ground, as_of: datetime, known_at: int | datetime | None, at: datetime
    ) -> Basis:
        """The basis as of an instant, known at a position."""
        if as_of > at:
            raise StepRefused(
                "a basis cannot be seen as of {as_of}, after the step at {at}",
                "give an instant that is not after the step",
                as_of=as_of.isoformat(),
                at=at.isoformat(),
            )
        position = file.known_at if known_at is None else position_of(self._ledger, known_at)
        then = file if position == file.known_at else CaseFile(self._ledger, file.nip, position)
        today = then.today(as_of)

        def digest(first: date, last: date) -> str:
            answer = read_off(then.judgement, as_of=as_of, known_at=position, first=first, last=last)
            return str(with_digest(answer)["digest"])

        if ground.report is not None and ground.act_on is not None:
            return basis_of_report(
                ground.report, ground.act_on, as_of=as_of, known_at=position, today=today, digest=digest
            )
        if ground.absence is not None:
            return basis_of_absence(
                then.judgement,
                ground.absence,
                ground.consecutive,
                as_of=as_of,
                known_at=position,
                today=today,
                digest=digest,
            )
        found = allegation_to_open(then.judgement, cases_of(file.judgement.facts, file.nip), as_of, ground.reached_at)
        return basis_of_allegation(found, as_of=as_of, known_at=position, digest=digest)


class _Ground(msgspec.Struct, frozen=True, array_like=True):
    """What a case is opened on."""

    allegation: bool = False
    reached_at: datetime | None = None
    absence: int | None = None
    consecutive: bool = False
    report: Document | None = None
    act_on: date | None = None


def _ground_of(file: CaseFile, basis: Basis, as_of: datetime) -> _Ground:
    """The same that a case stands on, as it reads now. Raises ``NothingToRestOn``."""
    if basis.absence is not None:
        return _Ground(absence=basis.absence.year, consecutive=basis.absence.consecutive)
    if basis.allegation is None:
        raise NothingToRestOn("a case on a report stands on it for good", "take the step that follows instead")
    shared = {call.position for call in basis.allegation.calls}
    placed = [call for call in file.judgement.calls if call.placed_at <= as_of]
    for one in reversed(allegations_at(placed, as_of)):
        if shared & {call.position for call in one.calls}:
            return _Ground(allegation=True, reached_at=one.reached_at)
    raise NothingToRestOn(
        "no allegation on any of the calls of the case stands as of {instant}",
        "close the case, or see `saksi replay {nip}`",
        instant=as_of.isoformat(),
        nip=file.nip,
    )


def _decide(file: CaseFile, step: AnyCaseEvent) -> list[Caution]:
    """What to look at about a step at the position of the file. Raises ``StepRefused`` and ``NoSuchCase``."""
    docket = cases_of(file.judgement.facts, file.nip)
    case = docket.case(step.case)
    if isinstance(step, (CaseOpened, BasisRenewed)):
        basis = step.basis
    elif case is not None:
        basis = case.basis
    else:
        raise _no_such_case(step.case)
    return expect(
        case,
        step,
        docket=docket,
        rules_on=file.rules_on,
        days=file.working_days(step.on),
        footing=footing(basis, file.judgement, step.occurred_at),
    )


def _project(case: Case | None, events: Iterable[StreamEvent]) -> Case | None:
    """The library's way to an aggregate: the events of a stream, voids among them, in order."""
    steps = [Recorded(event.originator_version, EPOCH, cast("Any", event.event)) for event in events]
    held = hold(in_account(steps, len(steps)))  # a void stands in the stream of what it voids
    return held.case if held is not None else case


def _employment(file: CaseFile, day: date) -> Employment:
    """As on a day, or in the last post where nobody is employed then."""
    post = file.post(day)
    return (
        post.employment
        if post is not None
        else file.judgement.jurisdiction.staff.service(file.nip)[-1][2].event.employment
    )


def _identity(prefix: str, said: Any) -> str:
    """The id of a step made from what was asked."""
    return f"{prefix}:{hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:32]}"


def _no_such_case(name: str) -> NoSuchCase:
    return NoSuchCase("there is no case {case}", "see `saksi case list` for all cases", case=name)


def _reused(kind: type[AnyCaseEvent], there: Recorded[Any]) -> Refusal:
    return Refusal(
        "the id '{id}' of this {type} is already used by the {other} at position {position}, whose content differs",
        "a new fact needs a new id; a wrong one is corrected by a void and a new event",
        ID_REUSED,
        id=there.event.id,
        type=kind.__name__,
        other=type(there.event).__name__,
        position=there.position,
    )
