"""SPEC section 2: what is a fact and what is refused, with its code. Facts are recorded and flagged, never refused."""

import json
from pathlib import Path

import pytest

from domain.admission import admit
from domain.discipline.events import CASE_EVENT_TYPES
from domain.errors import Refusal
from domain.events import EVENT_TYPES

MESSAGES = Path(__file__).parents[2] / "conformance" / "messages"
WHEN = "2026-03-02T07:30:00+08:00"
DOCUMENT = {
    "policy": "base",
    "title": "Base",
    "regulation": "SE 1",
    "scope": "dinas",
    "effective_from": "2026-01-01",
    "rules": [{"id": "only", "set": {"windows": []}}],
}
RULES = json.loads((MESSAGES / "DisciplineEnacted.1.json").read_text())["event"]["document"]
FULL = {
    "UnitDefined": {
        "unit": "dinas",
        "parent": "province",
        "name": "Dinas",
        "timezone": "Asia/Makassar",
        "direct_service": True,
        "effective_from": "2026-01-01",
    },
    "EmployeeAssigned": {
        "nip": "198603152010011004",
        "name": "Andi",
        "employment": "PNS",
        "unit": "dinas",
        "title": "clerk",
        "supervisor": "budi",
        "effective_from": "2026-01-01",
    },
    "EmploymentEnded": {"nip": "andi", "effective_from": "2026-01-01", "reason": "retired"},
    "PolicyEnacted": {"policy": "base", "document": DOCUMENT},
    "DisciplineEnacted": {"discipline": RULES["discipline"], "document": RULES},
    "PolicyRevoked": {"policy": "base", "effective_from": "2026-01-01", "reason": "replaced"},
    "HolidayDeclared": {
        "scope": "dinas",
        "date": "2026-03-19",
        "kind": "holiday",
        "name": "Nyepi",
        "regulation": "SKB",
    },
    "PeriodDeclared": {
        "scope": "dinas",
        "period": "ramadan",
        "period_id": "ramadan-1447",
        "first": "2026-02-18",
        "last": "2026-03-19",
        "regulation": "SE",
    },
    "LeaveGranted": {
        "nip": "andi",
        "leave_id": "l",
        "kind": "annual",
        "first": "2026-03-02",
        "last": "2026-03-02",
        "letter": "SK",
    },
    "LeaveCancelled": {"nip": "andi", "leave_id": "l", "effective_from": "2026-03-02"},
    "DutyLetterIssued": {
        "nip": "andi",
        "letter": "ST",
        "kind": "home",
        "first": "2026-03-02",
        "last": "2026-03-02",
        "place": {"lat": -0.5, "lon": 117.1, "radius_m": 100},
    },
    "ShiftAssigned": {
        "nip": "andi",
        "shift_id": "s",
        "date": "2026-03-02",
        "start": "22:00",
        "end": "06:00",
        "post": "gate",
    },
    "ShiftWithdrawn": {"nip": "andi", "shift_id": "s"},
    "CheckedIn": {
        "nip": "andi",
        "occurred_at": WHEN,
        "place": "office",
        "lat": -0.5,
        "lon": 117.1,
        "accuracy_m": 12.5,
        "device": "gate-1",
    },
    "LocationRequested": {"nip": "andi", "request_id": "q", "requested_by": "budi", "occurred_at": WHEN},
    "LocationShared": {
        "nip": "andi",
        "request_id": "q",
        "occurred_at": WHEN,
        "lat": -0.5,
        "lon": 117.1,
        "accuracy_m": 12.5,
    },
    "CallPlaced": {"nip": "andi", "call_id": "c", "placed_by": "budi", "channel": "phone", "occurred_at": WHEN},
    "CallAnswered": {"nip": "andi", "call_id": "c", "means": "call_back", "occurred_at": WHEN},
    "ReasonSubmitted": {
        "nip": "andi",
        "reason_id": "r",
        "subject": {"date": "2026-03-02", "window": "in"},
        "text": "sick",
        "occurred_at": WHEN,
    },
    "ReasonDecided": {
        "nip": "andi",
        "reason_id": "r",
        "accepted": True,
        "decided_by": "budi",
        "note": "seen",
        "occurred_at": WHEN,
    },
    "WorkReported": {
        "nip": "andi",
        "date": "2026-03-02",
        "summary": "wrote",
        "outputs": ["a letter"],
        "occurred_at": WHEN,
    },
    "EventVoided": {"target": "e-1", "reason": "mistake", "authority": "BKD"},
}
"""An event of every type with every field it may have."""

