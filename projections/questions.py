"""What an agency asks every morning, answered from the read models as of any instant.

    questions = Questions(ledger, views)
    questions.status(day, as_of, unit="diskominfo")
    questions.sanctions(as_of)
    questions.recap(date(2026, 2, 1), as_of)

``unit`` means the unit and everything below it, as it is on the day. Every answer says at which position it stands, and
how many of those it names still wait to be derived again; for somebody without a sheet of the day, a replay steps in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct

from domain.absence import Tally
from domain.answer import DayAnswer, StrikesAnswer
from domain.board import Board, Headcount, asked_of_unit, board
from domain.corrections import Facts, in_account
from domain.errors import SaksiError
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.policy.law import Ruling
from domain.replay import strikes_answer
from ledger.application import Ledger
from ledger.province import Province
from projections.generation import Checkpoint, Generation
from projections.reading import KeptEmployee
from projections.sheets import days_of_month
from projections.views import Views


class NoReadModels(SaksiError):
    """There are no read models yet."""

    code = "no_read_models"


class UnknownUnit(SaksiError):
    """No unit of that name is defined on the day."""

    code = "no_such_unit"


class Person(Struct, frozen=True):
    """An employee as assigned on a day."""

    nip: str
    name: str
    unit: str
    employment: str
    title: str


class StatusLine(Struct, frozen=True):
    """One employee's day. ``waiting``: derived again soon, because something that many share has changed."""

    person: Person
    day: DayAnswer
    waiting: bool


class SanctionLine(Struct, frozen=True):
    """One employee with strikes that count, or an allegation; ``calls`` are the ids of the strikes that count."""

    person: Person
    strikes: StrikesAnswer
    calls: list[str]
    waiting: bool


class RecapLine(Struct, frozen=True):
    """One employee's month: days by status, late and early minutes, and the tally of the year up to its last day."""

    person: Person
    days: dict[str, int]
    late_minutes: int
    early_minutes: int
    tally: Tally
    waiting: bool


class UnitBoard(Struct, frozen=True):
    """The board of a unit on a day; ``rulings`` are those on its posts and its cap."""

    unit: str
    name: str
    zone: str
    board: Board
    rulings: list[Ruling]


