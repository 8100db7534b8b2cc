"""A value as it changes with the instant of the question.

    09:00  open
    09:10  under_review      the deadline passed, a reason is undecided
    11:30  missed            the reason was rejected

Everything that is derived about an employee is such a row of stages: what it was at T is read off, never worked out
anew (SPEC section 1, *as of*). A stage holds from its instant on, up to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Generic, TypeVar

from msgspec import Struct

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""Before everything that a ledger can hold."""

V = TypeVar("V")


class Stage(Struct, Generic[V], frozen=True, array_like=True):
    """A value and the instant from which it holds."""

    since: datetime
    value: V


def stages(instants: Iterable[datetime], value_at: Callable[[datetime], V]) -> tuple[Stage[V], ...]:
    """The stages of a value that can change only at these instants."""
    return tuple(Stage(instant, value_at(instant)) for instant in (BEGINNING, *sorted(set(instants))))


def at(row: tuple[Stage[V], ...], instant: datetime) -> V:
    """The value at an instant."""
    return next(stage.value for stage in reversed(row) if stage.since <= instant)
