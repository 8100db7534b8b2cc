"""Our verdict on pairs of schemas is that of Apache Avro, but where we are stricter on purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from schemas.compatibility import resolution_problems

PAIRS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("compatibility.yaml"))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["sentence"] for pair in PAIRS])
def test_a_reader_reads_a_writer_as_the_sentence_says(pair: dict[str, Any]) -> None:
    problems = resolution_problems(pair["reader"], pair["writer"])
    assert (not problems) == (pair["reads"] and "stricter" not in pair), problems


def test_there_are_a_hundred_pairs_and_more_each_with_a_sentence_of_its_own() -> None:
    assert len({pair["sentence"] for pair in PAIRS}) == len(PAIRS) > 100


def test_we_are_stricter_only_where_a_logical_type_changes() -> None:
    stricter = [pair for pair in PAIRS if "stricter" in pair]
    assert all("logicalType" in str(pair) and pair["reads"] and pair["stricter"] for pair in stricter)
