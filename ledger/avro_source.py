"""From an Avro schema to the Python source of the functions that write and read one event type.

For a schema with the fields ``id`` (string) and ``effective_from`` (date) the two are

    def write(event):                                           def read(data, at):
        return join((                                               id, at = text(data, at)
            HEADER,                                                 raw, at = number(data, at)
            LENGTH[len(v0 := event.id.encode())], v0,               effective_from = day(raw)
            number(event.effective_from.toordinal() - EPOCH_DAY),   return Type(id, effective_from), at
        ))

with what is short written in place. Spelled out like this an event costs a third of what walking the schema with a dict
costs; the bytes are those of ``fastavro``, and a property test over all types holds them to it.

What an Avro type is in an event follows from the schema alone:

    string                     text; with ``"content": "application/json"`` a JSON value, stored as canonical JSON
    long                       a whole number
    bytes                      bytes
    map of long                whole numbers by name
    long (timestamp-micros)    with the ``…_offset_minutes`` that follows it, an instant that keeps its offset
    int (date)                 a date
    int (time-millis)          ``"HH:MM"``
    enum                       its symbol
    array of string            a list of text
    array of record            a list of Structs
    record                     a Struct
    the name of a type         as it was defined before in the same schema
    ["null", …]                ``None`` is null

A field that may not be null but is ``None`` in the event is written as the schema's default.
"""

from __future__ import annotations

from typing import Any

OFFSET_SUFFIX = "_offset_minutes"


class Source:
    """Source under construction: lines, the constants they name, and names that are used once."""

    def __init__(self) -> None:
        self.functions: list[str] = []
        """Those for the items of arrays, which the lines call."""
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self._named: dict[str, Any] = {}

    def resolved(self, avro_type: Any) -> Any:
        """A type in full, also where only its name is given; one that has a name is known by it from here on."""
        if isinstance(avro_type, str):
            return self._named.get(avro_type, avro_type)
        if "name" in avro_type:
            self._named[avro_type["name"]] = avro_type
        return avro_type

    def constant(self, value: Any) -> str:
        name = f"C{len(self.constants)}"
        self.constants[name] = value
        return name

    def __str__(self) -> str:
        return "\n".join([*self.functions, *self.lines])


def writer_source(document: dict[str, Any]) -> Source:
    """The source of ``write(event) -> bytes``."""
    source = Source()
    parts = ["HEADER", *_record_parts(document, "event", source)]
    source.lines += ["def write(event):", f"    return join(({', '.join(parts)}))"]
    return source


def _record_parts(document: dict[str, Any], owner: str, source: Source) -> list[str]:
    return [part for field in document["fields"] for part in _field_parts(field, owner, source)]


def _field_parts(field: dict[str, Any], owner: str, source: Source) -> list[str]:
    name, avro_type = field["name"], field["type"]
    if name.endswith(OFFSET_SUFFIX):
        return [f"OFFSET[{owner}.{name.removesuffix(OFFSET_SUFFIX)}.utcoffset()]"]
    if isinstance(avro_type, list):
        value = _fresh(owner, name)
        inner = " + ".join(_value_parts(avro_type[1], value, field, source))
        return [f"(NULL if ({value} := {owner}.{name}) is None else PRESENT + {inner})"]
    return _value_parts(avro_type, f"{owner}.{name}", field, source)


def _value_parts(avro_type: Any, value: str, field: dict[str, Any], source: Source) -> list[str]:
    avro_type = source.resolved(avro_type)
    match _shape(avro_type):
        case "string", None:
            encoded = f"canonical_json({value})" if field.get("content") else f"{value}.encode()"
            name = _fresh(value, "bytes")
            return [f"LENGTH[len({name} := {encoded})]", name]
        case "record", None:
            return _record_parts(avro_type, value, source)
        case "array", None if avro_type["items"] != "string":
            items = source.resolved(avro_type["items"])
            write = f"write_{_fresh(value, 'items')}"
            parts = ", ".join(_record_parts(items, "item", source))
            source.functions += [f"def {write}(item):", f"    return join(({parts},))"]
            return [f"items({value}, {write})"]
        case "enum", None:
            symbols = {symbol: number(index) for index, symbol in enumerate(avro_type["symbols"])}
            if "default" in field:
                symbols[None] = symbols[field["default"]]
            return [f"{source.constant(symbols)}[{value}]"]
        case shape:
            return [_WRITTEN[shape].format(value)]


_WRITTEN: dict[tuple[str, str | None], str] = {
    ("array", None): "texts({})",
    ("boolean", None): "(TRUE if {} else FALSE)",
    ("bytes", None): "number(len({0})) + {0}",
    ("double", None): "pack_double({})",
    ("int", "date"): "number({}.toordinal() - EPOCH_DAY)",
    ("int", "time-millis"): "CLOCK[{}]",
    ("long", None): "number({})",
    ("long", "timestamp-micros"): "instant({})",
    ("map", None): "numbers({})",
}


