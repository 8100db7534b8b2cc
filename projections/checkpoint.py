"""How far rows are, and how that is written down: of a generation as a whole, or of a part of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

NAMES = "position, horizon, laid_from, laid_until, stopped"


class Checkpoint(Struct, frozen=True):
    """How far rows are.

    ``horizon`` is the date of the newest ``recorded_at`` that is known, there are sheets from ``laid_from`` until
    ``laid_until``. ``stopped`` says at which event it stopped and why, or is empty.
    """

    position: int = 0
    horizon: date | None = None
    laid_from: date | None = None
    laid_until: date | None = None
    stopped: str = ""

    @property
    def columns(self) -> tuple[Any, ...]:
        """As ``NAMES`` has them."""
        return self.position, _text(self.horizon), _text(self.laid_from), _text(self.laid_until), self.stopped


def checkpoint_in(columns: tuple[Any, ...]) -> Checkpoint:
    """The checkpoint in the columns of ``NAMES``."""
    position, horizon, laid_from, laid_until, stopped = columns
    return Checkpoint(position, _date(horizon), _date(laid_from), _date(laid_until), stopped)


def now_as_text() -> str:
    """The instant, UTC, by this machine's clock: for a monitor, no part of any answer."""
    return datetime.now(UTC).isoformat()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
