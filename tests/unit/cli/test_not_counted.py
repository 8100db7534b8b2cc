"""What ``--explain`` says of calls that do not count, held to the domain over every golden ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from cli.not_counted import NotCounted
from domain.admission import admit
from domain.calls import JudgedCall
from domain.corrections import Facts, in_account
from domain.events import CallPlaced, Fact, Recorded
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from tests.unit.cli.conftest import STORY

NOW = datetime(2026, 12, 31, tzinfo=UTC)


def judged_calls() -> Iterator[tuple[str, JudgedCall, NotCounted, Jurisdiction]]:
    """Every call of every golden ledger, with what is said of it."""
    for case in sorted(STORY.parent.glob("*.jsonl")):
        lines = case.read_bytes().splitlines()
        facts: list[Fact] = in_account([Recorded(n, NOW, admit(line)) for n, line in enumerate(lines, 1)], len(lines))
        counting = Facts(facts)
        jurisdiction = Jurisdiction(counting)
        for nip in sorted({fact.event.nip for fact in counting.of(CallPlaced)}):
            for call in Judgement(nip, counting, jurisdiction).calls:
                used = [fact for fact in facts if fact.event.id in call.events]
                yield nip, call, NotCounted(used, CallPlaced, nip), jurisdiction


def test_the_call_is_told_from_the_earlier_one_it_is_held_against():
    for _, call, said, _ in judged_calls():
        assert said.asked.position == call.position
        assert len(list(said.told(call.why, call.placed_at, {}))) == (call.why in ("caller", "repeated_id", "spacing"))


def test_the_superiors_that_are_named_are_those_of_the_domain():
    told = 0
    for nip, call, said, jurisdiction in judged_calls():
        if call.why != "caller":
            continue
        chain = [one for one in jurisdiction.staff.chain(nip, call.day) if one != nip]
        direct = call.rule is not None and call.rule.parameter.callers == "direct"
        [line] = said.told("caller", call.placed_at, {"callers": "direct"} if direct else {})
        by = said.asked.event.placed_by
        if by == nip:
            assert line == f"{nip} is the employee."
        else:
            named = chain[:1] if direct else chain
            assert [line.find(f"{one} (") > 0 for one in named] == [True] * len(named)
            assert line.count(" (") == len(named)
            assert by not in named
        told += 1
    assert told > 20
