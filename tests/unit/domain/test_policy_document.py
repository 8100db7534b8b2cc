"""SPEC section 4: what a policy document must and must not say. One that does not validate is refused whole."""

import copy
import json

import pytest

from domain.admission import admit
from domain.errors import Refusal
from tests.unit.domain.facts import absence, calls

SHIFT_WINDOWS = {"in_before": 1, "in_after": 2, "late": 2, "out_early": 3, "out_before": 3, "out_after": 4}
EVERYTHING = {
    "policy": "base",
    "title": "Base",
    "regulation": "SE 1",
    "scope": "dinas",
    "effective_from": "2026-01-01",
    "effective_until": "2026-12-31",
    "precedence": -3,
    "rules": [
        {
            "id": "first",
            "when": {
                "weekday": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "period": ["ramadan"],
                "dates": ["2026-03-02"],
                "from": "2026-03-02",
                "until": "2026-03-02",
                "direct_service": False,
                "employment": ["PNS", "CPNS", "PPPK", "NON_ASN"],
                "title": ["clerk"],
                "unit": ["dinas"],
                "arrangement": ["office", "anywhere", "home", "shift", "off"],
            },
            "set": {
                "hours": {"start": "08:00", "end": "16:00"},
                "breaks": [{"start": "12:00", "end": "13:00"}],
                "windows": [
                    {"name": "in", "opens": "07:00", "closes": "07:30", "late_until": "08:00", "early_from": "06:00"},
                    {"name": "out", "opens": "16:00", "closes": "16:30", "early_from": "08:01", "place": "office"},
                ],
                "shift_windows": SHIFT_WINDOWS,
                "calls": {
                    "respond_within": 1,
                    "strikes": 1,
                    "period": {"days": 1},
                    "spacing": 0,
                    "consecutive": True,
                    "span_at_most": 0,
                    "span_at_least": 0,
                    "means": ["answered", "call_back", "message"],
                    "callers": "direct",
                    "reason_within": 0,
                },
                "location": {"respond_within": 1},
                "absence": {
                    "day_minutes": 1,
                    "partial_minutes": 0,
                    "consecutive_days": 10,
                    "consecutive_level": "heavy",
                    "consecutive_kind": "dismissal",
                    "bands": [
                        {"days": 3, "level": "light", "kind": "oral"},
                        {"days": 4, "level": "light", "kind": "written"},
                    ],
                },
                "office_cap": 0.25,
                "coverage": [{"post": "gate", "minimum": 0}],
            },
        },
        {"id": "second", "set": {"arrangement": "office"}},
    ],
}


def changed(path, value):
    """The document that says everything, with one thing changed (or, with ``...``, left out)."""
    document = copy.deepcopy(EVERYTHING)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = document
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def enact(document):
    name = document.get("policy", "base")
    return admit(json.dumps({"type": "PolicyEnacted", "id": "e", "policy": name, "document": document}))


def refusal(path, value):
    with pytest.raises(Refusal) as refused:
        enact(changed(path, value))
    return refused.value


def test_a_document_may_say_everything_the_specification_names():
    assert enact(EVERYTHING).document == EVERYTHING


def test_a_document_needs_no_more_than_its_required_keys():
    enact(
        {
            "policy": "base",
            "title": "Base",
            "regulation": "SE 1",
            "scope": "dinas",
            "effective_from": "2026-01-01",
            "rules": [{"id": "only", "set": {"windows": []}}],
        }
    )


@pytest.mark.parametrize("key", ["policy", "title", "regulation", "scope", "effective_from", "rules"])
def test_a_required_key_may_not_be_left_out(key):
    assert refusal(key, ...).code == "invalid_policy"


@pytest.mark.parametrize("key", ["policy", "title", "regulation", "scope", "effective_from", "rules"])
def test_a_required_key_may_not_be_null(key):
    document = changed(key, None)
    line = json.dumps({"type": "PolicyEnacted", "id": "e", "policy": "base", "document": document})
    with pytest.raises(Refusal):
        admit(line)


