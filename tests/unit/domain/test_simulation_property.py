"""A simulation is the difference of two replays of everyone: without the enactment in the facts, and with it."""

from __future__ import annotations

from collections import Counter

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.study import Figures
from tests.unit.domain.facts import DUTY, SHIFTS, absence, policy, rule, window
from tests.unit.domain.simulated import simulated
from tests.unit.domain.story import ask_exactly
from tests.unit.domain.test_properties import DATES, WINDOWS, dates, duties, instants, ledgers

EARLIER, LATER = "2026-02-26", "2026-03-09"
"""Before and after everything that happens, so that no call lies outside."""

conditions = st.sampled_from([None, {"weekday": ["mon", "wed"]}, {"title": ["driver"]}, {"period": ["ramadan"]}])
parameters = st.sampled_from(
    [
        {"arrangement": "anywhere"},
        {"arrangement": "off"},
        {"windows": WINDOWS[:1]},
        {"windows": [window("in", "08:00", "09:30", late_until="11:00")]},
        {"windows": []},
        {**DUTY, "windows": WINDOWS},
        SHIFTS,
        {"absence": absence(30, 60, [{"days": 1, "level": "light", "kind": "written"}])},
        {
            "absence": absence(
                450, 0, [], consecutive_days=2, consecutive_level="severe", consecutive_kind="honourable_dismissal"
            )
        },
        {"breaks": []},
        {"hours": {"start": "06:00", "end": "11:00"}},
    ]
)
documents = st.builds(
    lambda name, precedence, since, until, when, values, duty: policy(
        name,
        precedence=precedence,
        effective_from=since,
        effective_until=max(until, since) if until else None,
        rules=[rule("first", when, **values), *([rule("calls", calls=duty)] if duty else [])],
    ),
    st.sampled_from(["base", "other", "new"]),
    st.sampled_from([0, 0, 1]),
    st.sampled_from(["2026-01-01", *DATES]),
    st.sampled_from([None, *DATES]),
    conditions,
    parameters,
    st.none() | duties,
)
ranges = st.one_of(st.just((EARLIER, LATER)), st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair))))


@settings(max_examples=200, deadline=None)
@given(ledgers(), documents, ranges, instants)
def test_a_simulation_is_the_difference_of_two_replays(facts, document, days, as_of):
    first, last = days
    study = simulated(*facts, document=document, first=first, last=last, as_of=as_of)
    compared = [
        figures
        for nip in ("andi", "budi", "citra")
        if (figures := difference(facts, document, nip, first, last, as_of)) is not None
    ]
    expected = Figures()
    for figures in compared:
        expected.merge(figures)
    found = msgspec.to_builtins(study.total)
    left_aside = {"days_rearranged", "calls_changed", "employees_changed"} if days != (EARLIER, LATER) else set()
    wanted = msgspec.to_builtins(expected)
    assert {name: found[name] for name in wanted if name not in left_aside} == {
        name: wanted[name] for name in wanted if name not in left_aside
    }


@settings(max_examples=60, deadline=None)
@given(ledgers(), documents, instants, st.integers(2, 3))
def test_parts_add_up(facts, document, as_of, parts):
    asked = {"document": document, "first": EARLIER, "last": LATER, "as_of": as_of}
    one, many = simulated(*facts, **asked), simulated(*facts, **asked, parts=parts)
    assert msgspec.to_builtins(many) == msgspec.to_builtins(one)


@settings(max_examples=100, deadline=None)
@given(ledgers(), instants)
def test_what_is_enacted_already_changes_nothing(facts, as_of):
    held = [*facts, policy("again", precedence=2, effective_from="2026-03-02", arrangement="off")]
    study = simulated(*held, document=held[-1], first=EARLIER, last=LATER, as_of=as_of)
    assert not study.total.anything_changes
    assert (study.employees, study.conflicts) == ([], [])
    assert study.document.held_at == len(held)


