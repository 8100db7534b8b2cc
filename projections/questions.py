"""What an agency asks every morning, answered from the read models as of any instant.

    questions = Questions(ledger, views)
    questions.status(day, as_of, unit="diskominfo")
    questions.sanctions(as_of)
    questions.recap(date(2026, 2, 1), as_of)

``unit`` means the unit and everything below it, as it is on the day. Every answer says at which position it stands, and
how many of those it names still wait to be derived again; for somebody without a sheet of the day, a replay steps in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from itertools import islice

from msgspec import Struct

from domain.absence import Tally
from domain.answer import CaseAnswer, DayAnswer, StrikesAnswer
from domain.board import Board, Headcount, asked_of_unit, board
from domain.corrections import Facts, in_account
from domain.errors import SaksiError
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.policy.law import Ruling
from domain.replay import cases_answer, strikes_answer
from domain.zones import DEFAULT_ZONE, zone
from ledger.application import Ledger
from ledger.errors import UnknownUnit
from ledger.province import Province
from projections.checkpoint import Checkpoint
from projections.generation import Generation
from projections.read_models.sheets import days_of_month
from projections.reading import KeptEmployee
from projections.views import Views

MOST_NAMES = 500
"""What a statement names at most: units, or employees whose sheets are read together."""


class NoReadModels(SaksiError):
    """There are no read models yet."""

    code = "no_read_models"


class Person(Struct, frozen=True):
    """An employee as assigned on a day."""

    nip: str
    name: str
    unit: str
    employment: str
    title: str


class StatusLine(Struct, frozen=True):
    """One employee's day, and the state of strikes at the instant asked about.

    ``waiting``: derived again soon, because something that many share has changed.
    """

    person: Person
    day: DayAnswer
    strike_state: str
    waiting: bool


class SanctionLine(Struct, frozen=True):
    """One employee with strikes that count, an allegation or a case on one; ``calls`` are the ids of those that count.

    ``cases`` are all discipline cases, open or closed, whatever each stands on.
    """

    person: Person
    strikes: StrikesAnswer
    calls: list[str]
    cases: list[CaseAnswer]
    waiting: bool


class CaseLine(Struct, frozen=True):
    """One discipline case: of whom (None if never assigned), and the unit it was opened in, if any.

    ``changed_since`` is the position from which on what it stands on reads otherwise; None while it holds.
    """

    nip: str
    person: Person | None
    unit: str | None
    case: CaseAnswer
    changed_since: int | None
    waiting: bool


class RecapLine(Struct, frozen=True):
    """One employee's month: days by status, late and early minutes, and the tally of the year up to its last day.

    ``strike_state`` is that of the instant asked about.
    """

    person: Person
    days: dict[str, int]
    late_minutes: int
    early_minutes: int
    tally: Tally
    strike_state: str
    waiting: bool


class UnitBoard(Struct, frozen=True):
    """The board of a unit on a day: ``rulings`` on its posts and its cap, ``waiting`` how many of its staff wait.

    ``strike_states`` counts its staff by the state of strikes at the instant asked about.
    """

    unit: str
    name: str
    zone: str
    board: Board
    rulings: list[Ruling]
    strike_states: dict[str, int]
    waiting: int


class Questions:
    """Asks the generation that serves. Raises ``NoReadModels`` if none does, ``OtherVersion`` if it is not ours."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        serving = Generation.serving(views)
        if serving is None or not serving.checkpoint.position:
            raise NoReadModels("there are no read models of this ledger yet", "run `saksi rebuild`, or `saksi follow`")
        serving.expect_current()
        self._ledger, self._generation = ledger, serving
        self.checkpoint: Checkpoint = serving.checkpoint
        self.waiting = serving.pending_count()

    def status(self, day: date, as_of: datetime, unit: str | None = None) -> list[StatusLine]:
        """A line for everyone employed on the day, by unit and name. Raises ``UnknownUnit``."""
        lines = []
        for person, waiting, kept in self._kept(self._people(day, day, unit), day, day):
            answer = kept.day_answer(day, as_of)
            if answer is not None:
                lines.append(StatusLine(person, answer, self._strike_state(kept, as_of), waiting))
        return lines

    def sanctions(self, as_of: datetime, unit: str | None = None) -> list[SanctionLine]:
        """Everyone who at the instant has strikes that count, an allegation or a case on one, the gravest first.

        Also who is employed no more, where they served last: no allegation ends with an employment.
        """
        day = as_of.astimezone(zone(DEFAULT_ZONE)).date()  # of one instant, in whatever offset it was asked
        found = []
        struck = " AND (nip IN (SELECT nip FROM {call} WHERE strikes = 1) OR nip IN (SELECT nip FROM {case}))"
        for person, waiting, kept in self._kept(self._people(date.min, day, unit, struck), day, day):
            state = kept.strikes(as_of)
            if state.state != "clear":
                counting = [call.call_id for call in state.counting]
                cases = kept.case_answers(as_of)
                found.append(SanctionLine(person, strikes_answer(state, kept), counting, cases, waiting))
        return sorted(found, key=lambda line: (-len(line.strikes.allegations), -line.strikes.count, line.person.nip))

    def cases(self, as_of: datetime, unit: str | None = None) -> list[CaseLine]:
        """Every discipline case that had been opened by the instant, by employee and number.

        ``unit`` means that it was opened in the unit, or in what lies below it on the local date of the instant.
        """
        day = as_of.astimezone(zone(DEFAULT_ZONE)).date()
        units = self.units_below(unit, day) if unit is not None else None
        people = {
            person.nip: (person, waiting)
            for person, waiting in self._people(date.min, date.max, None, " AND nip IN (SELECT nip FROM {case})")
        }
        found = []
        for nip, cases in sorted(self._cases.items()):
            kept = KeptEmployee(self._generation, nip, self._judge, cases=cases)
            person, waiting = people.get(nip, (None, False))
            for judged in kept.cases:
                held = judged.at(as_of)
                if held is None or (units is not None and judged.unit not in units):
                    continue
                (answer,) = cases_answer([judged], as_of, kept)
                since = judged.standing(held, as_of).since
                found.append(CaseLine(nip, person, judged.unit, answer, since, waiting))
        return found

    def recap(self, month: date, as_of: datetime, unit: str | None = None) -> list[RecapLine]:
        """The month of everyone employed in it, by unit and name; days after the instant are not in it."""
        days = days_of_month(month.replace(day=1))
        lines = []
        people = self._people(days[0], days[-1], unit)
        for person, waiting, kept in self._kept(people, days[0].replace(month=1), days[-1]):
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
                    self._strike_state(kept, as_of),
                    waiting,
                )
            )
        return lines

    def board(self, unit: str, day: date, as_of: datetime) -> list[UnitBoard]:
        """The board of the unit and of everything below it that is asked for posts or has any staff.

        Raises ``UnknownUnit``.
        """
        headcounts: dict[str, Headcount] = {name: Headcount() for name in sorted(self.units_below(unit, day))}
        waits = Counter[str]()
        states: dict[str, Counter[str]] = {name: Counter() for name in headcounts}
        for person, waiting, kept in self._kept(self._people(day, day, unit), day, day):
            waits[person.unit] += waiting
            states[person.unit][self._strike_state(kept, as_of)] += 1
            judged = kept.day(day)
            if judged is not None:
                headcounts[person.unit].add(judged, as_of)
        found = []
        for name, headcount in headcounts.items():
            asked = asked_of_unit(self._jurisdiction, name, day)
            if headcount.staff or asked.anything:
                on_day = self._jurisdiction.units.on(name, day)
                named = on_day.facts[0].event.name
                made = board(asked, headcount)
                found.append(
                    UnitBoard(name, named, on_day.zone.key, made, asked.rulings, dict(states[name]), waits[name])
                )
        return found

    # Who

    def _people(self, first: date, last: date, unit: str | None, further: str = "") -> list[tuple[Person, bool]]:
        """Those assigned between two days, as assigned last, and whether they wait; by unit and name."""
        post, call, case, pending = map(self._generation.table, ("post", "call", "discipline_case", "pending"))
        units = self.units_below(unit, last) if unit is not None else set()
        # The database leaves out who was never in the unit, unless it is made of too many to name; who moved away
        # between the days is left out below.
        named = sorted(units) if len(units) <= MOST_NAMES else []
        there = f" AND nip IN (SELECT nip FROM {post} WHERE unit IN ({', '.join('?' * len(named))}))" if named else ""
        asked = further.format(call=call, case=case) + there
        rows = self._generation.views.query(
            f"SELECT nip, name, unit, employment, title, nip IN (SELECT nip FROM {pending}) FROM {post} "
            f"WHERE first <= ? AND (last IS NULL OR last >= ?){asked} ORDER BY nip, first",
            (last.isoformat(), first.isoformat(), *named),
        )
        latest = {nip: (Person(nip, *post_of), bool(waiting)) for nip, *post_of, waiting in rows}
        found = [entry for entry in latest.values() if unit is None or entry[0].unit in units]
        return sorted(found, key=lambda entry: (entry[0].unit, entry[0].name, entry[0].nip))

    def _kept(
        self, people: Iterable[tuple[Person, bool]], first: date, last: date
    ) -> Iterator[tuple[Person, bool, KeptEmployee]]:
        """These people with what is kept of them: the sheets between two days of a year are read for many at once."""
        sheet = self._generation.table("sheet")
        months = [f"{first.year}-{month:02}" for month in range(first.month, last.month + 1)]
        remaining = iter(people)
        while some := list(islice(remaining, MOST_NAMES // len(months))):
            rows = self._generation.views.query(
                f"SELECT nip, month, days FROM {sheet} WHERE month BETWEEN ? AND ? "
                f"AND nip IN ({', '.join('?' * len(some))})",
                (months[0], months[-1], *(person.nip for person, _ in some)),
            )
            sheets: dict[str, dict[str, bytes | None]] = {person.nip: dict.fromkeys(months) for person, _ in some}
            for nip, month, days in rows:
                sheets[nip][month] = days
            for person, waiting in some:
                nip = person.nip
                cases = self._cases.get(nip, ())
                yield person, waiting, KeptEmployee(self._generation, nip, self._judge, sheets.pop(nip), cases)

    def _strike_state(self, kept: KeptEmployee, as_of: datetime) -> str:
        """The state of strikes; nothing is read of those who never had any, nor a case."""
        if kept.nip not in self._struck and kept.nip not in self._cases:
            return "clear"
        return kept.strikes(as_of).state

    @cached_property
    def _struck(self) -> set[str]:
        """Those with a call that is a strike at any instant."""
        rows = self._generation.views.query(
            f"SELECT DISTINCT nip FROM {self._generation.table('call')} WHERE strikes = 1"
        )
        return {nip for (nip,) in rows}

    @cached_property
    def _cases(self) -> dict[str, list[bytes]]:
        """The discipline cases of those who have any."""
        found: dict[str, list[bytes]] = {}
        table = self._generation.table("discipline_case")
        for nip, judged in self._generation.views.query(f"SELECT nip, judged FROM {table} ORDER BY nip, id"):
            found.setdefault(nip, []).append(judged)
        return found

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
        facts = [fact for name in names for fact in self._ledger.facts(name, position)]
        return Jurisdiction(Facts(in_account(facts, position)))

    def _judge(self, nip: str) -> Judgement:
        return self._province.judgement(nip)

    @cached_property
    def _province(self) -> Province:
        """Everybody, judged afresh: for those who have no sheet of a day yet, such as on the first of a month."""
        return Province(self._ledger, self.checkpoint.position)