def reader_source(document: dict[str, Any], types: dict[str, type]) -> Source:
    """The source of ``read(data, at) -> (event, end)``. ``types`` gives the Struct of each record by its name."""
    source = Source()
    source.lines.append("def read(data, at):")
    made = _read_record(document, "event", source, types)
    source.lines.append(f"    return {made}, at")
    return source


def _read_record(
    document: dict[str, Any], owner: str, source: Source, types: dict[str, type], indent: str = "    "
) -> str:
    arguments = []
    for field in document["fields"]:
        name, avro_type = field["name"], field["type"]
        if name.endswith(OFFSET_SUFFIX):
            continue
        variable = _fresh(owner, name)
        if isinstance(avro_type, list):
            source.lines += [
                f"{indent}branch = data[at]",
                f"{indent}at += 1",
                f"{indent}if branch == 0:",
                f"{indent}    {variable} = None",
                f"{indent}elif branch == 2:",
            ]
            _read_value(avro_type[1], variable, field, source, types, indent + "    ")
            source.lines += [f"{indent}else:", f"{indent}    raise ValueError('no such branch')"]
        else:
            _read_value(avro_type, variable, field, source, types, indent)
        arguments.append(f"{name}={variable}")
    return f"{source.constant(types[document['name']])}({', '.join(arguments)})"


def _read_value(
    avro_type: Any, variable: str, field: dict[str, Any], source: Source, types: dict[str, type], indent: str
) -> None:
    avro_type = source.resolved(avro_type)
    match _shape(avro_type):
        case "array", None if avro_type["items"] != "string":
            read = f"read_{variable}"
            outer, source.lines = source.lines, [f"def {read}(data, at):"]
            made = _read_record(source.resolved(avro_type["items"]), "item", source, types)
            source.functions += [*source.lines, f"    return {made}, at"]
            source.lines, lines = outer, [f"{variable}, at = read_items(data, at, {read})"]
        case "record", None:
            made = _read_record(avro_type, variable, source, types, indent)
            lines = [f"{variable} = {made}"]
        case "enum", None:
            symbols = {2 * index: symbol for index, symbol in enumerate(avro_type["symbols"])}
            lines = [f"{variable} = {source.constant(symbols)}[data[at]]", "at += 1"]
        case "string", None:
            lines = [
                "size = data[at]",
                "at += 1",
                "if size > 127: size, at = long_number(data, at - 1)",
                "else: size >>= 1",
                "end = at + size",
                f"{variable} = data[at:end].decode()",
                "at = end",
            ]
            if field.get("content"):
                lines.append(f"{variable} = read_json({variable})")
        case shape:
            lines = [line.format(variable) for line in _READ[shape]]
    source.lines += [indent + line for line in lines]


_READ: dict[tuple[str, str | None], list[str]] = {
    ("array", None): ["{0}, at = read_texts(data, at)"],
    ("boolean", None): ["{0} = BOOLEAN[data[at]]", "at += 1"],
    ("bytes", None): ["{0}, at = read_bytes(data, at)"],
    ("double", None): ["{0}, = unpack_double(data, at)", "at += 8"],
    ("int", "date"): ["raw, at = long_number(data, at)", "{0} = from_ordinal(raw + EPOCH_DAY)"],
    ("int", "time-millis"): ["raw, at = long_number(data, at)", "{0} = CLOCK_TEXT[raw]"],
    ("long", None): ["{0}, at = long_number(data, at)"],
    ("map", None): ["{0}, at = read_numbers(data, at)"],
    ("long", "timestamp-micros"): [
        "raw, at = long_number(data, at)",
        "minutes, at = long_number(data, at)",
        "{0} = MIDNIGHT[minutes] + timedelta(0, 0, raw)",
    ],
}


def _shape(avro_type: Any) -> tuple[str, str | None]:
    if isinstance(avro_type, str):
        return avro_type, None
    return avro_type["type"], avro_type.get("logicalType")


def _fresh(owner: str, name: str) -> str:
    """A variable for a field, told apart from that of any other field by the path to it."""
    return f"{owner.replace('.', '_')}_{name}"


def number(value: int) -> bytes:
    """An Avro int or long: zigzag, seven bits to a byte, the lowest first."""
    rest = (value << 1) ^ (value >> 63)
    encoded = bytearray()
    while rest > 127:
        encoded.append(rest & 127 | 128)
        rest >>= 7
    encoded.append(rest)
    return bytes(encoded)
