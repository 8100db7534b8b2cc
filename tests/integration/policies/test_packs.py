"""The packs of policies/ stand together: each validates, says its law, and contradicts none of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cli.packs import packs
from domain.admission import admit
from domain.answer import Answer
from domain.events import Recorded
from domain.replay import replay
from ledger.policy_file import read_policy_file

POLICIES = Path(__file__).resolve().parents[3] / "policies"
PACKS = packs()
CALENDARS = sorted(POLICIES.glob("calendar-*.jsonl"))
PROPOSAL = "PROPOSAL-NOT-ENACTED-kalteng-wfa.yaml"

WITA = {"timezone": "Asia/Makassar"}
UNITS: dict[str, dict[str, Any]] = {
    "id": {},
    "kaltim": {"parent": "id", **WITA},
    "bkd-kaltim": {"parent": "kaltim"},
    "dpmptsp-kaltim": {"parent": "kaltim", "direct_service": True},
    "dinkes-kaltim": {"parent": "kaltim"},
    "rsud-aws": {"parent": "dinkes-kaltim", "direct_service": True},
    "balikpapan": {"parent": "id", **WITA},
    "bkpsdm-balikpapan": {"parent": "balikpapan"},
    "disdukcapil-balikpapan": {"parent": "balikpapan", "direct_service": True},
    "satpol-pp-balikpapan": {"parent": "balikpapan"},
    "dinkes-balikpapan": {"parent": "balikpapan"},
    "puskesmas-klandasan": {"parent": "dinkes-balikpapan", "direct_service": True},
    "disdik-balikpapan": {"parent": "balikpapan"},
    "kaltara": {"parent": "id", **WITA},
    "diskominfo-kaltara": {"parent": "kaltara"},
    "bappeda-kaltara": {"parent": "kaltara"},
    "kalteng": {"parent": "id", "timezone": "Asia/Pontianak"},
    "bapenda-kalteng": {"parent": "kalteng"},
}
PEOPLE = [
    ("bkd-kaltim", "PNS", "Kepala Badan"),
    ("bkd-kaltim", "CPNS", "Analis Kepegawaian"),
    ("dpmptsp-kaltim", "PPPK", "Petugas Loket"),
    ("dinkes-kaltim", "PNS", "Perencana"),
    ("dinkes-kaltim", "NON_ASN", "Pengadministrasi"),
    ("rsud-aws", "PNS", "Perawat"),
    ("bkpsdm-balikpapan", "PNS", "Kepala Badan"),
    ("disdukcapil-balikpapan", "PNS", "Petugas Loket"),
    ("satpol-pp-balikpapan", "NON_ASN", "Anggota"),
    ("puskesmas-klandasan", "PPPK", "Bidan"),
    ("disdik-balikpapan", "PNS", "Kepala Sekolah"),
    ("disdik-balikpapan", "PPPK", "Guru"),
    ("diskominfo-kaltara", "PNS", "Pranata Humas"),
    ("diskominfo-kaltara", "NON_ASN", "Resepsionis"),
    ("bappeda-kaltara", "CPNS", "Perencana"),
    ("bapenda-kalteng", "PNS", "Analis Pajak"),
]
YEARS = [2020, 2021, 2026]
ABSENCE: dict[str, dict[str, Any]] = {
    path.stem: rule["set"]["absence"]
    for path in PACKS
    for rule in read_policy_file(path)["rules"]
    if "absence" in rule["set"]
}


def enacted() -> list[Path]:
    return [path for path in PACKS if path.name != PROPOSAL]


def calendar_events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def the_events(city_within_the_province: bool) -> Iterator[dict[str, Any]]:
    """Every unit, person, pack and calendar; and one call and one question for a location on every day."""
    for unit, stated in UNITS.items():
        parent = {"parent": "kaltim"} if unit == "balikpapan" and city_within_the_province else {}
        event = {"type": "UnitDefined", "unit": unit, "name": unit, "effective_from": "2000-01-01"}
        yield {**event, **stated, **parent}
    for path in enacted():
        document = read_policy_file(path)
        yield {"type": "PolicyEnacted", "policy": document["policy"], "document": document}
    for path in CALENDARS:
        yield from calendar_events(path)
    for nip, (unit, employment, title) in enumerate(PEOPLE):
        person = {"type": "EmployeeAssigned", "nip": str(nip), "name": title, "employment": employment, "unit": unit}
        yield {**person, "title": title, "effective_from": "2020-01-01"}
        for year in YEARS:
            for number in range(366 if year == 2020 else 365):
                day = date(year, 1, 1) + timedelta(days=number)
                asked = {"nip": str(nip), "occurred_at": f"{day}T10:00:00+08:00"}
                yield {"type": "CallPlaced", "call_id": str(day), "placed_by": "head", "channel": "phone", **asked}
                yield {"type": "LocationRequested", "request_id": str(day), "requested_by": "head", **asked}


@cache
def the_ledger(city_within_the_province: bool) -> list[Recorded[Any]]:
    facts = []
    positions = count(1)
    for event in the_events(city_within_the_province):
        position = next(positions)
        line = json.dumps({"id": f"e-{position}", **event})
        facts.append(Recorded(position, datetime(2019, 12, 1, tzinfo=UTC), admit(line)))
    return facts


@cache
def answers(city_within_the_province: bool) -> list[tuple[str, Answer]]:
    facts = the_ledger(city_within_the_province)
    found = []
    for nip, (unit, employment, title) in enumerate(PEOPLE):
        own = [fact for fact in facts if getattr(fact.event, "nip", str(nip)) == str(nip)]
        for year in YEARS:
            as_of = datetime(year, 12, 31, 15, 59, tzinfo=UTC)
            first, last = date(year, 1, 1), date(year, 12, 31)
            answer = replay(str(nip), own, as_of=as_of, known_at=len(facts), first=first, last=last)
            found.append((f"{title} ({employment}) of {unit} in {year}", answer))
    return found


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_validates(path: Path) -> None:
    assert read_policy_file(path)["rules"]


def test_no_two_packs_have_the_same_identity() -> None:
    identities = [read_policy_file(path)["policy"] for path in PACKS]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("city_within_the_province", [False, True])
def test_all_packs_together_leave_no_day_call_or_location_in_conflict(city_within_the_province: bool) -> None:
    for who, answer in answers(city_within_the_province):
        statuses = {day.status for day in answer.days}
        assert "conflict" not in statuses, who
        assert "conflict" not in {call.why for call in answer.calls}, who
        assert "conflict" not in {request.why for request in answer.location_requests}, who
        assert not any(tally.conflict for tally in answer.absence.values()), who


def test_whoever_has_no_counter_to_serve_is_never_unregulated() -> None:
    for who, answer in answers(False):
        unit = who.split(" of ")[1].split(" in ")[0]
        if not UNITS[unit].get("direct_service"):
            assert "unregulated" not in {day.status for day in answer.days}, who


@pytest.mark.parametrize(("year", "working_days"), [(2020, 243), (2021, 248), (2026, 240)])
def test_the_calendar_leaves_so_many_working_days_of_five_a_week(year: int, working_days: int) -> None:
    events = calendar_events(POLICIES / f"calendar-{year}.jsonl")
    free = {event["date"] for event in events if event["type"] == "HolidayDeclared"}
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366 if year == 2020 else 365)]
    assert sum(day.weekday() < 5 and str(day) not in free for day in days) == working_days


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_every_line_of_a_calendar_is_a_fact_with_its_regulation_and_a_stable_id(path: Path) -> None:
    identities = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        event = admit(line)
        assert event.scope == "id"
        assert event.regulation
        assert event.id.startswith(f"{path.stem}-")
        if "date" in event.__struct_fields__:
            assert event.id == f"{path.stem}-{event.kind.replace('_', '-')}-{event.date}"
        identities.add(event.id)
    assert len(identities) == len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("year", "period_id", "first", "last"),
    [
        (2020, "ramadan-1441", "2020-04-24", "2020-05-23"),
        (2021, "ramadan-1442", "2021-04-13", "2021-05-12"),
        (2026, "ramadan-1447", "2026-02-19", "2026-03-20"),
    ],
)
def test_ramadan_lasts_from_one_decision_of_the_minister_to_the_next(
    year: int, period_id: str, first: str, last: str
) -> None:
    (period,) = [event for event in calendar_events(POLICIES / f"calendar-{year}.jsonl") if "period" in event]
    assert (period["period_id"], period["first"], period["last"]) == (period_id, first, last)


def test_the_proposal_says_so_wherever_it_could_be_mistaken_for_law() -> None:
    document = read_policy_file(POLICIES / PROPOSAL)
    assert document["policy"].startswith("proposal-")
    assert document["title"].startswith("PROPOSAL, NOT ENACTED")
    assert document["regulation"].startswith("PROPOSAL, NOT ENACTED")
    assert (POLICIES / PROPOSAL).read_text(encoding="utf-8").startswith("# PROPOSAL. NOT ENACTED. NOT LAW.")


def test_the_bands_of_pp_94_leave_no_gap_and_stop_at_ten_days_in_a_row() -> None:
    (rule,) = read_policy_file(POLICIES / "pp-94-2021.yaml")["rules"]
    absence = rule["set"]["absence"]
    assert [band["days"] for band in absence["bands"]] == [3, 4, 7, 11, 14, 17, 21, 25, 28]
    assert (absence["consecutive_days"], absence["day_minutes"]) == (10, 450)
    assert rule["when"]["employment"] == ["PNS", "CPNS"]


def test_no_pack_calls_a_dismissal_that_was_not_asked_for_merely_honourable() -> None:
    named = {
        name: {absence.get("consecutive_kind"), *(band["kind"] for band in absence["bands"])}
        for name, absence in ABSENCE.items()
    }
    dismissals = {name: {kind for kind in kinds if kind and "dismissal" in kind} for name, kinds in named.items()}
    assert dismissals == {
        "pp-94-2021": {"honourable_dismissal_not_at_own_request"},
        "pp-94-2021-final-kinds": {"honourable_dismissal_not_at_own_request"},
        "pp-53-2010": {"dismissal_not_at_own_request_or_dishonourable"},
    }


def test_the_moderate_kinds_are_those_of_the_transition_until_the_final_ones_are_enacted() -> None:
    assert moderate("pp-94-2021") == {
        11: "periodic_rise_delayed_1_year",
        14: "promotion_delayed_1_year",
        17: "rank_down_one_level_1_year",
    }
    assert moderate("pp-94-2021-final-kinds") == {
        11: "allowance_cut_25_percent_6_months",
        14: "allowance_cut_25_percent_9_months",
        17: "allowance_cut_25_percent_12_months",
    }
    assert list(moderate("pp-53-2010").values()) == list(moderate("pp-94-2021").values())


def test_the_final_kinds_of_pp_94_differ_in_nothing_but_the_moderate_kinds_and_go_first() -> None:
    transitional, final = (dict(ABSENCE[name]) for name in ("pp-94-2021", "pp-94-2021-final-kinds"))
    for mine, theirs in zip(transitional.pop("bands"), final.pop("bands"), strict=True):
        assert mine == theirs or (mine["level"], mine["days"]) == (theirs["level"], theirs["days"])
        assert mine == theirs or mine["level"] == "moderate"
    assert transitional == final
    documents = [read_policy_file(POLICIES / f"{name}.yaml") for name in ("pp-94-2021", "pp-94-2021-final-kinds")]
    assert [document.get("precedence") for document in documents] == [0, 1]
    assert documents[0]["rules"][0]["when"] == documents[1]["rules"][0]["when"]


def moderate(name: str) -> dict[int, str]:
    """The kinds of moderate sanctions of a pack, by the days from which they stand."""
    return {band["days"]: band["kind"] for band in ABSENCE[name]["bands"] if band["level"] == "moderate"}


@pytest.mark.parametrize("name", ["perpres-21-2023", "keppres-68-1995"])
def test_the_weekly_hours_without_breaks_are_those_of_the_regulation(name: str) -> None:
    rules = {rule["id"]: rule["set"] for rule in read_policy_file(POLICIES / f"{name}.yaml")["rules"]}

    def worked(rule: str) -> int:
        (rest,) = rules[rule]["breaks"]
        return _minutes(rules[rule]["hours"]) - _minutes(rest)

    assert 4 * worked("hours") + worked("hours-friday") == 37 * 60 + 30
    assert 4 * worked("hours-ramadan") + worked("hours-ramadan-friday") == 32 * 60 + 30


def _minutes(interval: dict[str, str]) -> int:
    start, end = (datetime.strptime(interval[key], "%H:%M") for key in ("start", "end"))
    return int((end - start).total_seconds()) // 60


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_names_every_reading_with_its_confidence(path: Path) -> None:
    comments = " ".join(re.findall(r"#(.*)", path.read_text(encoding="utf-8")))
    assert re.search(r"\((H|M|L|GK)\b", comments)


def test_the_guide_lists_every_pack_and_calendar() -> None:
    guide = (POLICIES / "README.md").read_text(encoding="utf-8")
    listed = [*PACKS, *CALENDARS, *sorted(POLICIES.glob("discipline-*.yaml"))]
    assert [path.name for path in listed if f"`{path.name}`" not in guide] == []
