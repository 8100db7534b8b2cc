"""Every error as one sentence, a hint and an exit status; never a traceback (SPEC section 9).

The library raises, the command line translates. ``account_of`` turns whatever was raised into an ``Account``, and
``report`` tells it: to people in their language, and with ``--format json`` as ``{"error": {"code", "message",
"hint"}}`` in English.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption, UsageError

from cli.harmless import harmless_lines, legible
from cli.language import said, say, term
from domain.errors import SaksiError

REFUSED = 1
"""Something was refused, does not verify, or could not be done."""
WRONG_USAGE = 2
"""Wrong usage, or no such ledger."""
SIGNALLED = 128
"""Ended by a signal, whose number is added: 130 after Ctrl-C, 143 after SIGTERM."""

USAGE_CODES = frozenset(
    {
        "no_such_ledger",
        "not_a_ledger",
        "unsupported_url",
        "unsafe_setting",
        "unknown_position",
        "out_of_calendar",
        "unreadable_table",
        "no_such_unit",
        "wrong_kafka_setting",
        "bad_witness_policy",
        "wrong_particulars",
        "wrong_step",
    }
)
"""Codes of the layers below for which the status is ``WRONG_USAGE``."""


class Failure(Exception):
    """An error of the command line itself: a sentence and a hint that can be said in both languages."""

    def __init__(self, code: str, sentence: str, hint: str = "", *, status: int = WRONG_USAGE, **values: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.hint = hint
        self.status = status
        self.values = values


class Account(NamedTuple):
    """What is told of an error: in English for machines, and as people read it."""

    status: int
    code: str
    message: str
    hint: str
    told_message: str
    told_hint: str


def account_of(error: BaseException) -> Account:
    """The sentence, the hint and the exit status for whatever was raised."""
    if isinstance(error, SaksiError):
        return _of_the_library(error)
    failure = error if isinstance(error, Failure) else _failure_of(error)
    values = failure.values
    return Account(
        failure.status,
        failure.code,
        failure.sentence.format(**values) if values else failure.sentence,
        failure.hint.format(**values) if values else failure.hint,
        say(failure.sentence, **values),
        say(failure.hint, **values) if failure.hint else "",
    )


def report(account: Account, *, as_json: bool) -> None:
    """Tell it on standard error."""
    if as_json:
        import json

        error = {"code": account.code, "message": legible(account.message), "hint": legible(account.hint)}
        text = json.dumps({"error": error}, ensure_ascii=False)
    else:
        text = _led(term("Error: {message}"), account.told_message)
        if account.told_hint:
            text += f"\n  {account.told_hint}"
    try:
        tell(text)
    except OSError:
        sys.stderr = None  # nobody listens there either


def warn(english: str, **values: Any) -> None:
    """One sentence on standard error about something that is no error."""
    tell(say("Note: {message}", message=say(english, **values)))


def note(error: SaksiError) -> None:
    """One sentence on standard error about an error that does not keep the command from its answer."""
    account = _of_the_library(error)
    tell(_led(term("Note: {message}"), account.told_message))
    if account.told_hint:
        tell(f"  {account.told_hint}")


def _led(english: str, message: str) -> str:
    """A message with its first word; the message may have several lines."""
    first, *more = message.split("\n")
    return "\n".join((say(english, message=first), *more))


def tell(text: str) -> None:
    """Lines on standard error; a terminal gets them broken between words, programs get them whole."""
    text = harmless_lines(text)
    if sys.stderr.isatty():
        import shutil
        import textwrap

        width = shutil.get_terminal_size().columns
        lines = (
            textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
            for line in text.split("\n")
        )
        text = "\n".join(lines)
    click.echo(text, err=True)


def _of_the_library(error: SaksiError) -> Account:
    """What the layers below say, which know of no language: their texts are in the catalogue too."""
    status = WRONG_USAGE if error.code in USAGE_CODES else REFUSED
    problems = getattr(error, "problems", ())
    told = "\n".join(said(problem.said) for problem in problems) if problems else said(error.said)
    return Account(status, error.code, error.sentence, error.hint, told, said(error.advice))


def _failure_of(error: BaseException) -> Failure:
    if isinstance(error, UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return Failure("wrong_usage", "{message}", message=error.format_message())
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        from ledger.interruption import signal_of

        return Failure(
            "interrupted", term("interrupted; nothing was left half done"), status=SIGNALLED + signal_of(error)
        )
    if isinstance(error, OSError):
        return _system(error)
    return Failure(
        "internal_error",
        term("something went wrong inside Saksi: {kind}: {detail}"),
        term("set SAKSI_DEBUG=1 to see where, and report it; what was recorded before is safe"),
        status=REFUSED,
        kind=type(error).__name__,
        detail=str(error) or "-",
    )


def _usage(error: UsageError) -> Failure:
    """What click found wrong, in words that can be translated."""
    command = error.ctx.command_path if error.ctx is not None else "saksi"
    hint = term("see `{command} --help`")
    if isinstance(error, NoSuchOption):
        nearest = error.possibilities[0] if error.possibilities else None
        if nearest:
            hint = term("did you mean {nearest}? See `{command} --help`")
        return Failure(
            "no_such_option",
            term("there is no option {option}"),
            hint,
            option=error.option_name,
            nearest=nearest,
            command=command,
        )
    if isinstance(error, MissingParameter):
        missing = _name_of(error)
        return Failure("missing_argument", term("{argument} is missing"), hint, argument=missing, command=command)
    if isinstance(error, BadOptionUsage):
        return Failure(
            "wrong_option",
            term("option {option} is given without its value, or with one it does not take"),
            hint,
            option=error.option_name,
            command=command,
        )
    if isinstance(error, BadParameter) and error.param is not None and isinstance(error.param.type, click.Choice):
        return Failure(
            "wrong_choice",
            term("{option} must be one of {choices}"),
            hint,
            option="/".join(error.param.opts) if isinstance(error.param, click.Option) else _name_typed(error.param),
            choices=", ".join(map(str, error.param.type.choices)),
            command=command,
        )
    return Failure("wrong_usage", term("wrong usage: {message}"), hint, message=error.format_message(), command=command)


def _name_typed(argument: click.Parameter) -> str:
    """An argument by its name, in capitals as in the line of usage."""
    return (argument.name or "").upper()


def _name_of(error: MissingParameter) -> str:
    """What is missing, as it is typed: ``--date``, or ``NIP``."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else "?"


