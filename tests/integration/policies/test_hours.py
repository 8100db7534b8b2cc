"""No pack calls anybody late before the hours of the day begin, or early after they end.

Windows and hours may come from different packs, so the law of all of them is asked: every unit, weekday and
arrangement, on every day of eight years and so in Ramadan and out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from cli.packs import packs
from domain.corrections import Facts
from domain.events import CheckedIn, EmployeeAssigned, PeriodDeclared, PolicyEnacted, Recorded, UnitDefined
from domain.organisation import Units
from domain.policy.document import Interval, Window
from domain.policy.law import Law
from domain.replay import replay
from ledger.policy_file import read_policy_file

POLICIES = Path(__file__).resolve().parents[3] / "policies"
PROPOSAL = "PROPOSAL-NOT-ENACTED-kalteng-wfa.yaml"
UNITS: dict[str, dict[str, Any]] = {
    "id": {},
    "kaltim": {"parent": "id"},
    "dinkes-kaltim": {"parent": "kaltim"},
    "balikpapan": {"parent": "id"},
    "disdukcapil-balikpapan": {"parent": "balikpapan", "direct_service": True},
    "disdik-balikpapan": {"parent": "balikpapan"},
    "kaltara": {"parent": "id"},
    "diskominfo-kaltara": {"parent": "kaltara"},
    "kalteng": {"parent": "id"},
    "diskominfo-kalteng": {"parent": "kalteng"},
    "bapenda-kalteng": {"parent": "kalteng"},
    "jabar": {"parent": "id"},
}
ARRANGEMENTS = ["office", "home", "anywhere"]
MIDDAY = "13:00"  # a last presence that is over by then is none of leaving
RECORDED = datetime(2019, 12, 1, tzinfo=UTC)
FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)
RAMADAN = [
    (date(2020, 4, 24), date(2020, 5, 23)),
    (date(2021, 4, 13), date(2021, 5, 12)),
    (date(2026, 2, 19), date(2026, 3, 20)),
    (date(2027, 2, 8), date(2027, 3, 9)),  # a forecast: the first under the Fridays at home of April 2026
]


@cache
def enacted(with_the_proposal: bool) -> list[Recorded[Any]]:
    """Every unit, pack and Ramadan, as recorded."""
    events: list[Any] = [
        UnitDefined(id=f"unit-{unit}", unit=unit, name=unit, effective_from=date(1990, 1, 1), **stated)
        for unit, stated in UNITS.items()
    ]
    for path in packs():
        if with_the_proposal or path.name != PROPOSAL:
            document = read_policy_file(path)
            events.append(PolicyEnacted(id=path.stem, policy=document["policy"], document=document))
    for first, last in RAMADAN:
        period = {"period": "ramadan", "period_id": f"ramadan-{first.year}", "first": first, "last": last}
        events.append(PeriodDeclared(id=f"ramadan-{first.year}", scope="id", regulation="isbat", **period))
    return [Recorded(position, RECORDED, event) for position, event in enumerate(events, 1)]


@cache
def the_law(with_the_proposal: bool) -> tuple[Units, Law]:
    facts = Facts(enacted(with_the_proposal))
    return Units(facts), Law(facts)


def days() -> Iterator[tuple[date, frozenset[str]]]:
    """Every day of those years, and the periods that hold on it."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        fasting = any(first <= day <= last for first, last in RAMADAN)
        yield day, frozenset({"ramadan"} if fasting else ())


def duty_days(with_the_proposal: bool) -> Iterator[tuple[str, Interval, list[Window]]]:
    """Every kind of day that has hours and windows, with a name to report it by."""
    units, law = the_law(with_the_proposal)
    for (day, periods), unit, arrangement in product(days(), UNITS, ARRANGEMENTS):
        regime = law.regime(units.on(unit, day), "PNS", "Analis Kepegawaian", day, periods)
        hours, windows = (regime.ruling(parameter, arrangement) for parameter in ("hours", "windows"))
        assert not hours.conflict
        assert not windows.conflict
        if not hours.unset and windows.value:
            deciding = " and ".join(
                f"{ruling.deciders[0].enactment.document.policy}/{ruling.deciders[0].rule.id}"
                for ruling in (hours, windows)
            )
            when = f"{day:%A}{' of Ramadan' if periods else ''} in {day:%Y}"
            yield f"{arrangement} in {unit} on a {when}, by {deciding}", hours.value, windows.value