ACCEPTED = [
    ("effective_until", None),
    ("effective_until", "2026-01-01"),
    ("effective_until", ...),
    ("precedence", None),
    ("precedence", 0),
    ("rules.0.when", None),
    ("rules.0.when", {}),
    ("rules.0.when", ...),
    ("rules.0.when.weekday", None),
    ("rules.0.when.from", None),
    ("rules.0.when.until", None),
    ("rules.0.when.direct_service", None),
    ("rules.0.set.windows", []),
    ("rules.0.set.breaks", []),
    ("rules.0.set.coverage", []),
    ("rules.0.set.windows.0.late_until", None),
    ("rules.0.set.windows.0.early_from", None),
    ("rules.0.set.windows.0.place", None),
    ("rules.0.set.calls.period", "day"),
    ("rules.0.set.calls.period", "month"),
    ("rules.0.set.calls.period", "year"),
    ("rules.0.set.calls.period", "policy"),
    ("rules.0.set.calls.callers", "any"),
    ("rules.0.set.calls.callers", "chain"),
    *((f"rules.0.set.calls.{key}", None) for key in ("spacing", "consecutive", "span_at_most", "span_at_least")),
    *((f"rules.0.set.calls.{key}", None) for key in ("means", "callers", "reason_within")),
    ("rules.0.set.absence.bands", []),
    ("rules.0.set.absence", {"day_minutes": 450, "partial_minutes": 0, "bands": []}),
    ("rules.0.set.absence", absence(consecutive_days=None, consecutive_level=None, consecutive_kind=None)),
    ("rules.0.set.office_cap", 0),
    ("rules.0.set.office_cap", 1),
    ("rules.0.set.shift_windows.late", 5),
    ("rules.0.set.shift_windows.out_early", 60),
]


@pytest.mark.parametrize(("path", "value"), ACCEPTED, ids=[f"{path}={value}" for path, value in ACCEPTED])
def test_a_document_may_say(path, value):
    enact(changed(path, value))


WINDOW = {"name": "in", "opens": "07:00", "closes": "07:30"}