OPTIONAL = {
    "UnitDefined": {"parent", "timezone", "direct_service"},
    "EmployeeAssigned": {"supervisor"},
    "DutyLetterIssued": {"place"},
    "CheckedIn": {"place", "lat", "lon", "accuracy_m", "device"},
    "LocationShared": {"request_id", "accuracy_m"},
    "ReasonDecided": {"note"},
    "WorkReported": {"outputs"},
}
REQUIRED_FIELDS = [
    (kind, field) for kind, fields in FULL.items() for field in ("id", *fields) if field not in OPTIONAL.get(kind, ())
]
OPTIONAL_FIELDS = [(kind, field) for kind, fields in OPTIONAL.items() for field in sorted(fields)]
INSTANT_TYPES = [kind for kind, fields in FULL.items() if "occurred_at" in fields]


def fact(event_type, /, **changes):
    """A full event with some fields changed, or (with ``...``) left out."""
    fields = {"type": event_type, "id": "e-2", **FULL[event_type], **changes}
    return {name: value for name, value in fields.items() if value is not ...}


def refusal(line):
    with pytest.raises(Refusal) as refused:
        admit(line if isinstance(line, str | bytes) else json.dumps(line))
    return refused.value


def code(line):
    return refusal(line).code


# What is a fact


def test_there_are_the_types_of_the_specification():
    assert {event_type.__name__ for event_type in EVENT_TYPES} == set(FULL)
    assert len(FULL) == 22


@pytest.mark.parametrize("kind", FULL)
def test_an_event_with_every_field_is_admitted(kind):
    event = admit(json.dumps(fact(kind)))
    assert (type(event).__name__, event.id) == (kind, "e-2")


@pytest.mark.parametrize("kind", OPTIONAL)
def test_an_event_without_its_optional_fields_is_admitted(kind):
    left_out = dict.fromkeys(OPTIONAL[kind], ...)
    assert admit(json.dumps(fact(kind, **left_out))).id == "e-2"


@pytest.mark.parametrize(("kind", "field"), OPTIONAL_FIELDS)
def test_null_for_an_optional_field_is_the_same_as_leaving_it_out(kind, field):
    assert admit(json.dumps(fact(kind, **{field: None}))) == admit(json.dumps(fact(kind, **{field: ...})))


def test_null_in_a_policy_document_is_the_same_as_leaving_it_out():
    with_null = admit(json.dumps(fact("PolicyEnacted", document={**DOCUMENT, "effective_until": None})))
    assert with_null == admit(json.dumps(fact("PolicyEnacted")))


def test_a_line_may_be_bytes_or_text_and_may_hold_any_letters():
    line = json.dumps(fact("EmployeeAssigned", name="Ayu Ñandú 王"), ensure_ascii=False)
    assert admit(line) == admit(line.encode())


