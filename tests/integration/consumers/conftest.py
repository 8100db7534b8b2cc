"""A ledger that holds a story, and where to publish it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consumers.settings import KafkaSettings
from ledger.application import Ledger
from tests.integration.projections.agreement import CASES, submissions

STORY = CASES / "kaltim-2026.jsonl"


@pytest.fixture
def settings(kafka_servers: str, topics: str) -> KafkaSettings:
    """The shared broker, and topics of this test's own."""
    return KafkaSettings(servers=kafka_servers, topics=topics)


@pytest.fixture
def story() -> list[bytes]:
    """The 179 facts of a story."""
    return STORY.read_bytes().splitlines()


@pytest.fixture
def ledger(tmp_path: Path, story: list[bytes]) -> Iterator[Ledger]:
    """A ledger that holds the story."""
    with Ledger.open(f"sqlite:///{tmp_path}/saksi.db", create=True) as ledger:
        ledger.record(submissions(story))
        yield ledger
