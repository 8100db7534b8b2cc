"""The story with a discipline case behind it, whose basis falls and is renewed: its log, its bundle, its dossier.

``CASE`` stands on the three calls of Budi's allegation. After the summons the last of them is voided, so the basis
reads otherwise; the case is renewed on a report, and decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from domain.corrections import Facts, in_account
from domain.discipline.basis import allegation_to_open, basis_of_allegation, basis_of_report
from domain.discipline.docket import Docket
from domain.discipline.events import BasisRenewed, CaseOpened
from domain.events import DisciplineEnacted, Event, EventVoided, Fact
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.replay import replay
from evidence.bundle import Bundle
from evidence.dossier.content import Dossier
from ledger.avro import instant_of
from ledger.inquiry import with_digest
from ledger.streams import stream_of
from tests.unit.domain.cases import CLERK, PAPER, decided, heard, summoned
from tests.unit.evidence.forging import AS_OF, BUDI, CODEC, Forged, Row, story

CASE = f"{BUDI}_1"
LATER = AS_OF + timedelta(days=40)
SUPERIOR = "198603152010011004"
RULES = {"title": "Disiplin PNS", "regulation": "PP 94/2021", "effective_from": "2021-08-31"}


class Telling:
    """A log to which steps are told, one second after the other."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)

    def tell(self, *events: Event, stream: str = "") -> None:
        """Record more."""
        for event in events:
            topic = f"saksi.{type(event).__name__}"
            at = self.rows[-1].recorded_at + 1_000_000
            self.rows.append(Row(stream or stream_of(event), topic, CODEC.encode(event), at))

    @property
    def last(self) -> int:
        """The end of it."""
        return len(self.rows)

    def facts(self) -> list[Fact]:
        """All of it but the keys of the ledger."""
        log = Forged(self.rows)
        return [log.fact(at) for at, row in enumerate(self.rows, 1) if not row.stream.startswith("ledger-")]

    def judgement(self) -> Judgement:
        """Budi, as known at the end."""
        counting = Facts(in_account(self.facts(), self.last))
        return Judgement(BUDI, counting, Jurisdiction(counting))

    def digest(self, first: date, last: date, as_of: datetime) -> str:
        """That of the replay as known at the end."""
        answer = replay(BUDI, self.facts(), as_of=as_of, known_at=self.last, first=first, last=last)
        return str(with_digest(answer)["digest"])


@cache
def case_log() -> Forged:
    """The log: the rules of discipline, and the case."""
    telling = Telling(story())
    telling.tell(DisciplineEnacted(id="pp94", discipline="pp94-2021", document=RULES))
    opened_at, renewed_at = AS_OF, AS_OF + timedelta(days=9)
    allegation = allegation_to_open(telling.judgement(), Docket(BUDI), opened_at)
    basis = basis_of_allegation(
        allegation,
        as_of=opened_at,
        known_at=telling.last,
        digest=lambda first, last: telling.digest(first, last, opened_at),
    )
    step = {"case": CASE, "on": opened_at.date(), "occurred_at": opened_at}
    telling.tell(
        CaseOpened(id="opened", nip=BUDI, opened_by=SUPERIOR, examinee=CLERK, basis=basis, **step),
        summoned(CASE, AS_OF + timedelta(days=1)),
    )
    call = next(one for one in telling.facts() if one.position == allegation.calls[-1].position)
    void = EventVoided(id="void", target=call.event.id, reason="nomor lama", authority="BKD")
    telling.tell(void, stream=f"employee-{BUDI}")
    renewed = basis_of_report(
        PAPER,
        renewed_at.date(),
        as_of=renewed_at,
        known_at=telling.last,
        today=renewed_at.date(),
        digest=lambda first, last: telling.digest(first, last, renewed_at),
    )
    step = {"case": CASE, "on": renewed_at.date(), "occurred_at": renewed_at}
    telling.tell(
        BasisRenewed(id="renewed", basis=renewed, why="panggilan ketiga dibatalkan", **step),
        heard(CASE, AS_OF + timedelta(days=16)),
        decided(CASE, AS_OF + timedelta(days=20)),
    )
    return Forged(telling.rows)


@cache
def voided_log() -> Forged:
    """The same, with the renewal of the basis voided at the end."""
    telling = Telling(case_log().rows[:-1])
    void = EventVoided(id="void-of-renewal", target="renewed", reason="salah berkas", authority="BKD")
    telling.tell(void, stream=f"case-{CASE}")
    return Forged(telling.rows)


@cache
def case_bundle() -> Bundle:
    """The bundle of the case, as `saksi evidence export --case` makes it."""
    first, last = date(2026, 2, 13), date(2026, 3, 16)
    return case_log().bundle(BUDI, as_of=LATER, first=first, last=last, case=CASE)


def dossier_of(bundle: Bundle, log: Forged | None = None) -> Dossier:
    """The dossier that lies in a bundle."""
    entries = [json.loads(entry) for entry in bundle.entries]
    log = log or case_log()
    return Dossier(
        answer=bundle.answer,
        facts=[log.fact(one["n"]) for one in entries if not one["id"].startswith("ledger-")],
        checkpoint=bundle.checkpoint,
        keys=bundle.keys,
        entries=bundle.entries,
        events=bundle.events,
        proofs=[proof.hashes for proof in bundle.proofs],
        streams=bundle.streams,
        schemas=bundle.schemas,
        case=bundle.case,
        consistency=bundle.consistency,
        first=bundle.first,
        last=bundle.last,
        recorded_at=instant_of(log.rows[-1].recorded_at),
    )
