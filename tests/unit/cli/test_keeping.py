"""``saksi rebuild``, ``follow`` and ``health``: how the read models are kept."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from projections.follower import Follower, FollowerStopped
from projections.rebuild import Rebuild
from projections.views import ViewsBusy

BUDI = "199007212015021002"


def change(ledger: Path, statement: str, *parameters: object) -> list[tuple[object, ...]]:
    """Do something to the read models behind Saksi's back."""
    with closing(sqlite3.connect(f"{ledger}.views", isolation_level=None)) as views:
        return views.execute(statement, parameters).fetchall()


def record_one_more(run, folder: Path) -> None:
    fact = {"type": "CheckedIn", "id": "one", "nip": BUDI, "occurred_at": "2026-02-20T12:00:00+08:00"}
    (folder / "one.jsonl").write_text(json.dumps(fact))
    assert run("ingest", "one.jsonl").status == 0


def test_a_first_rebuild_has_nothing_to_compare_with(run, story):
    ran = run("rebuild")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Built at position 179; there was nothing to compare with.",
        "From now on this serves.",
    ]


def test_a_rebuild_of_what_was_followed_differs_in_nothing(run, story):
    run("follow", "--once")
    ran = run("rebuild", "--dry-run", "--format", "json")
    assert ran.status == 0
    assert ran.json == {"position": 179, "first": False, "switched": False, "employees": 0, "differences": []}
    assert run("rebuild").out.startswith("Built at position 179: nothing differs")


def test_a_dry_run_that_finds_a_difference_says_whose_and_changes_nothing(run, story):
    run("rebuild")
    change(story, "DELETE FROM call_1 WHERE nip = ? AND position = 153", BUDI)
    for _ in range(2):
        ran = run("rebuild", "--dry-run", "--format", "json")
        assert ran.status == 1
        [difference] = ran.json["differences"]
        assert (difference["nip"], difference["what"]) == (BUDI, "call c-07 #153")
        assert (difference["before"], difference["after"]) == ("-", "missed")
        assert "e-00153" in difference["events"]
    table = run("rebuild", "--dry-run", "--lang", "id")
    assert table.status == 1
    assert "panggilan c-07" in table.out
    assert "terlewat" in table.out
    assert "Yang melayani sebelumnya tetap melayani." in table.out


def test_a_rebuild_that_finds_a_difference_serves_the_new(run, story):
    run("rebuild")
    change(story, "DELETE FROM sheet_1 WHERE month = '2026-02'")
    found = run("rebuild", "--dry-run", "--format", "json").json
    many = len(found["differences"])
    assert {one["what"] for one in found["differences"] if one["nip"] == BUDI} >= {"day 2026-02-20"}
    ran = run("rebuild")
    assert ran.status == 0
    assert f"Built at position 179: {many} verdicts of 6 employees differ" in ran.out
    assert f"and {many - 20} more" in ran.out
    assert change(story, "SELECT state FROM generation") == [("serving",)]


def test_a_row_that_cannot_be_read_is_said_and_a_rebuild_replaces_it(run, story):
    run("rebuild")
    change(story, "UPDATE sheet_1 SET days = x'00ff' WHERE nip = ? AND month = '2026-02'", BUDI)
    change(story, "UPDATE post_1 SET title = 'Kepala' WHERE nip = ?", BUDI)
    ran = run("status", "--date", "2026-02-20")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("Error: a row of the read models cannot be read")
    assert "`saksi rebuild`" in ran.err
    found = run("rebuild", "--dry-run", "--format", "json").json["differences"]
    said = {one["what"]: (one["before"], one["after"]) for one in found}
    assert said["sheet 2026-02"] == ("unreadable", "-")
    assert said["post 2026-02-13"] == ("diskominfo, PNS, Kepala", "diskominfo, PNS, Pranata Komputer")
    table = " ".join(run("rebuild", "--lang", "id").out.split())
    assert "penugasan sejak" in table
    assert "daftar hadir" in table
    assert "tidak terbaca" in table
    assert "sebagian" in run("status", "--date", "2026-02-20", "--lang", "id").out


def test_an_interrupted_rebuild_leaves_what_served(run, story, monkeypatch):
    run("rebuild")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Rebuild, "_fill", interrupt)
    ran = run("rebuild")
    assert (ran.status, ran.out) == (130, "")
    assert ran.err.startswith("Note: the read models that served before go on serving\nError: interrupted")
    assert change(story, "SELECT number, state FROM generation") == [(1, "serving")]


def test_a_rebuild_gives_way_to_a_later_one(run, story, monkeypatch):
    run("rebuild")
    fill = Rebuild._fill

    def overtaken(self, generation, *rest):
        change(story, "DELETE FROM generation WHERE number = ?", generation.number)
        fill(self, generation, *rest)

    monkeypatch.setattr(Rebuild, "_fill", overtaken)
    ran = run("rebuild", "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "rebuild_overtaken")
    assert change(story, "SELECT number, state FROM generation") == [(1, "serving")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["rebuild", "--processes", "0"],
        ["follow", "--poll", "0"],
        ["follow", "--poll", "x"],
        ["health", "--max-lag", "-1"],
    ],
)
def test_a_number_that_makes_no_sense_is_wrong_usage(run, story, arguments):
    assert run(*arguments).status == 2