def _system(error: OSError) -> Failure:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Failure(
            "storage_full",
            term("the disk is full, or the file may not grow any more"),
            term("free some space and run the same command again: what is recorded already counts as a duplicate"),
            status=REFUSED,
        )
    if error.errno == errno.EBADF and error.filename is None:
        return Failure(
            "output_closed",
            term("standard output is closed: the answer cannot be written"),
            term("send it to a file or a pipe, or to /dev/null if it is not wanted"),
            status=REFUSED,
        )
    path = error.filename if error.filename is not None else "-"
    sentence = term("{path} could not be read or written: {reason}")
    hint = ""
    if isinstance(error, FileNotFoundError):
        sentence, hint = term("there is no file {path}"), term("check its name and folder")
        if not Path(path).parent.is_dir():
            path = str(Path(path).parent)
            sentence, hint = term("there is no folder {path}"), term("make it first, or check its name")
    elif isinstance(error, PermissionError):
        sentence, hint = term("{path} may not be read or written by you"), term("ask its owner, or name another file")
    elif isinstance(error, IsADirectoryError):
        sentence, hint = term("{path} is a folder, not a file"), term("name a file in it")
    status = WRONG_USAGE if hint else REFUSED
    return Failure("file_error", sentence, hint, status=status, path=path, reason=error.strerror or str(error))
