"""``saksi``: where a command begins and ends, and where whatever went wrong becomes a sentence.

Nothing but the standard library's lightest is imported before ``main`` runs, so that a Ctrl-C while the rest is
loading is told like any other.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status. Never raises; what went wrong is told on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except BrokenPipeError:
        _abandon_output()
        return 141
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("SAKSI_DEBUG"):
            raise
        return _tell(error, given)


def _run(given: Sequence[str]) -> int:
    """Run it within click, but without click's own ``main``, which would end the process on a closed pipe."""
    from click.exceptions import Exit

    from cli.command_line import saksi
    from cli.language import LANGUAGES, language_of, speak

    _prepare_output()
    speak(_asked_for("--lang", given, LANGUAGES) or language_of(os.environ))
    status = 0
    try:
        with saksi.make_context("saksi", list(given)) as context:
            saksi.invoke(context)
    except Exit as done:
        status = done.exit_code
    sys.stdout.flush()
    return status


def _tell(error: BaseException, given: Sequence[str]) -> int:
    """Say what went wrong and return the exit status for it."""
    import click

    from cli.failures import account_of, report

    account = account_of(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        click.echo(error.ctx.get_help(), err=True)
        return account.status
    try:
        sys.stdout.flush()
    except OSError:
        _abandon_output()
    report(account, as_json=_asked_for("--format", given, ("json",)) is not None)
    return account.status


def _asked_for(option: str, given: Sequence[str], choices: Sequence[str]) -> str | None:
    """Which choice the line asks for, also where a mistake in it keeps it from being read."""
    pairs = [*itertools.pairwise(given), *(tuple(word.split("=", 1)) for word in given if "=" in word)]
    return next((value for name, value in reversed(pairs) if name == option and value in choices), None)


def _prepare_output() -> None:
    """What a terminal cannot show becomes a question mark. Answers to a closed output fail, messages are not heard.

    A file that is open for reading only stands for a closed output: what is written to it fails as it would there, and
    no other file gets that number.
    """
    for name, mode in (("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.open(os.devnull, mode), "w"))  # noqa: PTH123, SIM115  open as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _abandon_output() -> None:
    """Nobody reads standard output any more: keep the interpreter from writing to it, and failing, when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
