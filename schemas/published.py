"""The published schemas: which there are, their fingerprints, and what they say, read only when asked for.

A line of ``published.lock`` is the SHA-256 of the file, the CRC-64-AVRO fingerprint of the schema's Parsing Canonical
Form in the byte order of Avro's single-object encoding, and the file:

    7f0c…  a6c3eaefd256ae58  CheckedIn.1.avsc

Nothing is parsed to write or read an event of today's version: the fingerprint comes from the lock.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

NAMESPACE = "saksi"
VERDICT_NAMESPACE = "saksi.verdict"
LOCK_NAME = "published.lock"


class PublishedSchema(NamedTuple):
    """One published version of one type. ``name`` is the type without the namespace."""

    name: str
    version: int
    fingerprint: bytes
    """CRC-64-AVRO, eight bytes as they stand in a single-object frame."""
    sha256: str
    path: Path
    namespace: str = NAMESPACE

    @property
    def full_name(self) -> str:
        """The stable name of the type, such as ``saksi.CheckedIn``."""
        return f"{self.namespace}.{self.name}"

    def text(self) -> bytes:
        """The file as published."""
        return self.path.read_bytes()

    def document(self) -> dict[str, Any]:
        """The schema as JSON says it."""
        document: dict[str, Any] = json.loads(self.text())
        return document


class Catalogue:
    """All published versions in one folder."""

    def __init__(self, folder: Path, namespace: str = NAMESPACE) -> None:
        self.folder = folder
        self.namespace = namespace

    @cached_property
    def schemas(self) -> tuple[PublishedSchema, ...]:
        """Every published version, by name and version."""
        lines = (self.folder / LOCK_NAME).read_text(encoding="ascii").splitlines()
        return tuple(sorted(self._published(*line.split()) for line in lines))

    @cached_property
    def latest(self) -> dict[str, PublishedSchema]:
        """By type name, the version that is written today."""
        return {schema.name: schema for schema in self.schemas}

    @cached_property
    def by_fingerprint(self) -> dict[bytes, PublishedSchema]:
        """Versions that differ only in documentation share a fingerprint; the latest of them stands for all."""
        return {schema.fingerprint: schema for schema in self.schemas}

    def versions(self, name: str) -> list[PublishedSchema]:
        """All versions of a type, the oldest first."""
        return [schema for schema in self.schemas if schema.name == name]

    def _published(self, sha256: str, fingerprint: str, file_name: str) -> PublishedSchema:
        name, version, _ = file_name.split(".")
        path = self.folder / file_name
        return PublishedSchema(name, int(version), bytes.fromhex(fingerprint), sha256, path, self.namespace)


CATALOGUE = Catalogue(Path(__file__).parent / "avsc")
"""Of events: what a ledger holds."""
VERDICTS = Catalogue(Path(__file__).parent / "verdicts", VERDICT_NAMESPACE)
"""Of what is told about events, and is none."""


def fingerprint_of(document: dict[str, Any]) -> bytes:
    """CRC-64-AVRO of a schema's Parsing Canonical Form, as the eight bytes of a single-object frame."""
    from fastavro.schema import fingerprint, to_parsing_canonical_form  # noqa: PLC0415  costs 40 ms, seldom needed

    return bytes.fromhex(fingerprint(to_parsing_canonical_form(document), "CRC-64-AVRO"))


def sha256_of(text: bytes) -> str:
    """The digest of a file, by which an edited published schema is found."""
    return hashlib.sha256(text).hexdigest()
