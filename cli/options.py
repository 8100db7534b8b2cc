"""Options that several commands share, and how their values are read.

``--db`` and ``--lang`` may stand before the command and after it. Positions, instants and dates are read here, so
that each mistake in one is told in the same sentence everywhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from cli.failures import Failure
from cli.harmless import legible
from cli.help import TranslatedOption
from cli.language import LANGUAGES, speak, term

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.views import Views

DEFAULT_LEDGER = "sqlite:///saksi.db"

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class Settings:
    """What was chosen for the whole command."""

    def __init__(self) -> None:
        self.db = DEFAULT_LEDGER


def shared(command: AnyFunction) -> AnyFunction:
    """Give a command ``--db`` and ``--lang``."""
    return database(language(command))


def database(command: AnyFunction) -> AnyFunction:
    """Give a command ``--db``."""
    return click.option(
        "--db",
        metavar="URL",
        envvar="SAKSI_DB",
        expose_value=False,
        callback=_choose_ledger,
        cls=TranslatedOption,
        help="The ledger: sqlite:///file.db or postgresql://…; else SAKSI_DB, else sqlite:///saksi.db.",
    )(command)


def language(command: AnyFunction) -> AnyFunction:
    """Give a command ``--lang``."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        envvar="SAKSI_LANG",
        is_eager=True,
        expose_value=False,
        callback=_choose_language,
        cls=TranslatedOption,
        help="Bahasa Indonesia or English; else SAKSI_LANG, else as the locale says.",
    )(command)


def output_format(*choices: str) -> Callable[[AnyFunction], AnyFunction]:
    """Give a command ``--format``; the first choice is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        cls=TranslatedOption,
        help="A table for people (the default), or a form for programs.",
    )


def known_at(command: AnyFunction) -> AnyFunction:
    """Give a command ``--known-at``: a position, an instant, or None."""
    return click.option(
        "--known-at",
        type=PositionOrInstant(),
        metavar="K",
        cls=TranslatedOption,
        help="Use only what the ledger held up to this position, or at this instant; else all it holds.",
    )(command)


def option(*names: str, **attributes: Any) -> Callable[[AnyFunction], AnyFunction]:
    """An option whose help is said in the language spoken."""
    return click.option(*names, cls=TranslatedOption, **attributes)


def open_ledger(context: click.Context, *, create: bool = False) -> Ledger:
    """The ledger chosen, closed when the command ends.

    Raises ``SaksiError`` if there is none and ``create`` is false.
    """
    from ledger.application import Ledger

    ledger = Ledger.open(ledger_url(context), create=create)
    context.call_on_close(ledger.close)
    return ledger


def ledger_url(context: click.Context) -> str:
    """The URL of the ledger chosen, whose password may be in a file. Raises ``Failure`` if that cannot be read."""
    _take_password_from_file()
    return (context.find_object(Settings) or Settings()).db


def open_views(context: click.Context, *, durable: bool = False) -> Views:
    """The read models of the ledger chosen, closed when the command ends. Open the ledger first: it must be one."""
    from projections.views import open_views as open_at

    views = open_at(ledger_url(context), durable=durable)
    context.call_on_close(views.close)
    return views


def _choose_ledger(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    settings = context.ensure_object(Settings)
    if value and _is_the_last_word(context, parameter):
        settings.db = value


def _take_password_from_file() -> None:
    """Hand the password in the file that ``SAKSI_DB_PASSWORD_FILE`` names to the library for PostgreSQL.

    It goes by ``PGPASSWORD``, which the processes that a command starts inherit; one that is set, or that a URL holds,
    stands. Raises ``Failure`` if the file cannot be read, without a word of what is in it.
    """
    path = os.environ.get("SAKSI_DB_PASSWORD_FILE")
    if not path or "PGPASSWORD" in os.environ:
        return
    try:
        os.environ["PGPASSWORD"] = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise Failure(
            "wrong_password_file",
            term("SAKSI_DB_PASSWORD_FILE names {path}, which cannot be read: {kind}"),
            term("correct the path, or let this user read the file"),
            path=path,
            kind=type(error).__name__,
        ) from None


def _choose_language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value and _is_the_last_word(context, parameter):
        speak(value)


def _is_the_last_word(context: click.Context, parameter: click.Parameter) -> bool:
    """What is typed counts, before the command or after it; the environment only where ``saksi`` itself reads it.

    Below it would overrule what was typed before the command.
    """
    typed = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    return typed or context.parent is None


class Instant(click.ParamType[datetime]):
    """An RFC 3339 instant with its offset."""

    name = "instant"

    def convert(self, value: Any, parameter: click.Parameter | None, _context: click.Context | None) -> datetime:
        """The instant, with the offset as given."""
        return value if isinstance(value, datetime) else read_instant(value, _name_of(parameter))


class PositionOrInstant(click.ParamType[int | datetime]):
    """A position of the ledger (a whole number) or an RFC 3339 instant."""

    name = "position or instant"

    def convert(self, value: Any, parameter: click.Parameter | None, _context: click.Context | None) -> int | datetime:
        """The position, or the instant with the offset as given."""
        if isinstance(value, (int, datetime)):
            return value
        if re.fullmatch(r"[0-9]{1,18}", value):
            return int(value)
        if not _LIKE_AN_INSTANT.match(value):
            raise Failure(
                "wrong_instant",
                term("{option}: {value} is neither a position nor an instant"),
                term("write a position such as 179, or an instant such as 2026-02-20T17:00:00+08:00"),
                option=_name_of(parameter),
                value=value,
            )
        return read_instant(value, _name_of(parameter))


class Day(click.ParamType[date]):
    """A date: YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, parameter: click.Parameter | None, _context: click.Context | None) -> date:
        """The date."""
        if isinstance(value, date):
            return value
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        raise Failure(
            "wrong_date",
            term("{option}: {value} is not a date"),
            term("write it as 2026-02-20"),
            option=_name_of(parameter),
            value=value,
        )


