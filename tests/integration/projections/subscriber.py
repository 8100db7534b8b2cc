"""A subscriber of verdicts: folds what was told, and what it must then hold by a replay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from domain.answer import CaseAnswer
from domain.discipline.events import nip_of
from domain.replay import cases_answer, read_off
from domain.strikes import allegations_at
from ledger.application import Ledger
from ledger.province import Province
from projections.announcement import Announcements
from projections.look import _end_of
from projections.months import months_of
from projections.read_models.sheets import KeptDay
from projections.told import VerdictRow

State = dict[str, Any]


class Subscriber:
    """Keeps the last word on every day, allegation and band, and demands that each verdict follows from it."""

    def __init__(self) -> None:
        self.number = 0
        self.days: dict[tuple[str, date], State] = {}
        self.allegations: dict[tuple[str, tuple[int, ...]], list[str]] = {}
        self.bands: dict[tuple[str, int, bool], State] = {}
        self.cases: dict[str, State] = {}
        self.bases: dict[str, list[State]] = {}
        self.told: list[tuple[str, State]] = []
        self._announcements = Announcements()

    def take(self, row: VerdictRow, known_at: int) -> None:
        """The next verdict."""
        assert row.position == self.number + 1
        self.number = row.position
        told, kind = self._announcements.decode(row.state), self._announcements.schema_of(row.state).name
        assert told["nip"] == row.nip
        assert told["known_at"] <= known_at
        assert all(0 < position <= told["known_at"] for position in told["positions"])
        self.told.append((kind, told))
        getattr(self, f"_{kind}")(row.nip, told)

    def _DayFinalised(self, nip: str, told: State) -> None:  # noqa: N802
        assert (nip, told["date"]) not in self.days
        assert told["positions"]
        self.days[nip, told["date"]] = told["day"]

    def _DayChanged(self, nip: str, told: State) -> None:  # noqa: N802
        assert self.days[nip, told["date"]] == told["before"] != told["after"]
        self.days[nip, told["date"]] = told["after"]

    def _DayWithdrawn(self, nip: str, told: State) -> None:  # noqa: N802
        assert self.days.pop((nip, told["date"])) == told["before"]

    def _AllegationReached(self, nip: str, told: State) -> None:  # noqa: N802
        calls = tuple(call["position"] for call in told["calls"])
        assert (nip, calls) not in self.allegations
        assert set(calls) <= set(told["positions"])
        self.allegations[nip, calls] = [call["call_id"] for call in told["calls"]]

    def _AllegationWithdrawn(self, nip: str, told: State) -> None:  # noqa: N802
        del self.allegations[nip, tuple(call["position"] for call in told["calls"])]

    def _BandReached(self, nip: str, told: State) -> None:  # noqa: N802
        key = (nip, told["year"], told["consecutive"])
        assert self.bands.get(key) == told["before"]
        self.bands[key] = told["band"]

    def _BandWithdrawn(self, nip: str, told: State) -> None:  # noqa: N802
        key = (nip, told["year"], told["consecutive"])
        assert self.bands.pop(key) == told["band"]
        if told["after"] is not None:
            self.bands[key] = told["after"]

    def _CaseMoved(self, nip: str, told: State) -> None:  # noqa: N802
        assert nip_of(told["case"]) == nip
        was = self.cases.get(told["case"])
        assert (was["stage"] if was is not None else None) == told["before"]
        assert told["positions"]
        if told["after"] is None:
            del self.cases[told["case"]]
            self.bases.pop(told["case"], None)
        else:
            now = {"rests_on": told["rests_on"], "stage": told["after"], "sanction": told["sanction"]}
            assert now != was
            self.cases[told["case"]] = now

    def _BasisChanged(self, nip: str, told: State) -> None:  # noqa: N802
        assert told["case"] in self.cases
        assert told["holds"] is (told["changes"] == [])
        assert self.bases.get(told["case"], []) != told["changes"]
        self.bases[told["case"]] = told["changes"]
        if told["holds"]:
            del self.bases[told["case"]]


def what_stands(ledger: Ledger, nips: list[str], known_at: int, laid_until: date, as_of: datetime) -> Subscriber:
    """What a subscriber must hold, by replays as of an instant."""
    province = Province(ledger, known_at)
    expected = Subscriber()
    for nip in nips:
        judgement = province.judgement(nip)
        _expect_cases(expected, cases_answer(judgement.cases, as_of, judgement.duties))
        months = months_of(province.jurisdiction, nip, laid_until).first_days
        if not months:
            continue
        answer = read_off(judgement, as_of=as_of, known_at=known_at, first=months[0])
        for day in answer.days:
            judged = judgement.day(day.date)
            assert judged is not None
            over = as_of >= _end_of(day.date, KeptDay(judged.zone, judged, None, None))
            if day.status != "pending" and (over or judged.status is None):
                expected.days[nip, day.date] = {
                    "status": day.status,
                    "arrangement": day.arrangement,
                    "late_minutes": day.late_minutes,
                    "early_minutes": day.early_minutes,
                    "missed_windows": sum(window.status == "missed" for window in day.windows),
                }
        calls = [call for call in judgement.calls if call.placed_at <= as_of]
        standing = allegations_at(calls, as_of)
        assert [[call.call_id for call in one.calls] for one in standing] == [
            one.calls for one in answer.strikes.allegations
        ]
        for one in standing:
            expected.allegations[nip, tuple(call.position for call in one.calls)] = [call.call_id for call in one.calls]
        for year, tally in answer.absence.items():
            for consecutive, band in ((False, tally.band), (True, tally.consecutive)):
                if band is not None:
                    expected.bands[nip, int(year), consecutive] = msgspec.to_builtins(band)
    return expected


def _expect_cases(expected: Subscriber, cases: list[CaseAnswer]) -> None:
    for case in cases:
        sanction = msgspec.structs.asdict(case.sanction) if case.sanction is not None else None
        expected.cases[case.case] = {"rests_on": case.rests_on, "stage": case.stage, "sanction": sanction}
        if not case.basis.holds:
            changes = msgspec.to_builtins(case.basis.changes)
            expected.bases[case.case] = [
                {name: change[name] for name in ("part", "key", "then", "now")} for change in changes
            ]


def instant(text: str) -> datetime:
    """An instant of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def after(moment: datetime, **span: float) -> datetime:
    """So long after."""
    return moment + timedelta(**span)