class Questions:
    """Asks the generation that serves. Raises ``NoReadModels`` if none does."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        serving = Generation.serving(views)
        if serving is None or not serving.checkpoint.position:
            raise NoReadModels("there are no read models of this ledger yet", "run `saksi rebuild`, or `saksi follow`")
        self._ledger, self._generation = ledger, serving
        self.checkpoint: Checkpoint = serving.checkpoint
        self.waiting = serving.pending_count()

    def status(self, day: date, as_of: datetime, unit: str | None = None) -> list[StatusLine]:
        """A line for everyone employed on the day, by unit and name. Raises ``UnknownUnit``."""
        lines = []
        for person, waiting in self._people(day, day, unit):
            answer = self._employee(person.nip).day_answer(day, as_of)
            if answer is not None:
                lines.append(StatusLine(person, answer, waiting))
        return lines

    def sanctions(self, as_of: datetime, unit: str | None = None) -> list[SanctionLine]:
        """Everyone who at the instant has strikes that count or an allegation, the gravest first."""
        day = as_of.date()
        found = []
        for person, waiting in self._people(day, day, unit, " AND nip IN (SELECT nip FROM {call} WHERE strikes = 1)"):
            kept = self._employee(person.nip)
            state = kept.strikes(as_of)
            if state.state != "clear":
                counting = [call.call_id for call in state.counting]
                found.append(SanctionLine(person, strikes_answer(state, kept), counting, waiting))
        return sorted(found, key=lambda line: (-len(line.strikes.allegations), -line.strikes.count, line.person.nip))

    def recap(self, month: date, as_of: datetime, unit: str | None = None) -> list[RecapLine]:
        """The month of everyone employed in it, by unit and name; days after the instant are not in it."""
        days = days_of_month(month.replace(day=1))
        lines = []
        for person, waiting in self._people(days[0], days[-1], unit):
            kept = self._employee(person.nip)
            today = kept.local_date(as_of)
            answers = [kept.day_answer(day, as_of) for day in days if day <= today]
            served = [answer for answer in answers if answer is not None]
            by_status: dict[str, int] = {}
            for answer in served:
                by_status[answer.status] = by_status.get(answer.status, 0) + 1
            lines.append(
                RecapLine(
                    person,
                    by_status,
                    sum(answer.late_minutes for answer in served),
                    sum(answer.early_minutes for answer in served),
                    kept.tally(month.year, as_of, upto=days[-1]),
                    waiting,
                )
            )
        return lines

    def board(self, unit: str, day: date, as_of: datetime) -> list[UnitBoard]:
        """The board of the unit and of everything below it that is asked for posts or has any staff.

        Raises ``UnknownUnit``.
        """
        headcounts: dict[str, Headcount] = {name: Headcount() for name in sorted(self.units_below(unit, day))}
        for person, _ in self._people(day, day, unit):
            judged = self._employee(person.nip).day(day)
            if judged is not None:
                headcounts[person.unit].add(judged, as_of)
        found = []
        for name, headcount in headcounts.items():
            asked = asked_of_unit(self._jurisdiction, name, day)
            if headcount.staff or asked.anything:
                on_day = self._jurisdiction.units.on(name, day)
                named = on_day.facts[0].event.name
                found.append(UnitBoard(name, named, on_day.zone.key, board(asked, headcount), asked.rulings))
        return found

    # Who

    def _people(self, first: date, last: date, unit: str | None, further: str = "") -> Iterator[tuple[Person, bool]]:
        """Those assigned between two days, as assigned last, by unit and name."""
        post, call, pending = (self._generation.table(name) for name in ("post", "call", "pending"))
        rows = self._generation.views.query(
            f"SELECT nip, name, unit, employment, title, nip IN (SELECT nip FROM {pending}) FROM {post} "
            f"WHERE first <= ? AND (last IS NULL OR last >= ?){further.format(call=call)} "
            "ORDER BY unit, name, nip, first",
            (last.isoformat(), first.isoformat()),
        )
        units = self.units_below(unit, last) if unit is not None else None
        latest = {nip: (Person(nip, *post_of), bool(waiting)) for nip, *post_of, waiting in rows}
        for person, waiting in latest.values():
            if units is None or person.unit in units:
                yield person, waiting

    def units_below(self, unit: str, day: date) -> set[str]:
        """The unit and everything below it on the day. Raises ``UnknownUnit`` if it is not defined on it."""
        units = self._jurisdiction.units
        below = {name for name in units.names if unit in units.on(name, day).path}
        if unit not in below:
            raise UnknownUnit(
                "no unit '{unit}' is defined on {day}", "check the name of the unit and the date", unit=unit, day=day
            )
        return below

    @cached_property
    def _jurisdiction(self) -> Jurisdiction:
        """The organisation, the calendar and the law at the position of the read models; nobody's assignments."""
        position = self.checkpoint.position
        names = (name for prefix in ("unit-", "calendar-", "policy-") for name in self._ledger.stream_names(prefix))
        facts = [entry.recorded for name in names for entry in self._ledger.read_stream(name, position)]
        return Jurisdiction(Facts(in_account(facts, position)))

    def _employee(self, nip: str) -> KeptEmployee:
        return KeptEmployee(self._generation, nip, self._judge)

    def _judge(self, nip: str) -> Judgement:
        return self._province.judgement(nip)

    @cached_property
    def _province(self) -> Province:
        """Everybody, judged afresh: for those who have no sheet of a day yet, such as on the first of a month."""
        return Province(self._ledger, self.checkpoint.position)
