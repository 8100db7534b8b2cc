"""``saksi follow``: the process that keeps the read models up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.ending import signals_to
from cli.failures import note, tell, warn
from cli.help import TranslatedCommand
from cli.language import say, term
from cli.options import open_ledger, open_views, option, output_format, shared
from cli.signing_options import checkpoints_of, signing, tell_what_is_missing

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.generation import Change
    from projections.views import Views
    from witness.checkpointing import Checkpoints

PASSING = ("ledger_busy", "views_busy", "ledger_unreachable", "views_unreachable")
"""What passes by itself: another process is writing, or the server starts again."""

MANY = 20_000
"""Events that are built from nothing sooner by `saksi rebuild`, which judges each employee once and on every core."""

HOUR = 3600.0

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
@signing
@option(
    "--checkpoint-every",
    "every",
    type=click.FloatRange(min=0.01),
    default=HOUR,
    metavar="SECONDS",
    help="With --key, how often to sign what is new, and at the end; else once an hour.",
)
@output_format("table", "json")
@shared
@click.pass_context
def follow(
    context: click.Context,
    once: bool,
    poll: float,
    keys: tuple[Path, ...],
    last: Path | None,
    witnesses: Path | None,
    every: float,
    form: str,
) -> None:
    """Keep the read models up to date with the ledger until told to end.

    SIGTERM and Ctrl-C let it finish the batch at hand and say what was done; a second one ends it at once, and loses
    nothing either. It waits while another process is writing or the server does not answer, and stops at an event that
    it cannot apply, with exit status 1.

    With --key it signs checkpoints too, as `saksi checkpoint` does. A witness that does not answer is told once, and
    asked again with the next; a ledger that is smaller or different than what was signed, here or by what a witness
    saw, stops it with exit status 1.

    \b
    Example:
      saksi follow
      saksi follow --once
      saksi follow --key saksi.key --witnesses witnesses.txt
    """
    ledger = open_ledger(context)
    signer = _Signing(checkpoints_of(ledger, keys, last, witnesses), every) if keys else None
    work = _Following(ledger, open_views(context), signer)
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

            print_json(done if signer is None else {**done, "checkpoint": signer.size or None})
        else:
            sentence = term("Followed from position {from_position} to {position}; {changes} rows changed.")
            click.echo(say(sentence, **done))
            if signer is not None and signer.size:
                click.echo(say(term("The last checkpoint is of {size} events."), size=signer.size))


class _Following:
    """One run of the follower. Once it is ``ending``, it stops after the batch at hand."""

    def __init__(self, ledger: Ledger, views: Views, signer: _Signing | None = None) -> None:
        from projections.follower import Follower

        self.ending = False
        self.changes = 0
        self._told = ""
        self.ledger, self._views, self._signer = ledger, views, signer
        self.follower = Follower(ledger, views, on_change=self._count)

    def run(self, *, once: bool, poll: float) -> None:
        """Apply batch after batch, and wait for news where there is none.

        Raises ``FollowerStopped``, what signing raises, and what reading raises; what passes by itself it says, once,
        and tries again, unless it runs ``once``.
        """
        from domain.errors import SaksiError

        while not self.ending:
            try:
                moved = self.follower.step()
                self._told = ""
                if self._signer is not None and (self._signer.is_due() or (once and not moved)):
                    moved |= self._signer.sign(self.ledger)  # what it records is there to be followed
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
        try:
            if self._signer is not None:
                self._signer.sign(self.ledger)
        except SaksiError as error:
            if error.code not in PASSING:
                raise
            note(error)

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


class _Signing:
    """Signs the ledger at intervals, beside the following."""

    def __init__(self, checkpoints: Checkpoints, every: float) -> None:
        self._checkpoints, self._every = checkpoints, every
        self._next = time.monotonic()
        self._missing: set[str] = set()
        self.size = 0
        """Of the last checkpoint."""

    def is_due(self) -> bool:
        """Whether it is time to sign again."""
        return time.monotonic() >= self._next

    def sign(self, ledger: Ledger) -> bool:
        """Sign what is new, and ask for what is missing; whether there is a new checkpoint.

        Raises what ``Checkpoints.make`` raises, and ``WitnessContradicts``.
        """
        if ledger.last_position() == 0:
            return False  # there is nothing to sign yet
        made = self._checkpoints.make()
        self._next = time.monotonic() + self._every
        self.size = made.checkpoint.size
        if made.contradiction is not None:
            raise made.contradiction
        tell_what_is_missing(made, self._missing)
        return made.new
