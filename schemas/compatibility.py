"""Whether one version of a schema can read what another wrote: the resolution rules of the Avro specification.

FULL_TRANSITIVE means that of any two versions of a type each can read the other. ``resolution_problems`` says what
keeps a *reader's* schema from reading data of a *writer's* schema, by the rules under "Schema Resolution":

    primitive   the same type, or a promotion: int -> long, float, double; long -> float, double; float -> double;
                string <-> bytes
    record      the same unqualified name, or an alias of the reader's is the writer's full name; every field of the
                reader's is there once (by name or alias) and resolves, or has a default; fields that only the writer
                has are skipped
    enum        the same unqualified name; every symbol of the writer's is known, or the reader's enum has a default
    fixed       the same unqualified name and size
    array, map  the items, the values resolve
    union       every branch of the writer's resolves to some branch of the reader's

One rule is ours: the logical type is part of the meaning. The specification reads the days of a ``date`` as a plain
number without a word, and a reader would take microseconds for milliseconds; here both are problems. In all else the
verdict is that of Apache Avro's own ``SchemaCompatibility``, which a test asks about pairs of every kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any, TypeAlias

Schema: TypeAlias = Any
"""A schema as JSON says it: a name, an object, or a list for a union."""

PROMOTIONS = {
    "int": {"long", "float", "double"},
    "long": {"float", "double"},
    "float": {"double"},
    "string": {"bytes"},
    "bytes": {"string"},
}
NAMED = frozenset({"record", "error", "enum", "fixed"})


def problems_between_versions(documents: Mapping[int, Schema]) -> list[str]:
    """What keeps any version of one type from reading any other; empty if they are FULL_TRANSITIVE compatible."""
    return [
        f"version {reader} cannot read version {writer}: {problem}"
        for writer, reader in permutations(sorted(documents), 2)
        for problem in resolution_problems(documents[reader], documents[writer])
    ]


def resolution_problems(reader: Schema, writer: Schema) -> list[str]:
    """What keeps the reader's schema from reading the writer's data, each with the path of the field it is about.

    Raises ``fastavro.schema.SchemaParseException`` or its ``UnknownType`` for what is no schema.
    """
    from fastavro import parse_schema  # noqa: PLC0415  costs 40 ms, seldom needed

    reader_types: dict[str, Schema] = {}
    writer_types: dict[str, Schema] = {}
    reader, writer = parse_schema(reader, reader_types), parse_schema(writer, writer_types)
    return list(_Resolution(reader_types, writer_types).problems(reader, writer, "$"))


class _Resolution:
    """Walks two schemas side by side, in which every name is a full one.

    A pair of named types that is being compared is not entered again.
    """

    def __init__(self, reader_types: dict[str, Schema], writer_types: dict[str, Schema]) -> None:
        self.reader_types = reader_types
        self.writer_types = writer_types
        self.entered: set[tuple[str, str]] = set()

    def problems(self, reader: Schema, writer: Schema, path: str) -> Iterator[str]:
        if isinstance(reader, str):
            reader = self.reader_types.get(reader, reader)
        if isinstance(writer, str):
            writer = self.writer_types.get(writer, writer)
        if isinstance(writer, list):
            for branch in writer:
                yield from self.problems(reader, branch, path)
        elif isinstance(reader, list):
            yield from self._into_union(reader, writer, path)
        else:
            yield from self._into_type(reader, writer, path)

    def _into_union(self, reader: list[Schema], writer: Schema, path: str) -> Iterator[str]:
        """The reader takes the first branch that matches; that branch then has to resolve."""
        for branch in reader:
            if not list(self._trial(branch, writer, path)):
                return
        yield f"{path}: no branch of the union takes {_said(writer)}"

    def _trial(self, reader: Schema, writer: Schema, path: str) -> list[str]:
        trial = _Resolution(self.reader_types, self.writer_types)
        trial.entered = set(self.entered)
        return list(trial.problems(reader, writer, path))

    def _into_type(self, reader: Schema, writer: Schema, path: str) -> Iterator[str]:
        reader_kind, writer_kind = _kind(reader), _kind(writer)
        if _logical_type(reader) != _logical_type(writer):
            yield f"{path}: the meaning changes from {_said(writer)} to {_said(reader)}"
        elif reader_kind != writer_kind:
            if reader_kind not in PROMOTIONS.get(writer_kind, ()):
                yield f"{path}: {_said(writer)} cannot be read as {_said(reader)}"
        elif reader_kind in NAMED:
            yield from self._into_named(reader, writer, path)
        elif reader_kind == "array":
            yield from self.problems(reader["items"], writer["items"], f"{path}[]")
        elif reader_kind == "map":
            yield from self.problems(reader["values"], writer["values"], f"{path}{{}}")

    def _into_named(self, reader: Schema, writer: Schema, path: str) -> Iterator[str]:
        if _simple_name(writer["name"]) != _simple_name(reader["name"]) and writer["name"] not in _full_aliases(reader):
            yield f"{path}: {writer['name']} and {reader['name']} are different types"
            return
        pair = (reader["name"], writer["name"])
        if pair in self.entered:
            return
        self.entered.add(pair)
        if reader["type"] == "enum":
            unknown = [symbol for symbol in writer["symbols"] if symbol not in reader["symbols"]]
            if unknown and "default" not in reader:
                yield f"{path}: the symbol {unknown[0]} is unknown and the enum has no default"
        elif reader["type"] == "fixed":
            if reader["size"] != writer["size"]:
                yield f"{path}: the size changes from {writer['size']} to {reader['size']}"
        else:
            yield from self._into_record(reader, writer, path)

    def _into_record(self, reader: Schema, writer: Schema, path: str) -> Iterator[str]:
        written = {field["name"]: field for field in writer["fields"]}
        for field in reader["fields"]:
            sources = [name for name in (field["name"], *field.get("aliases", ())) if name in written]
            if len(sources) > 1:
                yield f"{path}.{field['name']}: the data has it as {' and as '.join(sources)}"
            elif sources:
                yield from self.problems(field["type"], written[sources[0]]["type"], f"{path}.{field['name']}")
            elif "default" not in field:
                yield f"{path}.{field['name']}: the field is not in the data and has no default"


def _kind(schema: Schema) -> str:
    return schema if isinstance(schema, str) else str(schema["type"])


def _logical_type(schema: Schema) -> tuple[Any, ...] | None:
    if not isinstance(schema, dict) or "logicalType" not in schema:
        return None
    return (schema["logicalType"], schema.get("precision"), schema.get("scale", 0))


def _simple_name(name: str) -> str:
    return name.rpartition(".")[2]


def _full_aliases(schema: Schema) -> set[str]:
    """An alias without a namespace is in that of the type that has it."""
    namespace = schema["name"].rpartition(".")[0]
    return {name if "." in name or not namespace else f"{namespace}.{name}" for name in schema.get("aliases", ())}


def _said(schema: Schema) -> str:
    kind = _kind(schema)
    if isinstance(schema, dict) and "logicalType" in schema:
        return f"{kind} ({schema['logicalType']})"
    return f"{kind} {schema['name']}" if kind in NAMED else kind