NEVER_REFUSED = [
    ("CheckedIn", {"nip": "nobody-knows-me"}),
    ("CheckedIn", {"lat": 90, "lon": -180, "accuracy_m": 0}),
    ("CheckedIn", {"lat": -90, "lon": 180}),
    ("CheckedIn", {"occurred_at": "1999-12-31T23:59:59.999999Z"}),
    ("CheckedIn", {"occurred_at": "2126-03-02T07:30:00-11:30"}),
    ("CheckedIn", {"nip": "999999999999999999"}),  # 18 digits that cannot be a NIP: a warning
    ("CallAnswered", {"call_id": "nobody-recorded-it"}),
    ("CallPlaced", {"placed_by": "andi"}),
    ("LocationShared", {"request_id": "nobody-asked"}),
    ("ReasonDecided", {"reason_id": "nobody-gave-it"}),
    ("ReasonDecided", {"decided_by": "andi"}),
    ("ReasonSubmitted", {"subject": {"call_id": "nobody-placed-it"}}),
    ("ReasonSubmitted", {"subject": {"date": "2026-03-02"}}),
    ("ReasonSubmitted", {"subject": {"date": "2026-03-02", "window": "unheard-of"}}),
    ("LeaveCancelled", {"leave_id": "never-granted"}),
    ("ShiftWithdrawn", {"shift_id": "never-assigned"}),
    ("PolicyRevoked", {"policy": "never-enacted"}),
    ("UnitDefined", {"parent": "dinas"}),
    ("UnitDefined", {"parent": "never-defined"}),
    ("EmployeeAssigned", {"unit": "never-defined"}),
    ("EmployeeAssigned", {"supervisor": "198603152010011004"}),
    ("ShiftAssigned", {"start": "08:00", "end": "08:00"}),
    ("ShiftAssigned", {"start": "00:00", "end": "23:59"}),
    ("HolidayDeclared", {"kind": "collective_leave"}),
    ("EventVoided", {"target": "whatever"}),  # only the ledger knows what it holds
    ("CheckedIn", {"id": "x" * 200}),
    ("CheckedIn", {"nip": "A-1.b" * 6}),
]


@pytest.mark.parametrize(("kind", "changes"), NEVER_REFUSED, ids=[f"{k}-{c}"[:80] for k, c in NEVER_REFUSED])
def test_a_fact_is_never_refused_for_what_it_says(kind, changes):
    admit(json.dumps(fact(kind, **changes)))


def test_an_instant_keeps_the_offset_it_came_with():
    event = admit(json.dumps(fact("CheckedIn", occurred_at="2026-03-02T07:30:00.123456+08:00")))
    assert event.occurred_at.isoformat() == "2026-03-02T07:30:00.123456+08:00"


# What is not


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "nonsense",
        '{"type": "CheckedIn"',
        "{'type': 'CheckedIn'}",
        b"\xff\xfe",
        b'{"type": "EventVoided", "id": "e", "target": "\xff", "reason": "r", "authority": "a"}',
        '{"type": NaN}',
    ],
)
def test_what_is_not_json_is_malformed(line):
    assert code(line) == "malformed_json"


def test_two_facts_on_one_line_are_malformed():
    one = json.dumps(fact("CheckedIn"))
    assert code(f"{one} {one}") == "malformed_json"
    assert code(f"{one},") == "malformed_json"


@pytest.mark.parametrize("colon", [":", " :", "  :", "\t:", "\n :"])
def test_a_key_that_stands_twice_is_malformed(colon):
    line = '{"type": "ShiftWithdrawn", "id": "e", "nip": "andi", "nip": "budi", "shift_id": "s"}'
    assert code(line.replace(":", colon)) == "malformed_json"
    assert code(line.replace('"nip": "budi"', f'"nip"{colon} "budi"')) == "malformed_json"


def test_a_key_that_stands_twice_in_a_policy_document_is_malformed():
    line = json.dumps(fact("PolicyEnacted")).replace('"scope": "dinas"', '"scope": "dinas", "scope": "other"')
    assert code(line) == "malformed_json"


@pytest.mark.parametrize("line", ["[]", "7", '"text"', "null", "true"])
def test_what_is_not_an_object_is_refused(line):
    assert code(line) in {"malformed_json", "wrong_field"}


