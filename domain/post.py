"""What the law asks on a day of everyone in the same post: of one unit, employment and title (SPEC section 5).

A province has thousands of employees and few posts, so this is worked out once for all who share one. What is an
employee's own, such as a leave, a letter or a shift, comes in ``domain.duty``.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from domain.calendar import Calendar
from domain.events import Event, Recorded
from domain.organisation import Units
from domain.policy.document import Window
from domain.policy.law import Law, Ruling
from domain.zones import at


class Kind(StrEnum):
    """The kind of a day, in the order in which SPEC section 5 asks for it. Only on a duty day is presence required."""

    UNEMPLOYED = "unemployed"
    LEAVE = "leave"
    OFFICIAL_DUTY = "official_duty"
    CONFLICT = "conflict"
    UNREGULATED = "unregulated"
    HOLIDAY = "holiday"
    OFF = "off"
    NOT_REQUIRED = "not_required"
    DUTY = "duty"


class DutyWindow(Struct, frozen=True, array_like=True):
    """A window as instants. ``early_after`` is exclusive: an early leaving counts only after the late arrival's end."""

    name: str
    opens: datetime
    closes: datetime
    late_until: datetime | None = None
    early_from: datetime | None = None
    early_after: datetime | None = None
    at_office: bool = False

    @property
    def last_instant(self) -> datetime:
        """The last instant at which a presence can still arrive."""
        return self.late_until or self.closes


class Asked(Struct, frozen=True):
    """A kind of day and its windows, with the rulings and the facts that made it so."""

    kind: Kind
    rulings: tuple[Ruling, ...]
    windows: tuple[DutyWindow, ...] = ()
    facts: tuple[Recorded[Event], ...] = ()


class PostDay:
    """A post on a day. ``facts`` are the definitions of its unit and the periods that hold."""

    def __init__(self, units: Units, calendar: Calendar, law: Law, post: tuple[str, str, str], day: date) -> None:
        unit_name, employment, title = post
        self.day = day
        self.unit = units.on(unit_name, day)
        self.zone = self.unit.zone
        periods = calendar.periods(self.unit, day)
        self.facts: tuple[Recorded[Event], ...] = (*self.unit.facts, *periods)
        self._holidays = tuple(calendar.holidays(self.unit, day))
        names = {declared.event.period for declared in periods}
        self.regime = law.regime(self.unit, employment, title, day, names)
        self.arrangement = self.regime.ruling("arrangement")
        self._asked: dict[str | None, Asked] = {}

    def asked(self, arrangement: str | None) -> Asked:
        """What is asked under an arrangement other than ``shift``: SPEC section 5, steps 4 and 5, and 7 for windows.

        The arrangement is that of the rules, or ``home`` by a letter. None is a conflict, or unset.
        """
        if arrangement not in self._asked:
            self._asked[arrangement] = self._work_out(arrangement)
        return self._asked[arrangement]

    def _work_out(self, arrangement: str | None) -> Asked:
        rulings: tuple[Ruling, ...] = (self.arrangement,)
        if arrangement is None:
            return Asked(Kind.CONFLICT if self.arrangement.conflict else Kind.UNREGULATED, rulings)
        if self._holidays:
            return Asked(Kind.HOLIDAY, rulings, facts=self._holidays)
        if arrangement == "off":
            return Asked(Kind.OFF, rulings)
        windows = self.regime.ruling("windows", arrangement)
        hours = self.regime.ruling("hours", arrangement)
        rulings = (*rulings, windows, hours) if hours.conflict else (*rulings, windows)
        if windows.conflict or hours.conflict:
            return Asked(Kind.CONFLICT, rulings)
        if windows.unset:
            return Asked(Kind.UNREGULATED, rulings)
        if not windows.value:
            return Asked(Kind.NOT_REQUIRED, rulings)
        return Asked(Kind.DUTY, rulings, tuple(self._window(window) for window in windows.value))

    def _window(self, window: Window) -> DutyWindow:
        def instant(clock: str | None) -> datetime | None:
            return at(self.day, clock, self.zone) if clock is not None else None

        return DutyWindow(
            window.name,
            at(self.day, window.opens, self.zone),
            at(self.day, window.closes, self.zone),
            late_until=instant(window.late_until),
            early_from=instant(window.early_from),
            at_office=window.place == "office",
        )
