"""Events as bytes: those of fastavro, there and back, of today's schema and of older ones."""

from __future__ import annotations

import io
import json
import shutil
import struct
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import fastavro
import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.admission import admit
from domain.events import EVENT_TYPES, CheckedIn, EmploymentEnded, HolidayDeclared, PolicyEnacted, ShiftWithdrawn
from ledger.avro import FRAME, Codec, UnreadableEvent, identifier_in, instant_of, micros_of
from ledger.statements import SigningKeyAdded, SigningKeyRetired, StreamsSealed
from schemas.publish import publish
from schemas.published import CATALOGUE, Catalogue
from tests.unit.ledger.facts import any_event, as_stored, events_of, identity, text

CODEC = Codec()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(value: Any) -> Any:
    """What fastavro takes for a value of an event."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days
    if isinstance(value, msgspec.Struct):
        return {field: plain(getattr(value, field)) for field in value.__struct_fields__}
    return value


def by_fastavro(event: Any) -> bytes:
    """The body by another way: a dict, the parsed schema, and the general writer."""
    schema = CATALOGUE.latest[type(event).__name__].document()
    fields = {name: plain(getattr(event, name)) for name in event.__struct_fields__}
    for field in schema["fields"]:
        name = field["name"]
        if name.endswith("_offset_minutes"):
            fields[name] = event.occurred_at.utcoffset() // timedelta(minutes=1)
        elif isinstance(field["type"], dict) and field["type"].get("logicalType") == "time-millis":
            hours, minutes = fields[name].split(":")
            fields[name] = (int(hours) * 60 + int(minutes)) * 60_000
        elif name == "document":
            fields[name] = rfc8785.dumps(fields[name]).decode()
        elif fields[name] is None and "default" in field:
            fields[name] = field["default"]
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, fastavro.parse_schema(schema), fields)
    return stream.getvalue()


@pytest.mark.parametrize("event_type", EVENT_TYPES, ids=lambda event_type: event_type.__name__)
@given(st.data())
def test_the_body_is_byte_for_byte_that_of_fastavro(event_type: type, data: st.DataObject) -> None:
    event = data.draw(events_of(event_type))
    state = CODEC.encode(event)
    schema = CATALOGUE.latest[event_type.__name__]
    assert state == b"\xc3\x01" + schema.fingerprint + by_fastavro(event)


numbers = st.integers(-(2**63), 2**63 - 1)
statements = st.one_of(
    st.builds(
        StreamsSealed, id=identity, upto=numbers, root=st.binary(), streams=st.dictionaries(text, numbers, max_size=6)
    ),
    st.builds(SigningKeyAdded, id=identity, key=text, vouched=st.none() | text),
    st.builds(SigningKeyRetired, id=identity, key=text, vouched=st.none() | text),
)


@given(statements)
def test_what_the_ledger_says_of_itself_is_written_as_any_event(statement: Any) -> None:
    state = CODEC.encode(statement)
    schema = CATALOGUE.latest[type(statement).__name__]
    fields = msgspec.structs.asdict(statement)
    if "streams" in fields:
        fields["streams"] = dict(sorted(fields["streams"].items()))
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, fastavro.parse_schema(schema.document()), fields)
    assert state == b"\xc3\x01" + schema.fingerprint + stream.getvalue()
    assert CODEC.decode(state) == statement
    assert CODEC.is_canonical(state)
    for end in range(len(state)):
        with pytest.raises(UnreadableEvent):
            CODEC.decode(state[:end])


def test_a_map_in_another_order_or_in_parts_reads_the_same_and_is_not_canonical() -> None:
    sealed = StreamsSealed(id="s", upto=1, root=b"", streams={"a": 1, "b": 2})
    one, other = b"\x02a\x02", b"\x02b\x04"
    head, found, _ = CODEC.encode(sealed).rpartition(b"\x04" + one + other + b"\x00")
    assert found
    for written in (b"\x04" + other + one, b"\x02" + one + b"\x02" + other, b"\x03\x0c" + one + other):
        assert CODEC.decode(head + written + b"\x00") == sealed
        assert not CODEC.is_canonical(head + written + b"\x00")


@given(any_event)
def test_an_event_comes_back_as_it_was_and_writes_the_same_bytes_again(event: Any) -> None:
    state = CODEC.encode(event)
    back = CODEC.decode(state)
    assert back == as_stored(event)
    assert CODEC.encode(back) == state
    assert CODEC.is_canonical(state)
    assert identifier_in(state) == event.id
    if hasattr(event, "occurred_at"):
        assert back.occurred_at.utcoffset() == event.occurred_at.utcoffset()


@given(any_event, st.data())
def test_bytes_that_are_cut_off_or_too_many_are_no_event(event: Any, data: st.DataObject) -> None:
    state = CODEC.encode(event)
    cut = data.draw(st.integers(0, len(state) - 1))
    for broken in (state[:cut], state + b"\x00"):
        with pytest.raises(UnreadableEvent):
            CODEC.decode(broken)


@given(any_event, st.data())
def test_damaged_bytes_are_an_unreadable_event_or_another_event_and_never_a_crash(
    event: Any, data: st.DataObject
) -> None:
    state = bytearray(CODEC.encode(event))
    state[data.draw(st.integers(0, len(state) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        CODEC.decode(bytes(state))
    except UnreadableEvent:
        return


def test_a_fingerprint_that_was_never_published_is_named() -> None:
    with pytest.raises(UnreadableEvent, match="0102030405060708"):
        CODEC.decode(b"\xc3\x01" + bytes(range(1, 9)) + b"\x00")


def check_in(**more: Any) -> CheckedIn:
    return CheckedIn(id="e", nip="1", occurred_at=datetime(2026, 2, 20, 7, 12, 9, tzinfo=UTC), **more)


def test_a_place_left_out_is_the_same_content_as_unknown() -> None:
    assert CODEC.encode(check_in()) == CODEC.encode(check_in(place="unknown"))
    assert CODEC.encode(check_in()) != CODEC.encode(check_in(place="office"))


@pytest.mark.parametrize("missing", ["", ',"outputs":null', ',"outputs":[]'])
def test_outputs_left_out_null_and_empty_are_the_same_content(missing: str) -> None:
    line = (
        '{"type":"WorkReported","id":"w","nip":"1","date":"2026-02-20","summary":"s",'
        '"occurred_at":"2026-02-20T15:00:00Z"%s}'
    )
    assert CODEC.encode(admit(line % missing)) == CODEC.encode(admit(line % ""))


def test_null_and_left_out_are_the_same_content() -> None:
    line = '{"type":"UnitDefined","id":"u","unit":"u","name":"U","effective_from":"2000-01-01"%s}'
    assert CODEC.encode(admit(line % ',"parent":null,"direct_service":null')) == CODEC.encode(admit(line % ""))


def test_the_same_instant_at_another_offset_is_other_content() -> None:
    there = check_in(), admit('{"type":"CheckedIn","id":"e","nip":"1","occurred_at":"2026-02-20T15:12:09+08:00"}')
    assert there[0].occurred_at == there[1].occurred_at  # type: ignore[union-attr]
    assert CODEC.encode(there[0]) != CODEC.encode(there[1])


def test_a_document_is_canonical_json_whose_lists_keep_their_order() -> None:
    event = PolicyEnacted(
        id="p", policy="p", document={"rules": [{"b": 2, "a": None}, {"c": 1.0}], "policy": "p", "title": None}
    )
    assert b'{"policy":"p","rules":[{"b":2},{"c":1}]}' in CODEC.encode(event)


def test_the_order_of_keys_in_a_document_is_no_difference() -> None:
    one = PolicyEnacted(id="p", policy="p", document={"a": 1, "b": 2})
    other = PolicyEnacted(id="p", policy="p", document={"b": 2, "a": 1})
    assert CODEC.encode(one) == CODEC.encode(other)


@given(st.datetimes().map(lambda at: at.replace(tzinfo=UTC)))
def test_microseconds_are_exact(instant: datetime) -> None:
    assert instant_of(micros_of(instant)) == instant


# Older versions


def written_before(folder: Path, name: str, change: Any, fields: dict[str, Any]) -> tuple[Codec, bytes]:
    """A codec for which today's schema is version 2, and an event written with a version 1 that was different."""
    shutil.copytree(CATALOGUE.folder, folder)
    today = (folder / f"{name}.1.avsc").read_text()
    document = json.loads(today)
    change(document)
    (folder / f"{name}.2.avsc").write_text(today)
    (folder / f"{name}.1.avsc").write_text(json.dumps(document))
    (folder / "published.lock").write_text("")
    publish(Catalogue(folder))
    catalogue = Catalogue(folder)
    body = io.BytesIO()
    fastavro.schemaless_writer(body, fastavro.parse_schema(document), fields)
    return Codec(catalogue), b"\xc3\x01" + catalogue.versions(name)[0].fingerprint + body.getvalue()