REFUSED = [
    # unknown keys, at every depth
    ("colour", "red"),
    ("rules.0.colour", "red"),
    ("rules.0.when.colour", ["red"]),
    ("rules.0.set.colour", "red"),
    ("rules.0.set.hours.colour", "red"),
    ("rules.0.set.breaks.0.colour", "red"),
    ("rules.0.set.windows.0.colour", "red"),
    ("rules.0.set.shift_windows.colour", 1),
    ("rules.0.set.calls.colour", 1),
    ("rules.0.set.location.colour", 1),
    ("rules.0.set.absence.colour", 1),
    ("rules.0.set.absence.bands.0.colour", 1),
    ("rules.0.set.coverage.0.colour", 1),
    # null as the value of a parameter
    *((f"rules.0.set.{key}", None) for key in EVERYTHING["rules"][0]["set"]),
    ("rules.1.set.arrangement", None),
    # rules
    ("rules", []),
    ("rules.0.id", ...),
    ("rules.0.set", ...),
    ("rules.0.set", None),
    ("rules.0.set", {}),
    ("rules.1.id", "first"),
    ("rules.1.when", {"arrangement": ["office"]}),
    # an end before its beginning
    ("effective_until", "2025-12-31"),
    ("rules.0.when.until", "2026-03-01"),
    ("rules.0.set.hours.end", "08:00"),
    ("rules.0.set.hours.end", "07:59"),
    ("rules.0.set.breaks.0.end", "12:00"),
    ("rules.0.set.windows.0.closes", "07:00"),
    ("rules.0.set.windows.0.late_until", "07:30"),
    ("rules.0.set.windows.0.early_from", "07:00"),
    # windows, disjoint with their late and early parts, in order, of different names
    ("rules.0.set.windows.1.early_from", "08:00"),
    ("rules.0.set.windows.1.name", "in"),
    ("rules.0.set.windows", [WINDOW, {"name": "next", "opens": "07:30", "closes": "09:00"}]),
    ("rules.0.set.windows", [{"name": "next", "opens": "08:30", "closes": "09:00"}, WINDOW]),
    ("rules.0.set.windows.0.name", ...),
    ("rules.0.set.windows.0.opens", ...),
    ("rules.0.set.windows.0.closes", ...),
    ("rules.0.set.windows.0.place", "remote"),
    # shift windows
    ("rules.0.set.shift_windows.late", 1),
    ("rules.0.set.shift_windows.out_early", 2),
    *((f"rules.0.set.shift_windows.{key}", ...) for key in SHIFT_WINDOWS),
    *((f"rules.0.set.shift_windows.{key}", -1) for key in SHIFT_WINDOWS),
    # at least 1
    ("rules.0.set.calls.respond_within", 0),
    ("rules.0.set.calls.strikes", 0),
    ("rules.0.set.calls.period", {"days": 0}),
    ("rules.0.set.location.respond_within", 0),
    ("rules.0.set.absence.day_minutes", 0),
    # not negative
    ("rules.0.set.calls.spacing", -1),
    ("rules.0.set.calls.span_at_most", -1),
    ("rules.0.set.calls.span_at_least", -1),
    ("rules.0.set.calls.reason_within", -1),
    ("rules.0.set.absence.partial_minutes", -1),
    ("rules.0.set.coverage.0.minimum", -1),
    ("rules.0.set.office_cap", -0.01),
    ("rules.0.set.office_cap", 1.01),
    # whole numbers
    ("precedence", 0.5),
    ("rules.0.set.calls.respond_within", 1.5),
    ("rules.0.set.calls.strikes", True),
    ("rules.0.set.absence.day_minutes", "450"),
    # calls
    ("rules.0.set.calls.respond_within", ...),
    ("rules.0.set.calls.strikes", ...),
    ("rules.0.set.calls.period", ...),
    ("rules.0.set.calls.period", "week"),
    ("rules.0.set.calls.period", {}),
    ("rules.0.set.calls.period", {"days": 3, "weeks": 1}),
    ("rules.0.set.calls.means", []),
    ("rules.0.set.calls.means", ["shout"]),
    ("rules.0.set.calls.callers", "all"),
    ("rules.0.set.location", {}),
    # absence
    ("rules.0.set.absence.day_minutes", ...),
    ("rules.0.set.absence.partial_minutes", ...),
    ("rules.0.set.absence.bands", ...),
    ("rules.0.set.absence.consecutive_days", ...),
    ("rules.0.set.absence.consecutive_level", ...),
    ("rules.0.set.absence.consecutive_kind", None),
    ("rules.0.set.absence.bands.1.days", 3),
    ("rules.0.set.absence.bands.1.days", 2),
    ("rules.0.set.absence.bands.0.days", 0),
    ("rules.0.set.absence.bands.0.level", ...),
    ("rules.0.set.absence.bands.0.kind", ...),
    # coverage
    ("rules.0.set.coverage.0.post", ...),
    ("rules.0.set.coverage.0.minimum", ...),
    # values that are not of their kind
    ("effective_from", "2026-02-30"),
    ("effective_from", "13-02-2026"),
    ("rules.0.when.weekday", ["friday"]),
    ("rules.0.when.weekday", "fri"),
    ("rules.0.when.dates", ["2026-3-2"]),
    ("rules.0.when.direct_service", "no"),
    ("rules.0.when.employment", ["ASN"]),
    ("rules.0.when.arrangement", ["beach"]),
    ("rules.1.set.arrangement", "beach"),
    ("rules.0.set.hours", {"start": "08:00"}),
    ("rules.0.set.hours", {"start": "8:00", "end": "16:00"}),
    ("rules.0.set.hours", {"start": "08:00", "end": "24:00"}),
    ("rules.0.set.hours", {"start": 480, "end": 960}),
    ("rules.0.set.breaks", {"start": "12:00", "end": "13:00"}),
]


@pytest.mark.parametrize(("path", "value"), REFUSED, ids=[f"{path}={value}" for path, value in REFUSED])
def test_a_document_may_not_say(path, value):
    assert refusal(path, value).code == "invalid_policy"


def test_a_refused_document_is_told_where_it_is_wrong():
    assert "$.rules[0].set.windows[0].late_until" in refusal("rules.0.set.windows.0.late_until", "7:60").sentence
    assert "$.rules[0].set.colour" in refusal("rules.0.set.colour", "red").sentence


def test_a_refused_document_is_told_everything_that_is_wrong():
    document = changed("rules.0.set.calls.strikes", 0)
    document["effective_from"] = "soon"
    with pytest.raises(Refusal) as refused:
        enact(document)
    assert "$.rules[0].set.calls.strikes" in refused.value.sentence
    assert "$.effective_from" in refused.value.sentence


def test_the_event_and_its_document_must_name_the_same_policy():
    line = json.dumps({"type": "PolicyEnacted", "id": "e", "policy": "other", "document": EVERYTHING})
    with pytest.raises(Refusal) as refused:
        admit(line)
    assert refused.value.code == "invalid_policy"


def test_a_window_may_begin_one_minute_after_the_one_before_it_ends():
    next_window = {"name": "next", "opens": "07:31", "closes": "09:00"}
    enact(changed("rules.0.set.windows", [WINDOW, next_window]))


def test_a_calls_parameter_may_leave_out_what_has_a_default():
    enact(changed("rules.0.set.calls", calls()))
