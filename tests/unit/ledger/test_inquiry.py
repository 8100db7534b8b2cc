"""The digest of an answer is taken over its canonical JSON."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import rfc8785

from domain.admission import admit
from domain.events import Recorded
from domain.replay import replay
from ledger.inquiry import canonical, with_digest

CASES = Path(__file__).parents[2] / "cases"
AT_HOME = {
    "policy": "p",
    "title": "p",
    "regulation": "p",
    "scope": "u",
    "effective_from": "2026-01-01",
    "rules": [
        {
            "id": "r",
            "set": {
                "arrangement": "home",
                "windows": [{"name": "w", "opens": "07:00", "closes": "08:00"}],
                "hours": {"start": "07:00", "end": "16:00"},
                "location": {"respond_within": 10},
            },
        }
    ],
}
ODD = '\x00\x1f\x7f"\\/\b\t\n\f\r\u2028é😀'


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.jsonl")))
def test_an_answer_is_canonical_as_rfc_8785_says(case: str) -> None:
    lines = (CASES / f"{case}.jsonl").read_bytes().splitlines()
    facts = [Recorded(number, datetime(2027, 1, 1, tzinfo=UTC), admit(line)) for number, line in enumerate(lines, 1)]
    for nip in {fact.event.nip for fact in facts if hasattr(fact.event, "nip")}:
        answer = replay(nip, facts, as_of=datetime(2026, 12, 31, tzinfo=UTC), known_at=len(facts))
        assert canonical(answer) == rfc8785.dumps(msgspec.to_builtins(answer))
        assert with_digest(answer)["digest"] == f"sha256:{hashlib.sha256(canonical(answer)).hexdigest()}"


def test_odd_characters_in_ids_do_not_make_it_another_canonical_form() -> None:
    assigned = {
        "type": "EmployeeAssigned",
        "id": ODD,
        "nip": "1",
        "name": ODD,
        "employment": "PNS",
        "unit": "u",
        "title": ODD,
        "effective_from": "2026-01-01",
    }
    facts = [Recorded(1, datetime(2026, 1, 1, tzinfo=UTC), admit(msgspec.json.encode(assigned)))]
    answer = replay("1", facts, as_of=datetime(2026, 1, 2, tzinfo=UTC), known_at=1)
    assert answer.days[0].events == [ODD]
    assert canonical(answer) == rfc8785.dumps(msgspec.to_builtins(answer))


def test_whole_metres_are_whole_in_the_answer() -> None:
    told = [
        {"type": "UnitDefined", "id": "u", "unit": "u", "name": "U", "effective_from": "2026-01-01"},
        {
            "type": "EmployeeAssigned",
            "id": "e",
            "nip": "1",
            "name": "N",
            "employment": "PNS",
            "unit": "u",
            "title": "t",
            "effective_from": "2026-01-01",
        },
        {"type": "PolicyEnacted", "id": "p", "policy": "p", "document": AT_HOME},
        {
            "type": "DutyLetterIssued",
            "id": "d",
            "nip": "1",
            "letter": "l",
            "kind": "home",
            "first": "2026-01-05",
            "last": "2026-01-05",
            "place": {"lat": 0, "lon": 0, "radius_m": 10},
        },
        {
            "type": "LocationRequested",
            "id": "r",
            "nip": "1",
            "request_id": "r",
            "requested_by": "2",
            "occurred_at": "2026-01-05T09:00:00+07:00",
        },
        {
            "type": "LocationShared",
            "id": "s",
            "nip": "1",
            "request_id": "r",
            "lat": 0,
            "lon": 0,
            "occurred_at": "2026-01-05T09:01:00+07:00",
        },
    ]
    lines = [msgspec.json.encode(fact) for fact in told]
    facts = [Recorded(n, datetime(2026, 1, 1, tzinfo=UTC), admit(line)) for n, line in enumerate(lines, 1)]
    answer = replay("1", facts, as_of=datetime(2026, 1, 6, tzinfo=UTC), known_at=len(facts))
    assert repr(answer.location_requests[0].distance_m) == "0"
    assert canonical(answer) == rfc8785.dumps(msgspec.to_builtins(answer))