@pytest.mark.parametrize("kind", ["CheckedOut", "checkedin", "", "Event"])
def test_an_unknown_type_is_refused(kind):
    assert code({**fact("CheckedIn"), "type": kind}) == "unknown_type"


@pytest.mark.parametrize("kind", [None, 7, ["CheckedIn"]])
def test_a_type_that_is_no_text_is_unknown(kind):
    assert code({**fact("CheckedIn"), "type": kind}) == "unknown_type"


def test_a_line_without_a_type_misses_a_field():
    assert code(fact("CheckedIn", type=...)) == "missing_field"


@pytest.mark.parametrize(("kind", "field"), REQUIRED_FIELDS)
def test_a_missing_field_is_refused(kind, field):
    assert code(fact(kind, **{field: ...})) == "missing_field"


@pytest.mark.parametrize(("kind", "field"), REQUIRED_FIELDS)
def test_null_for_a_required_field_is_refused(kind, field):
    assert code(fact(kind, **{field: None})) in {"wrong_field", "missing_field"}


@pytest.mark.parametrize("kind", FULL)
def test_an_unknown_field_is_refused(kind):
    assert code(fact(kind, colour="red")) == "unknown_field"


@pytest.mark.parametrize("field", ["position", "recorded_at", "source"])
@pytest.mark.parametrize("kind", ["CheckedIn", "UnitDefined"])
def test_what_belongs_to_the_ledger_is_never_a_field(kind, field):
    assert code(fact(kind, **{field: "1"})) == "unknown_field"


def test_an_unknown_field_inside_another_is_refused():
    assert code(fact("ReasonSubmitted", subject={"call_id": "c", "colour": "red"})) == "unknown_field"
    assert code(fact("DutyLetterIssued", place={"lat": 0, "lon": 0, "radius_m": 1, "colour": "red"})) == "unknown_field"


def test_a_missing_field_inside_another_is_refused():
    assert code(fact("DutyLetterIssued", place={"lat": 0, "lon": 0})) == "missing_field"


@pytest.mark.parametrize("kind", INSTANT_TYPES)
@pytest.mark.parametrize("instant", ["2026-03-02T07:30:00", "2026-03-02T07:30:00.5"])
def test_an_instant_without_an_offset_is_refused(kind, instant):
    assert code(fact(kind, occurred_at=instant)) == "instant_without_offset"