def test_a_field_that_was_dropped_is_passed_over(tmp_path: Path) -> None:
    def with_a_post(document: Any) -> None:
        document["fields"].insert(1, {"name": "post", "type": ["null", "string"], "default": None})

    fields = {"id": "s", "post": "IGD", "nip": "1", "shift_id": "a"}
    codec, state = written_before(tmp_path / "avsc", "ShiftWithdrawn", with_a_post, fields)
    event = ShiftWithdrawn(id="s", nip="1", shift_id="a")
    assert codec.decode(state) == event
    assert codec.schema_of(state).version == 1
    assert not codec.is_current(state)
    assert codec.is_canonical(state)
    assert codec.is_current(codec.encode(event))


def test_a_field_that_was_added_has_its_default(tmp_path: Path) -> None:
    def without_a_place(document: Any) -> None:
        document["fields"] = [field for field in document["fields"] if field["name"] not in ("place", "device")]

    fields = {"id": "e", "nip": "1", "occurred_at": 1771542729000000, "occurred_at_offset_minutes": 480, "lat": 1.5}
    codec, state = written_before(tmp_path / "avsc", "CheckedIn", without_a_place, fields)
    event = codec.decode(state)
    assert isinstance(event, CheckedIn)
    assert (event.place, event.device, event.lat) == ("unknown", None, 1.5)
    assert event.occurred_at.isoformat() == "2026-02-20T07:12:09+08:00"


