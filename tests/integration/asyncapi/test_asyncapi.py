"""``docs/asyncapi.yaml`` is an AsyncAPI document by the word of AsyncAPI's own parser, and its schemas are true."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML

from docs.generate import FOLDER
from domain.admission import admit
from domain.errors import Refusal
from domain.events import EVENT_TYPES
from domain.verdicts import VERDICT_TYPES
from ledger.statements import LOGGED_TYPES
from tests.integration.node import modules_for

DOCUMENT = FOLDER / "asyncapi.yaml"
HERE = Path(__file__).parent
CASES = Path(__file__).resolve().parents[2] / "cases"


def test_asyncapis_own_parser_finds_nothing_wrong() -> None:
    ran = subprocess.run(
        ["node", HERE / "check.js", DOCUMENT],
        env=modules_for(HERE),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    *findings, last = map(json.loads, ran.stdout.splitlines())
    worse_than_advice = [finding for finding in findings if finding["severity"] < 2]
    assert worse_than_advice == []
    assert set(last["messages"]) == {*(told.__name__ for told in (*LOGGED_TYPES, *VERDICT_TYPES)), "Fact"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(DOCUMENT)["components"]["schemas"]
    return found


def validator(schemas: dict[str, Any], name: str) -> Draft202012Validator:
    schema = {"components": {"schemas": schemas}, "$ref": f"#/components/schemas/{name}"}
    return Draft202012Validator(schema)


def test_every_fact_of_the_stories_is_one_by_its_schema(schemas: dict[str, Any]) -> None:
    fact = validator(schemas, "Fact")
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    facts = [json.loads(line) for line in lines]
    for one in facts[::7]:
        fact.validate(one)
    assert {type_.__name__ for type_ in EVENT_TYPES} >= {one["type"] for one in facts}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "Nothing", "id": "a"},
        {"type": "ShiftWithdrawn", "id": "a", "nip": "1"},
        {"type": "ShiftWithdrawn", "id": "a", "nip": "1 2", "shift_id": "s"},
        {"type": "ShiftWithdrawn", "id": "a", "nip": "1", "shift_id": "s", "more": 1},
        {"type": "LocationShared", "id": "a", "nip": "1", "occurred_at": "2026-02-20T07:00:00Z", "lat": 91, "lon": 0},
    ],
)
def test_what_is_refused_is_no_fact_by_its_schema_either(schemas: dict[str, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator(schemas, "Fact").validate(wrong)
    with pytest.raises(Refusal):
        admit(json.dumps(wrong).encode())


def test_the_headers_of_the_golden_messages_are_those_of_the_document(schemas: dict[str, Any]) -> None:
    headers = validator(schemas, "Headers")
    for path in (CASES.parent / "conformance" / "messages").glob("*.json"):
        headers.validate(json.loads(path.read_text(encoding="utf-8"))["headers"])