WRONG = [
    ("CheckedIn", {"occurred_at": "2026-03-02"}),
    ("CheckedIn", {"occurred_at": "yesterday"}),
    ("CheckedIn", {"occurred_at": "2026-02-30T07:30:00+08:00"}),
    ("CheckedIn", {"occurred_at": "2026-03-02T25:00:00+08:00"}),
    ("CheckedIn", {"occurred_at": 1772407800}),
    ("CheckedIn", {"nip": ""}),
    ("CheckedIn", {"nip": "x" * 31}),
    ("CheckedIn", {"nip": "with space"}),
    ("CheckedIn", {"nip": "under_score"}),
    ("CheckedIn", {"nip": "andi\n"}),
    ("CheckedIn", {"nip": "١٢٣"}),
    ("CheckedIn", {"nip": 198603152010011004}),
    ("CheckedIn", {"id": "x" * 201}),
    ("CheckedIn", {"id": 7}),
    ("CheckedIn", {"place": "home"}),
    ("CheckedIn", {"lat": 90.001}),
    ("CheckedIn", {"lat": -90.001}),
    ("CheckedIn", {"lon": 180.001}),
    ("CheckedIn", {"lon": -180.001}),
    ("CheckedIn", {"lat": "0"}),
    ("CheckedIn", {"accuracy_m": -0.1}),
    ("LocationShared", {"lat": 91}),
    ("LocationShared", {"lon": 181}),
    ("LocationShared", {"accuracy_m": -1}),
    ("DutyLetterIssued", {"place": {"lat": 91, "lon": 0, "radius_m": 1}}),
    ("DutyLetterIssued", {"place": {"lat": 0, "lon": 0, "radius_m": -1}}),
    ("DutyLetterIssued", {"kind": "holiday"}),
    ("DutyLetterIssued", {"first": "2026-03-03", "last": "2026-03-02"}),
    ("LeaveGranted", {"first": "2026-03-03", "last": "2026-03-02"}),
    ("PeriodDeclared", {"first": "2026-03-03", "last": "2026-03-02"}),
    ("UnitDefined", {"timezone": "Asia/Singapore"}),
    ("UnitDefined", {"timezone": "WITA"}),
    ("UnitDefined", {"direct_service": "yes"}),
    ("UnitDefined", {"effective_from": "2026-02-30"}),
    ("UnitDefined", {"effective_from": "01-01-2026"}),
    ("UnitDefined", {"effective_from": "2026-01-01T00:00:00"}),
    ("EmployeeAssigned", {"employment": "ASN"}),
    ("EmployeeAssigned", {"supervisor": "not a nip"}),
    ("CallPlaced", {"placed_by": "not a nip"}),
    ("LocationRequested", {"requested_by": "not a nip"}),
    ("ReasonDecided", {"decided_by": "not a nip"}),
    ("ReasonDecided", {"accepted": "true"}),
    ("ReasonDecided", {"accepted": 1}),
    ("CallAnswered", {"means": "shouted"}),
    ("HolidayDeclared", {"kind": "feast"}),
    ("ShiftAssigned", {"start": "8:00"}),
    ("ShiftAssigned", {"start": "24:00"}),
    ("ShiftAssigned", {"end": "08:60"}),
    ("ShiftAssigned", {"end": "08:00:00"}),
    ("ShiftAssigned", {"end": 480}),
    ("ReasonSubmitted", {"subject": {}}),
    ("ReasonSubmitted", {"subject": {"window": "in"}}),
    ("ReasonSubmitted", {"subject": {"call_id": "c", "date": "2026-03-02"}}),
    ("ReasonSubmitted", {"subject": {"call_id": "c", "window": "in"}}),
    ("ReasonSubmitted", {"subject": "c"}),
    ("WorkReported", {"outputs": "a letter"}),
    ("WorkReported", {"outputs": [1]}),
]


@pytest.mark.parametrize(("kind", "changes"), WRONG, ids=[f"{kind}-{changes}" for kind, changes in WRONG])
def test_a_wrong_field_is_refused(kind, changes):
    assert code(fact(kind, **changes)) == "wrong_field"


@pytest.mark.parametrize("kind", INSTANT_TYPES)
@pytest.mark.parametrize("offset", ["+0800", "-1130", "+08"])
def test_an_offset_without_its_colon_is_refused(kind, offset):
    assert code(fact(kind, occurred_at=f"2026-03-02T07:30:00{offset}")) == "wrong_field"


@pytest.mark.parametrize("instant", ["2026-03-02T07:30:00z", "2026-03-02t07:30:00Z", "2026-03-02T07:30:00.5-00:30"])
def test_an_instant_as_rfc_3339_has_it_is_admitted(instant):
    line = json.dumps(fact("CheckedIn", device="occurred_at", occurred_at=instant))
    admit(line)
    admit(line.replace('": ', '" : '))
    admit(line.replace('{"type"', '{"device": "occurred_at", "type"').replace(', "device": "occurred_at"}', "}"))
    admit(line.replace('"occurred_at":', '"occurred\\u005fat":'))


def test_an_offset_is_looked_at_wherever_the_instant_stands():
    line = json.dumps(fact("CheckedIn", device="occurred_at", occurred_at="2026-03-02T07:30:00+0800"))
    assert code(line) == "wrong_field"
    assert code(line.replace('"occurred_at":', '"occurred\\u005fat":')) == "wrong_field"
    assert code(line.replace('": "', '" : "')) == "wrong_field"
    first = line.replace('{"type"', '{"device": "occurred_at", "type"').replace(', "device": "occurred_at"}', "}")
    assert code(first) == "wrong_field"


