"""The published schemas say what they must, and no published version ever changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.verdicts import VERDICT_TYPES
from ledger.statements import LOGGED_TYPES
from schemas.export import export_schemas
from schemas.publish import edited, incompatible, publish
from schemas.published import CATALOGUE, VERDICTS, Catalogue, PublishedSchema, fingerprint_of, sha256_of

EVERY_VERSION = pytest.mark.parametrize(
    "schema", [*CATALOGUE.schemas, *VERDICTS.schemas], ids=lambda schema: schema.path.name
)
BOTH = pytest.mark.parametrize("catalogue", [CATALOGUE, VERDICTS], ids=["events", "verdicts"])
PERSONAL = {"identity", "location", "text"}


def fields_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every field, also of records within."""
    if isinstance(schema, list):
        for branch in schema:
            yield from fields_in(branch)
    elif isinstance(schema, dict) and schema["type"] == "array":
        yield from fields_in(schema["items"])
    elif isinstance(schema, dict) and schema["type"] == "record":
        for field in schema["fields"]:
            yield field
            yield from fields_in(field["type"])


def enums_in(schema: Any) -> Iterator[dict[str, Any]]:
    for field in fields_in(schema):
        for branch in field["type"] if isinstance(field["type"], list) else [field["type"]]:
            if isinstance(branch, dict) and branch["type"] == "enum":
                yield branch


@pytest.fixture
def copy(tmp_path: Path) -> Catalogue:
    """The published schemas, where a test may break them."""
    folder = tmp_path / "avsc"
    shutil.copytree(CATALOGUE.folder, folder)
    return Catalogue(folder)


def test_every_event_type_has_a_schema() -> None:
    assert set(CATALOGUE.latest) == {event_type.__name__ for event_type in LOGGED_TYPES}


def test_every_type_of_verdict_has_a_schema_and_none_of_an_event() -> None:
    assert set(VERDICTS.latest) == {verdict_type.__name__ for verdict_type in VERDICT_TYPES}
    assert not VERDICTS.by_fingerprint.keys() & CATALOGUE.by_fingerprint.keys()
    assert not VERDICTS.latest.keys() & CATALOGUE.latest.keys()


@pytest.mark.parametrize("verdict_type", VERDICT_TYPES, ids=lambda verdict_type: verdict_type.__name__)
def test_a_schema_has_the_fields_of_its_verdict_in_their_order(verdict_type: type) -> None:
    fields = [field["name"] for field in VERDICTS.latest[verdict_type.__name__].document()["fields"]]
    about = [field.name for field in msgspec.structs.fields(verdict_type)]
    assert fields == ["nip", *about, "as_of", "known_at", "positions", "reasons"]


@BOTH
def test_every_file_in_the_folder_is_published(catalogue: Catalogue) -> None:
    assert {path.name for path in catalogue.folder.glob("*.avsc")} == {s.path.name for s in catalogue.schemas}


@EVERY_VERSION
def test_a_file_defines_the_type_that_it_is_named_after(schema: PublishedSchema) -> None:
    document = schema.document()
    assert f"{document['namespace']}.{document['name']}" == schema.full_name
    assert schema.full_name in (f"saksi.{schema.name}", f"saksi.verdict.{schema.name}")


@EVERY_VERSION
def test_every_type_and_every_field_is_documented(schema: PublishedSchema) -> None:
    document = schema.document()
    assert document["doc"].endswith(".")
    for field in fields_in(document):
        assert field["doc"].strip().endswith("."), field["name"]


@EVERY_VERSION
def test_every_enum_has_a_default_for_what_it_does_not_know(schema: PublishedSchema) -> None:
    for enum in enums_in(schema.document()):
        assert enum["default"] == "unrecognised"
        assert "unrecognised" in enum["symbols"]


@EVERY_VERSION
def test_every_optional_field_is_null_first_with_null_as_its_default(schema: PublishedSchema) -> None:
    for field in fields_in(schema.document()):
        if isinstance(field["type"], list):
            assert field["type"][0] == "null"
            assert field["default"] is None


@EVERY_VERSION
def test_an_instant_is_in_microseconds_with_its_offset_beside_it(schema: PublishedSchema) -> None:
    fields = schema.document()["fields"]
    for field, after in zip(fields, [*fields[1:], None], strict=True):
        if field["name"] == "occurred_at":
            assert field["type"] == {"type": "long", "logicalType": "timestamp-micros"}
            assert after["name"] == "occurred_at_offset_minutes"


@EVERY_VERSION
def test_personal_fields_are_marked(schema: PublishedSchema) -> None:
    must = {"nip", "supervisor", "requested_by", "placed_by", "decided_by", "device", "authority"}
    located = {"lat", "lon", "accuracy_m", "radius_m"}
    told = {"text", "note", "summary", "outputs"}
    for field in fields_in(schema.document()):
        marked = field.get("personal")
        assert marked is None or marked in PERSONAL
        if field["name"] in must:
            assert marked == "identity", field["name"]
        if field["name"] in located:
            assert marked == "location", field["name"]
        if field["name"] in told:
            assert marked == "text", field["name"]


