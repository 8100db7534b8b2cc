"""Facts that hold from a date on, until a later one of the same thing takes over (SPEC section 3)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


class Dated(Generic[T]):
    """Values with a date and a position each: on a day, the one with the greatest date not after it holds.

    Of equal dates the later position holds.
    """

    __slots__ = ("_orders", "_starts", "_values")

    def __init__(self, entries: Iterable[tuple[date, int, T]]) -> None:
        ordered = sorted(entries, key=lambda entry: entry[:2])
        self._orders = [(start, position) for start, position, _ in ordered]
        self._starts = [start for start, _ in self._orders]
        self._values = [value for _, _, value in ordered]

    def on(self, day: date) -> T | None:
        """The value that holds on the day, or None before the first."""
        index = bisect_right(self._starts, day)
        return self._values[index - 1] if index else None

    def order_on(self, day: date) -> tuple[date, int] | None:
        """The date and the position of the value that holds on the day."""
        index = bisect_right(self._starts, day)
        return self._orders[index - 1] if index else None

    @property
    def starts(self) -> list[date]:
        """The dates of the values, in order."""
        return self._starts

    @property
    def first_start(self) -> date | None:
        """The date of the earliest value."""
        return self._starts[0] if self._starts else None
