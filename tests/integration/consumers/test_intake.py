"""Facts come by Kafka into the ledger, each message exactly once, and what is no fact is kept with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consumers.dead_letters import DeadLetters, waiting
from consumers.errors import MessagesGone
from consumers.intake import Intake
from consumers.settings import KafkaSettings, RegistrySettings
from domain.admission import admit
from ledger.application import Ledger
from ledger.avro import FRAME
from ledger.verification import verify
from tests.integration.consumers.sending import AVRO, JSON, Source
from tests.integration.ledger.conftest import voided, withdrawn


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path}/intake.db", create=True) as ledger:
        yield ledger


@pytest.fixture
def source(settings: KafkaSettings) -> Iterator[Source]:
    source = Source(settings)
    yield source
    source.close()


@contextmanager
def opened(ledger: Ledger, settings: KafkaSettings, registry: str | None = None, **options: bool) -> Iterator[Intake]:
    schemas = None if registry is None else RegistrySettings(url=registry)
    with Intake(ledger, settings, schemas, **options) as intake:
        intake.open()
        yield intake


def take_in(ledger: Ledger, settings: KafkaSettings, registry: str | None = None, **options: bool) -> Intake:
    """Everything that is there now."""
    with opened(ledger, settings, registry, **options) as intake:
        ends = intake.ends()
        while not intake.is_through(ends):
            intake.step()
    return intake


def identities(ledger: Ledger) -> list[str]:
    return [entry.event.id for entry in ledger.read_log()]


def counts(intake: Intake) -> tuple[int, int, int]:
    return intake.recorded, intake.duplicates, intake.rejected


def test_a_message_is_a_fact_with_its_partition_and_offset_as_its_source(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    source.send(withdrawn("a"))
    source.send(withdrawn("b"), JSON, key=b"7")
    assert counts(take_in(empty, settings)) == (2, 0, 0)
    assert [(row.source, row.line) for row in empty.recorder.read_log(0, None)] == [
        (f"{source.topic}/0", 0),
        (f"{source.topic}/0", 1),
    ]
    assert empty.next_offset(f"{source.topic}/0") == 2
    assert counts(take_in(empty, settings)) == (0, 0, 0)
    source.send(withdrawn("c"))
    assert counts(take_in(empty, settings)) == (1, 0, 0)
    assert verify(empty).findings == []


def test_the_same_fact_again_is_a_duplicate_and_moves_the_offset(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    for _ in range(3):
        source.send(withdrawn("a"))
    assert counts(take_in(empty, settings)) == (1, 2, 0)
    source.send(withdrawn("a"))
    assert counts(take_in(empty, settings)) == (0, 1, 0)
    assert empty.next_offset(f"{source.topic}/0") == 4
    assert verify(empty).findings == []


def test_a_story_in_json_and_in_avro_is_the_same_ledger(
    empty: Ledger, ledger: Ledger, settings: KafkaSettings, source: Source, story: list[bytes]
) -> None:
    """Every other fact in Avro; the ledger beside it took the story from a file."""
    for number, line in enumerate(story):
        source.send(line) if number % 2 else source.send(ledger.codec.encode(admit(line)), AVRO)
    assert counts(take_in(empty, settings)) == (len(story), 0, 0)
    assert [row.state for row in empty.recorder.read_log(0, None)] == [
        row.state for row in ledger.recorder.read_log(0, None)
    ]


def test_avro_with_the_id_of_a_registry_is_read(
    empty: Ledger, settings: KafkaSettings, source: Source, story: list[bytes], registry_url: str
) -> None:
    from consumers.registry import Registry

    ids = Registry(RegistrySettings(url=registry_url)).register(source.topic, empty.codec.catalogue)
    for line in story[:20]:
        state = empty.codec.encode(admit(line))
        source.send(b"\0" + ids[state[2:FRAME]].to_bytes(4, "big") + state[FRAME:], AVRO)
    source.send(b"\0" + (987654).to_bytes(4, "big") + b"...", AVRO)
    assert counts(take_in(empty, settings, registry_url)) == (20, 0, 1)
    (letter,) = waiting(settings)
    assert (letter.code, letter.message) == (
        "unknown_schema",
        "the schema registry has no published schema with the id 987654",
    )


POISON = [
    (b"\xff\xfe{", [], "malformed_json"),
    (b"{", [], "malformed_json"),
    (b"", [], "malformed_json"),
    (None, [], "malformed_json"),
    (b"\xef\xbb\xbf{}", [], "malformed_json"),
    (b"[" * 100_000, [], "malformed_json"),
    (b'{"type":"Nothing","id":"x"}', [], "unknown_type"),
    (b'{"type":"ShiftWithdrawn","id":"x","nip":"7"}', [], "missing_field"),
    (b'{"type":"ShiftWithdrawn","id":"x","nip":"7","shift_id":"s","more":1}', [], "unknown_field"),
    (b'{"type":"ShiftWithdrawn","id":"x","nip":"\\ud800","shift_id":"s"}', [], "malformed_json"),
    (withdrawn("good", shift="other").encode(), [], "id_reused"),
    (voided("v", "nobody").encode(), [], "unknown_target"),
    (withdrawn("x").encode(), [("content-type", b"text/csv")], "unknown_content_type"),
    (withdrawn("x").encode(), [("Content-Type", b"\xff")], "unknown_content_type"),
    (withdrawn("x").encode(), AVRO, "malformed_avro"),
    (b"", AVRO, "malformed_avro"),
    (b"\xc3\x01" + bytes(8), AVRO, "unknown_schema"),
    (b"\x00\x00\x00\x00\x01...", AVRO, "unknown_schema"),
]


def test_poison_never_stops_the_partition_and_is_kept_as_it_came(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    source.send(withdrawn("good"))
    for number, (value, headers, _) in enumerate(POISON):
        source.send(value, [*headers, ("trace", b"\xff\x00")], key=b"k%d" % number)
    source.send(withdrawn("after"))
    assert counts(take_in(empty, settings)) == (2, 0, len(POISON))
    assert identities(empty) == ["good", "after"]
    letters = waiting(settings)
    assert [letter.code for letter in letters] == [code for _, _, code in POISON]
    for offset, (letter, (value, headers, _)) in enumerate(zip(letters, POISON, strict=True), 1):
        assert letter.key == f"{source.topic}/0/{offset}"
        assert (letter.partition, letter.offset) == (0, offset)
        assert (letter.value, letter.message_key) == (value, b"k%d" % (offset - 1))
        assert list(letter.headers) == [*headers, ("trace", b"\xff\x00")]
        assert letter.message
        assert letter.hint
    assert counts(take_in(empty, settings)) == (0, 0, 0)
    assert verify(empty).findings == []


def test_a_message_longer_than_a_line_may_be_is_refused_and_its_beginning_kept(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    source.send(b'"' + b"x" * (16 << 20) + b'"')
    source.send(b"#" + b"x" * ((17 << 20) - 200))  # with the reason beside it, more than the topic takes
    source.send(withdrawn("after"))
    assert counts(take_in(empty, settings)) == (1, 0, 2)
    whole, cut = waiting(settings)
    assert (whole.code, whole.length, whole.cut) == ("malformed_json", (16 << 20) + 2, False)
    assert (cut.code, cut.length, cut.cut) == ("malformed_json", (17 << 20) - 199, True)
    assert whole.value is not None
    assert cut.value is not None
    assert (len(whole.value), len(cut.value)) == ((16 << 20) + 2, 1024)


def test_numbers_that_claim_to_be_of_any_length_are_read_in_no_time(
    empty: Ledger, settings: KafkaSettings, source: Source, story: list[bytes]
) -> None:
    frame = empty.codec.encode(admit(withdrawn("x")))[:FRAME]
    report = next(schema for schema in empty.codec.catalogue.schemas if schema.name == "WorkReported")
    for value in (
        frame + b"\x80" * (4 << 20),
        frame + b"\x02x" + b"\xff" * 9 + b"\x01",
        b"\xc3\x01" + report.fingerprint + b"\x02x\x027\x00\x02s" + b"\xfe" * 9 + b"\x01" + b"\x01" * 50,
    ):
        source.send(value, AVRO)
    assert counts(take_in(empty, settings)) == (0, 0, 3)
    assert {letter.code for letter in waiting(settings)} == {"malformed_avro"}


def test_what_json_refuses_avro_does_not_let_in(empty: Ledger, settings: KafkaSettings, source: Source) -> None:
    """The same rules, whichever way a fact comes: here a latitude beyond the pole, and one that is no number."""
    line = '{"type":"CheckedIn","id":"%s","nip":"7","occurred_at":"2026-02-20T07:00:00+08:00","lat":45.0,"lon":1.0}'
    import struct

    good = empty.codec.encode(admit(line % "x"))
    for number, wrong in enumerate((91.0, float("nan"), float("inf"))):
        state = empty.codec.encode(admit(line % f"{number}")).replace(struct.pack("<d", 45.0), struct.pack("<d", wrong))
        assert state != good
        source.send(state, AVRO)
    source.send(good, AVRO)
    assert counts(take_in(empty, settings)) == (1, 0, 3)
    assert {letter.code for letter in waiting(settings)} == {"wrong_field"}


def test_a_letter_that_is_sent_again_is_taken_in_or_listed_again(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    source.send(voided("v", "a"), [*JSON, ("trace", b"1")], key=b"7")
    source.send(b"{", key=b"8")
    take_in(empty, settings)
    source.send(withdrawn("a"))
    take_in(empty, settings)
    letters = waiting(settings)
    assert [letter.code for letter in letters] == ["unknown_target", "malformed_json"]
    with DeadLetters(settings) as again:
        for letter in letters:
            again.retry(letter)
    assert waiting(settings) == []
    assert counts(take_in(empty, settings)) == (1, 0, 1)
    assert identities(empty) == ["a", "v"]
    (letter,) = waiting(settings)
    assert (letter.key, letter.value, letter.message_key) == (f"{source.topic}/0/4", b"{", b"8")
    assert letter.headers == ()


def test_a_topic_made_anew_under_the_same_name_is_not_taken_for_the_old_one(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    from ledger.channels import Advance

    source.send(withdrawn("a"))
    empty.append([], [Advance(f"{source.topic}/0", None, 2)])
    with pytest.raises(MessagesGone, match="ends at offset 1, but the ledger has taken it in up to 2"):
        take_in(empty, settings)


def test_messages_that_were_deleted_before_they_were_taken_in_are_told_and_passed_only_if_one_says_so(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    from kafka import TopicPartition
    from kafka.admin import KafkaAdminClient

    source.send(withdrawn("a"))
    take_in(empty, settings)
    source.send(withdrawn("b"))
    source.send(withdrawn("c"))
    admin = KafkaAdminClient(**settings.for_client())
    admin.delete_records({TopicPartition(source.topic, 0): 2})
    admin.close()
    with pytest.raises(MessagesGone, match="the messages 1 to 1 of"):
        take_in(empty, settings)
    assert counts(take_in(empty, settings, past_deleted=True)) == (1, 0, 0)
    assert identities(empty) == ["a", "c"]
    assert verify(empty).findings == []


class NotUtf8(str):
    """A name as a client in another language may write it."""

    def encode(self, *_: str) -> bytes:
        return b"\xff\xfe"


def test_a_record_that_the_library_cannot_read_is_refused_like_any_other(
    empty: Ledger, settings: KafkaSettings
) -> None:
    source = Source(settings, partitions=3)
    for partition in (0, 1, 2):
        source.send(withdrawn(f"{partition}-first"), partition=partition)
    source.send(withdrawn("1-x"), [(NotUtf8("x"), b"1")], partition=1)
    source.send(withdrawn("1-y"), [(NotUtf8("x"), b"1")], partition=1)
    source.send(withdrawn("2-x"), [(NotUtf8("x"), b"1")], partition=2)
    source.send(withdrawn("1-last"), partition=1)
    source.close()
    assert counts(take_in(empty, settings)) == (4, 0, 3)
    assert [(letter.code, letter.partition, letter.offset) for letter in waiting(settings)] == [
        ("unreadable_record", 1, 1),
        ("unreadable_record", 1, 2),
        ("unreadable_record", 2, 1),
    ]
    assert [identity for identity in identities(empty) if identity.startswith("1")] == ["1-first", "1-last"]
    assert counts(take_in(empty, settings)) == (0, 0, 0)
    assert verify(empty).findings == []


def test_a_record_that_cannot_be_read_and_came_while_the_intake_rested_is_refused_too(
    empty: Ledger, settings: KafkaSettings, source: Source
) -> None:
    source.send(withdrawn("first"))
    with opened(empty, settings) as intake:
        while not intake.recorded:
            intake.step()
        source.send(withdrawn("second"))
        source.send(withdrawn("x"), [(NotUtf8("x"), b"1")])
        source.send(withdrawn("last"))
        intake.rest(1.5)
        ends = intake.ends()
        while not intake.is_through(ends):
            intake.step()
        assert counts(intake) == (3, 0, 1)
    assert identities(empty) == ["first", "second", "last"]
    assert [(letter.code, letter.offset) for letter in waiting(settings)] == [("unreadable_record", 2)]


def test_what_a_source_compresses_is_kept_uncompressed_so_that_no_library_is_needed_for_it(
    empty: Ledger, settings: KafkaSettings
) -> None:
    source = Source(settings, compression_type="gzip")
    source.send_all([withdrawn(f"{number}") for number in range(50)])
    source.close()
    decompressing: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kafka.record.default_records.gzip_decode", decompressing.append)
        assert counts(take_in(empty, settings)) == (50, 0, 0)
    assert decompressing == []
