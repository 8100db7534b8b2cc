"""The golden ledgers of ``tests/cases``: every line of a ledger is a fact, its position the number of the line.

Keys that an expectation does not have are free; instants compare as instants, distances within 0.2 m.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from domain.admission import admit
from domain.events import Recorded
from domain.replay import replay
from tests.unit.domain.story import LEDGER_OPENED, with_instants

CASES = Path(__file__).parents[2] / "cases"
WITHIN_METRES = 0.2


def questions():
    for expectations in sorted(CASES.glob("*.expected.json")):
        ledger = expectations.name.removesuffix(".expected.json")
        for number, case in enumerate(json.loads(expectations.read_text())["cases"], start=1):
            yield pytest.param(ledger, case["question"], case["answer"], id=f"{ledger}-{number}")


def held(ledger):
    lines = (CASES / f"{ledger}.jsonl").read_text().splitlines()
    return [
        Recorded(position, (LEDGER_OPENED + timedelta(seconds=position)).astimezone(UTC), admit(line))
        for position, line in enumerate(lines, start=1)
    ]


@pytest.mark.parametrize(("ledger", "question", "expected"), list(questions()))
def test_a_replay_agrees_with_the_golden_answer(ledger, question, expected):
    facts = held(ledger)
    answer = replay(
        question["nip"],
        facts,
        as_of=datetime.fromisoformat(question["as_of"]),
        known_at=len(facts) if question["known_at"] is None else question["known_at"],
        first=_date(question["from"]),
        last=_date(question["to"]),
    )
    assert list(differences(with_instants(expected), with_instants(msgspec.to_builtins(answer)))) == []


def differences(expected, actual, path="$"):
    """Where an answer is not what was expected: (path, expected, actual)."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, inner in expected.items():
            yield from differences(inner, actual.get(key, "left out"), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (one, other) in enumerate(zip(expected, actual, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif path.endswith("distance_m") and None not in (expected, actual):
        if abs(expected - actual) > WITHIN_METRES:
            yield path, expected, actual
    elif expected != actual:
        yield path, expected, actual


def _date(text):
    return None if text is None else date.fromisoformat(text)
