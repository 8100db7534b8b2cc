"""Announces verdicts: what differs from what was told goes into an outbox, from which it is published.

    announcer = Announcer(ledger, views)
    while announcer.step():
        …

An employee is looked at (``look``) when rows of theirs changed (``stirred``), when something matures (``told.due``),
and once another generation serves. A generation that is being built is never looked at, so a rebuild tells nothing;
when it serves, only what differs from what was told is told.

Verdicts are told *as of* an instant up to which the read models know what the ledger held: now, by the ledger's clock,
or just when the first event that they do not know was recorded. So a follower that is behind makes nobody absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from domain.zones import zone
from ledger.application import Ledger
from ledger.avro import instant_of
from projections.announcement import Announcements
from projections.checkpoint import Checkpoint
from projections.generation import PENDING, STIRRED, Generation
from projections.look import Looked, Told, look
from projections.months import EASTERNMOST
from projections.questions import NoReadModels
from projections.told import Announced, ToldTables, VerdictRow
from projections.views import Views

BATCH_OF_EMPLOYEES = 100
BATCH_OF_VERDICTS = 5_000
"""A transaction ends with the employee who reaches either: a follower waits meanwhile."""
POSITIONS_KEPT = 200_000


class Announcer:
    """Fills the outbox. Raises ``NoReadModels``, ``OtherVersion``, and what reading and writing raise."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        self._ledger, self._views = ledger, views
        self._announcements = Announcements()
        self._positions: dict[str, int] = {}
        self.tables = ToldTables(views)
        self.tables.lay_out()

    @property
    def last_number(self) -> int:
        """The number of the last verdict."""
        return self.tables.announced().number

    def forget(self) -> None:
        """Forget what was told, so that everything that stands is told anew, from number 1 on."""
        with self._views.transaction():
            self.tables.forget_all()

    def step(self, published: int = 0) -> bool:
        """Look at some employees, in one transaction; False when there is nobody to look at.

        What lies in the outbox before ``published`` is taken out of it.
        """
        generation, announced, as_of = self._where()
        if generation.number == announced.generation and not self._waiting(generation, as_of, 1):
            return False
        with self._views.transaction():
            generation, announced, as_of = self._where()  # nothing can change until this transaction ends
            self.tables.forget_before(published)
            if generation.number != announced.generation:
                self._stir_all(generation)
            nips = self._waiting(generation, as_of, BATCH_OF_EMPLOYEES)
            number = self._look_at(generation, nips, announced.number, as_of)
            self.tables.announce(Announced(generation.number, as_of, number))
        return True

    def _where(self) -> tuple[Generation, Announced, datetime]:
        """The generation that serves, how far announcing is, and the instant to tell as of."""
        generation = Generation.serving(self._views)
        if generation is None:
            raise NoReadModels("there are no read models of this ledger yet", "run `saksi rebuild`, or `saksi follow`")
        generation.expect_current()
        announced = self.tables.announced()
        return generation, announced, max(announced.as_of, self._known_until(generation.checkpoint))

    def _known_until(self, checkpoint: Checkpoint) -> datetime:
        """Up to when the read models know what the ledger held. They have no sheets beyond ``laid_until``."""
        known = self._ledger.recorder.clock().astimezone(UTC)  # first: what is recorded after this is of no concern
        if self._ledger.last_position() > checkpoint.position:
            known = min(known, instant_of(self._ledger.recorder.recorded_at(checkpoint.position + 1)))
        if checkpoint.laid_until is None:
            return known
        end = datetime.combine(checkpoint.laid_until + timedelta(days=1), time(), zone(EASTERNMOST))
        return min(known, end.astimezone(UTC) - timedelta(microseconds=1))

    def _waiting(self, generation: Generation, as_of: datetime, limit: int) -> list[str]:
        """Whom to look at: those with changed rows, then those with something that matured; not those who wait to be
        derived again."""
        pending = generation.table(PENDING)
        rows = self._views.query(
            f"SELECT nip FROM {generation.table(STIRRED)} AS stirred WHERE NOT EXISTS (SELECT 1 FROM {pending} "
            "AS waiting WHERE waiting.nip = stirred.nip) ORDER BY nip LIMIT ?",
            (limit,),
        )
        found = [nip for (nip,) in rows]
        if len(found) < limit:
            found += self.tables.due(as_of, pending, limit)
        return list(dict.fromkeys(found))[:limit]

    def _stir_all(self, generation: Generation) -> None:
        """Have everybody looked at who has rows, or of whom anything was told."""
        everybody = " UNION ".join(
            f"SELECT nip FROM {table}"
            for table in (*(generation.table(name) for name in ("sheet", "call", "discipline_case")), "told")
        )
        stirred = generation.table(STIRRED)
        self._views.write(
            f"INSERT INTO {stirred} SELECT nip FROM ({everybody}) AS everybody WHERE 1 = 1 ON CONFLICT DO NOTHING"
        )

    def _look_at(self, generation: Generation, nips: Sequence[str], number: int, as_of: datetime) -> int:
        """Look at these employees, or as many as there are verdicts enough; the number of the last verdict then."""
        if not nips:
            return number
        sheets, calls, told = self._sheets(generation, nips), self._calls(generation, nips), self.tables.of(nips)
        cases = self._cases(generation, nips)
        looked: dict[str, Looked] = {}
        count = 0
        for nip in nips:
            looked[nip] = look(
                sheets.get(nip, {}), calls.get(nip, ()), told.get(nip, Told()), as_of, cases.get(nip, ())
            )
            count += len(looked[nip].verdicts)
            if count >= BATCH_OF_VERDICTS:
                break
        known_at = generation.checkpoint.position
        self._find({event for one in looked.values() for verdict in one.verdicts for event in verdict.events})
        rows: list[VerdictRow] = []
        for nip, one in looked.items():
            for verdict in one.verdicts:
                positions = sorted({*verdict.positions, *(self._positions[event] for event in verdict.events)})
                if not positions:  # a day that is not served rests on the assignments alone
                    positions = [row.position for row in self._ledger.recorder.read_stream(f"staff-{nip}", known_at)]
                # Rows may be ahead of the generation's position, and never behind.
                state = self._announcements.encode(nip, verdict, as_of, max(known_at, *positions, 0), positions)
                rows.append(VerdictRow(number + len(rows) + 1, nip, state))
        self.tables.add(rows)
        self.tables.tell(
            (nip, one.due, one.told) for nip, one in looked.items() if nip not in told or told[nip] != one.told
        )
        self._views.write(f"DELETE FROM {generation.table(STIRRED)} WHERE nip = ?", [(nip,) for nip in looked])
        return number + len(rows)

    def _sheets(self, generation: Generation, nips: Sequence[str]) -> dict[str, dict[str, bytes]]:
        sheets: dict[str, dict[str, bytes]] = {}
        for nip, month, days in self._rows(generation.table("sheet"), "nip, month, days", nips):
            sheets.setdefault(nip, {})[month] = days
        return sheets

    def _calls(self, generation: Generation, nips: Sequence[str]) -> dict[str, list[tuple[bool, bytes]]]:
        calls: dict[str, list[tuple[bool, bytes]]] = {}
        rows = self._rows(generation.table("call"), "nip, position, strikes, judged", nips)
        for nip, _, strikes, judged in sorted(rows, key=lambda row: row[:2]):
            calls.setdefault(nip, []).append((bool(strikes), judged))
        return calls

    def _cases(self, generation: Generation, nips: Sequence[str]) -> dict[str, list[bytes]]:
        cases: dict[str, list[bytes]] = {}
        for nip, _, judged in sorted(self._rows(generation.table("discipline_case"), "nip, id, judged", nips)):
            cases.setdefault(nip, []).append(judged)
        return cases

    def _rows(self, table: str, columns: str, nips: Sequence[str]) -> list[tuple]:  # type: ignore[type-arg]
        return self._views.query(f"SELECT {columns} FROM {table} WHERE nip IN ({', '.join('?' * len(nips))})", nips)

    def _find(self, events: set[str]) -> None:
        """Look up where events stand. Those of the law come again and again, so what was found is kept."""
        if len(self._positions) > POSITIONS_KEPT:
            self._positions.clear()
        missing = events - self._positions.keys()
        if missing:
            self._positions |= self._ledger.recorder.positions_of(missing)
