"""How the cases of this folder are asked: facts told in the order of recording, and the answer to a question.

    facts = [*office(), policy(**DUTY), check_in("07:30:00")]
    assert status(*facts) == "present"

The facts are those of ``facts``. Unless a case says otherwise it asks about ``andi`` on Monday 2 March 2026, in April.
A fact without an ``id`` gets ``e-<position>``; the ledger's clock stands in January, unless a fact moves it on.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from domain.admission import admit
from domain.events import Recorded
from domain.replay import replay
from tests.unit.domain.facts import DAY, Fact, at

Answer = dict[str, Any]

LEDGER_OPENED = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = (
    {"as_of", "recorded_at", "opens", "closes", "at", "placed_at", "deadline"}  # of days and calls
    | {"settled_at", "reached_at", "requested_at"}
)
IN_APRIL = at("12:00", "2026-04-01")


def ask_exactly(
    *facts: Fact,
    nip: str = "andi",
    as_of: datetime = IN_APRIL,
    known_at: int | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Answer:
    """The answer as JSON has it, instants as text."""
    answer = replay(
        nip,
        as_recorded(facts),
        as_of=as_of,
        known_at=len(facts) if known_at is None else known_at,
        first=None if first is None else date.fromisoformat(first),
        last=None if last is None else date.fromisoformat(last),
    )
    return msgspec.to_builtins(answer)


def ask(*facts: Fact, **question: Any) -> Answer:
    """The answer, its instants as instants, so that they compare whatever their offset."""
    return with_instants(ask_exactly(*facts, **question))


def day(*facts: Fact, on: str = DAY, **question: Any) -> Answer:
    """The answer about one day."""
    [one] = ask(*facts, first=on, last=on, **question)["days"]
    return one


def status(*facts: Fact, on: str = DAY, **question: Any) -> str:
    """The status of one day."""
    return day(*facts, on=on, **question)["status"]


def shown_window(*facts: Fact, **question: Any) -> Answer:
    """The only window of one day."""
    [one] = day(*facts, **question)["windows"]
    return one


def shown_calls(*facts: Fact, **question: Any) -> list[Answer]:
    """The calls, in the order of the answer."""
    return ask(*facts, **question)["calls"]


def outcomes(*facts: Fact, **question: Any) -> list[str]:
    """Of each call its outcome, or why it is not counted."""
    return [one["why"] or one["outcome"] for one in shown_calls(*facts, **question)]


def strikes(*facts: Fact, **question: Any) -> Answer:
    """Count, threshold, state and allegations."""
    return ask(*facts, **question)["strikes"]


def accused(*facts: Fact, **question: Any) -> list[list[str]]:
    """Of each allegation its calls."""
    return [one["calls"] for one in strikes(*facts, **question)["allegations"]]


def with_instants(value: Any, key: str = "") -> Any:
    """The same answer, its instants read."""
    if isinstance(value, dict):
        return {name: with_instants(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_instants(inner) for inner in value]
    if key in INSTANTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def as_recorded(facts: Any) -> list[Recorded]:
    """The facts as the ledger holds them: positions 1, 2, 3 …, a second apart unless a fact says otherwise."""
    held = []
    clock = LEDGER_OPENED
    for position, told in enumerate(facts, start=1):
        fact = dict(told)
        clock = fact.pop("recorded_at", None) or clock + timedelta(seconds=1)
        fact.setdefault("id", f"e-{position}")
        held.append(Recorded(position, clock.astimezone(UTC), admit(json.dumps(fact, default=_as_text))))
    return held


def _as_text(value: datetime) -> str:
    return value.isoformat()
