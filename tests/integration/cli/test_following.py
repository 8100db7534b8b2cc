"""The follower hears of news at once, and lives through what happens to a server."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from bench.province import province
from cli.commands import follow as command
from ledger.application import Ledger
from projections.views import open_views
from tests.integration.cli.conftest import Desk, nothing_differs, parts_of_the_story, wait_until
from tests.integration.postgres import Databases, own_server, require_postgres
from tests.integration.projections.agreement import submissions


def test_what_is_recorded_is_followed_long_before_the_next_look(
    monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    """Told by the database: whoever looked for himself would do so once a minute here."""
    url = databases.new()
    monkeypatch.setattr("ledger.postgres.LOOK_AGAIN_SECONDS", 60)
    monkeypatch.setattr(command, "LONGEST_NAP", 60)
    lines = [line.encode() for part in parts_of_the_story(1) for line in part]
    latencies = []
    with Ledger.open(url, create=True) as writer, Ledger.open(url) as ledger, open_views(url) as views:
        work = command._Following(ledger, views)
        following = threading.Thread(target=lambda: work.run(once=False, poll=60))
        following.start()
        for line in lines[:40]:
            writer.record(submissions([line]))
            recorded, last = time.monotonic(), writer.last_position()
            while work.follower.position < last:
                assert time.monotonic() - recorded < 20
                time.sleep(0.001)
            latencies.append(time.monotonic() - recorded)
        work.ending = True
        writer.record(submissions([lines[40]]))
        following.join(20)
        assert not following.is_alive()
    assert sorted(latencies)[20] < 1


def cut_off(databases: Databases, url: str) -> int:
    """End every connection to a database, as an administrator or a failing network would; how many there were."""
    name = url.partition("?")[0].rpartition("/")[2]
    statement = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    return len(databases.execute(statement))


def test_a_follower_whose_connections_are_cut_connects_again_and_loses_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, databases.new())
    dice = random.Random(7)
    try:
        first, *rest = parts_of_the_story(6)
        desk.ingest(first)
        follower = desk.follow("--format", "json")
        for part in rest:
            wait_until(lambda: cut_off(databases, desk.url) > 0)
            desk.ingest(part)
            time.sleep(dice.uniform(0, 0.4))
            cut_off(databases, desk.url)
        wait_until(lambda: desk.position() == 179)
        follower.send_signal(signal.SIGTERM)
        out, err = follower.communicate(timeout=30)
        assert (follower.returncode, json.loads(out)["position"]) == (0, 179)
        assert "does not answer any more" in err
        assert "Traceback" not in err
        assert {line.partition(":")[0] for line in err.splitlines() if not line.startswith("  ")} == {"Note"}
        assert nothing_differs(desk)
    finally:
        desk.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_rebuild_whose_connections_are_cut_ends_in_a_sentence(
    databases: Databases, tmp_path: Path, seed: int
) -> None:
    desk = Desk(tmp_path, databases.new())
    try:
        (tmp_path / "province.jsonl").write_bytes(b"".join(province(1_500, staff=300, units=6)))
        assert desk.run("ingest", "province.jsonl").returncode == 0
        rebuild = desk.start("rebuild", "--processes", "2", "--format", "json")
        time.sleep(random.Random(seed).uniform(0.4, 2.5))
        while rebuild.poll() is None:
            cut_off(databases, desk.url)
            time.sleep(0.3)
        out, err = rebuild.communicate(timeout=30)
        if rebuild.returncode:  # else it was quicker
            assert (rebuild.returncode, out) == (1, "")
            assert json.loads(err)["error"]["code"] in ("ledger_unreachable", "views_unreachable")
        assert desk.run("rebuild").returncode == 0
    finally:
        desk.close()


def test_a_follower_outlives_a_server_that_goes_down_and_comes_back(tmp_path: Path) -> None:
    require_postgres()
    with own_server() as server:
        desk = Desk(tmp_path, server.url)
        try:
            first, second = parts_of_the_story(2)
            desk.ingest(first)
            follower, other = desk.follow(), desk.follow()
            wait_until(lambda: desk.position() == len(first))
            server.stop()
            time.sleep(1.5)
            for question in (["status", "--date", "2026-02-20"], ["follow", "--once"], ["health"], ["rebuild"]):
                ran = desk.run(*question, "--format", "json")
                assert (ran.returncode, ran.stdout) == (1, "")
                assert json.loads(ran.stderr)["error"]["code"] == "ledger_unreachable"
            other.send_signal(signal.SIGTERM)
            out, err = other.communicate(timeout=30)
            assert other.returncode == 0, f"told to end while nobody answers, it ends: {err}"
            assert f"to {len(first)};" in out
            server.start()
            desk.ingest(second)
            wait_until(lambda: desk.position() == 179)
            follower.send_signal(signal.SIGTERM)
            out, err = follower.communicate(timeout=30)
            assert follower.returncode == 0
            assert err.count("Note: ") == 1, "an outage is said once"
            assert "Traceback" not in err
            assert nothing_differs(desk)
        finally:
            desk.close()
