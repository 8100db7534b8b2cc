"""What holds for every ledger: random small ones of a week, told by Hypothesis (SPEC sections 1, 2 and 8)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.facts import (
    DUTY,
    LUNCH,
    SHIFTS,
    absence,
    accepted,
    answer,
    at,
    call,
    calls,
    check_in,
    employee,
    employment_ended,
    holiday,
    leave,
    leave_cancelled,
    letter,
    location,
    location_request,
    named,
    office,
    period,
    policy,
    reason,
    recorded,
    rejected,
    revoked,
    rule,
    shift,
    shift_withdrawn,
    unit,
    void,
    window,
)
from tests.unit.domain.story import ask_exactly

DATES = [f"2026-03-{day:02}" for day in range(1, 7)]
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(7, 17) for minute in (0, 10, 40)] + ["00:30", "02:00", "23:00"]
WINDOWS = [window("in", "06:30", "07:30", late_until="09:00"), window("out", "15:00", "16:00", early_from="13:00")]
PLACE = {"lat": 0.0, "lon": 0.0, "radius_m": 100}

dates = st.sampled_from(DATES)
clocks = st.sampled_from(CLOCKS)
ids = st.sampled_from(["a", "b", "c"])
callers = st.sampled_from(["budi", "citra", "andi", "stranger"])
subjects = st.one_of(
    st.builds(lambda one: {"call_id": one}, ids),
    st.builds(lambda day: {"date": day}, dates),
    st.builds(lambda day, name: {"date": day, "window": name}, dates, st.sampled_from(["in", "out"])),
)
occurrences = st.one_of(
    st.builds(check_in, clocks, dates),
    st.builds(lambda clock, day, one, by: call(clock, day, call_id=one, by=by), clocks, dates, ids, callers),
    st.builds(lambda clock, day, one: answer(clock, day, call_id=one), clocks, dates, ids),
    st.builds(
        lambda clock, day, one, about: reason(clock, day, reason_id=one, about=about), clocks, dates, ids, subjects
    ),
    st.builds(lambda clock, day, one, by: accepted(clock, day, reason_id=one, by=by), clocks, dates, ids, callers),
    st.builds(lambda clock, day, one, by: rejected(clock, day, reason_id=one, by=by), clocks, dates, ids, callers),
    st.builds(lambda clock, day, one: location_request(clock, day, request_id=one), clocks, dates, ids),
    st.builds(lambda clock, day, one: location(clock, day, request_id=one, lat=0.001), clocks, dates, ids),
)
dated = st.one_of(
    st.builds(holiday, dates),
    st.builds(lambda day, one: leave(day, leave_id=one), dates, ids),
    st.builds(lambda day, one: leave_cancelled(day, leave_id=one), dates, ids),
    st.builds(lambda kind, day: letter(kind, day, place=PLACE), st.sampled_from(["home", "travel"]), dates),
    st.builds(lambda day, one: shift("22:00", "06:00", day, shift_id=one), dates, ids),
    st.builds(lambda day, one: shift("08:00", "12:00", day, shift_id=one), dates, ids),
    st.builds(shift_withdrawn, ids),
    st.builds(lambda day, one: period("ramadan", day, DATES[-1], period_id=one), dates, ids),
    st.builds(lambda day: employee(supervisor="citra", title="driver", effective_from=day), dates),
    st.builds(lambda day: employee("budi", effective_from=day), dates),
    st.builds(lambda day: unit("dinas", timezone="Asia/Jakarta", effective_from=day), dates),
    st.builds(employment_ended, dates),
    st.builds(lambda day: revoked("base", day), dates),
    st.builds(lambda day: policy("closing", precedence=1, effective_from=day, arrangement="off"), dates),
    st.builds(lambda day: policy("other", effective_from="2026-01-01", when={"from": day}, windows=[]), dates),
)
duties = st.builds(
    calls,
    st.sampled_from([10, 30]),
    st.integers(1, 3),
    st.sampled_from(["day", "month", "year", "policy", {"days": 2}]),
    st.sampled_from(["any", "direct", "chain"]),
    spacing=st.sampled_from([0, 30]),
    consecutive=st.booleans(),
    span_at_most=st.sampled_from([None, 60, 2000]),
    span_at_least=st.sampled_from([None, 20]),
    reason_within=st.sampled_from([0, 120]),
)
laws = st.builds(
    lambda parameters, duty: [
        *office(),
        policy(
            rules=[
                rule("fasting", {"period": ["ramadan"]}, arrangement="anywhere"),
                rule(
                    "base",
                    **{**DUTY, "windows": WINDOWS, **parameters},
                    calls=duty,
                    breaks=[LUNCH],
                    location={"respond_within": 15},
                    absence=absence(60, 30, [{"days": 1, "level": "light", "kind": "oral"}]),
                ),
            ]
        ),
    ],
    st.sampled_from([{}, SHIFTS]),
    duties,
)
instants = st.builds(at, clocks, dates)


@st.composite
def ledgers(draw, most=12):
    """Facts in the order of recording, each with an ``id`` and a time of recording of its own; voids among them."""
    facts = []
    for fact in [*draw(laws), *draw(st.lists(occurrences | dated, max_size=most))]:
        is_void = len(facts) > len(office()) and draw(st.integers(0, 7)) == 0
        facts.append(told(len(facts), void(draw(st.sampled_from(facts))["id"]) if is_void else fact))
    return facts


def told(number, fact):
    """The fact with an ``id`` and a time of recording by its number, wherever it comes to stand."""
    return recorded(at(f"{number // 60:02}:{number % 60:02}", "2026-03-01"), named(f"e-{number}", fact))


def shown(facts, as_of, known_at=None):
    """The answer about the week, without the position it was asked at."""
    whole = ask_exactly(*facts, as_of=as_of, known_at=known_at, first=DATES[0], last=DATES[-1])
    return {key: value for key, value in whole.items() if key != "known_at"}


@settings(max_examples=120)
@given(ledgers(), st.lists(occurrences | dated, min_size=1, max_size=4), st.data())
def test_an_answer_known_at_k_never_changes_whatever_is_recorded_later(facts, later, data):
    as_of = data.draw(instants)
    known_at = data.draw(st.integers(0, len(facts)))
    after = [told(len(facts) + number, fact) for number, fact in enumerate(later)]
    after.append(told(len(facts) + len(later), void(data.draw(st.sampled_from(facts))["id"])))
    assert shown(facts[:known_at], as_of, known_at) == shown([*facts, *after], as_of, known_at)


@settings(max_examples=120)
@given(ledgers(), occurrences | dated, st.data())
def test_an_event_and_its_void_leave_every_answer_as_it_was_before_both(facts, event, data):
    as_of = data.draw(instants)
    place = data.draw(st.integers(0, len(facts)))
    after = data.draw(st.integers(place, len(facts)))
    with_both = [
        *facts[:place],
        told(len(facts), event),
        *facts[place:after],
        told(len(facts) + 1, void(f"e-{len(facts)}")),
        *facts[after:],
    ]
    assert shown(with_both, as_of) == shown(facts, as_of)


@settings(max_examples=80)
@given(ledgers(), st.data())
def test_a_void_and_its_void_leave_every_answer_as_it_was_before_both(facts, data):
    as_of = data.draw(instants)
    first, second = len(facts), len(facts) + 1
    target = data.draw(st.sampled_from(facts))["id"]
    undone = [told(first, void(target)), told(second, void(f"e-{first}"))]
    assert shown([*facts, *undone], as_of) == shown(facts, as_of)


DISTINCT = st.one_of(
    st.builds(holiday, dates),
    st.builds(lambda day: leave(day, leave_id=day), dates),
    st.builds(lambda day: letter("travel", day), dates),
    st.builds(lambda day: letter("home", day), dates),
    st.builds(lambda day: shift("22:00", "06:00", day, shift_id=f"{day} night"), dates),
    st.builds(lambda day: shift("08:00", "12:00", day, shift_id=f"{day} morning"), dates),
    st.builds(lambda day: period("ramadan", day, day, period_id=day), dates),
    st.builds(lambda day: employee(supervisor="citra", effective_from=day), st.sampled_from(DATES[1:3])),
    st.builds(employment_ended, st.sampled_from(DATES[3:])),
)
"""Facts that carry dates and whose order of recording does not matter as long as no two are of one kind and date."""


def _identity(fact):
    return fact.get("occurred_at") or str(sorted((name, str(value)) for name, value in fact.items() if name != "place"))


commuting = st.lists(occurrences | DISTINCT, min_size=2, max_size=12, unique_by=_identity)
"""Things that happened at instants of their own, and dated facts of their own."""


@settings(max_examples=120)
@given(laws, commuting, st.data())
def test_permuting_facts_that_commute_does_not_change_the_answer(law, facts, data):
    as_of = data.draw(instants)
    numbered = [told(len(law) + number, fact) for number, fact in enumerate(facts)]
    law = [told(number, fact) for number, fact in enumerate(law)]
    permuted = data.draw(st.permutations(numbered))
    assert shown([*law, *permuted], as_of) == shown([*law, *numbered], as_of)


@settings(max_examples=40)
@given(ledgers(), st.lists(occurrences | dated, min_size=1, max_size=4), instants)
def test_what_happens_to_others_does_not_change_an_answer(facts, elsewhere, as_of):
    theirs = [{**fact, "nip": "zaki"} for fact in elsewhere if "nip" in fact]
    after = [told(len(facts) + number, fact) for number, fact in enumerate(theirs)]
    assert shown([*facts, *after], as_of) == shown(facts, as_of)


@settings(max_examples=25)
@given(ledgers(), instants)
def test_an_answer_about_a_week_is_the_answers_about_its_days(facts, as_of):
    apart = [ask_exactly(*facts, as_of=as_of, first=day, last=day) for day in DATES]
    together = shown(facts, as_of)
    for what in ("days", "calls", "location_requests"):
        assert _by_day(apart, what) == _by_day([together], what)


def _by_day(answers, what):
    return sorted(str(one) for answer in answers for one in answer[what])


@settings(max_examples=25)
@given(ledgers(), instants)
def test_the_same_question_has_the_same_answer(facts, as_of):
    assert shown(facts, as_of) == shown(facts, as_of)
