"""``saksi follow``: the process that keeps the read models up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.ending import signals_to
from cli.failures import note, tell, warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, open_views, option, output_format, shared

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.generation import Change
    from projections.views import Views

PASSING = ("ledger_busy", "views_busy", "ledger_unreachable", "views_unreachable")
"""What passes by itself: another process is writing, or the server starts again."""

MANY = 20_000
"""Events that are built from nothing sooner by `saksi rebuild`, which judges each employee once and on every core."""

LONGEST_NAP = 0.5
"""Seconds after which a signal to end is heeded."""


@click.command(cls=TranslatedCommand)
@option("--once", is_flag=True, help="End when everything recorded so far is applied and nobody waits.")
@option(
    "--poll",
    type=click.FloatRange(min=0.01),
    default=1.0,
    metavar="SECONDS",
    help="How often to look for work when no news comes from the ledger; else once a second.",
)
@output_format("table", "json")
@shared
@click.pass_context
def follow(context: click.Context, once: bool, poll: float, form: str) -> None:
    """Keep the read models up to date with the ledger until told to end.

    SIGTERM and Ctrl-C let it finish the batch at hand and say what was done; a second one ends it at once, and loses
    nothing either. It waits while another process is writing or the server does not answer, and stops at an event that
    it cannot apply, with exit status 1.

    \b
    Example:
      saksi follow
      saksi follow --once
    """
    work = _Following(open_ledger(context), open_views(context))
    first = work.position()
    much_to_do = first == 0 and work.ledger.last_position() > MANY
    if not once:  # from here on it waits for a server that goes away
        tell(say(term("Following from position {position}."), position=first))
    if much_to_do:
        warn(term("there are no read models yet; `saksi rebuild` builds them sooner, and following goes on from there"))
    try:
        with signals_to(work):
            work.run(once=once, poll=poll)
    finally:
        done = {"from_position": first, "position": max(first, work.follower.position), "changes": work.changes}
        if form == "json":
            from cli.machine import print_json

            print_json(done)
        else:
            sentence = term("Followed from position {from_position} to {position}; {changes} rows changed.")
            click.echo(say(sentence, **done))


class _Following:
    """One run of the follower. Once it is ``ending``, it stops after the batch at hand."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        from projections.follower import Follower

        self.ending = False
        self.changes = 0
        self._told = ""
        self.ledger, self._views = ledger, views
        self.follower = Follower(ledger, views, on_change=self._count)

    def run(self, *, once: bool, poll: float) -> None:
        """Apply batch after batch, and wait for news where there is none.

        Raises ``FollowerStopped`` and what reading raises; what passes by itself it says, once, and tries again,
        unless it runs ``once``.
        """
        from domain.errors import SaksiError

        while not self.ending:
            try:
                moved = self.follower.step()
                self._told = ""
                if moved:
                    continue
                if once:
                    return
                self._wait_for_news(self.follower.position, poll)
            except SaksiError as error:
                if once or error.code not in PASSING:
                    raise
                kind = error.code.partition("_")[2]  # of the ledger or of the read models: it is one server
                if kind != self._told:
                    note(error)
                self._told = kind
                time.sleep(min(LONGEST_NAP, poll))

    def position(self) -> int:
        """How far the read models are. Raises ``OtherVersion`` if another version of Saksi made them."""
        from projections.generation import Generation

        with self._views.snapshot():
            serving = Generation.serving(self._views)
            if serving is None:
                return 0
            serving.expect_current()
            return serving.checkpoint.position

    def _wait_for_news(self, position: int, seconds: float) -> None:
        """Wait until the ledger goes on after a position, so many seconds are over, or a signal came."""
        end = time.monotonic() + seconds
        while not self.ending and (left := end - time.monotonic()) > 0:
            if self.ledger.wait_for_news(position, min(LONGEST_NAP, left)) > position:
                return

    def _count(self, changes: Sequence[Change]) -> None:
        self.changes += len(changes)
