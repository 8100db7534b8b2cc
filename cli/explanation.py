"""``--explain``: for each day, call and location request, why it is as it is, by which rules, on which facts.

Everything said here is in the answer and in the facts it names; nothing is judged a second time. Facts that stand
behind many days, such as units and policies, are named by id and position with each day and told in full once, at the
end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cli import moments
from cli.answer_tables import named_rule
from cli.gist import brief, event_type
from cli.language import say, term
from cli.not_counted import NotCounted
from cli.policy_words import value_in_words
from cli.tables import coloured, console
from cli.window_words import window_in_words
from cli.words import (
    DAY_MEANING,
    DAY_STATUS,
    INSIDE,
    MEANS,
    OUTCOME,
    OUTCOME_OF_CALL,
    OUTCOME_OF_REQUEST,
    PARAMETER,
    WHY,
    word,
)
from domain.events import (
    CallAnswered,
    CallPlaced,
    Fact,
    LocationRequested,
    LocationShared,
    PolicyEnacted,
    ReasonDecided,
)

if TYPE_CHECKING:
    from rich.console import Console

Item = Mapping[str, Any]


class Explanation:
    """An answer beside the facts in account on which it rests."""

    def __init__(self, answer: Mapping[str, Any], facts: Iterable[Fact]) -> None:
        self.answer = answer
        self.facts = list(facts)
        self.by_id = {fact.event.id: fact for fact in self.facts}
        self._rules_told: dict[str, str] = {}

    def print(self) -> None:
        """All of it on standard output."""
        out = console()
        _title(out, term("Explanation"))
        _line(out, say("#n is the position of a fact in the ledger, followed by its id."))
        for title, part, lines in (
            (term("Why each day is as it is"), "days", self.day),
            (term("Why each call is as it is"), "calls", self.call),
            (term("Why each location request is as it is"), "location_requests", self.request),
        ):
            if self.answer[part]:
                _title(out, title)
            for item in self.answer[part]:
                out.print()
                self._heading(out, part, item)
                for line in (*lines(item), *self.rules(item), *self._used(item)):
                    _line(out, line)
        if self.answer["cases"]:
            _title(out, term("What each case stands on, and its steps"))
        for case in self.answer["cases"]:
            out.print()
            out.print(case["case"])
            for line in self.case(case):
                _line(out, line)
        if self._rules_told:
            _title(out, term("What these rules say"))
        for rule, said in self._rules_told.items():
            _line(out, f"{rule}: {said}")
        self._print_facts(out, term("Facts that stand behind these days"), self._standing())
        self._print_facts(out, term("Recorded in these days and used by nothing above"), self._unused())

    def day(self, day: Item) -> Iterator[str]:
        """What the status means, and each window with its bounds and its check-in."""
        yield _sentence(word(DAY_MEANING, day["status"]))
        beside = date.fromisoformat(day["date"])
        for window in day["windows"]:
            yield f"{window['name']}: {window_in_words(window, beside)}"

    def call(self, call: Item) -> Iterator[str]:
        """Who called, until when to answer and to give a reason, what came, and what settled it."""
        yield _because_not_counted(call) or _sentence(word(OUTCOME_OF_CALL, call["outcome"]))
        compared = NotCounted(self._facts_of(call), CallPlaced, self.answer["nip"])
        placed = compared.asked
        if placed is not None:
            yield say("Placed by {by}, {channel}.", by=placed.event.placed_by, channel=placed.event.channel)
            yield from compared.told(call["why"], moments.read(call["placed_at"]), self._value(call, "calls") or {})
        if call["deadline"] is None or call["why"] is not None:
            return
        rule = self._value(call, "calls") or {}
        deadline = moments.read(call["deadline"])
        yield say(
            "To be answered by {when}, within {time}.",
            when=moments.instant(deadline),
            time=moments.span(rule.get("respond_within", 0)),
        )
        yield from self._answers(call, deadline)
        reason_until = deadline + timedelta(minutes=rule.get("reason_within", 0))
        if reason_until > deadline:
            yield say("A reason could be submitted until {when}.", when=moments.instant(reason_until))
        if call["settled_at"] is not None:
            yield self._settled(call, reason_until, deadline)

    def case(self, case: Item) -> Iterator[str]:
        """What it stands on, what has changed of that and by which facts, and each step."""
        from cli.case_tables import basis_in_words
        from cli.case_words import ground_in_words

        yield _sentence(ground_in_words(case))
        yield from basis_in_words(case)
        behind = (name for change in case["basis"]["changes"] for name in change["events"])
        for name in dict.fromkeys((*behind, *(step["id"] for step in case["steps"]))):
            if name in self.by_id:
                yield self._told(self.by_id[name])

    def request(self, request: Item) -> Iterator[str]:
        """Until when to share, what was shared when, and how far from the agreed place."""
        yield _because_not_counted(request) or _sentence(word(OUTCOME_OF_REQUEST, request["outcome"]))
        compared = NotCounted(self._facts_of(request), LocationRequested, self.answer["nip"])
        if compared.asked is not None:
            yield say("Asked by {by}.", by=compared.asked.event.requested_by)
            yield from compared.told(request["why"], moments.read(request["requested_at"]), {})
        if request["deadline"] is None or request["why"] is not None:
            return
        deadline = moments.read(request["deadline"])
        yield say("To be shared by {when}.", when=moments.instant(deadline))
        shared = self._fact_of(request, LocationShared)
        if shared is not None:
            yield say("Shared {when}.", when=moments.instant(shared.event.occurred_at, deadline.tzinfo))
        if request["distance_m"] is not None:
            yield say(
                "{distance:.1f} m from the place in the letter: {inside}.",
                distance=request["distance_m"],
                inside=word(INSIDE, request["inside"]),
            )

    def rules(self, item: Item) -> Iterator[str]:
        """A line for each policy that decided: its regulation, when the ledger held it, and which rule set what."""
        policies: dict[tuple[str, str, bool], list[str]] = {}
        for rule in item["because"]:
            decided = policies.setdefault((named_rule(rule), rule["recorded_at"], rule["retroactive"]), [])
            parameter = word(PARAMETER, rule["parameter"])
            decided.append(say("{parameter} by rule {rule}", parameter=parameter, rule=rule["rule"]))
            self._note_rule(item, rule)
        for (policy, recorded_at, retroactive), decided in policies.items():
            yield say(
                "By {policy}, recorded {when}{late}: {rules}.",
                policy=policy,
                when=moments.recorded(recorded_at),
                late=say(", retroactive: recorded after this day") if retroactive else "",
                rules=", ".join(decided),
            )

    def _heading(self, out: Console, part: str, item: Item) -> None:
        if part == "days":
            out.print(moments.day(item["date"]), coloured(word(DAY_STATUS, item["status"]), item["status"]))
            return
        name, when = ("call_id", "placed_at") if part == "calls" else ("request_id", "requested_at")
        outcome = coloured(word(OUTCOME, item["outcome"]), item["outcome"])
        out.print(item[name], moments.instant(item[when]), outcome)

    def _used(self, item: Item) -> Iterator[str]:
        """The employee's own facts in full; the others by position and id."""
        standing = []
        for fact in self._facts_of(item):
            if self._is_own(fact):
                yield self._told(fact)
            else:
                standing.append(f"#{fact.position} {fact.event.id}")
        if standing:
            yield say("Standing facts: {facts}", facts=", ".join(standing))

    def _told(self, fact: Fact) -> str:
        """``#113 e-00113 CheckedIn Fri 2026-02-13 06:44:10 WITA: away from the office``."""
        occurred = getattr(fact.event, "occurred_at", None)
        when = f" {moments.instant(occurred, self._zone)}" if occurred is not None else ""
        return f"#{fact.position} {fact.event.id} {event_type(fact.event)}{when}: {brief(fact.event)}"

    def _note_rule(self, item: Item, rule: Item) -> None:
        """Keep what a rule sets, to be told once for all items."""
        value = self._value(item, rule["parameter"], rule)
        if value is not None:
            key = f"{rule['policy']}, {rule['rule']}, {word(PARAMETER, rule['parameter'])}"
            self._rules_told[key] = value_in_words(rule["parameter"], value)

    def _answers(self, call: Item, deadline: datetime) -> Iterator[str]:
        """Every answer to the call, and whether it came in time."""
        placed_at = moments.read(call["placed_at"])
        for fact in self.facts:
            event = fact.event
            if (
                not isinstance(event, CallAnswered)
                or event.call_id != call["call_id"]
                or event.nip != self.answer["nip"]
            ):
                continue
            when = moments.instant(event.occurred_at, deadline.tzinfo)
            if event.occurred_at > moments.read(self.answer["as_of"]):
                continue
            sentence = term("{means} {when} ({id}), in time")
            if event.occurred_at > deadline:
                sentence = term("{means} {when} ({id}), after the deadline")
            elif event.occurred_at < placed_at:
                sentence = term("{means} {when} ({id}), before the call")
            elif event.id not in call["events"]:
                sentence = term("{means} {when} ({id}): not needed any more, or not by means that the rule accepts")
            yield _sentence(say(sentence, means=word(MEANS, event.means), when=when, id=event.id))

    def _settled(self, call: Item, reason_until: datetime, deadline: datetime) -> str:
        """What made the call a strike for good: a rejection, or that the time for reasons ran out."""
        settled_at = moments.read(call["settled_at"])
        when = moments.instant(settled_at)
        for fact in self._facts_of(call):
            event = fact.event
            if isinstance(event, ReasonDecided) and not event.accepted and event.occurred_at == settled_at:
                return say(
                    "Settled {when}, when reason {id} was rejected by {by}.",
                    when=when,
                    id=event.reason_id,
                    by=event.decided_by,
                )
        if settled_at == reason_until and reason_until > deadline:
            return say("Settled {when}, when the time for reasons ran out.", when=when)
        if settled_at == deadline:
            return say("Settled {when}, when the time to answer ran out.", when=when)
        return say("Settled {when}.", when=when)

    def _value(self, item: Item, parameter: str, rule: Item | None = None) -> Any:
        """What the rule that decided a parameter sets it to, read from the enactment among the facts used."""
        deciders = [rule] if rule is not None else [one for one in item["because"] if one["parameter"] == parameter]
        for decider in deciders:
            for fact in self._facts_of(item):
                if isinstance(fact.event, PolicyEnacted) and fact.event.policy == decider["policy"]:
                    for one in fact.event.document["rules"]:
                        if one["id"] == decider["rule"]:
                            return one["set"].get(parameter)
        return None

    def _facts_of(self, item: Item) -> list[Fact]:
        return [self.by_id[name] for name in item["events"] if name in self.by_id]

    def _fact_of(self, item: Item, kind: type) -> Any:
        return next((fact for fact in self._facts_of(item) if isinstance(fact.event, kind)), None)

    def _is_own(self, fact: Fact) -> bool:
        """A fact about this employee's days, as against units, posts, calendars and policies."""
        own = getattr(fact.event, "nip", None) == self.answer["nip"]
        return own and event_type(fact.event) not in ("EmployeeAssigned", "EmploymentEnded")

    def _all_used(self) -> set[str]:
        parts = ("days", "calls", "location_requests")
        return {name for part in parts for item in self.answer[part] for name in item["events"]}

    def _standing(self) -> list[Fact]:
        used = self._all_used()
        return [fact for fact in self.facts if fact.event.id in used and not self._is_own(fact)]

    def _unused(self) -> list[Fact]:
        """What occurred to the employee on the days shown, up to the instant, and served nothing."""
        used = self._all_used()
        days = {day["date"] for day in self.answer["days"]}
        as_of = moments.read(self.answer["as_of"])
        found = []
        for fact in self.facts:
            occurred = getattr(fact.event, "occurred_at", None)
            if occurred is None or occurred > as_of or fact.event.id in used or not self._is_own(fact):
                continue
            if occurred.astimezone(self._zone).date().isoformat() in days:
                found.append(fact)
        return found

    @property
    def _zone(self) -> Any:
        return moments.read(self.answer["as_of"]).tzinfo

    def _print_facts(self, out: Console, title: str, facts: Sequence[Fact]) -> None:
        if facts:
            _title(out, title)
        for fact in facts:
            _line(out, self._told(fact))


def _because_not_counted(item: Item) -> str:
    return say("Not counted: {why}.", why=word(WHY, item["why"])) if item["why"] is not None else ""


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _title(out: Console, title: str) -> None:
    out.print()
    out.print(say(title), style="bold underline")


def _line(out: Console, line: str) -> None:
    from rich.padding import Padding

    out.print(Padding(line, (0, 0, 0, 2)))
