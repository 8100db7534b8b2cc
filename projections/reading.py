"""Answers from the read models, as of any instant: what was judged through all instants is read off at one.

    employee = KeptEmployee(Generation.serving(views), "198603152010011004", province.judgement)
    employee.day_answer(day, as_of), employee.strikes(as_of), employee.tally(2026, as_of)

Given the position of the generation, these are what ``domain.replay`` answers; it is the same code that reads them off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.absence import AbsenceRule, Tallies, Tally
from domain.answer import CallAnswer, CaseAnswer, DayAnswer, LocationAnswer
from domain.calls import CallRule, JudgedCall
from domain.discipline.judged import JudgedCase
from domain.judgement import Judgement
from domain.locations import JudgedRequest
from domain.presence import JudgedDay
from domain.replay import beside_cases, call_answer, cases_answer, day_answer, request_answer
from domain.strikes import StrikeState, strike_state
from domain.zones import zone
from projections.generation import Generation
from projections.read_models.calls import Calls, read_call
from projections.read_models.cases import Cases, read_case
from projections.read_models.requests import Requests, read_request
from projections.read_models.sheets import KeptDay, Sheet, Sheets

SHEETS, CALLS, REQUESTS, CASES = Sheets(), Calls(), Requests(), Cases()
ONE_DAY = timedelta(days=1)


class KeptEmployee:
    """One employee's rows, read as they are asked for. Dates are local.

    For a month without a sheet, before the first policy or after the newest fact's, ``judge`` gives the judgement.
    ``sheets`` are those that were read beforehand, by month, None where there is none; so are ``cases``.
    """

    def __init__(
        self,
        generation: Generation,
        nip: str,
        judge: Callable[[str], Judgement],
        sheets: Mapping[str, bytes | None] | None = None,
        cases: Sequence[bytes] | None = None,
    ) -> None:
        self.nip = nip
        self._generation = generation
        self._judge = judge
        self._sheets = {month: Sheet(days) if days is not None else None for month, days in (sheets or {}).items()}
        self._days: dict[date, KeptDay] = {}
        self._calls: list[JudgedCall] | None = None
        if cases is not None:
            self.cases = _by_number(cases)

    # The service that a tally asks

    @cached_property
    def first_countable_day(self) -> date | None:
        """The first day of the first sheet."""
        rows = self._generation.views.query(
            f"SELECT min(month) FROM {self._generation.table(SHEETS.name)} WHERE nip = ?", (self.nip,)
        )
        return date.fromisoformat(f"{rows[0][0]}-01") if rows[0][0] is not None else None

    def day(self, day: date) -> JudgedDay | None:
        """The day, or None if the employee was unemployed on it."""
        return self._kept(day).judged

    def absence_rule(self, day: date) -> AbsenceRule | None:
        """The rule for absence of a day."""
        return self._kept(day).absence_rule

    def call_rule(self, day: date) -> CallRule | None:
        """The rule for calls of a day."""
        return self._kept(day).call_rule

    def _kept(self, day: date) -> KeptDay:
        kept = self._days.get(day)
        if kept is None:
            sheet = self._sheet(day.isoformat()[:7])
            kept = self._days[day] = (sheet.day(day) if sheet is not None else None) or self._judged_afresh(day)
        return kept

    def _sheet(self, month: str) -> Sheet | None:
        if month not in self._sheets:
            rows = self._generation.views.query(
                f"SELECT days FROM {self._generation.table(SHEETS.name)} WHERE nip = ? AND month = ?",
                (self.nip, month),
            )
            self._sheets[month] = Sheet(rows[0][0]) if rows else None
        return self._sheets[month]

    def _judged_afresh(self, day: date) -> KeptDay:
        judged = self._judgement
        zone = judged.duties.zone(day).key
        return KeptDay(zone, judged.day(day), judged.absence_rule(day), judged.call_rule(day))

    @cached_property
    def _judgement(self) -> Judgement:
        return self._judge(self.nip)

    # Answers

    def zone(self, day: date) -> ZoneInfo:
        """The employee's zone on a day."""
        return zone(self._kept(day).zone)

    def local_date(self, instant: datetime) -> date:
        """The date of an instant in the employee's zone on the instant's UTC date."""
        return instant.astimezone(self.zone(instant.astimezone(UTC).date())).date()

    def day_of(self, instant: datetime) -> date:
        """The day an instant belongs to (SPEC section 3)."""
        local = self.local_date(instant)
        before = self.day(local - ONE_DAY)
        if before is not None and before.by_shift and any(one.start <= instant < one.end for one in before.turns):
            return before.day
        return local

    def day_answer(self, day: date, as_of: datetime) -> DayAnswer | None:
        """A day as it reads at an instant; None if the employee was unemployed."""
        judged = self.day(day)
        return day_answer(judged, as_of) if judged is not None else None

    def calls(self, as_of: datetime) -> list[JudgedCall]:
        """The calls placed by an instant, in the order placed."""
        if self._calls is None:
            rows = self._generation.views.query(
                f"SELECT judged FROM {self._generation.table(CALLS.name)} WHERE nip = ?", (self.nip,)
            )
            judged = [read_call(row[0]) for row in rows]
            self._calls = sorted(judged, key=lambda call: (call.placed_at, call.position))
        return [call for call in self._calls if call.placed_at <= as_of]

    def call_answers(self, as_of: datetime) -> list[CallAnswer]:
        """The calls placed by an instant, as they read at it."""
        return [call_answer(call, as_of) for call in self.calls(as_of)]

    def request_answers(self, as_of: datetime) -> list[LocationAnswer]:
        """The location requests made by an instant, as they read at it, in the order made."""
        rows = self._generation.views.query(
            f"SELECT judged FROM {self._generation.table(REQUESTS.name)} WHERE nip = ?", (self.nip,)
        )
        judged = (read_request(row[0]) for row in rows)
        made: list[JudgedRequest] = sorted(judged, key=lambda one: (one.requested_at, one.position))
        return [request_answer(one, as_of) for one in made if one.requested_at <= as_of]

    def strikes(self, as_of: datetime) -> StrikeState:
        """Where the employee stands at an instant."""
        day = self.day_of(as_of)
        return beside_cases(strike_state(self.calls(as_of), as_of, day, self.call_rule(day)), self.cases, as_of)

    @cached_property
    def cases(self) -> list[JudgedCase]:
        """The discipline cases, by number."""
        rows = self._generation.views.query(
            f"SELECT judged FROM {self._generation.table(CASES.name)} WHERE nip = ?", (self.nip,)
        )
        return _by_number(judged for (judged,) in rows)

    def case_answers(self, as_of: datetime) -> list[CaseAnswer]:
        """The discipline cases that had been opened by an instant, as they read at it."""
        return cases_answer(self.cases, as_of, self)

    def tally(self, year: int, as_of: datetime, upto: date = date.max) -> Tally:
        """The tally of a calendar year as of an instant, or up to an earlier day as it stands at that instant."""
        return Tallies(self, as_of, min(self.local_date(as_of), upto)).of(year)


def _by_number(rows: Iterable[bytes]) -> list[JudgedCase]:
    return sorted(map(read_case, rows), key=lambda case: case.number)
