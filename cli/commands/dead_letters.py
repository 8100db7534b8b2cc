"""``saksi dead-letters``: what came by Kafka and was no fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cli.commands.ingest import REFUSALS
from cli.failures import REFUSED, Failure, tell
from cli.help import TranslatedCommand, TranslatedGroup
from cli.kafka_options import brokers, kafka_settings
from cli.language import say, term
from cli.options import Text, language, option, output_format

if TYPE_CHECKING:
    from consumers.dead_letters import DeadLetter

SHOWN_BYTES = 200
"""How much of a message the table shows."""

MEANINGS = REFUSALS | {
    "malformed_avro": term("not readable as Avro"),
    "unknown_schema": term("a schema that is not published"),
    "unknown_content_type": term("an unknown content type"),
    "unreadable_record": term("not readable as a record of Kafka"),
}
"""What the codes of refused messages mean."""


@click.group("dead-letters", cls=TranslatedGroup)
@language
def dead_letters() -> None:
    """See what came by Kafka and was no fact, and send it again.

    Such a message waits in the topic saksi.intake.rejected, as it came, until it is sent again. One whose cause is gone
    (a schema that is known now, an event to void that was recorded meanwhile) is taken in then; one that is refused
    again is listed again, under its new place.

    \b
    Example:
      saksi dead-letters list --kafka localhost:9092
      saksi dead-letters retry saksi.intake/3/1207 --kafka localhost:9092
    """


@dead_letters.command("list", cls=TranslatedCommand)
@brokers
@output_format("table", "json")
@language
def list_(kafka: str | None, topics: str | None, form: str) -> None:
    """List the messages that were refused and not sent again.

    The key names the topic, the partition and the offset they came from. JSON gives each as a whole, with bytes that
    are not UTF-8 in hexadecimal.

    \b
    Example:
      saksi dead-letters list --kafka localhost:9092
      saksi dead-letters list --kafka localhost:9092 --format json
    """
    settings = kafka_settings(kafka, topics)
    from consumers.dead_letters import waiting

    letters = waiting(settings, value_bytes=SHOWN_BYTES if form == "table" else None)
    if form == "json":
        from cli.machine import print_json

        print_json({"dead_letters": [_as_json(letter) for letter in letters]})
        return
    if letters:
        _print_table(letters)
    tell(say(term("{n} refused messages wait."), n=len(letters)))


@dead_letters.command(cls=TranslatedCommand)
@click.argument("keys", nargs=-1, type=Text(), metavar="[KEY]...")
@option("--all", "everything", is_flag=True, help="All that wait.")
@brokers
@output_format("table", "json")
@language
@click.pass_context
def retry(
    context: click.Context, keys: tuple[str, ...], everything: bool, kafka: str | None, topics: str | None, form: str
) -> None:
    """Send refused messages again, as they came.

    Each goes to the topic saksi.intake at its end, and is not listed any more; `saksi consume` takes it in or refuses
    it again. A message of which only the beginning was kept cannot be sent again.

    \b
    Example:
      saksi dead-letters retry saksi.intake/3/1207 --kafka localhost:9092
      saksi dead-letters retry --all --kafka localhost:9092
    """
    if bool(keys) == everything:
        raise Failure(
            "wrong_usage",
            term("it is not said which messages to send again"),
            term("give their keys, or --all and no key"),
        )
    settings = kafka_settings(kafka, topics)
    from consumers.dead_letters import DeadLetters, waiting

    letters = waiting(settings, None if everything else set(keys))
    whole = [letter for letter in letters if not letter.cut]
    sent: list[str] = []
    with DeadLetters(settings) as again:
        try:
            for letter in whole:
                again.retry(letter)
                sent.append(letter.key)
        finally:
            _tell_what_was_sent(sent, [letter.key for letter in letters if letter.cut], form)
    if len(whole) < len(letters):
        context.exit(REFUSED)


def _tell_what_was_sent(sent: list[str], cut: list[str], form: str) -> None:
    if form == "json":
        from cli.machine import print_json

        print_json({"retried": sent, "cut": cut})
        return
    click.echo(say(term("{n} messages were sent again."), n=len(sent)))
    for key in cut:
        tell(say(term("  {key}: only its beginning was kept; have its source send it again"), key=key))


def _print_table(letters: list[DeadLetter]) -> None:
    from cli import moments
    from cli.tables import console, stacked, table
    from domain.zones import DEFAULT_ZONE, zone

    made = table((term("Message"), term("Why it is no fact")))
    for letter in letters:
        refused_at = moments.recorded(letter.rejected_at, zone(DEFAULT_ZONE))
        why = f"{letter.code} ({say(MEANINGS[letter.code])})" if letter.code in MEANINGS else letter.code
        made.add_row(stacked((letter.key, refused_at)), stacked((f"{why}: {letter.message}", _beginning(letter))))
    console().print(made)


def _beginning(letter: DeadLetter) -> str:
    if letter.value is None:
        return "-"
    return letter.value.decode("utf-8", "backslashreplace") + ("…" if letter.length > len(letter.value) else "")


def _as_json(letter: DeadLetter) -> dict[str, Any]:
    return {
        "key": letter.key,
        "partition": letter.partition,
        "offset": letter.offset,
        "code": letter.code,
        "message": letter.message,
        "hint": letter.hint,
        "rejected_at": letter.rejected_at.isoformat(),
        "message_key": _text(letter.message_key),
        "headers": [[name, _text(value)] for name, value in letter.headers],
        "value": _text(letter.value),
        "length": letter.length,
        "cut": letter.cut,
    }


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "backslashreplace")
