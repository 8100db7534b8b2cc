"""What ``compatibility.yaml`` says that Apache Avro says, it says: asked of its own library, on Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import permutations
from typing import Any

import pytest

from schemas.compatibility import resolution_problems
from schemas.published import CATALOGUE
from tests.conformance.test_compatibility import PAIRS
from tests.integration.maven import POMS, fetched, missing_tool


def verdicts(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each pair whether it is ``compatible``, and why a random value is ``unread`` ("": none of fifty is)."""
    reason = missing_tool() or ("" if shutil.which("javac") else "this Java has no compiler")
    if reason:
        if os.environ.get("CI"):
            pytest.fail(f"CI asks Apache Avro too, but {reason}", pytrace=False)
        pytest.skip(f"no Apache Avro: {reason}")
    ran = subprocess.run(
        ["java", "-cp", f"{fetched('avro')}/*", POMS / "Verdicts.java"],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_each_verdict_of_the_file_is_that_of_apache_avro() -> None:
    found = verdicts(PAIRS)
    assert len(found) == len(PAIRS)
    assert [pair for pair, one in zip(PAIRS, found, strict=True) if pair["reads"] != one["compatible"]] == []


def test_apache_avro_reads_what_it_calls_compatible() -> None:
    found = zip(PAIRS, verdicts(PAIRS), strict=True)
    assert [(pair["sentence"], one["unread"]) for pair, one in found if one["compatible"] and one["unread"]] == []


def test_on_any_two_published_schemas_the_verdict_is_the_same() -> None:
    documents = [schema.document() for schema in CATALOGUE.schemas]
    pairs = [{"reader": reader, "writer": writer} for reader, writer in permutations(documents, 2)]
    pairs += [{"reader": document, "writer": document} for document in documents]
    ours = [not resolution_problems(pair["reader"], pair["writer"]) for pair in pairs]
    assert ours == [one["compatible"] for one in verdicts(pairs)]
