"""Recording discipline cases: each step is decided upon everything that the ledger holds, and appended only to that.

    cases = Cases(ledger)
    cases.open(nip, allegation=True, opened_by=…, post="pelaksana", institution="province", at=now)
    cases.step(SummonsIssued(…))

Steps have invariants and facts have not: of two officers who decide upon the same state one appends, and the other
reads again and decides anew. What is held to that state are all cases of the employee, voids included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any, Literal, NamedTuple, cast

import msgspec
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError

from domain.corrections import in_account
from domain.discipline.basis import (
    DigestOf,
    allegation_to_open,
    basis_of_absence,
    basis_of_allegation,
    basis_of_report,
)
from domain.discipline.case import Case
from domain.discipline.docket import Docket, HeldCase, cases_of, hold
from domain.discipline.events import (
    AnyCaseEvent,
    Basis,
    BasisRenewed,
    CaseEvent,
    CaseOpened,
    Document,
    Examinee,
    case_id,
    nip_of,
)
from domain.discipline.footing import footing
from domain.discipline.procedure import expect
from domain.discipline.refusal import Caution, StepRefused
from domain.errors import SaksiError
from domain.events import Recorded
from domain.judgement import Judgement
from domain.problems import problem_of
from domain.replay import read_off
from ledger.application import Ledger
from ledger.avro import EPOCH
from ledger.case_file import END, CaseFile
from ledger.drafts import draft_of
from ledger.inquiry import position_of, with_digest
from ledger.mapper import StreamEvent
from ledger.province import CASE, case_stream

SOURCE = "case"
ATTEMPTS = 8
"""How often a decision is made anew because another was quicker."""


class CasesBusy(SaksiError):
    """Others went on with the cases of the employee each time a step was decided."""

    code = "cases_busy"


class WrongStep(SaksiError):
    """A step with a field that no step may have."""

    code = "wrong_step"


class Taken(NamedTuple):
    """A step as it was recorded, and what to look at about it; a duplicate was there before."""

    fact: Recorded[AnyCaseEvent]
    cautions: tuple[Caution, ...] = ()
    duplicate: bool = False


class Cases:
    """The cases of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def read(self, name: str) -> HeldCase:
        """A case by all its steps. Raises ``NoSuchCase``."""
        return self._file(nip_of(name)).held(name, END)

    def case(self, name: str) -> Case:
        """A case as it stands at the end: the library's aggregate of its stream. Raises ``NoSuchCase``."""
        try:
            found: Any = self._ledger.repository.get(f"{CASE}{name}", projector_func=cast("Any", _project))
        except AggregateNotFoundError:
            self._file(nip_of(name)).judged(name)
            raise
        return cast("Case", found)

    def local_date(self, nip: str, instant: datetime) -> date:
        """The employee's local date at an instant."""
        return self._file(nip).today(instant)

    def open(
        self,
        nip: str,
        *,
        opened_by: str,
        post: str,
        institution: Literal["central", "province", "regency"],
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
    ) -> Taken:
        """Open a case on exactly one of an allegation, the absence of a year, and a report.

        Raises ``NothingToRestOn``, ``StepRefused``, ``WrongStep``, ``NoDisciplineRules``, ``CasesBusy`` and what
        writing raises.
        """
        asked = (
            nip,
            opened_by,
            post,
            institution,
            at,
            on,
            allegation,
            reached_at,
            absence,
            consecutive,
            report,
            act_on,
        )
        event_id = f"{nip}-case-opened-{_digest(asked)}"

        def made(file: CaseFile, docket: Docket, following: int) -> CaseOpened:
            moment = as_of or at
            judgement, position = self._known(file, known_at)
            digest, today = _digest_of(judgement, moment, position), file.today(moment)
            if allegation:
                found = allegation_to_open(judgement, docket, moment, reached_at)
                basis = basis_of_allegation(found, as_of=moment, known_at=position, digest=digest)
            elif absence is not None:
                basis = basis_of_absence(
                    judgement, absence, consecutive, as_of=moment, known_at=position, today=today, digest=digest
                )
            else:
                assert report is not None, "a case stands on one of the three"
                assert act_on is not None, "a report is about an act of a day"
                basis = basis_of_report(report, act_on, as_of=moment, known_at=position, today=today, digest=digest)
            day = on or file.today(at)
            assigned = file.post(day) or file.post(basis.act_on)
            if assigned is None:
                raise StepRefused("{nip} was assigned nowhere on {day}", "check the NIP and the date", nip=nip, day=day)
            return CaseOpened(
                id=event_id,
                case=case_id(nip, following),
                occurred_at=at,
                on=day,
                nip=nip,
                opened_by=opened_by,
                examinee=Examinee(employment=assigned.employment, post=post, institution=institution),
                basis=basis,
            )

        return self._take(nip, event_id, made)

    def renew(
        self,
        name: str,
        *,
        why: str,
        at: datetime,
        on: date | None = None,
        as_of: datetime | None = None,
        known_at: int | datetime | None = None,
        id: str | None = None,  # noqa: A002  as the event's own field
    ) -> Taken:
        """Let a case stand on the same as it reads now: a count that climbed, facts that changed.

        Raises as ``open``, and ``NoSuchCase``.
        """
        event_id = id or f"{name}-basis-renewed-{_digest((why, at, on, as_of, known_at))}"

        def made(file: CaseFile, docket: Docket, _: int) -> BasisRenewed:
            case, moment = file.held(name, END).case, as_of or at
            judgement, position = self._known(file, known_at)
            before, digest, today = case.basis, _digest_of(judgement, moment, position), file.today(moment)
            if before.allegation is not None:
                calls = {call.position for call in before.allegation.calls}
                found = allegation_to_open(
                    judgement, _without(docket, case), moment, _reached(judgement, moment, calls)
                )
                basis = basis_of_allegation(found, as_of=moment, known_at=position, digest=digest)
            elif before.absence is not None:
                year, consecutive = before.absence.year, before.absence.consecutive
                basis = basis_of_absence(
                    judgement, year, consecutive, as_of=moment, known_at=position, today=today, digest=digest
                )
            else:
                assert before.report is not None, "a basis is one of the three"
                basis = basis_of_report(
                    before.report, before.act_on, as_of=moment, known_at=position, today=today, digest=digest
                )
            return BasisRenewed(id=event_id, case=name, occurred_at=at, on=on or file.today(at), basis=basis, why=why)

        return self._take(nip_of(name), event_id, made)

    def step(self, step: AnyCaseEvent) -> Taken:
        """Record a step that may follow.

        Raises ``NoSuchCase``, ``StepRefused``, ``WrongStep``, ``NoDisciplineRules``, ``CasesBusy`` and what writing
        raises.
        """

        def made(file: CaseFile, _docket: Docket, following: int) -> AnyCaseEvent:
            if isinstance(step, CaseOpened):
                if step.case != case_id(step.nip, following):
                    raise StepRefused(
                        "the next case of {nip} is {case}, not {given}",
                        "cases are numbered without a gap",
                        nip=step.nip,
                        case=case_id(step.nip, following),
                        given=step.case,
                    )
            else:
                file.held(step.case, END)
            return step

        return self._take(nip_of(step.case), step.id, made, step)

    def _take(
        self,
        nip: str,
        event_id: str,
        made: Callable[[CaseFile, Docket, int], AnyCaseEvent],
        given: AnyCaseEvent | None = None,
    ) -> Taken:
        for _ in range(ATTEMPTS):
            file = self._file(nip)
            streams = self._streams(nip, file.known_at)
            there = next((one for stream in streams.values() for one in stream if one.event.id == event_id), None)
            if there is not None:
                return self._again(file, there, given)
            docket = cases_of(file.judgement.facts, nip)
            event = _expect_well_formed(made(file, docket, len(streams)))
            cautions = _decided(file, docket, docket.case(event.case), event)
            ends = {name: facts[-1].position if facts else 0 for name, facts in streams.items()}
            try:
                return Taken(self._append(event, ends), tuple(cautions))
            except IntegrityError:
                continue
        raise CasesBusy(
            "others went on with the cases of {nip} each time this step was decided", "give it again", nip=nip
        )

    def _append(self, event: AnyCaseEvent, ends: Mapping[str, int]) -> Recorded[AnyCaseEvent]:
        appended = self._ledger.append([draft_of(event, SOURCE, 0, self._ledger.codec)], (), ends)
        for refusal in appended.refusals.values():
            raise refusal
        position = appended.duplicates.get(0, appended.last_position)
        (found,) = (one for one in self._ledger.facts(f"case-{event.case}", position) if one.event.id == event.id)
        return found  # type: ignore[return-value]

    def _again(self, file: CaseFile, there: Recorded[Any], given: AnyCaseEvent | None) -> Taken:
        """A step whose id is there: a second run of the same command. Raises ``StepRefused`` if it is not."""
        if given is not None and msgspec.to_builtins(there.event) != msgspec.to_builtins(given):
            raise StepRefused(
                "the id {id} is used by another step, at position {position}",
                "give the step an id of its own",
                id=there.event.id,
                position=there.position,
            )
        if all(fact.event.id != there.event.id for fact in file.facts):
            raise StepRefused(
                "this step was recorded at position {position} and voided",
                "give it again with another instant (--at), if it is to count"
                if isinstance(there.event, CaseOpened)
                else "give it again with another id (--id), if it is to count",
                position=there.position,
            )
        return Taken(there, duplicate=True)

    def _file(self, nip: str) -> CaseFile:
        return CaseFile(self._ledger, nip, self._ledger.last_position())

    def _known(self, file: CaseFile, known_at: int | datetime | None) -> tuple[Judgement, int]:
        position = file.known_at if known_at is None else position_of(self._ledger, known_at)
        return file.judgement if position == file.known_at else file.judgement.known_earlier(position), position

    def _streams(self, nip: str, position: int) -> dict[str, list[Recorded[Any]]]:
        """All streams of the employee's cases, and the one after them, which is empty."""
        found: dict[str, list[Recorded[Any]]] = {}
        for number in count(1):
            name = case_stream(nip, number)
            found[name] = list(self._ledger.facts(name, position))
            if not found[name]:
                break
        return found