@pytest.mark.parametrize("event_type", LOGGED_TYPES, ids=lambda event_type: event_type.__name__)
def test_a_schema_has_the_fields_of_its_event_in_their_order(event_type: type) -> None:
    document = CATALOGUE.latest[event_type.__name__].document()
    names = [field["name"] for field in document["fields"] if not field["name"].endswith("_offset_minutes")]
    assert names == [field.name for field in msgspec.structs.fields(event_type)]


@BOTH
def test_no_published_file_was_edited(catalogue: Catalogue) -> None:
    assert edited(catalogue) == []


@BOTH
def test_every_version_of_a_type_reads_every_other(catalogue: Catalogue) -> None:
    assert incompatible(catalogue) == []


def test_a_fingerprint_is_that_of_the_specification() -> None:
    """CRC-64-AVRO as the Avro specification prints it, over the canonical form written out by hand."""
    canonical = (
        '{"name":"saksi.EmploymentEnded","type":"record","fields":[{"name":"id","type":"string"},'
        '{"name":"nip","type":"string"},{"name":"effective_from","type":"int"},{"name":"reason","type":"string"}]}'
    )
    empty = 0xC15D213AA4D7A795
    fingerprint = empty
    for byte in canonical.encode():
        entry = (fingerprint ^ byte) & 0xFF
        for _ in range(8):
            entry = (entry >> 1) ^ (empty & -(entry & 1))
        fingerprint = (fingerprint >> 8) ^ entry
    assert CATALOGUE.latest["EmploymentEnded"].fingerprint == fingerprint.to_bytes(8, "little")


@EVERY_VERSION
def test_the_lock_keeps_fingerprint_and_digest(schema: PublishedSchema) -> None:
    assert schema.fingerprint == fingerprint_of(schema.document())
    assert schema.sha256 == sha256_of(schema.text())


def test_an_edited_published_file_is_found(copy: Catalogue) -> None:
    path = copy.latest["CheckedIn"].path
    path.write_text(path.read_text().replace("reported present", "was there"))
    assert edited(copy) == ["CheckedIn.1.avsc was edited after it was published; add the change as a new version"]


def test_a_published_file_that_is_gone_is_found(copy: Catalogue) -> None:
    copy.latest["CheckedIn"].path.unlink()
    assert edited(copy) == ["CheckedIn.1.avsc was published and is gone"]


def add_version(catalogue: Catalogue, field: dict[str, Any]) -> None:
    document = catalogue.latest["ShiftWithdrawn"].document()
    document["fields"].append(field)
    (catalogue.folder / "ShiftWithdrawn.2.avsc").write_text(json.dumps(document))


def test_a_compatible_version_is_published_beside_the_first(copy: Catalogue) -> None:
    add_version(copy, {"name": "reason", "type": ["null", "string"], "default": None})
    assert publish(copy) == ["ShiftWithdrawn.2.avsc"]
    fresh = Catalogue(copy.folder)
    assert [schema.version for schema in fresh.versions("ShiftWithdrawn")] == [1, 2]
    assert fresh.latest["ShiftWithdrawn"].version == 2
    assert publish(fresh) == []


def test_an_incompatible_version_is_not_published(copy: Catalogue) -> None:
    add_version(copy, {"name": "reason", "type": "string"})
    before = (copy.folder / "published.lock").read_bytes()
    with pytest.raises(ValueError, match=r"ShiftWithdrawn: version 2 cannot read version 1: \$\.reason"):
        publish(copy)
    assert (copy.folder / "published.lock").read_bytes() == before


def test_versions_that_differ_in_words_only_share_a_fingerprint_and_the_latest_stands_for_both(copy: Catalogue) -> None:
    text = copy.latest["ShiftWithdrawn"].path.read_text().replace("taken off the roster", "off the roster")
    (copy.folder / "ShiftWithdrawn.2.avsc").write_text(text)
    publish(copy)
    first, second = Catalogue(copy.folder).versions("ShiftWithdrawn")
    assert first.fingerprint == second.fingerprint
    assert Catalogue(copy.folder).by_fingerprint[first.fingerprint].version == 2


def test_schemas_are_exported_byte_for_byte(tmp_path: Path) -> None:
    written = export_schemas(tmp_path / "out" / "here")
    assert {path.name for path in written} == {s.path.name for s in CATALOGUE.schemas} | {"published.lock"}
    for schema in CATALOGUE.schemas:
        assert (tmp_path / "out" / "here" / schema.path.name).read_bytes() == schema.text()
