"""How a command asks the read models: brought up to date first, at one moment, and with what is missing said aloud.

    with asked(context, catch_up=True) as asking:
        lines = asking.questions.status(day, as_of)
        …
    tell_what_waits(line.waiting for line in lines)

An inspector who has just recorded something must get today's answer, so a command catches up before it answers, as a
follower would, unless told not to. What keeps it from that does not keep it from answering: it is said on standard
error, as is a ledger that has gone further than the read models. Where a whole province must be derived again, that is
the follower's work, in the background: the answer says who waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import click

from cli.failures import REFUSED, Failure, note, warn
from cli.language import term
from cli.options import AnyFunction, ledger_url, open_ledger, open_views, option
from cli.progress import bar

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.questions import Questions
    from projections.views import Views


MOST_TO_DERIVE = 2_000
"""Employees who are derived again before an answer: half a minute's work."""


def catching_up(command: AnyFunction) -> AnyFunction:
    """Give a command ``--no-catch-up``, as ``catch_up``."""
    return option(
        "--no-catch-up",
        "catch_up",
        flag_value=False,
        default=True,
        help="Answer from the read models as they are, without applying what was recorded since.",
    )(command)


class Asking(NamedTuple):
    """The questions, and the position at which the ledger ends."""

    questions: Questions
    last_position: int


@contextmanager
def asked(context: click.Context, *, catch_up: bool) -> Iterator[Asking]:
    """Questions to the read models as they are at one moment, brought up to date before if ``catch_up``.

    Says on standard error if the ledger has gone further. Raises ``NoReadModels`` and what reading raises.
    """
    from projections.questions import Questions

    ledger = open_ledger(context)
    if not ledger.last_position():
        raise Failure(
            "empty_ledger",
            term("the ledger holds nothing yet"),
            term("record facts with `saksi ingest`"),
            status=REFUSED,
        )
    views = open_views(context)
    if catch_up:
        _bring_up_to_date(ledger_url(context), ledger, views)
    with views.snapshot():
        questions = Questions(ledger, views)
        position, last = questions.checkpoint.position, ledger.last_position()
        yield Asking(questions, last)
    if position < last:
        warn(term("this is known at position {position}; the ledger goes on to {last}"), position=position, last=last)


def tell_what_waits(waiting: Iterable[bool]) -> None:
    """Say on standard error how many of the employees shown still rest on an earlier position."""
    count = sum(waiting)
    if count:
        warn(
            term("{n} of the employees shown wait for `saksi follow` to derive them again; they are as known earlier"),
            n=count,
        )


def now_or(as_of: datetime | None) -> datetime:
    """The instant asked for, else now."""
    return as_of or datetime.now(UTC).replace(microsecond=0)


def _bring_up_to_date(url: str, ledger: Ledger, views: Views) -> None:
    """Build the read models if there are none of this version, else apply what was recorded since.

    Who may only read them is answered from what there is.
    """
    from projections.follower import FollowerStopped
    from projections.rebuild import Rebuild
    from projections.views import ViewsBusy, ViewsForbidden

    left = _left_to_do(ledger, views)
    try:
        if left is None:
            rebuild = Rebuild(url, ledger, views)
            with bar(term("Building read models")) as show:
                rebuild.build(show)
            rebuild.finish(lambda _: True)
        elif sum(left):
            _catch_up(ledger, views, left)
    except (FollowerStopped, ViewsBusy) as error:
        note(error)
    except ViewsForbidden:
        return


class _Left(NamedTuple):
    """What is still to be done: events to apply, and employees to derive again."""

    events: int
    employees: int


def _left_to_do(ledger: Ledger, views: Views) -> _Left | None:
    """What is still to come; None if the read models must be built first."""
    from projections.generation import Generation

    with views.snapshot():
        serving = Generation.serving(views)
        if serving is None or not serving.checkpoint.position or not serving.is_current:
            return None
        return _Left(ledger.last_position() - serving.checkpoint.position, serving.pending_count())


def _catch_up(ledger: Ledger, views: Views, left: _Left) -> None:
    """Apply every event, and derive whoever waits unless they are too many, showing how much is still to come."""
    from projections.follower import Follower

    follower = Follower(ledger, views)
    most = sum(left)
    with bar(term("Catching up")) as show:
        while (left.events or left.employees <= MOST_TO_DERIVE) and follower.step():
            left = _left_to_do(ledger, views) or _Left(0, 0)
            most = max(most, sum(left))
            show(most - sum(left), most)