def test_a_symbol_that_todays_enum_does_not_know_is_unrecognised(tmp_path: Path) -> None:
    def with_a_kind(document: Any) -> None:
        kind = next(field for field in document["fields"] if field["name"] == "kind")["type"]
        kind["symbols"] = ["regional", *kind["symbols"]]

    fields = {"id": "h", "scope": "id", "date": 20_000, "kind": "regional", "name": "n", "regulation": "r"}
    codec, state = written_before(tmp_path / "avsc", "HolidayDeclared", with_a_kind, fields)
    event = codec.decode(state)
    assert isinstance(event, HolidayDeclared)
    assert event.kind == "unrecognised"


def test_fields_in_another_order_are_resolved_by_name(tmp_path: Path) -> None:
    def turn_round(document: Any) -> None:
        identity, *others = document["fields"]
        document["fields"] = [identity, *reversed(others)]

    fields = {"id": "x", "nip": "1", "effective_from": 20454, "reason": "pensiun"}
    codec, state = written_before(tmp_path / "avsc", "EmploymentEnded", turn_round, fields)
    event = EmploymentEnded(id="x", nip="1", effective_from=date(2026, 1, 1), reason="pensiun")
    assert codec.decode(state) == event
    assert codec.encode(event) != state
    for broken in (state[: FRAME + 3], state[:-1], state + b"x"):
        with pytest.raises(UnreadableEvent):
            codec.decode(broken)


def test_a_block_of_an_array_may_say_its_size() -> None:
    event = admit(
        '{"type":"WorkReported","id":"w","nip":"1","date":"2026-02-20","summary":"s","outputs":["a","b"],'
        '"occurred_at":"2026-02-20T15:00:00Z"}'
    )
    state = CODEC.encode(event)
    sized = state.replace(b"\x04\x02a\x02b\x00", b"\x03\x08\x02a\x02b\x00")
    assert sized != state
    assert CODEC.decode(sized) == event
    assert not CODEC.is_canonical(sized)


def test_a_double_is_little_endian() -> None:
    assert struct.pack("<d", 1.5) in CODEC.encode(check_in(lat=1.5))