tallied = st.builds(
    lambda minutes, bands, run: policy(
        "absence",
        precedence=1,
        absence=absence(
            minutes,
            60,
            [{"days": days, "level": "light", "kind": f"from {days}"} for days in sorted(bands)],
            **(
                {"consecutive_days": run, "consecutive_level": "severe", "consecutive_kind": "dismissal"} if run else {}
            ),
        ),
    ),
    st.sampled_from([60, 450]),
    st.sets(st.integers(1, 6), max_size=3),
    st.integers(0, 6),
)
"""Bands near enough for a week to reach some of them and not others."""


@settings(max_examples=150, deadline=None)
@given(ledgers(), tallied, documents, instants)
def test_what_a_tally_leads_to_is_what_the_replays_say(facts, tally, document, as_of):
    facts = [*facts, tally]
    study = simulated(*facts, document=document, first=EARLIER, last=LATER, as_of=as_of)
    found = {one.nip: [(band.consecutive, band.before, band.after) for band in one.bands] for one in study.employees}
    for nip in ("andi", "budi", "citra"):
        one, other = (
            ask_exactly(*told, nip=nip, as_of=as_of, first=EARLIER, last=LATER)["absence"]["2026"]
            for told in (facts, [*facts, document])
        )
        wanted = [
            (name == "consecutive", one[name], other[name])
            for name in ("band", "consecutive")
            if one[name] != other[name]
        ]
        assert msgspec.to_builtins(found.get(nip, [])) == wanted


def difference(facts, document, nip, first, last, as_of):
    """What a reader of the two answers about one employee counts; None if no day of the range was served."""
    known_at = len(facts)
    asked = {"nip": nip, "as_of": as_of, "first": first, "last": last}
    before = ask_exactly(*facts, **asked, known_at=known_at)
    after = ask_exactly(*facts, document, **asked, known_at=known_at + 1)
    if not before["days"]:
        return None
    figures = Figures(employees=1, employee_days=len(before["days"]))
    statuses = Counter()
    for one, other in zip(before["days"], after["days"], strict=True):
        assert one["date"] == other["date"]
        statuses[one["status"], other["status"]] += 1
        figures.days_changed += one["status"] != other["status"]
        figures.days_rearranged += one["arrangement"] != other["arrangement"]
        figures.late_minutes.add(one["late_minutes"], other["late_minutes"])
        figures.early_minutes.add(one["early_minutes"], other["early_minutes"])
        figures.missed_windows.add(missed(one), missed(other))
    for (was, would_be), count in statuses.items():
        figures.statuses.setdefault(was, {})[would_be] = count
    figures.calls_counted.add(counted(before), counted(after))
    figures.strikes.add(len(struck(before)), len(struck(after)))
    outcomes = [[call["outcome"] for call in answer["calls"]] for answer in (before, after)]
    figures.calls_changed = sum(map(str.__ne__, *outcomes))
    accused, would_be_accused = accusations(before), accusations(after)
    figures.allegations.add(len(accused), len(would_be_accused))
    figures.allegations_gained = len(would_be_accused - accused)
    figures.allegations_lost = len(accused - would_be_accused)
    for year, tally in before["absence"].items():
        for name in ("band", "consecutive"):
            one, other = tally[name], after["absence"][year][name]
            figures.bands.add(one is not None, other is not None)
            figures.bands_gained += other is not None and other != one
            figures.bands_lost += one is not None and other != one
    figures.employees_changed = int(figures.anything_changes)
    return figures


def missed(day):
    return sum(window["status"] == "missed" for window in day["windows"])


def counted(answer):
    return sum(call["why"] is None for call in answer["calls"])


def struck(answer):
    return {call["call_id"] for call in answer["calls"] if call["outcome"] == "missed"}


def accusations(answer):
    """The allegations whose last call is in the range; a call id that is a strike is one call's only."""
    return {tuple(one["calls"]) for one in answer["strikes"]["allegations"] if one["calls"][-1] in struck(answer)}