class Month(click.ParamType[date]):
    """A month: YYYY-MM, as its first day."""

    name = "month"

    def convert(self, value: Any, parameter: click.Parameter | None, _context: click.Context | None) -> date:
        """The first day of the month."""
        if isinstance(value, date):
            return value
        if re.fullmatch(r"\d{4}-\d\d", value):
            with suppress(ValueError):
                return date.fromisoformat(f"{value}-01")
        raise Failure(
            "wrong_month",
            term("{option}: {value} is not a month"),
            term("write it as 2026-02"),
            option=_name_of(parameter),
            value=value,
        )


class Text(click.ParamType[str]):
    """A name that the ledger may hold. Names of files may have bytes that are not UTF-8, these may not."""

    name = "text"

    def convert(self, value: Any, parameter: click.Parameter | None, _context: click.Context | None) -> str:
        """The name as it is."""
        text = str(value)
        if legible(text) != text:
            raise Failure(
                "not_utf8",
                term("{option}: {value} is not UTF-8"),
                term("write it in a terminal whose encoding is UTF-8"),
                option=_name_of(parameter),
                value=text,
            )
        return text


class NipArgument(click.ParamType[str]):
    """The number of an employee, as an event may hold it (SPEC section 2)."""

    name = "nip"

    def convert(self, value: Any, _parameter: click.Parameter | None, _context: click.Context | None) -> str:
        """The number."""
        import msgspec

        from domain.events import Nip

        try:
            return msgspec.convert(value, Nip)
        except msgspec.ValidationError:
            raise Failure(
                "wrong_nip",
                term("{value} is not a NIP"),
                term("write its 18 digits (letters, dots and hyphens are taken too, at most 30 characters)"),
                value=legible(value),
            ) from None


_LIKE_AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


def read_instant(text: str, option_name: str) -> datetime:
    """An RFC 3339 instant. Raises ``Failure`` for one without offset or outside the years 2 to 9998."""
    instant = None
    if _LIKE_AN_INSTANT.match(text):
        with suppress(ValueError):
            instant = datetime.fromisoformat(text)
    if instant is None:
        raise Failure(
            "wrong_instant",
            term("{option}: {value} is not an instant"),
            term("write it as 2026-02-20T17:00:00+08:00"),
            option=option_name,
            value=text,
        )
    if instant.tzinfo is None:
        raise Failure(
            "instant_without_offset",
            term("{option}: {value} does not say in which zone it is"),
            term("add the offset: {value}+07:00 for WIB, +08:00 for WITA, +09:00 for WIT"),
            option=option_name,
            value=text,
        )
    if not 1 < instant.year < 9999:
        raise Failure(
            "wrong_instant",
            term("{option}: {value} is outside the calendar"),
            term("give a year between 0002 and 9998"),
            option=option_name,
            value=text,
        )
    return instant


def _name_of(parameter: click.Parameter | None) -> str:
    """As it is typed: ``--unit``, or ``UNIT``."""
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return parameter.opts[0] if parameter is not None and parameter.opts else "?"
