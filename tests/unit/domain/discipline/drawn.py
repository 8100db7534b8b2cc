"""Steps that Hypothesis draws: what an officer would do next, perhaps with one thing wrong, or anything at all.

    drawn = Drawn(data, free_days)
    kind = drawn.next_of(case)
    on, fields = drawn.sensible(kind, case, stands, today)
    fields = drawn.anything(kind, case, today)

``stands`` is what is under the case: whether its calls are strikes, or how many days count. Of twenty sensible steps
most are accepted, so that the end of a case is seen; what is wrong in the others is one thing, so that one rule alone
stands in its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain.discipline.case import Case
from domain.discipline.events import (
    AppealDecided,
    AppealFiled,
    AppealReplied,
    BasisRenewed,
    CaseClosed,
    CaseDecided,
    CaseEvent,
    CaseReopened,
    DecisionDelivered,
    DecisionInForce,
    DecisionSent,
    DecisionWithdrawn,
    DeliveryMissed,
    HearingFailed,
    HearingHeld,
    ObjectionDecided,
    ObjectionFiled,
    RecordSigned,
    SummonsIssued,
    TeamFormed,
    TemporaryReliefOrdered,
)
from tests.unit.domain.discipline.oracle import HEAVIEST_BY_DUTY, IN_FORCE_AFTER, SEVERE, WEIGHT, heaviest, working_day
from tests.unit.domain.discipline.proceedings import HEAD, ORDINARY, TEAM

LEVELS = ("light", "moderate", "severe")
GROUNDS = ("absence", "consecutive_absence", *HEAVIEST_BY_DUTY)
RECORDS = {"examination": "refused", "non_attendance": "absent", "report": "signed"}
OUTCOMES = ("confirmed", "lightened", "aggravated", "changed", "annulled", "inadmissible")
ANY = st.sampled_from([kind for kind in ORDINARY if kind is not BasisRenewed])
NEXT: dict[str, tuple[type[CaseEvent], ...]] = {
    "opened": (TeamFormed, SummonsIssued, SummonsIssued),
    "summoned": (HearingHeld, HearingFailed, HearingHeld, HearingFailed, TemporaryReliefOrdered),
    "missed_first": (SummonsIssued, SummonsIssued, RecordSigned, CaseDecided),
    "missed_twice": (CaseDecided, CaseDecided, TeamFormed, SummonsIssued),
    "heard": (CaseDecided, CaseDecided, CaseDecided, TeamFormed, TemporaryReliefOrdered),
    "decided": (DecisionDelivered, DecisionDelivered, DecisionDelivered, DeliveryMissed, DecisionSent),
    "delivered": (DecisionInForce, ObjectionFiled, AppealFiled, ObjectionFiled, AppealFiled),
    "under_objection": (ObjectionDecided, ObjectionDecided, DecisionInForce, CaseClosed),
    "under_appeal": (AppealDecided, AppealDecided, AppealReplied, DecisionInForce, CaseClosed),
    "in_force": (CaseClosed, CaseClosed, CaseClosed, ObjectionFiled, DecisionWithdrawn),
    "annulled": (CaseClosed,),
    "closed": (CaseReopened,),
}
BY = {
    TeamFormed: "formed_by",
    SummonsIssued: "issued_by",
    TemporaryReliefOrdered: "ordered_by",
    ObjectionDecided: "decided_by",
    DecisionWithdrawn: "withdrawn_by",
    CaseClosed: "closed_by",
    CaseReopened: "reopened_by",
}
"""Who takes a step for the authorities, by its type."""


class Drawn:
    """Steps of the cases of one employee."""

    def __init__(self, data: Any, free_days: set[date]) -> None:
        self._data = data
        self._free_days = free_days

    def any_of(self, *choices: Any) -> Any:
        """One of these."""
        return self._data.draw(st.sampled_from(choices))

    def now_and_then(self, of: int = 12) -> bool:
        """Once in so many times: seldom enough that most goes well."""
        return bool(self._data.draw(st.integers(1, of)) == of // 2)

    def next_of(self, case: Case) -> type[CaseEvent]:
        """What an officer would do next, seldom something that cannot be yet."""
        stage = case.stage
        if self.now_and_then():
            return self._data.draw(ANY)  # type: ignore[no-any-return]
        needed = {"heard": "examination", "missed_twice": "non_attendance"}.get(stage)
        if needed is not None and needed not in [one.record for one in case.records] and not self.now_and_then():
            return RecordSigned
        if stage == "decided" and case.sanction is None:
            return self.any_of(CaseClosed, CaseClosed, DecisionWithdrawn)  # type: ignore[no-any-return]
        if stage == "delivered" and case.ruling is not None and case.ruling.remedied is not None:
            return self.any_of(DecisionInForce, DecisionInForce, ObjectionFiled)  # type: ignore[no-any-return]
        return self.any_of(*NEXT[stage])  # type: ignore[no-any-return]

    def sensible(
        self, kind: type[CaseEvent], case: Case, stands: bool | int, today: date
    ) -> tuple[date, dict[str, Any]]:
        """The day and the fields of a step that may well be accepted, seldom with one thing wrong."""
        fields: dict[str, Any] = {}
        if kind is SummonsIssued:
            which = "second" if case.failed or self.now_and_then() else "first"
            fields = {"which": which, "hearing_on": str(today + timedelta(days=self.any_of(12, 1, 14)))}
        elif kind is HearingFailed and case.summonses:
            today = max(today, case.summonses[-1].hearing_on)
            fields = {"summons": "second" if case.failed else "first"}
        elif kind is RecordSigned:
            record = "examination" if case.held else "non_attendance"
            fields = {"record": record, "examinee": RECORDS[record]}
        elif kind is CaseDecided:
            fields = self._decision(case, stands)
        elif kind is DecisionInForce and case.ruling is not None and case.ruling.delivered is not None:
            due = working_day(case.ruling.delivered.on, IN_FORCE_AFTER, self._free_days)
            today = max(today, due + timedelta(days=self.any_of(0, 0, -1, 1)))
        elif kind in (ObjectionDecided, AppealDecided):
            fields = self._outcome()
        elif kind is CaseClosed:
            fields = {"outcome": "sanctioned" if self.now_and_then() else _outcome_of(case)}
        elif kind is DecisionDelivered and case.ruling is not None and case.ruling.sent is not None:
            fields = {"how": "sent"}
        if self.now_and_then():
            fields |= self._by_examinee(kind, case.nip, fields)
        return today, fields

    def anything(self, kind: type[CaseEvent], case: Case, today: date) -> dict[str, Any]:
        """The fields of any step of that type."""
        if kind is SummonsIssued:
            return {
                "which": self.any_of("first", "second"),
                "hearing_on": str(today + timedelta(days=self.any_of(0, 12))),
            }
        if kind is HearingFailed:
            return {"summons": self.any_of("first", "second")}
        if kind is RecordSigned:
            record = self.any_of(*RECORDS)
            return {"record": record, "examinee": RECORDS[record]}
        if kind is CaseDecided:
            if self.any_of(True, False):
                return {"outcome": "no_sanction", "level": None, "kind": None}
            return _imposed(self.any_of(*GROUNDS), self.any_of(*WEIGHT))
        if kind is DecisionDelivered:
            return {"how": self.any_of("handed_over", "sent")}
        if kind in (ObjectionDecided, AppealDecided):
            return self._outcome()
        if kind is CaseClosed:
            return {"outcome": self.any_of("sanctioned", "not_proven", "annulled", "dropped")}
        return self._by_examinee(kind, case.nip, {}) if self.now_and_then() else {}

    def _decision(self, case: Case, stands: bool | int) -> dict[str, Any]:
        fitting: tuple[str, ...] = tuple(HEAVIEST_BY_DUTY)
        if case.basis.absence is not None:
            fitting = ("consecutive_absence" if case.basis.absence.consecutive else "absence",)
        ground = self.any_of(*(GROUNDS if self.now_and_then() else fitting))
        most = heaviest(ground, stands)
        if self.now_and_then(of=6):
            most = len(WEIGHT)
        elif case.team is None and self.any_of(True, True, False):
            most = min(most, SEVERE - 1)
        allowed = [kind for kind, weight in WEIGHT.items() if weight <= most]
        if not allowed or self.now_and_then():
            return {"outcome": "no_sanction", "level": None, "kind": None}
        fields = _imposed(ground, self.any_of(allowed[-1], self.any_of(*allowed)))
        if self.now_and_then(of=6):
            fields["authority"] = {**fields["authority"], "capacity": self.any_of("acting", "delegate")}
        return fields

    def _outcome(self) -> dict[str, Any]:
        outcome = self.any_of(*OUTCOMES)
        another = self.any_of(*WEIGHT) if outcome in ("lightened", "aggravated", "changed") else None
        return {"outcome": outcome, "kind": another, "level": _level(another)}

    def _by_examinee(self, kind: type[CaseEvent], examinee: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Where officials act, the examinee does."""
        if kind is HearingHeld:
            return {"held_by": [HEAD, examinee]}
        if kind is TeamFormed and self.any_of(True, False):
            return {"members": [*TEAM, {"nip": examinee, "role": "other"}]}
        if kind is CaseDecided:
            return {"authority": {**fields.get("authority", ORDINARY[CaseDecided]["authority"]), "nip": examinee}}
        return {BY[kind]: examinee} if kind in BY else {}


def _imposed(ground: str, kind: str) -> dict[str, Any]:
    level = _level(kind)
    office = {"post": "ppk" if level == "severe" else "jpt_pratama"}
    return {"ground": ground, "kind": kind, "level": level, "authority": {"nip": HEAD, "office": office}}


def _outcome_of(case: Case) -> str:
    ruling = case.ruling
    if ruling is None:
        return "annulled" if case.past else "dropped"
    if ruling.sanction is None:
        return "annulled" if ruling.annulled else "not_proven"
    return "sanctioned"


def _level(kind: str | None) -> str | None:
    return None if kind is None else LEVELS[(WEIGHT[kind] - 1) // 3]