def test_a_text_that_ends_like_an_offset_is_no_matter():
    admit(json.dumps(fact("ReasonSubmitted", text="surat +2026")))


def test_a_policy_document_that_does_not_validate_is_refused():
    assert code(fact("PolicyEnacted", document={})) == "invalid_policy"
    assert code(fact("PolicyEnacted", document={**DOCUMENT, "colour": "red"})) == "invalid_policy"
    assert code(fact("PolicyEnacted", policy="other")) == "invalid_policy"


def test_rules_of_discipline_that_do_not_validate_are_refused():
    assert code(fact("DisciplineEnacted", document={})) == "invalid_policy"
    assert code(fact("DisciplineEnacted", document={**RULES, "colour": "red"})) == "invalid_policy"
    assert code(fact("DisciplineEnacted", discipline="other")) == "invalid_policy"


@pytest.mark.parametrize("kind", CASE_EVENT_TYPES)
def test_a_step_of_a_case_is_no_fact_that_a_source_may_send(kind):
    refused = refusal({"type": kind.__name__, "id": "s-1"})
    assert refused.code == "unknown_type"
    assert "saksi case" in refused.sentence
    assert "saksi migrate" in refused.hint


# How it is said


def test_a_refusal_says_what_is_wrong_where_and_what_to_do():
    refused = refusal(fact("CheckedIn", lat=91))
    assert "$.lat" in refused.sentence
    assert refused.hint


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("CheckedIn", {"place": "beach"}, "must be one of office, remote, unknown; it is 'beach' - at `$.place`"),
        ("CheckedIn", {"lat": 91}, "must be a number from -90 to 90; it is 91 - at `$.lat`"),
        ("CheckedIn", {"nip": 7}, "must be text of 1 to 30 letters, digits, dots and dashes; it is 7 - at `$.nip`"),
        ("CheckedIn", {"occurred_at": "noon"}, "must be an instant as 2026-02-13T07:30:00+08:00; it is 'noon'"),
        ("CheckedIn", {"id": None}, "must be text of at most 200 characters; it is null - at `$.id`"),
        ("ShiftAssigned", {"start": "8:00"}, "must be a time of day as 07:30; it is '8:00' - at `$.start`"),
        ("ShiftAssigned", {"date": "x" * 99}, f"must be a date as 2026-02-13; it is '{'x' * 60}…' - at `$.date`"),
        ("WorkReported", {"outputs": [1]}, "must be text; it is 1 - at `$.outputs[0]`"),
        ("ReasonDecided", {"accepted": 1}, "must be true or false; it is 1 - at `$.accepted`"),
        ("DutyLetterIssued", {"place": []}, "must be an object with lat, lon, radius_m; it is an empty list"),
        ("DutyLetterIssued", {"place": {"lat": 0, "lon": 0}}, "the field `radius_m` is missing - at `$.place`"),
        ("ShiftWithdrawn", {"shift": 1}, "there is no field `shift`; there are id, nip, shift_id - at `$`"),
    ],
)
def test_a_refusal_says_what_belongs_there_and_what_is_there(kind, changes, said):
    assert said in refusal(fact(kind, **changes)).sentence


def test_a_line_that_is_cut_off_after_a_wrong_value_is_malformed():
    assert code(json.dumps(fact("CheckedIn", lat=91))[:-1]) == "malformed_json"


def test_a_refusal_names_the_field_that_is_missing_or_unknown():
    assert "device_id" in refusal(fact("CheckedIn", device_id="7")).sentence
    assert "nip" in refusal(fact("CheckedIn", nip=...)).sentence


def test_a_refusal_of_an_unknown_type_names_the_types_there_are():
    assert "CheckedIn" in refusal({"type": "CheckedOut", "id": "e"}).hint
