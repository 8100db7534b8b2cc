"""Avro's resolution rules, one sentence each: what a reader's schema can read of a writer's."""

from __future__ import annotations

import io
from itertools import product
from typing import Any

import fastavro
import pytest

from schemas.compatibility import problems_between_versions, resolution_problems


def record(*fields: dict[str, Any], name: str = "R", **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": name, "fields": list(fields), **more}


def field(name: str, avro_type: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": avro_type, **more}


def enum(*symbols: str, name: str = "E", **more: Any) -> dict[str, Any]:
    return {"type": "enum", "name": name, "symbols": list(symbols), **more}


def fixed(size: int, name: str = "F") -> dict[str, Any]:
    return {"type": "fixed", "name": name, "size": size}


def reads(reader: Any, writer: Any) -> bool:
    return not resolution_problems(reader, writer)


PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
PROMOTED = {
    *(("int", "long"), ("int", "float"), ("int", "double"), ("long", "float"), ("long", "double"), ("float", "double")),
    *(("string", "bytes"), ("bytes", "string")),
}


@pytest.mark.parametrize(("writer", "reader"), list(product(PRIMITIVES, PRIMITIVES)))
def test_a_primitive_is_read_as_itself_or_as_what_it_may_be_promoted_to(writer: str, reader: str) -> None:
    assert reads(reader, writer) == (writer == reader or (writer, reader) in PROMOTED)


def test_a_type_in_braces_is_the_same_type() -> None:
    assert reads({"type": "string"}, "string")
    assert reads("string", {"type": "string", "personal": "text"})


def test_a_reader_skips_a_field_it_does_not_know() -> None:
    assert reads(record(field("a", "int")), record(field("a", "int"), field("b", "int")))


def test_a_new_field_needs_a_default() -> None:
    old, new = record(), record(field("a", "int"))
    assert resolution_problems(new, old) == ["$.a: the field is not in the data and has no default"]
    assert reads(record(field("a", "int", default=0)), old)
    assert reads(record(field("a", ["null", "int"], default=None)), old)


def test_a_renamed_field_is_found_by_its_alias_and_only_by_the_reader_that_has_it() -> None:
    old, new = record(field("a", "int")), record(field("b", "int", aliases=["a"]))
    assert reads(new, old)
    assert not reads(old, new)


def test_the_type_of_a_field_must_resolve_and_the_path_says_where() -> None:
    old = record(field("a", record(field("b", "string"), name="Inner")))
    new = record(field("a", record(field("b", "int"), name="Inner")))
    assert resolution_problems(new, old) == ["$.a.b: string cannot be read as int"]


def test_the_order_of_fields_does_not_matter() -> None:
    assert reads(record(field("a", "int"), field("b", "string")), record(field("b", "string"), field("a", "int")))


def test_a_record_of_another_name_is_another_type_unless_an_alias_says_otherwise() -> None:
    assert not reads(record(name="New"), record(name="Old"))
    assert reads(record(name="New", aliases=["Old"]), record(name="Old"))
    assert reads(record(name="R", namespace="a"), record(name="R", namespace="b"))


def test_an_enum_reads_unknown_symbols_as_its_default_and_without_one_not_at_all() -> None:
    assert reads(enum("a", "b"), enum("a"))
    assert resolution_problems(enum("a"), enum("a", "b")) == ["$: the symbol b is unknown and the enum has no default"]
    assert reads(enum("a", "other", default="other"), enum("a", "b"))


def test_a_fixed_keeps_its_size_and_name() -> None:
    assert reads(fixed(8), fixed(8))
    assert not reads(fixed(8), fixed(4))
    assert not reads(fixed(8, "G"), fixed(8))


def test_items_of_arrays_and_values_of_maps_must_resolve() -> None:
    def array(items: Any) -> Any:
        return {"type": "array", "items": items}

    def mapping(values: Any) -> Any:
        return {"type": "map", "values": values}

    assert reads(array("long"), array("int"))
    assert resolution_problems(array("int"), array("string")) == ["$[]: string cannot be read as int"]
    assert reads(mapping("long"), mapping("int"))
    assert resolution_problems(mapping("int"), mapping("string")) == ["${}: string cannot be read as int"]
    assert not reads(array("int"), mapping("int"))


def test_every_branch_that_a_union_may_have_written_must_be_read() -> None:
    assert reads(["null", "string"], "string")
    assert reads(["null", "string", "int"], ["null", "string"])
    assert not reads("string", ["null", "string"])
    assert resolution_problems(["null", "string"], ["null", "int"]) == ["$: no branch of the union takes int"]
    assert reads(["null", "double"], ["null", "int"])


def test_a_union_finds_records_by_name() -> None:
    a, b = record(field("x", "int"), name="A"), record(field("x", "string"), name="B")
    assert reads([a, b], b)
    assert not reads([a], b)


def test_making_a_required_field_optional_is_read_forward_but_not_back() -> None:
    required, optional = record(field("a", "int")), record(field("a", ["null", "int"], default=None))
    assert reads(optional, required)
    assert not reads(required, optional)


@pytest.mark.parametrize(
    ("writer", "reader"),
    [
        ({"type": "long", "logicalType": "timestamp-micros"}, {"type": "long", "logicalType": "timestamp-millis"}),
        ({"type": "int", "logicalType": "date"}, "int"),
        ("int", {"type": "int", "logicalType": "date"}),
        ({"type": "int", "logicalType": "date"}, {"type": "int", "logicalType": "time-millis"}),
        (
            {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
            {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3},
        ),
    ],
)
def test_a_change_of_the_logical_type_is_a_change_of_meaning(writer: Any, reader: Any) -> None:
    assert len(resolution_problems(reader, writer)) == 1


def test_a_name_stands_for_the_type_it_was_given_to() -> None:
    kind = enum("a", "b", name="Kind", namespace="n")
    writer = record(field("x", kind), field("y", "Kind"), namespace="n")
    reader = record(field("x", enum("a", name="Kind")), field("y", "n.Kind"), namespace="n")
    assert resolution_problems(reader, writer) == ["$.x: the symbol b is unknown and the enum has no default"]


def test_a_record_may_contain_itself() -> None:
    tree = record(field("above", ["null", "Tree"], default=None), name="Tree")
    taller = record(field("above", ["null", "Tree"], default=None), field("height", "int", default=0), name="Tree")
    assert problems_between_versions({1: tree, 2: taller}) == []


def test_every_pair_of_versions_is_compared_both_ways() -> None:
    first, second, third = record(field("a", "int")), record(), record(field("a", "string", default=""))
    assert problems_between_versions({1: first, 2: second, 3: third}) == [
        "version 3 cannot read version 1: $.a: int cannot be read as string",
        "version 1 cannot read version 2: $.a: the field is not in the data and has no default",
        "version 1 cannot read version 3: $.a: string cannot be read as int",
    ]


SAMPLES: list[tuple[Any, Any]] = [
    ("int", 3),
    ("long", 3),
    ("double", 1.5),
    ("string", "a"),
    (["null", "string"], "a"),
    (["null", "int"], 3),
    (enum("a", "b"), "b"),
    (enum("a", "other", default="other"), "a"),
    ({"type": "array", "items": "int"}, [1]),
    ({"type": "array", "items": "string"}, ["a"]),
    ({"type": "map", "values": "int"}, {"k": 1}),
    (fixed(2), b"ab"),
    (record(field("a", "int")), {"a": 1}),
    (record(field("a", "int"), field("b", "string", default="x")), {"a": 1, "b": "y"}),
    (record(field("a", "int"), field("c", "string")), {"a": 1, "c": "y"}),
]


@pytest.mark.parametrize("writer_index", range(len(SAMPLES)))
@pytest.mark.parametrize("reader_index", range(len(SAMPLES)))
def test_what_is_called_compatible_fastavro_reads(writer_index: int, reader_index: int) -> None:
    (writer, value), (reader, _) = SAMPLES[writer_index], SAMPLES[reader_index]
    if not reads(reader, writer):
        return
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, writer, value)
    stream.seek(0)
    fastavro.schemaless_reader(stream, writer, reader)