def _project(_: Case | None, events: Iterable[StreamEvent]) -> Case | None:
    """The library's way to an aggregate: the events of a stream in order, voids among them."""
    steps = [Recorded(event.originator_version, EPOCH, cast("Any", event.event)) for event in events]
    counting = in_account(steps, len(steps))  # a void stands in the stream of what it voids
    held = hold([step for step in counting if isinstance(step.event, CaseEvent)])
    return held.case if held is not None else None


def _expect_well_formed(event: AnyCaseEvent) -> AnyCaseEvent:
    """The step as it is, if whoever reads it could decode it: one that was put together here was never decoded.

    Raises ``WrongStep``.
    """
    plain = msgspec.to_builtins(event)
    try:
        msgspec.convert(plain, type(event))
    except msgspec.ValidationError as error:
        raise WrongStep(
            "{step}: {problem}",
            "see docs/events.md for what belongs into each field",
            step=type(event).__name__,
            problem=problem_of(error, plain, type(event)).said,
        ) from None
    return event


def _decided(file: CaseFile, docket: Docket, case: Case | None, event: AnyCaseEvent) -> list[Caution]:
    """What to look at about a step that may follow. Raises ``StepRefused`` and ``NoDisciplineRules``."""
    basis: Basis | None = event.basis if isinstance(event, (CaseOpened, BasisRenewed)) else None
    if basis is None:
        assert case is not None, "it was read"
        basis = case.basis
    now = footing(basis, file.judgement, max(event.occurred_at, basis.as_of))
    days = file.working_days(event.on)
    return expect(case, event, docket=docket, rules_on=file.rules_on, days=days, footing=now)


def _digest_of(judgement: Judgement, as_of: datetime, position: int) -> DigestOf:
    def digest(first: date, last: date) -> str:
        answer = read_off(judgement, as_of=as_of, known_at=position, first=first, last=last)
        return str(with_digest(answer)["digest"])

    return digest


def _without(docket: Docket, case: Case) -> Docket:
    return Docket(docket.nip, tuple(one for one in docket.held if one.case.name != case.name))


def _reached(judgement: Judgement, as_of: datetime, calls: set[int]) -> datetime | None:
    """When the allegation was reached that shares one of the calls, by what is known now."""
    from domain.discipline.footing import placed_by
    from domain.strikes import allegations_at

    for one in allegations_at(placed_by(judgement, as_of), as_of):
        if not calls.isdisjoint(call.position for call in one.calls):
            return one.reached_at
    return None


def _digest(asked: object) -> str:
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:12]
