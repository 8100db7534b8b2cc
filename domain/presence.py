"""What became of a day: its windows, its status, and the minutes lost (SPEC section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.answer import DayAnswer, WindowAnswer
from domain.duty import Duty, DutyWindow, Kind
from domain.events import CheckedIn, Event, Recorded
from domain.reasons import LocalDate, because, ids_of
from domain.record import EmployeeRecord, Plea


def judge_day(duty: Duty, record: EmployeeRecord, local_date: LocalDate) -> DayAnswer:
    """The answer for a day on which the employee served."""
    facts: list[Recorded[Event]] = list(duty.facts)
    windows = []
    for window in duty.windows:
        verdict, used = _judge_window(window, duty, record)
        windows.append(verdict)
        facts += used
    return DayAnswer(
        date=duty.day,
        status=day_status([window.status for window in windows]) if duty.kind is Kind.DUTY else duty.kind.value,
        arrangement=duty.arrangement,
        late_minutes=sum(window.late_minutes for window in windows),
        early_minutes=sum(window.early_minutes for window in windows),
        windows=windows,
        because=because(duty.rulings, duty, local_date),
        events=ids_of(facts, duty.rulings),
    )


def day_status(windows: Sequence[str]) -> str:
    """The status of a duty day: the first that holds."""
    outcomes = set(windows)
    if "pending" in outcomes:
        return "pending"
    if outcomes == {"on_time"}:
        return "present"
    if outcomes <= {"on_time", "excused"}:
        return "excused"
    if "missed" not in outcomes:
        return "late" if "late" in outcomes else "early"
    return "absent" if outcomes == {"missed"} else "partial"


def _judge_window(window: DutyWindow, duty: Duty, record: EmployeeRecord) -> tuple[WindowAnswer, list[Recorded[Event]]]:
    """The window's verdict and the facts it rests on. An accepted reason turns late, early and missed into excused."""
    status, check_in = _presence(window, record)
    used: list[Recorded[Event]] = [check_in] if check_in is not None else []
    late_minutes = early_minutes = 0
    if status in ("late", "early", "missed"):
        pleas = [plea for plea in record.pleas_about_days.get(duty.day, ()) if _covers(plea, window)]
        for plea in pleas:
            decision = plea.decision(record.as_of)
            used += [plea.submitted, decision] if decision is not None else [plea.submitted]
        if any(plea.accepted(record.as_of) for plea in pleas):
            status = "excused"
        elif check_in is not None and status == "late":
            late_minutes = whole_minutes(check_in.event.occurred_at - window.closes)
        elif check_in is not None and status == "early":
            early_minutes = whole_minutes(window.opens - check_in.event.occurred_at)
    verdict = WindowAnswer(
        name=window.name,
        opens=window.opens,
        closes=window.closes,
        late_until=window.late_until,
        early_from=window.early_from,
        place="office" if window.at_office else None,
        status=status,
        at=check_in.event.occurred_at.astimezone(duty.zone) if check_in is not None else None,
        event=check_in.event.id if check_in is not None else None,
        late_minutes=late_minutes,
        early_minutes=early_minutes,
    )
    return verdict, used


def _presence(window: DutyWindow, record: EmployeeRecord) -> tuple[str, Recorded[CheckedIn] | None]:
    """Which check-in serves the window: the earliest on time, else the earliest late, else the latest early."""

    def within(first: datetime, last: datetime) -> list[Recorded[CheckedIn]]:
        found = record.check_ins(first, last)
        return [fact for fact in found if not window.at_office or fact.event.place == "office"]

    on_time = within(window.opens, window.closes)
    if on_time:
        return "on_time", on_time[0]
    if window.late_until is not None:
        late = within(window.closes, window.late_until)
        if late:
            return "late", late[0]
    if record.as_of < window.last_instant:
        return "pending", None
    if window.early_from is not None:
        after = window.early_after
        early = [
            fact for fact in within(window.early_from, window.opens) if after is None or fact.event.occurred_at > after
        ]
        if early:
            return "early", early[-1]
    return "missed", None


def _covers(plea: Plea, window: DutyWindow) -> bool:
    """A reason about a day covers every window of it, one about a window those of that name."""
    named = plea.submitted.event.subject.window
    return named is None or named == window.name


def whole_minutes(lost: timedelta) -> int:
    """Lost time in minutes, rounded up: a second late is a minute lost."""
    return -(-lost // timedelta(minutes=1))
