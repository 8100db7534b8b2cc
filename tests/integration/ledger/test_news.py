"""Whoever follows the ledger is told of news, and sees every position once and in order."""

from __future__ import annotations

import threading
import time

import pytest

from ledger.application import Ledger
from tests.integration.ledger.conftest import submissions, withdrawn
from tests.integration.postgres import Databases


def test_news_that_is_there_already_needs_no_waiting(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a"), withdrawn("b")))
    assert ledger.wait_for_news(0, 60) == 2
    assert ledger.wait_for_news(1, 60) == 2


def test_without_news_the_waiting_ends_at_its_time(ledger: Ledger) -> None:
    ledger.record(submissions(withdrawn("a")))
    start = time.monotonic()
    assert ledger.wait_for_news(1, 0.2) == 1
    assert 0.15 < time.monotonic() - start < 10
    assert ledger.wait_for_news(1, 0) == 1


def test_news_of_another_process_ends_the_waiting(url: str, ledger: Ledger) -> None:
    with Ledger.open(url) as other:
        found: list[int] = []
        waiting = threading.Thread(target=lambda: found.append(other.wait_for_news(0, 60)))
        waiting.start()
        time.sleep(0.2)
        assert found == []
        ledger.record(submissions(withdrawn("a"), withdrawn("b")))
        waiting.join(30)
        assert found == [2]


def test_news_of_the_same_ledger_by_another_thread_ends_the_waiting(ledger: Ledger) -> None:
    found: list[int] = []
    waiting = threading.Thread(target=lambda: found.append(ledger.wait_for_news(0, 60)))
    waiting.start()
    time.sleep(0.2)
    ledger.record(submissions(withdrawn("a")))
    waiting.join(30)
    assert found == [1]


def test_one_who_waits_again_and_again_sees_all(url: str, ledger: Ledger) -> None:
    total = 60
    with Ledger.open(url) as other:
        seen: list[int] = []

        def follow() -> None:
            after = 0
            while after < total:
                last = other.wait_for_news(after, 60)
                seen.extend(entry.position for entry in other.read_log(after, last))
                after = last

        following = threading.Thread(target=follow)
        following.start()
        for number in range(total):
            ledger.record(submissions(withdrawn(str(number))))
        following.join(60)
    assert seen == list(range(1, total + 1))


def test_postgresql_tells_at_once_and_not_at_the_next_look(
    monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    url = databases.new()
    monkeypatch.setattr("ledger.postgres.LOOK_AGAIN_SECONDS", 60)
    with Ledger.open(url, create=True) as ledger, Ledger.open(url) as other:
        telling = threading.Timer(0.3, lambda: ledger.record(submissions(withdrawn("a"))))
        telling.start()
        start = time.monotonic()
        assert other.wait_for_news(0, 50) == 1
        assert time.monotonic() - start < 20
        telling.join()