def test_following_once_catches_up_and_says_what_was_done(run, story, tmp_path):
    done = run("follow", "--once", "--format", "json").json
    assert (done["from_position"], done["position"]) == (0, 179)
    assert done["changes"] > 0
    record_one_more(run, tmp_path)
    ran = run("follow", "--once")
    assert (ran.status, ran.out, ran.err) == (0, "Followed from position 179 to 180; 1 rows changed.\n", "")


def test_an_event_that_cannot_be_applied_stops_it_with_its_sentence(run, story, tmp_path, monkeypatch):
    run("follow", "--once")
    record_one_more(run, tmp_path)

    def stop(*_):
        raise FollowerStopped("the follower cannot apply event 'one'", "void it")

    monkeypatch.setattr(Follower, "step", stop)
    for arguments in (["follow"], ["follow", "--once"]):
        ran = run(*arguments)
        assert ran.status == 1
        assert "Error: the follower cannot apply event 'one'\n  void it\n" in ran.err
        assert ran.out.startswith("Followed from position 179 to 179")


def test_following_much_from_nothing_says_what_is_sooner(run, story, monkeypatch):
    monkeypatch.setattr("cli.commands.follow.MANY", 178)
    assert "`saksi rebuild` builds them sooner" in run("follow", "--once").err
    assert run("follow", "--once").err == ""


def test_a_follower_waits_while_somebody_else_is_writing(run, story, tmp_path, monkeypatch):
    step = Follower.step
    tries = []

    def busy_at_first(self, *rest):
        tries.append(1)
        if len(tries) < 3:
            raise ViewsBusy("another process is writing the read models", "wait")
        if len(tries) == 6:
            raise FollowerStopped("enough", "")
        return step(self, *rest)

    monkeypatch.setattr(Follower, "step", busy_at_first)
    ran = run("follow", "--poll", "0.01")
    assert ran.out.startswith("Followed from position 0 to 179")
    assert ran.err.count("another process is writing") == 1, "it is said once, not at every try"
    tries.clear()
    assert run("follow", "--once", "--format", "json").error["code"] == "views_busy"


def test_read_models_of_another_version_are_not_followed(run, story):
    run("rebuild")
    change(story, "UPDATE generation SET versions = '{}'")
    ran = run("follow", "--once", "--format", "json")
    assert (ran.status, ran.out, ran.error["code"]) == (1, "", "other_version")
    assert run("rebuild").status == 0
    assert run("follow", "--once").status == 0


def test_without_read_models_it_is_not_healthy(run, story):
    ran = run("health", "--format", "json")
    assert (ran.status, ran.json["healthy"], ran.json["lag"]) == (1, False, 179)
    assert "there are no read models yet" in " ".join(run("health").out.split())


def test_up_to_date_is_healthy_however_long_ago(run, story):
    run("follow", "--once")
    change(story, "UPDATE generation SET updated_at = '2020-01-01T00:00:00+00:00'")
    found = run("health", "--max-lag", "0", "--format", "json")
    assert found.status == 0
    wanted = {"healthy": True, "built": True, "position": 179, "last_position": 179, "lag": 0, "waiting": 0}
    assert found.json.items() >= {**wanted, "moving": True, "stopped": ""}.items()
    assert run("health", "--lang", "id").out.startswith("Sehat             ya\n")


def test_behind_is_healthy_while_it_moves_and_within_what_is_allowed(run, story, tmp_path):
    run("follow", "--once")
    record_one_more(run, tmp_path)
    assert run("health").status == 0
    assert run("health", "--max-lag", "1").status == 0
    assert run("health", "--max-lag", "0").status == 1


def test_work_that_nobody_does_for_a_minute_is_not_healthy(run, story):
    run("follow", "--once")
    long_ago = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    change(story, "INSERT INTO pending_1 VALUES (?, '0000-00', '9999-99', 0)", BUDI)
    assert run("health", "--format", "json").json["moving"] is True
    change(story, "UPDATE generation SET updated_at = ?", long_ago)
    ran = run("health")
    assert ran.status == 1
    assert "is `saksi follow` or `saksi project` running?" in " ".join(ran.out.split())


def test_stopped_is_not_healthy_and_says_at_what(run, story):
    run("follow", "--once")
    change(story, "UPDATE generation SET stopped = 'the follower cannot apply event x'")
    ran = run("health")
    assert ran.status == 1
    assert "no: the follower cannot apply event x" in ran.out
    assert "saksi_read_models_stopped 1" in run("health", "--format", "prometheus").out


def test_prometheus_gets_a_gauge_with_its_help_for_each_figure(run, story):
    run("follow", "--once")
    ran = run("health", "--format", "prometheus")
    lines = ran.out.splitlines()
    for help_line, type_line, sample in zip(lines[0::3], lines[1::3], lines[2::3], strict=True):
        name, value = sample.split()
        assert help_line.startswith(f"# HELP {name} ")
        assert type_line == f"# TYPE {name} gauge"
        float(value)
    assert "saksi_read_models_position 179" in lines