@pytest.mark.parametrize("with_the_proposal", [False, True])
def test_whoever_checks_in_when_the_hours_begin_is_on_time(with_the_proposal: bool) -> None:
    late = {
        day
        for day, hours, windows in duty_days(with_the_proposal)
        if not windows[0].opens < hours.start <= windows[0].closes
    }
    assert sorted(late) == []


@pytest.mark.parametrize("with_the_proposal", [False, True])
def test_whoever_checks_out_when_the_hours_end_is_not_early(with_the_proposal: bool) -> None:
    early = {
        day
        for day, hours, windows in duty_days(with_the_proposal)
        if windows[-1].closes > MIDDAY and windows[-1].opens > hours.end
    }
    assert sorted(early) == []


@pytest.mark.parametrize(
    ("unit", "day", "hours", "check_ins", "status"),
    [
        # The trial in Ramadan: 08:00-15:00 at Bapenda on Wednesdays, 08:00-15:30 at Diskominfo on Fridays.
        ("bapenda-kalteng", "2026-02-25", "08:00-15:00", ["07:45", "12:00", "15:00"], "present"),
        ("diskominfo-kalteng", "2026-02-27", "08:00-15:30", ["08:00", "12:00", "15:30"], "present"),
        ("diskominfo-kalteng", "2026-02-27", "08:00-15:30", ["08:01", "12:00", "15:30"], "late"),
        # The ministry's Fridays, in the Ramadan after the circular and out of it.
        ("jabar", "2027-02-12", "08:00-15:30", ["08:00", "15:30"], "present"),
        ("jabar", "2027-02-12", "08:00-15:30", ["08:00", "15:29"], "early"),
        ("jabar", "2026-04-10", "07:30-16:30", ["07:30", "16:30"], "present"),
        ("jabar", "2026-04-10", "07:30-16:30", ["07:31", "16:30"], "late"),
        # Kalimantan Tengah begins and ends half an hour sooner; without the trial it has those Fridays too.
        ("kalteng", "2026-04-10", "07:00-16:00", ["07:00", "16:00"], "present"),
        ("kalteng", "2027-02-12", "08:00-15:30", ["08:00", "15:30"], "present"),
    ],
)
def test_a_day_away_from_the_office_is_judged_by_its_hours(
    unit: str, day: str, hours: str, check_ins: list[str], status: str
) -> None:
    post = {"name": "Analis", "employment": "PNS", "unit": unit, "title": "Analis Kepegawaian"}
    events: list[Any] = [EmployeeAssigned(id="post", nip="1", effective_from=date(2020, 1, 1), **post)]
    events += [
        CheckedIn(id=at, nip="1", occurred_at=datetime.fromisoformat(f"{day}T{at}:00+07:00")) for at in check_ins
    ]
    trial = unit in {"bapenda-kalteng", "diskominfo-kalteng"}
    facts = list(enacted(trial))
    facts += [Recorded(position, RECORDED, event) for position, event in enumerate(events, len(facts) + 1)]
    on = date.fromisoformat(day)
    as_of = datetime.fromisoformat(f"{day}T23:59:59+07:00")
    (judged,) = replay("1", facts, as_of=as_of, known_at=len(facts), first=on, last=on).days
    assert (judged.arrangement in {"home", "anywhere"}, judged.status) == (True, status)
    units, law = the_law(trial)
    periods = next(periods for one, periods in days() if one == on)
    regime = law.regime(units.on(unit, on), "PNS", "Analis Kepegawaian", on, periods)
    interval = regime.ruling("hours", judged.arrangement).value
    assert f"{interval.start}-{interval.end}" == hours
